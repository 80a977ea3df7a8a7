"""A value of the wrong type is refused with the name of its argument, never with a 500."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest

from app.database.pool import Database
from tests.attempts.taking import Quiz, make_quiz, single
from tests.fixtures import Client, SignUp, Sql, database_url
from tests.http.test_bad_requests import is_not_configured, is_problem

Json = dict[str, Any]
Place = tuple[str | int, ...]

HUGE = [str(10**30), str(-(10**30)), str(2**63), str(-(2**63) - 1), "1" + "0" * 400]
NOT_JSON = ["NaN", "Infinity", "-Infinity", "1e400"]
SAMPLES = {"string": "x", "integer": 1, "number": 1, "boolean": True, "null": None}


class OpenApi:
    """The OpenAPI document of a running server, and the types in its requests."""

    def __init__(self, document: Json) -> None:
        self.document = document

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                if not path.startswith(
                    ("/events", "/webhook", "/payments/webhook")
                ):  # a stream; signed bodies
                    yield method.upper(), path, operation

    def resolved(self, schema: Json) -> Json:
        if "$ref" in schema:
            found: Json = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            return found
        options = [
            option for option in schema.get("anyOf", schema.get("oneOf", ())) if option != {"type": "null"}
        ]
        return self.resolved(options[0]) if options else schema

    def sample(self, schema: Json) -> Any:
        """A value of this schema, with all the fields that it may have."""
        schema = self.resolved(schema)
        if schema.get("type") == "array":
            return [self.sample(schema["items"])]
        if schema.get("type") == "object":
            return {name: self.sample(field) for name, field in schema.get("properties", {}).items()}
        if "enum" in schema:
            return schema["enum"][0]
        if "format" in schema:
            return {"uuid": str(uuid.UUID(int=0)), "date-time": "2127-01-01T00:00:00Z"}.get(
                schema["format"], "x"
            )
        return SAMPLES.get(schema.get("type", "string"))

    def numbers(self, schema: Json, place: Place = ()) -> Iterator[Place]:
        """Where the numbers are in a value of this schema."""
        schema = self.resolved(schema)
        if schema.get("type") in ("integer", "number"):
            yield place
        elif schema.get("type") == "array":
            yield from self.numbers(schema["items"], (*place, 0))
        elif schema.get("type") == "object":
            for name, field in schema.get("properties", {}).items():
                yield from self.numbers(field, (*place, name))


def with_number(body: Any, place: Place, number: str) -> str:
    """The body as JSON, with the number at `place` replaced by this text."""
    changed = json.loads(json.dumps(body))
    within = changed
    for step in place[:-1]:
        within = within[step]
    within[place[-1]] = "HERE"
    return json.dumps(changed).replace('"HERE"', number)


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


@pytest.fixture
def quiz(sql18: Sql, ada: Client) -> Quiz:
    return make_quiz(sql18, ada.person, single())


async def test_huge_and_invalid_numbers_are_refused_in_every_argument(ada: Client, quiz: Quiz) -> None:
    api = OpenApi((await ada.get("/openapi.json")).json())
    attempt = quiz.start(ada.person)
    room = (await ada.post("/realtime/rooms", json={"quiz_id": quiz.id})).json()
    known = {
        "{quiz_id}": quiz.id,
        "{question_id}": attempt["questions"][0]["id"],
        "{attempt_id}": attempt["id"],
        "{room_code}": room["room_code"],
        "{room}": room["room_code"],
    }
    tried = set()
    for method, path, operation in api.operations():
        url = "/".join(
            known.get(part, str(uuid.UUID(int=0)) if "{" in part else part) for part in path.split("/")
        )
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query" and [*api.numbers(parameter["schema"])]:
                for number in [*HUGE, "NaN", "1.5", "x", ""]:
                    answer = await ada.request(method, url, params={parameter["name"]: number})
                    tried.add((path, parameter["name"]))
                    assert answer.status_code == 422 or is_not_configured(answer), (path, parameter, number)
                    assert is_problem(answer), (path, parameter, number)
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        schema = content.get("schema", {})
        for place in api.numbers(schema):
            for number in [*HUGE, *NOT_JSON, '"7"', "true"]:
                body = with_number(api.sample(schema), place, number)
                answer = await ada.request(
                    method, url, content=body, headers={"Content-Type": "application/json"}
                )
                tried.add((path, place))
                where = method, path, place, number, answer.text
                assert answer.status_code < 500 or is_not_configured(answer), where
                assert answer.status_code < 400 or is_problem(answer), where
                if number in NOT_JSON and not is_not_configured(answer):
                    assert answer.status_code in (400, 422), where
    assert len(tried) > 40


@pytest.mark.parametrize(
    ("function", "arguments", "detail"),
    [
        ("calculate_credits", {"questions": 10**30}, "questions is out of range."),
        ("calculate_credits", {"questions": 2**31}, "questions is out of range."),
        ("calculate_credits", {"questions": "many"}, "questions must be a whole number."),
        ("calculate_credits", {"questions": 1.5}, "questions must be a whole number."),
        ("begin_payment", {"credits": "1e1000000"}, "credits is out of range."),
        ("list_attempts", {"quiz_id": "seven"}, "“quiz_id” must be an id."),
        ("list_quizzes", {"deleted": "perhaps"}, "deleted must be true or false."),
        (
            "reorder_questions",
            {"quiz_id": str(uuid.UUID(int=0)), "question_ids": ["x"]},
            "“question_ids” must be",
        ),
        (
            "reorder_questions",
            {"quiz_id": str(uuid.UUID(int=0)), "question_ids": 7},
            "“question_ids” must be",
        ),
        ("join_room", {"room_code": "x", "since": 2**63}, "since is out of range."),
    ],
)
async def test_sql_names_an_argument_of_the_wrong_type(
    sql18: Sql, function: str, arguments: Json, detail: str
) -> None:

    ada = sql18.person("ada")
    async with Database.connect(database_url(sql18.connection), 1) as database:
        with pytest.raises(asyncpg.PostgresError) as refused:
            await database.call_as(ada.claims, function, arguments)
    assert (refused.value.sqlstate, refused.value.detail) == ("PT422", "invalid_value")
    assert str(refused.value.args[0]).startswith(detail)


async def test_the_error_names_an_argument_of_the_wrong_type_over_rest(ada: Client) -> None:
    for method, path, body in (
        ("GET", "/credits/calculate?questions=many", None),
        ("GET", f"/credits/calculate?questions={10**30}", None),
        ("POST", "/realtime/rooms", {"quiz_id": "7", "question_seconds": "many"}),
        ("POST", "/quizzes", {"title": "x", "time_limit_s": "600"}),
        ("GET", "/quizzes?limit=x", None),
    ):
        answer = await ada.request(method, path, json=body)
        name = {"/realtime/rooms": "quiz_id", "/quizzes": "time_limit_s"}.get(
            path, path.split("?")[-1].split("=")[0]
        )
        assert answer.status_code == 422
        assert name in answer.json()["detail"], answer.text
