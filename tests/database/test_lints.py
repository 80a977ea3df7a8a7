"""What the linter of Supabase's dashboard (splinter) looks for, looked for in the catalog.

Written anew from what each lint is documented to find. Left out are those that depend on a server's use or
on parts of Supabase that Quizzler does not have: unused indexes, table bloat, versions of extensions, queues,
storage buckets, replication slots, pg_graphql. Security definer functions that people who are signed in may
call (0029) are the API, which rights.txt lists.
"""

import psycopg
import pytest

from tests.fixtures import Sql

OURS = "('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)"
LINTS = {
    "0001 unindexed foreign keys": """
        select k.conrelid::regclass::text || ': ' || k.conname from pg_constraint as k
        where k.contype = 'f' and k.connamespace in OURS and not exists (
            select from pg_index as i
            where i.indrelid = k.conrelid and i.indisvalid
                and (i.indkey::int2[])[0 : cardinality(k.conkey) - 1] @> k.conkey
        )
    """,
    "0002 auth.users exposed": """
        select v.oid::regclass::text from pg_class as v
        join pg_rewrite as r on r.ev_class = v.oid
        join pg_depend as d on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass
        where v.relkind in ('v', 'm') and v.relnamespace in OURS and d.refobjid = 'auth.users'::regclass
    """,
    "0003 policies that ask who the caller is for every row": """
        select polrelid::regclass::text || ': ' || polname from pg_policy
        where regexp_replace(
            concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)),
            'SELECT (auth|core)\\.[a-z_]+\\(\\)', '', 'g'
        ) ~ '(auth\\.(uid|jwt|role|email)|core\\.caller_id|current_setting)\\('
    """,
    "0004 no primary key": """
        select c.oid::regclass::text from pg_class as c
        where c.relkind in ('r', 'p') and c.relnamespace in OURS
            and not exists (select from pg_index as i where i.indrelid = c.oid and i.indisprimary)
    """,
    "0006 several permissive policies": """
        select polrelid::regclass::text || ': ' || string_agg(polname, ', ')
        from pg_policy cross join unnest(polroles) as role
        where polpermissive group by polrelid, role, polcmd having count(*) > 1
    """,
    "0007 policies without row-level security": """
        select polrelid::regclass::text from pg_policy
        join pg_class as c on c.oid = polrelid where not c.relrowsecurity
    """,
    "0008 row-level security without a policy": """
        select c.oid::regclass::text from pg_class as c
        where c.relkind in ('r', 'p') and c.relnamespace in OURS and c.relrowsecurity
            and not exists (select from pg_policy where polrelid = c.oid)
    """,
    "0009 two indexes of the same": """
        select min(i.indexrelid::regclass::text) from pg_index as i
        join pg_class as c on c.oid = i.indrelid where c.relnamespace in OURS
        group by
            i.indrelid, i.indkey::text, i.indclass::text, i.indoption::text, i.indcollation::text,
            pg_get_expr(i.indpred, i.indrelid), pg_get_expr(i.indexprs, i.indrelid)
        having count(*) > 1
    """,
    "0010 views with their owner's rights": """
        select c.oid::regclass::text from pg_class as c
        where c.relkind = 'v' and c.relnamespace in OURS
            and not coalesce('security_invoker=true' = any (c.reloptions), false)
            and (has_any_column_privilege('anon', c.oid, 'select')
                or has_any_column_privilege('authenticated', c.oid, 'select'))
    """,
    "0011 a search_path of the caller's": """
        select p.oid::regprocedure::text from pg_proc as p
        where p.pronamespace in OURS and p.prosqlbody is null
            and not exists (select from unnest(p.proconfig) as setting where setting ~ '^search_path=')
    """,
    "0012 policies that let anonymous sign-ins in": """
        select polrelid::regclass::text || ': ' || polname from pg_policy
        where polcmd <> 'r' and polroles && array['anon'::regrole::oid, 'authenticated'::regrole::oid, 0::oid]
    """,
    "0013 tables of the API without row-level security": """
        select c.oid::regclass::text from pg_class as c
        where c.relkind in ('r', 'p') and c.relnamespace in OURS and not c.relrowsecurity
    """,
    "0014 extensions in schema public": """
        select extname::text from pg_extension where extnamespace = 'public'::regnamespace
    """,
    "0015 policies that trust what people write of themselves": """
        select polname::text from pg_policy
        where concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
            ~ 'user_?meta_?data'
    """,
    "0016 and 0017 materialized views and foreign tables in the API": """
        select c.oid::regclass::text from pg_class as c
        where c.relkind in ('m', 'f') and c.relnamespace in OURS
    """,
    "0018 types that an upgrade of Postgres can't keep": """
        select a.attrelid::regclass::text || '.' || a.attname from pg_attribute as a
        join pg_class as c on c.oid = a.attrelid
        where c.relnamespace in OURS and c.relkind in ('r', 'p') and a.attnum > 0
            and a.atttypid in (
                'regproc'::regtype, 'regprocedure'::regtype, 'regoper'::regtype, 'regoperator'::regtype,
                'regconfig'::regtype, 'regdictionary'::regtype, 'regnamespace'::regtype,
                'regcollation'::regtype
            )
    """,
    "0021 foreign keys to unique columns of schema auth": """
        select k.conrelid::regclass::text || ': ' || k.conname from pg_constraint as k
        join pg_class as c on c.oid = k.confrelid
        where k.contype = 'f' and k.connamespace in OURS and c.relnamespace = 'auth'::regnamespace
    """,
    "0023 columns that sound secret, for clients": """
        select format('%s.%s', c.oid::regclass, a.attname) from pg_class as c
        join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace
            and a.attname ~* '(password|secret|token|hash|api_?key|ssn|card_?number|^key$|e_?mail|^ip$)'
            and (has_column_privilege('anon', c.oid, a.attnum, 'select')
                or has_column_privilege('authenticated', c.oid, a.attnum, 'select'))
    """,
    "0024 policies that are always true": """
        select polrelid::regclass::text || ': ' || polname from pg_policy
        where 'true' in (pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    """,
    "0028 security definer functions that anybody may call": """
        select p.oid::regproc::text from pg_proc as p
        where p.pronamespace in OURS and p.prosecdef and has_function_privilege('anon', p.oid, 'execute')
    """,
    "0030 invalid indexes": """
        select indexrelid::regclass::text from pg_index where not indisvalid
    """,
    "0030 policies that match nobody with nobody": """
        select polrelid::regclass::text || ': ' || polname from pg_policy
        where pg_get_expr(polqual, polrelid) ~* '(caller_id|uid)\\(\\)( AS [a-z_]+)?\\)* IS NULL'
    """,
}
CLOSED = "Only functions read it, which run as its owner: without a policy a stray grant opens nothing."
API = "What people who are not signed in may do: it checks by itself what the caller may see."
EXPECTED = {
    "0008 row-level security without a policy": (
        CLOSED,
        {
            "core.account_attempts", "core.admins", "core.blocked_words", "core.calls",
            "core.gifted_addresses", "core.known_clients", "core.relay_watch", "core.stripe_events",
            "core.attempt_password_guesses", "core.attempt_passwords", "core.certificates",
            "core.password_resets", "core.quiz_handovers",
            "core.idempotency_keys", "core.media_leftovers", "core.media_uses", "core.quiz_media_uses",
            "core.room_looks", "core.taker_details", "core.regrades", "core.guests",
            "core.groups", "core.group_members", "core.allow_list",
            "core.regrade_results", "core.board_changes", "core.board_counts", "core.boards",
            "core.kept_standings", "core.places", "core.active_people", "core.credit_people",
            "core.daily_facts", "core.fact_changes", "core.fact_folding",
            "core.statistics_changes", "core.counted_sources",
            "core.quiz_snapshots",
            "core.quiz_sums", "core.quiz_counts", "core.question_sums", "core.question_counts",
            "core.response_sums", "core.ledger_proofs", "core.board_proofs",
            "core.question_words",
            "core.trivia_bank", "core.turns", "core.user_events", "core.webhook_events",
            "core.event_followers",
        },
    ),
    "0010 views with their owner's rights": (
        "No client reaches schema core. Policies ask these what belongs to the caller, as a policy of one "
        "table can't read another whose policy reads the first; public.results shows the caller's standings.",
        {
            "core.asked_questions", "core.caller_groups", "core.caller_quizzes", "core.facts_known",
            "core.hidden_attempts", "core.joined_quizzes",
            "core.hosted_rooms", "core.overseen_quizzes", "core.parted_quizzes",
            "core.own_questions", "core.played_rooms", "core.seen_room_questions", "core.standings",
            "core.taken_quizzes",
        },
    ),
    "0023 columns that sound secret, for clients": (
        "The name of a setting that front-ends show; addresses, for owners and whoever has them; whether a "
        "quiz asks for addresses.",
        {
            "public.settings.key", "public.allowances.email", "public.owner_acts.email",
            "public.quiz_collaborators.email", "public.quizzes.ask_email",
        },
    ),
    "0024 policies that are always true": (
        "Everybody may know which trivia there is; the views leave out the answer keys.",
        {
            "core.trivia_questions: anyone reads which trivia there is",
            "core.trivia_questions: people read the trivia",
        },
    ),
    "0028 security definer functions that anybody may call": (
        API,
        {
            "core.may_receive", "public.answer_question", "public.answer_turn", "public.check_request",
            "public.get_certificate", "public.get_quiz", "public.global_board", "public.global_leaderboard",
            "public.join_room", "public.leave_room", "public.list_quizzes", "public.list_topics",
            "public.next_turn", "public.player_heartbeat", "public.question_count", "public.quiz",
            "public.quiz_board", "public.quiz_leaderboard", "public.suggest_nickname",
            "public.validate_room", "public.watch_room",
            # for guests, who prove by a token who they are
            "public.abandon_attempt", "public.attempt_review", "public.delete_answer", "public.get_attempt",
            "public.make_certificate", "public.my_result", "public.save_answers", "public.start_as_guest",
            "public.start_attempt",
            "public.submit_attempt",
        },
    ),
}  # fmt: skip
BREACHES = {
    "0001": "create table core.another (id integer primary key, quiz_id uuid references core.quizzes)",
    "0002": "create view public.another as select id from auth.users",
    "0003": 'alter policy "owners read their uploads" on core.uploads using (owner_id = auth.uid())',
    "0004": "create table core.another (id integer)",
    "0006": "create policy another on core.uploads for select to authenticated using (owner_id is null)",
    "0007": "alter table core.uploads disable row level security",
    "0008": "create table core.another (id integer); alter table core.another enable row level security",
    "0009": "create index another on core.rooms (quiz_id)",
    "0010": "alter view public.quizzes set (security_invoker = false)",
    "0011": "create function core.another() returns integer language sql as 'select 1'",
    "0012": "create policy another on core.uploads for insert to authenticated with check (owner_id is null)",
    "0013": "create table public.another (id integer)",
    "0014": "create extension vector schema public",
    "0015": 'alter policy "owners read their uploads" on core.uploads '
    "using (auth.jwt() -> 'user_metadata' ->> 'owner' = owner_id::text)",
    "0016": "create materialized view public.another as select 1 as one",
    "0018": "create table core.another (kind regprocedure)",
    "0021": "alter table core.uploads add foreign key (owner_id) references auth.users",
    "0023": "create view public.another as select 'x' as api_key; grant select on public.another to anon",
    "0024": "create policy another on core.trivia_bank for select to anon using (true)",
    "0028": "grant execute on function public.my_account to anon",
    "0030 policies": 'alter policy "owners read their uploads" on core.uploads '
    "using ((select core.caller_id()) is null or owner_id = (select core.caller_id()))",
}


@pytest.fixture
def sql(read_only_sql: Sql) -> Sql:
    return read_only_sql


def found(connection: psycopg.Connection, lint: str) -> set[str]:
    connection.execute("set search_path = ''")
    return {name for (name,) in connection.execute(LINTS[lint].replace("OURS", OURS).encode()).fetchall()}


@pytest.mark.parametrize("lint", LINTS)
def test_the_linter_finds_nothing_but_what_is_meant(sql: Sql, lint: str) -> None:
    assert found(sql.connection, lint) == EXPECTED.get(lint, ("", set()))[1]


@pytest.mark.parametrize("number", BREACHES)
def test_the_linter_finds_what_it_looks_for(sql18: Sql, number: str) -> None:
    lint = next(name for name in LINTS if name.startswith(number))
    before = found(sql18.connection, lint)
    sql18.connection.execute(BREACHES[number].encode())
    assert found(sql18.connection, lint) > before
