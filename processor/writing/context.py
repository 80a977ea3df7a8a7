"""Whether words can be understood without the text around them, and what a first pronoun stands for."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from processor.writing.concept import ABSTRACT, GENERIC, ONE_OF_MANY, POINTING_NOUNS, RELATIVE, is_rare_term
from processor.writing.concepts import Concepts
from processor.writing.phrasing import capital, ends_whole, text_of, without
from processor.writing.prose import POINTING, Sentence, subject_of, subtree
from processor.writing.wordnet import nouns

if TYPE_CHECKING:
    from spacy.tokens import Token

    from processor.writing.phrasing import Clause

POINTERS = frozenset("this that these those such another here there then".split())
SINGULAR = frozenset("it its itself".split())
PLURAL = frozenset("they them their theirs themselves".split())
PERSONAL = frozenset("he him his himself she her hers herself".split())
# Things of which there is one, so that `the` needs nothing before it
UNIQUE = frozenset(
    "sun moon earth sea sky ground air world universe equator atmosphere environment economy "
    "government state public military globe truth marketplace media "
    "body brain heart blood nucleus ocean climate weather past future north south east west land "
    "human police church "
    "army law internet web market king queen".split()
) - {"king", "queen"}
MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
FARTHEST_PERSON = 2  # sentences before
BODY = 8  # WordNet's parts of bodies
FURTHER = frozenset({"other", "further", "additional"})  # than what was named before
POINTING_BACK = frozenset(
    "resulting previous former latter following preceding remaining same above next corresponding".split()
)
DIRECTIONS = frozenset("north south east west southwest southeast northwest northeast".split())
BARE = frozenset({"nsubj", "nsubjpass", "dobj"})  # roles in which a noun that can be counted has an article
NAMES_AND_DATES = frozenset({"PERSON", "DATE", "TIME"})  # for which `it` does not stand
NARROWING = frozenset({"relcl", "acl", "prep"})  # what says after a word which one is meant
ALONE = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})  # roles that an adjective has in place of a noun
LONGEST_ANTECEDENT = 6  # words


def is_bound(words: Sequence["Token"], concepts: Concepts, known: Sequence["Token"] = ()) -> bool:
    """Whether nothing in these words refers to something outside of them and of the known words."""
    if POINTING.search(text_of(list(words))):
        return False
    return all(_is_bound(token, words, known, concepts) for token in words)


def _is_bound(token: "Token", words: Sequence["Token"], known: Sequence["Token"], concepts: Concepts) -> bool:
    lower = token.lower_
    if token.ent_type_ == "PERSON" and token.ent_iob_ == "B" and not _is_whole_name(token, concepts):
        return False
    if token.ent_type_ == "DATE" and token.lower_ in MONTHS and not _has_year(token):
        return False
    if lower == "another" and token.dep_ == "det" and _is_named_before(token.head, words):
        return True  # a court hears cases on appeal from another court
    if lower in ("that", "those") and token.pos_ == "PRON" and any(c.dep_ in NARROWING for c in token.rights):
        return True  # those who vote
    if lower in POINTERS and token.dep_ not in ("mark", "expl") and token.tag_ not in ("WDT", "IN", "EX"):
        return lower == "such" and token.nbor(1).lower_ == "as" if token.i + 1 < len(token.doc) else False
    is_alone = token.pos_ in ("PRON", "NOUN") or (lower == "other" and token.dep_ in ALONE)
    if lower == "others" and token.dep_ == "pobj":
        return True  # the welfare of others
    if lower in ("both", "either", "neither", "each", "other", "others", "one", "ones") and is_alone:
        return any(child.dep_ == "prep" for child in token.children)
    if lower in ("also", "too", "even", "instead", "again") and token.pos_ == "ADV":
        return lower == "even"
    if lower in SINGULAR:
        return (
            token.dep_ == "expl" or _is_weather(token) or _has_antecedent(token, words, known, plural=False)
        )
    if lower in PLURAL:
        return _has_antecedent(token, words, known, plural=True)
    if lower in PERSONAL:
        return any(
            names_person(other, concepts) or other.lower_ in ("he", "she")
            for other in (*known, *words)
            if other.i < token.i or other in known or other.dep_ in ("nsubj", "nsubjpass")
        )
    if lower in ("we", "you"):
        return token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ in ("relcl", "advcl", "ccomp")
    if lower in FURTHER and token.dep_ == "amod" and token.head.dep_ in ("nsubj", "nsubjpass"):
        return any(child.dep_ in ("prep", "relcl", "acl") for child in token.head.rights)
    if lower == "the" and token.dep_ == "det":
        return _is_clear(token.head, words, concepts)
    return not _lacks_article(token, concepts)


def names_person(token: "Token", concepts: Concepts) -> bool:
    """Whether a word is part of the name of a person."""
    return token.ent_type_ == "PERSON" or (token.pos_ == "PROPN" and token.text in concepts.people)


def person_before(sentence: Sentence, concepts: Concepts, farthest: int = FARTHEST_PERSON) -> list["Token"]:
    """The words of the one person that `he` or `she` may stand for: the subject of a sentence shortly before.

    Nothing if the sentence names somebody itself, or if others are named after that subject.
    """
    if any(names_person(token, concepts) for token in sentence.span):
        return []
    before = sentence.before
    for _ in range(farthest):
        if before is None:
            return []
        subject = subject_of(before.root)
        people = {token.text for token in before.span if names_person(token, concepts) and _ends_name(token)}
        if subject is not None and names_person(subject, concepts):
            words = [token for token in subtree(subject) if token.ent_type_ == "PERSON" or token == subject]
            is_one = not any(child.dep_ == "conj" for child in subject.children)
            return words if is_one and len(people) <= 2 else []
        if people or (subject is not None and subject.lower_ not in ("he", "she")):
            return []
        before = before.before
    return []


def _ends_name(token: "Token") -> bool:
    return token.i + 1 == len(token.doc) or token.nbor(1).ent_iob_ != "I"


def _lacks_article(token: "Token", concepts: Concepts) -> bool:
    """Whether a noun stands for a value, as in manuals: if command is supplied."""
    is_bare = token.tag_ == "NN" and token.dep_ in BARE and token.left_edge == token
    if nouns().sort(token.lemma_.lower()) in ABSTRACT and not concepts.is_mostly_counted(
        token.lemma_.lower()
    ):
        return False  # society, technology
    is_joined = any(child.dep_ in ("conj", "prep") for child in token.rights) or token.ent_type_
    return is_bare and not is_joined and token.text.islower() and concepts.is_counted(token.lemma_.lower())


def _is_whole_name(token: "Token", concepts: Concepts) -> bool:
    """Whether a name has two words, or is that of somebody who is named often."""
    following = token.i + 1 < len(token.doc) and token.nbor(1).ent_iob_ == "I"
    is_known = concepts.lemmas[token.lemma_.lower()] >= 3 or token.text in concepts.last_names
    return following or is_known or token.tag_ in ("NNS", "NNPS")


def _has_year(token: "Token") -> bool:
    """Whether the date of a month has its year."""
    near = token.doc[max(0, token.i - 3) : token.i + 5]
    return any(other.text.isdigit() and len(other.text) == 4 for other in near)


def _is_weather(token: "Token") -> bool:
    """Whether `it` stands for a clause: it is clear that water freezes."""
    return any(child.dep_ in ("ccomp", "xcomp", "csubj") for child in token.head.children) and (
        token.head.lemma_ == "be" and token.dep_ == "nsubj"
    )


def _has_antecedent(token: "Token", words: Sequence["Token"], known: Sequence["Token"], plural: bool) -> bool:
    tags = ("NNS", "NNPS") if plural else ("NN", "NNP")
    if any(other.lower_ == ("they" if plural else "it") for other in known):
        return True  # it lost its moon, where it is clear what that is
    own = {child for child in token.head.children if child.dep_ in ("nsubj", "nsubjpass")}
    if token.dep_ != "dobj":
        own = set()  # the equator divides it: not itself
    own |= {one.head for one in token.ancestors if one.dep_ == "relcl"}  # the points where they meet
    own |= set(token.ancestors)  # the rest of its exports
    nouns = [o for o in words if o.i < token.i and o.tag_ in tags and o.dep_ != "compound" and o not in own]
    nouns = [
        o
        for o in (*nouns, *(o for o in known if o.tag_ in tags and o not in own))
        if o.ent_type_ not in NAMES_AND_DATES
    ]
    before = [o for o in words if o.i < token.i]
    joined = plural and any(
        child.dep_ == "conj" for o in (*before, *known) for child in o.children if o.pos_ in ("NOUN", "PROPN")
    )
    return bool(nouns) or joined


def _is_named_before(noun: "Token", words: Sequence["Token"]) -> bool:
    return any(other.i < noun.i and other.lemma_.lower() == noun.lemma_.lower() for other in words)


def _is_clear(noun: "Token", words: Sequence["Token"], concepts: Concepts) -> bool:
    """Whether a noun after `the` is clear, if only to somebody who knows what the chapter is about."""
    return _is_clear_alone(noun, words, concepts) or _is_clear_in_topic(noun, concepts)


def _is_clear_in_topic(noun: "Token", concepts: Concepts) -> bool:
    """Whether the chapter is about the one thing that a noun after `the` means: the appellant, of a law.

    A noun that its paragraph named with an indefinite article before means that one, whatever it was.
    """
    lemma, modifiers = noun.lemma_.lower(), [child for child in noun.lefts if child.dep_ != "det"]
    if noun.pos_ != "NOUN" or not concepts.has_topic or lemma in GENERIC:
        return False
    if any(child.lower_ in POINTING_BACK | RELATIVE or child.dep_ == "nummod" for child in modifiers):
        return False
    if modifiers or concepts.is_kind_of_topic(lemma):
        return True
    return concepts.is_of_topic(lemma) and not any(
        other.lemma_.lower() == lemma and other.left_edge.lower_ in ONE_OF_MANY
        for other in noun.doc[: noun.sent.start]
    )


def leaning_in(sentence: Sentence, concepts: Concepts) -> list[str]:
    """The nouns with `the` that are clear only to somebody who knows what the chapter is about."""
    words = list(sentence.span)
    return [
        text_of([token for token in word.head.subtree if word.i <= token.i <= word.head.i]).lower()
        for word in words
        if word.lower_ == "the" and word.dep_ == "det" and not _is_clear_alone(word.head, words, concepts)
    ]


def _is_clear_alone(noun: "Token", words: Sequence["Token"], concepts: Concepts) -> bool:
    """Whether a noun after `the` is clear: it has a complement, is unique, or the chapter is about it."""
    lemma = noun.lemma_.lower()
    if noun.pos_ == "PROPN" or noun.ent_type_:
        return True
    modifiers = [child for child in noun.children if child.dep_ in ("amod", "compound", "poss", "nummod")]
    if any(child.lower_ in POINTING_BACK for child in modifiers):
        return False
    if any(child.lower_ in RELATIVE and child.lower_ not in ("first", "main", "most") for child in modifiers):
        return any(child.dep_ in ("prep", "relcl", "acl") for child in noun.rights)
    if any(child.dep_ in ("prep", "relcl", "acl", "ccomp") for child in noun.rights if child in words):
        return True
    if any(child.tag_ in ("JJS", "RBS") or child.lower_ == "first" for child in modifiers):
        return True
    if lemma in DIRECTIONS:
        return False  # to the south, of what is not said
    if lemma in UNIQUE or noun.pos_ not in ("NOUN",):
        return True
    if nouns().sort(lemma) == BODY and nouns().sorts(lemma) == {BODY} and lemma not in POINTING_NOUNS:
        return True  # the lungs
    if _is_named_before(noun, words) or is_rare_term(lemma):
        return True  # the compluvium
    if modifiers:
        name = text_of([token for token in noun.subtree if noun.left_edge.i < token.i <= noun.i]).lower()
        return lemma not in GENERIC and (not concepts.has_topic or nouns().sort(name) is not None)
    is_one = lemma not in POINTING_NOUNS and not concepts.is_one_of_many(lemma)
    return is_one and concepts.is_known(lemma)


def antecedent_of(sentence: Sentence, concepts: Concepts) -> str | None:
    """What `it`, `they`, `he` or `she` as the subject of a sentence stands for, if that is clear.

    Only the subject of the sentence before is taken, and only if it agrees and is itself clear. If that is
    the same pronoun, it stands for the same.
    """
    before, subject = sentence.before, subject_of(sentence.root)
    if (
        before is None
        or subject is None
        or not before.askable
        or subject.lower_ not in ("it", "they", "he", "she")
    ):
        return None
    if subject.i - sentence.span.start > 8:
        return None
    named = subject_of(before.root)
    if named is not None and named.lower_ == subject.lower_:
        return antecedent_of(before, concepts)
    if named is None or named.pos_ not in ("NOUN", "PROPN"):
        return None
    person = named.ent_type_ == "PERSON"
    plural = named.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in named.children)
    if (subject.lower_ in ("he", "she")) != person or (subject.lower_ == "they") != (plural and not person):
        return None
    rivals = [
        token for token in before.span
        if token.dep_ in ("dobj", "attr", "pobj", "nsubj", "nsubjpass") and token is not named
        and (token.tag_ in ("NNS", "NNPS")) == plural and token.dep_ in ("dobj", "nsubj", "nsubjpass")
    ]  # fmt: skip
    if rivals and not person and named.i > before.root.i:
        return None
    clauses = [child for child in named.children if child.dep_ in ("relcl", "appos", "acl")]
    words = without(subtree(named), *clauses)
    if len(words) > LONGEST_ANTECEDENT or not is_bound(words, concepts):
        return None
    return text_of(words)


def lacks_standard(words: Sequence["Token"]) -> bool:
    """Whether a comparison in these words has no standard: the number is far lower, than what is not said."""
    return any(
        word.tag_ in ("JJR", "RBR")
        and word.dep_ in ("acomp", "advmod")
        and word.nbor(-1).lower_ != "the"
        and not any(other.lower_ == "than" and other.i > word.i for other in words)
        for word in words
    )


def alone(sentence: Sentence, clause: "Clause", concepts: Concepts) -> tuple[str, bool] | None:
    """A clause as a sentence that can be understood alone, and whether it needs the one before as evidence.

    A pronoun as its subject is replaced by what it stands for. None if it can't be understood alone.
    """
    words, subject = clause.words, clause.subject
    if not ends_whole(words) or clause.begins_with_clause() or lacks_standard(words):
        return None
    text = text_of(words)
    if subject.pos_ in ("NOUN", "PROPN") and is_bound(words, concepts):
        return capital(text) + ".", False
    if (resolved := _with_person(sentence, words, concepts)) is not None:
        return capital(resolved) + ".", True
    if subject.pos_ in ("NOUN", "PROPN"):
        return None
    name = antecedent_of(sentence, concepts) if subject.pos_ == "PRON" else None
    rest = without(words, subject)
    if name is None or not is_bound(rest, concepts, [subject]):
        return None
    return capital(replaced(text, subject.lower_, name)) + ".", True


def _with_person(sentence: Sentence, words: list["Token"], concepts: Concepts) -> str | None:
    """The words of a sentence with a name in place of its first `he`, `his` or `she`, if that is clear."""
    pronoun = next((token for token in words if token.lower_ in PERSONAL), None)
    person = person_before(sentence, concepts) if pronoun is not None else []
    if pronoun is None or not person or pronoun.lower_ in ("himself", "herself"):
        return None
    if not is_bound([token for token in words if token != pronoun], concepts, person):
        return None
    name = text_of(person)
    return replaced(text_of(words), pronoun.lower_, f"{name}’s" if pronoun.tag_ == "PRP$" else name)


def replaced(question: str, pronoun: str, name: str) -> str:
    """A question in which the pronoun of the subject is replaced by what it stands for."""
    return re.sub(rf"\b{pronoun}\b", lambda _: name, question, count=1, flags=re.IGNORECASE)
