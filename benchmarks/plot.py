"""`python -m benchmarks.plot FIGURES.jsonl`: draws docs/latency.svg from figures of `make bench-live`."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "quizzler"  # the same figures make the same file

from matplotlib import pyplot as plt  # noqa: E402

TARGET = Path(__file__).parent.parent / "docs" / "latency.svg"


def main() -> None:
    """Draw the runs with one relay and rooms in lockstep; of each size, the run with the lowest p99."""
    runs = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    best: dict[int, dict[str, Any]] = {}
    for run in runs:
        if run["rooms_go"] == "in lockstep" and run["workers"] == 1 and run["server"] == "quizzler":
            former = best.setdefault(run["players"], run)
            if run["ack_ms"]["p99"] < former["ack_ms"]["p99"]:
                best[run["players"]] = run
    sizes = sorted(best)
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for label, name, percentile, style in (
        ("answer to acknowledgement, p50", "ack_ms", "p50", "o--"),
        ("answer to acknowledgement, p99", "ack_ms", "p99", "o-"),
        ("host's command to question, p50", "delivery_ms", "p50", "s--"),
        ("host's command to question, p99", "delivery_ms", "p99", "s-"),
    ):
        axes.plot(sizes, [best[size][name][percentile] for size in sizes], style, label=label)
    axes.set(xlabel="players, 50 in each room, all rooms in lockstep", ylabel="ms", yscale="log")
    axes.grid(which="both", alpha=0.3)
    axes.legend()
    figure.savefig(TARGET, metadata={"Date": None})


if __name__ == "__main__":
    main()
