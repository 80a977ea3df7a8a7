"""Reading QTI: items as Canvas, Blackboard and the standard write them, alone and in packages."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import FORMATS, File, Reading, detect
from app.formats.import_routes import read_file
from app.formats.qti_writer import beyond_qti, write_qti
from app.http.problems import Problem
from tests.formats.test_workbooks import archive

SAMPLES = Path(__file__).parent / "samples"
Draft = dict[str, Any]


def canvas(
    kind: str, response: str, conditions: str, more: str = "", prompt: str = "&lt;p&gt;Q&lt;/p&gt;"
) -> str:
    return f"""<item ident="i" title="Question">
<itemmetadata><qtimetadata>
<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield>
<qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>2.0</fieldentry></qtimetadatafield>
</qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">{prompt}</mattext></material>{response}</presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>
{conditions}</resprocessing>{more}</item>"""


def lid(*texts: str, cardinality: str = "Single") -> str:
    labels = "".join(
        f'<response_label ident="{n}"><material><mattext texttype="text/plain">{text}</mattext></material>'
        "</response_label>"
        for n, text in enumerate(texts)
    )
    choices = f"<render_choice>{labels}</render_choice>"
    return f'<response_lid ident="r" rcardinality="{cardinality}">{choices}</response_lid>'


def fib(kind: str = "") -> str:
    return f'<response_str ident="r" rcardinality="Single"><render_fib {kind}/></response_str>'


def when(condition: str, score: str = "100", feedback: str = "") -> str:
    shown = f'<displayfeedback feedbacktype="Response" linkrefid="{feedback}"/>' if feedback else ""
    scored = f'<setvar action="Set" varname="SCORE">{score}</setvar>' if score else ""
    return f"<respcondition><conditionvar>{condition}</conditionvar>{scored}{shown}</respcondition>"


def equal(*values: str) -> str:
    return "".join(f'<varequal respident="r">{value}</varequal>' for value in values)


def between(lowest: str, highest: str) -> str:
    return f"<vargte>{lowest}</vargte><varlte>{highest}</varlte>"


def feedback(ident: str, text: str) -> str:
    return (
        f'<itemfeedback ident="{ident}"><flow_mat><material><mattext texttype="text/html">{text}</mattext>'
        "</material></flow_mat></itemfeedback>"
    )


def document(*items: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="Capitals">
<section ident="s">{"".join(items)}</section></assessment></questestinterop>""".encode()


def read(data: bytes | str, name: str | None = None) -> Reading:
    return read_file(File(data.encode() if isinstance(data, str) else data, name))


def one(*data: bytes | str) -> Draft:
    reading = read(document(data[0]) if isinstance(data[0], str) else data[0])
    assert reading.problems == []
    (draft,) = reading.questions
    return draft


def test_a_single_choice_of_canvas_has_its_points_feedback_and_explanation():
    conditions = when("<other/>", "", "general_fb") + when(equal("0"), "", "0_fb") + when(equal("0"))
    more = feedback("general_fb", "Because.") + feedback("0_fb", "Yes.")
    assert one(canvas("multiple_choice_question", lid("Lima", "a &lt; b"), conditions, more)) == {
        "kind": "single_choice",
        "prompt": "Q",
        "name": "Question",
        "choices": [{"text": "Lima", "correct": True, "feedback": "Yes."}, {"text": "a < b"}],
        "explanation": "Because.",
        "points": 2,
    }


def test_several_right_answers_of_canvas_count_together():
    condition = f"<and>{equal('0')}<not>{equal('1')}</not>{equal('2')}</and>"
    draft = one(
        canvas("multiple_answers_question", lid("a", "b", "c", cardinality="Multiple"), when(condition))
    )
    assert draft["kind"] == "multiple_choice"
    assert draft["choices"] == [{"text": "a", "correct": True}, {"text": "b"}, {"text": "c", "correct": True}]


