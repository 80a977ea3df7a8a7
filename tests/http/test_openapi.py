"""The OpenAPI document can be read by generators of clients, and describes what the API answers."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from app.main import create_app
from tests.fixtures import Client

Json = dict[str, Any]
METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture(scope="module")
def document() -> Json:
    return create_app().openapi()


def nodes(node: Any, where: str = "") -> Iterator[tuple[str, Json]]:
    """Every object within a document, with the place where it is."""
    if isinstance(node, dict):
        yield where, node
    for name, inner in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(inner, dict | list):
            yield from nodes(inner, f"{where}/{name}")


def responses(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                yield f"{method} {path}", status, response


def test_every_reference_leads_to_a_schema(document: Json) -> None:
    references = {node["$ref"] for _, node in nodes(document) if isinstance(node.get("$ref"), str)}
    assert references <= {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}


def test_an_operation_id_is_a_short_name_of_its_own(document: Json) -> None:
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))
    assert [each for each in ids if not re.fullmatch(r"[a-z]+(_[a-z]+){0,4}", each)] == []


def test_what_makes_something_or_costs_credits_takes_an_idempotency_key(document: Json) -> None:
    takes, makes = set(), set()
    for operations in document["paths"].values():
        for operation in operations.values():
            if "Idempotency-Key" in [each["name"] for each in operation.get("parameters", [])]:
                takes.add(operation["operationId"])
            if {"201", "202"} & operation["responses"].keys():
                makes.add(operation["operationId"])
    safe_to_repeat = {
        "register",  # signs in if the account is there; a kept answer would hold its tokens
        "sign_up",
        "invite_host",  # a new invitation replaces the former; a kept answer would hold its token
    }
    assert takes == makes - safe_to_repeat


def test_errors_are_documented_as_problem_json(document: Json) -> None:
    for operation, status, response in responses(document):
        if status == "default":
            assert response["content"].keys() == {"application/problem+json"}, operation


def test_every_json_response_has_an_example_that_its_schema_allows(document: Json) -> None:
    for _, _, response in responses(document):
        for media_type, content in response.get("content", {}).items():
            if "json" in media_type and content:
                schema = {**content["schema"], "components": document["components"]}
                jsonschema.Draft202012Validator(schema).validate(content["example"])


def test_every_value_of_a_response_has_a_type(document: Json) -> None:
    said = {"type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"}
    for name, schema in document["components"]["schemas"].items():
        for where, node in nodes(schema, name):
            for field, value in node.get("properties", {}).items() if "type" in node else ():
                assert said & value.keys(), f"{where}.{field}"
            free = node.get("type") == "object" and node.get("additionalProperties") is True
            assert not free or "properties" in node, where


async def test_the_api_answers_errors_in_the_documented_form(api: Client, document: Json) -> None:
    answer = await api.get("/quizzes/no-id")
    assert answer.headers["content-type"] == "application/problem+json"
    schema = {"$ref": "#/components/schemas/ProblemDetails", "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json())
