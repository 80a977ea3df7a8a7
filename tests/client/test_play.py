"""Bots play whole games and report what was lost."""

import io

import pytest
from rich.console import Console

from client.play import PlayError, play
from tests.fixtures import PASSWORD, Server, SignUp
from tests.rooms.conftest import EVERY_KIND


async def test_bots_play_games_with_every_kind_of_question_and_nothing_is_lost(
    server: Server, sign_up: SignUp
) -> None:
    mia = await sign_up("mia")
    quiz = (await mia.post("/quizzes", json={"title": "Every kind"})).json()
    for draft in (*EVERY_KIND[:3], {"kind": "slide", "prompt": "Half way."}, *EVERY_KIND[3:]):
        assert (await mia.post(f"/quizzes/{quiz['id']}/questions", json=draft)).status_code == 201
    output = io.StringIO()
    report = await play(
        server.url, "every", players=5, rooms=2, think_s=0.1,
        email=mia.person.email, password=PASSWORD, console=Console(file=output, width=100),
    )  # fmt: skip
    assert report.nothing_lost, report.lost
    asked = 2 * len(EVERY_KIND)
    assert (report.questions, report.tally.accepted, report.counted) == (asked, 5 * asked, 5 * asked)
    assert 0 < report.acknowledged_within_ms(50) <= report.acknowledged_within_ms(99)
    assert report.leaderboard[0].nickname in output.getvalue()


async def test_questions_with_equal_prompts_are_told_apart(
    server: Server, sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "client.bots.random.uniform", lambda low, high: high
    )  # bots know more, and answer last
    monkeypatch.setattr("client.bots.random.random", lambda: 0.0)
    mia = await sign_up("mia")
    quiz = (await mia.post("/quizzes", json={"title": "Twice"})).json()
    for right, wrong in (("Rome", "Milan"), ("Oslo", "Bergen")):
        choices = [{"text": right, "correct": True}, {"text": wrong}]
        draft = {"kind": "single_choice", "prompt": "The capital?", "choices": choices}
        assert (await mia.post(f"/quizzes/{quiz['id']}/questions", json=draft)).status_code == 201
    report = await play(
        server.url, "twice", players=3, rooms=1, think_s=0.1,
        email=mia.person.email, password=PASSWORD, console=Console(file=io.StringIO()),
    )  # fmt: skip
    assert report.nothing_lost, report.lost
    assert report.tally.accepted == 6
    assert all(standing.score > 1000 for standing in report.leaderboard)  # both were answered rightly


async def test_an_answer_that_a_bot_fails_to_send_is_lost(
    server: Server, sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("defect")

    monkeypatch.setattr("client.bots.any_response", fail)
    monkeypatch.setattr("client.bots.right_response", fail)
    mia = await sign_up("mia")
    quiz = (await mia.post("/quizzes", json={"title": "Once"})).json()
    draft = {"kind": "true_false", "prompt": "So?", "correct": True, "time_limit_ms": 1000}
    assert (await mia.post(f"/quizzes/{quiz['id']}/questions", json=draft)).status_code == 201
    report = await play(
        server.url, "once", players=2, rooms=1, think_s=0.0,
        email=mia.person.email, password=PASSWORD, console=Console(file=io.StringIO()),
    )  # fmt: skip
    assert report.lost["answers never sent"] == 2
    assert not report.nothing_lost


async def test_play_explains_why_it_can_not_start(server: Server, sign_up: SignUp) -> None:
    mia = await sign_up("mia")
    account = {"email": mia.person.email, "password": PASSWORD, "console": Console(file=io.StringIO())}
    with pytest.raises(PlayError, match="has no quiz yet"):
        await play(server.url, **account)
    with pytest.raises(PlayError, match="There is no quiz 'missing'"):
        await play(server.url, "missing", **account)
    with pytest.raises(PlayError, match="could not sign in"):
        await play(server.url, **{**account, "password": "something else"})
    with pytest.raises(PlayError, match="No server answers"):
        await play("http://127.0.0.1:9", **account)
