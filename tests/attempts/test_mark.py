# ruff: noqa: RUF001 - these tests compare texts in many scripts
import json
from typing import Any

import pytest

from tests.fixtures import Sql


@pytest.fixture
def sql(read_only_sql: Sql) -> Sql:
    return read_only_sql


@pytest.fixture
def mark(sql: Sql):
    def mark(kind: str, key: dict[str, Any], response: Any) -> float | None:
        value = sql.value("select core.mark(%s, %s, %s)", kind, json.dumps(key), json.dumps(response))
        return None if value is None else round(float(value), 4)

    return mark


@pytest.fixture
def check(sql: Sql):
    def check(kind: str, choices: str, response: Any) -> str | None:
        listed = json.dumps([{"id": choice, "text": choice} for choice in choices])
        return sql.value("select core.check_response(%s, %s, %s)", kind, listed, json.dumps(response))

    return check


def text_key(*accepted: str, **more: Any) -> dict[str, Any]:
    return {"answers": [{"text": text, "weight": 1} for text in accepted], **more}


def pattern_key(accepted: str) -> dict[str, Any]:
    return {"answers": [{"text": accepted, "weight": 1, "wildcards": True}]}


def range_key(low: float, high: float, weight: float = 1) -> dict[str, Any]:
    return {"ranges": [{"min": low, "max": high, "weight": weight}]}


def test_choices_earn_their_weights(mark) -> None:
    key = {"weights": {"a": 1, "b": 0.5, "c": -0.25}}
    assert [mark("single_choice", key, [choice]) for choice in "abcx"] == [1, 0.5, -0.25, 0]
    assert mark("true_false", {"weights": {"true": 0, "false": 1}}, ["false"]) == 1


def test_choosing_everything_earns_no_more_than_the_right_choices(mark) -> None:
    key = {"weights": {"a": 0.5, "b": 0.5, "c": -0.5, "d": -0.5}}
    assert mark("multiple_choice", key, ["a", "b"]) == 1
    assert mark("multiple_choice", key, ["a"]) == 0.5
    assert mark("multiple_choice", key, ["a", "b", "c", "d"]) == 0
    assert mark("multiple_choice", key, ["c", "d"]) == 0  # never below 0
    assert mark("multiple_choice", key, ["a", "a"]) == 0.5  # the same twice counts once
    assert mark("multiple_choice", {"weights": {"a": 1, "b": 1}}, ["a", "b"]) == 1  # never above 1


def test_two_choices_for_a_single_choice_earn_nothing(mark) -> None:
    assert mark("single_choice", {"weights": {"a": 1, "b": 0}}, ["a", "b"]) == 0


@pytest.mark.parametrize(
    ("given", "fraction"),
    [
        (3.14, 1), ("3.14", 1), ("3,14", 1), (" 3.14 ", 1), ("3.14e0", 1), ("+3.14", 1), ("３．１４", 1),
        (3.13, 1), (3.15, 1), (3.1500001, 0.5), (3.5, 0.5), ("-3.14", 0), ("−3.14", 0), ("NaN", 0),
        ("Infinity", 0), ("pi", 0), ("", 0), ("1e999", 0), ("3.14 m", 0), (True, 0), ([3.14], 0), ({}, 0),
        ("9" * 5000, 0),
    ],
)  # fmt: skip
def test_numbers_earn_the_best_range_they_fall_in(mark, given: Any, fraction: float) -> None:
    key = {"ranges": [*range_key(3, 4, 0.5)["ranges"], *range_key(3.13, 3.15)["ranges"]]}
    assert mark("numeric", key, given) == fraction


def test_numbers_are_exact(mark) -> None:
    assert mark("numeric", range_key(0.3, 0.3), 0.3) == 1
    assert mark("numeric", range_key(1000000, 1000000), "1 000 000") == 1
    assert mark("numeric", range_key(-40, -40), "−40") == 1
    assert mark("numeric", range_key(12, 12), "1 2") == 0


