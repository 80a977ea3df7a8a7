"""Starting and stopping Quizzler as a user does: nothing is lost, and nothing is left running."""

import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import psycopg
import pytest

from app import demo
from tests.cli.conftest import LISTENS, Instance

Start = Callable[..., Instance]
UVICORN = ("uvicorn", "app.main:app", "--host", "127.0.0.1", "--port", "{port}")


def make_quiz(instance: Instance, title: str) -> None:
    with instance.demo_host() as host:
        assert host.post("/quizzes", json={"title": title}).status_code == 201


def titles(instance: Instance) -> set[str]:
    with instance.demo_host() as host:
        return {quiz["title"] for quiz in host.get("/quizzes?limit=100").json()["items"]}


def test_the_first_start_makes_the_demo_and_says_how_to_sign_in(tmp_path: Path, start: Start) -> None:
    instance = start(tmp_path / "new")
    instance.wait_until_it_says(LISTENS)
    assert demo.EMAIL in instance.said
    password = (instance.data_dir / demo.PASSWORD_FILE).read_text().strip()
    assert f"password  {password}" in instance.said
    assert f":{instance.port}/docs" in instance.said
    command = rf"quizzler import my-questions\.gift --url http://localhost:{instance.port}$"
    assert re.search(command, instance.said, re.MULTILINE), "a command is broken into lines"
    assert titles(instance) == {quiz["quiz"]["title"] for quiz in demo.quizzes()}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_stops_postgres_too(data_dir: Path, start: Start, number: signal.Signals) -> None:
    instance = start(data_dir)
    instance.wait_until_it_says(LISTENS)
    assert instance.postmaster is not None
    instance.end(number)
    assert instance.postmaster is None
    assert "Traceback" not in instance.said
    assert "rror" not in instance.said


def test_stopping_by_ctrl_c_is_a_success(data_dir: Path, start: Start) -> None:
    instance = start(data_dir)
    instance.wait_until_it_says(LISTENS)
    assert instance.end(signal.SIGINT) == 0


def test_a_second_start_keeps_what_was_made_and_what_was_deleted(data_dir: Path, start: Start) -> None:
    first = start(data_dir)
    first.wait_until_it_says(LISTENS)
    make_quiz(first, "Mine")
    with first.demo_host() as host:
        for quiz in host.get("/quizzes?limit=100").json()["items"]:
            if quiz["title"] != "Mine":
                assert host.delete(f"/quizzes/{quiz['id']}").is_success
    first.end()
    second = start(data_dir)
    second.wait_until_it_says(LISTENS)
    assert titles(second) == {"Mine"}


def test_after_a_kill_the_next_start_has_everything_that_was_acknowledged(
    data_dir: Path, start: Start
) -> None:
    killed = start(data_dir)
    killed.wait_until_it_says(LISTENS)
    make_quiz(killed, "Before the kill")
    killed.end(signal.SIGKILL)
    left_behind = killed.postmaster
    again = start(data_dir)
    again.wait_until_it_says(LISTENS)
    assert again.postmaster == left_behind
    assert "Before the kill" in titles(again)
    again.end()
    assert again.postmaster is None


def test_quizzler_answers_again_after_its_postgres_was_killed(data_dir: Path, start: Start) -> None:
    instance = start(data_dir)
    instance.wait_until_it_says(LISTENS)
    make_quiz(instance, "Before the kill")
    with instance.demo_host() as host:
        killed = instance.postmaster
        assert killed is not None
        killed.kill()
        while (answer := host.get("/quizzes")).status_code == 503 or instance.postmaster in (None, killed):
            assert answer.is_success or answer.json()["code"] == "database_unavailable"
    assert answer.status_code == 200
    assert "Before the kill" in titles(instance)
    instance.end()
    assert instance.said.count("Postgres can't be reached and will be tried again: ") == 1
    assert "Traceback" not in instance.said


def test_in_development_a_mail_with_a_link_is_shown(data_dir: Path, start: Start) -> None:
    instance = start(data_dir)
    instance.wait_until_it_says(LISTENS)
    answer = httpx.post(f"{instance.url}/auth/forgot-password", json={"email": "demo@quizzler.example"})
    assert answer.status_code == 202
    instance.wait_until_it_says("/?new-password#")


