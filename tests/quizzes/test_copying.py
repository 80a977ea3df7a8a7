"""Questions of other quizzes are copied into a quiz, many at once, at any place."""

import json
from typing import Any

import pytest

from tests.fixtures import SignUp
from tests.quizzes.conftest import Author
from tests.quizzes.drafts import DRAFTS

ADDED = ("id", "quiz_id", "position", "version", "created_at", "updated_at", "copied_from")


def prompts(author: Author, quiz_id: str) -> list[str]:
    return [question["prompt"] for question in author.questions(quiz_id)]


def filled(author: Author, *texts: str) -> tuple[str, list[str]]:
    """A quiz with these questions, and their ids."""
    quiz_id = author.quiz()
    return quiz_id, [author.question(quiz_id, prompt=text)["id"] for text in texts]


def share(owner: Author, guest: Author, quiz_id: str, role: str) -> None:
    invited = owner.call("invite_collaborator", quiz_id=quiz_id, person=guest.person.id, role=role)
    guest.call("accept_quiz_invitation", invitation_id=invited["id"])


def test_a_copy_of_each_kind_has_all_that_its_original_has(ada: Author) -> None:
    source, into = ada.quiz(), ada.quiz()
    originals = ada.call("create_questions", quiz_id=source, drafts=list(DRAFTS.values()))["items"]
    copied = ada.call("copy_questions", quiz_id=into, question_ids=[each["id"] for each in originals])[
        "items"
    ]
    for original, copy in zip(originals, copied, strict=True):
        assert copy["id"] != original["id"]
        assert (copy["quiz_id"], copy["version"]) == (into, 1)
        assert {name: copy[name] for name in copy if name not in ADDED} == {
            name: original[name] for name in original if name not in ADDED
        }
    assert len(ada.questions(source)) == len(originals)


@pytest.mark.parametrize(
    ("place", "order"),
    [(None, "one two b a"), (3, "one two b a"), (2, "one b a two"), (1, "b a one two")],
)
def test_copies_go_where_they_are_wanted_in_the_order_given(
    ada: Author, place: int | None, order: str
) -> None:
    (into, _), (_, (a, b)) = filled(ada, "one", "two"), filled(ada, "a", "b")
    ada.call("copy_questions", quiz_id=into, question_ids=[b, a], at_position=place)
    assert prompts(ada, into) == order.split()
    assert [question["position"] for question in ada.questions(into)] == [1, 2, 3, 4]


def test_a_question_is_copied_within_its_quiz_and_twice(ada: Author) -> None:
    quiz_id, (a, b) = filled(ada, "a", "b")
    ada.call("copy_questions", quiz_id=quiz_id, question_ids=[b, b, a], at_position=1)
    assert prompts(ada, quiz_id) == ["b", "b", "a", "a", "b"]


def test_a_copy_names_its_original_to_those_who_may_edit_that(ada: Author, bob: Author) -> None:
    (source, (a,)), (into, _) = filled(ada, "a"), filled(bob)
    share(ada, bob, source, "edit")
    (copy,) = bob.call("copy_questions", quiz_id=into, question_ids=[a])["items"]
    original = {
        "question_id": a,
        "quiz_id": source,
        "quiz_title": ada.call("get_quiz", quiz_id=source)["title"],
    }
    assert copy["copied_from"] == original
    (read,) = bob.questions(into)
    changed = bob.call(
        "update_question", quiz_id=into, question_id=copy["id"], changes={**read, "prompt": "b"}
    )
    assert changed["copied_from"] == original
    (collaborator,) = ada.call("list_collaborators", quiz_id=source)["items"]
    ada.call("remove_collaborator", quiz_id=source, collaborator_id=collaborator["id"])
    assert "copied_from" not in bob.questions(into)[0]
    ada.call("delete_question", quiz_id=source, question_id=a)
    assert prompts(bob, into) == ["b"]


def test_the_questions_of_a_duplicate_name_their_originals(ada: Author) -> None:
    source, (a, b) = filled(ada, "a", "b")
    copy = ada.call("duplicate_quiz", quiz_id=source)["id"]
    assert [each["copied_from"]["question_id"] for each in ada.questions(copy)] == [a, b]


