"""Who may see and do what; above all, who may see the answer key."""

import json
import re

import pytest

from app.database.sql_files import FUNCTIONS
from tests.fixtures import Refused
from tests.rooms.sql.conftest import CITIES, Room

SECRET_WORDS = (
    "key",
    "weight",
    "correct",
    "explanation",
    "ranges",
    "answers",
    "order",
    "distribution",
    "fraction",
)


def field_names(value: object) -> set[str]:
    """All names of fields in a JSON value, at any depth."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in field_names(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in field_names(inner)}
    return set()


def test_no_event_and_no_view_shows_the_key_before_the_question_closes(room: Room) -> None:
    """Everything that anybody gets while a question is open, for every kind of question."""
    ann = room.join("Ann")
    person = room.sql.person("player")
    room.join("Player", person)
    room.start()
    for number, draft in enumerate(CITIES, start=1):
        question = room.question
        room.answer(ann, [question["choices"][0]["id"]] if question["choices"] else 1989)
        frames = [
            event["frames"] for event in room.events
            if event["number"] == number and event["type"] != "question.closed"
        ]  # fmt: skip
        views = [
            room.join(resume=ann.resume).welcome["question"] | {"response": "her own"},
            room.do("host_room")["welcome"]["question"],
            room.do("room_stats")["questions"][-1] | {"right": None},
            room.sql.select(person, "select * from public.players")
            + room.sql.select(room.host, "select * from public.rooms"),
            room.sql.value("select core.room_progress(%s::uuid[])", [room.id]),
            room.sql.call(None, "validate_room", room_code=room.code),
        ]
        assert room.do("room_stats")["questions"][-1]["right"] is None
        for view in (*frames, *views):
            found = json.loads(json.dumps(view, default=str))
            assert not field_names(found).intersection(SECRET_WORDS), found
            assert "It has been since 987." not in json.dumps(found)
            if draft["kind"] in ("numeric", "short_text"):
                assert not re.search(r"(?<![\w-])1989(?![\w-])", json.dumps(found))  # ids may contain it
                assert "Paulo" not in json.dumps(found)
        room.next()


def test_scores_do_not_change_while_a_question_is_open(open_room: Room) -> None:
    ann = open_room.players[0]
    person = open_room.sql.person("player")
    player = open_room.join("Player", person)
    open_room.answers([(ann, [open_room.choice("Paris")]), (player, [open_room.choice("Paris")])])
    assert open_room.sql.select(person, "select score, streak from public.players") == [
        {"score": 0, "streak": 0}
    ]
    assert open_room.join(resume=ann.resume).welcome["score"] == 0


def test_no_client_reads_a_base_table(room: Room) -> None:
    for table in ("rooms", "room_questions", "players", "live_answers", "room_events"):
        for person in (room.host, None):
            with pytest.raises(Refused) as refused:
                room.sql.select(person, f"select * from core.{table}")
            assert refused.value.sqlstate == "42501"


def test_row_level_security_is_on_every_table_of_live_rooms(room: Room) -> None:
    without = room.sql.value("""
        select array_agg(relname::text) from pg_class
        where relnamespace = 'core'::regnamespace and relkind = 'r' and not relrowsecurity
            and relname in ('rooms', 'room_questions', 'players', 'live_answers', 'room_events')
    """)
    assert without is None


def test_a_host_reads_their_own_rooms_and_players_only(room: Room) -> None:
    room.join("Ann")
    stranger = room.sql.person("stranger")
    for view, count in (("rooms", 1), ("players", 1)):
        assert len(room.sql.select(room.host, f"select * from public.{view}")) == count
        assert room.sql.select(stranger, f"select * from public.{view}") == []
        with pytest.raises(Refused):
            room.sql.select(None, f"select * from public.{view}")


def test_a_player_reads_themselves_and_no_other(room: Room) -> None:
    person = room.sql.person("player")
    room.join("Ann")
    mine = room.join("Mine", person)
    assert [str(row["id"]) for row in room.sql.select(person, "select id from public.players")] == [mine.id]


def test_nobody_changes_rows_other_than_through_functions(room: Room) -> None:
    for statement in (
        "update public.rooms set state = 'ended'",
        "delete from public.players",
        "update public.players set nickname = 'Bob'",
    ):
        with pytest.raises(Refused) as refused:
            room.sql.select(room.host, statement)
        assert refused.value.sqlstate == "42501"


def functions(room: Room, schema: str, role: str) -> set[str]:
    """The security definer functions of live rooms that a role may execute."""
    found = room.sql.value(
        """
        select array_agg(p.proname::text) from pg_proc as p
        where p.pronamespace = %s::regnamespace and p.prosecdef and p.proname = any(%s)
            and has_function_privilege(%s, p.oid, 'execute')
        """,
        schema,
        [path.stem for path in (FUNCTIONS / "rooms").rglob("*.sql")],
        role,
    )
    return set(found or ())


def test_a_caller_who_is_not_signed_in_may_only_look_join_and_play(room: Room) -> None:
    assert functions(room, "public", "anon") == {
        "answer_question", "answer_turn", "join_room", "leave_room", "next_turn", "player_heartbeat",
        "suggest_nickname", "validate_room", "watch_room",
    }  # fmt: skip


def test_only_authenticator_may_call_the_functions_of_relays(room: Room) -> None:
    assert functions(room, "core", "authenticator") == {
        "accept_answers",
        "close_if_due",
        "dismiss_silent_players",
        "end_expired_rooms",
        "events_since",
        "live_counts",
        "note_hosts",
        "open_turn",
        "player_disconnected",
        "question_results",
        "rejection_sentences",
        "relay_heard",
        "relay_host_room",
        "relay_join_room",
        "report_refusals",
        "relay_watch_room",
        "room_progress",
        "rooms_with_deadline",
        "take_turn_answer",
    }
    assert functions(room, "core", "anon") == {"may_receive"}  # the policies of Realtime ask it
    assert functions(room, "core", "authenticated") == {
        "knows_game_score",  # the view players asks it
        "may_receive",
    }


def test_results_do_not_show_the_key_before_the_close(room: Room) -> None:
    room.join("Ann")
    room.start()
    assert room.sql.value("select core.closed_view(%s, 1)", room.id) is None
    assert room.sql.value("select core.question_results(%s, 1)", room.id) == []
