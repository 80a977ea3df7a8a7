"""Trivia in SQL: the bank, and what is drawn from it."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.trivia.load import BANK, load_bank
from tests.fixtures import Refused, Sql
from tests.quizzes.conftest import Author


@pytest.fixture
def ada(sql: Sql) -> Author:
    return Author(sql, "ada")


LINES = [json.loads(line) for line in BANK.read_text(encoding="utf-8").split("\n") if line]
DRAFTS = [
    {field: value for field, value in line.items() if field not in ("id", "template", "family")}
    for line in LINES
]


def test_the_whole_bank_is_loaded(sql: Sql) -> None:
    assert sql.value("select count(*) from core.trivia_questions") == len(LINES) >= 2000
    assert sql.value("select digest from core.trivia_bank") == hashlib.sha256(BANK.read_bytes()).hexdigest()


def test_every_question_of_the_bank_passes_the_checks(sql: Sql) -> None:
    tried = sql.connection.execute(
        "select core.try_questions(jsonb_agg(draft)) -> 'problems' from core.trivia_questions "
        "group by topic, difficulty"
    )
    assert [problem for problems in tried for problem in problems[0]] == []


def url_of(sql: Sql) -> str:
    info = sql.connection.info
    return f"postgresql://postgres@/{info.dbname}?host={info.host}&port={info.port}"


def test_a_bank_is_loaded_once_and_a_changed_one_replaces_it(sql: Sql, tmp_path: Path) -> None:
    url = url_of(sql)
    assert load_bank(url) == 0
    steps: list[str] = []
    other = tmp_path / "bank.jsonl"
    other.write_text("".join(json.dumps(line) + "\n" for line in LINES[:30]))
    assert load_bank(url, steps.append, other) == 30
    assert steps == ["30 trivia questions"]
    assert sql.value("select count(*) from core.trivia_questions") == 30
    assert load_bank(url, steps.append, other) == 0


@pytest.mark.parametrize("line", ["{", '{"id": "x"}', json.dumps({**LINES[0], "kind": "essay"})])
def test_a_bank_with_a_bad_line_does_not_replace_the_previous_one(
    sql: Sql, tmp_path: Path, line: str
) -> None:
    bad = tmp_path / "bank.jsonl"
    bad.write_text(json.dumps(LINES[0]) + "\n" + line + "\n")
    with pytest.raises((ValueError, KeyError, psycopg.Error)):
        load_bank(url_of(sql), bank=bad)
    assert sql.value("select count(*) from core.trivia_questions") == len(LINES)


def test_a_pull_returns_the_requested_questions_without_repeats(ada: Author) -> None:
    sorts = Counter((draft["subject"], draft["difficulty"], draft["kind"]) for draft in DRAFTS)
    (subject, difficulty, kind), _ = sorts.most_common(1)[0]
    wanted = {"subject": subject, "difficulty": difficulty, "kind": kind}
    pulled = ada.call("pull_trivia", amount=20, topic=subject.upper(), difficulty=difficulty, kind=kind)
    questions = pulled["questions"]
    assert (pulled["source"], len(questions), "notice" in pulled) == ("bank", 20, False)
    assert all(question[field] == wanted[field] for question in questions for field in wanted)
    assert all(question in DRAFTS for question in questions)
    assert len({json.dumps(question) for question in questions}) == 20


def test_a_pull_has_one_question_of_a_template_and_of_a_family(ada: Author) -> None:
    of_prompts = {line["prompt"]: line for line in LINES}
    for topic, amount in ((None, 50), ("film", 10), ("arts", 10), ("history", 10), ("food", 10)):
        questions = ada.call("pull_trivia", amount=amount, topic=topic)["questions"]
        drawn = [of_prompts[question["prompt"]] for question in questions]
        for sort in ("template", "family"):
            assert len({line[sort] for line in drawn}) == amount, (topic, sort)


def test_a_family_comes_again_only_when_there_are_no_others(sql: Sql, ada: Author) -> None:
    sql.connection.execute("delete from core.trivia_questions where topic <> 'sport' or family = id")
    families = sql.value("select count(distinct family) from core.trivia_questions")
    of_prompts = {line["prompt"]: line["family"] for line in LINES}
    questions = ada.call("pull_trivia", amount=families + 2)["questions"]
    assert len(questions) == families + 2
    counts = Counter(of_prompts[question["prompt"]] for question in questions)
    assert max(counts.values()) == 2


def test_drills_come_only_when_they_are_asked_for(sql: Sql, ada: Author) -> None:
    sql.connection.execute("delete from core.trivia_questions where topic not in ('drills', 'film')")
    drawn = [q["subject"] for _ in range(5) for q in ada.call("pull_trivia", amount=50)["questions"]]
    assert set(drawn) == {"film"}
    asked = ada.call("pull_trivia", amount=50, topic="Drills")["questions"]
    assert {question["subject"] for question in asked} == {"drills"}


def test_two_pulls_differ(ada: Author) -> None:
    one, other = (ada.call("pull_trivia", amount=20)["questions"] for _ in range(2))
    assert one != other


def test_fewer_than_requested_come_with_a_notice_and_none_is_refused(sql: Sql, ada: Author) -> None:
    sql.connection.execute(
        "delete from core.trivia_questions "
        "where topic = 'drills' or difficulty <> 'hard' or kind <> 'numeric'"
    )
    there = sql.value("select count(*) from core.trivia_questions")
    sql.connection.execute("update core.settings set value = '5000' where key = 'trivia.max_amount'")
    pulled = ada.call("pull_trivia", amount=there + 1)
    assert len(pulled["questions"]) == there
    assert pulled["notice"] == f"There are only {there} such questions; you requested {there + 1}."
    assert ada.refused("pull_trivia", amount=1, difficulty="easy") == (404, "no_such_trivia")


def test_a_bad_request_for_trivia_says_why(ada: Author) -> None:
    for arguments, code in (
        ({"amount": 0}, "bad_amount"),
        ({"amount": 51}, "bad_amount"),
        ({"topic": "basket weaving"}, "unknown_topic"),
        ({"difficulty": "hellish"}, "unknown_value"),
        ({"kind": "riddle"}, "unknown_value"),
    ):
        assert ada.refused("pull_trivia", **arguments) == (422, code)
        assert ada.refused("create_quiz_from_trivia", **arguments) == (422, code)


def test_trivia_with_its_answers_needs_a_session(sql: Sql) -> None:
    for function in ("pull_trivia", "create_quiz_from_trivia"):
        with pytest.raises(Refused) as refused:
            sql.call(None, function)
        assert refused.value.sqlstate == "42501"


def test_a_quiz_is_made_of_trivia(ada: Author) -> None:
    made = ada.call("create_quiz_from_trivia", amount=7, topic="chemistry")
    assert (made["source"], made["quiz"]["title"], made["quiz"]["question_count"]) == (
        "bank",
        "Trivia: Chemistry",
        7,
    )
    assert "questions" not in made
    questions = ada.questions(made["quiz"]["id"])
    assert {question["subject"] for question in questions} == {"chemistry"}
    assert ada.call("create_quiz_from_trivia", amount=1, title="Mine")["quiz"]["title"] == "Mine"


def answered(sql: Sql, quiz_id: str, n: int, facility: float) -> None:
    """As if `n` people had played this quiz, and earned this share of the points of each question."""
    sql.connection.execute(
        """
        insert into core.question_sums
        select q.quiz_id, true, 'all', q.id, q.version, %(n)s, %(n)s, 0, %(n)s, %(n)s * %(share)s * q.points,
            0, 0, 0, 0, %(n)s
        from core.questions as q where q.quiz_id = %(quiz)s
        """,
        {"n": n, "share": facility, "quiz": quiz_id},
    )


def copies(sql: Sql, owners: int) -> tuple[str, list[str]]:
    """The prompt of a question of the bank, of medium difficulty, and a quiz with it for each owner."""
    draft = sql.value(
        "select draft from core.trivia_questions where topic = 'film' and difficulty = 'medium'"
    )
    quizzes = []
    for n in range(owners):
        owner = Author(sql, f"owner {n}")
        quizzes.append(owner.quiz())
        owner.call("create_questions", quiz_id=quizzes[-1], drafts=[draft])
    return draft["prompt"], quizzes


def difficulty(sql: Sql, prompt: str) -> str:
    """What the sweep makes of the difficulty of a question of the bank."""
    for _ in range(3):
        sql.value("select core.measure_trivia(2000)")
    level, in_draft = sql.connection.execute(
        "select difficulty::text, draft ->> 'difficulty' from core.trivia_questions "
        "where draft ->> 'prompt' = %s",
        [prompt],
    ).fetchone() or ("", "")
    assert level == in_draft
    return level


@pytest.mark.parametrize(
    ("last", "facility", "level"), [(6, 0.2, "hard"), (6, 0.9, "easy"), (5, 0.2, "medium")]
)
def test_what_players_earn_takes_over_as_the_difficulty(
    sql: Sql, last: int, facility: float, level: str
) -> None:
    prompt, quizzes = copies(sql, 5)
    for quiz in quizzes[1:]:
        answered(sql, quiz, 6, facility)
    answered(sql, quizzes[0], last, facility)
    assert difficulty(sql, prompt) == level


def test_one_owner_does_not_decide_a_difficulty(sql: Sql) -> None:
    prompt, quizzes = copies(sql, 5)
    for quiz in quizzes[1:4]:
        answered(sql, quiz, 10, 0.7)
    answered(sql, quizzes[0], 100_000, 0)
    assert difficulty(sql, prompt) == "medium"  # that was four owners
    answered(sql, quizzes[4], 10, 0.7)
    assert difficulty(sql, prompt) == "medium"  # 0.56, where all answers together would make it hard


def test_a_copy_that_was_edited_measures_nothing(sql: Sql, ada: Author) -> None:
    made = ada.call("create_quiz_from_trivia", amount=1, topic="film", difficulty="medium")["quiz"]["id"]
    answered(sql, made, 100, 0.1)
    sql.connection.execute("update core.questions set prompt = 'Another?' where quiz_id = %s", [made])
    assert [sql.value("select core.measure_trivia(2000)") for _ in range(3)] == [0, 0, 0]


def test_a_copy_with_another_key_measures_nothing(sql: Sql, ada: Author) -> None:
    draft = sql.value(
        "select draft from core.trivia_questions where topic = 'film' and kind = 'single_choice' limit 1"
    )
    wrong = [choice | {"correct": not choice["correct"]} for choice in draft["choices"]]
    for choices in (wrong[:2], [*draft["choices"][:-1], {"text": "nobody", "correct": False}]):
        quiz = ada.call("create_quiz", draft={"title": "Mine"})["id"]
        ada.call("create_questions", quiz_id=quiz, drafts=[draft | {"choices": choices}])
        answered(sql, quiz, 100, 0.01)
        sql.value("select core.measure_trivia(10000)")
    measured = "select draft from core.trivia_questions where draft ->> 'prompt' = %s"
    assert sql.value(measured, draft["prompt"]) == draft


def test_topics_are_counted_by_difficulty_and_kind(sql: Sql) -> None:
    listed: dict[str, Any] = sql.call(None, "list_topics")
    assert listed["questions"] == len(LINES)
    assert {topic["topic"] for topic in listed["topics"]} == {draft["subject"] for draft in DRAFTS}
    assert len(listed["topics"]) >= 8
    for topic in listed["topics"]:
        assert topic["questions"] == sum(topic["difficulties"].values()) == sum(topic["kinds"].values())


def test_topics_are_found_by_their_words(sql: Sql) -> None:
    found: dict[str, Any] = sql.call(None, "list_topics", q="Chem", others=["chemistry", "rock-music"])
    assert [topic["topic"] for topic in found["topics"]] == ["chemistry"]
    assert found["questions"] == found["topics"][0]["questions"]
    assert sql.call(None, "list_topics", q="music", others=["rock-music"])["topics"][-1] == {
        "topic": "rock-music"
    }
    assert sql.call(None, "list_topics", q="quidditch") == {"topics": [], "questions": 0}
    with pytest.raises(Refused, match="nothing_to_search"):
        sql.call(None, "list_topics", q="!")
