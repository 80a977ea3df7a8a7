"""docs/errors.md: every error code with its status and sentences, read from the code that raises it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.cli.docs import markdown
from app.cli.docs.python_errors import Failure, of_files, of_requests
from app.cli.docs.sql_text import LITERAL, VARIES, arguments, assigned, text_of
from app.database.sql_files import function_files
from app.rooms.protocol import RELAY_CODES

MADE = "Made by `make docs` from the code that raises them; do not edit."
HOW_TO_READ = """
The REST API answers an error with problem JSON (RFC 9457): `status`, `code`, a sentence in `detail`, and
sometimes a `hint` or `errors`. Where one place in the body was refused, `pointer` names it as a JSON Pointer
(RFC 6901): `/choices/2/text` is the text of the third choice.
PostgREST answers an error of the database with the same status, the code in
`details` and the sentence in `message`. Programs use `code`, which stays the same; the sentence is for
people. `…` stands for a part that differs from case to case. The OpenAPI document lists the codes of each
operation: `x-codes` of a response.
"""
OF_ROOMS = """
The codes of `error` and `answer.rejected`, in addition to those of the database above.
[protocol.md](protocol.md) says which messages get them, and which codes close a connection.
"""
OF_JOBS = """
Why an upload or a generation failed: `code` and `reason` of its job. The processing server adds codes of
its own; [processing.md](processing.md) has those of the built-in one.
"""
OF_FILES = """
The codes of the `problems` of a file, each of which has a line. A question that the database refuses has one
of the codes above.
"""


def page() -> str:
    """The document: all codes by place, in alphabetical order."""
    rooms = [(f"`{code}`", "`error`", text) for code, text in sorted(RELAY_CODES.items())]
    rooms += [(f"`{code}`", "`answer.rejected`", text) for code, text in sorted(_rejections())]
    return markdown.page(
        "# Errors", MADE, HOW_TO_READ,
        "## Of the API and the database", _listed(
            [
                *_raised("core.fail"), *_raised("core.refuse_guess"), *_raised("core.refusal"),
                *_raised_at(), *_of_answers(), *of_requests()
            ], "raised by"
        ),
        "## In live rooms", OF_ROOMS, markdown.table(("code", "message", "sentence"), rooms),
        "## Of jobs", OF_JOBS, _listed(_raised("core.fail_job"), "raised by"),
        "## Of imported files", OF_FILES, _listed(of_files(), "found by"),
    )  # fmt: skip


def _listed(failures: Iterable[Failure], places: str) -> str:
    """A table with a row for each code, status and sentence, and all places that raise it."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for failure in failures:
        if failure.code == failure.sentence == VARIES:  # both come from the processing server
            continue
        found[failure.code, failure.status, failure.sentence].add(f"`{failure.place}`")
    status = ["status"] if any(status for _, status, _ in found) else []
    rows = (
        (f"`{code}`", *([number] if status else []), markdown.prose(sentence), ", ".join(sorted(where)))
        for (code, number, sentence), where in sorted(found.items())
    )
    return markdown.table(("code", *status, "sentence", places), rows)


def _rejections() -> Iterator[tuple[str, str]]:
    """Code and sentence of each reason why an answer does not count."""
    yield "busy", RELAY_CODES["busy"]
    text = next(file.text for file in function_files() if file.function == "core.rejection_sentence")
    for reason in re.finditer(rf"when '(?P<code>\w+)' then (?P<sentence>{LITERAL.pattern})", text):
        yield reason["code"], text_of(reason["sentence"])


def _of_answers() -> Iterator[Failure]:
    """Each reason why an answer is not saved; a submission with no other answers is refused with one."""
    name = "core.store_answers"
    text = next(file.text for file in function_files() if file.function == name)
    for reason in re.finditer(rf"when '(?P<code>\w+)' then (?P<sentence>{LITERAL.pattern})", text):
        yield Failure(reason["code"], "422", text_of(reason["sentence"]), name)


def _raised(function: str) -> Iterator[Failure]:
    """Each call of a function whose second and third argument are a code and a sentence."""
    for file in function_files():
        for call in re.finditer(rf"(?:perform|return|select|else) {re.escape(function)}\(", file.text):
            first, code, sentence, *_ = arguments(file.text, call.end())
            text = text_of(assigned(sentence, file.text))
            yield Failure(text_of(code), first if first.isdigit() else "", text, file.function)


def _raised_at() -> Iterator[Failure]:
    """Each call of core.fail_at, which puts the place before the sentence."""
    for file in function_files():
        for call in re.finditer(r"perform core\.fail_at\(", file.text):
            code, _, field, says = arguments(file.text, call.end())
            sentence = text_of(assigned(says, file.text))
            if sentence.startswith(" "):
                sentence = text_of(field) + sentence
            yield Failure(text_of(code), "422", sentence, file.function)
