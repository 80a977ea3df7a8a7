import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.markdown.parsing import MOST_CHARACTERS
from app.markdown.tree import to_plain, to_tree
from tests.markdown.test_html import TEXTS


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**a** *b* ~~c~~ `d` [e](https://e.org)", "a b c d e"),
        ("one  \ntwo\nthree\n\nfour", "one\ntwo three\nfour"),
        ("# Head\n\n> quoted", "Head\nquoted"),
        ("- a\n- b\n\n3. c\n4. d", "• a\n• b\n3. c\n4. d"),
        ("$x_1$ and\n\n$$\\frac{1}{2}$$", "$x_1$ and\n$$\\frac{1}{2}$$"),
        ("```\nx = 1\ny = 2\n```", "x = 1\ny = 2"),
        ("![A *map*](/media/1) of [[1]]", "A map of [[1]]"),
        ("|a|b|\n|-|-|\n|1|**2**|", "a\tb\n1\t2"),
        (r"3\*4\*5 &amp; <b>", "3*4*5 & <b>"),
    ],
)
def test_markdown_has_a_version_in_plain_text(text: str, plain: str) -> None:
    assert to_plain(text) == plain


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_text_has_a_tree_and_a_plain_version(text: str) -> None:
    assert isinstance(to_tree(text), list)
    assert isinstance(to_plain(text), str)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_words_without_marks_are_the_same_in_both(text: str) -> None:
    assert to_plain(text) == text


def test_a_text_beyond_the_limit_stays_as_it_is() -> None:
    text = "*a* " * MOST_CHARACTERS
    assert to_plain(text) == text
