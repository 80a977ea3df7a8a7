"""Jobs in SQL: who may see and take them, and which generation requests are valid."""

import json
from typing import Any

import psycopg
import pytest

from tests.fixtures import Person, Refused, Sql, database_url

URL = "https://example.com/biology.pdf"


def ready_upload(sql: Sql, person: Person, pages: int = 10) -> str:
    upload_id: str = sql.call(person, "create_upload", url=URL)["id"]
    sql.connection.execute(
        "update core.uploads set state = 'ready', pages = %s, pdf_id = repeat('a', 64) where id = %s",
        [pages, upload_id],
    )
    sql.connection.execute("update core.jobs set state = 'done', finished_at = now() where state = 'waiting'")
    return upload_id


def refusal(
    sql: Sql, person: Person | None, function: str, **arguments: Any
) -> tuple[int | None, str | None]:
    with pytest.raises(Refused) as refused:
        sql.call(person, function, **arguments)
    return refused.value.status, refused.value.code


def test_people_read_their_own_uploads_and_jobs_and_nobody_elses(sql: Sql) -> None:
    ada, bob = sql.person("ada"), sql.person("bob")
    upload = sql.call(ada, "create_upload", url=URL)
    for view in ("public.uploads", "public.jobs"):
        assert len(sql.select(ada, f"select * from {view}")) == 1
        assert sql.select(bob, f"select * from {view}") == []
        with pytest.raises(Refused):
            sql.select(None, f"select * from {view}")
    for function, more in (
        ("get_upload", {}),
        ("rename_upload", {"name": "x"}),
        ("delete_upload", {}),
        ("retry_upload", {}),
    ):
        assert refusal(sql, bob, function, upload_id=upload["id"], **more) == (404, "upload_not_found")
    assert refusal(sql, bob, "generate_quiz", request={"sources": [{"upload_id": upload["id"]}]})[0] == 404


def test_a_quiz_is_generated_from_several_pdfs_and_their_pages(sql: Sql) -> None:
    ada = sql.person()
    one, two = ready_upload(sql, ada), ready_upload(sql, ada)
    request = {"sources": [{"upload_id": one, "pages": [[1, 3]]}, {"upload_id": two}], "questions": 4}
    sql.call(ada, "generate_quiz", request=request)
    sources = sql.value("select core.take_job()")["job"]["body"]["sources"]
    assert [(source["upload_id"], source["pages"]) for source in sources] == [(one, [[1, 3]]), (two, None)]


def test_a_deleted_upload_is_not_listed_and_can_be_restored(sql: Sql) -> None:
    ada = sql.person()
    upload_id = ready_upload(sql, ada)
    sql.call(ada, "delete_upload", upload_id=upload_id)
    assert sql.select(ada, "select id from public.uploads") == []
    assert sql.call(ada, "list_uploads")["items"] == []
    assert [each["id"] for each in sql.call(ada, "list_uploads", deleted=True)["items"]] == [upload_id]
    assert refusal(sql, ada, "generate_quiz", request={"sources": [{"upload_id": upload_id}]}) == (
        404,
        "upload_not_found",
    )
    assert sql.call(ada, "restore_upload", upload_id=upload_id)["state"] == "ready"


def test_deleting_an_upload_cancels_its_job(sql: Sql) -> None:
    ada = sql.person()
    upload = sql.call(ada, "create_upload", url=URL)
    sql.call(ada, "delete_upload", upload_id=upload["id"])
    assert sql.value("select state::text || ' ' || code from core.jobs") == "failed cancelled"
    restored = sql.call(ada, "restore_upload", upload_id=upload["id"])
    assert (restored["state"], restored["code"]) == ("failed", "cancelled")
    assert sql.call(ada, "retry_upload", upload_id=upload["id"])["state"] == "queued"


