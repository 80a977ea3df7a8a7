"""The pool of connections, and calling a function of schema public as a person in one round trip."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import Any

import asyncpg
import msgspec

from app.database.hosts import Hosts
from app.database.sql_files import application_name

Claims = dict[str, Any]
Arguments = dict[str, Any]
Told = Callable[[str], None]  # takes {"step", "done", "of"} as JSON

PROGRESS = "QZ001"  # the SQLSTATE of core.tell_progress
SHORT_FOR_S = 30.0  # how long Postgres counts as short of resources after it has said so
STATEMENTS_KEPT = 100  # prepared statements of a connection
STATEMENT_S = 30  # how long a statement may take
ROWS_AT_ONCE = 50  # of a set that is read row by row
SAID_EVERY_S = 10.0
NOTICED_S = 1  # within how many seconds Postgres notices that the connection of a statement is gone
CANCEL_S = 2.0  # how long Postgres may take to stop a statement
ACQUIRE_S = 10.0  # how long a query may wait for a connection of the pool
AWAY = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the connection broke during a statement
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InsufficientResourcesError,  # connections, memory or disk are used up
    asyncpg.ReadOnlySQLTransactionError,  # a standby, until it is promoted
)


class _WithoutTraceback(logging.Filter):
    """Shortens what asyncpg says when pools can't connect: nobody has to look for a defect in Quizzler."""

    _said_at = -float("inf")

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the reason into one line, and say it once a while however many pools have it."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, AWAY):
            return True
        before, self._said_at = self._said_at, time.monotonic()
        record.msg, record.args = "Postgres can't be reached and will be tried again: %s", (_reason(error),)
        record.exc_info = None
        return self._said_at - before > SAID_EVERY_S


