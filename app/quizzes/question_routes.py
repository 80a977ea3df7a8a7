"""The questions of a quiz, as its owner sees them: with their answer keys."""

from uuid import UUID

from fastapi import Response

from app.http.caller import Caller, Creator
from app.http.openapi_errors import fails_with
from app.http.routing import Router
from app.http.versions import (
    IfNoneMatch,
    IfVersion,
    read_versioned,
    tagged,
    versioned,
)
from app.quizzes.models import (
    CopiedQuestions,
    CreatedQuestions,
    Deleted,
    Difficulty,
    Drafts,
    NewOrder,
    Order,
    Question,
    QuestionChanges,
    QuestionDraft,
    QuestionPage,
    QuestionsToCopy,
)

router = Router(prefix="/quizzes/{quiz_id}/questions", tags=["questions"])


@router.post("", status_code=201, responses={201: {"model": Question | CreatedQuestions}})
@fails_with("public.create_question")
async def create_questions(quiz_id: UUID, body: Drafts, caller: Creator) -> Response:
    """Add a question, or a list of them, at the end of your quiz. All of a list are added, or none."""
    all_of_them = f"/quizzes/{quiz_id}/questions"
    if isinstance(body, QuestionDraft):
        location = all_of_them + "/{id}"
        return await caller.create("create_question", location=location, quiz_id=quiz_id, draft=body.sent())
    drafts = [draft.sent() for draft in body]
    return await caller.create("create_questions", location=all_of_them, quiz_id=quiz_id, drafts=drafts)


@router.post("/copy", status_code=201, responses={201: {"model": CopiedQuestions}})
async def copy_questions(
    quiz_id: UUID, body: QuestionsToCopy, caller: Creator, if_version: IfVersion
) -> Response:
    """Copy questions of your other quizzes, or of those that you may edit, into this one: all, or none.

    `If-Match` takes the ETag of the list of questions of this quiz, or of the quiz.
    """
    return await caller.create(
        "copy_questions",
        location=f"/quizzes/{quiz_id}/questions",
        quiz_id=quiz_id,
        question_ids=body.question_ids,
        at_position=body.position,
        if_version=if_version,
    )


@router.get("", responses=read_versioned(QuestionPage))
async def list_questions(
    quiz_id: UUID,
    caller: Caller,
    deleted: bool = False,
    tag: str | None = None,
    difficulty: Difficulty | None = None,
    known: IfNoneMatch = None,
) -> Response:
    """The questions of your quiz, in order: all, or those with a tag or of a difficulty.

    `deleted` lists the deleted ones, which can be restored.
    """
    response = await caller.call(
        "list_questions", quiz_id=quiz_id, deleted=deleted, tag=tag, difficulty=difficulty
    )
    return tagged(response, known)


@router.put("/order", responses=versioned(NewOrder))
async def reorder_questions(quiz_id: UUID, order: Order, caller: Caller, if_version: IfVersion) -> Response:
    """Put the questions of your quiz in this order. The list must have each of them once.

    `If-Match` takes the ETag of the list of questions, or of the quiz.
    """
    return tagged(
        await caller.call("reorder_questions", quiz_id=quiz_id, if_version=if_version, **order.sent())
    )


@router.get("/{question_id}", responses=read_versioned(Question))
async def get_question(
    quiz_id: UUID, question_id: UUID, caller: Caller, known: IfNoneMatch = None
) -> Response:
    """A question of your quiz. What is returned can be posted as a new question."""
    return tagged(await caller.call("get_question", quiz_id=quiz_id, question_id=question_id), known)


@router.patch("/{question_id}", responses=versioned(Question))
async def update_question(
    quiz_id: UUID, question_id: UUID, changes: QuestionChanges, caller: Caller, if_version: IfVersion
) -> Response:
    """Change a question. That makes a new version; attempts and rooms that have begun keep theirs."""
    response = await caller.call(
        "update_question",
        quiz_id=quiz_id,
        question_id=question_id,
        changes=changes.sent(),
        if_version=if_version,
    )
    return tagged(response)


@router.delete("/{question_id}", responses={200: {"model": Deleted}})
async def delete_question(
    quiz_id: UUID, question_id: UUID, caller: Caller, if_version: IfVersion
) -> Response:
    """Delete a question of your quiz. Attempts and rooms that have it keep it, and it can be restored."""
    return await caller.call(
        "delete_question", quiz_id=quiz_id, question_id=question_id, if_version=if_version
    )


@router.post("/{question_id}/restore", responses=versioned(Question))
async def restore_question(quiz_id: UUID, question_id: UUID, caller: Caller) -> Response:
    """Restore a deleted question, at the end of its quiz."""
    return tagged(await caller.call("restore_question", quiz_id=quiz_id, question_id=question_id))
