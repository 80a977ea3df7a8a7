"""Errors that end a start or a command: users get a sentence, and a traceback only for a defect."""

import sys

import asyncpg
import psycopg
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.data_folder import DataFolderError
from app.database.programs import EmbeddedPostgresError
from app.database.records import MigrationError
from app.demo import DemoError
from app.settings import ConfigurationError, Settings
from processor.settings import ProcessorConfigurationError, processor_settings

SAY_WHAT_TO_DO = (
    ConfigurationError, DataFolderError, DemoError, EmbeddedPostgresError, MigrationError,
    ProcessorConfigurationError,
)  # fmt: skip


def require_processor_settings(config: Settings) -> None:
    """Check the settings of the built-in processing server, which starts later and could only log an error.

    Raises ProcessorConfigurationError.
    """
    if config.processing_url is None and config.processing_workers:
        processor_settings()


def explain(error: BaseException | None) -> str | None:
    """A sentence about this error, or None for a defect, whose traceback should be shown."""
    if isinstance(error, SAY_WHAT_TO_DO):
        return str(error)
    if isinstance(error, psycopg.OperationalError):
        return f"Postgres can't be reached: {_first_line(error)} Check DATABASE_URL."
    if isinstance(error, psycopg.Error | asyncpg.PostgresError):
        return f"Postgres refused: {_first_line(error)}"
    return None


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".") + "."


class StartErrors:
    """ASGI middleware: a start that fails is reported to the server as a sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put a sentence into the message that the start has failed, and pass everything else on."""
        if scope["type"] != "lifespan":
            return await self.app(scope, receive, send)

        async def send_sentence(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                sentence = explain(sys.exception())  # Starlette sends this while it handles the error
                if sentence:
                    message["message"] = f"Quizzler can't start. {sentence}"
            await send(message)

        return await self.app(scope, receive, send_sentence)
