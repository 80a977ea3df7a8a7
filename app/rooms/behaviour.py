"""The reply to each message of each role in each state of a room; tests compare the server with this table.

A reply is `done`, the code of an `error` or `answer.rejected`, `pong`, `accepted` (`answer.accepted`),
`turn.opened`, or `closed` (1000, `left` or `room_ended`).
"""

from app.rooms import protocol

STATES = ("lobby", "open", "paused", "closed", "ended", "assigned")
ROLES = ("host", "player", "projector", "spectator")
UNREADABLE = ("nonsense", "no JSON", "a list", "no type", "binary")
MESSAGES = (
    *sorted(protocol.types_of(protocol.HostMessage) | protocol.types_of(protocol.PlayerMessage)),
    *UNREADABLE,
)
IN_ANY_STATE = {
    "nonsense": "unknown_type",
    "no JSON": "invalid_json",
    "a list": "not_an_object",
    "no type": "unknown_type",
    "binary": "binary_frame",
    "ping": "pong",
}
DONE, NONE_OPEN, ASSIGNED_GAME, ALREADY = "done", "no_open_question", "assigned_game", "already_started"

# replies to a host's commands, in the order of STATES without `ended`
HOST: dict[str, tuple[str, str, str, str, str]] = {
    "start": (DONE, ALREADY, ALREADY, ALREADY, ASSIGNED_GAME),
    "next": ("not_started", DONE, DONE, DONE, ASSIGNED_GAME),
    "close": (NONE_OPEN, DONE, DONE, DONE, ASSIGNED_GAME),
    "skip": (NONE_OPEN, DONE, DONE, NONE_OPEN, ASSIGNED_GAME),
    "pause": (NONE_OPEN, DONE, DONE, NONE_OPEN, ASSIGNED_GAME),
    "resume": (NONE_OPEN, DONE, DONE, NONE_OPEN, ASSIGNED_GAME),
    "extend": (NONE_OPEN, DONE, DONE, NONE_OPEN, ASSIGNED_GAME),
    "kick": (DONE,) * 5,
    "lock": (DONE,) * 5,
    "leaderboard": (DONE,) * 5,
    "hide_word": ("no_word_cloud",) * 5,  # of another kind of question
    "time": (DONE,) * 5,
    "team": ("bad_team",) * 5,  # in a room without teams
    "end": (DONE,) * 5,
    "authenticate": (DONE,) * 5,
}
# replies to a player's messages, in the same order
PLAYER: dict[str, tuple[str, str, str, str, str]] = {
    "answer": ("not_open", "accepted", "not_open", "too_late", "not_open"),
    "next": ("not_the_host", "not_the_host", "not_the_host", "not_the_host", "turn.opened"),
    "leave": ("closed",) * 5,
}


def reply(role: str, message: str, state: str) -> str:
    """The reply to `message` (one of MESSAGES) from `role` in `state`, as the module's docstring lists it."""
    if state == "ended":
        return "closed"  # the server closes right after the welcome
    if message in IN_ANY_STATE:
        return IN_ANY_STATE[message]
    column = [name for name in STATES if name != "ended"].index(state)
    table = {"host": HOST, "player": PLAYER}.get(role, {})
    if message in table:
        return table[message][column]
    if role in ("projector", "spectator"):
        return "closed" if message == "leave" else "only_watching"
    return "not_the_host" if message in protocol.types_of(protocol.HostMessage) else "not_a_player"
