"""The rules for every function that returns a page of a list."""

import json
from typing import Any

import pytest

from tests.attempts.taking import answer, make_quiz, single
from tests.attempts.test_essay import essay, hand_in
from tests.fixtures import TOMORROW, Person, Refused, Sql

MANY = 1000
FIXED = "'00000000-0000-4000-8000-000000000001'"
AGO = "now() - n * interval '1 min'"

# Rows of one person (`me`) in the table behind each list: its columns and their values.
SEEDS = {
    "list_groups": ("core.groups (owner_id, name, created_at)", f"me, 'x', {AGO}"),
    "list_quizzes": ("core.quizzes (owner_id, title, created_at)", f"me, 'x', {AGO}"),
    "list_attempts": (
        "core.attempts "
        "(quiz_id, owner_id, user_id, number, seed, negative_marking, max_score, state, started_at, "
        "finished_at)",
        f"gen_random_uuid(), gen_random_uuid(), me, n, 1, 0, 1, 'abandoned', {AGO}, now()",
    ),
    "list_rooms": (
        "core.rooms (code, quiz_id, host_id, title, max_players, question_total, expires_at, created_at)",
        f"left(md5(me::text || n), 9), {FIXED}, me, 'x', 9, 1, now(), {AGO}",
    ),
    "list_payments": ("core.payments (user_id, credits, amount_cents, created_at)", f"me, 100, 100, {AGO}"),
    "credit_history": (
        "core.credit_transfers (source_key, kind, user_id, amount)",
        "me::text || n, 'gift', me, 1",
    ),
    "list_media": (
        "core.media (owner_id, kind, media_type, alt, hash, size_bytes, bytes, has_small, created_at)",
        f"me, 'sound', 'audio/mpeg', 'x', encode(sha256(n::text::bytea), 'hex'), 1, 'x', false, {AGO}",
    ),
    "list_uploads": (
        "core.uploads (owner_id, name, url, created_at)",
        f"me, 'x', 'https://example.com', {AGO}",
    ),
}
OF_A_QUIZ = (
    "list_allow_list",
    "list_allowances",
    "list_attempts_of",
    "list_owner_acts",
    "quiz_results",
    "quiz_leaderboard",
)
OTHERS = (
    "list_group_members",
    "list_played_rooms",
    "list_quiz_invitations",
    "list_answers_to_mark",
    "global_leaderboard",
    "search_questions",
)
LISTS = [*SEEDS, *OF_A_QUIZ, *OTHERS]


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


def arguments_of(sql: Sql, ada: Person, function: str) -> dict[str, Any]:
    """The arguments that the function needs besides page_size and cursor."""
    if function == "list_group_members":
        return {"group_id": sql.call(ada, "create_group", name="Class 7b")["id"]}
    if function not in OF_A_QUIZ:
        return {}
    quiz = sql.call(ada, "create_quiz", draft={"title": "x", "visibility": "public"})
    of_person = {"person_id": ada.id} if function == "list_attempts_of" else {}
    return {"quiz_id": quiz["id"], **of_person}


def refusal(sql: Sql, ada: Person, function: str, **arguments: Any) -> tuple[int | None, str | None]:
    with pytest.raises(Refused) as refused:
        sql.call(ada, function, **arguments)
    return refused.value.status, refused.value.code


def test_every_list_refuses_a_page_that_is_too_small_or_too_large(sql: Sql, ada: Person) -> None:
    for function in LISTS:
        more = arguments_of(sql, ada, function)
        for size in (0, -1, 101, 2**31 - 1, -(2**31)):
            assert refusal(sql, ada, function, page_size=size, **more) == (422, "bad_limit"), (function, size)
        assert sql.call(ada, function, page_size=100, **more)["next_cursor"] is None, function
    sql.connection.execute("update core.settings set value = '7' where key = 'page.max_size'")
    assert refusal(sql, ada, "list_quizzes", page_size=8) == (422, "bad_limit")


def test_every_list_refuses_a_cursor_that_is_not_its_own(sql: Sql, ada: Person) -> None:
    another = sql.value("select core.cursor_of('x', 'y', 'z')")
    bad = ["", "x", "é", "====", "eyJhIjoxfQ", another, "W1tb" * 20_000]  # the last one: [[[[…
    for function in LISTS:
        more = arguments_of(sql, ada, function)
        for cursor in bad:
            where = function, cursor[:40]
            assert refusal(sql, ada, function, cursor=cursor, **more) == (422, "bad_cursor"), where


def seed(sql: Sql, function: str, rows: int, *people: Person) -> None:
    """Insert this many rows for each person, in turns, without rows of other tables that they refer to."""
    columns, values = SEEDS[function]
    with sql.connection.transaction():
        sql.connection.execute("set local session_replication_role = replica")  # no triggers, no foreign keys
        sql.connection.execute(
            f"insert into {columns} select {values} from generate_series(1, {rows}) as n "
            "cross join unnest(%s::uuid[]) as me order by n",
            [[person.id for person in people]],
        )


