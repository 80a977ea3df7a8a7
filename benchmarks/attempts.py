"""Taking, importing and regrading quizzes in SQL, each compared with bare inserts of the same rows."""

import json
import time
from collections.abc import Callable
from typing import Any

import psycopg

from app.database.embedded import EmbeddedPostgres
from benchmarks.measure import Comparison, Figure

QUESTIONS, IMPORTED, REGRADED = 60, 1000, 100

# The same columns, checks and indexes, without the triggers, foreign keys and functions
BARE_TABLES = """
create table bare_attempts (like core.attempts including all);
create table bare_answers (like core.answers including all);
create table bare_questions (like core.questions including all);
create table bare_versions (like core.question_versions including all);
"""
BARE = {
    "start": """
insert into bare_attempts (
    quiz_id, user_id, number, seed, negative_marking, max_score,
    question_ids, question_versions, choice_orders
)
select
    gen_random_uuid(), gen_random_uuid(), 1, 1, 0, 60, array_agg(q.id order by q.position),
    array_agg(q.version order by q.position), array_agg('a,b,c,d'::text order by q.position)
from core.questions as q where q.quiz_id = %(quiz)s
""",
    "save": """
insert into bare_answers (attempt_id, question_id, response, fraction, points)
values (gen_random_uuid(), gen_random_uuid(), '["a"]', 1, 1)
""",
    "submit": """
with made as (select gen_random_uuid() as id)
insert into bare_answers (attempt_id, question_id, response, fraction, points)
select made.id, q.id, '["a"]', 1, 1 from made cross join core.questions as q where q.quiz_id = %(quiz)s
""",
    "import": """
with made as (
    insert into bare_questions (quiz_id, position, kind, prompt, choices, key)
    select q.quiz_id, n, 'single_choice', 'Question ' || n, q.choices, q.key
    from (select gen_random_uuid() as quiz_id, d.choices, d.key from core.questions as d limit 1) as q
    cross join generate_series(1, %(imported)s) as n
    returning id, version, kind, prompt, text_format, choices, display, key, points
)
insert into bare_versions (question_id, version, kind, prompt, text_format, choices, display, key, points)
select * from made
""",
    "regrade": """
with marked as (
    update bare_answers set fraction = 1 - fraction, points = 1 - points where fraction between 0 and 1
    returning attempt_id
)
update bare_attempts set max_score = max_score
""",
}
ROWS = {"import": IMPORTED, "regrade": REGRADED}  # what one call does, where it is not one attempt
UNITS = {"import": "questions/s", "regrade": "attempts/s"}
# What "regrade" marks anew: a question of so many attempts
BARE_TO_REGRADE = """
delete from bare_answers;
delete from bare_attempts;
insert into bare_attempts (quiz_id, user_id, number, seed, negative_marking, max_score)
select gen_random_uuid(), gen_random_uuid(), 1, 1, 0, 60 from generate_series(1, %(regraded)s);
insert into bare_answers (attempt_id, question_id, response, fraction, points)
select id, gen_random_uuid(), '["a"]', 1, 1 from bare_attempts
"""
TITLES = {
    "start": f"start_attempt, {QUESTIONS} questions",
    "save": "save_answers, one answer",
    "submit": f"submit_attempt with {QUESTIONS} answers",
    "import": f"import_questions, {IMPORTED} questions",
    "regrade": f"regrade_quiz, one key, {REGRADED} attempts of {QUESTIONS} questions",
}


def draft(number: int) -> dict[str, Any]:
    """A single choice of four."""
    choices = [{"text": f"{number} {letter}", "correct": letter == "a"} for letter in "abcd"]
    return {"kind": "single_choice", "prompt": f"Question {number}?", "choices": choices}


def runner(step: str) -> Callable[[EmbeddedPostgres, str, float, int], Comparison]:
    """The benchmark of a step: how often it is done in a second on one connection."""

    def run(server: EmbeddedPostgres, database: str, seconds: float, rounds: int) -> Comparison:
        figures = [Figure("bare inserts of the same rows"), Figure(TITLES[step])]
        with psycopg.connect(server.url(database=database), autocommit=True) as connection:
            taking = Taking(connection)
            for turn in range(rounds + 1):  # the first round warms up and is not counted
                for figure, once in zip(figures, (taking.bare, taking.real), strict=True):
                    rate = once(step, seconds) * ROWS.get(step, 1)
                    if turn > 0:
                        figure.rounds.append(rate)
        caption = "one connection, one call a transaction, synced to disk"
        return Comparison(f"Quizzes: {step}", UNITS.get(step, "calls/s"), figures, caption)

    return run