def test_a_taken_port_is_reported_before_anything_starts(data_dir: Path, start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        instance = start(data_dir, PORT=str(port))
        assert instance.process.wait() == 1
    assert f"Port {port} is used" in instance.process.stdout.read()
    assert instance.postmaster is None


def test_a_host_that_is_not_this_machines_is_reported(data_dir: Path, start: Start) -> None:
    instance = start(data_dir, HOST="no-such-host.invalid")
    assert instance.process.wait() == 1
    assert "HOST=no-such-host.invalid is not an address of this machine" in instance.process.stdout.read()


def test_two_instances_run_side_by_side(
    used_data_dir: Path, data_dir: Path, tmp_path: Path, start: Start
) -> None:
    one, other = start(data_dir), start(tmp_path / "other")
    one.wait_until_it_says(LISTENS)
    other.wait_until_it_says(LISTENS)
    make_quiz(one, "Only in one")
    assert "Only in one" in titles(one)
    assert "Only in one" not in titles(other)


def test_a_database_that_cannot_be_reached_is_reported_without_its_password(
    tmp_path: Path, start: Start
) -> None:
    instance = start(tmp_path / "data", DATABASE_URL="postgresql://quizzler:hunter2@127.0.0.1:1/quizzler")
    assert instance.process.wait() == 1
    said = instance.process.stdout.read()
    assert "DATABASE_URL" in said
    assert "hunter2" not in said
    assert "Traceback" not in said


def test_uvicorn_alone_serves_the_demo_and_stops_postgres_at_its_end(data_dir: Path, start: Start) -> None:
    instance = start(data_dir, *UVICORN)
    instance.wait_until_it_says("Application startup complete")
    instance.wait_until_it_says("Uvicorn running")
    assert titles(instance) == {quiz["quiz"]["title"] for quiz in demo.quizzes()}
    instance.end(signal.SIGTERM)
    assert instance.postmaster is None


def test_several_workers_share_one_postgres_that_is_migrated_once(tmp_path: Path, start: Start) -> None:
    instance = start(tmp_path / "new", *UVICORN, "--workers", "3")
    instance.wait_until_it_says("Application startup complete", times=3)
    assert titles(instance) == {quiz["quiz"]["title"] for quiz in demo.quizzes()}
    url = f"postgresql://postgres@/postgres?host={instance.data_dir / 'postgres'}"
    with psycopg.connect(url) as connection:
        hosts = connection.execute("select count(*) from auth.users").fetchone()
    assert hosts == (1,)
    instance.end(signal.SIGTERM)
    assert instance.postmaster is None


def test_production_has_no_demo(tmp_path: Path, start: Start) -> None:
    instance = start(tmp_path / "new", "app.cli", "serve", "--workers", "2")
    instance.wait_until_it_says(LISTENS)
    assert demo.EMAIL not in instance.said
    assert not (instance.data_dir / demo.PASSWORD_FILE).exists()
    with httpx.Client(base_url=instance.url, timeout=30, transport=httpx.HTTPTransport(retries=20)) as anyone:
        answer = anyone.post("/auth/signin", json={"email": demo.EMAIL, "password": "anything"})
    assert answer.status_code == 401
    instance.end(signal.SIGTERM)
    assert instance.postmaster is None


@pytest.mark.parametrize("limit", [("MAX_ROOMS", "0"), ("SESSION_MAX_AGE", "59")])
def test_a_limit_that_the_database_refuses_is_named(
    data_dir: Path, start: Start, limit: tuple[str, str]
) -> None:
    name, value = limit
    instance = start(data_dir, **{name: value})
    assert instance.process.wait() == 1
    said = instance.process.stdout.read()
    assert f"{name} must be a whole number from" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("program", "listens"), [((), LISTENS), (UVICORN, "Uvicorn running on")], ids=["quizzler", "uvicorn"]
)
def test_a_start_names_the_lines_of_the_env_file_that_are_not_settings(
    data_dir: Path, start: Start, program: tuple[str, ...], listens: str
) -> None:
    env_file = data_dir.parent / ".env"
    env_file.write_text("STRIP_KEY=sk_test\nAUTHENTICATOR_PASSWORD=for compose.yml\nHTTP_PORT=80\n")
    instance = start(data_dir, *program)
    instance.wait_until_it_says("STRIP_KEY, which is not a setting; did you mean STRIPE_SECRET_KEY?")
    instance.wait_until_it_says(listens)  # before that, an interrupt may be lost
    instance.end()
    assert "sk_test" not in instance.said
    assert instance.said.count("not a setting") == 1
