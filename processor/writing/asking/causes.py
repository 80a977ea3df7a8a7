"""Why, how, and what follows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from processor.writing.asking.asked import LONGEST_ANSWER, NAMING, VAGUE_SUBJECTS, Asked, Asker
from processor.writing.context import replaced
from processor.writing.likeness import content_of
from processor.writing.phrasing import SAYING_LITTLE, Clause, is_purpose, negated, text_of, without
from processor.writing.prose import Sentence, auxiliaries, subject_of, subtree
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

OBJECTS = frozenset(
    {"it", "them", "him", "her", "its", "their"}
)  # what a question may not leave to its answer
JOINING = frozenset({"because", "since", "as", "if", "when", "although", "while"})
# Verbs with which manuals say what a program does with a value, a file or a key of its own
CONFIGURING = frozenset(
    "give supply specify set unset omit pass press click select choose match call invoke define provide "
    "use enable disable appear exist contain begin fail return enter type run print read open close "
    "include".split()
)
OPEN = frozenset(
    {"no", "any", "more", "several", "multiple", "some", "neither", "either"}
)  # of which nothing is known
FEWEST_GIVEN = 3  # content words of a condition
SHORTEST_REASON, SHORTEST_EFFECT = 3, 4  # words
SERVING = frozenset(
    {"use", "design", "intend", "employ", "need", "require"}
)  # verbs that say what a thing is for
# Verbs after which `to` says what another thing does, not why this one does it
OTHER_ENDS = frozenset(
    {"wait", "pass", "link", "contain", "have", "configure", "stress", "allow", "need", "lead"}
)
# WordNet's animals, things that are made, programs, groups and persons
AIMING = frozenset({5, 6, 10, 14, 18})
FIRSTS = frozenset({"first", "second", "third", "last", "only", "youngest", "oldest", "next"})
# What says at the beginning of a sentence that the one before it is its reason
CONCLUDING = (
    "therefore", "consequently", "for this reason", "that is why", "as a result", "as a consequence", "thus",
    "hence",
)  # fmt: skip


def of_reason(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Why …? For `because`, `due to`, `in order to` and `so that`."""
    for child in clause.verb.children:
        words = _reason_in(child, clause.verb)
        if words:
            yield from asker.turned(sentence, clause, "why", "Why", text_of(words, first=True), None, child)


def _reason_in(part: "Token", verb: "Token") -> list["Token"]:
    """The words of a part of a clause if they say why."""
    words = subtree(part)
    first = words[0].lower_
    is_after = part.i > verb.i
    if part.dep_ == "prep":
        return (
            words if first in ("because", "due", "owing", "thanks") and len(words) > SHORTEST_REASON else []
        )
    if part.dep_ != "advcl" or (not is_after and first != "because"):
        return []
    if first == "because":
        return words
    if is_purpose(part) and (
        _is_first(verb) or verb.lemma_ in OTHER_ENDS or _completes(part, verb) or not _has_aims(verb)
    ):
        return []
    if is_purpose(part):
        is_denied = negated(verb) or negated(part)  # not to do a thing for that end, or to avoid an end
        return (
            []
            if is_denied
            else [token for token in words if token.lower_ not in ("in", "order") or token.i > part.i]
        )
    is_aim = first == "so" and len(words) > SHORTEST_REASON and words[1].lower_ == "that"
    return words if is_aim else []


def _is_first(verb: "Token") -> bool:
    """Whether `to` belongs to a noun, as in `became the first Briton to fly`."""
    return any(token.lower_ in FIRSTS for token in verb.subtree) or verb.lemma_ in ("become", "be")


def _has_aims(verb: "Token") -> bool:
    """Whether somebody may aim at something: metals react, and taxes persist, to no end."""
    subject = subject_of(verb)
    if subject is None or subject.pos_ != "NOUN" or any(child.dep_ == "auxpass" for child in verb.lefts):
        return True
    return not nouns().sorts(subject.lemma_).isdisjoint(AIMING | {None})


def _completes(purpose: "Token", verb: "Token") -> bool:
    """Whether `to` follows an active verb at once, as in `worked to repair`, and may say what is done."""
    is_passive = any(child.dep_ == "auxpass" for child in verb.lefts)
    return not is_passive and purpose.left_edge.i == verb.i + 1 and purpose.left_edge.lower_ == "to"


