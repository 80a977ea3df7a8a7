"""Rooms over REST."""

import httpx
import psycopg

from app.network import network_urls
from app.setting_fields import Limits
from client import Player, Refused
from tests.fixtures import TOMORROW, Client, Server, serving
from tests.rooms.conftest import CAPITAL, Quizmaster, Table

PUBLIC_URL = "https://quiz.example.com"


def signed_in(server: Server, quizmaster: Quizmaster) -> Client:
    return server.client(headers={"Authorization": f"Bearer {quizmaster.token}"})


async def test_a_host_makes_a_room_and_anybody_can_check_its_code(
    server: Server, api: Client, quizmaster: Quizmaster
) -> None:
    async with signed_in(server, quizmaster) as host:
        made = await host.post(
            "/realtime/rooms", json={"quiz_id": quizmaster.quiz(), "formula": "linear", "max_players": 5}
        )
    assert made.status_code == 201, made.text
    room = made.json()
    assert (room["state"], room["formula"], room["max_players"]) == ("lobby", "linear", 5)
    spelt = f"{room['room_code'][:3]}-{room['room_code'][3:]}".lower()
    found = (await api.get(f"/realtime/rooms/validate/{spelt}")).json()
    assert (found["valid"], found["room_code"], found["title"]) == (
        True,
        room["room_code"],
        "Around the world",
    )


async def test_players_are_told_the_addresses_that_reach_the_server(
    database: psycopg.Connection, server: Server
) -> None:
    async def told(running: Server) -> list[str]:
        port = running.url.rpartition(":")[2]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as anyone:
            items: list[str] = (await anyone.get("/realtime/addresses")).json()["items"]
            for address in items if PUBLIC_URL not in items else []:
                assert (await anyone.get(f"{address}/health/live")).status_code == 200, address
            return items

    assert await told(server) == []
    async with serving(database, listen="0.0.0.0") as everywhere:
        port = int(everywhere.url.rpartition(":")[2])
        assert await told(everywhere) == network_urls(["0.0.0.0"], port, "")
    async with serving(database, listen="0.0.0.0", public_url=PUBLIC_URL) as public:
        assert await told(public) == [PUBLIC_URL]
    async with serving(database, listen="0.0.0.0", environment="production") as production:
        assert await told(production) == []


async def test_an_unknown_code_is_not_valid(api: Client) -> None:
    assert (await api.get("/realtime/rooms/validate/ZZZZZZ")).json()["valid"] is False


async def test_a_host_lists_their_rooms_newest_first(server: Server, quizmaster: Quizmaster) -> None:
    codes = [quizmaster.room() for _ in range(3)]
    Quizmaster(quizmaster.sql, "eve").room()
    async with signed_in(server, quizmaster) as host:
        first = (await host.get("/realtime/rooms", params={"limit": 2})).json()
        rest = (await host.get("/realtime/rooms", params={"cursor": first["next_cursor"]})).json()
    assert [room["room_code"] for room in first["items"] + rest["items"]] == codes[::-1]
    assert rest["next_cursor"] is None


async def test_only_the_host_sees_a_rooms_figures(
    server: Server, api: Client, table: Table, room: str, quizmaster: Quizmaster
) -> None:
    await table.players(room, "Ada", "Bob")
    async with signed_in(server, quizmaster) as host:
        stats = (await host.get(f"/realtime/rooms/{room}/stats")).json()
    assert (stats["players"], stats["present"]) == (2, 2)
    assert (await api.get(f"/realtime/rooms/{room}/stats")).status_code == 401
    async with signed_in(server, Quizmaster(quizmaster.sql, "eve")) as other:
        assert (await other.get(f"/realtime/rooms/{room}/stats")).json()["code"] == "not_the_host"


