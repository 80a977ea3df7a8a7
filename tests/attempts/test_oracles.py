"""What is told of an attempt or a game must not let anybody find an answer key that is not shown."""

from contextlib import suppress

import pytest

from tests.attempts.taking import Quiz, make_quiz, single, true_false
from tests.fixtures import TOMORROW, Person, Refused, Sql

NEVER = {"review_shown": "never", "key_shown": "never"}


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


def quiz_of(sql: Sql, **options: object) -> Quiz:
    return make_quiz(sql, sql.person("host"), single(), true_false(), attempts_allowed=None, **options)


@pytest.mark.parametrize("shown", ["never", "after_close"])
def test_no_score_is_told_while_neither_review_nor_key_may_be_shown(
    sql: Sql, ada: Person, shown: str
) -> None:
    """With several attempts, the score after each tells whether one more answer was right."""
    closes = {"closes_at": TOMORROW} if shown == "after_close" else {}
    quiz = quiz_of(sql, review_shown=shown, key_shown=shown, **closes)
    told = [quiz.take(ada, right=1)]
    told += sql.call(ada, "list_attempts")["items"]
    mine = sql.call(ada, "my_result", quiz_id=quiz.id)
    told += [mine, *mine["attempts"], sql.call(ada, "get_attempt", attempt_id=told[0]["id"])]
    told += sql.select(ada, "select score, null as percent, passed from public.attempts")
    assert [(part["score"], part["percent"], part["passed"]) for part in told] == [(None, None, None)] * len(
        told
    )
    stats = sql.call(ada, "user_stats")
    assert (stats["average_percent"], stats["best_percent"], stats["passed"]) == (None, None, 0)
    assert sql.call(ada, "global_leaderboard")["items"] == []
    with pytest.raises(Refused) as refused:
        sql.call(ada, "quiz_leaderboard", quiz_id=quiz.id)
    assert refused.value.code == "leaderboard_not_shown"
    # its owner sees all of it
    assert sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"][0]["score"] == 1
    assert sql.select(quiz.owner, "select score from public.attempts") == [{"score": 1}]
    assert sql.call(quiz.owner, "quiz_leaderboard", quiz_id=quiz.id)["items"][0]["score"] == 1


def test_scores_are_told_where_the_review_is_shown(sql: Sql, ada: Person) -> None:
    quiz = quiz_of(sql, key_shown="never")
    assert quiz.take(ada, right=1)["score"] == 1
    assert sql.call(ada, "my_result", quiz_id=quiz.id)["score"] == 1
    assert sql.select(ada, "select score from public.attempts") == [{"score": 1}]


def test_an_attempt_handed_in_empty_shows_no_key_while_the_owner_plays_the_quiz(
    sql: Sql, ada: Person
) -> None:
    quiz = quiz_of(sql, key_shown="after_submit")
    room = sql.call(quiz.owner, "create_room", quiz_id=quiz.id)["room_code"]
    attempt = quiz.take(ada)
    with pytest.raises(Refused) as refused:
        sql.call(ada, "attempt_review", attempt_id=attempt["id"])
    assert refused.value.code == "review_not_shown"
    assert sql.call(quiz.owner, "attempt_review", attempt_id=attempt["id"])["key_shown"]
    sql.call(quiz.owner, "end_room", room_code=room)
    review = sql.call(ada, "attempt_review", attempt_id=attempt["id"])
    assert review["questions"][0]["right_answer"]


