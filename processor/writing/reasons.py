"""Wrong reasons, means and effects: those of other questions, and the right one turned round."""

import re
from functools import lru_cache

from processor.writing.asking import Asked
from processor.writing.concepts import Concepts
from processor.writing.context import is_bound
from processor.writing.likeness import content_of
from processor.writing.phrasing import (
    SAYING_LITTLE,
    clause_of,
    ends_whole,
    is_purpose,
    text_of,
    well_formed,
    without,
)
from processor.writing.prose import CODE, POINTING, Sentence, auxiliaries, balanced, subject_of

ALIKE = 0.34  # the share of content words in common from which two clauses may say the same
MOST = 6  # wrong answers that are offered to choose from
SHORTEST, LONGEST = 0.45, 2.0  # of the length of the right option
LEADS = frozenset({"because", "to", "so", "by", "due"})  # first words that all options of a question share
# A beginning that points to something else, a reason without a verb, or an end that something must follow
OPEN = re.compile(
    r"^(?:because )?(?:this|that|these|those|such|some other|one|another)\b|^because \w+ing\b"
    r"|\b(?:is|are|was|were|be|best|if|not|that|when|as|and|or|the|an?|of|to|by|for|in|on|with|only)\.?$"
    r"|\bonly \w+$|\.$|^\(",
    re.IGNORECASE,
)
PRONOUNS = frozenset({"it", "its", "they", "their", "he", "she"})


def said_by(sentences: list[Sentence], concepts: Concepts) -> dict[str, list[tuple[Sentence, str]]]:
    """The effects, means and reasons that the sentences of a document name, by the form of question."""
    purposes = purposes_of(sentences, concepts)
    return {
        "effect": effects_of(sentences),
        "how": means_of(sentences),
        "why": [*reasons_of(sentences), *purposes],
        "use": purposes,
    }


def other_clauses(
    question: Asked,
    others: list[Asked],
    said: dict[str, list[tuple[Sentence, str]]],
    sentences: list[Sentence],
    concepts: Concepts,
) -> list[str]:
    """Wrong answers that are clauses of the same form, from other questions and then from other sentences."""
    first = question.answer.split()[0].lower()
    chosen: list[str] = []
    asked = content_of(f"{question.prompt} {question.answer}")

    def take(text: str) -> None:
        if len(chosen) >= MOST or not SHORTEST <= len(text) / len(question.answer) <= LONGEST:
            return
        own = content_of(text)
        is_other = own and len(own & asked) <= ALIKE * len(own)
        alike = any(len(own & content_of(other)) > ALIKE * len(own) for other in chosen)
        if is_other and not alike and is_clear(text):
            chosen.append(text)

    for other in others:
        same = first not in LEADS or other.answer.split()[0].lower() == first
        if other.sentence is not question.sentence and same and agrees(other.answer, question):
            take(other.answer)
    for sentence, text in said.get(question.form, ()):
        same = first not in LEADS or text.lower().startswith(first)
        if sentence is not question.sentence and same and agrees(text, question) and len(text.split()) > 3:
            take(text)
    if question.form == "why" and first == "because":
        past = question.sentence.root.tag_ == "VBD"
        near = sorted(sentences, key=lambda one: abs(one.block - question.sentence.block))
        for sentence in near:
            if len(chosen) >= MOST:
                break
            if not sentence.askable or sentence.block == question.sentence.block:
                continue
            if (sentence.root.tag_ == "VBD") != past or not is_bound(list(sentence.span), concepts):
                continue
            if any(token.dep_ in ("advcl", "mark") for token in sentence.span):
                continue
            clause = clause_of(sentence).statement()
            take(f"Because {clause}")
    return chosen


@lru_cache(maxsize=8192)
def is_clear(text: str) -> bool:
    """Whether a clause is whole, names one reason at most, and points to nothing outside of it."""
    points = any(sign.search(text) for sign in (POINTING, CODE, OPEN))
    return not points and " because " not in text.lower() and well_formed(text) and balanced(text)


def effects_of(sentences: list[Sentence]) -> list[tuple[Sentence, str]]:
    """What follows from conditions: the main clauses of all sentences with `if` or `when`."""
    found = []
    for sentence in sentences:
        conditions = [
            child
            for child in sentence.root.children
            if child.dep_ == "advcl" and child.left_edge.lower_ in ("if", "when")
        ]
        is_past = sentence.root.tag_ == "VBD" or any(t.tag_ == "VBD" for t in auxiliaries(sentence.root))
        if sentence.askable and conditions and not is_past:
            found.append((sentence, text_of(without(clause_of(sentence).words, *conditions), first=True)))
    return found


def means_of(sentences: list[Sentence]) -> list[tuple[Sentence, str]]:
    """What the sentences say is done, in a form that says how: `by` and a verb, or the verb alone."""
    named = [
        (sentence, text_of(list(token.subtree), first=True))
        for sentence in sentences
        for token in sentence.span
        if token.lower_ == "by"
        and any(child.dep_ == "pcomp" and child.tag_ == "VBG" for child in token.children)
    ]
    further = [
        (sentence, f"By {text_of(list(token.subtree))}")
        for sentence in sentences
        if sentence.askable
        for token in sentence.span
        if token.tag_ == "VBG"
        and token.dep_ == "advcl"
        and token.left_edge == token
        and subject_of(token) is None
    ]
    return [*named, *further]


def reasons_of(sentences: list[Sentence]) -> list[tuple[Sentence, str]]:
    """The reasons that all sentences name: `because` and a clause."""
    return [
        (sentence, text_of(list(token.head.subtree), first=True))
        for sentence in sentences
        for token in sentence.span
        if token.lower_ == "because" and token.dep_ == "mark" and token.head.left_edge == token
    ]


def purposes_of(sentences: list[Sentence], concepts: Concepts) -> list[tuple[Sentence, str]]:
    """The ends that all sentences name and that can be understood alone: `to` and a verb with its object."""
    return [
        (sentence, text_of(words, first=True))
        for sentence in sentences
        if sentence.askable
        for token in sentence.span
        if token.dep_ in ("advcl", "xcomp") and is_purpose(token) and token.left_edge.lower_ == "to"
        if any(child.dep_ in ("dobj", "prep") for child in token.rights) and token.lemma_ not in SAYING_LITTLE
        if is_bound(words := list(token.subtree), concepts, known=list(sentence.span)) and ends_whole(words)
    ]


def agrees(answer: str, question: Asked) -> bool:
    """Whether a pronoun at the beginning of a wrong answer could stand for the subject of the question."""
    pronouns = [word.lower() for word in answer.split()[:2] if word.lower() in PRONOUNS]
    subject = subject_of(question.sentence.root)
    if not pronouns or subject is None:
        return True
    person = subject.ent_type_ == "PERSON" or subject.lower_ in ("he", "she")
    plural = subject.tag_ in ("NNS", "NNPS") or subject.lower_ == "they"
    return pronouns[0] in (("he", "she") if person else ("they", "their") if plural else ("it", "its"))
