"""Which answers are accepted, and how others are rejected."""

import pytest

from app.rooms.protocol import AnswerAccepted, AnswerRejected, Error, NextTurn, Response, Result, TurnOpened
from client import Host, Player
from tests.attempts.cases import numbers
from tests.fixtures import TOMORROW, Server, Sql, serving
from tests.rooms.conftest import CAPITAL, OpenQuestion, Quizmaster, Table, opened_for, table_at


async def code_of(player: Player, question: int, response: Response) -> str:
    reply = await player.answer(question, response)
    return reply.code if isinstance(reply, AnswerRejected) else "accepted"


async def test_the_first_answer_counts_and_repeating_it_changes_nothing(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    ada, number = players[0], open_question.number
    assert await code_of(ada, number, open_question.right) == "accepted"
    assert await code_of(ada, number, open_question.right) == "accepted"
    assert await code_of(ada, number, open_question.wrong) == "already_answered"
    closed = await host.close_question()
    assert closed.distribution[closed.key[0]] == 1


async def test_an_answer_that_comes_alone_does_not_wait_for_others(
    server: Server, players: list[Player], open_question: OpenQuestion
) -> None:
    server.app.state.live.intake._interval_s = 3600.0
    for player in players:
        assert await code_of(player, open_question.number, open_question.right) == "accepted"


async def test_an_answer_after_the_close_is_too_late(
    host: Host, players: list[Player], open_question: OpenQuestion
) -> None:
    closed = await host.close_question()
    assert await code_of(players[0], closed.number, closed.key) == "too_late"


@pytest.mark.parametrize("number", [2, 99, 1_000_000])
async def test_an_answer_to_a_question_that_is_not_open_is_rejected(
    players: list[Player], open_question: OpenQuestion, number: int
) -> None:
    assert await code_of(players[0], number, open_question.right) == "not_open"


async def test_an_answer_in_the_lobby_is_rejected(players: list[Player]) -> None:
    assert await code_of(players[0], 1, ["a"]) == "not_open"


@pytest.mark.parametrize(
    "response", [["no such id"], ["a", "b"], ["a", "a"], [], "a", 7, 1e300, ["a" * 5000], ["\U0001f600"]]
)
async def test_a_response_that_does_not_fit_is_rejected_and_can_be_corrected(
    players: list[Player], open_question: OpenQuestion, response: Response
) -> None:
    assert await code_of(players[0], open_question.number, response) == "invalid_response"
    assert await code_of(players[0], open_question.number, open_question.right) == "accepted"


async def test_answers_of_a_player_beyond_the_limit_of_waiting_ones_are_rejected_as_busy(
    sql18: Sql, quizmaster: Quizmaster, room: str
) -> None:
    async with (
        serving(sql18.connection, max_waiting_answers=2) as server,
        table_at(server, quizmaster) as table,
    ):
        host, ada = await table.host(room), await table.player(room, "Ada")
        question = await opened_for(host, [ada])
        with sql18.connection.transaction():
            sql18.connection.execute("lock table core.live_answers")
            for _ in range(3):
                await ada.send_answer(question.number, question.right)
            assert (await ada.wait_for(AnswerRejected)).code == "busy"
        for _ in range(2):
            await ada.wait_for(AnswerAccepted)


async def test_requests_of_a_player_beyond_the_limit_of_waiting_ones_are_refused_as_busy(
    sql18: Sql, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL, mode="assigned", closes_at=TOMORROW)
    async with (
        serving(sql18.connection, max_waiting_answers=2) as server,
        table_at(server, quizmaster) as table,
    ):
        ada = await table.player(room, "Ada")
        with sql18.connection.transaction():
            sql18.connection.execute("lock table core.turns")
            for number in range(3):
                await ada.send(NextTurn(id=number))
            refused = await ada.wait_for(Error)
            assert (refused.code, refused.id) == ("busy", 2)
        for _ in range(2):
            await ada.wait_for(TurnOpened)


async def test_the_answer_of_a_player_who_has_just_been_kicked_is_rejected(
    table: Table, quizmaster: Quizmaster
) -> None:
    room = quizmaster.room(CAPITAL)
    host = await table.host(room)
    ada, _ = await table.players(room, "Ada", "Bob")
    opened = await host.start()
    quizmaster.sql.connection.execute(
        "update core.players set kicked_at = now() where id = %s", [ada.player_id]
    )  # as if the event had not reached this relay yet
    assert await code_of(ada, 1, [opened.choices[0].id]) == "not_in_room"


async def test_an_answer_that_can_not_be_stored_counts_as_one_error(
    server: Server, sql18: Sql, players: list[Player], open_question: OpenQuestion
) -> None:
    """The database is away when the relay first asks for the sentence of the rejection."""
    sql18.connection.execute("""
        create sequence core.asked;
        grant usage on sequence core.asked to public;
        create function core.refuse() returns trigger language plpgsql as $$ begin
            raise numeric_value_out_of_range;
        end $$;
        create trigger refuse before insert on core.live_answers for each row execute function core.refuse();
        create or replace function core.rejection_sentence(code text) returns text
        language plpgsql as $$ begin
            if nextval('core.asked') = 1 then raise admin_shutdown; end if;
            return 'It does not fit.';
        end $$;
    """)
    assert await code_of(players[0], open_question.number, open_question.right) == "invalid_response"
    assert server.app.state.live.metrics.errors == 1


async def test_a_number_is_read_as_it_was_meant_or_the_player_is_told(
    table: Table, quizmaster: Quizmaster
) -> None:
    cases = numbers()
    room = quizmaster.room(
        *({"kind": "numeric", "prompt": given, "answers": [{"value": key}]} for key, given, _ in cases)
    )
    host = await table.host(room)
    (ada, _) = await table.players(room, "Ada", "Bob")
    await host.start()
    for number, (_, given, wanted) in enumerate(cases, start=1):
        reply = await ada.answer(number, given)
        if isinstance(reply, AnswerRejected):
            assert "told" in wanted, given
            assert (reply.code, given in reply.message) == ("invalid_response", True)
        else:
            assert wanted.startswith("1"), given
        await host.close_question()
        result = await ada.wait_for(Result)
        assert result.correct is not isinstance(reply, AnswerRejected), given
        await host.next()
