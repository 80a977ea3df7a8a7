"""Questions from the parse of a sentence: what is asked, in which words, and the right answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processor.writing.concepts import PEOPLE, Concept, Concepts, core, group
from processor.writing.context import antecedent_of, is_bound, replaced
from processor.writing.forms import WORTH_OF, Form
from processor.writing.likeness import content_of
from processor.writing.phrasing import (
    Clause,
    article,
    capital,
    is_purpose,
    negated,
    text_of,
    well_formed,
    without,
)  # fmt: skip
from processor.writing.prose import Sentence, balanced, subject_of, subtree
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_PROMPT, LONGEST_ANSWER = 30, 24  # words
NAMING = frozenset({"call", "know", "name", "term", "refer"})
LISTING = frozenset({"include", "contain", "comprise", "consist", "be"})
OPEN_LIST = re.compile(r"\b(?:such as|including|for example|like|and so on|among|other)\b")
HAPPENINGS = frozenset({4, 10, 11, 14, 18, 28})  # WordNet's acts, messages, events, groups, people and times
VAGUE_SUBJECTS = frozenset(
    "there it this that these those what who which most many some few all they we you".split()
)


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
    items: tuple[str, ...] = ()  # of a list: all right answers


class Asking:
    """Makes the questions of sentences."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts

    def questions_of(self, sentence: Sentence) -> Iterator[Asked]:
        """All questions that a sentence gives, and that can be understood alone."""
        if not sentence.askable:
            return
        clause = Clause(sentence.root)
        if not clause.is_plain:
            return
        for asked in self._all(sentence, clause):
            if (
                asked.prompt
                and balanced(asked.answer)
                and len(asked.prompt.split()) <= LONGEST_PROMPT
                and well_formed(asked.prompt)
            ):
                yield asked

    def _all(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        yield from self._of_definition(sentence, clause)
        yield from self._of_name(sentence, clause)
        yield from self._of_subject(sentence, clause)
        yield from self._of_object(sentence, clause)
        yield from self._of_list(sentence, clause)
        yield from self._of_examples(sentence)
        yield from self._of_reason(sentence, clause)
        yield from self._of_condition(sentence, clause)
        yield from self._of_means(sentence, clause)
        yield from self._of_place(sentence, clause)

    # --- Definitions -------------------------------------------------------------------------------------

    def _of_definition(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        verb, subject = clause.verb, clause.subject
        attribute = next((child for child in verb.rights if child.dep_ == "attr"), None)
        if (
            verb.lemma_ != "be"
            or attribute is None
            or clause.auxiliaries
            or clause.opening()
            or negated(verb)
        ):
            return
        if verb.tag_ == "VBD":
            return
        concept = self._concept(subject)
        if (
            concept is None
            or attribute.pos_ not in ("NOUN", "PROPN")
            or attribute.lemma_.lower() == concept.head
        ):
            return
        words = without([t for t in sentence.span if t.i >= attribute.left_edge.i], *clause.further)
        specified = any(child.dep_ in ("relcl", "prep", "acl") for child in attribute.rights)
        introduced = attribute.left_edge.lower_ in ("a", "an", "the", "any") or attribute.tag_ == "NNS"
        if (
            not specified
            or not introduced
            or len(words) < 5
            or attribute.lemma_ in ("reason", "example", "result", "part")
        ):
            return
        if not is_bound(words, self._concepts, subtree(subject)):
            return
        definition = text_of(words)
        are = "are" if concept.plural else "is"
        yield self._asked(sentence, "term", f"Which of these {are} {definition}?", concept.text, concept)
        article_text = article(subject)
        yield self._asked(
            sentence, "define", f"What {are} {article_text}{concept.text}?", capital(definition), concept
        )

    def _of_name(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        """Questions from `X is called Y`, and from `This is called Y` with the sentence before."""
        verb = clause.verb
        if verb.lemma_ not in NAMING or not any(child.dep_ == "auxpass" for child in verb.children):
            return
        name = next((c for c in verb.rights if c.dep_ in ("oprd", "attr", "dobj")), None)
        if (
            name is None
            and (by := next((c for c in verb.rights if c.lower_ in ("as", "to")), None)) is not None
        ):
            inner = next((c for c in by.subtree if c.dep_ == "pobj" and c.head.lower_ == "as"), None)
            name = inner
        concept = self._concept(name) if name is not None else None
        if concept is None or name is None:
            return
        subject = subtree(clause.subject)
        told = len(content_of(text_of(subject))) > 1
        if told and is_bound(subject, self._concepts) and clause.subject.pos_ in ("NOUN", "PROPN"):
            prompt = f"What {clause.auxiliaries[0].text} {text_of(subject)} called?"
            yield self._asked(sentence, "called", prompt, concept.text, concept)
        before = sentence.before
        if clause.subject.lower_ in ("this", "it") or (clause.subject.left_edge.lower_ == "this"):
            if before is None or not before.askable or not is_bound(list(before.span), self._concepts):
                return
            prompt = f"What is this called? “{before.text}”"
            yield self._asked(sentence, "called", prompt, concept.text, concept, both=True)

    # --- Who, what and where -----------------------------------------------------------------------------

    def _of_subject(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        subject, verb = clause.subject, clause.verb
        concept = self._concept(subject)
        if (
            concept is None
            or negated(verb)
            or verb.lemma_ in ("be", "have", "mean", "become", "seem")
            or verb.lemma_ in NAMING
        ):
            return
        if any(child.dep_ == "conj" for child in subject.children) or self._is_vague(subject):
            return
        predicate = clause.predicate()
        opening = clause.opening()
        if len(content_of(text_of(predicate))) < 4 or not is_bound(
            [*opening, *predicate], self._concepts, subtree(subject)
        ):
            return
        if _says_subject(predicate, concept):
            return
        asks = "Who" if group(concept) == "PERSON" else "Which of these"
        start = text_of(opening, first=True)
        question = (
            f"{start}, {asks.lower()} {text_of(predicate)}?" if start else f"{asks} {text_of(predicate)}?"
        )
        yield self._asked(sentence, "subject", question, concept.text, concept)

    def _is_vague(self, noun: "Token") -> bool:
        """Whether `the` noun would be an answer that says nothing, such as `the war`."""
        single = noun.left_edge.lower_ == "the" and noun.i - noun.left_edge.i == 1
        return single and nouns().sort(noun.lemma_) in HAPPENINGS

    def _of_object(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        verb = clause.verb
        target = next((child for child in verb.rights if child.dep_ == "dobj"), None)
        if target is None or negated(verb) or verb.lemma_ in ("have", "do", "take", "make", "give", "play"):
            return
        concept = self._concept(target)
        if concept is None or any(child.dep_ == "conj" for child in target.children):
            return
        if any(c.dep_ in ("relcl", "acl", "prep") for c in target.rights):
            return
        word = "Whom" if concept.label in PEOPLE else "What"
        yield from self._turned(sentence, clause, "object", word, concept.text, concept, target)

    def _of_place(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        for prep in clause.verb.rights:
            place = next((c for c in prep.children if c.dep_ == "pobj"), None)
            if prep.dep_ != "prep" or prep.lower_ not in ("in", "at", "near") or place is None:
                continue
            concept = self._concept(place)
            if concept is not None and group(concept) == "PLACE" and not negated(clause.verb):
                yield from self._turned(sentence, clause, "where", "Where", concept.text, concept, prep)

    def _of_list(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        verb = clause.verb
        if verb.lemma_ not in LISTING or OPEN_LIST.search(sentence.text) or negated(verb):
            return
        first = next((c for c in verb.rights if c.dep_ in ("dobj", "attr")), None)
        prep = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
        if verb.lemma_ == "consist" and prep is not None:
            first = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if first is None:
            return
        items = [first]
        while nexts := [c for c in items[-1].children if c.dep_ == "conj"]:
            items.append(nexts[0])
        texts = [self._concept(item) for item in items]
        if len(items) < 3 or any(concept is None for concept in texts):
            return
        listed = tuple(concept.text for concept in texts if concept)
        gone = [first if verb.lemma_ != "consist" else prep]
        subject = subtree(clause.subject)
        if not is_bound(subject, self._concepts) or (verb.lemma_ == "be" and clause.subject.tag_ != "NNS"):
            return
        if verb.lemma_ == "be":
            prompt = f"Which of these are {text_of(subject)}? Choose all that apply."
        else:
            tail = " of" if verb.lemma_ == "consist" else ""
            prompt = clause.asked("What", *gone).rstrip("?") + f"{tail}? Choose all that apply."
        yield self._asked(sentence, "list", prompt, listed[0], texts[0], items=listed)

    def _of_examples(self, sentence: Sentence) -> Iterator[Asked]:
        """Which of these is an example of metals? From `metals such as copper`."""
        for token in sentence.span:
            if token.lower_ != "as" or token.i == sentence.span.start or token.nbor(-1).lower_ != "such":
                continue
            item = next((c for c in token.children if c.dep_ == "pobj"), None)
            kind = token.head if token.head.pos_ == "NOUN" else None
            if item is None or kind is None or kind.tag_ != "NNS":
                continue
            concept = self._concept(item)
            name = without(subtree(kind), token, *[c for c in kind.rights if c.lower_ in ("such", "as")])
            if concept is None or len(name) > 4 or not name or not is_bound(name, self._concepts):
                continue
            if kind.lemma_.lower() in (
                "thing",
                "factor",
                "place",
                "country",
                "area",
                "way",
                "one",
                "term",
                "topic",
            ):
                continue
            inner = text_of(core(name)) if core(name) else ""
            if inner:
                yield self._asked(
                    sentence, "example", f"Which of these is an example of {inner}?", concept.text, concept
                )

    # --- Why, how and what follows -----------------------------------------------------------------------

    def _of_reason(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        verb = clause.verb
        for child in verb.children:
            words = subtree(child)
            first = words[0].lower_
            if (child.dep_ == "advcl" and first == "because" and child.i > verb.i) or (
                child.dep_ == "prep" and words[0].lower_ in ("because", "due") and len(words) > 3
            ):
                yield from self._turned(
                    sentence, clause, "why", "Why", text_of(words, first=True), None, child
                )
            elif child.dep_ == "advcl" and child.i > verb.i and is_purpose(child):
                purpose = [
                    token for token in words if token.lower_ not in ("in", "order") or token.i > child.i
                ]
                yield from self._turned(
                    sentence, clause, "why", "Why", text_of(purpose, first=True), None, child
                )
            elif child.dep_ == "advcl" and first == "so" and len(words) > 3 and words[1].lower_ == "that":
                yield from self._turned(
                    sentence, clause, "why", "Why", text_of(words, first=True), None, child
                )
        before = sentence.before
        marks = (
            "therefore",
            "consequently",
            "for this reason",
            "as a result",
            "as a consequence",
            "thus",
            "hence",
        )
        starts = sentence.text.lower().startswith(marks) or any(
            c.lower_ in ("therefore", "consequently") and c.dep_ == "advmod" for c in verb.children
        )
        if (
            starts
            and before is not None
            and before.askable
            and before.root.lemma_ not in NAMING
            and is_bound(list(before.span), self._concepts)
        ):
            reason = text_of(list(before.span))
            if len(reason.split()) <= LONGEST_ANSWER:
                yield from self._turned(
                    sentence, clause, "why", "Why", f"Because {reason}", None, None, both=True
                )

    def _of_condition(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        verb = clause.verb
        for child in verb.children:
            words = subtree(child)
            if child.dep_ != "advcl" or words[0].lower_ not in ("if", "when") or subject_of(child) is None:
                continue
            if verb.tag_ == "VBD" or child.tag_ == "VBD" or not is_bound(words, self._concepts):
                continue
            result = without(clause.words, child)
            if not is_bound(result, self._concepts, words) or not 4 <= len(result) <= LONGEST_ANSWER:
                continue
            prompt = f"What happens {text_of(words)}?"
            yield self._asked(sentence, "effect", prompt, text_of(result, first=True), None)

    def _of_means(self, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
        for prep in clause.verb.rights:
            inner = next((c for c in prep.children if c.dep_ == "pcomp" and c.tag_ == "VBG"), None)
            if prep.dep_ == "prep" and prep.lower_ == "by" and inner is not None and len(subtree(prep)) > 3:
                yield from self._turned(
                    sentence, clause, "how", "How", text_of(subtree(prep), first=True), None, prep
                )

    # --- Common parts ------------------------------------------------------------------------------------

    def _turned(
        self, sentence: Sentence, clause: Clause, form: Form, word: str, answer: str,
        concept: Concept | None, gone: "Token | None", both: bool = False,
    ) -> Iterator[Asked]:  # fmt: skip
        """A question with the verb before the subject. A pronoun as subject is resolved, or there is none."""
        if (negated(clause.verb) and form != "why") or len(answer.split()) > LONGEST_ANSWER:
            return
        question = clause.asked(word, gone)
        words = [*clause.opening(gone), *subtree(clause.subject), *clause.predicate(gone)]
        rest = [*clause.opening(gone), *clause.predicate(gone)]
        name = antecedent_of(sentence, self._concepts) if clause.subject.pos_ == "PRON" else None
        if name is not None and not both:
            if not is_bound(rest, self._concepts, subtree(clause.subject)) and not is_bound(
                rest, self._concepts, list(sentence.before.span) if sentence.before else ()
            ):
                return
            question = replaced(question, clause.subject.lower_, name)
            yield self._asked(sentence, form, question, answer, concept, both=True)
            return
        subject = clause.subject
        if subject.lower_ in VAGUE_SUBJECTS or subject.pos_ == "PRON" or not is_bound(words, self._concepts):
            return
        if gone is not None and concept is None:
            answer_words = subtree(gone)
            if not is_bound(answer_words, self._concepts, words):
                return
        yield self._asked(sentence, form, question, answer, concept, both=both)

    def _concept(self, head: "Token") -> Concept | None:
        """The concept of a noun with its modifiers before it, if nothing after it narrows it down."""
        if any(child.dep_ not in ("punct", "cc", "conj", "appos") for child in head.rights):
            return None
        words = [token for token in head.subtree if token.i <= head.i]
        return self._concepts.of(words)

    def _asked(self, sentence: Sentence, form: Form, prompt: str, answer: str, concept: Concept | None,
               both: bool = False, items: tuple[str, ...] = ()) -> Asked:  # fmt: skip
        quote = sentence.text
        if both and sentence.before is not None:
            whole = sentence.span.doc.text
            quote = whole[sentence.before.span.start_char : sentence.span.end_char].strip()
        worth = WORTH_OF[form] + 0.4 * (sentence.number == 0)
        if concept is not None:
            worth += 0.35 * min(6.0, self._concepts.salience(concept)) - 1.0
        worth -= 0.06 * max(0, len(prompt.split()) - 16)
        return Asked(sentence, form, prompt, answer, quote, worth, concept, items)


def _says_subject(predicate: list["Token"], concept: Concept) -> bool:
    return any(token.lemma_.lower() == concept.head for token in predicate)
