"""What is asked of a sentence: by its grammar, in correct English, and only if it can be understood alone."""

import random

import pytest

from processor.writing.asking import Asked, Asking
from processor.writing.concepts import Concepts
from processor.writing.prose import sentences_of
from tests.processor.conftest import document_of


def asked_of(*paragraphs: str) -> list[Asked]:
    sentences = sentences_of(document_of(list(paragraphs)))
    asking = Asking(Concepts(sentences))
    return [question for sentence in sentences for question in asking.questions_of(sentence)]


def prompts_of(*paragraphs: str) -> dict[str, str]:
    return {question.prompt: question.answer for question in asked_of(*paragraphs)}


@pytest.mark.parametrize(
    ("text", "prompt", "answer"),
    [
        (
            "Resentment grew because nobles refused to give up their exemption from taxes.",
            "Why did resentment grow?",
            "Because nobles refused to give up their exemption from taxes",
        ),
        (
            "Diffusion is the movement of particles from a dense region to a thin one.",
            "What is diffusion?",
            "The movement of particles from a dense region to a thin one",
        ),
        (
            "If a blood cell is placed in pure water, it swells and finally bursts.",
            "What happens if a blood cell is placed in pure water?",
            "It swells and finally bursts",
        ),
        (
            "Napoleon Bonaparte overthrew the Directory in November 1799 and ruled as First Consul.",
            "What did Napoleon Bonaparte overthrow in November 1799?",
            "Directory",
        ),
        (
            "Central banks fight inflation by raising the rates of interest.",
            "How do central banks fight inflation?",
            "By raising the rates of interest",
        ),
        (
            "In Germany, prices doubled every few days in 1923 because the government printed money.",
            "In Germany, why did prices double every few days in 1923?",
            "Because the government printed money",
        ),
    ],
)
def test_a_sentence_is_asked_about_by_its_grammar(text: str, prompt: str, answer: str) -> None:
    assert prompts_of(text).get(prompt) == answer


def test_a_process_named_after_its_description_is_asked_for_with_that_and_both_are_cited() -> None:
    described = "In chloroplasts, plants make sugar from carbon dioxide and water."
    (question,) = [
        q for q in asked_of(f"{described} This process is called photosynthesis.") if q.form == "called"
    ]
    assert question.prompt == f"What is this called? “{described}”"
    assert question.answer == "photosynthesis"
    assert question.quote == f"{described} This process is called photosynthesis."


def test_a_pronoun_is_replaced_by_the_subject_of_the_sentence_before() -> None:
    found = prompts_of(
        "The minimum wage is a price floor. It hurts young workers because firms hire fewer of them."
    )
    assert found["Why does the minimum wage hurt young workers?"] == "Because firms hire fewer of them"


@pytest.mark.parametrize(
    "text",
    [
        "It grew because the nobility refused to give up its exemption from taxes.",
        "The process failed because the nobility refused to give up its exemption.",
        "They support this plan because the taxes of the nobility are too low.",
        "The author left Paris because the nobility hated the books of Voltaire.",
        "As described above, resentment grew because the nobility paid no taxes.",
        "Figure 3 shows why resentment grew because the nobility paid no taxes.",
        "A mole has 6 × 1023 particles because Avogadro counted the atoms of carbon.",
        "See the GNU General Public License because it grants the rights of users.",
        "Manuel Arellano (1987) proposed covariances because the errors of panels are clustered.",
        "Robust errors failed (Gelman and Hill 2006) because the clusters of the panel were few.",
        "Resentment has been removed because the nobility paid no taxes.",
        "Figure 3: Resentment grew because the nobility paid no taxes.",
        "Aus der Werkstatt eines Notenstechers.",
    ],
)
def test_a_sentence_that_needs_the_text_around_it_or_is_no_prose_is_not_asked(text: str) -> None:
    assert prompts_of(text) == {}


