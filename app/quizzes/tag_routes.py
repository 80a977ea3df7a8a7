"""The tags of one's quizzes and questions, each changed everywhere at once."""

from fastapi import Response
from pydantic import BaseModel, Field

from app.http.bodies import Body
from app.http.caller import Caller
from app.http.routing import Router

router = Router(prefix="/tags", tags=["tags"])


class Tags(Body):
    """Some of one's tags."""

    tags: list[str] = Field(examples=[["lake", "lakes"]])


class Replacement(Tags):
    """Tags, and the one that comes in their place."""

    by: str = Field(description="It may be a tag that there is: then they are merged.", examples=["lakes"])


class Tag(BaseModel):
    """A tag, and how many of one's quizzes and questions have it."""

    tag: str
    quizzes: int
    questions: int


class TagList(BaseModel):
    """All tags by name."""

    items: list[Tag]
    next_cursor: None = None


class ChangedTags(BaseModel):
    """What a change of tags reached."""

    tag: str | None = Field(description="The new tag; null: none.")
    quizzes: int = Field(description="Quizzes that it concerned, deleted ones too.")
    questions: int = Field(description="Questions that have other tags now.")


@router.get("", responses={200: {"model": TagList}})
async def list_tags(caller: Caller) -> Response:
    """The tags of your quizzes and of their questions."""
    return await caller.call("list_tags")


@router.post("/replace", responses={200: {"model": ChangedTags}})
async def replace_tags(change: Replacement, caller: Caller) -> Response:
    """Rename a tag in all your quizzes, their questions and sections; or merge several into one."""
    return await caller.call("replace_tags", tags=change.tags, by=change.by)


@router.post("/delete", responses={200: {"model": ChangedTags}})
async def delete_tags(change: Tags, caller: Caller) -> Response:
    """Remove tags from all your quizzes and questions. Refused while a section draws by one of them."""
    return await caller.call("delete_tags", tags=change.tags)
