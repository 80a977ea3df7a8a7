"""A client whose connection is lost after a request has arrived makes nothing twice."""

import httpx
import pytest

from client.creating import TRIES, create
from tests.fixtures import Client, Server, SignUp, Sql


class Losing(httpx.AsyncHTTPTransport):
    """Passes requests on, and loses the first answers."""

    def __init__(self, answers: int) -> None:
        super().__init__()
        self.to_lose = answers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if self.to_lose:
            self.to_lose -= 1
            await response.aclose()
            raise httpx.ReadError("The connection was lost.")
        return response


def losing(server: Server, ada: Client, answers: int) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {ada.access_token}"}
    return httpx.AsyncClient(transport=Losing(answers), base_url=server.url, headers=headers)


async def test_what_a_lost_answer_was_about_is_made_once(server: Server, sign_up: SignUp, sql18: Sql) -> None:
    async with losing(server, await sign_up("ada"), TRIES - 1) as api:
        made = await create(api, "/quizzes", json={"title": "Rivers"})
        another = await create(api, "/quizzes", json={"title": "Rivers"})
    assert (made.status_code, made.headers.get("Idempotency-Replayed")) == (201, "true")
    assert (another.status_code, another.headers.get("Idempotency-Replayed")) == (201, None)
    assert sql18.value("select count(*) from core.quizzes") == 2


async def test_a_server_that_stays_away_is_an_error(server: Server, sign_up: SignUp) -> None:
    async with losing(server, await sign_up("ada"), TRIES) as api:
        with pytest.raises(httpx.ReadError):
            await create(api, "/quizzes", json={"title": "Rivers"})