@pytest.mark.parametrize(
    "heading", ["Further Reading", "GNU Free Documentation License", "Long literature list"]
)
def test_a_text_under_references_or_a_licence_is_not_asked(heading: str) -> None:
    text = "Resentment grew because nobles refused to give up their exemption from taxes."
    assert asked_of(f"# {heading}", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Because nobles are proud, a tax on land may be refused by the courts; so courts closed.",
        "If none is chosen by the user, a program shows the colours of the desktop.",
        "The program must not depend on variables of the shell to get reasonable colours.",
        "A river carries mud to the coast if one exists.",
    ],
)
def test_a_reason_or_condition_that_is_not_whole_is_not_asked(text: str) -> None:
    assert not [question for question in asked_of(text) if question.form in ("why", "effect")]


def test_distractors_are_of_the_same_sort_and_never_a_kind_of_the_answer() -> None:
    sentences = sentences_of(
        document_of(
            [
                "On the plains, a lion kills antelopes. In the forests of India, a tiger killed a deer.",
                "In a tree, a leopard ate its prey. Near the lake, a cheetah ate a young gazelle.",
                "In spring a river carried mud to the sea. At night a cat killed a mouse.",
            ]
        )
    )
    concepts = Concepts(sentences)
    lion = concepts.all["lion"]
    drawn = concepts.distractors(lion, sentences[0].text, frozenset(), 9, random.Random(1))
    assert {"tiger", "cheetah"} <= set(drawn)
    assert not {"river", "sea", "lion", "mud", "tree"} & set(drawn)


@pytest.mark.parametrize(
    ("text", "prompt", "answer"),
    [
        (
            "The price of fresh bread depends on demand.",
            "What does the price of fresh bread depend on?",
            "demand",
        ),
        (
            "Copper conducts electricity well, so it is used for the cables of houses.",
            "Why is copper used for the cables of houses?",
            "Because copper conducts electricity well",
        ),
        (
            "The heart of a human adult has four chambers.",
            "How many chambers does the heart of a human adult have?",
            "4",
        ),
        (
            "Grace Hopper wrote the first compiler in 1952.",
            "In which year did Grace Hopper write the first compiler?",
            "1952",
        ),
        (
            "Arteries carry blood away from the heart, whereas veins bring blood back to the heart.",
            "How do arteries differ from veins?",
            "Arteries carry blood away from the heart, while veins bring blood back to the heart",
        ),
        (
            "Enzymes speed up the reactions of a cell. Enzymes work best at one temperature.",
            "Which of these is true of enzymes?",
            "They speed up the reactions of a cell",
        ),
    ],
)
def test_further_kinds_are_asked(text: str, prompt: str, answer: str) -> None:
    assert any((question.prompt, question.answer) == (prompt, answer) for question in asked_of(text))


def test_a_consequence_is_not_asked_with_a_pronoun_that_only_its_cause_explains() -> None:
    text = "The wall of a capillary is only one cell thick, so oxygen passes through it easily."
    assert not [question for question in asked_of(text) if question.form == "why"]


def test_a_difference_is_offered_turned_round_and_denied() -> None:
    (question,) = [
        q
        for q in asked_of(
            "Arteries carry blood away from the heart, whereas veins bring blood back to the heart."
        )
        if q.form == "contrast"
    ]
    assert question.wrong == (
        "Arteries bring blood back to the heart, while veins carry blood away from the heart",
        "Both carry blood away from the heart",
        "Both bring blood back to the heart",
    )


@pytest.mark.parametrize(
    "text",
    ["The heart of a human adult has about four chambers.", "The heart of a human adult had four chambers."],
)
def test_numbers_are_asked_only_where_they_are_exact_and_of_a_kind(text: str) -> None:
    assert not [question for question in asked_of(text) if question.form == "count"]


