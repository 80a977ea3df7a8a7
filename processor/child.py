"""Runs work in child processes, within limits, so that a hostile PDF can only end its own process."""

import asyncio
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from processor.contract.programs import environment
from processor.failure import JobFailure
from processor.reading.document import Progress

FORKS = "processor.forks"
LONGEST_LINE = 65_536
# The parser computes with one thread, so that a forked process has all of it
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Children:
    """Child processes, which a program forks; it is started with the first of them."""

    def __init__(self, spacy_model: str | None = None) -> None:
        self._model = spacy_model
        self._forks: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._starting = asyncio.Lock()

    async def run(
        self, task: dict[str, Any], out: Path, seconds: float, memory_mb: int, progress: Progress
    ) -> Any:
        """Do a task of processor.work in a child process, and return the JSON value that it wrote to `out`.

        `progress` is called with each report. Raises JobFailure if the task fails or exceeds its limits.
        """
        with_limits = {**task, "out": str(out), "seconds": int(seconds) + 1, "memory_mb": memory_mb}
        try:
            async with asyncio.timeout(seconds):
                await self._do(with_limits, progress)
        except TimeoutError:
            raise JobFailure("timeout", f"It took longer than {seconds:g} seconds.") from None
        except ValueError:
            raise JobFailure("internal", "The process that did the work sent a malformed report.") from None
        return json.loads(await asyncio.to_thread(out.read_text, encoding="utf-8"))

    async def _do(self, task: dict[str, Any], progress: Progress) -> None:
        pid = status = failure = None
        reader, writer = await self._job()
        try:
            with suppress(ConnectionError):
                writer.write(json.dumps(task).encode() + b"\n")
                async for line in reader:
                    report = json.loads(line)
                    if "progress" in report:
                        progress(report["progress"], report["message"], report["pages"])
                    failure = report.get("failed", failure)
                    pid, status = report.get("pid", pid), report.get("status", status)
        finally:
            if pid and status is None:
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
            writer.close()
        if failure:
            raise JobFailure(failure["code"], failure["reason"])
        if status is None:
            raise JobFailure("internal", "The program that starts the work has ended.")
        if status:
            raise JobFailure(*ended_by(status))

    async def _job(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection for the next job."""
        ours, theirs = socket.socketpair()
        with theirs:
            async with self._starting:
                if self._forks is None or self._forks.returncode is not None:
                    await self._start()
                assert self._control
                socket.send_fds(self._control, [b"j"], [theirs.fileno()])
        return await asyncio.open_connection(sock=ours, limit=LONGEST_LINE)

    async def _start(self) -> None:
        await self.close()
        self._control, theirs = socket.socketpair()
        model = {"SPACY_MODEL": self._model} if self._model else {}
        with theirs:
            self._forks = await asyncio.create_subprocess_exec(
                sys.executable, "-m", FORKS, stdin=theirs.fileno(), env=environment() | ONE_THREAD | model,
                start_new_session=True,
            )  # fmt: skip

    async def close(self) -> None:
        """End the program that forks. Jobs that are under way end by the cancellation of `run`."""
        if self._control:
            self._control.close()
        if self._forks:
            with suppress(ProcessLookupError):
                self._forks.kill()
            await self._forks.wait()
        self._forks = self._control = None


def ended_by(status: int) -> tuple[str, str]:
    """The code and reason of the failure when a process ended without a report."""
    if status == -signal.SIGXCPU:
        return "timeout", "It took too long."
    if status in (-signal.SIGKILL, -signal.SIGABRT):  # C++ aborts when it gets no memory
        return "out_of_memory", "It needed more memory than is allowed."
    if status < 0:
        return "broken", "The PDF is damaged or malicious: the program that read it crashed."
    return "internal", "The work ended without a result; the processing server's log says more."
