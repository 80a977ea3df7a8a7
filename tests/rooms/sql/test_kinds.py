"""Kinds of questions that a live game treats in a way of their own."""

from typing import Any

from tests.rooms.sql.conftest import OpenRoom

SLIDER: dict[str, Any] = {
    "kind": "slider", "prompt": "How many bones has a hand?", "min": 0, "max": 50, "step": 1, "value": 27,
}  # fmt: skip


def test_a_slider_shows_its_range_and_never_its_value_until_it_closes(make_room: OpenRoom) -> None:
    room = make_room([SLIDER])
    ann = room.join("Ann")
    room.start()
    assert {name: room.question[name] for name in ("min", "max", "step")} == {"min": 0, "max": 50, "step": 1}
    assert not {"value", "tolerance", "key"} & room.question.keys()
    assert room.answer(ann, 51) == "invalid_response"
    assert room.answer(ann, 27) == "accepted"
    closed = room.close()
    assert closed["key"] == [{"min": 27, "max": 27, "value": 27}]
    assert closed["distribution"] == [{"response": 27, "count": 1}]


def test_the_nearest_values_win_where_nobody_is_exact(make_room: OpenRoom) -> None:
    room = make_room([{**SLIDER, "nearest": True, "partial_within": 10}], formula="accuracy")
    below, above, far, off = (room.join(name) for name in ("Below", "Above", "Far", "Off"))
    room.start()
    assert room.answers([(below, 25), (above, 29), (far, 32), (off, 50)]) == ["accepted"] * 4
    room.close()
    assert [room.result(player)["points"] for player in (below, above, far, off)] == [1000, 1000, 500, 0]
    assert [room.result(player)["correct"] for player in (below, far)] == [True, False]


def test_without_that_option_the_nearest_earns_what_its_distance_is_worth(make_room: OpenRoom) -> None:
    room = make_room([{**SLIDER, "partial_within": 10}], formula="accuracy")
    ann = room.join("Ann")
    room.start()
    room.answer(ann, 25)
    room.close()
    assert room.result(ann)["points"] == 800


CAPITALS: dict[str, Any] = {
    "kind": "matching",
    "prompt": "Which capital is whose?",
    "pairs": [
        {"text": "Italy", "match": "Rome"}, {"text": "The Vatican", "match": "Rome"},
        {"text": "Peru", "match": "Lima"}, {"text": "Norway", "match": "Oslo"},
    ],
    "distractors": ["Milan"],
}  # fmt: skip


def test_a_matching_shows_its_sides_apart_and_counts_them_by_item(make_room: OpenRoom) -> None:
    room = make_room([CAPITALS], formula="accuracy")
    ann, bob = room.join("Ann"), room.join("Bob")
    room.start()
    items = {item["text"]: item["id"] for item in room.question["items"]}
    choices = {choice["text"]: choice["id"] for choice in room.question["choices"]}
    assert list(items) == ["Italy", "The Vatican", "Peru", "Norway"]
    assert choices.keys() == {"Rome", "Lima", "Oslo", "Milan"}
    right = {items[pair["text"]]: choices[pair["match"]] for pair in CAPITALS["pairs"]}
    assert room.answer(ann, {items["Italy"]: items["Italy"] * 3}) == "invalid_response"
    assert room.answers([(ann, right), (bob, {**right, items["Peru"]: choices["Milan"]})]) == ["accepted"] * 2
    closed = room.close()
    assert closed["key"] == right
    assert closed["distribution"][items["Italy"]] == [{"response": choices["Rome"], "count": 2}]
    assert {given["response"] for given in closed["distribution"][items["Peru"]]} == {
        choices["Lima"], choices["Milan"],
    }  # fmt: skip
    assert [room.result(player)["points"] for player in (ann, bob)] == [1000, 750]


def test_neither_ids_nor_places_of_a_matching_show_what_belongs_together(make_room: OpenRoom) -> None:
    orders = set()
    for turned in (False, True):
        pairs = CAPITALS["pairs"][::-1] if turned else CAPITALS["pairs"]
        room = make_room([{**CAPITALS, "pairs": pairs}])
        room.start()
        orders.add(
            str(sorted((choice["text"], choice["id"]) for choice in room.question["choices"]))
            + str(sorted((item["text"], item["id"]) for item in room.question["items"]))
        )
    assert len(orders) == 1


def test_a_phone_without_the_words_has_the_ids_of_both_sides(make_room: OpenRoom) -> None:
    room = make_room([CAPITALS], question_on_phones=False)
    ann = room.join("Ann")
    room.start()
    seen = room.sql.value("select core.question_view(%s, 1, true)", room.id)
    assert {item["text"] for item in seen["items"] + seen["choices"]} == {""}
    response = {seen["items"][0]["id"]: seen["choices"][0]["id"]}
    assert room.answer(ann, response) == "accepted"


NILE: dict[str, Any] = {
    "kind": "cloze",
    "prompt": "The [[1]] is [[2]] km long and flows [[3]].",
    "gaps": [
        {"kind": "short_text", "answers": [{"text": "Nile"}]},
        {"kind": "numeric", "answers": [{"value": 6650, "tolerance": 50}]},
        {
            "kind": "single_choice", "weight": 2,
            "choices": [{"text": "north", "correct": True}, {"text": "south"}],
        },
    ],
}  # fmt: skip


