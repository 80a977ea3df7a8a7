"""Results as tables for spreadsheets, on a real server."""

import csv
import io
import json
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from python_calamine import CalamineWorkbook

from app.formats.cells import escape_formula, unescape_formula
from app.formats.table_writers import CsvTable, WorkbookTable
from tests.attempts.taking import Quiz, make_quiz, numeric, short_text, single
from tests.fixtures import Client, Refused, SignUp, Sql


@pytest_asyncio.fixture
async def host(sign_up: SignUp) -> Client:
    return await sign_up("host")


@pytest_asyncio.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


@pytest.fixture
def quiz(sql18: Sql, host: Client, ada: Client) -> Quiz:
    """A quiz that Ada has taken: one answer right, one wrong, one left out."""
    drafts = single("Capital?"), short_text("City?"), numeric("Pi?")
    quiz = make_quiz(sql18, host.person, *drafts, pass_mark=30)
    attempt = quiz.start(ada.person)
    one, two, _ = attempt["questions"]
    quiz.submit(
        ada.person,
        [
            {"question_id": one["id"], "response": quiz.right(one["id"])},
            {"question_id": two["id"], "response": "=1+1;=2+2"},
        ],
    )
    return quiz


async def table(client: Client, quiz: Quiz, **query: str) -> list[dict[str, str]]:
    answer = await client.get(f"/results/{quiz.id}/export", params=query)
    assert answer.status_code == 200, answer.text
    delimiter = {"semicolon": ";", "tab": "\t"}.get(query.get("separator", ""), ",")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter))


async def test_each_attempt_is_a_row(quiz: Quiz, host: Client, ada: Client) -> None:
    quiz.change(attempts_allowed=2)
    quiz.start(ada.person)
    first, second = await table(host, quiz)
    assert [
        first[name] for name in ("name", "attempt", "state", "answered", "questions", "score", "maximum")
    ] == ["ada", "1", "finished", "2", "3", "1", "3"]
    assert [first[name] for name in ("percent", "passed", "counts")] == ["33.33", "yes", "yes"]
    assert [second[name] for name in ("attempt", "state", "finished", "score")] == [
        "2",
        "in progress",
        "",
        "",
    ]


async def test_each_answer_is_a_row_with_its_response_in_words(quiz: Quiz, host: Client) -> None:
    rows = await table(host, quiz, rows="answers")
    assert [(row["question"], row["response"], row["status"], row["points"]) for row in rows] == [
        ("1", "Rome", "right", "1"),
        ("2", "'=1+1;'=2+2", "wrong", "0"),
        ("3", "", "unanswered", "0"),
    ]
    assert datetime.fromisoformat(rows[0]["saved"])


async def test_a_workbook_has_numbers_and_times_and_no_formulas(quiz: Quiz, host: Client) -> None:
    answer = await host.get(f"/results/{quiz.id}/export?format=xlsx&rows=answers")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    heads, right, text, _ = sheet.to_python()
    row = dict(zip(heads, right, strict=True))
    assert (row["points"], row["attempt"]) == (1.0, 1.0)
    assert isinstance(row["saved"], datetime)
    assert dict(zip(heads, text, strict=True))["response"] == "=1+1;=2+2"
    assert b"<f>" not in answer.content


async def test_separators_are_chosen(quiz: Quiz, host: Client) -> None:
    (row,) = await table(host, quiz, decimal="comma", separator="semicolon")
    assert row["percent"] == "33,33"
    answer = await host.get(f"/results/{quiz.id}/export?decimal=comma")
    assert answer.content.decode("utf-8-sig").startswith("name;attempt;")
    assert (await table(host, quiz, separator="tab"))[0]["name"] == "ada"


