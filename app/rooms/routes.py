"""Live rooms: made and looked at here, played over WebSockets (relay.py)."""

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.http.caller import Anyone, Caller
from app.http.problems import Problem
from app.rooms.protocol import RELAY_CODES
from app.rooms.relay import Relay
from app.rooms.report_csv import csv_response

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
    mode: Literal["live", "assigned"] = Field(
        "live", description="assigned: everybody at their own pace until closes_at"
    )
    closes_at: AwareDatetime | None = None
    auto_advance_seconds: float | None = Field(
        None,
        ge=0,
        le=600,
        description="from the end of a question to the next; else the host says when",
    )
    preload_seconds: float | None = Field(
        None, ge=0, le=60, description="how long before it opens a question with pictures is announced"
    )
    leaderboard_shown: bool = True
    question_on_phones: bool = Field(True, description="false: its words are on the projector only")
    profanity_filter: bool = False
    confidence: bool = Field(False, description="answers may say how sure one is, and win or lose more")
    negative_points: float = Field(
        0, ge=0, le=1, description="the part of its points that a wrong answer costs"
    )
    team_mode: Literal["none", "manual", "balanced"] = "none"
    teams: list[Annotated[str, Field(min_length=1, max_length=30)]] | None = Field(
        None, min_length=2, max_length=50
    )
    multipliers: dict[str, float] | None = Field(
        None, description="of a question's points, by its number in the room", examples=[{"3": 2}]
    )


class Team(BaseModel):
    """A team that players can be in."""

    number: int
    name: str


class RoomSettings(BaseModel):
    """How a game is played."""

    locked: bool
    formula: Literal["kahoot", "linear", "accuracy"]
    streak_bonus: bool
    mode: Literal["live", "assigned"]
    closes_at: str | None
    leaderboard_shown: bool
    question_on_phones: bool
    confidence: bool
    negative_points: float
    auto_advance_ms: int | None
    team_mode: Literal["none", "manual", "balanced"]
    teams: list[Team]


class Room(RoomSettings):
    """A room as it is now."""

    room_code: str
    room_id: UUID
    title: str
    state: Literal["lobby", "open", "paused", "closed", "ended"]
    seq: int
    max_players: int
    question_number: int
    question_total: int
    remaining_ms: int | None
    players: int


class ListedRoom(Room):
    """A room that one hosts or hosted."""

    role: Literal["owner", "co_host"]
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
    mode: Literal["live", "assigned"] | None
    team_mode: Literal["none", "manual", "balanced"] | None
    teams: list[Team]
    next_room_code: str | None = Field(description="where the same players play again")


class QuestionStats(BaseModel):
    """How a question went; `right` is null until it has closed, and for a poll."""

    number: int
    kind: str
    prompt: str
    skipped: bool
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
    team_board: list[dict[str, Any]]


class SuggestedName(BaseModel):
    """A nickname that nobody in the room has."""

    nickname: str
    avatar: str


class Invitation(BaseModel):
    """Lets one person host the room too; to be given to them."""

    room_code: str
    invite: str


class HostInvite(BaseModel):
    """An invitation to host a room with somebody."""

    model_config = ConfigDict(extra="forbid")

    invite: str = Field(max_length=200)


class NewOwner(BaseModel):
    """A co-host who takes the room over."""

    model_config = ConfigDict(extra="forbid")

    user_id: UUID


class RoomHost(BaseModel):
    """Who hosts a room."""

    user_id: UUID
    display_name: str
    owner: bool


class RoomHosts(BaseModel):
    """Everybody who hosts a room, the one whose it is first."""

    items: list[RoomHost]


class RemovedHost(BaseModel):
    """Who no longer hosts the room."""

    room_code: str
    user_id: UUID


class NewPlayer(BaseModel):
    """Somebody who joins: under a nickname, or as themselves by their token."""

    model_config = ConfigDict(extra="forbid")

    username: str | None = Field(None, max_length=200)
    resume: str | None = Field(None, max_length=200)
    avatar: str | None = Field(None, max_length=40)
    team: int | None = Field(None, ge=1, le=1000)


