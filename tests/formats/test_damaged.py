"""A damaged file of any format is read or refused with a sentence."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import FORMATS, File
from app.formats.import_routes import read_file
from app.http.problems import Problem
from tests.formats.test_qti import DRAFTS

BOTH = [name for name, listed in FORMATS.items() if listed.read and listed.write]


def written(name: str) -> bytes:
    write = FORMATS[name].write
    assert write is not None
    return write({"quiz": {"title": "A quiz"}, "questions": DRAFTS}, True)


def damaged(data: bytes, places: list[tuple[float, int]]) -> bytes:
    changed = bytearray(data)
    for place, byte in places:
        if changed:
            changed[int(place * (len(changed) - 1))] = byte
    return bytes(changed)


def damaged_within(data: bytes, places: list[tuple[float, int]]) -> bytes:
    """The archive with the same damage in each of its members."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(made, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, damaged(whole.read(name), places))
    return made.getvalue()


bytes_at = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=5)


@pytest.mark.parametrize("name", BOTH)
@settings(deadline=None, max_examples=40)
@given(bytes_at, st.booleans())
def test_a_damaged_file_is_read_or_refused_with_a_sentence(name, places, within):
    data = written(name)
    is_archive = data.startswith(b"PK")
    broken = damaged_within(data, places) if within and is_archive else damaged(data, places)
    for format in (None, name):
        try:
            reading = read_file(File(broken), format)
        except Problem:
            continue
        assert reading.questions or reading.problems
