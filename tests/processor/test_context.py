"""What makes a question clear: title and heading, the noun of a pronoun, and nothing in brackets."""

import pytest

from processor.checks import fault_of
from processor.draft import KINDS, NOT_TRUE, RoughDraft
from processor.quiz import GenerationRequest, choose
from processor.writing.asking import Asking
from processor.writing.compose import Source, candidates_of, setting_of
from processor.writing.concepts import Concepts
from processor.writing.context import leaning_in
from processor.writing.opposites import denied_at_first, turned_round
from processor.writing.prose import sentences_of
from tests.processor.conftest import UPLOAD, document_of, source_of

APPEALS = [
    "# Appeals",
    "Parties trust the judgment of a high court because its judges are experienced.",
    "The judgment of a court is final after thirty days because all parties need peace.",
    "Appellants pay a fee in cash because courts have many expenses.",
    "Appellants wait for many months because judges work slowly at night.",
    "The appellant signs the papers in ink because clerks distrust pencils.",
]


def drafts(source: Source) -> list[RoughDraft]:
    found = [candidate.draft for candidate in candidates_of(source, None, set(KINDS))]
    return [draft for draft in found if fault_of(draft, source) is None]


def test_what_only_the_chapter_makes_clear_is_asked_after_title_and_heading() -> None:
    prompts = {draft.prompt: draft.as_json()["prompt"] for draft in drafts(source_of(APPEALS))}
    why = "Why does the appellant sign the papers in ink?"
    assert prompts[why] == f"Appeals: {why}"
    assert prompts["Why do appellants wait for many months?"] == "Why do appellants wait for many months?"


def test_without_a_heading_nothing_makes_such_a_noun_clear() -> None:
    prompts = [draft.prompt for draft in drafts(source_of(APPEALS[1:]))]
    assert not any("the appellant" in prompt.lower() for prompt in prompts)


def test_what_the_paragraph_introduced_as_one_of_many_is_not_what_the_chapter_is_about() -> None:
    text = "A wall was built by monks. Later the wall fell because the walls of Ghent moved."
    sentences = sentences_of(document_of(["# Abbeys", text, "A wall of stone protects the walls of wood."]))
    source = source_of(["# Abbeys", text, "A wall of stone protects the walls of wood."])
    assert not any("the wall fall" in draft.prompt for draft in drafts(source))
    assert leaning_in(sentences[1], Concepts(sentences)) == ["the wall"]


@pytest.mark.parametrize(
    ("title", "headings", "setting"),
    [
        ("Animal Farm", ("Plot summary",), "Animal Farm – Plot summary"),
        ("Animal Farm", ("Animal Farm",), "Animal Farm"),
        ("Mnesia: a handbook", ("Mnesia", "2.1 Define a Schema"), "Mnesia – Define a Schema"),
        (None, ("Chapter 4: Rivers",), "Rivers"),
        (None, (), None),
    ],
)
def test_a_setting_is_the_title_and_the_nearest_heading(
    title: str | None, headings: tuple[str, ...], setting: str | None
) -> None:
    assert setting_of(title, headings) == setting


def test_a_pronoun_stands_for_what_the_same_pronoun_stood_for_before() -> None:
    text = (
        "The Nile flows through Egypt. It floods the fields every summer. "
        "It is sacred because the farmers live from its mud."
    )
    prompts = [draft.prompt for draft in drafts(source_of([text, *APPEALS]))]
    assert "Why is the Nile sacred?" in prompts


def test_what_stands_in_brackets_is_left_out() -> None:
    text = "Resentment (which the king ignored) grew because nobles (and priests) paid no taxes."
    (why,) = [one for one in drafts(source_of([text, *APPEALS])) if one.prompt == "Why did resentment grow?"]
    assert why.right == ["Because nobles paid no taxes"]


