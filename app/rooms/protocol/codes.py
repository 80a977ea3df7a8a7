"""How a connection is offered and ends, and the codes of refusals."""

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
