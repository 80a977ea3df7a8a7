"""docs/protocol.md: the protocol of live rooms for people, made from its types."""

import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from app.cli.docs import markdown
from app.rooms import behaviour, protocol

ROLES = {
    "host": (protocol.HostMessage, "A host of the room, with an access token."),
    "player": (protocol.PlayerMessage, "A player, with a nickname or a `resume` token."),
    "projector": (
        protocol.WatcherMessage,
        "The screen of the room: receives what everybody receives.",
    ),
    "spectator": (
        protocol.WatcherMessage,
        "The same on a phone, which may not show the words of a question.",
    ),
}
QUERY = {
    "host": "`token` (or the subprotocols `bearer, <token>`, or a first message `authenticate`), `since`",
    "player": "`username`, `resume`, `avatar`, `team`, `token`, `since`",
    "projector": "`since`",
    "spectator": "`since`",
}
STRUCTS = [
    protocol.Member,
    protocol.HostPerson,
    protocol.Team,
    protocol.Question,
    protocol.Choice,
    protocol.Standing,
    protocol.TeamStanding,
]
COMMENT = re.compile(r" +# (.*)")
FIELD = re.compile(r" +(\w+): [^#]*(?:# (.*))?")
MADE = """
Made by `make docs` from `app/rooms/protocol/`; do not edit. For programs: [asyncapi.yaml](asyncapi.yaml),
AsyncAPI 3.
"""
CODES = """
The codes of `error` and `answer.rejected`, with their sentences, are in
[errors.md](errors.md).
"""
REPLIES = """
The reply to every message of every role in every state of a room. `done` and `error` carry the `id` of the
command. In an ended room a connection receives its `welcome` and a close.
"""


def page() -> str:
    """The protocol as a document for people."""
    roles = (
        (role, f"`/realtime/ws/{role}/{{room_code}}`", QUERY[role], about)
        for role, (_, about) in ROLES.items()
    )
    return markdown.page(
        "# The protocol of live rooms",
        MADE,
        *markdown.blocks(inspect.getdoc(protocol)),
        "## Where to connect",
        markdown.table(("who", "address", "query parameters", ""), roles),
        "The first message of every connection is `welcome`, or `error` and a close.",
        CODES,
        "## Messages from clients",
        *(part for one in messages(protocol.PlayerMessage, protocol.HostMessage) for part in _section(one)),
        "## Messages from the server",
        *(part for one in messages(protocol.AnyServerMessage) for part in _section(one)),
        "## Types of their fields",
        *(part for one in STRUCTS for part in _section(one)),
        "## Replies by state",
        REPLIES,
        *(part for role in ROLES for part in _replies(role)),
    )


def messages(*unions: Any) -> list[Any]:
    """The types of these unions, each once."""
    return list(dict.fromkeys(message for union in unions for message in get_args(union)))


def _section(struct: Any) -> Iterator[str]:
    """A message or a type of its fields: heading, meaning, who sends it, fields."""
    tag = struct.__struct_config__.tag
    yield f"### `{tag}`" if tag else f"### {struct.__name__}"
    yield from markdown.blocks(struct.__doc__)
    senders = [role for role, (union, _) in ROLES.items() if struct in get_args(union)]
    yield f"From: {', '.join(senders)}." if senders else ""
    comments = field_comments(struct)
    fields = [
        (
            f"`{field.name}`",
            _type(field.type),
            "" if field.required else "may be left out",
            comments.get(field.name, ""),
        )
        for field in msgspec.structs.fields(struct)
    ]
    yield markdown.table(("field", "", "", ""), fields) if fields else ""


def field_comments(struct: Any) -> dict[str, str]:
    """What the comments above and beside the fields of a type say, by field."""
    comments: dict[str, str] = {}
    for base in reversed([one for one in struct.__mro__ if one.__module__.startswith(protocol.__name__)]):
        above: list[str] = []
        for line in inspect.getsource(base).splitlines():
            if comment := COMMENT.fullmatch(line):
                above.append(comment[1])
            elif field := FIELD.fullmatch(line):
                said = [*above, field[2]] if field[2] else above
                comments[field[1]] = " ".join(said) or comments.get(field[1], "")
                above = []
    return comments


def _replies(role: str) -> Iterator[str]:
    yield f"### {role}"
    rows = (
        (f"`{kind}`", *(f"`{behaviour.reply(role, kind, state)}`" for state in behaviour.STATES))
        for kind in behaviour.MESSAGES
    )
    yield markdown.table(("message", *behaviour.STATES), rows)


def _type(annotation: Any) -> str:
    return _shape(msgspec.json.schema(annotation))


def _shape(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(_shape(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_shape(schema.get('items', {}))}"
    return str(schema.get("type", "anything"))
