"""Files that become quizzes, over REST."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.formats import FORMATS
from app.formats.import_routes import Imported
from app.quizzes.models import EXAMPLES
from tests.fixtures import Client, SignUp
from tests.quizzes.drafts import TRUE_FALSE

SAMPLES = Path(__file__).parent / "samples"

GIFT = """\
// the capitals
$CATEGORY: Geography/Capitals

::Italy:: The capital of Italy? {=Rome ~Milan#Its second city. ~%50%Vatican City}

Two of these are prime: {~%50%2 ~%50%3 ~%-100%4}

The Nile flows north. {T}

What is pi? {#3.14:0.01}

Brazil's largest city? {=São Paulo}
"""
FAULTY = """\
A good one. {T}

Match these. {=a -> b =c -> d =e ->}

Capital? {~%much%Rome =Paris}

Another good one. {F}
"""


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


async def new_quiz(client: Client) -> str:
    answer = await client.post("/quizzes", json={"title": "A quiz"})
    quiz_id: str = answer.json()["id"]
    return quiz_id


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


async def problems(client: Client, text: str) -> list[tuple[int, str]]:
    """Line and code of each problem of a GIFT file."""
    answer = await client.post("/quizzes/import?format=gift", content=text.encode())
    if answer.status_code == 201:
        return []
    assert problem(answer) == (422, "import_problems"), answer.text
    listed: list[dict[str, Any]] = answer.json()["problems"]
    assert all(each["message"].endswith(".") or ": " in each["message"] for each in listed), listed
    return [(each["line"], each["code"]) for each in listed]


@pytest.mark.parametrize("format", ["csv", "xlsx", "qti", "kahoot", "moodle"])
async def test_a_download_comes_back_as_the_same_questions(ada: Client, format: str) -> None:
    quiz_id = await new_quiz(ada)
    assert (await ada.post(f"/quizzes/{quiz_id}/questions", json=EXAMPLES)).status_code == 201
    query = f"format={format}&key=true&skip_problems=true"
    file = (await ada.get(f"/quizzes/{quiz_id}/download?{query}")).content
    made = await ada.post("/quizzes/import", content=file, params={"title": "Again"})
    assert made.status_code == 201, made.text
    again = (await ada.get(f"/quizzes/{made.json()['quiz']['id']}/download?format=json&key=true")).json()
    before = (await ada.get(f"/quizzes/{quiz_id}/download?format=json&key=true")).json()
    can_say = [draft for draft in before["questions"] if draft["kind"] in FORMATS[format].kinds]
    if format in ("csv", "xlsx"):
        assert again["questions"] == can_say
    else:
        kept = [[draft["kind"], draft["prompt"]] for draft in can_say]
        assert [[draft["kind"], draft["prompt"]] for draft in again["questions"]] == kept


async def test_what_a_format_can_not_say_of_a_kind_is_named_before_the_download(ada: Client) -> None:
    quiz_id = await new_quiz(ada)
    long = {"kind": "true_false", "prompt": "x" * 121, "correct": True}
    await ada.post(f"/quizzes/{quiz_id}/questions", json=long)
    answer = await ada.get(f"/quizzes/{quiz_id}/download?format=kahoot")
    assert problem(answer) == (422, "kinds_left_out")
    assert "1 (more than 120 characters)" in answer.json()["detail"]


async def test_a_download_names_what_its_format_can_not_keep(ada: Client) -> None:
    quiz_id = await new_quiz(ada)
    timed = {**TRUE_FALSE, "time_limit_ms": 5000, "tags": ["x"]}
    await ada.post(f"/quizzes/{quiz_id}/questions", json=[timed, TRUE_FALSE, {**TRUE_FALSE, "points": 2}])
    lost = {
        format: (await ada.get(f"/quizzes/{quiz_id}/download?format={format}")).headers.get(
            "Quizzler-Left-Out"
        )
        for format in ("gift", "aiken", "json")
    }
    assert lost == {
        "gift": "points (3); time limit (1)",
        "aiken": "points (3); tags (1); time limit (1)",
        "json": None,
    }


async def test_a_gift_file_becomes_a_quiz(ada: Client) -> None:
    answer = await ada.post("/quizzes/import?title=Mixed", content=GIFT.encode())
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["imported"], made["skipped"], made["problems"]) == (5, 0, [])
    assert (made["quiz"]["title"], made["quiz"]["question_count"]) == ("Mixed", 5)
    questions = (await ada.get(f"/quizzes/{made['quiz']['id']}/questions")).json()["items"]
    assert [question["kind"] for question in questions] == [
        "single_choice",
        "multiple_choice",
        "true_false",
        "numeric",
        "short_text",
    ]
    assert questions[0]["choices"] == [
        {"text": "Rome", "weight": 1},
        {"text": "Milan", "weight": 0, "feedback": "Its second city."},
        {"text": "Vatican City", "weight": 0.5},
    ]
    assert {question["subject"] for question in questions} == {"Capitals"}


@pytest.mark.parametrize(
    "data",
    [GIFT.encode("utf-8-sig"), GIFT.encode("utf-16"), b"\xfe\xff" + GIFT.encode("utf-16-be")],
    ids=["utf-8 with a mark", "utf-16", "utf-16, big end first"],
)
async def test_a_file_may_come_as_a_form_and_in_unicodes_encodings(ada: Client, data: bytes) -> None:
    answer = await ada.post("/quizzes/import", files={"file": ("capitals.txt", data)})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["quiz"]["title"], answer.json()["imported"]) == ("capitals", 5)


async def test_problems_are_reported_by_line_and_nothing_is_imported(ada: Client) -> None:
    answer = await ada.post("/quizzes/import?format=gift", content=FAULTY.encode())
    assert problem(answer) == (422, "import_problems")
    assert [(fault["line"], fault["code"]) for fault in answer.json()["problems"]] == [
        (3, "no_match"),
        (5, "bad_weight"),
    ]
    assert all(fault["message"] for fault in answer.json()["problems"])
    assert [fault["question"] for fault in answer.json()["problems"]] == [
        "Match these. {=a -> b =c -> d =e ->}",
        "Capital? {~%much%Rome =Paris}",
    ]
    assert "skip_problems" in answer.json()["hint"]
    assert (await ada.get("/quizzes")).json()["items"] == []
    rest = (await ada.post("/quizzes/import?format=gift&skip_problems=true", content=FAULTY.encode())).json()
    assert (rest["imported"], rest["skipped"], rest["quiz"]["question_count"]) == (2, 2, 2)
    assert rest["problems"] == answer.json()["problems"]


async def test_refusals_by_the_database_are_reported_by_line_too(ada: Client) -> None:
    file = f"One. {{T}}\n\n{'x' * 5000}{{=1000 =1 000}}\n\nTwo. {{~%50%a ~%50%b}}\n\nThree. {{=a ~b ~b}}\n"
    answer = await ada.post("/quizzes/import?format=gift", content=file.encode())
    assert problem(answer) == (422, "import_problems")
    assert (7, "equal_choices") in [(fault["line"], fault["code"]) for fault in answer.json()["problems"]]
    assert (await ada.get("/quizzes")).json()["items"] == []
    rest = (await ada.post("/quizzes/import?format=gift&skip_problems=true", content=file.encode())).json()
    assert rest["imported"] == rest["quiz"]["question_count"] == 4 - rest["skipped"]
    assert rest["skipped"] == len(answer.json()["problems"])


async def test_a_file_can_be_imported_into_a_quiz_of_the_caller(ada: Client, sign_up: SignUp) -> None:
    quiz_id = await new_quiz(ada)
    await ada.post(f"/quizzes/{quiz_id}/questions", json=TRUE_FALSE)
    answer = await ada.post(f"/quizzes/import?into={quiz_id}", content=GIFT.encode())
    assert (answer.json()["quiz"]["id"], answer.json()["quiz"]["question_count"]) == (quiz_id, 6)
    bob = await sign_up("bob")
    assert problem(await bob.post(f"/quizzes/import?into={quiz_id}", content=GIFT.encode())) == (
        404,
        "quiz_not_found",
    )
    both = await ada.post(f"/quizzes/import?into={quiz_id}&title=x", content=GIFT.encode())
    assert problem(both) == (422, "title_or_quiz")


async def test_the_encoding_that_was_taken_is_told(ada: Client) -> None:
    answer = await ada.post("/quizzes/import?title=x", content="Café. {F}".encode("cp1252"))
    assert answer.status_code == 201
    assert [(note["line"], note["code"]) for note in answer.json()["notes"]] == [(1, "encoding_guessed")]


async def test_a_file_that_cant_be_read_is_refused_with_the_place(ada: Client) -> None:
    async def refused(data: bytes, query: str = "") -> tuple[int, str]:
        return problem(await ada.post(f"/quizzes/import{query}", content=data))

    answer = await ada.post("/quizzes/import", content="One. {T}\n\nДядя? {F}".encode("cp1251"))
    assert problem(answer) == (422, "not_utf8")
    assert (answer.json()["offset"], answer.json()["line"]) == (10, 3)
    assert "Byte 10" in answer.json()["detail"]
    assert await refused(b"\xff\xfeO") == (422, "not_utf8")
    assert await refused(b"a,b,c") == (422, "unknown_format")
    assert await refused(b"") == (422, "unknown_format")
    assert await refused(GIFT.encode(), "?format=docx") == (422, "unknown_format")
    assert await refused(b"", "?format=gift") == (422, "import_problems")
    assert await refused(b"", "?format=gift&skip_problems=true") == (422, "import_problems")
    nothing_left = await ada.post("/quizzes/import?format=gift", content=b"N\0L. {T}")
    assert problem(nothing_left) == (422, "import_problems")
    assert nothing_left.json()["hint"] == "Correct the file."
    assert await refused(GIFT.encode(), "?title=" + "x" * 201) == (422, "too_long")
    form = await ada.post("/quizzes/import", files={"other": ("x.txt", b"x")})
    assert problem(form) == (422, "missing_file")
    assert (await ada.get("/quizzes")).json()["items"] == []


async def test_a_file_that_is_too_large_is_refused(ada: Client) -> None:
    async def in_parts() -> AsyncIterator[bytes]:
        for _ in range(110):
            yield b"x" * 200_000

    for path, content in (
        ("/quizzes/import", b"x" * 20_971_521),
        ("/quizzes/import", in_parts()),
        ("/quizzes", b"x" * 1_048_577),
    ):
        assert problem(await ada.post(path, content=content)) == (413, "body_too_large")


async def test_every_problem_of_a_file_is_reported_at_once_at_its_line(ada: Client) -> None:
    mistakes = (SAMPLES / "mistakes.gift").read_text(encoding="utf-8")
    assert await problems(ada, mistakes) == [
        (11, "no_match"),
        (16, "unclosed_brace"),
        (20, "unopened_brace"),
        (22, "nested_brace"),
        (25, "second_answers"),
        (27, "unclosed_title"),
        (31, "out_of_range"),
        (36, "bad_weight"),
        (41, "missing_field"),
        (48, "equal_choices"),
        (51, "no_right_choice"),
        (53, "weights_not_one"),
        (55, "wrong_count"),
        (57, "no_right_answer"),
        (59, "accepts_anything"),
        (61, "not_a_number"),
        (63, "not_a_number"),
        (65, "out_of_range"),
        (67, "wrong_count"),
        (69, "ambiguous_number"),
        (71, "missing_field"),
        (75, "bad_url"),
        (77, "embedded_content"),
        (79, "stray_text"),
    ]


# The text of a GIFT file, and the line within it at which SQL's refusal is reported.
REFUSED_BY_SQL = [
    ("Q {~a ~b}", 1, "no_right_choice"),
    ("Q {~%-50%a ~b}", 1, "no_right_choice"),
    ("Q {~%50%a ~%25%b}", 1, "weights_not_one"),
    ("Q {~%100%a ~%100%b}", 1, "weights_not_one"),
    ("Q {~a}", 1, "wrong_count"),
    ("Q {\n=a\n~}", 3, "missing_field"),
    ("Q {\n=a\n~<br>}", 3, "missing_field"),
    ("Q {\n=a\n~b\n~ b }", 4, "equal_choices"),
    ("Q {=a\n~%101%b}", 2, "out_of_range"),
    ("Q {=a\n~%-101%b}", 2, "out_of_range"),
    ("Q {=%0%a}", 1, "no_right_answer"),
    ("Q {=%-10%a =b}", 1, "out_of_range"),
    ("Q {=}", 1, "missing_field"),
    ("Q {=a\n=}", 2, "missing_field"),
    ("How many? {#5..1}", 1, "out_of_range"),
    ("How many? {#\n=4\n=5:-1}", 3, "out_of_range"),
    ("How many? {#}", 1, "wrong_count"),
    ("How many? {#=%50%5}", 1, "no_right_answer"),
    ("How many? {#1e101}", 1, "out_of_range"),
    ("{T}", 1, "missing_field"),
    ("::Only a title:: {=a}", 1, "missing_field"),
    ("[html]<p></p>{T}", 1, "missing_field"),
    ("[html]{~a =b}<br>", 1, "missing_field"),
    ("x" * 5001 + "{T}", 1, "too_long"),
    ("Q {\n=" + "x" * 1001 + "}", 2, "too_long"),
    ("Q {\n=a#" + "x" * 2001 + "}", 2, "too_long"),
    ("Q {=a####" + "x" * 5001 + "}", 1, "too_long"),
    ("Q {=a " + "".join(f"~{n} " for n in range(50)) + "}", 1, "wrong_count"),
    ("Q {#" + "".join(f"={n} " for n in range(51)) + "}", 1, "wrong_count"),
    *(
        (f'[html]Who? <img src\\="{address}">{{T}}', 1, "bad_url")
        for address in (
            "@@PLUGINFILE@@/a.png", "/a.png", "data:image/png;base64,AAAA", "ftp://x.org/a.png",
            "http:///a.png", "https://example.org/a b.png",
        )
    ),
    (f'[html]Who? <img src\\="https://example.org/{"a" * 2000}">{{T}}', 1, "too_long"),
]  # fmt: skip


async def test_each_refusal_by_sql_is_reported_at_its_line(ada: Client) -> None:
    lead = "First. {T}\n\n"
    for text, line, code in REFUSED_BY_SQL:
        assert await problems(ada, lead + text.replace("://", "\\://")) == [(line + 2, code)], text
    several = "Q {\n=a\n~%900%b\n~c\n~}\n\n$CATEGORY: " + "x" * 201 + "\n\nQ {T}"
    assert await problems(ada, several) == [(3, "out_of_range"), (9, "too_long")]


async def test_values_at_the_limits_are_accepted(ada: Client) -> None:
    for text in (
        "x" * 5000 + "{T}",
        "Q {=" + "x" * 1000 + "}",
        "Q {=a#" + "x" * 2000 + "}",
        "Q {=a####" + "x" * 5000 + "}",
        "Q {=a " + "".join(f"~{n} " for n in range(49)) + "}",
    ):
        assert await problems(ada, text) == [], text[:20]


@pytest.mark.parametrize(("part", "count"), [("33.33333", 3), ("33,33", 3), ("14.2857", 7), ("33", 3)])
async def test_rounded_parts_add_up_to_exactly_one(ada: Client, part: str, count: int) -> None:
    choices = " ".join(f"~%{part}%{letter}" for letter in "abcdefg"[:count])
    made = await ada.post("/quizzes/import?format=gift", content=f"All {{{choices} ~none}}".encode())
    (question,) = (await ada.get(f"/quizzes/{made.json()['quiz']['id']}/questions")).json()["items"]
    weights = [choice.get("weight", 0) for choice in question["choices"]]
    assert round(sum(weights), 9) == 1
    assert max(weights) - min(weight for weight in weights if weight) < 0.0001


async def test_a_refusal_says_how_to_write_it_in_the_files_format(ada: Client) -> None:
    answer = await ada.post("/quizzes/import?format=gift", content=b"Q {~a ~b}")
    assert "with =" in answer.json()["problems"][0]["message"]


async def test_the_response_to_an_import_fits_its_documented_model(ada: Client) -> None:
    Imported.model_validate_json((await ada.post("/quizzes/import", content=GIFT.encode())).content)


async def test_a_download_names_the_questions_that_its_format_cant_say(ada: Client) -> None:
    quiz_id = await new_quiz(ada)
    for draft in (TRUE_FALSE, {"kind": "slide", "prompt": "Look."}):
        assert (await ada.post(f"/quizzes/{quiz_id}/questions", json=draft)).status_code == 201
    path = f"/quizzes/{quiz_id}/download?format=aiken"
    refused = await ada.get(path)
    assert problem(refused) == (422, "kinds_left_out")
    assert "2 (slide)" in refused.json()["detail"]
    rest = await ada.get(f"{path}&skip_problems=true")
    assert (rest.status_code, rest.text.count("ANSWER:")) == (200, 1)
    assert problem(await ada.get(f"/quizzes/{quiz_id}/download?format=docx")) == (422, "unknown_format")


async def imported(client: Client, name: str) -> list[dict[str, Any]]:
    """The questions that a sample becomes."""
    made = await client.post("/quizzes/import", files={"file": (name, (SAMPLES / name).read_bytes())})
    assert made.status_code == 201, made.text
    items: list[dict[str, Any]] = (
        await client.get(f"/quizzes/{made.json()['quiz']['id']}/questions")
    ).json()["items"]
    return items


async def test_two_files_glued_together_are_read_as_one(ada: Client) -> None:
    first, second = await imported(ada, "two_files_glued.gift")
    assert (first["prompt"], second["prompt"]) == ("First?", "Second?")
    assert second["subject"] == "Sums"


async def test_accepted_texts_that_are_equal_when_compared_become_one(ada: Client) -> None:
    town, grey = await imported(ada, "same_when_folded.gift")
    assert town["answers"] == [{"text": "Málaga"}]
    assert grey["answers"] == [{"text": "grey"}]


@pytest.mark.parametrize(
    ("format", "lost"),
    [
        ("gift", "a rubric and a limit of characters and marking notes (1); points (1)"),
        ("moodle", "a rubric and a limit of characters (1)"),
        ("qti", "a rubric (1)"),
        ("json", None),
    ],
)
async def test_a_question_that_loses_a_part_of_its_kind_is_named_beside_the_file(
    ada: Client, format: str, lost: str | None
) -> None:
    quiz_id = await new_quiz(ada)
    essay = {
        "kind": "essay",
        "prompt": "Why?",
        "max_length": 3000,
        "rubric": [{"text": "Causes", "points": 4}],
        "marking_notes": "Any two.",
    }
    await ada.post(f"/quizzes/{quiz_id}/questions", json=essay)
    answer = await ada.get(f"/quizzes/{quiz_id}/download?format={format}&key=true&skip_problems=true")
    assert (answer.status_code, answer.headers.get("Quizzler-Left-Out")) == (200, lost)


@pytest.mark.parametrize("format", ["csv", "xlsx", "gift", "qti"])
async def test_a_download_without_the_units_of_a_number_says_so(ada: Client, format: str) -> None:
    quiz = (await ada.post("/quizzes", json={"title": "Units"})).json()
    far = {"kind": "numeric", "prompt": "How far?", "answers": [{"value": 5}], "units": [{"unit": "km"}]}
    await ada.post(f"/quizzes/{quiz['id']}/questions", json=far)
    answer = await ada.get(f"/quizzes/{quiz['id']}/download?format={format}&key=true")
    assert problem(answer) == (422, "kinds_left_out")
    assert "1 (units)" in answer.json()["detail"]
