"""What relays report about clients that they refused at the doors of rooms."""

import json

from tests.rooms.sql.conftest import Room, receivers


def report(room: Room, *refusals: tuple[str, str, int]) -> int:
    names = ("room_code", "reason", "count")
    document = json.dumps([dict(zip(names, each, strict=True)) for each in refusals])
    return int(room.sql.value("select core.report_refusals(%s::jsonb)", document))


def test_hosts_alone_are_told_in_one_event_however_the_code_was_written(room: Room) -> None:
    refusals = [
        (room.code, "too_many_requests", 2),
        (f" {room.code.lower()}", "too_many_requests", 3),
        (room.code, "server_full", 1),
    ]
    assert report(room, *refusals) == 1
    event = room.events[-1]
    assert receivers(event) == ["host"]
    assert event["frames"][0]["message"]["refused"] == [
        {"reason": "server_full", "count": 1},
        {"reason": "too_many_requests", "count": 5},
    ]


def test_codes_of_no_open_room_are_passed_over(room: Room) -> None:
    assert report(room, ("NOROOM", "server_full", 1)) == 0
    room.do("end_room")
    before = len(room.events)
    assert report(room, (room.code, "server_full", 1)) == 0
    assert len(room.events) == before
