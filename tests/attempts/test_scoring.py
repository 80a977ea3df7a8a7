import pytest

from tests.attempts.taking import (
    ONE_OF_EACH,
    SCORED,
    answer,
    make_quiz,
    multiple,
    numeric,
    ordering,
    poll,
    short_text,
    single,
)
from tests.fixtures import Sql


def marks(sql: Sql, attempt_id: str) -> list[tuple[float | None, float | None]]:
    rows = sql.connection.execute(
        "select fraction, points from core.answers natural join core.draws where attempt_id = %s "
        "order by position",
        [attempt_id],
    )
    return [tuple(None if value is None else float(value) for value in row) for row in rows]


def test_everything_right_earns_everything(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), pass_mark=100), sql.person()
    done = quiz.take(ada, right=len(ONE_OF_EACH))
    assert (done["state"], done["percent"]) == ("finished", 100)
    assert done["score"] == done["max_score"] == len(SCORED)
    assert (done["passed"], done["answered"], done["overdue"]) == (True, len(ONE_OF_EACH), False)


def test_saved_and_submitted_answers_count_and_the_newest_replaces_older_ones(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), single("1"), single("2"), single("3")), sql.person()
    attempt = quiz.start(ada)
    one, two, three = attempt["questions"]
    quiz.save(ada, attempt, [answer(one, quiz.right(one["id"])), answer(two, quiz.wrong(two))])
    done = quiz.submit(ada, [answer(two, quiz.right(two["id"])), answer(three, quiz.wrong(three))])
    assert done["score"] == 2


def test_questions_count_by_their_points_and_partly_right_answers_count_in_part(sql: Sql) -> None:
    quiz, ada = (
        make_quiz(sql, sql.person("host"), multiple(points=4), ordering(points=3), poll(points=9)),
        sql.person(),
    )
    primes, sizes, liked = quiz.start(ada)["questions"]
    first, *rest = quiz.right(sizes["id"])
    swapped = [rest[0], first, *rest[1:]]
    done = quiz.submit(
        ada,
        [
            answer(primes, quiz.right(primes["id"])[:1]),
            answer(sizes, swapped),
            answer(liked, quiz.right(liked["id"])),
        ],
    )
    assert marks(sql, done["id"]) == [(0.5, 2), (0.666667, 2), (None, None)]
    assert (done["score"], done["max_score"]) == (4, 7)


def test_negative_marking_applies_to_wrong_answers_and_not_to_missing_ones(sql: Sql) -> None:
    drafts = [single("1", points=4), single("2", points=4), single("3", points=4)]
    quiz, ada = make_quiz(sql, sql.person("host"), *drafts, negative_marking=0.25), sql.person()
    one, two, _ = quiz.start(ada)["questions"]
    done = quiz.submit(ada, [answer(one, quiz.right(one["id"])), answer(two, quiz.wrong(two))])
    assert marks(sql, done["id"]) == [(1, 4), (0, -1)]
    assert done["score"] == 3


def test_a_score_is_never_negative(sql: Sql) -> None:
    quiz, ada = (
        make_quiz(sql, sql.person("host"), single("1"), single("2"), negative_marking=1, pass_mark=1),
        sql.person(),
    )
    done = quiz.submit(ada, [answer(q, quiz.wrong(q)) for q in quiz.start(ada)["questions"]])
    assert (done["score"], done["passed"]) == (0, False)


@pytest.mark.parametrize(("pass_mark", "passed"), [(50, True), (50.01, False), (None, None)])
def test_the_pass_mark_is_in_percent_of_the_points(
    sql: Sql, pass_mark: float | None, passed: bool | None
) -> None:
    quiz = make_quiz(
        sql, sql.person("host"), single("1", points=3), single("2", points=3), pass_mark=pass_mark
    )
    assert quiz.take(sql.person(), right=1)["passed"] is passed


def test_editing_questions_and_marking_never_changes_an_attempt_in_progress(sql: Sql) -> None:
    host, ada, bob = sql.person("host"), sql.person(), sql.person("bob")
    quiz = make_quiz(sql, host, numeric("Year?", 1990), short_text("Who?", "Ada"), pass_mark=100)
    attempt = quiz.start(ada)
    answers = quiz.right_answers(attempt)
    quiz.save(ada, attempt, answers[:1])
    year, who = (q["id"] for q in attempt["questions"])
    sql.call(
        host,
        "update_question",
        quiz_id=quiz.id,
        question_id=year,
        changes={
            "answers": [{"value": 1}],
            "points": 50,
            "prompt": "A number?",
        },
    )
    sql.call(host, "delete_question", quiz_id=quiz.id, question_id=who)
    sql.call(host, "create_question", quiz_id=quiz.id, draft=single())
    quiz.change(negative_marking=1, pass_mark=0)

    again = quiz.start(ada)
    assert [q["prompt"] for q in again["questions"]] == ["Year?", "Who?"]
    done = quiz.submit(ada, answers)
    assert (done["score"], done["max_score"], done["passed"]) == (2, 2, True)
    assert quiz.start(bob)["max_score"] == 51


def test_editing_a_quiz_never_changes_earlier_scores(sql: Sql) -> None:
    host, ada = sql.person("host"), sql.person()
    quiz = make_quiz(sql, host, numeric("Year?", 1990))
    done = quiz.take(ada, right=1)
    question = sql.call(host, "list_questions", quiz_id=quiz.id)["items"][0]["id"]
    sql.call(
        host, "update_question", quiz_id=quiz.id, question_id=question, changes={"answers": [{"value": 1}]}
    )
    again = quiz.submit(ada)
    assert (again["score"], again["id"]) == (1, done["id"])
    assert (
        sql.call(ada, "attempt_review", attempt_id=done["id"])["questions"][0]["right_answer"][0]["value"]
        == 1990
    )


def test_a_slide_is_shown_but_never_counted(sql: Sql) -> None:
    slide = {"kind": "slide", "prompt": "Now for rivers.", "explanation": "They are long."}
    quiz = make_quiz(sql, sql.person("host"), slide, single())
    ada = sql.person("ada")
    attempt = quiz.start(ada)
    shown, asked = attempt["questions"]
    assert (shown["kind"], shown["choices"] or [], float(attempt["max_score"])) == ("slide", [], 1)
    for response in (0, ["a"], "Yes"):
        saved = quiz.save(ada, attempt, [answer(shown, response)])
        assert (saved["saved"], saved["rejected"][0]["code"]) == (0, "invalid_response")
    result = quiz.submit(ada, [answer(asked, quiz.right(asked["id"]))])
    assert float(result["percent"]) == 100
    review = sql.call(ada, "attempt_review", attempt_id=attempt["id"])["questions"]
    assert [question["verdict"] for question in review] == ["unscored", "right"]
    assert review[0]["earned"] is None
    statistics = sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"]
    assert [question["facility"] is None for question in statistics] == [True, False]