def test_choices_that_earn_a_part_each_have_weights():
    conditions = when(equal("0"), "50") + when(equal("1"), "50") + when(equal("2"), "-25")
    draft = one(canvas("", lid("a", "b", "c", cardinality="Multiple"), conditions))
    assert [choice["weight"] for choice in draft["choices"]] == [0.5, 0.5, -0.25]
    single = one(canvas("", lid("a", "b", "c"), when(equal("0"), "100") + when(equal("1"), "50")))
    assert [choice.get("weight") for choice in single["choices"]] == [1, 0.5, 0]


def test_true_or_false_is_a_kind_of_its_own():
    draft = one(canvas("true_false_question", lid("True", "False"), when(equal("1"))))
    assert (draft["kind"], draft["correct"]) == ("true_false", False)


def test_accepted_texts_are_read():
    draft = one(canvas("short_answer_question", fib(), when(equal("Rome", "Roma"))))
    assert (draft["kind"], draft["answers"]) == ("short_text", [{"text": "Rome"}, {"text": "Roma"}])


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (
            f"<or>{equal('4')}<and><vargte>3.5</vargte><varlte>4.5</varlte></and></or>",
            {"value": 4, "tolerance": 0.5},
        ),
        (f"<or>{equal('4.0')}<and><vargte>4.0</vargte><varlte>4.0</varlte></and></or>", {"value": 4}),
        ("<vargte>-1</vargte><varlte>8</varlte>", {"min": -1, "max": 8}),
        (equal("1e5"), {"value": 100000}),
    ],
)
def test_numbers_and_ranges_are_read(condition, answer):
    draft = one(
        canvas("numerical_question", fib('fibtype="Decimal"'), when(condition)).replace(
            "numerical", "numeric"
        )
    )
    assert (draft["kind"], draft["answers"]) == ("numeric", [answer])


def test_a_text_without_a_question_is_a_slide():
    assert one(canvas("text_only_question", "", "")) == {"kind": "slide", "prompt": "Q", "name": "Question"}


def test_a_question_of_blackboard_is_read():
    def text(words: str) -> str:
        return (
            '<flow class="FORMATTED_TEXT_BLOCK"><material><mat_extension><mat_formattedtext type="HTML">'
            f"{words}</mat_formattedtext></mat_extension></material></flow>"
        )

    labels = "".join(
        f'<flow_label><response_label ident="{ident}">{text(words)}</response_label></flow_label>'
        for ident, words in (("x1", "Lima"), ("x2", "Quito"))
    )
    item = f"""<item maxattempts="0"><itemmetadata><bbmd_questiontype>Multiple Choice</bbmd_questiontype>
<qmd_absolutescore_max>10.0</qmd_absolutescore_max></itemmetadata>
<presentation><flow class="Block">
<flow class="QUESTION_BLOCK">{text("&lt;p&gt;Capital of Peru?&lt;/p&gt;")}</flow>
<flow class="RESPONSE_BLOCK"><response_lid ident="response" rcardinality="Single"><render_choice>{labels}
</render_choice></response_lid></flow></flow></presentation>
<resprocessing><outcomes><decvar varname="SCORE" vartype="Decimal" maxvalue="10.0"/></outcomes>
<respcondition title="correct">
<conditionvar><varequal respident="response" case="No">x1</varequal></conditionvar>
<setvar variablename="SCORE" action="Set">SCORE.max</setvar></respcondition>
<respcondition title="incorrect"><conditionvar><other/></conditionvar>
<setvar variablename="SCORE" action="Set">0.0</setvar></respcondition></resprocessing></item>"""
    data = archive({"imsmanifest.xml": b"<manifest/>", "res00001.dat": document(item)})
    assert one(data) == {
        "kind": "single_choice",
        "prompt": "Capital of Peru?",
        "choices": [{"text": "Lima", "correct": True}, {"text": "Quito"}],
        "points": 10,
    }


