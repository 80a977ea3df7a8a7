"""Folders: how they are made, moved and deleted, and which quizzes are in them for whom."""

from typing import Any

import pytest

from tests.fixtures import SignUp
from tests.quizzes.conftest import Author
from tests.quizzes.test_copying import share

Json = dict[str, Any]


def folder(author: Author, name: str, parent: str | None = None) -> str:
    made: str = author.call("create_folder", name=name, parent_id=parent)["id"]
    return made


def file(author: Author, folder_id: str | None, *quizzes: str) -> None:
    author.call("file_quizzes", quiz_ids=list(quizzes), folder_id=folder_id)


def folders(author: Author) -> list[Json]:
    listed: list[Json] = author.call("list_folders")["items"]
    return listed


def counts(author: Author) -> dict[str, tuple[int, int]]:
    """How many quizzes are in each folder, and in all of it, by its name."""
    return {each["name"]: (each["quiz_count"], each["quiz_count_in_all"]) for each in folders(author)}


def within(author: Author, folder_id: str) -> set[str]:
    return {quiz["id"] for quiz in author.call("list_quizzes", folder_id=folder_id)["items"]}


def test_folders_are_listed_by_name_each_followed_by_those_in_it(ada: Author) -> None:
    zoo, arts = folder(ada, "Zoo"), folder(ada, "arts")
    birds = folder(ada, "Birds", zoo)
    folder(ada, "Owls", birds)
    folder(ada, "Élan", arts)
    listed = [(each["name"], each["level"]) for each in folders(ada)]
    assert listed == [("arts", 1), ("Élan", 2), ("Zoo", 1), ("Birds", 2), ("Owls", 3)]


def test_a_folder_counts_its_quizzes_and_those_of_the_folders_in_it(ada: Author) -> None:
    zoo = folder(ada, "Zoo")
    birds = folder(ada, "Birds", zoo)
    mammals, owls, deleted, unfiled = (ada.quiz() for _ in range(4))
    file(ada, zoo, mammals)
    file(ada, birds, owls, deleted)
    ada.call("delete_quiz", quiz_id=deleted)
    assert counts(ada) == {"Zoo": (1, 2), "Birds": (1, 1)}
    assert ada.call("list_folders")["unfiled_count"] == 1
    assert [quiz["id"] for quiz in ada.call("list_quizzes", unfiled=True)["items"]] == [unfiled]
    assert (within(ada, zoo), within(ada, birds)) == ({mammals}, {owls})
    ada.call("restore_quiz", quiz_id=deleted)
    assert within(ada, birds) == {owls, deleted}


def test_a_quiz_is_in_one_folder_at_a_time_and_says_in_which(ada: Author) -> None:
    one, two, quiz = folder(ada, "One"), folder(ada, "Two"), ada.quiz()
    file(ada, one, quiz)
    file(ada, two, quiz, quiz)
    assert (within(ada, one), within(ada, two)) == (set(), {quiz})
    assert ada.call("get_quiz", quiz_id=quiz)["folder_id"] == two
    file(ada, None, quiz)
    assert ada.call("get_quiz", quiz_id=quiz)["folder_id"] is None


def test_filing_a_quiz_is_no_change_of_it(ada: Author) -> None:
    quiz = ada.quiz()
    before = ada.call("get_quiz", quiz_id=quiz)
    file(ada, folder(ada, "One"), quiz)
    after = ada.call("get_quiz", quiz_id=quiz)
    assert (after["version"], after["updated_at"]) == (before["version"], before["updated_at"])


def test_a_collaborator_files_a_quiz_in_a_folder_of_their_own(ada: Author, bob: Author) -> None:
    quiz = ada.quiz()
    share(ada, bob, quiz, "results")
    hers, his = folder(ada, "Hers"), folder(bob, "His")
    file(ada, hers, quiz)
    file(bob, his, quiz)
    assert (within(ada, hers), within(bob, his)) == ({quiz}, {quiz})
    assert bob.call("get_quiz", quiz_id=quiz)["folder_id"] == his
    assert bob.call("list_folders")["unfiled_count"] == 0


