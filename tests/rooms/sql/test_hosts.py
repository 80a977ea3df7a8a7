"""Hosts: co-hosts, handing a room over, and rooms whose hosts stay away."""

from tests.fixtures import Person
from tests.rooms.sql.conftest import OpenRoom, Room, refusal


def test_a_room_whose_host_stays_away_ends_itself_with_its_report(open_room: Room) -> None:
    ann = open_room.players[0]
    open_room.answer(ann, [open_room.choice("Paris")])
    sql = open_room.sql
    assert sql.value("select core.end_expired_rooms()") == []
    sql.connection.execute("update core.rooms set host_seen_at = now() - interval '1 day'")
    assert sql.value("select core.end_expired_rooms()") == [open_room.code]
    assert open_room.last("room.ended")["podium"][0]["nickname"] == "Ann"
    report = sql.call(open_room.host, "room_report", room=open_room.code)
    assert report["players"][0]["answers"][0]["status"] == "right"


def test_a_connected_host_keeps_the_room_open(open_room: Room) -> None:
    sql = open_room.sql
    sql.connection.execute("update core.rooms set host_seen_at = now() - interval '1 day'")
    sql.value("select core.note_hosts(%s::uuid[])", [open_room.id])
    assert sql.value("select core.end_expired_rooms()") == []


def test_a_room_that_fails_to_end_does_not_keep_others_from_ending(
    open_room: Room, make_room: OpenRoom
) -> None:
    sql, other = open_room.sql, make_room()
    sql.connection.execute("""
        create function core.break_one() returns trigger language plpgsql as $$ begin
            if new.code = (select min(code) from core.rooms) then raise numeric_value_out_of_range; end if;
            return new;
        end $$;
        create trigger break_one before update on core.rooms for each row execute function core.break_one();
        alter table core.rooms disable trigger break_one;
        update core.rooms set expires_at = now();
        alter table core.rooms enable trigger break_one;
    """)
    assert sql.value("select core.end_expired_rooms()") == [max(open_room.code, other.code)]


def co_host(room: Room) -> Person:
    """A new co-host of this room."""
    helper = room.sql.person("helper")
    room.add_host(helper)
    return helper


def test_an_invitation_makes_one_co_host(room: Room) -> None:
    sql = room.sql
    helper, thief = sql.person("helper"), sql.person("thief")
    invite = room.do("invite_host")["invite"]
    assert refusal(lambda: sql.call(helper, "start_room", room_code=room.code)) == (403, "not_the_host")
    sql.call(helper, "accept_host_invite", room_code=room.code, invite=invite)
    sql.call(helper, "start_room", room_code=room.code)
    assert sql.call(helper, "host_room", room_code=room.code)["welcome"]["owner"] is False
    again = refusal(lambda: sql.call(thief, "accept_host_invite", room_code=room.code, invite=invite))
    assert again == (403, "bad_invite")
    for function in ("invite_host", "hand_over_room"):
        more = {"user_id": helper.id} if function == "hand_over_room" else {}
        assert refusal(lambda f=function, m=more: sql.call(helper, f, room_code=room.code, **m)) == (
            403,
            "not_the_owner",
        )
    room.do("remove_host", user_id=helper.id)
    assert refusal(lambda: sql.call(helper, "pause_room", room_code=room.code)) == (403, "not_the_host")


def test_a_room_is_handed_over_to_a_co_host(room: Room) -> None:
    sql, helper = room.sql, co_host(room)
    room.do("hand_over_room", user_id=helper.id)
    hosts = sql.call(helper, "room_hosts", room_code=room.code)["items"]
    assert [(host["user_id"], host["owner"]) for host in hosts] == [(helper.id, True), (room.host.id, False)]
    assert refusal(lambda: room.do("invite_host")) == (403, "not_the_owner")
    room.start()


def test_a_room_that_a_co_host_plays_again_keeps_its_owner(room: Room) -> None:
    sql = room.sql
    helper = co_host(room)
    made = sql.call(helper, "play_again", room_code=room.code)
    hosts = sql.call(helper, "room_hosts", room_code=made["room_code"])["items"]
    assert [(host["user_id"], host["owner"]) for host in hosts] == [(room.host.id, True), (helper.id, False)]


def test_a_room_that_was_handed_over_is_played_again_by_its_new_owner(room: Room) -> None:
    helper = co_host(room)
    room.do("hand_over_room", user_id=helper.id)
    made = room.sql.call(helper, "play_again", room_code=room.code)
    hosts = room.sql.call(helper, "room_hosts", room_code=made["room_code"])["items"]
    assert [(host["user_id"], host["owner"]) for host in hosts] == [(helper.id, True), (room.host.id, False)]
