"""Events of a processing server are applied once, however often and in whatever order they arrive."""

import asyncio
import base64
import json
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from standardwebhooks import Webhook

from app.documents.service import new_secret
from processor.contract.signatures import Signer
from tests.documents.conftest import Stream, Uploaded, balance, generate
from tests.documents.scripted import (
    Posted,
    ProcessingServer,
    event,
    failed,
    made,
    question,
    read,
    report,
    send_event,
)
from tests.fixtures import PROCESSING_SECRET, Client, Server, SignUp, Sql
from tests.waiting import until


@pytest.fixture
def callback(ordered: Posted) -> str:
    return ordered.body["callback_url"]


async def test_the_same_webhook_id_is_applied_once(teacher: Client, ordered: Posted) -> None:
    assert await report(ordered, made(ordered), "msg_1") == {"status": "applied"}
    assert (await report(ordered, made(ordered), "msg_1"))["status"] == "repeated"
    assert (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()["question_count"] == 3


async def test_many_concurrent_deliveries_add_questions_and_charge_once(
    teacher: Client, ordered: Posted
) -> None:
    before, reserved = await balance(teacher)
    received = await asyncio.gather(
        *(report(ordered, made(ordered), f"msg_{n % 3}") for n in range(12)), report(ordered, failed(ordered))
    )
    applied = [each["status"] for each in received].count("applied")
    assert applied == 1
    spendable, still_reserved = await balance(teacher)
    quiz = (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()
    assert still_reserved == 0
    assert (quiz["question_count"], spendable) in [(3, before), (0, round(before + reserved, 2))]


async def test_a_webhook_that_arrives_before_the_reply_to_its_job_does_not_deadlock(
    teacher: Client, processor: ProcessingServer, sql18: Sql
) -> None:
    upload = (await teacher.post("/uploads", json={"url": "https://example.com/b.pdf"})).json()
    posted = await processor.next()
    accepted = "select state = 'accepted' from core.jobs where id = %s"
    await until(lambda: sql18.value(accepted, posted.job_id))
    with sql18.connection.transaction():  # stands for a worker that takes long to note the reply
        sql18.connection.execute("select from core.uploads where id = %s for update", [upload["id"]])
        reporting = asyncio.create_task(report(posted, read(posted)))
        await until(lambda: sql18.value("select exists (select from pg_locks where not granted)"))
        sql18.connection.execute("select from core.jobs where id = %s for update", [posted.job_id])
    assert await reporting == {"status": "applied"}


async def test_an_event_after_the_final_one_changes_nothing(teacher: Client, ordered: Posted) -> None:
    assert (await report(ordered, made(ordered)))["status"] == "applied"
    before = await balance(teacher)
    late = await report(ordered, failed(ordered))
    assert (late["status"], late["detail"]) == ("ignored", "This job has ended already: done.")
    assert (await report(ordered, made(ordered, question(ordered, "Another."))))["status"] == "ignored"
    quiz = (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()
    assert (quiz["state"], quiz["question_count"]) == ("ready", 3)
    assert await balance(teacher) == before


async def test_progress_never_decreases_when_events_arrive_out_of_order(
    teacher: Client, processor: ProcessingServer
) -> None:
    upload = (await teacher.post("/uploads", json={"url": "https://example.com/b.pdf"})).json()
    posted = await processor.next()
    about = {"upload_id": upload["id"], "job_id": posted.job_id}
    for progress, status in ((0.5, "applied"), (0.2, "ignored"), (0.5, "ignored"), (7, "applied")):
        received = await report(posted, event("upload.processing", **about, progress=progress, message="…"))
        assert received["status"] == status
    await report(posted, read(posted))
    assert (await report(posted, event("upload.processing", **about, progress=0.9)))["status"] == "ignored"
    found = (await teacher.get(f"/uploads/{upload['id']}")).json()
    assert (found["state"], found["progress"]) == ("ready", 1)


async def test_the_job_of_another_quiz_is_refused(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded, ordered: Posted
) -> None:
    await generate(teacher, await uploaded())
    other = await processor.next()
    stray = made(ordered)
    stray["data"]["job_id"] = other.job_id
    answer = await send_event(ordered.body["callback_url"], stray)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_job")
    answer = await send_event(ordered.body["callback_url"], made(other))
    assert (answer.status_code, answer.json()["code"]) == (422, "not_an_event")


async def test_an_unknown_id_and_a_deleted_one_have_different_codes(
    teacher: Client, server: Server, processor: ProcessingServer
) -> None:
    upload = (await teacher.post("/uploads", json={"url": "https://example.com/b.pdf"})).json()
    posted = await processor.next()
    nobody = str(uuid.uuid4())
    unknown = read(posted, upload_id=nobody)
    answer = await send_event(f"{server.url}/webhook/upload-processed/{nobody}", unknown)
    assert (answer.status_code, answer.json()["code"]) == (404, "upload_not_found")
    await teacher.delete(f"/uploads/{upload['id']}")
    answer = await send_event(posted.body["callback_url"], read(posted))
    assert (answer.status_code, answer.json()["code"]) == (410, "upload_deleted")


def signed(body: bytes, secret: str = PROCESSING_SECRET, at: datetime | None = None) -> dict[str, str]:
    now = at or datetime.now(UTC)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = Webhook(key).sign("msg_x", now, body.decode("latin-1"))
    return {
        "webhook-id": "msg_x",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }


FORGED = {
    "no headers": lambda body: {},
    "another secret": lambda body: signed(body, new_secret()),
    "another body": lambda body: signed(body + b" "),
    "too old": lambda body: signed(body, at=datetime.now(UTC) - timedelta(minutes=6)),
    "from tomorrow": lambda body: signed(body, at=datetime.now(UTC) + timedelta(days=1)),
    "no version": lambda body: {**signed(body), "webhook-signature": "abc"},
    "not base64": lambda body: {**signed(body), "webhook-signature": "v1,a"},
    "not ascii": lambda body: {**signed(body), "webhook-signature": "v1,ä"},
    "a malformed time": lambda body: {**signed(body), "webhook-timestamp": "nan"},
    "another id": lambda body: {**signed(body), "webhook-id": "msg_y"},
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
async def test_an_event_without_a_good_signature_is_refused_and_changes_nothing(
    teacher: Client, ordered: Posted, callback: str, forge
) -> None:
    body = json.dumps(made(ordered)).encode()
    headers = {name: value.encode() for name, value in forge(body).items()}
    async with httpx.AsyncClient() as client:
        answer = await client.post(callback, content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_signature")
    assert (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()["state"] == "generating"


@pytest.mark.parametrize("body", [b"\xff\xfe", b'{"a": "\xc3"}'], ids=["no text", "cut in half"])
async def test_a_body_that_is_not_utf8_is_refused(ordered: Posted, callback: str, body: bytes) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(callback, content=body, headers=signed(body))
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"quiz.generated"',
        b'{"type": "quiz.generated"}',
        b'{"type": 1, "data": {}}',
        b'{"type": "\\u0000"}',
    ],
)
async def test_a_signed_body_that_is_not_an_event_is_refused(
    ordered: Posted, callback: str, body: bytes
) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(callback, content=body, headers=signed(body))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "questions", [None, "many", {}, [None], [[1]], [{"kind": "single_choice"}], [{"citation": 5}]], ids=str
)
async def test_a_generation_without_a_usable_question_fails(
    teacher: Client, ordered: Posted, questions
) -> None:
    spendable, reserved = await balance(teacher)
    body = made(ordered)
    body["data"]["questions"] = questions
    assert await report(ordered, body) == {"status": "applied"}
    quiz = (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()
    assert (quiz["state"], quiz["state_code"]) == ("failed", "no_questions")
    assert await balance(teacher) == (round(spendable + reserved, 2), 0)


@pytest.mark.parametrize(
    "wrong",
    [{"pages": 0}, {"pages": "ten"}, {"pages": 1.5}, {"pdf_id": "x"}, {"pdf_id": None}, {"title": 5}],
    ids=str,
)
async def test_a_malformed_result_is_refused_and_the_upload_still_waits(
    teacher: Client, processor: ProcessingServer, wrong
) -> None:
    upload = (await teacher.post("/uploads", json={"url": "https://example.com/b.pdf"})).json()
    posted = await processor.next()
    assert (await send_event(posted.body["callback_url"], read(posted, **wrong))).status_code == 422
    assert (await report(posted, read(posted)))["status"] == "applied"
    assert (await teacher.get(f"/uploads/{upload['id']}")).json()["state"] == "ready"


async def test_a_webhook_that_is_too_large_is_refused(ordered: Posted, server: Server) -> None:
    body = made(ordered)
    body["data"]["shortfall"] = "x" * server.app.state.settings.max_webhook_bytes
    assert (await send_event(ordered.body["callback_url"], body)).status_code == 413


async def test_both_secrets_are_accepted_while_the_secret_is_changed() -> None:
    old, new = new_secret(), new_secret()
    both = Signer(f"{new}, {old}")
    for secret in (old, new):
        assert both.verify(Signer(secret).headers("msg_1", "{}"), b"{}") == "msg_1"
    assert Signer(new).verify(both.headers("msg_2", "{}"), b"{}") == "msg_2"


async def test_a_stream_resumes_after_its_last_event_and_sends_each_event_once(
    teacher: Client, ordered: Posted
) -> None:
    about = {"exam_id": ordered.body["exam_id"], "job_id": ordered.job_id}
    async with Stream(teacher) as stream:
        await report(ordered, event("quiz.generating", **about, progress=0.1))
        received = await stream.until("quiz.generating")
        if (
            received["data"]["progress"] == 0
        ):  # of the acceptance, which may come before or after this stream opens
            received = await stream.until("quiz.generating")
        assert received["data"]["progress"] == 0.1
    await report(ordered, event("quiz.generating", **about, progress=0.2))
    await report(ordered, event("quiz.generating", **about, progress=0.3))
    async with Stream(teacher, stream.last_id) as again:
        assert [(await again.next())["data"]["progress"] for _ in range(2)] == [0.2, 0.3]
        await report(ordered, event("quiz.generating", **about, progress=0.4))
        assert (await again.next())["data"]["progress"] == 0.4


async def test_events_of_a_transaction_that_ends_late_are_not_missed(
    teacher: Client, sql18: Sql, server: Server
) -> None:
    """Its event has a lower id than the other transaction's, but becomes visible later."""
    import psycopg

    user_id = teacher.person.id  # type: ignore[union-attr]
    notify = "select core.notify_user(%s, %s, '{}')"
    async with Stream(teacher) as stream:
        with psycopg.connect(sql18.connection.info.dsn) as slow:
            slow.execute(notify, [user_id, "first"])
            sql18.connection.execute(notify, [user_id, "second"])
            slow.commit()
        assert [(await stream.next())["event"] for _ in range(2)] == ["first", "second"]


async def test_events_of_another_person_are_not_received(sign_up: SignUp, sql18: Sql) -> None:
    ada, bob = await sign_up("ada"), await sign_up("bob")
    notify = "select core.notify_user(%s, %s, '{}')"
    async with Stream(bob) as stream:
        sql18.connection.execute(notify, [ada.person.id, "for.ada"])  # type: ignore[union-attr]
        sql18.connection.execute(notify, [bob.person.id, "for.bob"])  # type: ignore[union-attr]
        assert (await stream.next())["event"] == "for.bob"


async def test_events_need_a_token_and_a_well_formed_last_id(api: Client, teacher: Client) -> None:
    assert (await api.get("/events")).status_code == 401
    in_the_address = await api.get("/events", params={"token": teacher.access_token})
    assert (in_the_address.status_code, in_the_address.json()["code"]) == (422, "unknown_parameter")
    answer = await teacher.get("/events", headers={"Last-Event-ID": "7; drop"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_event_id")


async def test_a_stream_ends_when_its_session_does(teacher: Client, sql18: Sql) -> None:
    async with Stream(teacher) as stream:
        await teacher.post("/auth/signout")
        sql18.connection.execute("select core.notify_user(%s, 'later', '{}')", [teacher.person.id])  # type: ignore[union-attr]
        with pytest.raises(StopAsyncIteration):
            await stream.next()
