"""Random requests get documented answers only, and never a server error. `make fuzz` sends more."""

import asyncio

from tests.fixtures import Server, SignUp
from tests.http.fuzz import fuzz


async def test_random_requests_of_a_person_get_documented_answers(server: Server, sign_up: SignUp) -> None:
    ada = await sign_up()
    found = await asyncio.to_thread(fuzz, server.url, ada.access_token)
    assert not found, found


async def test_random_requests_of_nobody_get_documented_answers(server: Server) -> None:
    found = await asyncio.to_thread(fuzz, server.url, None)
    assert not found, found
