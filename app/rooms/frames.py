"""Reads frames as messages of the protocol, or says what is wrong with them."""

from typing import Any

import msgspec

from app.rooms.protocol import (
    RELAY_CODES,
    Answer,
    Code,
    CommandId,
    HostMessage,
    PlayerMessage,
    Response,
    WatcherMessage,
    types_of,
)

PLAYER_TYPES = types_of(PlayerMessage)
HOST_TYPES = types_of(HostMessage)
WATCHER_TYPES = types_of(WatcherMessage)

_players = msgspec.json.Decoder(PlayerMessage)
_hosts = msgspec.json.Decoder(HostMessage)
_watchers = msgspec.json.Decoder(WatcherMessage)


class BadFrame(Exception):
    """A frame that is refused; `code` is one of RELAY_CODES."""

    def __init__(self, code: Code, message: str | None = None, command_id: CommandId | None = None) -> None:
        super().__init__(message or RELAY_CODES[code])
        self.code = code
        self.command_id = command_id


def read_player(text: str) -> PlayerMessage:
    """The message of a player's frame. Raises BadFrame."""
    message: PlayerMessage = _read(text, _players, PLAYER_TYPES)
    if isinstance(message, Answer) and _holds_nul(message.response):
        raise BadFrame("invalid_text")
    return message


def read_host(text: str) -> HostMessage:
    """The message of a host's frame. Raises BadFrame."""
    message: HostMessage = _read(text, _hosts, HOST_TYPES)
    return message


def read_watcher(text: str) -> WatcherMessage:
    """The message in the frame of a projector or spectator. Raises BadFrame."""
    message: WatcherMessage = _read(text, _watchers, WATCHER_TYPES)
    return message


def _read(text: str, decoder: "msgspec.json.Decoder[Any]", allowed: frozenset[str]) -> Any:
    try:
        return decoder.decode(text)
    except (ValueError, RecursionError) as error:
        raise _what_is_wrong(text, allowed, error) from error


def _holds_nul(response: Response) -> bool:
    if isinstance(response, list):
        return any("\0" in item for item in response)
    if isinstance(response, dict):
        return any("\0" in str(text) for part in response.items() for text in part)
    return isinstance(response, str) and "\0" in response


def _what_is_wrong(text: str, allowed: frozenset[str], error: Exception) -> BadFrame:
    try:
        frame = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return BadFrame("invalid_json")
    if not isinstance(frame, dict):
        return BadFrame("not_an_object")
    command_id, kind = _echoed(frame.get("id")), frame.get("type")
    if not isinstance(kind, str) or kind not in HOST_TYPES | PLAYER_TYPES:
        return BadFrame("unknown_type", None, command_id)
    if kind in allowed:
        return BadFrame("invalid_message", f"{RELAY_CODES['invalid_message']} {error}", command_id)
    if allowed is WATCHER_TYPES:
        return BadFrame("only_watching", None, command_id)
    return BadFrame("not_the_host" if kind in HOST_TYPES else "not_a_player", None, command_id)


def _echoed(given: object) -> CommandId | None:
    """The id to send back with an error; None if `given` can't be an id."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    return given if len(str(given)) <= 100 else None
