"""Random requests get documented answers only, and never a server error. `make fuzz` sends more."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest_asyncio

from tests.credits.payments import test_localstripe
from tests.credits.payments.conftest import STRIPE
from tests.fixtures import TOMORROW, Client, Server, SignUp, serving
from tests.http.fuzz import AT_LENGTH, LEFT_OUT_OF_A_PERSONS, Fuzzed, fuzz
from tests.http.test_bad_requests import NOBODY, filled
from tests.media.samples import png

stripe_url = test_localstripe.stripe_url

UNLIMITED = "1000000/minute"
RATES = {f"rate_limit_{kind}": UNLIMITED for kind in ("auth", "room_codes", "joins", "writes", "reads")}


@pytest_asyncio.fixture
async def server(database: psycopg.Connection, stripe_url: str) -> AsyncIterator[Server]:
    """A server with payments, which answers however often it is asked."""
    async with serving(database, **(STRIPE | RATES | {"stripe_api_base": stripe_url})) as running:
        yield running


async def something_of_each_kind(host: Client) -> dict[str, list[str]]:
    """Makes what parameters name, some of each kind; values by the parameter's name."""
    known: dict[str, list[str]] = defaultdict(list)

    async def make(parameter: str, path: str, body: Any, field: str = "id") -> str:
        answer = await host.post(path, json=body)
        assert answer.is_success, answer.text
        known[parameter].append(answer.json()[field])
        return str(answer.json()[field])

    for number in range(3):
        title = f"Rivers {number}"
        quiz = await make(
            "quiz_id", "/quizzes", {"title": title, "visibility": "public", "attempts_allowed": None}
        )
        draft = {"kind": "true_false", "prompt": "The Nile flows north.", "correct": True}
        await make("question_id", f"/quizzes/{quiz}/questions", draft)
        await make("attempt_id", f"/quizzes/{quiz}/start", None)
        await make("upload_id", "/uploads", {"url": f"https://example.com/{number}.pdf"})
        shown = await host.post("/media", content=png(width=number + 1), params={"alt": ""})
        known["media_id"].append(shown.json()["id"])
        await make("payment_id", "/payments/create-intent", {"credits": 10})
        await make("room_code", "/realtime/rooms", {"quiz_id": quiz}, "room_code")
        assigned = {"quiz_id": quiz, "mode": "assigned", "closes_at": TOMORROW}
        room = await make("room_code", "/realtime/rooms", assigned, "room_code")
        joined = await host.post(f"/realtime/rooms/{room}/players", json={"username": "Ada"})
        known["resume"].append(joined.json()["welcome"]["resume"])
    assert (await host.post(f"/quizzes/{known['quiz_id'][0]}/submit", json={})).is_success
    deleted = await make("quiz_id", "/quizzes", {"title": "Lakes"})
    assert (await host.delete(f"/quizzes/{deleted}")).is_success
    assert host.person
    return {**known, "exam_id": known["quiz_id"], "room": known["room_code"], "user_id": [host.person.id]}


async def closed_to_nobody(api: Client) -> list[str]:
    """The operations that answer 401 to whoever is not signed in, whatever else the request has."""
    found = []
    for path, methods in (await api.get("/openapi.json")).json()["paths"].items():
        for method, operation in methods.items():
            answer = await api.request(method, filled(path, NOBODY), json={})
            if answer.status_code == 401:
                found.append(operation["operationId"])
    return found


def look_at(found: Fuzzed, at_least: int) -> None:
    print(found.output)  # pytest shows it if the test fails; to see it always: make fuzz ARGS=-s
    assert not found.failed
    assert found.count("generated") > at_least
    assert found.count("Scenarios") > 0


async def test_random_requests_of_a_person_get_documented_answers(
    server: Server, sign_up: SignUp, tmp_path: Path
) -> None:
    ada = await sign_up()
    known = await something_of_each_kind(ada)
    found = await asyncio.to_thread(
        fuzz, server.url, ada.access_token, known, tmp_path, LEFT_OUT_OF_A_PERSONS
    )
    look_at(found, 1000)
    assert found.count("covered") > 0  # requests with what another one has returned


async def test_random_requests_of_nobody_get_documented_answers(
    server: Server, api: Client, sign_up: SignUp, tmp_path: Path
) -> None:
    """`make fuzz` sends them to all operations. Otherwise those that need a session are left out: each
    request gets the same 401, and test_bad_requests.py sends them bad ones."""
    known = await something_of_each_kind(await sign_up())
    closed = [] if AT_LENGTH else await closed_to_nobody(api)
    look_at(await asyncio.to_thread(fuzz, server.url, None, known, tmp_path, closed), 500)
