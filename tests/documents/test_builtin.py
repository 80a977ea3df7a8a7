"""The built-in processing server: the app starts it, keeps it running, and stops it at its end."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from app.documents import builtin
from processor.sample import sample_pdf
from tests.documents.conftest import Stream, balance, sign_in
from tests.fixtures import JWT_SECRET, database_url, serving
from tests.ports import free_port
from tests.waiting import until


async def test_a_file_becomes_a_quiz_with_nothing_else_installed(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    async with (
        serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as server,
        server.client() as teacher,
    ):
        await sign_in(teacher)
        async with Stream(teacher, patience_s=40) as stream:
            upload = (await teacher.post("/uploads/file?name=Sample", content=sample_pdf())).json()
            ended = await stream.until("upload.ready", "upload.failed")
            assert ended["event"] == "upload.ready", ended
            request = {"sources": [{"upload_id": upload["id"]}], "questions": 3}
            quiz = (await teacher.post("/quizzes/generate", json=request)).json()
            ended = await stream.until("quiz.ready", "quiz.failed")
            assert ended["event"] == "quiz.ready", ended
        questions = (await teacher.get(f"/quizzes/{quiz['id']}/questions")).json()["items"]
        assert len(questions) == ended["data"]["delivered"] > 0
        assert all(each["citation"]["upload_id"] == upload["id"] for each in questions)
        assert await balance(teacher) == (round(10 - 0.1 * len(questions), 2), 0)
    assert children(tmp_path) == []


async def test_the_processing_server_is_given_its_own_settings_and_no_other_secret(
    database: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JWT_SECRET_KEY", JWT_SECRET)
    monkeypatch.setenv("PROCESSOR_MAX_PAGES", "7")
    async with serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as server:
        await bring_a_file(server.url)
        await until(lambda: children(tmp_path))
        given = children(tmp_path)[0].environ()
    assert given["PROCESSOR_MAX_PAGES"] == "7"
    assert "JWT_SECRET_KEY" not in given


async def test_jobs_that_a_killed_processing_server_had_accepted_are_posted_to_the_next(
    database: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builtin, "POLL_S", 0.05)
    async with (
        serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as server,
        server.client() as teacher,
    ):
        await sign_in(teacher)
        async with Stream(teacher, patience_s=40) as stream:
            await teacher.post("/uploads/file?name=Sample", content=sample_pdf())
            await stream.until("upload.ready")
            # the state of a job that is being worked on
            deadline = "deadline = now() + interval '1 h'"
            database.execute(f"update core.jobs set state = 'accepted', {deadline}, finished_at = null")
            database.execute("update core.uploads set state = 'processing'")
            database.execute("delete from core.webhook_events")
            for child in children(tmp_path):
                child.send_signal(signal.SIGKILL)
            assert (await stream.until("upload.ready", "upload.failed"))["event"] == "upload.ready"


async def test_it_starts_with_the_first_file(database: psycopg.Connection, tmp_path: Path) -> None:
    async with serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as server:
        await until(lambda: list(tmp_path.glob("processor-*.lock")))
        assert children(tmp_path) == []
        await bring_a_file(server.url)
        await until(lambda: children(tmp_path))


async def test_a_process_without_the_lock_has_it_started(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    async with serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as first:
        await until(lambda: list(tmp_path.glob("processor-*.lock")))
        async with serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as second:
            await first.app.state.documents.workers.stop()
            await bring_a_file(second.url)
            await until(lambda: len(children(tmp_path)) == 1)


async def test_each_machine_that_shares_a_data_folder_runs_a_processing_server(
    database: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as first:
        await bring_a_file(first.url)
        await until(lambda: children(tmp_path))
        await first.app.state.documents.workers.stop()
        monkeypatch.setattr(socket, "gethostname", lambda: "another/machine")
        async with serving(database, processing_workers=1, quizzler_data_dir=tmp_path) as second:
            await bring_a_file(second.url)
            await until(lambda: len(children(tmp_path)) == 2)


async def test_a_signal_ends_the_server_with_its_streams_and_its_processing_server(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    app, url = await start_app(database, tmp_path)
    try:
        async with httpx.AsyncClient(base_url=url, timeout=30) as teacher:
            await sign_in(teacher)
            async with Stream(teacher) as stream:
                await bring_a_file(url)
                await until(lambda: children(tmp_path))
                app.send_signal(signal.SIGTERM)
                with pytest.raises(StopAsyncIteration):
                    await stream.next()
        await asyncio.to_thread(app.wait, 30)
        assert children(tmp_path) == []
    finally:
        app.kill()


async def test_the_processing_server_ends_when_the_app_is_killed(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    app, url = await start_app(database, tmp_path)
    try:
        await bring_a_file(url)
        await until(lambda: children(tmp_path))
    finally:
        app.kill()
    await until(lambda: not children(tmp_path))


async def bring_a_file(url: str) -> None:
    """The job of somebody's upload."""
    async with httpx.AsyncClient(base_url=url, timeout=30) as teacher:
        await sign_in(teacher, email=f"{uuid.uuid4()}@example.org")
        (await teacher.post("/uploads/file?name=Sample", content=sample_pdf())).raise_for_status()


async def start_app(database: psycopg.Connection, folder: Path) -> tuple["subprocess.Popen[bytes]", str]:
    """A separate app, as `uvicorn app.main:app` starts it, without a timeout for connections."""
    port = free_port()
    app = subprocess.Popen(  # noqa: ASYNC220
        [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning"],
        env={
            **os.environ,
            "DATABASE_URL": database_url(database),
            "MIGRATION_DATABASE_URL": database_url(database, "postgres"),
            "JWT_SECRET_KEY": JWT_SECRET,
            "QUIZZLER_DATA_DIR": str(folder),
            "ENVIRONMENT": "production",
            "PORT": str(port),
        },
    )
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as client, asyncio.timeout(60):
        while True:
            try:
                await client.get(url)
                return app, url
            except httpx.HTTPError:
                await asyncio.sleep(0.1)


def children(folder: Path) -> list[psutil.Process]:
    """The running processing servers of this data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if (
                any(part.startswith(str(folder / "processor-")) for part in process.cmdline())
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                found.append(process)
        except psutil.Error:
            continue
    return found
