"""The types of the fields of messages."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

CommandId = Annotated[str, Meta(max_length=100)] | int
QuestionNumber = Annotated[int, Meta(ge=1, le=1_000_000)]
PlayerId = Annotated[str, Meta(pattern=r"^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$")]
Response = list[str] | dict[str, str | int | float] | str | int | float
"""Ids of the chosen choices (for an ordering, of all choices in order), a number, a text, for a
matching the ids of choices by those of items, for a cloze a text, a number or a choice's id by the id
of a gap."""

TextFormat = Literal["plain", "markdown"]  # plain: as it stands, with no character that means more
RefusalReason = Literal["too_many_connections", "too_many_requests", "too_many_watchers", "server_full"]
Outcome = Literal["right", "partly", "wrong", "none", "vote"]  # none: no answer; vote: nothing to mark


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


class Look(Struct, kw_only=True, omit_defaults=True):
    """How the host wants the wall and the phones to look."""

    theme: Literal["dark", "light", "contrast"] | None = None  # null: dark
    colour: str | None = None  # of the ground: #rrggbb
    picture: str | None = None  # behind everything: a path of the API


class RefusedClients(Struct, kw_only=True):
    """How many clients were refused, and why."""

    reason: RefusalReason
    count: int


class Ahead(Struct, kw_only=True):
    """Who is one place ahead, and by how many points."""

    nickname: str
    points: int
