"""The checks of every question, and of the whole bank, when it is built."""

import copy
import io
import sys
from random import Random

import pytest
from rich.console import Console

from trivia_bank import BankError, build, read
from trivia_bank.check import GIVEAWAY, bank_faults, draft_faults, gives_away, question_faults
from trivia_bank.levels import by_rank, by_size, hardest
from trivia_bank.question import Maker, among, normalised
from trivia_bank.report import Report
from trivia_bank.topics import tables

BANK = read()


@pytest.fixture
def make() -> Maker:
    return Maker("geography", "a test", Random(1))


def test_the_committed_bank_passes_the_whole_check():
    assert [fault for draft in BANK for fault in draft_faults(draft)] == []
    assert bank_faults(BANK) == []


def test_a_second_right_choice_is_refused(make: Maker):
    euro = among("France", "Germany")
    question = make.fixed(
        "Who pays in euros?", ["France", "Germany", "Chile", "Peru"], "France", "easy", euro
    )
    assert any("the facts say" in fault for fault in question_faults(question))


def test_a_key_that_the_facts_deny_is_refused(make: Maker):
    question = make.fixed("Which is odd?", ["2", "4", "6", "9"], "2", "easy", among("9"))
    assert any("the facts say" in fault for fault in question_faults(question))


def test_no_distractor_is_right(make: Maker):
    question = make.single("Which is odd?", "1", "3 5 7 2 4 6".split(), "easy", among(*"1357"))
    assert set(question.choices) == {"1", "2", "4", "6"}


def test_a_required_distractor_is_always_used(make: Maker):
    for _ in range(10):
        question = make.single(
            "Where?",
            "Canberra",
            ["Perth", "Hobart", "Lima", "Oslo"],
            "easy",
            among("Canberra"),
            always="Sydney",
        )
        assert "Sydney" in question.choices
        assert len(question.choices) == 4


def test_too_few_distractors_are_an_error(make: Maker):
    with pytest.raises(ValueError, match="only 2 distractors"):
        make.single("Which?", "a", ["b", "c", "B"], "easy", among("a"))


@pytest.mark.parametrize("twin", ["León", " lima ", "LIMA"])
def test_equal_choices_are_refused(make: Maker, twin: str):
    question = make.fixed("Which?", ["Lima", "Leon", twin, "Oslo"], "Oslo", "easy", among("Oslo"))
    assert "two equal choices" in question_faults(question)


@pytest.mark.parametrize(
    ("stem", "right", "wrong", "given_away"),
    [
        ("What is the capital of Mexico?", "Mexico City", ["Lima"], True),
        ("Whose currency is the Peruvian sol?", "Peru", ["Chile"], True),
        ("Which language do Italians speak?", "Italian", ["German"], True),
        ("What is 5 % of 100?", "5", ["10"], True),
        ("What is 5 % of 100?", "5", ["100"], False),
        ("Which country borders North Korea?", "South Korea", ["North Macedonia"], False),
        ("What is the capital of Peru?", "Lima", ["Quito"], False),
        ("Which element has the symbol Au?", "gold", ["silver"], False),
    ],
)
def test_a_stem_that_points_at_the_right_choice_only_gives_it_away(
    stem: str, right: str, wrong: list[str], given_away: bool
):
    assert gives_away(stem, right, wrong) is given_away


def test_a_giveaway_is_a_fault(make: Maker):
    question = make.fixed(
        "What is the capital of Mexico?", ["Mexico City", "Lima", "Quito", "Rome"], "Mexico City", "easy",
        among("Mexico City"),
    )  # fmt: skip
    assert question_faults(question) == [GIVEAWAY]


def test_the_same_prompt_twice_is_refused():
    again = copy.deepcopy(BANK[0])
    again["prompt"] = again["prompt"].upper()
    assert any(fault.startswith("the same prompt twice") for fault in bank_faults([*BANK, again]))


