"""A room goes on at the time that its events contain, without a sweep over all rooms."""

import pytest

from app.rooms import relay
from app.rooms.protocol import AnswerAccepted, QuestionClosed, QuestionOpened, RoomEnded
from client import Host, Player
from tests.rooms.conftest import CAPITAL, Quizmaster, Table, opened_for

QUICK = CAPITAL | {"time_limit_ms": 1000}
SOON_S = 10.0  # a busy machine is given this long; a sweep would come later


@pytest.fixture(autouse=True)
def no_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep would set a clock that no event has set. Runs before the server starts."""
    monkeypatch.setattr(relay, "SWEEP_S", 3600.0)


async def closed(host: Host, number: int = 1) -> QuestionClosed:
    return await host.wait_for(QuestionClosed, lambda event: event.number == number, timeout_s=SOON_S)


async def game(table: Table, room: str, *nicknames: str) -> tuple[Host, list[Player]]:
    host = await table.host(room)
    players = await table.players(room, *nicknames)
    await opened_for(host, players)
    return host, players


async def test_a_question_closes_when_its_time_is_over(table: Table, quizmaster: Quizmaster) -> None:
    host, _ = await game(table, quizmaster.room(QUICK), "Ada")
    assert sum((await closed(host)).distribution.values()) == 0


async def test_a_question_that_was_paused_or_extended_still_closes_by_itself(
    table: Table, quizmaster: Quizmaster
) -> None:
    host, _ = await game(table, quizmaster.room(QUICK), "Ada")
    await host.pause()
    await host.extend(1)
    slower = quizmaster.room(CAPITAL | {"time_limit_ms": 2000})
    other, _ = await game(table, slower, "Bob")
    await closed(other)  # by then, the first question would have closed too
    await host.ping()
    assert not [event for event in host.messages if isinstance(event, QuestionClosed)]
    await host.resume()
    assert (await closed(host)).number == 1


async def test_a_question_closes_when_the_last_player_without_an_answer_leaves(
    table: Table, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL)
    host, (ada, bob) = await table.host(room), await table.players(room, "Ada", "Bob")
    question = await opened_for(host, [ada, bob])
    assert isinstance(await ada.answer(question.number, question.right), AnswerAccepted)
    await bob.leave()
    assert (await closed(host)).number == 1


async def test_a_room_with_auto_advance_plays_itself_to_the_end(table: Table, quizmaster: Quizmaster) -> None:
    host, _ = await game(table, quizmaster.room(QUICK, QUICK, auto_advance_seconds=0.1), "Ada")
    assert (await closed(host)).next_in_ms is not None
    assert (await host.wait_for(QuestionOpened, timeout_s=SOON_S)).number == 2
    assert (await closed(host, 2)).number == 2
    assert isinstance(await host.wait_for(RoomEnded, timeout_s=SOON_S), RoomEnded)


async def test_a_relay_closes_a_question_that_was_open_when_its_first_client_entered(
    table: Table, quizmaster: Quizmaster
) -> None:
    """The question was opened before anybody of the room was connected here."""
    room = quizmaster.room(QUICK)
    quizmaster.sql.call(quizmaster.person, "start_room", room_code=room)
    host = await table.host(room)
    assert (await closed(host)).number == 1
