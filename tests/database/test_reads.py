"""A read never writes: it works over GET of PostgREST and on a read replica, which take no writes."""

import json
from typing import Any

import pytest

from tests.attempts.taking import Quiz, make_quiz, single, true_false
from tests.fixtures import Person, Refused, Sql
from tests.media.samples import uploaded_picture

ROWS = (
    "credit_lines",
    "export_account",
    "export_results",
    "global_board",
    "quiz",
    "question_drift",
    "quiz_board",
    "quiz_days",
    "room_board",
)
READS = """
select p.proname::text, case when t.typtype = 'c' then t.oid::regtype::text end
from pg_proc as p left join pg_type as t on t.oid = p.proargtypes[0]
where p.pronamespace = 'public'::regnamespace and p.provolatile <> 'v'
"""  # functions that read, with the view of whose rows they are computed
LISTS = (
    "list_groups",
    "list_folders",
    "list_media",
    "list_payments",
    "list_played_rooms",
    "list_quiz_invitations",
    "list_quizzes",
    "list_rooms",
    "list_tags",
    "list_topics",
    "list_uploads",
)


class Service(Person):
    """Whoever runs the server."""

    @property
    def claims(self) -> dict[str, str]:
        return {"role": "service_role"}


class World:
    """A quiz with an attempt whose time is up and that nothing has settled, a room, an upload, a payment."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql
        self.ada, self.bob = sql.person("ada"), sql.person("bob")
        self.quiz: Quiz = make_quiz(
            sql, self.ada, single(), true_false(), time_limit_s=60, attempts_allowed=2, pass_mark=50
        )
        done = self.quiz.start(self.bob)
        self.quiz.submit(self.bob, self.quiz.right_answers(done))
        full = [{"question_id": done["questions"][0]["id"], "method": "full_points"}]
        self.regrade = sql.call(self.ada, "regrade_quiz", quiz_id=self.quiz.id, regrade={"questions": full})[
            "id"
        ]
        self.certificate = sql.call(self.bob, "make_certificate", attempt_id=done["id"])["code"]
        self.overdue = self.quiz.start(self.bob)
        self.quiz.save(self.bob, self.overdue, self.quiz.right_answers(self.overdue)[:1])
        self.quiz.pass_deadline(self.overdue)
        played = make_quiz(sql, self.ada, single())  # another, for a game hides the review of its quiz
        self.room: str = sql.call(self.ada, "create_room", quiz_id=played.id)["room_code"]
        self.folder = sql.call(self.ada, "create_folder", name="Exams")["id"]
        self.media = uploaded_picture(sql, self.ada)["id"]
        self.upload = sql.call(self.ada, "create_upload", url="https://example.com/a.pdf")["id"]
        sql.connection.execute("update core.uploads set state = 'ready', pdf_id = 'ab', pages = 3")
        self.group = sql.call(self.ada, "create_group", name="Class 7b")["id"]
        self.snapshot = sql.call(self.ada, "list_quiz_history", quiz_id=self.quiz.id)["items"][0]["id"]
        self.payment = sql.call(self.ada, "begin_payment", credits=10)["id"]

    def reads(self) -> dict[str, tuple[Person | None, dict[str, Any]]]:
        """Who makes each read, with which arguments."""
        ada, bob, quiz = self.ada, self.bob, {"quiz_id": self.quiz.id}
        question = self.overdue["questions"][0]["id"]
        draft = {"drafts": [single()]}
        return {
            **{name: (ada, {}) for name in LISTS},
            "attempt_review": (bob, {"attempt_id": self.overdue["id"]}),
            "calculate_credits": (ada, {"questions": 3}),
            "check_questions": (ada, draft),
            "check_trivia": (ada, {}),
            "compare_groups": (ada, quiz),
            "credit_balance": (ada, {}),
            "credit_history": (ada, {}),
            "credit_lines": (ada, {}),
            "export_account": (ada, {}),
            "export_quiz": (ada, quiz),
            "export_results": (ada, quiz),
            "get_attempt": (bob, {"attempt_id": self.overdue["id"]}),
            "get_certificate": (None, {"code": self.certificate}),
            "get_folder": (ada, {"folder_id": self.folder}),
            "get_media": (ada, {"media_id": self.media}),
            "get_payment": (ada, {"payment_id": self.payment}),
            "get_question": (ada, {**quiz, "question_id": question}),
            "get_quiz": (None, quiz),
            "get_quiz_snapshot": (ada, {**quiz, "snapshot_id": self.snapshot}),
            "get_upload": (ada, {"upload_id": self.upload}),
            "global_board": (None, {}),
            "global_leaderboard": (None, {}),
            "list_allow_list": (ada, quiz),
            "group_leaderboard": (ada, {"group_id": self.group}),
            "get_group": (ada, {"group_id": self.group}),
            "list_group_members": (ada, {"group_id": self.group}),
            "list_admins": (Service("", ""), {}),
            "list_allowances": (ada, quiz),
            "list_collaborators": (ada, quiz),
            "list_attempts": (bob, {}),
            "list_owner_acts": (ada, quiz),
            "list_answers_to_mark": (ada, quiz),
            "list_questions": (ada, quiz),
            "list_quiz_history": (ada, quiz),
            "list_regrade_results": (ada, {**quiz, "regrade_id": self.regrade}),
            "list_attempts_of": (ada, {**quiz, "person_id": bob.id}),
            "list_regrades": (ada, quiz),
            "may_delete_account": (ada, {}),
            "may_import": (ada, {"number": 1}),
            "may_upload": (ada, {}),
            "may_upload_media": (ada, {"alt": ""}),
            "my_account": (ada, {}),
            "my_events": (ada, {}),
            "my_result": (bob, quiz),
            "preview_quiz_change": (ada, {**quiz, "changes": {"time_limit_s": 90}}),
            "preview_regrade": (ada, {**quiz, "regrade": {}}),
            "quiz": (None, quiz),
            "quiz_board": (None, quiz),
            "question_drift": (ada, {}),
            "quiz_days": (ada, {}),
            "quiz_leaderboard": (None, quiz),
            "quiz_results": (ada, quiz),
            "quiz_statistics": (ada, quiz),
            "search_questions": (ada, {"q": "rome"}),
            "room_board": (ada, {"room_code": self.room}),
            "room_hosts": (ada, {"room_code": self.room}),
            "room_report": (ada, {"room": self.room}),
            "room_stats": (ada, {"room_code": self.room}),
            "upload_page": (ada, {"upload_id": self.upload, "page": 1}),
            "user_stats": (bob, {}),
            "my_performance": (bob, {}),
            "host_dashboard": (ada, {}),
        }

    def all_read(self) -> dict[str, Any]:
        """What every read returns, but for the times of the moment and the place in the log of events."""
        return {
            name: without_clock(
                self.read(name, who, arguments) if name in ROWS else self.sql.call(who, name, **arguments)
            )
            for name, (who, arguments) in self.reads().items()
        }

    def read(self, name: str, who: Person | None, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows that somebody gets by calling a function."""
        given = ", ".join(f"{key} => %s::{kind(value)}" for key, value in arguments.items())
        return self.sql.select(
            who, f"select * from public.{name}({given})", *map(sql_value, arguments.values())
        )


