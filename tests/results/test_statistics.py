"""Statistics are kept as attempts end, follow Moodle's formulas, and equal a recount from the attempts."""

import json
from typing import Any

import numpy as np
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attempts.taking import Json, Quiz, answer, make_quiz, short_text, single
from tests.fixtures import Person, Sql, database_url

WHICH = ("first", "best", "last", "all")
QUIZ, QUESTION = "quiz_id, live, counted_as", "quiz_id, live, counted_as, question_id, version"
TABLES = {  # the key of each table, and its sums, of which the first says how much there is
    "quiz_sums": (QUIZ, "n,grade_1,grade_2,grade_3,grade_4,total_1,total_2,max_1,passed,decided"),
    "quiz_counts": (f"{QUIZ}, axis, bucket", "n"),
    "question_sums": (
        QUESTION, "asked,answered,to_mark,n,mark_1,mark_2,rest_1,rest_2,mark_rest,max_1",
    ),
    "question_counts": (f"{QUESTION}, axis, bucket", "n,points"),
    "response_sums": (f"{QUESTION}, response_hash", "n"),
}  # fmt: skip

SUMS = {
    "quiz_sums": "quizzes", "quiz_counts": "quiz_counts", "question_sums": "questions",
    "question_counts": "question_counts", "response_sums": "responses",
}  # fmt: skip
# What would be added if all attempts were added anew, and what is kept together with what waits.
EVERY = """core.chosen_attempts(array(
    select core.settled(t.id) from core.attempts as t where t.deleted_at is null
)) || array(
    select row(null, r.quiz_id, r.id, true, 0, 0, 0, 1)::core.statistics_changes
    from core.rooms as r inner join core.quizzes as q on q.id = r.quiz_id
    where r.state = 'ended' and core.quiz_role(q, r.host_id) is not null
)"""
KEPT = """
select {keys}, {sums} from (
    select * from core.{table} union all
    select w.* from core.quizzes as q
    cross join lateral core.sums_of(core.waiting_changes(q.id)) as s
    cross join lateral unnest(s.{part}) as w
) as k group by {keys} having sum({number}) <> 0 order by {keys}
"""
RECOUNTED = """
select {keys}, {sums} from core.sums_of({every}) as s cross join lateral unnest(s.{part}) as k
group by {keys} order by {keys}
"""


def require_exact(sql: Sql) -> None:
    """Fails unless all sums are those of a recount, and no attempt is counted twice or by nobody."""
    for table, (keys, sums) in TABLES.items():
        number = sums.split(",")[0]
        summed = ", ".join(f"sum({name})" for name in sums.split(","))
        fill = {"keys": keys, "sums": summed, "number": number, "every": EVERY}
        fill |= {"table": table, "part": SUMS[table]}
        kept = sql.connection.execute(KEPT.format(**fill).encode()).fetchall()
        assert kept == sql.connection.execute(RECOUNTED.format(**fill).encode()).fetchall(), table


def told(quiz: Quiz, **arguments: Any) -> Json:
    return quiz.sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id, **arguments)


def fold(sql: Sql) -> None:
    while sql.value("select core.sweep_statistics(10)"):
        pass


def say(quiz: Quiz, person: Person, said: str) -> Json:
    """Take a quiz with this for each question: r for right, w for wrong, - for nothing."""
    asked = quiz.start(person)["questions"]
    return quiz.submit(
        person,
        [
            answer(question, quiz.right(question["id"]) if word == "r" else quiz.wrong(question))
            for question, word in zip(asked, said, strict=True)
            if word != "-"
        ],
    )


# The worked example of docs/statistics.md: three questions of 1, 1 and 2 points, five people.
EXAMPLE = ["rrr", "rrw", "rwr", "wrw", "www"]


def worked_example(sql: Sql) -> Quiz:
    quiz = make_quiz(sql, sql.person("host"), single("1"), single("2"), single("3", points=2))
    for n, said in enumerate(EXAMPLE):
        say(quiz, sql.person(f"p{n}"), said)
    return quiz


