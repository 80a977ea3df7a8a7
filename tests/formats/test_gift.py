"""What GIFT means, by Moodle's documentation and, where that is silent, by Moodle's own importer."""

import pytest

from app.formats.gift import MAX_FILE_CHARS, MAX_PROBLEMS, MAX_QUESTIONS, read_gift
from app.formats.gift_question import (
    MAX_ANSWER_CHARS,
    MAX_ANSWERS,
    MAX_EXPLANATION_CHARS,
    MAX_FEEDBACK_CHARS,
    MAX_PROMPT_CHARS,
    MAX_QUESTION_CHARS,
)
from app.formats.reading import QuestionDraft


def one(text: str) -> QuestionDraft:
    """The only question of a text that has no problem."""
    reading = read_gift(text)
    assert reading.problems == []
    (question,) = reading.questions
    return question


def faults(text: str) -> list[tuple[int, str]]:
    """Line and code of each problem."""
    return [(problem.line, problem.code) for problem in read_gift(text).problems]


def weights(question: QuestionDraft) -> dict[str, float]:
    return {choice["text"]: choice["weight"] for choice in question["choices"]}


class TestChoices:
    def test_an_equals_sign_marks_the_only_right_choice(self):
        assert one("Who painted Guernica?{~Dalí ~Miró =Picasso}") == {
            "kind": "single_choice",
            "prompt": "Who painted Guernica?",
            "choices": [
                {"text": "Dalí", "weight": 0},
                {"text": "Miró", "weight": 0},
                {"text": "Picasso", "weight": 1},
            ],
        }

    def test_a_choice_may_earn_a_part_of_the_points(self):
        question = one("Hard {~wrong ~%50%half =full ~%-25%harmful}")
        assert weights(question) == {"wrong": 0, "half": 0.5, "full": 1, "harmful": -0.25}

    def test_parts_with_no_whole_answer_among_them_make_a_multiple_choice(self):
        question = one("Primes? {~%50%2 ~%50%3 ~%-50%4 ~6}")
        assert question["kind"] == "multiple_choice"
        assert weights(question) == {"2": 0.5, "3": 0.5, "4": -0.5, "6": 0}

    def test_one_ticked_choice_worth_everything_stays_a_multiple_choice_as_moodle_exports_it(self):
        assert one("Tick {~%100%a ~%-100%b}")["kind"] == "multiple_choice"

    def test_equals_signs_with_parts_only_make_a_multiple_choice(self):
        assert one("Both {=%50%a =%50%b ~c}")["kind"] == "multiple_choice"

    def test_two_whole_answers_are_each_enough_alone(self):
        question = one("Either {=a =b ~c}")
        assert (question["kind"], weights(question)) == ("single_choice", {"a": 1, "b": 1, "c": 0})

    @pytest.mark.parametrize(("part", "count"), [("33.33333", 3), ("33,33", 3), ("14.2857", 7), ("33", 3)])
    def test_rounded_parts_add_up_to_exactly_one(self, part, count):
        choices = " ".join(f"~%{part}%{letter}" for letter in "abcdefg"[:count])
        parts = weights(one(f"All {{{choices} ~none}}")).values()
        assert round(sum(parts), 9) == 1
        assert max(parts) - min(part for part in parts if part) < 0.0001

    def test_answers_may_stand_on_lines_of_their_own(self):
        question = one("Kanji came from where? {\n\t~India\n    =China\n  ~Korea\n  }")
        assert [choice["text"] for choice in question["choices"]] == ["India", "China", "Korea"]

    def test_feedback_follows_a_hash(self):
        question = one("Q {~a#first # second ~ b =c # well done}")
        assert [choice.get("feedback") for choice in question["choices"]] == [
            "first # second",
            None,
            "well done",
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Q {~a ~b}", (1, "no_right_answer")),
            ("Q {~%-50%a ~b}", (1, "no_right_answer")),
            ("Q {~%50%a ~%25%b}", (1, "weights_not_100")),
            ("Q {~%100%a ~%100%b}", (1, "weights_not_100")),
            ("Q {~a}", (1, "too_few_choices")),
            ("Q {\n=a\n~}", (3, "empty_answer")),
            ("Q {\n=a\n~<br>}", (3, "empty_answer")),
            ("Q {\n=a\n~b\n~ b }", (4, "repeated_answer")),
            ("Q {\n\nnone}", (1, "unclosed_brace")),
            ("Q {\nstray ~a =b}", (2, "stray_text")),
            ("Q {=a\n~%101%b}", (2, "bad_weight")),
            ("Q {=a\n~%-101%b}", (2, "bad_weight")),
            ("Q {=a\n~%x%b}", (2, "bad_weight")),
            ("Q {=a\n~%%b}", (2, "bad_weight")),
            ("Q {=a\n~%1e1%b}", (2, "bad_weight")),
        ],
    )
    def test_faulty_choices_are_reported_by_line(self, text, expected):
        assert faults(text)[0] == expected

    def test_weights_are_rounded_to_five_decimals_and_have_no_negative_zero(self):
        choices = one("Q {=a ~%-33.3333333%b ~%-0%c}")["choices"]
        assert str([choice["weight"] for choice in choices]) == "[1.0, -0.33333, 0.0]"

    def test_a_percent_sign_alone_is_text(self):
        assert weights(one("Q {=%50 ~50% ~% of all % }")) == {"%50": 1, "50%": 0, "% of all %": 0}

    def test_choices_that_differ_in_case_only_are_two(self):
        assert len(one("Who is it? {=us ~US}")["choices"]) == 2


