"""REST: one router a resource. A route validates, calls one SQL function, and hands its JSON on."""

from collections.abc import Iterator
from importlib import import_module

from fastapi import APIRouter

RESOURCES = ("auth", "quizzes", "questions", "imports", "trivia", "attempts", "results", "rooms")


def routers() -> Iterator[APIRouter]:
    """The routers in the order of the documentation."""
    for resource in RESOURCES:
        yield import_module(f"app.api.{resource}").router
