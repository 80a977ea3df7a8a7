from typing import Any

import pytest

from tests.attempts.taking import answer, make_quiz, multiple, poll, short_text, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Person, Sql

FOUR = [single(str(n)) for n in range(4)]


def pages(sql: Sql, person: Person | None, function: str, **arguments: Any) -> list[dict[str, Any]]:
    """The items of a list, read two at a time to its end."""
    items, cursor = [], None
    while True:
        page = sql.call(person, function, page_size=2, cursor=cursor, **arguments)
        assert len(page["items"]) <= 2
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return items


@pytest.mark.parametrize(
    ("counting", "score", "number"), [("best", 3, 2), ("last", 2, 3), ("first", 1, 1), ("average", 2, None)]
)
def test_the_quiz_decides_which_attempt_counts(
    sql: Sql, counting: str, score: int, number: int | None
) -> None:
    quiz = make_quiz(
        sql, sql.person("host"), *FOUR, attempts_allowed=5, counting_attempt=counting, pass_mark=50
    )
    ada = sql.person()
    taken = [quiz.take(ada, right=right) for right in (1, 3, 2)]
    mine = sql.call(ada, "my_result", quiz_id=quiz.id)
    assert (mine["score"], mine["percent"], mine["passed"]) == (score, score * 25, score >= 2)
    assert mine["attempt_id"] == (taken[number - 1]["id"] if number else None)
    assert [attempt["score"] for attempt in mine["attempts"]] == [1, 3, 2]
    assert (mine["attempts_left"], mine["counting_attempt"]) == (2, counting)


def test_the_first_of_equally_good_attempts_counts(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR, attempts_allowed=None), sql.person()
    first, _ = quiz.take(ada, right=2), quiz.take(ada, right=2)
    mine = sql.call(ada, "my_result", quiz_id=quiz.id)
    assert (mine["attempt_id"], mine["attempts_left"]) == (first["id"], None)


def test_a_result_exists_from_the_first_start_and_stays_when_the_quiz_is_deleted(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR), sql.person()
    assert refusal(sql.call, ada, "my_result", quiz_id=quiz.id) == (404, "no_result")
    quiz.start(ada)
    assert sql.call(ada, "my_result", quiz_id=quiz.id)["score"] is None
    quiz.submit(ada)
    sql.call(quiz.owner, "delete_quiz", quiz_id=quiz.id)
    assert sql.call(ada, "my_result", quiz_id=quiz.id)["score"] == 0


def test_results_have_the_latest_attempts_and_lists_have_all(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR, attempts_allowed=None), sql.person()
    sql.connection.execute("update core.settings set value = '3' where key = 'page.default_size'")
    for right in (0, 1, 2, 3, 1):
        quiz.take(ada, right=right)
    mine = sql.call(ada, "my_result", quiz_id=quiz.id)
    theirs = sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"][0]
    for told in (mine, theirs):
        assert [attempt["number"] for attempt in told["attempts"]] == [3, 4, 5]
        assert (told["attempt_count"], told["score"]) == (5, 3)
    listed = pages(sql, quiz.owner, "list_attempts_of", quiz_id=quiz.id, person_id=ada.id)
    assert [attempt["score"] for attempt in listed] == [1, 3, 2, 1, 0]
    bob = sql.person("bob")
    assert refusal(sql.call, bob, "list_attempts_of", quiz_id=quiz.id, person_id=ada.id)[0] == 403


def test_what_is_overdue_counts_in_the_results(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR, time_limit_s=60), sql.person()
    attempt = quiz.start(ada)
    quiz.save(ada, attempt, quiz.right_answers(attempt)[:2])
    quiz.pass_deadline(attempt)
    assert sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"][0]["score"] == 2