def test_a_page_reads_no_more_rows_than_it_shows(sql: Sql, ada: Person) -> None:
    bob = sql.person("bob")
    for function in SEEDS:
        seed(sql, function, MANY, ada, bob)
        table = SEEDS[function][0].split()[0]
        sql.connection.execute(f"analyze {table}")
        cursor, before = None, rows_read(sql, table)
        for page in range(10):  # a plan may change after five calls
            answer = sql.call(ada, function, page_size=10, cursor=cursor)
            now = rows_read(sql, table)
            assert now - before < 40, (function, page)
            cursor, before = answer["next_cursor"], now


def test_quizzes_in_any_order_or_by_words_or_tags_are_found_by_an_index(sql: Sql, ada: Person) -> None:
    people = [ada, *(sql.person(f"p{n}") for n in range(10))]
    with sql.connection.transaction():
        sql.connection.execute("set local session_replication_role = replica")
        sql.connection.execute(
            """
            insert into core.quizzes (owner_id, title, title_key, words, tags, visibility, created_at)
            select me, title, title, core.quiz_words(title, '{}', 'on rivers', 'en'), array['t' || n %% 500],
                case when n %% 2 = 0 then 'public' else 'private' end::core.visibility,
                now() - n * interval '1 min'
            from generate_series(1, %s) as n
            cross join unnest(%s::uuid[]) as me
            cross join lateral format('Quiz %%s about w%%s', n, n %% 500) as title
            """,
            [MANY, [person.id for person in people]],
        )
    sql.connection.execute("vacuum analyze core.quizzes")  # GIN indexes take new rows in later
    quizzes = MANY * len(people)
    for more, most in (
        *(({"sort": f"{sign}{column}"}, 40) for sign in ("", "-") for column in ("title", "created_at")),
        ({"q": "w499"}, 100),
        ({"q": "rivers", "sort": "title"}, 100),
        ({"tags": ["t10"]}, 100),
    ):
        for scope in ({}, {"visibility": "public"}):
            before, cursor = rows_read(sql, "core.quizzes"), None
            for _ in range(2):
                page = sql.call(ada, "list_quizzes", page_size=10, cursor=cursor, **more, **scope)
                cursor = page["next_cursor"]
            assert page["items"] or cursor is None
            assert rows_read(sql, "core.quizzes") - before < 2 * most < quizzes / 50, (more, scope)


def test_a_search_for_questions_reads_no_questions_of_others(sql: Sql, ada: Person) -> None:
    people = [ada, *(sql.person(f"p{n}") for n in range(10))]
    sql.connection.execute(
        """
        with made as (
            insert into core.quizzes (owner_id, title) select me, 'Rivers' from unnest(%s::uuid[]) as me
            returning id
        )
        insert into core.questions (quiz_id, position, kind, prompt, tags)
        select id, n, 'slide', format('Question %%s about w%%s', n, n %% 500), array['t' || n %% 500]
        from made cross join generate_series(1, %s) as n
        """,
        [[person.id for person in people], MANY],
    )
    sql.connection.execute("vacuum analyze core.question_words, core.questions, core.quizzes")
    tables = "core.questions", "core.question_words"
    for given, found, most in (
        ({}, 10, MANY),
        ({"q": "question"}, 10, MANY),
        ({"tags": ["t10"]}, 2, MANY),
        ({"q": "w499"}, 2, 100),
    ):
        before = [rows_read(sql, table) for table in tables]
        assert len(sql.call(ada, "search_questions", page_size=10, **given)["items"]) == found
        for table, rows in zip(tables, before, strict=True):
            assert rows_read(sql, table) - rows <= most + 10, (given, table)


def rows_read(sql: Sql, table: str) -> int:
    """How many rows of a table this session has read so far."""
    sql.connection.execute("select pg_stat_force_next_flush()")
    query = (
        "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where relid = %s::regclass"
    )
    rows: int = sql.value(query, table)
    return rows


PEOPLE = 15


def without_clock(answer: Any) -> Any:
    """What a list returned, without the time at which it was read."""
    return json.loads(json.dumps(answer), object_hook=lambda part: {k: part[k] for k in part if k != "now"})


def walked(sql: Sql, person: Person, function: str, size: int, **more: Any) -> list[Any]:
    """All items of a list, read by pages of this size. Fails if it repeats one or does not end."""
    items: list[Any] = []
    cursor = None
    for _ in range(MANY):
        page = sql.call(person, function, page_size=size, cursor=cursor, **more)
        items += without_clock(page["items"])
        if (cursor := page["next_cursor"]) is None:
            return items
    raise AssertionError(f"{function} has no last page")


