"""The demo content: good quizzes of mixed kinds, loaded through the functions that everyone uses."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher

from app import demo
from app.settings import Settings
from tests.fixtures import database_url

KINDS = {"single_choice", "multiple_choice", "true_false", "numeric", "short_text", "ordering", "poll"}
DEVELOPMENT = Settings(_env_file=None)


def questions() -> Iterator[dict[str, Any]]:
    for quiz in demo.quizzes():
        yield from quiz["questions"]


def load(connection: psycopg.Connection) -> list[str]:
    return demo.load(DEVELOPMENT, database_url(connection, "postgres"))


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


def test_loading_makes_every_question(each_database: psycopg.Connection) -> None:
    assert load(each_database) == [quiz["quiz"]["title"] for quiz in demo.quizzes()]
    kept = each_database.execute("select prompt from core.questions").fetchall()
    assert {prompt for (prompt,) in kept} == {question["prompt"] for question in questions()}


def test_loading_twice_makes_nothing_the_second_time(each_database: psycopg.Connection) -> None:
    load(each_database)
    assert load(each_database) == []
    assert each_database.execute("select count(*) from core.quizzes").fetchone() == (3,)


def test_a_demo_host_that_was_deleted_is_made_again_only_on_demand(
    database: psycopg.Connection,
) -> None:
    load(database)
    database.execute("update auth.users set deleted_at = now(), email = 'gone@deleted.invalid'")
    assert not demo.load_at_first_start(DEVELOPMENT, database_url(database, "postgres"))
    assert database.execute("select count(*) from auth.users").fetchone() == (1,)
    assert len(load(database)) == 3
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


def test_in_production_an_older_demo_host_can_not_sign_in(database: psycopg.Connection) -> None:
    url = database_url(database, "postgres")
    demo.load(DEVELOPMENT, url)
    database.execute("insert into auth.sessions (user_id) select id from auth.users")
    demo.load_at_first_start(Settings(_env_file=None, environment="production"), url)
    assert database.execute("select encrypted_password from auth.users").fetchone() == (None,)
    assert database.execute("select count(*) from auth.sessions").fetchone() == (0,)
    assert database.execute("select count(*) from core.quizzes").fetchone() == (3,)
    demo.load(DEVELOPMENT, url)
    assert demo.has_public_password(database)


def test_a_demo_host_with_a_password_of_their_own_keeps_it(database: psycopg.Connection) -> None:
    url = database_url(database, "postgres")
    demo.load(DEVELOPMENT, url)
    own = PasswordHasher(1, 64, 1).hash("known to nobody else")
    database.execute("update auth.users set encrypted_password = %s", [own])
    demo.load_at_first_start(Settings(_env_file=None, environment="production"), url)
    assert database.execute("select encrypted_password from auth.users").fetchone() == (own,)
