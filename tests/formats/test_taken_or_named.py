"""Each question of a file is either taken, or named by a problem: none vanishes without a word."""

import csv
import io
from collections.abc import Callable
from html import escape

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import FORMATS, File, Reading
from app.formats.import_routes import read_file
from app.formats.workbook import write_sheet

# What a question of a file has wrong: nothing, or any of what people and programs write.
FAULTS = ("none", "no key", "no prompt", "unknown kind", "picture", "NUL")
KEYLESS = "???"


def moodle(questions: list[tuple[str, str]]) -> bytes:
    def one(prompt: str, fault: str) -> str:
        kind = "drawing" if fault == "unknown kind" else "shortanswer" if fault == "no key" else "truefalse"
        shown = "" if fault == "no prompt" else prompt + ('<img src="x.png">' if fault == "picture" else "")
        return (
            f'<question type="{kind}"><name><text>{prompt}</text></name><questiontext format="html"><text>'
            f"{escape(shown)}</text></questiontext>"
            '<answer fraction="100"><text>true</text></answer>'
            '<answer fraction="0"><text>false</text></answer>'
            "</question>"
        )

    return "\n".join(["<quiz>", *(one(*each) for each in questions), "</quiz>"]).encode()


def qti(questions: list[tuple[str, str]]) -> bytes:
    def one(prompt: str, fault: str) -> str:
        kind = "hotspotInteraction" if fault == "unknown kind" else "choiceInteraction"
        shown = "" if fault == "no prompt" else prompt + ('<img src="x.png"/>' if fault == "picture" else "")
        right = "" if fault == "no key" else "<value>a</value>"
        return (
            f'<assessmentItem title="{prompt}"><responseDeclaration identifier="R" cardinality="single"'
            f' baseType="identifier"><correctResponse>{right}</correctResponse></responseDeclaration>'
            f'<itemBody><p>{shown}</p><{kind} responseIdentifier="R"><simpleChoice identifier="a">1'
            f'</simpleChoice><simpleChoice identifier="b">2</simpleChoice></{kind}>'
            "</itemBody></assessmentItem>"
        )

    return "\n".join(["<package>", *(one(*each) for each in questions), "</package>"]).encode()


def aiken(questions: list[tuple[str, str]]) -> bytes:
    def one(prompt: str, fault: str) -> str:
        shown = "" if fault == "no prompt" else prompt + ("\0" if fault == "NUL" else "") + "\n"
        return f"{shown}A. one\nB. two\nANSWER: {'E' if fault == 'no key' else 'B'}\n"

    return "\n".join(one(*each) for each in questions).encode()


def gift(questions: list[tuple[str, str]]) -> bytes:
    def one(prompt: str, fault: str) -> str:
        shown = "" if fault == "no prompt" else prompt
        more = {"picture": "<video src\\=x></video>", "NUL": "\0"}.get(fault, "")
        return f"{shown}{more} {{{'T' if fault not in ('no key', 'unknown kind') else '=a ~%x%b'}}}"

    return "\n\n".join(one(*each) for each in questions).encode()


def quiz_json(questions: list[tuple[str, str]]) -> bytes:
    def one(prompt: str, fault: str) -> object:
        if fault == "unknown kind":
            return prompt
        return {"kind": "true_false", "prompt": prompt + ("\0" if fault == "NUL" else ""), "correct": True}

    drafts = [{"kind": "slide", "prompt": "first"}, *(one(*each) for each in questions)]
    return msgspec.json.format(msgspec.json.encode(drafts), indent=1)


def rows(questions: list[tuple[str, str]]) -> list[list[str]]:
    def one(prompt: str, fault: str) -> list[str]:
        shown = "" if fault == "no prompt" else prompt
        return [shown, "essay" if fault == "unknown kind" else "", "a", "b", "" if fault == "no key" else "b"]

    return [["question", "kind", "choice 1", "choice 2", "correct"], *(one(*each) for each in questions)]


def table(questions: list[tuple[str, str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows(questions))
    return text.getvalue().encode()


def kahoot(questions: list[tuple[str, str]]) -> bytes:
    def one(prompt: str, fault: str) -> list[object]:
        right = {"no key": "", "unknown kind": "5"}.get(fault, "1")
        return ["", "" if fault == "no prompt" else prompt, "a", "b", None, None, 20, right]

    heads = ["n", "Question", *(f"Answer {n}" for n in range(1, 5)), "Time limit", "Correct answers"]
    return write_sheet([heads, *(one(*each) for each in questions)], widths=())


def quizlet(questions: list[tuple[str, str]]) -> bytes:
    return "\n".join(
        prompt + {"no key": "\t", "no prompt": ""}.get(fault, "\tx") for prompt, fault in questions
    ).encode()


WRITERS: dict[str, Callable[[list[tuple[str, str]]], bytes]] = {
    "moodle": moodle, "qti": qti, "aiken": aiken, "gift": gift, "json": quiz_json, "csv": table,
    "xlsx": lambda questions: write_sheet(rows(questions), widths=()), "kahoot": kahoot, "quizlet": quizlet,
}  # fmt: skip


def test_there_is_a_file_for_every_reader():
    others = {"google_forms"}  # tests/formats/test_google_forms.py
    assert {name for name, listed in FORMATS.items() if listed.read} == WRITERS.keys() | others


def read(name: str, questions: list[tuple[str, str]]) -> Reading:
    return read_file(File(WRITERS[name](questions)), name)


@pytest.mark.parametrize("name", WRITERS)
@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(FAULTS), min_size=1, max_size=8))
def test_each_question_is_taken_or_named(name, faults):
    questions = [(f"Question {number}?", fault) for number, fault in enumerate(faults)]
    reading = read(name, questions)
    first = name == "json"  # a slide, without which it would not be known as a list of questions
    assert len(reading.questions) + reading.skipped == len(questions) + first
    assert len({problem.line for problem in reading.problems}) >= reading.skipped
    whole = {prompt for prompt, fault in questions if fault == "none"}
    assert whole <= {draft["prompt"].strip() for draft in reading.questions}
