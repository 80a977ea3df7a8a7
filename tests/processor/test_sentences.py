"""Which sentences can be understood alone, and in which form."""

import pytest

from processor.writing.sentences import sentence_texts, sentences_of, standalone_form, stands_alone
from tests.processor.conftest import document_of

ALONE = [
    "A shell script is a text file that contains commands of the shell.",
    "Locally installed programs should be placed into the directory /usr/local/sbin.",
    "dpkg-source unpacks the archive into a directory of its own before it is built.",
]
DEPENDENT = [
    "This is the reason why the file must never be removed from the system.",
    "The file is created as described above by the program that reads it.",
    "Figure 3 shows that the pressure rises with the temperature of the gas.",
    "It holds the names of all users who may sign in to the machine.",
    "However you do it, the following command removes each of the files there.",
    "The server now holds the names of all users who may sign in to it.",
    "We recommend that each user has a password of at least twelve letters.",
    "See https://example.org/ for a list of all servers that hold the archive.",
    "The variable $HOME holds the path of the directory of the user { x }.",
    "The package foo depends on the package bar in at least version two.",
    "Each file has an owner and a group.txt, in the",
]


@pytest.mark.parametrize("text", ALONE)
def test_a_whole_statement_stands_alone(text: str) -> None:
    assert stands_alone(text)


@pytest.mark.parametrize("text", DEPENDENT)
def test_a_sentence_that_depends_on_other_text_does_not_stand_alone(text: str) -> None:
    assert not stands_alone(text)


@pytest.mark.parametrize(
    ("text", "standalone"),
    [
        ("However, a lens bends light.", "A lens bends light."),
        ("Note that a lens bends light.", "A lens bends light."),
        ("A lens (see Section 4) bends light.", "A lens bends light."),
        ("A lens can also bend light.", "A lens can bend light."),
        ("In addition to glass, a lens has a frame.", "In addition to glass, a lens has a frame."),
    ],
)
def test_words_that_connect_a_sentence_with_its_context_are_left_out(text: str, standalone: str) -> None:
    assert standalone_form(text) == standalone


def test_the_quote_is_word_for_word_as_on_the_page() -> None:
    document = document_of(
        "However, a lens of this kind bends light. Therefore, a prism is a body of glass that parts light."
    )
    last = list(sentences_of(document))[-1]
    assert last.text == "A prism is a body of glass that parts light."
    assert last.quote in document.pages[0].text
    assert last.alone


def test_a_path_with_a_dot_is_not_cut_in_two() -> None:
    document = document_of(
        "The daemon must run all scripts in /etc/cron.d once an hour. Another one waits for them to end."
    )
    assert next(sentence.text for sentence in sentences_of(document)).endswith("/etc/cron.d once an hour.")


def test_only_the_wanted_pages_are_read() -> None:
    document = document_of("One page is here.", "Two pages are here.", "Three pages are here.")
    assert [sentence.page for sentence in sentences_of(document, [(2, 3)])] == [2, 3]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("It rises (see below. And above). It falls.", ["It rises (see below. And above).", "It falls."]),
        ("He said “it falls.” He left.", ["He said “it falls.”", "He left."]),
        ("Dr. Young wrote version 2.4. It works.", ["Dr. Young wrote version 2.4.", "It works."]),
        ("Waves, e.g. of light, bend. Others do not.", ["Waves, e.g. of light, bend.", "Others do not."]),
    ],
)
def test_a_text_is_cut_where_sentences_end(text: str, texts: list[str]) -> None:
    assert sentence_texts(text) == texts
