"""Who may do what: every table, view and function, and what each kind of person gets of it.

`rights.txt` says what is expected. A new object is missing there, so this test fails until its row is added.
After a change that is meant, write it anew and read the difference:
`WRITE_RIGHTS=1 .venv/bin/python -m pytest tests/database/test_rights.py -k nothing_else`
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.attempts.taking import make_quiz, single, true_false
from tests.fixtures import Person, Sql
from tests.media.samples import uploaded_picture

RIGHTS = Path(__file__).with_name("rights.txt")
OURS = "('core'::regnamespace, 'public'::regnamespace, 'dashboards'::regnamespace)"
RELATIONS = f"""
select c.oid::regclass::text from pg_class as c
where c.relnamespace in {OURS} and c.relkind in ('r', 'p', 'v', 'm') order by c.relkind = 'v', 1
"""
CALLABLE = """
select p.proname::text, coalesce(p.proargnames[1 : p.pronargs], '{}')
from pg_proc as p where p.pronamespace = 'public'::regnamespace and not OF_ROW order by 1
"""
COMPUTED = """
select p.proname::text, p.proargtypes[0]::regtype::text
from pg_proc as p where p.pronamespace = 'public'::regnamespace and OF_ROW order by 1, 2
"""
OF_ROW = "exists (select from pg_type as t where t.oid = p.proargtypes[0] and t.typtype = 'c')"
TYPES = """
select named.name, format_type(named.type, null)
from pg_proc as p cross join unnest(p.proargnames, p.proargtypes::oid[]) as named (name, type)
where p.pronamespace = 'public'::regnamespace and p.proname = %s and named.type is not null
"""
INTERNAL = """
select p.oid::regproc::text, coalesce(
    string_agg(g.grantee::regrole::text, ', ' order by g.grantee::regrole::text)
    filter (where g.grantee <> p.proowner), 'nobody'
)
from pg_proc as p left join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as g on true
where p.pronamespace in ('core'::regnamespace, 'dashboards'::regnamespace) group by p.oid order by 1
"""
WRITES = ("insert", "update", "delete", "truncate")
ANY_COLUMN = "select has_any_column_privilege(%s, %s, %s)"
WRITABLE = """
select case right_name when 'insert' then has_any_column_privilege(role_name, relation, 'insert')
    when 'update' then has_any_column_privilege(role_name, relation, 'update')
    else has_table_privilege(role_name, relation, right_name) end
from (values (%s, %s, %s)) as asked (role_name, relation, right_name)
"""
WHO = ("anon", "owner", "editor", "reader", "host", "player", "other", "service_role", "dashboard_reader")
HEAD = """\
Who may do what, as tests/database/test_rights.py finds it. The owner has a quiz that others take by its link,
a folder with the quiz, a live room of it, an upload and a payment. The editor and the reader are
collaborators of the quiz, in the roles edit and results. The host co-hosts the room. The player plays in it,
and has begun an attempt at the quiz, as a guest has. The other is signed in and has an invitation to the
quiz, which is open, and nothing else of it.

