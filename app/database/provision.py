"""Finds the database, that of DATABASE_URL or the embedded one in the data folder, and makes it ready."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from limits import parse
from psycopg.types.json import Jsonb
from pydantic import SecretStr

from app.data_folder import DEFAULT, default_folder, real_path, unusable
from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from app.database.pooler import is_notified, same_server
from app.settings import ConfigurationError, Settings


@dataclass(frozen=True)
class Place:
    """A database that is ready: its URLs, the secret of its tokens, and a function to leave it.

    `sessions` is False if `url` leads through a pooler in transaction mode.
    """

    url: str
    listen_url: str
    migration_url: str
    sessions: bool
    jwt_secret: str
    leave: Callable[[], None]


def provision(
    config: Settings, tell: Callable[[str], None] = lambda line: None, *, migrating: bool = True
) -> Place:
    """The database of DATABASE_URL, or the embedded one, which is started or joined.

    Unless `migrating` is false, it is migrated and the limits that the environment sets are written to it.
    `tell` is called with a line for each step. Raises DataFolderError, EmbeddedPostgresError, MigrationError,
    ConfigurationError, psycopg.Error.
    """
    if config.database_url:
        _require_sessions(config, config.database_url)
        listen = config.listen_database_url or config.database_url
        owner = config.migration_database_url or listen
        place = Place(
            url=config.database_url.get_secret_value(),
            listen_url=listen.get_secret_value(),
            migration_url=owner.get_secret_value(),
            sessions=config.listen_database_url is None,
            jwt_secret=_jwt_secret(config),
            leave=lambda: None,
        )
    else:
        server = EmbeddedPostgres(config.quizzler_data_dir, config.embedded_postgres_version)
        if moved := moved_folder(config):
            tell(moved)
        tell("starting Postgres")
        server.start()
        server.watch()
        url = server.url("authenticator")
        place = Place(url, url, server.url(), True, _jwt_secret(config), server.stop)
    try:
        if migrating:
            migrate(place.migration_url, tell)
            _apply_limits(config, place.url)
    except BaseException:
        place.leave()
        raise
    return place


def _require_sessions(config: Settings, database_url: SecretStr) -> None:
    """Raise ConfigurationError if a URL that needs a session leads through a pooler in transaction mode."""
    url = database_url.get_secret_value()
    listen = (config.listen_database_url or database_url).get_secret_value()
    owner = config.migration_database_url.get_secret_value() if config.migration_database_url else listen
    if not is_notified(listen, url):
        raise ConfigurationError(
            "LISTEN_DATABASE_URL receives no notifications: it leads through a pooler in transaction mode, "
            "or to another database than DATABASE_URL. Set it to a direct connection."
            if config.listen_database_url
            else "DATABASE_URL leads through a pooler in transaction mode, which delivers no notifications. "
            "Use its session mode, or set LISTEN_DATABASE_URL to a direct connection to the same database."
        )
    if not same_server(owner, listen) and not is_notified(owner, owner):
        raise ConfigurationError(
            "MIGRATION_DATABASE_URL leads through a pooler in transaction mode, in which a migration can't "
            "hold a lock. Set it to a direct connection."
        )


def moved_folder(config: Settings) -> str | None:
    """A sentence that says where the data is, if it is in another folder than usual without a setting."""
    folder, here = config.quizzler_data_dir, real_path(DEFAULT)
    if folder == DEFAULT or folder != default_folder():
        return None
    return f"The data is in {folder}, because Postgres can't run as root and another user can't reach {here}."


def _apply_limits(config: Settings, url: str) -> None:
    """Write the limits that the environment sets; the others stay as the database has them."""
    codes, joins, writes = map(
        parse, (config.rate_limit_room_codes, config.rate_limit_joins, config.rate_limit_writes)
    )
    limits = {
        "account.max_sign_ups_per_client": ("MAX_SIGN_UPS_PER_CLIENT", config.max_sign_ups_per_client),
        "live.max_assigned_rooms_per_host": (
            "MAX_ASSIGNED_ROOMS_PER_HOST", config.max_assigned_rooms_per_host
        ),
        "live.max_players_per_room": ("MAX_PLAYERS_PER_ROOM", config.max_players_per_room),
        "live.max_rooms": ("MAX_ROOMS", config.max_rooms),
        "live.max_rooms_per_host": ("MAX_ROOMS_PER_HOST", config.max_rooms_per_host),
        "live.room_max_age_s": ("SESSION_MAX_AGE", config.session_max_age),
        "quiz.max_per_person": ("MAX_QUIZZES_PER_PERSON", config.max_quizzes_per_person),
        "quiz.max_questions_per_person": ("MAX_QUESTIONS_PER_PERSON", config.max_questions_per_person),
        "rate.joins": ("RATE_LIMIT_JOINS", joins.amount),
        "rate.joins_s": ("RATE_LIMIT_JOINS", joins.get_expiry()),
        "rate.room_codes": ("RATE_LIMIT_ROOM_CODES", codes.amount),
        "rate.room_codes_s": ("RATE_LIMIT_ROOM_CODES", codes.get_expiry()),
        "rate.writes": ("RATE_LIMIT_WRITES", writes.amount),
        "rate.writes_s": ("RATE_LIMIT_WRITES", writes.get_expiry()),
        "upload.max_mib_per_person": ("MAX_UPLOAD_MIB_PER_PERSON", config.max_upload_mib_per_person),
        "upload.max_per_person": ("MAX_UPLOADS_PER_PERSON", config.max_uploads_per_person),
    }  # fmt: skip
    given = {key: value for key, (_, value) in limits.items() if value is not None}
    try:
        with psycopg.connect(url) as connection:
            connection.execute("select core.apply_limits(%s)", [Jsonb(given)])
    except psycopg.Error as error:
        if error.diag.message_detail != "bad_limit":
            raise
        sentence = error.diag.message_primary or ""
        for key in sorted(limits, key=len, reverse=True):  # one may be the beginning of another
            sentence = sentence.replace(key, limits[key][0])
        raise ConfigurationError(sentence) from None


def _jwt_secret(config: Settings) -> str:
    """The configured secret, or one that is made once and kept in the data folder."""
    if config.jwt_secret_key:
        return config.jwt_secret_key.get_secret_value()
    return kept_secret(config.quizzler_data_dir, "jwt-secret", lambda: secrets.token_urlsafe(48))


def kept_secret(folder: Path, name: str, make: Callable[[], str]) -> str:
    """The secret in this file of the data folder; `make` makes it the first time. Raises DataFolderError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        if not path.exists():
            _write_once(path, make())
        return path.read_text()
    except OSError as error:
        raise unusable(folder, error) from error


def _write_once(path: Path, text: str) -> None:
    """Write a private file whole, or keep the one that another process has just written."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
