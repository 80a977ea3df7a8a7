"""What operators see of requests: an id in each log line and response, and figures for Prometheus."""

import logging
import re
import time
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")  # of a proxy; nothing else gets into logs
EVENT_STREAM = b"text/event-stream; charset=utf-8"
request_id_of_task: ContextVar[str | None] = ContextVar("request_id", default=None)
SERVER_LOGGERS = ("", "uvicorn", "uvicorn.error", "uvicorn.access")


class Figures:
    """The figures of one app, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "quizzler_requests", "Requests that were answered.", ("method", "route", "status"),
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "quizzler_request_seconds", "How long requests took.", ("method", "route"), registry=self.registry
        )


class Observed:
    """ASGI middleware: gives each request an id, and counts it."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app = app
        self.figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; WebSockets and the start and end of the app pass through."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else str(uuid4())
        began, status, streams = time.perf_counter(), 500, False

        async def send_with_id(message: Message) -> None:
            nonlocal status, streams
            if message["type"] == "http.response.start":
                status = message["status"]
                streams = (b"content-type", EVENT_STREAM) in message.get("headers", ())
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        before = request_id_of_task.set(request_id)
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            request_id_of_task.reset(before)
            labels = (scope["method"], getattr(scope.get("route"), "path", "other"))
            self.figures.requests.labels(*labels, str(status)).inc()
            if not streams:  # which last as long as their clients like
                self.figures.seconds.labels(*labels).observe(time.perf_counter() - began)


def log_as_json() -> None:
    """Write each line of the log as one JSON object: event, level, logger, timestamp, request_id."""
    import structlog  # with Rich, which it loads, it takes 4 MiB that logs of plain lines don't need

    before: list[Any] = [
        _add_request_id,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler())
    for name in SERVER_LOGGERS:
        for handler in logging.getLogger(name).handlers:
            handler.setFormatter(formatter)


def _add_request_id(logger: Any, method: str, line: dict[str, Any]) -> dict[str, Any]:
    """What structlog calls for each line."""
    request_id = request_id_of_task.get()
    return {**line, "request_id": request_id} if request_id else line
