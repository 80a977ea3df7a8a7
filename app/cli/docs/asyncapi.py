"""docs/asyncapi.yaml: the protocol of live rooms for programs, made from its types."""

import inspect
import json
from typing import Any

import msgspec

from app.cli.docs.protocol import ROLES, messages
from app.rooms import protocol

REF = "#/components/schemas/"


def page() -> str:
    """The protocol as an AsyncAPI 3 document. It is JSON, which is YAML too."""
    clients = messages(protocol.PlayerMessage, protocol.HostMessage)
    servers = messages(protocol.AnyServerMessage)
    _, schemas = msgspec.json.schema_components([*clients, *servers], ref_template=REF + "{name}")
    for schema in schemas.values():
        if "description" in schema:  # a docstring, whose indentation Python keeps before 3.13
            schema["description"] = inspect.cleandoc(schema["description"])
    names = {message: _name(message) for message in (*clients, *servers)}
    channels, operations = {}, {}
    for role, (messages_of_role, about) in ROLES.items():
        received = {names[message]: _message_ref(names[message]) for message in servers}
        sent = {names[message]: _message_ref(names[message]) for message in messages(messages_of_role)}
        channels[role] = {
            "address": f"/realtime/ws/{role}/{{room_code}}",
            "description": about,
            "parameters": {"room_code": {"description": "in any spelling, such as `7kx-3rw`"}},
            "messages": received | sent,
        }
        for action, carried in (("send", received), ("receive", sent)):
            operations[f"{role}_{action}"] = {
                "action": action,
                "channel": {"$ref": f"#/channels/{role}"},
                "messages": [{"$ref": f"#/channels/{role}/messages/{name}"} for name in carried],
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