class TestTrueFalse:
    @pytest.mark.parametrize(
        ("word", "correct"),
        [("T", True), ("TRUE", True), ("F", False), ("FALSE", False), ("true", True), (" F ", False)],
    )
    def test_a_word_in_braces_is_the_answer(self, word, correct):
        assert one(f"Snow is cold.{{{word}}}") == {
            "kind": "true_false",
            "prompt": "Snow is cold.",
            "correct": correct,
        }

    def test_the_first_feedback_is_for_the_wrong_answer(self):
        assert one("Fire is cold.{F#Burn!#Right.}")["explanation"] == (
            "If you answered true: Burn!\nIf you answered false: Right."
        )

    def test_the_second_feedback_may_stand_alone(self):
        assert one("Snow is cold.{TRUE##Yes}")["explanation"] == "If you answered true: Yes"

    def test_general_feedback_comes_first(self):
        assert one("Snow {T#no####Water freezes.}")["explanation"] == (
            "Water freezes.\nIf you answered false: no"
        )

    def test_empty_feedback_before_the_general_one_is_none(self):
        assert one("Snow {T#####Water freezes.}")["explanation"] == "Water freezes."

    def test_marks_in_its_feedback_do_not_change_the_kind(self):
        assert one("Half is 50 percent.{T#about ~50 = half}")["kind"] == "true_false"

    def test_an_equals_sign_makes_the_word_a_text_to_type(self):
        assert one("Type it {=TRUE}")["answers"] == [{"text": "TRUE"}]


class TestShortText:
    def test_every_answer_is_accepted(self):
        assert one("Two plus two equals {=four =4}") == {
            "kind": "short_text",
            "prompt": "Two plus two equals",
            "answers": [{"text": "four"}, {"text": "4"}],
        }

    def test_a_lone_answer_needs_no_mark(self):
        assert one("Capital of Peru? {Lima}")["answers"] == [{"text": "Lima"}]

    def test_parts_and_feedback(self):
        assert one("Q {=Nazareth#Yes! =%75%Nazereth # misspelled =%0%Rome}")["answers"] == [
            {"text": "Nazareth", "feedback": "Yes!"},
            {"text": "Nazereth", "weight": 0.75, "feedback": "misspelled"},
            {"text": "Rome", "weight": 0},
        ]

    def test_feedback_for_every_other_answer_is_explained(self):
        question = one("Q {=a =%0%*#Look again.}")
        assert question["answers"] == [{"text": "a"}]
        assert question["explanation"] == "For any other answer: Look again."

    def test_wildcards_and_escaped_stars_are_left_to_the_marking(self):
        assert one(r"Insect? {=*ant* =2 \* 3}")["answers"] == [{"text": "*ant*"}, {"text": r"2 \* 3"}]

    def test_answers_are_not_html_even_where_the_question_is(self):
        assert one("[html]<b>Tag?</b>{=<br> =[html]<i>x</i>}")["answers"] == [{"text": "<br>"}, {"text": "x"}]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Q {=*}", "accepts_anything"),
            ("Q {=%0%a}", "no_right_answer"),
            ("Q {=%-10%a =b}", "bad_weight"),
            ("Q {=}", "empty_answer"),
            ("Q {=a =}", "empty_answer"),
            ("Q {=a =a}", "repeated_answer"),
            ("Q {1:SHORTANSWER:=Berlin}", "stray_text"),
        ],
    )
    def test_faulty_answers_are_refused(self, text, code):
        assert faults(text)[0] == (1, code)


