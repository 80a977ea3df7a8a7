"""Figures of questions: of one version each, and by Moodle's formulas."""

from statistics import correlation, mean
from typing import Any

import pytest

from tests.attempts.taking import Json, Quiz, answer, make_quiz, short_text, single
from tests.fixtures import Sql


def choose(quiz: Quiz, person: Any, text: str) -> None:
    """Start an attempt and submit it with this choice of its first question."""
    question = quiz.start(person)["questions"][0]
    chosen = next(choice["id"] for choice in question["choices"] if choice["text"] == text)
    quiz.submit(person, [answer(question, [chosen])])


def change_choices(quiz: Quiz, *texts: str) -> None:
    """Give the first question these choices, of which the first is right."""
    question = quiz.sql.call(quiz.owner, "list_questions", quiz_id=quiz.id)["items"][0]
    quiz.sql.call(
        quiz.owner,
        "update_question",
        quiz_id=quiz.id,
        question_id=question["id"],
        changes={"choices": [{"text": text, "correct": text == texts[0]} for text in texts]},
    )


def figures(quiz: Quiz) -> list[Json]:
    return quiz.sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"]


def counts(row: Json) -> dict[str, int]:
    return {choice["text"]: row["responses"][choice["id"]] for choice in row["choices"]}


def test_a_choice_that_was_edited_is_not_said_to_have_been_chosen(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single("Which?", "A", "B", "C", "D"))
    for _ in range(2):
        choose(quiz, sql.person(), "D")
    change_choices(quiz, "A", "B", "C", "Entirely new")
    now, before = figures(quiz)
    assert counts(now) == {"A": 0, "B": 0, "C": 0, "Entirely new": 0}
    assert counts(before) == {"A": 0, "B": 0, "C": 0, "D": 2}
    assert [(row["version"], row["current"], row["asked"]) for row in (now, before)] == [
        (2, True, 0),
        (1, False, 2),
    ]


def test_the_responses_to_each_version_sum_to_what_was_answered(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single("Which?", "x", "y", "z"))
    choose(quiz, sql.person(), "y")
    change_choices(quiz, "x", "w", "z")
    choose(quiz, sql.person(), "z")
    rows = figures(quiz)
    assert [counts(row) for row in rows] == [{"x": 0, "w": 0, "z": 1}, {"x": 0, "y": 1, "z": 0}]
    assert [sum(counts(row).values()) for row in rows] == [row["answered"] for row in rows] == [1, 1]


def test_a_question_whose_kind_changed_counts_each_kind_by_itself(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single("Which?", "x", "y"))
    choose(quiz, sql.person(), "y")
    question = sql.call(quiz.owner, "list_questions", quiz_id=quiz.id)["items"][0]
    sql.call(
        quiz.owner,
        "update_question",
        quiz_id=quiz.id,
        question_id=question["id"],
        changes=short_text("Which?", "x"),
    )
    now, before = figures(quiz)
    assert (now["kind"], now["responses"]) == ("short_text", [])
    assert (before["kind"], counts(before)) == ("single_choice", {"x": 0, "y": 1})


def test_dashboards_have_a_row_for_each_version(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single("Which?", "x", "y"))
    choose(quiz, sql.person(), "y")
    change_choices(quiz, "y", "x")
    choose(quiz, sql.person(), "y")
    sql.value("select core.sweep_statistics(1000)")
    rows = sql.connection.execute(
        "select version, current, asked, facility_percent from dashboards.question_facility "
        "order by version desc"
    ).fetchall()
    assert rows == [(2, True, 1, 100), (1, False, 1, 0)]
    assert rows == [(row["version"], row["current"], row["asked"], row["facility"]) for row in figures(quiz)]


# For each person, what they say to each of four questions: right, wrong, or nothing.
SAID = ["rrrr", "rwwr", "wwww", "wwwr", "wr-w", "ww-w", "rrw-", "wwrw"]
POINTS = [1, 2, 1, 1]


def test_negative_marking_is_not_cut_off_in_the_indices(sql: Sql) -> None:
    drafts = [single(str(n), points=points) for n, points in enumerate(POINTS)]
    quiz = make_quiz(sql, sql.person("host"), *drafts, negative_marking=0.5)
    for said in SAID:
        person = sql.person()
        attempt = quiz.start(person)
        responses = [
            answer(question, quiz.right(question["id"]) if word == "r" else quiz.wrong(question))
            for question, word in zip(attempt["questions"], said, strict=True)
            if word != "-"
        ]
        quiz.submit(person, responses)

    worth = {"r": 1.0, "w": -0.5, "-": 0.0}
    marks = [[worth[word] * points for word, points in zip(said, POINTS, strict=True)] for said in SAID]
    clamped = [max(0.0, sum(row)) for row in marks]
    for n, row in enumerate(figures(quiz)):
        own = [person[n] for person in marks]
        rest = [sum(person) - person[n] for person in marks]
        assert row["facility"] == pytest.approx(100 * mean(own) / POINTS[n], abs=0.01)
        assert row["discrimination"] == pytest.approx(correlation(own, rest), abs=0.0006)
        cut = correlation(own, [score - person[n] for score, person in zip(clamped, marks, strict=True)])
        assert row["discrimination"] != pytest.approx(cut, abs=0.01)
    assert [attempt["score"] for attempt in sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"]][
        -1
    ] == 0
