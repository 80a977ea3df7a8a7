"""A question of a sentence before it has wrong answers, and what all kinds of question need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processor.writing.concept import Concept
from processor.writing.concepts import Concepts
from processor.writing.context import antecedent_of, is_bound, replaced
from processor.writing.forms import WORTH_OF, Form
from processor.writing.phrasing import Clause, capital, negated
from processor.writing.prose import Sentence, subtree, with_the_one_before

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_PROMPT, LONGEST_ANSWER = 30, 24  # words
TOO_LONG_FROM = 16  # words of a prompt; each further one lowers its worth
NAMING = frozenset({"call", "know", "name", "term", "refer"})  # verbs that say how a thing is called
VAGUE_SUBJECTS = frozenset(
    "there it this that these those what who which most many some few all none any one other others they we "
    "you".split()
)


@dataclass(frozen=True)
class Said:
    """What a sentence says of its subject, in words that can stand after another subject as well."""

    sentence: Sentence
    subject: "Token"
    name: str  # of the subject, with its article
    predicate: str
    plural: bool
    past: bool
    person: bool

    @property
    def defines(self) -> bool:
        """Whether it says what the subject is, by a noun."""
        root = self.sentence.root
        return root.lemma_ == "be" and any(child.dep_ == "attr" for child in root.rights)

    @property
    def is_naming(self) -> bool:
        """Whether it says how the subject is called."""
        return self.sentence.root.lemma_ in NAMING

    @property
    def sort(self) -> tuple[bool, ...]:
        """What subjects have in common of which the same words can be said."""
        return self.plural, self.past, self.person, self.subject.pos_ == "PROPN"

    @property
    def lead(self) -> str:
        """The beginning of a statement about the subject."""
        return capital(self.name) if self.person else "They" if self.plural else "It"


@dataclass(frozen=True)
class Asked:
    """A question with its right answer."""

    sentence: Sentence
    form: Form
    prompt: str
    answer: str
    quote: str  # word for word as on the page; of two sentences where one explains the other
    worth: float
    concept: Concept | None = None  # the answer, if it is one
    items: tuple[str, ...] = ()  # of a list: all right answers; of steps: in their order
    wrong: tuple[str, ...] = ()  # wrong answers that the sentence itself gives
    subject: Concept | None = None  # what the question is about, where wrong answers depend on it
    said: Said | None = None  # of a truth: what is said of the subject
    number: float | None = None  # the answer, if it is a number


class Asker:
    """Puts questions together, within what the document is about."""

    def __init__(self, concepts: Concepts) -> None:
        self.concepts = concepts

    def concept(self, head: "Token") -> Concept | None:
        """The concept of a noun with its modifiers before it, if nothing after it narrows it down."""
        if any(child.dep_ not in ("punct", "cc", "conj", "appos") for child in head.rights):
            return None
        return self.concepts.of([token for token in head.subtree if token.i <= head.i])

    def is_clear(self, words: Sequence["Token"], known: Sequence["Token"] = ()) -> bool:
        """Whether words can be understood without the text around them."""
        return is_bound(words, self.concepts, known)

    def asked(
        self, sentence: Sentence, form: Form, prompt: str, answer: str, concept: Concept | None = None,
        *, both: bool = False, items: tuple[str, ...] = (), wrong: tuple[str, ...] = (),
        subject: Concept | None = None, said: Said | None = None, number: float | None = None,
    ) -> Asked:  # fmt: skip
        """The question, which cites its sentence, and `both` the one before it as well."""
        quote = sentence.text
        if both and sentence.before is not None:
            quote = with_the_one_before(sentence)
        worth = WORTH_OF[form] + 0.4 * (sentence.number == 0)
        about = concept or subject
        if about is not None:
            worth += 0.35 * min(6.0, self.concepts.salience(about)) - 1.0
        worth -= 0.06 * max(0, len(prompt.split()) - TOO_LONG_FROM)
        return Asked(
            sentence, form, prompt, answer, quote, worth, concept, items, wrong, subject, said, number
        )

    def turned(
        self, sentence: Sentence, clause: Clause, form: Form, word: str, answer: str,
        concept: Concept | None, gone: "Token | None", *, both: bool = False, number: float | None = None,
    ) -> Iterator[Asked]:  # fmt: skip
        """A question with the verb before the subject. A pronoun as subject is resolved, or there is none."""
        if (negated(clause.verb) and form != "why") or len(answer.split()) > LONGEST_ANSWER:
            return
        subject = clause.subject
        question = clause.asked(word, gone)
        rest = [*clause.opening(gone), *clause.predicate(gone)]
        if subject.pos_ == "PRON":
            name = None if both else antecedent_of(sentence, self.concepts)
            before = list(sentence.before.span) if sentence.before else []
            if name is not None and (self.is_clear(rest, subtree(subject)) or self.is_clear(rest, before)):
                question = replaced(question, subject.lower_, name)
                yield self.asked(sentence, form, question, answer, concept, both=True, number=number)
            return
        words = [*clause.opening(gone), *subtree(subject), *clause.predicate(gone)]
        if subject.lower_ in VAGUE_SUBJECTS or subject.pos_ == "ADJ" or not self.is_clear(words):
            return
        answer_is_clear = gone is None or concept is not None or self.is_clear(subtree(gone), words)
        if answer_is_clear:
            yield self.asked(sentence, form, question, answer, concept, both=both, number=number)
