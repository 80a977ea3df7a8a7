"""Which format a file is in, as its bytes show, and reading it."""

from pathlib import Path

import pytest

from app.formats import FORMATS, File, detect
from app.formats.import_routes import read_file
from app.http.problems import Problem

SAMPLES = Path(__file__).parent / "samples"
GIFT = "::One::\nIs it? {T}"
AIKEN = "What is it?\nA. this\nB) that\n\nANSWER: A"
TEXTS = {
    "gift": GIFT,
    "aiken": AIKEN,
    "json": '[{"kind": "true_false", "prompt": "Is it {so}?", "correct": true}]',
}
DISGUISES = ["", "x", "x.txt", "x.gift", "x.json", "x.pdf", "x.xlsx", None]


@pytest.mark.parametrize("name", DISGUISES)
@pytest.mark.parametrize("format", TEXTS)
def test_the_bytes_decide_whatever_the_name_says(format, name):
    assert detect(File(TEXTS[format].encode(), name)) is FORMATS[format]


def test_the_name_decides_where_the_bytes_show_nothing():
    assert detect(File(b"nothing", "a.gift")) is FORMATS["gift"]
    assert detect(File(b"nothing", "a.txt")) is None


@pytest.mark.parametrize(
    "text", ["", "a,b,c", "} {", "A. one\nB. two", "ANSWER: A", "{", "[1]", "<?xml version='1.0'?><a>{b}</a>"]
)
def test_a_text_of_another_kind_is_no_known_format(text):
    assert detect(File(text.encode(), "a.txt")) is None


@pytest.mark.parametrize("text", ["Q {T}", "\ufeff// comment\n\n$CATEGORY: x\n", "\n\n::Title::Q"])
def test_gift_is_recognised_by_its_first_lines(text):
    assert detect(File(text.encode())) is FORMATS["gift"]


@pytest.mark.parametrize("name", DISGUISES)
@pytest.mark.parametrize(
    ("sample", "word"),
    [("old.doc", "Word"), (b"%PDF-1.7\n\xff", "PDF"), (b"\x89PNG\r\n\x1a\n\xff", "picture")],
)
def test_a_file_that_is_no_text_is_called_what_it_is(sample, word, name):
    data = sample if isinstance(sample, bytes) else (SAMPLES / sample).read_bytes()
    with pytest.raises(Problem) as refused:
        read_file(File(data, name))
    assert refused.value.body["code"] == "unknown_format"
    assert word in refused.value.body["detail"]


def test_a_format_that_was_named_does_not_make_bytes_text():
    with pytest.raises(Problem, match="Word"):
        read_file(File((SAMPLES / "old.doc").read_bytes(), "x.gift"), format="gift")


def test_bytes_may_begin_with_a_byte_order_mark():
    assert read_file(File(GIFT.encode("utf-8-sig"))).questions[0]["prompt"] == "Is it?"


def test_each_format_is_listed_under_its_own_name():
    assert all(name == listed.name for name, listed in FORMATS.items())