async def test_invalid_rooms_are_refused(server: Server, api: Client, quizmaster: Quizmaster) -> None:
    quiz_id = quizmaster.quiz()
    other = Quizmaster(quizmaster.sql, "eve").quiz()
    bad = {
        "an unknown field": ({"quiz_id": quiz_id, "cheat": True}, 422, "unknown_option"),
        "no quiz": ({}, 422, "invalid_request"),
        "a quiz that is not an id": ({"quiz_id": "7"}, 422, "invalid_request"),
        "an unknown quiz": ({"quiz_id": "00000000-0000-4000-8000-000000000000"}, 404, "quiz_not_found"),
        "somebody else's quiz": ({"quiz_id": other}, 404, "quiz_not_found"),
        "an unknown formula": ({"quiz_id": quiz_id, "formula": "luck"}, 422, "bad_option"),
        "too many players": ({"quiz_id": quiz_id, "max_players": 10**9}, 422, "bad_option"),
    }
    async with signed_in(server, quizmaster) as host:
        for name, (body, status, code) in bad.items():
            refused = await host.post("/realtime/rooms", json=body)
            assert (name, refused.status_code, refused.json()["code"]) == (name, status, code)
        nul = await host.get("/realtime/rooms/validate/%00")
        assert (nul.status_code, nul.json()["code"]) == (422, "invalid_text")
    assert (await api.post("/realtime/rooms", json={"quiz_id": quiz_id})).status_code == 401


async def test_health_has_exactly_this_shape(server: Server, api: Client, table: Table, room: str) -> None:
    await table.players(room, "Ada", "Bob")
    reply = await api.get("/realtime/health")
    health = reply.json()
    assert reply.status_code == 200
    assert list(health) == [
        "healthy", "active_rooms", "total_players", "memory_usage_mb", "cpu_percent", "metrics", "limits",
    ]  # fmt: skip
    assert list(health["metrics"]) == [
        "total_connections", "messages_sent", "errors", "questions_processed", "answers_processed",
    ]  # fmt: skip
    assert health["limits"] == {
        "max_rooms": 1000, "max_players_per_room": 2000, "max_connections_per_ip": 500,
    }  # fmt: skip
    assert (health["healthy"], health["active_rooms"], health["total_players"]) == (True, 1, 2)
    assert health["metrics"]["total_connections"] == 2
    assert health["memory_usage_mb"] > 10


async def test_the_limits_of_the_environment_hold(quizmaster: Quizmaster) -> None:
    limits = {"max_rooms": 1, "max_players_per_room": 2, "max_connections_per_ip": 3}
    async with serving(quizmaster.sql.connection, **limits) as server:
        async with signed_in(server, quizmaster) as host:
            made = await host.post("/realtime/rooms", json={"quiz_id": quizmaster.quiz()})
            refused = await host.post("/realtime/rooms", json={"quiz_id": quizmaster.quiz()})
            assert (made.status_code, refused.status_code, refused.json()["code"]) == (
                201,
                429,
                "too_many_rooms",
            )
            assert (await host.get("/realtime/health")).json()["limits"] == limits
        room = made.json()["room_code"]
        players = [await Player.join(server.url, room, name) for name in ("Ada", "Bob")]
        codes = []
        try:
            await Player.join(server.url, room, "Cleo")
        except Refused as full:
            codes.append((full.code, full.close_code))
        players.append(await Player.join(server.url, room, resume=players[0].resume, comes_back=False))
        for player in players:
            await player.disconnect()
        again = await Player.join(server.url, room, resume=players[0].resume)
        await again.disconnect()
    assert codes == [("room_full", 4409)]


async def test_a_start_writes_every_limit_that_the_environment_sets(database: psycopg.Connection) -> None:
    limits = {name: 100 + n for n, name in enumerate(Limits.model_fields)}
    async with serving(database, **limits):
        pass
    written = database.execute(
        "select value::integer from core.settings where value::integer = any(%s) order by 1",
        [list(limits.values())],
    ).fetchall()
    assert {value for (value,) in written} == set(limits.values())


async def test_a_start_keeps_an_operators_limits_that_the_environment_does_not_set(
    quizmaster: Quizmaster,
) -> None:
    limits = "select jsonb_object_agg(key, value) from core.settings where key = any(%s)"
    keys = ["live.max_rooms", "live.max_players_per_room", "live.room_max_age_s"]
    quizmaster.sql.connection.execute("update core.settings set value = '7' where key = 'live.max_rooms'")
    quizmaster.sql.connection.execute(
        "update core.settings set value = '900' where key = 'live.room_max_age_s'"
    )
    async with (
        serving(quizmaster.sql.connection, max_players_per_room=5) as server,
        server.client() as anyone,
    ):
        health = (await anyone.get("/realtime/health")).json()
    assert quizmaster.sql.value(limits, keys) == dict(zip(keys, (7, 5, 900), strict=True))
    assert health["limits"] == {"max_rooms": 7, "max_players_per_room": 5, "max_connections_per_ip": 500}


