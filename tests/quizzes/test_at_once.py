"""Changing and purging a quiz while somebody plays it."""

from tests.fixtures import Meanwhile, Sql
from tests.quizzes.conftest import Author
from tests.quizzes.drafts import TRUE_FALSE


def test_a_room_opens_while_its_quiz_is_being_changed(sql: Sql, ada: Author, meanwhile: Meanwhile) -> None:
    quiz_id = ada.quiz(1)
    with sql.connection.transaction():
        ada.call("create_questions", quiz_id=quiz_id, drafts=[TRUE_FALSE])
        room, _ = meanwhile(
            lambda sql: sql.call(ada.person, "create_room", quiz_id=quiz_id),
            lambda sql: sql.value("select 1"),
        )
    assert room["room_code"]


def test_a_purge_waits_for_an_attempt_that_is_being_submitted_without_a_deadlock(
    ada: Author, meanwhile: Meanwhile
) -> None:
    quiz_id = ada.quiz(1)
    attempt = ada.call("start_attempt", quiz_id=quiz_id)
    answers = [{"question_id": attempt["questions"][0]["id"], "response": ["true"]}]
    ada.call("save_answers", attempt_id=attempt["id"], answers=answers)
    ada.call("delete_quiz", quiz_id=quiz_id)
    submitted, purged = meanwhile(
        lambda sql: sql.call(ada.person, "save_answers", attempt_id=attempt["id"], answers=[]),
        lambda sql: sql.call(ada.person, "purge_quiz", quiz_id=quiz_id),
        then=lambda sql: sql.call(ada.person, "submit_attempt", quiz_id=quiz_id),
    )
    assert submitted["state"] == "finished"
    assert purged == {"id": quiz_id, "purged": True}


def test_a_purge_waits_for_a_room_before_it_touches_what_is_in_it(
    sql: Sql, ada: Author, meanwhile: Meanwhile
) -> None:
    quiz_id = ada.quiz(1)
    code = ada.call("create_room", quiz_id=quiz_id)["room_code"]
    sql.call(ada.person, "relay_join_room", room_code=code, username="Ada")
    ada.call("delete_quiz", quiz_id=quiz_id)
    joined, purged = meanwhile(
        lambda sql: sql.connection.execute("select from core.rooms for update"),
        lambda sql: sql.call(ada.person, "purge_quiz", quiz_id=quiz_id),
        then=lambda sql: sql.call(ada.person, "relay_join_room", room_code=code, username="Ada"),
    )
    assert joined
    assert purged == {"id": quiz_id, "purged": True}