@pytest.mark.parametrize(
    ("number", "given"),
    [
        (1234, "1 234"), (1234, "1\u202f234"), (1234, "1'234"), (1234, "1’234"), (1234, "１２３４"),
        (1234, "١٢٣٤"),
        (-5, "−5"), (1.5, "1,5"), (0.125, "0,125"), (1.5, "1٫5"), (0.5, "1/2"), (0.5, "½"),
        (6.02e23, "6.02e23"),
        (6.02e23, "6.02·10²³"), (2e-5, "2 × 10⁻⁵"), (1234567.5, "1 234 567,5"), (0.001, "1e-3"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(mark, number: float, given: str) -> None:
    assert mark("numeric", range_key(number, number), given) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("0x4D2", "not a number"), ("0b10011010010", "not a number"), ("1,234", "two ways"),
        ("-1,234", "two ways"), ("1.234,0", "two ways"), ("1,234.5", "two ways"), ("1,234,567", "two ways"),
        ("3½", "decimal point"), ("3 1/2", "decimal point"), ("1/0", "not a number"),
        ("12 m", "not a number"),
    ],
)  # fmt: skip
def test_what_could_be_two_numbers_or_none_is_told(check, mark, given: str, told: str) -> None:
    assert told in (check("numeric", "", given) or "")
    assert mark("numeric", range_key(-1e9, 1e9), given) == 0


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("São Paulo", "sao  paulo"), ("Łódź", "LODZ"), ("Αθήνα", "αθηνα"), ("ΟΔΟΣ", "οδος"),
        ("Москва", "МОСКВА"), ("Straße", "STRASSE"), ("Œuvre", "oeuvre"), ("don't", "don’t"),
        ("e\u0301t\u00e9", "été"), ("ﬁn", "fin"),
        ("a b", "a\u00a0b\t"), ("İstanbul", "istanbul"), ("zero\u200bwidth", "zerowidth"), ("x−1", "x-1"),
        ("½", "1/2"), ("3½", "3 1/2"), ("10⁸", "10^8"), ("H₂O", "H2O"), ("“yes”", '"yes"'), ("١٢", "12"),
        ("**", "**"), ("3*4", "3*4"), ("Año", "AÑO"), ("Чай", "чай"),
        ("Հայաստան", "ՀԱՅԱՍՏԱՆ"), ("東京", "東京"), ("が", "か\u3099"),
    ],
)  # fmt: skip
def test_texts_forgive_case_accents_spaces_and_how_they_are_typed(mark, accepted: str, given: str) -> None:
    assert mark("short_text", text_key(accepted), given) == 1


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("Rome", "Romes"), ("か", "が"), ("100%", "1000"), ("a_c", "abc"), (r"a\c", "ac"),
        ("año", "ano"), ("Año", "ANO"), ("чай", "чаи"), ("10⁸", "108"), ("x²", "x2"), ("10₂", "102"),
        ("3½", "31/2"), ("3*4", "3 apples and 4"), ("**", "anything"), ("*", "anything"), ("＊", "anything"),
        ("Well, well", "Well well"), ("3.5", "35"),
    ],
)  # fmt: skip
def test_texts_forgive_no_more_than_that(mark, accepted: str, given: str) -> None:
    assert mark("short_text", text_key(accepted), given) == 0


def test_case_matters_where_the_author_says_so(mark) -> None:
    key = text_key("pH", case_sensitive=True)
    assert [mark("short_text", key, given) for given in ("pH", "PH", " pH ")] == [1, 0, 1]


@pytest.mark.parametrize(
    ("forgives", "case_sensitive", "accepted", "given", "fraction"),
    [
        ([], False, "Café", "CAFÉ", 1),
        ([], False, "Café", "cafe", 0),
        (["accents"], True, "Café", "Cafe", 1),
        (["accents"], True, "Café", "cafe", 0),
        (["accents"], True, "año", "ano", 0),
        (["letters"], False, "año", "ano", 1),
        (["letters"], False, "чай", "чаи", 1),
        (["letters"], False, "10⁸", "108", 0),
        (["punctuation"], False, "Well, well!", "well well", 1),
        (["punctuation"], False, "It's 3.5.", "its 35", 0),
        (["punctuation"], False, "Café!", "Cafe", 0),
        (["accents", "punctuation"], False, "¿Qué?", "que", 1),
    ],
)
def test_the_author_chooses_what_is_forgiven(
    mark, forgives: list[str], case_sensitive: bool, accepted: str, given: str, fraction: float
) -> None:
    key = text_key(accepted, forgives=forgives, case_sensitive=case_sensitive)
    assert mark("short_text", key, given) == fraction


def test_an_asterisk_stands_for_anything_only_where_the_author_asks(mark) -> None:
    assert mark("short_text", pattern_key("*Curie"), "Marie Curie") == 1
    assert mark("short_text", pattern_key("*Curie"), "Curie's") == 0
    assert mark("short_text", pattern_key(r"2\*3"), "2*3") == 1
    assert mark("short_text", pattern_key(r"2\*3"), "2x3") == 0
    assert mark("short_text", pattern_key(r"a\b*"), r"a\bc") == 1
    assert mark("short_text", pattern_key("a*＊"), "a b c") == 0  # only the plain asterisk is a wildcard
    assert mark("short_text", text_key("*Curie"), "Marie Curie") == 0


