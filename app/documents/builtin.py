"""The built-in processing server as a child process, where PROCESSING_URL names no other.

One process of this machine keeps it: whoever holds the lock on `processor.lock` in the data folder. The
others read its address from `processor.url`, and one of them takes over when the keeper is gone. The child
ends when the pipe to its keeper breaks, so nothing is left behind, however the keeper ended.
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

from app.background import complain
from app.database.pool import Database
from app.documents.links import Links
from app.documents.worker import ServerAway
from processor.child import environment

log = logging.getLogger(__name__)

LOOK_S = 1.0  # how often the keeper is looked after
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 5.0
LONGEST_PAUSE_S = 30.0
CHILD = "app.documents.child"


class BuiltinServer:
    """The processing server that comes with Quizzler."""

    def __init__(self, database: Database, folder: Path, secrets: str, links: Links) -> None:
        """`folder`: the data folder; `secrets`: as in PROCESSING_SECRETS."""
        self._database = database
        self._folder = folder.resolve()
        self.name = f"{socket.gethostname()}:{self._folder}"[-500:]
        self._address_file = self._folder / "processor.url"
        self._secrets = secrets
        self._links = links
        self._lock: IO[str] | None = None
        self._child_is_for: str | None = None  # our address, as the child was told it

    @asynccontextmanager
    async def running(self) -> AsyncIterator["BuiltinServer"]:
        """See to it that the server runs, until the end of the block."""
        task = asyncio.create_task(self._keep(), name="built-in processing server")
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def url(self) -> str:
        """Its address, waited for while it starts. Raises ServerAway."""
        waited = 0.0
        while waited < START_TIMEOUT_S:
            # A child that was told another address of ours would refuse to fetch from this one.
            if self._lock is None or self._child_is_for == self._links.local:
                with suppress(FileNotFoundError):
                    return self._address_file.read_text()
            await asyncio.sleep(0.1)
            waited += 0.1
        raise ServerAway("The built-in processing server does not start; its log says why.")

    async def _keep(self) -> None:
        try:
            while not self._take_the_lock():  # noqa: ASYNC110 - another process tells nothing
                await asyncio.sleep(LOOK_S)
            pause = LOOK_S
            while True:
                with suppress(FileNotFoundError):
                    self._address_file.unlink()
                started = asyncio.get_running_loop().time()
                await self._forget_the_last()
                await self._run_child()
                lived = asyncio.get_running_loop().time() - started
                pause = LOOK_S if lived > LONGEST_PAUSE_S else min(2 * pause, LONGEST_PAUSE_S)
                await asyncio.sleep(pause if lived < LONGEST_PAUSE_S else 0)
        finally:
            if self._lock is not None:
                with suppress(FileNotFoundError):
                    self._address_file.unlink()
                self._lock.close()

    async def _forget_the_last(self) -> None:
        """What the server before had accepted died with it."""
        while True:
            try:
                again = await self._database.fetch_value("select core.post_again($1)", self.name)
            except Exception as error:
                complain(error, "posting the jobs of the last processing server again")
                await asyncio.sleep(LOOK_S)
                continue
            if again:
                log.warning("%s jobs are posted again: the processing server that had them is gone", again)
            return

    def _take_the_lock(self) -> bool:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = open(self._folder / "processor.lock", "a")  # noqa: SIM115 - held until the end
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return False
        self._lock = lock
        return True

    async def _run_child(self) -> None:
        """Returns when the child has died, or has to be started anew because we are found elsewhere."""
        callback = self._child_is_for = self._links.local
        settings = {
            **environment("PROCESSOR_", "LLM_"),
            "PROCESSING_SECRETS": self._secrets,
            "QUIZZLER_PROCESSOR_FOR": callback,
            "QUIZZLER_PROCESSOR_URL_FILE": str(self._address_file),
        }
        with open(self._folder / "processor.log", "ab") as output:  # noqa: ASYNC230 - a moment
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", CHILD,
                stdin=asyncio.subprocess.PIPE, stdout=output, stderr=output, env=settings,
                start_new_session=True,  # Ctrl-C is for us; the child ends with us
            )  # fmt: skip
        assert child.stdin is not None
        try:
            while self._links.local == callback:
                with suppress(TimeoutError):
                    status = await asyncio.wait_for(child.wait(), LOOK_S)
                    log.warning("the built-in processing server ended (%s); see processor.log", status)
                    return
        finally:
            if child.returncode is None:
                child.stdin.close()
                try:
                    await asyncio.wait_for(child.wait(), STOP_TIMEOUT_S)
                except TimeoutError:
                    child.kill()
                    await child.wait()
