"""The OpenAPI document lists the words of a field, which only SQL knows: both lists are the same."""

from typing import Any

import pytest

from tests.fixtures import Client, Sql

FIELDS = {
    ("NewQuiz", "visibility"): "visibility",
    ("NewQuiz", "counting_attempt"): "counting_attempt",
    ("NewQuiz", "review_shown"): "shown",
    ("NewQuiz", "key_shown"): "shown",
    ("Quiz", "state"): "quiz_state",
    ("QuestionDraft", "kind"): "question_kind",
    ("QuestionDraft", "difficulty"): "difficulty",
    ("TriviaRequest", "kind"): "question_kind",
    ("NewRoom", "formula"): "live_formula",
    ("NewRoom", "mode"): "room_mode",
    ("NewRoom", "team_mode"): "team_mode",
    ("Room", "state"): "room_state",
    ("CreditLine", "kind"): "transfer_kind",
    ("Media", "kind"): "media_kind",
    ("Upload", "state"): "upload_state",
}


def listed(schema: dict[str, Any]) -> list[str]:
    options = schema.get("anyOf", [schema])
    return next(option["enum"] for option in options if "enum" in option)


@pytest.fixture
async def schemas(api: Client) -> dict[str, Any]:
    found: dict[str, Any] = (await api.get("/openapi.json")).json()["components"]["schemas"]
    return found


async def test_words_are_those_of_sql(schemas: dict[str, Any], sql18: Sql) -> None:
    for (model, field), kind in FIELDS.items():
        known = sql18.value(f"select enum_range(null::core.{kind})::text[]")
        assert set(listed(schemas[model]["properties"][field])) == set(known), (model, field)
