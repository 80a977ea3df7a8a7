"""Keeps what was found out about the sentences of a document, since several kinds of question ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from processor.writing.concepts import Concepts
    from processor.writing.prose import Sentence

Found = TypeVar("Found")


def once(function: "Callable[[Sentence, Concepts], Found]") -> "Callable[[Sentence, Concepts], Found]":
    """Call a function once for each sentence, and keep the results as long as the document's concepts."""

    @wraps(function)
    def kept(sentence: "Sentence", concepts: "Concepts") -> Any:
        key = function, sentence
        if key not in concepts.found:
            concepts.found[key] = function(sentence, concepts)
        return concepts.found[key]

    return kept