def test_a_small_or_one_sided_bank_is_refused():
    faults = bank_faults([draft for draft in BANK if draft["subject"] == "history"])
    assert any(fault.startswith("only") and fault.endswith("questions") for fault in faults)
    assert "only 1 subjects" in faults
    assert "history is 100% of the bank" in faults


def test_a_right_choice_that_is_always_first_is_refused():
    biased = copy.deepcopy(BANK)
    for draft in biased:
        if draft["kind"] == "single_choice":
            draft["choices"].sort(key=lambda choice: not choice["correct"])
    assert "choice 1 is right in 100%" in bank_faults(biased)


@pytest.mark.parametrize(("length", "word"), [(60, "longest"), (1, "shortest")])
def test_a_right_choice_that_stands_out_by_its_length_is_refused(length: int, word: str):
    biased = copy.deepcopy(BANK)
    for draft in biased:
        if draft["kind"] == "single_choice":
            for choice in draft["choices"]:
                choice["text"] = (choice["text"] * 60)[: length if choice["correct"] else 9]
    assert any(word in fault for fault in bank_faults(biased))


def test_statements_that_are_mostly_true_are_refused():
    faults = bank_faults([draft for draft in BANK if draft.get("correct") is not False])
    assert "100% of the statements are true" in faults


def test_an_id_does_not_depend_on_the_distractors(make: Maker):
    one = make.fixed("Which?", ["a", "b", "c", "d"], "a", "easy", among("a"))
    other = make.fixed("Which?", ["x", "y", "z", "a"], "a", "easy", among("a"))
    another = make.fixed("Which?", ["x", "y", "z", "a"], "x", "easy", among("x"))
    assert one.id == other.id != another.id


def test_morse_signs_and_numbers_stay_different_when_normalised():
    assert len({normalised(text) for text in ("• —", "— •", "1.5", "15", "C", "C++")}) == 6


def test_levels_follow_rank_and_size():
    levels = by_rank("abcdefghij", fame="jihgfedcba".index, easy=0.2, hard=0.3)
    assert [levels[letter] for letter in "abcdefghij"] == ["easy"] * 2 + ["medium"] * 5 + ["hard"] * 3
    assert [by_size(size, 10, 20) for size in (9, 10, 19, 20)] == ["easy", "medium", "medium", "hard"]
    assert hardest("easy", "hard", "medium") == "hard"


def test_a_table_with_a_list_in_the_wrong_place_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "TABLES", tmp_path)
    lost = 'subject = "x"\n[[pairs]]\nforward = "{left}?"\nrows = ""\nchoices = ""\n'
    (tmp_path / "lost.toml").write_text(lost)
    with pytest.raises(ValueError, match="choices"):
        list(tables.questions("lost", Random(1)))


def test_a_pair_with_several_right_answers_offers_none_of_them_as_a_distractor(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "TABLES", tmp_path)
    rows = "Po|Italy|1\nTiber|Italy|1\nRhine|Germany|1\nElbe|Germany|1\nSeine|France|1\nTagus|Spain|1\n"
    head = 'subject = "x"\n[[pairs]]\nforward = "{left}?"\nbackward = "In {right}?"\nshare = 0\n'
    (tmp_path / "rivers.toml").write_text(f'{head}rows = """\n{rows}"""\n')
    italian = [q for q in tables.questions("rivers", Random(1)) if q.prompt == "In Italy?"]
    assert {q.right for q in italian} == {"Po", "Tiber"}
    assert all(len({"Po", "Tiber"} & set(q.choices)) == 1 for q in italian)


def test_a_missing_library_is_reported_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trivia_bank.families", None)
    with pytest.raises(BankError, match="dependency group"):
        build(tmp_path / "bank.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_the_report_counts_by_subject_kind_and_difficulty():
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(Report(drafts=BANK).table())
    text = console.export_text()
    assert f"{len(BANK)} questions" in text
    assert all(subject in text for subject in {draft["subject"] for draft in BANK})
