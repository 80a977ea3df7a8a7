"""What the server sends: the events of a room, and messages to one connection."""

from typing import Any, Literal

from msgspec import Struct

from app.rooms.protocol.codes import Code
from app.rooms.protocol.fields import (
    Ahead,
    AskedQuestion,
    CommandId,
    HostPerson,
    Look,
    Member,
    Outcome,
    RefusedClients,
    Response,
    Standing,
    Team,
    TeamStanding,
    TextFormat,
)


class ServerMessage(Struct, tag_field="type", kw_only=True, omit_defaults=True):
    """A message from the server."""


class RoomEvent(ServerMessage, kw_only=True):
    """Something that happened in the room; `seq` is its number in the room's log."""

    seq: int


class PlayerEvent(RoomEvent, kw_only=True):
    """A room event about a player."""

    player_id: str
    nickname: str
    avatar: str = ""
    team: int | None = None


class PlayerJoined(PlayerEvent, tag="player.joined", kw_only=True):
    """A player joined, or came back after leaving."""


class PlayerLeft(PlayerEvent, tag="player.left", kw_only=True):
    """A player left, lost the connection, or was kicked."""

    kicked: bool = False


class PlayerTeam(PlayerEvent, tag="player.team", kw_only=True):
    """The host moved a player to another team."""

    team: int


class PlayerTime(RoomEvent, tag="player.time", kw_only=True):
    """To one player: from now on their time for each question is multiplied by `time_factor`."""

    player_id: str
    time_factor: float


class RoomHosts(RoomEvent, tag="room.hosts", kw_only=True):
    """To the hosts: who they are now. Former hosts receive `not_the_host` and are disconnected with 4403."""

    hosts: list[HostPerson]


class RoomLocked(RoomEvent, tag="room.locked", kw_only=True):
    """To the hosts: new players are kept out, or let in again."""

    locked: bool


class RoomRefusals(RoomEvent, tag="room.refusals", kw_only=True):
    """To the hosts, from each relay every 10 s at most: who could not get in since the last time.

    The reasons are the codes of the errors that these clients received. Many phones behind one address may
    be more than the limits of the site allow.
    """

    refused: list[RefusedClients]


class RoomLeaderboard(RoomEvent, tag="room.leaderboard", kw_only=True):
    """The host shows the leaderboard, or hides it until the end."""

    shown: bool
    leaderboard: list[Standing] = []
    teams: list[TeamStanding] = []


class QuestionAnnounced(RoomEvent, tag="question.announced", kw_only=True):
    """This question comes next. Show it and load its pictures now: its clock starts when it opens.

    In a room with `announce_seconds`, every question but a slide is announced; in any, those with pictures.
    """

    number: int
    total: int
    category: str | None = None  # the subject of the question
    points: float | None = None
    prompt: str = ""  # empty where it is on the projector only
    question: AskedQuestion | None = None  # all that `question.opened` will say
    media: list[str] = []  # the addresses of its pictures
    opens_in_ms: int = 0
    hidden: bool = False  # its text and pictures are on the projector only


class QuestionOpened(AskedQuestion, tag_field="type", tag="question.opened", kw_only=True):
    """A room event: a question has opened, and its clock runs."""

    seq: int  # as in RoomEvent


class QuestionExtended(RoomEvent, tag="question.extended", kw_only=True):
    """The host gave everybody more time."""

    number: int
    seconds: int
    limit_ms: int
    remaining_ms: int


class RoomPaused(RoomEvent, tag="room.paused", kw_only=True):
    """The clock of the open question is stopped."""

    number: int
    remaining_ms: int


class RoomResumed(RoomEvent, tag="room.resumed", kw_only=True):
    """The clock runs again."""

    number: int
    remaining_ms: int


class QuestionClosed(RoomEvent, tag="question.closed", kw_only=True):
    """The question is over and scored. No earlier message has its answer key."""

    number: int
    key: Any = None  # the right answer in the form of a response; null for a poll
    distribution: Any = None
    explanation: str | None = None
    text_format: TextFormat = "plain"  # of the explanation
    leaderboard: list[Standing] = []
    teams: list[TeamStanding] = []
    next_in_ms: int | None = None  # if the room goes on by itself


class QuestionWords(RoomEvent, tag="question.words", kw_only=True):
    """The hosts hide words of a closed word cloud, or show them again: the words to show from now on."""

    number: int
    distribution: Any


class QuestionSkipped(RoomEvent, tag="question.skipped", kw_only=True):
    """The question is out of the game: it counts for nobody, and its answer key is not sent."""

    number: int
    next_in_ms: int | None = None


class RoomEnded(RoomEvent, tag="room.ended", kw_only=True):
    """The game is over; no other room event follows."""

    podium: list[Standing] = []
    leaderboard: list[Standing] = []
    teams: list[TeamStanding] = []