def test_the_worked_example_of_the_documentation(sql: Sql) -> None:
    quiz = worked_example(sql)
    for _ in range(2):
        scores, questions = told(quiz)["scores"], told(quiz)["questions"]
        assert (scores["mean"], scores["median"], scores["deviation"]) == (50, 50, 39.53)
        assert (scores["skewness"], scores["kurtosis"]) == (0, -1.2)
        assert (scores["consistency"], scores["error_ratio"], scores["standard_error"]) == (42, 76.16, 30.1)
        assert [q["facility"] for q in questions] == [60, 60, 40]
        assert [q["discrimination"] for q in questions] == [0.721, -0.06, 0.327]
        assert [q["random_guess"] for q in questions] == [33.33] * 3
        assert [q["intended_weight"] for q in questions] == [25, 25, 50]
        assert [q["effective_weight"] for q in questions] == [33.43, 19.3, 47.27]
        assert [q["discriminative_efficiency"] for q in questions] == [100, -7.14, 37.5]
        assert (scores["reasons"], questions[0]["reasons"]) == ({}, {})
        fold(sql)


def test_indices_are_those_of_numpy(sql: Sql) -> None:
    rng = np.random.default_rng(7)
    points = [1, 2, 1, 3, 1]
    quiz = make_quiz(
        sql,
        sql.person("host"),
        *(single(str(n), points=p) for n, p in enumerate(points)),
        negative_marking=0.5,
    )
    said = ["".join(rng.choice(list("rrw-"), len(points))) for _ in range(24)]
    for n, words in enumerate(said):
        say(quiz, sql.person(f"p{n}"), words)
        if n % 7 == 0:
            fold(sql)
    worth = {"r": 1.0, "w": -0.5, "-": 0.0}
    x = np.array([[worth[w] * p for w, p in zip(words, points, strict=True)] for words in said])
    total = x.sum(axis=1)
    grade = 100 * total / sum(points)
    scores = told(quiz)["scores"]
    n = len(said)
    m2, m3, m4 = (((grade - grade.mean()) ** k).mean() for k in (2, 3, 4))
    k2, k3 = n * m2 / (n - 1), n**2 * m3 / ((n - 1) * (n - 2))
    k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3))
    alpha = 100 * len(points) / (len(points) - 1) * (1 - x.var(axis=0, ddof=1).sum() / total.var(ddof=1))
    assert scores["mean"] == pytest.approx(grade.mean(), abs=0.006)
    assert scores["median"] == pytest.approx(np.median(grade), abs=0.006)
    assert scores["deviation"] == pytest.approx(grade.std(ddof=1), abs=0.006)
    assert scores["skewness"] == pytest.approx(k3 / k2**1.5, abs=0.0006)
    assert scores["kurtosis"] == pytest.approx(k4 / k2**2, abs=0.0006)
    assert scores["consistency"] == pytest.approx(alpha, abs=0.006)
    assert scores["standard_error"] == pytest.approx(np.sqrt(1 - alpha / 100) * grade.std(ddof=1), abs=0.006)
    covariance = [np.cov(column, total)[0, 1] for column in x.T]
    roots = [np.sqrt(c) for c in covariance]
    for number, row in enumerate(told(quiz)["questions"]):
        own, rest = x[:, number], total - x[:, number]
        assert row["facility"] == pytest.approx(100 * own.mean() / points[number], abs=0.006)
        assert row["deviation"] == pytest.approx(100 * own.std(ddof=1) / points[number], abs=0.006)
        assert row["discrimination"] == pytest.approx(np.corrcoef(own, rest)[0, 1], abs=0.0006)
        most = np.cov(np.sort(own), np.sort(rest))[0, 1]
        assert row["discriminative_efficiency"] == pytest.approx(
            100 * np.cov(own, rest)[0, 1] / most, abs=0.006
        )
        assert row["effective_weight"] == pytest.approx(100 * roots[number] / sum(roots), abs=0.006)
        assert row["skipped"] == sum(words[number] == "-" for words in said)


def test_the_best_and_weakest_groups_are_27_percent(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *(single(str(n)) for n in range(4)))
    for n, said in enumerate(
        ("rrrr", "rrrw", "rrww", "rwww", "wwww", "wwwr", "wwrr", "wrrr", "rrrr", "wwww")
    ):
        say(quiz, sql.person(f"p{n}"), said)
    first = told(quiz)["questions"][0]
    # 2.7 people each: both with all points and 0.7 of the two with three; both with none, 0.7 of the next two
    assert (first["upper"], first["lower"]) == (
        pytest.approx(100 * (2 + 0.35) / 2.7, abs=0.01),
        pytest.approx(100 * 0.35 / 2.7, abs=0.01),
    )