class JoinedRoom(BaseModel):
    """The room as it is now, and one's token in it: `welcome.resume`."""

    room_id: UUID
    connection: int
    welcome: dict[str, Any]
    events: list[dict[str, Any]]


class PlayerToken(BaseModel):
    """Who one is in a room."""

    model_config = ConfigDict(extra="forbid")

    resume: str = Field(max_length=200)


class OwnAnswer(PlayerToken):
    """An answer to the question that one is at, in an assigned room."""

    question: int = Field(ge=1, le=1_000_000)
    response: list[str] | str | int | float
    confidence: Literal["low", "high"] | None = None


class Turn(BaseModel):
    """`turn.opened` or `turn.finished`, as over the WebSocket."""

    model_config = ConfigDict(extra="allow")

    type: Literal["turn.opened", "turn.finished"]


class Outcome(BaseModel):
    """What a player is told of their answer, as over the WebSocket."""

    messages: list[dict[str, Any]]


class ClaimedResult(BaseModel):
    """A result that is in one's account now."""

    player_id: UUID
    nickname: str
    avatar: str
    team: int | None = None
    room_code: str
    score: int
    rank: int


class PlayedRoom(ClaimedResult):
    """A game that one has played."""

    title: str
    state: Literal["lobby", "open", "paused", "closed", "ended"]
    joined_at: str
    players: int


class PlayedRooms(BaseModel):
    """A page of games, newest first."""

    items: list[PlayedRoom]
    next_cursor: str | None


class ReportedAnswer(BaseModel):
    """What a player did with a question."""

    number: int
    status: Literal[
        "right",
        "partly_right",
        "wrong",
        "unanswered",
        "unscored",
        "answered",
        "not_there",
        "not_asked",
        "skipped",
    ]
    response: list[str] | str | float | None
    fraction: float | None
    points: int | None
    elapsed_ms: int | None
    confidence: Literal["low", "high"] | None


class ReportedPlayer(BaseModel):
    """A player of a game and all their answers."""

    player_id: UUID
    nickname: str
    avatar: str
    team: int | None = None
    score: int
    rank: int
    claimed: bool
    time_factor: float
    joined_at: str
    finished_at: str | None
    answers: list[ReportedAnswer]


class ReportedQuestion(BaseModel):
    """A question of a game and how it went; its key once it may be known."""

    number: int
    kind: str
    prompt: str
    choices: list[dict[str, Any]]
    points: int
    limit_ms: int
    asked: bool
    skipped: bool
    key: Any
    answered: int
    right: int | None
    mean_ms: float | None
    mean_points: float | None


class Report(RoomSettings):
    """A game, player by question."""

    room_id: UUID
    room_code: str
    quiz_id: UUID
    title: str
    state: Literal["lobby", "open", "paused", "closed", "ended"]
    created_at: str
    ended_at: str | None
    team_board: list[dict[str, Any]]
    questions: list[ReportedQuestion]
    players: list[ReportedPlayer]


class HealthMetrics(BaseModel):
    """Of this process, since it started."""

    total_connections: int
    messages_sent: int
    errors: int
    questions_processed: int
    answers_processed: int


class HealthLimits(BaseModel):
    """Rooms at most, players of one room, and connections of one address to this process."""

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


