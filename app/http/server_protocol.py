"""uvicorn's HTTP with time limits: `uvicorn --http app.http.server_protocol:TimedProtocol`.

uvicorn itself waits for ever for the rest of a request. Each request that never ends would keep a file open.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

TIMED_PROTOCOL = "app.http.server_protocol:TimedProtocol"  # as uvicorn's option `http`
TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class TimedProtocol(HttpToolsProtocol):
    """A connection that is closed if the headers of a request, or its body, come too slowly."""

    headers_within_s = 15.0  # from the first byte, or from connecting
    body_patience_s = 30.0  # for a body, and a second more for each of the following bytes
    bytes_per_s = 4096

    _waiting: asyncio.TimerHandle | None = None
    _body_began = 0.0
    _body_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait_for_headers()

    def on_message_begin(self) -> None:
        """Wait for the headers of a request."""
        super().on_message_begin()
        self._wait_for_headers()

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        self._stop_waiting()
        self._body_began, self._body_bytes = self.loop.time(), 0
        self._waiting = self.loop.call_later(self.body_patience_s, self._check_body)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Give the rest of a body more time."""
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request has arrived."""
        self._stop_waiting()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """The WebSocket has timeouts of its own."""
        self._stop_waiting()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        self._stop_waiting()
        self._waiting = self.loop.call_later(self.headers_within_s, self._give_up)

    def _check_body(self) -> None:
        """Give up on a body that is later than its bytes allow, unless this server itself reads nothing."""
        late_s = self.loop.time() - self._body_began - self.body_patience_s
        allowed_s = self._body_bytes / self.bytes_per_s
        if self.flow.read_paused:
            self._body_began += self.body_patience_s
        elif late_s >= allowed_s:
            self._give_up()
            return
        self._waiting = self.loop.call_later(max(allowed_s - late_s, 0.001), self._check_body)

    def _give_up(self) -> None:
        """Close the connection; with a status, unless a response has begun."""
        self._stop_waiting()
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(TIMEOUT)
        self.transport.close()

    def _stop_waiting(self) -> None:
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None
