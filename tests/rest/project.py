"""Where the clients of these tests read: an app of the tests, or the project that SUPABASE_TEST_URL names."""

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

    @property
    def anon_key(self) -> str:
        """What a client sends when nobody is signed in."""
        ...

    @property
    def sql(self) -> Sql | None:
        """Its database; None if that can't be reached: then what needs it is skipped."""
        ...

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
    """An app with PostgREST over this database. People are made by SQL."""

    def __init__(self, url: str, sql: Sql) -> None:
        self.url = url
        self.sql = sql

    @cached_property
    def anon_key(self) -> str:
        return signed({"role": "anon"})

    def member(self, name: str) -> Member:
        person = self.sql.person(name)
        return Member(person.id, signed(dict(person.claims)))

    def call(self, member: Member, function: str, **arguments: Any) -> Any:
        return rpc(self, member, function, arguments)


class RemoteProject:
    """Where somebody else runs Quizzler: a Supabase project, or `quizzler dev --supabase`."""

    sql = None

    def __init__(self, url: str, anon_key: str, service_key: str | None = None) -> None:
        """With the service key of a Supabase project, people are made by its Auth, else they sign up."""
        self.url = url.rstrip("/")
        self.anon_key = anon_key
        self._service_key = service_key

    @classmethod
    def of_environment(cls) -> "RemoteProject":
        return cls(
            os.environ["SUPABASE_TEST_URL"],
            os.environ["SUPABASE_TEST_ANON_KEY"],
            os.environ.get("SUPABASE_TEST_SERVICE_KEY"),
        )

    def member(self, name: str) -> Member:
        account = {"email": f"{name}-{uuid.uuid4().hex[:8]}@example.com", "password": PASSWORD}
        if self._service_key is None:
            session = self._post("/auth/signup", self.anon_key, {**account, "display_name": name})
        else:
            person = {**account, "email_confirm": True, "user_metadata": {"display_name": name}}
            self._post("/auth/v1/admin/users", self._service_key, person)
            session = self._post("/auth/v1/token?grant_type=password", self.anon_key, account)
        return Member(session["user"]["id"], session["access_token"])

    def call(self, member: Member, function: str, **arguments: Any) -> Any:
        return rpc(self, member, function, arguments)

    def _post(self, path: str, key: str, body: dict[str, Any]) -> Any:
        headers = {"apikey": key, "Authorization": f"Bearer {key}"}
        answer = httpx.post(f"{self.url}{path}", json=body, headers=headers, timeout=60)
        assert answer.is_success, answer.text
        return answer.json()


def signed(claims: dict[str, Any]) -> str:
    """A token of the local project with these claims, good for an hour."""
    return str(jwt.encode({**claims, "exp": int(time.time()) + 3600}, JWT_SECRET, "HS256"))