@pytest.mark.parametrize("kind", ["essay_question", ""])
def test_a_text_without_a_key_is_an_essay(kind):
    draft = one(document(canvas(kind, fib(), "")))
    assert draft["kind"] == "essay"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (canvas("matching_question", lid("a") + lid("b"), ""), "no_right_answer"),
        (canvas("fill_in_multiple_blanks_question", lid("a"), ""), "gap_without_place"),
        (canvas("", lid("a", "b"), ""), "no_right_answer"),
        (
            canvas("", lid("a", "b"), when(equal("0")), prompt="&lt;video&gt;&lt;/video&gt;"),
            "embedded_content",
        ),
        (canvas("", lid("a", "b"), when(equal("0")), prompt="&lt;img src='a.png'&gt;"), "picture"),
        (canvas("numeric_question", fib(), when(equal("four"))), "not_a_number"),
    ],
)
def test_what_is_not_possible_is_a_problem_at_its_line_and_the_rest_is_read(item, code):
    good = canvas("true_false_question", lid("True", "False"), when(equal("0")))
    reading = read(document(good, "\n", item))
    line = 3 + good.count("\n") + 1
    assert [(problem.line, problem.code) for problem in reading.problems] == [(line, code)]
    assert (len(reading.questions), reading.skipped) == (1, 1)
    assert reading.quiz == {"title": "Capitals"}


def gap(name: str, *texts: str) -> str:
    return (
        lid(*texts)
        .replace('ident="r" ', f'ident="response_{name}" ')
        .replace("<render_choice>", f"<material><mattext>{name}</mattext></material><render_choice>")
    )


def earning(name: str, ident: str) -> str:
    return when(f'<varequal respident="response_{name}">{ident}</varequal>', "50.00")


def test_several_blanks_of_canvas_are_gaps_whose_texts_are_all_right():
    responses = gap("one", "Rome", "Roma") + gap("two", "Tiber")
    conditions = earning("one", "0") + earning("two", "0")
    item = canvas("fill_in_multiple_blanks_question", responses, conditions, prompt="[one] on the [two].")
    draft = one(document(item))
    assert (draft["kind"], draft["prompt"], draft["points"]) == ("cloze", "[[1]] on the [[2]].", 2)
    assert [[answer["text"] for answer in each["answers"]] for each in draft["gaps"]] == [
        ["Rome", "Roma"],
        ["Tiber"],
    ]


def test_blanks_of_canvas_may_have_numbers_for_names():
    responses = gap("2", "Tiber") + gap("1", "Rome")
    conditions = earning("2", "0") + earning("1", "0")
    item = canvas("fill_in_multiple_blanks_question", responses, conditions, prompt="[2] through [1].")
    assert one(document(item))["prompt"] == "[[1]] through [[2]]."


def test_several_dropdowns_of_canvas_are_gaps_to_choose_from():
    responses = gap("one", "Rome", "Bonn") + gap("two", "Rhine", "Tiber")
    conditions = earning("one", "0") + earning("two", "1")
    item = canvas("multiple_dropdowns_question", responses, conditions, prompt="[one] on the [two].")
    draft = one(document(item))
    assert [gap["choices"] for gap in draft["gaps"]] == [
        [{"text": "Rome", "correct": True}, {"text": "Bonn"}],
        [{"text": "Rhine"}, {"text": "Tiber", "correct": True}],
    ]


def item2(declaration: str, body: str, more: str = "", before: str = "") -> str:
    return f"""<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t" adaptive="false"
 timeDependent="false"><responseDeclaration identifier="RESPONSE" {declaration}</responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>3</value>
</defaultValue></outcomeDeclaration><itemBody>{before}{body}</itemBody>{more}</assessmentItem>"""


def correct(*values: str) -> str:
    return f"<correctResponse>{''.join(f'<value>{value}</value>' for value in values)}</correctResponse>"


