"""Faults between a PDF and its quiz: every job ends exactly once."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from starlette.responses import JSONResponse, Response

from app.documents import worker
from tests.attempts.taking import make_quiz, single
from tests.documents.conftest import Stream, balance, set_to, sign_in, working
from tests.documents.scripted import (
    Posted,
    ProcessingServer,
    accept,
    failed,
    made,
    read,
    refuse,
    report,
    report_until_taken,
    send_event,
)
from tests.fixtures import JWT_SECRET, PROCESSING_SECRET, Client, Server, SignUp, Sql, database_url, serving
from tests.waiting import until

URL = {"url": "https://example.com/biology.pdf"}


async def test_a_processing_server_that_was_away_gets_the_job_when_it_is_back(
    impatient: Sql, database: psycopg.Connection, tmp_path: Path
) -> None:
    away = ProcessingServer()
    async with away.running():
        port = int(away.url.rpartition(":")[2])
    async with serving(database, **working(away, tmp_path)) as server, server.client() as client:
        set_to(impatient, "jobs.max_attempts", 1_000_000)
        await sign_in(client)
        upload = (await client.post("/uploads", json=URL)).json()
        assert upload["state"] == "queued"
        await until(lambda: impatient.value("select true from core.jobs where attempts > 0"))
        async with away.running(port):
            posted = await away.next()
            await report(posted, read(posted))
        assert (await client.get(f"/uploads/{upload['id']}")).json()["state"] == "ready"


async def test_a_server_error_is_tried_again_under_the_same_id(
    teacher: Client, processor: ProcessingServer, impatient: Sql
) -> None:
    processor.answers = [refuse(503), refuse(429), refuse(302), accept]
    await teacher.post("/uploads", json=URL)
    posts = [await processor.next() for _ in range(4)]
    assert len({posted.webhook_id for posted in posts}) == 1
    assert await report(posts[-1], read(posts[-1])) == {"status": "applied"}


async def test_a_refusal_is_final_and_says_why(teacher: Client, processor: ProcessingServer) -> None:
    processor.answers = [refuse(422, code="too_long", detail="This address is too long.")]
    async with Stream(teacher) as stream:
        upload = (await teacher.post("/uploads", json=URL)).json()
        await stream.until("upload.failed")
    found = (await teacher.get(f"/uploads/{upload['id']}")).json()
    assert (found["state"], found["code"], found["reason"]) == (
        "failed",
        "too_long",
        "This address is too long.",
    )


async def test_a_refused_generation_gives_the_credits_back(
    teacher: Client, processor: ProcessingServer, ordered: Posted
) -> None:
    await report(ordered, made(ordered))
    before = await balance(teacher)
    processor.answers = [refuse(400, code="no_sources", detail="There is nothing to ask about.")]
    async with Stream(teacher) as stream:
        await teacher.post(f"/quizzes/{ordered.body['exam_id']}/generate")
        assert (await stream.until("quiz.failed"))["data"]["reason"] == "There is nothing to ask about."
    assert await balance(teacher) == before
    quiz = (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()
    assert (quiz["state"], quiz["state_code"]) == ("ready", "no_sources")  # it has its questions


async def test_a_job_fails_after_the_last_attempt(
    teacher: Client, processor: ProcessingServer, impatient: Sql
) -> None:
    set_to(impatient, "jobs.max_attempts", 3)
    processor.answers = [refuse(500)] * 3
    async with Stream(teacher) as stream:
        await teacher.post("/uploads", json=URL)
        reason = (await stream.until("upload.failed"))["data"]["reason"]
    assert "in 3 attempts" in reason
    dead = impatient.value("select core.list_jobs('{failed}')")
    assert [(job["code"], job["attempts"], job["about"]) for job in dead] == [
        ("unreachable", 3, "biology.pdf")
    ]


async def test_a_job_that_is_accepted_and_never_reported_on_times_out(
    teacher: Client, ordered: Posted, sql18: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    await until(
        lambda: sql18.value("select true from core.jobs where quiz_id is not null and deadline is not null")
    )
    spendable, reserved = await balance(teacher)
    async with Stream(teacher) as stream:
        sql18.connection.execute("update core.jobs set deadline = now() where state = 'accepted'")
        received = await stream.until("quiz.failed")  # some worker's sweep found it
    assert (received["data"]["code"], received["data"]["state"]) == ("timeout", "failed")
    assert await balance(teacher) == (round(spendable + reserved, 2), 0)
    assert (await report(ordered, made(ordered)))["status"] == "ignored"  # too late
    quiz = (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()
    assert (quiz["state"], quiz["question_count"]) == ("failed", 0)


async def test_a_report_of_progress_moves_the_deadline(teacher: Client, ordered: Posted, sql18: Sql) -> None:
    await until(
        lambda: sql18.value("select true from core.jobs where quiz_id is not null and deadline is not null")
    )
    sql18.connection.execute(
        "update core.jobs set deadline = now() + interval '1 min' where state = 'accepted'"
    )
    about = {"exam_id": ordered.body["exam_id"], "job_id": ordered.job_id}
    event = {
        "type": "quiz.generating",
        "timestamp": "2026-11-21T12:00:00Z",
        "data": {**about, "progress": 0.5},
    }
    assert (await report(ordered, event))["status"] == "applied"
    assert sql18.value("select deadline > now() + interval '10 min' from core.jobs where state = 'accepted'")


async def test_a_webhook_may_arrive_before_the_reply_to_the_request(
    teacher: Client, processor: ProcessingServer
) -> None:
    async def answer_first(posted: Posted) -> Response:
        assert (await report(posted, read(posted)))["status"] == "applied"
        return JSONResponse({}, 202)

    processor.answers = [answer_first]
    upload = (await teacher.post("/uploads", json=URL)).json()
    await processor.next()
    async with Stream(teacher):
        assert (await teacher.get(f"/uploads/{upload['id']}")).json()["state"] == "ready"


async def test_another_app_posts_the_job_of_a_killed_one_under_the_same_id(
    database: psycopg.Connection, sql18: Sql, tmp_path: Path
) -> None:
    hanging = asyncio.Event()
    reached = asyncio.Event()

    async def hang(posted: Posted) -> Response:
        reached.set()
        await hanging.wait()
        return await accept(posted)

    teacher = sql18.person("teacher")
    async with ProcessingServer([hang]).running() as processor:
        upload = sql18.call(teacher, "create_upload", url=URL["url"])
        app = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-m", "uvicorn", "app.main:app", "--port", "0", "--log-level", "warning"],
            env={
                **os.environ,
                "DATABASE_URL": database_url(database),
                "MIGRATION_DATABASE_URL": database_url(database, "postgres"),
                "JWT_SECRET_KEY": JWT_SECRET,
                "PROCESSING_SECRETS": PROCESSING_SECRET,
                "PROCESSING_URL": processor.url,
                "QUIZZLER_DATA_DIR": str(tmp_path / "killed"),
                "ENVIRONMENT": "production",
            },
        )
        try:
            async with asyncio.timeout(60):
                await reached.wait()
        finally:
            app.send_signal(signal.SIGKILL)
            app.wait()
        assert sql18.value("select state::text from core.jobs") == "waiting"
        hanging.set()
        first = await processor.next()
        sql18.connection.execute("update core.jobs set run_at = now()")  # the lease ends
        async with serving(database, **working(processor, tmp_path)) as server:
            second = await processor.next()
            assert second.webhook_id == first.webhook_id
            answer = await send_event(f"{server.url}/webhook/upload-processed/{upload['id']}", read(second))
            assert answer.json() == {"status": "applied"}
        found = sql18.call(teacher, "get_upload", upload_id=upload["id"])
        assert (found["state"], sql18.value("select attempts from core.jobs")) == ("ready", 2)


async def test_several_apps_share_the_work_and_post_each_job_once(
    teacher: Client, sql18: Sql, processor: ProcessingServer, database: psycopg.Connection, tmp_path: Path
) -> None:
    async with serving(database, **working(processor, tmp_path)):
        answers = await asyncio.gather(*(teacher.post("/uploads", json=URL) for _ in range(12)))
        assert {answer.status_code for answer in answers} == {201}
        posts = [await processor.next() for _ in range(12)]
    assert len({posted.webhook_id for posted in posts}) == 12
    assert processor.inbox.empty()


async def test_deleting_a_quiz_ends_its_generation_and_gives_the_credits_back(
    teacher: Client, ordered: Posted
) -> None:
    spendable, reserved = await balance(teacher)
    quiz = f"/quizzes/{ordered.body['exam_id']}"
    assert (await teacher.delete(quiz)).status_code == 200
    assert await balance(teacher) == (round(spendable + reserved, 2), 0)
    restored = (await teacher.post(f"{quiz}/restore")).json()
    assert (restored["state"], restored["state_code"]) == ("failed", "cancelled")
    assert (await report(ordered, made(ordered)))["status"] == "ignored"
    await teacher.delete(quiz)
    assert (await teacher.post(f"{quiz}/purge")).json()["purged"]


async def test_a_failed_upload_can_be_read_again(teacher: Client, processor: ProcessingServer) -> None:
    upload = (await teacher.post("/uploads", json=URL)).json()
    first = await processor.next()
    await report(first, failed(first))
    refused = (
        await teacher.post("/quizzes/generate", json={"sources": [{"upload_id": upload["id"]}]})
    ).json()
    assert refused["code"] == "upload_not_ready"
    again = (await teacher.post(f"/uploads/{upload['id']}/retry")).json()
    assert (again["state"], again["reason"]) == ("queued", None)
    second = await processor.next()
    assert second.job_id != first.job_id
    assert (await report(first, read(first)))["status"] == "ignored"  # of the job that has failed
    await report(second, read(second))
    assert (await teacher.get(f"/uploads/{upload['id']}")).json()["state"] == "ready"
    assert (await teacher.post(f"/uploads/{upload['id']}/retry")).status_code == 409


async def test_retrying_a_failed_generation_reserves_credits_again(
    teacher: Client, processor: ProcessingServer, ordered: Posted, sql18: Sql
) -> None:
    await report(ordered, failed(ordered, "no_text", "There is no text."))
    assert (await balance(teacher))[1] == 0
    sql18.value("select core.retry_job(%s)", ordered.job_id)
    assert (await balance(teacher))[1] == 0.3
    again = await processor.next()
    assert again.job_id != ordered.job_id
    await report(again, made(again))
    assert (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()["question_count"] == 3
    assert (await balance(teacher))[1] == 0


async def test_killing_postgres_loses_no_job(
    sign_up: SignUp, processor: ProcessingServer, impatient: Sql, server: Server
) -> None:
    """All connections of the app are ended while it works, as by a crash and restart of Postgres."""
    teacher = await sign_up("teacher")
    uploads = [(await teacher.post("/uploads", json=URL)).json() for _ in range(3)]
    impatient.connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()"
    )
    impatient.connection.execute("update core.jobs set run_at = now() where state = 'waiting'")
    waiting = {upload["id"] for upload in uploads}
    while waiting:
        posted = await processor.next()
        await report_until_taken(posted, read(posted))
        waiting.discard(posted.body["upload_id"])
    states = impatient.value("select array_agg(distinct state::text) from core.uploads")
    assert states == ["ready"]


@pytest.fixture(autouse=True)
def quick_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SWEEP_S", 0.05)
    monkeypatch.setattr(worker, "POLL_S", 0.5)


async def test_an_abandoned_attempt_ends_after_its_deadline(sql18: Sql, working_server: Server) -> None:
    quiz = make_quiz(sql18, sql18.person("host"), single())
    quiz.pass_deadline(quiz.start(sql18.person()))
    await until(lambda: sql18.value("select state = 'abandoned' from core.attempts"))


async def test_a_stream_that_waits_for_an_older_transaction_polls_less_and_less_often(
    teacher: Client, sql18: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        slept.append(seconds)
        await sleep(seconds)

    async with Stream(teacher) as stream:
        with sql18.connection.transaction():
            sql18.connection.execute("select pg_current_xact_id()")
            monkeypatch.setattr(asyncio, "sleep", noted)
            await teacher.post("/uploads", json={"url": "https://example.com/biology.pdf"})
            await until(lambda: 1.0 in slept)
        assert (await stream.next())["data"]["name"] == "biology.pdf"
