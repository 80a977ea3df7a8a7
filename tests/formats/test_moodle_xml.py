"""Reading Moodle XML, and writing it so that it is read back unchanged."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats import File
from app.formats.import_routes import read_file
from app.formats.moodle_xml import read_moodle_xml
from app.formats.moodle_xml_writer import write_moodle_xml
from app.formats.xml_nodes import BadXml, read_xml

SAMPLES = Path(__file__).parent / "samples"
Draft = dict[str, Any]

NASTY = r"a < b & c > d <b>bold</b> &amp; \(y^{4}\) ]]> “x”"


def question(inner: str, kind: str = "multichoice", prompt: str = "Which?") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="{kind}"><name><text>n</text></name>
<questiontext format="html"><text><![CDATA[{prompt}]]></text></questiontext>
{inner}
</question>
</quiz>""".encode()


def answer(text: str, fraction: str, feedback: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text>{text}</text>'
        f"<feedback><text>{feedback}</text></feedback></answer>"
    )


def one(data: bytes) -> Draft:
    reading = read_moodle_xml(data)
    assert reading.problems == []
    (draft,) = reading.questions
    return draft


def faults(data: bytes) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in read_moodle_xml(data).problems]


@pytest.mark.parametrize("name", ["moodle_one_question.xml", "x.gift", "x.txt", ""])
def test_a_file_with_braces_in_its_text_is_read_as_moodle_xml_whatever_its_name(name):
    reading = read_file(File((SAMPLES / "moodle_one_question.xml").read_bytes(), name))
    assert reading.problems == []
    (draft,) = reading.questions
    assert draft["kind"] == "single_choice"
    assert draft["prompt"] == r"Half of \(y^{4}\)?"
    assert draft["choices"] == [{"text": "y", "weight": 1}, {"text": "z", "weight": 0}]


def test_named_characters_of_html_are_read_in_xml_and_stay_as_they_are_in_cdata():
    draft = one(
        question(
            answer("Up &uarr;&nbsp;&amp; down", "100") + answer("<![CDATA[5 &lt; 6 &amp;mdash;]]>", "0"),
            prompt="&eacute; &amp;eacute;",
        )
    )
    assert draft["prompt"] == "é &eacute;"
    assert [choice["text"] for choice in draft["choices"]] == ["Up ↑ & down", "5 < 6 &mdash;"]
    assert faults(question(answer("&nosuchname;", "100"))) == [(5, "bad_xml")]


def test_weights_feedback_explanation_points_and_subject_are_kept():
    data = question(
        "<generalfeedback format='html'><text>&lt;p&gt;Because.&lt;/p&gt;</text></generalfeedback>"
        "<defaultgrade>2.5</defaultgrade><single>true</single>"
        + answer("a", "100", "Yes.")
        + answer("b", "33.33333")
        + answer("c", "-25")
    ).replace(
        b"<quiz>\n",
        b'<quiz><question type="category"><category><text>$course$/top/Sums//More/In parts</text>'
        b"</category></question>\n",
    )
    assert one(data) == {
        "kind": "single_choice",
        "prompt": "Which?",
        "name": "n",
        "choices": [
            {"text": "a", "weight": 1, "feedback": "Yes."},
            {"text": "b", "weight": 0.33333},
            {"text": "c", "weight": -0.25},
        ],
        "explanation": "Because.",
        "subject": "In parts",
        "points": 2.5,
    }


def test_a_question_that_was_read_is_not_kept_in_memory():
    taken: list[int] = []
    listed = "".join(f"<question><name>{number}</name></question>\n" for number in range(100))
    root = read_xml(f"<quiz>{listed}</quiz>".encode(), lambda node: taken.append(int(node.words("name"))))
    assert (taken, len(root.children), len(root.text)) == ([*range(100)], 0, 1)


def test_broken_xml_says_only_where_it_is_broken():
    whole = question(answer("true", "100") + answer("false", "0"), "truefalse")
    reading = read_moodle_xml(whole.replace(b"</quiz>", b"<question></quiz>"))
    assert (reading.questions, [problem.code for problem in reading.problems]) == ([], ["bad_xml"])


