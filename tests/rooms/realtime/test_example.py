"""The example of docs/realtime.md, run by Node with supabase-js, PostgREST and a stand-in for Realtime."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.database.postgrest import postgrest
from app.database.sql_files import ROOT
from tests import node
from tests.fixtures import JWT_SECRET, Sql, database_url
from tests.rest.project import LocalProject, signed
from tests.rooms.realtime.server import RealtimeServer
from tests.rooms.sql.conftest import OpenRoom, Room

node_packages, postgrest_installed = node.node_packages, node.postgrest_installed

NODE = Path(sys.executable).with_name("node")
QUESTIONS = [
    {
        "kind": "single_choice",
        "prompt": prompt,
        "choices": [{"text": "wrong"}, {"text": "right", "correct": True}],
    }
    for prompt in ("First?", "Second?")
]
Play = Callable[[], dict[str, list[dict[str, Any]]]]


@pytest.fixture
def sql(sql18: Sql) -> Sql:
    return sql18


@pytest.fixture
def room(make_room: OpenRoom) -> Room:
    return make_room(QUESTIONS)


@pytest.fixture
def realtime_server(sql: Sql) -> RealtimeServer:
    return RealtimeServer(database_url(sql.connection, "postgres"))


@pytest.fixture
def url(sql: Sql, realtime_server: RealtimeServer, postgrest_installed: None) -> Iterator[str]:
    """What the example is given as the URL of a project."""
    with (
        postgrest(database_url(sql.connection), JWT_SECRET) as postgrest_url,
        realtime_server.beside(postgrest_url) as outside,
    ):
        yield outside


def example() -> str:
    """The code, as the document has it."""
    (code,) = re.findall(
        r"```js\n(.*?)```", (ROOT / "docs" / "realtime.md").read_text(encoding="utf-8"), re.DOTALL
    )
    return str(code)


@pytest.fixture
def play(url: str, room: Room, tmp_path: Path) -> Play:
    """Plays a game of two questions, in which Ann is right and Bob wrong."""
    (tmp_path / "node_modules").symlink_to(ROOT / "supabase" / "node" / "node_modules")
    keys = {"player": LocalProject(url, room.sql).anon_key, "host": signed(dict(room.host.claims))}
    for name, key in keys.items():
        code = example().replace("https://<project>.supabase.co", url).replace("<anon key>", key)
        assert url in code
        assert key in code
        (tmp_path / f"{name}.mjs").write_text(code, encoding="utf-8")

    def play() -> dict[str, list[dict[str, Any]]]:
        given = {"room": room.code, **{name: str(tmp_path / f"{name}.mjs") for name in keys}}
        done = subprocess.run(
            [NODE, Path(__file__).with_name("run_example.mjs")],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        shown: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
        return shown

    return play


def types(shown: list[dict[str, Any]], *left_out: str) -> list[str]:
    return [message["type"] for message in shown if message["type"] not in left_out]


def assert_a_whole_game(shown: dict[str, list[dict[str, Any]]]) -> None:
    question = ["question.opened", "answer.accepted", "question.closed", "result"]
    assert types(shown["Ann"], "player.joined") == ["welcome", *question * 2, "player.left", "room.ended"]
    assert types(shown["Bob"], "player.joined", "player.left") == ["welcome", *question * 2]
    assert types(shown["host"], "progress") == [
        "welcome", "player.joined", "player.joined", *["question.opened", "question.closed"] * 2,
        "player.left", "room.ended",
    ]  # fmt: skip
    for name, right in (("Ann", True), ("Bob", False)):
        assert [m["correct"] for m in shown[name] if m["type"] == "result"] == [right, right]
    for name in shown:
        seqs = [
            message["seq"] for message in shown[name] if "seq" in message and message["type"] != "welcome"
        ]
        assert seqs == sorted(set(seqs)), name
    leaderboard = shown["host"][-1]["leaderboard"]
    assert [(line["nickname"], line["score"] > 0) for line in leaderboard] == [("Ann", True), ("Bob", False)]


def test_the_example_plays_a_whole_game(play: Play, room: Room, realtime_server: RealtimeServer) -> None:
    assert_a_whole_game(play())
    assert realtime_server.refused == []
    topics = {topic for topic, _ in realtime_server.delivered}
    assert {f"room:{room.code}", f"room:{room.code}:host"} < topics
    assert len(topics) == 4  # and a topic of each player, for their results


def test_the_example_plays_a_whole_game_while_realtime_delivers_nothing(
    play: Play, realtime_server: RealtimeServer, sql: Sql
) -> None:
    realtime_server.silent = True
    sql.connection.execute("update core.settings set value = '500' where key = 'live.heartbeat_ms'")
    assert_a_whole_game(play())
    assert realtime_server.delivered == []
