"""Quizzes and questions in a database, by SQL and over REST."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures import Person, Refused, Sql
from tests.quizzes.drafts import TRUE_FALSE

Refusal = tuple[int | None, str | None]


class Author:
    """A person who makes quizzes through SQL."""

    def __init__(self, sql: Sql, name: str) -> None:
        self.sql = sql
        self.person: Person = sql.person(name)

    def call(self, function: str, **arguments: Any) -> Any:
        return self.sql.call(self.person, function, **arguments)

    def refused(self, function: str, **arguments: Any) -> Refusal:
        with pytest.raises(Refused) as refused:
            self.call(function, **arguments)
        return refused.value.status, refused.value.code

    def quiz(self, questions: int = 0, **options: Any) -> str:
        quiz_id: str = self.call("create_quiz", draft={"title": "A quiz", **options})["id"]
        if questions:
            self.call("create_questions", quiz_id=quiz_id, drafts=[TRUE_FALSE] * questions)
        return quiz_id

    def question(self, quiz_id: str, **more: Any) -> dict[str, Any]:
        created: dict[str, Any] = self.call("create_question", quiz_id=quiz_id, draft={**TRUE_FALSE, **more})
        return created

    def questions(self, quiz_id: str) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = self.call("list_questions", quiz_id=quiz_id)["items"]
        return listed

    def select(self, query: str) -> list[dict[str, Any]]:
        return self.sql.select(self.person, query)


@pytest.fixture
def author(sql: Sql) -> Callable[[str], Author]:
    return lambda name: Author(sql, name)


@pytest.fixture
def ada(author: Callable[[str], Author]) -> Author:
    return author("ada")


@pytest.fixture
def bob(author: Callable[[str], Author]) -> Author:
    return author("bob")
