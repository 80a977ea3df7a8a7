"""`quizzler grade` and `quizzler regrade`, against a running server."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from app import cli
from app.formats.files import File
from app.formats.workbook import sheets
from tests.cli.conftest import Instance

Json = dict[str, Any]
QUESTIONS: list[Json] = [
    {"kind": "true_false", "prompt": "Rome fell.", "correct": False},
    {
        "kind": "essay",
        "prompt": "Why did Rome fall?",
        "points": 4,
        "rubric": [{"text": "Causes", "points": 3}, {"text": "Style", "points": 1}],
        "marking_notes": "Two causes.",
    },
    {"kind": "essay", "prompt": "And then?", "points": 2},
]


def run(running: Instance, *arguments: str, typed: str = "") -> tuple[int, str]:
    ended = CliRunner().invoke(
        cli.app,
        [*arguments, "--url", running.url, "--password", running.demo_password or ""],
        input=typed,
        env={"COLUMNS": "200"},
    )
    return ended.exit_code, ended.output


@pytest.fixture
def host(running: Instance) -> Iterator[httpx.Client]:
    with running.demo_host() as client:
        yield client


@pytest.fixture
def quiz(running: Instance, host: httpx.Client) -> str:
    """A quiz that Ann has taken: the statement is said to be true, and both essays are written."""
    quiz_id: str = host.post("/quizzes", json={"title": "Rome", "visibility": "public"}).json()["id"]
    for draft in QUESTIONS:
        assert host.post(f"/quizzes/{quiz_id}/questions", json=draft).status_code == 201
    with httpx.Client(base_url=running.url, timeout=30) as ann:
        account = {"email": "ann@example.com", "password": "correct horse 7", "display_name": "Ann"}
        session = ann.post("/auth/signup", json=account).json()
        ann.headers["Authorization"] = f"Bearer {session['access_token']}"
        asked = ann.post(f"/quizzes/{quiz_id}/start").json()["questions"]
        responses = [["true"], "=Lead, and Goths.", "It burnt."]
        answers = [
            {"question_id": question["id"], "response": response}
            for question, response in zip(asked, responses, strict=True)
        ]
        assert ann.post(f"/quizzes/{quiz_id}/submit", json={"answers": answers}).status_code == 200
    return quiz_id


def score(host: httpx.Client, quiz: str) -> tuple[float, int]:
    marked = host.get(f"/quizzes/{quiz}/marking", params={"marked": True}).json()["items"]
    return marked[0]["score"], marked[0]["left_in_attempt"]


def test_grade_asks_for_each_criterion_and_shows_notes(
    running: Instance, host: httpx.Client, quiz: str
) -> None:
    typed = "2\n0.5\nGood.\nmuch\n1,5\n\n"
    status, said = run(running, "grade", quiz, "--by", "person", typed=typed)
    assert status == 0, said
    for words in (
        "Why did Rome fall?",
        "Two causes.",
        "=Lead, and Goths.",
        "Ann",
        "“much” is not",
        "2 marked.",
    ):
        assert words in said
    assert score(host, quiz) == (4, 0)


def test_grade_skips_stops_and_goes_on_after_a_refusal(
    running: Instance, host: httpx.Client, quiz: str
) -> None:
    status, said = run(running, "grade", quiz, "--question", "3", "--anonymous", typed="9\n\n")
    assert (status, "Ann" in said, "0 marked." in said) == (0, False, True)
    assert "points must be a number from 0 to 2" in said
    assert run(running, "grade", quiz, typed="q\n")[0] == 0
    assert host.get(f"/quizzes/{quiz}/marking").json()["total"] == 2
    status, said = run(running, "grade", quiz, "--question", "4")
    assert (status, "1 to 3" in said) == (1, True)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_of_the_queue_is_filled_in_and_sent(
    running: Instance, host: httpx.Client, quiz: str, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"marks.{suffix}"
    status, said = run(running, "grade", quiz, "--to", str(file))
    assert (status, "2 answers" in said) == (0, True), said
    if suffix == "csv":
        rows = [*csv.reader(file.read_text("utf-8-sig").splitlines())]
    else:
        (sheet,) = sheets(File(file.read_bytes(), file.name))
        rows = [row.cells for row in sheet]
    assert {row[2].lstrip("'") for row in rows[1:]} == {"=Lead, and Goths.", "It burnt."}
    for row in rows[1:]:
        row[4:6] = ["1,5", "Fine."]
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, delimiter=";").writerows(rows)
    status, said = run(running, "grade", "--from", str(filled))
    assert (status, "2 marked." in said) == (0, True), said
    assert score(host, quiz) == (3, 0)
    status, said = run(running, "grade", "--from", str(filled))
    assert (status, "0 marked." in said, "filled.csv:2: " in said) == (1, True, True)


def test_a_table_with_a_bad_number_marks_nothing(
    running: Instance, host: httpx.Client, quiz: str, tmp_path: Path
) -> None:
    file = tmp_path / "marks.csv"
    run(running, "grade", quiz, "--to", str(file))
    rows = [*csv.reader(file.read_text("utf-8-sig").splitlines())]
    rows[1][4], rows[2][4] = "1", "many"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)
    status, said = run(running, "grade", "--from", str(file))
    assert (status, "marks.csv:3: “many” is not a number." in said) == (1, True)
    assert host.get(f"/quizzes/{quiz}/marking").json()["total"] == 2


def test_regrade_shows_what_changes_asks_and_applies(
    running: Instance, host: httpx.Client, quiz: str
) -> None:
    first = host.get(f"/quizzes/{quiz}/questions").json()["items"][0]
    host.patch(f"/quizzes/{quiz}/questions/{first['id']}", json={"correct": True})
    log = f"/quizzes/{quiz}/regrades"
    status, said = run(running, "regrade", quiz, "--dry-run")
    assert (status, "Ann" in said, "0 of 7 → 1 of 7" in said) == (0, True, True), said
    assert host.get(log).json()["items"] == []
    status, said = run(running, "regrade", quiz, "--question", "1", typed="n\n")
    assert (status, "Nothing was changed." in said, host.get(log).json()["items"]) == (1, True, []), said
    status, said = run(running, "regrade", quiz, "--question", first["id"], typed="y\n")
    assert (status, "1 attempt changed" in said) == (0, True), said
    assert len(host.get(log).json()["items"]) == 1
    status, said = run(running, "regrade", quiz, "--question", "2", "--method", "void", "--yes")
    assert (status, "0 → 1" in said or "1 of 7 → 1 of 3" in said) == (0, True), said


def test_regrade_gives_full_points_only_to_named_questions(running: Instance, quiz: str) -> None:
    status, said = run(running, "regrade", quiz, "--method", "void", "--yes")
    assert (status, "needs --question" in said) == (1, True)
