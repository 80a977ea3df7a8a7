"""Which drafts are accepted, what is stored, and which errors the others get."""

import json
from typing import Any

import psycopg
import pytest

from tests.fixtures import Refused, Sql
from tests.quizzes.drafts import DRAFTS, Draft, single
from tests.sentences import jargon_in


class Drafts:
    """Calls core.normalise_question, which checks every question."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql

    def normalised(self, draft: Any, known: Any = ()) -> dict[str, Any]:
        try:
            return self.sql.value(
                "select core.normalise_question(%s, %s)", json.dumps(draft), json.dumps(list(known))
            )
        except psycopg.Error as error:
            raise Refused(error) from error

    def refused(self, draft: Any) -> tuple[str, str]:
        with pytest.raises(Refused) as refused:
            self.normalised(draft)
        assert refused.value.status == 422
        return refused.value.code, refused.value.message

    def given_back(self, draft: Draft) -> Draft:
        stored = "jsonb_populate_record(null::core.questions, core.normalise_question(%s))"
        return self.sql.value(f"select core.question_draft({stored})", json.dumps(draft))


@pytest.fixture
def sql(read_only_sql: Sql) -> Sql:
    return read_only_sql


@pytest.fixture
def drafts(sql: Sql) -> Drafts:
    return Drafts(sql)


def test_every_kind_is_read_as_it_was_written_and_can_be_written_again(drafts: Drafts) -> None:
    for name, draft in DRAFTS.items():
        back = drafts.given_back(draft)
        assert back == {"points": 1, **draft}, name
        assert drafts.normalised(back) == drafts.normalised(draft), name


def test_right_and_wrong_choices_of_several_earn_and_cost_the_same(drafts: Drafts) -> None:
    taken = drafts.normalised(DRAFTS["multiple choice"])
    ids = [choice["id"] for choice in taken["choices"]]
    key = taken["key"]
    assert [key["weights"][choice] for choice in ids] == [0.333334, 0.333333, -0.333333, 0.333333]
    assert key["feedback"] == {ids[2]: "2 · 2"}


def test_rounded_weights_add_up_to_exactly_one(drafts: Drafts) -> None:
    choices = [{"text": text, "weight": 0.33333} for text in "xyz"] + [{"text": "w", "weight": -0.5}]
    taken = drafts.normalised({"kind": "multiple_choice", "prompt": "?", "choices": choices})
    weights = taken["key"]["weights"]
    assert sum(weight for weight in weights.values() if weight > 0) == pytest.approx(1, abs=1e-12)
    assert weights[taken["choices"][-1]["id"]] == -0.5


def test_a_tolerance_becomes_a_range_that_keeps_its_value(drafts: Drafts) -> None:
    question = drafts.normalised(
        {"kind": "numeric", "prompt": "?", "answers": [{"value": 0.3, "tolerance": 0.1}]}
    )
    assert question["key"] == {"ranges": [{"min": 0.2, "max": 0.4, "value": 0.3, "weight": 1}]}
    assert question["choices"] == []


def test_neither_ids_nor_places_in_an_ordering_depend_on_the_right_order(drafts: Drafts) -> None:
    texts = ["one", "two", "three", "four", "five"]
    stored = [
        drafts.normalised({"kind": "ordering", "prompt": "?", "choices": [{"text": text} for text in order]})
        for order in (texts, texts[::-1], sorted(texts))
    ]
    assert stored[0]["choices"] == stored[1]["choices"] == stored[2]["choices"]
    assert [choice["id"] for choice in stored[0]["choices"]] == ["a", "b", "c", "d", "e"]
    assert stored[0]["key"]["order"] == stored[1]["key"]["order"][::-1]
    texts_by_id = {choice["id"]: choice["text"] for choice in stored[0]["choices"]}
    assert [texts_by_id[choice] for choice in stored[0]["key"]["order"]] == texts


def test_a_choice_whose_text_stays_keeps_its_id(drafts: Drafts) -> None:
    known = drafts.normalised(single("Rome", "Paris", "Oslo"))["choices"]
    before = {choice["text"]: choice["id"] for choice in known}
    changed = drafts.normalised(single("Oslo", "Bonn", "Rome"), known)
    assert changed["choices"] == [
        {"id": before["Oslo"], "text": "Oslo"},
        {"id": "d", "text": "Bonn"},  # not that of Paris, which earlier attempts have
        {"id": before["Rome"], "text": "Rome"},
    ]
    assert changed["key"]["weights"] == {before["Oslo"]: 1, "d": 0, before["Rome"]: 0}


def test_ids_do_not_show_the_order_of_the_draft(drafts: Drafts) -> None:
    texts = ["Rome", "Paris", "Oslo", "Bonn"]
    forward, backward = (drafts.normalised(single(*order))["choices"] for order in (texts, texts[::-1]))
    assert forward == backward[::-1]  # the id of a choice does not depend on its place
    assert sorted(choice["id"] for choice in forward) == ["a", "b", "c", "d"]


def test_ids_continue_after_z_with_two_letters(drafts: Drafts) -> None:
    question = drafts.normalised(single(*(f"choice {n}" for n in range(30))))
    ids = sorted((choice["id"] for choice in question["choices"]), key=lambda id: (len(id), id))
    assert ids[24:] == ["y", "z", "aa", "ab", "ac", "ad"]


def test_a_poll_earns_nothing(drafts: Drafts) -> None:
    question = drafts.normalised({**DRAFTS["poll"], "points": 5})
    assert (question["points"], question["key"]) == (0, {})


def test_white_space_around_texts_is_dropped(drafts: Drafts) -> None:
    question = drafts.normalised(single("  Rome\n", "Paris", prompt="\t Where? ", explanation="  "))
    assert (question["prompt"], question["explanation"], question["choices"][0]["text"]) == (
        "Where?",
        None,
        "Rome",
    )


def test_choices_may_differ_in_case_or_accents_only(drafts: Drafts) -> None:
    assert len(drafts.normalised(single("Monday", "monday", "résumé", "resume"))["choices"]) == 4


REFUSALS: list[tuple[str, Any, str, str]] = [
    ("not an object", ["x"], "wrong_type", "A question must be an object"),
    ("no kind", {"prompt": "?"}, "missing_field", "kind is missing"),
    ("no such kind", {"kind": "riddle", "prompt": "?"}, "unknown_value", "kind must be one of"),
    ("kind not a text", {"kind": 3, "prompt": "?"}, "unknown_value", "kind must be one of"),
    ("unknown field", single("x", "y", colour="red"), "unknown_field", "“colour” is not a field"),
    ("another kind's field", single("x", "y", answers=[]), "unknown_field", "“answers” is not a field"),
    ("no prompt", {"kind": "true_false", "correct": True}, "missing_field", "prompt is missing"),
    ("blank prompt", single("x", "y", prompt=" \n"), "missing_field", "prompt is missing or empty"),
    ("long prompt", single("x", "y", prompt="x" * 5001), "too_long", "prompt has 5001 characters; 5000 are"),
    ("prompt not a text", single("x", "y", prompt=["?"]), "wrong_type", "prompt must be a text"),
    ("points not a number", single("x", "y", points="2"), "wrong_type", "points must be a number"),
    (
        "points below 0",
        single("x", "y", points=-1),
        "out_of_range",
        "points must be a number from 0 to 10000",
    ),
    ("points too fine", single("x", "y", points=0.125), "out_of_range", "at most 2 decimals"),
    ("endless points", single("x", "y", points=10**200), "out_of_range", "more than 100 digits"),
    (
        "time limit not whole",
        single("x", "y", time_limit_ms=1500.5),
        "out_of_range",
        "“time_limit_ms” must be a whole",
    ),
    ("time limit too short", single("x", "y", time_limit_ms=10), "out_of_range", "from 1000 to 3600000"),
    (
        "difficulty",
        single("x", "y", difficulty="hellish"),
        "unknown_value",
        "difficulty must be one of: easy",
    ),
    (
        "media",
        single("x", "y", media_url="javascript:alert(1)"),
        "bad_url",
        "“media_url” must be a web address",
    ),
    (
        "a matching without pairs",
        {"kind": "matching", "prompt": "?", "pairs": [{"text": "x", "match": "y"}]},
        "wrong_count",
        "pairs must have 2 to 50",
    ),
    (
        "a matching with nothing to choose from",
        {
            "kind": "matching",
            "prompt": "?",
            "pairs": [{"text": "x", "match": "y"}, {"text": "z", "match": "y"}],
        },
        "wrong_count",
        "2 to 50 different texts",
    ),
    (
        "a matching whose distractor is no text",
        {
            "kind": "matching",
            "prompt": "?",
            "pairs": [{"text": "x", "match": "y"}, {"text": "z", "match": "a"}],
            "distractors": ["b", 3],
        },
        "wrong_type",
        "Distractor 2: it must be a text",
    ),
    (
        "a matching with an item twice",
        {
            "kind": "matching",
            "prompt": "?",
            "pairs": [{"text": "x", "match": "y"}, {"text": "x", "match": "a"}],
        },
        "equal_choices",
        "Pair 2: its text is the same as that of number 1: “x”",
    ),
    (
        "a cloze without its gap in the text",
        {"kind": "cloze", "prompt": "A [[2]]", "gaps": [{"kind": "numeric", "answers": [{"value": 1}]}]},
        "wrong_gaps",
        "up to “[[1]]”",
    ),
    (
        "a cloze with a gap twice",
        {"kind": "cloze", "prompt": "[[1]] [[1]]", "gaps": [{"kind": "numeric", "answers": [{"value": 1}]}]},
        "wrong_gaps",
        "each of its gaps once",
    ),
    (
        "a cloze without gaps",
        {"kind": "cloze", "prompt": "A", "gaps": []},
        "wrong_count",
        "gaps must have 1 to",
    ),
    (
        "a cloze with a gap of another kind",
        {"kind": "cloze", "prompt": "[[1]]", "gaps": [{"kind": "cloze"}]},
        "unknown_value",
        "Gap 1: kind must be one of: short_text",
    ),
    (
        "a gap with another kind's field",
        {"kind": "cloze", "prompt": "[[1]]", "gaps": [{"kind": "numeric", "choices": []}]},
        "unknown_field",
        "Gap 1: “choices” is not a field",
    ),
    (
        "a gap without a right choice",
        {
            "kind": "cloze",
            "prompt": "[[1]]",
            "gaps": [{"kind": "single_choice", "choices": [{"text": "a"}, {"text": "b"}]}],
        },
        "no_right_choice",
        "Gap 1: one of the choices must be right",
    ),
    (
        "a gap with a weight of 0",
        {
            "kind": "cloze",
            "prompt": "[[1]]",
            "gaps": [{"kind": "numeric", "answers": [{"value": 1}], "weight": 0}],
        },
        "out_of_range",
        "Gap 1: weight",
    ),
    (
        "a share of a unit without units",
        {"kind": "numeric", "prompt": "?", "answers": [{"value": 1}], "unit_share": 0.5},
        "units_missing",
        "units is missing",
    ),
    (
        "a first unit that is not the answers'",
        {"kind": "numeric", "prompt": "?", "answers": [{"value": 1}], "units": [{"unit": "m", "factor": 2}]},
        "no_right_unit",
        "its factor must be 1",
    ),
    (
        "a unit with a factor of 0",
        {
            "kind": "numeric",
            "prompt": "?",
            "answers": [{"value": 1}],
            "units": [{"unit": "m"}, {"unit": "km", "factor": 0}],
        },
        "out_of_range",
        "Unit 2: factor must be above 0",
    ),
    (
        "the same unit twice",
        {
            "kind": "numeric",
            "prompt": "?",
            "answers": [{"value": 1}],
            "units": [{"unit": "m²"}, {"unit": "m ^2", "factor": 2}],
        },
        "equal_units",
        "two of the units are the same",
    ),
    (
        "a slider without its range",
        {"kind": "slider", "prompt": "?", "value": 1, "max": 2},
        "missing_field",
        "min is missing",
    ),
    (
        "a slider whose range is empty",
        {"kind": "slider", "prompt": "?", "min": 3, "max": 3, "value": 3},
        "out_of_range",
        "max must be above min",
    ),
    (
        "a slider with too many steps",
        {"kind": "slider", "prompt": "?", "min": 0, "max": 1, "step": 0.000001, "value": 0},
        "out_of_range",
        "100000 times",
    ),
    (
        "a slider whose value is off its range",
        {"kind": "slider", "prompt": "?", "min": 0, "max": 9, "value": 10},
        "out_of_range",
        "value must be from min to max",
    ),
    (
        "a slider whose value no step reaches",
        {"kind": "slider", "prompt": "?", "min": 0, "max": 9, "step": 5, "value": 9, "tolerance": 1},
        "no_right_answer",
        "between two steps",
    ),
    (
        "a slider with less partial credit than tolerance",
        {
            "kind": "slider",
            "prompt": "?",
            "min": 0,
            "max": 9,
            "value": 5,
            "tolerance": 2,
            "partial_within": 1,
        },
        "out_of_range",
        "partial_within",
    ),
    ("no choices", {"kind": "poll", "prompt": "?"}, "missing_field", "choices is missing"),
    (
        "choices not a list",
        {"kind": "poll", "prompt": "?", "choices": {}},
        "wrong_type",
        "choices must be a list",
    ),
    ("one choice", single("x"), "wrong_count", "choices must have 2 to 50 entries, not 1"),
    ("too many choices", single(*map(str, range(51))), "wrong_count", "not 51"),
    (
        "choice not an object",
        {"kind": "poll", "prompt": "?", "choices": ["x", "y"]},
        "wrong_type",
        "Choice 1: it must be",
    ),
    (
        "choice with an unknown field",
        {"kind": "poll", "prompt": "?", "choices": [{"text": "x"}, {"text": "y", "weight": 1}]},
        "unknown_field",
        "Choice 2: “weight” is not a field",
    ),
    ("choice without a text", single("x", "y", " "), "missing_field", "Choice 3: text is missing"),
    ("long choice", single("x", "y" * 1001), "too_long", "Choice 2: text has 1001"),
    (
        "equal choices",
        single("Rome", "Paris", " Rome "),
        "equal_choices",
        "Choice 3: its text is the same as that of number 1: “Rome”",
    ),
    (
        "equal but for Unicode's form",
        single("caf\u00e9", "cafe\u0301"),
        "equal_choices",
        "Choice 2: its text is the same as that of number 1",
    ),
    (
        "none right",
        {"kind": "single_choice", "prompt": "?", "choices": [{"text": "x"}, {"text": "y", "weight": 0.5}]},
        "no_right_choice",
        "one of the choices must be right",
    ),
    (
        "multiple choice without a right one",
        {"kind": "multiple_choice", "prompt": "?", "choices": [{"text": "x"}, {"text": "y"}]},
        "no_right_choice",
        "at least one",
    ),
    (
        "weights and correct",
        {
            "kind": "single_choice",
            "prompt": "?",
            "choices": [{"text": "x", "correct": True}, {"text": "y", "weight": 0}],
        },
        "weight_or_correct",
        "either weights or correct",
    ),
    (
        "weights that do not add up to 1",
        {
            "kind": "multiple_choice",
            "prompt": "?",
            "choices": [{"text": "x", "weight": 0.5}, {"text": "y", "weight": 0.4}],
        },
        "weights_not_one",
        "not 0.9",
    ),
    (
        "weight out of range",
        {
            "kind": "single_choice",
            "prompt": "?",
            "choices": [{"text": "x", "weight": 1}, {"text": "y", "weight": -1.5}],
        },
        "out_of_range",
        "Choice 2: weight must be a number from -1 to 1",
    ),
    (
        "correct not a boolean",
        {"kind": "true_false", "prompt": "?", "correct": "yes"},
        "wrong_type",
        "true or false",
    ),
    (
        "correct missing",
        {"kind": "true_false", "prompt": "?", "correct": None},
        "missing_field",
        "It must be true or false",
    ),
    (
        "no answers",
        {"kind": "numeric", "prompt": "?", "answers": []},
        "wrong_count",
        "answers must have 1 to 50",
    ),
    (
        "value and range",
        {"kind": "numeric", "prompt": "?", "answers": [{"value": 1, "min": 0, "max": 2}]},
        "value_or_range",
        "Answer 1: give either value",
    ),
    (
        "half a range",
        {"kind": "numeric", "prompt": "?", "answers": [{"min": 0}]},
        "value_or_range",
        "Answer 1: give",
    ),
    (
        "a range with a tolerance",
        {"kind": "numeric", "prompt": "?", "answers": [{"min": 0, "max": 2, "tolerance": 1}]},
        "value_or_range",
        "Answer 1: give",
    ),
    (
        "range backwards",
        {"kind": "numeric", "prompt": "?", "answers": [{"value": 1}, {"min": 3, "max": 2}]},
        "out_of_range",
        "Answer 2: min must not be above max",
    ),
    (
        "tolerance below 0",
        {"kind": "numeric", "prompt": "?", "answers": [{"value": 1, "tolerance": -1}]},
        "out_of_range",
        "Answer 1: tolerance must not be below 0",
    ),
    (
        "no number right",
        {"kind": "numeric", "prompt": "?", "answers": [{"value": 1, "weight": 0.5}]},
        "no_right_answer",
        "weight 1",
    ),
    (
        "number as text",
        {"kind": "numeric", "prompt": "?", "answers": [{"value": "3"}]},
        "wrong_type",
        "Answer 1: value",
    ),
    (
        "a text that accepts everything",
        {"kind": "short_text", "prompt": "?", "answers": [{"text": "x"}, {"text": "* *", "wildcards": True}]},
        "accepts_anything",
        "Answer 2: it accepts any text",
    ),
    (
        "nothing left to compare",
        {"kind": "short_text", "prompt": "?", "answers": [{"text": "?!"}], "forgives": ["punctuation"]},
        "accepts_anything",
        "Answer 1: it accepts any text",
    ),
    (
        "an unknown thing to forgive",
        {"kind": "short_text", "prompt": "?", "answers": [{"text": "x"}], "forgives": ["spelling"]},
        "unknown_value",
        "accents, letters, punctuation",
    ),
    (
        "negative answer",
        {"kind": "short_text", "prompt": "?", "answers": [{"text": "x"}, {"text": "y", "weight": -1}]},
        "out_of_range",
        "Answer 2: weight",
    ),
]


def test_accepted_texts_that_accept_the_same_are_one(drafts: Drafts) -> None:
    texts = {"São Paulo": 0.5, "sao  paulo": 1, "SAMPA": 0.25, "sampa": 0.25}
    answers = [{"text": text, "weight": weight} for text, weight in texts.items()]
    question = drafts.normalised({"kind": "short_text", "prompt": "?", "answers": answers})
    assert question["key"]["answers"] == [
        {"text": "sao  paulo", "weight": 1},
        {"text": "SAMPA", "weight": 0.25},
    ]


def test_the_error_of_a_draft_says_what_is_wrong_and_where(drafts: Drafts) -> None:
    for name, draft, code, words in REFUSALS:
        given, sentence = drafts.refused(draft)
        assert given == code, (name, given, sentence)
        assert words in sentence, (name, sentence)
        assert not jargon_in(sentence), (name, sentence)
