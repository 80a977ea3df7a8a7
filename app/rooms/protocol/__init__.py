"""Every message of a live room, as types: JSON text frames, each an object with `type`.

Room events (`RoomEvent`) carry `seq`, their number in the room's log. A client that comes back with
`?since=<seq>` receives what it missed, the newest 100 events at most (`live.missed_events`), after its
`welcome`, which has the room as it is now. A field without a value is left out or null. Clients must
ignore fields that they do not know; the server refuses fields that it does not know.

How a connection ends (the close code):

| code | reason | come back? |
|---|---|---|
| 1000 | `left` (after `leave`), `room_ended` (after `room.ended`) | no |
| 1007 | a frame was not UTF-8 (RFC 6455) | after correcting it |
| 1008 | `too_many_frames` | after correcting it |
| 1009 | `frame_too_large` | after correcting it |
| 1012 | the server restarts; the room goes on | at once, with `resume` and `since` |
| 4001 | `kicked` | no |
| 4002 | `replaced`: the same player has a newer connection | no |
| 4007 | `too_many_bad_frames` | after correcting it |
| 4008 | `too_slow`: did not read what was sent | with `resume` and `since` |
| 4401, 4403, 4404, 4409, 4422, 4429 | 4000 + HTTP status: refused; the `error` before it says why | no |
| 4500 | `internal_error`: something went wrong on the server | no |
| 4503 | the database or the keys that verify tokens can't be reached, or the server is full | in a moment |
"""

from typing import Any, get_args

import msgspec

# All of them are used from here, as `protocol.Kicked`
from app.rooms.protocol.codes import *  # noqa: F403
from app.rooms.protocol.fields import *  # noqa: F403
from app.rooms.protocol.from_clients import *  # noqa: F403
from app.rooms.protocol.from_clients import ClientMessage
from app.rooms.protocol.from_server import *  # noqa: F403
from app.rooms.protocol.from_server import ServerMessage


def types_of(messages: Any) -> frozenset[str]:
    """The `type` of each message of a union such as `HostMessage`."""
    return frozenset(str(message.__struct_config__.tag) for message in get_args(messages))


def type_of(message: ServerMessage | ClientMessage) -> str:
    """The message's `type`."""
    return str(message.__struct_config__.tag)


def encode(message: ServerMessage | ClientMessage) -> str:
    """The message as the text of a frame."""
    return msgspec.json.encode(message).decode()
