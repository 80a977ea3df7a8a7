"""The committed question bank: its form and its balance, checked without code of the generator."""

import re
import unicodedata
from collections import Counter

import pytest

from tests.trivia.recomputation import BANK, key

SINGLE = [draft for draft in BANK if draft["kind"] == "single_choice"]


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def test_there_are_at_least_two_thousand_questions_in_eight_subjects():
    assert len(BANK) >= 2000
    assert len({draft["subject"] for draft in BANK}) >= 8


def test_no_subject_is_more_than_a_quarter():
    subject, count = Counter(draft["subject"] for draft in BANK).most_common(1)[0]
    assert count <= 0.25 * len(BANK), subject


def test_computed_arithmetic_is_at_most_a_fifth():
    assert sum(draft["source"].startswith("Computed") for draft in BANK) <= 0.2 * len(BANK)


def test_every_subject_has_questions_of_every_difficulty():
    found = {(draft["subject"], draft["difficulty"]) for draft in BANK}
    for subject in {draft["subject"] for draft in BANK}:
        assert {level for name, level in found if name == subject} == {"easy", "medium", "hard"}, subject


def test_every_topic_but_the_drills_has_sixty_hard_questions():
    hard = Counter(draft["subject"] for draft in BANK if draft["difficulty"] == "hard")
    assert {subject: count for subject, count in hard.items() if count < 60} == {}


def test_no_question_is_repeated():
    asked = Counter(plain(draft["prompt"]) for draft in BANK)
    assert [prompt for prompt, count in asked.items() if count > 1] == []


def test_ids_are_unique():
    assert len({draft["id"] for draft in BANK}) == len(BANK)


def test_four_kinds_are_there_and_most_are_single_choices():
    kinds = Counter(draft["kind"] for draft in BANK)
    assert set(kinds) == {"single_choice", "true_false", "numeric", "ordering"}
    assert kinds["single_choice"] > len(BANK) / 2


def test_every_single_choice_has_four_different_choices_and_one_right_one():
    for draft in SINGLE:
        assert len({plain(choice["text"]) for choice in draft["choices"]}) == 4, draft["prompt"]
        assert sum(choice["correct"] for choice in draft["choices"]) == 1, draft["prompt"]


def test_orderings_have_different_choices():
    for draft in BANK:
        if draft["kind"] == "ordering":
            texts = [plain(choice["text"]) for choice in draft["choices"]]
            assert len(texts) == len(set(texts)) >= 3, draft["prompt"]


FIELDS = {"id", "template", "family", "kind", "prompt", "subject", "difficulty", "source"}
OWN = {"single_choice": "choices", "ordering": "choices", "true_false": "correct", "numeric": "answers"}


def test_every_draft_has_the_fields_of_its_kind_and_no_others():
    for draft in BANK:
        assert set(draft) - {"explanation"} == FIELDS | {OWN[draft["kind"]]}, draft["prompt"]
        assert all(value not in (None, "", []) for value in draft.values()), draft["prompt"]


def test_texts_are_of_a_length_for_a_screen_and_well_spaced():
    for draft in BANK:
        texts = [draft["prompt"], *(choice["text"] for choice in draft.get("choices", []))]
        assert all(text == " ".join(text.split()) for text in texts), texts
        assert len(texts[0]) <= 200, texts[0]
        assert all(len(text) <= 80 for text in texts[1:]), texts


def test_the_right_answer_does_not_stand_in_the_stem_alone():
    def stands(text: str, stem: str) -> bool:
        return re.search(rf"(?<!\w){re.escape(plain(text))}(?!\w)", plain(stem)) is not None

    for draft in SINGLE:
        wrong = [choice["text"] for choice in draft["choices"] if not choice["correct"]]
        if stands(key(draft), draft["prompt"]):
            assert any(stands(text, draft["prompt"]) for text in wrong), draft["prompt"]


def test_the_right_choice_is_at_each_place_about_equally_often():
    places = Counter([choice["correct"] for choice in draft["choices"]].index(True) for draft in SINGLE)
    assert all(0.22 < places[place] / len(SINGLE) < 0.28 for place in range(4)), places


@pytest.mark.parametrize("extreme", [max, min])
def test_the_length_of_a_choice_does_not_show_that_it_is_right(extreme):
    telling = 0
    for draft in SINGLE:
        lengths = [len(choice["text"]) for choice in draft["choices"]]
        telling += lengths.count(extreme(lengths)) == 1 and len(key(draft)) == extreme(lengths)
    assert telling / len(SINGLE) < 0.27


def test_about_half_of_the_statements_are_true():
    truths = [draft["correct"] for draft in BANK if draft["kind"] == "true_false"]
    assert 0.4 < sum(truths) / len(truths) < 0.6


def test_every_answer_has_a_story_to_read_out_and_most_drills_a_reason():
    untold = [draft for draft in BANK if "explanation" not in draft]
    assert [draft["prompt"] for draft in untold if draft["subject"] != "drills"] == []
    assert len(untold) <= 0.05 * len(BANK)


def test_a_story_is_one_line_that_does_more_than_repeat_the_answer():
    for draft in BANK:
        if story := draft.get("explanation"):
            assert len(story) <= 300, story
            assert plain(story).strip(".") != plain(key(draft)), draft["prompt"]


def test_a_ruler_stands_beside_rulers_of_the_same_country():
    (asked,) = (draft for draft in SINGLE if draft["prompt"] == "Who was the last Emperor of China?")
    assert {choice["text"] for choice in asked["choices"]} == {"Puyi", "Guangxu", "Kangxi", "Yuan Shikai"}