def test_no_score_is_told_while_the_owner_plays_the_quiz(sql: Sql, ada: Person) -> None:
    """With several attempts, the score after each tells whether one more answer was right."""
    quiz = make_quiz(
        sql, sql.person("host"), single(subject="Geography"), true_false(), attempts_allowed=None
    )
    room = sql.call(quiz.owner, "create_room", quiz_id=quiz.id)["room_code"]
    taken = quiz.take(ada, right=1)
    mine = sql.call(ada, "my_result", quiz_id=quiz.id)
    told = [taken, mine, *mine["attempts"], *sql.call(ada, "list_attempts")["items"]]
    told += sql.select(ada, "select score, null as percent, passed from public.attempts")
    assert {(part["score"], part["percent"], part["passed"]) for part in told} == {(None, None, None)}
    stats = sql.call(ada, "user_stats")
    assert (stats["average_percent"], stats["subjects"]) == (None, [])
    assert sql.call(ada, "global_leaderboard")["items"] == []
    with pytest.raises(Refused) as refused:
        sql.call(ada, "quiz_leaderboard", quiz_id=quiz.id)
    assert refused.value.code == "leaderboard_not_shown"
    assert sql.select(quiz.owner, "select score from public.attempts") == [{"score": 1}]
    sql.call(quiz.owner, "end_room", room_code=room)
    assert sql.call(ada, "my_result", quiz_id=quiz.id)["score"] == 1
    assert sql.call(ada, "quiz_leaderboard", quiz_id=quiz.id)["items"][0]["score"] == 1
    sql.value("select core.sweep_boards(100)")
    assert sql.call(ada, "global_leaderboard")["items"][0]["points"] == 50
    assert [part["subject"] for part in sql.call(ada, "user_stats")["subjects"]] == ["Geography"]


def test_a_game_of_somebody_else_hides_no_review(sql: Sql, ada: Person) -> None:
    quiz = quiz_of(sql, key_shown="after_submit")
    attempt = quiz.take(ada)
    sql.call(ada, "create_room", quiz_id=quiz.id, options={"mode": "assigned", "closes_at": TOMORROW})
    assert sql.call(ada, "attempt_review", attempt_id=attempt["id"])["key_shown"]


def play(sql: Sql, quiz: Quiz, code: str, nickname: str, person: Person | None, right: bool) -> list[dict]:
    """Everything that somebody is told who answers the first question of an assigned game."""
    joined = sql.call(person, "join_room", room_code=code, username=nickname)
    seat = {"room_code": code, "resume": joined["welcome"]["resume"]}
    question = sql.call(person, "next_turn", **seat)
    asked = sql.value(
        "select question_id from core.room_questions as q join core.rooms as r on r.id = q.room_id "
        "where r.code = %s and q.number = 1", code,
    )  # fmt: skip
    response = quiz.right(asked) if right else quiz.wrong({"id": asked, "choices": question["choices"]})
    told = sql.call(person, "answer_turn", **seat, question=1, response=response)["messages"]
    sql.call(person, "next_turn", **seat)
    sql.connection.execute("update core.turns set due_at = now() - interval '1 minute'")
    told.append(sql.call(person, "next_turn", **seat))
    told.append(sql.call(person, "join_room", room_code=code, resume=seat["resume"])["welcome"])
    return told


def without_identity(told: list[dict]) -> list[dict]:
    """What is told, but for who was told and when."""
    mine = (
        "player_id",
        "nickname",
        "avatar",
        "resume",
        "seq",
        "players",
        "player_count",
        "now",
        "remaining_ms",
    )
    return [{key: value for key, value in message.items() if key not in mine} for message in told]


@pytest.mark.parametrize("shown", ["never", "after_submit"])
def test_other_nicknames_find_no_key_in_an_open_assigned_game(sql: Sql, ada: Person, shown: str) -> None:
    """Anybody can join again and again: unless the key is shown, a right answer looks like a wrong one."""
    quiz = quiz_of(sql, review_shown=shown, key_shown=shown)
    options = {"mode": "assigned", "closes_at": TOMORROW}
    code = sql.call(quiz.owner, "create_room", quiz_id=quiz.id, options=options)["room_code"]
    right = play(sql, quiz, code, "One", ada, right=True)
    wrong = play(sql, quiz, code, "Two", None, right=False)
    assert (without_identity(right) == without_identity(wrong)) == (shown == "never")
    read = sql.select(ada, "select score from public.players")[0]["score"]
    listed = sql.call(ada, "list_played_rooms")["items"][0]["score"]
    assert (read, listed) == (None, None) if shown == "never" else read == listed > 0
    sql.call(quiz.owner, "end_room", room_code=code)
    assert sql.call(ada, "list_played_rooms")["items"][0]["score"] > 0


