"""Writes a quiz from documents: with a model if one is configured; otherwise, and for the rest, without."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from processor import model
from processor.draft import KINDS
from processor.failure import JobFailure
from processor.quiz import GenerationRequest, choose
from processor.reading.document import Progress
from processor.reading.read import language_of
from processor.writing.compose import Candidate, Source, candidates_of
from processor.writing.prose import MOST_LETTERS
from processor.writing.topics import Topic

FEWEST_LETTERS = 60_000  # of a document that are parsed, if it has more
LETTERS_A_QUESTION = 6_000
SHARES = 0.125, 0.25, 1.0  # of these letters that are tried in turn, until enough questions are made
RICH = 10  # candidates for each question, with which the least share leaves as good a choice as more
FEW = 3  # if not even every third question is made from the least share, all letters are needed
NAMED = 10  # pages that are pictures and are named in a note
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip


def write_quiz(
    request: GenerationRequest, sources: list[Source], llm: dict[str, Any] | None, progress: Progress
) -> dict[str, Any]:
    """The data of quiz.generated, without ids. Raises JobFailure if no question can be made.

    A request that names no kinds gets all kinds that can be made from a PDF. Other kinds are left out, and
    `shortfall` says so.
    """
    sources = _joined_by_upload(sources)
    unsupported = [kind.replace("_", " ") for kind in request.kinds if kind not in KINDS]
    kinds = tuple(kind for kind in KINDS if kind in request.kinds or not request.kinds)
    if not kinds:
        raise JobFailure("unsupported", f"Questions of the kind {unsupported[0]} can't be made from a PDF.")
    levels = request.difficulty if request.difficulty and sum(request.difficulty.values()) else None
    request = replace(request, kinds=kinds, difficulty=levels)
    notes: list[str] = []
    pool: list[Candidate] = []
    if llm and model.written_kinds(request):
        pool, note = model.candidates(model.Settings(**llm), request, sources, progress)
        notes += [note] if note else []
    quiz = choose(request, sources, pool)
    further: list[str] = []
    shares = _shares(request, sources) if len(quiz.drafts) < request.questions else ()
    for turn, share in enumerate(shares):
        if 0 < turn < len(shares) - 1 and FEW * len(quiz.drafts) < request.questions:
            continue
        heard = _turn_of(progress, turn, len(shares))
        own_pool, further = _without_model(request, sources, heard, share, bool(llm))
        quiz = choose(request, sources, [*pool, *own_pool])
        is_rich = turn > 0 or len(own_pool) >= RICH * request.questions
        if len(quiz.drafts) == request.questions and is_rich:
            break
    notes += further
    if unsupported:
        notes.append(f"No {' or '.join(unsupported)} question can be made from a PDF.")
    own = [quiz.shortfall] if quiz.shortfall and (quiz.drafts or not notes) else []
    shortfall = " ".join([*own, *notes]) or None
    if not quiz.drafts:
        raise JobFailure("no_questions", shortfall or "No question could be made from these pages.")
    return {
        "requested": request.questions,
        "questions": [draft.as_json() for draft in quiz.drafts],
        "shortfall": shortfall,
        "dropped": dict(quiz.dropped),
    }


def _shares(request: GenerationRequest, sources: list[Source]) -> tuple[float, ...]:
    """Which shares of the letters that may be parsed are tried in turn, until enough questions are made."""
    longest = max((sum(len(page.text) for page in source.document.pages) for source in sources), default=0)
    most = letters_for(request.questions)
    return SHARES if longest > SHARES[0] * most and not request.topic else SHARES[-1:]


def _turn_of(progress: Progress, turn: int, turns: int) -> Progress:
    """Reports the progress of one of several turns as that of the whole."""

    def report(share: float, message: str, pages: tuple[int, int] | None = None) -> None:
        progress(0.1 + 0.8 * (turn + share) / turns, message)

    return report


def _without_model(
    request: GenerationRequest, sources: list[Source], progress: Progress, share: float, after_model: bool
) -> tuple[list[Candidate], list[str]]:
    """Candidates from this share of the letters that may be parsed, and what to say about them."""
    pool: list[Candidate] = []
    notes: list[str] = []
    if not request.language.lower().startswith("en"):
        return pool, ["Without a model, questions are written in English only."]
    for number, source in enumerate(sources):
        language = language_of(source.document)
        if language not in (None, "en"):
            name = LANGUAGES.get(language, "in another language")
            notes.append(f"Quizzler writes questions in English; a document of this quiz is {name}.")
            continue
        notes += pictures_in(source)
        topic = Topic(request.topic) if request.topic else None
        found = list(
            candidates_of(
                source,
                topic or None,
                set(request.kinds),
                seed=len(request.avoid),
                letters=MOST_LETTERS if topic else int(share * letters_for(request.questions)),
                progress=_part_of(progress, number, len(sources)),
                most=request.questions + len(request.avoid),
            )
        )
        if topic and topic.near and found:
            notes.append(
                f"These pages don't say “{request.topic}”. Asked about what is near: “{topic.near}”."
            )
        for candidate in found:
            candidate.worth -= 100 * after_model  # every question of the model is better
        pool += found
    return pool, notes


def letters_for(questions: int) -> int:
    """How much of a long document is parsed for so many questions; for a topic, more of it is."""
    return min(MOST_LETTERS, max(FEWEST_LETTERS, LETTERS_A_QUESTION * questions))


def _part_of(progress: Progress, number: int, count: int) -> Progress:
    """Reports the progress of one of several sources as that of the whole."""

    def report(share: float, message: str, pages: tuple[int, int] | None = None) -> None:
        progress((number + share) / count, f"{message} ({number + 1} of {count})")

    return report


def pictures_in(source: Source) -> list[str]:
    """A sentence that names the wanted pages that are pictures; none if there are none."""
    numbers = [number for number in source.document.pictures if source.wants(number)]
    if not numbers:
        return []
    named = ", ".join(map(str, numbers[:NAMED])) + (
        f" and {len(numbers) - NAMED} more" if numbers[NAMED:] else ""
    )
    return [f"Nothing was asked of pages that are pictures without readable text: {named}."]


def _joined_by_upload(sources: list[Source]) -> list[Source]:
    """The sources, with those of one upload joined into one. A source without page ranges has all pages."""
    joined: dict[UUID, Source] = {}
    for source in sources:
        before = joined.get(source.upload_id)
        if before is None:
            joined[source.upload_id] = source
        else:
            pages = None if before.pages is None or source.pages is None else [*before.pages, *source.pages]
            joined[source.upload_id] = Source(source.upload_id, source.document, pages)
    return list(joined.values())
