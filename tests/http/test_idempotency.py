"""A request with an Idempotency-Key can be repeated: it makes one thing and gets the same answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.fixtures import Client, Server, SignUp, Sql, serving
from tests.waiting import until

KEY = {"Idempotency-Key": "0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b"}
RIVERS = {"title": "Rivers"}
DRAFT = {"kind": "true_false", "prompt": "The Nile flows north.", "correct": True}
PDF = b"%PDF-1.7\n" + b"0" * 2000
WAITING = (
    "select exists (select from pg_locks where not granted"
    " and database = (select oid from pg_database where datname = current_database()))"
)
GIFT = b"The Nile flows north. {T}\n"


async def quiz_of(client: Client) -> str:
    """The path of a quiz with one question."""
    quiz = await client.post("/quizzes", json=RIVERS)
    path = quiz.headers["Location"]
    await client.post(f"{path}/questions", json=DRAFT)
    return str(path)


def is_replayed(answer: httpx.Response) -> bool:
    return answer.headers.get("Idempotency-Replayed") == "true"


@pytest.fixture
async def server(database: psycopg.Connection, tmp_path: Path) -> AsyncIterator[Server]:
    """A server that stores files in a folder of the test."""
    async with serving(database, quizzler_data_dir=tmp_path) as running:
        yield running


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


async def test_ten_requests_at_once_make_one_quiz(ada: Client, sql18: Sql) -> None:
    posts = [ada.post("/quizzes", json=RIVERS, headers=KEY) for _ in range(10)]
    answers = await asyncio.gather(*posts)
    assert sql18.value("select count(*) from core.quizzes") == 1
    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.json()["id"] for answer in made}) == 1
    assert [is_replayed(answer) for answer in made].count(False) == 1
    refused = [answer for answer in answers if answer not in made]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} <= {
        (409, "idempotency_key_in_use")
    }


async def test_a_request_whose_first_is_under_way_is_told_so(ada: Client, sql18: Sql) -> None:
    """The first waits for a lock that this test holds."""
    assert ada.person
    with sql18.connection.transaction():
        sql18.value("select pg_advisory_xact_lock(hashtextextended('quizzes ' || %s, 0))", ada.person.id)
        first = asyncio.create_task(ada.post("/quizzes", json=RIVERS, headers=KEY))
        await until(lambda: sql18.value(WAITING))
        second = await ada.post("/quizzes", json=RIVERS, headers=KEY)
        assert (second.status_code, second.json()["code"]) == (409, "idempotency_key_in_use")
    assert (await first).status_code == 201
    assert is_replayed(await ada.post("/quizzes", json=RIVERS, headers=KEY))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/quizzes", {"json": RIVERS}),
        ("{quiz}/questions", {"json": DRAFT}),
        ("{quiz}/questions", {"json": [DRAFT, DRAFT | {"prompt": "So does the Rhine."}]}),
        ("{quiz}/duplicate", {}),
        ("{quiz}/start", {}),
        ("/quizzes/import?title=Rivers", {"content": GIFT}),
        ("/quizzes/trivia", {"json": {"amount": 3}}),
        ("/uploads", {"json": {"url": "https://example.com/a.pdf"}}),
        ("/uploads/file?name=a.pdf", {"content": PDF}),
        ("/realtime/rooms", {"json": {"quiz_id": "{quiz_id}"}}),
    ],
)
async def test_a_repeated_request_makes_nothing_and_gets_the_same_answer(
    ada: Client, sql18: Sql, path: str, body: dict[str, Any]
) -> None:
    quiz = await quiz_of(ada)
    path = path.format(quiz=quiz)
    if path == "/realtime/rooms":
        body = {"json": {"quiz_id": quiz.rpartition("/")[2]}}
    tables = ("quizzes", "questions", "attempts", "uploads", "jobs", "rooms")
    count = f"select array[{', '.join(f'(select count(*) from core.{table})' for table in tables)}]"
    first = await ada.post(path, headers=KEY, **body)
    assert (first.status_code, is_replayed(first)) == (201, False), first.text
    there = sql18.value(count)
    again = await ada.post(path, headers=KEY, **body)
    assert (again.status_code, is_replayed(again)) == (201, True), again.text
    assert (again.json(), again.headers["Location"]) == (first.json(), first.headers["Location"])
    assert sql18.value(count) == there


async def test_a_generation_is_paid_once(ada: Client, sql18: Sql) -> None:
    upload = (await ada.post("/uploads", json={"url": "https://example.com/a.pdf"})).json()["id"]
    sql18.connection.execute("update core.uploads set state = 'ready', pages = 9, pdf_id = 'a'")
    body = {"title": "Rivers", "sources": [{"upload_id": upload}], "questions": 5}
    answers = [await ada.post("/quizzes/generate", json=body, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202], answers[0].text
    assert [is_replayed(answer) for answer in answers] == [False, True]
    assert sql18.value("select count(*) from core.quizzes") == 1
    assert sql18.value("select count(*) from core.credit_transfers where kind = 'reserve'") == 1


async def test_a_key_belongs_to_one_request_of_one_person(ada: Client, sign_up: SignUp) -> None:
    assert (await ada.post("/quizzes", json=RIVERS, headers=KEY)).status_code == 201
    for path, body in (("/quizzes", {"title": "Lakes"}), ("/uploads", {"url": "https://example.com/a.pdf"})):
        other = await ada.post(path, json=body, headers=KEY)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    bob = await sign_up("bob")
    theirs = await bob.post("/quizzes", json={"title": "Lakes"}, headers=KEY)
    assert (theirs.status_code, is_replayed(theirs)) == (201, False)


async def test_the_order_of_fields_and_spaces_make_no_other_request(ada: Client) -> None:
    texts = (b'{"title": "Rivers", "visibility": "link"}', b'{ "visibility":"link","title":"Rivers" }')
    headers = KEY | {"Content-Type": "application/json"}
    first, again = [await ada.post("/quizzes", content=text, headers=headers) for text in texts]
    assert is_replayed(again)
    assert again.json()["id"] == first.json()["id"]


async def test_another_file_is_another_request(ada: Client) -> None:
    files = (PDF, PDF.replace(b"0", b"1"))
    answers = [await ada.post("/uploads/file?name=a.pdf", content=file, headers=KEY) for file in files]
    assert [answer.status_code for answer in answers] == [201, 422]
    assert answers[1].json()["code"] == "idempotency_key_reused"


async def test_the_file_of_a_repeated_upload_is_not_kept(ada: Client, tmp_path: Path) -> None:
    for _ in range(2):
        answer = await ada.post("/uploads/file?name=a.pdf", content=PDF, headers=KEY)
    assert [file.stem for file in (tmp_path / "uploads").iterdir()] == [answer.json()["id"]]


async def test_a_repeated_upload_is_answered_even_where_no_other_would_be_allowed(
    ada: Client, sql18: Sql
) -> None:
    sql18.connection.execute("update core.settings set value = '1' where key = 'upload.max_per_person'")
    for replayed in (False, True):
        answer = await ada.post("/uploads/file?name=a.pdf", content=PDF, headers=KEY)
        assert (answer.status_code, is_replayed(answer)) == (201, replayed), answer.text
    assert (await ada.post("/uploads/file?name=a.pdf", content=PDF)).status_code == 409


@pytest.mark.parametrize(
    ("path", "refused", "corrected"),
    [
        ("/quizzes", {"json": {"title": ""}}, {"json": RIVERS}),
        ("/quizzes/import?title=Rivers", {"content": GIFT + b"\nHow many? {~a ~b}\n"}, {"content": GIFT}),
        (
            "/quizzes/import?title=Rivers",
            {"content": b"How long? {=" + b"a" * 5000 + b"}"},
            {"content": GIFT},
        ),
    ],
)
async def test_a_refused_request_leaves_its_key_free(
    ada: Client, path: str, refused: dict[str, Any], corrected: dict[str, Any]
) -> None:
    assert (await ada.post(path, headers=KEY, **refused)).status_code == 422
    answer = await ada.post(path, headers=KEY, **corrected)
    assert (answer.status_code, is_replayed(answer)) == (201, False), answer.text


@pytest.mark.parametrize("key", ["", "two words", "é".encode(), "x" * 256])
async def test_what_can_not_be_a_key_is_refused(ada: Client, sql18: Sql, key: str | bytes) -> None:
    for path, body in (("/quizzes", RIVERS), ("/uploads", {"url": "https://example.com/a.pdf"})):
        answer = await ada.post(path, json=body, headers={"Idempotency-Key": key})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_idempotency_key")
    file = await ada.post("/uploads/file", content=PDF, headers={"Idempotency-Key": key})
    assert file.json()["code"] == "bad_idempotency_key"
    assert sql18.value("select count(*) from core.quizzes") == 0


async def test_a_session_that_has_ended_gets_no_kept_answer(ada: Client) -> None:
    await ada.post("/quizzes", json=RIVERS, headers=KEY)
    assert (await ada.post("/auth/signout")).status_code == 204
    answer = await ada.post("/quizzes", json=RIVERS, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")


@pytest.mark.parametrize(("setting", "value"), [("max_keys_per_person", 1), ("max_mib_per_person", 0)])
async def test_somebody_has_so_many_keys_at_the_same_time(
    ada: Client, sql18: Sql, setting: str, value: int
) -> None:
    async def limit(value: int) -> None:
        sql18.connection.execute(
            "update core.settings set value = to_jsonb(%s::integer) where key = %s",
            [value, f"idempotency.{setting}"],
        )

    assert (await ada.post("/quizzes", json=RIVERS, headers=KEY)).status_code == 201
    await limit(value)
    refused = await ada.post("/quizzes", json=RIVERS, headers={"Idempotency-Key": "another"})
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_idempotency_keys")
    assert is_replayed(await ada.post("/quizzes", json=RIVERS, headers=KEY))


async def test_keys_are_forgotten_after_their_period(ada: Client, sql18: Sql) -> None:
    await ada.post("/quizzes", json=RIVERS, headers=KEY)
    for hours, left in ((23, 1), (25, 0)):
        sql18.connection.execute(
            "update core.idempotency_keys set created_at = now() - %s * interval '1 hour'", [hours]
        )
        sql18.value("select core.sweep_old_rows(1000)")
        assert sql18.value("select count(*) from core.idempotency_keys") == left
    assert not is_replayed(await ada.post("/quizzes", json=RIVERS, headers=KEY))


async def test_the_keys_of_a_deleted_account_go_with_it(ada: Client, sql18: Sql) -> None:
    await ada.post("/quizzes", json=RIVERS, headers=KEY)
    assert ada.person
    sql18.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.person.id])
    assert sql18.value("select count(*) from core.idempotency_keys") == 0


def test_a_key_of_nobody_is_refused_with_what_to_do(sql18: Sql) -> None:
    """The service role key is of no person."""
    for claims in (None, json.dumps({"role": "service_role"})):
        with pytest.raises(
            psycopg.Error, match="Sign in as one, or send this request without a key"
        ) as refused:
            sql18.value("select core.call_once(%s, 'list_topics', '{}', 'key', null)", claims)
        assert (refused.value.sqlstate, refused.value.diag.message_detail) == ("PT401", "not_signed_in")
