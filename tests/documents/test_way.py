"""From a PDF to a quiz, without faults."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from app.events.streams import PER_PERSON
from tests.documents.conftest import PDF, Stream, Uploaded, balance, generate
from tests.documents.scripted import PDF_ID, Posted, ProcessingServer, event, made, question, read, report
from tests.fixtures import Client, Server
from tests.waiting import until


async def test_an_upload_is_posted_to_the_processing_server_and_becomes_ready(
    teacher: Client, processor: ProcessingServer, server: Server
) -> None:
    upload = (await teacher.post("/uploads", json={"url": "https://example.com/a/biology.pdf?x=1"})).json()
    assert (upload["state"], upload["name"], upload["is_file"]) == ("queued", "biology.pdf", False)
    posted = await processor.next()
    assert posted.path == "/pdfs"
    assert posted.webhook_id == posted.job_id
    assert posted.body == {
        "upload_id": upload["id"],
        "job_id": posted.job_id,
        "name": "biology.pdf",
        "url": "https://example.com/a/biology.pdf?x=1",
        "callback_url": f"{server.url}/webhook/upload-processed/{upload['id']}",
    }
    assert await report(posted, read(posted)) == {"status": "applied"}
    ready = (await teacher.get(f"/uploads/{upload['id']}")).json()
    assert (ready["state"], ready["pages"], ready["title"], ready["pdf_id"]) == (
        "ready",
        10,
        "Biology",
        PDF_ID,
    )


async def test_progress_reaches_its_owner_as_it_happens(teacher: Client, processor: ProcessingServer) -> None:
    async with Stream(teacher) as stream:
        await teacher.post("/uploads", json={"url": "https://example.com/biology.pdf"})
        posted = await processor.next()
        about = {"upload_id": posted.body["upload_id"], "job_id": posted.job_id}
        await report(posted, event("upload.processing", **about, progress=0.4, message="Page 4 of 10"))
        received = await stream.until("upload.processing")
        while received["data"]["progress"] == 0:
            received = await stream.until("upload.processing")
        assert (received["data"]["progress"], received["data"]["message"]) == (0.4, "Page 4 of 10")
        await report(posted, read(posted))
        assert (await stream.until("upload.ready"))["data"]["pages"] == 10


async def test_a_quiz_is_generated_and_paid_for(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded
) -> None:
    upload_id = await uploaded()
    before, _ = await balance(teacher)
    async with Stream(teacher) as stream:
        quiz = await generate(
            teacher, upload_id, questions=4, sources=[{"upload_id": upload_id, "pages": [[1, 3], [7, 7]]}],
            difficulty={"easy": 50, "medium": 50}, kinds=["true_false"], topic="Cells", time_limit_s=600,
        )  # fmt: skip
        assert (quiz["state"], quiz["title"], quiz["time_limit_s"]) == ("generating", "Cells", 600)
        assert await balance(teacher) == (round(before - 0.4, 2), 0.4)
        posted = await processor.next()
        wanted = {
            "questions": 4,
            "kinds": ["true_false"],
            "difficulty": {"easy": 2, "medium": 2, "hard": 0},
            "topic": "Cells",
            "avoid": [],
            "language": "en",
        }
        assert {name: posted.body[name] for name in wanted} == wanted
        assert posted.body["sources"][0]["pages"] == [[1, 3], [7, 7]]
        await report(posted, made(posted))
        done = await stream.until("quiz.ready")
    assert (done["data"]["quiz_id"], done["data"]["delivered"]) == (quiz["id"], 4)
    ready = (await teacher.get(f"/quizzes/{quiz['id']}")).json()
    assert (ready["state"], ready["question_count"], ready["state_reason"]) == ("ready", 4, None)
    assert await balance(teacher) == (round(before - 0.4, 2), 0)


async def test_every_question_carries_its_citation(teacher: Client, ordered: Posted) -> None:
    await report(ordered, made(ordered))
    quiz_id = ordered.body["exam_id"]
    first = (await teacher.get(f"/quizzes/{quiz_id}/questions")).json()["items"][0]
    assert first["citation"] == {
        "upload_id": ordered.body["sources"][0]["upload_id"],
        "pdf_id": PDF_ID,
        "page": 2,
        "page_label": "ii",
        "sentence": "All plant cells have walls.",
    }
    attempt = (await teacher.post(f"/quizzes/{quiz_id}/start")).json()
    assert "citation" not in str(attempt)
    await teacher.post(f"/quizzes/{quiz_id}/submit", json={})
    review = (await teacher.get(f"/attempts/{attempt['id']}/review")).json()
    assert review["questions"][0]["citation"]["page"] == 2


async def test_fewer_questions_than_requested_cost_less_and_the_quiz_says_why(
    teacher: Client, ordered: Posted
) -> None:
    before, _ = await balance(teacher)
    await report(ordered, made(ordered, question(ordered), shortfall="Only one sentence was good enough."))
    quiz = (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()
    assert (quiz["state"], quiz["question_count"]) == ("ready", 1)
    assert (quiz["state_code"], quiz["state_reason"]) == ("shortfall", "Only one sentence was good enough.")
    assert quiz["state_counts"] == {"requested": 3, "delivered": 1}
    assert await balance(teacher) == (round(before + 0.2, 2), 0)


async def test_a_quiz_of_the_requested_number_keeps_the_note_that_it_differs(
    teacher: Client, ordered: Posted
) -> None:
    asked = ordered.body["questions"]
    questions = [question(ordered, prompt=f"Which wall is number {number}?") for number in range(asked)]
    await report(
        ordered, made(ordered, *questions, shortfall="Two hard ones were made instead of easy ones.")
    )
    quiz = (await teacher.get(f"/quizzes/{ordered.body['exam_id']}")).json()
    assert quiz["question_count"] == asked
    assert (quiz["state_code"], quiz["state_counts"]) == ("differs", {"requested": asked, "delivered": asked})
    assert quiz["state_reason"] == "Two hard ones were made instead of easy ones."


async def test_malformed_questions_and_those_that_cite_another_page_are_dropped(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded
) -> None:
    upload_id = await uploaded()
    await generate(
        teacher,
        upload_id,
        questions=5,
        sources=[{"upload_id": upload_id, "pages": [[1, 3]]}],
        kinds=["true_false"],
    )
    posted = await processor.next()
    await report(
        posted,
        made(
            posted,
            question(posted, "Right."),
            question(posted, "Cites a page that was not requested.", page=4),
            {**question(posted, "Cites nothing."), "citation": None},
            question(posted, "Is of another kind.", kind="poll"),
            {**question(posted, "Has no key."), "correct": None},
            "no question at all",  # type: ignore[arg-type]
        ),
    )
    kept = (await teacher.get(f"/quizzes/{posted.body['exam_id']}/questions")).json()["items"]
    assert [each["prompt"] for each in kept] == ["Right."]


async def test_more_questions_for_a_quiz_differ_from_those_that_it_has(
    teacher: Client, processor: ProcessingServer, ordered: Posted
) -> None:
    await report(ordered, made(ordered))
    quiz_id = ordered.body["exam_id"]
    answer = await teacher.post(f"/quizzes/{quiz_id}/generate", json={"questions": 1})
    assert (answer.status_code, answer.json()["state"]) == (202, "generating")
    posted = await processor.next()
    assert len(posted.body["avoid"]) == 3
    assert posted.body["sources"] == ordered.body["sources"]
    await report(posted, made(posted, question(posted, "A fourth.")))
    quiz = (await teacher.get(f"/quizzes/{quiz_id}")).json()
    assert (quiz["state"], quiz["question_count"]) == ("ready", 4)


async def test_a_question_is_replaced_and_keeps_its_place(
    teacher: Client, processor: ProcessingServer, ordered: Posted
) -> None:
    await report(ordered, made(ordered))
    questions = f"/quizzes/{ordered.body['exam_id']}/questions"
    second = (await teacher.get(questions)).json()["items"][1]
    async with Stream(teacher) as stream:
        answer = await teacher.post(f"{questions}/{second['id']}/regenerate")
        assert (answer.status_code, answer.json()["state"]) == (202, "generating")
        posted = await processor.next()
        assert (posted.body["questions"], posted.body["kinds"]) == (1, ["true_false"])
        await report(posted, made(posted, question(posted, "Another one.", page=5)))
        assert (await stream.until("question.ready"))["data"]["question_id"] == second["id"]
    now = (await teacher.get(questions)).json()["items"][1]
    assert (now["id"], now["version"], now["prompt"], now["citation"]["page"]) == (
        second["id"],
        2,
        "Another one.",
        5,
    )


async def test_a_file_that_was_sent_is_fetched_by_its_signed_address(
    teacher: Client, api: Client, processor: ProcessingServer
) -> None:
    answer = await teacher.post("/uploads/file", files={"file": ("cells.pdf", PDF, "application/pdf")})
    assert answer.status_code == 201, answer.text
    upload = answer.json()
    assert (upload["name"], upload["size_bytes"], upload["is_file"], upload["url"]) == (
        "cells.pdf",
        len(PDF),
        True,
        None,
    )
    posted = await processor.next()
    assert "stored_in" not in posted.body
    fetched = await api.get(posted.body["url"])
    assert (fetched.status_code, fetched.content) == (200, PDF)
    assert (await api.get(f"/uploads/{upload['id']}/content")).status_code == 403
    assert (await api.get(posted.body["url"][:-3] + "abc")).status_code == 403


async def test_a_pdf_may_be_sent_as_the_body(teacher: Client, processor: ProcessingServer) -> None:
    answer = await teacher.post(
        "/uploads/file?name=Cells", content=PDF, headers={"Content-Type": "application/pdf"}
    )
    assert (answer.status_code, answer.json()["name"]) == (201, "Cells")
    assert (await processor.next()).body["name"] == "Cells"


async def test_a_file_that_is_not_a_pdf_is_refused_at_once(teacher: Client, server: Server) -> None:
    answer = await teacher.post("/uploads/file", files={"file": ("cells.pdf", b"PK\3\4" + bytes(2000))})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_pdf")
    assert (await teacher.get("/uploads")).json()["items"] == []
    assert list((server.app.state.settings.quizzler_data_dir / "uploads").iterdir()) == []


async def test_a_person_opens_no_more_streams_at_once_than_allowed(teacher: Client, server: Server) -> None:
    async with AsyncExitStack() as stack:

        async def status() -> int:
            return (await stack.enter_async_context(teacher.stream("GET", "/events"))).status_code

        statuses = await asyncio.gather(*(status() for _ in range(PER_PERSON + 3)))
        assert sorted(statuses) == [200] * PER_PERSON + [429] * 3
    await until(lambda: not len(server.app.state.streams))


async def test_a_client_that_disconnects_while_it_sends_a_file_is_not_an_error(
    teacher: Client, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    folder = server.app.state.settings.quizzler_data_dir / "uploads"
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)

    async def half() -> AsyncIterator[bytes]:
        yield PDF
        await until(lambda: list(folder.glob("*")))
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await teacher.post("/uploads/file", content=half())
    await until(lambda: not list(folder.glob("*")))
    await teacher.get("/uploads")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
