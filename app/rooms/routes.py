"""Rooms over REST: making, joining and reading them, and assigned games. Live games need a WebSocket."""

from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Path, Request, Response

from app.http.caller import Anyone, Caller, Creator
from app.http.openapi_errors import fails_with
from app.http.paging import Page, Paging, Words, sorts
from app.http.problems import Problem
from app.http.routing import Router
from app.network import listening_hosts, network_urls
from app.rooms import models
from app.rooms.protocol import RELAY_CODES
from app.rooms.relay import Relay
from app.settings import Settings

router = Router(prefix="/realtime", tags=["rooms"])

STATS = "/realtime/rooms/{room_code}/stats"  # what a host can read of a room
RoomCode = Annotated[str, Path(description="In any spelling: `7kx-3rw`.")]


@router.post("/rooms", status_code=201, responses={201: {"model": models.Room}})
@fails_with("503 server_full")
async def create_room(room: models.NewRoom, caller: Creator, request: Request) -> Response:
    """Make a room for your own quiz, or for a public one. Its questions are frozen as they are now."""
    relay: Relay = request.app.state.live
    if relay.admission.is_full:
        raise Problem(503, "server_full", RELAY_CODES["server_full"])
    options = {name: value for name, value in room.sent().items() if value is not None and name != "quiz_id"}
    return await caller.create("create_room", location=STATS, quiz_id=room.quiz_id, options=options)


@router.get("/rooms", responses={200: {"model": Page[models.ListedRoom]}})
async def list_rooms(
    caller: Caller,
    page: Paging,
    q: Words = None,
    sort: Annotated[str | None, sorts("created_at", "title")] = None,
) -> Response:
    """The rooms that you host or hosted, newest first unless `sort` says otherwise. `q` looks for titles."""
    return await caller.call("list_rooms", q=q, sort=sort, **page)


@router.get("/rooms/validate/{room_code}", responses={200: {"model": models.RoomValidity}})
async def validate_room(room_code: RoomCode, caller: Anyone) -> Response:
    """Whether a game can be joined under this code."""
    return await caller.call("validate_room", room_code=room_code)


@router.get("/rooms/{room_code}/stats", responses={200: {"model": models.RoomStats}})
async def room_stats(room_code: RoomCode, caller: Caller) -> Response:
    """Figures of a room, for its hosts."""
    return await caller.call("room_stats", room_code=room_code)


@router.get("/rooms/{room_code}/nickname", responses={200: {"model": models.Nickname}})
async def suggest_nickname(room_code: RoomCode, caller: Anyone) -> Response:
    """A random nickname that nobody in the room has."""
    return await caller.call("suggest_nickname", room_code=room_code)


@router.post("/rooms/{room_code}/players", responses={200: {"model": models.JoinedRoom}})
async def join_room(room_code: RoomCode, player: models.NewPlayer, caller: Anyone) -> Response:
    """Join without a WebSocket, to play an assigned game over REST."""
    return await caller.call("join_room", room_code=room_code, **player.sent())


@router.post("/rooms/{room_code}/turns", responses={200: {"model": models.Turn}})
async def next_turn(room_code: RoomCode, player: models.PlayerToken, caller: Anyone) -> Response:
    """In an assigned game: open the player's next turn and start its clock; after the last, their score."""
    return await caller.call("next_turn", room_code=room_code, resume=player.resume)


@router.post("/rooms/{room_code}/answers", responses={200: {"model": models.Outcome}})
async def answer_turn(room_code: RoomCode, answer: models.TurnAnswer, caller: Anyone) -> Response:
    """In an assigned game: answer the question of the player's turn. The same answer again has no effect."""
    return await caller.call("answer_turn", room_code=room_code, **answer.sent())


@router.post("/rooms/{room_code}/claim", responses={200: {"model": models.ClaimedResult}})
async def claim_player(room_code: RoomCode, player: models.PlayerToken, caller: Caller) -> Response:
    """Add a player's result to your account, by their resume token."""
    return await caller.call("claim_player", room_code=room_code, resume=player.resume)


