"""What is asked of several sentences together: steps and events in order, and terms with their meanings."""

from processor.checks import fault_of
from processor.draft import RoughDraft
from processor.quiz import GenerationRequest, choose
from processor.writing.compose import candidates_of
from tests.processor.conftest import source_of

STEPS = (
    "First, the clerk copies the letter into the book. Then, the clerk folds the paper into three parts. "
    "Finally, the messenger carries the paper to the harbour."
)
EVENTS = (
    "In 1804, Richard Trevithick built the first locomotive. George Stephenson opened a railway in 1825. "
    "Engineers had doubted him. In 1863, London opened the first railway under the ground."
)
TERMS = [
    "A cache is a small memory that keeps copies of data near a processor.",
    "A router is a device that sends packets between networks.",
    "A compiler is a program that turns source code into instructions.",
]


def drafts(*paragraphs: str, kind: str) -> list[RoughDraft]:
    source = source_of(["# Letters", *paragraphs])
    found = choose(GenerationRequest(3, (kind,)), [source], list(candidates_of(source, None, {kind})))  # type: ignore[arg-type]
    assert [fault_of(draft, source) for draft in found.drafts] == [None] * len(found.drafts)
    return found.drafts


def test_steps_are_put_in_the_order_in_which_the_page_counts_them() -> None:
    (draft,) = drafts(STEPS, kind="ordering")
    assert draft.right == [
        "The clerk copies the letter into the book",
        "The clerk folds the paper into three parts",
        "The messenger carries the paper to the harbour",
    ]
    assert draft.citation.sentence == STEPS
    assert "Letters" in draft.prompt


def test_events_are_put_in_the_order_of_their_years_which_are_not_shown() -> None:
    (draft,) = drafts(EVENTS, kind="ordering")
    assert draft.right[0].startswith("Richard Trevithick built")
    assert draft.right[-1].startswith("London opened")
    assert not any(letter.isdigit() for text in draft.right for letter in text)


def test_terms_of_a_page_are_matched_with_what_they_mean() -> None:
    (draft,) = drafts(*TERMS, kind="matching")
    assert draft.as_json()["pairs"][0] == {
        "text": "Cache",
        "match": "A small memory that keeps copies of data near a processor",
    }


def test_a_passage_that_is_asked_as_a_whole_is_not_asked_again() -> None:
    source = source_of(["# Letters", *TERMS])
    found = choose(
        GenerationRequest(9), [source], list(candidates_of(source, None, {"matching", "short_text"}))
    )
    assert len([draft for draft in found.drafts if draft.kind == "matching"]) <= 1
    blocks = [draft.citation.sentence for draft in found.drafts]
    assert len(blocks) == len(set(blocks))
