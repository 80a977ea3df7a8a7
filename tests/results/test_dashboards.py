"""Schema dashboards: figures that are kept as things happen, and that name nobody."""

from datetime import date
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attempts.taking import make_quiz
from tests.fixtures import Person, Sql, database_url
from tests.results.test_boards import HAPPENINGS, World, rows
from tests.results.test_results import FOUR

# The same as core.attempt_days, straight from the attempts.
PLAIN_DAYS = """
with moments as (
    select quiz_id, (started_at at time zone 'UTC')::date as day, 'started' as fact, null::numeric as percent,
        null::boolean as passed,
        row_number() over (partition by quiz_id, user_id order by number) = 1 as first
    from core.attempts where not preview and deleted_at is null
    union all
    select quiz_id, (finished_at at time zone 'UTC')::date, state::text,
        100 * score / max_score, passed, false
    from core.attempts where not preview and deleted_at is null and state <> 'in_progress'
)

select
    quiz_id::text, day::text, count(*) filter (where fact = 'started'),
    count(*) filter (where fact = 'finished'), count(*) filter (where fact = 'abandoned'),
    count(*) filter (where first), coalesce(round(sum(percent), 6), 0), count(*) filter (where passed),
    count(passed)
from moments group by 1, 2 order by 1, 2
"""
KEPT_DAYS = """
select quiz_id::text, day::text, started, finished, abandoned, takers, round(percents, 6), passed, could_pass
from core.attempt_days
where quiz_id <> '00000000-0000-0000-0000-000000000000' and day <> '-infinity'
    and (started, finished, abandoned, takers) <> (0, 0, 0, 0)
order by 1, 2
"""
WHOLES = """
select count(*) from (
    select
        d.quiz_id, d.day, sum(d.started), sum(d.finished), sum(d.takers), sum(d.percents), sum(d.seconds),
        sum(d.passed)
    from (
        select quiz_id, '-infinity'::date as day, started, finished, takers, percents, seconds, passed
        from core.attempt_days where day <> '-infinity'
        union all
        select
            '00000000-0000-0000-0000-000000000000', day, started, finished, takers, percents, seconds, passed
        from core.attempt_days where quiz_id <> '00000000-0000-0000-0000-000000000000'
    ) as d group by 1, 2
    except
    select quiz_id, day, started, finished, takers, percents, seconds, passed from core.attempt_days
) as differing
where day = '-infinity' and quiz_id <> '00000000-0000-0000-0000-000000000000'
    or day <> '-infinity' and quiz_id = '00000000-0000-0000-0000-000000000000'
"""


def fold(sql: Sql) -> None:
    """Add up everything that has happened."""
    while sql.value("select core.fold_facts(7)"):
        pass
    while sql.value("select core.sweep_statistics(1000)"):
        pass


def shown(sql: Sql, query: str) -> list[tuple[Any, ...]]:
    """What a SQL dashboard gets."""
    fold(sql)
    with sql.connection.transaction():
        sql.connection.execute("set local session authorization dashboard_reader")
        sql.connection.execute("set local search_path = dashboards")
        return sql.connection.execute(query.encode()).fetchall()


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from([name for name in HAPPENINGS if name != "leave"]),
            st.integers(0, 5),
            st.integers(0, 7),
        ),
        min_size=8,
        max_size=25,
    )
)
def test_days_of_quizzes_say_what_a_query_over_all_attempts_says(
    sql18: Sql, steps: list[tuple[str, int, int]]
) -> None:
    world = World(sql18)
    for name, which, amount in steps:
        getattr(world, name)(which, amount)
        if which == 0:
            fold(sql18)
    fold(sql18)
    plain = [row for row in rows(sql18, PLAIN_DAYS) if row[0] in {quiz.id for quiz in world.quizzes}]
    kept = [row for row in rows(sql18, KEPT_DAYS) if row[0] in {quiz.id for quiz in world.quizzes}]
    assert kept == plain
    assert sql18.value(WHOLES) == 0


def test_reading_needs_no_sweep_to_be_complete_up_to_a_moment(sql18: Sql) -> None:
    quiz = make_quiz(sql18, sql18.person("host"), *FOUR)
    fold(sql18)
    quiz.take(sql18.person(), right=1)
    known = "select distinct refreshed_at < now() from dashboards.attempts_per_day"
    sql18.value("select core.fold_facts(1)")
    begun = sql18.connection.execute("select started, finished from dashboards.attempts_per_day").fetchall()
    assert (begun, sql18.value(known)) == ([], None)
    sql18.value("select core.fold_facts(2)")
    assert sql18.value(known) is True
    assert shown(sql18, "select started, finished from dashboards.attempts_per_day") == [(1, 1)]


def test_people_who_come_back_are_counted_by_the_week_of_their_first_day(sql18: Sql) -> None:
    quiz = make_quiz(sql18, sql18.person("host"), *FOUR, attempts_allowed=None)
    ada, bob = sql18.person("ada"), sql18.person("bob")
    insert = (
        "insert into core.attempts (quiz_id, owner_id, user_id, number, seed, state, started_at, "
        "negative_marking, max_score, finished_at) "
        "select id, owner_id, %s, %s, 1, 'abandoned', %s, 0, 4, %s from core.quizzes where id = %s"
    )
    for number, (person, day) in enumerate(
        [
            (ada, date(2026, 3, 2)),
            (ada, date(2026, 3, 3)),
            (bob, date(2026, 3, 4)),
            (ada, date(2026, 3, 18)),
        ],
        1,
    ):
        sql18.connection.execute(insert, [person.id, number, day, day, quiz.id])
    retention = (
        "select first_week::text, weeks_later, people, cohort_people, percent from dashboards.retention"
    )
    assert sorted(shown(sql18, retention)) == [("2026-03-02", 0, 2, 2, 100), ("2026-03-02", 2, 1, 2, 50)]
    active = (
        "select span, begins::text, people from dashboards.active_people where span <> 'day' order by 1, 2"
    )
    assert shown(sql18, active) == [
        ("month", "2026-03-01", 2),
        ("week", "2026-03-02", 2),
        ("week", "2026-03-16", 1),
    ]


