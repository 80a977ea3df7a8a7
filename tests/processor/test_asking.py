"""Questions without a model: they have few forms, are correct English, and have one right answer."""

import random
from uuid import UUID

import pytest

from processor.checks import fault_of
from processor.draft import KINDS, RoughDraft
from processor.quiz import GenerationRequest, Quiz, choose, quotas
from processor.writing.compose import Source, candidates_of, spellings
from processor.writing.grammar import clause_of
from processor.writing.likeness import may_mean_the_same
from processor.writing.numbers import neighbouring
from processor.writing.topics import Topic
from tests.processor.conftest import UPLOAD, source_of

MACHINE = [
    "# Directories",
    "Lock files must be placed in /var/lock by the programs that use them.",
    "The spool of the printer must be placed in /var/spool.",
    "The sources of programs should be kept in /usr/src.",
    "The kernel must be located in /boot.",
    "# Commands",
    "The locate command finds a file by a part of its name in a database.",
    "The updatedb command builds the database of all names once a day.",
    "The chsh command changes the login shell of a user at once.",
    "The chmod command changes who may read, write or run a file.",
    "The umask command sets which rights a new file does not get.",
    "A terminal waits 30 seconds for a password before it hangs up.",
    "The Internet Engineering Task Force (IETF) publishes standards of the network.",
    "A daemon is a program that runs in the background and serves requests.",
    "A shell is a program that reads commands and starts other programs.",
    "A kernel is the part of a system that shares out memory and devices.",
    "A pager is a program that shows a long text screen by screen.",
    "A linker is a program that joins object files into one program.",
    "A pipeline consists of commands, pipes, and redirections.",
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


def test_a_definition_becomes_a_question_which_of_these_it_defines() -> None:
    found = by_prompt(machine(), "single_choice")
    question = found["Which of these is a program that shows a long text screen by screen?"]
    assert question.right == ["pager"]
    assert len(set(question.wrong)) == 3


def test_a_question_about_a_named_thing_names_its_class() -> None:
    found = by_prompt(machine(), "single_choice")
    question = next(
        draft for prompt, draft in found.items() if prompt.startswith("Which command changes the login shell")
    )
    assert question.right == ["chsh"]
    assert set(question.wrong) <= {"locate", "updatedb", "chmod", "umask"}


def test_a_question_asks_what_an_abbreviation_stands_for() -> None:
    question = by_prompt(machine(), "single_choice")["What does “IETF” stand for?"]
    assert question.right == ["Internet Engineering Task Force"]
    assert all([word[0] for word in text.split()] == ["I", "E", "T", "F"] for text in question.wrong)


def test_a_question_asks_where_something_is_placed() -> None:
    assert any(
        prompt.startswith("Where should the sources of programs be kept?")
        for prompt in by_prompt(machine(), "single_choice")
    )


def test_a_question_for_a_number_shows_its_unit() -> None:
    (question,) = by_prompt(machine(), "numeric").values()
    assert question.value == 30
    assert "waits _____ seconds" in question.prompt


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
    assert len(found) > 12
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
    mix = {"easy": 3, "medium": 2, "hard": 1}
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
    ("number", "sentence"),
    [("128", "At most 128 bytes."), ("1993", "It began in 1993."), ("2.5", "It weighs 2.5 kg.")],
)
def test_distractors_of_a_number_are_written_like_it(number: str, sentence: str) -> None:
    near = neighbouring(number, number == "1993", sentence, 3, random.Random(1))
    assert len(set(near)) == 3
    assert number not in near
    assert all(("." in text) == ("." in number) for text in near)


def test_numbers_of_the_sentence_are_not_distractors() -> None:
    assert not {"4", "6"} & set(neighbouring("5", False, "Between 4 and 6, mostly 5.", 4, random.Random(1)))


@pytest.mark.parametrize(
    ("text", "subject", "verb"),
    [
        ("The umask command sets the rights of new files.", "umask command", "sets"),
        ("A kernel is the part of a system that shares out memory.", "kernel", "is"),
    ],
)
def test_a_sentence_is_split_into_its_subject_and_its_verb(text: str, subject: str, verb: str) -> None:
    clause = clause_of(text)
    assert clause is not None
    assert (clause.subject, clause.verb) == (subject, verb)


@pytest.mark.parametrize(
    "text",
    [
        "If it rains, the road is wet today.",
        "Running fast is what horses do best.",
        "Rain, wind and snow are weather.",
    ],
)
def test_a_sentence_that_does_not_begin_with_its_subject_has_no_clause(text: str) -> None:
    clause = clause_of(text)
    assert clause is None or clause.subject.split()[0] not in ("it", "it rains")


@pytest.mark.parametrize(
    ("one", "other"),
    [("source package", "source packages"), ("BTS", "Bug Tracking System"), ("package", "source package")],
)
def test_terms_that_may_mean_the_same_are_recognised(one: str, other: str) -> None:
    assert may_mean_the_same(one, other)


def test_other_spellings_of_an_answer_are_accepted() -> None:
    assert spellings("/var/lock", "path") == ["/var/lock", "/var/lock/"]
    assert spellings("find(1)", "command") == ["find(1)", "find"]
    assert spellings("PATH", "variable") == ["PATH", "$PATH"]


TOOLS = [
    "# Tools",
    "sbuild is a tool that builds a package in a clean chroot.",
    "lintian is a tool that checks a package for common mistakes.",
    "debootstrap is a tool that installs and removes a package for a test.",
    "debdiff is a tool that compares the lists of files of two packages.",
    "The unstable suite is a suite that holds the newest packages of the archive.",
    "The stable suite is a suite that holds the packages of the last release.",
    "Switzerland is a country that has many mirrors of the archive.",
]


def test_distractors_of_a_program_are_names_of_programs() -> None:
    question = by_prompt(source_of(TOOLS), "single_choice")[
        "Which of these is a tool that builds a package in a clean chroot?"
    ]
    assert set(question.wrong) == {"lintian", "debootstrap", "debdiff"}


def test_a_term_without_others_of_its_kind_gives_no_question() -> None:
    assert not [prompt for prompt in by_prompt(source_of(TOOLS), "single_choice") if "country" in prompt]


def test_no_two_questions_have_the_same_answer() -> None:
    spoken = [
        "A program finds the name of the printer in the variable PRINTER_NAME at its start.",
        "A job that fails on the network is sent to the queue of PRINTER_NAME once more.",
        "The daemon keeps the size of the paper of a printer in PAPER_SIZE for all users.",
        "The daemon keeps the language of a printer in PAGE_LANGUAGE for all of its users.",
        "The daemon keeps the resolution of a printer in DOT_RESOLUTION for all its users.",
    ]
    answers = [draft.right[0] for draft in drafts(source_of(spoken), kinds=("single_choice", "short_text"))]
    assert answers
    assert len(set(answers)) == len(answers)


@pytest.mark.parametrize("name", ["/usr/share/package-name", "/etc/rcn.d"])
def test_a_placeholder_for_a_name_is_not_an_answer(name: str) -> None:
    text = f"The data of a program that runs on every machine is kept under {name} by its package."
    others = ["The kernel lies in /boot on every machine.", "All fonts lie in /usr/share/fonts by default.",
              "All logs lie in /var/log by default.", "All mail lies in /var/mail by default."]  # fmt: skip
    found = drafts(source_of([text, *others]), kinds=("single_choice", "short_text"))
    assert not [draft for draft in found if name in draft.right]
