"""`quizzler dashboards`: SQL dashboards log in over TCP with a password, and nobody else does."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from app.cli.dashboards import urls
from app.database.embedded import EmbeddedPostgres
from tests.cli.conftest import quizzler_environment
from tests.fixtures import Sql, command_environment
from tests.ports import free_port


def dashboards(environment: dict[str, str], folder: Path, *options: str) -> dict[str, str]:
    """What the command prints, by the first word of the line."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "dashboards", *options],
        env=environment, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    named = (line.split(maxsplit=1) for line in done.stdout.splitlines())
    return {words[0]: words[1] for words in named if words[0] in ("psql", "SQLAlchemy", "JDBC")}


def test_a_dashboard_logs_in_over_tcp_with_the_newest_password_and_as_nobody_else(tmp_path: Path) -> None:
    data_dir, port = tmp_path / "data", free_port()
    environment = quizzler_environment(data_dir)
    old = dashboards(environment, tmp_path, "--port", str(port))["psql"]
    assert f"@127.0.0.1:{port}/" in old
    server = EmbeddedPostgres(data_dir)
    server.start()
    try:
        with psycopg.connect(old) as reader:
            assert reader.execute("select count(*) from dashboards.activity").fetchone() == (0,)
            assert reader.execute("select inet_server_addr()::text").fetchone() == ("127.0.0.1/32",)
        new = dashboards(environment, tmp_path)["psql"]
        psycopg.connect(new).close()
        for refused in (old, new.replace("dashboard_reader:", "postgres:")):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(refused)
        dashboards(environment, tmp_path, "--close")
        assert server.tcp_port is None
    finally:
        server.stop()
    again = EmbeddedPostgres(data_dir)
    again.start()
    try:
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(new)
        psycopg.connect(again.url()).close()
    finally:
        again.stop()


def test_a_database_of_ones_own_gets_a_password_that_is_stored_as_a_hash(sql: Sql, tmp_path: Path) -> None:
    printed = dashboards(command_environment(sql.connection), tmp_path)
    assert printed["psql"].startswith("postgresql://dashboard_reader:")
    stored = sql.value("select rolpassword from pg_authid where rolname = 'dashboard_reader'")
    assert stored.startswith("SCRAM-SHA-256$")


def test_urls_are_ready_to_be_pasted() -> None:
    plain = urls(
        {"host": "db.example.com", "port": "6543", "dbname": "quizzler", "sslmode": "require"}, "a+b/c"
    )
    assert plain == {
        "psql": "postgresql://dashboard_reader:a%2Bb%2Fc@db.example.com:6543/quizzler?sslmode=require",
        "SQLAlchemy": "postgresql+psycopg2://dashboard_reader:a%2Bb%2Fc@db.example.com:6543/quizzler?sslmode=require",
        "JDBC": "jdbc:postgresql://db.example.com:6543/quizzler?"
        "user=dashboard_reader&password=a%2Bb%2Fc&sslmode=require",
    }
    pooled = urls({"user": "postgres.abcdef", "host": "pooler.example.com", "dbname": "postgres"}, "x")
    assert pooled["psql"] == "postgresql://dashboard_reader.abcdef:x@pooler.example.com:5432/postgres"
