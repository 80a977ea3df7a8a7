"""Every error of the REST API as problem JSON (RFC 9457) with a stable `code`."""

import json
import logging
import re
from http import HTTPStatus
from typing import Any

import asyncpg
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from app.database.pool import DatabaseUnavailable
from app.http import plain_words

log = logging.getLogger(__name__)

AWAY = "The database can't be reached just now. Try again in a moment."
INTERNAL_ERROR = "Something went wrong on the server. It has been logged."


class FieldError(BaseModel):
    """What is wrong with one field or parameter of a request."""

    where: str = Field(description="The place, in words.", examples=["choice 3, text"])
    message: str = Field(examples=["It is missing."])


class ProblemDetails(BaseModel):
    """An error as RFC 9457 describes it. `code` is for programs, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    hint: str | None = None
    errors: list[FieldError] | None = None
    pointer: str | None = Field(
        None,
        description="The place in the body that was refused, as a JSON Pointer (RFC 6901).",
        examples=["/choices/2/text"],
    )


class Problem(Exception):
    """Ends a request with this status, stable code and sentence."""

    def __init__(self, status: int, code: str, detail: str, hint: str | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.body = {
            "type": f"urn:quizzler:problem:{code}",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "code": code,
            **({"hint": hint} if hint else {}),
            **more,
        }


# Errors of Postgres itself, for which no SQL function of ours has a sentence.
REFUSALS = {
    "22P05": (422, "invalid_text", "A text has the character NUL, which can't be stored."),
    "22021": (422, "invalid_text", "A text has a character that can't be stored."),
    "22P02": (422, "invalid_value", "A value has the wrong type."),
    "22007": (422, "invalid_value", "A date or time can't be read."),
    "22008": (422, "invalid_value", "A date or time is out of range."),
    "22003": (422, "invalid_value", "A number is out of range."),
    "22001": (422, "invalid_value", "A text is too long."),
    "23502": (422, "missing_value", "A required value is missing."),
    "23503": (409, "conflict", "This refers to something that does not exist."),
    "23505": (409, "conflict", "This exists already. Read it, and change that instead."),
    "23514": (422, "invalid_value", "A value is not allowed."),
    # 503, not 409: senders of webhooks try again after a 503 and give up after a 409
    "40001": (503, "busy", "Somebody changed this at the same time. Try again."),
    "40P01": (503, "busy", "Somebody changed this at the same time. Try again."),
    "57014": (503, "too_slow", "The database took too long. Try again."),
}


def problem_of(error: asyncpg.PostgresError) -> Problem:
    """The problem to answer with after an error of Postgres. Unexpected errors are logged."""
    state = error.sqlstate or ""
    if re.fullmatch(r"PT[45]\d\d", state):
        place = {"pointer": error.column_name} if error.column_name else {}  # core.fail_at
        return Problem(
            int(state[2:]), error.detail or "refused", str(error.args[0]), error.hint or None, **place
        )
    if state == "PGRST":  # core.fail_too_many: the error, and its headers
        said, response = json.loads(error.args[0]), json.loads(error.detail or "{}")
        wait_s = int(response["headers"]["Retry-After"])
        return Problem(response["status"], said["details"], said["message"], retry_after_s=wait_s)
    if state == "42501":
        return Problem(403, "not_allowed", "You are not allowed to do that.")
    if state in REFUSALS:
        status, code, sentence = REFUSALS[state]
        return Problem(status, code, sentence)
    log.error("Postgres failed", exc_info=error)
    return Problem(500, "internal_error", INTERNAL_ERROR)


def _said(error: HTTPException, methods: list[str] | None) -> str:
    """What Starlette refused, as a sentence that says what to do."""
    if error.status_code == 404:
        return "There is nothing at this address. Check it; /docs lists all of them."
    if error.status_code == 405:
        taken = f" It takes {', '.join(methods)}." if methods else ""
        return f"This address does not take this method.{taken}"
    return str(error.detail)


def problem_from(error: Exception) -> Problem:
    """The problem to report for any error, where the response has begun. Unexpected errors are logged."""
    match error:
        case Problem():
            return error
        case asyncpg.PostgresError():
            return problem_of(error)
        case DatabaseUnavailable():
            return Problem(503, "database_unavailable", AWAY)
    log.error("A response broke off", exc_info=error)
    return Problem(500, "internal_error", INTERNAL_ERROR)


def install(app: FastAPI) -> None:
    """Answer every error of this app as problem JSON."""

    def answer(problem: Problem) -> Response:
        headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
        if "retry_after_s" in problem.body:
            headers["Retry-After"] = str(problem.body["retry_after_s"])
        return JSONResponse(problem.body, problem.status, headers, "application/problem+json")

    @app.exception_handler(Problem)
    async def on_problem(request: Request, error: Problem) -> Response:
        return answer(error)

    @app.exception_handler(asyncpg.PostgresError)
    async def on_refusal(request: Request, error: asyncpg.PostgresError) -> Response:
        return answer(problem_of(error))

    @app.exception_handler(DatabaseUnavailable)
    async def on_database_away(request: Request, error: DatabaseUnavailable) -> Response:
        return answer(problem_from(error))

    @app.exception_handler(ClientDisconnect)
    async def on_client_gone(request: Request, error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # the client is gone

    @app.exception_handler(UnicodeEncodeError)
    async def on_lone_surrogate(request: Request, error: UnicodeEncodeError) -> Response:
        return answer(Problem(422, "invalid_text", "A text has half of a character (a lone surrogate)."))

    @app.exception_handler(RequestValidationError)
    async def on_invalid_request(request: Request, error: RequestValidationError) -> Response:
        errors = plain_words.explain(error.errors(), error.body)
        first = plain_words.in_one(errors[0]) if errors else "The request can't be read."
        pointer = plain_words.pointer(error.errors(), error.body)
        where = {"pointer": pointer} if pointer else {}
        return answer(Problem(422, "invalid_request", first, errors=errors, **where))

    @app.exception_handler(HTTPException)
    async def on_http_exception(request: Request, error: HTTPException) -> Response:
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_").replace("-", "_")
        methods = request.app.state.methods.get(getattr(request.scope.get("route"), "path_format", ""))
        response = answer(Problem(error.status_code, code, _said(error, methods)))
        response.headers.update(error.headers or {})
        if error.status_code == 405 and methods:  # Starlette knows those of the first route of this path
            response.headers["Allow"] = ", ".join(methods)
        return response

    @app.exception_handler(Exception)
    async def on_anything_else(request: Request, error: Exception) -> Response:
        return answer(Problem(500, "internal_error", INTERNAL_ERROR))