def test_who_leaves_a_quiz_loses_it_from_their_folder(ada: Author, bob: Author) -> None:
    quiz, his = ada.quiz(), folder(bob, "His")
    share(ada, bob, quiz, "edit")
    file(bob, his, quiz)
    (collaborator,) = ada.call("list_collaborators", quiz_id=quiz)["items"]
    ada.call("remove_collaborator", quiz_id=quiz, collaborator_id=collaborator["id"])
    assert counts(bob) == {"His": (0, 0)}
    share(ada, bob, quiz, "edit")
    assert within(bob, his) == set()


@pytest.mark.parametrize("role", [None, "results"])
def test_only_quizzes_that_one_works_on_are_filed_and_all_or_none(
    ada: Author, bob: Author, role: str | None
) -> None:
    own, his = ada.quiz(), bob.quiz(visibility="private")
    one = folder(ada, "One")
    wanted = {"quiz_ids": [own, his], "folder_id": one}
    if role:
        share(bob, ada, his, role)
        ada.call("file_quizzes", **wanted)
    else:
        assert ada.refused("file_quizzes", **wanted) == (404, "quiz_not_found")
    assert within(ada, one) == ({own, his} if role else set())


def test_nobody_uses_or_sees_the_folders_of_others(ada: Author, bob: Author) -> None:
    hers, quiz = folder(ada, "Hers"), bob.quiz()
    nothing = (404, "folder_not_found")
    assert bob.refused("file_quizzes", quiz_ids=[quiz], folder_id=hers) == nothing
    assert bob.refused("create_folder", name="In hers", parent_id=hers) == nothing
    assert bob.refused("move_folder", folder_id=folder(bob, "His"), parent_id=hers) == nothing
    for function, more in (
        ("get_folder", {}), ("rename_folder", {"name": "Mine"}), ("delete_folder", {}), ("list_quizzes", {}),
    ):  # fmt: skip
        assert bob.refused(function, folder_id=hers, **more) == nothing
    assert bob.select("select name from public.folders") == [{"name": "His"}]
    file(ada, hers, ada.quiz())
    assert bob.select("select * from public.filed_quizzes") == []
    assert len(ada.select("select * from public.filed_quizzes")) == 1


def test_a_folder_is_moved_with_all_that_is_in_it(ada: Author) -> None:
    zoo, farm, quiz = folder(ada, "Zoo"), folder(ada, "Farm"), ada.quiz()
    birds = folder(ada, "Birds", zoo)
    file(ada, folder(ada, "Owls", birds), quiz)
    moved = ada.call("move_folder", folder_id=birds, parent_id=farm)
    assert (moved["parent_id"], moved["level"]) == (farm, 2)
    assert counts(ada) == {"Farm": (0, 1), "Birds": (0, 1), "Owls": (1, 1), "Zoo": (0, 0)}
    assert ada.call("move_folder", folder_id=birds)["level"] == 1


def test_a_folder_is_never_put_into_itself_or_too_deep(ada: Author) -> None:
    one = folder(ada, "1")
    two = folder(ada, "2", one)
    three = folder(ada, "3", two)
    for place in (one, two, three):
        assert ada.refused("move_folder", folder_id=one, parent_id=place) == (422, "folder_in_itself")
    four = folder(ada, "4", three)
    assert ada.refused("create_folder", name="5", parent_id=four) == (409, "folders_too_deep")
    other = folder(ada, "Other")
    assert ada.refused("move_folder", folder_id=one, parent_id=other) == (409, "folders_too_deep")
    ada.call("move_folder", folder_id=two, parent_id=other)


