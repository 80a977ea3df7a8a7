"""The WebSockets, as plain ASGI: `/realtime/ws/{host,player,projector,spectator}/{room_code}`.

A refusal is an `error` frame and a close with 4000 + the HTTP status, after the handshake: a browser can't
read the body of a refused handshake.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import asyncpg
from starlette.types import ASGIApp, Message, Receive, Scope
from starlette.types import Send as AsgiSend

from app.database.pool import Claims, DatabaseUnavailable
from app.http.per_address import PerAddress
from app.http.problems import problem_of
from app.http.rate_limits import RateLimits
from app.http.tokens import InvalidToken, KeysUnavailable, Tokens
from app.http.websocket_protocol import wire_of
from app.rooms import frames, protocol
from app.rooms.connection import Connection, Role
from app.rooms.handshake import Handshake, InvalidQuery
from app.rooms.relay import Relay
from app.rooms.room import Room, Seat

log = logging.getLogger(__name__)

Handler = Callable[[Seat, str], Awaitable[None]]  # of a text frame

PREFIX = "/realtime/ws/"
AUTHENTICATE_WITHIN_S = 10.0
BAD_FRAMES_ALLOWED = 20  # each good frame cancels a bad one


class LiveSockets:
    """ASGI middleware that serves live WebSockets, past the middleware that is made for requests."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: AsgiSend) -> None:
        """Serve a live WebSocket until its end; pass anything else to the app."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "websocket" or not path.startswith(PREFIX):
            return await self.app(scope, receive, send)
        state = scope["app"].state
        visit = _Visit(state.live, state.tokens, state.rate_limits, scope, receive, send)
        await visit.serve(*path.removeprefix(PREFIX).partition("/")[::2])


class _Refused(Exception):
    """The connection is refused, with an `error` frame that has the reason."""

    def __init__(self, status: int, code: str, message: str | None = None) -> None:
        super().__init__(message or protocol.RELAY_CODES[code])
        self.status = status
        self.code = code


class _Gone(Exception):
    """The client, or the server that serves it, has ended the connection."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class _Visit:
    """One WebSocket from its handshake to its end."""

    def __init__(
        self,
        relay: Relay,
        tokens: Tokens,
        rate_limits: RateLimits,
        scope: Scope,
        receive: Receive,
        send: AsgiSend,
    ) -> None:
        self.relay = relay
        self.tokens = tokens
        self.rate_limits = rate_limits
        self.counted: PerAddress | None = None  # among which connections of its network
        self.handshake = Handshake(scope, relay.config.trusted_proxies)
        self.receive = receive
        self.asgi_send = send
        self.wire = wire_of(scope)
        self.connection: Connection = relay.connect(send, self.wire)
        self.left = False  # whether the client has sent `leave`
        self.bad_frames = 0
        self.paid_until = 0.0  # each frame adds its share; at most a burst ahead of now
        if self.wire:
            self.wire.guard(self._admits_frame)

    async def serve(self, role: str, room_code: str) -> None:
        """Serve the connection to its end. Raises only CancelledError, when this process is stopped."""
        admitted = self._count_among(self.relay.unseated)
        try:
            await self._accept()
            if not admitted:
                raise _Refused(429, "too_many_connections")
            if not (await self.rate_limits.count("joins", self.handshake.address)).allowed:
                raise _Refused(429, "too_many_requests")
            self.handshake.read_query()
            match role:
                case "host":
                    await self._serve_host(room_code)
                case "player":
                    await self._stay(await self._join(room_code), self._handle_player)
                case "projector" | "spectator":
                    self._require_capacity()
                    if not self._count_among(self.relay.watching):
                        raise _Refused(429, "too_many_connections")
                    seat = await self._enter(Role(role), None, self.handshake.arguments(room_code))
                    await self._stay(seat, self._handle_watcher)
                case _:
                    raise _Refused(404, "unknown_path")
        except _Gone:
            pass
        except InvalidQuery as invalid:
            await self._refuse(_Refused(422, "invalid_query", str(invalid)))
        except _Refused as refused:
            self.relay.refusals.note(room_code, refused.code)
            await self._refuse(refused)
        except asyncio.CancelledError:
            if not self.connection.closing:  # else the connection itself cancelled this task
                raise
        except Exception:
            log.exception("a live connection failed")
            await self._refuse(_Refused(500, "internal_error"))
        finally:
            self.relay.disconnected(self.connection)
            self._stop_counting()

    def _count_among(self, connections: PerAddress) -> bool:
        """Count this connection among these of its network. Returns whether so many may be open."""
        self._stop_counting()
        self.counted = connections
        return connections.add(self.handshake.network)

    def _stop_counting(self) -> None:
        """No longer count this connection for its network. A second call changes nothing."""
        if self.counted:
            self.counted.remove(self.handshake.network)
            self.counted = None

    # ---- coming in

    async def _accept(self) -> None:
        await self.receive()  # websocket.connect
        accept: Message = {"type": "websocket.accept"}
        if self.handshake.offered:
            accept["subprotocol"] = next(iter(self.handshake.offered))
        await self.asgi_send(accept)

    async def _claims(self, token: str) -> Claims:
        try:
            claims: Claims = await self.tokens.decode(token)
        except KeysUnavailable as error:
            raise _Refused(503, "sign_in_unavailable") from error
        except InvalidToken as error:
            raise _Refused(401, "invalid_token", str(error)) from error
        return claims

    async def _first_message_token(self) -> str:
        """A host who can't set a subprotocol sends the token as the first message."""
        try:
            async with asyncio.timeout(AUTHENTICATE_WITHIN_S):
                message = frames.read_host(await self._next_text())
        except TimeoutError:
            raise _Refused(401, "not_authenticated") from None
        except frames.BadFrame as bad:
            raise _Refused(
                401, "not_authenticated", f"{protocol.RELAY_CODES['not_authenticated']} {bad}"
            ) from bad
        if not isinstance(message, protocol.Authenticate):
            raise _Refused(401, "not_authenticated")
        return message.token

    async def _join(self, room_code: str) -> Seat:
        """A function of its own, so that its variables do not live as long as the connection."""
        token = self.handshake.token
        claims = await self._claims(token) if token else None
        arguments = self.handshake.arguments(room_code, "username", "resume", "avatar", "team")
        if "resume" not in arguments:
            self._require_capacity()
        self.handshake.forget_query()
        return await self._enter(Role.PLAYER, claims, arguments)

    async def _serve_host(self, room_code: str) -> None:
        self.claims = await self._claims(self.handshake.token or await self._first_message_token())
        seat = await self._enter(Role.HOST, self.claims, self.handshake.arguments(room_code))
        await self._stay(seat, self._handle_host)

    def _require_capacity(self) -> None:
        if self.relay.admission.is_full:
            raise _Refused(503, "server_full")

    async def _enter(self, role: Role, claims: Claims | None, arguments: dict[str, Any]) -> Seat:
        try:
            seat = await self.relay.enter(self.connection, role, claims, arguments)
        except DatabaseUnavailable as error:
            raise _Refused(503, "database_unavailable") from error
        except asyncpg.PostgresError as error:
            problem = problem_of(error)
            raise _Refused(problem.status, problem.body["code"], problem.body["detail"]) from error
        if self.relay.is_crowded(seat):
            self.relay.leave(seat, for_good=True, vanished=False)
            raise _Refused(429, "too_many_watchers")
        if self.counted is self.relay.unseated:
            self._stop_counting()
        return seat

    # ---- staying

    async def _stay(self, seat: Seat, handle: Handler) -> None:
        ended_by = protocol.CLOSE_RESTART
        try:
            if self.wire and seat.player_id:
                self.wire.listen(lambda text: self._take_text(seat, text))
            while True:
                try:
                    await handle(seat, await self._next_text())
                    self.bad_frames = max(0, self.bad_frames - 1)
                except frames.BadFrame as bad:
                    self._send_bad(bad)
        except _Gone as gone:
            ended_by = gone.code
        except asyncio.CancelledError:
            if self.connection.closing and not self.relay.stopping:
                ended_by = protocol.CLOSE_TOO_SLOW  # the client did not even read the close frame
            raise
        finally:
            vanished = not self.left and ended_by != protocol.CLOSE_NORMAL
            self.relay.leave(seat, for_good=ended_by != protocol.CLOSE_RESTART, vanished=vanished)

    async def _next_text(self) -> str:
        """The next text frame. Raises BadFrame and _Gone."""
        event = await self.receive()
        if event["type"] == "websocket.disconnect":
            raise _Gone(event.get("code") or 1005)
        self._pay_for_frame()
        text: str | None = event.get("text")
        size = len(text) if text is not None else len(event.get("bytes") or b"")
        if self._is_too_large(size, text):
            self._refuse_large_frame()
            return await self._wait_for_end()
        if text is None:
            raise frames.BadFrame("binary_frame")
        return text

    def _pay_for_frame(self) -> None:
        """Raises BadFrame if this client has sent more than it may; refused frames do not count."""
        now, config = time.monotonic(), self.relay.config
        paid_until = max(self.paid_until, now) + 1 / config.max_frames_per_second
        if (paid_until - now) * config.max_frames_per_second > config.frame_burst + 0.5:
            raise frames.BadFrame("too_many_frames")
        self.paid_until = paid_until

    def _admits_frame(self) -> bool:
        """Whether to take a frame that is no message: a ping, or a part of one."""
        try:
            self._pay_for_frame()
        except frames.BadFrame as bad:
            self._send_bad(bad)
            return False
        return True

    def _is_too_large(self, size: int, text: str | None) -> bool:
        limit = self.relay.config.max_frame_bytes
        return size > limit or (text is not None and size * 4 > limit and len(text.encode()) > limit)

    def _refuse_large_frame(self) -> None:
        self._send_error("frame_too_large", protocol.RELAY_CODES["frame_too_large"])
        self.connection.close(protocol.CLOSE_FRAME_TOO_LARGE, "frame_too_large")

    def _take_text(self, seat: Seat, text: str) -> None:
        """Act on a player's text as soon as it arrives, without waking a task for it."""
        if self.connection.closing:
            return
        try:
            self._pay_for_frame()
            if self._is_too_large(len(text), text):
                self._refuse_large_frame()
                return
            self._act_for_player(seat, frames.read_player(text))
            self.bad_frames = max(0, self.bad_frames - 1)
        except frames.BadFrame as bad:
            self._send_bad(bad)
        except Exception:
            log.exception("a player's message failed")
            self._send_error("internal_error", protocol.RELAY_CODES["internal_error"])
            self.connection.close(protocol.CLOSE_REFUSED + 500, "internal_error")

    async def _handle_player(self, seat: Seat, text: str) -> None:
        self._act_for_player(seat, frames.read_player(text))
        if self.connection.closing:
            await self._wait_for_end()

    def _act_for_player(self, seat: Seat, message: protocol.PlayerMessage) -> None:
        assert seat.player_id is not None
        match message:
            case protocol.Answer() if not seat.room.assigned:
                self.relay.intake.take(seat.connection, seat.room, seat.player_id, message)
            case protocol.NextTurn() if not seat.room.assigned:
                raise frames.BadFrame("not_the_host", None, message.id)
            case protocol.Answer() | protocol.NextTurn():
                self.relay.assigned.take(seat.connection, seat.player_id, message)
            case _:
                self._pong_or_leave(message)

    async def _handle_watcher(self, seat: Seat, text: str) -> None:
        self._pong_or_leave(frames.read_watcher(text))
        if self.connection.closing:
            await self._wait_for_end()

    def _pong_or_leave(self, message: protocol.WatcherMessage) -> None:
        if isinstance(message, protocol.Ping):
            self.connection.send_message(protocol.Pong(id=message.id))
            return
        self.left = True
        self.connection.close(protocol.CLOSE_NORMAL, "left")

    async def _handle_host(self, seat: Seat, text: str) -> None:
        message = frames.read_host(text)
        match message:
            case protocol.Ping():
                self._pong_or_leave(message)
            case protocol.Authenticate():
                await self._renew_token(message.token)
            case _:
                self.connection.commanding = True
                await self._carry_out(seat.room, message)
                self.connection.commanding = False
                if seat.room.is_over:
                    self.connection.close(protocol.CLOSE_NORMAL, "room_ended")

    async def _renew_token(self, token: str) -> None:
        try:
            claims = await self._claims(token)
        except _Refused as refused:
            return self._send_error(refused.code, str(refused))
        if claims["sub"] != self.claims["sub"]:
            return self._send_error("not_the_host", protocol.RELAY_CODES["not_the_host"])
        self.claims = claims
        self.connection.send_message(protocol.Done(command="authenticate"))

    async def _carry_out(self, room: Room, command: protocol.HostCommand) -> None:
        try:
            await self.relay.command(self.claims, room, command)
        except DatabaseUnavailable:
            code = "database_unavailable"
            return self._send_error(code, protocol.RELAY_CODES[code], command.id)
        except asyncpg.PostgresError as error:
            problem = problem_of(error)
            return self._send_error(problem.body["code"], problem.body["detail"], command.id)
        self.connection.send_message(protocol.Done(command=protocol.type_of(command), id=command.id))

    # ---- refusing

    def _send_bad(self, bad: frames.BadFrame) -> None:
        if self.connection.closing:
            return
        self.bad_frames += 1
        self._send_error(bad.code, str(bad), bad.command_id)
        if self.bad_frames <= BAD_FRAMES_ALLOWED:
            return
        if bad.code == "too_many_frames":
            self.connection.close(protocol.CLOSE_TOO_MANY_FRAMES, bad.code)
        else:
            self._send_error("too_many_bad_frames", protocol.RELAY_CODES["too_many_bad_frames"])
            self.connection.close(protocol.CLOSE_BAD_FRAMES, "too_many_bad_frames")

    def _send_error(self, code: str, message: str, command_id: protocol.CommandId | None = None) -> None:
        self.relay.metrics.errors += 1
        self.connection.send_message(protocol.Error(code=code, message=message, id=command_id))

    async def _refuse(self, refused: _Refused) -> None:
        self._send_error(refused.code, str(refused))
        self.connection.close(protocol.CLOSE_REFUSED + refused.status, refused.code)
        try:
            await self._wait_for_end()
        except _Gone:
            pass
        except asyncio.CancelledError:
            if not self.connection.closing:
                raise

    async def _wait_for_end(self) -> NoReturn:
        """Ignore what the client still sends, until the connection has ended. Raises _Gone."""
        while True:
            event = await self.receive()
            if event["type"] == "websocket.disconnect":
                raise _Gone(event.get("code") or 1005)
