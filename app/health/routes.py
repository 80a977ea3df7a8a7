"""For whoever runs Quizzler: whether this process lives, whether it is ready, and its figures."""

import hmac
from collections.abc import Iterator
from typing import Literal

from fastapi import Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from pydantic import BaseModel

from app.database.reads import Reads
from app.database.standby import State
from app.http.problems import Problem
from app.http.routing import Router
from app.rooms.relay import Relay

router = Router(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    alive: Literal[True] = True


class Ready(BaseModel):
    """Whether the process can serve."""

    ready: bool
    reason: str | None = None
    standby: State | None = None
    """Whether READ_DATABASE_URL is read from: used; away: it does not answer; behind: more than READ_MAX_LAG.
    While it is away or behind, the primary is read from. null: there is none."""


@router.get("/health/live")
async def live() -> Alive:
    """Whether this process answers. Start it again if it does not."""
    return Alive()


@router.get("/health/ready", responses={503: {"model": Ready}})
async def ready(request: Request, response: Response) -> Ready:
    """Whether to send people here; 503 while the database or its notifications can't be reached."""
    relay: Relay = request.app.state.live
    reads: Reads = request.app.state.reads
    standby = reads.standby.state if reads.standby else None
    if relay.stopping:
        reason: str | None = "The server is stopping."
    elif not (await relay.state()).healthy:
        reason = "The database can't be reached, or it can't write."
    else:
        return Ready(ready=True, standby=standby)
    response.status_code = 503
    return Ready(ready=False, reason=reason, standby=standby)


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """The figures of this process for Prometheus, with METRICS_TOKEN as the bearer token."""
    token = request.app.state.settings.metrics_token
    if token is None:
        raise Problem(404, "not_found", "There are no figures here: METRICS_TOKEN is not set.")
    sent = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(sent.encode(), token.get_secret_value().encode()):
        raise Problem(401, "invalid_token", "This needs METRICS_TOKEN as the bearer token.")
    return Response(generate_latest(request.app.state.figures.registry), media_type=CONTENT_TYPE_LATEST)


class RelayFigures(Collector):
    """The figures of live rooms in this process."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def collect(self) -> Iterator[Metric]:
        """As they are now."""
        counted, load = self._relay.metrics, self._relay.load
        for name, meaning, value in (
            ("connections_opened", "WebSockets that were opened.", counted.total_connections),
            ("messages_sent", "Messages that were sent to clients.", counted.messages_sent),
            ("errors", "Errors of live rooms.", counted.errors),
            ("questions_closed", "Questions that were closed.", counted.questions_processed),
            ("answers_accepted", "Answers that were committed.", counted.answers_processed),
        ):
            yield CounterMetricFamily(f"quizzler_live_{name}", meaning, value)
        for name, meaning, level in (
            ("connections", "WebSockets that are open.", len(self._relay.connections)),
            ("rooms", "Rooms with a connection here.", len(self._relay.rooms)),
            ("lag_seconds", "How late the event loop is.", self._relay.admission.lag_s),
            ("memory_bytes", "Memory of this process.", load.memory_mb * 2**20),
        ):
            yield GaugeMetricFamily(f"quizzler_live_{name}", meaning, level)


class ReadFigures(Collector):
    """The figures of reads that may be a moment old."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    def collect(self) -> Iterator[Metric]:
        """As they are now."""
        answered = CounterMetricFamily(
            "quizzler_reads_answered", "Reads that may be a moment old, by server.", labels=("server",)
        )
        for server in ("primary", "standby"):
            answered.add_metric((server,), self._reads.answered[server])
        yield answered
        if standby := self._reads.standby:
            used = standby.state == "used"
            yield GaugeMetricFamily("quizzler_standby_used", "Whether the standby is read from.", used)
            yield GaugeMetricFamily(
                "quizzler_standby_lag_seconds",
                "How far the standby was behind when it last answered.",
                standby.lag_s,
            )