def test_an_attempt_just_below_a_whole_percent_is_in_its_group(sql: Sql) -> None:
    choices = [{"text": text, "weight": weight} for text, weight in (("r", 1), ("s", 0.49999999), ("w", 0))]
    draft = {"kind": "single_choice", "prompt": "Which?", "choices": choices, "points": 10000}
    quiz = make_quiz(sql, sql.person("host"), draft)
    person = sql.person("ada")
    question = quiz.start(person)["questions"][0]
    chosen = next(choice["id"] for choice in question["choices"] if choice["text"] == "s")
    quiz.submit(person, [answer(question, [chosen])])
    first = told(quiz)["questions"][0]
    assert (first["upper"], first["lower"], first["facility"]) == (50, 50, 50)


def test_each_says_why_it_is_undefined(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single("1"), single("2"))
    assert told(quiz)["scores"]["reasons"]["mean"] == "not_asked"
    assert told(quiz)["questions"][0]["reasons"]["facility"] == "not_asked"
    say(quiz, sql.person("a"), "rr")
    scores, question = told(quiz)["scores"], told(quiz)["questions"][0]
    assert (scores["mean"], scores["reasons"]["deviation"]) == (100, "one_attempt")
    assert (question["facility"], question["reasons"]["discrimination"]) == (100, "one_attempt")
    say(quiz, sql.person("b"), "rr")
    scores, question = told(quiz)["scores"], told(quiz)["questions"][0]
    assert (scores["deviation"], scores["reasons"]["skewness"]) == (0, "equal_scores")
    assert question["reasons"]["discrimination"] == "equal_marks"


def test_first_best_last_and_all_attempts(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single("1"), single("2"), attempts_allowed=None)
    ada = sql.person("ada")
    for said in ("ww", "rr", "rw"):
        say(quiz, ada, said)
    means = {which: told(quiz, attempts=which)["scores"]["mean"] for which in WHICH}
    assert means == {"first": 0, "best": 100, "last": 50, "all": 50}
    fold(sql)
    assert means == {which: told(quiz, attempts=which)["scores"]["mean"] for which in WHICH}


def test_attempts_whose_time_is_up_count_before_they_are_settled(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single("1"), time_limit_s=60, attempts_allowed=2)
    ada = sql.person("ada")
    say(quiz, ada, "w")
    attempt = quiz.start(ada)
    quiz.save(ada, attempt, quiz.right_answers(attempt))
    quiz.pass_deadline(attempt)
    before = told(quiz, attempts="last")
    assert before["scores"]["mean"] == 100
    require_exact(sql)
    sql.value("select core.settle_overdue(null, null, null)")
    assert told(quiz, attempts="last") == before
    require_exact(sql)


def _chosen(question: Json, number: int) -> Json:
    """One of the responses to a question of an attempt."""
    choices = question["choices"]
    return answer(question, [choices[number % len(choices)]["id"]] if choices else "xy"[number % 2])