def test_no_view_shows_an_enum_or_a_name_and_every_row_says_when_it_was_refreshed(sql18: Sql) -> None:
    columns = sql18.connection.execute(
        """
        select c.relname::text, a.attname::text, t.typtype::text, t.typname::text
        from pg_class as c
        join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0
        join pg_type as t on t.oid = a.atttypid
        where c.relnamespace = 'dashboards'::regnamespace
        """
    ).fetchall()
    assert {kind for _, _, kind, _ in columns} == {"b"}
    assert not [name for _, name, _, kind in columns if kind.startswith("_") or kind == "jsonb"]
    assert not {"user_id", "email", "display_name", "key", "response"} & {name for _, name, _, _ in columns}
    fresh = {view for view, name, _, _ in columns if name == "refreshed_at"}
    assert {view for view, *_ in columns} == fresh


def test_the_words_of_a_quiz_are_shown_only_if_it_is_public(sql18: Sql) -> None:
    host = sql18.person("host")
    for visibility in ("private", "link", "public"):
        make_quiz(sql18, host, *FOUR, visibility=visibility, title=visibility).take(host)
        quiz = make_quiz(sql18, host, *FOUR, visibility=visibility, title=visibility)
        if visibility != "private":
            quiz.take(sql18.person(), right=2)
    titles = shown(sql18, "select distinct title from dashboards.quiz_results where title is not null")
    assert titles == [("public",)]
    prompts = shown(
        sql18,
        "select q.visibility, bool_or(f.prompt is not null) "
        "from dashboards.question_facility as f join dashboards.quiz_results as q using (quiz_id) group by 1 "
        "order by 1",
    )
    assert prompts == [("link", False), ("public", True)]


def test_owners_chart_their_own_quizzes_and_no_others(sql18: Sql) -> None:
    quizzes = {}
    for name in ("ada", "bob"):
        quiz = make_quiz(sql18, sql18.person(name), *FOUR, pass_mark=50)
        quiz.take(sql18.person("taker"), right=3)
        quiz.take(sql18.person("taker"), right=1)
        quizzes[quiz.id] = quiz.owner
    fold(sql18)
    for quiz_id, owner in quizzes.items():
        (day,) = sql18.select(owner, "select * from public.quiz_days()")
        assert (str(day["quiz_id"]), day["finished"], day["average_percent"]) == (quiz_id, 2, 50)
        assert (day["takers"], day["pass_percent"]) == (2, 50)
        assert sql18.select(owner, "select * from public.quiz_days(last_day => '2020-01-01')") == []
        months = sql18.select(owner, "select * from public.question_drift()")
        assert sorted(month["facility_percent"] for month in months) == [0, 50, 50, 100]
        assert {str(month["quiz_id"]) for month in months} == {quiz_id}
        for other in quizzes.keys() - {quiz_id}:
            assert sql18.select(owner, "select * from public.question_drift(%s)", other) == []


def test_five_hundred_rooms_that_end_at_once_wait_for_nobody(sql18: Sql) -> None:
    """Each ends while all others have ended and have not been committed; 20 stand for 500."""
    host = sql18.person("host")
    quiz = make_quiz(sql18, host, *FOUR)
    for _ in range(19):
        sql18.call(host, "create_room", quiz_id=quiz.id)
    end = "update core.rooms set state = 'ended', ended_at = now() where id = %s"
    rooms = [row[0] for row in sql18.connection.execute("select id from core.rooms").fetchall()]
    url = database_url(sql18.connection, "postgres")
    connections = [psycopg.connect(url) for _ in rooms]
    try:
        for connection, room in zip(connections, rooms, strict=True):
            connection.execute("set lock_timeout = '1ms'")
            connection.execute(end, [room])
        for connection in connections:
            connection.commit()
    finally:
        for connection in connections:
            connection.close()
    assert shown(sql18, "select rooms, players, answers from dashboards.rooms_per_day") == [(19, 0, 0)]


def test_a_game_is_counted_with_its_times_when_it_has_ended(sql18: Sql) -> None:
    host, ada = sql18.person("host"), sql18.person("ada")
    quiz = make_quiz(sql18, host, *FOUR)
    code = sql18.call(host, "create_room", quiz_id=quiz.id)["room_code"]
    joined = join(sql18, code, ada)
    sql18.connection.execute(
        "insert into core.live_answers (room_id, number, player_id, response, elapsed_ms, received_at) "
        "select r.id, n, %s, '[]', 1000 * n, now() from core.rooms as r, generate_series(1, 3) as n",
        [joined],
    )
    now = shown(sql18, "select mode, state, rooms, players, present from dashboards.rooms_now")
    assert now == [("live", "lobby", 1, 1, 1)]
    sql18.call(host, "end_room", room_code=code)
    assert shown(sql18, "select * from dashboards.rooms_now") == []
    times = "select mode, rooms, players, answers, mean_seconds, median_seconds, p95_seconds"
    assert shown(sql18, f"{times} from dashboards.rooms_per_day") == [("live", 1, 1, 3, 2, 2, 3)]
    assert shown(sql18, "select people, rooms, players, live_answers from dashboards.activity") == [
        (2, 1, 1, 3)
    ]


def join(sql: Sql, code: str, person: Person) -> str:
    joined: str = sql.call(person, "relay_join_room", room_code=code, username="Ada")["welcome"]["player_id"]
    return joined
