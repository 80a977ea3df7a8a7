"""What this process has done since it started, and what it uses."""

from dataclasses import dataclass

import psutil


@dataclass(slots=True)
class Metrics:
    """Counters; /realtime/health shows them."""

    total_connections: int = 0
    messages_sent: int = 0
    errors: int = 0  # refusals that were sent, clients that did not read, answers that could not be stored
    questions_processed: int = 0
    answers_processed: int = 0


class Load:
    """Memory and processor time of this process."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._process.cpu_percent()  # the first call begins the measurement

    @property
    def memory_mb(self) -> float:
        """Resident memory in MiB."""
        return round(float(self._process.memory_info().rss) / 2**20, 1)

    @property
    def cpu_percent(self) -> float:
        """Percent of one core, since the last call."""
        return float(self._process.cpu_percent())
