"""Makes drafts from the sentences of a document, without a model, and rates them by their worth."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from processor.contract import Citation, Kind
from processor.draft import RoughDraft, inner_quotes
from processor.reading.document import Document
from processor.writing.distractors import Distractors
from processor.writing.listings import enumerations_of
from processor.writing.lists import Enumeration, wrong_items
from processor.writing.open_questions import OpenQuestion, abbreviation_questions_of, open_questions_of
from processor.writing.sentences import Sentence, sentences_of
from processor.writing.statements import Statement, statements_of
from processor.writing.terms import Vocabulary
from processor.writing.topics import Topic

OPTIONS = 4
OPTIONS_OF_LIST = 5
MOST_RIGHT = 3  # right options among these
LEAST_WORTH = {
    "single_choice": 2.9,
    "short_text": 3.6,
    "numeric": 2.2,
    "true_false": 1.9,
}
DEEPEST_PATH = 3  # slashes; nobody is expected to know a deeper path by heart
FIT, MOST_FOR_FIT = 0.3, 1.2  # how much distractors unlike the answer lower the worth of a question
ONE_SPELLING = ("path", "variable", "command", "acronym", "name", "option")  # kinds of answers to type in


@dataclass(frozen=True)
class Source:
    """A document to make questions from, and its pages (first and last, from 1; None: all)."""

    upload_id: UUID
    document: Document
    pages: list[tuple[int, int]] | None = None

    def wants(self, page: int) -> bool:
        """Whether questions may be made from this page."""
        return self.pages is None or any(first <= page <= last for first, last in self.pages)


@dataclass
class Candidate:
    """A draft and its worth. `answer` and `block` limit the questions about one answer or passage."""

    draft: RoughDraft
    worth: float
    answer: str
    block: int


def candidates_of(
    source: Source, topic: Topic | None, kinds: set[Kind], seed: int = 0
) -> Iterator[Candidate]:
    """Drafts of these kinds, in no particular order. The same document and seed give the same drafts."""
    chance = random.Random(f"{source.document.pdf_id}{seed}")  # noqa: S311 - which wrong answers are drawn is no secret
    everything = list(sentences_of(source.document))
    vocabulary = Vocabulary(everything, source.document.title)
    distractors = Distractors(vocabulary, everything)
    composer = _Composer(source, vocabulary, distractors, chance)
    wanted = [sentence for sentence in everything if source.wants(sentence.page)]
    near = {id(sentence): topic.nearness(sentence) for sentence in wanted} if topic else {}
    if topic:
        wanted = [sentence for sentence in wanted if near[id(sentence)] > 0]
    for sentence in wanted:
        for candidate in composer.of_sentence(sentence, kinds):
            candidate.worth += near.get(id(sentence), 0)
            yield candidate
    lists = enumerations_of(source.document, everything, vocabulary) if "multiple_choice" in kinds else []
    for found in lists:
        nearness = topic.nearness(found.sentence) if topic else 0.0
        if source.wants(found.sentence.page) and (nearness or not topic):
            for candidate in composer.of_list(found, lists):
                candidate.worth += nearness
                yield candidate


@dataclass
class _Composer:
    source: Source
    vocabulary: Vocabulary
    distractors: Distractors
    chance: random.Random

    def of_sentence(self, sentence: Sentence, kinds: set[Kind]) -> Iterator[Candidate]:
        """The drafts from one sentence whose worth is high enough."""
        questions = (
            list(abbreviation_questions_of(sentence.text, sentence)) if sentence.text.endswith(".") else []
        )
        if sentence.alone:
            questions += open_questions_of(sentence, self.vocabulary)
            if "true_false" in kinds:
                for statement in statements_of(sentence, self.vocabulary, self.distractors, self.chance):
                    if statement.worth >= LEAST_WORTH["true_false"]:
                        yield self._true_false(statement)
        for question in questions:
            if (
                question.kind in ("number", "year")
                and "numeric" in kinds
                and question.worth >= LEAST_WORTH["numeric"]
            ):
                yield self._numeric(question)
            if "single_choice" in kinds and question.worth >= LEAST_WORTH["single_choice"]:
                yield from self._single_choice(question)
            if (
                "short_text" in kinds
                and question.worth >= LEAST_WORTH["short_text"]
                and question.kind in ONE_SPELLING
            ):
                yield from self._short_text(question)

    def _single_choice(self, question: OpenQuestion) -> Iterator[Candidate]:
        drawn = self.distractors.for_question(question, 9, self.chance)
        if len(drawn) < OPTIONS - 1:
            return
        wrong = spread(question.answer, drawn, self.chance)
        if not self.distractors.are_of_same_sort(question, wrong):
            return
        closeness = sum(self.distractors.fitness(question, text) for text in wrong) / 3
        hardness = 0.35 + 0.05 * self.vocabulary.rarity(question.answer) + 0.04 * max(-4.0, min(closeness, 6))
        draft = self._draft(question.sentence, "single_choice", prompt_of(question.prompt), hardness)
        draft.right, draft.wrong = [question.answer], wrong
        fit = 0.0 if question.form == "stands_for" or question.kind in ("number", "year") else FIT * closeness
        worth = question.worth + max(-MOST_FOR_FIT, min(fit, 0.2))
        if worth >= LEAST_WORTH["single_choice"]:
            yield Candidate(draft, worth, question.answer.lower(), question.sentence.block)

    def _short_text(self, question: OpenQuestion) -> Iterator[Candidate]:
        if (question.form == "which" and not question.noun) or (
            question.kind == "name" and question.form not in ("stands_for", "which")
        ):
            return
        if question.form == "gap" and not self._is_known(question):
            return
        if question.sentence.quote.startswith(("For example", "For instance")):
            return  # an example is one of many, so nobody can be expected to know it
        hardness = 0.6 + 0.06 * self.vocabulary.rarity(question.answer)
        draft = self._draft(question.sentence, "short_text", prompt_of(question.open_prompt), hardness)
        draft.right = spellings(question.answer, question.kind)
        yield Candidate(draft, question.worth - 0.4, question.answer.lower(), question.sentence.block)

    def _is_known(self, question: OpenQuestion) -> bool:
        """Whether people can know the answer by heart: it occurs more than once, and is short."""
        entry = self.vocabulary.entries.get(question.answer)
        if question.kind == "acronym" or entry is None or question.sentence.text.startswith(question.answer):
            return False
        return entry.count > 1 and question.answer.rstrip("/").count("/") <= DEEPEST_PATH

    def _numeric(self, question: OpenQuestion) -> Candidate:
        draft = self._draft(question.sentence, "numeric", prompt_of(question.prompt), 0.75)
        draft.value = float(question.answer.replace(",", ""))
        return Candidate(draft, question.worth, question.answer, question.sentence.block)

    def _true_false(self, statement: Statement) -> Candidate:
        hardness = 0.15 + 0.03 * len(statement.text.split()) / 2 + 0.15 * (not statement.correct)
        draft = self._draft(statement.sentence, "true_false", statement.text, hardness)
        draft.correct = statement.correct
        return Candidate(draft, statement.worth, "", statement.sentence.block)

    def of_list(self, enumeration: Enumeration, lists: list[Enumeration]) -> Iterator[Candidate]:
        """The draft from one enumeration, if there are enough plausible items that don't belong to it."""
        items = [item for item in enumeration.items if item.lower() not in enumeration.gapped.lower()]
        right = self.chance.sample(items, min(self.chance.randint(2, MOST_RIGHT), len(items)))
        wrong = wrong_items(
            enumeration, lists, self.vocabulary, self.distractors, OPTIONS_OF_LIST - len(right)
        )
        if len(right) < 2 or len(wrong) < 2:
            return
        prompt = (
            f"Which of these belong in the gap? Choose all that apply. “{inner_quotes(enumeration.gapped)}”"
        )
        draft = self._draft(enumeration.sentence, "multiple_choice", prompt, 0.7)
        draft.right, draft.wrong = right, wrong
        yield Candidate(draft, enumeration.worth, "", enumeration.sentence.block)

    def _draft(self, sentence: Sentence, kind: Kind, prompt: str, hardness: float) -> RoughDraft:
        source = self.source
        cited = Citation(
            upload_id=source.upload_id,
            pdf_id=source.document.pdf_id,
            page=sentence.page,
            page_label=sentence.page_label,
            sentence=sentence.quote,
        )
        subject = sentence.headings[-1][:80] if sentence.headings else None
        return RoughDraft(kind, prompt, cited, subject=subject, hardness=hardness)


