"""`quizzler dashboards`: the password and the URLs for Metabase, Superset, Grafana and psql."""

import secrets
from typing import Annotated
from urllib.parse import quote, urlencode

import psycopg
import typer
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from rich.text import Text

from app.cli.console import configuration, console, give_up
from app.database.embedded import TCP_HOST, EmbeddedPostgres
from app.settings import Settings

READER = "dashboard_reader"
LIBPQ_ONLY = ("user", "password", "host", "port", "dbname", "target_session_attrs", "application_name")


def give_access(
    port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65535,
            help="Let the embedded Postgres listen on this port of 127.0.0.1, from its next start on.",
        ),
    ] = None,
    close: Annotated[bool, typer.Option("--close", help="Let it listen on no port any more.")] = False,
) -> None:
    """Give SQL dashboards a new password, and print ready URLs for psql, SQLAlchemy and JDBC.

    The login is `dashboard_reader`, which reads the views of schema `dashboards` and nothing else. The old
    password ends; connections that are open stay. docs/dashboards.md says what each tool needs.

    - `quizzler dashboards --port 5433` for the embedded Postgres, which is reached over its socket else
    - `quizzler dashboards` again for another password
    - `DATABASE_URL=postgresql://… quizzler dashboards` for a Postgres of your own or Supabase's
    """
    from app.cli.serving import provisioned

    config = configuration()
    embedded = None if config.database_url else _embedded(config, port, close)
    if config.database_url and (port or close):
        give_up(
            "--port and --close are for the embedded Postgres. With DATABASE_URL, its host and port count."
        )
    with provisioned(config) as place:
        password = secrets.token_urlsafe(24)
        with psycopg.connect(place.migration_url, autocommit=True) as connection:
            _set_password(connection, password)
            listening = _listening(connection)
        if embedded and embedded.tcp_port and embedded.tcp_port != listening:
            console.print("Quizzler is running: restart it, so that its Postgres listens on the port.")
        elif listening and embedded and not embedded.tcp_port:
            console.print("Quizzler is running: restart it, so that its Postgres no longer listens.")
        for name, url in urls(_target(place.migration_url, embedded), password).items():
            console.print(Text(f"{name:12}{url}"), soft_wrap=True)
        if embedded and not embedded.tcp_port:
            console.print("For programs that need TCP: quizzler dashboards --port 5433")


def urls(target: dict[str, str], password: str) -> dict[str, str]:
    """What to paste where, by the name of the program or library. `target`: as libpq has it."""
    host, port = target.get("host", "localhost"), target.get("port", "5432")
    database = quote(target.get("dbname", "postgres"))
    user = READER + _project(target.get("user", ""))
    options = {name: value for name, value in target.items() if name not in LIBPQ_ONLY}
    login = f"{quote(user)}:{quote(password, safe='')}"
    if host.startswith("/"):
        query = urlencode({"host": host, "port": port, **options})
        return {
            "psql": f"postgresql://{login}@/{database}?{query}",
            "SQLAlchemy": f"postgresql+psycopg2://{login}@/{database}?{query}",
        }
    suffix = f"?{urlencode(options)}" if options else ""
    of_jdbc = urlencode({"user": user, "password": password, **options})
    return {
        "psql": f"postgresql://{login}@{host}:{port}/{database}{suffix}",
        "SQLAlchemy": f"postgresql+psycopg2://{login}@{host}:{port}/{database}{suffix}",
        "JDBC": f"jdbc:postgresql://{host}:{port}/{database}?{of_jdbc}",
    }


def _project(owner: str) -> str:
    """What Supabase's pooler wants after the user: `.` and the project."""
    return owner[owner.index(".") :] if "." in owner else ""


def _embedded(config: Settings, port: int | None, close: bool) -> EmbeddedPostgres:
    server = EmbeddedPostgres(config.quizzler_data_dir, config.embedded_postgres_version)
    if port or close:
        server.open_tcp(None if close else port)
    return server


def _target(owner_url: str, embedded: EmbeddedPostgres | None) -> dict[str, str]:
    target = {name: str(value) for name, value in conninfo_to_dict(owner_url).items() if value is not None}
    if embedded and embedded.tcp_port:
        target |= {"host": TCP_HOST, "port": str(embedded.tcp_port)}
    return target


def _set_password(connection: psycopg.Connection, password: str) -> None:
    """Set it as a hash, so that no log can have the password."""
    hashed = connection.pgconn.encrypt_password(password.encode(), READER.encode(), b"scram-sha-256")
    query = sql.SQL("alter role {} password {}")
    try:
        connection.execute(query.format(sql.Identifier(READER), sql.Literal(hashed.decode())))
    except psycopg.errors.InsufficientPrivilege:
        give_up(
            f"Only a role that may change {READER} can set its password. Set MIGRATION_DATABASE_URL to one."
        )


def _listening(connection: psycopg.Connection) -> int | None:
    """The port on which this server listens over TCP; None: on none."""
    row = connection.execute(
        "select current_setting('port')::integer where current_setting('listen_addresses') <> ''"
    ).fetchone()
    return row[0] if row else None
