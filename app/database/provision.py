"""Where the database is: that of DATABASE_URL, or the embedded one in the data folder; migrated, both."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from app.settings import Settings


@dataclass(frozen=True)
class Place:
    """A database and what belongs to it."""

    url: str
    migration_url: str
    jwt_secret: str
    leave: Callable[[], None]


def provision(
    config: Settings, tell: Callable[[str], None] = lambda line: None, *, migrating: bool = True
) -> Place:
    """Start or join the embedded Postgres where no DATABASE_URL is set, and migrate unless told not to.

    `tell` gets a line for each step. Raises EmbeddedPostgresError, MigrationError, psycopg.OperationalError.
    """
    if config.database_url:
        url = config.database_url.get_secret_value()
        owner = config.migration_database_url or config.database_url
        place = Place(url, owner.get_secret_value(), _jwt_secret(config), lambda: None)
    else:
        server = EmbeddedPostgres(config.quizzler_data_dir, config.embedded_postgres_version)
        tell("starting Postgres")
        server.start()
        server.watch()
        place = Place(server.url("authenticator"), server.url(), _jwt_secret(config), server.stop)
    try:
        if migrating:
            migrate(place.migration_url, tell)
    except BaseException:
        place.leave()
        raise
    return place


def _jwt_secret(config: Settings) -> str:
    """The configured secret, or one that is made once and kept in the data folder."""
    if config.jwt_secret_key:
        return config.jwt_secret_key.get_secret_value()
    return kept_secret(config.quizzler_data_dir, "jwt-secret", lambda: secrets.token_urlsafe(48))


def kept_secret(folder: Path, name: str, make: Callable[[], str]) -> str:
    """The secret in a file of the data folder; made when it is asked for the first time."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        _write_once(path, make())
    return path.read_text()


def _write_once(path: Path, text: str) -> None:
    """Write a private file whole, or leave the one that another process has just written."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
