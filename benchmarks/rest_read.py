"""A read over REST under row-level security, compared with a bare FastAPI route and a default pool."""

import asyncio

import httpx
import psycopg

from app.database.embedded import EmbeddedPostgres
from benchmarks.measure import Comparison, Figure, http_rate, uvicorn_process

SECRET = "benchmark-0123456789abcdefghijklmnopqrstuvwxyz"


def run(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
    """Requests per second for one quiz. Each app has one uvicorn process, and they take turns."""
    bare = Figure("bare route: default pool, no RLS, no sign-in")
    quizzler = Figure("Quizzler: GET /quizzes/{id} as its owner, under RLS")
    ours = {
        "DATABASE_URL": server.url("authenticator", database),
        "MIGRATION_DATABASE_URL": server.url(database=database),
        "JWT_SECRET_KEY": SECRET,
        "RATE_LIMIT_READS": "10000000/minute",  # all requests come from one address
    }
    theirs = {"DATABASE_URL": server.url(database=database)}
    with (
        uvicorn_process("app.main:app", ours) as our_port,
        uvicorn_process("benchmarks.bare_app:app", theirs) as their_port,
    ):
        token, quiz_id = owner_and_quiz(our_port, server.url(database=database))
        get = f"GET /quizzes/{quiz_id} HTTP/1.1\r\nHost: localhost\r\n"
        signed_in = f"{get}Authorization: Bearer {token}\r\n\r\n".encode()
        not_signed_in = f"{get}\r\n".encode()
        for number in range(rounds + 1):
            theirs_now = asyncio.run(http_rate(their_port, not_signed_in, seconds))
            ours_now = asyncio.run(http_rate(our_port, signed_in, seconds))
            if number > 0:  # the first round warms both up
                bare.rounds.append(theirs_now)
                quizzler.rounds.append(ours_now)
    return Comparison(
        "A read over REST", "requests/s", [bare, quizzler], "16 connections, one uvicorn process each"
    )


def owner_and_quiz(port: int, url: str) -> tuple[str, str]:
    """Sign a person up, and make a quiz and a thousand others. Returns the access token and the quiz's id."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        session = client.post(
            "/auth/signup", json={"email": "bench@example.com", "password": "correct horse battery"}
        ).json()
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        quiz_id = client.post(
            "/quizzes", json={"title": "Benchmark", "description": "A quiz among a thousand."}
        ).json()["id"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "insert into core.quizzes (owner_id, title) select owner_id, 'Another ' || n "
            "from core.quizzes, generate_series(1, 1000) as n"
        )
        connection.execute("vacuum analyze")
    return session["access_token"], quiz_id
