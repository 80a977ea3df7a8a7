"""How people do, and what needs a look by who makes quizzes and hosts games."""

from typing import Any

from tests.attempts.taking import make_quiz, numeric, single, true_false
from tests.fixtures import Sql

MIXED = (
    single("1", subject="history", difficulty="easy"),
    single("2", subject="history", difficulty="hard"),
    true_false("3", subject="maps", difficulty="easy"),
    numeric("4", subject="maps", difficulty="easy"),
)


def named(rows: list[dict[str, Any]], *keys: str) -> dict[str, tuple[Any, ...]]:
    return {row["name"]: tuple(row[key] for key in keys) for row in rows}


def test_accuracy_is_told_by_subject_difficulty_and_kind(sql18: Sql) -> None:
    quiz, ada = make_quiz(sql18, sql18.person("host"), *MIXED, attempts_allowed=None), sql18.person("ada")
    for right in (3, 2):
        quiz.take(ada, right=right)
    sql18.connection.execute("update core.attempts set started_at = finished_at - interval '40 s'")
    told = sql18.call(ada, "my_performance")
    assert told["answers"] == {
        "questions": 8, "answered": 5, "right": 5, "percent": 62.5, "mean_seconds": 10
    }  # fmt: skip
    figures = ("questions", "answered", "right", "percent")
    assert named(told["by_subject"], *figures) == {"history": (4, 4, 4, 100), "maps": (4, 1, 1, 25)}
    assert named(told["by_difficulty"], *figures) == {"hard": (2, 2, 2, 100), "easy": (6, 3, 3, 50)}
    assert named(told["by_kind"], "questions", "right") == {
        "single_choice": (4, 4), "true_false": (2, 1), "numeric": (2, 0)
    }  # fmt: skip
    assert (told["best_subject"], told["weakest_subject"]) == ("history", "maps")
    assert told["streak_right"] == {"current": 0, "longest": 3}
    assert [(month["attempts"], month["average_percent"]) for month in told["months"]] == [(2, 62.5)]


def test_the_place_among_all_comes_with_its_percentile(sql18: Sql) -> None:
    quiz = make_quiz(sql18, sql18.person("host"), *MIXED)
    people = [sql18.person(f"p{n}") for n in range(4)]
    for right, person in enumerate(people):
        quiz.take(person, right=right + 1)
    places = [sql18.call(person, "my_performance")["global_place"] for person in people]
    assert [(place["rank"], place["points"], place["percentile"]) for place in places] == [
        (4, 25, 12.5), (3, 50, 37.5), (2, 75, 62.5), (1, 100, 87.5)
    ]  # fmt: skip
    assert sql18.call(sql18.person(), "my_performance")["global_place"] is None


def test_marks_that_are_not_shown_are_in_no_figure(sql18: Sql) -> None:
    hidden = {"review_shown": "never", "key_shown": "never"}
    quiz, ada = make_quiz(sql18, sql18.person("host"), *MIXED, **hidden), sql18.person("ada")
    quiz.take(ada, right=2)
    told = sql18.call(ada, "my_performance")
    assert (told["answers"]["questions"], told["by_subject"], told["best_subject"]) == (0, [], None)
    assert [(month["attempts"], month["average_percent"]) for month in told["months"]] == [(1, None)]


def test_a_host_sees_what_needs_a_look_in_one_call(sql18: Sql) -> None:
    host = sql18.person("host")
    essay = {"kind": "essay", "prompt": "Why?"}
    odd = single("Odd?", "x", "y")
    quiz = make_quiz(sql18, host, odd, *(single(str(n)) for n in range(3)))
    for n in range(6):
        person = sql18.person(f"p{n}")
        attempt = quiz.start(person)
        answers = quiz.right_answers(attempt)
        known = [
            answer for answer, q in zip(answers, attempt["questions"], strict=True) if q["prompt"] != "Odd?"
        ]
        quiz.submit(person, known[: 3 - n // 3])
    written, writer = make_quiz(sql18, host, essay), sql18.person("writer")
    (asked,) = written.start(writer)["questions"]
    written.submit(writer, [{"question_id": asked["id"], "response": "Because."}])
    sql18.call(host, "create_upload", url="https://example.com/a.pdf")
    sql18.connection.execute(
        "update core.jobs set state = 'failed', finished_at = now(), code = 'unreadable', reason = 'Empty.'"
    )
    code = sql18.call(host, "create_room", quiz_id=quiz.id)["room_code"]
    while sql18.value("select core.sweep_statistics(100)"):
        pass
    told = sql18.call(host, "host_dashboard")
    assert [(q["prompt"], q["best_percent"], q["asked"]) for q in told["few_of_the_best"]] == [("Odd?", 0, 6)]
    assert [(room["room_code"], room["state"], room["players"]) for room in told["rooms"]] == [
        (code, "lobby", 0)
    ]
    assert [(q["quiz_id"], q["attempts"], q["answers"]) for q in told["to_mark"]] == [(written.id, 1, 1)]
    assert [(job["kind"], job["code"]) for job in told["jobs_failed"]] == [("process_upload", "unreadable")]
    assert sql18.call(sql18.person(), "host_dashboard") == {
        "few_of_the_best": [], "to_mark": [], "rooms": [], "jobs_failed": []
    }  # fmt: skip