def test_the_best_of_several_accepted_texts_counts(mark) -> None:
    weights = {"*": 0, "Lyon*": 0.5, "Lyons": 1}
    key = {
        "answers": [{"text": text, "weight": weight, "wildcards": True} for text, weight in weights.items()]
    }
    assert [mark("short_text", key, given) for given in ("lyons", "lyon", "Paris", 7)] == [1, 0.5, 0, 0]


def test_an_order_earns_points_for_its_pairs_in_the_right_order(mark) -> None:
    key = {"order": list("abcd")}
    assert mark("ordering", key, list("abcd")) == 1
    assert mark("ordering", key, list("bacd")) == mark("ordering", key, list("abdc")) == 0.6667
    assert mark("ordering", key, list("dcba")) == 0  # never below 0
    assert mark("ordering", key, list("abc")) == 0
    assert mark("ordering", key, list("aabc")) == 0
    assert mark("ordering", {"order": ["a"]}, ["a"]) == 1


def test_a_poll_and_no_response_are_not_marked(mark) -> None:
    assert mark("poll", {}, ["a"]) is None
    assert mark("single_choice", {"weights": {"a": 1}}, None) is None


@pytest.mark.parametrize("response", [True, 0, "", "a", [], {}, [[]], [None], [{"a": 1}], {"a": 1}])
def test_a_malformed_response_earns_nothing_and_raises_no_error(mark, response: Any) -> None:
    assert mark("single_choice", {"weights": {"b": 1}}, response) == 0
    assert mark("multiple_choice", {"weights": {"b": 1}}, response) == 0
    assert mark("short_text", text_key("b"), response) == 0
    assert mark("ordering", {"order": ["a", "b"]}, response) == 0


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("single_choice", ["b"]), ("true_false", ["a"]), ("poll", ["c"]), ("multiple_choice", ["c", "a"]),
        ("ordering", ["c", "a", "b"]), ("numeric", 1.5), ("numeric", "1,5"), ("short_text", "x" * 1000),
    ],
)  # fmt: skip
def test_a_well_formed_response_is_accepted(check, kind: str, response: Any) -> None:
    assert check(kind, "abc", response) is None


@pytest.mark.parametrize(
    ("kind", "response", "fault"),
    [
        ("single_choice", None, "missing"),
        ("single_choice", "a", "list of choice ids"),
        ("single_choice", {"a": 1}, "list of choice ids"),
        ("single_choice", [1], "list of choice ids"),
        ("single_choice", [["a"]], "list of choice ids"),
        ("single_choice", [None], "list of choice ids"),
        ("single_choice", [], "exactly one"),
        ("poll", ["a", "b"], "exactly one"),
        ("single_choice", ["d"], "not one of the choices"),
        ("multiple_choice", ["a", "a"], "twice"),
        ("multiple_choice", [], "at least one"),
        ("multiple_choice", ["a"] * 10_000, "more items"),
        ("ordering", ["a", "b"], "every item"),
        ("ordering", ["a", "b", "b"], "twice"),
        ("numeric", "", "number"),
        ("numeric", "NaN", "number"),
        ("numeric", "1e99999", "number"),
        ("numeric", False, "number"),
        ("short_text", 5, "text"),
        ("short_text", "  \u200b ", "empty"),
        ("short_text", "x" * 1001, "longer"),
    ],
)
def test_a_malformed_response_is_refused(check, kind: str, response: Any, fault: str) -> None:
    assert fault in (check(kind, "abc", response) or "")


def test_the_right_answer_has_the_shape_of_a_response(sql: Sql) -> None:
    def right(kind: str, key: dict[str, Any]) -> Any:
        choices = json.dumps([{"id": choice} for choice in "abc"])
        return sql.value("select core.right_answer(%s, %s, %s)", kind, choices, json.dumps(key))

    assert right("single_choice", {"weights": {"a": 0.5, "b": 1, "c": 0}}) == ["b"]
    assert right("single_choice", {"weights": {"a": 0.5, "b": 0.9, "c": 0}}) == ["b"]
    assert right("multiple_choice", {"weights": {"c": 0.5, "a": 0.5, "b": -1}}) == ["a", "c"]
    assert right("ordering", {"order": ["c", "a", "b"]}) == ["c", "a", "b"]
    answers = [{"text": "x", "weight": 0.5}, {"text": "y", "weight": 1}]
    assert right("short_text", {"answers": answers}) == ["y"]
    assert right("poll", {}) is None


