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
