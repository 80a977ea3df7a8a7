"""Which names of a document are those of people: spaCy's labels, checked by what is said of them."""

from collections.abc import Sequence

from processor.writing.concept import PEOPLE, Concept, is_whole_name, is_word
from processor.writing.likeness import singular

FEWEST_NAMED = 3  # times, from which a single word may be a name without a whole one
FEWEST_OF_PEOPLE = 2  # times, in a document about people
FEWEST_PRONOUNS = 3  # `he` or `she` in a document, from which whole names in it are those of people
TITLES = frozenset("Sir Lord Lady King Queen Prince Princess General President Pope Saint Dr. Mr.".split())
ACTS = (
    "write say marry argue believe study teach invent discover paint travel move return ask publish win "
    "defeat die found lead serve describe propose design build compose speak think report claim suggest "
    "become join live work command fight rule conquer declare order sail fly land visit leave arrive meet "
    "tell call overthrow capture seek try hold succeed establish unite create develop introduce observe "
    "show prove refuse resign testify admit vote sign nominate accuse deny confess warn request demand "
    "convince persuade order hire name promise attempt decide choose veto contend assert insist mock "
    "advocate champion praise criticize"
)
SUFFERED = "bear appoint elect invite kill crown exile arrest convict assassinate execute nominate name"
# What people do and what is done to them, as roles with verbs
DEEDS_OF_PEOPLE = frozenset(
    [f"nsubj {verb}" for verb in ACTS.split()] + [f"nsubjpass {verb}" for verb in SUFFERED.split()]
)


def settle_people(concepts: Sequence[Concept], common: set[str], pronouns: int) -> frozenset[str]:
    """Take labels from words that are no names, and give that of a person to all names of people.

    `common`: nouns that stand in small letters as well, which lose any label. `pronouns`: how often the
    document has `he` or `she`. A name keeps the label of a person if a sentence treats it as one, or if it is
    a whole name in a document about people. Single words get it from whole names that end in them, and lose
    it if they are usual or rare. Returns the last names.
    """
    for one in concepts:
        if " " not in one.text and one.head in common:
            one.label = ""
    people = [one for one in concepts if one.label in PEOPLE]
    acting = {one.text for one in people if _acts_as_person(one, people)}
    whole = {one for one in people if is_whole_name(one)}
    is_of_people = bool(whole) and pronouns >= FEWEST_PRONOUNS
    fewest = FEWEST_OF_PEOPLE if is_of_people else FEWEST_NAMED
    for one in people:
        is_likely = is_of_people and (one in whole or not is_word(singular(one.head)))
        if one.text not in acting and not is_likely:
            one.label = ""
    last = {one.text.split()[-1] for one in whole if one.label}
    for one in concepts:
        if " " in one.text or not one.proper or one.plural:
            continue
        if one.text in last:
            one.label = "PERSON"
        elif one.label in PEOPLE and (is_word(singular(one.head)) or one.count < fewest):
            one.label = ""
    return frozenset(last)


def _acts_as_person(concept: Concept, people: list[Concept]) -> bool:
    """Whether a sentence says of a name what people do, or it begins with a title."""
    first, last = concept.text.split()[0], concept.text.split()[-1]
    named = (one for one in people if last in one.text.split())
    return first in TITLES or any(use in DEEDS_OF_PEOPLE for one in named for use in one.uses)
