"""The Python client of live rooms, and bots that play with it."""

from client.client import Host, Player, Watcher
from client.connection import Disconnected, Refused

__all__ = ["Disconnected", "Host", "Player", "Refused", "Watcher"]
