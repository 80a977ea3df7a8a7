"""What policies cost beside 100,000 attempts of others: who works on a quiz finds its rows by an index."""

import pytest

from tests.fixtures import Person, Sql

ATTEMPTS = 100_000
LARGE = (
    "attempts",
    "answers",
    "questions",
    "question_versions",
    "folders",
    "filed_quizzes",
)
FILL = """
with made as (
    insert into core.quizzes (owner_id, title) select gen_random_uuid(), 'x' from generate_series(1, 1000)
    returning id, owner_id
),
asked as (
    insert into core.questions (quiz_id, position, kind, prompt)
    select id, n, 'essay', 'Why?' from made cross join generate_series(1, 2) as n
    returning id, quiz_id, position
),
versions as (
    insert into core.question_versions (
        question_id, version, kind, prompt, text_format, choices, display, key, points
    )
    select id, 1, 'essay', 'Why?', 'plain', '[]', '{}', '{}', 1 from asked
),
begun as (
    insert into core.attempts
        (quiz_id, owner_id, user_id, number, seed, negative_marking, max_score, state, finished_at, score,
        to_mark, question_ids, question_versions, choice_orders)
    select made.id, made.owner_id, gen_random_uuid(), 1, 1, 0, 2, 'finished', now(), 0,
        2, drawn.ids, '{1,1}', '{"",""}'
    from made
    join (
        select quiz_id, array_agg(id order by position) as ids from asked group by 1
    ) as drawn on quiz_id = made.id
    cross join generate_series(1, %(attempts)s / 1000)
    returning id, quiz_id
)
insert into core.answers (attempt_id, question_id, response)
select begun.id, asked.id, '"Because."' from begun join asked using (quiz_id)
"""
FOLDERS = """
insert into core.folders (owner_id, name) select gen_random_uuid(), 'x' from generate_series(1, %(attempts)s);
insert into core.filed_quizzes (user_id, quiz_id, folder_id)
select owner_id, gen_random_uuid(), id from core.folders
"""


@pytest.fixture
def editor(sql18: Sql) -> Person:
    """Somebody who may edit one of a thousand quizzes, each of which 100 people took."""
    person = sql18.person("editor")
    with sql18.connection.transaction():
        sql18.connection.execute(
            "set local session_replication_role = replica"
        )  # no triggers, no foreign keys
        sql18.connection.execute(FILL, {"attempts": ATTEMPTS})
        sql18.connection.execute(FOLDERS.replace("%(attempts)s", str(ATTEMPTS)).encode())
        sql18.connection.execute(
            "insert into core.quiz_collaborators (quiz_id, user_id, role, accepted_at) "
            "select min(id::text)::uuid, %s, 'edit', now() from core.quizzes",
            [person.id],
        )
    sql18.connection.execute("analyze")
    return person


def scanned(sql: Sql, person: Person, query: str) -> list[str]:
    """The large tables that a query of somebody's reads whole."""
    plan = sql.select(person, f"explain {query}")
    lines = [line for row in plan for line in row.values() if "Seq Scan on " in line]
    return [line for line in lines if line.partition("Seq Scan on ")[2].split()[0] in LARGE]


def test_who_works_on_a_quiz_finds_its_rows_among_those_of_others_by_indexes(
    sql18: Sql, editor: Person
) -> None:
    found = {
        "attempts": 100, "attempt_questions": 200, "answers": 200, "questions": 2, "question_versions": 2,
        "folders": 0, "filed_quizzes": 0, "quiz_collaborators": 1,
    }  # fmt: skip
    for view, rows in found.items():
        assert scanned(sql18, editor, f"select * from public.{view}") == [], view
        assert sql18.select(editor, f"select count(*) as n from public.{view}") == [{"n": rows}], view
    listed = sql18.call(editor, "list_answers_to_mark", page_size=10)
    assert (listed["total"], len(listed["items"])) == (200, 10)
