"""Questions are found across the quizzes that one may edit, and copied from there."""

from typing import Any

import pytest

from tests.fixtures import SignUp
from tests.quizzes.conftest import Author
from tests.quizzes.drafts import DRAFTS
from tests.quizzes.test_copying import share
from tests.quizzes.test_folders import file, folder

Json = dict[str, Any]


def found(author: Author, **given: Any) -> list[str]:
    """The prompts that a search finds, in alphabetical order."""
    return sorted(item["prompt"] for item in author.call("search_questions", **given)["items"])


def test_a_search_says_where_a_question_is(ada: Author) -> None:
    quiz_id = ada.quiz(title="Rivers")
    ada.question(quiz_id)
    made = ada.question(quiz_id, prompt="Is the Nile long?", tags=["Africa"], difficulty="easy", points=2)
    (item,) = ada.call("search_questions", q="nile")["items"]
    assert {name: item[name] for name in ("id", "quiz_id", "quiz_title", "position", "prompt", "points")} == {
        "id": made["id"],
        "quiz_id": quiz_id,
        "quiz_title": "Rivers",
        "position": 2,
        "prompt": "Is the Nile long?",
        "points": 2,
    }
    assert (item["tags"], item["difficulty"], item["kind"]) == (["africa"], "easy", "true_false")
    assert "correct" not in item


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("flow", True), ("FLOWING north", True), ("nort", True), ("africa", True), ("longest", True),
        ("lakes", False), ("nile -north", False), ("lakes or nile", True), ('"flows north"', True),
    ],
)  # fmt: skip
def test_a_question_is_found_by_its_prompt_tags_and_explanation(ada: Author, q: str, is_found: bool) -> None:
    more = {"tags": ["Africa"], "explanation": "It is the longest."}
    ada.question(ada.quiz(), prompt="Does the Nile flow north?", **more)
    assert bool(found(ada, q=q)) == is_found


@pytest.mark.parametrize(
    ("kind", "q"),
    [("single_choice", "canberra"), ("short_text", "paulo"), ("matching", "lima"), ("cloze", "atlantic")],
)
def test_a_question_is_found_by_its_choices_and_answers(ada: Author, kind: str, q: str) -> None:
    texts = {
        "single_choice": {"choices": [{"text": "Canberra", "correct": True}, {"text": "Sydney"}]},
        "short_text": {"answers": [{"text": "São Paulo"}]},
        "matching": {"pairs": [{"text": "Italy", "match": "Rome"}, {"text": "Peru", "match": "Lima"}]},
        "cloze": {
            "prompt": "Into the [[1]]",
            "gaps": [
                {"kind": "single_choice", "choices": [{"text": "Atlantic", "correct": True}, {"text": "No"}]}
            ],
        },
    }
    quiz_id = ada.quiz()
    ada.call("create_question", quiz_id=quiz_id, draft={"kind": kind, "prompt": "Which?", **texts[kind]})
    assert len(found(ada, q=q)) == 1


def test_each_quiz_is_searched_in_its_language_also_after_that_changes(ada: Author) -> None:
    quiz_id = ada.quiz(language="de")
    ada.question(quiz_id, prompt="Die Hauptstädte der Länder")
    assert found(ada, q="hauptstadt land") == ["Die Hauptstädte der Länder"]
    ada.call("update_quiz", quiz_id=quiz_id, changes={"language": "en"})
    assert found(ada, q="hauptstadt land") == []
    version = ada.call("update_quiz", quiz_id=quiz_id, changes={"language": "de"})["version"]
    assert found(ada, q="hauptstadt land") == ["Die Hauptstädte der Länder"]
    assert ada.call("get_quiz", quiz_id=quiz_id)["version"] == version


def test_a_changed_question_is_found_by_what_it_says_now(ada: Author) -> None:
    quiz_id = ada.quiz()
    question = ada.question(quiz_id, prompt="Of rivers")
    ada.call("update_question", quiz_id=quiz_id, question_id=question["id"], changes={"prompt": "Of lakes"})
    assert (found(ada, q="rivers"), found(ada, q="lakes")) == ([], ["Of lakes"])


def test_what_is_deleted_is_not_found(ada: Author) -> None:
    quiz_id, gone = ada.quiz(), ada.quiz()
    question = ada.question(quiz_id, prompt="River one")
    ada.question(gone, prompt="River two")
    ada.call("delete_question", quiz_id=quiz_id, question_id=question["id"])
    ada.call("delete_quiz", quiz_id=gone)
    assert found(ada, q="river") == []
    ada.call("restore_quiz", quiz_id=gone)
    ada.call("restore_question", quiz_id=quiz_id, question_id=question["id"])
    assert found(ada, q="river") == ["River one", "River two"]


@pytest.mark.parametrize(("role", "is_found"), [("edit", True), ("results", False), (None, False)])
def test_only_quizzes_that_one_may_edit_are_searched(
    ada: Author, bob: Author, role: str | None, is_found: bool
) -> None:
    his = bob.quiz(visibility="public")
    bob.question(his, prompt="His river")
    if role:
        share(bob, ada, his, role)
    assert bool(found(ada, q="river")) == bool(found(ada)) == is_found


def test_questions_are_filtered_by_kind_tags_difficulty_and_folder(ada: Author) -> None:
    school, zoo = ada.quiz(), ada.quiz()
    ada.question(school, prompt="1", tags=["a", "b"], difficulty="hard")
    ada.question(school, prompt="2", tags=["a"])
    ada.call("create_question", quiz_id=zoo, draft={"kind": "slide", "prompt": "3"})
    outer = folder(ada, "Outer")
    file(ada, folder(ada, "Inner", outer), zoo)
    assert found(ada) == ["1", "2", "3"]
    assert found(ada, kinds=["slide"]) == found(ada, folder_id=outer) == ["3"]
    assert found(ada, kinds=["slide", "true_false"], tags=["A"]) == ["1", "2"]
    assert found(ada, tags=["a", "B"]) == found(ada, difficulty="hard") == ["1"]
    assert found(ada, difficulty="hard", folder_id=outer) == []
    assert ada.refused("search_questions", kinds=["slide", "song"]) == (422, "unknown_value")
    assert ada.refused("search_questions", difficulty="odd") == (422, "unknown_value")
    assert ada.refused("search_questions", q="?") == (422, "nothing_to_search")
    assert ada.refused("search_questions", folder_id=school) == (404, "folder_not_found")


def test_questions_of_every_kind_are_found_and_copied(ada: Author) -> None:
    source, into = ada.quiz(), ada.quiz()
    ada.call("create_questions", quiz_id=source, drafts=list(DRAFTS.values()))
    items = ada.call("search_questions", page_size=100)["items"]
    assert len(items) == len(DRAFTS)
    copied = ada.call("copy_questions", quiz_id=into, question_ids=[item["id"] for item in items])["items"]
    assert [copy["prompt"] for copy in copied] == [item["prompt"] for item in items]
    assert len(found(ada, page_size=100)) == 2 * len(DRAFTS)


async def test_questions_are_searched_over_rest(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    path = f"/quizzes/{(await ada.post('/quizzes', json={'title': 'Rivers'})).json()['id']}/questions"
    drafts = [{"kind": "slide", "prompt": f"River {n}", "tags": ["t"]} for n in range(3)]
    await ada.post(path, json=drafts)
    given = {"q": "riv", "kind": "slide", "tag": ["t"], "limit": 2}
    page = (await ada.get("/questions", params=given)).json()
    rest = (await ada.get("/questions", params=given | {"cursor": page["next_cursor"]})).json()
    assert (len(page["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
