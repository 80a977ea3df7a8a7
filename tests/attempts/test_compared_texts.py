"""Texts of ASCII characters are compared by a shorter way, which must find the same as the longer one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures import Sql

LETTER = "я"  # is not ASCII, and stays as it is whatever is forgiven
OPTIONS = st.lists(st.sampled_from(["accents", "letters", "punctuation"]), unique=True)
ASCII = st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=40)


@pytest.fixture
def sql(read_only_sql: Sql) -> Sql:
    return read_only_sql


@pytest.mark.parametrize("call", ["typed_text(%s)", "fold_case(%s)"])
def test_a_text_of_ascii_becomes_what_it_becomes_beside_another_letter(sql: Sql, call: str) -> None:
    query = f"select core.{call}, core.{call}"

    @settings(max_examples=200, deadline=None)
    @given(words=ASCII)
    def check(words: str) -> None:
        short, long = sql.connection.execute(query, [f"x{words}x", LETTER + words + LETTER]).fetchone()
        assert long == LETTER + short[1:-1] + LETTER

    check()


def test_accents_are_forgiven_in_a_text_of_ascii_as_beside_another_letter(sql: Sql) -> None:
    query = "select core.compared_text(%s, %s, %s), core.compared_text(%s, %s, %s)"

    @settings(max_examples=200, deadline=None)
    @given(words=ASCII, case_sensitive=st.booleans(), forgives=OPTIONS)
    def check(words: str, case_sensitive: bool, forgives: list[str]) -> None:
        options = [case_sensitive, forgives]
        texts = [f"x{words}x", *options, LETTER + words + LETTER, *options]
        short, long = sql.connection.execute(query, texts).fetchone()
        assert long == LETTER + short[1:-1] + LETTER

    check()
