"""Every message of a live room, as types: JSON text frames, each an object with `type`.

Room events (`RoomEvent`) carry `seq`, their number in the room's log. A client that comes back with
`?since=<seq>` receives what it missed, the newest 100 events at most (`live.missed_events`), after its
`welcome`, which has the room as it is now. A field without a value is left out or null. Clients must
ignore fields that they do not know; the server refuses fields that it does not know.

How a connection ends (the close code):

| code | reason | come back? |
|---|---|---|
| 1000 | `left` (after `leave`), `room_ended` (after `room.ended`) | no |
| 1007 | a frame was not UTF-8 (RFC 6455) | after correcting it |
| 1008 | `too_many_frames` | after correcting it |
| 1009 | `frame_too_large` | after correcting it |
| 1012 | the server restarts; the room goes on | at once, with `resume` and `since` |
| 4001 | `kicked` | no |
| 4002 | `replaced`: the same player has a newer connection | no |
| 4007 | `too_many_bad_frames` | after correcting it |
| 4008 | `too_slow`: did not read what was sent | with `resume` and `since` |
| 4401, 4403, 4404, 4409, 4422, 4429 | 4000 + HTTP status: refused; the `error` before it says why | no |
| 4500 | `internal_error`: something went wrong on the server | no |
| 4503 | the database or the keys that verify tokens can't be reached, or the server is full | in a moment |
"""

from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta, Struct

CLOSE_NORMAL = 1000
CLOSE_TOO_MANY_FRAMES = 1008
CLOSE_FRAME_TOO_LARGE = 1009
CLOSE_RESTART = 1012
CLOSE_KICKED = 4001
CLOSE_REPLACED = 4002
CLOSE_BAD_FRAMES = 4007
CLOSE_TOO_SLOW = 4008
CLOSE_REFUSED = 4000  # + the HTTP status

# Sec-WebSocket-Protocol: bearer, <access token>, resume, <resume token>; either pair may be left out
SUBPROTOCOL = "bearer"
RESUME_SUBPROTOCOL = "resume"
SUBPROTOCOLS = (SUBPROTOCOL, RESUME_SUBPROTOCOL)

Code = str
"""For programs; `message` is for people. The codes that the relay itself gives are in `RELAY_CODES`."""

RELAY_CODES = {
    "invalid_json": "The frame is not JSON.",
    "not_an_object": "The frame is not a JSON object.",
    "unknown_type": "There is no message of this type.",
    "invalid_message": "The message has a wrong, unknown or missing field.",
    "invalid_text": "A text has the character NUL, which can't be stored.",
    "binary_frame": "Messages are text frames; this one was binary.",
    "frame_too_large": "The frame is larger than the server accepts. Send less in one.",
    "too_many_frames": "Too many frames arrived at once; this one was ignored. Wait a moment.",
    "too_many_bad_frames": "Too many frames were refused. Correct the client, and connect again.",
    "not_the_host": "Only the host may send this.",
    "not_a_player": "Only a player may send this.",
    "not_authenticated": "No access token came in time, or not first. Connect again and send it first.",
    "invalid_token": "The access token is not valid. Sign in again.",
    "sign_in_unavailable": "Access tokens can't be verified just now. Try again in a moment.",
    "unknown_path": "There is no WebSocket at this path. Check the address.",
    "invalid_query": "A query parameter can't be read.",
    "only_watching": "Projectors and spectators can't do this: join as a player, or enter as the host.",
    "too_many_connections": "Too many connections from this address wait or watch. Close some, or try later.",
    "too_many_requests": "There were too many requests from this address. Try again in a moment.",
    "too_many_watchers": "This room has as many projectors and spectators as it may. Join as a player.",
    "server_full": "This server has as many players as it can serve well. Try again in a moment.",
    "busy": "Too many answers or requests are waiting. Send it again in a moment.",
    "database_unavailable": "The database can't be reached just now. Try again in a moment.",
    "too_slow": "This client did not read what was sent to it. Check the network, and connect again.",
    "internal_error": "Something went wrong on the server. It has been logged.",
}

CommandId = Annotated[str, Meta(max_length=100)] | int
QuestionNumber = Annotated[int, Meta(ge=1, le=1_000_000)]
PlayerId = Annotated[str, Meta(pattern=r"^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$")]
Response = list[str] | dict[str, str | int | float] | str | int | float
"""Ids of the chosen choices (for an ordering, of all choices in order), a number, a text, for a
matching the ids of choices by those of items, for a cloze a text, a number or a choice's id by the id
of a gap."""


