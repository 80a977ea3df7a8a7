"""A real browser: Chromium, driven by Playwright."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests import node

built_pages, web_packages = node.built_pages, node.web_packages

ELSEWHERE = "quiz.test"  # this machine under a name to which browsers give fewer rights than to localhost
expect.set_options(timeout=30_000)  # of a machine that does other things as well
PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest_asyncio.fixture
async def browser(built_pages: None) -> AsyncIterator[Browser]:
    """Chromium without a window. Skips the test where it is not installed."""
    if PROGRAM is None:
        pytest.skip("Chromium is not installed")
    async with async_playwright() as playwright:
        rule = f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1"
        browser = await playwright.chromium.launch(executable_path=PROGRAM, args=[rule])
        yield browser
        await browser.close()