def test_uploads_are_listed_newest_first_by_page(sql: Sql) -> None:
    ada = sql.person()
    made = [sql.call(ada, "create_upload", url=URL, name=f"{n}")["name"] for n in range(5)]
    seen, cursor = [], None
    while True:
        page = sql.call(ada, "list_uploads", page_size=2, cursor=cursor)
        seen += [each["name"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == made[::-1]


@pytest.mark.parametrize(
    "url", ["", "ftp://x/y.pdf", "biology.pdf", "https://", "https://a b", "javascript:x", None]
)
def test_an_upload_needs_a_web_address(sql18: Sql, url: str | None) -> None:
    status, code = refusal(sql18, sql18.person(), "create_upload", url=url)
    assert (status, code) in [(422, "bad_url"), (422, "missing_field")]


WRONG_REQUESTS = [
    ({}, "nothing_to_ask_about"),
    ({"sources": []}, "nothing_to_ask_about"),
    ({"topic": "  "}, "nothing_to_ask_about"),
    ({"topic": "Cells", "questions": 0}, "out_of_range"),
    ({"topic": "Cells", "questions": 101}, "out_of_range"),
    ({"topic": "Cells", "questions": 1.5}, "out_of_range"),
    ({"topic": "Cells", "kinds": []}, "unknown_value"),
    ({"topic": "Cells", "kinds": ["poll"]}, "unknown_value"),
    ({"topic": "Cells", "kinds": "numeric"}, "unknown_value"),
    ({"topic": "Cells", "difficulty": "brutal"}, "unknown_value"),
    ({"topic": "Cells", "difficulty": {"easy": 3}}, "bad_difficulty"),
    ({"topic": "Cells", "difficulty": {"easy": -1, "hard": 11}}, "out_of_range"),
    ({"topic": "Cells", "difficulty": {"brutal": 10}}, "unknown_field"),
    ({"topic": "Cells", "colour": "red"}, "unknown_field"),
    ({"topic": "Cells", "language": "English!"}, "bad_language"),
    ({"topic": "Cells", "title": 5}, "wrong_type"),
    ({"topic": "Cells", "closes_at": "tomorrow"}, "bad_time"),
    ({"sources": "all"}, "wrong_type"),
    ({"sources": [None]}, "wrong_type"),
    ({"sources": [{"upload_id": "x"}]}, "upload_not_found"),
    ({"sources": [{"upload_id": "UPLOAD", "page": 1}]}, "unknown_field"),
    ({"sources": [{"upload_id": "UPLOAD"}, {"upload_id": "UPLOAD"}]}, "repeated_source"),
    ({"sources": [{"upload_id": "UPLOAD", "pages": []}]}, "wrong_count"),
    ({"sources": [{"upload_id": "UPLOAD", "pages": [1, 2]}]}, "wrong_type"),
    ({"sources": [{"upload_id": "UPLOAD", "pages": [[1]]}]}, "wrong_type"),
    ({"sources": [{"upload_id": "UPLOAD", "pages": [[0, 2]]}]}, "bad_pages"),
    ({"sources": [{"upload_id": "UPLOAD", "pages": [[3, 2]]}]}, "bad_pages"),
    ({"sources": [{"upload_id": "UPLOAD", "pages": [[1, 11]]}]}, "bad_pages"),
    ({"sources": [{"upload_id": "UPLOAD", "pages": [["1", "2"]]}]}, "bad_pages"),
    ({"sources": [{"upload_id": "UPLOAD", "pages": [[1, 1e300]]}]}, "bad_pages"),
]  # fmt: skip


def test_an_invalid_generation_request_is_refused_and_reserves_nothing(sql: Sql) -> None:
    ada = sql.person()
    upload_id = ready_upload(sql, ada)
    for request, code in WRONG_REQUESTS:
        asked = json.loads(json.dumps(request).replace("UPLOAD", upload_id))
        assert refusal(sql, ada, "generate_quiz", request=asked)[1] == code, request
    assert sql.value("select count(*) from core.quizzes") == 0
    assert sql.call(ada, "credit_balance")["reserved"] == 0


def test_without_enough_credits_nothing_is_made(sql: Sql) -> None:
    ada = sql.person()
    upload_id = ready_upload(sql, ada)
    request = {"sources": [{"upload_id": upload_id}], "questions": 100}
    sql.call(ada, "generate_quiz", request=request)  # all of the gift
    assert refusal(sql, ada, "generate_quiz", request=request) == (402, "not_enough_credits")
    assert sql.value("select count(*) from core.quizzes") == 1


def test_a_quiz_has_one_generation_at_a_time(sql: Sql) -> None:
    ada = sql.person()
    quiz = sql.call(ada, "generate_quiz", request={"topic": "Cells"})
    assert refusal(sql, ada, "generate_questions", quiz_id=quiz["id"]) == (409, "already_generating")
    assert refusal(sql, sql.person("bob"), "generate_questions", quiz_id=quiz["id"]) == (
        404,
        "quiz_not_found",
    )


@pytest.mark.parametrize(
    ("mix", "counts"),
    [
        ("hard", {"easy": 0, "medium": 0, "hard": 7}),
        ({"easy": 4, "hard": 3}, {"easy": 4, "medium": 0, "hard": 3}),
        ({"easy": 34, "medium": 33, "hard": 33}, {"easy": 3, "medium": 2, "hard": 2}),
        ({"easy": 1, "hard": 99}, {"easy": 0, "medium": 0, "hard": 7}),
    ],
)
def test_a_mix_of_difficulties_may_be_numbers_or_percentages(
    sql18: Sql, mix: Any, counts: dict[str, int]
) -> None:
    request = json.dumps({"difficulty": mix})
    assert sql18.value("select core.difficulty_counts(%s, 7)", request) == counts


def test_two_workers_never_take_the_same_job(sql: Sql) -> None:
    ada = sql.person()
    for _ in range(2):
        sql.call(ada, "create_upload", url=URL)
    url = database_url(sql.connection)
    with psycopg.connect(url) as one, psycopg.connect(url) as two, psycopg.connect(url) as three:
        taken = [each.execute("select core.take_job()").fetchone()[0]["job"] for each in (one, two, three)]  # type: ignore[index]
    assert taken[2] is None
    assert taken[0]["job_id"] != taken[1]["job_id"]


def test_only_the_newest_lease_counts(sql: Sql) -> None:
    sql.call(sql.person(), "create_upload", url=URL)
    old = sql.value("select core.take_job()")["job"]
    sql.connection.execute("update core.jobs set run_at = now()")
    new = sql.value("select core.take_job()")["job"]
    refuse = "select core.refuse_job(%s, %s, 'refused', 'No.')"
    assert new["job_id"] == old["job_id"]
    assert sql.value(refuse, old["job_id"], old["lease"]) is False
    assert sql.value("select core.accept_job(%s, %s)", new["job_id"], new["lease"]) is True
    assert sql.value(refuse, new["job_id"], new["lease"]) is False
    assert sql.value("select state::text from core.uploads") == "processing"


def test_a_job_whose_workers_all_died_fails_in_the_end(sql: Sql) -> None:
    sql.call(sql.person(), "create_upload", url=URL)
    most = sql.value("select core.setting('jobs.max_attempts')")
    for _ in range(most):
        assert sql.value("select core.take_job()")["job"]
        assert sql.value("select core.sweep_jobs()") == 0
        sql.connection.execute("update core.jobs set run_at = now()")
    assert sql.value("select core.take_job()")["job"] is None
    assert sql.value("select core.sweep_jobs()") == 1
    assert sql.value("select code from core.uploads") == "unreachable"


def test_clients_can_not_call_internal_functions(sql: Sql) -> None:
    ada = sql.person()
    for function in ("take_job", "sweep_jobs", "receive_webhook", "create_file_upload", "retry_job"):
        assert refusal(sql, ada, function)[1] == "unknown_function"


def test_the_ledger_balances_after_a_generation(sql: Sql) -> None:
    ada = sql.person()
    quiz = sql.call(ada, "generate_quiz", request={"topic": "Cells", "questions": 5})
    job_id = sql.value("select id::text from core.jobs where quiz_id = %s", quiz["id"])
    draft = {"kind": "true_false", "prompt": "Cells have walls.", "correct": True}
    event = {
        "type": "quiz.generated",
        "data": {"exam_id": quiz["id"], "job_id": job_id, "requested": 5, "questions": [draft, draft]},
    }
    answer = sql.value("select core.receive_webhook('msg_1', 'quiz', %s, %s)", quiz["id"], json.dumps(event))
    assert answer == {"status": "applied"}
    balance = sql.call(ada, "credit_balance")
    assert (balance["spendable"], balance["reserved"]) == (9.8, 0)
    assert sql.connection.execute("select core.check_ledger()").fetchall() == []
