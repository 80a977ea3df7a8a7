"""Assigned games: each player's messages go straight to the database and back, one after the other."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence

import asyncpg
import msgspec

from app.background import Background, log_failure
from app.database.pool import Database, DatabaseUnavailable
from app.http.problems import problem_of
from app.rooms import protocol
from app.rooms.connection import Connection, Frame
from app.rooms.intake import reject

AWAY_RETRY_S = 0.5
OPEN = "select core.open_turn($1)"
ANSWER = "select core.take_turn_answer($1, $2, $3, $4, $5)"

Request = protocol.Answer | protocol.NextTurn
Waiting = deque[tuple[Connection, Request, float]]  # the last is time.monotonic() at its receipt

_messages = msgspec.json.Decoder(list[msgspec.Raw])


class AssignedGames:
    """Carries out the requests of players in assigned games.

    No clock runs here: the database recognises that a turn is over when its player sends something.
    """

    def __init__(self, database: Database, background: Background, *, max_per_player: int) -> None:
        """`max_per_player`: how many messages of one player may wait."""
        self._database = database
        self._background = background
        self._max_per_player = max_per_player
        self._waiting: dict[str, Waiting] = {}

    def take(self, connection: Connection, player_id: str, request: Request) -> None:
        """Queue an answer or a request for the next question; the player receives the outcome.

        If `max_per_player` wait already, it is refused as `busy`.
        """
        waiting = self._waiting.get(player_id)
        if waiting is None:
            waiting = self._waiting[player_id] = deque()
            self._background.spawn(self._serve(player_id, waiting))
        if len(waiting) < self._max_per_player:
            waiting.append((connection, request, time.monotonic()))
            return
        _turn_down(connection, request, "busy")

    async def _serve(self, player_id: str, waiting: Waiting) -> None:
        try:
            while waiting:
                connection, request, received = waiting[0]
                try:
                    for message in await self._carry_out(player_id, request, received):
                        connection.send(Frame(bytes(message)))
                except DatabaseUnavailable:
                    if not connection.closing:  # try again; its age counts from its receipt
                        await asyncio.sleep(AWAY_RETRY_S)
                        continue
                except asyncpg.PostgresError as error:
                    problem = problem_of(error)
                    refuse(connection, problem.body["code"], problem.body["detail"], request)
                except Exception as error:
                    log_failure(error, "a request in an assigned game")
                    _turn_down(connection, request, "internal_error")
                waiting.popleft()
        finally:
            del self._waiting[player_id]

    async def _carry_out(self, player_id: str, request: Request, received: float) -> Sequence[msgspec.Raw]:
        """The messages that the player receives. Raises as Database does."""
        if isinstance(request, protocol.NextTurn):
            return [msgspec.Raw(await self._database.fetch_json(OPEN, player_id))]
        response = msgspec.json.encode(request.response).decode()
        age_ms = int((time.monotonic() - received) * 1000)
        messages = await self._database.fetch_json(
            ANSWER, player_id, request.question, response, request.confidence, age_ms
        )
        return _messages.decode(messages)


def refuse(connection: Connection, code: str, message: str, request: Request) -> None:
    """Send a player an `error` for a request, with its id if it has one."""
    command_id = request.id if isinstance(request, protocol.NextTurn) else None
    connection.send_message(protocol.Error(code=code, message=message, id=command_id))


def _turn_down(connection: Connection, request: Request, code: str) -> None:
    """Tell a player for one of the relay's reasons that a request was not carried out."""
    message = protocol.RELAY_CODES[code]
    if isinstance(request, protocol.Answer):
        reject(connection, request.question, code, message)
    else:
        refuse(connection, code, message, request)
