"""`quizzler rooms end`: all games of an account are ended by whoever runs the server."""

import subprocess
import sys
from pathlib import Path

from tests.attempts.taking import make_quiz
from tests.fixtures import Sql, command_environment


def test_all_games_of_an_account_are_ended(sql18: Sql, tmp_path: Path) -> None:
    eve = sql18.person("eve")
    quiz = make_quiz(sql18, eve)
    codes = [sql18.call(eve, "create_room", quiz_id=quiz.id)["room_code"] for _ in range(2)]
    environment = command_environment(sql18.connection)

    def end(person: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app.cli", "rooms", "end", person],
            env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    ended = end(eve.email)
    assert ended.returncode == 0, ended.stderr
    assert all(f"{code}  has ended" in ended.stdout for code in codes)
    assert sql18.value("select array_agg(distinct state::text) from core.rooms") == ["ended"]
    unknown = end("nobody@example.com")
    assert (unknown.returncode, "There is no such account." in unknown.stderr) == (1, True)
