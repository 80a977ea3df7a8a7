"""Accounts of a Supabase project, kept by Supabase Auth and reached through the `supabase` library.

Guesses are limited here too (core.guard_sign_in), because to Supabase Auth all of them come from this server.
"""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec
from pydantic import ValidationError
from supabase_auth.errors import AuthApiError, AuthError, AuthRetryableError, AuthWeakPasswordError
from supabase_auth.types import AuthResponse

from app.accounts.accounts import (
    LINK_IS_USED_UP,
    WRONG_CREDENTIALS,
    WRONG_PASSWORD,
    AccountRefusal,
    ConfirmationSent,
    Person,
    Scope,
    Session,
    Visit,
    too_many,
)
from app.database.pool import Claims, Database
from app.http.tokens import InvalidToken, Tokens
from supabase import AsyncClient, AsyncClientOptions

log = logging.getLogger(__name__)

# Supabase Auth's error codes, as the status, code and sentence of this API.
REFUSALS = {
    "invalid_credentials": (401, *WRONG_CREDENTIALS),
    "email_not_confirmed": (
        403,
        "email_not_confirmed",
        "Confirm your address first: open the link in the mail that was sent to you.",
    ),
    "user_banned": (403, "account_banned", "This account is blocked. Ask whoever runs this server."),
    "signup_disabled": (403, "sign_up_disabled", "New accounts can't be made on this server."),
    "email_provider_disabled": (403, "sign_up_disabled", "Passwords are switched off on this server."),
    "email_address_invalid": (422, "invalid_email", "This e-mail address is not accepted. Use another one."),
    "email_address_not_authorized": (
        422,
        "invalid_email",
        "This e-mail address is not accepted. Use another one.",
    ),
    "same_password": (422, "same_password", "The new password is the current one. Choose another."),
    "reauthentication_needed": (403, "sign_in_again", "Sign in again before you change the password."),
    "refresh_token_not_found": (401, "invalid_refresh_token", "This session has ended. Sign in again."),
    "refresh_token_already_used": (401, "refresh_token_reused", "This token was used before. Sign in again."),
    "session_not_found": (401, "session_ended", "This session has ended. Sign in again."),
    "session_expired": (401, "session_ended", "This session has ended. Sign in again."),
    "bad_jwt": (401, "session_ended", "This session has ended. Sign in again."),
    "user_not_found": (401, "session_ended", "This session has ended. Sign in again."),
}
TAKEN = ("user_already_exists", "email_exists")


