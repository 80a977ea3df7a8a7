"""Which messages go to which topic, and who may join it."""

import json

import pytest

from tests.fixtures import Person, Sql
from tests.rooms.realtime.conftest import Realtime
from tests.rooms.sql.conftest import CITIES, OpenRoom, Room
from tests.rooms.sql.test_rights import SECRET_WORDS, field_names

NO_RIGHTS: set[str] = set()


@pytest.fixture
def people(room: Room) -> dict[str, Person | None]:
    """Everybody who may try to join a topic."""
    co_host = room.sql.person("co-host")
    room.add_host(co_host)
    return {
        "nobody": None,
        "somebody": room.sql.person("somebody"),
        "owner": room.host,
        "co-host": co_host,
    }


def enter(room: Room, username: str | None = None, **arguments: object) -> dict[str, object]:
    """What a client receives that joins by rpc()."""
    return room.sql.call(None, "join_room", room_code=room.code, username=username, **arguments)


def test_each_role_may_join_its_own_topics_only(
    room: Room, realtime: Realtime, people: dict[str, Person | None]
) -> None:
    ann = enter(room, "Ann")
    everybody, hosts = set(people), {"owner", "co-host"}
    shared, own = ann["topics"]
    expected = {
        f"room:{room.code}": everybody,
        f"room:{room.code}:screen": everybody,
        f"room:{room.code}:host": hosts,
        own: everybody,  # whoever has the key
        f"room:{room.code}:player:": set(),
        f"room:{room.code}:player:{room.code}": set(),
        f"room:{room.code}:player": set(),
        f"room:{room.code}:": set(),
        f"room:{room.code}:host:": set(),
        f"room:{room.code}:screen:x": set(),
        "room:ZZZZZZ": set(),
        f"room:{room.code.lower()}x": set(),
        "room:": set(),
        "room": set(),
        "": set(),
        room.code: set(),
        f"other:{room.code}": set(),
        "room:%": set(),
    }
    assert shared == f"room:{room.code}"
    for topic, allowed in expected.items():
        assert {name for name, who in people.items() if realtime.may_join(topic, who)} == allowed, topic


def test_nobody_may_send_to_a_topic_or_use_presence_there(
    room: Room, realtime: Realtime, people: dict[str, Person | None]
) -> None:
    topics = [*enter(room, "Ann")["topics"], f"room:{room.code}:host", f"room:{room.code}:screen"]
    for topic in topics:
        for person in people.values():
            assert realtime.rights(topic, person) <= {"receive broadcast"}, (topic, person)


def test_no_client_reads_messages_by_selecting_them(room: Room, sql: Sql) -> None:
    room.do("host_room")
    room.start()
    assert sql.value("select count(*) from realtime.messages") > 0
    assert sql.select(None, "select count(*) from realtime.messages") == [{"count": 0}]


def test_the_topics_of_one_room_open_no_other(make_room: OpenRoom, realtime: Realtime) -> None:
    one, other = make_room(), make_room()
    own = enter(one, "Ann")["topics"][1]
    assert realtime.may_join(own)
    assert not realtime.may_join(own.replace(one.code, other.code))
    assert not realtime.may_join(f"room:{other.code}:host", one.host)


def test_a_former_co_host_may_no_longer_join_the_topic_of_the_hosts(room: Room, realtime: Realtime) -> None:
    co_host = room.sql.person("co-host")
    room.add_host(co_host)
    assert realtime.may_join(f"room:{room.code}:host", co_host)
    room.do("remove_host", user_id=co_host.id)
    assert not realtime.may_join(f"room:{room.code}:host", co_host)


def test_a_players_topic_changes_whenever_they_join(room: Room, realtime: Realtime) -> None:
    first = enter(room, "Ann")
    second = enter(room, resume=first["welcome"]["resume"])
    assert first["topics"][1] != second["topics"][1]
    assert not realtime.may_join(first["topics"][1])
    room.do("set_extra_time", player_id=first["welcome"]["player_id"], factor=2)
    assert not realtime.messages(first["topics"][1])
    assert [told["type"] for told in realtime.messages(second["topics"][1])] == ["player.time"]


def test_a_kicked_player_receives_that_and_can_not_join_their_topic_again(
    room: Room, realtime: Realtime
) -> None:
    ann = enter(room, "Ann")
    room.do("kick_player", player_id=ann["welcome"]["player_id"])
    assert [told["type"] for told in realtime.messages(ann["topics"][1])] == ["kicked"]
    assert not realtime.may_join(ann["topics"][1])


