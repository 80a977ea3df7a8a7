"""The results of a quiz as rows of a table, from the records of public.export_results."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Rows = Iterator[list[object]]

ATTEMPT = (
    "started", "finished", "minutes", "answered", "questions", "score", "maximum", "percent", "passed",
    "counts",
)  # fmt: skip
ANSWER = ("question", "kind", "prompt", "response", "status", "points", "maximum", "saved")
WIDTHS = {"name": 24, "e-mail": 28, "started": 19, "finished": 19, "saved": 19, "prompt": 50, "response": 40}


class ResultRows:
    """Turns records into rows: one for each attempt or, with `answers`, one for each question of each."""

    def __init__(self, answers: bool) -> None:
        self.answers = answers
        self.title = ""
        self._quiz: Json = {}
        self._questions: dict[tuple[str, int], Json] = {}

    def headings(self, quiz: Json) -> list[str]:
        """The headings for the record of this quiz, which comes first."""
        self._quiz, self.title = quiz, quiz["title"]
        asked = [("e-mail", "ask_email"), ("student number", "ask_student_number")]
        guest = ["guest"] if quiz["guests_allowed"] else []
        who = ["name", *guest, *(heading for heading, field in asked if quiz[field]), "attempt", "state"]
        return [*who, *(ANSWER if self.answers else ATTEMPT)]

    def rows(self, record: Json) -> Rows:
        """The rows of a record: none for a question, which only explains later ones."""
        if record["record"] == "question":
            self._questions[record["id"], record["version"]] = record
        elif not self.answers:
            yield [*self._who(record), *_attempt(record)]
        else:
            for answer in record["answers"]:
                question = self._questions[answer["question_id"], answer["version"]]
                yield [*self._who(record), *_answer(question, answer)]

    def _who(self, attempt: Json) -> list[object]:
        given = [("email", "ask_email"), ("student_number", "ask_student_number")]
        shared = [attempt[field] for field, asked in given if self._quiz[asked]]
        guest = [_yes(attempt["guest"])] if self._quiz["guests_allowed"] else []
        return [
            attempt["display_name"],
            *guest,
            *shared,
            attempt["number"],
            attempt["state"].replace("_", " "),
        ]


def in_words(question: Json, response: Any) -> Any:
    """A response with the texts of choices and items instead of their ids. Others stay as they are."""
    texts = _texts(question["choices"])
    match response:
        case list():
            return "; ".join(texts.get(item, str(item)) for item in response)
        case dict():
            items = _texts(question.get("items", ()))
            gaps = {gap["id"]: _texts(gap.get("choices", ())) for gap in question.get("gaps", ())}
            return "; ".join(
                f"{items.get(part, part)}: {gaps.get(part, texts).get(item, item)}"
                for part, item in response.items()
            )
        case bool():
            return str(response).lower()
        case _:
            return response


def _texts(choices: Iterable[Json]) -> dict[str, str]:
    return {choice["id"]: choice["text"] for choice in choices}


def _attempt(attempt: Json) -> list[object]:
    seconds, passed, counts = attempt["seconds"], attempt["passed"], attempt["counts"]
    return [
        _time(attempt["started_at"]), _time(attempt["finished_at"]),
        None if seconds is None else round(seconds / 60, 2),
        attempt["answered"], attempt["questions"],
        attempt["score"], attempt["max_score"], attempt["percent"], _yes(passed), _yes(counts),
    ]  # fmt: skip


def _answer(question: Json, answer: Json) -> list[object]:
    return [
        question["position"], question["kind"], question["prompt"],
        in_words(question, answer["response"]), answer["status"].replace("_", " "),
        answer["points"], question["points"], _time(answer["saved_at"]),
    ]  # fmt: skip


def _yes(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
