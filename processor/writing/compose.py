"""Makes drafts from the questions that a document gives, with distractors, and statements to judge."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from wordfreq import zipf_frequency

from processor.contract.drafts import Citation, Difficulty, Kind
from processor.draft import NOT_TRUE, RoughDraft
from processor.reading.document import Document, Progress, unheard
from processor.writing.asking import Asked, Asking, Said
from processor.writing.concept import PEOPLE, Concept
from processor.writing.concepts import Concepts
from processor.writing.context import leaning_in
from processor.writing.forms import LEVEL_OF, WORTH_OF
from processor.writing.likeness import content_of, may_mean_the_same
from processor.writing.opposites import turned_round
from processor.writing.phrasing import capital
from processor.writing.prose import (
    MOST_LETTERS,
    PARSED,
    Sentence,
    auxiliaries,
    sentences_of,
    with_the_one_before,
)
from processor.writing.reasons import other_clauses, said_by
from processor.writing.sequences import LONGEST_QUOTE, Sequence, events_in, pairs_in, steps_in
from processor.writing.statements import Statement, statements_of, true_statement
from processor.writing.topics import Topic
from processor.writing.wordnet import nouns

OPTIONS = 4
FEWEST_NAMED = 2  # how often a term is named that is typed into a gap
KNOWN, RARE = (
    4.5,
    3.4,
)  # on the Zipf scale: a name in which people may err, and a term that says what is meant
USUAL = 4.4  # a word of every day
REPORTED_EVERY = 20  # questions
YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
LONGEST_TYPED = 3  # words of an answer that is typed
DRAWN = 9  # distractors from which those are chosen that hide the right option by their length
TOLD_OF_ONE = frozenset({"subject", "object", "gap"})  # forms that ask for what a sentence names
OPTIONS_OF_LIST = 5
MOST_RIGHT = 3  # right options among these
STATEMENT_WORTH = 5.0
YEARS_APART, YEARS_AWAY = 2, 60  # of a wrong year from the right one, at least and at most
YEARS_OF_NONE = 4, 9, 15  # of wrong years that the document does not have, from the right one
NAMED_ENTITIES = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG", "NORP", "EVENT", "WORK_OF_ART"})
LONGEST_SETTING = 8  # words of a title
NUMBERED = re.compile(
    r"^(?:(?:chapter|part|section|appendix) )?(?:[\dIVX]+(?:\.\d+)*|[A-Z](?:\.\d+)+)[.:)]? ", re.IGNORECASE
)
FURTHER_TITLE = re.compile(r"(?: [-–—] |: ).*")
LIKE_LENGTHS = 0.5, 1.9  # of a wrong answer to the right one


@dataclass(frozen=True)
class Source:
    """A document to make questions from, and its pages (first and last, from 1; None: all)."""

    upload_id: UUID
    document: Document
    pages: list[tuple[int, int]] | None = None
    parses: dict[int, list[Sentence]] = field(default_factory=dict, compare=False)  # what was parsed of it

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
    further: tuple[int, ...] = ()  # the other blocks that it asks about


def candidates_of(
    source: Source, topic: Topic | None, kinds: set[Kind], seed: int = 0, letters: int = MOST_LETTERS,
    progress: Progress = unheard, most: int | None = None,
) -> Iterator[Candidate]:  # fmt: skip
    """Drafts of these kinds, in no particular order. The same document and seed give the same drafts.

    Of each form of question, about `most` of those that are worth most are made (None: all).
    """
    chance = random.Random(f"{source.document.pdf_id}{seed}")  # noqa: S311 - which wrong answers are drawn is no secret
    sentences = sentences_of(source.document, source.wants, letters, progress, source.parses)
    progress(PARSED, "Looking for facts to ask about")
    concepts = Concepts(sentences, source.document.title)
    asking = Asking(concepts)
    asked = of_one_answer([question for sentence in sentences for question in asking.questions_of(sentence)])
    composer = _Composer(source, concepts, sentences, asked, asking.said_by(sentences), chance)
    near = {sentence: topic.nearness(sentence) for sentence in sentences} if topic else {}
    if topic and not any(near.values()):
        topic.widen(set(concepts.lemmas))
        near = {sentence: topic.nearness(sentence) for sentence in sentences}
    wanted = [
        sentence
        for sentence in sentences
        if source.wants(sentence.page) and (not topic or near[sentence] > 0)
    ]
    chosen = set(wanted)

    def raised(sentence: Sentence, found: Iterator[Candidate]) -> Iterator[Candidate]:
        for candidate in found:
            candidate.worth += near.get(sentence, 0)
            yield candidate

    made: Counter[str] = Counter()  # by form
    best = sorted(
        (question for question in asked if question.sentence in chosen),
        key=lambda question: -question.worth - near.get(question.sentence, 0),
    )
    for number, question in enumerate(best):
        if number % REPORTED_EVERY == 0:
            progress(PARSED + (1 - PARSED) * number / len(best), "Looking for plausible wrong answers")
        if most is None or made[question.form] < most:
            for candidate in raised(question.sentence, composer.of_question(question, kinds)):
                made[question.form] += 1
                yield candidate
    if "true_false" in kinds:
        for sentence in wanted:
            if sentence.askable:
                yield from raised(sentence, composer.of_statement(sentence))
    if "single_choice" in kinds:
        for sentence in wanted:
            if sentence.askable:
                yield from raised(sentence, composer.of_untrue(sentence))
    for sequence in composer.sequences(wanted, kinds):
        yield from raised(sequence.sentences[0], composer.of_sequence(sequence))


class _Composer:
    def __init__(self, source: Source, concepts: Concepts, sentences: list[Sentence], asked: list[Asked],
                 predicates: list[Said], chance: random.Random) -> None:  # fmt: skip
        self._source, self._concepts, self._sentences, self._chance = source, concepts, sentences, chance
        self._said = said_by(sentences, concepts)
        self._asked = asked
        self._predicates: dict[tuple[bool, ...], list[Said]] = defaultdict(list)
        for predicate in predicates:
            self._predicates[predicate.sort].append(predicate)
        self._answers: dict[str, list[Asked]] = defaultdict(list)
        for question in asked:
            self._answers[question.form].append(question)
        self._years = sorted({int(year) for one in sentences for year in YEAR.findall(one.text)})
        self._last_year = self._years[-1] if self._years else 0

    def of_question(self, question: Asked, kinds: set[Kind]) -> Iterator[Candidate]:
        """The drafts of one question."""
        if question.form == "list":
            if "multiple_choice" in kinds:
                yield from self._multiple_choice(question)
        elif question.form == "count":
            if "numeric" in kinds:
                yield self._numeric(question)
        elif "single_choice" in kinds:
            choices = list(self._single_choice(question))
            yield from choices
            if "short_text" in kinds and not choices:
                yield from self._name(question)
        if "short_text" in kinds and question.form in ("term", "called") and question.concept:
            yield from self._short_text(question)

    def _numeric(self, question: Asked) -> Candidate:
        draft = self._draft(question, "numeric", question.prompt)
        draft.value = question.number
        return Candidate(draft, question.worth, "", question.sentence.block, question.form)

    def _short_text(self, question: Asked) -> Iterator[Candidate]:
        prompt = re.sub(r"^Which of these (is|are|was|were) ", "What is the term for ", question.prompt)
        draft = self._draft(question, "short_text", prompt)
        draft.right = [question.answer]
        draft.level = "medium"
        if len(question.answer.split()) <= LONGEST_TYPED:
            yield Candidate(draft, question.worth - 0.7, question.answer.lower(), question.sentence.block)

    def _name(self, question: Asked) -> Iterator[Candidate]:
        """A name or a rare term that is typed, where the document has too few others to choose from."""
        concept = question.concept
        if concept is None or question.form not in TOLD_OF_ONE or not is_distinctive(concept):
            return
        is_gap, is_one_word = question.form == "gap", concept.words == 1
        if is_gap and (concept.proper or concept.count < FEWEST_NAMED or self._is_of_title(concept)):
            return
        if concept.proper and is_one_word and concept.label not in PEOPLE:
            return  # a person, a place or a program: what or who is not known
        prompt = re.sub(
            r"^(Which of these belongs in the gap\?)", "What belongs in the gap?", question.prompt
        )
        if re.search(r"\b[Ww]hich of these\b", prompt):
            if concept.plural:
                return
            asks = r"\1ho or what" if concept.proper else r"\1hat"  # a name may be that of a person
            prompt = re.sub(r"\b([Ww])hich of these\b", asks, prompt)
        draft = self._draft(question, "short_text", prompt)
        draft.right = [capital(question.answer) if concept.proper else question.answer]
        draft.level = LEVEL_OF["name"]
        worth = question.worth - WORTH_OF[question.form] + WORTH_OF["name"]
        yield Candidate(draft, worth, question.answer.lower(), question.sentence.block, "name")

    def _is_of_title(self, concept: Concept) -> bool:
        """Whether the whole document is about a thing, so that its name can be guessed."""
        title = (self._source.document.title or "").lower()
        return concept.head in title or any(concept.head in one.lower() for one in concept.headings)

    def _is_title(self, concept: Concept) -> bool:
        """Whether a thing is what the whole document is about, which one can guess."""
        return concept.text.lower() == (self._source.document.title or "").lower()

    def _single_choice(self, question: Asked) -> Iterator[Candidate]:
        concept = question.concept
        told_of_one = concept if question.form in (*TOLD_OF_ONE, "where") else None
        if told_of_one is not None and (not is_term(told_of_one) or self._is_title(told_of_one)):
            return
        drawn = self._distractors(question)
        if len(drawn) < OPTIONS - 1:
            return
        draft = self._draft(question, "single_choice", question.prompt)
        draft.right = [capital(question.answer)]
        draft.wrong = spread(draft.right[0], [capital(text) for text in drawn], self._chance)
        answer, sentence = question.answer.lower(), question.sentence
        yield Candidate(draft, question.worth, answer, sentence.block, question.form)

    def _distractors(self, question: Asked) -> list[str]:
        if question.wrong:
            return list(question.wrong)
        if question.form == "define":
            return self._other_meanings(question)
        if question.form == "truth":
            return self._other_truths(question)
        if question.form == "when":
            return self._other_years(int(question.answer), question.quote)
        if question.concept is not None:
            predicate = content_of(question.prompt)
            drawn = self._concepts.distractors(
                question.concept, question.quote, predicate, DRAWN, self._chance,
                question.sentence.headings[-1:], may_overlap=question.form not in TOLD_OF_ONE,
            )  # fmt: skip
            if question.form == "example":  # what has the same head may be an example as well
                heads = {text: self._concepts.head_of(text) for text in drawn}
                drawn = [text for text, head in heads.items() if head and head != question.concept.head]
            return drawn
        drawn = turned_round(question.answer) if question.form in ("effect", "why") else []
        others = self._shuffled(self._answers[question.form])
        return drawn + other_clauses(question, others, self._said, self._sentences, self._concepts)

    def _other_meanings(self, question: Asked) -> list[str]:
        """What other terms mean."""
        concept = question.concept
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

    def _other_truths(self, question: Asked) -> list[str]:
        """What is true of other things, and is not said of this one; of things of the same sort first."""
        own = question.said
        assert own is not None
        named, told = content_of(own.name), content_of(own.predicate)
        shortest, longest = LIKE_LENGTHS
        ranked: list[tuple[float, str]] = []
        for other in self._predicates[own.sort]:
            if not shortest <= len(other.predicate) / len(own.predicate) <= longest:
                continue
            others, said = content_of(other.name), content_of(other.predicate)
            may_be_true = named & others or named & said or len(told & said) > 1
            if other.is_naming or (other.defines and not own.defines):
                continue  # it is called …, it is the largest …: told of one thing only
            if not may_be_true and not self._are_close(own, other):
                near = other.sentence.headings == own.sentence.headings
                if not self._kinship(own, other):
                    continue
                ranked.append((near + self._kinship(own, other) + self._chance.random() / 2, other.predicate))
        return unlike([f"{own.lead} {text}" for _, text in sorted(ranked, reverse=True)], DRAWN)

    def _are_close(self, own: Said, other: Said) -> bool:
        return nouns().are_related(own.subject.lemma_, other.subject.lemma_)

    def _kinship(self, own: Said, other: Said) -> float:
        one, two = own.subject.lemma_.lower(), other.subject.lemma_.lower()
        is_same_sort = not nouns().sorts(one).isdisjoint(nouns().sorts(two))
        return is_same_sort + 2.0 * nouns().are_siblings(one, two)

    def _other_years(self, year: int, quote: str) -> list[str]:
        """Other years that are not far from the right one, of the document as far as it has them."""
        near = [
            other
            for other in self._years
            if YEARS_APART <= abs(other - year) <= YEARS_AWAY and str(other) not in quote
        ]
        chosen = self._chance.sample(near, min(len(near), OPTIONS - 1))
        made = [year + apart * side for apart in YEARS_OF_NONE for side in (1, -1)]
        chosen += [
            other
            for other in self._chance.sample(made, len(made))
            if other <= self._last_year and all(abs(other - one) >= YEARS_APART for one in (*chosen, year))
        ]
        return [str(other) for other in chosen[: OPTIONS - 1]]

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
            cited = self._cited(sentence, with_the_one_before(sentence) if statement.both else sentence.text)
            draft = RoughDraft("true_false", statement.text, cited, subject=subject_of_question(sentence))
            draft.setting = self._setting(sentence, statement.text)
            draft.correct, draft.level = statement.correct, "easy" if statement.correct else "medium"
            yield Candidate(draft, STATEMENT_WORTH + statement.worth, "", sentence.block)

    def of_untrue(self, sentence: Sentence) -> Iterator[Candidate]:
        """A false statement among true ones of the same section, to be found."""
        title = self._source.document.title
        setting = setting_of(title, sentence.headings)
        false = [one for one in statements_of(sentence, self._concepts, self._chance) if not one.correct]
        if not false or setting is None:
            return
        chosen = max(false, key=lambda one: one.worth)
        others = self._true_beside(sentence, chosen.text, sentence.headings)
        if len(others) < OPTIONS - 1:
            others, setting = self._true_beside(sentence, chosen.text), setting_of(title, ())
        if len(others) < OPTIONS - 1 or setting is None:
            return
        wrong = [spread(chosen.text, others, self._chance)]
        further = [text for text in others if text not in wrong[0]]
        wrong += [further[: OPTIONS - 1]] if len(further) >= OPTIONS - 1 else []
        for texts in wrong:  # another set, should statements of the first be in the quiz already
            yield self._untrue(sentence, chosen, texts, setting)

    def _untrue(self, sentence: Sentence, chosen: Statement, wrong: list[str], setting: str) -> Candidate:
        cited = self._cited(sentence, with_the_one_before(sentence) if chosen.both else sentence.text)
        draft = RoughDraft(
            "single_choice", NOT_TRUE, cited, right=[chosen.text], level=LEVEL_OF["untrue"], setting=setting,
            wrong=wrong, subject=subject_of_question(sentence),
        )  # fmt: skip
        return Candidate(draft, WORTH_OF["untrue"] + chosen.worth / 2, "", sentence.block, "untrue")

    def _true_beside(
        self, sentence: Sentence, false: str, headings: tuple[str, ...] | None = None
    ) -> list[str]:
        """True statements under these headings (None: any) of other matter, the nearest first."""
        section = sorted(
            (one for one in self._true if headings in (None, one[0].headings) and one[0] is not sentence),
            key=lambda one: abs(one[0].block - sentence.block),
        )
        shortest, longest = LIKE_LENGTHS
        matter = content_of(false)
        fitting = [
            text
            for _, text in section
            if shortest <= len(text) / len(false) <= longest
            and 2 * len(content_of(text) & matter) < len(matter)
        ]
        return unlike(fitting, DRAWN)

    @cached_property
    def _true(self) -> list[tuple[Sentence, str]]:
        """The sentences that can be judged alone, as statements."""
        shown = ((one, true_statement(one, self._concepts)) for one in self._sentences if one.askable)
        return [(one, text[0]) for one, text in shown if text is not None]

    def sequences(self, sentences: list[Sentence], kinds: set[Kind]) -> Iterator[Sequence]:
        """What can be asked of several sentences together."""
        if "ordering" in kinds:
            yield from steps_in(sentences)
            yield from events_in(sentences, self._concepts)
        if "matching" in kinds:
            chosen = set(sentences)
            yield from pairs_in([question for question in self._asked if question.sentence in chosen])

    def of_sequence(self, sequence: Sequence) -> Iterator[Candidate]:
        """The draft of a sequence, which cites the passage from its first sentence to its last."""
        first, last = sequence.sentences[0], sequence.sentences[-1]
        page = self._source.document.pages[first.page - 1].text
        start, end = page.find(first.text), page.find(last.text)
        quote = page[start : end + len(last.text)]
        if start < 0 or not start <= end or len(quote) > LONGEST_QUOTE:
            return
        draft = RoughDraft(
            "matching" if sequence.matches else "ordering", sequence.prompt, self._cited(first, quote),
            right=list(sequence.texts), matches=list(sequence.matches), level=LEVEL_OF[sequence.form],
            subject=subject_of_question(first),
        )  # fmt: skip
        blocks = tuple(sentence.block for sentence in sequence.sentences[1:])
        yield Candidate(draft, WORTH_OF[sequence.form], "", first.block, sequence.form, blocks)

    def _draft(self, question: Asked, kind: Kind, prompt: str) -> RoughDraft:
        sentence = question.sentence
        level: Difficulty = LEVEL_OF[question.form]
        return RoughDraft(
            kind,
            prompt,
            self._cited(sentence, question.quote),
            level=level,
            subject=subject_of_question(sentence),
            setting=self._setting(sentence, prompt),
        )

    def _setting(self, sentence: Sentence, text: str) -> str | None:
        """What a text is about, by title and heading, if it names things that only this makes clear."""
        lowered = text.lower()
        leaning = any(phrase in lowered for phrase in leaning_in(sentence, self._concepts))
        needed = leaning or happened_unnamed(sentence)
        return setting_of(self._source.document.title, sentence.headings) if needed else None

    def _cited(self, sentence: Sentence, quote: str) -> Citation:
        return Citation(
            upload_id=self._source.upload_id,
            pdf_id=self._source.document.pdf_id,
            page=sentence.page,
            page_label=sentence.page_label,
            sentence=quote,
        )


def of_one_answer(asked: list[Asked]) -> list[Asked]:
    """The questions without those that the document answers in several ways."""
    answers: dict[str, set[str]] = defaultdict(set)
    for question in asked:
        answers[question.prompt.lower()].add(question.answer.lower())
    return [question for question in asked if len(answers[question.prompt.lower()]) == 1]


def is_term(concept: Concept) -> bool:
    """Whether a concept is more than a word of every day, beside which others of all sorts may be right."""
    return concept.proper or concept.words > 1 or zipf_frequency(concept.head, "en") < USUAL


def is_distinctive(concept: Concept) -> bool:
    """Whether a reader who knows a thing will type its name in these words, and in no others."""
    words = concept.text.split()
    if len(words) > LONGEST_TYPED or not concept.text.replace(" ", "").isalpha():
        return False
    if concept.proper:
        return len(words) > 1 or zipf_frequency(words[0], "en") < KNOWN
    return min(zipf_frequency(word, "en") for word in words) < RARE


def unlike(texts: list[str], most: int) -> list[str]:
    """The first of the texts that do not say nearly the same as one before them."""
    chosen: list[str] = []
    for text in texts:
        if len(chosen) == most:
            break
        own = content_of(text)
        if not any(2 * len(own & content_of(other)) > len(own) for other in chosen):
            chosen.append(text)
    return chosen


def subject_of_question(sentence: Sentence) -> str | None:
    """What a question is filed under: the nearest heading."""
    return sentence.headings[-1][:80] if sentence.headings else None


def happened_unnamed(sentence: Sentence) -> bool:
    """Whether a sentence tells what was and names neither person nor place: one can't know where."""
    is_past = any(token.tag_ == "VBD" for token in (sentence.root, *auxiliaries(sentence.root)))
    return is_past and not any(token.ent_type_ in NAMED_ENTITIES for token in sentence.span)


def setting_of(title: str | None, headings: tuple[str, ...]) -> str | None:
    """The title of a document and the nearest heading, without numbers, as far as they are short."""
    named: list[str] = []
    for text in (title or "", *headings[:1], *headings[-1:]):
        short = FURTHER_TITLE.sub("", NUMBERED.sub("", text)).strip(" .:")
        if short and len(short.split()) <= LONGEST_SETTING and not any(short in one for one in named):
            named.append(short)
    return " – ".join([*named[:1], *named[-1:]] if len(named) > 1 else named) or None


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
