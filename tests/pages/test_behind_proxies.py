"""Pages in a browser, behind a proxy that serves them under a sub-path, or passes on no WebSockets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import psycopg
import pytest
from playwright.async_api import Browser, Error, Response, expect

from client import Host
from tests.fixtures import PASSWORD, Sql, serving
from tests.reverse_proxy import ReverseProxy, in_front
from tests.rooms.conftest import Quizmaster

ROOT_PATH = "/quizzler"


@asynccontextmanager
async def below(database: psycopg.Connection, removes_path: bool = False) -> AsyncIterator[str]:
    """The address of a site under ROOT_PATH."""
    async with (
        serving(database, root_path=ROOT_PATH) as server,
        in_front(ReverseProxy(server.url, ROOT_PATH, removes_path)) as url,
    ):
        yield url


@pytest.mark.parametrize("removes_path", [True, False], ids=["removed", "left"])
async def test_a_game_is_played_on_pages_under_a_sub_path(
    database: psycopg.Connection, browser: Browser, removes_path: bool
) -> None:
    quizmaster = Quizmaster(Sql(database))
    room = quizmaster.room()
    asked: list[str] = []
    faults: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.status} {response.url}")

    def failed(error: Error) -> None:
        faults.append(str(error))

    async with (
        below(database, removes_path) as url,
        await Host.enter(url, room, quizmaster.token) as host,
    ):
        page = await browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url.replace("ws", "http", 1)))
        page.on("response", answered)
        page.on("pageerror", failed)
        await page.goto(f"{url}/")
        await page.get_by_label("Code of the game").fill(room)
        await page.get_by_label("Code of the game").press("Enter")
        await page.get_by_label("Nickname").fill("Ada")
        await page.get_by_role("button", name=f"Join room {room}").click()
        await expect(page.get_by_text("Ada").first).to_be_visible()
        await host.start()
        await page.get_by_role("button", name="Lima").click()
        await expect(page.get_by_role("region", name="Right!")).to_be_visible()
        await host.end()
        await page.get_by_role("link", name="Home", exact=True).click()
        await expect(page).to_have_url(f"{url}/")
    assert f"{url}/realtime/ws/player/{room}" in {address.partition("?")[0] for address in asked}
    assert [address for address in asked if not address.startswith(f"{url}/")] == []
    assert faults == []


async def test_a_host_signs_in_and_invites_under_a_sub_path(
    database: psycopg.Connection, browser: Browser
) -> None:
    async with below(database) as url, httpx.AsyncClient() as api:
        account = {"email": "ada@example.com", "password": PASSWORD}
        session = (await api.post(f"{url}/auth/signup", json=account)).json()
        api.headers["Authorization"] = f"Bearer {session['access_token']}"
        quiz = (await api.post(f"{url}/quizzes", json={"title": "Rivers"})).json()
        draft = {"kind": "true_false", "prompt": "The Nile flows north.", "correct": True}
        await api.post(f"{url}/quizzes/{quiz['id']}/questions", json=draft)
        page = await browser.new_page()
        await page.goto(f"{url}/host?quiz={quiz['id']}")
        await page.get_by_label("E-mail").fill(account["email"])
        await page.get_by_label("Password").fill(PASSWORD)
        await page.locator("form").get_by_role("button", name="Sign in").click()
        await page.get_by_role("button", name="Open the room").click()
        invitation = page.locator(".invitation")
        await expect(invitation).to_contain_text(f"Join at {url.removeprefix('http://')}")
        code = (await invitation.locator(".code").inner_text()).split()[-1]
        qr = invitation.locator("svg.qr")
        await expect(qr).to_have_attribute("aria-label", f"QR code of {url}/play?code={code}")


async def test_the_description_of_the_api_is_shown_under_a_sub_path(
    database: psycopg.Connection, browser: Browser
) -> None:
    async with below(database) as url:
        page = await browser.new_page()
        await page.goto(f"{url}/docs")
        await expect(page.get_by_text("The quiz platform whose backend is Postgres")).to_be_visible()
        await expect(page.locator(".servers select")).to_have_value(ROOT_PATH)


async def test_a_page_says_after_three_tries_that_a_proxy_passes_on_no_websockets(
    database: psycopg.Connection, browser: Browser
) -> None:
    room = Quizmaster(Sql(database)).room()
    async with serving(database) as server, in_front(ReverseProxy(server.url, upgrades=False)) as url:
        page = await browser.new_page()
        tries: list[str] = []
        page.on("websocket", lambda socket: tries.append(socket.url))
        await page.goto(f"{url}/play?code={room}")
        await page.get_by_label("Nickname").fill("Ada")
        await page.get_by_role("button", name=f"Join room {room}").click()
        told = page.get_by_role("alert")
        await expect(told).to_have_text("The connection is gone. Trying again …")
        await expect(told).to_contain_text("a proxy in between does not pass on WebSockets")
        assert len(tries) == 3
