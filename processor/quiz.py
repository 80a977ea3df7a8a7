"""Chooses the questions of a quiz: the best candidates that pass the checks, in the requested mix."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from uuid import UUID

from processor.checks import (
    FEWEST_FOR_LENGTHS,
    MOST_LONGEST,
    arrange_options,
    asks_the_same,
    fault_of,
    right_is_longest,
)
from processor.contract.drafts import Difficulty, Kind
from processor.draft import NOT_TRUE, RoughDraft
from processor.writing.compose import Candidate, Source

# The share of each kind in a quiz, by default
SHARES: dict[Kind, float] = {
    "single_choice": 0.55,
    "true_false": 0.2,
    "short_text": 0.1,
    "numeric": 0.04,
    "multiple_choice": 0.05,
    "ordering": 0.03,
    "matching": 0.03,
}
OTHERS = 3.0  # how much the worth of a question may count less when others are asked for
MOST_OF_FORM = (
    0.3  # the share of a quiz that asks in the same way, such as what a term means, if there is more
)

MOST_OF = {"untrue": 0.2}  # that share of forms that are much alike


@dataclass(frozen=True)
class GenerationRequest:
    """Which questions to make, and how many."""

    questions: int
    kinds: tuple[Kind, ...] = tuple(SHARES)
    difficulty: dict[Difficulty, int] | None = None  # counts; None: any
    topic: str | None = None
    language: str = "en"
    avoid: tuple[str, ...] = ()  # prompts that the quiz has already
    seed: str = ""  # another for each job, so that a question that is asked for again is another one


@dataclass
class Quiz:
    """The questions that were made."""

    drafts: list[RoughDraft]
    requested: int
    shortfall: str | None = None
    dropped: Counter[str] = field(default_factory=Counter)


@dataclass
class _Choosing:
    request: GenerationRequest
    sources: dict[UUID, Source]
    kinds: dict[Kind, int]
    levels: dict[Difficulty, int] | None
    most_of_form: float = MOST_OF_FORM
    chosen: list[Candidate] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    failed: set[int] = field(default_factory=set)
    sentences: set[str] = field(default_factory=set)
    count: Counter[str] = field(default_factory=Counter)  # by kind, level, source, answer, page, block, truth

    def take(self, pool: Iterable[Candidate], *, strict_level: bool, strict_kind: bool, a_page: int) -> None:
        """Take the candidates of the pool, best first, that fit the quotas and pass the checks.

        The strict flags apply the quotas of levels and of kinds; `a_page` is the most questions of one page.
        """
        for candidate in pool:
            if len(self.chosen) == self.request.questions:
                return
            if id(candidate) not in self.failed and self._fits(candidate, strict_level, strict_kind, a_page):
                self._check_and_take(candidate)

    def _fits(self, candidate: Candidate, strict_level: bool, strict_kind: bool, a_page: int) -> bool:
        draft, count = candidate.draft, self.count
        upload, page = draft.citation.upload_id, draft.citation.page
        of_block = 1 if strict_kind else 3
        blocks = (candidate.block, *candidate.further)
        is_asked = any(count[f"block {upload} {block}"] >= of_block for block in blocks)
        is_shown = not self.sentences.isdisjoint((draft.citation.sentence, *self._statements_in(draft)))
        if is_shown or is_asked:
            return False
        if count[f"page {upload} {page}"] >= a_page or (
            candidate.answer and count[f"answer {candidate.answer}"]
        ):
            return False
        of_form = min(self.most_of_form, MOST_OF.get(candidate.form, 1.0)) * self.request.questions
        if candidate.form and count[f"form {candidate.form}"] >= of_form:
            return False
        if strict_kind:
            share = -(-self.request.questions // len(self.sources))
            if count[draft.kind] >= self.kinds[draft.kind] or count[f"source {upload}"] >= share:
                return False
        most = max(1, self.request.questions // 4)
        if draft.kind == "true_false" and len(self.request.kinds) > 1 and count["true_false"] >= most:
            return False
        if draft.kind == "short_text" and len(self.request.kinds) > 1 and count["short_text"] >= most:
            return False
        ahead = count[f"judged {draft.correct}"] - count[f"judged {not draft.correct}"]
        if draft.kind == "true_false" and ahead > (0 if strict_kind else 1):
            return False
        if strict_level and self.levels and count[draft.level] >= self.levels[draft.level]:
            return False
        longest = right_is_longest(draft)
        allowed = max(1, int(MOST_LONGEST * self.kinds.get("single_choice", 0)))
        if (
            longest
            and self.kinds.get("single_choice", 0) >= FEWEST_FOR_LENGTHS
            and count["longest"] >= allowed
        ):
            self.failed.add(id(candidate))
            self.dropped["longest"] += 1
            return False
        return True

    @staticmethod
    def _statements_in(draft: RoughDraft) -> list[str]:
        """The true statements that a draft shows whole, of which nothing else is asked."""
        return draft.wrong if draft.prompt == NOT_TRUE else []

    def _check_and_take(self, candidate: Candidate) -> None:
        draft = candidate.draft
        source = self.sources[draft.citation.upload_id]
        fault = fault_of(draft, source)
        others = [] if draft.prompt == NOT_TRUE else [taken.draft.shown_prompt for taken in self.chosen]
        if fault is None and asks_the_same(draft.shown_prompt, (*self.request.avoid, *others)):
            fault = "repeats"
        if fault:
            self.failed.add(id(candidate))
            self.dropped[fault] += 1
            return
        self.chosen.append(candidate)
        self.sentences.add(draft.citation.sentence)
        self.sentences.update(self._statements_in(draft))
        upload, page = draft.citation.upload_id, draft.citation.page
        self.count.update(
            [
                draft.kind,
                draft.level,
                f"source {upload}",
                f"page {upload} {page}",
                *(f"block {upload} {block}" for block in (candidate.block, *candidate.further)),
                f"answer {candidate.answer}",
                f"form {candidate.form}",
                f"judged {draft.correct}",
                *(["longest"] if right_is_longest(draft) else []),
            ]
        )


def choose(request: GenerationRequest, sources: list[Source], pool: list[Candidate]) -> Quiz:
    """Choose a quiz from candidates, within the quotas of kinds, levels and sources as far as possible."""
    chance = random.Random(request.seed)  # noqa: S311 - the order of options is no secret once they are shown
    # Whoever asks for other questions gets one of the next best, and not the same two in turn
    stirred = OTHERS if request.avoid else 0.0
    pool = sorted(pool, key=lambda candidate: -candidate.worth - stirred * chance.random())
    by_upload = {source.upload_id: source for source in sources}
    choosing = _Choosing(request, by_upload, quotas(request), request.difficulty)
    pages = len({(candidate.draft.citation.upload_id, candidate.draft.citation.page) for candidate in pool})
    a_page = max(1, -(-2 * request.questions // max(1, pages)))
    for strict_level, strict_kind in product((True, False), (True, False)):
        for limit in (a_page, 3 * a_page, request.questions):
            choosing.take(pool, strict_level=strict_level, strict_kind=strict_kind, a_page=limit)
    choosing.most_of_form = 1.0
    choosing.take(pool, strict_level=False, strict_kind=False, a_page=request.questions)
    drafts = _with_fewer_statements([candidate.draft for candidate in choosing.chosen], request)
    drafts.sort(key=lambda draft: (draft.citation.upload_id, draft.citation.page))
    arrange_options(drafts, chance)
    left = [candidate.draft.kind for candidate in pool if id(candidate) not in choosing.failed]
    is_unbalanced = left.count("true_false") > sum(draft.kind == "true_false" for draft in drafts)
    shortfall = shortfall_of(request, drafts, statements_left=is_unbalanced)
    return Quiz(drafts, request.questions, shortfall, choosing.dropped)


def _with_fewer_statements(drafts: list[RoughDraft], request: GenerationRequest) -> list[RoughDraft]:
    """The drafts, of which at most a quarter are statements to judge, where other kinds were asked for."""
    others = sum(draft.kind != "true_false" for draft in drafts)
    most = len(drafts) if len(request.kinds) == 1 else max(1, -(-others // 3))
    kept: list[RoughDraft] = []
    for draft in drafts:
        judged = sum(one.kind == "true_false" for one in kept)
        if draft.kind != "true_false" or judged < most:
            kept.append(draft)
    return kept


def quotas(request: GenerationRequest) -> dict[Kind, int]:
    """How many questions of each kind to make; the numbers add up to that of the request."""
    whole = sum(SHARES[kind] for kind in request.kinds)
    exact = {kind: request.questions * SHARES[kind] / whole for kind in request.kinds}
    counts = {kind: int(share) for kind, share in exact.items()}
    by_rest = sorted(request.kinds, key=lambda kind: counts[kind] - exact[kind])
    for kind in by_rest[: request.questions - sum(counts.values())]:
        counts[kind] += 1
    return counts


def shortfall_of(
    request: GenerationRequest, drafts: list[RoughDraft], *, statements_left: bool = False
) -> str | None:
    """How the quiz differs from the request, in sentences; None if it does not.

    `statements_left`: more statements could be judged, but as many must be false as true.
    """
    sentences: list[str] = []
    if len(drafts) < request.questions:
        about = f" about “{request.topic}”" if request.topic else ""
        only_judged = request.kinds == ("true_false",)
        reason = (
            "as many statements must be false as true."
            if statements_left and only_judged
            else "what else these pages say was asked already, can't be understood alone, or has no three "
            "plausible wrong answers."
        )
        if statements_left and not only_judged and "true_false" in request.kinds:
            reason += " At most a quarter of a quiz are statements to judge, and half of those are false."
        sentences.append(f"{len(drafts)} of {request.questions} questions could be made{about}: {reason}")
    if request.difficulty and drafts:
        made = Counter(draft.level for draft in drafts)
        other = [
            f"{made[level]} {level} instead of {wanted}"
            for level, wanted in request.difficulty.items()
            if made[level] != wanted
        ]
        if other:
            sentences.append(f"The difficulty differs from the request: {', '.join(other)}.")
    missing = [
        kind.replace("_", " ") for kind in request.kinds if not any(draft.kind == kind for draft in drafts)
    ]
    if (
        missing
        and len(request.kinds) > 1
        and request.questions >= 2 * len(request.kinds)
        and set(request.kinds) != set(SHARES)
    ):
        sentences.append(f"No {' or '.join(missing)} question could be made.")
    return " ".join(sentences) or None
