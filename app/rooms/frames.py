"""What a frame says: read by the types of the protocol, and what is wrong with it named."""

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
    """A frame that says nothing; `code` is one of RELAY_CODES."""

    def __init__(self, code: Code, message: str | None = None, command_id: CommandId | None = None) -> None:
        super().__init__(message or RELAY_CODES[code])
        self.code = code
        self.command_id = command_id


def read_player(text: str) -> PlayerMessage:
    """What a player's frame says. Raises BadFrame."""
    try:
        message: PlayerMessage = _players.decode(text)
    except (ValueError, RecursionError) as error:
        raise _what_is_wrong(text, PLAYER_TYPES, error) from error
    if isinstance(message, Answer) and _holds_nul(message.response):
        raise BadFrame("invalid_text")
    return message


def read_host(text: str) -> HostMessage:
    """What a host's frame says. Raises BadFrame."""
    try:
        message: HostMessage = _hosts.decode(text)
    except (ValueError, RecursionError) as error:
        raise _what_is_wrong(text, HOST_TYPES, error) from error
    return message


def read_watcher(text: str) -> WatcherMessage:
    """What the frame of somebody who watches says. Raises BadFrame."""
    try:
        message: WatcherMessage = _watchers.decode(text)
    except (ValueError, RecursionError) as error:
        raise _what_is_wrong(text, WATCHER_TYPES, error) from error
    return message


def _holds_nul(response: Response) -> bool:
    if isinstance(response, list):
        return any("\0" in item for item in response)
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
    """The id of a message that is wrong otherwise, where it can be an id."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    return given if len(str(given)) <= 100 else None
