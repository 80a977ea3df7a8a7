"""Pages on plain http in a local network, as phones of a class open them."""

import json

import psycopg
import pytest
from playwright.async_api import Browser, expect

from app.network import EVERYWHERE, network_urls
from client import Host
from tests.fixtures import Server, Sql, serving
from tests.pages.conftest import ELSEWHERE
from tests.rooms.conftest import Quizmaster

ADDRESSES = network_urls(EVERYWHERE[:1], 80, "")


async def test_a_phone_plays_on_plain_http_under_another_name_than_localhost(
    database: psycopg.Connection, server: Server, browser: Browser
) -> None:
    quizmaster = Quizmaster(Sql(database))
    room = quizmaster.room()
    faults: list[str] = []
    async with await Host.enter(server.url, room, quizmaster.token) as host:
        page = await browser.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(f"{server.url.replace('127.0.0.1', ELSEWHERE)}/play?code={room}")
        assert await page.evaluate("isSecureContext") is False
        await page.get_by_label("Nickname").fill("Ada")
        await page.get_by_role("button", name="Another face").click()
        await page.get_by_role("button", name=f"Join room {room}").click()
        await expect(page.get_by_text("Ada").first).to_be_visible()
        await host.start()
        await page.get_by_role("button", name="Lima").click()
        await expect(page.get_by_role("region", name="Right!")).to_be_visible()
    assert faults == []


@pytest.mark.parametrize("listen", [EVERYWHERE[0], "127.0.0.1"])
async def test_a_host_at_localhost_is_given_an_address_for_phones_or_told_that_there_is_none(
    database: psycopg.Connection, browser: Browser, listen: str
) -> None:
    if listen in EVERYWHERE and not ADDRESSES:
        pytest.skip("this machine is in no network")
    quizmaster = Quizmaster(Sql(database))
    room = quizmaster.room()
    async with serving(database, listen=listen) as server:
        port = server.url.rpartition(":")[2]
        page = await browser.new_page()
        user = {"display_name": quizmaster.person.email}
        session = json.dumps({"access_token": quizmaster.token, "refresh_token": "", "user": user})
        await page.add_init_script(f"localStorage.setItem('quizzler.session', '{session}')")
        await page.goto(f"http://127.0.0.1:{port}/host?code={room}")
        qr = page.locator(".invitation svg.qr")
        warning = page.get_by_text("Only this computer can open this address")
        if listen in EVERYWHERE:
            address = ADDRESSES[0].replace(":80", f":{port}")
            await expect(qr).to_have_attribute("aria-label", f"QR code of {address}/play?code={room}")
            await expect(warning).to_have_count(0)
            await page.goto(f"{address}/play?code={room}")
            await expect(page.get_by_label("Nickname")).to_be_visible()
        else:
            local = f"http://127.0.0.1:{port}/play?code={room}"
            await expect(qr).to_have_attribute("aria-label", f"QR code of {local}")
            await expect(warning).to_be_visible()