def _reason(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


logging.getLogger("asyncpg.pool").addFilter(_WithoutTraceback())


class DatabaseUnavailable(Exception):
    """Postgres can't be reached at the moment. Nothing that was acknowledged is lost."""


async def _keep(connection: asyncpg.Connection) -> None:
    """Reset nothing on return to the pool: roles and claims are set for one statement only."""


async def _limit_statements(connection: asyncpg.Connection, statement_s: float) -> None:
    """End statements that take too long or whose connection is gone.

    pgbouncer refuses such settings when a connection starts. A cancellation that comes between two steps of a
    statement is lost: then the connection is terminated, and Postgres has to notice that.
    """
    await connection.execute(f"set statement_timeout = {round(statement_s * 1000)}")
    with suppress(asyncpg.InvalidParameterValueError):  # where the server's system can't tell
        await connection.execute(f"set client_connection_check_interval = '{NOTICED_S} s'")


@contextmanager
def _telling(connection: Any, told: Told | None) -> Iterator[None]:
    """Hand on the progress that a statement tells by notices."""
    if told is None:
        yield
        return

    def hand_on(connection: Any, message: asyncpg.PostgresLogMessage) -> None:
        if message.sqlstate == PROGRESS:
            told(message.message)

    connection.add_log_listener(hand_on)
    try:
        yield
    finally:
        connection.remove_log_listener(hand_on)


class Database:
    """A pool of connections as role `authenticator`. `call_as` takes on the role of a caller."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool
        self._refused_at = -float("inf")

    @property
    def short_of_resources(self) -> bool:
        """Whether Postgres has just refused something for want of disk, memory or connections."""
        return time.monotonic() - self._refused_at < SHORT_FOR_S

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        url: str,
        size: int,
        *,
        sessions: bool = True,
        min_size: int = 2,
        statement_s: float = STATEMENT_S,
    ) -> AsyncIterator["Database"]:
        """Open a pool of `min_size` to `size` connections. With a `min_size` of 0, it may be out of reach.

        `sessions` is False if the URL leads through a pooler in transaction mode: then nothing is prepared,
        and no setting is made that would stay on the pooler's connection. Raises OSError or
        asyncpg.PostgresError.
        """
        hosts = Hosts(url)
        pool = await asyncpg.create_pool(
            url, min_size=min(min_size, size), max_size=size, reset=_keep, command_timeout=statement_s,
            connect=lambda dsn=None, **options: hosts.connect(**options),
            init=partial(_limit_statements, statement_s=statement_s) if sessions else None,
            server_settings={"application_name": application_name()},  # all that every pooler accepts
            statement_cache_size=STATEMENTS_KEPT if sessions else 0,
        )  # fmt: skip
        try:
            yield cls(pool)
        finally:
            pool.terminate()

    async def call_as(
        self, claims: Claims | None, function: str, arguments: Arguments, told: Told | None = None
    ) -> bytes:
        """Call public.<function> as the person of these verified claims and return its JSON unchanged.

        Without claims, the caller is nobody (role anon). `told` gets its progress while it runs. Raises
        asyncpg.PostgresError (with SQLSTATE PT<status> if Quizzler refuses the call) and DatabaseUnavailable.
        """
        person = _encode(claims) if claims else None
        encoded = _encode(arguments)
        try:
            return await self.fetch_json(
                "select core.call_as($1::jsonb, $2, $3::jsonb)", person, function, encoded, told=told
            )
        except asyncpg.DataError:
            await self._name_bad_argument(function, encoded)
            raise

    async def call_once(
        self,
        claims: Claims | None,
        function: str,
        arguments: Arguments,
        key: str,
        request: Arguments | None,
        told: Told | None = None,
    ) -> tuple[bytes, bool]:
        """Call public.<function> as `call_as` does, but once for each Idempotency-Key of a person.

        Returns the JSON, and whether it is the kept answer of a call before. `request` is what a repeated
        request has in common with the first, by default the function and its arguments.
        """
        person = _encode(claims) if claims else None
        encoded = _encode(arguments)
        try:
            row = await self.fetch_row(
                "select answer, replayed from core.call_once($1::jsonb, $2, $3::jsonb, $4, $5::jsonb)",
                person, function, encoded, key, _encode(request) if request else None, told=told,
            )  # fmt: skip
        except asyncpg.DataError:
            await self._name_bad_argument(function, encoded)
            raise
        return row["answer"].encode(), row["replayed"]

    async def _name_bad_argument(self, function: str, encoded: str) -> None:
        """Raises asyncpg.PostgresError with the name of an argument whose type is wrong, if there is one."""
        await self.fetch_value("select core.refuse_bad_argument($1, $2::jsonb)", function, encoded)

    async def fetch_json(self, query: str, *arguments: Any, told: Told | None = None) -> bytes:
        """Run a query as `authenticator` that returns one jsonb. Returns `null` if there is no row."""
        row = await self.fetch_row(query, *arguments, told=told)
        return row[0].encode() if row and row[0] is not None else b"null"

    async def fetch_value(self, query: str, *arguments: Any) -> Any:
        """The first column of the first row, as asyncpg decodes it, or None. Raises as `call_as` does."""
        row = await self.fetch_row(query, *arguments)
        return row[0] if row else None

    async def fetch_row(self, query: str, *arguments: Any, told: Told | None = None) -> Any:
        """The first row, or None. Raises as `call_as` does."""
        async with self._connection() as connection:
            with _telling(connection, told):
                return await connection.fetchrow(query, *arguments)

    async def rows_as(self, claims: Claims, function: str, arguments: Arguments) -> AsyncIterator[bytes]:
        """The rows of public.<function>, which returns a set of jsonb, a few at a time. Raises as `call_as`.

        Read them without a pause: a connection and a transaction are kept for them.
        """
        async with self._connection() as connection, connection.transaction(readonly=True):
            await connection.execute("select core.act_as($1::jsonb, false)", _encode(claims))
            named = ", ".join(f"{name} => ${place}" for place, name in enumerate(arguments, start=1))
            query = f"select public.{function}({named})"
            async for (row,) in connection.cursor(query, *arguments.values(), prefetch=ROWS_AT_ONCE):
                yield row.encode()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        """A connection of the pool for one statement or transaction."""
        try:
            async with asyncio.timeout(ACQUIRE_S):
                connection = await self.pool.acquire()
            try:
                yield connection
            except asyncpg.ReadOnlySQLTransactionError:
                connection.terminate()  # the next connection is to the primary, if DATABASE_URL names it
                raise
            except TimeoutError:
                connection.terminate()  # the pool would wait until the server confirms a cancellation
                raise
            finally:  # after a cancellation, wait until Postgres has stopped the statement
                await self.pool.release(connection, timeout=CANCEL_S)
        except AWAY as error:
            if isinstance(error, asyncpg.InsufficientResourcesError):
                self._refused_at = time.monotonic()
            raise DatabaseUnavailable from error


def _encode(value: dict[str, Any]) -> str:
    try:
        return msgspec.json.encode(value).decode()
    except OverflowError:  # an integer of more than 64 bits; SQL refuses it and names the argument
        return json.dumps(value, default=str)
