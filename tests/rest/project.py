"""Where the clients of these tests read: PostgREST over a test's database, or a Supabase project."""

import os
import time
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import httpx
from jose import jwt

from tests.fixtures import JWT_SECRET, PASSWORD, Sql


@dataclass(frozen=True)
class Member:
    """Somebody with an account, and a token of theirs."""

    id: str
    token: str


class Project(Protocol):
    """Makes people and calls functions as them."""

    url: str
    anon_key: str
    sql: Sql | None  # None: its database can't be reached, and what needs it is skipped

    def member(self, name: str) -> Member:
        """Somebody new."""
        ...

    def call(self, member: Member, function: str, **arguments: Any) -> Any:
        """Call a function of the API as somebody."""
        ...


def rpc(project: Project, member: Member, function: str, arguments: dict[str, Any]) -> Any:
    answer = httpx.post(
        f"{project.url}/rest/v1/rpc/{function}",
        json=arguments,
        headers={"apikey": project.anon_key, "Authorization": f"Bearer {member.token}"},
        timeout=60,
    )
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


class LocalProject:
    """PostgREST over this database."""

    def __init__(self, url: str, sql: Sql) -> None:
        self.url = url
        self.sql: Sql | None = sql
        self._sql = sql

    @cached_property
    def anon_key(self) -> str:
        return signed({"role": "anon"})

    def member(self, name: str) -> Member:
        person = self._sql.person(name)
        return Member(person.id, signed(dict(person.claims)))

    def call(self, member: Member, function: str, **arguments: Any) -> Any:
        return rpc(self, member, function, arguments)


class RemoteProject:
    """A Supabase project into which create_tables.sql was pasted. People are made by its Auth."""

    sql = None

    def __init__(self, url: str, anon_key: str, service_key: str) -> None:
        self.url = url.rstrip("/")
        self.anon_key = anon_key
        self._service_key = service_key

    @classmethod
    def of_environment(cls) -> "RemoteProject":
        names = ("SUPABASE_TEST_URL", "SUPABASE_TEST_ANON_KEY", "SUPABASE_TEST_SERVICE_KEY")
        return cls(*(os.environ[name] for name in names))

    def member(self, name: str) -> Member:
        email = f"{name}-{uuid.uuid4().hex[:8]}@example.com"
        made = self._auth(
            "admin/users",
            self._service_key,
            {
                "email": email,
                "password": PASSWORD,
                "email_confirm": True,
                "user_metadata": {"display_name": name},
            },
        )
        session = self._auth(
            "token?grant_type=password", self.anon_key, {"email": email, "password": PASSWORD}
        )
        return Member(made["id"], session["access_token"])

    def call(self, member: Member, function: str, **arguments: Any) -> Any:
        return rpc(self, member, function, arguments)

    def _auth(self, path: str, key: str, body: dict[str, Any]) -> Any:
        answer = httpx.post(
            f"{self.url}/auth/v1/{path}",
            json=body,
            headers={"apikey": key, "Authorization": f"Bearer {key}"},
            timeout=60,
        )
        assert answer.is_success, answer.text
        return answer.json()


def signed(claims: dict[str, Any]) -> str:
    """A token of the local project with these claims, good for an hour."""
    return str(jwt.encode({**claims, "exp": int(time.time()) + 3600}, JWT_SECRET, "HS256"))
