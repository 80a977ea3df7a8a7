"""Rooms as JSON over REST. SQL decides which values are valid: core.room_options, core.join_room."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.http.bodies import Body, Id, Moment, Number, OpenBody, words
from app.rooms.metrics import Metrics
from processor.contract import drafts

State = Annotated[str, words("lobby", "open", "paused", "closed", "ended")]
TextFormat = Annotated[str, words(*get_args(drafts.TextFormat))]
Confidence = Literal["low", "high"] | None


class Look(OpenBody):
    """How the wall and the phones look."""

    theme: Annotated[str, words("dark", "light", "contrast")] | None = Field(
        None, description="dark by default."
    )
    colour: str | None = Field(
        None,
        examples=["#2b0f54"],
        description="Of the ground: #rrggbb. Pages darken or lighten it until all texts can be read on it.",
    )
    picture: str | None = Field(
        None, description="The address of an uploaded picture, `/media/<id>`, behind everything."
    )


class RoomOptions(OpenBody):
    """How a game is played."""

    formula: Annotated[str, words("kahoot", "linear", "accuracy")] = Field(
        "kahoot", description="How speed counts."
    )
    streak_bonus: bool = False
    locked: bool = Field(False, description="New players can't join.")
    mode: Annotated[str, words("live", "assigned")] = "live"
    closes_at: Moment | None = Field(None, description="When an assigned game closes.")
    leaderboard_shown: bool = True
    question_on_phones: bool = Field(True, description="false: its text is on the projector only.")
    confidence: bool = Field(False, description="Answers may say how sure the player is.")
    negative_points: Number = Field(
        0, description="The fraction of a question's points that a wrong answer costs."
    )
    team_mode: Annotated[str, words("none", "manual", "balanced")] = "none"
    look: Look | None = None


class NewRoom(RoomOptions):
    """A quiz to be played in a room, and how. An option that is null counts as left out."""

    quiz_id: Id
    max_players: int | None = None
    question_seconds: Number | None = Field(
        None, description="For questions that have no limit of their own."
    )
    auto_advance_seconds: Number | None = Field(None, description="From the end of a question to the next.")
    preload_seconds: Number | None = Field(
        None, description="For the pictures of a question, before it opens."
    )
    announce_seconds: Number | None = Field(
        None, description="Between the announcement of each question and its opening; 0: none is announced."
    )
    shuffle_questions: bool | None = Field(None, description="By default as in the settings of the quiz.")
    shuffle_choices: bool | None = Field(None, description="By default as in the settings of the quiz.")
    profanity_filter: bool = False
    teams: list[str] | None = Field(None, description="The names of the teams.")
    multipliers: dict[str, Number] | None = Field(
        None, description="Factors for a question's points, by its number in the room.", examples=[{"3": 2}]
    )


class Team(BaseModel):
    """A team of a room."""

    number: int
    name: str


class RankedTeam(Team):
    """A team, its rank and the mean of its players' scores."""

    score: int
    players: int
    rank: int
    previous_rank: int | None = None


class RoomMessage(BaseModel):
    """A message as over the WebSocket; docs/protocol.md has the fields of each type."""

    model_config = ConfigDict(extra="allow")

    type: str


class RoomSettings(RoomOptions):
    """How a game is played, with what follows from its options."""

    auto_advance_ms: int | None
    teams: list[Team]


class Room(RoomSettings):
    """A room as it is now."""

    room_code: str
    room_id: UUID
    title: str
    state: State
    seq: int
    max_players: int
    question_number: int
    question_total: int
    remaining_ms: int | None
    players: int


class ListedRoom(Room):
    """A room that the caller hosts or hosted."""

    role: Annotated[str, words("owner", "co_host")]
    quiz_id: UUID
    created_at: str
    expires_at: str
    ended_at: str | None


class RoomValidity(BaseModel):
    """Whether a game can be joined under a code."""

    room_code: str
    valid: bool
    state: State | None
    locked: bool | None
    players: int
    title: str | None
    mode: str | None
    team_mode: str | None
    teams: list[Team]
    next_room_code: str | None = Field(description="The room in which the same players play again.")


class NetworkAddresses(BaseModel):
    """The addresses at which players can open Quizzler, the most likely one first."""

    items: list[str] = Field(examples=[["http://192.168.1.20:8000"]])


