"""The whole site under a sub-path, behind a proxy that removes it from paths and one that leaves it there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urljoin

import httpx
import psycopg
import pytest
from pydantic import ValidationError

from app.main import create_app
from app.rooms.protocol import QuestionOpened
from app.settings import ConfigurationError, Settings
from client import Host, Player
from tests.fixtures import PASSWORD, Sql, serving
from tests.http.test_direct_reads import Upstream, client_of, listening
from tests.reverse_proxy import ReverseProxy, in_front
from tests.rooms.conftest import Quizmaster

ROOT_PATH = "/quizzler"


@pytest.fixture(params=[True, False], ids=["removed", "left"])
def removes_path(request: pytest.FixtureRequest) -> bool:
    """Whether the proxy removes the sub-path from the paths that it passes on."""
    return request.param


@asynccontextmanager
async def below(database: psycopg.Connection, removes_path: bool, **settings: object) -> AsyncIterator[str]:
    """The address of the site, whose proxy calls the app by another name."""
    async with serving(database, root_path=ROOT_PATH, **settings) as server:
        proxy = ReverseProxy(server.url, ROOT_PATH, removes_path, host="relay.internal")
        async with in_front(proxy) as url:
            yield url


async def test_what_was_made_is_found_at_its_location(
    database: psycopg.Connection, removes_path: bool
) -> None:
    async with below(database, removes_path) as url, httpx.AsyncClient() as client:
        account = {"email": "ada@example.com", "password": PASSWORD}
        session = (await client.post(f"{url}/auth/signup", json=account)).json()
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        made = await client.post(f"{url}/quizzes", json={"title": "Rivers"})
        assert made.headers["Location"].startswith(f"{ROOT_PATH}/quizzes/")
        found = await client.get(urljoin(str(made.url), made.headers["Location"]))
        assert found.json()["id"] == made.json()["id"]


async def test_a_redirect_leads_to_an_address_below_the_sub_path(
    database: psycopg.Connection, removes_path: bool
) -> None:
    async with below(database, removes_path) as url, httpx.AsyncClient(follow_redirects=True) as client:
        for there, path in ((f"{url}/play/?code=A", "/play?code=A"), (url, ""), (f"{url}/", "")):
            page = await client.get(there)
            assert page.status_code == 200
            assert str(page.url).removesuffix("/") == url + path


async def test_the_description_of_the_api_names_the_sub_path(
    database: psycopg.Connection, removes_path: bool
) -> None:
    async with below(database, removes_path) as url, httpx.AsyncClient() as client:
        document = (await client.get(f"{url}/openapi.json")).json()
        assert document["servers"] == [{"url": ROOT_PATH}]
        (scheme,) = document["components"]["securitySchemes"].values()
        assert scheme["flows"]["password"]["tokenUrl"] == f"{ROOT_PATH}/login"
        assert all(path.startswith("/") and not path.startswith(ROOT_PATH) for path in document["paths"])


async def test_limits_by_path_hold(database: psycopg.Connection, removes_path: bool) -> None:
    settings = {"rate_limit_auth": "1/hour", "max_body_bytes": 1024}
    async with below(database, removes_path, **settings) as url, httpx.AsyncClient() as client:
        first, second = [await client.post(f"{url}/auth/signin", json={}) for _ in range(2)]
        assert first.headers["cache-control"] == "no-store"
        assert second.json()["code"] == "too_many_requests"
        assert (await client.post(f"{url}/quizzes/import", content=b" " * 2000)).status_code == 401
        assert (await client.post(f"{url}/quizzes", content=b" " * 2000)).status_code == 413


async def test_supabase_clients_read_below_it(removes_path: bool) -> None:
    postgrest = Upstream()
    path = "/rest/v1/quizzes?select=id" if removes_path else f"{ROOT_PATH}/rest/v1/quizzes?select=id"
    async with listening(postgrest) as url, client_of(url, root_path=ROOT_PATH) as client:
        assert (await client.get(path)).status_code == 206
    assert postgrest.heads[0].startswith(b"GET /quizzes?select=id ")


async def test_a_room_is_played_below_it(database: psycopg.Connection, removes_path: bool) -> None:
    quizmaster = Quizmaster(Sql(database))
    room = quizmaster.room()
    async with (
        below(database, removes_path) as url,
        await Host.enter(url, room, quizmaster.token) as host,
        await Player.join(url, room, "Ada") as player,
    ):
        await host.start()
        opened = await player.wait_for(QuestionOpened)
        assert await player.answer(opened.number, [opened.choices[0].id])


@pytest.mark.parametrize("root_path", ["/play", "/quizzes/here"])
def test_a_root_path_that_begins_like_an_address_of_quizzler_is_refused(root_path: str) -> None:
    with pytest.raises(ConfigurationError, match="ROOT_PATH can't begin with"):
        create_app(Settings(_env_file=None, root_path=root_path))


def test_the_public_address_must_end_with_the_root_path() -> None:
    assert Settings(_env_file=None, root_path="/quizzler/", public_url="https://example.com/quizzler/")
    with pytest.raises(ValidationError, match="PUBLIC_URL must end with ROOT_PATH"):
        Settings(_env_file=None, root_path=ROOT_PATH, public_url="https://example.com")