class TestNumeric:
    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("1822", {"value": 1822}),
            ("3:0.5", {"value": 3, "tolerance": 0.5}),
            ("=3 : 0.5 ", {"value": 3, "tolerance": 0.5}),
            (" 1..5", {"min": 1, "max": 5}),
            ("-5 .. -1.5", {"min": -5, "max": -1.5}),
            ("5..5", {"min": 5, "max": 5}),
            ("1e5", {"value": 100000}),
            ("6.02E+23", {"value": 6.02e23}),
            ("0e9", {"value": 0}),
            ("-40", {"value": -40}),
            ("\N{MINUS SIGN}40", {"value": -40}),
            ("+.5", {"value": 0.5}),
            ("1,5", {"value": 1.5}),
            ("0,125:0,01", {"value": 0.125, "tolerance": 0.01}),
            ("[plain]7", {"value": 7}),
        ],
    )
    def test_numbers_tolerances_and_ranges(self, answer, expected):
        assert one(f"How many? {{#{answer}}}") == {
            "kind": "numeric",
            "prompt": "How many?",
            "answers": [expected],
        }

    def test_whole_numbers_stay_whole(self):
        assert type(one("Q {#1e3}")["answers"][0]["value"]) is int

    def test_several_answers_with_parts_and_feedback(self):
        assert one("When? {#\n =1822:0 #Yes\n =%50%1822:2 #Close\n}")["answers"] == [
            {"value": 1822, "tolerance": 0, "feedback": "Yes"},
            {"value": 1822, "tolerance": 2, "weight": 0.5, "feedback": "Close"},
        ]

    @pytest.mark.parametrize("other", ["~#Too bad.", "=%0%*#Too bad.", "~*#Too bad."])
    def test_feedback_for_every_other_answer_is_explained(self, other):
        question = one(f"Q {{#=5:1 {other}}}")
        assert question["answers"] == [{"value": 5, "tolerance": 1}]
        assert question["explanation"] == "For any other answer: Too bad."

    def test_a_wrong_number_with_feedback_earns_nothing(self):
        assert one("Q {#=5 ~6#One less.}")["answers"][1] == {"value": 6, "weight": 0, "feedback": "One less."}

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            ("5 m", "not_a_number"),
            ("5m:1", "not_a_number"),
            ("5:1 m", "not_a_number"),
            ("five", "not_a_number"),
            ("nan", "not_a_number"),
            ("inf", "not_a_number"),
            ("1e999", "not_a_number"),
            ("-1e51", "not_a_number"),
            ("1e-51", "not_a_number"),
            ("1" * 41, "not_a_number"),
            ("٣", "not_a_number"),
            ("1_000", "not_a_number"),
            ("1 000", "not_a_number"),
            ("1..", "not_a_number"),
            ("5:", "not_a_number"),
            ("*", "not_a_number"),
            ("1,234", "ambiguous_number"),
            ("1,234,567", "ambiguous_number"),
            ("5..1", "bad_range"),
            ("5:-1", "bad_tolerance"),
            ("", "no_right_answer"),
            ("=%50%5", "no_right_answer"),
        ],
    )
    def test_what_is_no_number_is_refused(self, answer, code):
        assert faults(f"How many? {{#{answer}}}") == [(1, code)]


