"""Marking by hand: the queue, marks with points or a rubric, and what follows from them."""

from typing import Any

import pytest

from tests.attempts.taking import Json, Quiz, answer, make_quiz, poll, single
from tests.attempts.test_essay import essay, hand_in
from tests.attempts.test_regrade import apply
from tests.attempts.test_starting import refusal
from tests.fixtures import Person, SignUp, Sql
from tests.quizzes.test_collaborators import share

TOLD = "select count(*) from core.user_events where user_id = %s and type = 'attempt.marked'"
RUBRIC = [
    {"text": "Causes", "points": 3},
    {"text": "Style", "points": 1, "levels": [{"text": "No", "points": 0}, {"text": "Yes", "points": 1}]},
]


@pytest.fixture
def owner(sql: Sql) -> Person:
    return sql.person("owner")


@pytest.fixture
def ann(sql: Sql) -> Person:
    return sql.person("ann")


@pytest.fixture
def bob(sql: Sql) -> Person:
    return sql.person("bob")


@pytest.fixture
def quiz(sql: Sql, owner: Person) -> Quiz:
    return make_quiz(sql, owner, single(), essay(points=4), pass_mark=50)


def queue(quiz: Quiz, **more: Any) -> Json:
    listed: Json = quiz.sql.call(quiz.owner, "list_answers_to_mark", **{"quiz_id": quiz.id} | more)
    return listed


def mark(
    quiz: Quiz, item: Json, *, as_person: Person | None = None, if_version: Any = None, **given: Any
) -> Json:
    marked: Json = quiz.sql.call(
        as_person or quiz.owner,
        "mark_answer",
        quiz_id=quiz.id,
        attempt_id=item["attempt_id"],
        question_id=item["question_id"],
        mark=given,
        if_version=if_version,
    )
    return marked


def names(listed: Json) -> list[str]:
    return [item["display_name"] for item in listed["items"]]


def test_a_mark_by_hand_makes_the_score_final_and_tells_the_taker(quiz: Quiz, ann: Person) -> None:
    done = hand_in(quiz, ann)
    (item,) = queue(quiz)["items"]
    assert (item["response"], item["points"], item["max_points"]) == ("Many reasons.", None, 4)
    marked = mark(quiz, item, points=2.25, comment="Good, but short.")
    assert (marked["points"], marked["score"], marked["left_in_attempt"]) == (2.25, 3.25, 0)
    assert queue(quiz)["items"] == []
    assert quiz.sql.value(TOLD, ann.id) == 1
    review = quiz.sql.call(ann, "attempt_review", attempt_id=done["id"])
    assert (review["score"], review["passed"], review["to_mark"]) == (3.25, True, 0)
    written = review["questions"][1]
    assert (written["earned"], written["comment"]) == (2.25, "Good, but short.")
    assert (written["verdict"], written["marked_by_hand"]) == ("partly_right", True)
    assert quiz.sql.call(ann, "my_result", quiz_id=quiz.id)["score"] == 3.25
    board = quiz.sql.call(quiz.owner, "quiz_leaderboard", quiz_id=quiz.id)
    assert board["items"][0]["score"] == 3.25
    statistics = quiz.sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"][1]
    assert (statistics["to_mark"], statistics["facility"]) == (0, 56.25)


def test_a_comment_is_not_seen_before_the_review(sql: Sql, owner: Person, ann: Person) -> None:
    quiz = make_quiz(sql, owner, essay(), review_shown="never", key_shown="never")
    done = hand_in_one(quiz, ann)
    mark(quiz, queue(quiz)["items"][0], points=1, comment="A secret.")
    assert refusal(sql.call, ann, "attempt_review", attempt_id=done["id"]) == (403, "review_not_shown")
    assert "A secret" not in str(sql.call(ann, "get_attempt", attempt_id=done["id"]))


def hand_in_one(quiz: Quiz, person: Person, text: str = "Because.") -> Json:
    return quiz.submit(person, [answer(quiz.start(person)["questions"][0], text)])