async def test_times_are_in_the_time_zone(quiz: Quiz, host: Client, sql18: Sql) -> None:
    sql18.connection.execute("update core.attempts set started_at = '2026-07-01T10:00:00Z'")
    assert (await table(host, quiz, time_zone="Asia/Tokyo"))[0]["started"] == "2026-07-01 19:00:00"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("format=ods", "invalid_request"),
        ("rows=all", "invalid_request"),
        ("separator=%00", "invalid_request"),
        ("decimal=", "invalid_request"),
        ("time_zone=Mars/Base", "unknown_time_zone"),
    ],
)
async def test_unknown_options_are_refused(quiz: Quiz, host: Client, query: str, code: str) -> None:
    answer = await host.get(f"/results/{quiz.id}/export?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_only_the_owner_exports_results(quiz: Quiz, api: Client, ada: Client) -> None:
    refused = await ada.get(f"/results/{quiz.id}/export")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_the_owner")
    assert (await api.get(f"/results/{quiz.id}/export")).status_code == 401


async def test_takers_give_what_the_quiz_asks_for_once(quiz: Quiz, host: Client, sign_up: SignUp) -> None:
    quiz.change(ask_email=True, ask_student_number=True, attempts_allowed=3)
    bob = await sign_up("bob")
    start = f"/quizzes/{quiz.id}/start"
    assert (await bob.get(f"/quizzes/{quiz.id}")).json()["ask_email"] is True
    assert (await bob.post(start)).json()["code"] == "email_not_shared"
    assert (await bob.post(start, json={"share_email": True})).json()["code"] == "student_number_missing"
    given = {"share_email": True, "student_number": " =7 "}
    assert (await bob.post(start, json=given)).status_code == 201
    await bob.post(f"/quizzes/{quiz.id}/submit", json={})
    assert (await bob.post(start)).status_code == 201  # the second attempt asks for nothing
    rows = await table(host, quiz)
    assert [(row["name"], row["e-mail"], row["student number"]) for row in rows] == [
        ("ada", "", ""),  # who began before the quiz asked
        ("bob", bob.person.email, "'=7"),
        ("bob", bob.person.email, "'=7"),
    ]


async def test_what_is_not_asked_for_is_not_kept(quiz: Quiz, host: Client, sign_up: SignUp) -> None:
    bob = await sign_up("bob")
    given = {"share_email": True, "student_number": "7"}
    assert (await bob.post(f"/quizzes/{quiz.id}/start", json=given)).status_code == 201
    quiz.change(ask_email=True, ask_student_number=True)
    rows = await table(host, quiz)
    assert {(row["e-mail"], row["student number"]) for row in rows} == {("", "")}


def test_others_read_no_details_of_takers(sql: Sql) -> None:
    owner, ada, eve = sql.person("host"), sql.person("ada"), sql.person("eve")
    quiz = make_quiz(sql, owner, single(), ask_student_number=True)
    sql.call(ada, "start_attempt", quiz_id=quiz.id, student_number="12345")
    for person in (eve, None, owner, ada):
        with pytest.raises(Refused):
            sql.select(person, "select * from core.taker_details")
    exported = sql.select(ada, "select public.export_account() as record")
    assert "12345" in json.dumps([row["record"] for row in exported])
    assert "12345" in json.dumps([row["e"] for row in sql.select(owner, exports(quiz))])
    with pytest.raises(Refused, match="PT403"):
        sql.select(eve, exports(quiz))


def test_deleting_an_account_deletes_its_details(sql: Sql) -> None:
    owner, ada = sql.person("host"), sql.person("ada")
    quiz = make_quiz(sql, owner, single(), ask_student_number=True, ask_email=True)
    sql.call(ada, "start_attempt", quiz_id=quiz.id, student_number="12345", share_email=True)
    sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.id])
    assert sql.value("select count(*) from core.taker_details") == 0
    text = json.dumps([row["e"] for row in sql.select(owner, exports(quiz))])
    assert "12345" not in text
    assert ada.email not in text
    assert "Deleted account" in text


def exports(quiz: Quiz) -> str:
    return f"select public.export_results('{quiz.id}') as e"


@pytest.mark.parametrize(
    ("cell", "escaped"),
    [
        ("=1+1", "'=1+1"),
        ("x;=1+1", "x;'=1+1"),
        ("x; @SUM(A1)", "x; '@SUM(A1)"),
        ("x\t+cmd|' /C calc'!A0", "x\t'+cmd|' /C calc'!A0"),
        ("x\r\n-2+3", "x\r\n'-2+3"),
        ('x,"=1', "x,\"'=1"),
        ("'=1", "''=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-5", "-5"),
        ("x;-0.5", "x;-0.5"),
        ("-", "-"),
        ("a = b - c", "a = b - c"),
        ("well-known; x", "well-known; x"),
        (5, 5),
        (None, None),
    ],
)
def test_formulas_are_made_harmless_wherever_a_cell_may_begin(cell: Any, escaped: Any) -> None:
    assert escape_formula(cell) == escaped
    if isinstance(cell, str):
        assert unescape_formula(escaped) == cell


def test_a_long_text_is_cut_instead_of_dropped() -> None:
    file = io.BytesIO()
    book = WorkbookTable(file)
    book.write(["response"])
    book.write(["x" * 40_000])
    book.close()
    cell = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()[1][0]
    assert cell == "x" * 15_999 + "…"


def test_rows_beyond_a_sheet_go_to_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.formats.table_writers.MAX_SHEET_ROWS", 3)
    file = io.BytesIO()
    book = WorkbookTable(file)
    for row in (["n"], [1], [2], [3]):
        book.write(row)
    book.close()
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    assert [sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names] == [
        [["n"], [1.0], [2.0]],
        [["n"], [3.0]],
    ]


def test_a_row_is_written_at_once() -> None:
    file = io.BytesIO()
    book = CsvTable(file, delimiter=";", decimal=",")
    book.write(["a", 1.5, None, datetime(2026, 1, 2, 3, 4, 5)])
    assert file.getvalue().decode("utf-8-sig") == "a;1,5;;2026-01-02 03:04:05\r\n"
