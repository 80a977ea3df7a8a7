"""Several relays serve one room: they learn everything from the log, and NOTIFY only wakes them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from app.database.listen import Listener
from app.rooms import log
from app.rooms.connection import Role
from app.rooms.protocol import (
    AnswerAccepted,
    Error,
    Kicked,
    PlayerJoined,
    Progress,
    QuestionClosed,
    QuestionOpened,
    Result,
    RoomEnded,
    RoomHosts,
)
from client import Disconnected, Host
from tests.fixtures import Server, serving
from tests.rooms.conftest import CAPITAL, Quizmaster, Table, opened_for, table_at
from tests.waiting import until

LISTENERS = (
    "pg_stat_activity where application_name ~ '^quizzler .* listener$' and datname = current_database()"
)


@pytest_asyncio.fixture
async def second_table(quizmaster: Quizmaster) -> AsyncIterator[Table]:
    """A table at another server over the same database."""
    async with serving(quizmaster.sql.connection) as server, table_at(server, quizmaster) as table:
        yield table


async def test_two_relays_serve_one_room(table: Table, second_table: Table, room: str) -> None:
    host = await table.host(room)
    ada = await table.player(room, "Ada")
    bob = await second_table.player(room, "Bob")
    await ada.wait_for(PlayerJoined, lambda joined: joined.nickname == "Bob")
    question = await opened_for(host, [ada, bob])
    assert isinstance(await bob.answer(question.number, question.wrong), AnswerAccepted)
    counted = await host.wait_for(Progress, lambda progress: progress.answered == 1)
    assert counted.players == 2
    assert isinstance(await ada.answer(question.number, question.right), AnswerAccepted)
    closed = await host.wait_for(QuestionClosed)
    assert (await bob.wait_for(QuestionClosed)) == closed
    assert [(await player.wait_for(Result)).rank for player in (ada, bob)] == [1, 2]
    await host.kick(bob)
    await bob.wait_for(Kicked)
    ended = await host.end()
    assert (await ada.wait_for(RoomEnded)) == ended


async def test_a_player_who_moved_to_another_relay_stays_present(
    table: Table, second_table: Table, room: str
) -> None:
    host = await table.host(room)
    ada = await table.player(room, "Ada")
    moved = await second_table.player(room, resume=ada.resume)
    await ada.disconnect()
    opened = await host.start()
    await moved.answer(opened.number, [opened.choices[0].id])
    assert sum((await host.wait_for(QuestionClosed)).distribution.values()) == 1


async def test_a_question_closes_even_if_the_relay_that_opened_it_is_gone(quizmaster: Quizmaster) -> None:
    room = quizmaster.room({**CAPITAL, "time_limit_ms": 1500})
    async with serving(quizmaster.sql.connection) as first, table_at(first, quizmaster) as table:
        await (await table.host(room)).start()
    async with serving(quizmaster.sql.connection):
        connection = quizmaster.sql.connection
        connection.execute(f'listen "room_{room}"')
        notified = await asyncio.to_thread(lambda: list(connection.notifies(timeout=20, stop_after=1)))
        assert len(notified) == 1
    assert quizmaster.sql.value("select state::text from core.rooms") == "closed"


@pytest.mark.parametrize("at_once", [1000, 1])
async def test_a_relay_catches_up_on_events_after_its_listening_connection_was_cut(
    table: Table, quizmaster: Quizmaster, room: str, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(log, "EVENTS_AT_ONCE", at_once)
    sql = quizmaster.sql
    ada = await table.player(room, "Ada")
    host = await table.host(room)
    assert sql.value(f"select count(pg_terminate_backend(pid)) from {LISTENERS}") >= 1
    sql.call(quizmaster.person, "start_room", room_code=room)
    opened = await ada.wait_for(QuestionOpened)
    assert (await host.wait_for(QuestionOpened)).seq == opened.seq
    await host.close_question()
    await ada.wait_for(QuestionClosed)


async def test_a_relay_that_lost_all_its_connections_to_the_database_goes_on(
    table: Table, quizmaster: Quizmaster, room: str
) -> None:
    sql = quizmaster.sql
    host = await table.host(room)
    players = await table.players(room, "Ada", "Bob")
    question = await opened_for(host, players)
    await players[0].answer(question.number, question.right)
    sql.value(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity "
        "where datname = current_database() and usename = 'authenticator'"
    )
    assert isinstance(await players[1].answer(question.number, question.right), AnswerAccepted)
    closed = await host.wait_for(QuestionClosed)
    assert sum(closed.distribution.values()) == 2


async def test_a_relay_keeps_only_rooms_that_have_a_connection_to_it(
    table: Table, room: str, quizmaster: Quizmaster
) -> None:
    relay = table.server.app.state.live
    ada = await table.player(room, "Ada")
    bob = await table.player(quizmaster.room(), "Bob")
    assert set(relay.rooms) == {ada.welcome.room_code, bob.welcome.room_code}
    await ada.leave()
    await bob.ping()
    assert set(relay.rooms) == {bob.welcome.room_code}


async def test_a_player_whose_entry_was_interrupted_has_left(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    relay = server.app.state.live
    listener: Listener = relay._listener
    connection = relay.connect(lambda frame: asyncio.sleep(0))
    async with listener._one_at_a_time:  # held, so that nobody can enter a new room
        arguments = {"room_code": room, "username": "Ada"}
        joining = asyncio.create_task(relay.enter(connection, Role.PLAYER, None, arguments))
        await until(lambda: room in relay.rooms)
        joining.cancel()
    await until(lambda: quizmaster.sql.value("select left_at from core.players"))
    assert relay.rooms == {}


async def co_host(table: Table, room: str) -> tuple[Quizmaster, Host]:
    """A new co-host of the room, and their connection to this table's server."""
    quizmaster = table.quizmaster
    helper = Quizmaster(quizmaster.sql, "helper")
    invite = quizmaster.sql.call(quizmaster.person, "invite_host", room_code=room)["invite"]
    quizmaster.sql.call(helper.person, "accept_host_invite", room_code=room, invite=invite)
    host = await Host.enter(table.server.url, room, helper.token)
    return helper, await table.stack.enter_async_context(host)