Tables and views: how many rows each of them reads, and what they may write besides; - where they may not read
it at all. Schema core is closed to all of them: view means that a view of schema public shows some of it.
"""
CALLS = """
Functions of schema public, called with the things of the owner, the attempt of the player and the player's
place in the room: yes, or the code of the refusal; - where they may not call it at all.
"""
OF_ROWS = """
Computed columns and relationships: how many values or rows each of them gets for all rows that they read; -
where they may not call it, or may not read those rows.
"""
INSIDE = """
Other functions: the roles that may call them, besides their owner.
"""


class World:
    """What the file's head says."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql
        self.people = {name: sql.person(name) for name in WHO[1:-2]}
        owner, host, player = (self.people[name] for name in ("owner", "host", "player"))
        quiz = make_quiz(sql, owner, single(), true_false(), visibility="link")
        for name, role in (("editor", "edit"), ("reader", "results")):
            collaborator = self.people[name]
            shared = sql.call(
                owner, "invite_collaborator", quiz_id=quiz.id, person=collaborator.id, role=role
            )
            sql.call(collaborator, "accept_quiz_invitation", invitation_id=shared["id"])
        invited = sql.call(
            owner, "invite_collaborator", quiz_id=quiz.id, person=self.people["other"].id, role="edit"
        )
        attempt = quiz.start(player)
        quiz.save(player, attempt, quiz.right_answers(attempt)[:1])
        sql.call(owner, "add_to_allow_list", quiz_id=quiz.id, addresses=["@example.com"])
        open_to_guests = {"listed_only": False, "guests_allowed": True}
        sql.call(owner, "update_quiz", quiz_id=quiz.id, changes=open_to_guests)
        guest = sql.call(None, "start_as_guest", quiz_id=quiz.id, nickname="Guest")
        group = sql.call(owner, "create_group", name="Class 7b")
        sql.call(player, "join_group", join_code=group["join_code"])
        made = sql.call(owner, "create_room", quiz_id=quiz.id)
        code = made["room_code"]
        self.call_of(owner, "invite_host", host, "accept_host_invite", code)
        joined = sql.call(player, "relay_join_room", room_code=code, username="Player")["welcome"]
        draft = single("Another?")
        self.arguments: dict[str, Any] = {
            "quiz_id": quiz.id,
            "question_id": attempt["questions"][0]["id"],
            "quiz_ids": [quiz.id],
            "question_ids": [question["id"] for question in reversed(attempt["questions"])],
            "attempt_id": attempt["id"],
            "folder_id": self.folder(owner, quiz.id),
            "media_id": uploaded_picture(sql, owner)["id"],
            "upload_id": sql.call(owner, "create_upload", url="https://example.com/a.pdf")["id"],
            "payment_id": sql.call(owner, "begin_payment", credits=10)["id"],
            "code": "0000-0000-0000-0000",  # of no certificate
            "room_code": code,
            "room": code,
            "player_id": joined["player_id"],
            "resume": joined["resume"],
            "connection": 1,
            "invite": sql.call(owner, "invite_host", room_code=code)["invite"],
            "user_id": host.id,
            "person": owner.id,
            "snapshot_id": sql.value(
                "select id::text from core.quiz_snapshots where quiz_id = %s::text::uuid", quiz.id
            ),
            "page": 1,
            "person_id": player.id,
            "answers": [],
            "draft": draft,
            "drafts": [draft],
            "changes": {},
            "request": {"sources": []},
            "url": "https://example.com/b.pdf",
            "credits": 10,
            "questions": 3,
            "question": 1,
            "response": ["a"],
            "role": "results",
            "invitation_id": invited["id"],
            "collaborator_id": invited["id"],
            "locked": True,
            "shown": True,
            "number": 1,
            "word": "tea",
            "hidden": True,
            "seconds": 10,
            "factor": 2,
            "allowance": {"extra_attempts": 1},
            "more_time": {"minutes": 5},
            "group_id": group["id"],
            "join_code": group["join_code"],
            "entry_id": sql.value("select id::text from core.allow_list"),
            "regrade_id": sql.call(
                owner,
                "regrade_quiz",
                quiz_id=quiz.id,
                regrade={
                    "questions": [
                        {"question_id": attempt["questions"][1]["id"], "method": "full_points"},
                    ]
                },
            )["id"],
            "allowance_id": sql.call(
                owner, "set_allowance", quiz_id=quiz.id, person=player.id, allowance={"extra_time_s": 60}
            )["id"],
        }
        self.special = {
            "create_folder": {"name": "Another"},
            "delete_tags": {"tags": ["another"]},
            "replace_tags": {"tags": ["another"], "by": "a tag"},
            "rename_folder": {"name": "Another"},
            "create_quiz": {"draft": {"title": "Another"}},
            "set_team": {"team": 1},
            "update_account": {"display_name": "Another"},
            "describe_media": {"alt": "A map"},
            "may_upload_media": {"alt": "A map"},
            "rename_upload": {"name": "another.pdf"},
            "import_questions": {"title": "Another"},
            "mark_answer": {"mark": {"points": 1}},
            "set_attempt_password": {"password": "sesame"},
            "start_as_guest": {"nickname": "Zoe"},
            "create_group": {"name": "Another"},
            "rename_group": {"name": "Another"},
            "remove_group_member": {"user_id": player.id},
            "set_allowance": {"person": None},
            "add_to_allow_list": {"addresses": ["@example.org"]},
            "claim_guest": {"guest_token": guest["guest_token"]},
        }
        self.optional = {"create_room": {"quiz_id"}, "join_room": {"room_code"}, "list_quizzes": set()}

    def folder(self, owner: Person, quiz_id: str) -> str:
        made: str = self.sql.call(owner, "create_folder", name="Exams")["id"]
        self.sql.call(owner, "file_quizzes", quiz_ids=[quiz_id], folder_id=made)
        return made

    def call_of(self, owner: Person, invites: str, guest: Person, accepts: str, code: str) -> None:
        invite = self.sql.call(owner, invites, room_code=code)["invite"]
        self.sql.call(guest, accepts, room_code=code, invite=invite)

    def tried(self, who: str, statement: str, *arguments: Any) -> tuple[str, Any]:
        """What comes of somebody's statement, which changes nothing: SQLSTATE, and the value or the code."""
        person = self.people.get(who)
        role = "authenticated" if person else who
        connection = self.sql.connection
        try:
            with connection.transaction(force_rollback=True):
                claims = person.claims if person else {"role": role}
                connection.execute(
                    "select set_config('request.jwt.claims', %s, true)",
                    ["" if who == "dashboard_reader" else json.dumps(claims)],
                )
                connection.execute(f"set local role {role}".encode())
                cursor = connection.execute(statement.encode(), arguments or None)
                row = cursor.fetchone() if cursor.description else None
                return "", row[0] if row else None
        except psycopg.Error as error:
            return error.sqlstate or "", error.diag.message_detail

    def called(self, who: str, function: str, names: list[str]) -> str:
        given = {name: self.arguments[name] for name in names if name in self.arguments}
        given |= self.special.get(function, {})
        if function in self.optional:
            given = {name: given[name] for name in self.optional[function]}
        types = dict(self.sql.connection.execute(TYPES, [function]).fetchall())
        call = ", ".join(f"{name} => %s::{types[name]}" for name in given)
        values = [json.dumps(value) if types[name] == "jsonb" else value for name, value in given.items()]
        state, outcome = self.tried(who, f"select to_json(public.{function}({call}))::text", *values)
        if state == "42501":
            return "-"
        return "yes" if not state else outcome or state

    def read_and_written(self, who: str, relation: str) -> str:
        """Rows of a table or view that somebody reads, and what they may write."""
        role = "authenticated" if who in self.people else who
        state, rows = self.tried(who, f"select count(*) from {relation}")
        cell = str(rows) if not state else "-" if state == "42501" else state
        if (
            relation.startswith("core.")
            and cell == "-"
            and self.sql.value(ANY_COLUMN, role, relation, "select")
        ):
            cell = "view"
        written = [right for right in WRITES if self.sql.value(WRITABLE, role, relation, right)]
        return "+".join([cell, *written])

    def table(self) -> Iterator[list[str]]:
        yield ["", *WHO]
        self.sql.connection.execute("set search_path = ''")
        for (relation,) in self.sql.connection.execute(RELATIONS).fetchall():
            yield [relation, *(self.read_and_written(who, relation) for who in WHO)]

    def calls(self) -> Iterator[list[str]]:
        yield ["", *WHO]
        for function, names in self.sql.connection.execute(CALLABLE.replace("OF_ROW", OF_ROW)).fetchall():
            yield [function, *(self.called(who, function, names) for who in WHO)]

    def told(self, who: str, function: str, view: str) -> str:
        query = f"select count(told) from {view} as given cross join lateral public.{function}(given) as told"
        state, rows = self.tried(who, query)
        return str(rows) if not state else "-" if state == "42501" else state

    def computed(self) -> Iterator[list[str]]:
        yield ["", *WHO]
        for function, view in self.sql.connection.execute(COMPUTED.replace("OF_ROW", OF_ROW)).fetchall():
            yield [f"{function} of {view}", *(self.told(who, function, view) for who in WHO)]


