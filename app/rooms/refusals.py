"""Tells the hosts of rooms how many clients this process has refused at the door, and why."""

import asyncio
import re
from collections import Counter
from typing import get_args

import msgspec

from app.background import log_failure
from app.database.pool import Database
from app.rooms.protocol import RefusalReason

TOLD = frozenset(get_args(RefusalReason))
MOST = 1000  # counts that are kept; a client may name any room
ROOM_CODE = re.compile(r"[A-Za-z0-9 -]{1,16}")
GATHER_S = 0.5  # a class that is refused is refused together
PAUSE_S = 10.0  # between two reports


class Refusals:
    """Counts refusals by room and reason."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: Counter[tuple[str, str]] = Counter()
        self._noted = asyncio.Event()

    def note(self, room_code: str, reason: str) -> None:
        """Count a client that was refused at the door of this room, which may not exist."""
        refusal = (room_code, reason)
        if reason not in TOLD or not ROOM_CODE.fullmatch(room_code):
            return
        if refusal in self._counts or len(self._counts) < MOST:
            self._counts[refusal] += 1
            self._noted.set()

    async def report(self) -> None:
        """Report what is counted until cancelled, with a pause after each report."""
        while True:
            await self._noted.wait()
            await asyncio.sleep(GATHER_S)
            counts, self._counts = self._counts, Counter()
            self._noted.clear()
            refusals = [
                {"room_code": room_code, "reason": reason, "count": count}
                for (room_code, reason), count in counts.items()
            ]
            try:
                document = msgspec.json.encode(refusals).decode()
                await self._database.fetch_value("select core.report_refusals($1::jsonb)", document)
            except Exception as error:
                log_failure(error, "reporting refusals")
            await asyncio.sleep(PAUSE_S)
