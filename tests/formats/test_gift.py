"""Reading GIFT as Moodle's documentation describes it or, where that is silent, as Moodle's importer does."""

import pytest

from app.formats.gift import read_gift
from app.quizzes.models import Draft


def one(text: str) -> Draft:
    """The only question of a text that has no problem."""
    reading = read_gift(text)
    assert reading.problems == []
    (question,) = reading.questions
    return question


def faults(text: str) -> list[tuple[int, str]]:
    """Line and code of each problem."""
    return [(problem.line, problem.code) for problem in read_gift(text).problems]


def weights(question: Draft) -> dict[str, float]:
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

    def test_choices_that_all_earn_only_a_part_make_a_multiple_choice(self):
        question = one("Primes? {~%50%2 ~%50%3 ~%-50%4 ~6}")
        assert question["kind"] == "multiple_choice"
        assert weights(question) == {"2": 0.5, "3": 0.5, "4": -0.5, "6": 0}

    def test_a_single_choice_of_100_percent_stays_a_multiple_choice_as_moodle_exports_it(self):
        assert one("Tick {~%100%a ~%-100%b}")["kind"] == "multiple_choice"

    def test_equals_signs_with_percentages_make_a_multiple_choice(self):
        assert one("Both {=%50%a =%50%b ~c}")["kind"] == "multiple_choice"

    def test_each_of_two_fully_right_choices_is_enough(self):
        question = one("Either {=a =b ~c}")
        assert (question["kind"], weights(question)) == ("single_choice", {"a": 1, "b": 1, "c": 0})

    @pytest.mark.parametrize("answers", ["~as~=like~of", "~=like~as~of", "~as\n~=like\n~of"])
    def test_the_tilde_before_an_equals_sign_is_no_choice(self, answers):
        assert weights(one(f"It looks {{{answers}}} rain.")) == {"as": 0, "like": 1, "of": 0}

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
            ("Q {\n\nnone}", (1, "unclosed_brace")),
            ("Q {\nstray ~a =b}", (2, "stray_text")),
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
        assert one("Fire is cold.{F#Burn!#Right.}") == {
            "kind": "true_false",
            "prompt": "Fire is cold.",
            "correct": False,
            "feedback_true": "Burn!",
            "feedback_false": "Right.",
        }

    def test_the_second_feedback_may_stand_alone(self):
        question = one("Snow is cold.{TRUE##Yes}")
        assert (question["feedback_true"], "feedback_false" in question) == ("Yes", False)

    def test_general_feedback_is_the_explanation(self):
        question = one("Snow {T#no####Water freezes.}")
        assert (question["explanation"], question["feedback_false"]) == ("Water freezes.", "no")

    def test_empty_feedback_before_the_general_one_is_ignored(self):
        assert one("Snow {T#####Water freezes.}")["explanation"] == "Water freezes."

    def test_marks_in_feedback_do_not_change_the_kind(self):
        assert one("Half is 50 percent.{T#about ~50 = half}")["kind"] == "true_false"

    def test_an_equals_sign_makes_the_question_a_short_text(self):
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

    def test_feedback_for_every_other_answer_goes_into_the_explanation(self):
        question = one("Q {=a =%0%*#Look again.}")
        assert question["answers"] == [{"text": "a"}]
        assert question["explanation"] == "For any other answer: Look again."

    def test_a_star_is_a_wildcard_and_an_escaped_one_a_star(self):
        assert one(r"Insect? {=*ant* =2 \* 3}")["answers"] == [
            {"text": "*ant*", "wildcards": True},
            {"text": "2 * 3"},
        ]

    def test_answers_are_not_html_even_where_the_question_is(self):
        assert one("[html]<b>Tag?</b>{=<br> =[html]<i>x</i>}")["answers"] == [{"text": "<br>"}, {"text": "x"}]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Q {=*}", "accepts_anything"),
            ("Q {1: =Berlin}", "stray_text"),
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
    def test_feedback_for_every_other_answer_goes_into_the_explanation(self, other):
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
            ("1" * 41, "not_a_number"),
            ("٣", "not_a_number"),
            ("1_000", "not_a_number"),
            ("1 000", "not_a_number"),
            ("1..", "not_a_number"),
            ("5:", "not_a_number"),
            ("*", "not_a_number"),
            ("1,234", "ambiguous_number"),
            ("1,234,567", "ambiguous_number"),
        ],
    )
    def test_an_invalid_number_is_refused(self, answer, code):
        assert faults(f"How many? {{#{answer}}}") == [(1, code)]
