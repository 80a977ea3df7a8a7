"""Generation: questions made from PDFs. The quiz's state and `GET /events` say when they are ready."""

from uuid import UUID

from fastapi import Depends, Response

from app.documents.models import GenerationRequest, NewGeneratedQuiz, RegeneratedQuestion
from app.documents.service import documents_of
from app.http.caller import Creator
from app.http.routing import Router
from app.quizzes.models import Quiz

router = Router(prefix="/quizzes", tags=["generation"], dependencies=[Depends(documents_of)])


@router.post("/generate", status_code=202, responses={202: {"model": Quiz}})
async def generate_quiz(request: NewGeneratedQuiz, caller: Creator) -> Response:
    """Make a quiz from PDFs. Its state is `generating` until its questions arrive.

    Credits are reserved for the questions, and given back for those that can't be made.
    """
    given = request.model_dump(exclude_unset=True, mode="json")
    return await caller.call("generate_quiz", status=202, request=given)


@router.post("/{quiz_id}/generate", status_code=202, responses={202: {"model": Quiz}})
async def generate_questions(
    quiz_id: UUID, caller: Creator, request: GenerationRequest | None = None
) -> Response:
    """Generate more questions for your quiz, different from those that it has.

    Fields that are missing are taken from the last request.
    """
    given = request.model_dump(exclude_unset=True, mode="json") if request else {}
    return await caller.call("generate_questions", status=202, quiz_id=quiz_id, request=given)


@router.post(
    "/{quiz_id}/questions/{question_id}/regenerate",
    status_code=202,
    responses={202: {"model": RegeneratedQuestion}},
)
async def regenerate_question(quiz_id: UUID, question_id: UUID, caller: Creator) -> Response:
    """Generate another question of the same kind from the same PDFs, to replace this one."""
    return await caller.call("regenerate_question", status=202, quiz_id=quiz_id, question_id=question_id)
