"""Folders, in which people file their quizzes and those that they work on with others."""

from datetime import datetime
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.http.bodies import Body, Id
from app.http.caller import Caller, Creator
from app.http.routing import Router

router = Router(prefix="/folders", tags=["folders"])


class FolderName(Body):
    """The name of a folder, which no other folder beside it has."""

    name: str = Field(examples=["Grade 7"])


class FolderPlace(Body):
    """Where a folder is to be."""

    parent_id: Id | None = Field(None, description="The folder that it is in; null: none.")


class NewFolder(FolderName, FolderPlace):
    """A new folder."""


class Folder(BaseModel):
    """A folder, and how many quizzes are in it. Deleted ones are not counted."""

    id: UUID
    name: str
    parent_id: UUID | None = Field(description="The folder that it is in; null: none.")
    level: int = Field(description="1: in no other folder, 2: in one of those, …")
    quiz_count: int = Field(description="Quizzes in the folder itself.")
    quiz_count_in_all: int = Field(description="Quizzes in it and in the folders in it.")
    created_at: datetime
    updated_at: datetime


class Folders(BaseModel):
    """All folders by name, each followed by those in it."""

    items: list[Folder]
    next_cursor: None = None
    unfiled_count: int = Field(description="Your own quizzes that are in no folder.")


class Filing(Body):
    """Quizzes, and the folder that they are put into."""

    quiz_ids: list[Id]
    folder_id: Id | None = Field(None, description="null: into none.")


class Filed(BaseModel):
    """Where quizzes were put."""

    folder_id: UUID | None
    quiz_ids: list[UUID]


class DeletedFolder(BaseModel):
    """A folder that was deleted with those in it."""

    id: UUID
    folders: int = Field(description="How many folders were deleted.")


@router.get("", responses={200: {"model": Folders}})
async def list_folders(caller: Caller) -> Response:
    """Your folders, with how many quizzes are in each. `GET /quizzes?folder_id=…` lists these."""
    return await caller.call("list_folders")


@router.post("", status_code=201, responses={201: {"model": Folder}})
async def create_folder(folder: NewFolder, caller: Creator) -> Response:
    """Make a folder, or one in another."""
    return await caller.create("create_folder", location="/folders/{id}", **folder.sent())


@router.post("/file", responses={200: {"model": Filed}})
async def file_quizzes(filing: Filing, caller: Caller) -> Response:
    """Put quizzes that you own or work on into a folder, or into none. Others notice nothing."""
    return await caller.call("file_quizzes", **filing.sent())


@router.get("/{folder_id}", responses={200: {"model": Folder}})
async def get_folder(folder_id: UUID, caller: Caller) -> Response:
    """A folder of yours."""
    return await caller.call("get_folder", folder_id=folder_id)


@router.patch("/{folder_id}", responses={200: {"model": Folder}})
async def rename_folder(folder_id: UUID, changes: FolderName, caller: Caller) -> Response:
    """Rename a folder."""
    return await caller.call("rename_folder", folder_id=folder_id, name=changes.name)


@router.post("/{folder_id}/move", responses={200: {"model": Folder}})
async def move_folder(folder_id: UUID, place: FolderPlace, caller: Caller) -> Response:
    """Move a folder, with all that is in it, into another one or out of all others."""
    return await caller.call("move_folder", folder_id=folder_id, parent_id=place.parent_id)


@router.delete("/{folder_id}", responses={200: {"model": DeletedFolder}})
async def delete_folder(folder_id: UUID, caller: Caller) -> Response:
    """Delete a folder and those in it. The quizzes stay, in the folder that it was in if there is one."""
    return await caller.call("delete_folder", folder_id=folder_id)
