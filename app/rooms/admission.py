"""Whether this process can take one more player. If not, newcomers are refused; games go on undisturbed."""

import asyncio
import itertools
import resource
from collections.abc import Callable, Sized
from pathlib import Path

import psutil

SAMPLE_S = 0.25
FILES_EVERY = 20  # samples; counting thousands of files takes some milliseconds
LAG_OVER_S = 2.0  # the lag is an average over this time, so that one long step does not count as overload
KEPT_FILES = 100  # for Postgres, requests, logs, and connections that are refused
SHARE_OF_MEMORY = 0.8  # of this machine or container, unless a setting gives the limit


def raise_file_limit() -> int:
    """Raise the limit of open files as far as the system allows; returns the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = 1_048_576
    if soft < hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS has a lower limit of its own
            return soft
    return max(soft, hard)


class Admission:
    """Measures open files, memory, and how late the event loop is."""

    def __init__(self, connections: Sized, *, most_mib: int | None, most_lag_ms: int) -> None:
        """`most_mib`: the limit of memory; None: SHARE_OF_MEMORY."""
        self._connections = connections
        self._most_bytes = most_mib * 2**20 if most_mib else int(_machine_bytes() * SHARE_OF_MEMORY)
        self._most_lag_s = most_lag_ms / 1000
        self.most_files = raise_file_limit()
        self._memory: Callable[[], int] = lambda: int(psutil.Process().memory_info().rss)
        self._other_files = 0
        self.count_files()
        self.bytes = self._memory()
        self.lag_s = 0.0

    @property
    def is_full(self) -> bool:
        """Whether newcomers must be refused at the moment."""
        return (
            self.files + KEPT_FILES > self.most_files
            or self.bytes > self._most_bytes
            or self.lag_s > self._most_lag_s
        )

    @property
    def files(self) -> int:
        """Open files: live connections now, and all others when they were last counted."""
        return len(self._connections) + self._other_files

    def count_files(self) -> None:
        """Count the files that are not live connections."""
        self._other_files = max(0, psutil.Process().num_fds() - len(self._connections))

    async def watch(self) -> None:
        """Measure until cancelled."""
        loop = asyncio.get_running_loop()
        for sample in itertools.count():
            if sample % FILES_EVERY == 0:
                self.count_files()
            began = loop.time()
            await asyncio.sleep(SAMPLE_S)
            late_s = loop.time() - began - SAMPLE_S
            self.lag_s += (late_s - self.lag_s) * min(1.0, (SAMPLE_S + late_s) / LAG_OVER_S)
            self.bytes = self._memory()


def _machine_bytes() -> int:
    """The memory of this machine, or of its container if that has less."""
    total = int(psutil.virtual_memory().total)
    try:
        return min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    except (OSError, ValueError):
        return total