async def test_an_assigned_game_is_played_and_reported_over_rest(
    server: Server, api: Client, quizmaster: Quizmaster
) -> None:
    async with signed_in(server, quizmaster) as host:
        made = await host.post(
            "/realtime/rooms",
            json={
                "quiz_id": quizmaster.quiz(CAPITAL), "mode": "assigned", "closes_at": TOMORROW,
                "formula": "accuracy", "teams": ["Red", "Blue"], "team_mode": "manual",
            },
        )  # fmt: skip
        assert made.status_code == 201, made.text
        room = f"/realtime/rooms/{made.json()['room_code']}"
        assert (await api.get(f"{room}/nickname")).json()["nickname"]
        joined = await api.post(f"{room}/players", json={"username": "=1+1", "team": 2})
        assert joined.status_code == 200, joined.text
        resume = joined.json()["welcome"]["resume"]
        turn = (await api.post(f"{room}/turns", json={"resume": resume})).json()
        assert (turn["type"], turn["prompt"]) == ("turn.opened", CAPITAL["prompt"])
        lima = [choice["id"] for choice in turn["choices"] if choice["text"] == "Lima"]
        answered = await api.post(f"{room}/answers", json={"resume": resume, "question": 1, "response": lima})
        assert [message["type"] for message in answered.json()["messages"]] == ["answer.accepted", "result"]
        finished = (await api.post(f"{room}/turns", json={"resume": resume})).json()
        assert (finished["type"], finished["score"]) == ("turn.finished", 1000)

        claimed = await host.post(f"{room}/claim", json={"resume": resume})
        assert (claimed.status_code, claimed.json()["score"]) == (200, 1000)
        played = (await host.get("/realtime/played")).json()
        assert [game["nickname"] for game in played["items"]] == ["=1+1"]

        report = await host.get(f"{room}/report")
        assert report.json()["players"][0]["answers"][0]["status"] == "right"
        table = await host.get(f"{room}/report", params={"format": "csv"})
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        header, first, *rest = table.text.lstrip("\ufeff").splitlines()
        assert header.startswith("rank,nickname,team,score,question")
        assert first.startswith("1,'=1+1,Blue,1000,1,What is the capital of Peru?,right,Lima,1000,")
        assert rest == []
    assert (await api.get(f"{room}/report")).status_code == 401


async def test_hosts_are_invited_and_the_room_is_handed_over_over_rest(
    server: Server, quizmaster: Quizmaster, room: str
) -> None:
    path = f"/realtime/rooms/{room}"
    helper = Quizmaster(quizmaster.sql, "helper")
    async with signed_in(server, quizmaster) as owner, signed_in(server, helper) as other:
        invite = (await owner.post(f"{path}/invite")).json()["invite"]
        assert (await other.get(f"{path}/hosts")).json()["code"] == "not_the_host"
        assert (await other.post(f"{path}/hosts", json={"invite": "forged"})).json()["code"] == "bad_invite"
        assert (await other.post(f"{path}/hosts", json={"invite": invite})).status_code == 200
        assert len((await other.get(f"{path}/hosts")).json()["items"]) == 2
        handed = await owner.post(f"{path}/hand-over", json={"user_id": helper.person.id})
        assert handed.status_code == 200, handed.text
        assert (await owner.delete(f"{path}/hosts/{helper.person.id}")).json()["code"] == "not_the_owner"
        assert (await other.delete(f"{path}/hosts/{quizmaster.person.id}")).status_code == 200
        again = await other.post(f"{path}/again")
        assert again.status_code in (403, 404)  # the quiz is somebody else's, and private


async def test_a_room_is_played_again_over_rest(
    server: Server, api: Client, quizmaster: Quizmaster, room: str
) -> None:
    async with signed_in(server, quizmaster) as host:
        made = await host.post(f"/realtime/rooms/{room}/again")
        assert made.status_code == 201, made.text
    known = (await api.get(f"/realtime/rooms/validate/{room}")).json()
    assert known["next_room_code"] == made.json()["room_code"]
