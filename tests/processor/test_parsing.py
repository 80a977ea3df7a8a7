"""The parse of texts: the same that spaCy's own way through the pipeline gives."""

from pathlib import Path

import pytest
from spacy.tokens import Doc

from processor.writing.parsing import parsed, pipeline

CHAPTERS = Path(__file__).parent / "chapters"


@pytest.mark.parametrize("name", ["biology", "history"])
def test_a_text_is_parsed_as_by_spacy_itself(name: str) -> None:
    texts = [*(CHAPTERS / f"{name}.txt").read_text("utf-8").split("\n\n"), "", "Acids  taste sour ."]

    ours, theirs = list(parsed(texts)), list(pipeline().pipe(texts))

    assert [shown(doc) for doc in ours] == [shown(doc) for doc in theirs]


def shown(doc: Doc) -> list[tuple[object, ...]]:
    """All that the parse says of each word."""
    return [
        (
            one.text,
            one.tag_,
            one.pos_,
            one.lemma_,
            one.dep_,
            one.head.i,
            one.ent_type_,
            one.ent_iob_,
            one.is_sent_start,
        )
        for one in doc
    ]
