"""How near a sentence is to a topic, by the stems of words in the sentence and in the headings above it."""

import re

from processor.reading.document import Page
from processor.writing.likeness import FUNCTION_WORDS, stem
from processor.writing.prose import Sentence

REQUEST_WORDS = frozenset(
    "question questions quiz about chapter topic please make some generate test".split()
)


class Topic:
    """What the questions are to be about, in a few words."""

    def __init__(self, text: str) -> None:
        words = re.findall(r"[\w/.+-]{2,}", text.lower())
        self._stems = {stem(word) for word in words if word not in FUNCTION_WORDS | REQUEST_WORDS}

    def __bool__(self) -> bool:
        return bool(self._stems)

    def nearness(self, sentence: Sentence) -> float:
        """The share of the topic's words that occur, counted twice in headings; 0 if it is below a half."""
        own = {stem(word) for word in re.findall(r"[\w/.+-]{2,}", sentence.text.lower())}
        above = {stem(word) for word in re.findall(r"[\w/.+-]{2,}", " ".join(sentence.headings).lower())}
        found = self._stems & (own | above)
        if len(found) * 2 < len(self._stems):
            return 0.0
        return (len(self._stems & own) + 2 * len(self._stems & above)) / len(self._stems)

    def touches(self, page: Page) -> bool:
        """Whether at least half of the topic's words occur on a page or in the headings above its text."""
        text = " ".join([page.text, *(heading for block in page.blocks for heading in block.headings)])
        own = {stem(word) for word in re.findall(r"[\w/.+-]{2,}", text.lower())}
        return 2 * len(self._stems & own) >= len(self._stems)
