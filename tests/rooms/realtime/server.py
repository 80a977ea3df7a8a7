"""A stand-in for Supabase's Realtime server, for its own client: broadcasts on private channels.

It speaks Phoenix's protocol 2.0.0: a frame is [join_ref, ref, topic, event, payload]. The policies on
realtime.messages say who may join a topic, and rows of that table go out to those who have joined.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import psycopg
import uvicorn
from jose import JWTError, jwt
from starlette.applications import Starlette
from starlette.routing import Mount, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.http import direct_reads
from tests.fixtures import JWT_SECRET, Sql
from tests.rooms.realtime.conftest import Realtime

PREFIX = "realtime:"  # of topics, on the wire
WAKE = """
create or replace function realtime.wake() returns trigger language plpgsql as $$
begin
    notify realtime;
    return null;
end;
$$;
create or replace trigger wake after insert on realtime.messages
for each row when (new.payload is not null) execute function realtime.wake();
"""


@dataclass
class RealtimeServer:
    """Serves one database. `silent`: it delivers nothing, though clients can join."""

    url: str
    silent: bool = False
    joined: dict[tuple[WebSocket, str], str] = field(default_factory=dict)  # the topic, and the join_ref
    refused: list[str] = field(default_factory=list)
    delivered: list[tuple[str, str]] = field(default_factory=list)  # topic and event of each
    _sent: set[int] = field(default_factory=set)

    @contextmanager
    def beside(self, postgrest_url: str) -> Iterator[str]:
        """Serve this and PostgREST, and no relay; yields the URL of the project that they are together."""
        reads = direct_reads.DirectReads(postgrest_url)

        @asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            async with reads, self._running():
                yield

        routes = [Mount(direct_reads.PREFIX, reads), WebSocketRoute("/realtime/v1/websocket", self._serve)]
        app = Starlette(routes=routes, lifespan=lifespan)
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
        started = threading.Event()
        startup = server.startup

        async def start(sockets: Any = None) -> None:
            await startup(sockets)
            started.set()

        server.startup = start  # type: ignore[method-assign]
        thread = threading.Thread(target=server.run)
        thread.start()
        assert started.wait(60)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
            await connection.execute(WAKE)
            await connection.execute("listen realtime")
            passing = asyncio.create_task(self._pass_on(connection))
            try:
                yield
            finally:
                passing.cancel()

    async def _pass_on(self, connection: psycopg.AsyncConnection) -> None:
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as reading:
            async for _ in connection.notifies():
                rows = await reading.execute(
                    "select place, topic, event, payload from realtime.messages "
                    "where private and payload is not null and place <> all(%s) order by place",
                    [list(self._sent)],
                )
                for place, topic, event, payload in await rows.fetchall():
                    self._sent.add(place)
                    if not self.silent:
                        await self._deliver(topic, event, payload)

    async def _deliver(self, topic: str, event: str, payload: Any) -> None:
        body = {"type": "broadcast", "event": event, "payload": payload}
        for socket, name in list(self.joined):
            if name == topic:
                self.delivered.append((topic, event))
                await socket.send_json([None, None, PREFIX + topic, "broadcast", body])

    async def _serve(self, socket: WebSocket) -> None:
        assert socket.query_params["vsn"] == "2.0.0"
        await socket.accept()
        try:
            while True:
                await self._answer(socket, json.loads(await socket.receive_text()))
        except WebSocketDisconnect:
            pass
        finally:
            self.joined = {place: ref for place, ref in self.joined.items() if place[0] is not socket}

    async def _answer(self, socket: WebSocket, frame: list[Any]) -> None:
        join_ref, ref, wire_topic, event, payload = frame
        topic = wire_topic.removeprefix(PREFIX)
        status = "ok"
        if event == "phx_join":
            assert payload["config"]["private"]
            if await asyncio.to_thread(self._may_join, topic, payload["access_token"]):
                self.joined[socket, topic] = join_ref
            else:
                self.refused.append(topic)
                status = "error"
        elif event == "phx_leave":
            self.joined.pop((socket, topic), None)
        elif event != "heartbeat":  # access_token: has no reply
            return
        response = {"reason": "Unauthorized"} if status == "error" else {}
        await socket.send_json(
            [join_ref, ref, wire_topic, "phx_reply", {"status": status, "response": response}]
        )

    def _may_join(self, topic: str, token: str) -> bool:
        try:
            claims = jwt.decode(token, JWT_SECRET, "HS256", options={"verify_aud": False})
        except JWTError:
            return False
        with psycopg.connect(self.url, autocommit=True) as connection:
            person: Any = SimpleNamespace(claims=claims)
            return Realtime(Sql(connection)).may_join(topic, person)
