"""The work of one child process: read a PDF, or write questions. Started by processor.child."""

import json
import logging
import os
import resource
import sys
from pathlib import Path
from typing import IO, Any

import msgspec

LARGEST_FILE = 1 << 30


def limit(seconds: int, memory_mb: int) -> None:
    """Hold this process to its limits of time, memory and files."""
    memory = memory_mb << 20
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (most, hard))
        except (ValueError, OSError):  # macOS does not know all of them; the time limit outside holds
            logging.getLogger(__name__).info("no limit %s here", what)


def work(order: dict[str, Any], tell: IO[str]) -> None:
    """Do what is ordered and write the result to `order["out"]`."""

    def progress(share: float, message: str) -> None:
        print(json.dumps({"progress": round(share, 3), "message": message}), file=tell, flush=True)

    done = read(order, progress) if order["task"] == "read" else write(order, progress)
    Path(order["out"]).write_bytes(msgspec.json.encode(done))


def read(order: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Read `order["file"]`, keep the document in `order["document"]`, and say what is in it."""
    from processor.reading.read import language_of
    from processor.reading.read import read as read_pdf

    document = read_pdf(Path(order["file"]), order["max_pages"], progress)
    Path(order["document"]).write_bytes(msgspec.json.encode(document))
    return {
        "pdf_id": document.pdf_id,
        "title": document.title,
        "pages": len(document.pages),
        "page_labels": document.labels,
        "size_bytes": document.size_bytes,
        "language": language_of(document),
        "text_pages": document.text_pages,
        "scanned_pages": document.scanned_pages,
    }


def write(order: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Write a quiz from documents that have been read."""
    from processor.reading.document import Document
    from processor.writer import Wished, write_quiz
    from processor.writing.compose import Source

    sources = [
        Source(
            given["upload_id"],
            msgspec.json.decode(Path(given["document"]).read_bytes(), type=Document),
            [(first, last) for first, last in given["pages"]] if given["pages"] is not None else None,
        )
        for given in order["sources"]
    ]
    return write_quiz(msgspec.convert(order["wish"], Wished), sources, order["llm"], progress)


def main() -> None:
    """Take the order from standard input; say how it goes, line by line, on what was standard output."""
    tell = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no line of ours
    logging.disable(logging.WARNING)  # pypdf complains at length of what is wrong in a file
    order = json.load(sys.stdin)
    limit(order["seconds"], order["memory_mb"])
    from processor.reading.document import ReadingError
    from processor.writer import WritingError

    try:
        work(order, tell)
    except (ReadingError, WritingError) as error:
        failed = {"code": error.code, "reason": error.reason}
    except MemoryError:
        failed = {"code": "out_of_memory", "reason": "The PDF needs more memory than it may have."}
    except RecursionError:
        failed = {
            "code": "broken",
            "reason": "The PDF is damaged: its parts refer to each other without an end.",
        }
    else:
        return
    print(json.dumps({"failed": failed}), file=tell, flush=True)


if __name__ == "__main__":
    main()
