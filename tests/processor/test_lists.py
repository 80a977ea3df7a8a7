"""Multiple choice: from an enumeration in a sentence, or from a list under its lead-in."""

import pytest

from processor.checks import fault_of
from processor.draft import RoughDraft
from processor.quiz import GenerationRequest, choose
from processor.writing.compose import Source, candidates_of
from processor.writing.lists import Enumeration, enumeration_of
from processor.writing.sentences import sentences_of
from processor.writing.terms import Vocabulary
from tests.processor.conftest import document_of, source_of

RECORDS = [
    "# Records",
    "The files /var/run/utmp, /var/log/wtmp and /var/log/lastlog must be writable by the group utmp.",
    "The daemon of the printer keeps its accounts in /var/log/lpacct and nowhere else.",
    "# Spools",
    "Outgoing mail waits in /var/spool/mqueue until the server of the network answers.",
    "The scheduler reads the tables of all users from /var/spool/cron when it starts.",
    "The kernel writes its messages of the boot to /var/log/dmesg before anybody signs in.",
]
PARCEL = [
    "# Parcels",
    "The fields in the general stanza of a parcel are:",
    "- Sender (mandatory)",
    "- Weight (mandatory)",
    "- Insurance",
    "- Recipient: who is to have the parcel.",
    "A parcel without a Stamp field is sent back to the office.",
    "# Letters",
    "The fields in the first stanza of a letter are:",
    "- Greeting",
    "- Signature",
    "- Stamp",
    "- Postscript",
]


def listed(source: Source) -> list[RoughDraft]:
    pool = list(candidates_of(source, None, {"multiple_choice"}))
    return choose(GenerationRequest(8, ("multiple_choice",)), [source], pool).drafts


def enumerated(text: str, *others: str) -> Enumeration | None:
    sentences = list(sentences_of(document_of([text, *others])))
    return enumeration_of(sentences[0], text, Vocabulary(sentences))


def test_an_enumeration_in_a_sentence_gives_a_multiple_choice() -> None:
    source = source_of(RECORDS)
    (question,) = listed(source)
    assert question.prompt == (
        "Which of these belong in the gap? Choose all that apply. "
        "“The files _____ must be writable by the group utmp.”"
    )
    assert set(question.right) <= {"/var/run/utmp", "/var/log/wtmp", "/var/log/lastlog"}
    assert set(question.wrong) <= {"/var/spool/mqueue", "/var/spool/cron", "/var/log/dmesg"}
    assert fault_of(question, source) is None


def test_a_bulleted_list_gives_a_multiple_choice_that_cites_the_lead_in_with_its_items() -> None:
    source = source_of(PARCEL)
    question = next(draft for draft in listed(source) if "parcel" in draft.prompt)
    assert "“The fields in the general stanza of a parcel are: _____.”" in question.prompt
    assert set(question.right) <= {"Sender", "Weight", "Insurance", "Recipient"}
    assert set(question.wrong) <= {"Greeting", "Signature", "Postscript"}
    assert question.citation.sentence.startswith("The fields in the general stanza of a parcel are: Sender")
    assert fault_of(question, source) is None


def test_names_in_the_text_around_a_list_are_not_wrong_options() -> None:
    wrong = {
        text
        for source in (source_of(RECORDS), source_of(PARCEL))
        for draft in listed(source)
        for text in draft.wrong
    }
    assert wrong
    assert not wrong & {"/var/log/lpacct", "Stamp"}


def test_items_beyond_the_quote_are_not_wrong_options() -> None:
    ports = [
        f"PORT_{name * 30}"
        for name in ("AB", "CD", "EF", "GH", "IJ", "KL", "MN", "OP", "QR", "ST", "UV", "WX")
    ]
    source = source_of([
        "# Ports", "The ports of the machine that a program may open are:", *(f"- {port}" for port in ports),
        "# Others", "The ports of the printer that a driver may open are:",
        *(f"- LINE_{name}" for name in "ABCD"),
    ])  # fmt: skip
    question = next(draft for draft in listed(source) if "machine" in draft.prompt)
    assert ports[-1] not in question.citation.sentence
    assert not set(question.wrong) & set(ports)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "If job control is in effect, Bash ignores SIGTTIN, SIGTTOU, and SIGTSTP.",
            ("SIGTTIN", "SIGTTOU", "SIGTSTP"),
        ),
        (
            "The files /etc/rpc, /etc/hosts and /etc/group must belong to netbase.",
            ("/etc/rpc", "/etc/hosts", "/etc/group"),
        ),
        (
            "An email message consists of the message envelope, the message header, and the message body.",
            ("message envelope", "message header", "message body"),
        ),
    ],
)
def test_the_first_item_does_not_include_the_words_before_the_list(text: str, items: tuple[str, ...]) -> None:
    found = enumerated(text, "Many files are kept in other files of the kernel.")
    assert found is not None
    assert found.items == items


@pytest.mark.parametrize(
    "text",
    [
        "Editors such as vim(1), nano(1) and emacs(1) edit the text of a program.",
        "The programs vim(1), nano(1) and others edit the text of a program.",
        "A compiler conforms to the Specification of Languages, version 2 or higher.",
        "The compiler reads the source, removes the comments and writes the program.",
        "These signals are SIGTTIN, SIGTTOU, and SIGTSTP in every terminal.",
    ],
)
def test_an_open_list_or_no_list_gives_no_enumeration(text: str) -> None:
    assert enumerated(text) is None
