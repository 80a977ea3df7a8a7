"""What clients send."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.rooms.protocol.fields import CommandId, PlayerId, QuestionNumber, Response


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