def test_every_list_can_be_read_whole_by_pages(sql: Sql, ada: Person) -> None:
    public = {"visibility": "public", "attempts_allowed": None, "negative_marking": 0.5}
    quiz = make_quiz(sql, ada, single(), **public)
    essays = make_quiz(sql, ada, single(), essay(), **public)
    make_quiz(sql, ada, *(single(f"Question {n}") for n in range(PEOPLE)))
    takers = [sql.person(f"taker{n}") for n in range(PEOPLE)]
    for n in range(PEOPLE):
        new = sql.call(ada, "create_quiz", draft={"title": f"Shared {n}"})["id"]
        sql.call(ada, "invite_collaborator", quiz_id=new, person=takers[0].id, role="edit")
    for _ in range(5):
        options = {"mode": "assigned", "closes_at": TOMORROW}
        room = sql.call(ada, "create_room", quiz_id=make_quiz(sql, ada).id, options=options)
        sql.call(takers[0], "join_room", room_code=room["room_code"], nickname="Tam")
    for n, taker in enumerate(takers):
        sql.call(ada, "set_allowance", quiz_id=quiz.id, person=taker.id, allowance={"extra_time_s": n})
        attempt = quiz.start(taker)
        quiz.submit(taker, [answer(attempt["questions"][0], quiz.wrong(attempt["questions"][0]))])
        hand_in(essays, taker)
    addresses = [f"p{n}@example.com" for n in range(PEOPLE)]
    sql.call(ada, "add_to_allow_list", quiz_id=quiz.id, addresses=addresses)
    group = sql.call(ada, "create_group", name="Class 7b")
    for taker in takers:
        sql.call(taker, "join_group", join_code=group["join_code"])
    first = sql.call(ada, "list_questions", quiz_id=quiz.id)["items"][0]["id"]
    for method in ("full_points", "void") * (PEOPLE // 2):
        rules = {"questions": [{"question_id": first, "method": method}]}
        sql.call(ada, "regrade_quiz", quiz_id=quiz.id, regrade=rules)
    often = {"quiz_id": quiz.id, "person_id": takers[1].id}
    sql.connection.execute(
        "insert into core.attempts (quiz_id, user_id, owner_id, number, state, finished_at, score, "
        "max_score, seed, negative_marking) "
        "select %s, %s, %s, n + 1, 'finished', now(), 1, 1, 1, 0 from generate_series(1, %s) as n",
        [*often.values(), ada.id, PEOPLE],
    )
    for function in SEEDS:
        seed(sql, function, PEOPLE, takers[0])
    mine = {"list_attempts": 2, "list_rooms": 0}  # beside the seeded rows
    of_quiz = {"quiz_id": quiz.id}
    newest = sql.call(ada, "list_regrades", **of_quiz)["items"][0]["id"]
    lists: dict[str, tuple[Person, dict[str, Any], int]] = {
        **{function: (takers[0], {}, PEOPLE + mine.get(function, 0)) for function in SEEDS},
        "list_allow_list": (ada, of_quiz, PEOPLE),
        "list_allowances": (ada, of_quiz, PEOPLE),
        "list_attempts_of": (ada, often, PEOPLE + 1),
        "list_group_members": (ada, {"group_id": group["id"]}, PEOPLE),
        "group_leaderboard": (ada, {"group_id": group["id"]}, PEOPLE),
        "quiz_leaderboard": (ada, of_quiz, PEOPLE),
        "quiz_results": (ada, of_quiz, PEOPLE),
        "list_owner_acts": (ada, of_quiz, PEOPLE),
        "list_regrades": (ada, of_quiz, PEOPLE // 2 * 2),
        "list_regrade_results": (ada, {**of_quiz, "regrade_id": newest}, PEOPLE),
        "preview_regrade": (
            ada,
            {**of_quiz, "regrade": {"questions": [{"question_id": first, "method": "full_points"}]}},
            PEOPLE,
        ),
        "global_leaderboard": (ada, {}, PEOPLE),
        "list_played_rooms": (takers[0], {}, 5),
        "list_quiz_invitations": (takers[0], {}, PEOPLE),
        "list_answers_to_mark": (ada, {}, PEOPLE),
        "search_questions": (ada, {"q": "question"}, PEOPLE),
    }
    paged = sql.connection.execute(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace "
        "and 'page_size' = any(proargnames)"
    )
    # events are read on by the id of the last one, and have no cursor
    assert {name for (name,) in paged} - {"my_events"} == {*lists}
    for function, (person, more, rows) in lists.items():
        whole = walked(sql, person, function, 100, **more)
        assert len(whole) >= rows, function
        assert walked(sql, person, function, 4, **more) == whole, function


@pytest.mark.parametrize("sort", ["title", "-title", "created_at", "-created_at"])
def test_rows_that_sort_as_equals_are_on_one_page_each_by_their_ids(sql: Sql, ada: Person, sort: str) -> None:
    seed(sql, "list_quizzes", 20, ada)
    sql.connection.execute("update core.quizzes set created_at = '2026-01-01'")
    listed: list[str] = []
    cursor: str | None = None
    while not listed or cursor:
        page = sql.call(ada, "list_quizzes", sort=sort, page_size=3, cursor=cursor)
        listed += [quiz["id"] for quiz in page["items"]]
        cursor = page["next_cursor"]
    ids = [str(row[0]) for row in sql.connection.execute("select id from core.quizzes order by id")]
    assert listed == (ids[::-1] if sort.startswith("-") else ids)
