"""The Python client of live rooms, and bots that play with it."""

from client.client import Host, Player, Watcher
from client.connection import Disconnected, Refused
from client.owner import Owner

__all__ = ["Disconnected", "Host", "Owner", "Player", "Refused", "Watcher"]
