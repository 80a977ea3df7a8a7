"""docs/asyncapi.yaml is valid AsyncAPI 3, and real frames match it."""

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import msgspec
import pytest

from app.cli.docs import asyncapi
from app.rooms import protocol
from app.rooms.protocol import QuestionOpened, Result
from client import Host, Player
from tests.rooms.conftest import OpenQuestion


def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(asyncapi.page())
    return read


SPECIFICATION = jsonschema.Draft7Validator(
    json.loads((Path(__file__).parent / "asyncapi" / "3.0.0.json").read_text(encoding="utf-8"))
)
BROKEN = {
    "no title": (("info",), {"version": "1.0.0"}),
    "an unknown action": (("operations", "host_send", "action"), "shout"),
    "an address that is not text": (("channels", "host", "address"), 7),
    "an unknown field": (("channels", "host", "subscribe"), {}),
    "a payload that is not a schema": (("components", "messages", "Ping", "payload"), 7),
}


def test_the_document_is_valid_by_the_official_schema_of_asyncapi() -> None:
    assert [error.message for error in SPECIFICATION.iter_errors(document())] == []


@pytest.mark.parametrize("fault", BROKEN)
def test_an_invalid_document_is_recognised(fault: str) -> None:
    *path, last = BROKEN[fault][0]
    place = whole = document()
    for step in path:
        place = place[step]
    place[last] = BROKEN[fault][1]
    assert not SPECIFICATION.is_valid(whole)


def test_every_reference_of_the_document_resolves() -> None:
    whole = document()

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [found for inner in value.values() for found in references(inner)]
        return [found for inner in value for found in references(inner)] if isinstance(value, list) else []

    found = references(whole)
    assert found
    for reference in found:
        place = whole
        for step in reference.removeprefix("#/").split("/"):
            place = place[step.replace("~1", "/")]


def test_every_message_is_in_the_document_under_its_type() -> None:
    named = {message["name"] for message in document()["components"]["messages"].values()}
    unions = (protocol.AnyServerMessage, protocol.HostMessage, protocol.PlayerMessage)
    assert named == {str(kind.__struct_config__.tag) for union in unions for kind in get_args(union)}


async def test_real_frames_match_the_document(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    """Each frame of a short game has all required fields of its message's schema, and no unknown ones."""
    for player in players:
        await player.answer(open_question.number, open_question.right)
    await host.wait_for(protocol.QuestionClosed)
    await players[0].wait_for(Result)
    ended = await host.end()
    schemas = document()["components"]["schemas"]
    seen = [
        ended,
        host.welcome,
        players[0].welcome,
        open_question.opened,
        *host.messages,
        *players[0].messages,
    ]
    assert {type(message) for message in seen} >= {protocol.Welcome, QuestionOpened, protocol.QuestionClosed}
    for message in seen:
        frame = msgspec.to_builtins(message)
        schema = schemas[type(message).__name__]
        assert set(schema["required"]) <= set(frame), frame
        assert set(frame) <= set(schema["properties"]), frame
