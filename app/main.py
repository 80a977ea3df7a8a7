"""The app: `uvicorn app.main:app` starts it as it is, with its own Postgres when DATABASE_URL is not set."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from app import web
from app.api import problems, routers
from app.api.body_limit import BodyLimit
from app.auth.tokens import Tokens
from app.database.pool import Database
from app.database.provision import provision
from app.settings import ConfigurationError, Settings, settings


def create_app(configuration: Settings | None = None) -> FastAPI:
    """The app with these settings, or with the environment's."""
    config = configuration or settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            place = await asyncio.to_thread(provision, config)
            stack.callback(place.leave)
            database = await stack.enter_async_context(Database.connect(place.url, config.database_pool_size))
            app.state.database = database
            app.state.tokens = Tokens(place.jwt_secret, config.access_token_minutes * 60)
            yield

    app = FastAPI(
        title="Quizzler",
        summary="The quiz platform whose backend is Postgres",
        lifespan=lifespan,
        responses={"default": {"model": problems.ProblemDetails, "description": "A problem (RFC 9457)"}},
    )
    app.state.settings = config
    problems.install(app)
    app.add_middleware(
        BodyLimit, limit=config.max_body_bytes, larger={"/quizzes/import": config.max_import_bytes}
    )
    for router in routers():
        app.include_router(router)
    web.install(app)
    return app


def _app_of_the_environment() -> FastAPI:
    """What uvicorn serves; a setting that can't be used ends the start with a sentence, not a traceback."""
    try:
        return create_app()
    except ConfigurationError as error:
        raise SystemExit(f"Quizzler can't start. {error}") from None


app = _app_of_the_environment()