def test_what_a_question_is_filed_by_and_feedback_on_true_and_false_are_kept():
    filing = "<idnumber>A7</idnumber><tags><tag><text>cells</text></tag><tag><text>x]y</text></tag></tags>"
    data = question(answer("true", "0", "No.") + answer("false", "100", "Yes.") + filing, "truefalse")
    assert one(data) == {
        "kind": "true_false",
        "prompt": "Which?",
        "correct": False,
        "feedback_true": "No.",
        "feedback_false": "Yes.",
        "name": "n",
        "external_id": "A7",
        "tags": ["cells", "x]y"],
    }


def test_each_type_becomes_its_kind():
    several = question("<single>false</single>" + answer("a", "50") + answer("b", "50"))
    assert one(several)["kind"] == "multiple_choice"
    assert one(question(answer("true", "0") + answer("false", "100"), "truefalse"))["correct"] is False
    short = question("<usecase>1</usecase>" + answer("Rome", "100") + answer("*", "0"), "shortanswer")
    assert one(short) == {
        "kind": "short_text",
        "prompt": "Which?",
        "name": "n",
        "case_sensitive": True,
        "answers": [{"text": "Rome"}],
    }
    wild = one(question(answer("*ant*", "100") + answer(r"2\*3", "50"), "shortanswer"))
    assert wild["answers"] == [{"text": "*ant*", "wildcards": True}, {"text": "2*3", "weight": 0.5}]
    number = answer("3,5", "100").replace("</answer>", "<tolerance>0.1</tolerance></answer>")
    assert one(question(number, "numerical"))["answers"] == [{"value": 3.5, "tolerance": 0.1}]
    assert one(question(answer("a", "100") + answer("b", "100"), "ordering"))["kind"] == "ordering"
    assert one(question("", "description"))["kind"] == "slide"


def test_a_picture_by_its_web_address_is_kept_in_the_prompt():
    shown = one(
        question(answer("a", "100") + answer("b", "0"), prompt='See <img src="https://example.org/a.png">')
    )
    assert (shown["prompt"], shown["media_url"]) == ("See", "https://example.org/a.png")


def test_a_picture_in_feedback_is_no_reason_to_refuse_a_question():
    feedback = "&lt;img src='@@PLUGINFILE@@/a.png'&gt;Well done."
    draft = one(question(answer("a", "100", feedback) + answer("b", "0")))
    assert draft["choices"][0]["feedback"] == "Well done."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<quiz><question", (1, "bad_xml")),
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', (1, "bad_xml")),
        (b"<html/>", (1, "not_moodle_xml")),
        (b"<quiz></quiz>", (1, "no_questions")),
        (question("", "calculated"), (3, "unknown_type")),
        (question(answer("a", "all") + answer("b", "0")), (5, "bad_weight")),
        (question(answer("x", "100"), "truefalse"), (3, "no_truth")),
        (question(answer("**", "100"), "shortanswer"), (5, "accepts_anything")),
        (question(answer("5 m", "100"), "numerical"), (5, "not_a_number")),
        (question(answer("a", "100"), prompt="<img src='@@PLUGINFILE@@/a.png'>"), (4, "picture")),
        (question(answer("a", "100"), prompt="<video></video>"), (4, "embedded_content")),
    ],
)
def test_each_mistake_is_a_problem_at_its_line(data, expected):
    assert faults(data) == [expected]


@pytest.mark.parametrize("attribute", ["", ' type=""'])
def test_a_question_without_a_type_is_told_to_say_it(attribute):
    data = question(answer("a", "100")).replace(b' type="multichoice"', attribute.encode())
    (problem,) = read_moodle_xml(data).problems
    assert problem.code == "unknown_type"
    assert '<question type="multichoice">' in problem.message


def test_other_questions_of_the_file_are_read():
    bad, good = (
        question("", "calculated"),
        question(answer("true", "100") + answer("false", "0"), "truefalse"),
    )
    both = bad.replace(b"</quiz>", good.partition(b"<quiz>")[2])
    reading = read_moodle_xml(both)
    assert (len(reading.questions), reading.skipped, len(reading.problems)) == (1, 1, 1)


