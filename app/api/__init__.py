"""REST: one router a resource. A route validates, calls one SQL function, and hands its JSON on."""

from collections.abc import Iterator
from importlib import import_module

from fastapi import APIRouter

# imports, trivia and generation come before quizzes, whose /quizzes/{quiz_id} would take their paths
RESOURCES = (
    "auth",
    "imports",
    "trivia",
    "generation",
    "downloads",
    "quizzes",
    "questions",
    "attempts",
    "results",
    "rooms",
    "credits",
    "payments",
    "uploads",
    "webhooks",
    "events",
)


def routers() -> Iterator[APIRouter]:
    """The routers in the order in which their paths are tried."""
    for resource in RESOURCES:
        yield import_module(f"app.api.{resource}").router
