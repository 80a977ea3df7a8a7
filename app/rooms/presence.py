"""Tells the database which players have disconnected. When a network fails, thousands go in one call."""

import asyncio

from app.background import log_failure
from app.database.pool import Database

RETRY_S = 0.5
DISCONNECTED = "select core.player_disconnected($1::uuid[], $2::integer[], $3::boolean[])"


class Presence:
    """Players whose connection here has ended.

    Each comes with the number of their connection, which grows whenever they come back. So a departure that
    reaches the database late does not remove a player who has meanwhile come back, here or on another relay.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gone: dict[str, tuple[int, bool]] = {}
        self._has_departures = asyncio.Event()

    def note_departure(self, player_id: str, connection_number: int, *, vanished: bool) -> None:
        """Note that a player's connection has ended; `vanished`: it broke, so they may come back at once."""
        self._gone[player_id] = connection_number, vanished
        self._has_departures.set()

    async def run(self) -> None:
        """Write departures until cancelled; those that could not be written are written again."""
        while True:
            await self._has_departures.wait()
            self._has_departures.clear()
            gone, self._gone = self._gone, {}
            try:
                await self._database.fetch_value(
                    DISCONNECTED, list(gone), *map(list, zip(*gone.values(), strict=True))
                )
            except Exception as error:
                log_failure(error, "writing which players have disconnected")
                self._gone = gone | self._gone
                await asyncio.sleep(RETRY_S)
                self._has_departures.set()
