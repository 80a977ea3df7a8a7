"""Pictures of pages: the PDFs of the last ones are kept, because people look at several pages of one."""

import asyncio
import os
import shutil
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

from processor.child import Children
from processor.contract.jobs import PagePicture, PageRequest
from processor.failure import JobFailure
from processor.fetch import Limits, fetch
from processor.reading.document import unheard
from processor.settings import ProcessorSettings

SECONDS = 30  # that one page may take
AT_ONCE = 2
MOST_WAITING = 20
KEPT_FILES = 20


class TooManyWait(Exception):
    """So many pictures are asked for that another would take longer than people wait."""


class Pictures:
    """Renders pages in processes of their own, a few at a time."""

    def __init__(self, settings: ProcessorSettings, children: Children) -> None:
        self._settings = settings
        self._children = children
        self._folder = Path(tempfile.mkdtemp(prefix="quizzler-pictures-"))
        self._files: OrderedDict[str, asyncio.Lock] = OrderedDict()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._here = 0

    async def of(self, request: PageRequest) -> PagePicture:
        """The picture of a page. Raises JobFailure if there is none, and TooManyWait."""
        if self._here >= AT_ONCE + MOST_WAITING:
            raise TooManyWait
        self._here += 1
        try:
            async with self._places:
                return await self._render(request)
        finally:
            self._here -= 1

    def close(self) -> None:
        """Remove the kept files."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _render(self, request: PageRequest) -> PagePicture:
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            file = Path(name) / "file.pdf"
            await self._file(request, file)
            task = {
                "kind": "picture", "file": str(file), "page": request.page, "sentence": request.sentence,
            }  # fmt: skip
            done: dict[str, Any] = await self._children.run(
                task, Path(name) / "picture.json", SECONDS, self._settings.processor_memory_mb, unheard
            )
            return PagePicture.model_validate(done)

    async def _file(self, request: PageRequest, target: Path) -> None:
        """Link the PDF to `target`. It is fetched unless it was kept. Raises JobFailure if it has changed."""
        kept = self._folder / f"{request.pdf_id}.pdf"
        lock = self._files.setdefault(request.pdf_id, asyncio.Lock())
        self._files.move_to_end(request.pdf_id)
        async with lock:
            if not kept.exists():
                await self._fetch(request, target)
                os.replace(target, kept)
            os.link(kept, target)
        for pdf_id in list(self._files)[:-KEPT_FILES]:
            (self._folder / f"{pdf_id}.pdf").unlink(missing_ok=True)
            if not self._files[pdf_id].locked():
                del self._files[pdf_id]

    async def _fetch(self, request: PageRequest, target: Path) -> None:
        limits = Limits(
            self._settings.processor_max_pdf_bytes,
            self._settings.processor_fetch_seconds,
            frozenset(self._settings.processor_allowed_hosts),
        )
        fetched = await fetch(request.url, target, limits)
        if fetched.sha256 != request.pdf_id:
            raise JobFailure("changed", "The PDF has changed since it was uploaded and read.")
