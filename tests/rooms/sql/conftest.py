"""Fixtures: a quiz with every kind of question, and a room with its host, players and clock."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from tests.fixtures import TOMORROW, Person, Refused, Sql, database_url

CITIES: list[dict[str, Any]] = [
    {
        "kind": "single_choice",
        "prompt": "What is the capital of France?",
        "choices": [{"text": "Lyon"}, {"text": "Paris", "correct": True}, {"text": "Nice"}],
        "explanation": "It has been since 987.",
    },
    {
        "kind": "multiple_choice",
        "prompt": "Which are in Italy?",
        "choices": [{"text": "Rome", "correct": True}, {"text": "Turin", "correct": True}, {"text": "Bern"}],
    },
    {"kind": "true_false", "prompt": "Bonn is on the Rhine.", "correct": True},
    {"kind": "numeric", "prompt": "In what year did the Berlin Wall fall?", "answers": [{"value": 1989}]},
    {"kind": "short_text", "prompt": "The largest city of Brazil?", "answers": [{"text": "São Paulo"}]},
    {
        "kind": "ordering",
        "prompt": "From north to south",
        "choices": [{"text": "Oslo"}, {"text": "Berlin"}, {"text": "Vienna"}, {"text": "Rome"}],
    },
    {"kind": "poll", "prompt": "Do you like cities?", "choices": [{"text": "Yes"}, {"text": "No"}]},
]


SLIDE = {"kind": "slide", "prompt": "Now for rivers.", "explanation": "They are long."}
PICTURE = "https://example.org/picture.png"
ASSIGNED = {"mode": "assigned", "closes_at": TOMORROW}
EVERYBODY = ["host", "player", "projector", "spectator"]


@dataclass
class Player:
    """A player of a room, as join_room returned them."""

    id: str
    nickname: str
    resume: str
    connection: int
    welcome: dict[str, Any]
    events: list[dict[str, Any]]


@dataclass
class Room:
    """A room, and what its host, its players and the clock do in it."""

    sql: Sql
    host: Person
    code: str
    id: str
    quiz_id: str
    players: list[Player] = field(default_factory=list)

    def join(self, username: str | None = None, person: Person | None = None, **arguments: Any) -> Player:
        """Join as a player, as a relay lets somebody in. Raises Refused."""
        arguments = {"room_code": self.code, "username": username, **arguments}
        joined = self.sql.call(person, "relay_join_room", **arguments)
        welcome = joined["welcome"]
        player = Player(
            welcome["player_id"],
            welcome["nickname"],
            welcome["resume"],
            joined["connection"],
            welcome,
            joined["events"],
        )
        self.players.append(player)
        return player

    def do(self, function: str, **arguments: Any) -> Any:
        """Call a function as the host. Raises Refused."""
        return self.sql.call(self.host, function, room_code=self.code, **arguments)

    def add_host(self, person: Person) -> None:
        """Make a person a co-host."""
        invite = self.do("invite_host")["invite"]
        self.sql.call(person, "accept_host_invite", room_code=self.code, invite=invite)

    def start(self) -> Any:
        return self.do("start_room")

    def close(self) -> Any:
        """Close the open question and return the message about it."""
        self.do("close_question")
        return self.last("question.closed")

    def next(self) -> Any:
        return self.do("next_question")

    def end(self) -> Any:
        """End the game and return the message about it."""
        self.do("end_room")
        return self.last("room.ended")

    def answer(self, player: Player, response: Any, number: int | None = None, age_ms: int = 0) -> str:
        """Write one answer; returns its outcome. `number`: of the question, by default the newest one."""
        return self.answers([(player, response)], number, age_ms)[0]

    def answers(
        self, given: Iterable[tuple[Player, Any]], number: int | None = None, age_ms: int = 0
    ) -> list[str]:
        """Write a batch of answers; returns their outcomes."""
        number = number or self.state["question_number"]
        return accept(self.sql.connection, [(self.id, p.id, number, json.dumps(r), age_ms) for p, r in given])

    def choice(self, text: str) -> str:
        """The id of the choice with this text, of the open question."""
        return next(choice["id"] for choice in self.question["choices"] if choice["text"] == text)

    @property
    def question(self) -> dict[str, Any]:
        """The newest question as it was opened."""
        return self.last("question.opened")

    @property
    def state(self) -> dict[str, Any]:
        return self.sql.value("select core.room_snapshot(%s)", self.id)

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events, as a relay reads them."""
        return self.sql.value("select core.events_since(%s, 0)", self.code)

    def last(self, type: str) -> dict[str, Any]:
        """The newest message of a type."""
        return [full_message(event) for event in self.events if event["type"] == type][-1]

    def result(self, player: Player, number: int | None = None) -> dict[str, Any]:
        """The result that a player receives for a closed question."""
        number = number or self.state["question_number"]
        results = self.sql.value(
            "select core.question_results(%s, %s, %s::uuid[])", self.id, number, [player.id]
        )
        assert [result["player_id"] for result in results] == [player.id]
        return results[0]["message"]

    def leave(self, player: Player, connection: int | None = None) -> None:
        connections = None if connection is None else [connection]
        self.sql.value("select core.player_disconnected(%s::uuid[], %s::integer[])", [player.id], connections)

    def vanish(self, player: Player) -> None:
        """Break a player's connection."""
        self.sql.value(
            "select core.player_disconnected(%s::uuid[], %s::integer[], array[true])",
            [player.id],
            [player.connection],
        )

    def close_if_due(self) -> dict[str, Any]:
        return self.sql.value("select core.close_if_due(%s)", self.code)

    def let_pass(self, seconds: float) -> None:
        """Move everything that has happened this far into the past."""
        self.sql.connection.execute(
            """
            update core.room_questions as q
            set opened_at = q.opened_at - shift.by,
                due_at = q.due_at - shift.by,
                closed_at = q.closed_at - shift.by,
                pauses = (
                    select coalesce(range_agg(tstzrange(lower(p) - shift.by, upper(p) - shift.by)), '{}')
                    from unnest(q.pauses) as p
                ),
                silences = (
                    select coalesce(range_agg(tstzrange(lower(s) - shift.by, upper(s) - shift.by)), '{}')
                    from unnest(q.silences) as s
                )
            from (select %s * interval '1 s' as by) as shift
            where q.room_id = %s and q.opened_at is not null
            """,
            [seconds, self.id],
        )
        self.sql.connection.execute(
            "update core.players as p set realtime_during = "
            "tstzrange(lower(p.realtime_during) - shift.by, upper(p.realtime_during) - shift.by) "
            "from (select %s * interval '1 s' as by) as shift "
            "where p.room_id = %s and p.realtime_during is not null",
            [seconds, self.id],
        )
        # The start of Postgres is not moved, and with these tests it may be a moment ago.
        self.sql.connection.execute(
            "update core.settings set value = '0' where key = 'live.restart_grace_ms'"
        )


