"""How much of a long document is parsed: less where there is much to ask, and what is asked about first."""

from pathlib import Path

from processor.quiz import GenerationRequest
from processor.reading.document import unheard
from processor.writer import SHARES, letters_for, write_quiz
from processor.writing.compose import Source
from processor.writing.prose import sentences_of
from tests.processor.conftest import document_of, source_of

CHAPTERS = [
    path.read_text("utf-8").strip().split("\n\n")
    for path in sorted((Path(__file__).parent / "chapters").glob("*.txt"))
]
# Pages on which nothing is asked
NOTICES = [
    [f"Send the form of office {page} back to us, and wait until you hear from us again."] * 9
    for page in range(160)
]


def letters_parsed(source: Source) -> int:
    return sum(len(one.text) for sentences in source.parses.values() for one in sentences)


def asked(source: Source, questions: int) -> int:
    return len(write_quiz(GenerationRequest(questions), [source], None, unheard)["questions"])


def test_of_a_document_with_much_to_ask_the_least_share_is_parsed() -> None:
    source = source_of(*CHAPTERS)

    assert asked(source, 5) == 5
    assert 0 < letters_parsed(source) <= SHARES[0] * letters_for(5)


def test_a_document_with_little_to_ask_is_parsed_as_far_as_may_be() -> None:
    source = source_of(*CHAPTERS[:1], *NOTICES)

    asked(source, 20)

    whole = sum(len(page.text) for page in source.document.pages)
    assert whole > SHARES[1] * letters_for(20)
    assert letters_parsed(source) > 0.9 * min(whole, letters_for(20))


def test_no_block_is_parsed_twice() -> None:
    source = source_of(*CHAPTERS)

    few = sentences_of(source.document, letters=10_000, kept=source.parses)
    many = sentences_of(source.document, letters=40_000, kept=source.parses)

    assert {id(one) for one in few} < {id(one) for one in many}
    assert [one.text for one in many] == [one.text for one in sentences_of(source.document, letters=40_000)]


def test_pages_that_are_wanted_are_parsed_before_others() -> None:
    document = document_of(*NOTICES, *CHAPTERS)
    wanted = [(len(NOTICES) + 1, len(NOTICES) + 2)]
    source = Source(source_of().upload_id, document, wanted)

    assert asked(source, 20) == 20
    assert asked(Source(source.upload_id, document_of(*CHAPTERS[:2])), 20) == 20