def without_clock(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: without_clock(part)
            for key, part in value.items()
            if key not in ("now", "remaining_ms", "last")
        }
    return [without_clock(part) for part in value] if isinstance(value, list) else value


@pytest.fixture
def world(sql: Sql) -> World:
    return World(sql)


def test_every_function_that_is_marked_as_a_read_works_in_a_read_only_transaction(world: World) -> None:
    sql = world.sql
    stable = sql.connection.execute(READS).fetchall()
    assert {name for name, view in stable if view is None} == set(world.reads())
    sql.connection.execute("set default_transaction_read_only = on")
    refused = {}
    for name, (who, arguments) in world.reads().items():
        try:
            world.read(name, who, arguments)
        except Refused as error:
            refused[name] = str(error)
    assert refused == {}


def test_what_is_computed_of_rows_works_in_a_read_only_transaction(world: World) -> None:
    computed = [(name, view) for name, view in world.sql.connection.execute(READS).fetchall() if view]
    assert "fraction" in [name for name, _ in computed]
    world.sql.connection.execute("set default_transaction_read_only = on")
    for person in (world.ada, world.bob):
        for name, view in computed:
            world.sql.select(
                person, f"select told from {view} as given cross join lateral public.{name}(given) as told"
            )


def test_no_function_whose_name_says_that_it_reads_is_marked_as_one_that_writes(world: World) -> None:
    writing = world.sql.connection.execute(
        "select proname::text from pg_proc where pronamespace = 'public'::regnamespace and provolatile = 'v' "
        "and proname ~ '^(get|list|my|check|export|validate|quiz|user|credit)_|_(stats|review|report)$' "
    ).fetchall()
    assert {name for (name,) in writing} == {"check_request", "validate_room"}  # they count calls


def test_reads_show_what_the_sweep_will_write(world: World) -> None:
    """An attempt whose time is up counts from then on, whether or not something has settled it."""
    listed = "select * from public.attempts order by user_id, number"
    boards = {"quiz_leaderboard", "quiz_board", "global_leaderboard", "global_board"}  # rank what is settled

    def read() -> dict[str, Any]:
        return {name: value for name, value in world.all_read().items() if name not in boards}

    before, shown = read(), world.sql.select(world.bob, listed)
    assert [(row["state"], row["score"]) for row in shown] == [("finished", 2), ("finished", 1)]
    assert before["get_attempt"]["state"] == "finished"
    assert [entry["score"] for entry in before["list_attempts"]["items"]] == [2, 1]
    assert world.sql.value("select count(*) from core.attempts where state = 'in_progress'") == 1
    world.sql.value("select core.settle_overdue(null, null, null)")
    assert world.sql.value("select count(*) from core.attempts where state = 'in_progress'") == 0
    assert read() == before
    assert world.sql.select(world.bob, listed) == shown


def kind(value: Any) -> str:
    """The type that an argument of this value has in SQL."""
    if isinstance(value, list | dict):
        return "jsonb"
    if isinstance(value, int):
        return "integer"
    return "uuid" if value.count("-") == 4 else "text"


def sql_value(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value