async def test_a_former_host_is_disconnected_from_every_relay(
    table: Table, second_table: Table, room: str
) -> None:
    sql, owner = table.quizmaster.sql, table.quizmaster.person
    helper, there = await co_host(second_table, room)
    here = await table.stack.enter_async_context(await Host.enter(table.server.url, room, helper.token))
    host, ada = await table.host(room), await table.player(room, "Ada")
    bob = await second_table.player(room, "Bob")
    question = await opened_for(host, [ada, bob])
    sql.call(owner, "remove_host", room_code=room, user_id=helper.person.id)
    assert [line.user_id for line in (await host.wait_for(RoomHosts)).hosts] == [owner.id]
    for former in (here, there):
        assert (await former.wait_for(Error)).code == "not_the_host"
        with pytest.raises(Disconnected) as ended:
            await former.wait_for(RoomEnded)
        assert (ended.value.code, ended.value.reason) == (4403, "not_the_host")
    await ada.answer(question.number, question.right)
    await host.wait_for(Progress, lambda progress: progress.answered == 1)
    for former in (here, there):
        assert not [sent for sent in former.messages if isinstance(sent, Progress) and sent.answered]


async def test_an_owner_who_hands_the_room_over_and_leaves_is_disconnected(
    table: Table, second_table: Table, room: str
) -> None:
    sql, owner = table.quizmaster.sql, table.quizmaster.person
    helper, there = await co_host(second_table, room)
    host = await table.host(room)
    sql.call(owner, "hand_over_room", room_code=room, user_id=helper.person.id)
    for somebody in (host, there):
        hosts = (await somebody.wait_for(RoomHosts)).hosts
        assert [(line.user_id, line.owner) for line in hosts] == [(helper.person.id, True), (owner.id, False)]
    sql.call(owner, "remove_host", room_code=room, user_id=owner.id)
    with pytest.raises(Disconnected):
        await host.wait_for(RoomEnded)
    await there.start()


async def test_a_host_who_is_removed_while_entering_does_not_get_in(
    table: Table, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql, owner = table.quizmaster.sql, table.quizmaster.person
    helper, first = await co_host(table, room)
    await first.disconnect()
    host, relay = await table.host(room), table.server.app.state.live
    seat = relay._seat

    async def removed_meanwhile(*arguments: object) -> None:
        sql.call(owner, "remove_host", room_code=room, user_id=helper.person.id)
        await host.wait_for(RoomHosts, lambda event: len(event.hosts) == 1)
        await seat(*arguments)

    monkeypatch.setattr(relay, "_seat", removed_meanwhile)
    late = await table.stack.enter_async_context(await Host.enter(table.server.url, room, helper.token))
    with pytest.raises(Disconnected) as ended:
        await late.wait_for(RoomEnded)
    assert ended.value.code == 4403