# ---- from clients


class ClientMessage(Struct, tag_field="type", kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A message from a client."""


class Ping(ClientMessage, tag="ping", kw_only=True):
    """Asks for a `pong` with the same id."""

    id: CommandId | None = None


class Answer(ClientMessage, tag="answer", kw_only=True):
    """A player's response to the open question or that of their turn. Sending it again changes nothing."""

    question: QuestionNumber
    response: Response
    confidence: Literal["low", "high"] | None = None  # counts if the room has `confidence`


class Leave(ClientMessage, tag="leave", kw_only=True):
    """A player leaves for now; `resume` brings them back. A projector or spectator stops watching."""


class NextTurn(ClientMessage, tag="next", kw_only=True):
    """In an assigned game: a player asks for their next question or, after the last one, for their result."""

    id: CommandId | None = None
    after: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None  # ignored; a host's `next` has it too


class Command(ClientMessage, kw_only=True):
    """From a host; the server replies with `done` or `error` with the same id."""

    id: CommandId | None = None


class Start(Command, tag="start", kw_only=True):
    """Open the first question."""


class Next(Command, tag="next", kw_only=True):
    """Close what is open and open the next question; after the last one, end the room."""

    # the number of the question that the host sees, so that pressing the button twice skips no question
    after: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    at_once: bool = False  # do not announce it; if it is announced, open it now


class Close(Command, tag="close", kw_only=True):
    """Close the open question now."""


class Pause(Command, tag="pause", kw_only=True):
    """Stop the clock of the open question."""


class Resume(Command, tag="resume", kw_only=True):
    """Let the clock run again."""


class Extend(Command, tag="extend", kw_only=True):
    """Give everybody more time for the open question."""

    seconds: int


class Skip(Command, tag="skip", kw_only=True):
    """Take the open question out of the game: it counts for nobody."""


class Kick(Command, tag="kick", kw_only=True):
    """Remove a player from this room, and ban them and every nickname that looks like theirs."""

    player_id: PlayerId


class Lock(Command, tag="lock", kw_only=True):
    """Keep new players out, or let them in again."""

    locked: bool


class ShowLeaderboard(Command, tag="leaderboard", kw_only=True):
    """Show the leaderboard now and after each question, or hide it until the end."""

    shown: bool


class HideWord(Command, tag="hide_word", kw_only=True):
    """Hide a word of a word cloud, however it is written, or show it again."""

    number: QuestionNumber
    word: str
    hidden: bool


class GiveTime(Command, tag="time", kw_only=True):
    """Give a player more time than others for every question: a factor of 1.5 is 50 % more."""

    player_id: PlayerId
    factor: float


class MoveToTeam(Command, tag="team", kw_only=True):
    """Move a player to another team."""

    player_id: PlayerId
    team: int


class End(Command, tag="end", kw_only=True):
    """End the room now."""


class Authenticate(ClientMessage, tag="authenticate", kw_only=True):
    """A host's access token, if neither the address nor a subprotocol has it; or later, a newer token."""

    token: str


PlayerMessage = Answer | NextTurn | Ping | Leave
WatcherMessage = Ping | Leave
HostCommand = (
    Start | Next | Close | Skip | Pause | Resume | Extend | Kick | Lock | ShowLeaderboard | HideWord
    | GiveTime
    | MoveToTeam | End
)  # fmt: skip
HostMessage = HostCommand | Ping | Authenticate


# ---- from the server


class ServerMessage(Struct, tag_field="type", kw_only=True, omit_defaults=True):
    """A message from the server."""


class RoomEvent(ServerMessage, kw_only=True):
    """Something that happened in the room; `seq` is its number in the room's log."""

    seq: int


class Member(Struct, kw_only=True, omit_defaults=True):
    """A player of a room; hosts see all fields."""

    player_id: str
    nickname: str
    avatar: str = ""  # a seed from which every client draws the same picture
    team: int | None = None
    score: int | None = None
    streak: int | None = None
    present: bool | None = None
    time_factor: float | None = None


class HostPerson(Struct, kw_only=True):
    """A host of a room; the owner may also invite and remove hosts, and hand the room over."""

    user_id: str
    display_name: str
    owner: bool


class Team(Struct, kw_only=True, omit_defaults=True):
    """A team of a room."""

    number: int
    name: str


class TeamStanding(Struct, kw_only=True, omit_defaults=True):
    """A line of the teams' leaderboard; the score is the mean of the members'."""

    rank: int
    number: int
    name: str
    score: int
    players: int
    previous_rank: int | None = None  # as in Standing


TextFormat = Literal["plain", "markdown"]  # plain: as it stands, with no character that means more


class Choice(Struct, kw_only=True, omit_defaults=True):
    """One of the things that a question offers."""

    id: str
    text: str
    media_url: str | None = None
    media_alt: str | None = None  # what the picture shows; empty: it is decoration


class Standing(Struct, kw_only=True, omit_defaults=True):
    """A line of a leaderboard."""

    rank: int
    player_id: str
    nickname: str
    score: int
    streak: int = 0
    avatar: str = ""
    team: int | None = None
    previous_rank: int | None = (
        None  # before the newest marked question; left out while all had the same score
    )


class Gap(Struct, kw_only=True, omit_defaults=True):
    """A gap of a cloze, in whose prompt `[[id]]` stands for it."""

    id: str
    kind: str  # short_text, numeric or single_choice
    choices: list[Choice] = []


class AskedQuestion(Struct, kw_only=True, omit_defaults=True):
    """A question as it is shown to those who answer it, without its answer key."""

    number: int  # within the room, from 1
    total: int
    kind: str
    prompt: str
    limit_ms: int
    remaining_ms: int  # when this was sent
    category: str | None = None  # the subject of the question
    choices: list[Choice] = []
    min: float | None = None  # slider: its lowest and highest value, and what is between two values
    max: float | None = None
    step: float | None = None
    units: list[str] = []  # numeric: the units to choose from, written behind the number
    unit_required: bool | None = None
    words: int | None = None  # word_cloud: how many one person may give, as a text or a list
    max_length: int | None = None  # essay: characters
    gaps: list[Gap] = []  # cloze
    items: list[Choice] = []  # matching: to each belongs one of the choices
    text_format: TextFormat = "plain"  # of the prompt, the choices and the items
    media: str | None = None
    media_alt: str | None = None  # what it shows or says; empty: it is decoration
    points: float | None = None
    multiplier: float = 1  # `points` are multiplied by it already
    hidden: bool = False  # its text and pictures are on the projector only


class Question(AskedQuestion, kw_only=True):
    """In a `welcome`: the question that is open or paused, or has closed."""

    answered: bool | None = None  # in a player's welcome: whether they have answered already
    response: Response | None = None  # in a player's welcome: their own


class Look(Struct, kw_only=True, omit_defaults=True):
    """How the host wants the wall and the phones to look."""

    theme: Literal["dark", "light", "contrast"] | None = None  # null: dark
    colour: str | None = None  # of the ground: #rrggbb
    picture: str | None = None  # behind everything: a path of the API


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


RefusalReason = Literal["too_many_connections", "too_many_requests", "too_many_watchers", "server_full"]


class RefusedClients(Struct, kw_only=True):
    """How many clients were refused, and why."""

    reason: RefusalReason
    count: int


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


class AnswerAccepted(ServerMessage, tag="answer.accepted", kw_only=True):
    """The answer is committed and can't be lost any more."""

    question: int


class AnswerRejected(ServerMessage, tag="answer.rejected", kw_only=True):
    """The answer does not count."""

    question: int
    code: Code
    message: str


Outcome = Literal["right", "partly", "wrong", "none", "vote"]  # none: no answer; vote: nothing to mark


class Ahead(Struct, kw_only=True):
    """Who is one place ahead, and by how many points."""

    nickname: str
    points: int


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


def types_of(messages: Any) -> frozenset[str]:
    """The `type` of each message of a union such as `HostMessage`."""
    return frozenset(str(message.__struct_config__.tag) for message in get_args(messages))


def type_of(message: ServerMessage | ClientMessage) -> str:
    """The message's `type`."""
    return str(message.__struct_config__.tag)


def encode(message: ServerMessage | ClientMessage) -> str:
    """The message as the text of a frame."""
    return msgspec.json.encode(message).decode()
