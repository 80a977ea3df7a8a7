"""A new password by a mailed link: it works once and not for long, and tells nobody who has an account."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from pydantic import ValidationError

from app.accounts import mailbox
from app.accounts.letters import TEXTS
from app.accounts.mailbox import Mailbox, open_mailbox
from app.pages.library import LANGUAGES
from app.settings import Settings
from tests.fixtures import PASSWORD, Client, Server, Sql
from tests.waiting import until

EMAIL = "ada@example.com"
NEW = "another horse battery staple"
HOME, ATTACKER = "198.51.100.1", "203.0.113.66"


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be in the log of a server in development."""
    sent: list[Any] = []
    monkeypatch.setattr(mailbox, "_to_the_log", sent.append)
    return sent


@pytest_asyncio.fixture
async def session(mails: list[Any], api: Client) -> Any:
    """Ada's, who then forgets her password."""
    account = {"email": EMAIL, "password": PASSWORD, "display_name": "Ada"}
    return (await api.post("/auth/signup", json=account)).json()


@pytest_asyncio.fixture
async def api(mails: list[Any], server: Server) -> AsyncIterator[Client]:
    async with server.client() as client:
        yield client


async def ask(api: Client, email: str = EMAIL, **more: str) -> dict[str, Any]:
    answer = await api.post("/auth/forgot-password", json={"email": email, **more})
    assert answer.status_code == 202, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def token_of(mails: list[Any]) -> str:
    await until(lambda: len(mails) > 0)
    found = re.search(r"/\?new-password#(\S+)", mails[-1].get_content())
    assert found
    return found[1]


async def reset(api: Client, token: str, password: str = NEW) -> tuple[int, str]:
    answer = await api.post("/auth/reset-password", json={"token": token, "new_password": password})
    return answer.status_code, answer.json()["code"] if answer.content else ""


async def signs_in(api: Client, password: str) -> bool:
    answer = await api.post("/auth/signin", json={"email": EMAIL, "password": password})
    return answer.status_code == 200


async def test_a_link_sets_a_new_password_once_and_ends_all_sessions(
    session: Any, api: Client, mails: list[Any]
) -> None:
    await ask(api)
    token = await token_of(mails)
    assert await reset(api, token, "password") == (422, "weak_password")
    assert await reset(api, token) == (204, "")
    assert await reset(api, token) == (403, "invalid_reset_link")
    assert (await signs_in(api, NEW), await signs_in(api, PASSWORD)) == (True, False)
    answer = await api.get("/auth/me", headers={"Authorization": f"Bearer {session['access_token']}"})
    assert answer.status_code == 401
    await until(lambda: len(mails) == 2)
    assert "was just changed" in mails[1].get_content()


async def test_a_mail_has_no_text_of_whoever_registered_the_address(mails: list[Any], api: Client) -> None:
    account = {"email": EMAIL, "password": PASSWORD, "display_name": "Visit evil.example"}
    await api.post("/auth/signup", json=account)
    await ask(api)
    await token_of(mails)
    assert "evil" not in mails[0].as_string()


async def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    session: Any, api: Client, mails: list[Any], sql18: Sql
) -> None:
    assert await ask(api, "nobody@example.com") == await ask(api)
    await token_of(mails)
    assert [mail["To"] for mail in mails] == [EMAIL]
    assert sql18.value("select count(*) from core.password_resets") == 1


async def test_only_a_hash_of_the_token_is_stored(
    session: Any, api: Client, mails: list[Any], sql18: Sql
) -> None:
    await ask(api)
    token = await token_of(mails)
    stored = sql18.value("select token_hash from core.password_resets")
    assert token not in stored
    assert await reset(api, stored) == (403, "invalid_reset_link")


async def test_a_link_ends_with_its_time_and_with_any_other_change_of_the_password(
    session: Any, api: Client, mails: list[Any], sql18: Sql
) -> None:
    await ask(api)
    late = await token_of(mails)
    sql18.connection.execute("update core.password_resets set expires_at = now()")
    assert await reset(api, late) == (403, "invalid_reset_link")
    assert sql18.value("select core.sweep_old_rows(10)") >= 1
    assert sql18.value("select count(*) from core.password_resets") == 0
    mails.clear()
    await ask(api)
    token = await token_of(mails)
    change = {"current_password": PASSWORD, "new_password": NEW}
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    answer = await api.post("/auth/change-password", json=change, headers=headers)
    assert answer.status_code == 204, answer.text
    assert await reset(api, token, "a third horse battery staple") == (403, "invalid_reset_link")


async def test_of_two_uses_at_once_one_counts(session: Any, api: Client, mails: list[Any]) -> None:
    await ask(api)
    token = await token_of(mails)
    outcomes = await asyncio.gather(*(reset(api, token, f"{NEW} {n}") for n in range(4)))
    assert sorted(outcomes) == [(204, "")] + [(403, "invalid_reset_link")] * 3


def begin(sql: Sql, email: str, client: str, token: str) -> dict[str, Any]:
    found: dict[str, Any] = sql.value(
        "select core.begin_password_reset(%s, %s::text::inet, %s)", email, client, token
    )
    return found


