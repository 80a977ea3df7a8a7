"""One address may only call so often; a school behind one address plays undisturbed."""

from collections.abc import AsyncIterator, Iterator
from threading import Thread
from typing import Any

import httpx
import psycopg
import pytest
from fakeredis import TcpFakeServer
from pydantic import ValidationError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.http.rate_limits import RateLimited, RateLimits, client_network, kind_of
from app.settings import Settings
from tests.fixtures import serving
from tests.ports import free_port

SCHOOL = "198.51.100.7"


def limits(**settings: Any) -> RateLimits:
    return RateLimits(Settings(_env_file=None, **settings))


async def refused(counted: RateLimits, kind: str, times: int, address: str = SCHOOL) -> int:
    """How many of so many calls are over the limit."""
    return sum([not (await counted.count(kind, address)).allowed for _ in range(times)])


async def test_500_phones_behind_one_address_look_up_their_room_make_up_names_and_join() -> None:
    counted = limits()
    assert await refused(counted, "room_codes", 1000) == 0
    assert await refused(counted, "joins", 1000) == 0  # and once more, after a restart


async def test_1500_guesses_of_room_codes_in_a_row_are_limited() -> None:
    assert await refused(limits(), "room_codes", 1500) >= 300


async def test_other_addresses_are_not_held_up() -> None:
    counted = limits(rate_limit_reads="3/hour")
    assert await refused(counted, "reads", 5) == 2
    assert await refused(counted, "reads", 3, "198.51.100.8") == 0


async def test_an_ipv6_subscriber_is_one_client_whatever_address_they_take() -> None:
    counted = limits(rate_limit_reads="3/hour")
    refusals = [
        not (await counted.count("reads", f"2001:db8:1:2::{number:x}")).allowed for number in range(5)
    ]
    assert sum(refusals) == 2
    assert client_network("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/auth/signin", "auth"),
        ("POST", "/login", "auth"),
        ("DELETE", "/auth/me", "auth"),
        ("GET", "/auth/me", "reads"),
        ("GET", "/realtime/rooms/validate/ABCDEF", "room_codes"),
        ("HEAD", "/realtime/rooms/validate/ABCDEF", "room_codes"),
        ("GET", "/realtime/rooms/ABCDEF/nickname", "room_codes"),
        ("POST", "/realtime/rooms/ABCDEF/players", "joins"),
        ("POST", "/realtime/rooms", "writes"),
        ("PATCH", "/quizzes/1", "writes"),
        ("GET", "/quizzes/1", "reads"),
        ("GET", "/realtime/health", "reads"),
        ("GET", "/", "reads"),
        ("GET", "/quizzes", "reads"),
        ("GET", "/static/icon.svg", None),
        ("POST", "/rest/v1/rpc/validate_room", "room_codes"),
        ("GET", "/rest/v1/rpc/validate_room", "room_codes"),
        ("POST", "/rest/v1/rpc/suggest_nickname", "room_codes"),
        ("POST", "/rest/v1/rpc/join_room", "joins"),
        ("POST", "/rest/v1/rpc/watch_room", "joins"),
        ("POST", "/rest/v1/rpc/accept_host_invite", "joins"),
        ("POST", "/rest/v1/rpc/answer_question", None),
        ("POST", "/rest/v1/rpc/create_quiz", "writes"),
        ("GET", "/rest/v1/quizzes", "reads"),
    ],
)
def test_each_request_counts_for_one_limit(method: str, path: str, kind: str | None) -> None:
    assert kind_of(method, path) == kind


async def test_a_request_over_the_limit_is_told_when_to_come_back(database: psycopg.Connection) -> None:
    async with (
        serving(database, rate_limit_room_codes="2/hour") as server,
        server.client() as anyone,
    ):
        answers = [await anyone.get("/realtime/rooms/validate/ABCDEF") for _ in range(3)]
        last = answers[2]
        other = await anyone.get("/quizzes/topics/list")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["ratelimit-policy"] for answer in answers] == ['"room_codes";q=2;w=3600'] * 3
    assert [answer.headers["ratelimit"].split(";t=")[0] for answer in answers] == [
        '"room_codes";r=1', '"room_codes";r=0', '"room_codes";r=0',
    ]  # fmt: skip
    assert last.json()["code"] == "too_many_requests"
    assert 1 <= int(last.headers["retry-after"]) == last.json()["retry_after_s"] <= 3600
    assert last.headers["content-type"] == "application/problem+json"
    assert other.status_code == 200


def rates(database: psycopg.Connection) -> dict[str, int]:
    return dict(
        database.execute("select key, value::integer from core.settings where key like 'rate.%'").fetchall()
    )


async def test_postgres_counts_calls_through_postgrest_by_the_same_numbers(
    database: psycopg.Connection,
) -> None:
    made = rates(database)
    async with serving(database):
        assert rates(database) == made
    async with serving(database, rate_limit_joins="7/10 seconds"):
        assert rates(database) == made | {"rate.joins": 7, "rate.joins_s": 10}


@pytest.mark.parametrize("rate", ["often", "0", "-1/minute", "5/fortnight"])
def test_a_rate_that_cannot_be_read_is_named(rate: str) -> None:
    with pytest.raises(ValidationError, match="it must look like 100/minute"):
        limits(rate_limit_reads=rate)


@pytest.fixture
def redis_port() -> Iterator[int]:
    """A Redis of the tests' own, spoken to over TCP."""
    with TcpFakeServer(("127.0.0.1", 0)) as redis:
        Thread(target=redis.serve_forever, daemon=True).start()
        yield redis.server_address[1]
        redis.shutdown()


@pytest.fixture
async def two_processes(redis_port: int) -> AsyncIterator[list[RateLimits]]:
    """The limits of two processes with one Redis."""
    both = [limits(rate_limit_reads="4/hour", redis_url=f"redis://127.0.0.1:{redis_port}") for _ in "ab"]
    yield both
    for each in both:
        await each.close()


async def test_with_redis_all_processes_count_together(two_processes: list[RateLimits]) -> None:
    refusals = [await refused(each, "reads", 3) for each in two_processes]
    assert refusals == [0, 2]


async def test_while_redis_is_away_each_process_counts_for_itself() -> None:
    port = free_port()
    counted = limits(rate_limit_reads="4/hour", redis_url=f"redis://127.0.0.1:{port}")
    assert await refused(counted, "reads", 6) == 2
    await counted.close()


@pytest.mark.parametrize(
    ("peer", "forwarded", "told"),
    [
        ("192.0.2.4", "1.2.3.4", True),
        ("192.0.2.4", None, False),
        ("10.0.0.4", "1.2.3.4", False),
        ("1.2.3.4", "1.2.3.4", False),  # as uvicorn leaves it when it has set the client itself
    ],
)
async def test_a_proxy_that_is_not_trusted_is_told_to_the_log_once(
    caplog: pytest.LogCaptureFixture, peer: str, forwarded: str | None, told: bool
) -> None:
    async def empty(scope: Scope, receive: Receive, send: Send) -> None:
        await Response()(scope, receive, send)

    config = Settings(_env_file=None, trusted_proxies=["10.0.0.0/8"])
    transport = httpx.ASGITransport(RateLimited(empty, RateLimits(config), config), client=(peer, 4711))
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        for _ in range(2):
            assert (await client.get("/quizzes")).status_code == 200
    assert len(caplog.messages) == told
    assert all(f"A request from {peer} has X-Forwarded-For" in message for message in caplog.messages)
