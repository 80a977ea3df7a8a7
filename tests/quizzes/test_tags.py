"""The tags of one's quizzes and questions: how they are counted, and changed everywhere at once."""

from tests.fixtures import SignUp
from tests.quizzes.conftest import Author
from tests.quizzes.test_copying import share


def counts(author: Author) -> dict[str, tuple[int, int]]:
    """How many quizzes and questions have each tag, in the order of the list."""
    return {each["tag"]: (each["quizzes"], each["questions"]) for each in author.call("list_tags")["items"]}


def tagged(author: Author, *tags: str, questions: tuple[list[str], ...] = ()) -> str:
    """A quiz with these tags, and a question for each list of tags."""
    quiz_id = author.quiz(tags=list(tags))
    for each in questions:
        author.question(quiz_id, tags=each)
    return quiz_id


def test_tags_are_counted_by_name_without_what_is_deleted(ada: Author) -> None:
    quiz_id = tagged(ada, "water", "élan", questions=(["water"], ["zoo"], ["water", "élan"]))
    gone = tagged(ada, "gone", questions=(["gone"],))
    ada.call("delete_quiz", quiz_id=gone)
    ada.call("delete_question", quiz_id=quiz_id, question_id=ada.questions(quiz_id)[1]["id"])
    assert counts(ada) == {"élan": (1, 1), "water": (1, 2)}
    assert list(counts(ada)) == ["élan", "water"]


def test_a_tag_is_renamed_everywhere_and_questions_keep_their_versions(ada: Author) -> None:
    quiz_id = tagged(ada, "lake", "x", questions=(["lake"], ["x", "lake", "y"]))
    tagged(ada, "x")
    version = ada.call("get_quiz", quiz_id=quiz_id)["version"]
    done = ada.call("replace_tags", tags=[" Lake "], by="Lakes")
    assert done == {"tag": "lakes", "quizzes": 1, "questions": 2}
    assert counts(ada) == {"lakes": (1, 2), "x": (2, 1), "y": (0, 1)}
    assert [question["tags"] for question in ada.questions(quiz_id)] == [["lakes"], ["x", "lakes", "y"]]
    assert {question["version"] for question in ada.questions(quiz_id)} == {1}
    assert ada.call("get_quiz", quiz_id=quiz_id)["version"] > version
    assert ada.call("list_quizzes", q="lakes")["items"][0]["id"] == quiz_id
    assert len(ada.call("search_questions", q="lakes")["items"]) == 2


def test_tags_are_merged_and_nothing_has_one_twice(ada: Author) -> None:
    quiz_id = tagged(ada, "lake", "lakes", questions=(["lakes", "lake"], ["water"]))
    ada.call("replace_tags", tags=["lake", "lakes"], by="water")
    assert counts(ada) == {"water": (1, 2)}
    assert ada.questions(quiz_id)[0]["tags"] == ["water"]


def test_sections_draw_by_the_new_tag(ada: Author) -> None:
    quiz_id = tagged(ada, questions=(["easy"], ["easy"], []))
    sections = [{"title": "Easy", "tag": "easy", "select": 2}, {"title": "Rest"}]
    ada.call("update_quiz", quiz_id=quiz_id, changes={"sections": sections})
    ada.call("replace_tags", tags=["easy"], by="simple")
    now = ada.call("get_quiz", quiz_id=quiz_id)["sections"]
    assert [(section["title"], section.get("tag")) for section in now] == [("Easy", "simple"), ("Rest", None)]
    assert ada.refused("delete_tags", tags=["simple"]) == (409, "tag_in_section")
    assert counts(ada) == {"simple": (0, 2)}


def test_a_merge_that_leaves_a_section_too_few_questions_changes_nothing(ada: Author) -> None:
    quiz_id = tagged(ada, questions=(["a"], ["b"]))
    sections = [{"title": tag, "tag": tag, "select": 1} for tag in "ab"]
    ada.call("update_quiz", quiz_id=quiz_id, changes={"sections": sections})
    assert ada.refused("replace_tags", tags=["a"], by="b") == (409, "too_few_questions")
    assert counts(ada) == {"a": (0, 1), "b": (0, 1)}


def test_tags_are_deleted_also_from_what_is_deleted(ada: Author) -> None:
    gone = tagged(ada, "old", "kept", questions=(["old"],))
    ada.call("delete_quiz", quiz_id=gone)
    tagged(ada, "older", questions=(["old", "kept"],))
    assert ada.call("delete_tags", tags=["old", "older"]) == {"tag": None, "quizzes": 2, "questions": 2}
    ada.call("restore_quiz", quiz_id=gone)
    assert counts(ada) == {"kept": (1, 1)}


def test_a_tag_that_one_does_not_have_can_not_be_changed(ada: Author, bob: Author) -> None:
    shared = tagged(bob, "his", questions=(["his"],))
    share(bob, ada, shared, "edit")
    assert counts(ada) == {}
    for tags in (["his"], ["none"], []):
        assert ada.refused("replace_tags", tags=tags, by="hers") == (404, "tag_not_found")
        assert ada.refused("delete_tags", tags=tags) == (404, "tag_not_found")
    assert counts(bob) == {"his": (1, 1)}


def test_the_new_tag_is_one_that_a_quiz_could_have(ada: Author) -> None:
    tagged(ada, "a")
    assert ada.refused("replace_tags", tags=["a"], by=" ") == (422, "missing_field")
    assert ada.refused("replace_tags", tags=["a"], by="x" * 51) == (422, "too_long")


async def test_tags_over_rest(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    await ada.post("/quizzes", json={"title": "Lakes", "tags": ["lake", "old"]})
    replaced = await ada.post("/tags/replace", json={"tags": ["lake"], "by": "lakes"})
    assert replaced.json() == {"tag": "lakes", "quizzes": 1, "questions": 0}
    assert (await ada.post("/tags/delete", json={"tags": ["old"]})).status_code == 200
    assert (await ada.get("/tags")).json()["items"] == [{"tag": "lakes", "quizzes": 1, "questions": 0}]
