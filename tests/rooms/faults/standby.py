"""A primary that commits only what its hot standby has too, and the standby, which can take its place."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.data_folder import prepare, run_as
from app.database.programs import environment
from tests.rooms.faults.conftest import MortalPostgres


class Pair:
    """The two servers. `kill` ends the primary, and `promote` makes the standby the primary."""

    def __init__(self, primary: MortalPostgres, standby: MortalPostgres) -> None:
        self.primary = primary
        self.standby = standby

    @property
    def url(self) -> str:
        """The URL of whichever is the primary."""
        folders = ",".join(str(server.socket_dir) for server in (self.primary, self.standby))
        return (
            f"postgresql://authenticator@/postgres?host={folders}&port=5432&target_session_attrs=read-write"
        )

    @property
    def owner_url(self) -> str:
        return self.url.replace("authenticator", "postgres")

    async def promote(self) -> None:
        """Return when the standby takes writes."""
        await asyncio.to_thread(self.standby.sql.value, "select pg_promote()")


@contextmanager
def followed(primary: MortalPostgres, folder: Path) -> Iterator[Pair]:
    """The primary with a hot standby in this folder, to which every commit waits to be written."""
    standby = MortalPostgres(folder)
    prepare(standby.home)
    standby.pgdata.mkdir(mode=0o700)
    standby._hand_over(standby.pgdata)
    copied = run_as(
        primary._account,
        [primary._program("pg_basebackup"), "--dbname", primary.url(), "--pgdata", standby.pgdata,
         "--write-recovery-conf", "--checkpoint=fast"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(),
    )  # fmt: skip
    assert copied.returncode == 0, copied.stdout.decode()
    standby.start()
    try:
        sql = primary.sql
        sql.connection.execute("alter system set synchronous_standby_names = '*'")
        sql.value("select pg_reload_conf()")
        while not sql.value("select count(*) from pg_stat_replication where sync_state = 'sync'"):
            pass
        sql.connection.close()
        yield Pair(primary, standby)
    finally:
        standby.stop()
