"""An exam of 200 takers and 60 questions, through every rule of time, against marks computed with NumPy."""

import random
from typing import Any

import numpy as np
import pytest

from tests.attempts.taking import Json, Quiz, answer, make_quiz, numeric
from tests.attempts.test_starting import refusal
from tests.fixtures import Sql

TAKERS, DRAWN, POOL = 200, 20, 30  # of each of three sections
LIMIT_S, OPEN_S = 3600, 5000
EARLY_S, LATER_S = 600, 3000  # before it opens, and how long after its end it closes for some
NEGATIVE, PASS_MARK = 0.25, 40
LETTERS = "abcd"
# The weights of each choice of the single and multiple choice questions, which the marks are computed from.
SINGLE, MULTIPLE = (1, 0.5, -0.5, 0), (0.5, 0.5, -0.5, -1)
FULL_POINTS, VOID, CORRECTED = 3, 7, 0  # questions that are regraded; the last is a single choice
Raw = dict[int, list[int] | float]  # by the number of a question: places of choices, or a number


def choices(weights: tuple[float, ...]) -> list[Json]:
    return [{"text": letter, "weight": weight} for letter, weight in zip(LETTERS, weights, strict=True)]


def pool() -> list[Json]:
    """Three kinds in turns, their prompts numbered, in sections of 30, with 1 to 3 points."""
    drafts = []
    for n in range(3 * POOL):
        common = {"prompt": str(n), "tags": [f"part {n // POOL}"], "points": 1 + n // 3 % 3}
        kinds = (
            {"kind": "single_choice", "choices": choices(SINGLE)},
            {"kind": "multiple_choice", "choices": choices(MULTIPLE)},
            numeric(value=n),
        )
        drafts.append({**kinds[n % 3], **common})
    return drafts


class Exam:
    """The quiz, what everybody answered last, and a clock that is moved."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql
        self.random = random.Random(10)
        sections = [{"title": f"Part {n}", "tag": f"part {n}", "select": DRAWN} for n in range(3)]
        self.quiz: Quiz = make_quiz(
            sql, sql.person("host"), *pool(), time_limit_s=LIMIT_S, negative_marking=NEGATIVE,
            pass_mark=PASS_MARK, shuffle_questions=True, shuffle_choices=True, counting_attempt="last",
        )  # fmt: skip
        self.quiz.change(sections=sections)
        self.sql.connection.execute(
            "update core.quizzes set opens_at = now() + make_interval(secs => %s), "
            "closes_at = now() + make_interval(secs => %s) where id = %s",
            [EARLY_S, EARLY_S + OPEN_S, self.quiz.id],
        )
        self.people = [sql.person(f"taker{n}") for n in range(TAKERS)]
        self.attempts: dict[int, Json] = {}
        self.kept: list[Raw] = [{} for _ in range(TAKERS)]

    def pass_time(self, seconds: float) -> None:
        """Let time pass: everything that has happened or is planned moves into the past."""
        moved = {
            "core.quizzes": ("opens_at", "closes_at"),
            "core.allowances": ("opens_at", "closes_at"),
            "core.attempts": ("started_at", "deadline", "extended_to", "finished_at"),
            "core.answers": ("saved_at",),
        }
        for table, columns in moved.items():
            changes = ", ".join(f"{column} = {column} - interval '{seconds} s'" for column in columns)
            self.sql.connection.execute(f"update {table} set {changes}")

    def pass_deadline(self, taker: int, seconds: float) -> None:
        """Let time pass for one taker, until their deadline was this many seconds ago."""
        self.sql.connection.execute(
            "update core.attempts "
            "set started_at = started_at - (deadline - now()) - make_interval(secs => %s), "
            "deadline = now() - make_interval(secs => %s) where id = %s",
            [seconds, seconds, self.attempts[taker]["id"]],
        )

    def time_given(self) -> set[int]:
        """From the start to the deadline of the attempts in progress, in seconds."""
        given = (
            "select extract(epoch from deadline - started_at)::integer from core.attempts where state = %s"
        )
        return {seconds for (seconds,) in self.sql.connection.execute(given, ["in_progress"]).fetchall()}

    def start(self, taker: int) -> None:
        self.attempts[taker] = self.quiz.start(self.people[taker])
        self.kept[taker] = {}

    def allow(self, allowance: Json, **whose: Any) -> None:
        arguments = {"quiz_id": self.quiz.id, "person": None, **whose, "allowance": allowance}
        self.sql.call(self.quiz.owner, "set_allowance", **arguments)

    def closing(self, seconds: float) -> str:
        """So many seconds after the quiz closes."""
        query = "select closes_at + make_interval(secs => %s) from core.quizzes where id = %s"
        return str(self.sql.value(query, seconds, self.quiz.id).isoformat())

    def guess(self, number: int) -> list[int] | float:
        if number % 3 == 2:
            return float(self.random.choice([number, number, number + 5]))
        places = self.random.choices(range(4), (4, 2, 2, 2))
        return places if number % 3 == 0 else sorted({*places, self.random.randrange(4)})

    def answers(self, taker: int, part: slice) -> tuple[list[Json], Raw]:
        """Guesses at this part of the taker's questions, as they are sent and as they are marked."""
        sent, raw = [], {}
        for question in self.attempts[taker]["questions"][part]:
            number = int(question["prompt"])
            guess = raw[number] = self.guess(number)
            ids = {choice["text"]: choice["id"] for choice in question["choices"]}
            response = [ids[LETTERS[place]] for place in guess] if isinstance(guess, list) else guess
            sent.append(answer(question, response))
        return sent, raw

    def save(self, taker: int, part: slice) -> None:
        sent, raw = self.answers(taker, part)
        self.quiz.save(self.people[taker], self.attempts[taker], sent)
        self.kept[taker] |= raw

    def withdraw(self, taker: int, part: slice) -> None:
        questions = self.attempts[taker]["questions"][part]
        blanks = [answer(question, None) for question in questions]
        self.quiz.save(self.people[taker], self.attempts[taker], blanks)
        for question in questions:
            self.kept[taker].pop(int(question["prompt"]), None)

    def submit(self, taker: int, part: slice = slice(0), in_time: bool = True) -> None:
        sent, raw = self.answers(taker, part)
        told = self.quiz.submit(self.people[taker], sent)
        assert told["overdue"] is not in_time
        self.kept[taker] |= raw if in_time else {}

    def owner(self, function: str, taker: int, **more: Any) -> None:
        self.sql.call(
            self.quiz.owner, function, quiz_id=self.quiz.id, attempt_id=self.attempts[taker]["id"], **more
        )


def computed(exam: Exam, takers: list[int], regraded: bool) -> np.ndarray[Any, Any]:
    """The score, the points possible and whether each passed, from the raw answers alone."""
    shape = TAKERS, 3 * POOL
    asked, given, earned = np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape)
    single = np.array((0, 1, -0.5, 0.5) if regraded else SINGLE)
    for taker in takers:
        asked[taker, [int(question["prompt"]) for question in exam.attempts[taker]["questions"]]] = True
        for number, raw in exam.kept[taker].items():
            given[taker, number] = True
            if isinstance(raw, float):
                earned[taker, number] = raw == number
            elif number % 3:
                earned[taker, number] = np.clip(np.array(MULTIPLE)[raw].sum(), 0, 1)
            else:
                earned[taker, number] = (single if number == CORRECTED else np.array(SINGLE))[raw].sum()
    possible = np.tile(1 + np.arange(3 * POOL) // 3 % 3, (TAKERS, 1)) * asked
    points = possible * np.where(earned > 0, earned, np.minimum(earned, -NEGATIVE)) * given
    if regraded:
        points[:, FULL_POINTS] = possible[:, FULL_POINTS]
        points[:, VOID] = possible[:, VOID] = 0
    score, most = points.sum(axis=1).clip(0), possible.sum(axis=1)
    return np.column_stack([score, most, score * 100 >= PASS_MARK * most])[takers]


def told(exam: Exam, takers: list[int]) -> np.ndarray[Any, Any]:
    rows, cursor = [], None
    while True:
        page = exam.sql.call(
            exam.quiz.owner, "quiz_results", quiz_id=exam.quiz.id, page_size=100, cursor=cursor
        )
        rows += page["items"]
        if (cursor := page["next_cursor"]) is None:
            break
    by_person = {row["user_id"]: row for row in rows}
    results = [by_person[exam.people[taker].id] for taker in takers]
    return np.array([[row["score"], row["max_score"], row["passed"]] for row in results], float)


@pytest.fixture
def exam(sql18: Sql) -> Exam:
    return Exam(sql18)


def test_the_results_of_an_exam_are_those_computed_from_its_raw_answers(exam: Exam) -> None:
    groups = [range(n, TAKERS, 10) for n in range(10)]
    # those of the first group save half of their answers, and then nothing
    _, prompt, silent, late, allowed, extended, reopened, deleted, last, changing = groups
    half, rest = slice(30), slice(30, None)

    exam.allow({"opens_at": "2020-01-01T00:00:00Z"}, person=exam.people[prompt[0]].id)
    exam.start(prompt[0])  # its own date lets it in before the others
    for taker in (silent[0], last[0]):
        assert refusal(exam.quiz.start, exam.people[taker]) == (409, "quiz_not_open")
    exam.pass_time(EARLY_S)
    for taker in {*range(TAKERS)} - {*last}:
        if taker != prompt[0]:
            exam.start(taker)
    for taker in {*range(TAKERS)} - {*silent, *last}:
        exam.save(taker, half)
    exam.pass_time(1800)  # half of the time is over
    for limit in (LIMIT_S - 900, LIMIT_S + 900, LIMIT_S):  # reaches those who are under way, both ways
        exam.quiz.change(time_limit_s=limit)
        assert exam.time_given() == {limit}
    group = exam.sql.call(exam.quiz.owner, "create_group", name="Slow readers")
    for taker in allowed[::2]:
        exam.sql.call(exam.people[taker], "join_group", join_code=group["join_code"])
    exam.allow({"extra_time_s": 1200}, group_id=group["id"])
    for taker in allowed[1::2]:
        exam.allow({"time_factor": 1.25, "extra_time_s": 300}, person=exam.people[taker].id)
    for taker in last[::2]:
        exam.allow({"closes_at": exam.closing(LATER_S)}, person=exam.people[taker].id)
    for taker in extended:
        exam.owner("extend_attempt", taker, more_time={"minutes": 10})
    for taker in (*prompt, *reopened):
        exam.submit(taker, rest)
    for taker in prompt[1::2]:
        assert refusal(exam.quiz.start, exam.people[taker]) == (409, "no_attempts_left")
        exam.allow({"extra_attempts": 1}, person=exam.people[taker].id)
        exam.start(taker)  # the last attempt counts
        exam.submit(taker, slice(5, 50))
    for taker in deleted:
        exam.submit(taker, rest)
        exam.owner("delete_attempt", taker)
        exam.start(taker)  # another draw in its place
        exam.submit(taker, slice(0, None, 2))
    for taker in changing:
        exam.save(taker, slice(20, 40))
        exam.withdraw(taker, slice(10, 25))
    for taker in last:
        exam.start(taker)
        exam.save(taker, half)
    for taker in changing:
        exam.pass_deadline(taker, 2)  # within the grace
        exam.submit(taker, slice(50, 55))
    exam.pass_time(2100)  # five minutes after the time limit of those who began in time
    for taker in late:
        exam.submit(taker, rest, in_time=False)
    for taker in (*allowed, *extended):
        exam.save(taker, rest)
    for taker in allowed:
        exam.submit(taker)
    for taker in reopened:
        exam.owner("reopen_attempt", taker, more_time={"minutes": 5})
        exam.submit(taker, slice(0, 10))
    for taker in last:
        exam.save(taker, slice(30, 45))
    exam.pass_time(OPEN_S - 3900 + 60)  # closing ends those who began late, before their time limit
    for place, taker in enumerate(last):
        exam.submit(taker, slice(45, None), in_time=place % 2 == 0)  # those for whom it closes later
    exam.sql.connection.execute("select core.settle_overdue(null, null, null)")

    states = "select state, count(*) from core.attempts where deleted_at is null group by state"
    assert dict(exam.sql.connection.execute(states).fetchall()) == {"finished": 190, "abandoned": 20}
    scored = sorted({*range(TAKERS)} - {*silent})
    before = computed(exam, scored, regraded=False)
    np.testing.assert_allclose(told(exam, scored), before, atol=1e-3)
    assert len({*before[:, 0]}) > 50
    assert 0 < before[:, 2].sum() < len(scored)

    questions = exam.sql.call(exam.quiz.owner, "list_questions", quiz_id=exam.quiz.id)["items"]
    exam.sql.call(
        exam.quiz.owner, "update_question", quiz_id=exam.quiz.id, question_id=questions[CORRECTED]["id"],
        changes={"choices": choices((0, 1, -0.5, 0.5))},
    )  # fmt: skip
    rules = [
        {"question_id": questions[number]["id"], "method": method}
        for number, method in ((CORRECTED, "key"), (FULL_POINTS, "full_points"), (VOID, "void"))
    ]
    exam.sql.call(exam.quiz.owner, "regrade_quiz", quiz_id=exam.quiz.id, regrade={"questions": rules})
    after = computed(exam, scored, regraded=True)
    np.testing.assert_allclose(told(exam, scored), after, atol=1e-3)
    assert (before[:, 0] != after[:, 0]).sum() > 50