def doors(sql: Sql, ada: Person, quiz: Quiz, taken: dict[str, object]) -> list[object]:
    """Every place where somebody who has taken a quiz could read how they did, null where it is not told."""
    mine = sql.call(ada, "my_result", quiz_id=quiz.id)
    summaries = [taken, mine, *mine["attempts"], *sql.call(ada, "list_attempts")["items"]]
    summaries.append(sql.call(ada, "get_attempt", attempt_id=taken["id"]))
    told: list[object] = [part[field] for part in summaries for field in ("score", "percent")]
    told += [row["score"] for row in sql.select(ada, "select score from public.attempts")]
    told += [row["percent"] for row in sql.select(ada, "select percent from public.results")]
    marks = "select public.fraction(a) as fraction from public.answers as a"
    told += [row["fraction"] for row in sql.select(ada, marks)]
    stats = sql.call(ada, "user_stats")
    told += [stats["average_percent"], stats["best_percent"], *stats["subjects"]]
    told += sql.call(ada, "global_leaderboard")["items"]
    told += sql.select(ada, "select * from public.global_board()")
    for statement in ("select public.quiz_leaderboard(%s)", "select * from public.quiz_board(%s)"):
        with suppress(Refused):
            told += sql.select(ada, statement, quiz.id)
    return told


@pytest.mark.parametrize(
    ("options", "hidden"),
    [
        ({"score_shown": "never", "key_shown": "never"}, True),
        ({"score_shown": "after_close", "key_shown": "never", "closes_at": TOMORROW}, True),
        ({"score_shown": "after_last_attempt", "attempts_allowed": 2}, True),
        ({"score_shown": "after_submit", **NEVER}, False),
    ],
)
def test_no_door_tells_a_score_that_is_hidden(
    sql: Sql, ada: Person, options: dict[str, object], hidden: bool
) -> None:
    quiz = make_quiz(sql, sql.person("host"), single(subject="Geography"), true_false(), **options)
    told = doors(sql, ada, quiz, quiz.take(ada, right=1))
    assert {part for part in told if not isinstance(part, dict)} >= ({None} if hidden else {1, 50})
    if hidden:
        assert [part for part in told if part is not None] == []
    exported = sql.select(ada, "select * from public.export_account()")
    assert not [row for row in exported if "score" in str(row) or "fraction" in str(row)]


def test_the_key_is_shown_after_the_last_attempt_unless_the_owner_says_otherwise(
    sql: Sql, ada: Person
) -> None:
    quiz = make_quiz(sql, sql.person("host"), single(), attempts_allowed=2)
    first = quiz.take(ada)

    def key_shown() -> bool:
        return bool(sql.call(ada, "attempt_review", attempt_id=first["id"])["key_shown"])

    assert not key_shown()
    second = quiz.start(ada)
    assert not key_shown()  # it is in progress
    quiz.submit(ada, quiz.right_answers(second))
    assert key_shown()
    more = {"extra_attempts": 1}
    sql.call(quiz.owner, "set_allowance", quiz_id=quiz.id, person=ada.id, allowance=more)
    assert not key_shown()


def test_the_key_waits_for_closing_where_any_number_of_attempts_is_allowed(sql: Sql, ada: Person) -> None:
    quiz = quiz_of(sql, closes_at=TOMORROW)
    attempt = quiz.take(ada)
    assert not sql.call(ada, "attempt_review", attempt_id=attempt["id"])["key_shown"]
    quiz.change(closes_at="2001-01-01T00:00:00Z")
    assert sql.call(ada, "attempt_review", attempt_id=attempt["id"])["key_shown"]
