"""Runs the processing server that comes with Quizzler as a child process, unless PROCESSING_URL is set.

One process of each machine runs it: the one that holds the lock on `processor-<host name>.lock` in the
data folder, which machines may share. The others on that machine read its address from
`processor-<host name>.url`, and one of them takes over when that process has ended. The child starts with
the first job: a process without the lock asks for it by the file `processor-<host name>.wanted`. It ends when
its standard input is closed, so it never outlives the process that started it.
"""

import asyncio
import fcntl
import logging
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

from app.background import log_failure
from app.database.pool import Database
from app.documents.links import Links
from processor.contract.programs import environment

log = logging.getLogger(__name__)

POLL_S = 1.0  # between two checks of the lock, or of the child
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 5.0
LONGEST_PAUSE_S = 30.0


class ServerAway(Exception):
    """The processing server has not started; the message is a sentence for people."""


class BuiltinServer:
    """The processing server of this machine."""

    def __init__(self, database: Database, folder: Path, secrets: str, links: Links) -> None:
        """`folder`: the data folder; `secrets`: as in PROCESSING_SECRETS."""
        self._database = database
        self._folder = folder.resolve()
        machine = socket.gethostname()
        self.name = f"{machine}:{self._folder}"[-500:]
        self._address_file = self._folder / f"processor-{quote(machine, safe='')}.url"
        self._wanted_file = self._address_file.with_suffix(".wanted")
        self._wanted = asyncio.Event()
        self._secrets = secrets
        self._links = links
        self._lock: IO[str] | None = None
        self._reports_to: str | None = None  # our address when the child was started

    @asynccontextmanager
    async def running(self) -> AsyncIterator["BuiltinServer"]:
        """From the first job to the end of the block, keep the server running."""
        task = asyncio.create_task(self._keep(), name="built-in processing server")
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def url(self) -> str:
        """Its address; starts it if it does not run, and waits until it has started. Raises ServerAway."""
        waited = 0.0
        self._wanted.set()
        while waited < START_TIMEOUT_S:
            # A child that was started with another address of ours refuses to fetch files from this one.
            if self._lock is None or self._reports_to == self._links.local:
                with suppress(FileNotFoundError):
                    return self._address_file.read_text()
            if self._lock is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._wanted_file.touch()
            await asyncio.sleep(0.1)
            waited += 0.1
        raise ServerAway("The built-in processing server does not start; its log, processor.log, says why.")

    async def _keep(self) -> None:
        try:
            while not self._take_lock():  # noqa: ASYNC110 - no event says that another process has ended
                await asyncio.sleep(POLL_S)
            self._wanted_file.unlink(missing_ok=True)
            await self._clear_up_after_the_last()
            await self._until_wanted()
            pause = POLL_S
            while True:
                started = asyncio.get_running_loop().time()
                await self._run_child()
                lived = asyncio.get_running_loop().time() - started
                await self._clear_up_after_the_last()
                pause = POLL_S if lived > LONGEST_PAUSE_S else min(2 * pause, LONGEST_PAUSE_S)
                await asyncio.sleep(pause if lived < LONGEST_PAUSE_S else 0)
        finally:
            if self._lock is not None:
                self._address_file.unlink(missing_ok=True)
                self._lock.close()

    async def _until_wanted(self) -> None:
        while not self._wanted.is_set() and not self._wanted_file.exists():
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._wanted.wait()

    async def _clear_up_after_the_last(self) -> None:
        """Forget the address of the last child, and post the jobs again that it lost when it ended."""
        self._address_file.unlink(missing_ok=True)
        while True:
            try:
                number = await self._database.fetch_value("select core.repost_jobs($1)", self.name)
            except Exception as error:
                log_failure(error, "posting the jobs of the last processing server again")
                await asyncio.sleep(POLL_S)
                continue
            if number:
                log.warning("%s jobs are posted again: the processing server that had them has ended", number)
            return

    def _take_lock(self) -> bool:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = open(self._address_file.with_suffix(".lock"), "a")  # noqa: SIM115 - held until the end
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return False
        self._lock = lock
        return True

    async def _run_child(self) -> None:
        """Run a child until it ends. It is stopped if our address changes, which only a new one can learn."""
        ours = self._reports_to = self._links.local
        with open(self._folder / "processor.log", "ab") as output:  # noqa: ASYNC230 - takes a moment only
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "processor", "--beside", ours, "--url-file", str(self._address_file),
                stdin=asyncio.subprocess.PIPE, stdout=output, stderr=output,
                env={**environment("PROCESSOR_", "LLM_"), "PROCESSING_SECRETS": self._secrets},
                start_new_session=True,  # Ctrl-C stops only this process, which then stops the child
            )  # fmt: skip
        assert child.stdin is not None
        try:
            while self._links.local == ours:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_S):
                        status = await child.wait()
                    log.warning("the built-in processing server ended (%s); see processor.log", status)
                    return
        finally:
            if child.returncode is None:
                child.stdin.close()
                if not self._address_file.exists():  # it is still starting, and does not read its input yet
                    child.terminate()
                try:
                    async with asyncio.timeout(STOP_TIMEOUT_S):
                        await child.wait()
                except TimeoutError:
                    child.kill()
                    await child.wait()