def of_conclusion(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Why …? For `therefore` and the like, with the sentence before as the reason."""
    before = sentence.before
    if not _concludes(sentence, clause) or before is None or not before.askable:
        return
    reason = text_of(list(before.span))
    is_short = len(reason.split()) <= LONGEST_ANSWER
    if is_short and before.root.lemma_ not in NAMING and asker.is_clear(list(before.span)):
        yield from asker.turned(sentence, clause, "why", "Why", f"Because {reason}", None, None, both=True)


def _concludes(sentence: Sentence, clause: Clause) -> bool:
    """Whether a sentence says that it follows from the one before."""
    return sentence.text.lower().startswith(CONCLUDING) or any(
        child.lower_ in ("therefore", "consequently") and child.dep_ == "advmod"
        for child in clause.verb.children
    )


def of_consequence(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """Why …? From `The metal expands, so it needs a gap`, of which the end is the main clause."""
    verb, subject = clause.verb, clause.subject
    so = next((child for child in verb.lefts if child.lower_ == "so"), None)
    cause = next((child for child in verb.lefts if child.dep_ in ("ccomp", "advcl")), None)
    named = subject_of(cause) if cause is not None else None
    if so is None or cause is None or named is None or not cause.i < so.i < subject.i:
        return
    words = subtree(cause)
    if words[0].lower_ in JOINING or ";" in sentence.text:
        return
    reason, rest = text_of(words), clause.predicate(cause, so)
    question = clause.asked("Why", cause, so)
    if subject.pos_ == "PRON":
        if not _agree(subject, named):
            return
        question = replaced(question, subject.lower_, text_of(subtree(named)))
    else:
        rest = [*subtree(subject), *rest]
    is_short = SHORTEST_REASON < len(reason.split()) <= LONGEST_ANSWER
    named_in_question = subtree(named) if subject.pos_ == "PRON" else []
    points_to_cause = subject.pos_ != "PRON" and any(token.lower_ in OBJECTS for token in rest)
    if is_short and not points_to_cause and asker.is_clear(words) and asker.is_clear(rest, named_in_question):
        yield asker.asked(sentence, "why", question, f"Because {reason}")


def _agree(pronoun: "Token", noun: "Token") -> bool:
    """Whether a pronoun may stand for a noun, by their number."""
    if pronoun.lower_ not in ("it", "they"):
        return False
    is_plural = noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)
    return (pronoun.lower_ == "they") == is_plural and noun.pos_ in ("NOUN", "PROPN")


def of_condition(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """What happens if …?"""
    for child in clause.verb.children:
        words, named = subtree(child), subject_of(child)
        is_condition = (
            child.dep_ == "advcl" and words[0].lower_ in ("if", "when") and ";" not in sentence.text
        )
        verbs = (clause.verb, *clause.auxiliaries, child, *auxiliaries(child))
        is_past = any(verb.tag_ == "VBD" for verb in verbs)
        is_vague = (
            named is None
            or named.lower_ in VAGUE_SUBJECTS
            or len(content_of(text_of(words))) < FEWEST_GIVEN
            or child.lemma_ in CONFIGURING
            or any(token.lower_ in OPEN for token in subtree(named))
        )
        if not is_condition or is_past or is_vague or not asker.is_clear(words):
            continue
        result = without(clause.words, child)
        if clause.subject.lower_ == "it" and clause.verb.lemma_ == "be" and not clause.auxiliaries:
            continue  # it is usually with the intention to buy
        if clause.subject.pos_ == "PRON" and named is not None and not _agree(clause.subject, named):
            continue
        if SHORTEST_EFFECT <= len(result) <= LONGEST_ANSWER and asker.is_clear(result, words):
            prompt = f"What happens {text_of(words)}?"
            yield asker.asked(sentence, "effect", prompt, text_of(result, first=True))


def of_use(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """What is … used to do? For `is used to`, `is designed to` and the like."""
    verb = clause.verb
    if verb.lemma_ not in SERVING or not any(child.dep_ == "auxpass" for child in verb.lefts):
        return
    purpose = next((c for c in verb.rights if c.dep_ in ("xcomp", "advcl") and is_purpose(c)), None)
    if purpose is None or negated(purpose) or purpose.lemma_ in SAYING_LITTLE:
        return
    words = subtree(purpose)
    for asked in asker.turned(sentence, clause, "use", "What", text_of(words, first=True), None, purpose):
        prompt = f"{asked.prompt.removesuffix('?')} to do?"
        if clause.predicate(purpose)[-1] == verb:  # nothing is between `used` and `to`
            yield asker.asked(sentence, "use", prompt, asked.answer, both=asked.quote != sentence.text)


def of_means(asker: Asker, sentence: Sentence, clause: Clause) -> Iterator[Asked]:
    """How …? For `by` and what is done."""
    for prep in clause.verb.rights:
        inner = next((c for c in prep.children if c.dep_ == "pcomp" and c.tag_ == "VBG"), None)
        words = subtree(prep)
        if prep.dep_ == "prep" and prep.lower_ == "by" and inner is not None and len(words) > SHORTEST_REASON:
            yield from asker.turned(sentence, clause, "how", "How", text_of(words, first=True), None, prep)