def test_feedback_belongs_to_the_response(sql: Sql) -> None:
    def feedback(kind: str, key: dict[str, Any], response: Any) -> Any:
        return sql.value("select core.feedback(%s, %s, %s)", kind, json.dumps(key), json.dumps(response))

    key = {"weights": {"a": 1, "b": 0}, "feedback": {"a": "Yes.", "b": "No."}}
    assert feedback("multiple_choice", key, ["b", "a"]) == "No.\nYes."
    assert feedback("single_choice", {"weights": {"a": 1}}, ["a"]) is None
    low = {"min": 1, "max": 2, "weight": 0, "feedback": "Low."}
    assert feedback("numeric", {"ranges": [low]}, 1) == "Low."


@pytest.mark.parametrize(
    ("given", "fraction"),
    [
        (50, 1),
        ("48", 1),
        ("52,0", 1),
        (47, 0.9),
        (53, 0.9),
        ("45", 0.7),
        (38.5, 0.05),
        (38, 0),
        (0, 0),
        ("x", 0),
    ],
)
def test_a_slider_earns_less_the_farther_away(mark, given: Any, fraction: float) -> None:
    assert mark("slider", {"value": 50, "tolerance": 2, "partial_within": 12}, given) == fraction


def test_a_slider_without_partial_credit_earns_all_or_nothing(mark) -> None:
    assert [mark("slider", {"value": 50, "tolerance": 2}, given) for given in (52, 52.5)] == [1, 0]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (0.3, None), (0.30000000000000004, None), ("0,3", None), (1, None),
        (1.1, "from 0 to 1"), (-0.1, "from 0 to 1"), (0.35, "on a step of 0.1"), ("many", "is not a number"),
        (["a"], "must be a number"), ({"min": 0}, "must be a number"), (True, "must be a number"),
    ],
)  # fmt: skip
def test_a_value_of_a_slider_lies_on_one_of_its_steps(sql: Sql, given: Any, fault: str | None) -> None:
    said = sql.value(
        "select core.check_response('slider', '[]', %s, %s)",
        json.dumps(given), '{"min": 0, "max": 1, "step": 0.1}',
    )  # fmt: skip
    assert said is None if fault is None else fault in said


def test_a_matching_earns_a_part_for_each_right_pair(mark) -> None:
    key = {"matches": {"a": "x", "b": "y", "c": "x", "d": "z"}}
    assert mark("matching", key, {"a": "x", "b": "y", "c": "x", "d": "z"}) == 1
    assert mark("matching", key, {"a": "x", "b": "x", "c": "x"}) == 0.5
    assert [mark("matching", key, given) for given in ({}, {"e": "x"}, ["x"], "x", 3)] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"a": "c"}, None),
        ({"a": "c", "b": "c"}, None),
        ({}, "at least one item"),
        ({"c": "a"}, "not one of the items"),
        ({"a": "a"}, "not one of the choices"),
        ({"a": ["c"]}, "not one of the choices"),
        ({"a": None}, "not one of the choices"),
        (["c"], "must be an object"),
        ("c", "must be an object"),
    ],
)
def test_a_matching_names_choices_by_items(sql: Sql, given: Any, fault: str | None) -> None:
    items = '{"items": [{"id": "a", "text": "1"}, {"id": "b", "text": "2"}]}'
    said = sql.value(
        "select core.check_response('matching', '[{\"id\": \"c\"}]', %s, %s)", json.dumps(given), items
    )
    assert said is None if fault is None else fault in said


GAPS: dict[str, Any] = {
    "1": {"kind": "short_text", "weight": 2, "answers": [{"text": "Nile", "weight": 1}]},
    "2": {"kind": "numeric", "weight": 1, **range_key(6600, 6700)},
    "3": {"kind": "single_choice", "weight": 1, "weights": {"a": 1, "b": -0.5}, "order": ["b", "a"]},
}