def test_concepts_that_are_listed_together_are_of_one_sort() -> None:
    lines = ["The clerk sells parchment, vellum and sealwax.", "The abbot bought vellum in Lyon."]
    concepts = Concepts(sentences_of(document_of(lines)))
    assert concepts.are_of_one_sort(concepts.all["parchment"], concepts.all["vellum"])
    assert not concepts.are_of_one_sort(concepts.all["parchment"], concepts.all["clerk"])


def test_one_false_statement_is_to_be_found_among_true_ones_of_its_section() -> None:
    source = source_of([
        "# Blood",
        "Platelets are small fragments of cells that help the blood to clot.",
        "Red cells carry oxygen from the lungs to the muscles of the body.",
        "A doctor measures the pressure of the blood with an inflated cuff.",
        "Plasma carries sugar and salts to all the organs of the body.",
    ])  # fmt: skip
    (draft,) = [one for one in drafts(source) if one.prompt == NOT_TRUE]
    assert draft.right == ["Platelets are large fragments of cells that help the blood to clot."]
    assert len(draft.wrong) == 3
    assert draft.as_json()["prompt"] == f"Blood: {NOT_TRUE}"


def test_at_most_a_fifth_of_a_quiz_looks_for_a_false_statement() -> None:
    sections = [
        line
        for number in ("One", "Two", "Three", "Four", "Five", "Six")
        for line in (
            f"# Castle {number} of Wales",
            f"Tower {number} has thick walls of stone around a deep well.",
            f"Hall {number} holds a table of oak for the guests of the prince.",
            f"Gate {number} was painted in the colours of the house of Tudor.",
            f"Chapel {number} keeps the bones of a saint from the isle of Man.",
        )
    ]
    source = source_of(sections)
    found = choose(GenerationRequest(10), [source], list(candidates_of(source, None, set(KINDS))))
    assert sum(draft.prompt == NOT_TRUE for draft in found.drafts) <= 2


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("Most algorithms are meant for machines.", ["Few algorithms are meant for machines."]),
        ("Few algorithms are meant for people.", ["Most algorithms are meant for people."]),
        ("At most four people played.", []),
    ],
)
def test_what_is_said_of_most_is_false_of_few(text: str, turned: list[str]) -> None:
    assert denied_at_first(text) == turned


def test_an_article_agrees_with_the_opposite() -> None:
    assert turned_round("It has an internal clock.") == ["It has an external clock."]
    assert turned_round("It has an inner wall.") == ["It has an outer wall."]
    assert turned_round("It was an easy task.") == ["It was a difficult task."]


def test_a_sentence_of_two_main_clauses_is_no_statement_without_the_word_that_joins_them() -> None:
    text = "The wall of a capillary is only one cell thick, so oxygen passes through the wall easily."
    statements = [one.prompt for one in drafts(source_of(["# Blood", text])) if one.kind == "true_false"]
    assert not any(", oxygen" in statement for statement in statements)


@pytest.mark.parametrize(
    "text",
    [
        # A comparison with what is not said
        "In Belgium, the share of abbeys with a brewery of their own is far lower.",
        # A picture beside the text
        "The map shows the major abbeys of Belgium and their breweries in the year 1500.",
        # `its` is no word for the whole, of which this is the rest
        "The rest of its beer goes to the markets of Belgium and of France.",
    ],
)
def test_what_points_outside_the_sentence_is_no_statement(text: str) -> None:
    source = source_of(["# Abbeys", text, *APPEALS[1:]])
    assert not [one for one in drafts(source) if text[4:30] in one.prompt]


def test_a_comparison_with_its_standard_is_a_statement() -> None:
    text = "In Belgium, the share of abbeys with a brewery is far lower than in the whole of France."
    found = drafts(source_of(["# Abbeys", text, *APPEALS[1:]]))
    assert text in [one.prompt for one in found if one.kind == "true_false"]