class World:
    """A quiz and three takers, to whom things happen."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql
        self.host = sql.person("host")
        drafts = (single("0"), single("1", points=2), short_text("2", "x"))
        self.quiz = make_quiz(
            sql, self.host, *drafts, attempts_allowed=None, negative_marking=0.25, pass_mark=50
        )
        self.people = [sql.person(f"p{n}") for n in range(3)]
        self.taken: list[str] = []

    def finish(self, which: int, amount: int) -> None:
        person = self.people[which % 3]
        asked = self.quiz.start(person)["questions"]
        said = [_chosen(q, amount + n) for n, q in enumerate(asked) if (amount + n) % 4]
        self.taken.append(self.quiz.submit(person, said)["id"])

    def _attempt(self, which: int) -> list[str]:
        return [self.taken[which % len(self.taken)]] if self.taken else []

    def _call(self, function: str, **arguments: Any) -> None:
        self.sql.call(self.host, function, quiz_id=self.quiz.id, **arguments)

    def fold(self, which: int, amount: int) -> None:
        self.sql.value("select core.sweep_statistics(%s)", 1 + amount)

    def regrade(self, which: int, amount: int) -> None:
        question = self.sql.connection.execute(
            "select id::text from core.questions where quiz_id = %s order by position offset %s limit 1",
            [self.quiz.id, which % 3],
        ).fetchone()
        assert question
        method = ("full_points", "void", "key")[amount % 3]
        self._call("regrade_quiz", regrade={"questions": [{"question_id": question[0], "method": method}]})

    def mark(self, which: int, amount: int) -> None:
        for attempt in self._attempt(which):
            found = self.sql.connection.execute(
                "select a.question_id::text from core.answers as a "
                "join core.draws as d using (attempt_id, question_id) "
                "where a.attempt_id = %s and d.ruling is null and a.deleted_at is null limit 1",
                [attempt],
            ).fetchone()
            state = self.sql.value(
                "select state = 'finished' and deleted_at is null from core.attempts where id = %s", attempt
            )
            if found and state:
                given = {"attempt_id": attempt, "question_id": found[0], "mark": {"points": amount % 2}}
                self._call("mark_answer", **given)

    def delete(self, which: int, amount: int) -> None:
        for attempt in self._attempt(which):
            if self.sql.value("select deleted_at is null from core.attempts where id = %s", attempt):
                self._call("delete_attempt", attempt_id=attempt)

    def restore(self, which: int, amount: int) -> None:
        for attempt in self._attempt(which):
            if self.sql.value("select deleted_at is not null from core.attempts where id = %s", attempt):
                self._call("restore_attempt", attempt_id=attempt)

    def reopen(self, which: int, amount: int) -> None:
        """An attempt goes on, gets another answer, and ends again."""
        for attempt in self._attempt(which):
            person, there = self.sql.connection.execute(
                "select user_id::text, deleted_at is null from core.attempts where id = %s", [attempt]
            ).fetchone() or (None, False)
            if there:
                self._call("reopen_attempt", attempt_id=attempt, more_time={"minutes": 5})
                require_exact(self.sql)
                taker = next(one for one in self.people if one.id == person)
                shown = self.sql.call(taker, "get_attempt", attempt_id=attempt)
                said = [_chosen(q, amount + which) for q in shown["questions"]]
                self.quiz.save(taker, shown, said[: 1 + amount % 3])
                if amount % 2:
                    self.fold(0, 100)
                require_exact(self.sql)
                self.quiz.submit(taker, [], attempt_id=attempt)

    def count_by(self, which: int, amount: int) -> None:
        self.quiz.change(counting_attempt=("best", "last", "first", "average")[amount % 4])

    def edit(self, which: int, amount: int) -> None:
        question = self.sql.value(
            "select id::text from core.questions where quiz_id = %s order by position limit 1", self.quiz.id
        )
        choices = [{"text": f"{n} {amount}", "correct": n == amount % 3} for n in range(3)]
        self._call("update_question", question_id=question, changes={"choices": choices})

    def erase(self, which: int, amount: int) -> None:
        """What a person wrote is erased, as when their account was deleted long ago."""
        self.sql.value("select core.erase_traces(%s)", self.people[which % 3].id)


EVENTS = [name for name in vars(World) if not name.startswith("_")]


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["finish", "fold", *EVENTS]), st.integers(0, 5), st.integers(0, 7)),
        min_size=8,
        max_size=15,
    )
)
def test_statistics_are_exact_after_whatever_happens(sql18: Sql, steps: list[tuple[str, int, int]]) -> None:
    world = World(sql18)
    world.finish(0, 3)
    for name, which, amount in steps:
        getattr(world, name)(which, amount)
        require_exact(sql18)
    shown = [told(world.quiz, attempts=which) for which in WHICH]
    fold(sql18)
    assert sql18.value("select count(*) from core.statistics_changes") == 0
    assert shown == [told(world.quiz, attempts=which) for which in WHICH]


def test_what_is_deleted_after_a_fold_is_taken_out_again(sql: Sql) -> None:
    quiz = worked_example(sql)
    fold(sql)
    assert sql.value("select count(*) from core.counted_sources") == len(EXAMPLE)
    for row in sql.connection.execute("select id::text from core.attempts").fetchall():
        sql.call(quiz.owner, "delete_attempt", quiz_id=quiz.id, attempt_id=row[0])
        require_exact(sql)
    fold(sql)
    require_exact(sql)
    assert told(quiz)["scores"]["attempts"] == 0
    assert sql.value("select count(*) from core.response_sums") == 0


def test_nothing_folds_what_another_transaction_marks(sql: Sql) -> None:
    quiz = worked_example(sql)
    attempt = sql.value("select id::text from core.attempts limit 1")
    take_out = "select core.unfold_statistics(array[%s::uuid])"
    with psycopg.connect(database_url(sql.connection, "postgres"), autocommit=True) as other:
        for _ in range(2):  # what the first transaction held, the second has to hold anew
            with other.transaction():
                other.execute(take_out, [attempt])
                assert sql.value("select core.fold_statistics(%s, 100)", quiz.id) == 0
        with other.transaction(force_rollback=True):
            with other.transaction(force_rollback=True):
                other.execute(take_out, [attempt])
            other.execute(take_out, [attempt])
            other.execute(take_out, [attempt])
            assert sql.value("select core.fold_statistics(%s, 100)", quiz.id) == 0
    assert sql.value("select core.fold_statistics(%s, 100)", quiz.id) == len(EXAMPLE)
    require_exact(sql)


def play(quiz: Quiz, host: Person, *said: str) -> str:
    """A live game in which each player says this to each question."""
    sql = quiz.sql
    code = sql.call(host, "create_room", quiz_id=quiz.id, options={})["room_code"]
    for number in range(len(said)):
        sql.call(None, "relay_join_room", room_code=code, username=f"Player {number}")
    room = sql.value("select id from core.rooms where code = %s", code)
    players = sql.value(
        "select array_agg(id order by joined_number) from core.players where room_id = %s", room
    )
    sql.call(host, "start_room", room_code=code)
    for number in range(1, len(said[0]) + 1):
        question, choices = sql.connection.execute(
            "select v.question_id::text, v.choices from core.room_questions as q "
            "join core.question_versions as v using (question_id, version) "
            "where q.room_id = %s and q.number = %s",
            [room, number],
        ).fetchone() or ("", [])
        shown = {"id": question, "choices": choices}
        for player, words in zip(players, said, strict=True):
            if words[number - 1] != "-":
                given = quiz.right(question) if words[number - 1] == "r" else quiz.wrong(shown)
                arguments = [[room], [player], [number], [json.dumps(given)], [0]]
                assert sql.value("select core.accept_answers(%s, %s, %s, %s, %s)", *arguments) == ["accepted"]
        sql.call(host, "close_question", room_code=code)
        sql.call(host, "next_question", room_code=code)
    return str(room)


def test_games_count_by_their_marks_apart_from_attempts_and_with_them(sql: Sql) -> None:
    quiz = worked_example(sql)
    play(quiz, quiz.owner, *EXAMPLE)
    require_exact(sql)
    alone = told(quiz)
    for _ in range(2):
        live, both = told(quiz, played="live"), told(quiz, played="all", attempts="last")
        for name in ("mean", "median", "deviation", "consistency", "standard_error"):
            assert live["scores"][name] == alone["scores"][name], name
        assert (live["scores"]["attempts"], both["scores"]["attempts"]) == (5, 10)
        for shown in (live, both):
            assert [q["facility"] for q in shown["questions"]] == [60, 60, 40]
        assert sum(live["questions"][0]["responses"].values()) == len(EXAMPLE)
        assert live["questions"][0]["skipped"] == 0
        fold(sql)
    require_exact(sql)


def test_games_of_others_are_not_the_owners_to_see(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), single("1")), sql.person("ada")
    say(quiz, ada, "r")
    play(quiz, ada, "w")
    assert told(quiz, played="live")["scores"]["attempts"] == 0
    require_exact(sql)


def test_an_erased_text_of_a_game_is_in_no_statistic(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), short_text("Which?", "secret"))
    room = play(quiz, quiz.owner, "r")
    player = sql.person("ada")
    sql.connection.execute("update core.players set user_id = %s where room_id = %s", [player.id, room])
    fold(sql)
    assert told(quiz, played="live")["questions"][0]["responses"] == [{"response": "secret", "count": 1}]
    sql.value("select core.erase_traces(%s)", player.id)
    require_exact(sql)
    fold(sql)
    require_exact(sql)
    assert "secret" not in str(sql.connection.execute("select response from core.response_sums").fetchall())


def test_a_quiz_that_somebody_holds_keeps_no_other_from_being_added_up(sql18: Sql) -> None:
    host = sql18.person("host")
    held, other = (make_quiz(sql18, host, single("1"), single("2")) for _ in range(2))
    for quiz, times in ((held, 3), (other, 2)):
        for _ in range(times):
            say(quiz, sql18.person(), "rw")
    with psycopg.connect(database_url(sql18.connection, "postgres")) as holder:
        holder.execute("select from core.boards where quiz_id = %s for update", [held.id])
        sql18.value("select core.sweep_statistics(2)")
    waiting = "select quiz_id::text, count(*)::integer from core.statistics_changes group by 1"
    assert sql18.connection.execute(waiting).fetchall() == [(held.id, 3)]


def test_a_sweep_takes_no_more_than_it_may(sql18: Sql) -> None:
    host = sql18.person("host")
    for _ in range(3):
        quiz = make_quiz(sql18, host, single("1"), single("2"))
        for _ in range(2):
            say(quiz, sql18.person(), "rw")
    left = []
    while sql18.value("select core.sweep_statistics(3)"):
        left.append(sql18.value("select count(*) from core.statistics_changes"))
    assert left == [3, 0]


def test_averages_are_those_of_a_query_over_all_results(sql: Sql) -> None:
    """They come from the counters of the board, with attempts whose time is up."""
    options = {"counting_attempt": "average", "attempts_allowed": None, "pass_mark": 50, "time_limit_s": 60}
    quiz = make_quiz(sql, sql.person("host"), single("1"), single("2"), single("3"), **options)
    for n in range(6):
        person = sql.person(f"p{n}")
        for said in ("rrw", "www", "rrr")[: 1 + n % 3]:
            say(quiz, person, said)
        if n % 2:
            attempt = quiz.start(person)
            question = attempt["questions"][0]
            quiz.save(person, attempt, [answer(question, quiz.right(question["id"]))])
    sql.connection.execute(
        "update core.attempts set deadline = now() - interval '1 hour', "
        "started_at = now() - interval '2 hours' where state = 'in_progress'"
    )
    plain = """
    select jsonb_build_object(
        'people', count(*), 'passed', count(*) filter (where passed),
        'average_percent', core.percent(avg(part), 1),
        'median_percent', core.percent(percentile_cont(0.5) within group (order by part)::numeric, 1),
        'lowest_percent', core.percent(min(part), 1), 'highest_percent', core.percent(max(part), 1)
    ) from core.standings
    """
    for sweep in ("select 1", "select core.fold_boards(5)", "select core.settle_overdue(null, null, 10)"):
        sql.value(sweep)
        expected = sql.value(plain)
        assert {key: told(quiz)[key] for key in expected} == expected


def test_a_regrade_of_many_reads_what_waits_by_its_keys(sql: Sql) -> None:
    quiz, people = make_quiz(sql, sql.person("host"), single("1"), single("2")), 150
    for n in range(2):
        say(quiz, sql.person(f"p{n}"), "rw")
    sql.connection.execute(
        """
        with crowd as (
            insert into auth.users (email)
            select n || '@example.com' from generate_series(1, %s) as n
            returning id
        ),

        begun as (
            insert into core.attempts (
                quiz_id, user_id, owner_id, number, seed, negative_marking, max_score, question_ids,
                question_versions, choice_orders
            )
            select
                t.quiz_id, crowd.id, t.owner_id, 1, 1, 0, 2, t.question_ids, t.question_versions,
                t.choice_orders
            from crowd cross join (select * from core.attempts limit 1) as t
            returning id
        )

        insert into core.answers (attempt_id, question_id, response, fraction, points)
        select begun.id, a.question_id, a.response, a.fraction, a.points
        from begun cross join core.answers as a
        where a.attempt_id = (select id from core.attempts limit 1)
        """,
        [people],
    )
    sql.connection.execute("select core.finish_attempts(array(select id from core.attempts), false)")
    fold(sql)
    sql.connection.execute("vacuum analyze")  # says that nothing waits
    for question in sql.call(quiz.owner, "list_questions", quiz_id=quiz.id)["items"]:
        choices = [{"text": text, "correct": text != "Rome"} for text in ("Rome", "Milan")]
        changes = {"choices": [*choices, {"text": "Turin"}]}
        sql.call(quiz.owner, "update_question", quiz_id=quiz.id, question_id=question["id"], changes=changes)
    with sql.connection.transaction():
        assert sql.call(quiz.owner, "regrade_quiz", quiz_id=quiz.id)["changed_answers"] > people
        read = sql.value(
            "select sum(seq_tup_read + idx_tup_fetch)::integer from pg_stat_xact_user_tables"
            " where schemaname = 'core' and relname in ('statistics_changes', 'counted_sources')"
        )
    assert read < 60 * people
    require_exact(sql)
