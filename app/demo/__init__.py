"""Demo content: a host whose password is made anew, and three quizzes. Never loaded in production."""

import json
import logging
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.settings import Settings

EMAIL = "demo@quizzler.example"
NAME = "Demo host"
FIRST_ID = UUID("d0000000-0000-4000-8000-000000000001")  # if its profile exists, it was loaded before
QUIZZES = Path(__file__).with_name("quizzes")
PASSWORD_FILE = "demo-password"  # noqa: S105 - in the data folder
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without those that look like another; 5 bits each
log = logging.getLogger("uvicorn.error")  # the logger that `uvicorn app.main:app` shows
LOCK = 0x64656D6F  # "demo"; if several processes start together, one loads the content


class DemoError(RuntimeError):
    """The demo content can't be loaded; the message says why."""


def load_at_first_start(config: Settings, url: str) -> str | None:
    """Load the demo content into an embedded database that never had it. What a user deletes stays deleted.

    `url` is that of the database's owner. Returns the password of the demo host, as long as it is the one
    that was made here; None in production, and with a database of one's own.
    """
    if config.environment == "production" or config.database_url:
        return None
    with psycopg.connect(url) as connection:
        _wait_for_others(connection)
        if not connection.execute("select from core.profiles where id = %s", [FIRST_ID]).rowcount:
            _load(connection, config)
        known = password(config)
        if known is None or not _is_password(connection, known):
            return None
        log.info("Sign in as the demo host %s; %s has the password", EMAIL, _password_file(config))
        return known


def load(config: Settings, url: str) -> list[str]:
    """Load the missing parts of the demo content, and return the titles of the new quizzes.

    `url` is that of the database's owner. Raises DemoError and psycopg.Error.
    """
    if config.environment == "production":
        raise DemoError("Demo content can't be loaded in production.")
    with psycopg.connect(url) as connection:
        _wait_for_others(connection)
        return _load(connection, config)


def password(config: Settings) -> str | None:
    """The password that the demo host got when it was made with this data folder."""
    try:
        return _password_file(config).read_text(encoding="ascii").strip()
    except OSError:
        return None


def quizzes() -> Iterator[dict[str, Any]]:
    """The demo quizzes: {"quiz": …, "questions": [question drafts]}."""
    for path in sorted(QUIZZES.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def _wait_for_others(connection: psycopg.Connection) -> None:
    connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def _load(connection: psycopg.Connection, config: Settings) -> list[str]:
    host = _host(connection) or _make_host(connection, config)
    titles = connection.execute(
        "select title from core.quizzes where owner_id = %s and deleted_at is null", [host]
    )
    there = {title for (title,) in titles}
    missing = [demo for demo in quizzes() if demo["quiz"]["title"] not in there]
    for demo in missing:
        quiz = _call(connection, host, "create_quiz", draft=demo["quiz"])
        _call(connection, host, "create_questions", quiz_id=quiz["id"], drafts=demo["questions"])
    return [demo["quiz"]["title"] for demo in missing]


def _host(connection: psycopg.Connection) -> UUID | None:
    row = connection.execute(
        "select id from auth.users where lower(email) = %s and deleted_at is null", [EMAIL]
    ).fetchone()
    return row[0] if row else None


def _make_host(connection: psycopg.Connection, config: Settings) -> UUID:
    if config.supabase_url:
        return _make_supabase_host(config)
    row = connection.execute(
        "insert into auth.users (id, email, encrypted_password, raw_user_meta_data) "
        "select case when p.id is null then %(id)s else gen_random_uuid() end, %(email)s, %(hash)s, "
        "jsonb_build_object('display_name', %(name)s::text) "
        "from (values (1)) as one left join core.profiles as p on p.id = %(id)s returning id",
        {"id": FIRST_ID, "email": EMAIL, "hash": PasswordHasher().hash(_new_password(config)), "name": NAME},
    ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def _make_supabase_host(config: Settings) -> UUID:
    """Make the demo host through Supabase Auth's admin API, so that its address needs no confirmation."""
    if config.supabase_service_role_key is None:
        raise DemoError("To make the demo host at Supabase, set SUPABASE_SERVICE_ROLE_KEY.")
    key = config.supabase_service_role_key.get_secret_value()
    import httpx  # 5 MiB, and used here only

    answer = httpx.post(
        f"{(config.supabase_url or '').rstrip('/')}/auth/v1/admin/users",
        headers={"apikey": key, "Authorization": f"Bearer {key}"},
        json={
            "email": EMAIL,
            "password": _new_password(config),
            "email_confirm": True,
            "user_metadata": {"display_name": NAME},
        },
    )
    if answer.is_error:
        raise DemoError(f"Supabase Auth did not make the demo host: {answer.status_code} {answer.text[:200]}")
    return UUID(answer.json()["id"])


def _password_file(config: Settings) -> Path:
    return config.quizzler_data_dir / PASSWORD_FILE


def _new_password(config: Settings) -> str:
    """A new password, kept in the data folder for this user of the machine alone."""
    made = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    config.quizzler_data_dir.mkdir(parents=True, exist_ok=True)
    file = _password_file(config)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(made + "\n", encoding="ascii")
    return made


def _is_password(connection: psycopg.Connection, known: str) -> bool:
    row = connection.execute(
        "select encrypted_password from auth.users where lower(email) = %s and deleted_at is null", [EMAIL]
    ).fetchone()
    try:
        return bool(row and row[0] and PasswordHasher().verify(row[0], known))
    except (VerificationError, InvalidHashError):
        return False


def _call(connection: psycopg.Connection, person: UUID, function: str, **arguments: Any) -> Any:
    """Call public.<function> as this person, in the transaction of this connection."""
    claims = {"sub": str(person), "role": "authenticated", "aud": "authenticated"}
    row = connection.execute(
        "select core.call_as(%s, %s, %s)", [json.dumps(claims), function, json.dumps(arguments)]
    ).fetchone()
    connection.execute("reset role")
    assert row is not None
    return row[0]
