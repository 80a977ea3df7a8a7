import threading
import uuid
from typing import Any

import psycopg
import pytest

from tests.fixtures import Refused, Sql
from tests.quizzes.conftest import Author
from tests.quizzes.drafts import DRAFTS, TRUE_FALSE, single

ADDED = {"id", "quiz_id", "position", "version", "created_at", "updated_at"}


def test_every_kind_is_created_read_and_posted_again_as_it_was_read(ada: Author) -> None:
    quiz_id = ada.quiz()
    for name, draft in DRAFTS.items():
        question = ada.call("create_question", quiz_id=quiz_id, draft=draft)
        assert {field: question[field] for field in question.keys() - ADDED} == {"points": 1, **draft}, name
        read = ada.call("get_question", quiz_id=quiz_id, question_id=question["id"])
        assert read == question
        again = ada.call("create_question", quiz_id=quiz_id, draft=read)
        assert {k: again[k] for k in again.keys() - ADDED} == {k: read[k] for k in read.keys() - ADDED}, name
    assert ada.call("get_quiz", quiz_id=quiz_id)["question_count"] == 2 * len(DRAFTS)


def test_a_list_is_stored_in_its_order(ada: Author) -> None:
    quiz_id = ada.quiz(1)
    drafts = [single("x", "y", prompt=f"Question {n}?") for n in range(3)]
    created = ada.call("create_questions", quiz_id=quiz_id, drafts=drafts)["items"]
    assert [(q["position"], q["prompt"]) for q in created] == [(n + 2, f"Question {n}?") for n in range(3)]
    assert [q["position"] for q in ada.questions(quiz_id)] == [1, 2, 3, 4]


def test_one_invalid_draft_refuses_the_whole_list_and_is_named(ada: Author) -> None:
    quiz_id = ada.quiz()
    with pytest.raises(Refused) as refused:
        ada.call("create_questions", quiz_id=quiz_id, drafts=[TRUE_FALSE, TRUE_FALSE, single("x", "")])
    assert refused.value.message == "Question 3, choice 2: text is missing or empty."
    assert ada.questions(quiz_id) == []


def test_a_quiz_has_a_limited_number_of_questions(sql: Sql, ada: Author) -> None:
    sql.connection.execute("update core.settings set value = '3' where key = 'quiz.max_questions'")
    quiz_id = ada.quiz(2)
    drafts = [TRUE_FALSE, TRUE_FALSE]
    assert ada.refused("create_questions", quiz_id=quiz_id, drafts=drafts) == (422, "too_many_questions")
    deleted = ada.question(quiz_id)["id"]
    ada.call("delete_question", quiz_id=quiz_id, question_id=deleted)
    ada.question(quiz_id)
    refused = ada.refused("restore_question", quiz_id=quiz_id, question_id=deleted)
    assert refused == (422, "too_many_questions")


def versions(sql: Sql, question_id: str) -> list[tuple[int, str]]:
    return sql.connection.execute(
        "select version, prompt from core.question_versions where question_id = %s order by version",
        [question_id],
    ).fetchall()