def prompt_of(prompt: str) -> str:
    """The prompt, with single quotes inside the quoted sentence."""
    match = re.match(r"(Which \w+ completes the sentence\? )“(.*)”$", prompt)
    return f"{match[1]}“{inner_quotes(match[2])}”" if match else prompt


def spread(right: str, drawn: list[str], chance: random.Random) -> list[str]:
    """The three most plausible distractors, chosen so that the length does not show the right option."""
    longer = [text for text in drawn if len(text) > len(right)]
    others = [text for text in drawn if len(text) <= len(right)]
    wanted = chance.choice((0, 1, 1, 2, 2, 3))
    chosen = longer[:wanted] + others[: OPTIONS - 1 - min(wanted, len(longer))]
    rest = [text for text in drawn if text not in chosen]
    return [*chosen, *rest][: OPTIONS - 1]


def spellings(answer: str, kind: str) -> list[str]:
    """An answer and other ways to write it."""
    forms = [answer]
    if match := re.fullmatch(r"(.+)\(\d\w?\)", answer):
        forms.append(match[1])
    if answer.startswith("/") and len(answer) > 1:
        forms.append(answer.rstrip("/") if answer.endswith("/") else answer + "/")
    if kind == "variable":
        forms.append("$" + answer)
    if kind == "name" and "-" in answer:
        forms.append(answer.replace("-", " "))
    return forms
