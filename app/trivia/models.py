"""The JSON of trivia."""

from typing import Annotated

from pydantic import BaseModel, Field

from app.http.bodies import Body, words
from app.quizzes.models import Difficulty, Kind, QuestionDraft, Quiz

Source = Annotated[str, words("bank", "open_trivia")]


class TopicCounts(BaseModel):
    """A topic, with counts unless only the server of TRIVIA_URL has it."""

    topic: str
    questions: int | None = None
    difficulties: dict[str, int] | None = None
    kinds: dict[str, int] | None = None


class Topics(BaseModel):
    """The topics of trivia."""

    topics: list[TopicCounts]
    questions: int


class TriviaRequest(Body):
    """The trivia that a quiz is to be made of."""

    amount: int = 10
    topic: str | None = Field(None, description="One of `/quizzes/topics/list`; null: any.")
    difficulty: Difficulty | None = None
    kind: Kind | None = None
    title: str | None = Field(None, description="Of the quiz.")


class TriviaPull(BaseModel):
    """Random questions, as drafts with their answer keys."""

    source: Source
    questions: list[QuestionDraft]
    notice: str | None = None


class TriviaQuiz(BaseModel):
    """A quiz made of trivia."""

    source: Source
    quiz: Quiz
    notice: str | None = None
