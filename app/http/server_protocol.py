"""uvicorn's HTTP with time limits: `uvicorn --http app.http.server_protocol:TimedProtocol`.

uvicorn itself waits for ever for the rest of a request, and takes any number of connections from one address.
Each of them keeps a file open.
"""

import asyncio
import json

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.http.per_address import HttpConnections
from app.http.problems import Problem

TIMED_PROTOCOL = "app.http.server_protocol:TimedProtocol"  # as uvicorn's option `http`
TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
TOO_MANY = Problem(
    429,
    "too_many_connections",
    "Too many connections are open from your address. Close some, or wait a moment.",
)


class TimedProtocol(HttpToolsProtocol):
    """A connection that is closed if the headers of a request, or its body, come too slowly."""

    headers_within_s = 15.0  # from the first byte, or from connecting
    body_patience_s = 30.0  # for a body, and a second more for each of the following bytes
    bytes_per_s = 4096

    # A proxy keeps its connections for other clients: nginx for 60 s, and it must be the first to close them
    proxy_keep_alive_s = 75

    _network: str | None = None  # for which this connection counts
    _waiting: asyncio.TimerHandle | None = None
    _body_began = 0.0
    _body_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request, unless too many connections are open from this address."""
        super().connection_made(transport)
        connections: HttpConnections | None = self.app_state.get(HttpConnections.STATE)
        if connections:
            self._network = connections.network_of(self.client[0] if self.client else None)
            if self._network is None:
                self.timeout_keep_alive = self.proxy_keep_alive_s
            elif not connections.add(self._network):
                transport.write(_refusal(TOO_MANY))
                transport.close()
                return
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
        """The WebSocket has timeouts and limits of its own."""
        self._stop_waiting()
        self._stop_counting()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting and counting."""
        self._stop_waiting()
        self._stop_counting()
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

    def _stop_counting(self) -> None:
        """No longer count this connection. A second call changes nothing."""
        if self._network is not None:
            self.app_state[HttpConnections.STATE].remove(self._network)
            self._network = None

    def _stop_waiting(self) -> None:
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None


def _refusal(problem: Problem) -> bytes:
    body = json.dumps(problem.body).encode()
    head = (
        f"HTTP/1.1 {problem.status} Too Many Requests",
        "connection: close",
        "content-type: application/problem+json",
        f"content-length: {len(body)}",
    )
    return "\r\n".join((*head, "", "")).encode() + body
