"""The addresses at which other devices of the local network can open Quizzler."""

import socket
from collections.abc import Iterable
from ipaddress import ip_address

import psutil

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only compared
VIRTUAL = ("br-", "docker", "tailscale", "tap", "tun", "utun", "veth", "virbr", "vmnet", "vboxnet", "wg")


def listening_hosts(port: int) -> list[str]:
    """The addresses at which this process listens on this port."""
    sockets = psutil.Process().net_connections("inet")
    return [
        each.laddr.ip for each in sockets if each.status == psutil.CONN_LISTEN and each.laddr.port == port
    ]


def network_urls(hosts: Iterable[str], port: int, root_path: str) -> list[str]:
    """The addresses of a server that listens at `hosts`, as phones of the network have to open them.

    The most likely one comes first: that of the route to other networks, then of other network cards, then of
    virtual ones. It is empty if only this machine can reach the server.
    """
    found: list[str] = []
    for host in hosts:
        found += _own_addresses() if host in EVERYWHERE else [host]
    reachable = [host for host in dict.fromkeys(found) if not _is_local(host)]
    return [f"{url_of(host, port)}{root_path}" for host in reachable]


def url_of(host: str, port: int) -> str:
    """The address of a server on this host."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _own_addresses() -> list[str]:
    """The IPv4 addresses of this machine, the most likely one first."""
    running = {name for name, state in psutil.net_if_stats().items() if state.isup}
    addresses = [
        (name.startswith(VIRTUAL), entry.address)
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        if name in running and entry.family == socket.AF_INET
    ]
    routed = _routed_address()
    return [address for _, address in sorted(addresses, key=lambda each: (each[1] != routed, each[0]))]


def _routed_address() -> str | None:
    """This machine's address on the route to other networks. Connecting this socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _is_local(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_link_local