class QuestionFigures(BaseModel):
    """Figures of a question; `right` is null until it has closed, and for a poll."""

    number: int
    kind: str
    prompt: str
    text_format: TextFormat
    skipped: bool
    answered: int
    right: int | None
    mean_ms: float | None


class AskedQuestion(QuestionFigures):
    """Figures of a question that was opened, or of any question of an assigned game."""

    opened_at: str | None = Field(description="null in an assigned game, where each player opens it.")
    closed_at: str | None


class Nickname(BaseModel):
    """What a player is called, and the seed of their picture."""

    nickname: str
    avatar: str


class TeamPlayer(Nickname):
    """A player, and the number of their team in a room that has teams."""

    player_id: UUID
    team: int | None = None


class RankedPlayer(TeamPlayer):
    """A player and their rank."""

    score: int
    rank: int


class Standing(RankedPlayer):
    """A line of a room's leaderboard; the previous rank is that before the newest marked question."""

    streak: int
    previous_rank: int | None = None


class RoomStats(Room):
    """Figures of a room, for its hosts."""

    present: int
    kicked: int
    answers: int
    questions: list[AskedQuestion]
    leaderboard: list[Standing]
    team_board: list[RankedTeam]


class CleanUp(BaseModel):
    """What a clean-up did."""

    rooms_ended: list[str] = Field(description="The codes of rooms whose time was over.")
    attempts_ended: int
    jobs_ended: int
    webhook_events_deleted: int
    sign_in_records_deleted: int
    old_rows_deleted: int = Field(description="Of event logs, answers, jobs, sessions and deleted accounts.")
    more: bool = Field(description="There is more to do: send the request again.")


class Invitation(BaseModel):
    """An invitation for one person to host the room too."""

    room_code: str
    invite: str


class HostInvite(Body):
    """An invitation to host the room."""

    invite: str


class NewOwner(Body):
    """The co-host who becomes the owner of the room."""

    user_id: Id


class RoomHost(BaseModel):
    """A host of a room."""

    user_id: UUID
    display_name: str
    owner: bool


class RoomHosts(BaseModel):
    """The hosts of a room, its owner first."""

    items: list[RoomHost]


class RemovedHost(BaseModel):
    """A former host of the room."""

    room_code: str
    user_id: UUID


class NewPlayer(Body):
    """Somebody who joins: under a nickname, or by the resume token of a player."""

    username: str | None = None
    resume: str | None = None
    avatar: str | None = None
    team: int | None = None


class JoinedRoom(BaseModel):
    """The room as it is now, with the player's resume token: `welcome.resume`.

    Where the database has Supabase Realtime, also the topics with the player's messages, and when to send the
    first heartbeat.
    """

    room_id: UUID
    connection: int
    welcome: RoomMessage
    events: list[RoomMessage]
    topics: list[str] = []
    heartbeat_in_ms: int | None = None


class PlayerToken(Body):
    """Proves who the player is."""

    resume: str


class TurnAnswer(PlayerToken):
    """An answer to the question of the player's turn."""

    question: int
    response: list[str] | dict[str, str | Number] | str | Number
    confidence: Confidence = None


class Turn(RoomMessage):
    """`turn.opened` or `turn.finished`, as over the WebSocket."""

    type: Annotated[str, words("turn.opened", "turn.finished")]


class Outcome(BaseModel):
    """The messages that the player receives, as over the WebSocket."""

    messages: list[RoomMessage]


class ClaimedResult(TeamPlayer):
    """A result that the caller's account has now."""

    room_code: str
    score: int | None = Field(description="null where the quiz does not show how one did, or not yet.")
    rank: int | None


class PlayedRoom(ClaimedResult):
    """A game that the caller has played."""

    title: str
    state: State
    joined_at: str
    players: int


class Health(BaseModel):
    """`active_rooms` and `total_players` are of all processes, other figures of this one."""

    healthy: bool
    active_rooms: int
    total_players: int
    memory_usage_mb: float
    cpu_percent: float
    metrics: Metrics
    limits: dict[Annotated[str, words("max_rooms", "max_players_per_room", "max_connections_per_ip")], int]
