"""The documents that are generated from the code are up to date and complete."""

import re
from contextlib import nullcontext
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from app.cli import app
from app.cli.docs import documents, errors, settings
from app.cli.docs.markdown import paragraph
from app.cli.docs.sql_text import arguments, text_of
from app.database.sql_files import ROOT, function_files
from app.settings import Settings
from processor.settings import ProcessorSettings


@pytest.fixture
def generated(database: psycopg.Connection) -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): text for path, text in documents(database).items()}


def test_no_document_is_stale(generated: dict[str, str]) -> None:
    stale = [name for name, text in generated.items() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert not stale, "run: make docs"


def test_the_command_writes_what_is_stale_and_its_check_only_names_it(
    database: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr("app.cli.docs.ROOT", tmp_path)
    monkeypatch.setattr("app.cli.database.ROOT", tmp_path)
    monkeypatch.setattr("app.cli.docs.new_database", lambda: nullcontext(database))
    run = CliRunner().invoke
    missing = run(app, ["docs", "--check"])
    assert (missing.exit_code, "errors.md" in missing.output, "schema.md" in missing.output) == (
        1,
        True,
        True,
    )
    assert not (tmp_path / "docs" / "errors.md").exists()
    assert run(app, ["docs"]).exit_code == 0
    assert run(app, ["docs", "--check"]).exit_code == 0
    (tmp_path / "docs" / "errors.md").write_text("older")
    stale = run(app, ["docs", "--check"])
    assert (stale.exit_code, "errors.md" in stale.output, "schema.md" in stale.output) == (1, True, False)
    assert (tmp_path / "docs" / "errors.md").read_text() == "older"


def test_every_table_view_column_and_function_is_in_the_schema(
    generated: dict[str, str], database: psycopg.Connection
) -> None:
    page = generated["docs/schema.md"]
    relations = database.execute(
        "select case c.relkind when 'r' then c.relname else format('View %s.%s', n.nspname, c.relname) end "
        "from pg_class as c join pg_namespace as n on n.oid = c.relnamespace "
        "where c.relkind in ('r', 'v') and n.nspname in ('core', 'public', 'dashboards')"
    ).fetchall()
    assert {name for (name,) in relations} <= set(re.findall(r"(?m)^### (.+)$", page))
    functions = {file.name.partition(".")[2] for file in function_files()}
    assert functions == set(re.findall(r"(?m)^- \*\*(\w+)\*\*\(", page))


def test_every_setting_has_a_description() -> None:
    fields = {**ProcessorSettings.model_fields, **Settings.model_fields}
    assert [name for name, field in fields.items() if not (field.description or "").endswith(".")] == []


def test_every_code_that_the_comment_of_a_function_names_is_in_the_list_of_errors() -> None:
    """The comment of a function ends with its errors: `PT404 quiz_not_found, PT403 not_the_owner`."""
    listed = re.findall(r"(?m)^\| `([a-z_…]+)` \|", errors.page())
    known = re.compile("|".join(code.replace("…", "[a-z]+") for code in listed))
    named = {
        (code, file.path)
        for file in function_files()
        for group in re.findall(r"PT\d{3} ([a-z_]+(?:, *\n?(?:or )?[a-z_]+)*)", file.text)
        for code in re.findall(r"[a-z]+_[a-z_]+", group)
    }
    assert named
    assert [(code, path) for code, path in named if not known.fullmatch(code)] == []


def test_every_error_has_a_sentence() -> None:
    page = errors.page()
    assert re.findall(r"(?m)^\| `[a-z_]+` \|(?: \d+ \|)? … \|", page) == []
    assert "| `too_many_streams` | 429 | Too many event streams are open on this server." in page


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("'It''s over.'", "It's over."),
        ("format('%s of %s are left, 100 %%.', a, b)", "… of … are left, 100 %."),
        ("'There is no ' || kind || '.'", "There is no …."),
        ("path || field || ' is missing.'", "… is missing."),
        ("case when a then 'One.' else 'Two.' end", "One. Or: Two."),
        ("coalesce(reason, 'It is over.')", "It is over."),
        ("reason", "…"),
    ],
)
def test_the_sentence_of_an_error_is_read_from_its_sql_expression(expression: str, text: str) -> None:
    assert text_of(expression) == text


def test_commas_inside_an_argument_do_not_separate_arguments() -> None:
    call = "core.fail(404, 'a', format('%s, %s', b, c(d)))"
    assert arguments(call, len("core.fail(")) == ["404", "'a'", "format('%s, %s', b, c(d))"]


def test_a_line_never_breaks_inside_code() -> None:
    text = paragraph("word " * 23 + "`a command in one piece` word")
    assert "`a command in one piece`" in text
    assert max(map(len, text.splitlines())) <= 120


def test_every_line_of_env_example_is_empty_or_a_comment() -> None:
    assert all(not line or line.startswith("#") for line in settings.example().splitlines())
