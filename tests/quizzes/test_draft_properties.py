"""Any draft is either accepted and read back unchanged, or refused with a sentence."""

import json
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures import Sql
from tests.quizzes.drafts import DRAFTS, Draft

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
NUMBERS = st.integers(-3, 3) | st.floats(allow_nan=False, allow_infinity=False) | st.just(10**60)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXT
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({field for draft in DRAFTS.values() for field in draft} | {"colour", "version"})


@st.composite
def mutated(draw: st.DrawFn) -> Draft:
    """A good draft with some of it replaced, dropped or added."""
    draft: Draft = json.loads(json.dumps(draw(st.sampled_from(list(DRAFTS.values())))))
    for _ in range(draw(st.integers(1, 3))):
        lists = [draft[field] for field in ("choices", "answers") if isinstance(draft.get(field), list)]
        items = [item for listed in lists for item in listed if isinstance(item, dict)]
        target: dict[str, Any] = draw(st.sampled_from([draft, *items]))
        field = draw(st.sampled_from(sorted(target) or ["text"]) | st.sampled_from(FIELDS))
        if draw(st.booleans()):
            target[field] = draw(JSON)
        else:
            target.pop(field, None)
    return draft


def take(sql: Sql, draft: Draft) -> tuple[dict[str, Any] | None, psycopg.Error | None]:
    """The normalised draft, or the error."""
    try:
        return sql.value("select core.normalise_question(%s)", json.dumps(draft)), None
    except psycopg.Error as error:
        return None, error


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated())
def test_a_draft_is_read_back_unchanged_or_refused_with_a_sentence(sql18: Sql, draft: Draft) -> None:
    taken, error = take(sql18, draft)
    if error is not None:
        assert error.sqlstate == "PT422", error
        return
    stored = "jsonb_populate_record(null::core.questions, core.normalise_question(%s))"
    given_back = sql18.value(f"select core.question_draft({stored})", json.dumps(draft))
    assert take(sql18, given_back) == (taken, None)
