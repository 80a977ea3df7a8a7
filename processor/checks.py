"""The checks that every question must pass, with or without a model. Failures are counted by check."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from math import ceil

from wordfreq import zipf_frequency

from processor.draft import NOT_TRUE, RoughDraft
from processor.writing.compose import Source
from processor.writing.likeness import content_of, may_mean_the_same

SAME_QUESTION = 0.75  # two prompts that have a larger share of their content words in common ask the same
REFERS_TO_OTHER_TEXT = re.compile(
    r"\b(the (above|following|text|passage|excerpt|sentence|document|author|paragraph|previous)|"
    r"above|below|aforementioned|"
    r"as (shown|mentioned|described)|according to|figure \d|table \d|this "
    r"(text|section|chapter|page|passage|example|document))\b",
    re.IGNORECASE,
)
GAP_INTRODUCTION = re.compile(r"\bWhich of these belongs in the gap\? |\bWhat belongs in the gap\? ")
MOST_LONGEST = (
    0.3  # the share of single choices whose right option may be the longest; by chance it would be a quarter
)
RARE = 3.0  # on the Zipf scale; a rarer part of a name in the prompt gives the name away
FEWEST_FOR_LENGTHS = 8  # single choices in a quiz; with fewer, that share says nothing
DENIAL = re.compile(r"\b(?:not|no|never|none|neither|nor|without|cannot)\b|n[’']t\b", re.IGNORECASE)
WORDS = re.compile(r"[\w’'-]+")
SHORT_STEM, SAME_FAMILY = 4, 0.6  # letters, and the share of a word's, that words of one family begin with
LONGEST_NAME = 4  # words that change their places with as many others
# What questions say about themselves
ASKING = content_of("these statements choose apply true example term means called differ year what which")
Check = Callable[[RoughDraft, Source], bool]


def squeezed(text: str) -> str:
    """A text with each run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def quote_is_on_the_page(draft: RoughDraft, source: Source) -> bool:
    """The cited sentence is on the cited page, word for word, and has at least three words."""
    cited, pages = draft.citation, source.document.pages
    if not 1 <= cited.page <= len(pages) or len(cited.sentence.split()) < 3:
        return False
    return squeezed(cited.sentence) in squeezed(pages[cited.page - 1].text)


def page_was_requested(draft: RoughDraft, source: Source) -> bool:
    """The page was requested."""
    return source.wants(draft.citation.page)


def is_whole(draft: RoughDraft, source: Source) -> bool:
    """The question has the options or the key that its kind needs, and no text is too short or too long."""
    if not 8 <= len(draft.shown_prompt) <= 500 or any(
        not 0 < len(text) <= 200 for text in (*draft.right, *draft.wrong)
    ):
        return False
    return {
        "single_choice": len(draft.right) == 1 and 2 <= len(draft.wrong) <= 5,
        "multiple_choice": len(draft.right) >= 2
        and len(draft.wrong) >= 2
        and len(draft.right) + len(draft.wrong) <= 8,
        "true_false": draft.correct is not None,
        "numeric": draft.value is not None,
        "short_text": bool(draft.right),
        "ordering": 3 <= len(set(draft.right)) == len(draft.right) <= 8,
        "matching": 3 <= len(set(draft.right)) == len(set(draft.matches)) == len(draft.right) <= 8,
    }[draft.kind]


def stands_alone(draft: RoughDraft, source: Source) -> bool:
    """The prompt does not refer to text that the reader doesn't have."""
    return not REFERS_TO_OTHER_TEXT.search(GAP_INTRODUCTION.sub("", draft.prompt))


