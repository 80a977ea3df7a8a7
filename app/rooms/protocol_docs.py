"""Documents made from the types of the protocol: `docs/protocol.md` and, for programs, `docs/asyncapi.yaml`.

`quizzler protocol` writes both. Tests compare them with the types, and the types with real frames.
"""

import inspect
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import msgspec

from app.rooms import behaviour, protocol

DOCS = Path(__file__).parents[2] / "docs"
MARKDOWN = "protocol.md"
ASYNCAPI = "asyncapi.yaml"
ROLES = {
    "host": (protocol.HostMessage, "A host of the room, with an access token."),
    "player": (protocol.PlayerMessage, "A player, under a nickname or by a `resume` token."),
    "projector": (
        protocol.WatcherMessage,
        "The room's screen: receives what everybody receives.",
    ),
    "spectator": (protocol.WatcherMessage, "The same on a phone, where a question's words may be hidden."),
}
QUERY = {
    "host": "`token` (or the subprotocols `bearer, <token>`, or a first message `authenticate`), `since`",
    "player": "`username`, `resume`, `avatar`, `team`, `token`, `since`",
    "projector": "`since`",
    "spectator": "`since`",
}
REF = "#/components/schemas/"


def write(folder: Path = DOCS) -> list[Path]:
    """Write both documents into this folder and return their paths."""
    paths = [folder / MARKDOWN, folder / ASYNCAPI]
    for path, text in zip(paths, (markdown(), asyncapi()), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def markdown() -> str:
    """The protocol as a page to read."""
    parts = [
        "# The protocol of live rooms",
        "Made by `quizzler protocol` from `app/rooms/protocol.py`; do not edit. For programs: "
        f"[{ASYNCAPI}]({ASYNCAPI}), AsyncAPI 3.",
        inspect.cleandoc(protocol.__doc__ or ""),
        "## Where to connect",
        _table(
            ("who", "address", "query parameters", ""),
            (
                (role, f"`/realtime/ws/{role}/{{room_code}}`", QUERY[role], about)
                for role, (_, about) in ROLES.items()
            ),
        ),
        "The first message of every connection is `welcome`, or `error` and a close.",
        "## Messages from clients",
        *(
            _section(message, _who(message))
            for message in _messages(protocol.PlayerMessage, protocol.HostMessage)
        ),
        "## Messages from the server",
        *(_section(message, "") for message in _messages(protocol.AnyServerMessage)),
        "## Types of their fields",
        *(_section(struct, "") for struct in _structs()),
        "## Codes of `error` and `answer.rejected`",
        "The database has codes of its own; each comes with a sentence for people.",
        _table(
            ("code", "message"),
            ((f"`{code}`", text) for code, text in {**protocol.RELAY_CODES, **protocol.REJECTIONS}.items()),
        ),
        "## Replies by state",
        "The reply to every message of every role in every state of a room. `done` and `error` carry the "
        "`id` of the command. In an ended room a connection receives its `welcome` and a close.",
        *(
            f"### {role}\n\n"
            + _table(
                ("message", *behaviour.STATES),
                (
                    (f"`{kind}`", *(f"`{behaviour.reply(role, kind, state)}`" for state in behaviour.STATES))
                    for kind in behaviour.MESSAGES
                ),
            )
            for role in ROLES
        ),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def asyncapi() -> str:
    """The protocol as an AsyncAPI 3 document. It is JSON, which is YAML too."""
    clients = _messages(protocol.PlayerMessage, protocol.HostMessage)
    servers = _messages(protocol.AnyServerMessage)
    _, schemas = msgspec.json.schema_components([*clients, *servers], ref_template=REF + "{name}")
    names = {message: _name(message) for message in (*clients, *servers)}
    channels, operations = {}, {}
    for role, (messages_of_role, about) in ROLES.items():
        received = {names[message]: _message_ref(names[message]) for message in servers}
        sent = {names[message]: _message_ref(names[message]) for message in _messages(messages_of_role)}
        channels[role] = {
            "address": f"/realtime/ws/{role}/{{room_code}}",
            "description": about,
            "parameters": {"room_code": {"description": "however it is written: `7kx-3rw`"}},
            "messages": received | sent,
        }
        for action, messages in (("send", received), ("receive", sent)):
            operations[f"{role}_{action}"] = {
                "action": action,
                "channel": {"$ref": f"#/channels/{role}"},
                "messages": [{"$ref": f"#/channels/{role}/messages/{name}"} for name in messages],
            }
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Quizzler: live rooms",
            "version": "1.0.0",
            "description": inspect.cleandoc(protocol.__doc__ or ""),
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {
                name: {
                    "name": protocol.type_of(message),
                    "summary": inspect.cleandoc(message.__doc__ or ""),
                    "payload": {"$ref": REF + message.__name__},
                }
                for message, name in names.items()
            },
            "schemas": schemas,
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _message_ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/messages/{name}"}


def _name(message: Any) -> str:
    return str(message.__name__)


def _messages(*unions: Any) -> list[Any]:
    """The types of these unions, each once."""
    return list(dict.fromkeys(message for union in unions for message in get_args(union)))


def _structs() -> list[Any]:
    return [
        protocol.Member, protocol.HostPerson, protocol.Team, protocol.Question, protocol.Choice,
        protocol.Standing, protocol.TeamStanding,
    ]  # fmt: skip


def _who(message: Any) -> str:
    roles = [role for role, (messages, _) in ROLES.items() if message in get_args(messages)]
    return f"From: {', '.join(roles)}."


def _section(struct: Any, who: str) -> str:
    tag = struct.__struct_config__.tag
    about = inspect.cleandoc(struct.__doc__ or "")
    fields = msgspec.structs.fields(struct)
    table = _table(
        ("field", "", ""),
        (
            (f"`{field.name}`", _type(field.type), "" if field.required else "may be left out")
            for field in fields
        ),
    )
    heading = f"### `{tag}`" if tag else f"### {struct.__name__}"
    return "\n\n".join(part for part in (heading, about, who, table if fields else "") if part)


def _type(annotation: Any) -> str:
    schema = msgspec.json.schema(annotation)
    return _shape(schema).replace("|", "\\|")


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


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