def test_a_cloze_shows_its_gaps_without_their_keys_and_counts_them_one_by_one(make_room: OpenRoom) -> None:
    room = make_room([NILE], formula="accuracy")
    ann, bob = room.join("Ann"), room.join("Bob")
    room.start()
    text, number, choice = room.question["gaps"]
    assert (text, number) == ({"id": "1", "kind": "short_text"}, {"id": "2", "kind": "numeric"})
    ids = {each["text"]: each["id"] for each in choice["choices"]}
    given = [(ann, {"1": "nile", "2": "6 650", "3": ids["north"]}), (bob, {"1": "Nile", "3": ids["south"]})]
    assert room.answers(given) == ["accepted"] * 2
    closed = room.close()
    assert closed["key"] == {
        "1": ["Nile"], "2": [{"min": 6600, "max": 6700, "value": 6650}], "3": [ids["north"]],
    }  # fmt: skip
    assert closed["distribution"]["1"] == [{"response": "Nile", "count": 2}]
    assert closed["distribution"]["2"] == [{"response": "6 650", "count": 1}]
    assert {each["count"] for each in closed["distribution"]["3"]} == {1}
    assert [room.result(player)["points"] for player in (ann, bob)] == [1000, 250]


CLOUD: dict[str, Any] = {"kind": "word_cloud", "prompt": "What do you drink?", "words": 2}


def words(distribution: list[dict[str, Any]]) -> dict[str, int]:
    return {word["response"]: word["count"] for word in distribution}


def test_a_word_cloud_counts_who_gave_each_word_however_it_is_written(make_room: OpenRoom) -> None:
    room = make_room([CLOUD])
    ann, bob, cem = (room.join(name) for name in ("Ann", "Bob", "Cem"))
    room.start()
    assert room.question["words"] == 2
    assert room.answer(ann, ["tea", "coffee", "milk"]) == "invalid_response"
    assert room.answer(ann, ["x" * 51]) == "invalid_response"
    assert room.answers([(ann, ["Té", "te"]), (bob, " té"), (cem, ["Coffee", "Té"])]) == ["accepted"] * 3
    closed = room.close()
    assert closed["key"] is None
    assert list(words(closed["distribution"]).values()) == [3, 1]
    assert "Coffee" in words(closed["distribution"])
    assert (room.result(ann)["correct"], room.result(ann)["points"]) == (None, 0)


def test_the_host_hides_a_word_before_or_after_the_close_and_shows_it_again(make_room: OpenRoom) -> None:
    room = make_room([CLOUD])
    ann, bob = room.join("Ann"), room.join("Bob")
    room.start()
    room.answers([(ann, ["tea", "swearing"]), (bob, ["Tea", "shouting"])])
    room.do("hide_word", number=1, word="SWEARING", hidden=True)
    assert [event["type"] for event in room.events if event["type"] == "question.words"] == []
    assert words(room.close()["distribution"]) == {"Tea": 2, "shouting": 1}
    room.do("hide_word", number=1, word="Shouting ", hidden=True)
    assert words(room.last("question.words")["distribution"]) == {"Tea": 2}
    room.do("hide_word", number=1, word="swearing", hidden=False)
    assert words(room.last("question.words")["distribution"]) == {"Tea": 2, "swearing": 1}
    closed = room.sql.value("select core.closed_view(%s, 1)", room.id)
    assert words(closed["distribution"]) == {"Tea": 2, "swearing": 1}


def test_a_word_cloud_shows_a_bounded_number_of_words_and_none_that_are_filtered(make_room: OpenRoom) -> None:
    room = make_room([{**CLOUD, "words": 10}], profanity_filter=True)
    players = [room.join(f"Player {n}") for n in range(12)]
    room.start()
    for n, player in enumerate(players):
        assert room.answer(player, [f"word {n} {m}" for m in range(9)] + ["shit"]) == "accepted"
    shown = words(room.close()["distribution"])
    assert "shit" not in shown
    assert len(shown) == 99


def test_a_number_with_units_is_read_in_any_of_them(make_room: OpenRoom) -> None:
    draft = {
        "kind": "numeric",
        "prompt": "How far is it?",
        "answers": [{"value": 5}],
        "units": [{"unit": "km"}, {"unit": "m", "factor": 0.001}],
        "unit_share": 0.5,
    }
    room = make_room([draft], formula="accuracy")
    ann, bob, cem = (room.join(name) for name in ("Ann", "Bob", "Cem"))
    room.start()
    assert (room.question["units"], room.question["unit_required"]) == (["km", "m"], True)
    assert room.answer(ann, "5 miles") == "invalid_response"
    assert room.answers([(ann, "5 000 m"), (bob, 5), (cem, "5 000  m")]) == ["accepted"] * 3
    closed = room.close()
    assert closed["key"] == [{"min": 5, "max": 5, "value": 5, "unit": "km"}]
    assert [word["count"] for word in closed["distribution"]] == [2, 1]
    assert [room.result(player)["points"] for player in (ann, bob)] == [1000, 500]
