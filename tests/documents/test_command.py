"""`quizzler jobs`: lists jobs that are under way or have failed, and retries them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures import Sql, command_environment

Quizzler = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def quizzler(sql18: Sql, tmp_path: Path) -> Quizzler:
    """Run `quizzler jobs …` on the database of the test."""
    environment = command_environment(sql18.connection)

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app.cli", "jobs", *words]
        return subprocess.run(
            command, env=environment | settings, cwd=tmp_path, capture_output=True, text=True, timeout=120
        )

    return run


def test_a_failed_job_is_listed_with_its_reason_and_retried(sql18: Sql, quizzler: Quizzler) -> None:
    ada = sql18.person("ada")
    quiz = sql18.call(ada, "generate_quiz", request={"topic": "[red]Cells[/red]"})
    job_id = sql18.value("select id::text from core.jobs")
    listed = quizzler().stdout
    assert job_id in listed
    assert "[red]Cells[/red]" in listed

    failed = {
        "type": "quiz.failed",
        "data": {"exam_id": quiz["id"], "job_id": job_id, "code": "no_text", "reason": "There is no text."},
    }
    sql18.value("select core.receive_webhook('msg_1', 'quiz', %s, %s)", quiz["id"], json.dumps(failed))
    dead = quizzler("dead").stdout
    assert job_id in dead
    assert "There is no text." in dead

    retried = quizzler("retry", job_id, "nonsense")
    assert (retried.returncode, "is tried again" in retried.stdout) == (1, True)
    assert "nonsense is not the id of a job." in retried.stderr
    assert sql18.value("select array_agg(state::text order by created_at) from core.jobs") == [
        "failed",
        "waiting",
    ]
    refused = quizzler("retry", job_id)
    assert "the job was retried before" in refused.stderr
    assert "DETAIL" not in refused.stderr


def test_listing_jobs_migrates_nothing(sql18: Sql, quizzler: Quizzler) -> None:
    records = "supabase_migrations.applied_files"
    sql18.connection.execute(f"delete from {records} where name = 'core.list_jobs'")
    before = sql18.value(f"select count(*) from {records}")
    assert "No job is unfinished." in quizzler().stdout
    assert sql18.value(f"select count(*) from {records}") == before
    sql18.connection.execute("drop function core.list_jobs")
    ended = quizzler("dead")
    assert (ended.returncode, "quizzler migrate" in ended.stderr) == (1, True)


def test_a_database_out_of_reach_is_reported_in_a_sentence(quizzler: Quizzler) -> None:
    nowhere = "postgresql://authenticator@127.0.0.1:9/quizzler"
    ended = quizzler(DATABASE_URL=nowhere, MIGRATION_DATABASE_URL=nowhere)
    assert (ended.returncode, "Postgres can't be reached" in ended.stderr) == (1, True)
    assert "Traceback" not in ended.stderr
