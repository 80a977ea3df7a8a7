"""Prints PDFs with Typst, which shapes and orders the text of every script. The templates are in `print/`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anyio
import msgspec

from app.formats.labels import Labels
from app.http.problems import Problem

# A PDF takes a process of up to 120 MB, so files are written two at a time; other work keeps its threads.
_writers = anyio.CapacityLimiter(2)
MOST_WAITING = 20  # for a writer; more would wait longer than people do
RETRY_AFTER_S = 10
PROGRAM = Path(__file__).with_name("typesetting.py")
LIMIT_S = 120


async def in_turn(write: Callable[[], bytes]) -> bytes:
    """The file that this call writes, in a thread, when a writer is free. Raises Problem."""
    if waiting() >= MOST_WAITING:
        raise Problem(
            503,
            "printing_busy",
            "Many files are being written just now. Try again in a moment.",
            retry_after_s=RETRY_AFTER_S,
        )
    return await anyio.to_thread.run_sync(write, limiter=_writers)


def waiting() -> int:
    """How many files wait for a writer."""
    return _writers.statistics().tasks_waiting


def printed(template: str, labels: Labels, pictures: Mapping[str, bytes] | None = None, **data: Any) -> bytes:
    """The PDF that `print/<template>.typ` makes of this data, in a process of its own. Raises Problem.

    The template has `pictures` as files in `pictures/`.
    """
    command = [sys.executable, "-P", str(PROGRAM), template]
    said = msgspec.json.encode({"labels": labels, **data})
    try:
        return subprocess.run(  # noqa: S603 - a program and a template of ours
            command,
            input=msgspec.msgpack.encode([said, pictures or {}]),
            stdout=subprocess.PIPE,
            timeout=LIMIT_S,
            check=True,
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise Problem(
            503,
            "printing_too_slow",
            "This took too long to print. Try again later, or print less.",
        ) from error