def key_follows(draft: RoughDraft, source: Source) -> bool:
    """The key follows from the cited sentence."""
    quote, cited_words = squeezed(draft.citation.sentence), content_of(draft.citation.sentence)
    if draft.kind == "numeric":
        return any(
            float(number.replace(",", "")) == draft.value
            for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", quote)
        )
    if draft.kind == "true_false":
        prompt = content_of(draft.prompt)
        near = len(prompt & cited_words) >= 0.6 * max(1, min(len(prompt), len(cited_words)))
        is_denied = denials_in(draft.prompt) != denials_in(quote)
        if draft.correct:
            return near and prompt <= cited_words and not is_denied
        stated = squeezed(draft.prompt).rstrip(".").lower() in quote.lower()
        return (
            near
            and not stated
            and (is_denied or not prompt <= cited_words or is_exchanged(draft.prompt, quote))
        )
    if draft.kind == "short_text":
        return bool(draft.right) and all(contains_words(quote, answer) for answer in draft.right)
    return all(
        contains_words(quote, text) or 2 * len(content_of(text) & cited_words) > len(content_of(text))
        for text in (*draft.right, *draft.matches)
    )


def denials_in(text: str) -> bool:
    """Whether a text denies something: an odd number of words that deny."""
    return len(DENIAL.findall(text)) % 2 == 1


def is_exchanged(statement: str, quote: str) -> bool:
    """Whether a statement has the words of the quote, with two of them in each other's place."""
    words, quoted = WORDS.findall(statement.lower()), WORDS.findall(quote.lower())
    is_same = sorted(words) == sorted(quoted)
    moved = sum(one != other for one, other in zip(words, quoted, strict=False))
    return is_same and 0 < moved <= 2 * LONGEST_NAME


def asks_of_the_sentence(draft: RoughDraft, source: Source) -> bool:
    """The prompt is about the cited sentence: half of what it names is named there."""
    if draft.kind in ("true_false", "ordering", "matching"):
        return True
    named = content_of(draft.prompt) - ASKING
    return 2 * len(named & content_of(draft.citation.sentence)) >= len(named)


def options_differ(draft: RoughDraft, source: Source) -> bool:
    """No two options are the same, and no right option is another form of a wrong one."""
    if draft.kind not in ("single_choice", "multiple_choice"):
        return True
    options = [squeezed(text).casefold().rstrip(".") for text in (*draft.right, *draft.wrong)]
    if len(set(options)) < len(options):
        return False
    return not any(may_mean_the_same(right, wrong) for right in draft.right for wrong in draft.wrong) or all(
        re.search(r"\d", text) for text in options
    )


def wrong_options_are_not_cited(draft: RoughDraft, source: Source) -> bool:
    """The cited sentence contains none of the wrong options."""
    if draft.kind not in ("single_choice", "multiple_choice"):
        return True
    return not any(contains_words(draft.citation.sentence, text) for text in draft.wrong)


def answer_is_not_given_away(draft: RoughDraft, source: Source) -> bool:
    """The prompt does not contain the answer or a form of it, unless it contains every option."""
    if draft.kind in ("true_false", "numeric"):
        number = (
            draft.kind == "numeric"
            and draft.value is not None
            and contains_words(draft.shown_prompt, f"{draft.value:g}")
        )
        return not number
    if draft.prompt == NOT_TRUE:
        return True
    if draft.kind in ("multiple_choice", "ordering", "matching"):
        return not any(contains_words(draft.shown_prompt, text) for text in draft.right)
    answer = draft.right[0] if draft.right else ""
    prompt = content_of(draft.shown_prompt)
    own = {word for word in content_of(answer) if len(word) > 2}
    common = own and all(own <= content_of(text) for text in draft.wrong)
    flat = re.sub(r"[^a-z0-9]+", "", answer.lower())
    inside = len(flat) > 3 and flat in re.sub(r"[^a-z0-9 ]+", "", draft.shown_prompt.lower()).split()
    bare = re.sub(r"\(\d\w?\)$|^-+|^\$", "", answer).lower()
    if (
        len(bare) > 3
        and " " not in bare
        and re.search(rf"(?<![a-z]){re.escape(bare)}", draft.shown_prompt.lower())
    ):
        return False
    if _parts_given_away(answer, draft) or _has_word_of_family(answer, draft):
        return False
    return (
        not contains_words(draft.shown_prompt, answer)
        and not inside
        and not (own and own <= prompt and not common)
    )


