"""Headers of responses, and what the server's log keeps of addresses."""

import logging

import psycopg
import pytest

from app.http.access_log import keep_secrets_out_of_logs
from tests.fixtures import PASSWORD, Client, SignUp, serving


@pytest.mark.parametrize("path", ["/quizzes/topics/list", "/auth/me", "/nothing/here", "/openapi.json", "/"])
async def test_no_browser_guesses_the_type_of_a_response(api: Client, path: str) -> None:
    assert (await api.get(path)).headers["x-content-type-options"] == "nosniff"


async def test_no_cache_keeps_what_signing_in_returns(api: Client, sign_up: SignUp) -> None:
    ada = await sign_up()
    assert ada.person
    credentials = {"email": ada.person.email, "password": PASSWORD}
    for path, body in (
        ("/auth/signin", credentials),
        ("/login", credentials),
        ("/auth/refresh", {"refresh_token": ada.refresh_token}),
        ("/auth/signin", {**credentials, "password": "wrong"}),
    ):
        assert (await api.post(path, json=body)).headers["cache-control"] == "no-store", path
    assert (await ada.get("/auth/me")).headers["cache-control"] == "no-store"


async def test_scripts_of_other_origins_may_read_file_names_and_limits(database: psycopg.Connection) -> None:
    origin = "https://app.example.com"
    async with serving(database, cors_origins=origin) as server, server.client() as client:
        answer = await client.get("/quizzes/topics/list", headers={"Origin": origin})
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "Idempotency-Key"}
        preflight = await client.options("/quizzes", headers={"Origin": origin, **asked})
    exposed = set(answer.headers["access-control-expose-headers"].split(", "))
    assert {"Content-Disposition", "Retry-After", "RateLimit", "Location", "Idempotency-Replayed"} <= exposed
    assert (preflight.status_code, preflight.headers["access-control-allow-headers"]) == (
        200,
        "Idempotency-Key",
    )


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/realtime/ws/host/ABC?token=a.b.c&since=3", "/realtime/ws/host/ABC?token=***&since=3"),
        ("/realtime/ws/host/ABC?t%6Fken=a.b.c", "/realtime/ws/host/ABC?t%6Fken=***"),
        ("/realtime/ws/host/ABC?TOKEN=a.b.c", "/realtime/ws/host/ABC?TOKEN=***"),
        ("/realtime/ws/host/ABC?token=Bearer%20a.b.c", "/realtime/ws/host/ABC?token=***"),
        ("/realtime/ws/player/ABC?resume=xyz", "/realtime/ws/player/ABC?resume=***"),
        ("/host?code=ABC&invite=xyz", "/host?code=ABC&invite=***"),
        ("/quizzes?limit=3", "/quizzes?limit=3"),
    ],
)
def test_the_log_keeps_no_secret_of_an_address(
    address: str, logged: str, caplog: pytest.LogCaptureFixture
) -> None:
    keep_secrets_out_of_logs()
    logger = logging.getLogger("uvicorn.access")
    with caplog.at_level(logging.INFO, logger.name):
        logger.addHandler(caplog.handler)
        logger.info('%s - "%s %s HTTP/%s" %d', "1.2.3.4:5", "GET", address, "1.1", 200)
        logger.removeHandler(caplog.handler)
    assert caplog.messages[0] == f'1.2.3.4:5 - "GET {logged} HTTP/1.1" 200'