def aligned(rows: list[list[str]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in rows
    )


def test_everybody_may_do_what_is_written_down_and_nothing_else(sql: Sql) -> None:
    world = World(sql)
    internal = [list(row) for row in sql.connection.execute(INTERNAL).fetchall()]
    found = (
        HEAD
        + aligned(list(world.table()))
        + CALLS
        + aligned(list(world.calls()))
        + OF_ROWS
        + aligned(list(world.computed()))
        + INSIDE
        + aligned(internal)
    )
    assert "42883" not in found, "a function was called without an argument that it needs"
    if os.environ.get("WRITE_RIGHTS"):
        RIGHTS.write_text(found, encoding="utf-8")
    assert found.splitlines() == RIGHTS.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "change",
    [
        "create table core.another (id integer)",
        "create view public.another as select 1 as one",
        "create function public.another() returns integer language sql return 1",
        "create function core.another() returns integer language sql return 1",
        "grant update (title) on core.quizzes to authenticated",
        "grant select on core.account_attempts to service_role",
        'alter policy "owners read their uploads" on core.uploads using (true)',
        "grant execute on function core.open_session to anon",
    ],
)
def test_a_right_that_is_not_written_down_is_noticed(sql18: Sql, change: str) -> None:
    sql18.connection.execute(change.encode())
    with pytest.raises(AssertionError):
        test_everybody_may_do_what_is_written_down_and_nothing_else(sql18)