def test_only_a_change_of_the_content_makes_a_version(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz()
    question = ada.question(quiz_id, prompt="One?")
    where = {"quiz_id": quiz_id, "question_id": question["id"]}
    assert ada.call("update_question", **where, changes={"prompt": "Two?"})["version"] == 2
    for same in ({}, {"prompt": " Two? "}, {"correct": False, "points": 1.0}, {"explanation": None}):
        assert ada.call("update_question", **where, changes=same)["version"] == 2, same
    assert versions(sql, question["id"]) == [(1, "One?"), (2, "Two?")]


def test_moving_deleting_and_restoring_a_question_makes_no_version(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz(2)
    first, second = (question["id"] for question in ada.questions(quiz_id))
    ada.call("reorder_questions", quiz_id=quiz_id, question_ids=[second, first])
    ada.call("delete_question", quiz_id=quiz_id, question_id=first)
    assert ada.call("restore_question", quiz_id=quiz_id, question_id=first)["version"] == 1
    assert len(versions(sql, first)) == 1


def test_a_version_is_never_changed(sql: Sql, ada: Author) -> None:
    ada.quiz(1)
    with pytest.raises(psycopg.Error, match="version of a question can't be changed"):
        sql.connection.execute("update core.question_versions set points = 2")


def test_a_change_keeps_other_fields_and_null_removes_one(ada: Author) -> None:
    quiz_id = ada.quiz()
    question = ada.call("create_question", quiz_id=quiz_id, draft=DRAFTS["everything"])
    changed = ada.call(
        "update_question",
        quiz_id=quiz_id,
        question_id=question["id"],
        changes={"points": 3, "explanation": None, "media_url": None},
    )
    gone = {"explanation", "media_url", "media_alt", "updated_at"}
    assert {k: changed[k] for k in changed.keys() - gone} == {
        **{k: question[k] for k in question.keys() - gone},
        "points": 3,
        "version": 2,
    }


def test_a_change_of_kind_removes_the_fields_of_the_old_kind(ada: Author) -> None:
    quiz_id = ada.quiz()
    question = ada.call("create_question", quiz_id=quiz_id, draft={**DRAFTS["poll"], "subject": "Drinks"})
    where = {"quiz_id": quiz_id, "question_id": question["id"]}
    changed = ada.call("update_question", **where, changes={"kind": "true_false", "correct": True})
    assert {k: changed[k] for k in changed.keys() - ADDED} == {
        "kind": "true_false",
        "prompt": "Tea or coffee?",
        "subject": "Drinks",
        "correct": True,
        "points": 1,
    }
    assert ada.refused("update_question", **where, changes={"kind": "numeric"}) == (422, "missing_field")


def test_a_changed_question_is_checked_like_a_new_one(ada: Author) -> None:
    quiz_id = ada.quiz()
    where = {"quiz_id": quiz_id, "question_id": ada.question(quiz_id)["id"]}
    for changes, code in (
        ({"prompt": None}, "missing_field"),
        ({"colour": "red"}, "unknown_field"),
        ({"choices": []}, "unknown_field"),
        ({"points": "2"}, "wrong_type"),
        ([], "wrong_type"),
    ):
        assert ada.refused("update_question", **where, changes=changes) == (422, code), changes


def test_an_edit_of_an_old_version_is_refused(ada: Author) -> None:
    quiz_id = ada.quiz()
    question = ada.question(quiz_id)
    where = {"quiz_id": quiz_id, "question_id": question["id"]}
    ada.call("update_question", **where, changes={"version": 1, "prompt": "Two?"})
    refused = ada.refused("update_question", **where, changes={"version": 1, "prompt": "Three?"})
    assert refused == (409, "question_changed")
    assert ada.questions(quiz_id)[0]["prompt"] == "Two?"


def test_positions_have_no_gaps_whatever_is_deleted_and_restored(ada: Author) -> None:
    quiz_id = ada.quiz(4)
    one, two, three, four = (question["id"] for question in ada.questions(quiz_id))
    ada.call("delete_question", quiz_id=quiz_id, question_id=two)
    ada.call("delete_question", quiz_id=quiz_id, question_id=one)
    assert [(q["id"], q["position"]) for q in ada.questions(quiz_id)] == [(three, 1), (four, 2)]
    assert {q["id"] for q in ada.call("list_questions", quiz_id=quiz_id, deleted=True)["items"]} == {one, two}
    ada.call("restore_question", quiz_id=quiz_id, question_id=two)
    assert [(q["id"], q["position"]) for q in ada.questions(quiz_id)] == [(three, 1), (four, 2), (two, 3)]
    for function in ("get_question", "delete_question"):
        assert ada.refused(function, quiz_id=quiz_id, question_id=one) == (404, "question_not_found")
    assert ada.refused("restore_question", quiz_id=quiz_id, question_id=two) == (404, "question_not_found")


def test_questions_can_be_put_in_another_order(ada: Author) -> None:
    quiz_id = ada.quiz(4)
    order = [question["id"] for question in ada.questions(quiz_id)]
    wanted = [order[3], order[0], order[2], order[1]]
    ada.call("reorder_questions", quiz_id=quiz_id, question_ids=wanted)
    assert [(q["id"], q["position"]) for q in ada.questions(quiz_id)] == list(
        zip(wanted, (1, 2, 3, 4), strict=True)
    )


def test_an_order_must_have_every_question_of_the_quiz_once(ada: Author) -> None:
    quiz_id = ada.quiz(3)
    order = [question["id"] for question in ada.questions(quiz_id)]
    foreign = ada.question(ada.quiz())["id"]
    deleted = ada.question(quiz_id)["id"]
    ada.call("delete_question", quiz_id=quiz_id, question_id=deleted)
    for question_ids, code in (
        (order[:2], "incomplete_order"),
        ([], "incomplete_order"),
        (None, "incomplete_order"),
        ([*order[:2], None], "incomplete_order"),
        ([*order, order[0]], "repeated_question"),
        ([*order[:2], foreign], "unknown_question"),
        ([*order, deleted], "unknown_question"),
    ):
        refused = ada.refused("reorder_questions", quiz_id=quiz_id, question_ids=question_ids)
        assert refused == (422, code), question_ids
    assert [question["id"] for question in ada.questions(quiz_id)] == order


def test_a_question_is_found_in_its_own_quiz_only(ada: Author, bob: Author) -> None:
    mine, other = ada.quiz(1), ada.quiz()
    question = ada.questions(mine)[0]["id"]
    assert ada.refused("get_question", quiz_id=other, question_id=question) == (404, "question_not_found")
    foreign = bob.quiz()
    assert bob.refused("get_question", quiz_id=foreign, question_id=question) == (404, "question_not_found")
    assert ada.refused("get_question", quiz_id=mine, question_id=uuid.uuid4()) == (404, "question_not_found")


def test_two_concurrent_edits_are_both_kept(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz()
    question = ada.question(quiz_id)
    fields: dict[str, Any] = {"prompt": "Both?", "explanation": "Both.", "subject": "Both", "source": "Both"}
    ready = threading.Barrier(len(fields))
    failures: list[BaseException] = []

    def edit(field: str, value: str) -> None:
        try:
            with psycopg.connect(sql.connection.info.dsn, autocommit=True) as connection:
                ready.wait()
                Sql(connection).call(
                    ada.person,
                    "update_question",
                    quiz_id=quiz_id,
                    question_id=question["id"],
                    changes={field: value},
                )
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=edit, args=item) for item in fields.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    edited = ada.questions(quiz_id)[0]
    assert {field: edited[field] for field in fields} == fields
    assert [version for version, _ in versions(sql, question["id"])] == [1, 2, 3, 4, 5]


def test_questions_added_concurrently_get_different_positions(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz()
    ready = threading.Barrier(6)

    def put_in() -> None:
        with psycopg.connect(sql.connection.info.dsn, autocommit=True) as connection:
            ready.wait()
            Sql(connection).call(ada.person, "create_question", quiz_id=quiz_id, draft=TRUE_FALSE)

    threads = [threading.Thread(target=put_in) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [question["position"] for question in ada.questions(quiz_id)] == [1, 2, 3, 4, 5, 6]