@pytest.mark.parametrize(
    ("given", "fraction"),
    [
        ({"1": "nile", "2": "6 650", "3": "a"}, 1),
        ({"1": "nile"}, 0.5),
        ({"2": 6650, "3": "a"}, 0.5),
        ({"1": "Rhine", "2": 6650, "3": "b"}, 0.125),
        ({"3": "b"}, 0),
        ({"3": "c", "4": "Nile"}, 0),
        (["nile"], 0),
        ("nile", 0),
    ],
)
def test_a_cloze_earns_the_weights_of_its_gaps(mark, given: Any, fraction: float) -> None:
    assert mark("cloze", {"gaps": GAPS}, given) == fraction


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"1": "x", "2": "3,5", "3": "a"}, None),
        ({"3": "a"}, None),
        ({}, "at least one gap"),
        ({"4": "x"}, "not one of the gaps"),
        ({"1": 3}, "Gap 1: The response must be a text"),
        ({"1": "x" * 1001}, "Gap 1: The response is longer"),
        ({"1": "x", "2": "1,234"}, "Gap 2: \"1,234\" can be read in two ways"),
        ({"3": "c"}, "Gap 3: The response must be the id"),
        ({"3": ["a"]}, "Gap 3: The response must be the id"),
        (["x"], "must be an object"),
    ],
)  # fmt: skip
def test_each_gap_is_filled_as_its_kind_is_answered(sql: Sql, given: Any, fault: str | None) -> None:
    shown: list[Any] = [{"id": gap, "kind": key["kind"]} for gap, key in GAPS.items()]
    shown[2]["choices"] = [{"id": "a", "text": "north"}]
    said = sql.value(
        "select core.check_response('cloze', '[]', %s, %s)",
        json.dumps(given), json.dumps({"gaps": shown}),
    )  # fmt: skip
    assert said is None if fault is None else fault in said


def test_each_filled_gap_has_its_feedback(sql: Sql) -> None:
    gaps = {
        "1": {"kind": "short_text", "weight": 1, "answers": [{"text": "a", "weight": 1, "feedback": "One."}]},
        "10": {
            "kind": "numeric",
            "weight": 1,
            "ranges": [{"min": 1, "max": 1, "weight": 1, "feedback": "Ten."}],
        },
        "2": {"kind": "single_choice", "weight": 1, "weights": {"a": 1}, "feedback": {"a": "Two."}},
    }
    given = {"1": "A", "2": "a", "10": 1}
    said = sql.value("select core.feedback('cloze', %s, %s)", json.dumps({"gaps": gaps}), json.dumps(given))
    assert said == "One.\nTwo.\nTen."


KILOMETRES: dict[str, Any] = {
    **range_key(4.9, 5.1),
    "units": [{"unit": "km", "factor": 1}, {"unit": "m", "factor": 0.001}, {"unit": "kg"}],
    "unit_required": True,
    "unit_share": 0.25,
}


@pytest.mark.parametrize(
    ("given", "fraction"),
    [
        ("5 km", 1), ("5km", 1), ("5,0 km", 1), ("5000 m", 1), ("5 000 m", 1), ("5e3 m", 1), ("5·10³ m", 1),
        ("10/2 km", 1), ("５ ｋｍ", 1), ("5", 0.75), (5, 0.75), ("5 kg", 0.75), ("5 Km", 0.75), ("5 m", 0),
        ("5000 km", 0), ("km", 0), ("km 5", 0), ("1,234 m", 0), ([5], 0), ({}, 0), (True, 0),
    ],
)  # fmt: skip
def test_a_number_is_marked_with_its_unit(mark, given: Any, fraction: float) -> None:
    assert mark("numeric", KILOMETRES, given) == fraction


def test_a_unit_that_is_not_required_may_be_left_out(mark) -> None:
    key = {**KILOMETRES, "unit_required": False}
    assert [mark("numeric", key, given) for given in (5, "5", "5 km", "5 kg")] == [1, 1, 1, 0.75]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("5 km", None), ("5", None), (5, None), ("5 kg", None),
        ("5 miles", "\"miles\" is none of the units: km, m, kg"), ("1,234 m", "can be read in two ways"),
        ("km", "must be a number"), ("0x4D2", "none of the units"), ([5], "number with its unit"),
        (True, "number with its unit"), ("5" * 101, "number with its unit"),
    ],
)  # fmt: skip
def test_a_number_is_followed_by_one_of_the_units(sql: Sql, given: Any, fault: str | None) -> None:
    said = sql.value(
        "select core.check_response('numeric', '[]', %s, %s)",
        json.dumps(given), json.dumps({"units": ["km", "m", "kg"], "unit_required": True}),
    )  # fmt: skip
    assert said is None if fault is None else fault in said
