"""The OpenAPI document can be read by generators of clients, and describes what the API answers."""

import asyncio
import re
import threading
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from fastapi.routing import APIRoute

from app.cli.docs.python_errors import of_requests
from app.database.sql_errors import bodies, errors_of
from app.main import create_app
from app.routes import routers
from tests.fixtures import Client, Server

Json = dict[str, Any]
OF_SUPABASE_AUTH = {"422 refused"}  # and has no code of its own
OF_PLAIN_ROUTES = {"404 not_found"}  # of /metrics, which the document leaves out


@pytest.fixture(scope="module")
def document() -> Json:
    return create_app().openapi()


def routes() -> Iterator[APIRoute]:
    for router in routers():
        yield from (route for route in router.routes if isinstance(route, APIRoute))


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
        "forgot_password",  # who asks twice gets two links; nobody is signed in who could have a key
        "start_as_guest",  # a nickname is taken once; a kept answer would hold its token
        "upload_media",  # the same file is kept once
        "invite_host",  # a new invitation replaces the former; a kept answer would hold its token
    }
    assert takes == makes - safe_to_repeat


def problems(document: Json) -> dict[str, set[str]]:
    """Status and code of each problem that an operation lists, by its id."""
    return {
        operation["operationId"]: {
            f"{status} {code}"
            for status, response in operation["responses"].items()
            for code in response.get("x-codes", ())
        }
        for path in document["paths"].values()
        for operation in path.values()
    }


def test_errors_are_documented_as_problem_json(document: Json) -> None:
    for operation, status, response in responses(document):
        if status >= "400" and operation not in ("get /health/ready", "get /realtime/health"):
            assert response["content"].keys() == {"application/problem+json"}, operation


def test_an_operation_lists_the_errors_of_its_sql_function_and_no_others(document: Json) -> None:
    listed = problems(document)
    assert "404 quiz_not_found" in listed["get_quiz"]
    assert "409 attempt_finished" in listed["save_answers"]
    assert "422 format_has_key" in listed["download_quiz"]
    assert {"409 too_many_quizzes", "422 bad_language"} <= listed["create_quiz"]
    assert not {"404", "403", "409"} & {error[:3] for error in listed["list_rooms"]}
    assert "401 not_signed_in" in listed["create_quiz"]
    assert "401 not_signed_in" not in listed["get_quiz"]
    statuses = {frozenset(error[:3] for error in errors) for errors in listed.values()}
    assert len(statuses) > 15
    assert not any(everything := frozenset.union(*statuses) == each for each in statuses), everything


def test_the_sql_functions_that_a_route_calls_are_known() -> None:
    for route in routes():
        constants = {each for each in route.endpoint.__code__.co_consts if isinstance(each, str)}
        called = {f"public.{name}" for name in constants} & bodies().keys()
        called |= {name for each in constants for name in re.findall(r"\bcore\.\w+(?=\()", each)}
        known = {f"public.{route.name}", *getattr(route.endpoint, "fails_with", ())}
        unsaid = {name for name in called - known if errors_of(name)}
        assert not unsaid, f"{route.name}: say what it calls with fails_with"


def test_what_routes_say_that_they_raise_is_raised_somewhere() -> None:
    raised = {f"{each.status} {each.code}" for each in of_requests()} | OF_SUPABASE_AUTH
    for route in routes():
        for each in getattr(route.endpoint, "fails_with", ()):
            assert each in raised or each in bodies(), f"{route.name}: {each}"


def test_the_errors_that_routes_raise_in_python_are_listed(document: Json) -> None:
    everywhere = set().union(*problems(document).values())
    places = ("routes.py", "app/formats/files.py")
    raised = {f"{each.status} {each.code}" for each in of_requests() if each.place.endswith(places)}
    assert raised - everywhere - OF_PLAIN_ROUTES == set()


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


async def test_while_the_document_is_made_other_requests_are_answered(server: Server, api: Client) -> None:
    """The document waits for an answer to another request, which it would never get on the event loop."""
    make, begun, answered, made = server.app.openapi, threading.Event(), threading.Event(), []

    def slowly() -> Json:
        begun.set()
        assert answered.wait(60)
        made.append(make())
        return made[0]

    server.app.openapi = slowly  # type: ignore[method-assign]
    requests = [asyncio.create_task(api.get("/openapi.json")) for _ in range(2)]
    assert await asyncio.to_thread(begun.wait, 60)
    assert (await api.get("/health/live")).status_code == 200
    answered.set()
    first, second = await asyncio.wait_for(asyncio.gather(*requests), 60)
    assert first.json() == second.json() == made[0]
    assert len(made) == 1
