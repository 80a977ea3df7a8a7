"""Games at one's own pace: each player's messages, one after the other, straight to the database and back."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence

import asyncpg
import msgspec

from app.background import Background, complain
from app.database.pool import Database, DatabaseUnavailable
from app.http.problems import problem_of
from app.rooms import protocol
from app.rooms.connection import Connection, Frame

AWAY_RETRY_S = 0.5
OPEN = "select core.open_turn($1)"
ANSWER = "select core.take_turn_answer($1, $2, $3, $4, $5)"

Asked = protocol.Answer | protocol.NextTurn


class AssignedGames:
    """What players of assigned rooms ask for. There is no clock here: a question that is over is found so."""

    def __init__(self, database: Database, background: Background, *, most_of_one: int) -> None:
        """`most_of_one`: messages of one player that may wait."""
        self._database = database
        self._background = background
        self._most_of_one = most_of_one
        self._waiting: dict[str, deque[tuple[Connection, Asked, float]]] = {}

    def answer(self, connection: Connection, player_id: str, answer: protocol.Answer) -> None:
        """Take an answer; its sender hears what became of it. Too many at once are rejected as `busy`."""
        if not self._take(connection, player_id, answer):
            message = protocol.REJECTIONS["busy"]
            connection.tell(protocol.AnswerRejected(question=answer.question, code="busy", message=message))

    def next(self, connection: Connection, player_id: str, asked: protocol.NextTurn) -> None:
        """Open the player's next question and send it to them."""
        if not self._take(connection, player_id, asked):
            connection.tell(protocol.Error(code="busy", message=protocol.RELAY_CODES["busy"], id=asked.id))

    def _take(self, connection: Connection, player_id: str, asked: Asked) -> bool:
        waiting = self._waiting.get(player_id)
        if waiting is None:
            waiting = self._waiting[player_id] = deque()
            self._background.spawn(self._serve(player_id, waiting))
        if len(waiting) >= self._most_of_one:
            return False
        waiting.append((connection, asked, time.monotonic()))
        return True

    async def _serve(self, player_id: str, waiting: deque[tuple[Connection, Asked, float]]) -> None:
        try:
            while waiting:
                connection, asked, came = waiting[0]
                try:
                    for message in await self._ask(player_id, asked, came):
                        connection.send(Frame(bytes(message)))
                except DatabaseUnavailable:
                    if not connection.closing:  # it waits, and counts as received when it was
                        await asyncio.sleep(AWAY_RETRY_S)
                        continue
                except asyncpg.PostgresError as error:
                    self._refuse(connection, asked, error)
                except Exception as error:
                    complain(error, "a player at their own pace")
                waiting.popleft()
        finally:
            del self._waiting[player_id]

    async def _ask(self, player_id: str, asked: Asked, came: float) -> Sequence[msgspec.Raw]:
        if isinstance(asked, protocol.NextTurn):
            return [msgspec.Raw(await self._database.fetch_json(OPEN, player_id))]
        response = msgspec.json.encode(asked.response).decode()
        age_ms = int((time.monotonic() - came) * 1000)
        told = await self._database.fetch_json(
            ANSWER, player_id, asked.question, response, asked.confidence, age_ms
        )
        return _messages.decode(told)

    @staticmethod
    def _refuse(connection: Connection, asked: Asked, error: asyncpg.PostgresError) -> None:
        problem = problem_of(error)
        code, message = problem.body["code"], problem.body["detail"]
        command_id = asked.id if isinstance(asked, protocol.NextTurn) else None
        connection.tell(protocol.Error(code=code, message=message, id=command_id))


_messages = msgspec.json.Decoder(list[msgspec.Raw])