@router.get("/played", responses={200: {"model": Page[models.PlayedRoom]}})
async def list_played_rooms(
    caller: Caller,
    page: Paging,
    q: Words = None,
    sort: Annotated[str | None, sorts("joined_at", "title")] = None,
) -> Response:
    """The games that you have played in your account, claimed ones too, newest first unless sorted otherwise.

    `q` looks for their titles.
    """
    return await caller.call("list_played_rooms", q=q, sort=sort, **page)


@router.post("/rooms/{room_code}/again", status_code=201, responses={201: {"model": models.Room}})
async def play_again(room_code: RoomCode, caller: Creator, request: Request) -> Response:
    """Make a new room of the same quiz for the same players, who join it with their resume tokens.

    A game that is still going on ends first.
    """
    relay: Relay = request.app.state.live
    await relay.intake.write_old_answers()
    return await caller.create("play_again", location=STATS, room_code=room_code)


@router.get("/rooms/{room_code}/hosts", responses={200: {"model": models.RoomHosts}})
async def room_hosts(room_code: RoomCode, caller: Caller) -> Response:
    """The hosts of the room."""
    return await caller.call("room_hosts", room_code=room_code)


@router.post("/rooms/{room_code}/invite", status_code=201, responses={201: {"model": models.Invitation}})
async def invite_host(room_code: RoomCode, caller: Caller) -> Response:
    """Invite one person to host the room too."""
    location = "/realtime/rooms/{room_code}/hosts"
    return await caller.create("invite_host", location=location, room_code=room_code)


@router.post("/rooms/{room_code}/hosts", responses={200: {"model": models.Room}})
async def accept_host_invite(room_code: RoomCode, invited: models.HostInvite, caller: Caller) -> Response:
    """Become a co-host by an invitation."""
    return await caller.call("accept_host_invite", room_code=room_code, invite=invited.invite)


@router.delete("/rooms/{room_code}/hosts/{user_id}", responses={200: {"model": models.RemovedHost}})
async def remove_host(room_code: RoomCode, user_id: UUID, caller: Caller) -> Response:
    """Remove a co-host, or stop hosting yourself."""
    return await caller.call("remove_host", room_code=room_code, user_id=user_id)


@router.post("/rooms/{room_code}/hand-over", responses={200: {"model": models.Room}})
async def hand_over_room(room_code: RoomCode, owner: models.NewOwner, caller: Caller) -> Response:
    """Make a co-host the owner of the room. You stay a co-host."""
    return await caller.call("hand_over_room", room_code=room_code, user_id=owner.user_id)


@router.get("/addresses", responses={200: {"model": models.NetworkAddresses}})
def list_addresses(request: Request) -> models.NetworkAddresses:
    """The addresses at which players can open Quizzler, the most likely one first.

    It is PUBLIC_URL if that is set; else, in development, the addresses of this machine in its networks. If
    there is none, only this machine can open it.
    """
    config: Settings = request.app.state.live.config
    server = request.scope.get("server")
    if config.public_url:
        return models.NetworkAddresses(items=[config.public_url])
    if config.environment == "production" or not server:
        return models.NetworkAddresses(items=[])
    urls = network_urls(listening_hosts(server[1]), server[1], config.root_path)
    return models.NetworkAddresses(items=urls)


@router.post("/admin/cleanup", responses={200: {"model": models.CleanUp}})
async def clean_up(caller: Caller) -> Response:
    """For admins: end the rooms, attempts and jobs whose time is over, and delete what is kept no longer.

    The server does this by itself, too: every five seconds for rooms and attempts, else every five minutes.
    """
    return await caller.call("clean_up")


@router.get("/health", responses={200: {"model": models.Health}, 503: {"model": models.Health}})
async def rooms_health(request: Request) -> Response:
    """The state of live rooms; 503 while the database or its notifications can't be reached."""
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