class TestPrompt:
    def test_answers_within_the_sentence_leave_a_blank(self):
        assert one("Grass is {~blue =green} in spring.")["prompt"] == "Grass is _____ in spring."

    def test_answers_may_begin_the_sentence(self):
        assert one("{=Asia ~Africa} is the largest continent.")["prompt"] == "_____ is the largest continent."

    def test_a_full_stop_behind_the_answers_is_enough_for_a_blank(self):
        assert one("Pi is about {#3.14:0.01}.")["prompt"] == "Pi is about _____."

    def test_the_title_is_dropped(self):
        assert one("::Snow \\:: cold::\nSnow is cold.{T}")["prompt"] == "Snow is cold."

    def test_a_double_colon_later_on_is_text(self):
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

    @pytest.mark.parametrize(
        "text", ["{T}", "::Only a title:: {=a}", "[html]<p></p>{T}", "[html]{~a =b}<br>"]
    )
    def test_a_question_needs_a_text(self, text):
        assert faults(text) == [(1, "empty_prompt")]


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
        "picture",
        [
            '<img src="@@PLUGINFILE@@/a.png">',
            '<img src="/a.png">',
            '<img src="data:image/png;base64,AAAA">',
            '<img src="ftp://example.org/a.png">',
            '<img src="http:///a.png">',
            '<img src="https://example.org/a b.png">',
            "<img>",
            f'<img src="https://example.org/{"a" * 2000}">',
            '<img src="https://example.org/a.png"><img src="https://example.org/b.png">',
        ],
    )
    def test_other_pictures_are_refused(self, picture):
        assert faults(f"Q {{T}}\n\n[html]Who? {picture.replace('=', chr(92) + '=')}{{T}}") == [(3, "picture")]

    def test_a_picture_in_an_answer_is_refused(self):
        assert faults('[html]Q {\n=<img src\\="https\\://example.org/a.png">\n~b}') == [(2, "picture")]

    def test_what_plain_text_cannot_stand_for_is_refused(self):
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

    def test_a_category_that_is_too_long_is_reported(self):
        assert faults(f"Q {{T}}\n\n$CATEGORY: {'x' * 201}") == [(3, "bad_category")]

    def test_comments_are_skipped_wherever_they_stand(self):
        question = one("// [id:7] [tag:x]\nQ {\n  // not {this}\n  =a\n//~nor this\n  ~b\n}\n// the end")
        assert [choice["text"] for choice in question["choices"]] == ["a", "b"]

    def test_slashes_within_a_line_are_no_comment(self):
        assert one("See https\\://example.org // here {T}")["prompt"] == "See https://example.org // here"

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_line_ends_will_do(self, end):
        reading = read_gift(f"\ufeffQ1 {{T}}{end}{end}Q2{end}goes on {{F}}{end}{end}Q3 {{}}")
        assert [question["prompt"] for question in reading.questions] == ["Q1", "Q2\ngoes on"]
        assert reading.lines == [1, 3]
        assert reading.problems[0].line == 6

    def test_white_space_alone_parts_questions(self):
        assert len(read_gift("Q1 {T}\n \t \nQ2 {F}").questions) == 2

    @pytest.mark.parametrize("text", ["", "\n\n", "// a comment only", "$CATEGORY: x", "\ufeff"])
    def test_a_file_without_questions_is_a_problem(self, text):
        assert faults(text) == [(1, "no_questions")]

    def test_good_questions_are_there_beside_the_problems(self):
        reading = read_gift("Q1 {T}\n\nQ2 {}\n\nQ3 {F}")
        assert [question["prompt"] for question in reading.questions] == ["Q1", "Q3"]
        assert reading.problems

    def test_a_question_with_a_fault_is_not_taken_by_halves(self):
        assert read_gift("Q {=right ~%900%wrong ~other}").questions == []

    def test_every_problem_of_a_question_is_reported(self):
        assert faults("Q {\n=a\n~%900%b\n~a\n~}") == [
            (3, "bad_weight"),
            (4, "repeated_answer"),
            (5, "empty_answer"),
        ]


