"""The client address of a request, by which the limits per client count."""

import logging
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.requests import HTTPConnection

log = logging.getLogger(__name__)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def client_address(connection: HTTPConnection, trusted_proxies: Sequence[Network]) -> str | None:
    """The client's IP address in its canonical form, or None for a Unix socket.

    `X-Forwarded-For` counts only as far as trusted proxies wrote it: it is read from the right, and the first
    address that is not a trusted proxy's is the client's. What is before that may be forged, and is ignored.
    """
    nearest = _read(connection.client.host) if connection.client else None
    if nearest is None:
        return None
    hops = [hop for header in connection.headers.getlist("x-forwarded-for") for hop in header.split(",")]
    while hops and _is_of(nearest, trusted_proxies):
        before = _read(hops.pop())
        if before is None:
            break
        nearest = before
    return str(nearest)


def direct_client(peer: str | None, trusted_proxies: Sequence[Network]) -> str | None:
    """The address of a client that has opened a connection itself; None for a proxy or a Unix socket."""
    address = _read(peer) if peer else None
    return None if address is None or _is_of(address, trusted_proxies) else str(address)


class UnknownProxies:
    """Tells the log, once, that requests come through a proxy that TRUSTED_PROXIES does not name."""

    def __init__(self, trusted_proxies: Sequence[Network]) -> None:
        self._trusted_proxies = trusted_proxies
        self._told = False

    def note(self, connection: HTTPConnection) -> None:
        """Look at a request."""
        if self._told or "x-forwarded-for" not in connection.headers or not connection.client:
            return
        peer = direct_client(connection.client.host, self._trusted_proxies)
        hops = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
        if peer is None or peer in [str(_read(hop)) for hop in hops]:  # uvicorn has taken it from there
            return
        self._told = True
        log.warning(
            "A request from %s has X-Forwarded-For, which is ignored. If that is the address of your proxy, "
            "set TRUSTED_PROXIES to it: until then, all clients behind it share the limits of one address. "
            "If not, somebody has tried to forge an address, and there is nothing to do.",
            peer,
        )


def _read(text: str) -> Address | None:
    """An address as proxies write it: bare, `[v6]`, `v4:port` or `[v6]:port`; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_of(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)