def test_a_rubric_is_scaled_to_the_points_of_the_question(sql: Sql, owner: Person, ann: Person) -> None:
    quiz = make_quiz(sql, owner, essay(points=10, rubric=RUBRIC))
    done = hand_in_one(quiz, ann)
    (item,) = queue(quiz)["items"]
    assert [criterion["text"] for criterion in item["rubric"]] == ["Causes", "Style"]
    marked = mark(quiz, item, rubric={"1": 1.5, "2": 1})
    assert (marked["points"], marked["rubric_points"]) == (6.25, {"1": 1.5, "2": 1})
    review = sql.call(ann, "attempt_review", attempt_id=done["id"])["questions"][0]
    assert review["rubric_points"] == {"1": 1.5, "2": 1}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"points": -0.01}, "out_of_range"),
        ({"points": 4.01}, "out_of_range"),
        ({"points": 1.005}, "out_of_range"),
        ({"points": "2"}, "wrong_type"),
        ({"colour": 1}, "unknown_field"),
        ({"points": 1, "rubric": {"1": 1, "2": 0}}, "invalid_mark"),
        ({"rubric": {"1": 1}}, "invalid_mark"),
        ({"rubric": {"1": 1, "2": 0.5}}, "invalid_mark"),
        ({"rubric": {"1": 3.5, "2": 0}}, "invalid_mark"),
        ({"rubric": {"1": "3", "2": 0}}, "invalid_mark"),
        ({"rubric": [1]}, "invalid_mark"),
        ({"rubric": {"1": 1, "2": 0, "3": 0}}, "unknown_field"),
        ({"points": 1, "comment": "x" * 5001}, "too_long"),
    ],
)
def test_a_mark_that_does_not_fit_is_refused(
    sql: Sql, owner: Person, ann: Person, given: Json, code: str
) -> None:
    quiz = make_quiz(sql, owner, essay(rubric=RUBRIC))
    hand_in_one(quiz, ann)
    assert refusal(mark, quiz, queue(quiz)["items"][0], **given) == (422, code)


def test_a_mark_of_the_machine_is_changed_by_hand_and_taken_back(quiz: Quiz, ann: Person) -> None:
    done = hand_in(quiz, ann, right=False)
    choice = quiz.sql.call(quiz.owner, "get_attempt", attempt_id=done["id"])["questions"][0]
    item = {"attempt_id": done["id"], "question_id": choice["id"]}
    assert mark(quiz, item, points=0.5)["score"] == 0.5
    again = mark(quiz, item, comment="Half for the idea.")
    assert (again["points"], again["marked_by_hand"], again["comment"]) == (0.5, True, "Half for the idea.")
    back = mark(quiz, item, points=None)
    assert (back["points"], back["marked_by_hand"], back["comment"]) == (0, False, "Half for the idea.")
    assert back["score"] == 0


def test_an_essay_whose_mark_is_taken_back_is_in_the_queue_again(quiz: Quiz, ann: Person) -> None:
    hand_in(quiz, ann)
    (item,) = queue(quiz)["items"]
    mark(quiz, item, points=4)
    assert queue(quiz, marked=True)["total"] == 1
    mark(quiz, item, points=None)
    assert (queue(quiz)["total"], queue(quiz, marked=True)["total"]) == (1, 0)


def test_two_markers_do_not_overwrite_each_other(quiz: Quiz, ann: Person) -> None:
    hand_in(quiz, ann)
    (item,) = queue(quiz)["items"]
    mark(quiz, item, points=3, if_version=item["version"])
    late = refusal(mark, quiz, item, points=1, if_version=item["version"])
    assert late == (412, "changed_since")
    assert queue(quiz, marked=True)["items"][0]["points"] == 3


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_regrade_keeps_what_a_person_marked(quiz: Quiz, ann: Person, by_hand: bool) -> None:
    hand_in(quiz, ann)
    mark(quiz, queue(quiz)["items"][0], points=3)
    written = quiz.sql.call(quiz.owner, "list_questions", quiz_id=quiz.id)["items"][1]
    quiz.sql.call(
        quiz.owner, "update_question", quiz_id=quiz.id, question_id=written["id"], changes={"prompt": "Why?"}
    )
    done = apply(quiz, {"by_hand": by_hand})
    assert (done["changed_attempts"], done["kept_by_hand"]) == (0, 1)
    assert quiz.sql.call(ann, "my_result", quiz_id=quiz.id)["score"] == 4


def test_a_regrade_leaves_an_essay_that_nobody_marked_to_be_marked(quiz: Quiz, ann: Person) -> None:
    done = hand_in(quiz, ann)
    assert apply(quiz)["changed_attempts"] == 0
    assert quiz.sql.call(quiz.owner, "get_attempt", attempt_id=done["id"])["to_mark"] == 1


