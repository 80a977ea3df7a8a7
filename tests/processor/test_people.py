"""Questions about people, terms and abbreviations, as chapters of school books tell of them."""

import pytest

from processor.draft import RoughDraft
from processor.writing.asking import Asked, Asking
from processor.writing.compose import candidates_of
from processor.writing.concepts import Concepts
from processor.writing.prose import POINTING, sentences_of
from tests.processor.conftest import document_of, source_of

PHILOSOPHERS = [
    "# Natural rights",
    "John Locke taught that people have rights to life, liberty and property.",
    "Jeremy Bentham was an English lawyer known for his adoption of utilitarianism, a political philosophy "
    "that seeks the greatest good for the greatest number. He contended that rights came into being only "
    "as a creation of the state.",
    "Edmund Burke argued that natural rights became irrelevant with the formation of civil society.",
    "In his influential political treatise Leviathan, English philosopher Thomas Hobbes argued that a strong "
    "government was the best means of ensuring political order.",
    "A late defender of the idea was Thomas Paine, who published pamphlets on rights of men in Boston.",
]
ROOMS = [
    "# Roman houses",
    "The tablinum was a small room separated from a hall by a wooden screen or curtain.",
    "The triclinium was a dining room where families of Rome ate in the fashion of their day.",
    "The compluvium was an opening in a roof that let rainwater into houses of the rich.",
    "The vestibulum was a passage that led guests from a street to a hall with columns.",
]


def asked_of(lines: list[str]) -> list[Asked]:
    sentences = sentences_of(document_of(lines, title=lines[0][2:]))
    asking = Asking(Concepts(sentences))
    return [question for sentence in sentences for question in asking.questions_of(sentence)]


def drafts_of(lines: list[str]) -> list[RoughDraft]:
    return [one.draft for one in candidates_of(source_of(lines), None, {"single_choice", "short_text"})]


def test_who_did_something_is_asked_with_other_people_as_wrong_answers() -> None:
    draft = next(one for one in drafts_of(PHILOSOPHERS) if one.prompt.startswith("Who taught"))
    assert draft.right == ["John Locke"]
    assert set(draft.wrong) <= {"Jeremy Bentham", "Edmund Burke", "Thomas Hobbes", "Thomas Paine"}


def test_who_is_asked_for_he_where_the_sentence_before_names_one_person() -> None:
    found = next(one for one in asked_of(PHILOSOPHERS) if one.prompt.startswith("Who contended"))
    assert found.answer == "Jeremy Bentham"
    assert "Jeremy Bentham was an English lawyer" in found.quote


def test_what_a_clause_with_who_says_of_a_person_is_asked() -> None:
    found = next(one for one in asked_of(PHILOSOPHERS) if one.prompt.startswith("Who published"))
    assert found.answer == "Thomas Paine"


def test_a_title_before_a_name_is_no_part_of_it() -> None:
    concepts = Concepts(sentences_of(document_of(PHILOSOPHERS)))
    assert {"Hobbes", "Bentham", "Locke", "Burke"} <= concepts.last_names


def test_what_a_noun_after_a_comma_says_of_a_term_is_its_meaning() -> None:
    prompts = {one.prompt: one.answer for one in asked_of(PHILOSOPHERS) if one.form == "term"}
    assert any(
        "political philosophy that seeks" in prompt and answer == "utilitarianism"
        for prompt, answer in prompts.items()
    )


def test_rare_terms_of_a_section_are_defined_in_the_past_and_wrong_beside_each_other() -> None:
    draft = next(one for one in drafts_of(ROOMS) if one.prompt.startswith("Which of these was a dining room"))
    assert draft.right == ["Triclinium"]
    assert set(draft.wrong) <= {"Tablinum", "Compluvium", "Vestibulum"}


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Following the convention, the Senate described the plan as too costly", False),
        ("He was a former officer, as well as a writer of books on an example of reform", False),
        ("The following weeks brought the plan more support", True),
        ("The former is heavier", True),
        ("The method described above is slow, as shown in Figure 3", True),
        ("For example, this chapter has a table", True),
    ],
)
def test_a_word_points_to_another_text_only_where_it_is_used_so(text: str, points: bool) -> None:
    assert (POINTING.search(text) is not None) is points


def test_a_reference_in_brackets_is_left_out_and_its_sentence_asked() -> None:
    lines = [
        "# Tests",
        "The Senate of Rome rejected the reform of Gaius Gracchus in a single day (Smith & Doe, 1999).",
    ]
    found = asked_of(lines)
    assert found
    assert not any("Smith" in one.prompt for one in found)
