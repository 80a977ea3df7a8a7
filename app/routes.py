"""REST: a router for each resource. A route validates, calls one SQL function and returns its JSON."""

from collections.abc import Iterator
from importlib import import_module

from fastapi import APIRouter

# Imports, trivia and generation come before quizzes, because /quizzes/{quiz_id} matches their paths too.
MODULES = (
    "accounts.routes",
    "formats.import_routes",
    "trivia.routes",
    "documents.generation_routes",
    "formats.download_routes",
    "quizzes.routes",
    "quizzes.collaborator_routes",
    "quizzes.folder_routes",
    "quizzes.history_routes",
    "quizzes.question_routes",
    "quizzes.search_routes",
    "quizzes.tag_routes",
    "attempts.routes",
    "attempts.admission_routes",
    "attempts.allowance_routes",
    "attempts.regrade_routes",
    "attempts.marking_routes",
    "groups.routes",
    "results.routes",
    "results.report",
    "results.export_routes",
    "results.certificate_routes",
    "results.group_routes",
    "rooms.routes",
    "health.routes",
    "credits.routes",
    "credits.payment_routes",
    "documents.upload_routes",
    "documents.webhook_routes",
    "events.routes",
    "media.routes",
    "markdown.routes",
)


def routers() -> Iterator[APIRouter]:
    """The routers in the order in which their paths are tried."""
    for module in MODULES:
        yield import_module(f"app.{module}").router