class TestKindsThatQuizzlerDoesNotHave:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Write an essay. {}", "essay"),
            ("Write an essay. { ####General }", "essay"),
            ("Just a text to read.", "description"),
            ("Match. {=a -> 1 =b -> 2}", "matching"),
            ("Match. {\n=a->1\n=b->2\n}", "matching"),
        ],
    )
    def test_they_are_reported_by_name_and_line(self, text, code):
        assert faults(f"\n\n{text}") == [(3, code)]

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
    def test_what_postgres_cannot_store_is_refused_at_its_line(self, text):
        assert faults(text) == [(2, "bad_character")]

    def test_a_category_with_nul_is_refused(self):
        assert faults("$CATEGORY: a\0b\n\nQ {T}") == [(1, "bad_category")]

    def test_html_cannot_smuggle_a_nul_in(self):
        assert "\0" not in one("[html]a&\\#0;b {T}")["prompt"]

    @pytest.mark.parametrize(
        "mark", [*"~{}=#\\:%<&[/a\n ", "<!--", "<a", "~=", "{}\n\n", "####", "=%1%", "..", "<sup>"]
    )
    def test_a_megabyte_of_one_mark_ends_in_few_problems(self, mark):
        reading = read_gift("Q {" + mark * (1_000_000 // len(mark)))
        assert reading.questions == []
        assert 1 <= len(reading.problems) <= MAX_PROBLEMS + 1

    def test_the_longest_hostile_questions_are_read_to_the_end(self):
        question = "[html]Q {" + "~%x%<a '\"" * (MAX_QUESTION_CHARS // 10) + "}\n\n"
        assert len(read_gift(question * 20).problems) == 20

    def test_reading_stops_where_nothing_can_be_taken(self):
        reading = read_gift("no question\n\n" * 10 * MAX_PROBLEMS)
        assert len(reading.problems) == MAX_PROBLEMS + 1
        assert reading.problems[-1].code == "too_many_problems"

    def test_a_file_that_is_too_long_is_not_read(self):
        assert faults("x" * (MAX_FILE_CHARS + 1)) == [(1, "file_too_long")]

    def test_a_file_holds_a_limited_number_of_questions(self):
        reading = read_gift("Q {T}\n\n" * (MAX_QUESTIONS + 2))
        assert len(reading.questions) == MAX_QUESTIONS
        assert faults("Q {T}\n\n" * (MAX_QUESTIONS + 2)) == [(2 * MAX_QUESTIONS + 1, "too_many_questions")]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("x" * (MAX_PROMPT_CHARS + 1) + "{T}", "text_too_long"),
            ("Q {=" + "x" * (MAX_ANSWER_CHARS + 1) + "}", "text_too_long"),
            ("Q {=a#" + "x" * (MAX_FEEDBACK_CHARS + 1) + "}", "text_too_long"),
            ("Q {=a####" + "x" * (MAX_EXPLANATION_CHARS + 1) + "}", "text_too_long"),
            ("Q {=a " + "".join(f"~{n} " for n in range(MAX_ANSWERS)) + "}", "too_many_answers"),
            ("Q {#" + "".join(f"={n} " for n in range(MAX_ANSWERS + 1)) + "}", "too_many_answers"),
            ("x" * MAX_QUESTION_CHARS + "{T}", "question_too_long"),
        ],
    )
    def test_one_more_than_the_limit_is_refused(self, text, code):
        assert faults(text) == [(1, code)]

    @pytest.mark.parametrize(
        "text",
        [
            "x" * MAX_PROMPT_CHARS + "{T}",
            "Q {=" + "x" * MAX_ANSWER_CHARS + "}",
            "Q {=a#" + "x" * MAX_FEEDBACK_CHARS + "}",
            "Q {=a####" + "x" * MAX_EXPLANATION_CHARS + "}",
            "Q {=a " + "".join(f"~{n} " for n in range(MAX_ANSWERS - 1)) + "}",
        ],
    )
    def test_the_limit_itself_is_allowed(self, text):
        one(text)
