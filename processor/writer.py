"""A quiz out of documents: by a model where one is configured, and without one else or for what it leaves
open.
"""

from dataclasses import dataclass, field
from typing import Any

from processor import model
from processor.draft import KINDS, Kind, Level
from processor.quiz import Wish, choose
from processor.reading.read import Progress, language_of
from processor.writing.compose import Candidate, Source, candidates_of
from processor.writing.topics import Topic

LANGUAGES = {
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
}


class WritingError(Exception):
    """Why no question could be written; a code and a sentence."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass
class Wished:
    """A wish as it comes in."""

    questions: int
    kinds: list[str] = field(default_factory=list)
    difficulty: dict[Level, int] | None = None
    topic: str | None = None
    language: str = "en"
    avoid: list[str] = field(default_factory=list)


def write_quiz(
    wished: Wished, sources: list[Source], llm: dict[str, Any] | None, progress: Progress
) -> dict[str, Any]:
    """What `quiz.generated` says, without the ids. Raises WritingError where not one question can be made."""
    sources = _one_of_each(sources)
    kinds: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind in wished.kinds or not wished.kinds)
    if not kinds:
        raise WritingError(
            "unsupported",
            f"Questions of the kind {wished.kinds[0].replace('_', ' ')} can't be made from a PDF.",
        )
    difficulty = wished.difficulty if wished.difficulty and sum(wished.difficulty.values()) else None
    wish = Wish(wished.questions, kinds, difficulty, wished.topic, wished.language, tuple(wished.avoid))
    notes: list[str] = []
    pool: list[Candidate] = []
    if llm:
        pool, note = model.candidates(model.Settings(**llm), wish, sources, progress)
        notes += [note] if note else []
    if len(pool) < 1.2 * wish.questions:
        pool += _without_model(wish, sources, progress, notes, bool(llm))
    quiz = choose(wish, sources, pool, seed=len(wish.avoid))
    other = [kind.replace("_", " ") for kind in wished.kinds if kind not in KINDS]
    if other:
        notes.append(f"No {' or '.join(other)} question can be made from a PDF.")
    shortfall = " ".join([*([quiz.shortfall] if quiz.shortfall else []), *notes]) or None
    if not quiz.drafts:
        raise WritingError("no_questions", shortfall or "No question could be made from these pages.")
    return {
        "requested": wish.questions,
        "questions": [draft.as_json() for draft in quiz.drafts],
        "shortfall": shortfall,
        "dropped": dict(quiz.dropped),
    }


def _without_model(
    wish: Wish, sources: list[Source], progress: Progress, notes: list[str], after_model: bool
) -> list[Candidate]:
    pool: list[Candidate] = []
    if not wish.language.lower().startswith("en"):
        notes.append("Without a model, questions are written in English only.")
        return pool
    topic = Topic(wish.topic) if wish.topic else None
    for number, source in enumerate(sources):
        progress(
            0.1 + 0.8 * number / len(sources),
            f"Looking for what is worth asking ({number + 1} of {len(sources)})",
        )
        language = language_of(source.document)
        if language not in (None, "en"):
            notes.append(
                f"A PDF seems to be in {LANGUAGES[language]}; without a model, questions are made "
                f"from English only."
            )
            continue
        found = list(candidates_of(source, topic or None, set(wish.kinds), seed=len(wish.avoid)))
        for candidate in found:
            candidate.worth -= 100 * after_model  # they fill up what the model left open
        pool += found
    return pool


def _one_of_each(sources: list[Source]) -> list[Source]:
    """Sources of the same upload, joined; None of the pages means all."""
    joined: dict[str, Source] = {}
    for source in sources:
        before = joined.get(source.upload_id)
        if before is None:
            joined[source.upload_id] = source
        else:
            pages = None if before.pages is None or source.pages is None else [*before.pages, *source.pages]
            joined[source.upload_id] = Source(source.upload_id, source.document, pages)
    return list(joined.values())
