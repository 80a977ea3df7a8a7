"""Quizzes, people and attempts as a front-end shows them, and what each person must not see."""

from typing import Any

from tests.rest.cases import Case, call, read
from tests.rest.cases_of_filters import UNKNOWN, has

ROMES = {"Rome", "Milan", "Turin"}


def only(**fields: Any) -> Any:
    """Whether every row has these values, and there is one."""
    return lambda data: (
        bool(data) and all(row[name] == value for row in data for name, value in fields.items())
    )


QUIZZES = (
    Case(
        "anyone reads a public quiz",
        "anon",
        read("quizzes", "title", ("eq", "id", "$capitals")),
        [{"title": "Capitals"}],
    ),
    Case("nobody lists a quiz with a link", "anon", read("quizzes", "id", ("eq", "id", "$linked")), []),
    Case("a stranger does not list it either", "eve", read("quizzes", "id", ("eq", "id", "$linked")), []),
    Case(
        "by its id it is found",
        "anon",
        call("quiz", {"quiz_id": "$linked"}, ("select", "title")),
        [{"title": "Linked"}],
    ),
    Case("a private quiz is not found by its id", "eve", call("quiz", {"quiz_id": "$secret"}), []),
    Case(
        "its owner finds it",
        "ada",
        call("quiz", {"quiz_id": "$secret"}, ("select", "title")),
        [{"title": "Secret"}],
    ),
    Case("an unknown quiz is no row", "ada", call("quiz", {"quiz_id": UNKNOWN}), []),
    Case("a deleted quiz is in no list", "ada", read("quizzes", "id", ("eq", "id", "$gone")), []),
    Case("a stranger does not find a deleted quiz", "eve", call("quiz", {"quiz_id": "$gone"}), []),
    Case(
        "whoever took it finds it",
        "bob",
        call("quiz", {"quiz_id": "$gone"}, ("select", "title")),
        [{"title": "Gone"}],
    ),
    Case(
        "a taker lists the linked quiz that they took",
        "bob",
        read("quizzes", "title", ("eq", "id", "$linked")),
        [{"title": "Linked"}],
    ),
    Case(
        "quizzes with their owner",
        "anon",
        read("quizzes", "title,profiles(display_name)", ("eq", "id", "$capitals")),
        [{"title": "Capitals", "profiles": {"display_name": "ada"}}],
    ),
    Case(
        "a found quiz with its owner",
        "eve",
        call("quiz", {"quiz_id": "$capitals"}, ("select", "title,profiles(display_name)"), ("single",)),
        {"title": "Capitals", "profiles": {"display_name": "ada"}},
    ),
    Case(
        "a quiz with its questions",
        "ada",
        read(
            "quizzes",
            "title,questions(position)",
            ("eq", "id", "$begun"),
            ("order", "position", {"referencedTable": "questions"}),
        ),
        [{"title": "Begun", "questions": [{"position": 1}, {"position": 2}]}],
    ),
    Case(
        "questions with their choices as rows",
        "ada",
        read(
            "questions",
            "choices(text)",
            ("eq", "id", "$capitals_question"),
            ("order", "position", {"referencedTable": "choices"}),
        ),
        lambda data: has(1)(data) and len(data[0]["choices"]) == 3,
    ),
    Case(
        "the rows of choices",
        "ada",
        read("choices", "position,text", ("eq", "question_id", "$capitals_question"), ("order", "position")),
        lambda data: {row["text"] for row in data} == ROMES,
    ),
    Case("choices of others are not read", "bob", read("choices", "id", ("eq", "quiz_id", "$capitals")), []),
    Case(
        "questions of others are not read", "bob", read("questions", "id", ("eq", "quiz_id", "$capitals")), []
    ),
    Case(
        "an inner join leaves out what has none",
        "ada",
        read(
            "quizzes",
            "title,questions!inner(position)",
            ("in", "id", ["$begun", "$capitals"]),
            ("eq", "questions.position", 7),
        ),
        [{"title": "Capitals", "questions": [{"position": 7}]}],
    ),
    Case(
        "a filter on what is embedded",
        "ada",
        read(
            "quizzes", "title,questions(position)", ("eq", "id", "$capitals"), ("gt", "questions.position", 6)
        ),
        [{"title": "Capitals", "questions": [{"position": 7}]}],
    ),
    Case(
        "a limit on what is embedded",
        "ada",
        read(
            "quizzes",
            "questions(position)",
            ("eq", "id", "$capitals"),
            ("order", "position", {"referencedTable": "questions"}),
            ("limit", 1, {"referencedTable": "questions"}),
        ),
        [{"questions": [{"position": 1}]}],
    ),
    Case(
        "an embedded or",
        "ada",
        read(
            "quizzes",
            "questions(position)",
            ("eq", "id", "$capitals"),
            ("or", "position.eq.1,position.eq.2", {"referencedTable": "questions"}),
            ("order", "position", {"referencedTable": "questions"}),
        ),
        [{"questions": [{"position": 1}, {"position": 2}]}],
    ),
    Case(
        "a spread of what is embedded",
        "anon",
        read("quizzes", "title,...profiles(owner:display_name)", ("eq", "id", "$capitals")),
        [{"title": "Capitals", "owner": "ada"}],
    ),
    Case(
        "a count of what is embedded",
        "ada",
        read("quizzes", "questions(count)", ("eq", "id", "$many1")),
        [{"questions": [{"count": 500}]}],
    ),
)
PROFILES = (
    Case(
        "owners of public quizzes have public profiles",
        "anon",
        read("profiles", "display_name", ("eq", "id", "$ada")),
        [{"display_name": "ada"}],
    ),
    Case("a taker has none for strangers", "eve", read("profiles", "id", ("eq", "id", "$bob")), []),
    Case("nor for nobody", "anon", read("profiles", "id", ("eq", "id", "$bob")), []),
    Case(
        "the owner of a quiz reads who took it",
        "ada",
        read("profiles", "display_name", ("eq", "id", "$bob")),
        [{"display_name": "bob"}],
    ),
    Case(
        "one's own", "eve", read("profiles", "display_name", ("eq", "id", "$eve")), [{"display_name": "eve"}]
    ),
    Case("an address is in none", "eve", read("profiles", "email"), error="42703"),
)
ATTEMPTS = (
    Case("one's own attempts", "bob", read("attempts", "id"), has(6)),
    Case("the owner reads all of them", "ada", read("attempts", "id", ("eq", "user_id", "$bob")), has(6)),
    Case("a stranger reads none", "eve", read("attempts", "id"), []),
    Case(
        "attempts with the taker's name",
        "ada",
        read("attempts", "profiles(display_name)", ("eq", "id", "$capitals_attempt")),
        [{"profiles": {"display_name": "bob"}}],
    ),
    Case(
        "attempts with their quiz",
        "bob",
        read("attempts", "quizzes(title)", ("eq", "id", "$capitals_attempt")),
        [{"quizzes": {"title": "Capitals"}}],
    ),
    Case(
        "even if it was deleted since",
        "bob",
        read("attempts", "quizzes(title)", ("eq", "id", "$gone_attempt")),
        [{"quizzes": {"title": "Gone"}}],
    ),
    Case(
        "or is no list's",
        "bob",
        read("attempts", "quizzes(title)", ("eq", "id", "$linked_attempt")),
        [{"quizzes": {"title": "Linked"}}],
    ),
    Case(
        "attempts with answers with questions",
        "bob",
        read(
            "attempts",
            "answers(response,questions(prompt,kind))",
            ("eq", "id", "$capitals_attempt"),
            ("single",),
        ),
        lambda data: (
            [a["questions"] for a in data["answers"]]
            == [{"prompt": "The capital of Italy?", "kind": "single_choice"}]
        ),
    ),
    Case(
        "the owner reads the same",
        "ada",
        read("attempts", "answers(questions(prompt))", ("eq", "id", "$capitals_attempt"), ("single",)),
        {"answers": [{"questions": {"prompt": "The capital of Italy?"}}]},
    ),
    Case(
        "answers with their attempt",
        "bob",
        read("answers", "attempts(number)", ("eq", "attempt_id", "$capitals_attempt")),
        [{"attempts": {"number": 1}}],
    ),
    Case(
        "an attempt with its questions",
        "bob",
        read("attempts", "attempt_questions(position)", ("eq", "id", "$capitals_attempt"), ("single",)),
        lambda data: {row["position"] for row in data["attempt_questions"]} >= {1, 2},
    ),
    Case(
        "the questions of an attempt in their order",
        "bob",
        read(
            "attempt_questions",
            "position,question_versions(kind)",
            ("eq", "attempt_id", "$begun_attempt"),
            ("order", "position"),
        ),
        [
            {"position": 1, "question_versions": {"kind": "single_choice"}},
            {"position": 2, "question_versions": {"kind": "poll"}},
        ],
    ),
    Case(
        "with the answers to them",
        "bob",
        read(
            "attempt_questions",
            "position,answers(response)",
            ("eq", "attempt_id", "$capitals_attempt"),
            ("eq", "position", 2),
        ),
        [{"position": 2, "answers": None}],
    ),
    Case(
        "with their choices as the taker sees them",
        "bob",
        read(
            "attempt_questions",
            "attempt_choices(position,text)",
            ("eq", "attempt_id", "$capitals_attempt"),
            ("eq", "position", 1),
            ("order", "position", {"referencedTable": "attempt_choices"}),
        ),
        lambda data: (
            {c["text"] for c in data[0]["attempt_choices"]} == ROMES
            and [c["position"] for c in data[0]["attempt_choices"]] == [1, 2, 3]
        ),
    ),
    Case("a stranger reads no question of an attempt", "eve", read("attempt_questions", "attempt_id"), []),
    Case("nor a version", "eve", read("question_versions", "question_id"), []),
    Case("nor a choice", "eve", read("attempt_choices", "id"), []),
    Case("nor an answer", "eve", read("answers", "attempt_id"), []),
    Case(
        "one's mark, where the review is shown",
        "bob",
        read("answers", "fraction,points", ("eq", "attempt_id", "$capitals_attempt")),
        lambda data: [(float(row["fraction"]), float(row["points"])) for row in data] == [(1, 1)],
    ),
    Case(
        "not while the owner plays the quiz live",
        "bob",
        read("answers", "fraction,points", ("eq", "attempt_id", "$played_attempt")),
        [{"fraction": None, "points": None}],
        local=True,
    ),
    Case(
        "not where it is never shown",
        "bob",
        read("answers", "fraction,points", ("eq", "attempt_id", "$silent_attempt")),
        [{"fraction": None, "points": None}],
    ),
    Case(
        "not while the attempt goes on",
        "bob",
        read("answers", "fraction,points", ("eq", "attempt_id", "$begun_attempt")),
        [{"fraction": None, "points": None}],
    ),
    Case(
        "the owner knows it all the same",
        "ada",
        read("answers", "points", ("eq", "attempt_id", "$silent_attempt")),
        lambda data: float(data[0]["points"]) == 1,
    ),
    Case(
        "a hidden mark can't be filtered by",
        "bob",
        read("answers", "question_id", ("eq", "attempt_id", "$silent_attempt"), ("gt", "fraction", 0)),
        [],
    ),
)