def choices2(most: int, name: str = "choice") -> str:
    return f"""<{name}Interaction responseIdentifier="RESPONSE" maxChoices="{most}">
<prompt>Which <b>one</b>?</prompt>
<simpleChoice identifier="A">H<sub>2</sub>O
<feedbackInline outcomeIdentifier="F" identifier="A">Yes.</feedbackInline></simpleChoice>
<simpleChoice identifier="B">b &lt; c</simpleChoice>
<simpleChoice identifier="C">c</simpleChoice>
</{name}Interaction>"""


def test_a_single_choice_of_qti_2_has_its_points_feedback_and_explanation():
    declaration = f'cardinality="single" baseType="identifier">{correct("A")}'
    more = '<modalFeedback outcomeIdentifier="F" identifier="x" showHide="show">Because.</modalFeedback>'
    assert one(item2(declaration, choices2(1), more, "<p>Look at <em>this</em> water.</p>").encode()) == {
        "kind": "single_choice",
        "prompt": "Look at this water.\nWhich one?",
        "name": "t",
        "choices": [{"text": "H₂O", "correct": True, "feedback": "Yes."}, {"text": "b < c"}, {"text": "c"}],
        "explanation": "Because.",
        "points": 3,
    }


def test_several_choices_and_their_mapping_are_read():
    several = f'cardinality="multiple" baseType="identifier">{correct("A", "C")}'
    draft = one(item2(several, choices2(0)).encode())
    assert [choice.get("correct", False) for choice in draft["choices"]] == [True, False, True]
    entries = '<mapEntry mapKey="A" mappedValue="2"/><mapEntry mapKey="C" mappedValue="2"/>'
    mapping = f'<mapping defaultValue="0">{entries}<mapEntry mapKey="B" mappedValue="-1"/></mapping>'
    draft = one(item2(several + mapping, choices2(0)).encode())
    assert [choice["weight"] for choice in draft["choices"]] == [0.5, -0.25, 0.5]


def test_an_order_is_read():
    draft = one(
        item2(
            f'cardinality="ordered" baseType="identifier">{correct("C", "A", "B")}', choices2(0, "order")
        ).encode()
    )
    assert [choice["text"] for choice in draft["choices"]] == ["c", "H₂O", "b < c"]


def test_texts_and_numbers_of_qti_2_are_read():
    body = '<p>The capital of Peru is <textEntryInteraction responseIdentifier="RESPONSE"/>.</p>'
    entries = '<mapEntry mapKey="Lima" mappedValue="1"/><mapEntry mapKey="lima" mappedValue="0.5"/>'
    draft = one(
        item2(
            f'cardinality="single" baseType="string">{correct("Lima")}<mapping>{entries}</mapping>', body
        ).encode()
    )
    assert draft["prompt"] == "The capital of Peru is ."
    assert draft["answers"] == [{"text": "Lima"}, {"text": "lima", "weight": 0.5}]
    processing = (
        '<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.1">'
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal></responseIf>'
        "</responseCondition></responseProcessing>"
    )
    draft = one(item2(f'cardinality="single" baseType="float">{correct("3.14")}', body, processing).encode())
    assert (draft["kind"], draft["answers"]) == ("numeric", [{"value": 3.14, "tolerance": 0.1}])


def test_an_extended_text_is_an_essay_with_its_length_and_the_notes_for_scorers():
    body = (
        '<rubricBlock view="scorer tutor"><p>Two causes.</p></rubricBlock>'
        '<extendedTextInteraction responseIdentifier="RESPONSE" expectedLength="400"/>'
    )
    (draft,) = read(item2('cardinality="single" baseType="string">', body)).questions
    assert (draft["kind"], draft["max_length"], draft["marking_notes"]) == ("essay", 400, "Two causes.")
    assert "Two causes" not in draft["prompt"]


