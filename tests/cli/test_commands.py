"""The `quizzler` command: what it does, what it prints, and its exit status."""

import re
import secrets
import subprocess
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import click
import psycopg
import pytest
import typer.main
from typer.testing import CliRunner

from app import cli, demo
from app.cli import database
from app.database.create_tables import create_tables_text
from app.database.embedded import EmbeddedPostgres
from app.database.migrate import state
from app.formats import READ
from tests.cli.conftest import Instance
from tests.conftest import SERVERS
from tests.fixtures import Sql, database_url
from tests.ports import free_port
from tests.sentences import jargon_in

Quizzler = Callable[..., subprocess.CompletedProcess[str]]
GIFT = "::Rome:: What is the capital of Italy? {=Rome ~Milan ~Turin}\n"


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its name as one types it."""
    children = getattr(command, "commands", {})
    if not children:
        yield " ".join(path), command
    for name, child in children.items():
        yield from leaves(child, (*path, name))


@pytest.fixture
def postgres(data_dir: Path) -> Iterator[EmbeddedPostgres]:
    """The database of the data folder."""
    server = EmbeddedPostgres(data_dir)
    server.start()
    yield server
    server.stop()


def test_the_help_of_every_command_shows_how_to_call_it() -> None:
    commands = dict(leaves(typer.main.get_command(cli.app), ()))
    assert {
        "dev",
        "serve",
        "migrate",
        "demo",
        "doctor",
        "import",
        "grade",
        "regrade",
        "play",
        "sql",
        "trivia build",
    } <= set(commands)
    for name, command in commands.items():
        assert f"quizzler {name}" in (command.help or ""), name


def test_demo_restores_what_is_missing_once(
    data_dir: Path, postgres: EmbeddedPostgres, quizzler: Quizzler
) -> None:
    with psycopg.connect(postgres.url()) as connection:
        connection.execute("update core.quizzes set deleted_at = now() where title like 'Around%'")
    again, once_more = quizzler(data_dir, "demo"), quizzler(data_dir, "demo")
    assert (again.returncode, once_more.returncode) == (0, 0)
    assert "✓ Around the world" in again.stdout
    assert "✓" not in once_more.stdout
    password = (data_dir / demo.PASSWORD_FILE).read_text().strip()
    assert f"password {password}" in once_more.stdout


def test_demo_refuses_in_production(data_dir: Path, quizzler: Quizzler) -> None:
    ended = quizzler(data_dir, "demo", ENVIRONMENT="production")
    assert ended.returncode == 1
    assert "production" in ended.stdout


def test_migrate_applies_pending_changes(
    data_dir: Path, postgres: EmbeddedPostgres, quizzler: Quizzler
) -> None:
    with psycopg.connect(postgres.url()) as connection:
        connection.execute(
            "update supabase_migrations.applied_files set digest = '' where name = 'public.get_quiz'"
        )
    assert state(postgres.url()).functions
    assert quizzler(data_dir, "migrate").returncode == 0
    assert not state(postgres.url()).functions


def test_migrate_keeps_an_older_function_until_it_is_told_to_drop_it(
    data_dir: Path, postgres: EmbeddedPostgres, quizzler: Quizzler
) -> None:
    with psycopg.connect(postgres.url()) as connection:
        connection.execute("create function public.gone() returns int return 1")
        connection.execute("insert into supabase_migrations.applied_files values ('public.gone', '')")
    there = "select to_regproc('public.gone') is not null"
    assert "--drop-old" in quizzler(data_dir, "migrate").stdout
    with psycopg.connect(postgres.url()) as connection:
        assert connection.execute(there).fetchall() == [(True,)]
    assert "functions that only older versions call: public.gone()" in quizzler(data_dir, "doctor").stdout
    with psycopg.connect(postgres.url(), application_name="quizzler 000000000000"):
        refused = quizzler(data_dir, "migrate", "--drop-old")
    assert (refused.returncode, "another version of Quizzler are open" in refused.stdout) == (1, True)
    assert "1 older functions dropped" in quizzler(data_dir, "migrate", "--drop-old").stdout
    with psycopg.connect(postgres.url()) as connection:
        assert connection.execute(there).fetchall() == [(False,)]


def test_migrate_says_what_to_do_about_a_database_that_an_older_baseline_made(
    data_dir: Path, postgres: EmbeddedPostgres, quizzler: Quizzler
) -> None:
    with psycopg.connect(postgres.url()) as connection:
        connection.execute(
            "update supabase_migrations.applied_files set digest = 'other' where name = '20261121000200'"
        )
    ended = quizzler(data_dir, "migrate")
    assert ended.returncode == 1
    assert "Create a new one" in ended.stdout
    assert "Traceback" not in ended.stdout


def test_import_makes_a_quiz_of_a_file(running: Instance, quizzler: Quizzler, tmp_path: Path) -> None:
    file = tmp_path / "capitals.gift"
    file.write_text(GIFT)
    ended = quizzler(running.data_dir, "import", str(file), "--url", running.url)
    assert ended.returncode == 0
    assert "1 question in “capitals”" in ended.stdout
    (quiz_id,) = re.findall(r"quiz=([0-9a-f-]{36})", ended.stdout)
    with running.demo_host() as host:
        assert host.get(f"/quizzes/{quiz_id}").json()["title"] == "capitals"


@pytest.mark.parametrize("name", ["quiz.gift", "quiz.zip", "quiz.csv"])
def test_export_writes_what_import_reads(
    running: Instance, quizzler: Quizzler, tmp_path: Path, name: str
) -> None:
    with running.demo_host() as host:
        answer = host.post(f"/quizzes/import?title=Capitals+in+{name}", content=GIFT.encode())
        quiz_id = answer.json()["quiz"]["id"]
    file = tmp_path / name
    ended = quizzler(running.data_dir, "export", quiz_id, str(file), "--url", running.url)
    assert ended.returncode == 0, ended.stdout
    back = quizzler(running.data_dir, "import", str(file), "--title", "Back", "--url", running.url)
    assert "1 question in “Back”" in back.stdout


def test_export_says_which_names_it_knows(running: Instance, quizzler: Quizzler, tmp_path: Path) -> None:
    ended = quizzler(
        running.data_dir, "export", str(uuid.uuid4()), str(tmp_path / "quiz.doc"), "--url", running.url
    )
    assert ended.returncode == 1
    assert "End it with one of .gift, .xml" in ended.stdout
    assert not (tmp_path / "quiz.doc").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "geography", "a.gift"), "/edit?quiz="),
        (("import", __file__, "--into", "https://example.com/edit?quiz=7"), "/edit?quiz="),
        (("results", str(uuid.UUID(int=1)), "a.ods"), "must end with .csv or .xlsx"),
        (("results", str(uuid.UUID(int=1)), "a.csv", "--decimal", "dot"), "is not one of: point, comma."),
        (("regrade", str(uuid.UUID(int=1)), "--method", "fair"), "is not one of: key, full_points, void."),
        (("grade", "--by", "class"), "is not one of: question, person."),
        (("grade", "--url", "localhost:8000"), "is not an address such as http://localhost:8000."),
    ],
)
def test_a_value_that_can_not_be_used_is_refused_with_what_can(arguments: tuple[str, ...], said: str) -> None:
    ended = CliRunner().invoke(cli.app, arguments, env={"COLUMNS": "400"})
    assert (ended.exit_code, said in ended.output) == (2, True), ended.output


NUMBERS = [
    (name, option.opts[0])
    for name, command in leaves(typer.main.get_command(cli.app))
    for option in command.params
    if getattr(option, "min", None) is not None
]


@pytest.mark.parametrize("value", ["-1", "many", "1.5.0", "1e30"])
@pytest.mark.parametrize(("command", "option"), NUMBERS)
def test_a_number_that_can_not_be_used_is_refused_in_plain_words(
    command: str, option: str, value: str
) -> None:
    ended = CliRunner().invoke(cli.app, [*command.split(), option, value], env={"COLUMNS": "400"})
    assert ended.exit_code == 2
    (line,) = [line.strip("│ ") for line in ended.output.splitlines() if "Invalid value" in line]
    assert re.search(rf"'{option}'[^:]*: It must be ", line), line
    assert jargon_in(line) is None


def test_the_help_of_import_names_every_format() -> None:
    shown = CliRunner().invoke(cli.app, ["import", "--help"], env={"COLUMNS": "400"}).output
    assert [name for name in READ if f"({name}" not in shown and f", {name})" not in shown] == []


def test_results_writes_a_table(running: Instance, quizzler: Quizzler, tmp_path: Path) -> None:
    with running.demo_host() as host:
        quiz_id = host.get("/quizzes").json()["items"][0]["id"]
    file = tmp_path / "results.csv"
    ended = quizzler(running.data_dir, "results", quiz_id, str(file), "--url", running.url)
    assert ended.returncode == 0, ended.stdout
    assert file.read_text("utf-8-sig").startswith("name,attempt,state,started,")


def test_import_reports_problems_by_line_and_imports_nothing(
    running: Instance, quizzler: Quizzler, tmp_path: Path
) -> None:
    file = tmp_path / "half.gift"
    file.write_text(GIFT + "\n::Broken:: What {=a ~b\n")
    ended = quizzler(running.data_dir, "import", str(file), "--url", running.url)
    assert ended.returncode == 1
    assert "half.gift:3: “What {=a ~b”: " in ended.stdout
    assert "--skip-problems" in ended.stdout
    with running.demo_host() as host:
        assert "half" not in {quiz["title"] for quiz in host.get("/quizzes?limit=100").json()["items"]}
    assert (
        quizzler(running.data_dir, "import", str(file), "--skip-problems", "--url", running.url).returncode
        == 0
    )


def test_import_with_a_wrong_password_is_refused(
    running: Instance, quizzler: Quizzler, tmp_path: Path
) -> None:
    file = tmp_path / "capitals.gift"
    file.write_text(GIFT)
    ended = quizzler(running.data_dir, "import", str(file), "--url", running.url, "--password", "wrong wrong")
    assert ended.returncode == 1
    assert "The e-mail address or the password is wrong." in ended.stdout


def test_import_without_a_server_says_how_to_start_one(tmp_path: Path, quizzler: Quizzler) -> None:
    (tmp_path / "capitals.gift").write_text(GIFT)
    ended = quizzler(tmp_path / "data", "import", "capitals.gift", "--url", f"http://127.0.0.1:{free_port()}")
    assert ended.returncode == 1
    assert "quizzler dev" in ended.stdout


def test_play_plays_a_game_to_its_end_and_loses_nothing(running: Instance, quizzler: Quizzler) -> None:
    ended = quizzler(
        running.data_dir, "play", "--quiz", "Around", "--players", "5", "--think", "0.1", "--url", running.url
    )
    assert ended.returncode == 0, ended.stdout
    assert "nothing" in ended.stdout


def test_the_doctor_finds_nothing_wrong_with_a_healthy_installation(
    data_dir: Path, quizzler: Quizzler
) -> None:
    ended = quizzler(data_dir, "doctor", PORT=str(free_port()))
    assert ended.returncode == 0, ended.stdout
    assert "✗" not in ended.stdout
    for checked in (
        "Python 3", "packages as requirements.lock pins them", "settings", "port", "GB free", "Postgres 18",
        "at this version", "may call",
    ):  # fmt: skip
        assert checked in ended.stdout, checked


def test_the_doctor_recognises_a_running_quizzler_on_the_port(running: Instance, quizzler: Quizzler) -> None:
    ended = quizzler(running.data_dir, "doctor", PORT=str(running.port))
    assert ended.returncode == 0
    assert f"Quizzler runs at http://localhost:{running.port}" in ended.stdout


def test_the_doctor_reports_a_port_that_another_program_uses(data_dir: Path, quizzler: Quizzler) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as another:
        Thread(target=another.serve_forever, daemon=True).start()
        ended = quizzler(data_dir, "doctor", PORT=str(another.server_port))
        another.shutdown()
    assert ended.returncode == 1
    assert "is used by another program" in ended.stdout


@pytest.mark.parametrize(
    ("damage", "message", "advice"),
    [
        (
            "delete from supabase_migrations.applied_files where name ~ '[.]'",
            "functions behind",
            "quizzler migrate",
        ),
        (
            "delete from supabase_migrations.applied_files where name = 'core.call_as'",
            "the database is 1 function behind",
            "quizzler migrate",
        ),
        (
            "update supabase_migrations.applied_files set digest = 'other' where name = '20261121000200'",
            "the database can't be brought to this version",
            "Create a new one",
        ),
        (
            "revoke execute on function core.call_as from authenticator",
            "may not call its functions: permission denied",
            "DATABASE_URL",
        ),
        (
            "alter role authenticator in database postgres reset pgrst.db_pre_request",
            "PostgREST is not told to run public.check_request",
            "alter role authenticator set pgrst.db_pre_request = 'public.check_request'",
        ),
    ],
    ids=["behind", "behind by one", "changed", "forbidden", "restored from a dump"],
)
def test_the_doctor_reports_what_is_wrong_with_the_database(
    data_dir: Path, postgres: EmbeddedPostgres, quizzler: Quizzler, damage: str, message: str, advice: str
) -> None:
    with psycopg.connect(postgres.url()) as connection:
        connection.execute(damage)
    ended = quizzler(data_dir, "doctor", PORT=str(free_port()))
    assert ended.returncode == 1
    assert message in ended.stdout
    assert advice in ended.stdout


@pytest.mark.parametrize("command", ["doctor", "serve"])
def test_a_database_of_a_supabase_project_needs_its_address(
    data_dir: Path, postgres: EmbeddedPostgres, quizzler: Quizzler, command: str
) -> None:
    with psycopg.connect(postgres.url()) as connection:
        connection.execute("alter table auth.users alter id drop default")  # as in a project
    settings = {
        "DATABASE_URL": postgres.url(),
        "JWT_SECRET_KEY": secrets.token_urlsafe(32),
        "PORT": str(free_port()),
    }
    ended = quizzler(data_dir, command, **settings)
    assert ended.returncode != 0, ended.stdout
    assert "DATABASE_URL is the database of a Supabase project" in ended.stdout
    assert "Set SUPABASE_URL and SUPABASE_ANON_KEY." in ended.stdout
    assert "Traceback" not in ended.stdout


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"PROCESSOR_WORKERS": "many"}, "PROCESSOR_WORKERS"),
        (
            {"DATABASE_URL": "postgresql://quizzler:hunter2@127.0.0.1:1/quizzler"},
            "DATABASE_URL can't be reached",
        ),
    ],
    ids=["unreadable", "unreadable for PDFs", "unreachable"],
)
def test_the_doctor_reports_what_is_wrong_with_the_settings(
    tmp_path: Path, quizzler: Quizzler, settings: dict[str, str], message: str
) -> None:
    ended = quizzler(tmp_path / "data", "doctor", **{"PORT": str(free_port()), **settings})
    assert ended.returncode == 1
    assert message in ended.stdout
    assert "hunter2" not in ended.stdout


def test_the_doctor_reports_names_that_are_not_settings(tmp_path: Path, quizzler: Quizzler) -> None:
    (tmp_path / ".env").write_text(f"PROT=1\nPORT={free_port()}\nPROCESSOR_WORKERS=3\nwhat is this\n")
    others = {"DATABASE_URI": "postgresql:///quizzler", "SUPABASE_TEST_ANON_KEY": "of tests/rest"}
    ended = quizzler(tmp_path / "data", "doctor", **others)
    assert ".env has PROT, which is not a setting; did you mean PORT?" in ended.stdout
    assert "line 4 of .env can't be read as NAME=value" in ended.stdout
    assert "has DATABASE_URI, which is not a setting; did you mean DATABASE_URL?" in ended.stdout
    assert ended.stdout.count("not a setting") == 2
    assert ended.returncode == 0


def test_the_doctor_names_them_even_if_a_setting_can_not_be_used(tmp_path: Path, quizzler: Quizzler) -> None:
    (tmp_path / ".env").write_text("PORT=http\nSTRIP_KEY=sk_test\n")
    ended = quizzler(tmp_path / "data", "doctor")
    assert ".env has STRIP_KEY, which is not a setting; did you mean STRIPE_SECRET_KEY?" in ended.stdout
    assert "sk_test" not in ended.stdout
    assert ended.returncode == 1


def test_the_doctor_tries_the_data_folder_and_leaves_nothing_behind(
    tmp_path: Path, quizzler: Quizzler
) -> None:
    folder = tmp_path / "my quizzes, #1"
    ended = quizzler(folder, "doctor", PORT=str(free_port()))
    assert (ended.returncode, "the data folder can be used" in ended.stdout) == (0, True), ended.stdout
    assert not folder.exists()
    assert not EmbeddedPostgres(folder).socket_dir.exists()


def test_the_doctor_reports_what_is_wrong_with_the_data_folder(tmp_path: Path, quizzler: Quizzler) -> None:
    (tmp_path / "file").touch()
    ended = quizzler(tmp_path / "file" / "data", "doctor", cwd=tmp_path, PORT=str(free_port()))
    assert ended.returncode == 1
    assert "file is not a folder. Set QUIZZLER_DATA_DIR to a folder of your own." in ended.stdout
    assert ended.stdout.count("✗") == 1


def test_sql_writes_the_file_and_reports_a_stale_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "create_tables.sql"
    monkeypatch.setattr(database, "CREATE_TABLES", file)
    run = CliRunner().invoke
    assert run(cli.app, ["sql", "--check"]).exit_code == 1
    assert run(cli.app, ["sql"]).exit_code == 0
    assert file.read_text(encoding="utf-8") == create_tables_text()
    assert run(cli.app, ["sql", "--check"]).exit_code == 0
    file.write_text("-- older\n")
    assert run(cli.app, ["sql", "--check"]).exit_code == 1
    assert file.read_text() == "-- older\n"


def test_the_doctor_and_migrate_refuse_a_database_in_another_encoding(
    tmp_path: Path, quizzler: Quizzler
) -> None:
    name = f"ascii_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(SERVERS[18].url(), autocommit=True) as connection:
        connection.execute(f"create database {name} template template0 encoding sql_ascii locale 'C'")
        try:
            url = SERVERS[18].url(database=name)
            for command, message in (
                ("doctor", "the database is encoded in SQL_ASCII"),
                ("migrate", "The database is encoded in SQL_ASCII, and Quizzler needs UTF8."),
            ):
                ended = quizzler(tmp_path / "data", command, DATABASE_URL=url, PORT=str(free_port()))
                assert ended.returncode == 1
                assert message in ended.stdout
                assert "createdb" in ended.stdout
                assert "Traceback" not in ended.stdout
        finally:
            connection.execute(f"drop database {name} with (force)")


def test_the_doctor_and_migrate_name_the_setting_where_a_role_does_not_own_the_database(
    sql18: Sql, tmp_path: Path, quizzler: Quizzler
) -> None:
    url = database_url(sql18.connection)
    for command in ("doctor", "migrate"):
        ended = quizzler(tmp_path / "data", command, DATABASE_URL=url, PORT=str(free_port()))
        assert ended.returncode == 1
        said = " ".join(ended.stdout.split())
        assert "The role authenticator can't bring the database to this version." in said
        assert "Set MIGRATION_DATABASE_URL to the URL of the same database with its owner's role." in said
