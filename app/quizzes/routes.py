"""Quizzes: their titles and how they are taken."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.http.bodies import words
from app.http.caller import Anyone, Caller, Creator
from app.http.paging import Page, Paging, Words, sorts
from app.http.routing import Router
from app.http.versions import (
    IfNoneMatch,
    IfVersion,
    read_versioned,
    tagged,
    versioned,
)
from app.quizzes.models import ChangePreview, Copy, Deleted, NewQuiz, Purged, Quiz, QuizChanges

router = Router(prefix="/quizzes", tags=["quizzes"])

OnlyPublic = Annotated[str | None, words("public"), Query(description="List everybody's public quizzes.")]


@router.post("", status_code=201, responses=versioned(Quiz, 201))
async def create_quiz(quiz: NewQuiz, caller: Creator) -> Response:
    """Make a quiz. Add questions to it with `POST /quizzes/{quiz_id}/questions`."""
    return tagged(await caller.create("create_quiz", location="/quizzes/{id}", draft=quiz.sent()))


@router.get("", responses={200: {"model": Page[Quiz]}})
async def list_quizzes(
    caller: Anyone,
    page: Paging,
    visibility: OnlyPublic = None,
    deleted: Annotated[bool, Query(description="List your deleted quizzes.")] = False,
    q: Words = None,
    sort: Annotated[str | None, sorts("created_at", "title")] = None,
    tag: Annotated[list[str] | None, Query(description="Only quizzes with all of these tags.")] = None,
    shared: Annotated[
        bool, Query(description="List the quizzes of others of which you are a collaborator.")
    ] = False,
    folder_id: Annotated[
        UUID | None, Query(description="List what is in this folder of yours, also of others.")
    ] = None,
    unfiled: Annotated[bool, Query(description="List your own quizzes that are in no folder.")] = False,
    archived: Annotated[
        bool, Query(description="List your archived quizzes, which are in no other list of yours.")
    ] = False,
) -> Response:
    """Your own quizzes, those shared with you or in a folder, or the public ones, newest first by default.

    `q` looks for words in titles, tags and descriptions, in the language of each quiz: with `or`,
    `"a phrase"` and `-without`. The last word may be the beginning of one in the title.
    """
    return await caller.call_older(
        "list_quizzes",
        visibility=visibility,
        deleted=deleted,
        q=q,
        sort=sort,
        tags=tag,
        shared=shared,
        folder_id=folder_id,
        unfiled=unfiled,
        archived=archived,
        **page,
    )


@router.get("/{quiz_id}", responses=read_versioned(Quiz))
async def get_quiz(quiz_id: UUID, caller: Anyone, known: IfNoneMatch = None) -> Response:
    """A quiz and its options: one you work on, a public one, or one whose link (its id) you were given."""
    return tagged(await caller.call("get_quiz", quiz_id=quiz_id), known)


@router.patch("/{quiz_id}", responses=versioned(Quiz))
async def update_quiz(quiz_id: UUID, changes: QuizChanges, caller: Caller, if_version: IfVersion) -> Response:
    """Change the title or options of your quiz.

    A new time limit or closing time reaches the attempts in progress: their deadlines follow. Their other
    options are those that they began with.
    """
    return tagged(
        await caller.call("update_quiz", quiz_id=quiz_id, changes=changes.sent(), if_version=if_version)
    )


@router.post("/{quiz_id}/preview-change", responses={200: {"model": ChangePreview}})
async def preview_quiz_change(quiz_id: UUID, changes: QuizChanges, caller: Caller) -> Response:
    """Whom a change of your quiz would touch while they take it. It takes what `PATCH` takes."""
    return await caller.call("preview_quiz_change", quiz_id=quiz_id, changes=changes.sent())


@router.delete("/{quiz_id}", responses={200: {"model": Deleted}})
async def delete_quiz(quiz_id: UUID, caller: Caller, if_version: IfVersion) -> Response:
    """Delete your quiz. Its results stay, and it can be restored."""
    return await caller.call("delete_quiz", quiz_id=quiz_id, if_version=if_version)


@router.post("/{quiz_id}/restore", responses=versioned(Quiz))
async def restore_quiz(quiz_id: UUID, caller: Caller) -> Response:
    """Restore your deleted quiz as it was."""
    return tagged(await caller.call("restore_quiz", quiz_id=quiz_id))


@router.post("/{quiz_id}/archive", responses=versioned(Quiz))
async def archive_quiz(quiz_id: UUID, caller: Caller) -> Response:
    """Put your quiz into the archive. Only your lists leave it out; it can be taken, edited and played."""
    return tagged(await caller.call("archive_quiz", quiz_id=quiz_id))


@router.post("/{quiz_id}/unarchive", responses=versioned(Quiz))
async def unarchive_quiz(quiz_id: UUID, caller: Caller) -> Response:
    """Take your quiz out of the archive."""
    return tagged(await caller.call("unarchive_quiz", quiz_id=quiz_id))


@router.post("/{quiz_id}/purge", responses={200: {"model": Purged}})
async def purge_quiz(quiz_id: UUID, caller: Caller) -> Response:
    """Delete your deleted quiz for good. Refused (`quiz_has_results`) if others took or played it."""
    return await caller.call("purge_quiz", quiz_id=quiz_id)


@router.post("/{quiz_id}/duplicate", status_code=201, responses=versioned(Quiz, 201))
async def duplicate_quiz(quiz_id: UUID, caller: Creator, copy: Copy | None = None) -> Response:
    """Make a private copy of your quiz, with its options and questions and without its results."""
    title = copy.title if copy else None
    return tagged(
        await caller.create("duplicate_quiz", location="/quizzes/{id}", quiz_id=quiz_id, title=title)
    )
