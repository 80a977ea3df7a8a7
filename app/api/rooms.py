"""Live rooms: made and looked at here, played over WebSockets (app/live)."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.caller import Anyone, Caller
from app.api.problems import Problem
from app.live.protocol import RELAY_CODES
from app.live.relay import Relay

router = APIRouter(prefix="/realtime", tags=["rooms"])

RoomCode = Annotated[str, Path(min_length=1, max_length=40, description="however it is written: `7kx-3rw`")]


class NewRoom(BaseModel):
    """A quiz to be played live, and how."""

    model_config = ConfigDict(extra="forbid")

    quiz_id: UUID
    formula: Literal["kahoot", "linear", "accuracy"] = Field("kahoot", description="how speed counts")
    streak_bonus: bool = False
    locked: bool = Field(False, description="nobody new may come in")
    max_players: int | None = Field(None, ge=1)
    question_seconds: float | None = Field(
        None, ge=1, le=3600, description="for questions without a limit of their own"
    )
    shuffle_questions: bool | None = Field(None, description="as the quiz says, if not given")
    shuffle_choices: bool | None = Field(None, description="as the quiz says, if not given")


class Room(BaseModel):
    """A room as it is now."""

    room_code: str
    room_id: UUID
    title: str
    state: Literal["lobby", "open", "paused", "closed", "ended"]
    seq: int
    locked: bool
    formula: Literal["kahoot", "linear", "accuracy"]
    streak_bonus: bool
    max_players: int
    question_number: int
    question_total: int
    remaining_ms: int | None
    players: int


class ListedRoom(Room):
    """A room that one hosts or hosted."""

    quiz_id: UUID
    created_at: str
    expires_at: str
    ended_at: str | None


class RoomList(BaseModel):
    """A page of rooms, newest first."""

    items: list[ListedRoom]
    next_cursor: str | None


class RoomValidity(BaseModel):
    """Whether a game can be joined under a code."""

    room_code: str
    valid: bool
    state: Literal["lobby", "open", "paused", "closed", "ended"] | None
    locked: bool | None
    players: int
    title: str | None


class QuestionStats(BaseModel):
    """How a question went; `right` is null until it has closed, and for a poll."""

    number: int
    kind: str
    prompt: str
    opened_at: str
    closed_at: str | None
    answered: int
    right: int | None
    mean_ms: float | None


class RoomStats(Room):
    """A room in figures, for its host."""

    present: int
    kicked: int
    answers: int
    questions: list[QuestionStats]
    leaderboard: list[dict[str, Any]]


class HealthMetrics(BaseModel):
    """Of this process, since it started."""

    total_connections: int
    messages_sent: int
    errors: int
    questions_processed: int
    answers_processed: int


class HealthLimits(BaseModel):
    """What the settings allow."""

    max_rooms: int
    max_players_per_room: int
    max_connections_per_ip: int


class Health(BaseModel):
    """How live rooms are doing: rooms and players in all, the rest of this process."""

    healthy: bool
    active_rooms: int
    total_players: int
    memory_usage_mb: float
    cpu_percent: float
    metrics: HealthMetrics
    limits: HealthLimits


@router.post("/rooms", status_code=201, responses={201: {"model": Room}})
async def create_room(room: NewRoom, caller: Caller, request: Request) -> Response:
    """Open a room for one's own quiz, or for a public one. Its questions are frozen as they are now."""
    relay: Relay = request.app.state.live
    if relay.admission.is_full:
        raise Problem(503, "server_full", RELAY_CODES["server_full"])
    options = room.model_dump(exclude={"quiz_id"}, exclude_none=True, exclude_unset=True, mode="json")
    return await caller.call("create_room", status=201, quiz_id=str(room.quiz_id), options=options)


@router.get("/rooms", responses={200: {"model": RoomList}})
async def list_rooms(
    caller: Caller, limit: Annotated[int | None, Query(ge=1)] = None, cursor: str | None = None
) -> Response:
    """The rooms that one hosts or hosted, newest first."""
    return await caller.call("list_rooms", page_size=limit, cursor=cursor)


@router.get("/rooms/validate/{room_code}", responses={200: {"model": RoomValidity}})
async def validate_room(room_code: RoomCode, caller: Anyone) -> Response:
    """Whether a game can be joined under this code, before one picks a nickname."""
    return await caller.call("validate_room", room_code=room_code)


@router.get("/rooms/{room_code}/stats", responses={200: {"model": RoomStats}})
async def room_stats(room_code: RoomCode, caller: Caller) -> Response:
    """A room in figures, for its host."""
    return await caller.call("room_stats", room_code=room_code)


@router.get("/health", responses={200: {"model": Health}, 503: {"model": Health}})
async def health(request: Request) -> Response:
    """How live rooms are doing; 503 while the database or its notifications are away."""
    relay: Relay = request.app.state.live
    state = await relay.state()
    config, load = relay.config, relay.load
    body = {
        "healthy": state.healthy,
        "active_rooms": state.active_rooms,
        "total_players": state.total_players,
        "memory_usage_mb": load.memory_mb,
        "cpu_percent": load.cpu_percent,
        "metrics": relay.metrics,
        "limits": {
            "max_rooms": config.max_rooms,
            "max_players_per_room": config.max_players_per_room,
            "max_connections_per_ip": config.max_connections_per_ip,
        },
    }
    status = 200 if state.healthy else 503
    return Response(msgspec.json.encode(body), status, media_type="application/json")
