"""Accounts in this database: signing up, in and out. `supabase_accounts` does the same by Supabase Auth.

Whether an address has an account is told to nobody who doesn't know its password. A sign-in answers the
same after the same work either way. A sign-up with an address that is taken is a sign-in: with the right
password it answers like any sign-up, with another one like any wrong password. What is left is that a sign-up
which succeeds shows that the address was free. Without a mail to the address no answer can hide that; each
such question costs an account, and both the accounts and the refusals of one client are limited.
"""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import msgspec
from pydantic import BaseModel, Field

from app.accounts.passwords import Busy, Passwords, Verdict
from app.database.pool import Claims, Database
from app.http.tokens import Tokens

Scope = Literal["local", "others", "global"]


class Person(BaseModel):
    """Somebody as they see themselves."""

    id: str
    email: str | None
    display_name: str
    created_at: str
    last_sign_in_at: str | None


class Session(BaseModel):
    """What a sign-in gives: a token for the requests and one to get the next with."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - RFC 6750's name of the kind
    expires_in: int = Field(description="seconds that the access token is good for")
    expires_at: int = Field(description="when it expires, in seconds since 1970")
    refresh_token: str = Field(description="good once: each refresh gives the next one")
    user: Person


class ConfirmationSent(BaseModel):
    """There is no session yet: the address has to be confirmed first."""

    status: Literal["confirmation_sent"] = "confirmation_sent"
    detail: str = "Almost done: open the link that was sent to this address, then sign in."


@dataclass(frozen=True)
class Visit:
    """Where a request comes from."""

    address: str | None
    user_agent: str | None


class AccountRefusal(Exception):
    """Ends a request with this HTTP status, stable code and sentence; `retry_after_s` where waiting helps."""

    def __init__(self, status: int, code: str, detail: str, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.retry_after_s = retry_after_s


WRONG_CREDENTIALS = ("invalid_credentials", "This e-mail address and password do not go together.")
WRONG_PASSWORD = ("invalid_credentials", "The current password is not right.")


def too_many(wait_s: int) -> AccountRefusal:
    """The refusal for who has to wait."""
    sentence = f"That was tried too often. Try again in {wait_s} seconds."
    return AccountRefusal(429, "too_many_attempts", sentence, wait_s)


class Accounts(Protocol):
    """What the routes need. Each raises AccountRefusal, DatabaseUnavailable, asyncpg.PostgresError."""

    async def sign_up(
        self, email: str, password: str, display_name: str | None, visit: Visit
    ) -> Session | ConfirmationSent:
        """Make an account and sign it in."""
        ...

    async def sign_in(self, email: str, password: str, visit: Visit) -> Session:
        """Open a session for who knows the password."""
        ...

    async def refresh(self, refresh_token: str) -> Session:
        """Go on with a session: the next access token and the next refresh token."""
        ...

    async def sign_out(self, token: str, claims: Claims, scope: Scope) -> None:
        """End this session, the person's others, or all. That it has ended already is no error."""
        ...

    async def change_password(self, token: str, claims: Claims, current: str, new: str, visit: Visit) -> None:
        """Set a new password and end the person's other sessions."""
        ...

    async def delete(self, claims: Claims) -> None:
        """Delete the account softly: signed out everywhere, nameless, its address free again."""
        ...


