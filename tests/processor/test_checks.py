"""Each check of a question: which questions fail it, and that good questions pass."""

import random
from dataclasses import replace

import pytest

from processor.checks import (
    CHECKS,
    arrange_options,
    asks_the_same,
    fault_of,
    positions_of,
    right_is_longest,
)
from processor.contract.drafts import Citation
from processor.draft import RoughDraft
from tests.processor.conftest import UPLOAD, source_of

QUOTE = "A lighthouse is a tower with a strong lamp that warns ships of a coast."
SOURCE = source_of(
    ["# Lights", QUOTE, "The Eddystone tower was rebuilt by John Smeaton in 1759."],
    "Another page.",
    wanted=[(1, 1)],
)


def cited(sentence: str = QUOTE, page: int = 1) -> Citation:
    return Citation(upload_id=UPLOAD, pdf_id="0" * 64, page=page, sentence=sentence)


@pytest.fixture
def good() -> RoughDraft:
    prompt = "Which of these is a tower with a strong lamp that warns ships of a coast?"
    return RoughDraft(
        "single_choice", prompt, cited(), right=["lighthouse"], wrong=["lightship", "foghorn", "daymark"]
    )


def test_a_good_question_passes_every_check(good: RoughDraft) -> None:
    assert fault_of(good, SOURCE) is None


def test_the_checks_are_those_that_are_tested_here() -> None:
    assert set(CHECKS) == {
        "whole",
        "quote",
        "pages",
        "leans",
        "key",
        "about",
        "options",
        "both_right",
        "answer_in_stem",
    }


def test_a_sentence_that_is_not_on_the_page_word_for_word_fails(good: RoughDraft) -> None:
    good.citation = cited("A lighthouse is a tower with a lamp that warns ships of a coast.")
    assert fault_of(good, SOURCE) == "quote"


@pytest.mark.parametrize("page", [2, 99])
def test_a_sentence_of_another_page_fails(good: RoughDraft, page: int) -> None:
    good.citation = cited(page=page)
    assert fault_of(good, SOURCE) == "quote"


def test_a_page_that_was_not_requested_fails(good: RoughDraft) -> None:
    assert fault_of(good, replace(SOURCE, pages=[(2, 2)])) == "pages"


def test_a_prompt_about_something_else_than_the_sentence_fails(good: RoughDraft) -> None:
    good.prompt = "Which of these did the Vikings build on the shores of Greenland?"
    assert fault_of(good, SOURCE) == "about"


def test_an_answer_key_that_is_not_in_the_sentence_fails(good: RoughDraft) -> None:
    good.right = ["windmill"]
    assert fault_of(good, SOURCE) == "key"


def test_a_number_that_is_not_in_the_sentence_fails() -> None:
    draft = RoughDraft(
        "numeric",
        "In which year was the Eddystone tower rebuilt?",
        cited(SOURCE.document.pages[0].blocks[2].text),
        value=1760,
    )
    assert fault_of(draft, SOURCE) == "key"
    draft.value = 1759
    assert fault_of(draft, SOURCE) is None


@pytest.mark.parametrize(
    ("prompt", "correct", "fault"),
    [
        (QUOTE, True, None),
        (QUOTE, False, "key"),
        (QUOTE.replace("strong", "weak"), False, None),
        ("Ducks are birds that swim on ponds.", True, "key"),
    ],
)
def test_a_statement_is_compared_with_its_sentence(prompt: str, correct: bool, fault: str | None) -> None:
    assert fault_of(RoughDraft("true_false", prompt, cited(), correct=correct), SOURCE) == fault


@pytest.mark.parametrize("wrong", ["Lighthouse", "lighthouses", "light-house "])
def test_a_wrong_option_that_is_another_form_of_the_right_one_fails(good: RoughDraft, wrong: str) -> None:
    good.wrong[0] = wrong
    assert fault_of(good, SOURCE) == "options"


def test_two_wrong_options_that_are_equal_fail(good: RoughDraft) -> None:
    good.wrong[0] = "Foghorn."
    assert fault_of(good, SOURCE) == "options"


def test_a_wrong_option_that_is_in_the_sentence_fails(good: RoughDraft) -> None:
    good.wrong[0] = "tower"
    assert fault_of(good, SOURCE) == "both_right"


def test_a_single_choice_with_two_right_options_fails(good: RoughDraft) -> None:
    good.right.append("tower")
    assert fault_of(good, SOURCE) == "whole"


@pytest.mark.parametrize(
    "prompt",
    [
        "What is a lighthouse, a tower that warns ships?",
        "Which lighthouses warn ships of a coast?",
        "Is “Light-House” a tower that warns?",
    ],
)
def test_an_answer_that_is_in_the_prompt_fails(good: RoughDraft, prompt: str) -> None:
    good.prompt = prompt
    assert fault_of(good, SOURCE) == "answer_in_stem"


@pytest.mark.parametrize(
    "prompt",
    [
        "According to the text, what warns ships?",
        "What is shown in Figure 3 of the chapter?",
        "Which of the above warns ships of a coast?",
    ],
)
def test_a_prompt_that_refers_to_text_that_the_reader_lacks_fails(good: RoughDraft, prompt: str) -> None:
    good.prompt = prompt
    assert fault_of(good, SOURCE) == "leans"


@pytest.mark.parametrize(
    "other",
    [
        "Which of these is a tower with a strong lamp that warns ships of a coast?",
        "which of these is a TOWER with a strong lamp, that warns ships of coasts",
        "Which name completes the sentence? “A _____ is a tower with a strong lamp that warns ships "
        "of a coast.”",
    ],
)
def test_prompts_that_ask_the_same_are_recognised(good: RoughDraft, other: str) -> None:
    assert asks_the_same(good.prompt, [other])


def test_prompts_that_ask_different_things_are_told_apart(good: RoughDraft) -> None:
    assert not asks_the_same(good.prompt, ["Which of these is a moored vessel that carries a lamp?"])


def test_a_right_option_that_stands_out_by_its_length_is_recognised(good: RoughDraft) -> None:
    assert not right_is_longest(good)
    good.right = ["lighthouse of the northern coast"]
    assert right_is_longest(good)


@pytest.mark.parametrize("count", [4, 10, 40, 41])
def test_the_right_option_is_in_each_position_equally_often(good: RoughDraft, count: int) -> None:
    drafts = [replace(good, ordered_options=[]) for _ in range(count)]
    arrange_options(drafts, random.Random(3))
    shares = [positions_of(drafts)[place] / count for place in range(4)]
    assert all(abs(share - 0.25) <= 0.1 for share in shares)
    assert all(sorted(draft.ordered_options) == sorted([*draft.right, *draft.wrong]) for draft in drafts)
