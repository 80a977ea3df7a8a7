"""Reading GIFT except for its answers: prompts, text formats, categories, comments, braces, hostile input."""

import pytest

from app.formats.gift import read_gift
from app.formats.gift_sentences import MAX_PROBLEMS, MAX_QUESTION_CHARS
from app.formats.reading import MAX_QUESTIONS
from tests.formats.test_gift import faults, one, weights


class TestPrompt:
    def test_answers_within_the_sentence_leave_a_blank(self):
        assert one("Grass is {~blue =green} in spring.")["prompt"] == "Grass is _____ in spring."

    def test_answers_may_begin_the_sentence(self):
        assert one("{=Asia ~Africa} is the largest continent.")["prompt"] == "_____ is the largest continent."

    def test_a_full_stop_after_the_answers_makes_a_blank(self):
        assert one("Pi is about {#3.14:0.01}.")["prompt"] == "Pi is about _____."

    def test_the_title_is_the_name(self):
        question = one("::Snow \\:\\:  cold::\nSnow is cold.{T}")
        assert (question["prompt"], question["name"]) == ("Snow is cold.", "Snow :: cold")

    def test_an_empty_title_is_no_name(self):
        assert "name" not in one(":: ::Snow is cold.{T}")

    def test_a_name_that_is_too_long_is_shortened_and_that_is_told(self):
        reading = read_gift(f"::{'x' * 300}::Snow is cold.{{T}}")
        assert reading.questions[0]["name"] == "x" * 254 + "…"
        assert [(note.line, note.code) for note in reading.notes] == [(1, "name_shortened")]

    def test_a_later_double_colon_is_text(self):
        assert one("Does std::vector grow?{T}")["prompt"] == "Does std::vector grow?"

    def test_lines_are_kept(self):
        assert one("First line\n   second line {T}")["prompt"] == "First line\nsecond line"

    def test_escapes_give_the_characters_themselves(self):
        assert one(r"\~ \= \# \{ \} \: \\ \n\a \\n {T}")["prompt"] == "~ = # { } : \\\n\\a \\n"

    def test_latex_survives_with_its_braces_escaped(self):
        assert one(r"\(\\frac\{a\}\{b\}\) {T}")["prompt"] == r"\(\frac{a}{b}\)"

    def test_marks_outside_the_braces_are_text(self):
        assert one("1 = 1, ~5, #1, 50%: 1 -> 2 {T}")["prompt"] == "1 = 1, ~5, #1, 50%: 1 -> 2"

    def test_escaped_marks_within_the_answers_are_text(self):
        question = one(r"Which equals 5? {~ \= 2 + 2 # \# = \= 2 + 3 ~\{5\}}")
        assert [choice["text"] for choice in question["choices"]] == ["= 2 + 2", "= 2 + 3", "{5}"]


class TestFormats:
    def test_html_becomes_plain_text(self):
        assert one("[html]<p>Is 1 &lt; 2 <b>always</b>?</p>\n<p>Yes&nbsp;or no</p>{T}")["prompt"] == (
            "Is 1 < 2 always?\nYes or no"
        )

    def test_the_format_of_the_prompt_holds_for_choices_and_feedback(self):
        question = one("[html]Q {=<b>a</b>#<i>yes</i> ~b####<u>why</u>}")
        assert question["choices"][0] == {"text": "a", "weight": 1, "feedback": "yes"}
        assert question["explanation"] == "why"

    def test_a_part_may_have_a_format_of_its_own(self):
        question = one("[html]Q {=[plain]<b> ~[moodle]a<b#[html]<i>no</i>}")
        assert [choice["text"] for choice in question["choices"]] == ["<b>", "a<b"]

    def test_a_weight_comes_before_the_format(self):
        assert weights(one("Q {~%100%[plain]<b> ~x}")) == {"<b>": 1, "x": 0}

    @pytest.mark.parametrize("mark", ["[plain]", "[markdown]"])
    def test_plain_and_markdown_stay_as_they_are(self, mark):
        assert one(f"{mark}**Is** 1 &lt; <b>? {{T}}")["prompt"] == "**Is** 1 &lt; <b>?"

    def test_moodles_own_format_knows_tags_from_comparisons(self):
        assert one("Is a<b, <b>really</b>? {T}")["prompt"] == "Is a<b, really?"

    def test_other_words_in_brackets_are_text(self):
        assert one("[latin]Salve? {T}")["prompt"] == "[latin]Salve?"

    def test_one_picture_with_a_web_address_becomes_the_questions_own(self):
        question = one('[html]Who? <img src\\="https\\://example.org/a.png">{T}')
        assert (question["prompt"], question["media_url"]) == ("Who?", "https://example.org/a.png")

    @pytest.mark.parametrize(
        "pictures",
        ["<img>", '<img src="https://example.org/a.png"><img src="https://example.org/b.png">'],
    )
    def test_other_pictures_are_refused(self, pictures):
        escaped = pictures.replace("=", chr(92) + "=")
        assert faults(f"Q {{T}}\n\n[html]Who? {escaped}{{T}}") == [(3, "picture")]

    def test_a_picture_in_an_answer_is_refused(self):
        assert faults('[html]Q {\n=<img src\\="https\\://example.org/a.png">\n~b}') == [(2, "picture")]

    def test_embedded_content_is_refused(self):
        assert faults("[html]Q <video></video> {T}") == [(1, "embedded_content")]


