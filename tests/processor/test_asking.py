"""Questions without a model: they have few forms, are correct English, and have one right answer."""

import random
from uuid import UUID

import pytest

from processor.checks import fault_of
from processor.draft import KINDS, RoughDraft
from processor.failure import JobFailure
from processor.quiz import GenerationRequest, Quiz, choose, quotas
from processor.reading.document import unheard
from processor.writer import write_quiz
from processor.writing.asking import Asked, Asking
from processor.writing.compose import Source, candidates_of
from processor.writing.concepts import Concepts
from processor.writing.likeness import may_mean_the_same
from processor.writing.opposites import turned_round
from processor.writing.prose import sentences_of
from processor.writing.reasons import purposes_of
from processor.writing.topics import Topic
from processor.writing.wordnet import nouns
from tests.processor.conftest import UPLOAD, source_of

MACHINE = [
    "# Memory",
    "A cache is a small memory that keeps copies of data near the processor.",
    "A register is a tiny store that holds one number inside the processor.",
    "A disk is a store that keeps data when the power is switched off.",
    "A buffer is a part of memory that holds data on its way to a device.",
    "Programs run faster with a cache because the processor waits less often for data.",
    "A disk needs no power to keep its data because its surface is magnetised.",
    "A laptop slows its fan down at night because the processor does little work then.",
    "Engineers cool a processor with water because air carries away too little heat.",
    "# Networks",
    "A router sends each packet towards its destination by reading the address in its header.",
    "A switch learns the places of machines by watching the packets that arrive.",
    "A firewall protects a network by refusing packets from unknown senders.",
    "A modem prepares data for a telephone line by turning bits into tones.",
    "Grace Hopper wrote the first compiler for a commercial computer in Philadelphia.",
    "Alan Turing described a machine that reads symbols from an endless tape.",
    "Tim Berners-Lee built the first server of the web in Geneva.",
    "Ada Lovelace published the first program for a machine of gears in London.",
    "Charles Babbage designed a machine of gears that was never finished in his lifetime.",
]


def machine(wanted: list[tuple[int, int]] | None = None) -> Source:
    return source_of(
        MACHINE,
        ["# Ducks", "A duck is a bird that swims on ponds and eats plants from the ground."],
        wanted=wanted,
    )


def drafts(source: Source, **request: object) -> list[RoughDraft]:
    return quiz(source, **request).drafts


def quiz(source: Source, **fields: object) -> Quiz:
    request = GenerationRequest(**{"questions": 30, **fields})  # type: ignore[arg-type]
    topic = Topic(request.topic) if request.topic else None
    return choose(request, [source], list(candidates_of(source, topic, set(request.kinds))))


def by_prompt(source: Source, kind: str) -> dict[str, RoughDraft]:
    return {draft.prompt: draft for draft in drafts(source, kinds=(kind,))}


def test_a_true_statement_is_the_cited_sentence_and_a_false_one_differs_from_it() -> None:
    found = drafts(machine(), kinds=("true_false",))
    assert {draft.correct for draft in found} == {True, False}
    for draft in found:
        assert (draft.prompt == draft.citation.sentence) is draft.correct


def test_a_quiz_has_about_as_many_true_statements_as_false_ones() -> None:
    found = drafts(machine(), kinds=("true_false",))
    true = sum(bool(draft.correct) for draft in found)
    assert abs(2 * true - len(found)) <= 3


def test_every_question_passes_the_checks() -> None:
    source = machine()
    found = drafts(source)
    assert len(found) >= 12
    assert [fault_of(draft, source) for draft in found] == [None] * len(found)


def test_no_two_questions_cite_the_same_sentence() -> None:
    sentences = [draft.citation.sentence for draft in drafts(machine())]
    assert len(set(sentences)) == len(sentences)


