"""Which format a file is in, and reading it from bytes."""

import pytest

from app.formats import FORMATS, detect
from app.formats.import_routes import read_file
from app.http.problems import Problem

GIFT = "::One::\nIs it? {T}"


@pytest.mark.parametrize("name", ["a.gift", "A.GIFT", "moodle.gift.txt", "a.txt", "a.bank", "", None])
def test_gift_is_recognised_by_its_name_or_its_text(name):
    assert detect(name, GIFT) is FORMATS["gift"]


def test_the_name_of_the_file_decides_before_its_text():
    assert detect("a.gift", "nothing") is FORMATS["gift"]


@pytest.mark.parametrize("text", ["", "What is it?\nA. this\nB. that\nANSWER: A", "a,b,c", "} {"])
def test_a_text_of_another_format_is_not_detected_as_gift(text):
    assert detect("a.txt", text) is None


@pytest.mark.parametrize("text", ["Q {T}", "\ufeff// comment\n\n$CATEGORY: x\n", "\n\n::Title::Q"])
def test_gift_is_recognised_by_its_first_lines(text):
    assert detect(None, text) is FORMATS["gift"]


def test_bytes_may_begin_with_a_byte_order_mark():
    assert read_file(GIFT.encode("utf-8-sig")).questions[0]["prompt"] == "Is it?"


def test_bytes_that_are_not_utf8_are_a_problem_at_their_line():
    with pytest.raises(Problem) as refused:
        read_file("Q {T}\n\nÄpfel? {T}".encode("latin-1"), format="gift")
    assert (refused.value.body["line"], refused.value.body["code"]) == (3, "not_utf8")


def test_each_format_is_listed_under_its_own_name():
    assert all(name == listed.name for name, listed in FORMATS.items())
