"""Files that are written before they are sent, so that a slow reader keeps no connection to Postgres."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import quote

from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

IN_MEMORY = 1 << 20  # bytes; a larger file is on disk while it is sent
CHUNK = 1 << 16


@contextmanager
def file_to_send() -> Iterator[IO[bytes]]:
    """A temporary file that stays open for `sent`, unless the block fails."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - open until it is sent
    try:
        yield file
    except BaseException:
        file.close()
        raise


def sent(file: IO[bytes], name: str, media_type: str) -> StreamingResponse:
    """The whole file as a download, which closes it."""
    headers = {"Content-Disposition": attachment(name), "Content-Length": str(file.seek(0, 2))}
    file.seek(0)
    chunks = iter(partial(file.read, CHUNK), b"")
    return StreamingResponse(
        chunks, headers=headers, media_type=media_type, background=BackgroundTask(file.close)
    )


def attachment(name: str) -> str:
    """The value of Content-Disposition that offers this name for a download."""
    return f"attachment; filename*=UTF-8''{quote(name.replace('/', '-'), safe='')}"
