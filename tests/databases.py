"""The databases of a test worker: copies of the migrated template, each used by one test at a time.

To copy a database and to warm up a connection to it costs more than most tests. So a copy whose test has only
changed rows is put back into the state of the template and given to the next test. Whatever else was changed,
the copy is dropped.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus
from pytest_postgresql.executors import NoopExecutor
from pytest_postgresql.janitor import DatabaseJanitor

LEAVING_S = 2.0  # how long other connections of a test that is over may take to end
SEED_BYTES = 100_000  # tables with more rows at the start, such as the bank, are not restored
MOST_TESTS = 200  # for one copy; then its tables and indexes have grown

# Postgres counts every row that a session writes, rolled back or not. `pg_stat_force_next_flush` completes
# the counters of this session, and those of sessions that have ended are complete.
STATE = """
with relations as (
    select
        oid, relkind, relnamespace = 'pg_catalog'::regnamespace as is_catalog, relpages, reltuples,
        pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid)
            + pg_stat_get_tuples_deleted(oid) as written
    from pg_class
    where
        relkind in ('r', 'S') and not relisshared
        and relnamespace <> 'information_schema'::regnamespace
)

select
    (
        select array[
            sum(r.written) filter (where r.is_catalog), count(*), sum(r.relpages), sum(r.reltuples)::bigint,
            (select count(*) from pg_db_role_setting as s where s.setdatabase = d.oid), d.xmin::text::bigint
        ]
        from relations as r
    ),
    (
        select jsonb_object_agg(r.oid::regclass, r.written) from relations as r
        where r.relkind = 'r' and not r.is_catalog
    ),
    (
        select jsonb_object_agg(r.oid::regclass, pg_sequence_last_value(r.oid)) from relations as r
        where r.relkind = 'S'
    ),
    exists (select from pg_listening_channels())
from pg_database as d where d.datname = current_database()
"""

# Asked before STATE, in a statement of its own: a session counts what it wrote before it is gone from here.
HAS_OTHERS = """
select exists (
    select from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
)
"""

AS_AT_CONNECTION = """
close all;
set session authorization default;
reset all;
deallocate all;
select pg_advisory_unlock_all();
discard sequences;
"""


@dataclass
class State:
    """What a test may have changed in a database."""

    catalog: list[
        int
    ]  # changed by everything but rows: new tables and functions, rights, settings, statistics
    written: dict[str, int]  # by table: the rows written since its database was made
    sequences: dict[str, int | None]
    listens: bool

    @classmethod
    def of(cls, connection: psycopg.Connection) -> "State":
        connection.execute("select pg_stat_force_next_flush()")
        row = connection.execute(STATE).fetchone()
        assert row is not None
        return cls(*row)


class Copy(DatabaseJanitor):
    """A copy of the template database, made over a connection that stays open."""

    def __init__(self, template: NoopExecutor, maintenance: psycopg.Connection) -> None:
        super().__init__(
            host=template.host,
            port=template.port,
            user=template.user,
            dbname=f"{template.dbname}_{uuid.uuid4().hex[:8]}",
            template_dbname=template.template_dbname,
        )
        self._maintenance = maintenance

    @contextmanager
    def cursor(self, dbname: str | None = None) -> Iterator[psycopg.Cursor]:
        with self._maintenance.cursor() as cursor:
            yield cursor

    def connect(self, options: str = "") -> psycopg.Connection:
        """A superuser's connection to this copy."""
        return psycopg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            dbname=self.dbname,
            options=options,
            autocommit=True,
        )

    def init(self) -> None:
        """Create the database by copying files: to write every page to the WAL would take twice as long."""
        with self.cursor() as cursor:
            cursor.execute(self._build_create_database_sql() + sql.SQL(" strategy file_copy"))


