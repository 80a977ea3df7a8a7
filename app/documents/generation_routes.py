"""Generation: questions out of PDFs. They come later; `GET /events` and the quiz's state tell when."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.documents.models import NewGeneratedQuiz, Regenerating, Wish
from app.documents.upload_routes import Hands
from app.http.caller import Caller
from app.quizzes.models import Quiz

router = APIRouter(prefix="/quizzes", tags=["generation"])


@router.post("/generate", status_code=202, responses={202: {"model": Quiz}})
async def generate_quiz(wish: NewGeneratedQuiz, caller: Caller, hands: Hands) -> Response:
    """Make a quiz from PDFs; it is `generating` till its questions come.

    Credits are set aside for the questions; for those that can't be made, they come back.
    """
    return await caller.call(
        "generate_quiz", status=202, wish=wish.model_dump(exclude_unset=True, mode="json")
    )


@router.post("/{quiz_id}/generate", status_code=202, responses={202: {"model": Quiz}})
async def generate_questions(
    quiz_id: UUID, caller: Caller, hands: Hands, wish: Wish | None = None
) -> Response:
    """Have more questions made for your quiz, none like those it has.

    What is left out is as it was the last time.
    """
    wanted = wish.model_dump(exclude_unset=True, mode="json") if wish else {}
    return await caller.call("generate_questions", status=202, quiz_id=quiz_id, wish=wanted)


@router.post(
    "/{quiz_id}/questions/{question_id}/regenerate", status_code=202, responses={202: {"model": Regenerating}}
)
async def regenerate_question(quiz_id: UUID, question_id: UUID, caller: Caller, hands: Hands) -> Response:
    """Have another question made in the place of this one, from the same PDFs and of its kind."""
    return await caller.call("regenerate_question", status=202, quiz_id=quiz_id, question_id=question_id)
