"""Every sentence of an error is for people: docs/errors.md has all, read from the code that raises them."""

from collections.abc import Iterator

import pytest

from app.cli.docs import errors
from tests.sentences import jargon_in


def sentences() -> Iterator[str]:
    """The rows of docs/errors.md: in each, all but the sentence is in backquotes or a number."""
    return (line for line in errors.page().splitlines() if line.startswith("| `"))


def test_no_sentence_of_an_error_has_the_words_of_programs() -> None:
    found = {sentence: words for sentence in sentences() if (words := jargon_in(sentence))}
    assert len([*sentences()]) > 300
    assert not found


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("body.draft.title is missing.", "body.d"),
        ("questions[0].choices[0].text is missing.", "[0]"),
        ("time_limit_ms must be a whole number.", "time_limit_ms"),
        ("It should have at least 8 items.", "items"),
        ("Input should be a valid string", "Input should"),
        ("Question 1, choice 1: “media_url” must be a web address, such as “[[1]]”.", None),
    ],
)
def test_words_of_programs_are_found(sentence: str, words: str | None) -> None:
    assert jargon_in(sentence) == words
