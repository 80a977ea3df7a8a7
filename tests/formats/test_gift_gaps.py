"""GIFT as teachers write it by hand: gaps in a text, formulas with commands, pictures in feedback."""

import pytest

from app.formats import File, detect
from app.formats.gift import read_gift
from tests.formats.test_gift import faults, one


class TestGaps:
    def test_several_braces_in_a_text_are_gaps_of_one_question(self):
        reading = read_gift("Tea is {~=hot~cold}, and ice is {=cold =icy}.\nPi is {#3.14:0.01}.")
        (draft,) = reading.questions
        assert draft["kind"] == "cloze"
        assert draft["prompt"] == "Tea is [[1]], and ice is [[2]].\nPi is [[3]]."
        assert draft["gaps"] == [
            {
                "kind": "single_choice",
                "choices": [{"text": "hot", "weight": 1}, {"text": "cold", "weight": 0}],
            },
            {"kind": "short_text", "answers": [{"text": "cold"}, {"text": "icy"}]},
            {"kind": "numeric", "answers": [{"value": 3.14, "tolerance": 0.01}]},
        ]
        assert reading.lines == [[1, 1, 1, 2]]
        assert [(note.line, note.code) for note in reading.notes] == [(1, "read_as_gaps")]

    def test_gaps_may_be_written_as_in_moodles_cloze(self):
        draft = one(r"Rome is in {1:MC:~Spain~=Italy#Yes}, its river is {2:SA:=Tiber~%50%T\=ber}.")
        assert draft["gaps"][0]["choices"][1] == {"text": "Italy", "weight": 1, "feedback": "Yes"}
        assert draft["gaps"][1]["answers"] == [{"text": "Tiber"}, {"text": "T=ber", "weight": 0.5}]
        assert draft["gaps"][1]["weight"] == 2

    def test_one_gap_of_moodles_is_no_stray_text(self):
        reading = read_gift("I {1:SA:=have} seen it.")
        assert reading.questions[0]["prompt"] == "I [[1]] seen it."
        assert reading.notes == []

    def test_feedback_and_explanations_of_gaps_are_kept(self):
        draft = one("It is {=a#Yes.####First.} or {~b =c}.")
        assert draft["gaps"][0]["answers"] == [{"text": "a", "feedback": "Yes."}]
        assert draft["explanation"] == "First."

    @pytest.mark.parametrize(
        "text",
        [
            "Q1 {T}\nQ2 {=b}",
            "Q1 {=a}\nQ2 {F}",
            "Q1 {=a}\n::Second::Q2 {=b}",
            "Q1 {=a -> 1 =b -> 2}\nQ2 {=b}",
            "Q1 {~%50%a ~%50%b ~c}\nQ2 {=b}",
        ],
    )
    def test_questions_without_a_blank_line_between_are_no_gaps(self, text):
        assert [code for _, code in faults(text)] == ["second_answers"]

    def test_a_number_in_two_brackets_is_not_taken_for_a_gap(self):
        assert faults("See [[1]]: {=a} and {=b}") == [(1, "bracketed_number")]


class TestFormulas:
    @pytest.mark.parametrize(
        "formula", [r"\(a \neq b\)", r"$$\nabla f$$", r"$a \neq b$", r"\[\nu\]", r"\(\frac\{1\}\{2\} \ne 1\)"]
    )
    def test_a_command_that_begins_with_n_is_no_line_end_and_told(self, formula):
        reading = read_gift(f"First {{T}}\n\nIs it\n{formula}? {{T}}")
        assert (
            reading.questions[1]["prompt"]
            == "Is it\n" + formula.replace(r"\{", "{").replace(r"\}", "}") + "?"
        )
        (note,) = reading.notes
        assert (note.line, note.code, note.question[:5]) == (4, "command_or_line_end", "Is it")

    @pytest.mark.parametrize("text", [r"One\neq two", r"\(\\frac\{1\}\{2\}\nu\)", r"$5\nor $6", r"\(x\nuv\)"])
    def test_other_line_ends_stay_line_ends(self, text):
        reading = read_gift(f"{text} {{T}}")
        assert "\n" in reading.questions[0]["prompt"]
        assert reading.notes == []


class TestFeedback:
    @pytest.mark.parametrize(
        "answers", ["=a#PICTURE yes\n~b", "=a\n~b\n####PICTURE yes", "T#PICTURE yes", "=a =%0%*#PICTURE yes"]
    )
    def test_a_picture_in_feedback_is_left_out_and_told(self, answers):
        picture = '<img src\\="https\\://example.org/a.png">'
        reading = read_gift(f"[html]Is it? {{{answers.replace('PICTURE', picture)}}}")
        assert reading.problems == []
        assert "yes" in str(reading.questions)
        assert [note.code for note in reading.notes] == ["left_out_of_feedback"]

    def test_notes_of_questions_that_are_left_out_are_left_out_too(self):
        reading = read_gift("Is it? {=a#<video></video>\n~%x%b}")
        assert (len(reading.problems), reading.notes) == (1, [])


def test_a_text_that_names_its_format_is_recognised():
    text = "[markdown] *Read* this\\n- one"
    found = detect(File(text.encode(), "x.txt"))
    assert found is not None
    assert found.name == "gift"
    draft = {"kind": "slide", "prompt": "*Read* this\n- one", "text_format": "markdown"}
    assert read_gift(text).questions == [draft]


def test_a_title_without_a_text_is_what_the_slide_says():
    assert read_gift("::Unit 6::\n\nQ {T}").questions[0] == {"kind": "slide", "prompt": "Unit 6"}