class PostgresAccounts:
    """Accounts in schema auth of this database, which has Supabase Auth's columns."""

    def __init__(
        self, database: Database, tokens: Tokens, passwords: Passwords, secret: str, session_days: int
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._passwords = passwords
        self._key = hashlib.sha256(b"refresh tokens of " + secret.encode()).digest()
        self._session_s = session_days * 86_400

    async def sign_up(self, email: str, password: str, display_name: str | None, visit: Visit) -> Session:
        """Make an account and sign it in; with the password of an account that is there, just sign in."""
        known = await self._begin("core.begin_sign_in($1, $2::text::inet)", email, visit.address)
        if known.get("password_hash") is None:
            refresh_token = secrets.token_urlsafe(32)
            opened = await self._ask(
                "core.sign_up($1, $2, $3, $4, $5, $6, $7::text::inet)",
                email, await self._hash(password), display_name,
                _digest(refresh_token), self._session_s, visit.user_agent, visit.address,
            )  # fmt: skip
            if opened is not None:
                return self._session(_unless_limited(opened), refresh_token)
            known = await self._begin("core.begin_sign_in($1, $2::text::inet)", email, visit.address)
        return await self._open(known, password, visit)

    async def sign_in(self, email: str, password: str, visit: Visit) -> Session:
        """Open a session for who knows the password."""
        known = await self._begin("core.begin_sign_in($1, $2::text::inet)", email, visit.address)
        return await self._open(known, password, visit)

    async def refresh(self, refresh_token: str) -> Session:
        """Go on with a session. A token that was used before ends it: one of its two holders is a thief."""
        follower = self._follower(refresh_token)
        turned = await self._ask(
            "core.rotate_refresh_token($1, $2, $3)",
            _digest(refresh_token),
            _digest(follower),
            self._session_s,
        )
        if turned["outcome"] == "reused":
            raise AccountRefusal(
                401, "refresh_token_reused", "This refresh token was used before. Sign in again."
            )
        if turned["outcome"] != "rotated":
            raise AccountRefusal(401, "invalid_refresh_token", "This session has ended. Sign in again.")
        return self._session(turned, follower)

    async def sign_out(self, token: str, claims: Claims, scope: Scope) -> None:
        """End this session, the person's others, or all."""
        await self._ask("core.end_sessions($1, $2, $3)", claims["sub"], claims["session_id"], scope)

    async def change_password(self, token: str, claims: Claims, current: str, new: str, visit: Visit) -> None:
        """Set a new password and end the person's other sessions."""
        encoded = msgspec.json.encode(claims).decode()
        known = await self._begin(
            "core.begin_password_change($1::text::jsonb, $2::text::inet)", encoded, visit.address
        )
        verdict = await self._check(known, current)
        changed = verdict.right and await self._ask(
            "core.change_password($1, $2, $3, $4, $5::text::inet)",
            claims["sub"], claims["session_id"], known["password_hash"], await self._hash(new), visit.address,
        )  # fmt: skip
        if not changed:
            raise AccountRefusal(403, *WRONG_PASSWORD)

    async def delete(self, claims: Claims) -> None:
        """Delete the account softly."""
        await self._database.call_as(claims, "delete_account", {})

    async def _open(self, known: dict[str, Any], password: str, visit: Visit) -> Session:
        verdict = await self._check(known, password)
        refresh_token = secrets.token_urlsafe(32)
        opened = verdict.right and await self._ask(
            "core.open_session($1, $2, $3, $4, $5, $6, $7::text::inet)",
            known["user_id"], known["password_hash"], verdict.new_hash,
            _digest(refresh_token), self._session_s, visit.user_agent, visit.address,
        )  # fmt: skip
        if not opened:
            raise AccountRefusal(401, *WRONG_CREDENTIALS)
        return self._session(opened, refresh_token)

    def _session(self, opened: dict[str, Any], refresh_token: str) -> Session:
        user = Person(**opened["user"])
        return Session(
            access_token=self._tokens.encode(user.id, opened["session_id"], user.email or ""),
            expires_in=self._tokens.lifetime_s,
            expires_at=int(time.time()) + self._tokens.lifetime_s,
            refresh_token=refresh_token,
            user=user,
        )

    def _follower(self, refresh_token: str) -> str:
        """The token that follows another one. Always the same, so that a repeated refresh has the same answer
        although only hashes are kept; nobody without the server's secret can tell it."""
        code = hmac.digest(self._key, refresh_token.encode(), "sha256")
        return base64.urlsafe_b64encode(code).rstrip(b"=").decode()

    async def _begin(self, call: str, *arguments: object) -> dict[str, Any]:
        known: dict[str, Any] = _unless_limited(await self._ask(call, *arguments))
        return known

    async def _ask(self, call: str, *arguments: object) -> Any:
        return msgspec.json.decode(await self._database.fetch_json(f"select to_jsonb({call})", *arguments))

    async def _hash(self, password: str) -> str:
        try:
            return await self._passwords.hash(password)
        except Busy as error:
            raise _busy() from error

    async def _check(self, known: dict[str, Any], password: str) -> Verdict:
        try:
            return await self._passwords.check(known.get("password_hash"), password)
        except Busy as error:
            raise _busy() from error


def _busy() -> AccountRefusal:
    return AccountRefusal(503, "busy", "Many people are signing in just now. Try again in a moment.", 5)


def _unless_limited(answer: dict[str, Any]) -> dict[str, Any]:
    if "retry_after_s" in answer:
        raise too_many(answer["retry_after_s"])
    return answer


def _digest(token: str) -> str:
    """What is kept of a token: nothing that opens anything."""
    return hashlib.sha256(token.encode()).hexdigest()
