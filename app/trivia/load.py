"""Puts the built-in bank into the database, and into the files that do so for Supabase."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import psycopg

from app.database.sql_files import SUPABASE

BANK = Path(__file__).with_name("bank.jsonl")
LOCK = 0x74726976  # "triv"; one process at a time loads
SEEDS = SUPABASE / "seeds"
SEED_BYTES = 850_000  # of questions in one file: Supabase's SQL editor takes about a megabyte
CLEAR = "delete from core.trivia_questions"
INSERT = """
insert into core.trivia_questions (id, topic, difficulty, kind, template, family, draft)
select
    question ->> 'id',
    question ->> 'subject',
    (question ->> 'difficulty')::core.difficulty,
    (question ->> 'kind')::core.question_kind,
    question ->> 'template',
    question ->> 'family',
    question - 'id' - 'template' - 'family'
from jsonb_array_elements({bank}::jsonb) as listed (question)
""".strip()
NOTE = """
insert into core.trivia_bank (digest) values ({digest})
on conflict (only_one) do update set digest = excluded.digest, measured_to = '', loaded_at = now()
""".strip()


def load_bank(url: str, report: Callable[[str], None] = lambda line: None, bank: Path = BANK) -> int:
    """Load the bank into this database unless it is there already; return the number of questions loaded.

    The bank is replaced in one transaction, so until then the old one can be used. `report` gets a line for
    people when it is loaded. Raises psycopg.Error, and ValueError for a line that is not JSON.
    """
    text = bank.read_bytes()
    digest = hashlib.sha256(text).hexdigest()
    with psycopg.connect(url) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        if connection.execute("select digest from core.trivia_bank").fetchone() == (digest,):
            return 0
        questions = [json.loads(line) for line in text.splitlines()]
        connection.execute(CLEAR)
        connection.execute(INSERT.format(bank="%s"), [json.dumps(questions)])
        connection.execute(NOTE.format(digest="%s"), [digest])
    report(f"{len(questions)} trivia questions")
    return len(questions)


def seed_texts() -> dict[Path, str]:
    """Path and text of each file that loads a part of the bank; together they do what `load_bank` does."""
    text = BANK.read_text(encoding="utf-8")
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if sum(len(each.encode()) for each in parts[-1]) > SEED_BYTES:
            parts.append([])
        parts[-1].append(line)
    digest = hashlib.sha256(text.encode()).hexdigest()
    made = {}
    for number, lines in enumerate(parts, 1):
        bank = "$bank$[\n" + ",\n".join(lines) + "\n]$bank$"
        statements = [
            f"-- The built-in bank of trivia, part {number} of {len(parts)}; run all parts in their order.\n"
            "-- Made by `make sql` from app/trivia/bank.jsonl. Do not edit.",
            *([f"{CLEAR};"] if number == 1 else []),
            f"{INSERT.format(bank=bank)};",
            *([f"{NOTE.format(digest=repr(digest))};"] if number == len(parts) else []),
        ]
        made[SEEDS / f"trivia_{number}.sql"] = "\n\n".join(statements) + "\n"
    return made