def test_an_essay_that_counts_for_nobody_is_not_to_be_marked(quiz: Quiz, ann: Person) -> None:
    done = hand_in(quiz, ann)
    (item,) = queue(quiz)["items"]
    apply(quiz, {"questions": [{"question_id": item["question_id"], "method": "void"}]})
    read = quiz.sql.call(quiz.owner, "get_attempt", attempt_id=done["id"])
    assert (read["to_mark"], read["max_score"], queue(quiz)["total"]) == (0, 1, 0)
    assert refusal(mark, quiz, item, points=1) == (409, "question_ruled")
    apply(quiz, {"questions": [{"question_id": item["question_id"], "method": "key"}]})
    assert queue(quiz)["total"] == 1


def test_the_queue_goes_by_question_or_by_person_and_page(
    sql: Sql, owner: Person, ann: Person, bob: Person
) -> None:
    quiz = make_quiz(sql, owner, essay("One?"), essay("Two?"))
    for person in (ann, bob):
        quiz.submit(person, [answer(asked, "Because.") for asked in quiz.start(person)["questions"]])
    for sort, key in (("question", "question_id"), ("person", "attempt_id")):
        listed, cursor = [], None
        while len(listed) < 10:
            page = queue(quiz, sort=sort, page_size=1, cursor=cursor)
            listed += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert page["total"] == 4
        values = [item[key] for item in listed]
        assert [values[0]] * 2 + [values[2]] * 2 == values
        assert values[0] != values[2]
        assert len({(item["attempt_id"], item["question_id"]) for item in listed}) == 4
    one = listed[0]["question_id"]
    assert queue(quiz, question_id=one)["total"] == 2
    assert queue(quiz, quiz_id=None)["total"] == 4
    assert names(queue(quiz, anonymous=True)) == [None] * 4
    assert ann.id not in str(queue(quiz, anonymous=True))
    assert refusal(queue, quiz, sort="colour") == (422, "unknown_sort")


def test_only_the_owner_marks(quiz: Quiz, ann: Person, bob: Person) -> None:
    hand_in(quiz, ann)
    (item,) = queue(quiz)["items"]
    for person in (ann, bob):
        assert refusal(mark, quiz, item, as_person=person, points=4) == (403, "not_the_owner")
        assert quiz.sql.call(person, "list_answers_to_mark")["items"] == []


def test_what_cannot_be_marked_is_refused(sql: Sql, owner: Person, ann: Person, bob: Person) -> None:
    quiz = make_quiz(sql, owner, single(), essay(), poll())
    going = quiz.start(bob)
    done = hand_in_nothing(quiz, ann)
    for attempt, question, expected in (
        (going, 0, (409, "attempt_in_progress")),
        (done, 1, (409, "not_answered")),
        (done, 2, (409, "not_scored")),
    ):
        item = {"attempt_id": attempt["id"], "question_id": going["questions"][question]["id"]}
        assert refusal(mark, quiz, item, points=0) == expected
    strange = {"attempt_id": done["id"], "question_id": quiz.id}
    assert refusal(mark, quiz, strange, points=0) == (404, "question_not_found")
    strange = {"attempt_id": quiz.id, "question_id": quiz.id}
    assert refusal(mark, quiz, strange, points=0) == (404, "attempt_not_found")


def hand_in_nothing(quiz: Quiz, person: Person) -> Json:
    asked = quiz.start(person)["questions"][0]
    return quiz.submit(person, [answer(asked, quiz.right(asked["id"]))])


def test_the_log_says_who_marked_what(quiz: Quiz, ann: Person) -> None:
    hand_in(quiz, ann)
    (item,) = queue(quiz)["items"]
    mark(quiz, item, points=1)
    mark(quiz, item, points=2, comment="Better.")
    acts = quiz.sql.call(quiz.owner, "list_owner_acts", quiz_id=quiz.id)["items"]
    assert [act["act"] for act in acts] == ["answer.marked"] * 2
    assert [act["details"]["points"] for act in acts] == [[1, 2], [None, 1]]
    assert [act["details"]["commented"] for act in acts] == [True, False]