class Kicked(PlayerEvent, tag="kicked", kw_only=True):
    """To one player: the host has removed them from the room."""


class Result(ServerMessage, tag="result", kw_only=True):
    """To one player: what they earned. Follows `question.closed`, in an assigned game `answer.accepted`.

    While an assigned game of a quiz that shows neither review nor key is open, all but `question` is null.
    """

    question: int
    points: int | None
    total: int | None
    rank: int | None
    streak: int | None
    correct: bool | None = None  # null if there was nothing to mark: a poll
    outcome: Outcome | None = None
    ahead: Ahead | None = None  # null to the best, and while the leaderboard is not shown


class Question(AskedQuestion, kw_only=True):
    """In a `welcome`: the question that is open or paused, or has closed."""

    answered: bool | None = None  # in a player's welcome: whether they have answered already
    response: Response | None = None  # in a player's welcome: their own


class Welcome(ServerMessage, tag="welcome", kw_only=True):
    """The room as it is now: the first message of every connection. Some fields are for one role only."""

    room_code: str
    title: str
    state: Literal["lobby", "open", "paused", "closed", "ended"]
    seq: int
    question_number: int
    question_total: int
    locked: bool
    formula: Literal["kahoot", "linear", "accuracy"]
    streak_bonus: bool
    mode: Literal["live", "assigned"]  # assigned: at each player's own pace, until `closes_at`
    closes_at: str | None = None
    leaderboard_shown: bool
    question_on_phones: bool
    confidence: bool = False  # whether an answer may say how sure the player is
    negative_points: float = 0  # the fraction of a question's points that a wrong answer costs
    auto_advance_ms: int | None = None  # from the end of a question to the next; null: the host opens it
    team_mode: Literal["none", "manual", "balanced"]
    teams: list[Team] = []
    look: Look | None = None
    players: list[Member] = []  # not all of them in a large room
    player_count: int
    question: Question | None = None  # while one is open or paused
    last_question: Question | None = None  # while its answer key is shown, with `closed`
    result: "Result | None" = None  # in a player's welcome: theirs of `last_question`
    announced: "QuestionAnnounced | None" = None  # until it opens
    closed: "QuestionClosed | None" = None  # while its answer key is shown
    ended: "RoomEnded | None" = None  # once the game is over
    player_id: str | None = None
    resume: str | None = None  # a secret that proves who the player is
    nickname: str | None = None
    avatar: str | None = None
    team: int | None = None
    # Times in events are for a factor of 1. For this player `limit_ms` is multiplied by the factor, and
    # `remaining_ms` is as much longer as `limit_ms`.
    time_factor: float | None = None
    score: int | None = None
    rank: int | None = None
    streak: int | None = None
    owner: bool | None = None  # to a host: whether they own the room


class AnswerAccepted(ServerMessage, tag="answer.accepted", kw_only=True):
    """The answer is committed and can't be lost any more."""

    question: int


class AnswerRejected(ServerMessage, tag="answer.rejected", kw_only=True):
    """The answer does not count."""

    question: int
    code: Code
    message: str


class TurnOpened(AskedQuestion, tag_field="type", tag="turn.opened", kw_only=True):
    """To one player of an assigned game: their next question, with a clock of its own."""

    answered: bool = False


class TurnFinished(ServerMessage, tag="turn.finished", kw_only=True):
    """To one player of an assigned game: they have finished. Rank and leaderboard may still change."""

    score: int | None  # null, as in `result`, where the quiz does not show how one did
    rank: int | None
    players: int
    closes_at: str
    leaderboard: list[Standing] = []
    teams: list[TeamStanding] = []


class Progress(ServerMessage, tag="progress", kw_only=True):
    """To hosts and projectors, a few times a second at most: how many players have answered."""

    question: int
    answered: int
    players: int


class Done(ServerMessage, tag="done", kw_only=True):
    """To a host: the command has been carried out."""

    command: str
    id: CommandId | None = None


class Error(ServerMessage, tag="error", kw_only=True):
    """A frame, a command or the connection itself was refused; if the connection was, a close follows."""

    code: Code
    message: str
    id: CommandId | None = None


class Pong(ServerMessage, tag="pong", kw_only=True):
    """The reply to `ping`."""

    id: CommandId | None = None


Event = (
    PlayerJoined | PlayerLeft | PlayerTeam | PlayerTime | RoomHosts | RoomLocked | RoomRefusals
    | RoomLeaderboard | QuestionAnnounced | QuestionOpened | QuestionExtended | QuestionSkipped
    | QuestionClosed | QuestionWords | RoomPaused
    | RoomResumed | RoomEnded | Kicked
)  # fmt: skip
AnyServerMessage = (
    Welcome | Event | AnswerAccepted | AnswerRejected | Result | TurnOpened | TurnFinished | Progress | Done
    | Error | Pong
)  # fmt: skip