def test_what_one_player_on_a_websocket_receives_goes_to_no_topic(room: Room, realtime: Realtime) -> None:
    room.do("host_room")
    ann = room.join("Ann")
    room.do("set_extra_time", player_id=ann.id, factor=2)
    assert room.sql.value("select count(*) from realtime.messages where event = 'player.time'") == 0


def test_a_player_who_goes_on_over_a_websocket_has_no_topic_any_more(room: Room, realtime: Realtime) -> None:
    ann = enter(room, "Ann")
    room.join(resume=ann["welcome"]["resume"])
    assert not realtime.may_join(ann["topics"][1])


def test_what_is_for_the_hosts_goes_to_their_topic_only(room: Room, realtime: Realtime) -> None:
    room.do("host_room")
    room.do("lock_room", locked=True)
    sent = room.sql.connection.execute(
        "select topic from realtime.messages where event = 'room.locked'"
    ).fetchall()
    assert sent == [(f"room:{room.code}:host",)]


def test_every_event_goes_to_the_topics_of_its_receivers_with_the_message_that_a_relay_sends(
    room: Room, realtime: Realtime
) -> None:
    room.do("host_room")
    room.join("Ann")
    room.start()
    room.close()
    room.end()
    for topic, role in (("", "spectator"), (":screen", "projector"), (":host", "host")):
        sent = realtime.messages(f"room:{room.code}{topic}")
        logged = [
            frame["message"] for event in room.events for frame in event["frames"] if role in frame["roles"]
        ]
        assert [(told["seq"], told["type"], set(told)) for told in sent] == [
            (message["seq"], message["type"], {*message, "id"}) for message in logged
        ]


def test_a_question_that_phones_do_not_show_comes_in_full_to_the_screen_and_the_hosts_only(
    make_room: OpenRoom, realtime: Realtime
) -> None:
    room = make_room(question_on_phones=False)
    room.do("host_room")
    room.start()
    for topic, shown in (("", False), (":screen", True), (":host", True)):
        (opened,) = realtime.messages(f"room:{room.code}{topic}", "question.opened")
        assert (opened["prompt"] == CITIES[0]["prompt"]) is shown, topic


def test_no_topic_has_the_key_before_the_question_closes(room: Room, sql: Sql) -> None:
    ann = enter(room, "Ann")
    room.start()
    for draft in CITIES:
        question = room.question
        response = [question["choices"][0]["id"]] if question["choices"] else 1989
        sql.call(
            None, "answer_question", room_code=room.code, resume=ann["welcome"]["resume"],
            question=question["number"], response=response,
        )  # fmt: skip
        sent = sql.value(
            "select jsonb_agg(payload) from realtime.messages where (payload ->> 'number')::int = %s",
            question["number"],
        )
        assert not field_names(sent).intersection(SECRET_WORDS)
        if draft["kind"] in ("numeric", "short_text"):
            assert "1989" not in json.dumps(sent)
            assert "Paulo" not in json.dumps(sent)
        room.next()


def test_each_player_receives_their_own_result(room: Room, realtime: Realtime) -> None:
    ann, bob = enter(room, "Ann"), enter(room, "Bob")
    room.start()
    for player, text in ((ann, "Paris"), (bob, "Lyon")):
        room.sql.call(
            None, "answer_question", room_code=room.code, resume=player["welcome"]["resume"],
            question=1, response=[room.choice(text)],
        )  # fmt: skip
    room.close()
    results = [realtime.messages(player["topics"][1], "result") for player in (ann, bob)]
    assert [[result["correct"] for result in each] for each in results] == [[True], [False]]
    everybody = room.sql.connection.execute(
        "select distinct topic from realtime.messages where event = 'result'"
    ).fetchall()
    assert {topic for (topic,) in everybody} == {ann["topics"][1], bob["topics"][1]}


def test_an_event_that_is_rolled_back_is_not_sent(room: Room, sql: Sql) -> None:
    room.do("host_room")
    with sql.connection.transaction(force_rollback=True):
        room.start()
        assert sql.value("select count(*) from realtime.messages where event = 'question.opened'") == 3
    assert sql.value("select count(*) from realtime.messages where event = 'question.opened'") == 0


def test_a_room_goes_on_while_realtime_does_not_take_messages(room: Room, sql: Sql) -> None:
    room.do("host_room")
    sql.connection.execute("alter table realtime.messages add check (event <> 'question.opened') not valid")
    room.start()
    assert room.question["number"] == 1
    sql.connection.execute("drop schema realtime cascade")
    room.close()
    assert room.state["state"] == "closed"
