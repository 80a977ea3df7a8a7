"""The subject of a sentence, and whether a reader who has only that sentence knows what it is."""

import re

from wordfreq import zipf_frequency

from processor.writing.grammar import Clause, is_code
from processor.writing.terms import VAGUE, Vocabulary, is_name

# First words of subjects that refer to something mentioned before
REFERRING_WORDS = frozenset(
    "single one same other corresponding new second normal following resulting given original produced "
    "required related relevant actual necessary appropriate remaining subsequent final whole entire "
    "previous next rest above current last first preferred usual such optional null empty sample these "
    "those 1st 2nd 3rd your my our only main value default current specified general common idea use "
    "number result purpose goal recommendation reason absence lots people users someone exception initial "
    "basic additional various".split()
)
REFERRING_LAST_WORDS = VAGUE | frozenset(
    "status terms goal term sequence string field option argument".split()
)


def subject_is_clear(clause: Clause, vocabulary: Vocabulary) -> bool:
    """Whether the subject of a clause is clear without the text before it."""
    words = clause.subject.split()
    first, last = words[0].lower(), words[-1].lower()
    if first in REFERRING_WORDS or (len(words) == 1 and (first in VAGUE or first == "you")):
        return False
    if vocabulary.is_subject(clause.subject) and len(words) == 1:
        return False
    if re.search(r"[“”‘’\"]|--", clause.subject) and "’s" not in clause.subject:
        return False
    if last in VAGUE and clause.rest.startswith(("available", "provided", "found", "given", "kept")):
        return False
    if " of " in clause.subject:
        return last not in VAGUE and clause.determiner == "The"
    if clause.determiner == "The" and len(words) == 1 and not (is_code(words[0]) or is_name(words[0])):
        return zipf_frequency(words[0], "en") < 3.4 and not words[0].endswith("s")
    if clause.determiner == "The" and len(words) == 2 and last in REFERRING_LAST_WORDS:
        return vocabulary.is_identifier(words[0])
    return True


def same_case(subject: str, determiner: str, vocabulary: Vocabulary) -> str:
    """A subject as it would stand in the middle of a sentence."""
    first, _, rest = subject.partition(" ")
    if determiner or is_code(first) or not first[:1].isupper():
        return subject
    lowered = f"{first.lower()} {rest}".strip()
    if vocabulary.knows_lower(first.lower()) and not (
        rest[:1].isupper() and not vocabulary.knows_lower(rest.lower())
    ):
        return lowered
    return subject
