"""What takes several sentences: steps and events to put in order, terms to match with meanings."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from processor.writing.asking import Asked
from processor.writing.concepts import Concepts
from processor.writing.context import is_bound
from processor.writing.forms import Form
from processor.writing.likeness import content_of, may_mean_the_same
from processor.writing.phrasing import capital, clause_of, text_of
from processor.writing.prose import Sentence

FEWEST, MOST = 3, 5  # steps, events or pairs of a question
LONGEST_QUOTE = 1600  # characters
LONGEST_STEP = 22  # words
BEGINS = re.compile(r"^(?:first|firstly|to begin with|at first),? ", re.IGNORECASE)
GOES_ON = re.compile(
    r"^(?:second|secondly|third|thirdly|fourth|then|next|after that|afterwards|finally|lastly|at last),? ",
    re.IGNORECASE,
)
YEAR = re.compile(r"^(?:1[0-9]|20)\d\d$")


@dataclass(frozen=True)
class Sequence:
    """Texts in their right order, or pairs of terms and meanings, and the sentences they rest on."""

    form: Form
    prompt: str
    sentences: tuple[Sentence, ...]
    texts: tuple[str, ...]
    matches: tuple[str, ...] = ()


def steps_in(sentences: list[Sentence]) -> Iterator[Sequence]:
    """The steps that a paragraph counts: first, then, finally."""
    run: list[Sentence] = []
    for sentence in [*sentences, None]:
        goes_on = sentence is not None and run and sentence.before is run[-1] and GOES_ON.match(sentence.text)
        if sentence is not None and goes_on:
            run.append(sentence)
            continue
        if FEWEST <= len(run) <= MOST and all(one.askable for one in run):
            yield from _of_steps(run)
        run = [sentence] if sentence is not None and BEGINS.match(sentence.text) else []


def _of_steps(run: list[Sentence]) -> Iterator[Sequence]:
    texts = [capital(GOES_ON.sub("", BEGINS.sub("", one.text)).rstrip(".")) for one in run]
    heading = run[0].headings[-1] if run[0].headings else None
    if heading and all(len(text.split()) <= LONGEST_STEP for text in texts):
        prompt = f"Put these steps in the right order, the first one first. ({heading})"
        yield Sequence("order", prompt, tuple(run), tuple(texts))


def events_in(sentences: list[Sentence], concepts: Concepts) -> Iterator[Sequence]:
    """The events of a page that have years, in pieces of a few."""
    by_page: dict[int, dict[str, tuple[Sentence, str]]] = defaultdict(dict)
    for sentence in sentences:
        if sentence.askable and (event := _event(sentence, concepts)):
            by_page[sentence.page].setdefault(event[0], (sentence, event[1]))
    for events in by_page.values():
        if len(events) < FEWEST:
            continue
        ordered = sorted(list(events.items())[: MOST - 1])
        by_place = sorted((sentence for _, (sentence, _) in ordered), key=lambda one: (one.block, one.number))
        texts = tuple(text for _, (_, text) in ordered)
        yield Sequence("order", "Put these events in order, the earliest first.", tuple(by_place), texts)


def _event(sentence: Sentence, concepts: Concepts) -> tuple[str, str] | None:
    """The year and the event of a sentence that says what happened in one year."""
    years = [token for token in sentence.span if YEAR.match(token.text)]
    clause = clause_of(sentence)
    if len(years) != 1 or sentence.root.tag_ != "VBD" or not clause.is_plain:
        return None
    prep = next((one for one in years[0].ancestors if one.pos_ == "ADP"), years[0].head)
    if not all(token.ent_type_ == "DATE" or token.is_punct for token in list(prep.subtree)[1:]):
        return None
    if (
        prep.lower_ not in ("in", "on")
        or prep.head != sentence.root
        or clause.subject.pos_ not in ("NOUN", "PROPN")
    ):
        return None
    gone = {token.i for token in prep.subtree}
    words = [token for token in clause.words if token.i not in gone]
    text = text_of(words, first=True)
    is_short = len(content_of(text)) >= FEWEST and len(text.split()) <= LONGEST_STEP
    return (years[0].text, text) if is_short and is_bound(words, concepts) else None


def pairs_in(asked: list[Asked]) -> Iterator[Sequence]:
    """Terms of a page to match with what they mean."""
    by_page: dict[int, list[Asked]] = defaultdict(list)
    for question in asked:
        if question.form == "define" and question.concept is not None:
            by_page[question.sentence.page].append(question)
    for questions in by_page.values():
        chosen: list[Asked] = []
        for question in questions:
            if len(chosen) < MOST - 1 and not any(_overlap(question, other) for other in chosen):
                chosen.append(question)
        if len(chosen) >= FEWEST:
            terms = tuple(capital(one.concept.text) for one in chosen if one.concept)
            prompt = "Match each term with what it means."
            yield Sequence(
                "match",
                prompt,
                tuple(one.sentence for one in chosen),
                terms,
                tuple(one.answer for one in chosen),
            )


def _overlap(one: Asked, other: Asked) -> bool:
    """Whether two terms may be the same, or the meaning of one names the other."""
    first, second = (one.concept.text, other.concept.text) if one.concept and other.concept else ("", "")
    names = content_of(first) & content_of(other.answer) or content_of(second) & content_of(one.answer)
    return may_mean_the_same(first, second) or bool(names)
