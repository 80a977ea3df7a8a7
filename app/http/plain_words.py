"""Says in plain sentences what pydantic found wrong with a request, and where."""

from collections.abc import Sequence
from typing import Any

PARTS = ("body", "query", "path", "header", "cookie")
TAGS = ("draft", "drafts")  # of the models that a body may have
NO_TIME = "It must be a date and time with a time zone, such as 2026-09-01T08:00:00Z."

# By pydantic's types of errors (https://docs.pydantic.dev/latest/errors/validation_errors)
SENTENCES = {
    "missing": "It is missing.",
    "extra_forbidden": "There is no such field.",
    "string_type": "It must be a text.",
    "string_unicode": "It must be a text.",
    "string_too_short": "It must have at least {min_length} characters.",
    "string_too_long": "It may have at most {max_length} characters.",
    "string_pattern_mismatch": "It has characters that are not allowed here.",
    "too_short": "It must have at least {min_length} {unit}.",
    "too_long": "It may have at most {max_length} {unit}.",
    "list_type": "It must be a list.",
    "dict_type": "It must be an object.",
    "model_type": "It must be an object.",
    "model_attributes_type": "It must be an object.",
    "bool_type": "It must be true or false.",
    "bool_parsing": "It must be true or false.",
    "int_type": "It must be a whole number.",
    "int_parsing": "It must be a whole number.",
    "int_parsing_size": "It is too large a number.",
    "int_from_float": "It must be a whole number.",
    "float_type": "It must be a number.",
    "float_parsing": "It must be a number.",
    "finite_number": "It must be a number.",
    "greater_than": "It must be more than {gt}.",
    "greater_than_equal": "It must be at least {ge}.",
    "less_than": "It must be less than {lt}.",
    "less_than_equal": "It must be at most {le}.",
    "uuid_type": "It must be an id such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff.",
    "uuid_parsing": "It must be an id such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff.",
    "datetime_type": NO_TIME,
    "datetime_parsing": NO_TIME,
    "datetime_from_date_parsing": NO_TIME,
    "timezone_aware": NO_TIME,
    "literal_error": "It must be one of: {expected}.",
    "enum": "It must be one of: {expected}.",
    "none_required": "It must be null.",
    "json_invalid": "It is not valid JSON.",
}


def place(where: Sequence[str | int]) -> str:
    """A place in a request as a person would say it; "" for the whole request.

    ("body", "choices", 2, "text") is "choices, entry 3, text".
    """
    parts = [*where]
    if parts and parts[0] in PARTS:
        del parts[0]
    if parts and parts[0] in TAGS:
        del parts[0]
    said = (f"entry {part + 1}" if isinstance(part, int) else _sendable(part) for part in parts)
    return ", ".join(said)


def explain(error: dict[str, Any]) -> dict[str, str]:
    """One of pydantic's errors as {"where", "message"}: a place and a sentence."""
    kind, context = error["type"], error.get("ctx", {})
    where = () if kind == "json_invalid" else error["loc"]
    unit = "characters" if isinstance(error.get("input"), str) else "entries"
    if kind == "value_error":
        message = _sentence(error["msg"].removeprefix("Value error, "))
    else:
        message = SENTENCES.get(kind, "It can't be read.").format_map({"unit": unit, **context})
    return {"where": place(where), "message": message}


def in_one(explained: dict[str, str]) -> str:
    """Place and sentence as one line."""
    where, message = explained["where"], explained["message"]
    return f"{where}: {message}" if where else message.replace("It ", "The body of the request ", 1)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sendable(text: str) -> str:
    """A field's name as the caller wrote it, with lone surrogates replaced."""
    return text.encode(errors="replace").decode()