class TestFile:
    def test_categories_name_the_subject_of_what_follows(self):
        text = "Q1 {T}\n\n$CATEGORY: $course$/top/Science/Cells\n\nQ2 {T}\n\nQ3 {F}\n\n$CATEGORY: Art\nQ4 {T}"
        assert [question.get("subject") for question in read_gift(text).questions] == [
            None,
            "Cells",
            "Cells",
            "Art",
        ]

    @pytest.mark.parametrize(
        ("path", "subject"),
        [
            ("$course$/top/Biology", "Biology"),
            ("$cat1$/Biology/Cells ", "Cells"),
            ("top/Biology", "Biology"),
            ("Biology", "Biology"),
            ("a/b//c", "b/c"),
            (r"Art\: old", "Art: old"),
            ("$course$/top", None),
            ("$course$", None),
            ("", None),
            ("Biology/", "Biology"),
            ("Hilltop/top", "top"),
        ],
    )
    def test_the_last_name_of_a_path_counts(self, path, subject):
        assert one(f"$CATEGORY: {path}\n\nQ {{T}}").get("subject") == subject

    def test_comments_are_skipped_wherever_they_stand(self):
        question = one("// [id:7] [tag:x]\nQ {\n  // not {this}\n  =a\n//~nor this\n  ~b\n}\n// the end")
        assert [choice["text"] for choice in question["choices"]] == ["a", "b"]

    def test_ids_and_tags_stand_in_the_comments_of_their_question(self):
        above = "// [id:a\\]7] and [id:8]\n// [tag:cells] [tag: grade 7 ]"
        first, second = read_gift(f"{above}\nQ1 {{T}}\n// [tag:late]\n\n// [tag:lost]\n\nQ2 {{T}}").questions
        assert (first["external_id"], first["tags"]) == ("a]7", ["cells", "grade 7", "late"])
        assert "tags" not in second

    def test_slashes_within_a_line_do_not_begin_a_comment(self):
        assert one("See https\\://example.org // here {T}")["prompt"] == "See https://example.org // here"

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_line_ends_are_accepted(self, end):
        reading = read_gift(f"\ufeffQ1 {{T}}{end}{end}Q2{end}goes on {{F}}{end}{end}Q3 {{")
        assert [question["prompt"] for question in reading.questions] == ["Q1", "Q2\ngoes on"]
        assert [lines[0] for lines in reading.lines] == [1, 3]
        assert reading.problems[0].line == 6

    def test_a_line_of_white_space_separates_questions(self):
        assert len(read_gift("Q1 {T}\n \t \nQ2 {F}").questions) == 2

    @pytest.mark.parametrize("text", ["", "\n\n", "// a comment only", "$CATEGORY: x", "\ufeff"])
    def test_a_file_without_questions_is_a_problem(self, text):
        assert faults(text) == [(1, "no_questions")]

    def test_valid_questions_are_returned_beside_the_problems(self):
        reading = read_gift("Q1 {T}\n\nQ2 {\n\nQ3 {F}")
        assert [question["prompt"] for question in reading.questions] == ["Q1", "Q3"]
        assert reading.problems

    def test_a_question_with_a_fault_is_left_out(self):
        assert read_gift("Q {=right ~%much%wrong ~other}").questions == []

    def test_every_fault_of_a_question_is_reported(self):
        assert faults("Q {\n=a\n~%x%b\n~<video></video>}") == [(3, "bad_weight"), (4, "embedded_content")]

    def test_the_line_of_each_choice_is_known(self):
        assert read_gift("\nQ {\n=a ~b\n// a comment\n~c\n}").lines == [[2, 3, 3, 5]]


