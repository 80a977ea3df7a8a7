"""The part of Supabase Auth's HTTP API that Quizzler uses, as its documentation describes it.

It keeps people and sessions in schema auth of the test's database, as Supabase Auth does.
"""

import asyncio
import hashlib
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import psycopg.types.json
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

ANON_KEY, SERVICE_ROLE_KEY = "anon-key", "service-role-key"
API_VERSION = {"X-Supabase-Api-Version": "2024-01-01"}

Sign = Callable[[dict[str, Any]], str]
Check = Callable[[str], dict[str, Any]]


def refuse(status: int, code: str, message: str) -> Response:
    return JSONResponse({"code": code, "message": message}, status, API_VERSION)


def by_admin(request: Request) -> bool:
    return request.headers.get("authorization") == f"Bearer {SERVICE_ROLE_KEY}"


class FakeSupabase:
    """One project. `sign` makes its access tokens, `read` reads them back."""

    def __init__(self, connection: psycopg.Connection, sign: Sign, read: Check, key_set: list[Any]) -> None:
        self.connection = connection
        self.sign, self.read, self.key_set = sign, read, key_set
        self.passwords: dict[str, str] = {}
        self.confirms_addresses = False
        self.links: dict[str, str] = {}  # the addresses to which links were mailed, by the token hash of each
        self.answers: list[Response] = []  # sent before all others, to imitate faults
        self.requests: list[str] = []
        self.app = Starlette(
            routes=[
                Route("/auth/v1/signup", self.guarded(self.signup), methods=["POST"]),
                Route("/auth/v1/token", self.guarded(self.token), methods=["POST"]),
                Route("/auth/v1/recover", self.guarded(self.recover), methods=["POST"]),
                Route("/auth/v1/verify", self.guarded(self.verify), methods=["POST"]),
                Route("/auth/v1/logout", self.guarded(self.logout), methods=["POST"]),
                Route("/auth/v1/user", self.guarded(self.user), methods=["GET", "PUT"]),
                Route("/auth/v1/admin/users", self.guarded(self.create), methods=["POST"]),
                Route("/auth/v1/admin/users/{id}", self.guarded(self.delete), methods=["DELETE"]),
                Route("/auth/v1/.well-known/jwks.json", self.keys),
            ]
        )

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve it in this event loop until the block ends, and give its URL."""
        config = uvicorn.Config(self.app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            await task

    def guarded(self, endpoint: Any) -> Any:
        """Do what Supabase's gateway does: refuse requests without one of the project's keys."""

        async def answer(request: Request) -> Response:
            self.requests.append(f"{request.method} {request.url.path.removeprefix('/auth/v1')}")
            if self.answers:
                return self.answers.pop(0)
            if request.headers.get("apikey") not in (ANON_KEY, SERVICE_ROLE_KEY):
                return JSONResponse({"message": "No API key found in request"}, 401)
            return await endpoint(request)

        return answer

    async def signup(self, request: Request) -> Response:
        body = await request.json()
        if body["email"] in self.passwords:
            if self.confirms_addresses:
                return JSONResponse(self.person(secrets.token_hex(16), body["email"], {}))
            return refuse(422, "user_already_exists", "User already registered")
        if body["password"] == "password":
            return JSONResponse(
                {
                    "code": "weak_password",
                    "message": "Password is known to be weak.",
                    "weak_password": {"reasons": ["pwned"]},
                },
                422,
                API_VERSION,
            )
        user_id = self.add(body, body["data"])
        if self.confirms_addresses:
            return JSONResponse(self.person(user_id, body["email"], body["data"]))
        return JSONResponse(self.session(user_id, body["email"]))

    async def token(self, request: Request) -> Response:
        body = await request.json()
        if request.query_params["grant_type"] == "password":
            if self.passwords.get(body["email"]) != body["password"]:
                return refuse(400, "invalid_credentials", "Invalid login credentials")
            row = self.connection.execute(
                "select id::text, banned_until > now() from auth.users where email = %s", [body["email"]]
            ).fetchone()
            assert row
            if row[1]:
                return refuse(400, "user_banned", "User is banned")
            return JSONResponse(self.session(row[0], body["email"]))
        row = self.connection.execute(
            "update auth.refresh_tokens set revoked = true where token = %s and not revoked "
            "returning session_id::text, user_id::text",
            [body["refresh_token"]],
        ).fetchone()
        if row is None:
            return refuse(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found")
        email = self.connection.execute("select email from auth.users where id = %s", [row[1]]).fetchone()
        assert email
        return JSONResponse(self.session(row[1], email[0], row[0]))

    async def recover(self, request: Request) -> Response:
        email = (await request.json())["email"]
        if email in self.passwords:
            self.links[secrets.token_hex(28)] = email
        return JSONResponse({})

    async def verify(self, request: Request) -> Response:
        body = await request.json()
        email = self.links.pop(body["token_hash"], None) if body["type"] == "recovery" else None
        if email is None:
            return refuse(403, "otp_expired", "Email link is invalid or has expired")
        row = self.connection.execute("select id::text from auth.users where email = %s", [email]).fetchone()
        assert row
        return JSONResponse(self.session(row[0], email))

    async def logout(self, request: Request) -> Response:
        session = self.session_of(request)
        if session is None:
            return refuse(403, "session_not_found", "Session from session_id claim in JWT does not exist")
        which = {"local": "id = %(session)s", "others": "id <> %(session)s", "global": "true"}
        self.connection.execute(
            f"delete from auth.sessions where user_id = %(user)s and {which[request.query_params['scope']]}",
            {"user": session["sub"], "session": session["session_id"]},
        )
        return Response(status_code=204)

    async def user(self, request: Request) -> Response:
        session = self.session_of(request)
        if session is None:
            return refuse(403, "session_not_found", "Session from session_id claim in JWT does not exist")
        if request.method == "PUT":
            body = await request.json()
            if body["password"] == self.passwords[session["email"]]:
                return refuse(422, "same_password", "New password should be different from the old password.")
            self.passwords[session["email"]] = body["password"]
        return JSONResponse(self.person(session["sub"], session["email"], {}))

    async def create(self, request: Request) -> Response:
        if not by_admin(request):
            return refuse(403, "not_admin", "User not allowed")
        body = await request.json()
        user_id = self.add(body, body["user_metadata"])
        return JSONResponse(self.person(user_id, body["email"], body["user_metadata"]))

    async def delete(self, request: Request) -> Response:
        if not by_admin(request):
            return refuse(403, "not_admin", "User not allowed")
        assert (await request.json())["should_soft_delete"] is True
        user_id = request.path_params["id"]
        row = self.connection.execute("select email from auth.users where id = %s", [user_id]).fetchone()
        assert row
        self.connection.execute(
            "update auth.users set email = %s, encrypted_password = '', raw_user_meta_data = '{}', "
            "deleted_at = now() where id = %s",
            [hashlib.sha256((user_id + row[0]).encode()).hexdigest(), user_id],
        )
        del self.passwords[row[0]]
        return JSONResponse({})

    async def keys(self, request: Request) -> Response:
        self.requests.append("keys")
        return JSONResponse({"keys": self.key_set})

    def add(self, account: dict[str, Any], data: dict[str, Any]) -> str:
        row = self.connection.execute(
            "insert into auth.users (email, raw_user_meta_data) values (%s, %s::jsonb) returning id::text",
            [account["email"], psycopg.types.json.Json(data)],
        ).fetchone()
        assert row
        self.passwords[account["email"]] = account["password"]
        return str(row[0])

    def session_of(self, request: Request) -> dict[str, Any] | None:
        claims = self.read(request.headers["authorization"].removeprefix("Bearer "))
        found = self.connection.execute("select from auth.sessions where id = %s", [claims["session_id"]])
        return claims if found.fetchone() is not None else None

    def session(self, user_id: str, email: str, session_id: str | None = None) -> dict[str, Any]:
        if session_id is None:
            row = self.connection.execute(
                "insert into auth.sessions (user_id) values (%s) returning id::text", [user_id]
            ).fetchone()
            assert row
            session_id = row[0]
        refresh_token, expires_at = secrets.token_hex(6), int(time.time()) + 3600
        self.connection.execute(
            "insert into auth.refresh_tokens (token, user_id, session_id) values (%s, %s, %s)",
            [refresh_token, user_id, session_id],
        )
        claims = {
            "iss": "https://project.example/auth/v1",
            "sub": user_id,
            "aud": "authenticated",
            "exp": expires_at,
            "iat": int(time.time()),
            "email": email,
            "phone": "",
            "app_metadata": {"provider": "email", "providers": ["email"]},
            "user_metadata": {},
            "role": "authenticated",
            "aal": "aal1",
            "amr": [{"method": "password", "timestamp": int(time.time())}],
            "session_id": session_id,
            "is_anonymous": False,
        }
        return {
            "access_token": self.sign(claims),
            "token_type": "bearer",
            "expires_in": 3600,
            "expires_at": expires_at,
            "refresh_token": refresh_token,
            "user": self.person(user_id, email, {}),
        }

    def person(self, user_id: str, email: str, data: dict[str, Any]) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        return {
            "id": user_id,
            "aud": "authenticated",
            "role": "authenticated",
            "email": email,
            "phone": "",
            "app_metadata": {"provider": "email", "providers": ["email"]},
            "user_metadata": data,
            "identities": [],
            "created_at": now,
            "updated_at": now,
            "is_anonymous": False,
        }