async def test_an_owner_marks_over_rest(sql18: Sql, sign_up: SignUp) -> None:
    owner = await sign_up("owner")
    assert owner.person
    quiz = make_quiz(sql18, owner.person, essay(rubric=RUBRIC))
    done = hand_in_one(quiz, sql18.person("ann"))
    for path in ("/marking", f"/quizzes/{quiz.id}/marking"):
        (item,) = (await owner.get(path, params={"sort": "person", "anonymous": True})).json()["items"]
        assert (item["attempt_id"], item["display_name"], item["response"]) == (done["id"], None, "Because.")
    at = f"/quizzes/{quiz.id}/attempts/{done['id']}/marks/{item['question_id']}"
    tag = {"If-Match": f'"{item["version"]}"'}
    marked = await owner.put(at, json={"rubric": {"1": 2, "2": 1}, "comment": "Good."}, headers=tag)
    assert marked.status_code == 200, marked.text
    assert (marked.json()["points"], marked.json()["comment"]) == (3, "Good.")
    late = await owner.put(at, json={"points": 1}, headers=tag)
    assert (late.status_code, late.json()["code"]) == (412, "changed_since")
    again = await owner.put(at, json={"points": 1.5}, headers={"If-Match": marked.headers["ETag"]})
    assert (again.status_code, again.json()["points"]) == (200, 1.5)
    wrong = await owner.put(at, json={"points": 9})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "out_of_range")


@pytest.mark.parametrize("role", ["edit", "results"])
def test_collaborators_who_may_edit_mark_and_find_all_in_one_queue(
    quiz: Quiz, sql: Sql, ann: Person, bob: Person, role: str
) -> None:
    share(quiz, bob, role)
    hand_in(quiz, ann)
    own = make_quiz(sql, bob, single(), essay())
    hand_in(own, ann)
    listed = sql.call(bob, "list_answers_to_mark")
    (item,) = queue(quiz, quiz_id=quiz.id)["items"]
    assert {each["quiz_id"] for each in listed["items"]} == {own.id, *([quiz.id] if role == "edit" else [])}
    assert sql.call(bob, "list_answers_to_mark", quiz_id=quiz.id)["total"] == 1
    if role == "edit":
        assert mark(quiz, item, as_person=bob, points=2)["points"] == 2
        assert [each["quiz_id"] for each in sql.call(bob, "list_answers_to_mark")["items"]] == [own.id]
    else:
        assert refusal(mark, quiz, item, as_person=bob, points=2) == (403, "not_the_owner")


def reopened(quiz: Quiz, done: Json) -> None:
    quiz.sql.call(
        quiz.owner, "reopen_attempt", quiz_id=quiz.id, attempt_id=done["id"], more_time={"minutes": 5}
    )


@pytest.mark.parametrize(
    ("text", "points", "comment", "to_mark"),
    [("Many reasons.", 3, "Good.", 0), ("Many more reasons.", None, None, 1)],
)
def test_an_answer_that_is_given_again_as_it_was_keeps_its_mark(
    quiz: Quiz, ann: Person, text: str, points: int | None, comment: str | None, to_mark: int
) -> None:
    done = hand_in(quiz, ann)
    mark(quiz, queue(quiz)["items"][0], points=3, comment="Good.")
    reopened(quiz, done)
    questions = quiz.start(ann)["questions"]
    quiz.save(ann, done, [answer(questions[1], text)])
    assert quiz.submit(ann)["to_mark"] == to_mark
    again = quiz.sql.call(ann, "attempt_review", attempt_id=done["id"])["questions"][1]
    assert (again["earned"], again.get("comment")) == (points, comment)


def test_a_withdrawn_answer_that_is_given_again_is_to_be_marked_again(quiz: Quiz, ann: Person) -> None:
    done = hand_in(quiz, ann)
    mark(quiz, queue(quiz)["items"][0], points=3)
    reopened(quiz, done)
    question = quiz.start(ann)["questions"][1]
    for response in (None, "Many reasons."):
        quiz.save(ann, done, [answer(question, response)])
    assert quiz.submit(ann)["to_mark"] == 1


def test_a_comment_is_a_column_that_is_read_where_marks_are(
    quiz: Quiz, sql: Sql, ann: Person, bob: Person
) -> None:
    hand_in(quiz, ann)
    mark(quiz, queue(quiz)["items"][0], points=3, comment="Good.")
    commented = "select a.comment from public.answers as a where a.comment is not null"
    assert sql.select(ann, commented) == sql.select(quiz.owner, commented) == [{"comment": "Good."}]
    assert sql.select(bob, commented) == []
    quiz.change(review_shown="never", key_shown="never")
    assert sql.select(ann, commented) == []
    assert sql.select(quiz.owner, commented) == [{"comment": "Good."}]
