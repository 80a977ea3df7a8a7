"""Puts the built-in bank into the database."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import psycopg

BANK = Path(__file__).with_name("bank.jsonl")
LOCK = 0x74726976  # "triv"; one process at a time loads


def load_bank(url: str, report: Callable[[str], None] = lambda line: None, bank: Path = BANK) -> int:
    """Load the bank into this database unless it is there already; return the number of questions loaded.

    The bank is replaced in one transaction, so until then the old one can be used. `report` gets a line for
    people when it is loaded. Raises psycopg.Error, and ValueError or KeyError for a line that is not a
    question.
    """
    text = bank.read_bytes()
    digest = hashlib.sha256(text).hexdigest()
    with psycopg.connect(url) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        if connection.execute("select digest from core.trivia_bank").fetchone() == (digest,):
            return 0
        connection.execute("delete from core.trivia_questions")
        loaded = 0
        with connection.cursor().copy(
            "copy core.trivia_questions (id, topic, difficulty, kind, draft) from stdin"
        ) as copy:
            for line in text.splitlines():
                question = json.loads(line)
                draft = json.dumps({field: value for field, value in question.items() if field != "id"})
                copy.write_row(
                    (question["id"], question["subject"], question["difficulty"], question["kind"], draft)
                )
                loaded += 1
        connection.execute(
            "insert into core.trivia_bank (digest) values (%s) "
            "on conflict (only_one) do update set digest = excluded.digest, loaded_at = now()",
            [digest],
        )
    report(f"{loaded} trivia questions")
    return loaded
