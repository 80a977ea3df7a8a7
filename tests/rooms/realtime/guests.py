"""Players who joined by rpc(), and how time passes for them."""

from dataclasses import dataclass
from typing import Any

from tests.rooms.sql.conftest import Room


@dataclass
class Guest:
    """A player who joined by rpc()."""

    room: Room
    entered: dict[str, Any]

    @property
    def id(self) -> str:
        return self.entered["welcome"]["player_id"]

    @property
    def resume(self) -> str:
        return self.entered["welcome"]["resume"]

    def heartbeat(self, **arguments: Any) -> dict[str, Any]:
        return self.call("player_heartbeat", **{"connection": self.entered["connection"], **arguments})

    def leave(self) -> bool:
        return self.call("leave_room", connection=self.entered["connection"])["left"]

    def answer(self, response: Any, question: int = 1) -> dict[str, Any]:
        return self.call("answer_question", question=question, response=response)["messages"][0]

    def call(self, function: str, **arguments: Any) -> Any:
        return self.room.sql.call(None, function, room_code=self.room.code, resume=self.resume, **arguments)

    def fall_silent(self) -> None:
        """Let so much time pass since the newest heartbeat that the player counts as away."""
        self.room.sql.connection.execute(
            "update core.players set heard_at = heard_at - interval '13 s' where id = %s", [self.id]
        )
        time_passes(self.room, 13)


def time_passes(room: Room, seconds: int) -> None:
    """Let so much time pass since the newest look at a room and the newest heartbeats."""
    connection = room.sql.connection
    connection.execute("update core.room_looks set looked_at = looked_at - %s * interval '1 s'", [seconds])
    connection.execute(
        "update core.players set heartbeats_until = heartbeats_until - %s * interval '1 s'", [seconds]
    )


def guest(room: Room, username: str, **arguments: Any) -> Guest:
    return Guest(room, room.sql.call(None, "join_room", room_code=room.code, username=username, **arguments))


def host_heartbeat(room: Room, **arguments: Any) -> dict[str, Any]:
    return room.do("host_heartbeat", **arguments)


def present(room: Room) -> list[str]:
    return [player["nickname"] for player in room.do("host_room")["welcome"]["players"] if player["present"]]


def relays_silent_for(room: Room, seconds: int) -> None:
    room.sql.connection.execute(
        "update core.relay_watch set heard_at = clock_timestamp() - %s * interval '1 s'", [seconds]
    )
    time_passes(room, 2)