def test_editing_a_copy_leaves_its_original_as_it_was(ada: Author) -> None:
    (into, _), (source, (a,)) = filled(ada), filled(ada, "a")
    (copy,) = ada.call("copy_questions", quiz_id=into, question_ids=[a])["items"]
    ada.call("update_question", quiz_id=into, question_id=copy["id"], changes={"prompt": "changed"})
    assert prompts(ada, source) == ["a"]


@pytest.mark.parametrize(("role", "copied"), [("edit", True), ("results", False), (None, False)])
def test_only_questions_that_one_may_edit_are_copied(
    ada: Author, bob: Author, role: str | None, copied: bool
) -> None:
    (into, (own,)), (source, (his,)) = filled(ada, "own"), filled(bob, "his")
    bob.call("update_quiz", quiz_id=source, changes={"visibility": "public"})
    if role:
        share(bob, ada, source, role)
    wanted = {"quiz_id": into, "question_ids": [own, his]}
    if copied:
        assert len(ada.call("copy_questions", **wanted)["items"]) == 2
    else:
        assert ada.refused("copy_questions", **wanted) == (422, "unknown_question")
        assert prompts(ada, into) == ["own"]  # all or none


def test_what_a_question_cites_is_not_copied_to_another_owner(ada: Author, bob: Author) -> None:
    (mine, _), (own, _), (source, (his,)) = filled(ada), filled(bob), filled(bob, "his")
    cited = {"upload_id": "0", "pdf_id": "0", "page": 1, "page_label": "1", "sentence": "So."}
    bob.sql.connection.execute("update core.questions set citation = %s", [json.dumps(cited)])
    share(bob, ada, source, "edit")
    (copy,) = ada.call("copy_questions", quiz_id=mine, question_ids=[his])["items"]
    (kept,) = bob.call("copy_questions", quiz_id=own, question_ids=[his])["items"]
    assert "citation" not in copy
    assert kept["citation"] == cited


def test_an_editor_copies_into_the_quiz_and_a_reader_does_not(ada: Author, bob: Author) -> None:
    (shared, _), (_, (mine,)) = filled(bob), filled(ada, "mine")
    share(bob, ada, shared, "results")
    wanted = {"quiz_id": shared, "question_ids": [mine]}
    assert ada.refused("copy_questions", **wanted) == (403, "not_the_owner")
    bob.call("invite_collaborator", quiz_id=shared, person=ada.person.id, role="edit")
    ada.call("copy_questions", **wanted)
    assert prompts(bob, shared) == ["mine"]


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ({"question_ids": []}, (422, "missing_field")),
        ({"question_ids": [None]}, (422, "missing_field")),
        ({"at_position": 0}, (422, "out_of_range")),
        ({"at_position": 3}, (422, "out_of_range")),
        ({"if_version": 99}, (412, "changed_since")),
    ],
)
def test_a_copy_that_makes_no_sense_is_refused(
    ada: Author, arguments: dict[str, Any], refusal: tuple[int, str]
) -> None:
    quiz_id, (a,) = filled(ada, "a")
    assert ada.refused("copy_questions", **{"quiz_id": quiz_id, "question_ids": [a], **arguments}) == refusal


def test_deleted_questions_and_too_many_are_not_copied(ada: Author) -> None:
    (into, _), (source, (a, b)) = filled(ada), filled(ada, "a", "b")
    ada.call("delete_question", quiz_id=source, question_id=a)
    gone = {"quiz_id": into, "question_ids": [a]}
    assert ada.refused("copy_questions", **gone) == (422, "unknown_question")
    ada.sql.connection.execute("update core.settings set value = '1' where key = 'quiz.max_questions'")
    many = {"quiz_id": into, "question_ids": [b, b]}
    assert ada.refused("copy_questions", **many) == (422, "too_many_questions")


async def test_questions_are_copied_over_rest(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    made = [(await ada.post("/quizzes", json={"title": title})).json()["id"] for title in ("A", "B")]
    paths = [f"/quizzes/{quiz_id}/questions" for quiz_id in made]
    draft = {"kind": "true_false", "prompt": "Snow is white.", "correct": True}
    original = (await ada.post(paths[0], json=draft)).json()
    copied = await ada.post(f"{paths[1]}/copy", json={"question_ids": [original["id"]], "position": 1})
    assert (copied.status_code, copied.json()["items"][0]["prompt"]) == (201, "Snow is white.")
    assert copied.json()["version"] == (await ada.get(f"/quizzes/{made[1]}")).json()["version"]
