"""Whoever calls functions through PostgREST is counted by Postgres, as the REST API counts its requests."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.database.postgrest import postgrest
from tests.conftest import Copies
from tests.fixtures import JWT_SECRET, Sql, database_url
from tests.rest.project import Member, signed
from tests.rooms.conftest import CAPITAL, Quizmaster
from tests.rooms.realtime.conftest import turn_on

SCHOOL, ELSEWHERE = "198.51.100.7", "198.51.100.8"
PHONES = 500


@dataclass
class Rest:
    """PostgREST behind a proxy that says from which address a call comes."""

    http: httpx.Client
    sql: Sql

    def call(
        self,
        function: str,
        address: str = SCHOOL,
        token: str | None = None,
        get: bool = False,
        **arguments: Any,
    ) -> httpx.Response:
        headers = {"X-Forwarded-For": address} | ({"Authorization": f"Bearer {token}"} if token else {})
        if get:
            return self.http.get(f"/rpc/{function}", params=arguments, headers=headers)
        return self.http.post(f"/rpc/{function}", json=arguments, headers=headers)

    def limit(self, kind: str, most: int) -> None:
        self.sql.connection.execute(
            "update core.settings set value = to_jsonb(%s) where key = %s", [most, f"rate.{kind}"]
        )

    def counted(self, kind: str) -> int:
        return int(
            self.sql.value(
                "select coalesce(sum(calls + calls_before), 0) from core.calls where kind = %s", kind
            )
        )

    def member(self, name: str) -> Member:
        person = self.sql.person(name)
        return Member(person.id, signed(dict(person.claims)))

    def room(self) -> str:
        """The code of a live room whose question is open."""
        quizmaster = Quizmaster(self.sql)
        code = quizmaster.room(CAPITAL | {"time_limit_ms": 600_000})
        self.sql.call(quizmaster.person, "start_room", room_code=code)
        return code

    def join(self, room: str, username: str, address: str = SCHOOL) -> dict[str, Any]:
        """The arguments with which a new player calls other functions."""
        joined = self.call("join_room", address, room_code=room, username=username)
        assert joined.is_success, joined.text
        return {"room_code": room, "resume": joined.json()["welcome"]["resume"]}


@pytest.fixture(scope="module")
def served(postgrest_installed: None, copies18: Copies) -> Iterator[Rest]:
    with copies18.lasting() as connection:
        turn_on(connection)
        with (
            postgrest(database_url(connection), JWT_SECRET) as url,
            httpx.Client(base_url=url, timeout=60) as http,
        ):
            yield Rest(http, Sql(connection))


@pytest.fixture
def rest(served: Rest) -> Iterator[Rest]:
    """Nobody has called yet, and limits are those of a new database."""
    usual = served.sql.connection.execute(
        "select value, key from core.settings where key like 'rate.%'"
    ).fetchall()
    served.sql.connection.execute("truncate core.calls")
    yield served
    for value, key in usual:
        served.sql.connection.execute(
            "update core.settings set value = to_jsonb(%s) where key = %s", [value, key]
        )


def told(answer: httpx.Response) -> tuple[int, str]:
    """Status and stable code of an error."""
    assert answer.json().keys() == {"code", "message", "details", "hint"}, answer.text
    assert answer.json()["code"] == f"PT{answer.status_code}"
    return answer.status_code, answer.json()["details"]


def test_guesses_of_room_codes_end_in_429_and_other_addresses_go_on(rest: Rest) -> None:
    room = rest.room()
    rest.limit("room_codes", 3)
    guesses = [rest.call("validate_room", room_code=f"22222{n}") for n in range(2, 5)]
    assert [guess.json()["valid"] for guess in guesses] == [False] * 3
    refused = rest.call("validate_room", room_code=room)  # a right guess is refused as well
    assert told(refused) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 120
    assert f"{refused.headers['retry-after']} seconds" in refused.json()["message"]
    assert rest.call("validate_room", ELSEWHERE, room_code=room).json()["valid"] is True


@pytest.mark.parametrize(
    ("function", "arguments", "refusal"),
    [
        ("suggest_nickname", {"room_code": "222222"}, (404, "room_not_found")),
        ("watch_room", {"room_code": "222222"}, (404, "room_not_found")),
        ("join_room", {"room_code": "222222", "username": "ada"}, (404, "room_not_found")),
        ("join_room", {"resume": "guess"}, (403, "unknown_resume")),
        ("claim_player", {"room_code": "222222", "resume": "guess"}, (404, "room_not_found")),
        ("claim_player", {"resume": "guess"}, (403, "unknown_resume")),
        ("accept_host_invite", {"room_code": "222222", "invite": "guess"}, (404, "room_not_found")),
        ("accept_host_invite", {"invite": "guess"}, (403, "bad_invite")),
        ("answer_question", {"resume": "guess", "question": 1, "response": ["a"]}, (403, "unknown_resume")),
        ("answer_turn", {"resume": "guess", "question": 1, "response": ["a"]}, (403, "unknown_resume")),
        ("next_turn", {"resume": "guess"}, (403, "unknown_resume")),
        ("player_heartbeat", {"resume": "guess", "connection": 1}, (403, "unknown_resume")),
        ("leave_room", {"resume": "guess", "connection": 1}, (403, "unknown_resume")),
    ],
)
def test_a_wrong_guess_is_counted_though_it_is_refused(
    rest: Rest, function: str, arguments: dict[str, Any], refusal: tuple[int, str]
) -> None:
    arguments = {"room_code": rest.room(), **arguments}
    token = rest.member("eve").token if function in ("claim_player", "accept_host_invite") else None
    rest.limit("room_codes", 2)
    answers = [rest.call(function, token=token, **arguments) for _ in range(3)]
    assert [told(answer) for answer in answers] == [refusal, refusal, (429, "too_many_requests")]
    assert rest.counted("room_codes") == 2


@pytest.mark.parametrize(
    "shape",
    [
        "select=pgrst_scalar:pgrst_scalar->>code::int",  # of a refusal this fails, which undid its count
        "pgrst_scalar->>code=match.x",
        "order=pgrst_scalar->>code",
    ],
)
@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("suggest_nickname", {}),
        ("validate_room", {}),
        ("watch_room", {}),
        ("join_room", {"username": ""}),
        ("join_room", {"resume": "guess"}),
        ("answer_question", {"resume": "guess", "question": 1, "response": ["a"]}),
    ],
)
def test_no_guess_is_free_by_making_its_result_fail(
    rest: Rest, function: str, arguments: dict[str, Any], shape: str
) -> None:
    for code in (rest.room(), "222222"):  # whether the code is right or not
        answer = rest.http.post(f"/rpc/{function}?{shape}", json={"room_code": code, **arguments})
        assert told(answer) == (400, "plain_call_needed")


@pytest.mark.parametrize("resume", ["guess", None])
def test_a_live_room_without_realtime_is_not_found_by_guessing(rest: Rest, resume: str | None) -> None:
    room = rest.room()
    rest.limit("room_codes", 1)
    rest.sql.connection.execute("alter trigger broadcast_event on core.room_events rename to away")
    try:
        answers = [
            rest.call("join_room", room_code=code, username="eve", resume=resume)
            for code in ("222222", "222223", room)
        ]
    finally:
        rest.sql.connection.execute("alter trigger away on core.room_events rename to broadcast_event")
    assert [answer.status_code for answer in answers] == [404, 429, 429]


def test_a_player_goes_on_while_others_at_their_address_guess(rest: Rest) -> None:
    room = rest.room()
    player = rest.join(room, "ada")
    rest.limit("room_codes", 1)
    guesses = [rest.call("answer_question", room_code=room, resume="guess", question=1, response=["a"])] * 2
    answer = rest.call("answer_question", **player, question=1, response=["a"])
    assert (guesses[-1].status_code, answer.status_code) == (403, 200)
    assert rest.call("join_room", **player).is_success  # from another page
    assert told(rest.call("join_room", room_code=room, username="bob")) == (429, "too_many_requests")


def test_writes_of_one_account_end_in_429_and_others_at_its_address_go_on(rest: Rest) -> None:
    eve, ada = rest.member("eve"), rest.member("ada")
    rest.limit("writes", 3)
    answers = [rest.call("update_account", token=eve.token, display_name=f"Eve {n}") for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert told(answers[-1]) == (429, "too_many_requests")
    assert rest.call("my_account", token=eve.token).json()["display_name"] == "Eve 2"  # reads are not counted
    assert rest.call("update_account", token=ada.token, display_name="Ada").is_success


def test_a_player_who_calls_too_often_stops_nobody_else(rest: Rest) -> None:
    room = rest.room()
    flooding, quiet = rest.join(room, "eve"), rest.join(room, "ada")
    rest.limit("writes", 3)
    answers = [rest.call("answer_question", **flooding, question=1, response=["a"]) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert rest.call("answer_question", **quiet, question=1, response=["a"]).is_success


def test_joining_too_often_ends_in_429_for_one_address(rest: Rest) -> None:
    room = rest.room()
    rest.limit("joins", 2)
    for name in ("ada", "bob"):
        rest.join(room, name)
    assert told(rest.call("join_room", room_code=room, username="eve")) == (429, "too_many_requests")
    rest.join(room, "eve", ELSEWHERE)


def test_500_phones_behind_one_address_play_undisturbed(rest: Rest) -> None:
    room = rest.room()

    def play(number: int) -> str:
        found = rest.call("validate_room", room_code=room)
        name = rest.call("suggest_nickname", room_code=room)
        player = rest.join(room, f"Player {number}")
        assert (found.status_code, name.status_code) == (200, 200)
        answer = rest.call("answer_question", **player, question=1, response=["a"])
        return str(answer.json()["messages"][0]["type"])

    with ThreadPoolExecutor(10) as phones:
        assert list(phones.map(play, range(PHONES))) == ["answer.accepted"] * PHONES
    assert rest.counted("joins") == PHONES


@pytest.mark.parametrize("forged", ["203.0.113.1", "203.0.113.1, 203.0.113.2", "nonsense"])
def test_an_address_that_the_caller_claims_does_not_count(rest: Rest, forged: str) -> None:
    rest.limit("room_codes", 1)
    rest.call("validate_room", f"{forged}, {SCHOOL}", room_code="222222")
    assert told(rest.call("validate_room", SCHOOL, room_code="222222"))[0] == 429


def test_without_an_address_all_callers_are_one(rest: Rest) -> None:
    rest.limit("room_codes", 1)
    rest.call("validate_room", "nonsense", room_code="222222")
    assert rest.sql.value("select caller from core.calls") == "0.0.0.0"


def test_a_guess_by_get_is_refused_because_it_could_not_be_counted(rest: Rest) -> None:
    room = rest.room()
    for function in ("validate_room", "suggest_nickname", "watch_room"):
        for code in (room, "222222"):
            assert told(rest.call(function, get=True, room_code=code)) == (405, "use_post")


def test_a_server_with_the_service_role_key_is_not_counted(rest: Rest) -> None:
    rest.limit("room_codes", 1)
    token = signed({"role": "service_role"})
    answers = [rest.call("validate_room", token=token, room_code="222222") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3


def test_a_call_that_fails_otherwise_is_not_counted(rest: Rest) -> None:
    eve = rest.member("eve")
    assert told(rest.call("update_account", token=eve.token, display_name=""))[0] == 422
    assert rest.counted("writes") == 0
