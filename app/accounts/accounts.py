"""Accounts in this database: signing up, in and out. `supabase_accounts` does the same through Supabase Auth.

Only somebody who knows the password of an address can find out whether it has an account. A sign-in to an
unknown address does the same work and gets the same answer as one with a wrong password. A sign-up with
an address that has an account is treated as a sign-in: the right password gets the answer of a sign-up, a
wrong one that of a wrong password. One leak remains: a sign-up that succeeds shows that the address was
free. Hiding that would need a mail to the address. The leak is small: each such test creates an account, and
the accounts and the failed sign-ins of one client are limited.
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

from app.accounts.letters import Letters
from app.accounts.passwords import Busy, Passwords, Verdict
from app.database.pool import Claims, Database
from app.http.tokens import Tokens

Scope = Literal["local", "others", "global"]


class Person(BaseModel):
    """An account, as its owner sees it."""

    id: str
    email: str | None
    display_name: str
    created_at: str
    version: int
    last_sign_in_at: str | None


class Session(BaseModel):
    """An access token for requests, and a refresh token that is exchanged for the next pair."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - RFC 6750's name of the kind
    expires_in: int = Field(description="Seconds for which the access token is valid.")
    expires_at: int = Field(description="When it expires, in seconds since 1970.")
    refresh_token: str = Field(description="Valid once: each refresh returns a new one.")
    user: Person


class MailSent(BaseModel):
    """A link to a new password was sent, if the address has an account."""

    status: Literal["sent_if_known"] = "sent_if_known"
    detail: str = "If this address has an account, a mail with a link to a new password is on its way to it."


class ConfirmationSent(BaseModel):
    """The account has to be confirmed by mail before its owner can sign in."""

    status: Literal["confirmation_sent"] = "confirmation_sent"
    detail: str = "Almost done: open the link that was sent to this address, then sign in."


@dataclass(frozen=True)
class Visit:
    """The client that a request comes from."""

    address: str | None
    user_agent: str | None


