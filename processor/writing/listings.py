"""Lists under a sentence that ends in a colon, for questions that ask which items belong to them."""

import re
from collections import defaultdict
from collections.abc import Iterator

from processor.reading.document import Block, Document, Page
from processor.writing.grammar import clause_of, is_code, tagged
from processor.writing.lists import NOUNS, Enumeration, enumeration_of, sort_of
from processor.writing.sentences import NEWS, Sentence, sentence_texts, standalone_form, stands_alone
from processor.writing.terms import DETERMINERS, FUNCTION_WORDS, Vocabulary

LONGEST_HEAD = 6  # words of an item that can be a choice
LONGEST_QUOTE = 700  # letters of the lead-in with its items
HEAD = re.compile(
    r"^(.+?)(?:(?: \(.*\)| et al)?[.,;]?(?: and| or)?$| \(|: | [-–—] |, (?:which|where|used|port|a|an|the) )"
)
COMMAND = re.compile(r"^[\w.+-]+\(\d\w?\)(?= )")
FOLLOWING = re.compile(
    r"\b(?:all |any |one |some )?(?:of )?the following\b|\bas follows\b|\bthese(?= \w+s\b)"
)
OPEN_LEAD = re.compile(  # lead-ins of lists that are not complete, or that say little
    r"\b(examples?|referred|documents?|documentations?|such as|like|for instance|e\.g|among|several|many|"
    r"some|common|recommend(?:ed)?|tips|questions?|reasons?)\b",
    re.IGNORECASE,
)


def enumerations_of(
    document: Document, sentences: list[Sentence], vocabulary: Vocabulary
) -> list[Enumeration]:
    """Every enumeration of a document, in sentences and as lists."""
    of_block: dict[int, list[str]] = defaultdict(list)
    of_subject: dict[str, list[str]] = defaultdict(list)
    for sentence in sentences:
        of_block[sentence.block].append(sentence.text)
        if clause := clause_of(sentence.text):
            of_subject[clause.subject.lower()].append(sentence.text)
    found = list(listings_of(document, vocabulary))
    for sentence in sentences:
        clause = clause_of(sentence.text)
        near = [text for block in range(-1, 2) for text in of_block.get(sentence.block + block, ())]
        near += of_subject[clause.subject.lower()] if clause else []
        if enumeration := enumeration_of(sentence, " ".join(near), vocabulary):
            found.append(enumeration)
    return found


def listings_of(document: Document, vocabulary: Vocabulary) -> Iterator[Enumeration]:
    """The lists whose lead-in says what they contain, and whose items are short enough for choices."""
    number = 0
    for page in document.pages:
        for place, block in enumerate(page.blocks):
            number += 1
            if block.kind in ("paragraph", "item") and block.text.rstrip().endswith(":"):
                found = _listing(document, page, place, block, number, vocabulary)
                if found:
                    yield found


def _listing(
    document: Document, page: Page, place: int, block: Block, number: int, vocabulary: Vocabulary
) -> Enumeration | None:
    lead = sentence_texts(block.text)[-1]
    lead_in = _lead_in(lead)
    if not lead_in or (block.headings and NEWS.match(block.headings[-1])):
        return None
    quote, items = lead, []
    for item in page.blocks[place + 1 :]:
        if item.kind != "item" or len(quote) + len(item.text) > LONGEST_QUOTE:
            break
        head = _head(item.text)
        if not head:
            break
        quote += " " + item.text
        items.append(head)
    if (
        len(items) < 3
        or len({item.lower() for item in items}) < len(items)
        or not _of_one_sort(items, vocabulary)
    ):
        return None
    sentence = Sentence(lead, page.number, page.label, block.headings, number, True, quote)
    worth = 3.6 + 0.2 * min(vocabulary.specificity(lead_in), 5)
    return Enumeration(
        sentence, tuple(items), f"{lead_in[:-1]}: _____.", "", _around(document, page, block), worth
    )


def _lead_in(lead: str) -> str:
    """The lead-in for a question with a gap, with its colon; "" if it depends on other text."""
    lead_in = standalone_form(lead)
    bare = re.sub(r"\s+", " ", FOLLOWING.sub("", lead_in)[:-1]).strip()
    bare = re.sub(r"^There are (\w+ )", r"The \1", bare) + ("" if lead_in.startswith("There are") else " ")
    if len(lead_in.split()) < 5 or OPEN_LEAD.search(bare) or bare.split()[0] == "Here":
        return ""
    return (
        re.sub(r"\bthe following\b", "these", lead_in)
        if stands_alone(f"{bare.strip()} are files and whatever more.")
        else ""
    )


def _head(text: str) -> str:
    """The beginning of an item, without its explanation; "" if it is too long for a choice."""
    if command := COMMAND.match(text):
        return command.group()
    match = HEAD.match(text)
    head = re.sub(r"^[“”\"’‘ ]+|[“”\"’‘ ]+$", "", match[1]) if match else ""
    if (
        head.endswith(":")
        or not 0 < len(head.split()) <= LONGEST_HEAD
        or not re.search(r"[A-Za-z]{2}", head)
        or head.split()[0].lower() in FUNCTION_WORDS - DETERMINERS
    ):
        return ""
    return head


def _of_one_sort(items: list[str], vocabulary: Vocabulary) -> bool:
    if sort_of(tuple(items)) in ("code", "name"):
        words = [word for item in items for word in item.split() if word not in FUNCTION_WORDS]
        return all(is_code(word) or word[:1].isupper() for word in words)
    ends = [tagged(item)[-1].tag if tagged(item) else "" for item in items]
    return all(tag in NOUNS for tag in ends) and not any(is_code(item) for item in items)


def _around(document: Document, page: Page, block: Block) -> str:
    """The text under the same heading, also on the pages before and after, with the rest of the list."""
    near = document.pages[max(0, page.number - 2) : page.number + 2]
    return " ".join(
        other.text for beside in near for other in beside.blocks if other.headings == block.headings
    )
