import json
from typing import Any

import pytest

from tests.fixtures import Refused, Sql
from tests.quizzes.conftest import Author
from tests.quizzes.drafts import Draft, single

SIGNS = "3*4*5 snake_case <b>x</b> $5 and $6 `a` # 1. [x](y) \\n &amp;"


def test_a_plain_text_stays_as_it_was_typed(ada: Author) -> None:
    draft = single(SIGNS, "y", prompt=SIGNS, explanation=SIGNS)
    question = ada.call("create_question", quiz_id=ada.quiz(), draft=draft)
    assert "text_format" not in question
    assert (question["prompt"], question["explanation"], question["choices"][0]["text"]) == (SIGNS,) * 3


def test_a_question_is_markdown_until_it_says_otherwise(ada: Author) -> None:
    quiz_id = ada.quiz()
    draft = single("x", "y", text_format="markdown")
    question = ada.call("create_question", quiz_id=quiz_id, draft=draft)
    changes: list[tuple[dict[str, Any], str | None]] = [
        ({"prompt": "*Which?*"}, "markdown"),
        ({"text_format": "plain"}, None),
        ({"text_format": "markdown"}, "markdown"),
        ({"text_format": None}, None),
    ]
    for change, expected in changes:
        arguments = {"quiz_id": quiz_id, "question_id": question["id"], "changes": change}
        question = ada.call("update_question", **arguments)
        assert question.get("text_format") == expected
    assert question["version"] == 5


def test_a_quiz_says_how_its_description_and_sections_are_written(ada: Author) -> None:
    given = {"description": "*x*", "text_format": "markdown", "sections": [{"title": "S", "text": "*y*"}]}
    quiz = ada.call("create_quiz", draft={"title": "Q", **given})
    assert quiz["text_format"] == "markdown"
    ada.call("create_question", quiz_id=quiz["id"], draft=single("x", "y"))
    copy = ada.call("duplicate_quiz", quiz_id=quiz["id"])
    assert copy["text_format"] == "markdown"
    section = ada.call("start_attempt", quiz_id=quiz["id"])["sections"][0]
    assert (section["text"], section["text_format"]) == ("*y*", "markdown")
    assert ada.call("create_quiz", draft={"title": "Q"})["text_format"] == "plain"


@pytest.mark.parametrize("form", ["html", "", 1, ["plain"]])
def test_another_format_is_refused(ada: Author, form: object) -> None:
    for function, arguments in (
        ("create_question", {"quiz_id": ada.quiz(), "draft": single("x", "y", text_format=form)}),
        ("create_quiz", {"draft": {"title": "Q", "text_format": form}}),
    ):
        with pytest.raises(Refused) as refused:
            ada.call(function, **arguments)
        assert (refused.value.code, "plain, markdown" in refused.value.message) == ("unknown_value", True)


@pytest.mark.parametrize("form", ["plain", "markdown"])
def test_marking_compares_what_was_typed_whatever_the_format(sql: Sql, form: str) -> None:
    draft: Draft = {
        "kind": "short_text",
        "prompt": "?",
        "answers": [{"text": "**x**"}],
        "text_format": form,
        "forgives": [],
    }

    def fraction(response: str) -> object:
        return sql.value(
            "select core.mark(q.kind, q.key, %s) from jsonb_populate_record(null::core.questions, "
            "core.normalise_question(%s)) as q",
            json.dumps(response),
            json.dumps(draft),
        )

    assert (fraction("**x**"), fraction("x"), fraction("<strong>x</strong>")) == (1, 0, 0)
