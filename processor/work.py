"""What a process that processor.forks starts does: it reads a PDF, writes questions or draws a page."""

import json
import logging
import resource
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import msgspec

from processor.failure import JobFailure
from processor.reading.document import Document, Progress

LARGEST_FILE = 1 << 30


def limit(seconds: int, memory_mb: int) -> None:
    """Limit the time, the memory and the size of files of this process."""
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
        except (ValueError, OSError):  # macOS lacks some of them; processor.child limits the time as well
            logging.getLogger(__name__).info("this system has no limit %s", what)


def do(task: dict[str, Any], reports: IO[str]) -> None:
    """Do a task within its limits, and report its progress and its failure, each on a line."""
    logging.disable(logging.WARNING)  # pypdf logs many warnings about damaged files
    limit(task["seconds"], task["memory_mb"])
    try:
        work(task, reports)
    except JobFailure as error:
        failed = {"code": error.code, "reason": error.reason}
    except MemoryError:
        failed = {"code": "out_of_memory", "reason": "Reading the PDF needs more memory than is allowed."}
    except RecursionError:
        reason = "The PDF is damaged: its parts refer to each other in a circle."
        failed = {"code": "broken", "reason": reason}
    else:
        return
    print(json.dumps({"failed": failed}), file=reports, flush=True)


def work(task: dict[str, Any], reports: IO[str]) -> None:
    """Do a task, report its progress, and write its result to `task["out"]`. Raises JobFailure."""

    def progress(share: float, message: str, pages: tuple[int, int] | None = None) -> None:
        report = {"progress": round(share, 3), "message": message, "pages": pages}
        print(json.dumps(report), file=reports, flush=True)

    if task["kind"] == "picture":
        done = draw(task)
    else:
        done = read(task, progress) if task["kind"] == "read" else write(task, progress)
    Path(task["out"]).write_bytes(msgspec.json.encode(done))


def read(task: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read `task["file"]` into `task["document"]`, and return the data of upload.processed, without ids."""
    from processor.reading.read import language_of
    from processor.reading.read import read as read_pdf

    document = read_pdf(Path(task["file"]), task["max_pages"], progress)
    Path(task["document"]).write_bytes(msgspec.json.encode(document))
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


def draw(task: dict[str, Any]) -> dict[str, Any]:
    """A page of `task["file"]` as a picture, with the boxes of a sentence, as the contract's PagePicture."""
    from processor.reading.picture import picture_of

    picture, width, height, boxes = picture_of(Path(task["file"]), task["page"], task["sentence"])
    return {"picture": picture, "width": width, "height": height, "boxes": boxes}


def write(task: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write questions from documents, and return the data of quiz.generated, without ids."""
    from processor.quiz import GenerationRequest
    from processor.writer import write_quiz
    from processor.writing.compose import Source

    sources = [
        Source(
            UUID(given["upload_id"]),
            msgspec.json.decode(Path(given["document"]).read_bytes(), type=Document),
            [(first, last) for first, last in given["pages"]] if given["pages"] is not None else None,
        )
        for given in task["sources"]
    ]
    request = msgspec.convert(task["request"], GenerationRequest)
    return write_quiz(request, sources, task["llm"], progress)
