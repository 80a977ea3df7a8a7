"""The processes of a running app, and what they use."""

import subprocess

import psutil


class App:
    """The processes of the app, and what they use. `process` is the one that was started."""

    def __init__(self, process: subprocess.Popen[bytes], postgres: psutil.Process) -> None:
        self.process = process
        serving = psutil.Process(process.pid)
        children = serving.children(recursive=True)
        self.processors = [child for child in children if "processor" in child.cmdline()]
        self.all = [serving, *(child for child in children if child not in self.processors)]
        self.postgres = postgres

    def cpu_s(self) -> float:
        """Processor time of the relay and API processes so far, in seconds."""
        return sum(sum(process.cpu_times()[:2]) for process in self.all)

    def postgres_cpu_s(self) -> float:
        """Processor time of Postgres and its backends that still run, so far, in seconds."""
        total = 0.0
        for process in [self.postgres, *self.postgres.children()]:
            try:
                total += sum(process.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
        return total

    def memory_mib(self) -> tuple[float, float]:
        """Resident and proportional memory of all relay and API processes together, in MiB."""
        rss = pss = 0
        for process in self.all:
            info = process.memory_full_info()
            rss += info.rss
            pss += getattr(info, "pss", info.rss)
        return rss / 2**20, pss / 2**20

    def processors_mib(self) -> float:
        """Resident memory of the processing server for PDFs, in MiB."""
        return float(sum(process.memory_info().rss for process in self.processors)) / 2**20

    def relay(self) -> psutil.Process:
        """A process that serves connections."""
        return self.all[0] if len(self.all) == 1 else self.all[-1]
