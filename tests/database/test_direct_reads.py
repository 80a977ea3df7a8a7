"""What direct reads cost while everything grows: as many blocks as before, whoever else has how many rows.

A page of attempts must not even grow with the owner's own, nor with those at the quiz that it shows. Policies
of questions and answers list the questions of the caller's quizzes, so those cost an owner more the more
questions there are.
"""

from collections.abc import Iterator

import pytest

from benchmarks.million import FETCHED
from tests.fixtures import Person, Sql
from tests.quizzes.drafts import DRAFTS

FEW, MANY = 1_000, 12_000
# So many more attempts, half of them at quizzes of the owner, and other rows, all of them of others
GROW = """
with made as (
    insert into core.quizzes (owner_id, title)
    select case n %% 2 when 0 then %(owner)s::uuid else gen_random_uuid() end, 'x'
    from generate_series(1, %(n)s / 50) as n
    returning id, owner_id
),
asked as (
    insert into core.questions (quiz_id, position, kind, prompt)
    select id, 1, 'single_choice', 'Who?' from made
    returning id, quiz_id
),
versions as (
    insert into core.question_versions (
        question_id, version, kind, prompt, text_format, choices, display, key, points
    )
    select id, 1, 'single_choice', 'Who?', 'plain', '[{"id": "a", "text": "I"}]', '{}', '{}', 1 from asked
),
begun as (
    insert into core.attempts (
        quiz_id, owner_id, user_id, number, seed, negative_marking, max_score, state, started_at,
        finished_at, score, question_ids, question_versions, choice_orders
    )
    select
        q.id, q.owner_id, gen_random_uuid(), 1, 1, 0, 1, 'finished',
        now() - random() * interval '1 year', now(), 0, array[a.id], '{1}', '{a}'
    from made as q inner join asked as a on a.quiz_id = q.id cross join generate_series(1, 50)
    returning id, quiz_id, user_id, question_ids
),
listed as (
    insert into core.kept_standings (quiz_id, user_id, span, begins, attempts, attempt_id, score, max_score)
    select quiz_id, user_id, 'all', '-infinity', 1, id, 0, 1 from begun
)
insert into core.answers (attempt_id, question_id, response)
select id, question_ids[1], '["a"]' from begun;
with made as (
    insert into core.rooms (code, quiz_id, host_id, title, max_players, question_total, expires_at)
    select left(md5(random()::text), 9), gen_random_uuid(), gen_random_uuid(), 'x', 9, 1, now()
    from generate_series(1, %(n)s / 10)
    returning id
),
joined as (
    insert into core.players (room_id, nickname, nickname_key, resume_hash, joined_number)
    select id, 'P' || n, 'p' || n, sha256((id::text || n)::bytea), n
    from made cross join generate_series(1, 5) as n
    returning id, room_id
),
answered as (
    insert into core.live_answers (room_id, number, player_id, response, received_at, elapsed_ms)
    select room_id, 1, id, '["a"]', now(), 1 from joined
)
insert into core.room_events (room_id, seq, type, audience, payload)
select id, n, 'room.locked', 'everyone', '{}' from made cross join generate_series(1, 5) as n;
with spent as (
    insert into core.credit_transfers (source_key, kind, user_id, amount)
    select random()::text || n, 'gift', gen_random_uuid(), 1 from generate_series(1, %(n)s) as n
    returning id
)
insert into core.credit_entries (transfer_id, account_id, amount, balance_before, balance_after)
select id, -id, 1, 0, 1 from spent;
insert into core.payments (user_id, credits, amount_cents)
select gen_random_uuid(), 100, 100 from generate_series(1, %(n)s);
insert into core.uploads (owner_id, name, url)
select gen_random_uuid(), 'x', 'https://example.com' from generate_series(1, %(n)s);
"""
NEWEST = "order by started_at desc limit 20"
# All attempts of the database at one quiz, of one question, of which they show one choice
CROWD_ONE_QUIZ = """
insert into core.attempts (
    quiz_id, owner_id, user_id, number, seed, negative_marking, max_score, state, started_at, finished_at,
    score, question_ids, question_versions, choice_orders
)
select
    q.quiz_id, %(owner)s, gen_random_uuid(), 1, 1, 0, 1, 'finished', now() - random() * interval '1 year',
    now(), 0, array[q.id], array[q.version], array[q.choices -> 0 ->> 'id']
from core.questions as q cross join generate_series(1, %(n)s)
"""


