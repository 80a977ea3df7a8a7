"""How near a sentence is to a topic, by the stems of words in the sentence and in the headings above it."""

import re

from processor.reading.document import Page
from processor.writing.likeness import FUNCTION_WORDS, singular, stem
from processor.writing.prose import Sentence
from processor.writing.wordnet import nouns

REQUEST_WORDS = frozenset(
    "question questions quiz about chapter topic please make some generate test".split()
)
WORD = re.compile(r"[\w/.+-]{2,}")


class Topic:
    """What the questions are to be about, in a few words."""

    def __init__(self, text: str) -> None:
        self.words = [
            word for word in WORD.findall(text.lower()) if word not in FUNCTION_WORDS | REQUEST_WORDS
        ]
        self._stems = {stem(word) for word in self.words}
        self.near: str | None = None  # the noun that was taken instead

    def __bool__(self) -> bool:
        return bool(self._stems)

    def widen(self, known: set[str]) -> None:
        """Take a noun of the document instead that is near to a topic of one word, if there is one."""
        if len(self.words) != 1:
            return
        table, word = nouns(), singular(self.words[0])
        near = [lemma for lemma in known if lemma != word and table.are_siblings(word, lemma)]
        near = near or [lemma for lemma in known if lemma != word and table.are_related(word, lemma)]
        if near:
            self.near = min(near)
            self._stems = {stem(self.near)}

    def nearness(self, sentence: Sentence) -> float:
        """The share of the topic's words that occur, counted twice in headings; 0 if it is below a half."""
        own = stems_of(sentence.text)
        above = stems_of(" ".join(sentence.headings))
        found = self._stems & (own | above)
        if len(found) * 2 < len(self._stems):
            return 0.0
        return (len(self._stems & own) + 2 * len(self._stems & above)) / len(self._stems)

    def touches(self, page: Page) -> bool:
        """Whether at least half of the topic's words occur on a page or in the headings above its text."""
        text = " ".join([page.text, *(heading for block in page.blocks for heading in block.headings)])
        return 2 * len(self._stems & stems_of(text)) >= len(self._stems)


def stems_of(text: str) -> set[str]:
    """The stems of a text's words, and of the parts of those with hyphens."""
    words = WORD.findall(text.lower())
    parts = [part for word in words for part in (word.strip(".-/"), *word.split("-"))]
    return {stem(part) for part in parts if part}
