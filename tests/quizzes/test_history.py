"""The history of a quiz: what is kept of it, and what restoring it changes."""

from typing import Any

from tests.fixtures import Sql
from tests.quizzes.conftest import Author
from tests.quizzes.drafts import DRAFTS


def history(author: Author, quiz_id: str) -> list[dict[str, Any]]:
    return author.call("list_quiz_history", quiz_id=quiz_id)["items"]  # type: ignore[no-any-return]


def later(sql: Sql, seconds: int = 61) -> None:
    """Let some time pass in all histories."""
    sql.connection.execute(
        "update core.quiz_snapshots set begun_at = begun_at - %s * interval '1 s', "
        "saved_at = saved_at - %s * interval '1 s'",
        [seconds, seconds],
    )


def restore(author: Author, quiz_id: str, snapshot: dict[str, Any]) -> dict[str, Any]:
    return author.call("restore_quiz_snapshot", quiz_id=quiz_id, snapshot_id=snapshot["id"])  # type: ignore[no-any-return]


def shown(author: Author, quiz_id: str) -> list[dict[str, Any]]:
    hidden = {"version", "updated_at"}
    return [{k: q[k] for k in q.keys() - hidden} for q in author.questions(quiz_id)]


def test_changes_without_a_pause_are_one_version(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz(2)
    for prompt in ("One?", "Two?", "Three?"):
        first = ada.questions(quiz_id)[0]["id"]
        ada.call("update_question", quiz_id=quiz_id, question_id=first, changes={"prompt": prompt})
    assert [one["question_count"] for one in history(ada, quiz_id)] == [2]
    later(sql)
    ada.question(quiz_id)
    assert [one["question_count"] for one in history(ada, quiz_id)] == [3, 2]
    assert history(ada, quiz_id)[0]["saved_by"] == "ada"


def test_a_long_time_of_editing_has_several_versions(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz(1)
    sql.connection.execute("update core.quiz_snapshots set begun_at = begun_at - interval '301 s'")
    ada.question(quiz_id)
    assert len(history(ada, quiz_id)) == 2


def test_taking_questions_away_begins_another_version(ada: Author) -> None:
    quiz_id = ada.quiz(2)
    ada.call("delete_question", quiz_id=quiz_id, question_id=ada.questions(quiz_id)[0]["id"])
    assert [one["question_count"] for one in history(ada, quiz_id)] == [1, 2]


def test_a_restored_quiz_is_as_it_was_and_can_be_brought_back(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz()
    ada.call("create_questions", quiz_id=quiz_id, drafts=list(DRAFTS.values()))
    before = shown(ada, quiz_id)
    later(sql)
    ids = [question["id"] for question in before]
    ada.call("update_quiz", quiz_id=quiz_id, changes={"title": "Another title", "time_limit_s": 60})
    ada.call("update_question", quiz_id=quiz_id, question_id=ids[0], changes={"prompt": "Changed?"})
    ada.call("delete_question", quiz_id=quiz_id, question_id=ids[1])
    ada.question(quiz_id, prompt="New?")
    order = [question["id"] for question in ada.questions(quiz_id)][::-1]
    ada.call("reorder_questions", quiz_id=quiz_id, question_ids=order)
    after = shown(ada, quiz_id)
    first = history(ada, quiz_id)[-1]

    seen = ada.call("get_quiz_snapshot", quiz_id=quiz_id, snapshot_id=first["id"])
    changes = [question["change"] for question in seen["questions"]]
    assert changes == ["changes", "comes_back", *["stays"] * (len(before) - 2), "goes"]

    quiz = restore(ada, quiz_id, first)
    assert shown(ada, quiz_id) == before
    assert (quiz["title"], quiz["time_limit_s"]) == ("A quiz", 60)

    back = next(one for one in history(ada, quiz_id)[1:] if one["title"] == "Another title")
    restore(ada, quiz_id, back)
    assert shown(ada, quiz_id) == after


def test_what_restoring_changes_is_a_new_version_of_the_question(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz(1)
    question = ada.questions(quiz_id)[0]
    later(sql)
    ada.call("update_question", quiz_id=quiz_id, question_id=question["id"], changes={"prompt": "Changed?"})
    restore(ada, quiz_id, history(ada, quiz_id)[-1])
    restored = ada.questions(quiz_id)[0]
    assert (restored["version"], restored["prompt"]) == (3, question["prompt"])


def test_restoring_respects_versions_sections_and_rights(sql: Sql, ada: Author, bob: Author) -> None:
    quiz_id = ada.quiz(1)
    later(sql)
    ada.question(quiz_id, difficulty="easy")
    first = history(ada, quiz_id)[-1]
    asked = {"quiz_id": quiz_id, "snapshot_id": first["id"]}
    assert ada.refused("restore_quiz_snapshot", **asked, if_version=1) == (412, "changed_since")
    for name in ("get_quiz_snapshot", "restore_quiz_snapshot"):
        assert bob.refused(name, **asked) == (404, "quiz_not_found")
        other = ada.quiz(1)
        assert ada.refused(name, quiz_id=other, snapshot_id=first["id"]) == (404, "snapshot_not_found")
    assert bob.refused("list_quiz_history", quiz_id=quiz_id) == (404, "quiz_not_found")


def test_old_versions_are_swept_but_for_the_latest(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz(1)
    later(sql)
    ada.question(quiz_id)
    later(sql, 91 * 86_400)
    assert sql.value("select core.sweep_old_rows(100)") >= 1
    assert [one["question_count"] for one in history(ada, quiz_id)] == [2]


def test_a_quiz_has_so_many_versions_at_most(sql: Sql, ada: Author) -> None:
    sql.connection.execute("update core.settings set value = '3' where key = 'history.max_per_quiz'")
    quiz_id = ada.quiz(1)
    for _ in range(4):
        later(sql)
        ada.question(quiz_id)
    assert [one["question_count"] for one in history(ada, quiz_id)] == [5, 4, 3]


def test_a_purged_quiz_leaves_no_history(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz(2)
    ada.call("delete_quiz", quiz_id=quiz_id)
    ada.call("purge_quiz", quiz_id=quiz_id)
    assert sql.value("select count(*) from core.quiz_snapshots") == 0


def test_an_archived_quiz_is_in_the_archive_alone(ada: Author, bob: Author) -> None:
    kept, gone = ada.quiz(title="Kept"), ada.quiz(title="Put away", visibility="public")
    folder = ada.call("create_folder", name="Exams")["id"]
    ada.call("file_quizzes", quiz_ids=[kept, gone], folder_id=folder)
    version = ada.call("get_quiz", quiz_id=gone)["version"]
    archived = ada.call("archive_quiz", quiz_id=gone)
    assert (bool(archived["archived_at"]), archived["version"]) == (True, version)

    def listed(author: Author, **which: Any) -> set[str]:
        return {one["id"] for one in author.call("list_quizzes", **which)["items"]}

    assert listed(ada) == listed(ada, folder_id=folder) == {kept}
    assert listed(ada, archived=True) == {gone}
    assert gone in listed(bob, visibility="public")
    assert bob.refused("archive_quiz", quiz_id=gone) == (403, "not_the_owner")
    assert ada.call("unarchive_quiz", quiz_id=gone)["archived_at"] is None
    assert listed(ada) == {kept, gone}
