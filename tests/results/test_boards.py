"""Boards are kept as things happen, and say the same as a query over all attempts."""

from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attempts.taking import Quiz, make_quiz
from tests.fixtures import TOMORROW, Meanwhile, Sql, database_url
from tests.results.test_results import FOUR, pages

# What each person's attempts at each quiz come to in each period, straight from the attempts.
PLAIN_RESULTS = """
with finished as (
    select
        t.quiz_id, t.user_id, s.span, q.counting_attempt, q.pass_mark, t.score, t.passed, t.finished_at,
        case s.span when 'all' then '-infinity'::date
            else date_trunc(s.span::text, t.finished_at at time zone 'UTC')::date end as begins,
        t.score / t.max_score as part, t.number
    from core.attempts as t
    inner join core.quizzes as q on q.id = t.quiz_id
    cross join unnest(enum_range(null::core.board_span)) as s (span)
    where t.state = 'finished' and not t.preview and t.deleted_at is null
),

placed as (
    select *, row_number() over (
        partition by quiz_id, user_id, span, begins
        order by
            case counting_attempt when 'first' then number when 'last' then -number end, part desc, number
    ) as place
    from finished
),

results as (
    select
        quiz_id, user_id, span, begins, count(*) as attempts,
        case when min(counting_attempt) = 'average' then avg(part)
            else max(part) filter (where place = 1) end as part,
        case when min(counting_attempt) = 'average' then avg(part) * 100 >= min(pass_mark)
            else bool_or(passed) filter (where place = 1) end as passed
    from placed
    group by quiz_id, user_id, span, begins
)
"""
PLAIN_QUIZZES = f"""{PLAIN_RESULTS}
select
    quiz_id::text, user_id::text, attempts, round(part, 6) as part, passed,
    rank() over (partition by quiz_id order by round(part, 6) desc) as rank,
    count(*) over (partition by quiz_id) as people
from results where span = 'all' order by 1, 2
"""
KEPT_QUIZZES = """
select
    k.quiz_id::text, k.user_id::text, k.attempts, k.part, k.passed,
    core.board_rank(b.id, core.quiz_points(k.part)) as rank, core.people_on(b.id) as people
from core.kept_standings as k inner join core.boards as b on b.quiz_id = k.quiz_id
where k.span = 'all' order by 1, 2
"""
PLAIN_GLOBAL = f"""{PLAIN_RESULTS},

subjects as (
    select q.id as quiz_id, '' as subject from core.quizzes as q
    union
    select q.quiz_id, q.subject from core.questions as q
    where q.subject is not null and q.deleted_at is null
    group by q.quiz_id, q.subject
    having 2 * count(*) > (
        select count(*) from core.questions as o where o.quiz_id = q.quiz_id and o.deleted_at is null
    )
),

totals as (
    select
        r.span, r.begins, s.subject, r.user_id, sum(round(round(r.part, 6) * 10000)) as points,
        count(*) as quizzes,
        count(*) filter (where r.passed) as passed
    from results as r
    inner join core.quizzes as q on q.id = r.quiz_id
    inner join core.profiles as p on p.id = r.user_id
    inner join subjects as s on s.quiz_id = r.quiz_id
    where q.visibility = 'public' and q.deleted_at is null and q.score_shown is distinct from 'never'
        and p.deleted_at is null
    group by r.span, r.begins, s.subject, r.user_id
)

select
    span::text, begins::text, subject, user_id::text, points::integer, quizzes, passed,
    rank() over (partition by span, begins, subject order by points desc) as rank,
    count(*) over (partition by span, begins, subject) as people
from totals order by 1, 2, 3, 4
"""
KEPT_GLOBAL = """
select
    b.span::text, b.begins::text, b.subject, p.user_id::text, p.points, p.quizzes, p.passed,
    core.board_rank(b.id, p.points) as rank, core.people_on(b.id) as people
from core.places as p inner join core.boards as b on b.id = p.board_id
order by 1, 2, 3, 4
"""


# Nobody plays the quizzes of a world live.
PLAIN_GROUP = f"""{PLAIN_RESULTS},

totals as (
    select r.user_id, sum(round(round(r.part, 6) * 10000)) as points, count(*) as quizzes
    from results as r
    inner join core.quizzes as q on q.id = r.quiz_id
    where r.span = 'all' and q.deleted_at is null and q.score_shown is distinct from 'never'
        and q.owner_id = 'HOST'
    group by r.user_id
)

select rank() over (order by points desc), (points / 100)::float, quizzes::integer
from totals order by points desc, user_id desc
"""


