"""Groups: their owner gives a code, with which people join."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.http.bodies import Body, words
from app.http.caller import Caller, Creator
from app.http.paging import Page, Paging
from app.http.routing import Router

router = Router(prefix="/groups", tags=["groups"])


class GroupName(Body):
    """The name of a group."""

    name: str = Field(description="1 to 100 visible characters.", examples=["Class 7b"])


class JoinCode(Body):
    """The code of a group, as its owner gave it."""

    join_code: str = Field(
        description="Case, blanks and hyphens make no difference.", examples=["7K5 3MX H4PQ"]
    )


class NewCode(Body):
    """Whether a group gets another code."""

    closed: bool = Field(False, description="No code: nobody can join.")


class Group(BaseModel):
    """A group."""

    id: UUID
    name: str
    owner_id: UUID
    owner: str
    role: Annotated[str, words("owner", "member")]
    join_code: str | None = Field(description="null: nobody can join, or the group is somebody else's.")
    members: int
    created_at: datetime


class Member(BaseModel):
    """A member of a group."""

    user_id: UUID
    display_name: str
    joined_at: datetime


class GroupLeader(BaseModel):
    """A standing on the leaderboard of a group. Each quiz is worth 100 points."""

    rank: int
    display_name: str
    you: bool
    points: float
    quizzes: int
    passed: int


class GroupLeaderMe(GroupLeader):
    """The caller's standing on the leaderboard of a group."""

    percentile: float = Field(
        description="How many percent of the people are behind, with half of those who are equal."
    )


class GroupLeaderboard(Page[GroupLeader]):
    """The leaderboard of a group."""

    group_id: UUID
    name: str
    quiz_id: UUID | None = Field(description="null: all quizzes of the group's owner.")
    people: int
    me: GroupLeaderMe | None


class LeftGroup(BaseModel):
    """The group that the caller left."""

    id: UUID
    left: bool


@router.post("", status_code=201, responses={201: {"model": Group}})
async def create_group(body: GroupName, caller: Creator) -> Response:
    """Make a group. Give its `join_code` to those who are to join."""
    return await caller.create("create_group", location="/groups/{id}", name=body.name)


@router.get("", responses={200: {"model": Page[Group]}})
async def list_groups(caller: Caller, page: Paging) -> Response:
    """The groups that you own or are a member of, newest first."""
    return await caller.call("list_groups", **page)


@router.post("/join", responses={200: {"model": Group}})
async def join_group(body: JoinCode, caller: Caller) -> Response:
    """Join a group. Its owner sees your name, and what the group is allowed in a quiz counts for you."""
    return await caller.call("join_group", join_code=body.join_code)


@router.get("/{group_id}", responses={200: {"model": Group}})
async def get_group(group_id: UUID, caller: Caller) -> Response:
    """A group that you own or are a member of."""
    return await caller.call("get_group", group_id=group_id)


@router.patch("/{group_id}", responses={200: {"model": Group}})
async def rename_group(group_id: UUID, body: GroupName, caller: Caller) -> Response:
    """Give your group another name."""
    return await caller.call("rename_group", group_id=group_id, name=body.name)


@router.delete("/{group_id}", responses={200: {"model": Group}})
async def delete_group(group_id: UUID, caller: Caller) -> Response:
    """Delete your group with its allowances. Results of its members stay."""
    return await caller.call("delete_group", group_id=group_id)


@router.post("/{group_id}/code", responses={200: {"model": Group}})
async def rotate_group_code(group_id: UUID, body: NewCode, caller: Caller) -> Response:
    """Give your group another join code, or none. The one before is worth nothing any more; members stay."""
    return await caller.call("rotate_group_code", group_id=group_id, closed=body.closed)


@router.post("/{group_id}/leave", responses={200: {"model": LeftGroup}})
async def leave_group(group_id: UUID, caller: Caller) -> Response:
    """Leave a group."""
    return await caller.call("leave_group", group_id=group_id)


@router.get("/{group_id}/members", responses={200: {"model": Page[Member]}})
async def list_group_members(group_id: UUID, caller: Caller, page: Paging) -> Response:
    """The members of your group, the newest first."""
    return await caller.call("list_group_members", group_id=group_id, **page)


@router.get("/{group_id}/leaderboard", responses={200: {"model": GroupLeaderboard}})
async def group_leaderboard(
    group_id: UUID, caller: Caller, page: Paging, quiz_id: UUID | None = None
) -> Response:
    """The members of a group by their results in its owner's quizzes, for the owner and the members."""
    return await caller.analyse("group_leaderboard", group_id=group_id, quiz_id=quiz_id, **page)


@router.delete("/{group_id}/members/{user_id}", responses={200: {"model": Group}})
async def remove_group_member(group_id: UUID, user_id: UUID, caller: Caller) -> Response:
    """Remove a member from your group. With its code they could join again."""
    return await caller.call("remove_group_member", group_id=group_id, user_id=user_id)