def _has_word_of_family(answer: str, draft: RoughDraft) -> bool:
    """Whether the answer and the prompt have words of one family: agriculture and agricultural.

    Only of an answer that is typed, since a choice shows what the others share as well.
    """
    if draft.kind != "short_text":
        return False
    of_prompt = [word for word in WORDS.findall(draft.shown_prompt.lower()) if len(word) >= SHORT_STEM]
    return any(
        other.startswith(word[: max(SHORT_STEM, ceil(SAME_FAMILY * len(word)))])
        for word in WORDS.findall(answer.lower())
        for other in of_prompt
    )


def _parts_given_away(answer: str, draft: RoughDraft) -> bool:
    """Whether the prompt contains most parts of a name, or a rare part, that the wrong options lack."""
    parts = [part for part in re.split(r"[-_. /]+", answer.lower()) if len(part) > 3]
    prompt = " ".join(re.split(r"[-_. /]+", draft.shown_prompt.lower()))
    given_away = [
        part
        for part in parts
        if re.search(rf"(?<![a-z]){re.escape(part)}", prompt)
        and not all(part in text.lower() for text in draft.wrong)
    ]
    if not given_away or re.match(r"What does .* stand for", draft.shown_prompt):
        return False
    return 2 * len(given_away) >= len(parts) or any(zipf_frequency(part, "en") < RARE for part in given_away)


def contains_words(text: str, words: str) -> bool:
    """Whether a text contains these whole words, in any case."""
    return (
        re.search(rf"(?<!\w){re.escape(squeezed(words).lower())}(?!\w)", squeezed(text).lower()) is not None
    )


CHECKS: dict[str, Check] = {
    "whole": is_whole,
    "quote": quote_is_on_the_page,
    "pages": page_was_requested,
    "leans": stands_alone,
    "key": key_follows,
    "about": asks_of_the_sentence,
    "options": options_differ,
    "both_right": wrong_options_are_not_cited,
    "answer_in_stem": answer_is_not_given_away,
}


def fault_of(draft: RoughDraft, source: Source) -> str | None:
    """The first check that a draft fails, or None."""
    return next((name for name, check in CHECKS.items() if not check(draft, source)), None)


def asks_the_same(prompt: str, others: Iterable[str]) -> bool:
    """Whether one of the other prompts asks nearly the same."""
    own = _content_of_question(prompt)
    for other in others:
        theirs = _content_of_question(other)
        if own == theirs or len(own & theirs) > SAME_QUESTION * max(1, min(len(own), len(theirs))):
            return True
    return False


def _content_of_question(prompt: str) -> frozenset[str]:
    return content_of(GAP_INTRODUCTION.sub("", prompt).replace("_", ""))


def right_is_longest(draft: RoughDraft) -> bool:
    """Whether the right option of a single choice stands out by its length."""
    if draft.kind != "single_choice" or not draft.right:
        return False
    return len(draft.right[0]) > 1.15 * max((len(text) for text in draft.wrong), default=0)


def arrange_options(drafts: list[RoughDraft], chance: random.Random) -> None:
    """Set the order of the options, so that over the quiz the right one is in each position equally often."""
    by_count: dict[int, list[RoughDraft]] = {}
    for draft in drafts:
        if draft.kind == "single_choice":
            by_count.setdefault(len(draft.wrong) + 1, []).append(draft)
        elif draft.kind == "multiple_choice":
            draft.ordered_options = chance.sample(
                [*draft.right, *draft.wrong], len(draft.right) + len(draft.wrong)
            )
    for count, group in by_count.items():
        first = chance.randrange(count)
        positions = [(first + number) % count for number in range(len(group))]
        chance.shuffle(positions)
        for draft, position in zip(group, positions, strict=True):
            wrong = chance.sample(draft.wrong, len(draft.wrong))
            draft.ordered_options = [*wrong[:position], *draft.right, *wrong[position:]]


def positions_of(drafts: Iterable[RoughDraft]) -> Counter[int]:
    """How often the right option of single choices is in each position, from 0."""
    return Counter(
        draft.ordered_options.index(draft.right[0])
        for draft in drafts
        if draft.kind == "single_choice" and draft.ordered_options
    )
