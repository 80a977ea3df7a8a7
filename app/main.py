"""The app. `uvicorn app.main:app` serves it, with an embedded Postgres if DATABASE_URL is not set."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app import demo, pages
from app.accounts.opening import open_accounts
from app.credits.gateway import Gateway
from app.database.pool import Database
from app.database.provision import provision
from app.database.reads import open_reads
from app.documents.service import JOBS_CHANNEL, open_documents
from app.documents.webhook_routes import requests
from app.events.streams import open_streams
from app.health.routes import ReadFigures, RelayFigures
from app.http import openapi, problems
from app.http.access_log import keep_secrets_out_of_logs
from app.http.body_limit import BodyLimit
from app.http.direct_reads import PREFIX, DirectReads
from app.http.head import Head
from app.http.headers import SafeHeaders
from app.http.observing import Figures, Observed, log_as_json
from app.http.per_address import HttpConnections
from app.http.query import KnownParameters
from app.http.rate_limits import RateLimited, RateLimits
from app.http.root_path import RootPath, require_unambiguous
from app.media.store import open_media
from app.rooms.relay import Relay
from app.rooms.sockets import LiveSockets
from app.routes import routers
from app.setting_names import faults_of_environment, faults_of_file
from app.settings import ENV_FILE, Settings, settings
from app.start_errors import StartErrors, explain, require_processor_settings
from app.trivia.load import load_bank
from app.trivia.open_trivia import OpenTrivia

log = logging.getLogger("uvicorn.error")  # the logger that `uvicorn app.main:app` shows

# With Python's defaults, the collector would visit all connections after each thousand new ones, and would
# find little to free: reference counts free nearly everything here (docs/performance.md).
GARBAGE_THRESHOLDS = (25_000, 50, 100)

# What scripts of other origins may read of a response (CORS).
EXPOSED_HEADERS = (
    "Content-Disposition",
    "Content-Range",
    "Location",
    "Idempotency-Replayed",
    "ETag",
    "Retry-After",
    "Quizzler-Left-Out",
    "RateLimit",
    "RateLimit-Policy",
    "X-Request-ID",
)


def create_app(configuration: Settings | None = None) -> FastAPI:
    """Make the app with these settings, by default those of the environment."""
    config = configuration or settings()
    direct_reads = DirectReads(config.postgrest_url, config.trusted_proxies) if config.postgrest_url else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        gc.set_threshold(*GARBAGE_THRESHOLDS)
        async with AsyncExitStack() as stack:
            place = await asyncio.to_thread(provision, config, log.info)
            stack.callback(place.leave)
            await asyncio.to_thread(load_bank, place.migration_url)
            await asyncio.to_thread(demo.load_at_first_start, config, place.migration_url)
            pool = Database.connect(place.url, config.database_pool_size, sessions=place.sessions)
            database = await stack.enter_async_context(pool)
            app.state.database = database
            pool = Database.connect(
                place.url, config.analytics_pool_size, sessions=place.sessions, min_size=0
            )
            app.state.analytics = await stack.enter_async_context(pool)
            app.state.reads = await stack.enter_async_context(open_reads(config, database, place.sessions))
            opening = open_accounts(config, place.jwt_secret, database)
            app.state.tokens, app.state.accounts = await stack.enter_async_context(opening)
            if config.trivia_url:
                trivia = OpenTrivia(config.trivia_url)
                app.state.open_trivia = await stack.enter_async_context(trivia)
            app.state.payments = await stack.enter_async_context(Gateway.open(config))
            app.state.media = await stack.enter_async_context(open_media(config, database))
            documents = await stack.enter_async_context(open_documents(config, database))
            app.state.documents = documents
            wakes = {JOBS_CHANNEL: documents.workers.wake}
            streams = open_streams(database, place.listen_url, config.max_event_streams, wakes)
            app.state.streams = await stack.enter_async_context(streams)
            pool = Database.connect(place.url, config.live_pool_size, sessions=place.sessions)
            live = await stack.enter_async_context(pool)
            stack.push_async_callback(app.state.rate_limits.close)
            app.state.live = await stack.enter_async_context(Relay(live, place.listen_url, config).running())
            app.state.figures.registry.register(RelayFigures(app.state.live))
            app.state.figures.registry.register(ReadFigures(app.state.reads))
            if direct_reads:
                await stack.enter_async_context(direct_reads)
            yield {HttpConnections.STATE: HttpConnections(config, app.state.live.admission.most_files)}

    app = FastAPI(
        title="Quizzler",
        summary="The quiz platform whose backend is Postgres",
        lifespan=lifespan,
        responses=openapi.RESPONSES,
        dependencies=[Depends(KnownParameters())],
        generate_unique_id_function=openapi.operation_id,
        docs_url=None,  # app/pages has it
        openapi_url=None,  # app.http.openapi has it
        redoc_url=None,
    )
    app.state.settings = config
    app.state.rate_limits = RateLimits(config)
    app.state.figures = Figures()
    problems.install(app)
    parts = list(routers())
    openapi.install(app, parts)
    app.state.methods = openapi.methods_of(parts)
    app.add_middleware(
        BodyLimit,
        limit=config.max_body_bytes,
        larger={
            "/quizzes/import": config.max_import_bytes,
            "/media": config.max_media_bytes,
            "/uploads/file": config.max_upload_bytes,
            "/webhook/": config.max_webhook_bytes,
        },
    )
    app.add_middleware(SafeHeaders)
    app.add_middleware(Head, except_below=PREFIX)  # PostgREST answers HEAD itself
    app.add_middleware(LiveSockets)
    app.add_middleware(RateLimited, limits=app.state.rate_limits, config=config)
    if config.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=config.cors_origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=EXPOSED_HEADERS,
        )
    app.add_middleware(Observed, figures=app.state.figures)
    app.add_middleware(StartErrors)
    pages.install(app, config.root_path, pays=config.stripe_publishable_key is not None)
    app.add_middleware(RootPath, root_path=config.root_path)
    keep_secrets_out_of_logs()
    if config.log_format == "json":
        log_as_json()
    for router in parts:
        app.include_router(router)
    app.webhooks.include_router(requests)
    if direct_reads:
        app.mount(PREFIX, direct_reads)
    if config.root_path:
        routes = (*app.routes, *(route for router in routers() for route in router.routes))
        paths = [getattr(route, "path", "") for route in routes]
        require_unambiguous(config.root_path, (*paths, *pages.PATHS))
    return app


def _app_of_the_environment() -> FastAPI:
    """The app that uvicorn serves. If a setting can't be used, the start ends with a sentence."""
    try:
        config = settings()
        for fault in (*faults_of_file(ENV_FILE), *faults_of_environment()):
            log.warning("%s. See .env.example for the names.", fault)
        require_processor_settings(config)
        return create_app()
    except Exception as error:
        sentence = explain(error)
        if sentence is None:
            raise
        raise SystemExit(f"Quizzler can't start. {sentence}") from None


app = _app_of_the_environment()
