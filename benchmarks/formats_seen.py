"""Counts what the importer takes of other people's files: `python -m benchmarks.formats_seen FOLDER`.

Each folder within FOLDER becomes a row: its files, the questions that were taken, and those that were refused
by their codes. What Postgres would refuse is counted too.
"""

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import psycopg

from app.database.embedded import EmbeddedPostgres
from app.database.migrate import migrate
from app.formats import File, Reading
from app.formats import Problem as FileProblem
from app.formats.import_routes import read_file
from app.http.problems import Problem


def main() -> None:
    """Print a table of the folders and, below it, what was refused and why."""
    with tempfile.TemporaryDirectory(prefix="quizzler-seen-") as home:
        server = EmbeddedPostgres(Path(home))
        server.start()
        try:
            migrate(server.url())
            with psycopg.connect(server.url()) as connection:
                _count(Path(sys.argv[1]), connection)
        finally:
            server.stop()


def _count(root: Path, connection: psycopg.Connection) -> None:
    refused: list[str] = []
    print("| from | files | questions | taken | refused |\n| --- | --- | --- | --- | --- |")
    for folder in sorted({path.parent for path in root.rglob("*") if path.is_file()}):
        files = sorted(path for path in folder.iterdir() if path.is_file())
        taken, codes = 0, Counter[str]()
        for path in files:
            stored, problems = _read(path, connection)
            taken += stored
            codes.update(code for _, code, _ in problems)
            refused += [f"{path.relative_to(root)}:{line} {code} {text}" for line, code, text in problems]
        listed = ", ".join(f"{number} `{code}`" for code, number in codes.most_common()) or "none"
        name = folder.relative_to(root)
        print(f"| {name} | {len(files)} | {taken + codes.total()} | {taken} | {listed} |")
    print("\n".join(["", *refused]))


def _read(path: Path, connection: psycopg.Connection) -> tuple[int, list[tuple[int, str, str]]]:
    """How many questions of a file can be stored, and the line, code and text of each that can't."""
    try:
        reading = read_file(File(path.read_bytes(), path.name))
    except Problem as error:
        return 0, [(1, str(error.body["code"]), str(error.body["detail"]))]
    by_line = {(problem.line, problem.question): problem for problem in reversed(reading.problems)}
    problems = [(each.line, each.code, each.question or each.message) for each in by_line.values()]
    refusals = _refusals(connection, reading)
    problems += [(each.line, each.code, each.message) for each in refusals]
    return len(reading.questions) - len(refusals), problems


def _refusals(connection: psycopg.Connection, reading: Reading) -> list[FileProblem]:
    drafts = json.dumps(reading.questions)
    (tried,) = connection.execute("select core.try_questions(%s)", [drafts]).fetchall()[0]
    return [reading.refused(**refusal) for refusal in tried["problems"]]


if __name__ == "__main__":
    main()