def test_what_was_is_asked_after_its_setting_where_the_sentence_names_nobody_and_no_place() -> None:
    text = "Heavy taxes on foreign traders of salt and wool were introduced by wealthy merchants."
    prompts = {one.prompt: one.as_json()["prompt"] for one in drafts(source_of(["# Bruges", text]))}
    false = "Heavy taxes on domestic traders of salt and wool were introduced by wealthy merchants."
    assert prompts[false] == f"Bruges: {false}"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        # To do a thing is what they worked at, not why
        ("Since the war the nation has worked to repair the roads and bridges of the north.", "why"),
        # Metals have no purpose
        ("The alkali metals react violently with water to form hydroxides with a strong smell.", "why"),
        # Praise that fits anything
        ("Barley is an important part of the economy of the abbeys in the north of Belgium.", "term"),
        ("Unsafe wells are a major cause of injury among the children of Belgian villages.", "define"),
        # Two things, of which the subject is one
        ("Dilation and curettage is an operation that is used for a variety of reasons.", "term"),
        # Where, of somebody of whom another place is told
        ("Albert Einstein was born in Ulm, in Germany, on a Friday in spring.", "where"),
        # Several names of which the noun is the kind
        (
            "Scholars divided the bony fishes of Belgium into the subclasses Chondrostei and Neopterygii.",
            "object",
        ),
    ],
)
def test_what_fits_anything_or_is_half_of_the_answer_is_not_asked(text: str, form: str) -> None:
    sentences = sentences_of(document_of(["# Abbeys", text]))
    asking = Asking(Concepts(sentences))
    assert not [one for one in asking.questions_of(sentences[0]) if one.form == form]


def test_statements_are_a_quarter_of_a_quiz_even_if_little_else_is_found() -> None:
    sections = [f"The {name} river carries more than a million tons of salt to the harbour of Ghent."
                for name in ("Leie", "Schelde", "Dender", "Rupel", "Nete", "Demer")]  # fmt: skip
    source = source_of(["# Rivers", *sections])
    found = choose(GenerationRequest(20), [source], list(candidates_of(source, None, set(KINDS))))
    judged = sum(draft.kind == "true_false" for draft in found.drafts)
    assert judged <= max(1, -(-len(found.drafts) // 4))


def test_the_title_of_a_document_is_no_answer() -> None:
    lines = ["# Belgium", "In spring, Belgium sold a fleet of old trams to the city of Odessa.",
             "France sold ships. Germany sold ships. Norway sold trains. Spain sold trains."]  # fmt: skip
    source = Source(UPLOAD, document_of(lines, title="Belgium"))
    asked = [one.prompt for one in drafts(source) if one.right and one.right[0] == "Belgium"]
    assert asked == []


def test_a_label_that_a_name_has_once_makes_it_no_place() -> None:
    sentences = sentences_of(document_of(["Ghent sold cloth to Oranje. Bruges sold wool to Paris."]))
    concepts = Concepts(sentences)
    concepts.all["oranje"].label = concepts.all["paris"].label = "GPE"
    assert not concepts.are_of_one_sort(concepts.all["paris"], concepts.all["oranje"])


def test_a_noun_that_says_what_the_title_is_means_it_after_the_title() -> None:
    lines = [
        "Ghent is a city of old merchants and of tall houses.",
        "In 1901, the city passed a law on schools.",
    ]
    document = document_of(["# Ghent", *lines], title="Ghent")
    sentences = sentences_of(document)
    assert leaning_in(sentences[1], Concepts(sentences, "Ghent")) == ["the city"]
    titled = [one.as_json()["prompt"] for one in drafts(Source(UPLOAD, document)) if "city" in one.prompt]
    assert all(prompt.startswith("Ghent: ") for prompt in titled if "the city" in prompt)
    assert not Concepts(sentences, "Bruges").is_kind_of_topic("city")


def test_a_word_is_not_turned_round_where_its_opposite_is_said_as_well() -> None:
    assert turned_round("Indirect taxes became direct taxes, not indirect ones.") == []