def test_the_same_document_gives_the_same_quiz() -> None:
    assert [draft.as_json() for draft in drafts(machine())] == [
        draft.as_json() for draft in drafts(machine())
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_only_questions_of_the_requested_kinds_are_made(kind: str) -> None:
    assert {draft.kind for draft in drafts(machine(), kinds=(kind,))} <= {kind}


def test_questions_cite_only_the_requested_pages() -> None:
    assert {draft.citation.page for draft in drafts(machine(wanted=[(2, 2)]))} == {2}


def test_a_topic_matches_words_of_headings_by_their_stem() -> None:
    found = drafts(machine(), topic="duck")
    assert [draft.citation.page for draft in found] == [2]


def test_a_prompt_that_the_quiz_has_already_is_avoided() -> None:
    before = drafts(machine(), questions=5)
    after = drafts(machine(), questions=5, avoid=tuple(draft.prompt for draft in before))
    assert not {draft.prompt for draft in before} & {draft.prompt for draft in after}
    assert after


def test_a_requested_mix_of_difficulty_is_kept() -> None:
    mix = {"easy": 2, "medium": 3, "hard": 1}
    found = drafts(machine(), questions=6, difficulty=mix)
    assert {level: sum(draft.level == level for draft in found) for level in mix} == mix


def test_a_shortfall_is_explained_in_a_sentence() -> None:
    made = quiz(machine(), questions=500)
    assert made.shortfall is not None
    assert f"{len(made.drafts)} of 500 questions could be made" in made.shortfall
    assert quiz(machine(), questions=5).shortfall is None


def test_questions_come_from_every_source() -> None:
    other_upload = UUID(int=2)
    other = source_of(
        [
            "A heron is a bird that stands in water and waits.",
            "A pond is a body of water that has no current.",
        ],
        upload=other_upload,
    )
    sources = [machine(), other]
    pool = [candidate for source in sources for candidate in candidates_of(source, None, set(KINDS))]
    made = choose(GenerationRequest(4), sources, pool)
    assert {draft.citation.upload_id for draft in made.drafts} == {UPLOAD, other_upload}


@pytest.mark.parametrize("count", [1, 7, 40])
def test_the_quotas_of_kinds_add_up_to_the_number_of_questions(count: int) -> None:
    assert sum(quotas(GenerationRequest(count)).values()) == count


@pytest.mark.parametrize(
    ("one", "other"),
    [("source package", "source packages"), ("BTS", "Bug Tracking System"), ("package", "source package")],
)
def test_terms_that_may_mean_the_same_are_recognised(one: str, other: str) -> None:
    assert may_mean_the_same(one, other)


def test_asking_for_another_question_again_and_again_gives_many_and_keys_in_all_positions() -> None:
    pool = list(candidates_of(machine(), None, {"single_choice"}))
    prompts, keys, avoid = set(), set(), "Nothing asked yet."
    for job in range(12):
        request = GenerationRequest(1, ("single_choice",), avoid=(avoid,), seed=f"job {job}")
        (draft,) = choose(request, [machine()], pool).drafts
        prompts.add(draft.prompt)
        keys.add(draft.ordered_options.index(draft.right[0]))
        avoid = draft.prompt
    assert len(prompts) >= 3
    assert len(keys) >= 2


def test_a_document_in_another_language_is_refused_by_its_name() -> None:
    text = (
        "光合成は、植物が太陽の光を使って二酸化炭素と水から糖を作る過程である。葉緑体は光を吸収する緑色の色素を含む。"
        "細胞は生物の最も小さな単位であり、細胞膜に包まれている。"
    )
    with pytest.raises(JobFailure, match="writes questions in English; a document of this quiz is Japanese"):
        write_quiz(GenerationRequest(3, ()), [source_of(text * 4)], None, unheard)


def test_a_topic_that_is_not_named_is_replaced_by_a_near_one_which_is_told() -> None:
    done = write_quiz(GenerationRequest(1, (), topic="goose"), [machine()], None, unheard)
    assert "near: “duck”" in done["shortfall"]
    assert {question["citation"]["page"] for question in done["questions"]} == {2}


def test_the_balance_of_true_and_false_is_named_where_it_is_the_reason() -> None:
    pool = [
        candidate for candidate in candidates_of(machine(), None, {"true_false"}) if candidate.draft.correct
    ]
    made = choose(GenerationRequest(9, ("true_false",)), [machine()], pool)
    assert made.shortfall is not None
    assert "as many statements must be false as true" in made.shortfall


def test_progress_is_reported_while_a_source_is_written() -> None:
    shares: list[float] = []
    write_quiz(GenerationRequest(3, ()), [machine()], None, lambda share, *_: shares.append(share))
    assert shares == sorted(shares)
    assert len({share for share in shares if 0.1 < share < 0.9}) >= 2


ISLANDS = [
    "# Islands",
    "The farms of Norfolk Island stand on limestone between green hills and old pine forests.",
    "Limestone keeps water badly, and it falls apart in the winds of the Pacific Ocean.",
    "In 1790, James Cook mapped the coast of Norfolk Island for the Royal Navy.",
    "Settlers on Norfolk Island also sold timber and flax to the merchants of Sydney.",
    "Granite falls apart slowly, and it forms the cliffs of Norfolk Island near the harbour.",
]


def candidates(lines: list[str]) -> list[RoughDraft]:
    source = source_of(lines)
    found = [one.draft for one in candidates_of(source, None, set(KINDS))]
    return [draft for draft in found if fault_of(draft, source) is None]


def asked_of(lines: list[str]) -> list[Asked]:
    sentences = sentences_of(source_of(lines).document)
    asking = Asking(Concepts(sentences))
    return [question for sentence in sentences for question in asking.questions_of(sentence)]


def test_a_noun_inside_a_sentence_is_asked_for_by_a_gap() -> None:
    gaps = {one.answer: one.prompt for one in asked_of(ISLANDS) if one.form == "gap"}
    stands = "The farms of Norfolk Island stand on _____ between green hills and old pine forests."
    assert gaps["limestone"] == f"Which of these belongs in the gap? {stands}"


def test_a_document_with_too_few_things_of_a_sort_takes_wrong_options_from_wordnet() -> None:
    concepts = Concepts(sentences_of(source_of(ISLANDS).document))
    chance = random.Random(1)
    wrong = concepts.distractors(concepts.all["limestone"], ISLANDS[1], frozenset(), 3, chance)
    assert len(wrong) == 3
    assert all(nouns().are_siblings("limestone", one.lower()) for one in wrong)


def test_a_year_at_the_beginning_of_a_sentence_is_asked_for_even_if_the_document_has_no_other() -> None:
    asked = next(draft for draft in candidates(ISLANDS) if draft.prompt.startswith("In which year"))
    assert asked.prompt == "In which year did James Cook map the coast of Norfolk Island for the Royal Navy?"
    assert asked.right == ["1790"]
    assert len({"1790", *asked.wrong}) == 4


def test_also_is_left_out_of_what_is_asked() -> None:
    asked = [
        one.prompt for one in asked_of([line.replace("run faster", "also run faster") for line in MACHINE])
    ]
    assert "Why do programs run faster with a cache?" in asked
    assert not any(" also " in prompt for prompt in asked)


def test_a_statement_is_not_cut_off_in_the_middle_of_a_clause() -> None:
    lines = [
        "# Fields",
        "Farms in the valley lose soil, since wind erosion takes the soil of bare fields and.",
        "Because of the low rainfall, growth on farms is slow and frost kills the seedlings in May.",
        "Farms on the plain keep soil, since rain erosion spares the soil of green fields.",
    ]
    endings = [draft.prompt.rstrip(".?").split()[-1] for draft in candidates(lines)]
    assert not {"and", "or", "in", "of"} & set(endings)


@pytest.mark.parametrize(
    "sentence",
    [
        "The area of Norfolk went through many changes, and the region sold timber to merchants.",
        "The Pacific Ocean with its many islands and deep trenches lies to the south and southwest.",
        "In the second reaction, sodium chloride gives up one electron to the boron of the trifluoride salt.",
    ],
)  # fmt: skip
def test_what_is_clear_only_beside_other_sentences_is_not_asked(sentence: str) -> None:
    found = candidates([*ISLANDS, sentence])
    assert not [draft for draft in found if sentence == draft.citation.sentence]


def test_a_pronoun_as_object_does_not_stand_for_the_subject() -> None:
    lines = [
        "# Oceans",
        "The equator divides it into a northern ocean and a southern ocean with other currents.",
    ]
    assert not asked_of(lines)


def test_two_names_of_one_person_are_not_options_of_one_question() -> None:
    lines = [*MACHINE, "General Charles Babbage sold the oldest machine of gears to a museum in London."]
    of_hopper = [one for one in candidates(lines) if "Charles Babbage" in one.right]
    assert not any("Babbage" in wrong for one in of_hopper for wrong in one.wrong)


def test_what_is_told_of_several_is_no_option_about_one() -> None:
    lines = ["# Fish", "Cartilaginous fish produce a small number of large eggs with much yolk."]
    sentences = sentences_of(source_of(lines).document)
    said = Asking(Concepts(sentences)).said_by(sentences)
    assert not [one for one in said if not one.plural and one.predicate.startswith("produce")]


def test_a_name_without_others_of_its_sort_is_typed() -> None:
    lines = [
        "# Winds",
        "The Coriolis effect circulates the water of the northern ocean in a clockwise direction.",
    ]
    (asked,) = [one for one in candidates(lines) if one.kind == "short_text"]
    assert asked.prompt == "What circulates the water of the northern ocean in a clockwise direction?"
    assert asked.right == ["Coriolis effect"]
    assert asked.level == "easy"


def test_at_most_a_quarter_of_a_mixed_quiz_is_typed() -> None:
    pool = list(candidates_of(machine(), None, set(KINDS)))
    typed = [one for one in pool if one.draft.kind == "short_text"]
    made = choose(GenerationRequest(8), [machine()], [*typed, *pool[:2]])
    assert sum(draft.kind == "short_text" for draft in made.drafts) <= 2


def test_a_prompt_with_two_answers_is_not_asked() -> None:
    lines = [
        "# Angles",
        "The angle north of the plane of reference is called the declination.",
        "The angle north of the plane of reference is called the latitude.",
    ]
    assert not [one for one in candidates(lines) if one.prompt.startswith("What is the angle north")]


def test_two_people_of_one_family_name_are_no_options_of_one_question() -> None:
    lines = [
        "# War",
        "William Howe defeated the army of George Washington near New York City in August 1776.",
        "Richard Howe commanded the fleet of Britain that blockaded the harbours of New York City.",
    ]
    concepts = Concepts(sentences_of(source_of(lines).document))
    one, other = concepts.all["william howe"], concepts.all["richard howe"]
    assert concepts.likeness(one, other) == 0


def test_a_wrong_purpose_has_an_object_and_is_clear() -> None:
    sentences = sentences_of(
        source_of(
            [
                "# Work",
                "Farmers dug long ditches to lead water from rivers to dry fields.",
                "Some farmers were surprised to find it useful.",
                "Traders need a permit to be admitted.",
            ]
        ).document
    )
    found = [text for _, text in purposes_of(sentences, Concepts(sentences))]
    assert found == ["To lead water from rivers to dry fields"]


def test_an_answer_of_the_family_of_a_word_in_the_prompt_is_given_away() -> None:
    lines = ["# Film", "Animators are artists who specialise in the creation of animation for the cinema."]
    assert not [one for one in candidates(lines) if one.kind == "short_text" and one.right == ["animators"]]


@pytest.mark.parametrize(
    ("answer", "turned"),
    [
        ("The drug leads to an increase in growth.", ["The drug leads to a decrease in growth."]),
        ("Elder Futhark gave rise to a variety of alphabets.", []),
        ("The council convenes once more.", []),
        ("The shell expands each word.", []),
    ],
)
def test_only_words_of_direction_are_turned_round(answer: str, turned: list[str]) -> None:
    assert turned_round(answer) == turned


def test_a_statement_ends_with_the_quotation_mark_that_it_begins_with() -> None:
    lines = [
        *MACHINE,
        'Alan Turing knew Charles Babbage, whom the readers of London called "The First Builder".',
    ]
    prompts = [one.prompt for one in candidates(lines) if one.kind == "true_false"]
    assert all(prompt.count('"') % 2 == 0 for prompt in prompts)


def test_a_name_that_acts_as_no_person_is_none() -> None:
    lines = [
        "Elder Futhark has an old alphabet of runes.",
        "Alan Turing wrote papers about machines in London.",
    ]
    concepts = Concepts(sentences_of(source_of(lines).document)).all
    assert concepts["alan turing"].label == "PERSON"
    assert concepts["elder futhark"].label != "PERSON"


def test_a_common_noun_is_no_place_where_it_has_a_capital_letter() -> None:
    lines = ["The principality in the mountains was old.", "In 1255, troops of Italy left the Principality."]
    concepts = Concepts(sentences_of(source_of(lines).document)).all
    assert concepts["principality"].label == ""


def test_no_wrong_options_are_taken_from_another_sense_of_a_noun() -> None:
    lines = ["# Faults", "Whenever a defect is found in a package, a bug is filed by its maintainer."]
    concepts = Concepts(sentences_of(source_of(lines).document))
    assert concepts.distractors(concepts.all["bug"], lines[1], frozenset(), 3, random.Random(1)) == []


def test_half_of_a_name_in_the_prompt_gives_it_away() -> None:
    lines = ["# Life", "Sexual reproduction is the exchange of genes in a sexual cycle of two parents."]
    assert not [one for one in candidates(lines) if "Sexual reproduction" in one.right]


def test_of_a_long_document_more_is_parsed_until_there_are_enough_questions() -> None:
    weather = "The weather of the valley was bad in the year of the flood. "
    facts = [line for line in MACHINE if not line.startswith("# ")]
    pages = [[weather * 20, *facts[at : at + 3]] for at in range(0, len(facts), 3)]
    shares: list[float] = []
    made = write_quiz(
        GenerationRequest(5, ()), [source_of(*pages * 4)], None, lambda share, *_: shares.append(share)
    )
    assert len(made["questions"]) == 5
    assert shares == sorted(shares)