@pytest.mark.parametrize(
    ("bounds", "base", "value", "key"),
    [
        ('lowerBound="0" upperBound="10"', "integer", "4", {"max": 10, "step": 1, "value": 4}),
        ('lowerBound="0" upperBound="10.0" step="2"', "integer", "4", {"max": 10, "step": 2, "value": 4}),
        ('lowerBound="0" upperBound="5"', "float", "2.5", {"max": 5, "step": 0.05, "value": 2.5}),
    ],
)
def test_a_slider_has_its_bounds_its_step_and_its_value(bounds, base, value, key):
    body = f'<sliderInteraction responseIdentifier="RESPONSE" {bounds}><prompt>How many?</prompt>'
    draft = one(
        item2(
            f'cardinality="single" baseType="{base}">{correct(value)}', body + "</sliderInteraction>"
        ).encode()
    )
    assert {"kind": "slider", "prompt": "How many?", "min": 0, **key}.items() <= draft.items()


def test_a_slider_without_bounds_or_without_a_right_value_is_refused():
    for slider, right, code in (
        ("", correct("4"), "no_bounds"),
        ('lowerBound="0" upperBound="10"', "", "no_right_answer"),
    ):
        body = f'<sliderInteraction responseIdentifier="RESPONSE" {slider}/>'
        reading = read(item2(f'cardinality="single" baseType="integer">{right}', body))
        assert [problem.code for problem in reading.problems] == [code]


@pytest.mark.parametrize("name", ["associate", "gapMatch", "hotspot"])
def test_other_interactions_are_refused_by_name(name):
    reading = read(item2('cardinality="single" baseType="string">', f"<{name}Interaction/>"))
    assert [problem.code for problem in reading.problems] == ["unknown_type"]
    assert name in reading.problems[0].message


def test_a_package_is_read_in_the_order_of_its_manifest():
    def truth(prompt: str) -> bytes:
        body = choices2(1).replace("Which <b>one</b>?", prompt)
        return item2(f'cardinality="single" baseType="identifier">{correct("A")}', body).encode()

    manifest = b"""<manifest><resources><resource identifier="2" href="items/b.xml"/>
<resource identifier="3" href="items/missing.xml"/><resource identifier="1" href="items/a.xml"/>
</resources></manifest>"""
    data = archive(
        {"items/a.xml": truth("first"), "items/b.xml": truth("second"), "imsmanifest.xml": manifest}
    )
    for name in ("x.zip", "x.txt", None):
        assert detect(File(data, name)) is FORMATS["qti"]
    assert [question["prompt"] for question in read(data).questions] == ["second", "first"]


def test_a_problem_in_a_package_names_its_file():
    data = archive(
        {"imsmanifest.xml": b"<manifest/>", "a.xml": document(canvas("file_upload_question", fib(), ""))}
    )
    assert read(data).problems[0].message.startswith("a.xml: ")


@pytest.mark.parametrize("name", ["qti_package.zip", "x.txt", None])
def test_a_package_without_questions_is_refused_as_a_package(name):
    with pytest.raises(Problem) as refused:
        read((SAMPLES / "qti_package.zip").read_bytes(), name)
    assert refused.value.body["code"] == "unknown_format"
    assert "package" in refused.value.body["detail"]


def test_entities_and_zip_bombs_are_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + document()
    assert [problem.code for problem in read(bomb).problems] == ["bad_xml"]
    with pytest.raises(Problem) as refused:
        read(archive({"imsmanifest.xml": b"<manifest/>", "a.xml": b" " * 60_000_000}))
    assert refused.value.body["code"] == "archive_too_large"


