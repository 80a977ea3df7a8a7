"""The requirements of OWASP ASVS 5.0 on sessions (V7), self-contained tokens (V9) and WebSockets (V4.4).

Each test is named after its requirement. docs/security.md lists those that are met in another way.
"""

import time
import uuid
from typing import Any

import pytest
from jose import jwt
from websockets.asyncio.client import connect

from app.http.tokens import InvalidToken, Tokens
from tests.fixtures import JWT_SECRET, PASSWORD, Client, Server, SignUp, Sql
from tests.http.test_tokens import HS256, RSA_PAIR, claims, encoded, signed
from tests.rooms.conftest import Quizmaster, quizmaster, room
from tests.waiting import next_message

__all__ = ["quizmaster", "room"]  # fixtures

NEW_PASSWORD = "another horse battery staple"


async def is_signed_in(client: Client) -> bool:
    return (await client.get("/auth/me")).status_code == 200


async def signed_in_again(client: Client) -> dict[str, Any]:
    assert client.person
    answer = await client.post("/login", json={"email": client.person.email, "password": PASSWORD})
    session: dict[str, Any] = answer.json()
    return session


async def test_v7_2_1_the_server_verifies_session_tokens(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up()
    head, body, signature = ada.access_token.split(".")
    api.headers["Authorization"] = f"Bearer {head}.{body}.{signature[::-1]}"
    assert not await is_signed_in(api)


async def test_v7_2_3_refresh_tokens_are_random_and_long(sign_up: SignUp) -> None:
    tokens = {(await sign_up(name)).refresh_token for name in ("ada", "bob", "cleo")}
    assert len(tokens) == 3
    assert all(len(token) >= 43 for token in tokens)  # 256 bits in base 64


async def test_v7_2_4_signing_in_makes_a_new_session(sign_up: SignUp) -> None:
    ada = await sign_up()
    again = await signed_in_again(ada)
    sessions = {jwt.get_unverified_claims(t)["session_id"] for t in (ada.access_token, again["access_token"])}
    assert len(sessions) == 2
    assert again["refresh_token"] != ada.refresh_token


async def test_v7_3_1_a_session_that_is_not_used_ends(sign_up: SignUp, api: Client, sql18: Sql) -> None:
    ada = await sign_up()
    sql18.connection.execute("update auth.sessions set not_after = now() - interval '1 s'")
    assert not await is_signed_in(ada)
    refreshed = await api.post("/auth/refresh", json={"refresh_token": ada.refresh_token})
    assert refreshed.status_code == 401


async def test_v7_4_1_after_signing_out_no_token_of_the_session_works(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up()
    assert (await ada.post("/auth/signout")).status_code == 204
    assert not await is_signed_in(ada)
    refreshed = await api.post("/auth/refresh", json={"refresh_token": ada.refresh_token})
    assert refreshed.status_code == 401


async def test_v7_4_3_a_new_password_ends_all_other_sessions(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up()
    elsewhere = await signed_in_again(ada)
    change = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert (await ada.post("/auth/change-password", json=change)).status_code == 204
    api.headers["Authorization"] = f"Bearer {elsewhere['access_token']}"
    assert await is_signed_in(ada)
    assert not await is_signed_in(api)


async def test_v7_5_1_a_password_is_changed_only_with_the_present_one(sign_up: SignUp) -> None:
    ada = await sign_up()
    change = {"current_password": "wrong", "new_password": NEW_PASSWORD}
    assert (await ada.post("/auth/change-password", json=change)).status_code == 403


async def test_v7_5_2_people_can_end_their_other_sessions(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up()
    elsewhere = await signed_in_again(ada)
    assert (await ada.post("/auth/signout?scope=others")).status_code == 204
    api.headers["Authorization"] = f"Bearer {elsewhere['access_token']}"
    assert await is_signed_in(ada)
    assert not await is_signed_in(api)


def changed(token: str) -> str:
    """The token with another subject under the signature of the first."""
    head, _, signature = token.split(".")
    return f"{head}.{encoded(claims(sub=str(uuid.uuid4())))}.{signature}"


V9 = {
    "v9_1_1_signature": changed(signed(HS256, claims())),
    "v9_1_2_algorithm_none": f"{encoded({'alg': 'none'})}.{encoded(claims())}.",
    "v9_1_2_algorithm_not_listed": jwt.encode(claims(), JWT_SECRET, "HS512"),
    "v9_1_3_key_in_the_header": jwt.encode(
        claims(), RSA_PAIR.private, "RS256", headers={"jwk": RSA_PAIR.entry, "kid": RSA_PAIR.name}
    ),
    "v9_1_3_address_of_a_key_in_the_header": jwt.encode(
        claims(), RSA_PAIR.private, "RS256", headers={"jku": "http://127.0.0.1:9/jwks.json"}
    ),
    "v9_2_1_expired": signed(HS256, claims(exp=int(time.time()) - 120)),
    "v9_2_1_not_valid_yet": signed(HS256, claims(nbf=int(time.time()) + 120)),
    "v9_2_2_no_access_token_of_a_person": signed(HS256, claims(role="service_role")),
    "v9_2_3_for_another_service": signed(HS256, claims(aud="another")),
    "v9_2_3_for_nobody": signed(HS256, claims(aud=None)),
}


@pytest.mark.parametrize("requirement", V9)
async def test_v9_a_token_that_breaks_the_requirement_is_refused(requirement: str) -> None:
    with pytest.raises(InvalidToken):
        await Tokens(JWT_SECRET, 60).decode(V9[requirement])


async def test_v4_4_3_a_websocket_has_no_session_but_that_of_its_token(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    """No cookie signs a WebSocket in, so a page of another origin can't open one as somebody (V4.4.2)."""
    cookie = {"Cookie": f"token={quizmaster.token}; access_token={quizmaster.token}"}
    address = f"{server.ws_url}/realtime/ws/host/{room}"
    async with connect(address, additional_headers=cookie) as socket:
        await socket.send('{"type": "start"}')
        assert (await next_message(socket))["code"] == "not_authenticated"
        await socket.wait_closed()
        assert socket.close_code == 4401


async def test_v4_4_4_a_host_who_signed_out_enters_no_room(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    quizmaster.sign_out()
    async with connect(f"{server.ws_url}/realtime/ws/host/{room}?token={quizmaster.token}") as socket:
        assert (await next_message(socket))["code"] == "session_ended"
