"""Makes drafts from the questions that a document gives, with distractors, and statements to judge."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from processor.contract import Citation, Difficulty, Kind
from processor.draft import RoughDraft
from processor.reading.document import Document
from processor.writing.asking import Asked, Asking
from processor.writing.concepts import Concepts
from processor.writing.forms import LEVEL_OF
from processor.writing.likeness import content_of, may_mean_the_same
from processor.writing.phrasing import capital
from processor.writing.prose import Sentence, sentences_of
from processor.writing.reasons import other_clauses, said_by, turned_round
from processor.writing.statements import statements_of
from processor.writing.topics import Topic

OPTIONS = 4
DRAWN = 9  # distractors from which those are chosen that hide the right option by their length
OPTIONS_OF_LIST = 5
MOST_RIGHT = 3  # right options among these
STATEMENT_WORTH = 5.0


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
    """A draft and its worth. The rest limits how many have one answer, passage or form."""

    draft: RoughDraft
    worth: float
    answer: str
    block: int
    form: str = ""  # how it asks: why, how, what a term means


def candidates_of(
    source: Source, topic: Topic | None, kinds: set[Kind], seed: int = 0
) -> Iterator[Candidate]:
    """Drafts of these kinds, in no particular order. The same document and seed give the same drafts."""
    chance = random.Random(f"{source.document.pdf_id}{seed}")  # noqa: S311 - which wrong answers are drawn is no secret
    sentences = sentences_of(source.document)
    concepts = Concepts(sentences)
    asking = Asking(concepts)
    asked = [question for sentence in sentences for question in asking.questions_of(sentence)]
    composer = _Composer(source, concepts, sentences, asked, chance)
    near = {sentence: topic.nearness(sentence) for sentence in sentences} if topic else {}

    def is_wanted(sentence: Sentence) -> bool:
        return source.wants(sentence.page) and (not topic or near[sentence] > 0)

    for question in asked:
        if is_wanted(question.sentence):
            for candidate in composer.of_question(question, kinds):
                candidate.worth += near.get(question.sentence, 0)
                yield candidate
    if "true_false" in kinds:
        for sentence in sentences:
            if sentence.askable and is_wanted(sentence):
                for candidate in composer.of_statement(sentence):
                    candidate.worth += near.get(sentence, 0)
                    yield candidate


class _Composer:
    def __init__(self, source: Source, concepts: Concepts, sentences: list[Sentence], asked: list[Asked],
                 chance: random.Random) -> None:  # fmt: skip
        self._source, self._concepts, self._sentences, self._chance = source, concepts, sentences, chance
        self._said = said_by(sentences)
        self._answers: dict[str, list[Asked]] = defaultdict(list)
        for question in asked:
            self._answers[question.form].append(question)

    def of_question(self, question: Asked, kinds: set[Kind]) -> Iterator[Candidate]:
        """The drafts of one question."""
        if question.form == "list":
            if "multiple_choice" in kinds:
                yield from self._multiple_choice(question)
            return
        if "single_choice" in kinds:
            yield from self._single_choice(question)
        if "short_text" in kinds and question.form in ("term", "called") and question.concept:
            prompt = re.sub(r"^Which of these (is|are) ", "What is the term for ", question.prompt)
            draft = self._draft(question, "short_text", prompt)
            draft.right = [question.answer]
            draft.level = "medium"
            if len(question.answer.split()) <= 3:
                yield Candidate(draft, question.worth - 0.7, question.answer.lower(), question.sentence.block)

    def _single_choice(self, question: Asked) -> Iterator[Candidate]:
        drawn = self._distractors(question)
        if len(drawn) < OPTIONS - 1:
            return
        draft = self._draft(question, "single_choice", question.prompt)
        draft.right = [capital(question.answer)]
        draft.wrong = spread(draft.right[0], [capital(text) for text in drawn], self._chance)
        answer, sentence = question.answer.lower(), question.sentence
        yield Candidate(draft, question.worth, answer, sentence.block, question.form)

    def _distractors(self, question: Asked) -> list[str]:
        concept = question.concept
        if question.form == "define":
            assert concept is not None
            return [
                other.answer
                for other in self._shuffled(self._answers["define"])
                if other.concept is not None and other.concept is not concept
                and other.concept.plural == concept.plural
                and begins_with_article(other.answer) == begins_with_article(question.answer)
                and not may_mean_the_same(concept.text, other.concept.text)
                and 0.4 < len(other.answer) / len(question.answer) < 2.2
                and not content_of(concept.text) & content_of(other.answer)
            ]  # fmt: skip
        if concept is not None:
            predicate = content_of(question.prompt)
            return self._concepts.distractors(
                concept, question.quote, predicate, DRAWN, self._chance, question.sentence.headings[-1:]
            )
        drawn = turned_round(question.answer) if question.form in ("effect", "why") else []
        others = self._shuffled(self._answers[question.form])
        return drawn + other_clauses(question, others, self._said, self._sentences, self._concepts)

    def _shuffled(self, questions: list[Asked]) -> list[Asked]:
        return self._chance.sample(questions, len(questions))

    def _multiple_choice(self, question: Asked) -> Iterator[Candidate]:
        assert question.concept is not None
        right = self._chance.sample(question.items, min(MOST_RIGHT, len(question.items)))
        wrong = self._concepts.distractors(
            question.concept, question.quote, content_of(question.prompt), OPTIONS_OF_LIST - len(right),
            self._chance, question.sentence.headings[-1:],
        )  # fmt: skip
        if len(wrong) < 2:
            return
        draft = self._draft(question, "multiple_choice", question.prompt)
        draft.right, draft.wrong = [capital(text) for text in right], [capital(text) for text in wrong]
        yield Candidate(draft, question.worth, question.prompt.lower(), question.sentence.block)

    def of_statement(self, sentence: Sentence) -> Iterator[Candidate]:
        """A statement to judge, as it is and with a concept in place of another."""
        for statement in statements_of(sentence, self._concepts, self._chance):
            cited = self._cited(sentence, sentence.text)
            draft = RoughDraft("true_false", statement.text, cited, subject=subject_of_question(sentence))
            draft.correct, draft.level = statement.correct, "easy" if statement.correct else "medium"
            yield Candidate(draft, STATEMENT_WORTH + statement.worth, "", sentence.block)

    def _draft(self, question: Asked, kind: Kind, prompt: str) -> RoughDraft:
        sentence = question.sentence
        level: Difficulty = LEVEL_OF[question.form]
        return RoughDraft(
            kind,
            prompt,
            self._cited(sentence, question.quote),
            level=level,
            subject=subject_of_question(sentence),
        )

    def _cited(self, sentence: Sentence, quote: str) -> Citation:
        return Citation(
            upload_id=self._source.upload_id,
            pdf_id=self._source.document.pdf_id,
            page=sentence.page,
            page_label=sentence.page_label,
            sentence=quote,
        )


def subject_of_question(sentence: Sentence) -> str | None:
    """What a question is filed under: the nearest heading."""
    return sentence.headings[-1][:80] if sentence.headings else None


def begins_with_article(text: str) -> bool:
    """Whether a text begins with `a`, `an` or `the`."""
    return text.lower().startswith(("a ", "an ", "the "))


def spread(right: str, drawn: list[str], chance: random.Random) -> list[str]:
    """The three most plausible distractors, chosen so that the length does not show the right option."""
    longer = [text for text in drawn if len(text) > len(right)]
    others = [text for text in drawn if len(text) <= len(right)]
    wanted = chance.choice((0, 1, 1, 2, 2, 3))
    chosen = longer[:wanted] + others[: OPTIONS - 1 - min(wanted, len(longer))]
    rest = [text for text in drawn if text not in chosen]
    return [*chosen, *rest][: OPTIONS - 1]