@dataclass
class Used:
    """A copy that a test has used, its connection, and the state in which it was made."""

    copy: Copy
    connection: psycopg.Connection
    made: State
    seeds: dict[
        str, bytes | None
    ]  # by table that is not empty at the start: its rows, unless there are too many
    tests: int = 1

    @classmethod
    def make(cls, copy: Copy, seeds: dict[str, bytes | None]) -> "Used":
        copy.init()
        connection = copy.connect()
        made = State.of(connection)
        if not seeds:
            seeds |= dict(_seeds(connection, made.written))
        return cls(copy, connection, made, seeds)

    def restore(self) -> bool:
        """Whether all is as it was made again. If not, the copy has to be dropped."""
        try:
            return self.tests < MOST_TESTS and self._restore()
        except psycopg.Error:
            return False

    def _restore(self) -> bool:
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            return False
        self.connection.execute(AS_AT_CONNECTION)
        if not self._alone():
            return False
        state = State.of(self.connection)
        if state.catalog != self.made.catalog:
            return False
        if state.listens:  # notifications may have been received that no test has read
            self.connection.close()
            self.connection = self.copy.connect()
        changed = [table for table, rows in state.written.items() if rows != self.made.written[table]]
        if any(self.seeds.get(table, b"") is None for table in changed):
            return False
        with self.connection.transaction(), self.connection.cursor() as cursor:
            moved = [
                f"select setval('{name}', {last or 1}, {last is not None})"
                for name, last in self.made.sequences.items()
                if last != state.sequences[name]
            ]
            emptied = [f"delete from {table}" for table in changed]
            cursor.execute(";".join(["set local session_replication_role = replica", *emptied, *moved]))
            for table in changed:
                if rows := self.seeds.get(table):
                    with cursor.copy(f"copy {table} from stdin") as copy:
                        copy.write(rows)
        self.made = State.of(self.connection)
        self.tests += 1
        return True

    def _alone(self) -> bool:
        """Whether all other connections have ended. They get LEAVING_S for it."""
        deadline = time.monotonic() + LEAVING_S
        while self.connection.execute(HAS_OTHERS).fetchone() == (True,):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        return True

    def drop(self) -> None:
        self.connection.close()
        self.copy.drop()


def _seeds(connection: psycopg.Connection, tables: dict[str, int]) -> Iterator[tuple[str, bytes | None]]:
    for table in tables:
        size = connection.execute(f"select pg_table_size('{table}')").fetchone()
        if size and size[0] > SEED_BYTES:
            yield table, None
            continue
        with connection.cursor() as cursor, cursor.copy(f"copy {table} to stdout") as copy:
            rows = b"".join(copy)
        if rows:
            yield table, rows


@dataclass
class Copies:
    """A worker's databases on one server.

    A database is restored or dropped when the next one is needed, because its connections have ended by then.
    Postgres waits a tenth of a second at a time to drop one whose connections have not.
    """

    template: NoopExecutor
    maintenance: psycopg.Connection
    used: list[Used] = field(default_factory=list)
    seeds: dict[str, bytes | None] = field(default_factory=dict)

    @contextmanager
    def new(self) -> Iterator[psycopg.Connection]:
        """A superuser's connection to a database as the migrations left it, which nobody else uses."""
        database = self._restored() or Used.make(Copy(self.template, self.maintenance), self.seeds)
        try:
            yield database.connection
        finally:
            self.used.append(database)

    def _restored(self) -> Used | None:
        while self.used:
            database = self.used.pop()
            if database.restore():
                return database
            database.drop()
        return None

    @contextmanager
    def lasting(self) -> Iterator[psycopg.Connection]:
        """A superuser's connection to a database that lasts as long as the block."""
        with Copy(self.template, self.maintenance) as copy, copy.connect() as connection:
            yield connection

    @contextmanager
    def read_only(self) -> Iterator[psycopg.Connection]:
        """A superuser's connection to a database that takes no writes."""
        with (
            Copy(self.template, self.maintenance) as copy,
            copy.connect("-c default_transaction_read_only=on") as connection,
        ):
            connection.prepare_threshold = None  # prepared statements are discarded after each test
            yield connection

    def drop_used(self) -> None:
        while self.used:
            self.used.pop().drop()
