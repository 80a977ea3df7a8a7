"""Accounts over REST: the same routes whether this database or Supabase Auth keeps the accounts."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Body as FromBody
from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    EmailStr,
    Field,
    ValidationError,
)

from app.accounts.accounts import (
    AccountRefusal,
    Accounts,
    ConfirmationSent,
    MailSent,
    Person,
    Scope,
    Session,
    Visit,
)
from app.database.pool import Claims
from app.database.storable import UNSTORABLE
from app.http.bodies import Body
from app.http.caller import OF_SIGNED_IN, Caller, bearer, caller_of
from app.http.client_address import client_address
from app.http.openapi_errors import fails_with
from app.http.problems import Problem
from app.http.routing import Router
from app.http.sent_files import file_to_send, sent
from app.http.versions import IfNoneMatch, IfVersion, read_versioned, tagged, versioned

router = Router(tags=["auth"])

EXPORT_TYPE = "application/x-ndjson"

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def _trimmed(text: object) -> object:
    return text.strip() if isinstance(text, str) else text


def _storable(text: str) -> str:
    if UNSTORABLE.search(text):
        raise ValueError("it holds a character that can't be stored (NUL or a lone surrogate)")
    return text


Text = Annotated[str, AfterValidator(_storable)]
NewAddress = Annotated[EmailStr, BeforeValidator(_trimmed), AfterValidator(str.lower)]
Address = Annotated[
    Text, BeforeValidator(_trimmed), AfterValidator(str.lower), Field(min_length=1, max_length=320)
]
NewPassword = Annotated[Text, Field(min_length=8, max_length=1024)]
Password = Annotated[Text, Field(min_length=1, max_length=1024)]


class SignUp(Body):
    """A new account."""

    email: NewAddress
    password: NewPassword
    display_name: Text | None = Field(
        None, description="What others see. By default a neutral name, such as Somebody 4821."
    )


class Credentials(Body):
    """An e-mail address and its password."""

    email: Address = Field(validation_alias=AliasChoices("email", "username"))
    password: Password


class RefreshToken(Body):
    """The newest refresh token of a session."""

    refresh_token: Annotated[Text, Field(min_length=1, max_length=1024)]


class AccessToken(Body):
    """An access token to check."""

    token: str


class Proof(Body):
    """Shows that it is you who asks."""

    password: Password


class PasswordChange(Body):
    """The current password and a new one."""

    current_password: Password
    new_password: NewPassword


LetterLanguage = Annotated[
    Text, Field("en", max_length=35, description="The language of the mail: that of a page, such as `de`.")
]


class Forgotten(Body):
    """Whose password was forgotten."""

    email: Address
    language: LetterLanguage


class PasswordReset(Body):
    """The token of a mailed link, and a new password."""

    token: Annotated[
        Text, Field(min_length=1, max_length=1024, description="What follows the # of the link.")
    ]
    new_password: NewPassword
    language: LetterLanguage


class AccountChange(Body):
    """The fields of your account that you can change."""

    display_name: Text


class TokenFacts(BaseModel):
    """The content of a valid access token whose session is open."""

    valid: Literal[True] = True
    user_id: UUID
    email: str | None
    session_id: UUID
    role: str
    expires_at: int = Field(description="In seconds since 1970.")


OF_ACCOUNTS = ("422 refused", "429 too_many_attempts", "503 sign_in_unavailable")
OF_PASSWORDS = (
    "core.open_session",
    "401 invalid_credentials",
    "403 email_not_confirmed",
    "403 sign_up_disabled",
)


@fails_with(*OF_ACCOUNTS)
async def _accounts(request: Request) -> AsyncIterator[Accounts]:
    try:
        yield request.app.state.accounts
    except AccountRefusal as refusal:
        more: dict[str, Any] = {}
        if refusal.retry_after_s is not None:
            more["retry_after_s"] = refusal.retry_after_s
        raise Problem(refusal.status, refusal.code, str(refusal), **more) from refusal


def _visit(request: Request) -> Visit:
    address = client_address(request, request.app.state.settings.trusted_proxies)
    return Visit(address, request.headers.get("user-agent", "")[:300] or None)


async def _credentials(request: Request) -> Credentials:
    """From JSON, or from the form of OAuth 2's password grant, whose other fields are ignored."""
    try:
        if request.headers.get("content-type", "").split(";")[0].strip().lower() not in FORMS:
            return Credentials.model_validate_json(await request.body())
        form = await request.form()
        return Credentials.model_validate({name: form.get(name) for name in ("username", "password")})
    except ValidationError as error:
        where: list[Any] = [{**e, "loc": ("body", *e["loc"])} for e in error.errors(include_input=False)]
        raise RequestValidationError(where) from None


def _claims(caller: Caller) -> Claims:
    return caller.claims or {}


AccountsHere = Annotated[Accounts, Depends(_accounts)]
VisitHere = Annotated[Visit, Depends(_visit)]
TheirClaims = Annotated[Claims, Depends(_claims)]
TheirToken = Annotated[str, Depends(bearer)]
SIGNED_UP: dict[int | str, dict[str, Any]] = {
    201: {"model": Session},
    202: {"model": ConfirmationSent, "description": "Supabase Auth has sent a mail to confirm the address"},
}
# The form is not listed: generators of clients fail on an operation with two kinds of bodies.
CREDENTIALS = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["email", "password"],
                    "properties": {
                        "email": {"type": "string"},
                        "password": {"type": "string", "format": "password"},
                    },
                }
            },
        },
    }
}


