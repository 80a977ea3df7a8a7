"""Questions of every kind that a format can say come back from its files, whatever their texts are."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from app.formats import FORMATS, File
from app.formats.import_routes import read_file

Draft = dict[str, Any]
BOTH = [name for name, listed in FORMATS.items() if listed.read and listed.write]
MARKS = "aZ9é語 ~={}#:\\%<>&*/\"'$-.;,|[]()"
text = st.text(MARKS, max_size=25).map(lambda words: " ".join(f"x{words}x".split()))
texts = st.lists(text, min_size=2, max_size=4, unique_by=str.casefold)
short = st.text("abc é", max_size=8).map(lambda words: " ".join(f"x{words}x".split()))
number = st.integers(-(10**6), 10**6) | st.integers(-(10**4), 10**4).map(lambda whole: whole / 8)
positive = st.integers(1, 100) | st.integers(1, 100).map(lambda whole: whole / 8)


def right(number_right: int, choices: list[str]) -> list[Draft]:
    return [
        {"text": each} | ({"correct": True} if n < number_right else {}) for n, each in enumerate(choices)
    ]


def answers(weighed: bool) -> SearchStrategy[list[Draft]]:
    return texts.map(
        lambda listed: [
            {"text": each} | ({"weight": 0.5} if n and weighed else {}) for n, each in enumerate(listed)
        ]
    )


numbers = st.builds(lambda value, tolerance: [{"value": value, "tolerance": tolerance}], number, positive)
single = texts.map(lambda listed: {"choices": right(1, listed)})
BY_KIND: dict[str, SearchStrategy[Draft]] = {
    "single_choice": single,
    "multiple_choice": texts.map(lambda listed: {"choices": right(2, listed)}),
    "true_false": st.booleans().map(lambda truth: {"correct": truth}),
    "numeric": numbers.map(lambda listed: {"answers": listed}),
    "short_text": st.booleans().flatmap(answers).map(lambda listed: {"answers": listed}),
    "ordering": texts.map(lambda listed: {"choices": [{"text": each} for each in listed]}),
    "poll": texts.map(lambda listed: {"choices": [{"text": each} for each in listed]}),
    "slide": st.just({}),
    "slider": st.just({"min": 0, "max": 10, "step": 1, "value": 4, "tolerance": 1}),
    "matching": st.tuples(texts, texts).map(
        lambda both: {"pairs": [{"text": a, "match": b} for a, b in zip(*both, strict=False)]}
    ),
    "cloze": st.tuples(short, numbers, texts).map(
        lambda parts: {
            "gaps": [
                {"kind": "short_text", "answers": [{"text": parts[0]}]},
                {"kind": "numeric", "answers": parts[1]},
                {
                    "kind": "single_choice",
                    "choices": [{"text": each, "weight": int(not n)} for n, each in enumerate(parts[2])],
                },
            ]
        }
    ),
    "word_cloud": st.just({"words": 3}),
    "essay": st.just({}),
}
FILING = st.fixed_dictionaries(
    {},
    optional={
        "explanation": text, "subject": short, "name": text, "external_id": short,
        "tags": st.lists(short, min_size=1, max_size=3, unique=True),
    },
)  # fmt: skip


def through(name: str, drafts: list[Draft]) -> list[Draft]:
    """The drafts that come back from a file of this format."""
    write = FORMATS[name].write
    assert write is not None
    reading = read_file(File(write({"quiz": {"title": "A quiz"}, "questions": drafts}, True)), name)
    assert reading.problems == []
    return reading.questions


def essence(draft: Draft, name: str) -> Draft:
    """What a draft says, in one form: weights for what is right, and only what the format keeps."""
    carries = {part for part in FORMATS[name].carries if (draft["kind"], part) not in FORMATS[name].lost}
    kept = {field: value for field, value in draft.items() if field not in FIELDS or field in carries}
    for by_default in ("points", "time_limit_ms"):  # which some formats always say
        kept.pop(by_default, None)
    if draft["kind"] in ("single_choice", "multiple_choice"):
        kept["choices"] = [
            (each["text"], bool(each.get("correct") or each.get("weight", 0) > 0))
            for each in draft["choices"]
        ]
    elif "answers" in draft:
        kept["answers"] = [{"weight": 1} | each for each in draft["answers"]]
    return kept


FIELDS = ("explanation", "subject", "name", "external_id", "tags")


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in BOTH for kind in FORMATS[name].kinds])
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_questions_of_any_text_come_back_in_their_order(name, kind, data):
    prompts = st.just("The [[1]] is [[2]] and [[3]].") if kind == "cloze" else text
    made = st.builds(
        lambda prompt, own, filing: {"kind": kind, "prompt": prompt, **own, **filing},
        prompts,
        BY_KIND[kind],
        FILING,
    )
    drafts = data.draw(st.lists(made, min_size=1, max_size=3))
    drafts = [draft for draft in drafts if not FORMATS[name].beyond(draft)]
    if not drafts:
        return
    again = through(name, drafts)
    assert [essence(draft, name) for draft in again] == [essence(draft, name) for draft in drafts]