DRAFTS = [
    {
        "kind": "single_choice",
        "prompt": NASTY,
        "choices": [
            {"text": NASTY, "weight": 1, "feedback": NASTY},
            {"text": "b", "weight": 0.5},
            {"text": "c", "weight": -0.25},
        ],
        "explanation": NASTY + "\nand more",
        "subject": "Cells/Walls",
        "points": 2,
        "media_url": "https://example.org/a.png?b=1&c=2",
    },
    {
        "kind": "multiple_choice",
        "prompt": "Two",
        "choices": [{"text": "a", "weight": 0.5}, {"text": "b", "weight": 0.5}, {"text": "c", "weight": -1}],
        "points": 1,
    },
    {"kind": "true_false", "prompt": "It is.", "correct": False, "points": 1},
    {
        "kind": "numeric",
        "prompt": "How many?",
        "answers": [{"value": -3.5, "tolerance": 0.25}, {"value": 1000000, "weight": 0.5}],
        "points": 1,
    },
    {
        "kind": "short_text",
        "prompt": "Which sign?",
        "answers": [{"text": "*"}, {"text": "a*b", "wildcards": True}, {"text": NASTY}],
        "case_sensitive": True,
        "points": 1,
    },
    {"kind": "ordering", "prompt": "Sort.", "choices": [{"text": "1"}, {"text": "2"}], "points": 1},
    {"kind": "slide", "prompt": "Look.", "explanation": "More."},
]


def test_what_is_written_is_read_back():
    reading = read_file(File(write_moodle_xml(DRAFTS)))
    assert reading.problems == []
    assert reading.questions == DRAFTS


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=60))
def test_any_text_is_read_back(text: str):
    words = " ".join(text.split())
    if words:
        (draft,) = read_moodle_xml(
            write_moodle_xml([{"kind": "true_false", "prompt": words, "correct": True, "explanation": words}])
        ).questions
        assert (draft["prompt"], draft["explanation"]) == (words, words)


CLOZE = r"""<p>The {2:SHORTANSWER:=Nile#Yes.~%50%the \}Nile~*#No.} flows
{:MULTICHOICE_S:south#The other way.~=north~%-50%up &amp; down} for {1:NM:=6650:50~%25%6650:500} km, says
{1:SAC:=Ptolemy}.</p>"""


def test_the_gaps_of_a_cloze_are_read() -> None:
    reading = read_moodle_xml(question("", "cloze", CLOZE))
    assert reading.problems == []
    assert reading.questions == [
        {
            "kind": "cloze",
            "prompt": "The [[1]] flows [[2]] for [[3]] km, says [[4]].",
            "name": "n",
            "gaps": [
                {
                    "kind": "short_text",
                    "weight": 2,
                    "answers": [{"text": "Nile", "feedback": "Yes."}, {"text": "the }Nile", "weight": 0.5}],
                },
                {
                    "kind": "single_choice",
                    "choices": [
                        {"text": "south", "weight": 0, "feedback": "The other way."},
                        {"text": "north", "weight": 1},
                        {"text": "up & down", "weight": -0.5},
                    ],
                },
                {
                    "kind": "numeric",
                    "answers": [
                        {"value": 6650, "tolerance": 50},
                        {"value": 6650, "tolerance": 500, "weight": 0.25},
                    ],
                },
                {"kind": "short_text", "case_sensitive": True, "answers": [{"text": "Ptolemy"}]},
            ],
        }
    ]


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("No gap.", "no_gaps"),
        ("{1:MULTIRESPONSE:=a~=b}", "unknown_gap"),
        ("{1:SA:=*}", "accepts_anything"),
        ("{1:NM:=five}", "not_a_number"),
        ("{1:NM:=1,234}", "ambiguous_number"),
        ("[[1]] {1:SA:=a}", "bracketed_number"),
    ],
)
def test_a_cloze_that_can_not_be_read_is_a_problem(prompt: str, code: str) -> None:
    reading = read_moodle_xml(question("", "cloze", prompt))
    assert ([problem.code for problem in reading.problems], reading.questions) == ([code], [])


def test_units_come_back_from_moodle_xml() -> None:
    draft = {
        "kind": "numeric",
        "prompt": "How far?",
        "answers": [{"value": 5}],
        "units": [{"unit": "km", "factor": 1}, {"unit": "m", "factor": 0.001}],
        "unit_share": 0.25,
        "points": 1,
    }
    for each in (draft, {**draft, "unit_required": False}):
        wanted = {
            field: value
            for field, value in each.items()
            if field != "unit_share" or "unit_required" not in each
        }
        assert read_moodle_xml(write_moodle_xml([each])).questions == [wanted]


def test_many_sections_of_text_that_never_end_are_refused_after_one_reading() -> None:
    with pytest.raises(BadXml):
        read_xml(b"<quiz>" + b"<![CDATA[" * 300_000)