@router.post("/auth/signup", status_code=201, responses=SIGNED_UP)
@router.post("/register", status_code=201, responses=SIGNED_UP, operation_id="register")
@fails_with("core.sign_up", *OF_PASSWORDS, "422 weak_password", "422 invalid_email")
async def sign_up(
    body: SignUp, accounts: AccountsHere, visit: VisitHere, request: Request, response: Response
) -> Session | ConfirmationSent:
    """Make an account and sign in. If the address has an account with this password, just sign in."""
    made = await accounts.sign_up(body.email, body.password, body.display_name, visit)
    if isinstance(made, ConfirmationSent):
        response.status_code = 202
    else:
        response.headers["Location"] = request.scope.get("root_path", "") + "/auth/me"
    return made


@router.post("/auth/signin", openapi_extra=CREDENTIALS)
@router.post("/login", openapi_extra=CREDENTIALS, operation_id="login")
@fails_with(*OF_PASSWORDS)
async def sign_in(
    credentials: Annotated[Credentials, Depends(_credentials)], accounts: AccountsHere, visit: VisitHere
) -> Session:
    """Sign in. An unknown address and a wrong password get the same error.

    The form of OAuth 2's password grant (`username`, `password`) is accepted as well.
    """
    return await accounts.sign_in(credentials.email, credentials.password, visit)


@router.post("/auth/refresh")
@fails_with("core.rotate_refresh_token", "401 invalid_refresh_token", "401 refresh_token_reused")
async def refresh(body: RefreshToken, accounts: AccountsHere) -> Session:
    """Exchange a refresh token, which is valid once, for a new access token and a new refresh token."""
    return await accounts.refresh(body.refresh_token)


@router.post("/auth/signout", status_code=204)
@fails_with("core.end_sessions")
async def sign_out(
    claims: TheirClaims, token: TheirToken, accounts: AccountsHere, scope: Scope = "local"
) -> None:
    """End this session (`local`), all other sessions (`others`) or all sessions (`global`), at once."""
    await accounts.sign_out(token, claims, scope)


@router.post("/auth/verify-token")
@fails_with("public.my_account", *OF_SIGNED_IN)
async def verify_token(
    request: Request,
    token: Annotated[str | None, Depends(bearer)],
    body: Annotated[AccessToken | None, FromBody()] = None,
) -> TokenFacts:
    """Check the access token in the body or, without a body, in the header. 401 if it is not valid."""
    holder = await caller_of(request, body.token if body else token)
    if holder.claims is None:
        raise Problem(401, "not_signed_in", "There is no token: send it in the header or in the body.")
    await holder.call("my_account")
    return TokenFacts(
        user_id=holder.claims["sub"],
        email=holder.claims.get("email"),
        session_id=holder.claims["session_id"],
        role=holder.claims["role"],
        expires_at=holder.claims["exp"],
    )


@router.post("/auth/change-password", status_code=204)
@fails_with(
    "core.begin_password_change",
    "403 invalid_credentials",
    "403 sign_in_again",
    "422 weak_password",
    "422 same_password",
)
async def change_password(
    body: PasswordChange, claims: TheirClaims, token: TheirToken, accounts: AccountsHere, visit: VisitHere
) -> None:
    """Set a new password and end all other sessions."""
    if body.new_password == body.current_password:
        raise Problem(422, "same_password", "The new password is the current one. Choose another.")
    await accounts.change_password(token, claims, body.current_password, body.new_password, visit)


@router.post("/auth/forgot-password", status_code=202)
@fails_with("503 mail_not_configured")
async def forgot_password(body: Forgotten, accounts: AccountsHere, visit: VisitHere) -> MailSent:
    """Mail a link to a new password. An unknown address gets the same answer, and no mail.

    The link is valid for half an hour, once. An address gets at most five in an hour.
    """
    await accounts.send_reset_link(body.email, body.language, visit)
    return MailSent()


@router.post("/auth/reset-password", status_code=204)
@fails_with("403 invalid_reset_link", "422 weak_password")
async def reset_password(body: PasswordReset, accounts: AccountsHere, visit: VisitHere) -> None:
    """Set a new password by a mailed link, and end all sessions of the account."""
    await accounts.reset_password(body.token, body.new_password, body.language, visit)


@router.get("/auth/me", responses=read_versioned(Person))
async def my_account(caller: Caller, known: IfNoneMatch = None) -> Response:
    """Your account."""
    return tagged(await caller.call("my_account"), known)


@router.get("/auth/me/export", response_class=Response, responses={200: {"content": {EXPORT_TYPE: {}}}})
async def export_account(caller: Caller) -> Response:
    """Everything that is stored about you, as a file of lines.

    Each line is a JSON object whose `record` says what it is.
    """
    with file_to_send() as file:
        async for row in caller.rows("export_account"):
            file.write(row + b"\n")
        return sent(file, "quizzler-account.ndjson", EXPORT_TYPE)


@router.patch("/auth/me", responses=versioned(Person))
async def update_account(body: AccountChange, caller: Caller, if_version: IfVersion) -> Response:
    """Change your display name."""
    return tagged(await caller.call("update_account", if_version=if_version, **body.model_dump()))


@router.delete("/auth/me", status_code=204)
@fails_with("core.open_session", "403 invalid_credentials", "403 email_not_confirmed")
async def delete_account(
    claims: TheirClaims,
    accounts: AccountsHere,
    visit: VisitHere,
    body: Annotated[Proof | None, FromBody()] = None,
) -> None:
    """Delete your account: end its sessions, remove its name and free its address. Others' results stay.

    Give your password. Without it, the sign-in of this session must be less than five minutes old
    (`sign_in_again`).
    """
    await accounts.delete(claims, body.password if body else None, visit)
