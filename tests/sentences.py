"""What sentences for people must not have: the words of programs."""

import re

QUOTED = re.compile(r"“[^”]*”|`[^`]*`|\{[^}]*\}|: \w+(, \w+)+")  # names of fields, and words to choose from
JARGON = re.compile(
    r"\[[^\]]*\]|\b(body|query|path)\.\w|\bitems\b|\b[a-z]+_[a-z_]+\b|Input should|Field required|Value error"
    r"|valid (string|integer|number|boolean|list|dictionary|UUID|email)|\btype=|\bpydantic\b"
)


def jargon_in(sentence: str) -> str | None:
    """The first words of programs in a sentence, outside quotes."""
    found = JARGON.search(QUOTED.sub("", sentence))
    return found[0] if found else None
