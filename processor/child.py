"""Runs work in a child process, within limits, so that a hostile PDF can only end that process."""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from processor.contract import environment
from processor.failure import JobFailure
from processor.reading.document import Progress

WORK = "processor.work"
LONGEST_LINE = 65_536


async def run(task: dict[str, Any], out: Path, seconds: float, memory_mb: int, progress: Progress) -> Any:
    """Do a task of processor.work in a child process, and return the JSON value that it wrote to `out`.

    `progress` is called with each report. Raises JobFailure if the task fails or exceeds its limits.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", WORK, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        env=environment(), start_new_session=True, limit=LONGEST_LINE,
    )  # fmt: skip
    failure: dict[str, str] | None = None
    with_limits = {**task, "out": str(out), "seconds": int(seconds) + 1, "memory_mb": memory_mb}
    try:
        async with asyncio.timeout(seconds):
            assert child.stdin
            assert child.stdout
            with suppress(BrokenPipeError, ConnectionResetError):
                child.stdin.write(json.dumps(with_limits).encode())
                await child.stdin.drain()
                child.stdin.close()
            async for line in child.stdout:
                report = json.loads(line)
                if "failed" in report:
                    failure = report["failed"]
                else:
                    progress(report["progress"], report["message"])
            status = await child.wait()
    except TimeoutError:
        raise JobFailure("timeout", f"It took longer than {seconds:g} seconds.") from None
    except ValueError:
        raise JobFailure("internal", "The process that did the work sent a malformed report.") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
    if failure:
        raise JobFailure(failure["code"], failure["reason"])
    if status:
        raise JobFailure(*ended_by(status))
    return json.loads(await asyncio.to_thread(out.read_text, encoding="utf-8"))


def ended_by(status: int) -> tuple[str, str]:
    """The code and reason of the failure when a process ended without a report."""
    if status == -signal.SIGXCPU:
        return "timeout", "It took too long."
    if status in (-signal.SIGKILL, -signal.SIGABRT):  # C++ aborts when it gets no memory
        return "out_of_memory", "It needed more memory than is allowed."
    if status < 0:
        return "broken", "The PDF is damaged or malicious: the program that read it crashed."
    return "internal", "The work ended without a result; the processing server's log says more."