NASTY = r"a < b & c > d <b>bold</b> &amp; (y^{4}) ]]> “x”"
DRAFTS: list[Draft] = [
    {
        "kind": "single_choice",
        "prompt": NASTY + "\nand more",
        "choices": [
            {"text": NASTY, "weight": 1, "feedback": NASTY},
            {"text": "b", "weight": 0.5},
            {"text": "c", "weight": -0.25},
        ],
        "explanation": NASTY,
        "points": 3,
        "media_url": "https://example.org/a.png?b=1&c=2",
    },
    {
        "kind": "multiple_choice",
        "prompt": "Two",
        "choices": [{"text": "a", "correct": True}, {"text": "b"}, {"text": "c", "correct": True}],
        "points": 1,
    },
    {
        "kind": "multiple_choice",
        "prompt": "No penalty",
        "choices": [{"text": "a", "weight": 0.5}, {"text": "b", "weight": 0}, {"text": "c", "weight": 0.5}],
        "points": 2.5,
    },
    {"kind": "true_false", "prompt": "It is.", "correct": False, "points": 1},
    {"kind": "numeric", "prompt": "n", "answers": [{"value": -3.5, "tolerance": 0.25}], "points": 1},
    {"kind": "numeric", "prompt": "n", "answers": [{"min": -1, "max": 5}], "points": 1},
    {"kind": "numeric", "prompt": "n", "answers": [{"value": 5}, {"value": 6, "weight": 0.5}], "points": 1},
    {
        "kind": "short_text",
        "prompt": "Which?",
        "answers": [{"text": "a"}, {"text": NASTY, "weight": 0.5}],
        "case_sensitive": True,
        "points": 2,
    },
    {"kind": "ordering", "prompt": "Sort.", "choices": [{"text": "2"}, {"text": "1"}], "points": 1},
    {"kind": "slide", "prompt": "Look.", "explanation": "More."},
]


def test_what_is_written_is_read_back():
    reading = read(write_qti("A quiz", DRAFTS))
    assert reading.problems == []
    assert reading.questions == DRAFTS
    assert reading.quiz == {"title": "A quiz"}
    assert write_qti("A quiz", DRAFTS) == write_qti("A quiz", DRAFTS)


def test_what_a_package_can_not_say_is_named():
    wild = {"kind": "short_text", "prompt": "Q", "answers": [{"text": "a*", "wildcards": True}]}
    ranges = {"kind": "numeric", "prompt": "Q", "answers": [{"value": 1, "tolerance": 1}, {"value": 5}]}
    assert [beyond_qti(wild), beyond_qti(ranges)] == ["wildcards", "several ranges of numbers"]
    assert [beyond_qti(draft) for draft in DRAFTS] == [None] * len(DRAFTS)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=60))
def test_any_text_is_read_back(text):
    words = " ".join(text.split())
    if words:
        choices = [{"text": words + "1", "correct": True}, {"text": words + "2"}]
        draft = {"kind": "single_choice", "prompt": words, "choices": choices, "explanation": words}
        assert read(write_qti(words, [draft])).questions == [draft | {"points": 1}]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["<item>", "</item>", "<presentation/>", "<assessmentItem/>", "a", "<", "&#0;"]))
)
def test_any_xml_is_read_or_refused(pieces):
    reading = read(f"<questestinterop>{''.join(pieces)}</questestinterop>")
    assert reading.questions or reading.problems


def matched(ident: str, item: str) -> str:
    return lid("Rome", "Lima", "Oslo").replace(
        'ident="r" rcardinality="Single">',
        f'ident="{ident}"><material><mattext texttype="text/plain">{item}</mattext></material>',
    )


def test_a_matching_of_canvas_is_read() -> None:
    right = '<varequal respident="x">0</varequal>', '<varequal respident="y">1</varequal>'
    conditions = "".join(when(each, "50") for each in right)
    item = canvas("matching_question", matched("x", "Italy") + matched("y", "Peru"), conditions)
    assert one(document(item)) == {
        "kind": "matching",
        "prompt": "Q",
        "name": "Question",
        "pairs": [{"text": "Italy", "match": "Rome"}, {"text": "Peru", "match": "Lima"}],
        "distractors": ["Oslo"],
        "points": 2,
    }
