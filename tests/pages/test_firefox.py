"""The pages in Firefox ESR, by WebDriver BiDi: Playwright drives a Firefox of its own only."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect

from tests.attempts.taking import make_quiz, short_text
from tests.fixtures import Server, Sql
from tests.rooms.conftest import Quizmaster
from tests.waiting import limited, next_message, until

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
READY = b"WebDriver BiDi listening on "
TYPE = """(label, text) => {
    const field = [...document.querySelectorAll('input, textarea')]
        .find((one) => !label || one.closest('label')?.textContent.includes(label));
    if (!field) return false;
    field.value = text;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    return true;
}"""
PRESS = """(name) => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(name));
    button?.click();
    return button !== undefined;
}"""
SHOWS = "(text) => document.body.innerText.includes(text)"


class Firefox:
    """One tab."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.commands = 0
        self.tab = ""

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self.commands += 1
        await self.socket.send(json.dumps({"id": self.commands, "method": method, "params": params}))
        async with limited():
            while (said := await next_message(self.socket)).get("id") != self.commands:
                pass
        assert said["type"] == "success", said
        result: dict[str, Any] = said["result"]
        return result

    async def open(self, url: str) -> None:
        await self.ask("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    async def until(self, function: str, *arguments: str) -> None:
        """Call this function on the page until it returns true."""
        given = [{"type": "string", "value": each} for each in arguments]
        async with limited():
            while True:
                said = await self.ask(
                    "script.callFunction", functionDeclaration=function, arguments=given,
                    target={"context": self.tab}, awaitPromise=False,
                )  # fmt: skip
                if said["result"].get("value"):
                    return


@pytest_asyncio.fixture(loop_scope="session")
async def firefox(built_pages: None, tmp_path: Path) -> AsyncIterator[Firefox]:
    """Firefox without a window. Skips the test where it is not installed."""
    if PROGRAM is None:
        pytest.skip("Firefox is not installed")
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "--headless", "--no-remote", "--profile", str(tmp_path), "--remote-debugging-port", "0",
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    try:
        async with limited(60):
            while not (line := await process.stderr.readline()).startswith(READY):
                assert line, "Firefox has ended"
        address = line.removeprefix(READY).decode().strip()
        async with connect(f"{address}/session", max_size=None) as socket:
            found = Firefox(socket)
            await found.ask("session.new", capabilities={})
            found.tab = (await found.ask("browsingContext.getTree"))["contexts"][0]["context"]
            yield found
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


async def test_home_a_game_and_an_exam_work(sql18: Sql, server: Server, firefox: Firefox) -> None:
    await firefox.open(f"{server.url}/")
    await firefox.until(SHOWS, "Join a game")

    room = Quizmaster(sql18).room()
    await firefox.open(f"{server.url}/play?code={room}")
    await firefox.until(TYPE, "Nickname", "Ada")
    await firefox.until(PRESS, "Join room")
    await firefox.until(SHOWS, "You're in, Ada!")

    quiz = make_quiz(
        sql18, sql18.person("teacher"), short_text(), visibility="link", guests_allowed=True, title="Rivers"
    )
    await firefox.open(f"{server.url}/take?quiz={quiz.id}")
    await firefox.until(TYPE, "Your name", "Zoe")
    await firefox.until(PRESS, "Begin")
    await firefox.until(SHOWS, "0 of 1 answered")
    await firefox.until(TYPE, "", "Nile")
    await until(lambda: sql18.value("select response from core.answers") == "Nile")
