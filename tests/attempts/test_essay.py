"""Essays: texts that nobody but a person can mark."""

from typing import Any

import pytest

from tests.attempts.taking import Json, Quiz, answer, make_quiz, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Person, Sql


def essay(prompt: str = "Why did Rome fall?", **more: Any) -> Json:
    return {"kind": "essay", "prompt": prompt, **more}


@pytest.fixture
def owner(sql: Sql) -> Person:
    return sql.person("owner")


@pytest.fixture
def ann(sql: Sql) -> Person:
    return sql.person("ann")


def hand_in(quiz: Quiz, person: Person, text: Any = "Many reasons.", right: bool = True) -> Json:
    """Submit an attempt at a quiz of one choice and one essay."""
    choice, written = quiz.start(person)["questions"]
    chosen = quiz.right(choice["id"]) if right else quiz.wrong(choice)
    return quiz.submit(person, [answer(choice, chosen), answer(written, text)])


def test_an_attempt_with_an_essay_is_provisional_until_it_is_marked(
    sql: Sql, owner: Person, ann: Person
) -> None:
    quiz = make_quiz(sql, owner, single(), essay(points=4), pass_mark=50, key_shown="after_submit")
    done = hand_in(quiz, ann)
    assert (done["state"], done["score"], done["max_score"]) == ("finished", 1, 5)
    assert (done["to_mark"], done["passed"]) == (1, None)
    _, written = sql.call(ann, "attempt_review", attempt_id=done["id"])["questions"]
    assert (written["verdict"], written["earned"], written["to_mark"]) == ("answered", None, True)


def test_what_is_passed_without_the_essay_is_passed(sql: Sql, owner: Person, ann: Person) -> None:
    quiz = make_quiz(sql, owner, single(points=4), essay(), pass_mark=50)
    assert hand_in(quiz, ann)["passed"] is True


def test_an_essay_without_a_text_earns_nothing_and_needs_no_marking(
    sql: Sql, owner: Person, ann: Person
) -> None:
    quiz = make_quiz(sql, owner, single(), essay(), pass_mark=90)
    done = hand_in(quiz, ann, "  ")
    assert (done["score"], done["to_mark"], done["passed"]) == (1, 0, False)


def test_an_attempt_whose_time_is_up_is_to_be_marked_as_well(sql: Sql, owner: Person, ann: Person) -> None:
    quiz = make_quiz(sql, owner, essay(), time_limit_s=60)
    attempt = quiz.start(ann)
    quiz.save(ann, attempt, [answer(attempt["questions"][0], "Because.")])
    quiz.pass_deadline(attempt)
    read = sql.call(ann, "get_attempt", attempt_id=attempt["id"])
    assert (read["state"], read["to_mark"]) == ("finished", 1)
    sql.connection.execute("select core.settle_overdue(null, null, null)")
    assert sql.value("select to_mark from core.attempts where id = %s", attempt["id"]) == 1


@pytest.mark.parametrize(("text", "refused"), [("x" * 10, False), ("x" * 11, True), (["x"], True), (7, True)])
def test_a_text_has_at_most_the_characters_that_its_author_allows(
    sql: Sql, owner: Person, ann: Person, text: Any, refused: bool
) -> None:
    quiz = make_quiz(sql, owner, essay(max_length=10))
    attempt = quiz.start(ann)
    assert attempt["questions"][0]["max_length"] == 10
    saved = quiz.save(ann, attempt, [answer(attempt["questions"][0], text)])
    assert saved["saved"] == (not refused)
    assert [fault["code"] for fault in saved["rejected"]] == ["invalid_response"] * refused


def test_ten_thousand_characters_of_any_language_are_taken(sql: Sql, owner: Person, ann: Person) -> None:
    quiz = make_quiz(sql, owner, essay(max_length=10_000))
    attempt = quiz.start(ann)
    assert quiz.save(ann, attempt, [answer(attempt["questions"][0], "\N{GOTHIC LETTER AHSA}" * 10_000)])[
        "saved"
    ]


def test_takers_see_the_rubric_with_the_key_and_the_notes_never(sql: Sql, owner: Person, ann: Person) -> None:
    draft = essay(rubric=[{"text": "Causes", "points": 3}], marking_notes="A secret.")
    quiz = make_quiz(sql, owner, draft, key_shown="after_submit")
    attempt = quiz.start(ann)
    assert "rubric" not in str(attempt)
    assert attempt["questions"][0]["points"] == 3
    done = quiz.submit(ann, [answer(attempt["questions"][0], "Because.")])
    review = sql.call(ann, "attempt_review", attempt_id=done["id"])
    assert review["questions"][0]["right_answer"] == [{"id": "1", "text": "Causes", "points": 3}]
    assert "A secret" not in str((attempt, done, review))


@pytest.mark.parametrize(
    ("rubric", "code"),
    [
        ("x", "wrong_type"),
        (["x"], "wrong_type"),
        ([{"text": "a", "points": 1, "levels": ["x"]}], "wrong_type"),
        ([{"text": "a", "points": 1, "levels": [{"text": "b", "points": 1}]}], "wrong_count"),
        ([{"text": "a", "points": 1}] * 31, "wrong_count"),
        ([{"points": 1}], "missing_field"),
        ([{"text": "a"}], "missing_field"),
        ([{"text": "a", "points": 0}], "out_of_range"),
        ([{"text": "a", "points": 1, "levels": [{"text": "b", "points": 2}, {"text": "c", "points": 0}]}],
         "out_of_range"),
        ([{"text": "a", "points": 1, "colour": "red"}], "unknown_field"),
    ],
)  # fmt: skip
def test_a_rubric_is_checked(sql: Sql, owner: Person, rubric: Any, code: str) -> None:
    assert refusal(make_quiz, sql, owner, essay(rubric=rubric)) == (422, code)


def test_statistics_leave_out_what_is_not_marked(sql: Sql, owner: Person, ann: Person) -> None:
    quiz = make_quiz(sql, owner, single(), essay())
    hand_in(quiz, ann)
    choice, written = sql.call(owner, "quiz_statistics", quiz_id=quiz.id)["questions"]
    assert (written["answered"], written["to_mark"], written["facility"]) == (1, 1, None)
    assert (choice["to_mark"], choice["facility"]) == (0, 100)
    assert written["responses"] == []
