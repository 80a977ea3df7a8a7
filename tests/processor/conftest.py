"""Fixtures: a processing server, documents for it, and the servers that it talks to."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest

from processor.contract.signatures import Signer
from processor.reading.document import Block, Document, Page
from processor.sample import SAMPLE_PAGES
from processor.settings import ProcessorSettings
from processor.writing.compose import Source

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
Answer = tuple[int, dict[str, str], bytes]


def document_of(*pages: str | list[str], title: str | None = None, pdf_id: str = "0" * 64) -> Document:
    """A document that has been read. A page is a list of paragraphs; `# ` begins a heading, `- ` an item."""
    read: list[Page] = []
    headings: tuple[str, ...] = ()
    for number, paragraphs in enumerate(pages, start=1):
        page = Page(number, None)
        for text in [paragraphs] if isinstance(paragraphs, str) else paragraphs:
            if text.startswith("# "):
                headings = (text[2:],)
                page.blocks.append(Block("heading", text[2:], number))
            elif text.startswith("- "):
                page.blocks.append(Block("item", text[2:], number, headings))
            else:
                page.blocks.append(Block("paragraph", text, number, headings))
        read.append(page)
    return Document(pdf_id, title, 1000, read)


UPLOAD = UUID(int=1)


def source_of(
    *pages: str | list[str], wanted: list[tuple[int, int]] | None = None, upload: UUID = UPLOAD
) -> Source:
    return Source(upload, document_of(*pages), wanted)


@pytest.fixture
def lights() -> Source:
    """Two pages of facts about lighthouses."""
    return source_of(*[list(page) for page in SAMPLE_PAGES])


class LocalServer:
    """An HTTP server on this machine that replies by the function `answer`, and records its requests."""

    def __init__(self, answer: Callable[[str, dict[str, str], bytes], Answer]) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                server.requests.append((self.command, self.path, headers, body))
                status, more, content = answer(self.path, headers, body)
                self.send_response(status)
                for name, value in {"content-length": str(len(content)), **more}.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(content)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            do_GET = do_POST = _any  # noqa: N815

            def log_message(self, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.host}"

    @contextmanager
    def running(self) -> Iterator["LocalServer"]:
        thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


@pytest.fixture
def serving() -> Iterator[Callable[..., LocalServer]]:
    """Starts a LocalServer that runs until the end of the test."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(LocalServer(answer).running())


@pytest.fixture
def settings() -> ProcessorSettings:
    return ProcessorSettings(
        _env_file=None,  # type: ignore[call-arg]
        processing_secrets=SECRET,
        processor_allowed_hosts=["127.0.0.1"],
        processor_workers=1,
        processor_job_seconds=60,
    )


def signed(body: dict[str, Any], message_id: str = "m1") -> tuple[str, dict[str, str]]:
    """A body, and the headers with its signature."""
    text = json.dumps(body)
    return text, Signer(SECRET).headers(message_id, text)
