"""Says in plain sentences what pydantic found wrong with a request, and where."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

PARTS = ("body", "query", "path", "header", "cookie")
ENTRIES = {
    "rubric": "criterion",
    "pages": "page range",
}  # of others it is the singular: "choice" of "choices"
Place = tuple[str | int, ...]
NO_ID = "It must be an id such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff."
NO_FORM = "It does not have the form that /docs shows for it."
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
    "decimal_type": "It must be a number.",
    "decimal_parsing": "It must be a number.",
    "greater_than": "It must be more than {gt}.",
    "greater_than_equal": "It must be at least {ge}.",
    "less_than": "It must be less than {lt}.",
    "less_than_equal": "It must be at most {le}.",
    "is_instance_of": NO_ID,
    "uuid_type": NO_ID,
    "uuid_parsing": NO_ID,
    "datetime_type": NO_TIME,
    "datetime_parsing": NO_TIME,
    "datetime_from_date_parsing": NO_TIME,
    "timezone_aware": NO_TIME,
    "literal_error": "It must be one of: {expected}.",
    "enum": "It must be one of: {expected}.",
    "none_required": "It must be null.",
    "json_invalid": "It is not valid JSON.",
}


def place(where: Place) -> str:
    """A place in a request, in the words of core.entry_place; "" for the whole request.

    ("body", "choices", 2, "media_url") is "choice 3, “media_url”".
    """
    if where and where[0] in PARTS:
        where = where[1:]
    said: list[str] = []
    for before, part in pairwise(("", *where)):
        if isinstance(part, str):
            said.append(f"“{_sendable(part)}”" if "_" in part else _sendable(part))
        elif isinstance(before, str) and before and "_" not in before:
            said[-1] = f"{ENTRIES.get(before, before.removesuffix('s'))} {part + 1}"
        else:
            said.append(f"entry {part + 1}")
    return ", ".join(said)


def explain(errors: Sequence[dict[str, Any]], body: object = None) -> list[dict[str, str]]:
    """Pydantic's errors about a request with this body as [{"where", "message"}]: places and sentences.

    Pydantic has errors for each type that a field may have. Those of the type that fits best stay, and what
    is said of one place is said in one sentence: "It must be a text or a number."
    """
    said = _said(errors, body)
    return [{"where": place(where), "message": _either(messages)} for where, messages in said.items()]


def pointer(errors: Sequence[dict[str, Any]], body: object = None) -> str | None:
    """The place in the body of the first of pydantic's errors, as a JSON Pointer; None if it has none."""
    where = next(iter(_said(errors, body)), ())
    if where[:1] != ("body",):
        return None
    parts = (_sendable(str(part)).replace("~", "~0").replace("/", "~1") for part in where[1:])
    return "".join(f"/{part}" for part in parts) or None


def _said(errors: Sequence[dict[str, Any]], body: object) -> dict[Place, list[str]]:
    """What is said of each place."""
    errors = [{**error, "loc": () if error["type"] == "json_invalid" else error["loc"]} for error in errors]
    found = [(*_without_types(error["loc"], body, error["type"] == "missing"), error) for error in errors]
    deepest: dict[Place, int] = {}
    for where, choice, _ in found:
        if choice is not None:
            deepest[choice] = max(deepest.get(choice, 0), len(where))
    said: dict[Place, list[str]] = {}
    for where, choice, error in found:
        if choice is None or len(where) == deepest[choice]:
            said.setdefault(where, []).append(_message(error))
    return said


def _without_types(where: Place, body: object, is_missing: bool) -> tuple[Place, Place | None]:
    """The place without pydantic's names of types, and the place of the first field that has several types.

    A name of a type is a part that the body doesn't have there, unless it is the field that is missing.
    """
    if not where or where[0] != "body":
        return where, None
    kept: Place = ("body",)
    choice = None
    for part in where[1:]:
        if isinstance(body, dict) and part in body:
            body = body[part]
        elif is_missing and part == where[-1]:
            body = None
        elif isinstance(body, list) and isinstance(part, int):
            body = body[part] if part < len(body) else None
        else:
            choice = kept if choice is None else choice
            continue
        kept += (part,)
    return kept, choice


def _message(error: dict[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return _sentence(re.sub(r"^(Value error, |value is not a valid email address: )", "", error["msg"]))
    if kind in ("string_too_short", "too_short") and context["min_length"] == 1:
        return "It must not be empty."
    unit = "characters" if isinstance(error.get("input"), str) else "entries"
    return SENTENCES.get(kind, NO_FORM).format_map({"unit": unit, **context})


def _either(messages: list[str]) -> str:
    """One sentence for what is said of one place."""
    messages = list(dict.fromkeys(messages))
    if SENTENCES["float_type"] in messages and SENTENCES["int_type"] in messages:
        messages.remove(SENTENCES["int_type"])
    start = "It must be "
    if all(message.startswith(start) for message in messages):
        kinds = [message.removeprefix(start).removesuffix(".") for message in messages]
        return f"{start}{' or '.join(kinds)}."
    return " ".join(messages)


def in_one(explained: dict[str, str]) -> str:
    """Place and sentence as one line."""
    where, message = explained["where"], explained["message"]
    if where:
        return f"{where}: {message}"
    subject, rest = message[:3], message[3:]
    return f"The body of the request {rest}" if subject == "It " else message


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sendable(text: str) -> str:
    """A field's name as the caller wrote it, with lone surrogates replaced."""
    return text.encode(errors="replace").decode()
