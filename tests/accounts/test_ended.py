"""A token that has not expired is worth nothing once its account or its session has ended.

The calls here are made as PostgREST makes them, but without its pre-request: the functions and policies
refuse such a token by themselves.
"""

import dataclasses

import pytest

from tests.fixtures import Person, Refused, Sql
from tests.quizzes.drafts import DRAFTS

TELL_NOTHING_OF_ANYBODY = {"calculate_credits", "check_questions", "check_trivia", "list_topics"}
NULL_CALLS = """
select p.proname::text, p.provolatile = 'v' as writes, format(
    'select public.%%I(%%s)', p.proname,
    (select string_agg('null::' || format_type(a.type, null), ', ' order by a.place)
    from unnest(p.proargtypes) with ordinality as a (type, place))
)
from pg_proc as p
where p.pronamespace = 'public'::regnamespace
    and has_function_privilege('authenticated', p.oid, 'execute')
    and not has_function_privilege('anon', p.oid, 'execute')
    -- computed columns and relationships are reads of a row, which the caller must be able to read
    and not (p.provolatile <> 'v' and exists (
        select from unnest(p.proargtypes) as a (type)
        inner join pg_type as t on t.oid = a.type where t.typtype = 'c'
    ))
"""
VIEWS = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'"


@dataclasses.dataclass(frozen=True)
class SignedIn(Person):
    """A person with a token of one session."""

    session_id: str

    @property
    def claims(self) -> dict[str, str]:
        return {**super().claims, "session_id": self.session_id}


@pytest.fixture
def ada(sql: Sql) -> SignedIn:
    """Somebody with something to lose in every view."""
    person = sql.person("ada")
    session = sql.value("insert into auth.sessions (user_id) values (%s) returning id::text", person.id)
    ada = SignedIn(person.id, person.email, session)
    quiz = sql.call(ada, "create_quiz", draft={"title": "Mine", "visibility": "public"})
    sql.call(ada, "create_questions", quiz_id=quiz["id"], drafts=[DRAFTS["single choice"]])
    sql.call(ada, "start_attempt", quiz_id=quiz["id"])
    sql.call(ada, "create_room", quiz_id=quiz["id"])
    sql.call(ada, "create_upload", url="https://example.com/a.pdf")
    return ada


ENDS = {
    "deleted": "update auth.users set deleted_at = now() where id = %s",
    "purged": "delete from auth.users where id = %s",
    "blocked": "update auth.users set banned_until = now() + interval '1 day' where id = %s",
    "signed out": "delete from auth.sessions where user_id = %s",
    "expired": "update auth.sessions set not_after = now() where user_id = %s",
}


@pytest.fixture(params=ENDS)
def ended(request: pytest.FixtureRequest, sql: Sql, ada: SignedIn) -> SignedIn:
    """The same person with the same token, after the end."""
    sql.connection.execute(ENDS[request.param].encode(), [ada.id])
    return ada


def what_works(sql: Sql, person: Person) -> set[str]:
    """The functions for people that don't refuse this one. A read that returns no row has refused."""
    calls = sql.connection.execute(NULL_CALLS.replace("%%", "%").encode()).fetchall()
    assert len(calls) > 50
    worked = set()
    for name, writes, call in calls:
        try:
            rows = sql.select(person, call)
        except Refused:
            continue
        if writes or rows:
            worked.add(name)
    return worked


def test_no_function_for_people_works_with_it(sql: Sql, ended: SignedIn) -> None:
    assert what_works(sql, ended) <= TELL_NOTHING_OF_ANYBODY


@pytest.mark.parametrize("signature", ["write_silently()", "write_silently(of public.rooms)"])
def test_a_function_that_writes_and_returns_no_row_would_be_noticed(
    sql: Sql, ada: SignedIn, signature: str
) -> None:
    sql.connection.execute(
        f"create function public.{signature} returns setof integer language sql security definer "
        "begin atomic insert into core.user_events (user_id, type) select id, 'x' from core.profiles; "
        "select 1 where false; end"
    )
    sql.connection.execute("revoke execute on function public.write_silently from public, anon")
    sql.connection.execute("grant execute on function public.write_silently to authenticated")
    assert "write_silently" in what_works(sql, ada)


@pytest.mark.parametrize(
    "call",
    [
        'public.create_quiz(\'{"title": "Still here", "visibility": "public"}\')',
        "public.create_upload('https://example.com/b.pdf')",
        "public.begin_payment(10)",
        "public.create_room((select id from core.quizzes))",
        "public.start_attempt((select id from core.quizzes))",
        'public.update_quiz((select id from core.quizzes), \'{"title": "Changed"}\')',
        "public.start_room((select code from core.rooms))",
        "public.room_stats((select code from core.rooms))",
        "public.delete_account()",
        "public.list_rooms()",
    ],
)
def test_it_writes_and_reads_nothing_that_is_there(sql: Sql, ended: SignedIn, call: str) -> None:
    """With the arguments that worked before."""
    arguments = call.replace("(select id from core.quizzes)", f"'{sql.value('select id from core.quizzes')}'")
    arguments = arguments.replace(
        "(select code from core.rooms)", f"'{sql.value('select code from core.rooms')}'"
    )
    with pytest.raises(Refused) as refused:
        sql.select(ended, f"select {arguments}")
    assert refused.value.status in (401, 403)


HOSTS_COMMANDS = {  # with their arguments besides the code
    "start_room": "", "next_question": ", 0", "close_question": "", "skip_question": "", "pause_room": "",
    "resume_room": "", "extend_question": ", 5", "lock_room": ", true", "show_leaderboard": ", false",
    "hide_word": ", 1, 'tea', true",
    "kick_player": ", gen_random_uuid()", "set_extra_time": ", gen_random_uuid(), 2",
    "set_team": ", gen_random_uuid(), 1", "end_room": "", "play_again": "", "invite_host": "",
    "host_room": "", "host_heartbeat": "", "room_hosts": "", "room_report": "", "room_stats": "",
}  # fmt: skip


def test_no_command_of_a_host_works_with_it(sql: Sql, ended: SignedIn) -> None:
    """As supabase-js makes the call in a project whose PostgREST makes no pre-request."""
    room = sql.value("select code from core.rooms")
    before = sql.value("select to_jsonb(r) from core.rooms as r")
    for command, arguments in HOSTS_COMMANDS.items():
        with pytest.raises(Refused) as refused:
            sql.select(ended, f"select public.{command}('{room}'{arguments})")
        assert refused.value.status in (401, 403), command
    assert sql.value("select to_jsonb(r) from core.rooms as r") == before
    assert sql.select(ended, "select * from public.rooms") == []


def test_no_view_shows_more_with_it_than_what_is_public(sql: Sql, ended: SignedIn) -> None:
    somebody = sql.person("somebody")  # who has nothing of their own
    for (view,) in sql.connection.execute(VIEWS).fetchall():
        shown_to_all = sql.select(somebody, f"select * from public.{view}")
        assert all(row in shown_to_all for row in sql.select(ended, f"select * from public.{view}")), view


def test_before_the_end_all_of_it_works(sql: Sql, ada: SignedIn) -> None:
    shown = {view: sql.select(ada, f"select * from public.{view}") for (view,) in
             sql.connection.execute(VIEWS).fetchall()}  # fmt: skip
    assert {"attempts", "profiles", "questions", "rooms", "uploads"} <= {
        v for v, rows in shown.items() if rows
    }
    assert sql.select(ada, "select public.list_rooms() as rooms")[0]["rooms"]["items"]
