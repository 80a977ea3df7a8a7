"""Papers, answer sheets and certificates from the command line, of a running server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pypdfium2
import pytest
from typer.testing import CliRunner

from app import cli
from tests.cli.conftest import Instance

PASSWORD = "correct horse 7"
DRAFTS = [
    {"kind": "true_false", "prompt": "Rom liegt in Italien.", "correct": True},
    {"kind": "short_text", "prompt": "Hauptstadt?", "answers": [{"text": "Rom"}]},
]


def run(running: Instance, *arguments: str) -> tuple[int, str]:
    """Run a command as the demo host, or as whom the arguments name."""
    password = running.demo_password or ""
    host = () if "--email" in arguments else ("--password", password)
    ended = CliRunner().invoke(cli.app, [*arguments, *host, "--url", running.url], env={"COLUMNS": "200"})
    return ended.exit_code, ended.output


def words_of(file: Path) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))


@pytest.fixture
def host(running: Instance) -> Iterator[httpx.Client]:
    with running.demo_host() as client:
        yield client


@pytest.fixture
def quiz(host: httpx.Client) -> str:
    """A quiz in German."""
    options = {"title": "Rom", "visibility": "public", "language": "de", "pass_mark": 50}
    quiz_id: str = host.post("/quizzes", json=options).json()["id"]
    for draft in DRAFTS:
        assert host.post(f"/quizzes/{quiz_id}/questions", json=draft).status_code == 201
    return quiz_id


@contextmanager
def signed_up(running: Instance, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=running.url, timeout=30) as client:
        account = {"email": f"{name}@example.com", "password": PASSWORD, "display_name": name}
        session = client.post("/auth/signup", json=account).json()
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        yield client


def test_a_version_of_a_paper_and_its_answer_sheet_are_printed(
    running: Instance, quiz: str, tmp_path: Path
) -> None:
    paper, sheet = tmp_path / "paper.pdf", tmp_path / "sheet.pdf"
    assert run(running, "export", quiz, str(paper), "--no-key", "--version", "B")[0] == 0
    assert run(running, "export", quiz, str(sheet), "--no-key", "--format", "answer_sheet")[0] == 0
    assert "Fassung B" in words_of(paper)
    assert "Lösungen" not in words_of(paper)
    assert "Antwortbogen" in words_of(sheet)
    status, said = run(running, "export", quiz, str(paper), "--version", "7")
    assert (status, "a letter from A to Z" in said) == (1, True)


def test_whoever_passed_a_quiz_writes_their_certificate(running: Instance, quiz: str, tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    with signed_up(running, "Berta") as berta:
        asked = berta.post(f"/quizzes/{quiz}/start").json()["questions"]
        answers = [
            {"question_id": question["id"], "response": response}
            for question, response in zip(asked, (["true"], "Rom"), strict=True)
        ]
        assert berta.post(f"/quizzes/{quiz}/submit", json={"answers": answers}).status_code == 200
    account = ("--email", "berta@example.com", "--password", PASSWORD)
    status, said = run(running, "certificate", quiz, str(file), "--name", "Berta B.", "--no-score", *account)
    assert status == 0, said
    for words in ("Urkunde", "Berta B.", "Rom"):
        assert words in words_of(file)
    assert "Punkte" not in words_of(file)


def test_without_a_passed_attempt_there_is_no_certificate(
    running: Instance, quiz: str, tmp_path: Path
) -> None:
    file = tmp_path / "certificate.pdf"
    account = ("--email", "cleo@example.com", "--password", PASSWORD)
    with signed_up(running, "Cleo"):
        status, said = run(running, "certificate", quiz, str(file), *account)
    assert (status, "You have passed no attempt at this quiz" in said) == (1, True)
    assert not file.exists()
