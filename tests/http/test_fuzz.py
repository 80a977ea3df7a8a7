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
from tests.http.fuzz import Fuzzed, fuzz
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


def look_at(found: Fuzzed) -> None:
    print(found.output)  # pytest shows it if the test fails; to see it always: make fuzz ARGS=-s
    assert not found.failed
    assert found.count("generated") > 1000
    assert found.count("Scenarios") > 0


async def test_random_requests_of_a_person_get_documented_answers(
    server: Server, sign_up: SignUp, tmp_path: Path
) -> None:
    ada = await sign_up()
    known = await something_of_each_kind(ada)
    found = await asyncio.to_thread(fuzz, server.url, ada.access_token, known, tmp_path)
    look_at(found)
    assert found.count("covered") > 0  # requests with what another one has returned


async def test_random_requests_of_nobody_get_documented_answers(
    server: Server, sign_up: SignUp, tmp_path: Path
) -> None:
    known = await something_of_each_kind(await sign_up())
    look_at(await asyncio.to_thread(fuzz, server.url, None, known, tmp_path))
