"""The errors that a SQL function raises, such as `404 quiz_not_found`, by its comment and by its body.

A comment names the errors that reach a caller: `PT409 room_ended, room_locked`. It may refer to another
function: "PT422 as core.change_quiz". tests/database/test_error_comments.py compares comments with bodies.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.database.sql_files import function_files

FAILURE = re.compile(r"core\.(?:fail|refusal|refuse_guess)\(\s*(\d{3}),\s*'(\w+)'")
FAILURE_AT = re.compile(r"core\.fail_at\(\s*'(\w+)'")
# A code that comes with the data: the comment of the function names those that it may be
PASSED_ON = re.compile(r"core\.fail\(\s*\d{3},\s*(?!')")
CALL = re.compile(r"\b(?:core|public)\.\w+(?=\()")
REFERENCE = re.compile(r"(?:as|those of)\s+(core\.\w+)(?:\s+and\s+(core\.\w+))?")
NAMED = re.compile(r"(?<![.\w])[a-z]+(?:_[a-z0-9]+)+(?!\w)|\b(?:kicked|replaced)\b")

# Raised for calls through PostgREST that are too many or can't be counted, never for the REST API:
# core.require_calls_left
OF_COUNTED_CALLS = frozenset({"429 too_many_requests", "405 use_post", "400 plain_call_needed"})


@lru_cache
def bodies() -> dict[str, str]:
    """The code of each function without its comments, by its name with the schema."""
    return {
        file.function: re.sub("--.*", "", file.text.partition("\ncomment on function")[0])
        for file in function_files()
    }


@lru_cache
def comments() -> dict[str, str]:
    """The comment of each function, by its name with the schema; "" for one that has none."""
    return {
        file.function: re.split(r"(?:'|\$\$);\n", file.text.partition("\ncomment on function")[2])[0]
        for file in function_files()
    }


def errors_of(function: str) -> frozenset[str]:
    """Status and code of each error that reaches a caller of the REST API. KeyError: no such function."""
    comment = comments()[function]
    return frozenset(named(comment)).union(*map(raised, references(comment))) - OF_COUNTED_CALLS


def raised(function: str) -> frozenset[str]:
    """Status and code of each error that this function, or one that it calls, can raise."""
    code = bodies()
    found = set()
    for name in reached(function):
        found |= {f"{status} {error}" for status, error in FAILURE.findall(code[name])}
        found |= {f"422 {error}" for error in FAILURE_AT.findall(code[name])}
        if PASSED_ON.search(code[name]):
            found.update(named(comments()[name]))
    return frozenset(found)


def reached(function: str) -> set[str]:
    """This function and all that it calls, directly or not."""
    code = bodies()
    found, waiting = set(), [function]
    while waiting:
        name = waiting.pop()
        if name in code and name not in found:
            found.add(name)
            waiting += CALL.findall(code[name])
    return found


def named(comment: str) -> Iterator[str]:
    """Status and code of each error that a comment names."""
    for part in re.split(r"\bPT(?=\d{3}\s)", comment)[1:]:
        for code in NAMED.findall(part):
            yield f"{part[:3]} {code}"


def references(comment: str) -> set[str]:
    """The functions whose errors a comment refers to."""
    return {name for pair in REFERENCE.findall(comment) for name in pair if name}
