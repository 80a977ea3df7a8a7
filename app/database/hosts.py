"""Connects to the first usable host of a URL, such as …@one,two/quizzler?target_session_attrs=read-write."""

from itertools import zip_longest
from typing import Any

import asyncpg
from psycopg.conninfo import conninfo_to_dict

CONNECT_S = 3.0  # for each host, so that one that is cut off does not use up the time of the next
UNUSABLE = (OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresError)


class Hosts:
    """The hosts of a URL. The one that was usable last is tried first."""

    def __init__(self, url: str) -> None:
        self._url = url
        places = conninfo_to_dict(url)
        hosts = str(places.get("host") or "").split(",")
        ports = [int(port) for port in str(places.get("port") or "").split(",") if port]
        if len(ports) == 1:
            ports *= len(hosts)
        self._places = [(host or None, port) for host, port in zip_longest(hosts, ports)]

    async def connect(self, **options: Any) -> asyncpg.Connection:
        """Connect with these options of asyncpg.connect. Raises the error of the last host that was tried."""
        error: Exception | None = None
        for host, port in tuple(self._places):
            try:
                connection: asyncpg.Connection = await asyncpg.connect(
                    self._url, host=host, port=port, timeout=CONNECT_S, **options
                )
            except UNUSABLE as failed:
                error = failed
                continue
            self._places.remove((host, port))
            self._places.insert(0, (host, port))
            return connection
        assert error
        raise error