def test_an_owner_sees_everybodys_results_by_page_best_first(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *FOUR, attempts_allowed=2)
    people = [sql.person(f"p{n}") for n in range(5)]
    for person, right in zip(people, (1, 4, 2, 2, 0), strict=True):
        quiz.take(person, right=right)
    quiz.take(people[0], right=3)
    started = sql.person("late")
    quiz.start(started)
    quiz.take(quiz.owner, right=4)  # a preview
    seen = pages(sql, quiz.owner, "quiz_results", quiz_id=quiz.id)
    assert [item["score"] for item in seen] == [4, 3, 2, 2, 0, None]
    assert {item["user_id"] for item in seen} == {person.id for person in (*people, started)}
    assert [attempt["score"] for attempt in seen[1]["attempts"]] == [1, 3]
    assert (seen[1]["display_name"], seen[5]["attempts"][0]["state"]) == ("p0", "in_progress")


@pytest.mark.parametrize("function", ["quiz_results", "quiz_statistics"])
def test_results_and_statistics_are_for_the_owner_only(sql: Sql, function: str) -> None:
    quiz, ada = make_quiz(sql, sql.person("host")), sql.person()
    quiz.take(ada)
    assert refusal(sql.call, ada, function, quiz_id=quiz.id) == (403, "not_the_owner")
    quiz.change(visibility="private")
    assert refusal(sql.call, ada, function, quiz_id=quiz.id) == (404, "quiz_not_found")
    assert refusal(sql.call, None, function, quiz_id=quiz.id) == (None, None)


def test_statistics_of_a_quiz(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *FOUR, pass_mark=50, attempts_allowed=2)
    for right in (4, 2, 1, 1):
        quiz.take(sql.person(), right=right)
    left = sql.person()
    sql.call(left, "abandon_attempt", attempt_id=quiz.start(left)["id"])
    quiz.start(left)
    quiz.take(quiz.owner)
    figures = sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)
    assert figures["attempts"] == {"in_progress": 1, "finished": 4, "abandoned": 1}
    assert figures["completed_percent"] == 80
    assert (figures["people"], figures["average_percent"], figures["median_percent"]) == (
        4,
        50,
        37.5,
    )
    assert (figures["lowest_percent"], figures["highest_percent"]) == (25, 100)
    assert (figures["passed"], figures["pass_percent"]) == (2, 50)


def test_statistics_of_a_quiz_that_nobody_took_are_empty(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single())
    figures = sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)
    assert (figures["people"], figures["average_percent"], figures["pass_percent"]) == (
        0,
        None,
        None,
    )
    assert figures["completed_percent"] is None
    assert (figures["questions"][0]["asked"], figures["questions"][0]["facility"]) == (0, None)


def test_a_question_that_strong_takers_get_right_discriminates(sql: Sql) -> None:
    # Question 0 is answered rightly by everybody; 1, 2 and 4 by the strong takers; 3 only by the weak ones.
    quiz = make_quiz(sql, sql.person("host"), *FOUR, single("4"))
    for right in ((0, 1, 2, 4), (0, 1, 2, 4), (0, 1, 2, 4), (0, 3), (0, 3)):
        person = sql.person()
        questions = quiz.start(person)["questions"]
        quiz.submit(person, [answer(questions[n], quiz.right(questions[n]["id"])) for n in right])
    figures = sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"]
    assert [question["facility"] for question in figures] == [100, 60, 60, 40, 60]
    assert [question["answered"] for question in figures] == [5, 3, 3, 2, 3]
    easy, one, two, odd, four = (question["discrimination"] for question in figures)
    assert easy is None  # all marks are equal, so there is no correlation
    assert one == two == four == 1
    assert odd == -1