@pytest.mark.parametrize(
    ("text", "prompt", "answer"),
    [
        (
            "Reserved words are used to begin and end compound commands.",
            "What are reserved words used to do?",
            "To begin and end compound commands",
        ),
        (
            "Histology, the study of thin tissues under a strong microscope, became a science in Paris.",
            "Which of these is the study of thin tissues under a strong microscope?",
            "histology",
        ),
        (
            "Marine pollution is a generic term for the entry of harmful particles into the ocean.",
            "Which of these is the entry of harmful particles into the ocean?",
            "marine pollution",
        ),
        (
            "Because nobles refused to pay their share, resentment grew in the towns of France.",
            "Why did resentment grow in the towns of France?",
            "Because nobles refused to pay their share",
        ),
    ],
)
def test_uses_and_appositions_are_asked_for(text: str, prompt: str, answer: str) -> None:
    assert prompts_of(text).get(prompt) == answer


@pytest.mark.parametrize(
    ("text", "form"),
    [
        # What a program does with a value of its own, of which nothing else is known
        ("If no tags are given, the transfinite algorithm tries to find the corners.", "effect"),
        ("When a borrower repays a loan, it is usually with the intention of buying a house.", "effect"),
        (
            "If command is a compound command, the name of the coprocess is optional. A command is a line.",
            "effect",
        ),
        # One of many
        ("Algeria is a member of the African Union and of the Arab League.", "term"),
        (
            "A fire that destroyed the film studio incinerated the only copy of the film of Cristiani.",
            "subject",
        ),
        # What `to` belongs to
        ("In 1991, Helen Sharman became the first Briton to fly in space with a crew.", "why"),
        ("The shell waits for all commands of the pipeline to terminate before the next one.", "why"),
        ("The term zootomy is sometimes used to refer to the anatomy of animals.", "use"),
        ("In 1983, the first woman of America in space was Sally Ride.", "when"),
        ("Tihamah, Hejaz, and Syria, the land of the rivers and of the old towns, were conquered.", "term"),
    ],
)
def test_what_nobody_could_know_is_not_asked(text: str, form: str) -> None:
    assert not [question for question in asked_of(text) if question.form == form]


@pytest.mark.parametrize(
    "text",
    [
        "Soon after the Persian and Afghan forces of the king invaded India.",
        "Protests escalated into boycotts, and in 1773 the destruction of a shipment of tea.",
        "MinAniso Take the intersection of a list of possibly anisotropic fields.",
    ],
)
def test_a_sentence_without_a_main_clause_or_with_a_wrong_parse_is_not_asked(text: str) -> None:
    assert prompts_of(text) == {}


def test_one_of_several_things_is_not_meant_by_a_definite_article() -> None:
    plugins = (
        "A plugin can hide elements. Every plugin compares a measure with a threshold. Plugins are free."
    )
    known = "Gmsh lets the plugin hide all elements by a prescribed threshold of quality."
    assert not [one for one in asked_of(plugins, known) if "the plugin" in one.prompt]


def test_the_points_at_which_they_meet_do_not_tell_what_meets() -> None:
    assert prompts_of("The two points at which they intersect are called the equinoxes.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Further types include cyber anthropology and the anthropology of media.",
        "The functions of zsh will be called arguments by the shell.",
    ],
)
def test_what_only_the_text_before_explains_is_not_asked(text: str) -> None:
    assert not [one for one in asked_of(text) if "urther" in one.prompt or one.form == "called"]


def test_a_predicate_with_half_a_pair_of_quotation_marks_is_no_option() -> None:
    sentences = sentences_of(document_of(['The levels of a factor have mode and storage mode "character".']))
    assert Asking(Concepts(sentences)).said_by(sentences) == []


def test_what_is_a_kind_of_material_has_no_siblings_in_wordnet() -> None:
    sentences = sentences_of(document_of(["Around the nose of an animal, hair keeps out the adhesive."]))
    concepts = Concepts(sentences)
    drawn = concepts.distractors(
        concepts.all["adhesive"], sentences[0].text, frozenset(), 3, random.Random(1)
    )
    assert drawn == []
