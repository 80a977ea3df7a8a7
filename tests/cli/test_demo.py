"""The demo content: good quizzes of mixed kinds, loaded through the functions that everyone uses."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher

from app import demo
from app.settings import Settings
from tests.fixtures import database_url

KINDS = {"single_choice", "multiple_choice", "true_false", "numeric", "short_text", "ordering", "poll"}


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, quizzler_data_dir=tmp_path / "data")


def questions() -> Iterator[dict[str, Any]]:
    for quiz in demo.quizzes():
        yield from quiz["questions"]


def load(connection: psycopg.Connection, config: Settings) -> list[str]:
    return demo.load(config, database_url(connection, "postgres"))


def test_there_are_three_quizzes_of_mixed_kinds() -> None:
    assert len(list(demo.quizzes())) == 3
    assert Counter(question["kind"] for question in questions()).keys() == KINDS
    assert len(list(questions())) >= 30
    for quiz in demo.quizzes():
        assert len({question["kind"] for question in quiz["questions"]}) >= 6


def test_every_question_says_why_its_answer_is_right_and_where_that_is_from() -> None:
    for question in questions():
        if question["kind"] != "poll":
            assert {"explanation", "difficulty", "subject", "source"} <= question.keys(), question["prompt"]


def test_no_question_occurs_twice() -> None:
    prompts = [question["prompt"] for question in questions()]
    assert len(set(prompts)) == len(prompts)


def test_loading_makes_every_question(each_database: psycopg.Connection, config: Settings) -> None:
    assert load(each_database, config) == [quiz["quiz"]["title"] for quiz in demo.quizzes()]
    kept = each_database.execute("select prompt from core.questions").fetchall()
    assert {prompt for (prompt,) in kept} == {question["prompt"] for question in questions()}


def test_loading_twice_makes_nothing_the_second_time(
    each_database: psycopg.Connection, config: Settings
) -> None:
    load(each_database, config)
    assert load(each_database, config) == []
    assert each_database.execute("select count(*) from core.quizzes").fetchone() == (3,)


def test_a_demo_host_that_was_deleted_is_made_again_only_on_demand(
    database: psycopg.Connection, config: Settings
) -> None:
    load(database, config)
    database.execute("update auth.users set deleted_at = now(), email = 'gone@deleted.invalid'")
    assert not demo.load_at_first_start(config, database_url(database, "postgres"))
    assert database.execute("select count(*) from auth.users").fetchone() == (1,)
    assert len(load(database, config)) == 3
    assert database.execute("select count(*) from auth.users where deleted_at is null").fetchone() == (1,)


def test_production_gets_no_demo(database: psycopg.Connection) -> None:
    production = Settings(_env_file=None, environment="production")
    url = database_url(database, "postgres")
    assert not demo.load_at_first_start(production, url)
    with pytest.raises(demo.DemoError, match="production"):
        demo.load(production, url)
    assert database.execute("select count(*) from auth.users").fetchone() == (0,)


def test_a_database_of_ones_own_gets_no_demo_by_itself(database: psycopg.Connection) -> None:
    url = database_url(database, "postgres")
    assert not demo.load_at_first_start(Settings(_env_file=None, database_url=url), url)
    assert database.execute("select count(*) from auth.users").fetchone() == (0,)


def test_each_demo_host_has_a_password_of_its_own_that_only_this_user_can_read(
    database: psycopg.Connection, tmp_path: Path, config: Settings
) -> None:
    url = database_url(database, "postgres")
    known = demo.load_at_first_start(config, url)
    assert known is not None
    assert len(known.replace("-", "")) == 12
    kept = database.execute("select encrypted_password from auth.users").fetchone()
    assert kept is not None
    assert PasswordHasher().verify(kept[0], known)
    assert (config.quizzler_data_dir / demo.PASSWORD_FILE).stat().st_mode & 0o077 == 0
    assert demo.load_at_first_start(config, url) == known
    database.execute("update auth.users set deleted_at = now(), email = 'gone@deleted.invalid'")
    other = Settings(_env_file=None, quizzler_data_dir=tmp_path / "other")
    demo.load(other, url)
    assert demo.password(other) not in (None, known)


def test_a_password_that_the_demo_host_has_changed_is_not_shown(
    database: psycopg.Connection, config: Settings
) -> None:
    url = database_url(database, "postgres")
    demo.load_at_first_start(config, url)
    own = PasswordHasher(1, 64, 1).hash("known to nobody else")
    database.execute("update auth.users set encrypted_password = %s", [own])
    assert demo.load_at_first_start(config, url) is None
    assert database.execute("select encrypted_password from auth.users").fetchone() == (own,)