class TestQuestionsWithoutAKey:
    @pytest.mark.parametrize("text", ["Write an essay. {}", "Write an essay. { }"])
    def test_empty_braces_make_an_essay(self, text):
        assert read_gift(text).questions == [{"kind": "essay", "prompt": "Write an essay."}]

    def test_braces_without_a_question_are_no_essay(self):
        assert faults("Q {T}\n\n{}") == [(3, "no_text")]

    def test_an_essay_keeps_its_general_feedback(self):
        (draft,) = read_gift("Write an essay. { ####General }").questions
        assert draft == {"kind": "essay", "prompt": "Write an essay.", "explanation": "General"}

    @pytest.mark.parametrize(
        "text", ["Read this.", "// a comment\n:: ::Read this.", "[html]<b>Read</b> this."]
    )
    def test_a_text_without_answers_is_a_slide(self, text):
        assert read_gift(f"{text}\n\nQ {{T}}").questions[0] == {"kind": "slide", "prompt": "Read this."}

    def test_a_file_in_which_nothing_has_answers_is_no_gift(self):
        reading = read_gift("1. What is it?\na) this\n\n2. And that?")
        assert reading.questions == []
        assert [(each.line, each.code) for each in reading.problems] == [(1, "no_answers")]

    def test_a_pair_without_its_right_side_is_reported(self):
        assert faults("Match. {\n=a -> 1\n=b ->\n}") == [(3, "no_match")]

    def test_feedback_on_a_pair_goes_into_the_explanation(self):
        question = one("Match. {\n=a -> 1#Well done.\n=b -> 2\n####As always.\n}")
        assert question["pairs"] == [{"text": "a", "match": "1"}, {"text": "b", "match": "2"}]
        assert question["explanation"] == "As always.\na: Well done."

    def test_an_arrow_in_a_choice_or_in_feedback_is_text(self):
        assert len(read_gift("Q {~a -> b =c}\n\nQ {=a#see x -> y}").questions) == 2


class TestBraces:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Q {=a", [(1, "unclosed_brace")]),
            ("Q\nis {\n=a\n~b", [(2, "unclosed_brace")]),
            ("Q =a}", [(1, "unopened_brace")]),
            ("Q } { =a}", [(1, "unopened_brace")]),
            ("Q {=a {b} ~c}", [(1, "nested_brace")]),
            ("Q1 {=a\nQ2 {=b}", [(2, "nested_brace")]),
            ("Q1 {T}\nQ2 {F}", [(2, "second_answers")]),
            ("Q1 {T} }", [(1, "second_answers")]),
            ("::No end {T}", [(1, "unclosed_title")]),
        ],
    )
    def test_a_brace_without_its_partner_is_reported(self, text, expected):
        assert faults(text) == expected

    def test_reading_goes_on_at_the_next_blank_line(self):
        reading = read_gift("Q1 {~a\n~b\n\nQ2 {T}")
        assert [problem.code for problem in reading.problems] == ["unclosed_brace"]
        assert [question["prompt"] for question in reading.questions] == ["Q2"]


class TestHostileInput:
    @pytest.mark.parametrize("text", ["Q\n\0 {T}", "Q {=a\n=\ud800}"])
    def test_characters_that_postgres_cannot_store_are_refused_at_their_line(self, text):
        assert faults(text) == [(2, "bad_character")]

    def test_a_category_with_nul_is_refused(self):
        assert faults("$CATEGORY: a\0b\n\nQ {T}") == [(1, "bad_character")]

    def test_html_entities_can_not_contain_a_nul(self):
        assert "\0" not in one("[html]a&\\#0;b {T}")["prompt"]

    @pytest.mark.parametrize(
        "mark", [*"~{}=#\\:%<&[/a\n ", "<!--", "<a", "~=", "{}\n\n", "####", "=%1%", "..", "<sup>"]
    )
    def test_a_megabyte_of_one_mark_ends_in_few_problems(self, mark):
        reading = read_gift("Q {" + mark * (1_000_000 // len(mark)))
        assert reading.questions == []
        assert 1 <= len(reading.problems) <= MAX_PROBLEMS + 1

    def test_the_longest_hostile_questions_end_in_few_problems(self):
        question = "[html]Q {" + "~%x%<a '\"" * (MAX_QUESTION_CHARS // 10) + "}\n\n"
        assert len(read_gift(question * 20).problems) <= MAX_PROBLEMS + 1

    def test_reading_stops_after_too_many_problems(self):
        reading = read_gift("no question}\n\n" * 10 * MAX_PROBLEMS)
        assert len(reading.problems) == MAX_PROBLEMS + 1
        assert reading.problems[-1].code == "too_many_problems"

    def test_a_file_holds_a_limited_number_of_questions(self):
        reading = read_gift("Q {T}\n\n" * (MAX_QUESTIONS + 2))
        assert len(reading.questions) == MAX_QUESTIONS
        assert faults("Q {T}\n\n" * (MAX_QUESTIONS + 2)) == [(2 * MAX_QUESTIONS + 1, "too_many_questions")]

    def test_a_question_that_is_too_long_is_refused(self):
        assert faults("x" * MAX_QUESTION_CHARS + "{T}") == [(1, "question_too_long")]
