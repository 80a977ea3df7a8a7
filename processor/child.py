"""Running a piece of work in a process of its own, within limits: whatever a PDF does, only that process
ends.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

WORK = "processor.work"
LONGEST_LINE = 65_536
Progress = Callable[[float, str], None]
NEEDED = frozenset(
    "PATH HOME LANG LC_ALL TZ TMPDIR PYTHONPATH LD_LIBRARY_PATH TESSDATA_PREFIX SSL_CERT_FILE SSL_CERT_DIR "
    "HTTP_PROXY HTTPS_PROXY NO_PROXY".split()
)


class WorkFailed(Exception):
    """Why the work could not be done; `code` is one of the contract's."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def environment(*prefixes: str) -> dict[str, str]:
    """What a program needs to run, and names that begin with one of `prefixes`: none of our secrets."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in NEEDED or name.upper().startswith(prefixes)
    }


async def run(task: dict[str, Any], out: Path, seconds: float, memory_mb: int, progress: Progress) -> Any:
    """What the work has written to `out`, parsed. Raises WorkFailed. `task` is handed over on standard
    input.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        WORK,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=environment(),
        start_new_session=True,
        limit=LONGEST_LINE,
    )
    failure: dict[str, str] | None = None
    order = {**task, "out": str(out), "seconds": int(seconds) + 1, "memory_mb": memory_mb}
    try:
        async with asyncio.timeout(seconds):
            assert child.stdin
            assert child.stdout
            with suppress(BrokenPipeError, ConnectionResetError):
                child.stdin.write(json.dumps(order).encode())
                await child.stdin.drain()
                child.stdin.close()
            async for line in child.stdout:
                said = json.loads(line)
                if "failed" in said:
                    failure = said["failed"]
                else:
                    progress(said["progress"], said["message"])
            status = await child.wait()
    except TimeoutError:
        raise WorkFailed("timeout", f"It took longer than {seconds:g} seconds.") from None
    except ValueError:
        raise WorkFailed("internal", "The work said what can't be understood.") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
    if failure:
        raise WorkFailed(failure["code"], failure["reason"])
    if status:
        raise WorkFailed(*ended_by(status))
    return json.loads(await asyncio.to_thread(out.read_text, encoding="utf-8"))


def ended_by(status: int) -> tuple[str, str]:
    """The code and reason of a process that ended without saying why."""
    if status == -signal.SIGXCPU:
        return "timeout", "It took too long."
    if status in (-signal.SIGKILL, -signal.SIGABRT):  # C++ aborts where it is given no memory
        return "out_of_memory", "It needed more memory than it may have."
    if status < 0:
        return "broken", "The PDF is damaged, or made to do harm: reading it crashed."
    return "internal", "The work ended without a result; the processing server's log says more."
