"""A host and a player as a program with supabase-js would be, with the methods of those in client/."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec

from app.rooms import protocol
from tests.fixtures import Person, Sql


class RealtimeClient:
    """Somebody in a room: calls functions by rpc(), and receives what is sent to their topics."""

    def __init__(self, sql: Sql, room: str, person: Person | None, entered: dict[str, Any]) -> None:
        self.sql = sql
        self.room = room
        self.person = person
        self.entered = entered
        self.welcome = entered["welcome"]
        self.received = 0  # place of the newest message that was looked at

    def call(self, function: str, **arguments: Any) -> Any:
        return self.sql.call(self.person, function, room_code=self.room, **arguments)

    async def rpc(self, function: str, **arguments: Any) -> Any:
        return await asyncio.to_thread(self.call, function, **arguments)

    async def heartbeat(self) -> dict[str, Any]:
        raise NotImplementedError

    async def wait_for(self, kind: Any, wanted: Callable[[Any], bool] = lambda message: True) -> Any:
        """The next message of a kind on the topics. Sends heartbeats until it is there, as a client would."""
        while True:
            for place, payload in await asyncio.to_thread(self._new_messages):
                self.received = place
                message = msgspec.convert(payload, protocol.AnyServerMessage)
                if isinstance(message, kind) and wanted(message):
                    return message
            await self.heartbeat()

    def _new_messages(self) -> list[tuple[int, dict[str, Any]]]:
        return self.sql.connection.execute(
            "select place, payload from realtime.messages "
            "where topic = any(%s) and place > %s order by place",
            [self.entered["topics"], self.received],
        ).fetchall()


class RealtimePlayer(RealtimeClient):
    @classmethod
    async def join(cls, sql: Sql, room: str, nickname: str) -> "RealtimePlayer":
        arguments = {"room_code": room, "username": nickname}
        player = cls(sql, room, None, await asyncio.to_thread(sql.call, None, "join_room", **arguments))
        player.nickname = nickname
        return player

    nickname: str

    @property
    def identity(self) -> dict[str, Any]:
        return {"resume": self.welcome["resume"], "connection": self.entered["connection"]}

    async def heartbeat(self, since: int | None = None) -> dict[str, Any]:
        return await self.rpc("player_heartbeat", **self.identity, since=since)

    async def answer(self, number: int, response: protocol.Response) -> Any:
        """Answer, and send the heartbeat that follows. Returns answer.accepted or answer.rejected."""
        resume = self.welcome["resume"]
        outcome = await self.rpc("answer_question", resume=resume, question=number, response=response)
        await self.heartbeat()
        return msgspec.convert(outcome["messages"][0], protocol.AnyServerMessage)


class RealtimeHost(RealtimeClient):
    @classmethod
    async def enter(cls, sql: Sql, room: str, person: Person) -> "RealtimeHost":
        return cls(sql, room, person, await asyncio.to_thread(sql.call, person, "host_room", room_code=room))

    async def heartbeat(self) -> dict[str, Any]:
        return await self.rpc("host_heartbeat")

    async def start(self) -> protocol.QuestionOpened:
        await self.rpc("start_room")
        return await self.wait_for(protocol.QuestionOpened)

    async def next(self) -> protocol.QuestionOpened | protocol.RoomEnded:
        await self.rpc("next_question")
        return await self.wait_for((protocol.QuestionOpened, protocol.RoomEnded))

    async def pause(self) -> None:
        await self.rpc("pause_room")

    async def resume(self) -> None:
        await self.rpc("resume_room")