@router.get("/rooms/{room}/report", responses={200: {"model": Report, "content": {"text/csv": {}}}})
async def room_report(
    room: Annotated[str, Path(min_length=1, max_length=40, description="a room's code, or its id")],
    caller: Caller,
    report_format: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Response:
    """A game, player by question: response, right or not, points, time. Kept for good."""
    answer = await caller.call("room_report", room=room)
    if report_format == "json":
        return answer
    return await asyncio.to_thread(csv_response, bytes(answer.body))  # half a second for a large game


@router.get("/rooms/{room_code}/nickname", responses={200: {"model": SuggestedName}})
async def suggest_nickname(room_code: RoomCode, caller: Anyone) -> Response:
    """A made-up nickname that nobody in the room has."""
    return await caller.call("suggest_nickname", room_code=room_code)


@router.post("/rooms/{room_code}/players", responses={200: {"model": JoinedRoom}})
async def join_room(room_code: RoomCode, player: NewPlayer, caller: Anyone) -> Response:
    """Join without a WebSocket, to play an assigned game over REST."""
    return await caller.call("join_room", room_code=room_code, **player.model_dump(exclude_none=True))


@router.post("/rooms/{room_code}/turns", responses={200: {"model": Turn}})
async def next_turn(room_code: RoomCode, player: PlayerToken, caller: Anyone) -> Response:
    """In an assigned room: the player's next question, and its clock starts; at the end, how they did."""
    return await caller.call("next_turn", room_code=room_code, resume=player.resume)


@router.post("/rooms/{room_code}/answers", responses={200: {"model": Outcome}})
async def answer_turn(room_code: RoomCode, answer: OwnAnswer, caller: Anyone) -> Response:
    """In an assigned room: answer the question that one is at. Sent again it changes nothing."""
    return await caller.call("answer_turn", room_code=room_code, **answer.model_dump(exclude_none=True))


@router.post("/rooms/{room_code}/claim", responses={200: {"model": ClaimedResult}})
async def claim_player(room_code: RoomCode, player: PlayerToken, caller: Caller) -> Response:
    """Take what one has played under a nickname into one's account."""
    return await caller.call("claim_player", room_code=room_code, resume=player.resume)


@router.get("/played", responses={200: {"model": PlayedRooms}})
async def list_played_rooms(
    caller: Caller, limit: Annotated[int | None, Query(ge=1)] = None, cursor: str | None = None
) -> Response:
    """The games that one has played in one's account, claimed ones too, newest first."""
    return await caller.call("list_played_rooms", page_size=limit, cursor=cursor)


@router.post("/rooms/{room_code}/again", status_code=201, responses={201: {"model": Room}})
async def play_again(room_code: RoomCode, caller: Caller) -> Response:
    """A new room of the same quiz for the same players, who come in with their tokens."""
    return await caller.call("play_again", status=201, room_code=room_code)


@router.get("/rooms/{room_code}/hosts", responses={200: {"model": RoomHosts}})
async def room_hosts(room_code: RoomCode, caller: Caller) -> Response:
    """Who hosts the room."""
    return await caller.call("room_hosts", room_code=room_code)


@router.post("/rooms/{room_code}/invite", status_code=201, responses={201: {"model": Invitation}})
async def invite_host(room_code: RoomCode, caller: Caller) -> Response:
    """Invite one person to host the room too."""
    return await caller.call("invite_host", status=201, room_code=room_code)


@router.post("/rooms/{room_code}/hosts", responses={200: {"model": Room}})
async def accept_host_invite(room_code: RoomCode, invited: HostInvite, caller: Caller) -> Response:
    """Become a co-host by an invitation."""
    return await caller.call("accept_host_invite", room_code=room_code, invite=invited.invite)


@router.delete("/rooms/{room_code}/hosts/{user_id}", responses={200: {"model": RemovedHost}})
async def remove_host(room_code: RoomCode, user_id: UUID, caller: Caller) -> Response:
    """Take a co-host's rights away, or give up one's own."""
    return await caller.call("remove_host", room_code=room_code, user_id=str(user_id))


@router.post("/rooms/{room_code}/hand-over", responses={200: {"model": Room}})
async def hand_over_room(room_code: RoomCode, owner: NewOwner, caller: Caller) -> Response:
    """Make a co-host the owner of the room; one stays its co-host."""
    return await caller.call("hand_over_room", room_code=room_code, user_id=str(owner.user_id))


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
            "max_rooms": state.max_rooms,
            "max_players_per_room": state.max_players_per_room,
            "max_connections_per_ip": config.max_connections_per_ip,
        },
    }
    status = 200 if state.healthy else 503
    return Response(msgspec.json.encode(body), status, media_type="application/json")
