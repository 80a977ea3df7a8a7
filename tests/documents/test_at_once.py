"""Concurrent requests about uploads and jobs, and what a generation keeps of its sources."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.attempts.taking import single
from tests.documents.conftest import set_to
from tests.fixtures import Meanwhile, Person, Refused, Sql


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


def upload(ada: Person) -> Callable[[Sql], Any]:
    return lambda sql: sql.call(ada, "create_upload", url="https://example.com/a.pdf")


@pytest.mark.parametrize(
    ("setting", "code"),
    [("upload.max_per_person", "too_many_uploads"), ("jobs.max_open_per_person", "too_many_jobs")],
)
def test_two_concurrent_uploads_do_not_exceed_the_limit(
    sql: Sql, ada: Person, meanwhile: Meanwhile, setting: str, code: str
) -> None:
    set_to(sql, setting, 1)
    made, refused = meanwhile(upload(ada), upload(ada))
    assert made["state"] == "queued"
    assert isinstance(refused, Refused)
    assert refused.code == code


def test_a_locked_job_does_not_block_the_insert_of_another_for_the_same_upload(
    sql: Sql, ada: Person, meanwhile: Meanwhile
) -> None:
    upload_id = upload(ada)(sql)["id"]
    refer = (
        "insert into core.jobs (kind, owner_id, upload_id) values ('process_upload', %s, %s) returning state"
    )
    with sql.connection.transaction():
        sql.connection.execute("select core.lock_job(j.id) from core.jobs as j")
        sql.call(ada, "rename_upload", upload_id=upload_id, name="Cells")
        state, _ = meanwhile(
            lambda sql: sql.value(refer, ada.id, upload_id), lambda sql: sql.value("select 1")
        )
    assert state == "waiting"


def test_an_event_for_a_quiz_that_is_being_purged_gives_quiz_not_found(
    sql: Sql, ada: Person, meanwhile: Meanwhile
) -> None:
    quiz_id = sql.call(ada, "create_quiz", draft={"title": "Cells"})["id"]
    ordered = "insert into core.jobs (kind, owner_id, quiz_id, state, finished_at) "
    job_id = sql.value(
        ordered + "values ('generate_questions', %s, %s, 'done', now()) returning id", ada.id, quiz_id
    )
    event = {"type": "quiz.failed", "data": {"exam_id": quiz_id, "job_id": str(job_id)}}

    def purge(sql: Sql) -> Any:
        sql.call(ada, "delete_quiz", quiz_id=quiz_id)
        return sql.call(ada, "purge_quiz", quiz_id=quiz_id)

    def send_event(sql: Sql) -> Any:
        return sql.value("select core.receive_webhook('msg_1', 'quiz', %s, %s)", quiz_id, json.dumps(event))

    _, refused = meanwhile(purge, send_event)
    assert getattr(refused, "sqlstate", refused) == "PT404"


def test_page_ranges_are_kept_as_whole_numbers_however_they_were_written(sql: Sql, ada: Person) -> None:
    upload_id = upload(ada)(sql)["id"]
    sql.connection.execute("update core.uploads set state = 'ready', pages = 10, pdf_id = 'ab'")
    sources = [{"upload_id": upload_id, "pages": [[1.0, 2], [3, 4]]}]
    sql.call(ada, "generate_quiz", request={"sources": sources, "questions": 1})
    assert sql.value(
        "select (request #> '{sources,0,pages}')::text from core.jobs where quiz_id is not null"
    ) == ("[[1, 2], [3, 4]]")


def test_a_citation_is_checked_against_page_ranges_that_were_kept_as_decimals(sql: Sql, ada: Person) -> None:
    upload_id = upload(ada)(sql)["id"]
    sql.connection.execute("update core.uploads set state = 'ready', pages = 10, pdf_id = 'ab'")
    citation = {"upload_id": upload_id, "page": 2, "sentence": "All cells have walls."}
    sources = [{"upload_id": upload_id, "pages": [[1.0, 2.0]]}]
    checked = sql.value("select core.checked_citation(%s, %s)", json.dumps(citation), json.dumps(sources))
    assert checked["page"] == 2


def test_deleting_an_account_ends_its_unfinished_jobs_and_deletes_its_uploads(sql: Sql, ada: Person) -> None:
    upload_id = upload(ada)(sql)["id"]
    sql.connection.execute("update core.uploads set state = 'ready', pages = 10, pdf_id = 'ab'")
    upload(ada)(sql)
    for _ in range(2):
        sql.call(ada, "generate_quiz", request={"sources": [{"upload_id": upload_id}], "questions": 1})
    sql.call(ada, "delete_account")
    assert sql.value("select array_agg(distinct code) from core.jobs where state = 'failed'") == ["cancelled"]
    assert sql.value("select count(*) from core.jobs where state <> 'failed'") == 0
    assert sql.value("select count(*) from core.uploads where deleted_at is null") == 0
    assert sql.value("select balance from core.credit_accounts where kind = 'reserved'") == 0


def test_a_downloaded_quiz_does_not_name_uploads_that_were_deleted(sql: Sql, ada: Person) -> None:
    upload_id = upload(ada)(sql)["id"]
    quiz_id = sql.call(ada, "create_quiz", draft={"title": "Cells"})["id"]
    sql.call(ada, "create_questions", quiz_id=quiz_id, drafts=[single()])
    citation = {"upload_id": upload_id, "page": 2}
    sql.connection.execute("update core.questions set citation = %s", [json.dumps(citation)])

    def cited() -> Any:
        return sql.call(ada, "export_quiz", quiz_id=quiz_id, with_key=True)["questions"][0]["citation"]

    assert cited() == citation | {"name": "a.pdf"}
    sql.call(ada, "delete_upload", upload_id=upload_id)
    assert cited() == citation
