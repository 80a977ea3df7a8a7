"""Reading and writing Quizzler's own JSON, through the API."""

import json

import pytest

from app.formats.quiz_json import read_json
from app.quizzes.models import EXAMPLES
from tests.fixtures import Client, SignUp

OPTIONS = {
    "title": "Capitals",
    "description": "Of Europe",
    "language": "de",
    "opens_at": "2026-10-25T01:30:00+00:00",
    "closes_at": "2031-10-25T02:30:00.5+00:00",
    "time_limit_s": 61,
    "attempts_allowed": None,
    "attempt_delay_s": 7,
    "counting_attempt": "first",
    "shuffle_questions": True,
    "shuffle_choices": True,
    "review_shown": "never",
    "key_shown": "after_close",
    "negative_marking": 0.125,
    "pass_mark": 33.5,
}
OF_THE_DATABASE = ("id", "quiz_id", "created_at", "updated_at", "version", "owner_id", "visibility")


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


def without(document: dict, names: tuple[str, ...]) -> dict:
    return {name: value for name, value in document.items() if name not in names}


async def downloaded(client: Client, quiz_id: str) -> bytes:
    answer = await client.get(f"/quizzes/{quiz_id}/download?format=json&key=true")
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_an_export_comes_back_as_the_same_quiz(ada: Client, sign_up: SignUp) -> None:
    quiz = (await ada.post("/quizzes", json={**OPTIONS, "visibility": "public"})).json()
    assert (await ada.post(f"/quizzes/{quiz['id']}/questions", json=EXAMPLES)).status_code == 201
    file = await downloaded(ada, quiz["id"])
    bob = await sign_up("bob")
    made = await bob.post("/quizzes/import", files={"file": ("x.txt", file)})
    assert made.status_code == 201, made.text
    assert made.json()["quiz"]["visibility"] == "private"
    again = json.loads(await downloaded(bob, made.json()["quiz"]["id"]))
    before = json.loads(file)
    assert without(again["quiz"], (*OF_THE_DATABASE, "owner")) == without(
        before["quiz"], (*OF_THE_DATABASE, "owner")
    )
    assert again["questions"] == before["questions"]
    assert len(again["questions"]) == len(EXAMPLES)


async def test_a_title_that_is_given_wins_over_the_files(ada: Client) -> None:
    file = json.dumps({"quiz": {"title": "Old"}, "questions": EXAMPLES[2:3]}).encode()
    titles = []
    for query in ("", "?title=New"):
        made = await ada.post(f"/quizzes/import{query}", files={"file": ("name.json", file)})
        titles.append(made.json()["quiz"]["title"])
    assert titles == ["Old", "New"]


async def test_a_bad_option_of_the_file_is_refused_and_nothing_is_made(ada: Client) -> None:
    file = json.dumps({"quiz": {"pass_mark": 101}, "questions": EXAMPLES[2:3]}).encode()
    answer = await ada.post("/quizzes/import", content=file)
    assert (answer.status_code, answer.json()["code"]) == (422, "out_of_range")
    assert (await ada.get("/quizzes")).json()["items"] == []


async def test_what_the_database_refuses_is_told_at_the_line_of_its_question(ada: Client) -> None:
    drafts = [EXAMPLES[0], {"kind": "single_choice", "prompt": "Which?", "choices": [{"text": "a"}]}]
    file = json.dumps(drafts, indent=2).encode()
    answer = await ada.post("/quizzes/import?skip_problems=true", content=file)
    assert answer.status_code == 201, answer.text
    line = file.decode().split("\n").index("  {", 2) + 1
    (problem,) = answer.json()["problems"]
    assert (problem["line"], problem["code"], problem["question"]) == (line, "wrong_count", "Which?")
    assert problem["message"].startswith("Question 2: ")


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("{", 1, "not_json"),
        ("[]", 1, "no_questions"),
        ('{"questions": []}', 1, "no_questions"),
        ('{"quiz": {}}', 1, "no_list"),
        ("3", 1, "no_list"),
        ('[\n{"kind": "slide", "prompt": "x"},\n 5\n]', 3, "not_an_object"),
        ('[{"kind": "slide", "prompt": "a\\u0000"}]', 1, "bad_character"),
        ('[{"kind": "slide", "prompt": "a\\ud800"}]', 1, "not_json"),
    ],
)
def test_each_mistake_is_a_problem_at_its_line(text, line, code):
    assert [(problem.line, problem.code) for problem in read_json(text).problems] == [(line, code)]


def test_a_problem_names_its_question_by_its_number_and_its_prompt():
    text = '[{"kind": "slide", "prompt": "a"}, 5, {"kind": "slide", "prompt": "What \\u0000is it?"}]'
    first, second = read_json(text).problems
    assert (first.line, first.message[:12], first.question) == (1, "Question 2: ", "")
    assert (second.line, second.message[:12], second.question) == (1, "Question 3: ", "What is it?")


def test_equal_questions_are_told_apart_by_their_lines():
    assert read_json('[\n{"kind": "x"},\n\n{"kind": "x"},\n{"kind": "x"}\n]').lines == [[2], [4], [5]]


def test_a_backslash_before_u0000_is_text():
    assert read_json('[{"kind": "slide", "prompt": "a\\\\u0000"}]').questions[0]["prompt"] == "a\\u0000"
