"""What is wrong with a request is said in plain sentences, with the place in words."""

import re
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

import app.main  # noqa: F401 - so that all models are known
from app.http.bodies import Body
from app.http.plain_words import NO_FORM, SENTENCES, explain, in_one, place
from tests.fixtures import Client, SignUp
from tests.sentences import jargon_in

QUIZ = "00000000-0000-4000-8000-000000000000"


def models(base: type[Body]) -> set[type[Body]]:
    """All models of bodies under this one."""
    return {model for child in base.__subclasses__() for model in (child, *models(child))}


@pytest.mark.parametrize(
    ("path", "body", "detail"),
    [
        (
            "/auth/signup",
            {"email": "a@example.com", "password": "short", "display_name": "Ada"},
            "password: It must have at least 8 characters.",
        ),
        ("/auth/signup", {"email": "a@example.com"}, "password: It is missing."),
        ("/auth/reset-password", {"token": "", "new_password": "x" * 8}, "token: It must not be empty."),
        ("/auth/signup", [], "The body of the request must be an object."),
        ("/quizzes", {"title": 5}, "title: It must be a text."),
        ("/quizzes", {"title": "x", "opens_at": "soon"}, None),
        ("/quizzes", {"title": "x", "tags": "a"}, "tags: It must be a list."),
        ("/quizzes", {"title": "x", "tags": ["a", 5]}, "tag 2: It must be a text."),
        (
            "/quizzes",
            {"title": "x", "shuffle_choices": "yes"},
            "“shuffle_choices”: It must be true or false.",
        ),
        (f"/quizzes/{QUIZ}/questions", [{"prompt": "x"}], "entry 1, kind: It is missing."),
        (f"/quizzes/{QUIZ}/questions", {"kind": "poll", "prompt": "x", "choices": [{"text": 5}]}, None),
        (f"/quizzes/{QUIZ}/submit", {"answers": [{}]}, "answer 1, “question_id”: It is missing."),
        (f"/quizzes/{QUIZ}/submit", {"more": 1}, "more: There is no such field."),
        ("/quizzes", {"title": "x", "pass_mark": True}, "“pass_mark”: It must be a number."),
        (f"/quizzes/{QUIZ}/questions", {"kind": "poll", "prompt": 5}, "prompt: It must be a text."),
        (
            "/quizzes/generate",
            {"title": "x", "upload_ids": [QUIZ], "difficulty": 5},
            "difficulty: It must be a text or an object.",
        ),
        (
            "/quizzes/generate",
            {"title": "x", "upload_ids": [QUIZ], "difficulty": {"easy": "x"}},
            "difficulty, easy: It must be a whole number.",
        ),
    ],
)
async def test_a_bad_body_is_explained(sign_up: SignUp, path: str, body: Any, detail: str | None) -> None:
    ada = await sign_up()
    answer = await ada.post(path, json=body)
    problem = answer.json()
    assert answer.status_code == 422, answer.text
    assert problem["detail"] == (detail or problem["detail"])
    assert not jargon_in(problem["detail"]), problem


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/quizzes?limit=many", "limit: It must be a whole number."),
        ("/quizzes/geography", None),
    ],
)
async def test_a_bad_parameter_is_explained(api: Client, path: str, detail: str | None) -> None:
    answer = await api.get(path)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"] == (detail or answer.json()["detail"])
    assert not jargon_in(answer.json()["detail"]), answer.text


@pytest.mark.parametrize("model", sorted(models(Body), key=str))
def test_a_field_is_said_to_be_wrong_once_and_without_names_of_types(model: type[Body]) -> None:
    for field in model.model_fields:
        for value in (5, True, 1.5, "x", "", [], [[None]], {"x": [None]}):
            body = {field: value}
            try:
                model.model_validate(body)
            except ValidationError as error:
                errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
                explained = explain(errors, body)
                assert not [one for one in explained if NO_FORM in one["message"] or jargon_in(in_one(one))]
                said = [one["where"] for one in explained]
                assert len(said) == len(set(said)), said
                assert not re.search(r"\b(int|float|str|list|dict|union|[A-Z]\w+)\b", str(said)), said


async def test_a_body_that_is_no_json_is_explained(api: Client) -> None:
    answer = await api.post("/auth/signin", content="{", headers={"Content-Type": "application/json"})
    assert answer.json()["detail"] == "The body of the request is not valid JSON."


async def test_an_address_or_a_method_that_there_is_not_is_told_with_what_to_do(api: Client) -> None:
    nothing = (await api.get("/quizes")).json()
    assert (nothing["code"], nothing["detail"]) == (
        "not_found",
        "There is nothing at this address. Check it; /docs lists all of them.",
    )
    wrong = (await api.delete("/quizzes")).json()
    assert wrong["detail"] == "This address does not take this method. It takes GET, HEAD, POST."


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"title": ["a"]}, "/title"),
        ({"title": "Rivers", "tags": ["water", 1]}, "/tags/1"),
        ({}, "/title"),
        ([], None),
    ],
)
async def test_an_invalid_body_has_a_pointer_to_what_is_wrong(
    sign_up: SignUp, body: Any, pointer: str | None
) -> None:
    refused = await (await sign_up()).post("/quizzes", json=body)
    assert (refused.json()["code"], refused.json().get("pointer")) == ("invalid_request", pointer)


def test_only_the_subject_of_a_sentence_becomes_the_body() -> None:
    sentence = "There is no such field. It may be of a newer version."
    assert in_one({"where": "", "message": sentence}) == sentence


def test_places_are_said_in_words() -> None:
    assert place(("body", 2, "choices", 0, "text")) == "entry 3, choice 1, text"
    assert place(("body", "rubric", 0, "points")) == "criterion 1, points"
    assert place(("body", "points_each", 0)) == "“points_each”, entry 1"
    assert place(("query", "limit")) == "limit"
    assert place(("body",)) == ""


def test_every_sentence_is_of_a_type_that_pydantic_knows() -> None:
    assert set(SENTENCES) <= set(get_args(ErrorType))
