"""A real browser: Chromium, driven by Playwright.

Each worker starts it once. So all tests of pages and their async fixtures run in the event loop of the
session (`loop_scope`).
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests import node
from tests.fixtures import Client, Server, SignUp, serving, signing_up
from tests.rooms.conftest import Quizmaster, Table, table_at

built_pages, web_packages = node.built_pages, node.web_packages

ELSEWHERE = "quiz.test"  # this machine under a name to which browsers give fewer rights than to localhost
ADDRESS_OF_CLASS, CLASS = "127.0.0.3", "class.test"  # another address of it, and its name
expect.set_options(timeout=30_000)  # of a machine that does other things as well
PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(one_loop, append=False)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def chromium(built_pages: None) -> AsyncIterator[Browser]:
    """Chromium without a window. Skips the tests where it is not installed."""
    if PROGRAM is None:
        pytest.skip("Chromium is not installed")
    async with async_playwright() as playwright:
        rule = f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1, MAP {CLASS} {ADDRESS_OF_CLASS}"
        browser = await playwright.chromium.launch(executable_path=PROGRAM, args=[rule])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """Chromium with nothing open and nothing stored: contexts share nothing, and a test's end with it."""
    yield chromium
    for context in chromium.contexts:
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def server(database: psycopg.Connection) -> AsyncIterator[Server]:
    """A real server over a fresh database."""
    async with serving(database) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def api(server: Server) -> AsyncIterator[Client]:
    """A client that is not signed in."""
    async with server.client() as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def sign_up(server: Server) -> AsyncIterator[SignUp]:
    """Signs somebody up over REST and returns their client."""
    async with signing_up(server) as sign_up:
        yield sign_up


@pytest_asyncio.fixture(loop_scope="session")
async def table(server: Server, quizmaster: Quizmaster) -> AsyncIterator[Table]:
    """The host and players of games; all are disconnected at the end of the test."""
    async with table_at(server, quizmaster) as table:
        yield table