class AccountRefusal(Exception):
    """Ends a request with this HTTP status, stable code and sentence; `retry_after_s` where waiting helps."""

    def __init__(self, status: int, code: str, detail: str, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.retry_after_s = retry_after_s


WRONG_CREDENTIALS = ("invalid_credentials", "The e-mail address or the password is wrong.")
WEAK_PASSWORD = (
    "weak_password",
    "This password is easy to guess. Three or four words that do not belong together make a good one.",
)
LINK_IS_USED_UP = (
    "invalid_reset_link",
    "This link can't be used any more. Ask for another one.",
)
NO_MAILS = (
    "mail_not_configured",
    "This server sends no mails. Ask whoever runs it for a new password.",
)
WRONG_PASSWORD = ("invalid_credentials", "The current password is wrong.")


def too_many(wait_s: int) -> AccountRefusal:
    """The refusal of a client that has to wait."""
    sentence = f"Too many attempts. Try again in {wait_s} seconds."
    return AccountRefusal(429, "too_many_attempts", sentence, wait_s)


class Accounts(Protocol):
    """What the routes need. All raise AccountRefusal, DatabaseUnavailable, asyncpg.PostgresError."""

    async def sign_up(
        self, email: str, password: str, display_name: str | None, visit: Visit
    ) -> Session | ConfirmationSent:
        """Make an account and sign it in."""
        ...

    async def sign_in(self, email: str, password: str, visit: Visit) -> Session:
        """Check the password, and open a session if it is right."""
        ...

    async def refresh(self, refresh_token: str) -> Session:
        """Exchange a refresh token for the next access token and refresh token."""
        ...

    async def sign_out(self, token: str, claims: Claims, scope: Scope) -> None:
        """End this session, the person's others, or all. Ending one that has ended is no error."""
        ...

    async def change_password(self, token: str, claims: Claims, current: str, new: str, visit: Visit) -> None:
        """Set a new password and end the person's other sessions."""
        ...

    async def send_reset_link(self, email: str, language: str, visit: Visit) -> None:
        """Mail a link to a new password, if the address has an account. Takes as long if it has none."""
        ...

    async def reset_password(self, token: str, new: str, language: str, visit: Visit) -> None:
        """Set a new password by the token of such a link, and end all sessions of the person."""
        ...

    async def delete(self, claims: Claims, password: str | None, visit: Visit) -> None:
        """Mark the account as deleted: end its sessions, remove its name and free its address.

        A password, where one is given, stands for a sign-in just now, which the database asks for.
        """
        ...


class PostgresAccounts:
    """Accounts in schema auth of this database, whose tables have Supabase Auth's columns."""

    def __init__(
        self,
        database: Database,
        tokens: Tokens,
        passwords: Passwords,
        secret: str,
        session_days: int,
        letters: Letters | None,
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._passwords = passwords
        self._letters = letters
        self._key = hashlib.sha256(b"refresh tokens of " + secret.encode()).digest()
        self._session_s = session_days * 86_400

    async def sign_up(self, email: str, password: str, display_name: str | None, visit: Visit) -> Session:
        """Make an account and sign it in. If the address has an account with this password, just sign in."""
        await self._refuse_weak(password, [*email.split("@"), *(display_name or "").split()])
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
        """Check the password, and open a session if it is right."""
        known = await self._begin("core.begin_sign_in($1, $2::text::inet)", email, visit.address)
        return await self._open(known, password, visit)

    async def refresh(self, refresh_token: str) -> Session:
        """Exchange a refresh token. One that was used before may be stolen, so its session ends."""
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
        if verdict.right:
            await self._refuse_weak(new, [current])
        changed = verdict.right and await self._ask(
            "core.change_password($1, $2, $3, $4, $5::text::inet)",
            claims["sub"], claims["session_id"], known["password_hash"], await self._hash(new), visit.address,
        )  # fmt: skip
        if not changed:
            raise AccountRefusal(403, *WRONG_PASSWORD)

    async def send_reset_link(self, email: str, language: str, visit: Visit) -> None:
        """Mail a link to a new password, if the address has an account."""
        if self._letters is None:
            raise AccountRefusal(503, *NO_MAILS)
        token = secrets.token_urlsafe(32)
        addressee = await self._begin(
            "core.begin_password_reset($1, $2::text::inet, $3)", email, visit.address, _digest(token)
        )
        if addressee:
            self._letters.link(addressee, token, language)

    async def reset_password(self, token: str, new: str, language: str, visit: Visit) -> None:
        """Set a new password by the token of a mailed link, and end all sessions of the person."""
        email = await self._ask("core.password_reset_email($1)", _digest(token))
        if email is None:
            raise AccountRefusal(403, *LINK_IS_USED_UP)
        await self._refuse_weak(new, email.split("@"))
        addressee = await self._ask(
            "core.finish_password_reset($1, $2, $3::text::inet)",
            _digest(token),
            await self._hash(new),
            visit.address,
        )
        if addressee is None:
            raise AccountRefusal(403, *LINK_IS_USED_UP)
        if self._letters is not None:
            self._letters.changed(addressee, language)

    async def delete(self, claims: Claims, password: str | None, visit: Visit) -> None:
        """Mark the account as deleted."""
        if password is not None:
            claims = await self._claims_of_now(claims, password, visit)
        await self._database.call_as(claims, "delete_account", {})

    async def _claims_of_now(self, claims: Claims, password: str, visit: Visit) -> Claims:
        """The claims of a session that is opened with this password."""
        encoded = msgspec.json.encode(claims).decode()
        known = await self._begin(
            "core.begin_password_change($1::text::jsonb, $2::text::inet)", encoded, visit.address
        )
        try:
            session = await self._open(known, password, visit)
        except AccountRefusal as refusal:
            if refusal.code == WRONG_CREDENTIALS[0]:
                raise AccountRefusal(403, *WRONG_PASSWORD) from refusal
            raise
        return await self._tokens.decode(session.access_token)

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
        """The refresh token that follows this one.

        It is derived from it, so a repeated refresh gets the same answer although only hashes are stored. The
        server's secret is needed to compute it.
        """
        code = hmac.digest(self._key, refresh_token.encode(), "sha256")
        return base64.urlsafe_b64encode(code).rstrip(b"=").decode()

    async def _begin(self, call: str, *arguments: object) -> dict[str, Any]:
        known: dict[str, Any] = _unless_limited(await self._ask(call, *arguments))
        return known

    async def _ask(self, call: str, *arguments: object) -> Any:
        return msgspec.json.decode(await self._database.fetch_json(f"select to_jsonb({call})", *arguments))

    async def _refuse_weak(self, password: str, about: list[str]) -> None:
        """Comes before it is known whether the address has an account, so it says nothing about that."""
        try:
            weak = await self._passwords.is_weak(password, about)
        except Busy as error:
            raise _busy() from error
        if weak:
            raise AccountRefusal(422, *WEAK_PASSWORD)

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
    """The hash of a token. Only this is stored, so stored tokens can't be used."""
    return hashlib.sha256(token.encode()).hexdigest()