def rows(sql: Sql, query: str) -> list[tuple[Any, ...]]:
    return sql.connection.execute(query.encode()).fetchall()


def require_exact(sql: Sql) -> None:
    """Fails unless the boards say what a query over all attempts says."""
    assert rows(sql, KEPT_QUIZZES) == rows(sql, PLAIN_QUIZZES)
    assert rows(sql, KEPT_GLOBAL) == rows(sql, PLAIN_GLOBAL)
    assert rows(sql, "select core.check_boards('-infinity')") == []


class World:
    """Two quizzes and three takers, to whom things happen."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql
        self.host = sql.person("host")
        self.quizzes = [
            make_quiz(sql, self.host, *FOUR, attempts_allowed=None, pass_mark=50, visibility="public")
            for _ in range(2)
        ]
        self.people = [sql.person(f"p{n}") for n in range(3)]
        self.taken: list[tuple[Quiz, str]] = []
        self.group = sql.call(self.host, "create_group", name="Class 7b")
        for person in self.people:
            sql.call(person, "join_group", join_code=self.group["join_code"])

    def group_board(self) -> list[tuple[Any, ...]]:
        listed = self.sql.call(self.host, "group_leaderboard", group_id=self.group["id"])["items"]
        return [(place["rank"], float(place["points"]), place["quizzes"]) for place in listed]

    def finish(self, which: int, amount: int) -> None:
        quiz, person = self.quizzes[which % 2], self.people[which % 3]
        if self.sql.value("select deleted_at is null from core.profiles where id = %s", person.id):
            live = self.sql.value(
                "select deleted_at is null and visibility = 'public' from core.quizzes where id = %s", quiz.id
            )
            if live:
                self.taken.append((quiz, quiz.take(person, right=amount % 5)["id"]))

    def _attempt(self, which: int) -> list[tuple[Quiz, str]]:
        return [self.taken[which % len(self.taken)]] if self.taken else []

    def move(self, which: int, amount: int) -> None:
        """An attempt was finished some days earlier."""
        for _, attempt in self._attempt(which):
            self.sql.connection.execute(
                "update core.attempts set started_at = now() - %(days)s * interval '1 day' - interval '1 h', "
                "finished_at = now() - %(days)s * interval '1 day' where id = %(id)s",
                {"days": amount * 3, "id": attempt},
            )

    def remark(self, which: int, amount: int) -> None:
        for _, attempt in self._attempt(which):
            self.sql.connection.execute(
                "update core.attempts set score = %(score)s, passed = %(score)s >= 2 where id = %(id)s",
                {"score": amount % 5, "id": attempt},
            )

    def regrade(self, which: int, amount: int) -> None:
        quiz = self.quizzes[which % 2]
        question = self.sql.value("select id from core.questions where quiz_id = %s limit 1", quiz.id)
        method = ("full_points", "void")[amount % 2]
        if self.sql.value("select deleted_at is null from core.quizzes where id = %s", quiz.id):
            rules = {"questions": [{"question_id": str(question), "method": method}]}
            self.sql.call(self.host, "regrade_quiz", quiz_id=quiz.id, regrade=rules)

    def delete(self, which: int, amount: int) -> None:
        for _, attempt in self._attempt(which):
            self.sql.connection.execute(
                "update core.attempts set deleted_at = case when deleted_at is null then now() end "
                "where id = %s",
                [attempt],
            )

    def change(self, which: int, amount: int) -> None:
        options: dict[str, Any] = (
            {"counting_attempt": "first"},
            {"counting_attempt": "last"},
            {"counting_attempt": "average"},
            {"counting_attempt": "best", "pass_mark": 75},
            {"visibility": "link"},
            {"visibility": "public"},
            {"score_shown": "never"},
            {"score_shown": "after_submit"},
        )[amount]
        quiz = self.quizzes[which % 2]
        if self.sql.value("select deleted_at is null from core.quizzes where id = %s", quiz.id):
            quiz.change(**options)

    def relabel(self, which: int, amount: int) -> None:
        """Some questions of a quiz are about something else now."""
        self.sql.connection.execute(
            "update core.questions set subject = %s where quiz_id = %s and position <= %s",
            [("history", "maps", None)[amount % 3], self.quizzes[which % 2].id, 1 + which],
        )

    def put_away(self, which: int, amount: int) -> None:
        """A quiz is deleted, or restored."""
        quiz = self.quizzes[which % 2]
        there = self.sql.value("select deleted_at is null from core.quizzes where id = %s", quiz.id)
        self.sql.call(self.host, "delete_quiz" if there else "restore_quiz", quiz_id=quiz.id)

    def leave(self, which: int, amount: int) -> None:
        """An account is deleted, now and then."""
        if amount == 0:
            self.sql.connection.execute(
                "update core.profiles set deleted_at = now() where id = %s", [self.people[which % 3].id]
            )

    def fold(self, which: int, amount: int) -> None:
        self.sql.value("select core.fold_boards(%s)", amount + 1)


HAPPENINGS = [
    "finish",
    "finish",
    "finish",
    "move",
    "remark",
    "regrade",
    "delete",
    "change",
    "relabel",
    "put_away",
    "leave",
    "fold",
]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 5), st.integers(0, 7)), min_size=8, max_size=25
    )
)
def test_boards_say_what_a_query_over_all_attempts_says(
    sql18: Sql, steps: list[tuple[str, int, int]]
) -> None:
    world = World(sql18)
    for name, which, amount in steps:
        getattr(world, name)(which, amount)
        require_exact(sql18)
        assert world.group_board() == rows(sql18, PLAIN_GROUP.replace("HOST", world.host.id))


def test_ranks_are_exact_over_thousands_of_points_folded_or_not(sql18: Sql) -> None:
    """Across the borders of all buckets of the counters."""
    sql18.connection.execute(
        "insert into core.board_changes (board_id, points, change) "
        "select 7, mod(n * 61, 20011), 1 from generate_series(1, 5000) as n"
    )
    sql18.connection.execute("create table there as select points from core.board_changes")
    wrong = """
    select count(*) from there
    where core.board_rank(7, points) <> (select 1 + count(*) from there as t where t.points > there.points)
    """
    folded = 1500
    while folded:
        assert (sql18.value(wrong), sql18.value("select core.people_on(7)")) == (0, 5000)
        folded = sql18.value("select core.fold_boards(1500)")


def test_a_result_of_a_quiz_that_is_played_live_reaches_the_global_board_after_the_game(sql18: Sql) -> None:
    quiz, ada = make_quiz(sql18, sql18.person("host"), *FOUR, attempts_allowed=None), sql18.person("ada")
    quiz.take(ada, right=1)
    room = sql18.call(quiz.owner, "create_room", quiz_id=quiz.id)["room_code"]
    quiz.take(ada, right=3)

    def points() -> float:
        sql18.value("select core.sweep_boards(100)")
        return float(sql18.call(None, "global_leaderboard")["items"][0]["points"])

    assert points() == 25
    sql18.call(quiz.owner, "end_room", room_code=room)
    assert points() == 75
    require_exact(sql18)


def test_the_sweep_and_somebody_who_finishes_do_not_wait_for_each_other(
    sql: Sql, meanwhile: Meanwhile
) -> None:
    """Two results of a person wait for the end of games, and the person hands in at the second quiz."""
    host, ada = sql.person("host"), sql.person("ada")
    made = [make_quiz(sql, host, *FOUR, attempts_allowed=None) for _ in range(2)]
    quizzes = sorted(made, key=lambda quiz: quiz.id)  # the order in which the sweep takes them
    rooms = []
    for quiz in quizzes:
        quiz.take(ada, right=1)
        rooms.append(sql.call(host, "create_room", quiz_id=quiz.id)["room_code"])
        quiz.take(ada, right=3)
    for room in rooms:
        sql.call(host, "end_room", room_code=room)
    last = quizzes[1]
    last.start(ada)
    # as handing in does first
    hold = "select from core.kept_standings where quiz_id = %s and user_id = %s and span = 'all' for update"
    submitted, swept = meanwhile(
        lambda one: one.connection.execute(hold, [last.id, ada.id]),
        lambda two: two.value("select core.sweep_boards(100)"),
        then=lambda one: Quiz(one, host, last.id).submit(ada),
    )
    assert (submitted["state"], swept) == ("finished", True)
    require_exact(sql)


def test_results_reach_the_global_board_when_the_quiz_has_closed(sql18: Sql) -> None:
    options = {"review_shown": "after_close", "key_shown": "after_close", "closes_at": TOMORROW}
    quiz = make_quiz(sql18, sql18.person("host"), *FOUR, **options)
    quiz.take(sql18.person("ada"), right=4)
    sql18.value("select core.sweep_boards(100)")
    assert sql18.call(None, "global_leaderboard")["items"] == []
    sql18.connection.execute("alter table core.quizzes disable trigger keep_quiz_counted")
    sql18.connection.execute("update core.quizzes set closes_at = now() - interval '1 hour', opens_at = null")
    assert sql18.value("select core.sweep_boards(100)") is True
    assert [place["points"] for place in sql18.call(None, "global_leaderboard")["items"]] == [100]


def test_a_subject_has_boards_of_its_own(sql18: Sql) -> None:
    host, ada = sql18.person("host"), sql18.person("ada")
    drafts = [[{**draft, "subject": subject} for draft in FOUR] for subject in ("history", "maps")]
    history, maps = (make_quiz(sql18, host, *about) for about in drafts)
    history.take(ada, right=2)
    maps.take(ada, right=1)
    for subject, points in (("history", 50), ("maps", 25), (None, 75)):
        for period in ("all", "day"):
            board = sql18.call(None, "global_leaderboard", subject=subject, period=period)
            assert (board["subject"], board["items"][0]["points"]) == (subject, points)
    assert sql18.call(None, "global_leaderboard", subject="music")["items"] == []
    rows_of = "select points from public.global_board(subject => 'maps')"
    assert sql18.select(None, rows_of) == [{"points": 25}]


def test_a_quiz_that_is_first_played_live_is_on_the_board_of_its_subject(sql18: Sql) -> None:
    host, ada = sql18.person("host"), sql18.person("ada")
    quiz = make_quiz(sql18, host, *({**draft, "subject": "maps"} for draft in FOUR))
    room = sql18.call(host, "create_room", quiz_id=quiz.id)["room_code"]
    sql18.call(host, "end_room", room_code=room)
    quiz.take(ada, right=1)
    assert sql18.call(None, "global_leaderboard", subject="maps")["items"][0]["points"] == 25


def test_two_attempts_of_a_person_that_change_at_once_both_count(sql: Sql, meanwhile: Meanwhile) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR, attempts_allowed=None), sql.person("ada")
    first, second = (quiz.take(ada, right=right)["id"] for right in (1, 2))
    score = "update core.attempts set score = {} where id = '{}'"
    meanwhile(
        lambda one: one.connection.execute(score.format(4, first)),
        lambda two: two.connection.execute(score.format(3, second)),
    )
    assert sql.call(ada, "quiz_leaderboard", quiz_id=quiz.id)["me"]["score"] == 4
    require_exact(sql)


def test_pages_and_ranks_of_boards_agree_with_the_whole(sql18: Sql) -> None:
    quiz = make_quiz(sql18, sql18.person("host"), *FOUR)
    for n in range(12):
        quiz.take(sql18.person(f"p{n}"), right=n % 3)
    for function, rows_of in (("quiz_leaderboard", "quiz_board"), ("global_leaderboard", "global_board")):
        arguments = {"quiz_id": quiz.id} if function == "quiz_leaderboard" else {}
        paged = [(e["rank"], e["display_name"]) for e in pages(sql18, None, function, **arguments)]
        call = f"select rank, display_name from public.{rows_of}({'%s' if arguments else ''}) order by place"
        listed = sql18.select(None, call, *arguments.values())
        assert paged == [(row["rank"], row["display_name"]) for row in listed]
        assert [rank for rank, _ in paged] == [1] * 4 + [5] * 4 + [9] * 4


def test_people_who_finish_at_the_same_moment_wait_for_nobody(sql18: Sql) -> None:
    quiz = make_quiz(sql18, sql18.person("host"), *FOUR)
    quiz.take(sql18.person("first"), right=1)  # makes the boards
    ada, bob = sql18.person("ada"), sql18.person("bob")
    for person in (ada, bob):
        quiz.start(person)
    url = database_url(sql18.connection, "postgres")
    with psycopg.connect(url) as one, psycopg.connect(url) as two:
        two.execute("set lock_timeout = '1ms'")
        Quiz(Sql(one), quiz.owner, quiz.id).submit(ada)
        Quiz(Sql(two), quiz.owner, quiz.id).submit(bob)  # while Ada's has not been committed
    require_exact(sql18)


def test_a_quiz_with_many_results_leaves_the_boards_in_batches(sql18: Sql) -> None:
    quiz = make_quiz(sql18, sql18.person("host"), *FOUR, attempts_allowed=None)
    people = [sql18.person(f"p{n}") for n in range(7)]
    for n, person in enumerate(people):
        quiz.take(person, right=n % 3)
    sql18.connection.execute("update core.settings set value = '2' where key = 'boards.listed_at_once'")
    listed = (
        "select count(*) from core.places as p inner join core.boards as b on b.id = p.board_id "
        "where b.span = 'all'"
    )
    for options in ({"visibility": "link"}, {"visibility": "public", "counting_attempt": "last"}):
        before = sql18.value(listed)
        quiz.change(**options)
        assert abs(sql18.value(listed) - before) == 2  # the others wait
        for person in (people[0], people[-1]):
            quiz.take(person, right=3)
        assert sql18.value("select core.sweep_boards(20)") is True
        while sql18.value("select core.sweep_boards(20)"):
            pass
        require_exact(sql18)
        assert sql18.value("select count(*) from core.boards where listed_to is not null") == 0


def test_attempts_that_end_at_once_are_each_read_by_their_key(sql: Sql) -> None:
    quiz, people = make_quiz(sql, sql.person("host")), 200
    crowd = """
        with crowd as (
            insert into auth.users (email)
            select n || '@example.com' from generate_series(1, %s) as n
            returning id
        )
        insert into core.attempts (quiz_id, user_id, owner_id, number, seed, negative_marking, max_score)
        select q.id, crowd.id, q.owner_id, 1, 1, 0, 1 from crowd cross join core.quizzes as q where q.id = %s
    """
    sql.connection.execute(crowd, [people, quiz.id])
    sql.connection.execute("analyze")  # says that no attempt is finished
    with sql.connection.transaction():
        sql.connection.execute("select core.finish_attempts(array(select id from core.attempts), false)")
        read = sql.value(
            "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables"
            " where relid = 'core.attempts'::regclass"
        )
    assert read < 20 * people


FAULTS = {
    "a result": "update core.kept_standings set part = part / 2 where span = 'all'",
    "a result of a day": "update core.kept_standings set attempts = 7 where span = 'day'",
    "a result that is missing": "delete from core.kept_standings where span = 'week'",
    "what is listed": "update core.kept_standings set listed_points = 3 where span = 'all'",
    "a place": "update core.places set points = points + 1",
    "a place that is missing": "delete from core.places",
    "a place of nobody's": "update core.kept_standings set listed_points = null where span = 'month'",
    "a counter": "update core.board_counts set people = people + 1 where level = 3",
    "a larger counter": "update core.board_counts set people = people + 1 where level = 1",
    "a change that is missing": "delete from core.board_changes",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_check_finds_what_is_wrong_since_the_last_proof(sql18: Sql, fault: str) -> None:
    quiz = make_quiz(sql18, sql18.person("host"), *FOUR, attempts_allowed=None)
    quiz.take(sql18.person("ada"), right=2)
    sql18.value("select core.fold_boards(100)")
    assert sql18.value("select core.prove_boards(1, '0 s')") is True
    quiz.take(sql18.person("bob"), right=3)
    of_bob = "select user_id from core.attempts order by finished_at desc limit 1"
    assert rows(sql18, "select core.check_boards()") == []
    if "counter" in fault:
        sql18.value("select core.fold_boards(100)")
    sql18.connection.execute(FAULTS[fault].encode())
    found = rows(sql18, "select core.check_boards()")
    assert found
    if "result" in fault:  # only of those who finished since then
        assert all(str(sql18.value(of_bob)) in sentence for (sentence,) in found if "in quiz" in sentence)
    assert sql18.value("select core.prove_boards(10, '0 s')") is False
    assert sql18.value("select count(*) from core.board_proofs") == 1  # no fault is passed over
