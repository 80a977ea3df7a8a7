"""Ports for programs that a test starts."""

import random
import socket

# Below those that systems give to connections (32768 on Linux): one of these can be taken before the program
# listens
PORTS = range(10_000, 32_000)


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