class SupabaseAccounts:
    """Accounts that Supabase Auth keeps; this database is the same project's."""

    def __init__(
        self,
        database: Database,
        tokens: Tokens,
        url: str,
        anon_key: str,
        service_role_key: str | None,
        http: httpx.AsyncClient,
        pages: str,
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._url = url
        self._anon_key = anon_key
        self._service_role_key = service_role_key
        self._http = http
        self._pages = pages

    async def sign_up(
        self, email: str, password: str, display_name: str | None, visit: Visit
    ) -> Session | ConfirmationSent:
        """Make an account and sign it in. If the address has an account with this password, just sign in.

        A project that confirms addresses sends a mail, and answers the same if the address has an account.
        """
        await self._guard(email, visit)
        data = {"display_name": display_name} if display_name else {}
        client = self._client(self._anon_key)
        try:
            with_session = await client.auth.sign_up(
                {"email": email, "password": password, "options": {"data": data}}
            )
        except AuthApiError as error:
            if error.code not in TAKEN:
                raise _refusal(error) from error
            return await self._signed_in(email, password, visit)
        except (AuthError, ValidationError) as error:
            raise _refusal(error) from error
        await self._note(email, visit)
        if with_session.session is None:
            return ConfirmationSent()
        return await self._session(with_session)

    async def sign_in(self, email: str, password: str, visit: Visit) -> Session:
        """Check the password, and open a session if it is right."""
        await self._guard(email, visit)
        return await self._signed_in(email, password, visit)

    async def refresh(self, refresh_token: str) -> Session:
        """Exchange a refresh token for the next access token and refresh token."""
        async with _refusing():
            return await self._session(await self._client(self._anon_key).auth.refresh_session(refresh_token))

    async def sign_out(self, token: str, claims: Claims, scope: Scope) -> None:
        """End this session, the person's others, or all."""
        try:
            await self._client(self._anon_key).auth.admin.sign_out(token, scope)
        except AuthApiError as error:
            if error.status not in (401, 403, 404):  # these say that it has ended already
                raise _refusal(error) from error
        except AuthError as error:
            raise _refusal(error) from error

    async def change_password(self, token: str, claims: Claims, current: str, new: str, visit: Visit) -> None:
        """Set a new password and end the person's other sessions."""
        account = msgspec.json.decode(await self._database.call_as(claims, "my_account", {}))
        email = account["email"]
        await self._guard(email, visit)
        try:
            proof = self._client(self._anon_key)
            await proof.auth.sign_in_with_password({"email": email, "password": current})
        except AuthApiError as error:
            if error.code == "invalid_credentials":
                raise AccountRefusal(403, *WRONG_PASSWORD) from error
            raise _refusal(error) from error
        except (AuthError, ValidationError) as error:
            raise _refusal(error) from error
        await self._note(email, visit)
        async with _refusing():
            caller = self._client(self._anon_key)
            await caller.auth.set_session(
                token, "unused"
            )  # the access token is good: it was verified a moment ago
            await caller.auth.update_user({"password": new, "current_password": current})
            await caller.auth.admin.sign_out(token, "others")  # ends the session of `proof` too

    async def send_reset_link(self, email: str, language: str, visit: Visit) -> None:
        """Let Supabase Auth mail a link to a new password, which it does if the address has an account."""
        await self._guard(email, visit)
        async with _refusing():
            await self._client(self._anon_key).auth.reset_password_for_email(
                email, {"redirect_to": f"{self._pages}/?new-password"}
            )

    async def reset_password(self, token: str, new: str, language: str, visit: Visit) -> None:
        """Set a new password by the token hash in a mail of Supabase Auth, and end all sessions."""
        client = self._client(self._anon_key)
        try:
            proved = await client.auth.verify_otp({"token_hash": token, "type": "recovery"})
        except AuthApiError as error:
            if error.status in (401, 403, 404):
                raise AccountRefusal(403, *LINK_IS_USED_UP) from error
            raise _refusal(error) from error
        except (AuthError, ValidationError) as error:
            raise _refusal(error) from error
        async with _refusing():
            await client.auth.update_user({"password": new})
            if proved.session is not None:
                await client.auth.admin.sign_out(proved.session.access_token, "global")

    async def delete(self, claims: Claims, password: str | None, visit: Visit) -> None:
        """Mark the account as deleted: through the admin API if its key is set, else in SQL."""
        if password is not None:
            account = msgspec.json.decode(await self._database.call_as(claims, "my_account", {}))
            await self._guard(account["email"], visit)
            try:
                session = await self._signed_in(account["email"], password, visit)
            except AccountRefusal as refusal:
                if refusal.code == WRONG_CREDENTIALS[0]:
                    raise AccountRefusal(403, *WRONG_PASSWORD) from refusal
                raise
            claims = await self._tokens.decode(session.access_token)
        if self._service_role_key is None:
            await self._database.call_as(claims, "delete_account", {})
            return
        await self._database.call_as(claims, "may_delete_account", {})
        async with _refusing():
            admin = self._client(self._service_role_key).auth.admin
            await admin.delete_user(claims["sub"], should_soft_delete=True)

    def _client(self, key: str) -> AsyncClient:
        """A client for one use: the library keeps the session of whoever signed in last."""
        options = AsyncClientOptions(auto_refresh_token=False, persist_session=False, httpx_client=self._http)
        return AsyncClient(self._url, key, options)

    async def _signed_in(self, email: str, password: str, visit: Visit) -> Session:
        async with _refusing():
            client = self._client(self._anon_key)
            answer = await client.auth.sign_in_with_password({"email": email, "password": password})
            session = await self._session(answer)
        await self._note(email, visit)
        return session

    async def _session(self, answer: AuthResponse) -> Session:
        """The session in this API's form, with the person as this database has them."""
        given = answer.session
        if given is None:
            raise _unreachable()
        try:
            claims = await self._tokens.decode(given.access_token)
        except InvalidToken as error:  # KeysUnavailable among them
            log.error("Supabase Auth gave a token that can't be verified: %s", error)
            raise _unreachable() from error
        return Session(
            access_token=given.access_token,
            expires_in=given.expires_in,
            expires_at=given.expires_at or int(time.time()) + given.expires_in,
            refresh_token=given.refresh_token,
            user=Person.model_validate_json(await self._database.call_as(claims, "my_account", {})),
        )

    async def _guard(self, email: str, visit: Visit) -> None:
        wait_s = await self._database.fetch_value(
            "select core.guard_sign_in($1, $2::text::inet)", email, visit.address
        )
        if wait_s is not None:
            raise too_many(wait_s)

    async def _note(self, email: str, visit: Visit) -> None:
        await self._database.fetch_value("select core.note_sign_in($1, $2::text::inet)", email, visit.address)


@asynccontextmanager
async def _refusing() -> AsyncIterator[None]:
    """Turn errors of Supabase Auth into AccountRefusal."""
    try:
        yield
    except (AuthError, ValidationError) as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> AccountRefusal:
    if isinstance(error, AuthWeakPasswordError):
        return AccountRefusal(422, "weak_password", f"Supabase Auth refuses this password: {error.message}")
    if not isinstance(error, AuthApiError) or isinstance(error, AuthRetryableError) or error.status >= 500:
        return _unreachable()
    if error.status == 429:
        return too_many(60)
    code = error.code or ""
    if code in REFUSALS:
        return AccountRefusal(*REFUSALS[code])
    return AccountRefusal(error.status, code or "refused", error.message)


def _unreachable() -> AccountRefusal:
    return AccountRefusal(
        503, "sign_in_unavailable", "Supabase Auth can't be reached just now. Try again.", 5
    )
