"""Questions without distractors, from single sentences: a prompt, its answer, and the sentence.

There are four forms, which always give correct English: “Which of these is …?”, “Where is …?”, “What does …
stand for?”, and a gap.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wordfreq import zipf_frequency

from processor.writing.grammar import Clause, clause_of, is_code, tagged
from processor.writing.sentences import Sentence
from processor.writing.subjects import same_case, subject_is_clear
from processor.writing.terms import INVENTED, Term, TermKind, Vocabulary, is_name

Form = Literal["which", "where", "gap", "stands_for"]
GAP = "_____"
FEWEST_AROUND_A_GAP = 7  # words; with fewer, nobody could know what is missing
EVERYDAY = 4.2  # on the Zipf scale; more common abbreviations, such as CD, fit into too many gaps
KIND_NOUNS: dict[TermKind, str] = {
    "path": "path",
    "option": "option",
    "command": "command",
    "year": "year",
    "number": "number",
    "variable": "variable",
    "acronym": "name",
    "name": "name",
    "phrase": "term",
    "word": "term",
}
WORTH_OF_KIND: dict[TermKind, float] = {
    "path": 1.6,
    "variable": 1.5,
    "command": 1.4,
    "acronym": 0.5,
    "name": 0.7,
    "number": 0.9,
    "year": 1.0,
    "option": 0.4,
    "phrase": 0.3,
    "word": -0.5,
}
PLACED = re.compile(
    r"^(?P<subject>.+?) (?P<verb>must|should|can|may|will|is|are) (?P<be>be "
    r")?(?P<done>[a-z]+(?:ed|ound|pt|ld|ut|en)) "
    r"(?P<into>in|into|under|to|at|on)( the (?:directory|file|folder))? (?P<place>/[\w./+-]+|~/[\w./-]+)$"
)
EXPANDED = re.compile(
    r"(?P<words>(?:[A-Z][\w'-]+(?: (?:of|and|for|in|to|the) | ?[-/ ] ?)){1,6}[A-Z][\w'-]+) "
    r"\((?P<acronym>[A-Z][A-Za-z]{1,7})\)"
)
EMPTY_REST = re.compile(
    r"^(not|only|for|because|when|a violation|also|then|thus|now|the same|like|similar|as "
    r"follows|that|available|useful|possible|always the|still)\b"
)
DEFINITION = re.compile(r"(an?|the|any) [\w' -]+ (that|which|who|whose|where) ")
CHOICE_AFTER = re.compile(r"\b(or|and|,)\s*$")


@dataclass(frozen=True)
class OpenQuestion:
    """A question about one sentence, and its answer."""

    form: Form
    prompt: str  # for single_choice
    open_prompt: str  # for short_text
    answer: str
    kind: TermKind
    sentence: Sentence
    worth: float
    noun: str = ""  # the class of the answer, if the sentence names it: "package", "shell variable"
    predicate: str = ""  # what the sentence says about the answer
    plural: bool = False


def open_questions_of(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[OpenQuestion]:
    """All questions about a sentence that stands alone; the caller chooses among them."""
    clause = clause_of(sentence.text)
    if clause and subject_is_clear(clause, vocabulary):
        yield from _which(sentence, clause, vocabulary)
        yield from _where(sentence, clause)
        yield from _gaps(sentence, vocabulary, clause)
    elif clause is None and re.match(
        r"(If|When|In|For|To|Unlike|By|With|On|Once|After|Before|Although|All|Each|Every|Unless|While) ",
        sentence.text,
    ):
        yield from _gaps(sentence, vocabulary, None)


def abbreviation_questions_of(text: str, sentence: Sentence) -> Iterator[OpenQuestion]:
    """Questions that ask what the abbreviations in a sentence stand for. It need not stand alone."""
    for match in EXPANDED.finditer(text):
        words, acronym = match["words"], match["acronym"]
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", words) if word[0].isupper())
        plain = acronym.rstrip("s").upper()
        while len(initials) > len(plain):  # words before the expansion that belong to the sentence
            words = words.split(" ", 1)[-1]
            initials = initials[1:]
        if (
            initials == plain
            and len(plain) > 1
            and plain not in ("FAQ", "URL", "CD", "DVD")
            and words[0].isupper()
            and " " in words
        ):
            prompt = f"What does “{acronym}” stand for?"
            yield OpenQuestion("stands_for", prompt, prompt, words, "name", sentence, 4.2, predicate=plain)


def _which(sentence: Sentence, clause: Clause, vocabulary: Vocabulary) -> Iterator[OpenQuestion]:
    words = len(clause.rest.split())
    if not 5 <= words <= 24 or EMPTY_REST.match(clause.rest) or clause.verb in ("do", "does", "had"):
        return
    subject, noun, kind = _named(clause, vocabulary)
    if not subject or (noun and re.search(rf"\b{re.escape(noun.split()[-1])}\b", clause.rest[:25])):
        return
    defines = clause.verb in ("is", "are") and re.match(r"(an?|the|any|one of) ", clause.rest) is not None
    if not noun and not defines and kind in ("phrase", "word") and clause.verb not in SPECIFIC_VERBS:
        return
    if kind == "word" and not defines and not noun:
        return
    if not noun and (
        words < 6 or (not DEFINITION.match(clause.rest) and vocabulary.specificity(clause.rest) < 1.2)
    ):
        return
    if kind == "path" and clause.verb == "contains":
        return  # another directory may contain the same
    if clause.verb in VAGUE_VERBS or SECOND_CLAUSE.search(clause.rest) or VAGUE_PRAISE.search(clause.rest):
        return
    predicate = f"{clause.verb} {clause.rest}"
    prompt = f"Which {noun} {predicate}?" if noun else f"Which of these {predicate}?"
    open_prompt = f"Which {noun} {predicate}?" if noun else f"What {predicate}?"
    worth = 2.6 + 1.2 * defines + 0.9 * bool(noun) + 0.5 * (kind not in ("phrase", "word"))
    worth += 0.25 * min(vocabulary.specificity(clause.rest), 5)
    yield OpenQuestion(
        "which", prompt, open_prompt, subject, kind, sentence, worth, noun, clause.rest, clause.plural
    )


VAGUE_VERBS = frozenset(
    "says has wants likes happens depends looks seems comes goes does did had have".split()
)
# A second clause, which says nothing about the subject
SECOND_CLAUSE = re.compile(
    r"\b(and|but|so|while|whereas) (it|they|\w+( \w+){0,2}) "
    r"(is|are|was|contains|may|must|should|can|will|has)\b"
    r"|^(?:(?!\b(?:that|which|who|whose|if|when|where|as|because|while|and)\b).)*\b(is|are) (a|an|the)\b"
)
VAGUE_PRAISE = re.compile(
    r"\b(very|really|quite|powerful|useful|nice|good|great|easy|important|best|better|interesting)\b"
)
# Verbs after which a sentence says what is special about its subject
SPECIFIC_VERBS = frozenset(
    "consists denotes describes specifies means refers represents determines defines provides contains gives "
    "holds controls comprises displays performs".split()
)


def _named(clause: Clause, vocabulary: Vocabulary) -> tuple[str, str, TermKind]:
    """The subject of a clause as an answer, its class if the clause names it, and its kind."""
    words = clause.subject.split()
    if clause.determiner == "The" and len(words) in (2, 3) and vocabulary.is_identifier(words[0]):
        noun = " ".join(words[1:])
        if vocabulary.is_subject(words[0]):
            return "", "", "word"
        if (
            all(word.islower() and word.isalpha() for word in words[1:])
            and vocabulary.is_class(noun)
            and not clause.plural
        ):
            return words[0], noun, vocabulary.kind_of(words[0])
    if " of " in clause.subject or len(words) > 4:
        return "", "", "phrase"
    if words[0] == "term" and len(words) > 1:
        return " ".join(words[1:]), "term", "phrase"
    subject = same_case(clause.subject, clause.determiner, vocabulary)
    may_be_a_word = (
        len(words) == 1 and not clause.determiner and subject[:1].isupper() and not is_code(subject)
    )
    if may_be_a_word and subject not in vocabulary.entries:
        return "", "", "word"  # perhaps it has a capital only because it is the first word
    if re.search(r"[’']s?(\s|$)", subject):
        return "", "", "word"
    if len(set(words[0])) == 1 or words[0].lower() in ("foo", "bar", "optional", "such"):
        return "", "", "word"
    return subject, "", vocabulary.kind_of(subject)


def _where(sentence: Sentence, clause: Clause) -> Iterator[OpenQuestion]:
    match = PLACED.match(sentence.text[:-1])
    if not match or bool(match["be"]) == (match["verb"] in ("is", "are")) or match["subject"].count(" ") > 12:
        return
    if "," in match["subject"] or match["place"] in match["subject"]:
        return
    subject = (
        match["subject"][0].lower() + match["subject"][1:]
        if _may_lower(match["subject"])
        else match["subject"]
    )
    to = " to" if match["into"] == "to" and match["done"] != "written" else ""
    prompt = f"Where {match['verb']} {subject} {match['be'] or ''}{match['done']}{to}?"
    yield OpenQuestion("where", prompt, prompt, match["place"], "path", sentence, 4.4, predicate=subject)


def _may_lower(text: str) -> bool:
    first = text.split()[0]
    return not is_code(first) and (
        first in ("The", "A", "An") or (len(text.split()) > 1 and not is_name(text.split()[1]))
    )


def _gaps(sentence: Sentence, vocabulary: Vocabulary, clause: Clause | None) -> Iterator[OpenQuestion]:
    text = sentence.text
    for term in vocabulary.terms_in(sentence):
        if len(f"{text[: term.start]}{text[term.end :]}".split()) < FEWEST_AROUND_A_GAP:
            continue
        if not _gap_is_fair(text, term) or vocabulary.is_subject(term.text) or INVENTED.search(term.text):
            continue
        if term.kind in ("phrase", "word") and not _is_named_or_defined(text, term, clause):
            continue
        if term.kind == "option" and not any(
            other.kind in ("command", "variable") for other in vocabulary.terms_in(sentence)
        ):
            continue
        if term.kind == "number" and not _is_a_quantity(text, term):
            continue
        before = text[: term.start]
        before = re.sub(r"\b([Aa])n? $", r"\1(n) ", before)
        gapped = f"{before}{GAP}{text[term.end :]}"
        prompt = f"Which {KIND_NOUNS[term.kind]} completes the sentence? “{gapped}”"
        rest = text[: term.start] + text[term.end :]
        worth = (
            1.9
            + WORTH_OF_KIND[term.kind]
            + 0.25 * min(vocabulary.specificity(rest), 5)
            - 0.4 * (clause is None)
        )
        worth -= 0.8 * (term.start < 5)
        worth -= 0.04 * abs(len(text.split()) - 15)
        yield OpenQuestion("gap", prompt, prompt, term.text, term.kind, sentence, worth, predicate=rest)


def _gap_is_fair(text: str, term: Term) -> bool:
    """Whether the gap has one right answer: not if it is part of a name, beside a bracket, or in a list."""
    before, after = text[: term.start], text[term.end :]
    if (
        text.count(term.text) > 1
        or re.search(r"[\w/-]$", before)
        or re.match(r"[\w/([“‘'’-]", after)
        or after.startswith(" (")
    ):
        return False
    if CHOICE_AFTER.search(before) or re.match(r"\s?(,|/|\bor\b|\band\b)", after):
        return False  # one of several, so there is more than one right answer
    if term.kind == "name" and re.fullmatch(r"[A-Z][a-z]+ing", term.text):
        return False  # the first word of a heading that the sentence refers to
    if term.kind == "acronym" and zipf_frequency(term.text, "en") > EVERYDAY:
        return False
    if term.kind in ("name", "acronym") and (
        re.search(r"[A-Z]\S*\s$|[’'-]\S*\s$", before) or re.match(r"\s[A-Z]", after)
    ):
        return False  # part of a longer name
    return not before.rstrip().endswith(("“", "”", "(", "’", "‘", '"', "'", " version", " Version"))


def _is_named_or_defined(text: str, term: Term, clause: Clause | None) -> bool:
    """Whether the sentence introduces a common term as what something is called, or as what it means."""
    called = re.search(
        r"\b(called|termed|known as|referred to as|named|denoted by|means|defined as)( an?| the)? $",
        text[: term.start],
    )
    return clause is not None and called is not None


def _is_a_quantity(text: str, term: Term) -> bool:
    """Whether a number says how many, how long or where, and is not that of a version or a chapter."""
    words = tagged(text)
    index = next((i for i, word in enumerate(words) if word.start == term.start), None)
    if index is None or index + 1 >= len(words):
        return False
    before, after = (words[index - 1].text.lower() if index else ""), words[index + 1]
    if before in ("the", "these", "those", "add"):
        return False  # a number that was mentioned before, or one of several that are added up
    if before in (
        "version",
        "release",
        "chapter",
        "section",
        "page",
        "part",
        "step",
        "number",
        "debian",
        "rfc",
        "level",
    ) or term.text in ("0", "1"):
        return before in ("port", "mode", "status") and term.text not in ("0", "1")
    if "." in term.text and after.tag == "NN":
        return False
    unit = (
        after.tag in ("NNS", "NN") and after.text.isalpha() and after.text.islower() and len(after.text) > 1
    )
    return unit or (
        before in ("port", "than", "mode", "exceed", "least", "most") and words[index + 1].text in (".", ",")
    )