def test_question_statistics_use_first_attempts_and_count_their_responses(sql: Sql) -> None:
    quiz = make_quiz(
        sql, sql.person("host"), multiple(points=2), short_text(text="Rome"), poll(), attempts_allowed=2
    )
    for said in ("Rome", "rome ", "Oslo"):
        person = sql.person()
        primes, city, liked = quiz.start(person)["questions"]
        half = quiz.right(primes["id"])[:1]
        quiz.submit(
            person, [answer(primes, half), answer(city, said), answer(liked, quiz.right(liked["id"]))]
        )
        quiz.take(person, right=3)
    primes, city, liked = sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"]
    assert sorted(primes["responses"].values()) == [0, 0, 0, 3]
    assert [(top["response"], top["count"]) for top in city["responses"]] == [("Rome", 2), ("Oslo", 1)]
    assert sorted(liked["responses"].values()) == [0, 3]
    for question in (primes, liked):
        assert {choice["id"] for choice in question["choices"]} == question["responses"].keys()
        assert all(choice["text"] for choice in question["choices"])
    assert [question["facility"] for question in (primes, city, liked)] == [50, 66.67, None]


def test_a_deleted_question_keeps_its_statistics(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *FOUR)
    quiz.take(sql.person(), right=4)
    gone = sql.call(quiz.owner, "list_questions", quiz_id=quiz.id)["items"][0]["id"]
    sql.call(quiz.owner, "delete_question", quiz_id=quiz.id, question_id=gone)
    figures = sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"]
    assert [(question["position"], question["deleted"]) for question in figures] == [
        (1, False),
        (2, False),
        (3, False),
        (None, True),
    ]
    assert figures[3]["question_id"] == gone


def test_stats_sum_up_all_quizzes_of_the_caller(sql: Sql) -> None:
    host, ada = sql.person("host"), sql.person()
    first = make_quiz(sql, host, *FOUR, pass_mark=60)
    second = make_quiz(sql, host, *FOUR, attempts_allowed=2)
    first.take(ada, right=3)
    second.take(ada, right=1)
    second.start(ada)
    stats = sql.call(ada, "user_stats")
    assert stats["attempts"] == {"in_progress": 1, "finished": 2, "abandoned": 0}
    assert (stats["quizzes"], stats["passed"]) == (2, 1)
    assert (stats["average_percent"], stats["best_percent"]) == (50, 75)
    assert stats["streak_days"] == {"current": 1, "longest": 1}


def test_stats_of_a_new_person_are_empty(sql: Sql) -> None:
    stats = sql.call(sql.person(), "user_stats")
    assert (stats["quizzes"], stats["average_percent"], stats["best_subject"]) == (0, None, None)
    assert stats["streak_days"] == {"current": 0, "longest": 0}


def test_the_streak_counts_days_in_the_requested_time_zone(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), single(), attempts_allowed=None), sql.person()
    ids = [quiz.take(ada)["id"] for _ in range(2)]
    today = sql.value("select (now() at time zone 'UTC')::date")
    for attempt, moment in zip(ids, ("00:30", "23:30"), strict=True):
        sql.connection.execute(
            "update core.attempts set finished_at = %s::timestamptz - interval '7 days' where id = %s",
            [f"{today} {moment}+00", attempt],
        )
    assert sql.call(ada, "user_stats")["streak_days"]["longest"] == 1
    assert sql.call(ada, "user_stats", time_zone="Asia/Tokyo")["streak_days"]["longest"] == 2
    assert refusal(sql.call, ada, "user_stats", time_zone="Mars/Olympus") == (422, "unknown_time_zone")


def test_the_best_subject_uses_only_marks_that_the_taker_may_see(sql: Sql) -> None:
    host, ada = sql.person("host"), sql.person()
    drafts = [single("1", subject="History"), single("2", subject="Physics"), poll(subject="Taste")]
    make_quiz(sql, host, *drafts).take(ada, right=1)
    make_quiz(sql, host, *[draft | {"subject": "Secret"} for draft in drafts], review_shown="never").take(ada)
    stats = sql.call(ada, "user_stats")
    assert stats["best_subject"] == "History"
    assert stats["subjects"] == [
        {"subject": "History", "questions": 1, "percent": 100},
        {"subject": "Physics", "questions": 1, "percent": 0},
    ]
