"""Somebody who forgot the password gets in again by a mailed link, by the pages alone."""

import re
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from app.accounts import mailbox
from tests.fixtures import Client, Server
from tests.pages.accessible import assert_accessible
from tests.pages.desk import LAPTOP, PHONE, open_as
from tests.pages.signed_in import sign_up
from tests.waiting import until


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be in the log of a server in development, which has to start after this."""
    sent: list[Any] = []
    monkeypatch.setattr(mailbox, "_to_the_log", sent.append)
    return sent


@pytest.mark.parametrize(
    ("language", "size", "theme"), [("en", LAPTOP, "light"), ("ar", PHONE, "dark")], ids=["en", "ar-phone"]
)
async def test_who_forgot_the_password_chooses_a_new_one_by_a_mailed_link(
    mails: list[Any], browser: Browser, server: Server, api: Client,
    language: str, size: dict[str, int], theme: str,
) -> None:  # fmt: skip
    await sign_up(api, "Ada")
    page = await open_as(browser, server, None, "/?sign-in", language=language, size=size)
    await page.evaluate(f"localStorage['quizzler.theme'] = '\"{theme}\"'")
    await page.reload()
    await page.locator("main form a").click()
    await page.locator("[name=email]").fill("Ada@example.com")
    await assert_accessible(page, "forgotten")
    await page.locator("[type=submit]").click()
    await expect(page.locator("main [role=status]")).to_contain_text("Ada@example.com")
    await until(lambda: len(mails) == 1)
    found = re.search(r"/\?new-password#\S+", mails[0].get_content())
    assert found

    await page.goto(server.url + found[0])
    await expect(page.locator("[name=password]")).to_be_focused()
    assert "#" not in page.url
    await page.locator("[name=password]").fill("password")
    await page.locator("[type=submit]").click()
    await expect(page.get_by_role("alert")).not_to_be_empty()
    await assert_accessible(page, "new password")
    await page.locator("[name=password]").fill("another horse battery staple")
    await page.locator("[type=submit]").click()
    await expect(page.locator("main form")).to_have_count(0)

    await page.locator("main .other a").click()
    await page.locator("[name=email]").fill("ada@example.com")
    await page.locator("[name=password]").fill("another horse battery staple")
    await page.locator("[type=submit]").click()
    await expect(page.locator("[name=password]")).to_have_count(0)
    assert await page.evaluate("localStorage.getItem('quizzler.session')") is not None
    assert page.faults == []  # type: ignore[attr-defined]
