"""What operators see: health, figures, and a log whose lines name their request."""

import io
import json
import logging
from collections.abc import Iterator

import psycopg
import pytest

from app.database.pool import DatabaseUnavailable
from app.http.observing import SERVER_LOGGERS, log_as_json
from tests.fixtures import PASSWORD, Client, Server, serving


async def metrics(client: Client) -> str:
    return (await client.get("/metrics", headers={"Authorization": "Bearer sesame"})).text


FULL = """
create function public.write_to_a_full_disk() returns void language plpgsql as
$$ begin raise sqlstate '53100' using message = 'could not extend file: No space left on device'; end $$;
grant execute on function public.write_to_a_full_disk() to authenticator
"""


async def test_a_process_that_serves_is_alive_and_ready(api: Client) -> None:
    assert (await api.get("/health/live")).json() == {"alive": True}
    assert (await api.get("/health/ready")).json() == {"ready": True, "reason": None, "standby": None}


async def test_on_a_full_disk_nobody_says_healthy(
    server: Server, api: Client, database: psycopg.Connection
) -> None:
    database.execute(FULL)
    with pytest.raises(DatabaseUnavailable):
        await server.app.state.live._database.fetch_value("select public.write_to_a_full_disk()")
    for path in ("/realtime/health", "/health/ready"):
        assert (await api.get(path)).status_code == 503, path
    assert (await api.get("/realtime/health")).json()["healthy"] is False
    assert (await api.get("/health/live")).status_code == 200


async def test_figures_are_for_whoever_has_the_token(database: psycopg.Connection) -> None:
    async with serving(database, metrics_token="sesame") as server, server.client() as anyone:
        await anyone.get("/quizzes/topics/list")
        refused = await anyone.get("/metrics", headers={"Authorization": "Bearer no"})
        answer = await anyone.get("/metrics", headers={"Authorization": "Bearer sesame"})
    assert refused.status_code == 401
    line = 'quizzler_requests_total{method="GET",route="/quizzes/topics/list",status="200"} 1.0'
    assert line in answer.text
    assert "quizzler_live_connections 0.0" in answer.text


async def test_a_head_request_counts_for_its_route(database: psycopg.Connection) -> None:
    async with serving(database, metrics_token="sesame") as server, server.client() as anyone:
        await anyone.head("/quizzes/topics/list")
        figures = await metrics(anyone)
    line = 'quizzler_requests_total{method="HEAD",route="/quizzes/topics/list",status="200"} 1.0'
    assert line in figures


async def test_a_stream_is_counted_but_its_length_is_not(database: psycopg.Connection) -> None:
    async with serving(database, metrics_token="sesame") as server, server.client() as ada:
        account = {"email": "ada@example.com", "password": PASSWORD}
        session = (await ada.post("/auth/signup", json=account)).json()
        async with ada.stream(
            "GET", "/events", headers={"Authorization": f"Bearer {session['access_token']}"}
        ) as events:
            await anext(events.aiter_lines())
        line = 'quizzler_requests_total{method="GET",route="/events",status="200"} 1.0'
        while line not in (figures := await metrics(ada)):
            pass
    assert 'quizzler_request_seconds_count{method="POST",route="/auth/signup"} 1.0' in figures
    assert 'quizzler_request_seconds_count{method="GET",route="/events"}' not in figures


async def test_without_a_token_there_are_no_figures(api: Client) -> None:
    assert (await api.get("/metrics")).status_code == 404


async def test_each_response_has_the_id_of_its_request(api: Client) -> None:
    mine = await api.get("/health/live", headers={"X-Request-ID": "proxy-17"})
    forged = await api.get("/health/live", headers={"X-Request-ID": "a b{}"})
    assert mine.headers["x-request-id"] == "proxy-17"
    assert len(forged.headers["x-request-id"]) == 36


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged as JSON."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    before = {each: each.formatter for name in SERVER_LOGGERS for each in logging.getLogger(name).handlers}
    root.addHandler(handler)
    log_as_json()
    yield stream
    root.removeHandler(handler)
    for each, formatter in before.items():
        each.setFormatter(formatter)


async def test_a_line_of_the_json_log_names_its_request(
    server: Server, api: Client, database: psycopg.Connection, written: io.StringIO
) -> None:
    database.execute("alter table core.rooms rename to lost")
    answer = await api.get("/realtime/rooms/validate/ABCDEF", headers={"X-Request-ID": "mine"})
    assert answer.status_code == 500
    line = next(json.loads(line) for line in written.getvalue().splitlines() if "Postgres failed" in line)
    assert (line["event"], line["level"], line["request_id"]) == ("Postgres failed", "error", "mine")
    assert '"core.rooms" does not exist' in line["exception"]