def test_an_address_is_sent_few_links_and_a_client_asks_for_few(sql: Sql) -> None:
    ada = sql.person("ada")
    sql.connection.execute(
        "update core.settings set value = '2' where key = 'account.max_resets_per_address';"
        "update core.settings set value = '4' where key = 'account.max_resets_per_client'"
    )
    assert [bool(begin(sql, ada.email, ATTACKER, f"a{n}")) for n in range(3)] == [True, True, False]
    assert begin(sql, ada.email, HOME, "b") == {}  # her mailbox has two
    assert [begin(sql, f"{n}@example.com", ATTACKER, f"c{n}") for n in range(2)] == [{}, {}]
    assert 3590 <= begin(sql, "other@example.com", ATTACKER, "d")["retry_after_s"] <= 3600
    sql.connection.execute("update core.account_attempts set attempted_at = attempted_at - interval '1 hour'")
    assert begin(sql, ada.email, ATTACKER, "e")["email"] == ada.email


def test_a_deleted_account_has_no_links(sql: Sql) -> None:
    ada = sql.person("ada")
    begin(sql, ada.email, HOME, "a")
    sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.id])
    assert sql.value("select count(*) from core.password_resets") == 0
    assert begin(sql, ada.email, HOME, "b") == {}


async def test_a_link_leads_to_the_address_of_the_settings_whatever_host_was_asked(
    session: Any, api: Client, mails: list[Any]
) -> None:
    answer = await api.post("/auth/forgot-password", json={"email": EMAIL}, headers={"Host": "evil.example"})
    assert answer.status_code == 202
    await token_of(mails)
    assert "http://localhost:8000/?new-password#" in mails[0].get_content()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_mail_is_in_the_language_of_the_page(
    session: Any, api: Client, mails: list[Any], language: str
) -> None:
    await ask(api, language=language)
    await token_of(mails)
    assert mails[0]["Subject"] == TEXTS["link_subject"][language]


@dataclass
class MailServer:
    """A mail server without TLS. It closes its first connections and keeps what it receives on the others."""

    to_close: int = 0
    lines: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.to_close:
            self.to_close -= 1
            writer.close()
            return
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).decode().strip():
            self.lines.append(line)
            command = line.split()[0].upper()
            if command == "DATA":
                writer.write(b"354 go on\r\n")
                self.mails.append((await reader.readuntil(b"\r\n.\r\n")).decode())
            replies = {"EHLO": b"250-here\r\n250 AUTH PLAIN\r\n", "QUIT": b"221 bye\r\n"}
            writer.write(replies.get(command, b"250 OK\r\n"))
            if command == "QUIT":
                break
        writer.close()

    @asynccontextmanager
    async def mailbox(self, login: str = "") -> AsyncIterator[Mailbox]:
        """A mailbox that sends through this server."""
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0, family=socket.AF_INET)
        config = Settings(
            _env_file=None,
            smtp_url=f"smtp://{login}127.0.0.1:{server.sockets[0].getsockname()[1]}",
            mail_from="Quizzler <quizzler@example.com>",
            public_url="https://quiz.example.com",
        )
        async with open_mailbox(config) as sending, server:
            assert sending
            yield sending


async def test_a_mail_goes_out_by_smtp_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "PAUSE_S", 0)
    server = MailServer(to_close=1)
    async with server.mailbox() as sending:
        sending.post(EMAIL, "Subject", "Text\n")
        await until(lambda: len(server.mails) == 1)
    assert server.to_close == 0
    assert "From: Quizzler <quizzler@example.com>" in server.mails[0]
    assert "Text" in server.mails[0]


async def test_a_password_is_not_sent_to_a_mail_server_without_tls(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mailbox, "PAUSE_S", 0)
    server = MailServer()
    async with server.mailbox(login="ada:secret@") as sending:
        sending.post(EMAIL, "Subject", "Text\n")
        await until(lambda: "given up" in caplog.text)
    assert {line.split()[0].lower() for line in server.lines} == {"ehlo", "quit"}
    assert "secret" not in caplog.text


async def test_without_a_mail_server_a_link_can_be_asked_for_in_development_only() -> None:
    production = {"environment": "production", "jwt_secret_key": "0123456789abcdefghijklmnopqrstuvwxyz"}
    async with open_mailbox(Settings(_env_file=None, **production)) as sending:
        assert sending is None


@pytest.mark.parametrize(
    "values",
    [
        {
            "smtp_url": "http://mail.example.com",
            "mail_from": "a@example.com",
            "public_url": "https://a.example",
        },
        {"smtp_url": "smtp://mail.example.com", "mail_from": "nobody", "public_url": "https://a.example"},
        {"smtp_url": "smtp://mail.example.com", "mail_from": "a@example.com"},
        {"smtp_url": "smtp://mail.example.com", "public_url": "https://a.example"},
    ],
)
def test_mails_are_set_up_wholly_or_not_at_all(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, **values)