class Taking:
    """A quiz on one connection, and people who take it."""

    def __init__(self, connection: psycopg.Connection) -> None:
        """Make the bare tables, an owner and a quiz."""
        self._connection = connection
        connection.execute(BARE_TABLES)
        self._owner = self._person("owner")
        drafts = [draft(number) for number in range(QUESTIONS)]
        options = {"visibility": "public", "attempts_allowed": 1}
        made = self._call(self._owner, "import_questions", drafts=drafts, title="Bench", quiz=options)
        self._quiz = made["quiz"]["id"]
        self._first = self._call(self._owner, "list_questions", quiz_id=self._quiz)["items"][0]["id"]
        self._people = self._finished = self._keys = 0
        self._imported = [draft(number) for number in range(IMPORTED)]
        for key in ("quiz.max_per_person", "quiz.max_questions_per_person"):
            connection.execute("update core.settings set value = '1000000000' where key = %s", [key])
        connection.execute("vacuum analyze")

    def bare(self, step: str, seconds: float) -> float:
        """How many times per second the rows of this step are inserted without Quizzler."""
        parameters = {"quiz": self._quiz, "imported": IMPORTED, "regraded": REGRADED}
        if step == "regrade":
            for statement in BARE_TO_REGRADE.split(";"):
                self._connection.execute(statement.encode(), parameters)
        return self._rate(seconds, lambda: None, lambda _: self._connection.execute(BARE[step], parameters))

    def real(self, step: str, seconds: float) -> float:
        """How many times per second this step is done; what has to come before it is not counted."""
        if step == "start":
            return self._rate(seconds, self._taker, self._start)
        if step == "import":
            return self._rate(seconds, lambda: None, self._import)
        if step == "regrade":
            return self._rate(seconds, self._with_another_key, self._regrade)
        act = self._save if step == "save" else self._submit
        return self._rate(seconds, lambda: self._started(self._taker()), act)

    def _rate(self, seconds: float, prepare: Callable[[], Any], act: Callable[[Any], Any]) -> float:
        done, spent = 0, 0.0
        while spent < seconds:
            prepared = prepare()
            began = time.perf_counter()
            act(prepared)
            spent += time.perf_counter() - began
            done += 1
        return done / spent

    def _taker(self) -> str:
        self._people += 1
        return self._person(f"taker{self._people}")

    def _start(self, person: str) -> Any:
        return self._call(person, "start_attempt", quiz_id=self._quiz)

    def _started(self, person: str) -> tuple[str, str, list[dict[str, Any]]]:
        attempt = self._start(person)
        answers = [
            {"question_id": question["id"], "response": [question["choices"][0]["id"]]}
            for question in attempt["questions"]
        ]
        return person, attempt["id"], answers

    def _save(self, started: tuple[str, str, list[dict[str, Any]]]) -> None:
        person, attempt, answers = started
        self._call(person, "save_answers", attempt_id=attempt, answers=answers[:1])

    def _submit(self, started: tuple[str, str, list[dict[str, Any]]]) -> None:
        person, _, answers = started
        self._call(person, "submit_attempt", quiz_id=self._quiz, answers=answers)

    def _import(self, _: None) -> None:
        self._call(self._owner, "import_questions", drafts=self._imported, title="Imported")

    def _with_another_key(self) -> None:
        """Let another choice of the first question be right, and make sure of the attempts to mark anew."""
        while self._finished < REGRADED:
            self._submit(self._started(self._taker()))
            self._finished += 1
        self._keys += 1
        choices = [{"text": f"0 {letter}", "correct": letter == "ab"[self._keys % 2]} for letter in "abcd"]
        self._call(
            self._owner,
            "update_question",
            quiz_id=self._quiz,
            question_id=self._first,
            changes={"choices": choices},
        )

    def _regrade(self, _: None) -> None:
        self._call(self._owner, "regrade_quiz", quiz_id=self._quiz)

    def _person(self, name: str) -> str:
        row = self._connection.execute(
            "insert into auth.users (email) values (%s || '@example.com') returning id::text", [name]
        ).fetchone()
        assert row
        identity: str = row[0]
        return identity

    def _call(self, person: str, function: str, **arguments: Any) -> Any:
        claims = json.dumps({"sub": person, "role": "authenticated"})
        row = self._connection.execute(
            "select core.call_as(%s, %s, %s)", [claims, function, json.dumps(arguments)]
        ).fetchone()
        assert row
        return row[0]
