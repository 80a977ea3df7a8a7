"""Helpers for taking quizzes: questions, and a quiz that people start, answer and submit through SQL."""

from collections.abc import Sequence
from typing import Any

from tests.fixtures import Person, Sql

Json = dict[str, Any]


def single(prompt: str = "The capital of Italy?", right: str = "Rome", *wrong: str, **more: Any) -> Json:
    choices = [{"text": text, "correct": text == right} for text in (right, *(wrong or ("Milan", "Turin")))]
    return {"kind": "single_choice", "prompt": prompt, "choices": choices, **more}


def multiple(prompt: str = "Which are prime?", **more: Any) -> Json:
    choices = [{"text": text, "correct": text in ("2", "3")} for text in ("2", "3", "4", "6")]
    return {"kind": "multiple_choice", "prompt": prompt, "choices": choices, **more}


def true_false(prompt: str = "Snow is white.", correct: bool = True, **more: Any) -> Json:
    return {"kind": "true_false", "prompt": prompt, "correct": correct, **more}


def numeric(prompt: str = "Pi?", value: float = 3.14, **more: Any) -> Json:
    return {"kind": "numeric", "prompt": prompt, "answers": [{"value": value, "tolerance": 0.01}], **more}


def short_text(prompt: str = "The largest city of Brazil?", text: str = "São Paulo", **more: Any) -> Json:
    return {"kind": "short_text", "prompt": prompt, "answers": [{"text": text}], **more}


def ordering(prompt: str = "By size, the smallest first?", *items: str, **more: Any) -> Json:
    choices = [{"text": text} for text in (items or ("ant", "cat", "cow", "whale"))]
    return {"kind": "ordering", "prompt": prompt, "choices": choices, **more}


def poll(prompt: str = "Tea or coffee?", **more: Any) -> Json:
    return {"kind": "poll", "prompt": prompt, "choices": [{"text": "Tea"}, {"text": "Coffee"}], **more}


def slider(prompt: str = "How many bones has a hand?", **more: Any) -> Json:
    return {"kind": "slider", "prompt": prompt, "min": 0, "max": 50, "value": 27, "tolerance": 1, **more}


def matching(prompt: str = "Which capital is whose?", **more: Any) -> Json:
    pairs = [{"text": land, "match": city} for land, city in (("Italy", "Rome"), ("Peru", "Lima"))]
    return {"kind": "matching", "prompt": prompt, "pairs": pairs, "distractors": ["Milan"], **more}


def cloze(prompt: str = "The [[1]] is [[2]] km long and flows [[3]].", **more: Any) -> Json:
    gaps = [
        {"kind": "short_text", "answers": [{"text": "Nile"}]},
        {"kind": "numeric", "answers": [{"value": 6650, "tolerance": 50}]},
        {"kind": "single_choice", "choices": [{"text": "north", "correct": True}, {"text": "south"}]},
    ]
    return {"kind": "cloze", "prompt": prompt, "gaps": gaps, **more}


def word_cloud(prompt: str = "What do you drink?", **more: Any) -> Json:
    return {"kind": "word_cloud", "prompt": prompt, "words": 2, **more}


ONE_OF_EACH = (
    single(), multiple(), true_false(), numeric(), short_text(), ordering(), poll(), slider(), matching(),
    cloze(), word_cloud(),
)  # fmt: skip


SCORED = [draft for draft in ONE_OF_EACH if draft["kind"] not in ("poll", "word_cloud")]


class Quiz:
    """A quiz and its owner; people take it."""

    def __init__(self, sql: Sql, owner: Person, quiz_id: str) -> None:
        self.sql = sql
        self.owner = owner
        self.id = quiz_id

    def change(self, **options: Any) -> None:
        self.sql.call(self.owner, "update_quiz", quiz_id=self.id, changes=options)

    def start(self, person: Person) -> Json:
        return self.sql.call(person, "start_attempt", quiz_id=self.id)

    def save(self, person: Person, attempt: Json, answers: Sequence[Json]) -> Json:
        return self.sql.call(person, "save_answers", attempt_id=attempt["id"], answers=answers)

    def submit(self, person: Person, answers: Sequence[Json] = (), **more: Any) -> Json:
        return self.sql.call(person, "submit_attempt", quiz_id=self.id, answers=list(answers), **more)

    def take(self, person: Person, right: int = 0) -> Json:
        """Start an attempt and submit it with the first `right` questions answered rightly, and no others."""
        attempt = self.start(person)
        return self.submit(person, self.right_answers(attempt)[:right])

    def right_answers(self, attempt: Json) -> list[Json]:
        """An answer to each question of an attempt, polls included, that together earn all points."""
        return [{"question_id": q["id"], "response": self.right(q["id"])} for q in attempt["questions"]]

    def right(self, question_id: str) -> Any:
        """A right response to this question."""
        kind, shown, choices = self.sql.connection.execute(
            "select kind, core.right_answer(kind, choices, key), choices from core.questions where id = %s",
            [question_id],
        ).fetchone()
        if kind == "poll":
            return [choices[0]["id"]]
        if kind == "word_cloud":
            return ["Tea"]
        if kind in ("numeric", "slider"):
            return shown[0]["min"]
        if kind == "cloze":
            return {gap: right[0]["min"] if "min" in right[0] else right[0] for gap, right in shown.items()}
        return shown[0] if kind == "short_text" else shown

    def wrong(self, question: Json) -> list[str]:
        """A wrong choice of a single choice question."""
        right = self.right(question["id"])
        return [next(choice["id"] for choice in question["choices"] if choice["id"] not in right)]

    def pass_deadline(self, attempt: Json) -> None:
        """Move the attempt into the past, so that its deadline and the grace after it have passed."""
        self.sql.connection.execute(
            "update core.attempts set started_at = now() - interval '2 hours', "
            "deadline = now() - interval '1 hour' where id = %s",
            [attempt["id"]],
        )


def make_quiz(sql: Sql, owner: Person, *drafts: Json, **options: Any) -> Quiz:
    """A public quiz with these questions; without any, one of each kind."""
    made = sql.call(
        owner, "create_quiz", draft={"title": "General knowledge", "visibility": "public", **options}
    )
    sql.call(owner, "create_questions", quiz_id=made["id"], drafts=list(drafts or ONE_OF_EACH))
    return Quiz(sql, owner, made["id"])


def answer(question: Json, response: Any) -> Json:
    return {"question_id": question["id"], "response": response}
