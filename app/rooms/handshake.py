"""What a client sends when it opens a WebSocket: its address, its tokens and its query."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import HTTPConnection
from starlette.types import Scope

from app.http.client_address import Network, client_address
from app.http.rate_limits import client_network
from app.rooms import protocol

NUMBERS = {"since": 18, "team": 6}  # query parameters that are numbers, and how many digits they may have


class InvalidQuery(Exception):
    """A query parameter can't be read; the message says why."""


class Handshake:
    """The opening request of a WebSocket. `offered`: the tokens among its subprotocols, by their names."""

    def __init__(self, scope: Scope, trusted_proxies: Sequence[Network]) -> None:
        self.address = client_address(HTTPConnection(scope), trusted_proxies)
        self.network = client_network(self.address)
        protocols = scope.get("subprotocols", ())
        pairs = zip(protocols[::2], protocols[1::2], strict=False)
        self.offered = {name: token for name, token in pairs if name in protocol.SUBPROTOCOLS}
        self._query_string: bytes = scope["query_string"]
        self._query: dict[str, str] = {}

    def read_query(self) -> None:
        """Read the query. Raises InvalidQuery."""
        try:
            pairs = parse_qsl(self._query_string.decode(), keep_blank_values=True, errors="strict")
        except UnicodeDecodeError as error:
            raise InvalidQuery(protocol.RELAY_CODES["invalid_query"]) from error
        self._query = dict(pairs)

    def forget_query(self) -> None:
        """Free its memory, which would else be held as long as the connection."""
        self._query, self._query_string, self.offered = {}, b"", {}

    def arguments(self, room_code: str, *names: str) -> dict[str, Any]:
        """The query parameters of these names, for the database. Raises InvalidQuery."""
        arguments: dict[str, Any] = {"room_code": room_code}
        for name in ("since", *names):
            given = self._query.get(name)
            if name == protocol.RESUME_SUBPROTOCOL:
                given = self.offered.get(name) or given
            if given and name in NUMBERS:
                if not (given.isascii() and given.isdigit() and len(given) <= NUMBERS[name]):
                    raise InvalidQuery(f"`{name}` must be a whole number.")
                arguments[name] = int(given)
            elif given:
                arguments[name] = given
        return arguments

    @property
    def token(self) -> str | None:
        """The access token, without the `Bearer ` that may stand before it in a query."""
        token = self.offered.get(protocol.SUBPROTOCOL) or self._query.get("token")
        return token.removeprefix("Bearer ") if token else None
