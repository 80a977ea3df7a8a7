"""How many connections may be open from one address."""

from collections import Counter

from app.http.client_address import direct_client
from app.http.rate_limits import client_network
from app.settings import Settings


class PerAddress:
    """Counts the open connections of one kind, by the networks that they come from."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    def add(self, network: str) -> bool:
        """Count one more. Returns whether so many may be open."""
        self._open[network] += 1
        return self._open[network] <= self._most

    def remove(self, network: str) -> None:
        """Count one less."""
        self._open[network] -= 1
        if not self._open[network]:
            del self._open[network]


class HttpConnections(PerAddress):
    """The connections of this process that are not WebSockets, by the network of who has opened them."""

    STATE = "http_connections"  # its name in the state of the lifespan, where uvicorn's protocols find it

    def __init__(self, config: Settings, most_files: int) -> None:
        """One address gets at most half of the files that this process may open."""
        super().__init__(min(config.max_http_connections_per_ip, most_files // 2))
        self._trusted_proxies = config.trusted_proxies

    def network_of(self, peer: str | None) -> str | None:
        """The network that a connection from this address counts for.

        None: it isn't counted, because it is a proxy's, which has many clients, or comes by a Unix socket.
        """
        address = direct_client(peer, self._trusted_proxies)
        return client_network(address) if address else None