def test_two_folders_beside_each_other_have_different_names(ada: Author) -> None:
    zoo = folder(ada, "Zoo")
    assert ada.refused("create_folder", name=" Zoo\n") == (409, "folder_exists")
    inner = folder(ada, "Zoo", zoo)
    other = folder(ada, "Farm")
    assert ada.refused("rename_folder", folder_id=other, name="Zoo") == (409, "folder_exists")
    assert ada.refused("move_folder", folder_id=inner) == (409, "folder_exists")
    assert ada.call("rename_folder", folder_id=zoo, name="Zoo")["name"] == "Zoo"
    assert (
        ada.call("rename_folder", folder_id=zoo, name="Animals\tof the zoo")["name"] == "Animals of the zoo"
    )


@pytest.mark.parametrize(
    ("name", "code"), [("", "missing_field"), (" \n", "missing_field"), ("x" * 101, "too_long")]
)
def test_a_folder_needs_a_name_of_at_most_100_characters(ada: Author, name: str, code: str) -> None:
    assert ada.refused("create_folder", name=name) == (422, code)
    assert ada.refused("rename_folder", folder_id=folder(ada, "x" * 100), name=name) == (422, code)


def test_deleting_a_folder_keeps_its_quizzes(ada: Author) -> None:
    zoo = folder(ada, "Zoo")
    birds = folder(ada, "Birds", zoo)
    one, two = ada.quiz(), ada.quiz()
    file(ada, birds, one)
    file(ada, folder(ada, "Owls", birds), two)
    assert ada.call("delete_folder", folder_id=birds) == {"id": birds, "folders": 2}
    assert within(ada, zoo) == {one, two}
    ada.call("delete_folder", folder_id=zoo)
    assert (folders(ada), ada.call("list_folders")["unfiled_count"]) == ([], 2)


def test_one_person_has_only_so_many_folders(ada: Author) -> None:
    ada.sql.connection.execute("update core.settings set value = '2' where key = 'folder.max_per_person'")
    folder(ada, "1")
    folder(ada, "2")
    assert ada.refused("create_folder", name="3") == (409, "too_many_folders")


def test_a_list_of_quizzes_is_of_one_place_only(ada: Author) -> None:
    one = folder(ada, "One")
    for more in ({"visibility": "public"}, {"deleted": True}, {"shared": True}, {"unfiled": True}):
        assert ada.refused("list_quizzes", folder_id=one, **more) == (422, "unknown_value")


def test_folders_end_with_their_account_and_a_purged_quiz_leaves_its_folder(ada: Author) -> None:
    one, kept, purged = folder(ada, "One"), ada.quiz(), ada.quiz()
    folder(ada, "In one", one)
    file(ada, one, kept, purged)
    ada.call("delete_quiz", quiz_id=purged)
    ada.call("purge_quiz", quiz_id=purged)
    assert counts(ada)["One"] == (1, 1)
    ada.sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.person.id])
    assert ada.sql.value("select count(*) from core.folders") == 0
    assert ada.sql.value("select count(*) from core.quizzes") == 1


async def test_folders_over_rest(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    quiz_id = (await ada.post("/quizzes", json={"title": "Lakes"})).json()["id"]
    made = await ada.post("/folders", json={"name": "Grade 7"})
    path = made.headers["Location"]
    one = made.json()["id"]
    inner = (await ada.post("/folders", json={"name": "Lakes", "parent_id": one})).json()
    filed = await ada.post("/folders/file", json={"quiz_ids": [quiz_id], "folder_id": inner["id"]})
    assert filed.json() == {"folder_id": inner["id"], "quiz_ids": [quiz_id]}
    assert (await ada.get(path)).json()["quiz_count_in_all"] == 1
    assert (await ada.patch(path, json={"name": "Grade 8"})).json()["name"] == "Grade 8"
    moved = await ada.post(f"/folders/{inner['id']}/move", json={"parent_id": None})
    assert moved.json()["level"] == 1
    listed = await ada.get("/quizzes", params={"folder_id": inner["id"]})
    assert [quiz["folder_id"] for quiz in listed.json()["items"]] == [inner["id"]]
    assert (await ada.delete(path)).json() == {"id": one, "folders": 1}
    assert [each["name"] for each in (await ada.get("/folders")).json()["items"]] == ["Lakes"]
    assert (await ada.get("/quizzes?unfiled=true")).json()["items"] == []
