"""The comment of each public function names the errors that it can raise: `PT409 room_ended, room_locked`.

Both sides are read from the files of the functions. A comment may also refer to another function: "PT422 as
core.change_quiz".
"""

import re
from collections.abc import Iterator

from app.database.sql_files import function_files

FAILURE = re.compile(r"core\.fail\(\s*(\d{3}),\s*'(\w+)'")
CALL = re.compile(r"\b(?:core|public)\.\w+(?=\()")
REFERENCE = re.compile(r"(?:as|those of)\s+(core\.\w+)(?:\s+and\s+(core\.\w+))?")
NAMED = re.compile(r"(?<![.\w])[a-z]+(?:_[a-z0-9]+)+(?!\w)|\b(?:kicked|replaced)\b")

# Errors of called functions that can't reach the caller. The name of a function stands for all its errors.
UNREACHABLE = {
    "public.abandon_attempt": ["attempt_abandoned"],  # it returns before, because that is no error
    "public.submit_attempt": ["attempt_not_found", "attempt_finished", "attempt_overdue"],  # the same
    "public.check_trivia": ["missing_field"],  # the words that it checks are optional
    "public.pull_trivia": ["missing_field"],
    "public.create_quiz_from_trivia": ["core.change_quiz", "core.normalise_questions", "too_many_questions"],
    "public.import_questions": ["core.normalise_questions"],  # returned as problems
    "public.duplicate_quiz": ["core.change_quiz", "too_many_questions"],  # the original was checked
    "public.delete_quiz": ["core.settle_credits"],  # the reservation exists
    "public.clean_up": ["core.settle_credits"],
    "public.delete_upload": ["core.settle_credits"],
    "public.generate_questions": ["core.reserve_credits"],  # the request was checked; its key is new
    "public.generate_quiz": ["core.reserve_credits", "already_generating"],  # the quiz is new
    "public.regenerate_question": ["core.reserve_credits", "too_many_questions"],  # it adds none
    "public.may_upload": ["missing_field", "wrong_type"],  # a name is optional, and is a text already
    "public.rename_upload": ["wrong_type"],
    "public.play_again": ["not_signed_in", "core.room_options", "bad_team_name"],  # of a checked room
}

# Raised for every function alike, of whoever has a token that is worth nothing any more: core.caller_id
FOR_ANY_FUNCTION = {"401 session_ended"}

FILES = {file.function: file.text for file in function_files()}
CODE = {name: re.sub("--.*", "", text.partition("\ncomment on function")[0]) for name, text in FILES.items()}
COMMENT = {
    name: re.split(r"(?:'|\$\$);\n", text.partition("\ncomment on function")[2])[0]
    for name, text in FILES.items()
}


def reached(function: str) -> set[str]:
    """This function and all that it calls, directly or not."""
    found, waiting = set(), [function]
    while waiting:
        name = waiting.pop()
        if name in CODE and name not in found:
            found.add(name)
            waiting += CALL.findall(CODE[name])
    return found


def raised(function: str) -> set[str]:
    """Status and code of each error that this function can raise: `409 room_ended`."""
    return {f"{status} {code}" for name in reached(function) for status, code in FAILURE.findall(CODE[name])}


def named(comment: str) -> Iterator[str]:
    """Status and code of each error that a comment names."""
    for part in re.split(r"\bPT(?=\d{3}\s)", comment)[1:]:
        for code in NAMED.findall(part):
            yield f"{part[:3]} {code}"


OF_TRIGGERS = {error for name, code in CODE.items() if " returns trigger" in code for error in raised(name)}


def test_the_comment_of_every_public_function_names_the_errors_that_it_raises() -> None:
    for function in (name for name in FILES if name.startswith("public.")):
        known = set(named(COMMENT[function]))
        elsewhere = {name for pair in REFERENCE.findall(COMMENT[function]) for name in pair if name}
        excused = UNREACHABLE.get(function, [])
        missing = {
            error
            for error in raised(function) - known - FOR_ANY_FUNCTION
            if error.partition(" ")[2] not in excused
            and not any(error in raised(other) for other in [*elsewhere, *excused])
        }
        assert (function, missing) == (function, set())
        assert (function, known - raised(function) - OF_TRIGGERS) == (function, set())


def test_no_exception_is_left_over() -> None:
    for function, excused in UNREACHABLE.items():
        can_raise = raised(function) - set(named(COMMENT[function]))
        codes = {error.partition(" ")[2] for error in can_raise}
        assert not [each for each in excused if each not in codes and not raised(each) & can_raise], function
