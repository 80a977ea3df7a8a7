"""Statements to judge: sentences as they are, which are true, and changed sentences, which are false."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from processor.writing.distractors import Distractors, shape
from processor.writing.grammar import clause_of
from processor.writing.likeness import content_of
from processor.writing.open_questions import open_questions_of
from processor.writing.sentences import Sentence
from processor.writing.subjects import subject_is_clear
from processor.writing.terms import Vocabulary

# Replacements that make a statement false and keep it correct English; "" stands for the verb without `not`
FLIPS: tuple[tuple[str, str], ...] = (
    (r"\bmust not\b", "must"),
    (r"\bmay not\b", "may"),
    (r"\bcannot\b", "can"),
    (r"\bshould not\b", "should"),
    (r"\bis not\b", "is"),
    (r"\bare not\b", "are"),
    (r"\bdoes not (\w+)\b", ""),
    (r"\bmust\b(?! not)", "must not"),
    (r"\balways\b", "never"),
    (r"\bnever\b", "always"),
    (r"\bbefore\b(?! the \d)", "after"),
    (r"\bafter\b(?! the \d)", "before"),
    (r"\bat least\b", "at most"),
    (r"\bat most\b", "at least"),
    (r"\bmore than\b", "fewer than"),
    (r"\bless than\b", "more than"),
    (r"\bgreater than\b", "less than"),
    (r"\bmaximum\b(?! \w+able| possible)", "minimum"),
    (r"\bminimum\b(?! \w+able| possible)", "maximum"),
    (r"\benabled\b", "disabled"),
    (r"\bdisabled\b", "enabled"),
    (r"\bwithout\b", "with"),
    (r"\bmandatory\b", "optional"),
    (r"\boptional\b", "mandatory"),
    (r"\bfirst\b", "last"),
    (r"\binside\b", "outside"),
    (r"\boutside\b", "inside"),
    (r"\babsolute\b", "relative"),
    (r"\brelative\b", "absolute"),
    (r"\blower-case\b", "upper-case"),
    (r"\blowercase\b", "uppercase"),
    (r"\buppercase\b", "lowercase"),
    (r"\bprefix\b", "suffix"),
    (r"\bbeginning\b", "end"),
    (r"\bascending\b", "descending"),
    (r"\bdependent\b", "independent"),
    (r"\bindependent\b", "dependent"),
    (r"\bcase-sensitive\b", "case-insensitive"),
    (r"\binput\b", "output"),
    (r"\bstatic\b", "dynamic"),
    (r"\bdynamic\b", "static"),
    (r"\bclient\b", "server"),
    (r"\bnewest\b", "oldest"),
    (r"\blargest\b", "smallest"),
    (r"\bsmallest\b", "largest"),
    (r"\blarger\b", "smaller"),
    (r"\bincreases\b", "decreases"),
    (r"\bread-only\b", "writable"),
    (r"\bvolatile\b", "permanent"),
    (r"\bunset\b", "set"),
    (r"\bpreceded by\b", "followed by"),
    (r"\bfollowed by\b", "preceded by"),
    (r"\bprecedes\b", "follows"),
    (r"\bpublic\b", "private"),
    (r"\bprivate\b", "public"),
    (r"\bis used\b", "is never used"),
    (r"\bcan be\b", "cannot be"),
    (r"\bmay be\b", "may not be"),
    (r"\bis required\b", "is not required"),
    (r"\bis allowed\b", "is not allowed"),
    (r"\bnon-zero\b", "zero"),
)
AMBIGUOUS = re.compile(
    r"\b(or|unless|except|but|not only|if desired|should usually|either|whether)\b|\bcan also\b|\("
)
# Before `must not`, such a word makes a statement ambiguous: it may speak of none or only of some
OF_ALL = re.compile(r"\b(all|each|every|any)\b", re.IGNORECASE)
WEAK = re.compile(
    r"\b(you|your|usually|often|sometimes|generally|typically|probably|perhaps|might|many|much|very|quite|really|good|bad|"
    r"nice|important|easy|hard|useful|recommended|encouraged|best|better|great|interesting|careful|please|try|want|hope|"
    r"feel|think|only a|not only|necessary|appropriate|most|some|several|(?<=but )not only)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """A statement to judge, and the sentence that it was made from."""

    text: str
    correct: bool
    sentence: Sentence
    changed: str  # the part of the sentence that was replaced; "" for a true statement
    worth: float


def statements_of(
    sentence: Sentence, vocabulary: Vocabulary, distractors: Distractors, chance: random.Random
) -> Iterator[Statement]:
    """The sentence as a true statement and, if a change certainly makes it false, a false one."""
    clause = clause_of(sentence.text)
    conditional = (
        clause is None
        and re.match(
            r"(If|When|Once|After|Before|Although|All|Each|Every|Unless|While) (?!the \w+ "
            r"(is|are|has|does|was)\b)",
            sentence.text,
        )
        is not None
    )
    if not conditional and not (clause and subject_is_clear(clause, vocabulary)):
        return
    if re.search(r"\s-\w\b", sentence.text) and not re.search(r"\b(builtin|command)\b", sentence.text):
        return  # the sentence does not say which command has the option
    weak = len(WEAK.findall(sentence.text))
    specific = vocabulary.specificity(sentence.text)
    defines = clause is not None and re.match(r"An? .+? is (an?|the) ", sentence.text) is not None
    if weak > 1 or (specific < 1.5 and not defines) or len(content_of(sentence.text)) < 5:
        return
    worth = (
        2.0
        + 0.3 * min(specific, 6)
        - 0.8 * weak
        - 0.06 * abs(len(sentence.text.split()) - 14)
        - 0.4 * conditional
        + 0.4 * defines
    )
    worth += 0.6 * bool(
        re.search(r"\b(must|always|never|only|cannot|at least|at most|before|after)\b", sentence.text)
    )
    yield Statement(sentence.text, True, sentence, "", worth)
    if weak == 0:
        yield from _by_flip(sentence, worth)
        yield from _by_swap(sentence, vocabulary, distractors, chance, worth)


def _by_flip(sentence: Sentence, worth: float) -> Iterator[Statement]:
    text = sentence.text
    if AMBIGUOUS.search(text):
        return
    for pattern, other in FLIPS:
        found = list(re.finditer(pattern, text))
        if len(found) != 1:
            continue
        match = found[0]
        if other == "":
            other = third_person(match.group(1))
        if match.group().startswith("must") and OF_ALL.search(text[: match.start()]):
            continue
        if (
            re.match(r"(may|can) (not )?be", match.group())
            and re.match(r"\s(used|specified|set)\b", text[match.end() :]) is None
        ):
            continue
        changed = f"{text[: match.start()]}{other}{text[match.end() :]}"
        if (match.group() == "must" and " and " in text[match.end() :]) or text[match.start() :].startswith(
            "may not be able"
        ):
            continue
        plain = match.group() in ("is used", "can be", "may be", "must")
        yield Statement(changed, False, sentence, match.group(), worth + 0.3 - 0.7 * plain)
        return


def _by_swap(
    sentence: Sentence, vocabulary: Vocabulary, distractors: Distractors, chance: random.Random, worth: float
) -> Iterator[Statement]:
    for question in open_questions_of(sentence, vocabulary):
        if (
            question.form == "which"
            and re.match(r"(an?|the) ", question.predicate)
            and re.match(r"An? ", sentence.text)
        ):
            wrong = distractors.for_question(question, 1, chance)
            if wrong and not question.plural and shape(wrong[0]) == shape(question.answer):
                changed = re.sub(
                    rf"^An? {re.escape(question.answer)}", f"{article(wrong[0])} {wrong[0]}", sentence.text
                )
                if changed != sentence.text:
                    yield Statement(changed, False, sentence, question.answer, worth + 0.5)
                    return
        if question.kind in ("phrase", "word", "name") and not question.noun:
            continue
        if question.kind == "acronym" and not question.noun:
            continue
        if question.kind == "path" and sentence.text.find(question.answer) < 5:
            continue  # another directory may contain the same
        wrong = distractors.for_question(question, 1, chance)
        if wrong and sentence.text.count(question.answer) == 1:
            text = sentence.text.replace(question.answer, wrong[0])
            yield Statement(text, False, sentence, question.answer, worth + 0.4)
            return


def article(noun: str) -> str:
    """`A` or `An`, by the noun's first letter."""
    return "An" if re.match(r"[aeio]|u(?!ni|s)|[AEFHILMNORSX][A-Z]", noun) else "A"


def third_person(verb: str) -> str:
    """The third person of a verb: apply → applies."""
    if verb in ("have", "do", "be"):
        return {"have": "has", "do": "does", "be": "is"}[verb]
    if re.search(r"(s|sh|ch|x|z|o)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"
