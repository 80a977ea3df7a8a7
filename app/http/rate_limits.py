"""Limits how often one address may call: requests of each kind, and WebSockets."""

import logging
import re
import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, NamedTuple

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.client_address import UnknownProxies, client_address
from app.http.problems import Problem
from app.settings import Settings

if TYPE_CHECKING:
    from redis.asyncio import ConnectionPool

log = logging.getLogger(__name__)

READING = ("GET", "HEAD", "OPTIONS")
AUTH = re.compile(r"/(auth/.*|login|register)")
ROOM_CODES = re.compile(r"/realtime/rooms/(validate/.*|[^/]*/nickname)")
JOINS = re.compile(
    r"/realtime/rooms/[^/]*/(players|hosts|claim)|/quizzes/[^/]*/guests|/results/[^/]*/claim|/groups/join"
)
CALLS = {  # through PostgREST, by app.http.direct_reads
    "validate_room": "room_codes",
    "suggest_nickname": "room_codes",
    "join_room": "joins",
    "watch_room": "joins",
    "claim_player": "joins",
    "accept_host_invite": "joins",
    "start_as_guest": "joins",
    "claim_guest": "joins",
    "join_group": "joins",
    # Postgres counts these for each player: a school full of players may call them as one client
    "answer_question": None,
    "answer_turn": None,
    "next_turn": None,
    "player_heartbeat": None,
    "leave_room": None,
}
CALL = re.compile(r"/rest/v1/rpc/(\w+)")
DOORS = re.compile(r"/realtime/rooms/(?:validate/)?([^/]+)(?:/(?:players|nickname))?")  # of which rooms
FREE = re.compile(r"/(static/.*|health/live)")  # neither asks the database
SHARDS = 256  # each hit goes through all addresses of its memory, so no memory has many
CLIENT_PREFIX = 64  # bits of an IPv6 address that one subscriber has
REPORTED_EVERY_S = 60.0
REDIS_WITHIN_S = 0.25  # a request waits no longer for Redis
AWAY_S = 5.0  # how long Redis is left alone after a failure


class Standing(NamedTuple):
    """Where an address stands with a limit."""

    kind: str
    limit: RateLimitItem
    allowed: bool
    remaining: int
    wait_s: int

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The fields of draft-ietf-httpapi-ratelimit-headers-10."""
        seconds = self.limit.get_expiry()
        return [
            (b"ratelimit-policy", f'"{self.kind}";q={self.limit.amount};w={seconds}'.encode()),
            (b"ratelimit", f'"{self.kind}";r={self.remaining};t={self.wait_s}'.encode()),
        ]

    @property
    def problem(self) -> Problem:
        """The refusal of a request that is over the limit."""
        return Problem(
            429,
            "too_many_requests",
            f"There were too many requests from this address. Try again in {self.wait_s} seconds.",
            retry_after_s=self.wait_s,
        )


class RateLimits:
    """Counts what each address does: in Redis for all processes, else in this one.

    While Redis can't be reached, each process counts for itself.
    """

    def __init__(self, config: Settings) -> None:
        self._limits = {
            "auth": parse(config.rate_limit_auth),
            "room_codes": parse(config.rate_limit_room_codes),
            "joins": parse(config.rate_limit_joins),
            "writes": parse(config.rate_limit_writes),
            "reads": parse(config.rate_limit_reads),
        }
        self._here = [SlidingWindowCounterRateLimiter(MemoryStorage()) for _ in range(SHARDS)]
        self._redis: ConnectionPool | None = None
        self._shared: SlidingWindowCounterRateLimiter | None = None
        if config.redis_url:
            url = f"async+{config.redis_url.get_secret_value()}"
            import redis.asyncio  # only here: it takes 5 MiB of each process

            self._redis = redis.asyncio.ConnectionPool.from_url(
                config.redis_url.get_secret_value(),
                socket_timeout=REDIS_WITHIN_S,
                socket_connect_timeout=REDIS_WITHIN_S,
            )
            storage = RedisStorage(
                url,
                wrap_exceptions=True,
                implementation="redispy",
                connection_pool=self._redis,  # type: ignore[arg-type]  # as its documentation says
            )
            self._shared = SlidingWindowCounterRateLimiter(storage)
        self._reported_at = -float("inf")
        self._away_until = -float("inf")

    async def count(self, kind: str, address: str | None) -> Standing:
        """Count something of this kind from this address, unless it is over the limit."""
        client = client_network(address)
        if self._shared and time.monotonic() >= self._away_until:
            try:
                return await self._count(self._shared, kind, client)
            except StorageError as error:
                self._away_until = time.monotonic() + AWAY_S
                self._report(error)
        return await self._count(self._here[hash(client) % SHARDS], kind, client)

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._redis:
            await self._redis.aclose()

    async def _count(self, limiter: SlidingWindowCounterRateLimiter, kind: str, client: str) -> Standing:
        limit = self._limits[kind]
        allowed = await limiter.hit(limit, kind, client)
        reset_at, remaining = await limiter.get_window_stats(limit, kind, client)
        wait_s = max(1, int(reset_at - time.time() + 0.999))
        return Standing(kind, limit, allowed, remaining if allowed else 0, wait_s)

    def _report(self, error: Exception) -> None:
        if time.monotonic() - self._reported_at > REPORTED_EVERY_S:
            self._reported_at = time.monotonic()
            log.error("Redis can't be reached; each process limits rates by itself: %s", error)


def client_network(address: str | None) -> str:
    """What counts as one client: an IPv4 address, or the /64 of an IPv6 subscriber; "" for a Unix socket."""
    if not address:
        return ""
    if isinstance(ip_address(address), IPv6Address):
        return str(ip_network(f"{address}/{CLIENT_PREFIX}", strict=False))
    return address


def kind_of(method: str, path: str) -> str | None:
    """The limit that a request counts for; None: it is not limited."""
    call = CALL.fullmatch(path)
    if call and call[1] in CALLS:
        return CALLS[call[1]]
    if method in READING:
        if ROOM_CODES.fullmatch(path):
            return "room_codes"
        return None if FREE.fullmatch(path) else "reads"
    if AUTH.fullmatch(path):
        return "auth"
    return "joins" if JOINS.fullmatch(path) else "writes"


class RateLimited:
    """ASGI middleware: refuses requests over the limit of their address, and tells each how much is left."""

    def __init__(self, app: ASGIApp, limits: RateLimits, config: Settings) -> None:
        self.app = app
        self.limits = limits
        self.trusted_proxies = config.trusted_proxies
        self.unknown_proxies = UnknownProxies(config.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request. WebSockets are counted by app.rooms.sockets."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        kind = kind_of(scope["method"], path)
        if kind is None:
            return await self.app(scope, receive, send)
        connection = HTTPConnection(scope)
        self.unknown_proxies.note(connection)
        address = client_address(connection, self.trusted_proxies)
        standing = await self.limits.count(kind, address)

        async def send_with_standing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *standing.headers]
            await send(message)

        if standing.allowed:
            return await self.app(scope, receive, send_with_standing)
        refusal = standing.problem
        if (door := DOORS.fullmatch(path)) and kind in ("joins", "room_codes"):
            scope["app"].state.live.refusals.note(door[1], refusal.body["code"])
        response = JSONResponse(
            refusal.body, refusal.status, {"Retry-After": str(standing.wait_s)}, "application/problem+json"
        )
        await response(scope, receive, send_with_standing)