class Crowd:
    """An owner of many quizzes, somebody who takes one, one who works on one, a host, and everybody else."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql
        self.owner, self.taker, self.editor = (sql.person(name) for name in ("owner", "taker", "editor"))

    def grow(self, rows: int) -> None:
        for statement in GROW.split(";\n"):
            with self.sql.connection.transaction():
                self.sql.connection.execute("set local session_replication_role = replica")
                self.sql.connection.execute(statement.encode(), {"n": rows, "owner": self.owner.id})
        self.sql.connection.execute("vacuum analyze")

    def settle(self) -> None:
        """Give the people of the test what is theirs: of that, there is no more later."""
        with self.sql.connection.transaction():
            self.sql.connection.execute("set local session_replication_role = replica")
            self.quiz = self.sql.value(
                "select id::text from core.quizzes where owner_id = %s limit 1", self.owner.id
            )
            for statement in (
                "update core.attempts set user_id = %(taker)s "
                "where id in (select id from core.attempts where owner_id <> %(owner)s limit 5)",
                "update core.kept_standings set user_id = %(taker)s "
                "where attempt_id in (select id from core.attempts where user_id = %(taker)s)",
                "insert into core.quiz_collaborators (quiz_id, user_id, role, accepted_at) "
                "select id, %(editor)s, 'edit', now() from core.quizzes where owner_id <> %(owner)s limit 1",
                "update core.rooms set host_id = %(owner)s where id in (select id from core.rooms limit 5)",
                "update core.payments set user_id = %(owner)s "
                "where id in (select id from core.payments limit 5)",
                "update core.uploads set owner_id = %(owner)s "
                "where id in (select id from core.uploads limit 5)",
            ):
                people = {name: getattr(self, name).id for name in ("owner", "taker", "editor")}
                self.sql.connection.execute(statement.encode(), people)
        self.attempt = self.sql.value(
            "select id::text from core.attempts where quiz_id = %s limit 1", self.quiz
        )
        self.room = self.sql.value(
            "select id::text from core.rooms where host_id = %s limit 1", self.owner.id
        )

    def pages(self) -> Iterator[tuple[Person, str]]:
        for person in (self.owner, self.taker, self.editor):
            yield person, f"select * from public.attempts {NEWEST}"
        yield self.owner, f"select * from public.attempts where quiz_id = '{self.quiz}' {NEWEST}"
        yield self.owner, f"select * from public.attempts where id = '{self.attempt}'"
        yield (
            self.owner,
            f"select * from public.results where quiz_id = '{self.quiz}' order by percent desc limit 20",
        )
        attempt = f"where attempt_id = '{self.attempt}'"
        yield self.owner, f"select * from public.attempt_questions {attempt}"
        for view in ("rooms", "credit_transfers", "credit_entries", "payments", "uploads"):
            yield self.owner, f"select * from public.{view} limit 20"
        for view in ("players", "live_answers", "room_events"):
            yield self.owner, f"select * from public.{view} where room_id = '{self.room}' limit 20"
        for view in ("attempt_questions", "answers", "results"):
            yield self.taker, f"select * from public.{view}"
            yield self.editor, f"select * from public.{view}"
        yield self.editor, "select * from public.questions"

    def fetched(self, person: Person, page: str) -> int:
        """How many blocks of tables and indexes a page fetches."""
        # the tables are so small that Postgres would read some of them whole
        return fetched(self.sql, person, page, "set local enable_seqscan = off")


def fetched(sql: Sql, person: Person, page: str, setting: str) -> int:
    """How many blocks of tables and indexes a page fetches with this setting of the planner."""
    with sql.connection.transaction():
        sql.connection.execute("set local max_parallel_workers_per_gather = 0")
        sql.connection.execute(setting.encode())
        before = sql.value(FETCHED)
        assert sql.select(person, page) or "credit_" in page, page
        return sql.value(FETCHED) - before


@pytest.fixture
def crowd(sql18: Sql) -> Crowd:
    made = Crowd(sql18)
    made.grow(FEW)
    made.settle()
    return made


def test_a_page_costs_the_same_among_twelve_times_as_many_rows(crowd: Crowd) -> None:
    crowd.grow(FEW)
    before = {(person.email, page): crowd.fetched(person, page) for person, page in crowd.pages()}
    crowd.grow(MANY)
    after = {(person.email, page): crowd.fetched(person, page) for person, page in crowd.pages()}
    # some more levels of indexes
    worse = {
        page: (blocks, after[page]) for page, blocks in before.items() if after[page] > 1.2 * blocks + 20
    }
    assert worse == {}


def test_a_page_of_attempts_costs_the_same_however_many_have_taken_its_quiz(sql18: Sql) -> None:
    owner, editor = sql18.person("owner"), sql18.person("editor")
    quiz = sql18.call(owner, "create_quiz", draft={"title": "One for all"})["id"]
    sql18.call(owner, "create_question", quiz_id=quiz, draft=DRAFTS["single choice"])
    sql18.connection.execute(
        "insert into core.quiz_collaborators (quiz_id, user_id, role, accepted_at) "
        "values (%s, %s, 'edit', now())",
        [quiz, editor.id],
    )
    shown = f"select * from public.attempts where quiz_id = '{quiz}' {NEWEST}"
    costs: list[dict[str, int]] = []
    for attempts in (10_000, 90_000):
        with sql18.connection.transaction():
            sql18.connection.execute("set local session_replication_role = replica")
            sql18.connection.execute(CROWD_ONE_QUIZ.encode(), {"n": attempts, "owner": owner.id})
        sql18.connection.execute("vacuum analyze core.attempts")
        attempt = sql18.value("select id::text from core.attempts limit 1")
        chosen = f"select * from public.attempt_choices where attempt_id = '{attempt}'"
        pages = [
            ("all of the owner", owner, f"select * from public.attempts {NEWEST}"),
            ("the quiz to its owner", owner, shown),
            ("the quiz to a collaborator", editor, shown),
            ("choices to the owner", owner, chosen),
            ("choices to a collaborator", editor, chosen),
        ]
        costs.append(
            {
                name: fetched(sql18, person, page, "set local enable_seqscan = on")
                for name, person, page in pages
            }
        )
    before, after = costs
    assert {
        name: (before[name], blocks) for name, blocks in after.items() if blocks > 1.2 * before[name] + 20
    } == {}