def refusal(call: Callable[[], object]) -> tuple[int | None, str | None]:
    """The status and the code with which a call is refused."""
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.status, refused.value.code


def next_turn(room: Room, resume: str) -> dict[str, Any]:
    """What a player of an assigned game receives when they ask for their next turn."""
    return room.sql.call(None, "next_turn", room_code=room.code, resume=resume)


def receivers(event: dict[str, Any]) -> list[str]:
    """The roles that receive an event, in any of its frames."""
    return sorted(role for frame in event["frames"] for role in frame["roles"])


def full_message(event: dict[str, Any]) -> dict[str, Any]:
    """An event as the hosts receive it, or the only player who does."""
    return event["frames"][0]["message"]


def accept(connection: psycopg.Connection, answers: list[tuple[str, str, int, str, int]]) -> list[str]:
    """Write a batch: (room, player, number, response as JSON text, age in ms) each. Returns the outcomes."""
    arrays = [list(column) for column in zip(*answers, strict=True)]
    row = connection.execute(
        "select core.accept_answers(%s::uuid[], %s::uuid[], %s::integer[], %s::text[], %s::integer[])", arrays
    ).fetchone()
    assert row is not None
    return row[0]


OpenRoom = Callable[..., Room]


@pytest.fixture
def make_room(sql: Sql) -> OpenRoom:
    """Makes a room. `questions`: drafts, by default one of every kind; other arguments are its options."""

    def make_room(
        questions: list[dict[str, Any]] | None = None, host: Person | None = None, **options: Any
    ) -> Room:
        host = host or sql.person("host")
        quiz = sql.call(host, "create_quiz", draft={"title": "Cities"})
        sql.call(
            host, "create_questions", quiz_id=quiz["id"], drafts=CITIES if questions is None else questions
        )
        made = sql.call(host, "create_room", quiz_id=quiz["id"], options=options)
        return Room(sql, host, made["room_code"], made["room_id"], quiz["id"])

    return make_room


@pytest.fixture
def room(make_room: OpenRoom) -> Room:
    """A room in its lobby, with a question of every kind."""
    return make_room()


@pytest.fixture
def open_room(room: Room) -> Room:
    """A room with Ann, Bob and Cleo in it and its first question open."""
    for nickname in ("Ann", "Bob", "Cleo"):
        room.join(nickname)
    room.start()
    return room


@pytest.fixture
def connect(sql: Sql) -> Iterable[Callable[[], psycopg.Connection]]:
    """More connections to the same database, each as a relay has one."""
    opened: list[psycopg.Connection] = []

    def connect() -> psycopg.Connection:
        opened.append(psycopg.connect(database_url(sql.connection), autocommit=True))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()
