"""SQL alone checks bounds: it refuses values that the models of requests accept, with a code, never a 500."""

from typing import Any

import pytest

from tests.attempts.taking import Quiz, make_quiz, numeric, single
from tests.fixtures import TOMORROW, Client, SignUp, Sql

Json = dict[str, Any]
TEXT = "x" * 100_000
TRUE_FALSE = {"kind": "true_false", "prompt": "Is it?", "correct": True}


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


@pytest.fixture
def quiz(sql18: Sql, ada: Client) -> Quiz:
    return make_quiz(sql18, ada.person, single(), numeric())


async def code(client: Client, method: str, path: str, body: Any = None, **more: Any) -> str:
    """Send a request that must be refused, and return the code. The status must be the one of that code."""
    answer = await client.request(method, path, json=body, **more)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json()["detail"].endswith("."), answer.text
    status = {"unknown_resume": 403, "bad_invite": 403, "room_not_found": 404}.get(answer.json()["code"], 422)
    assert answer.status_code == status, answer.text
    refusal: str = answer.json()["code"]
    return refusal


async def test_bounds_of_lists(ada: Client, quiz: Quiz) -> None:
    for path in (
        "/quizzes", "/attempts", "/uploads", "/realtime/rooms", "/realtime/played", "/credits/history",
        "/results/leaderboards/global", f"/results/leaderboards/quiz/{quiz.id}",
        f"/results/{quiz.id}/results",
    ):  # fmt: skip
        for limit in (0, -1, 101, 2**31 - 1):
            assert await code(ada, "GET", path, params={"limit": limit}) == "bad_limit", path
        assert await code(ada, "GET", path, params={"cursor": TEXT[:20_000]}) == "bad_cursor", path


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"title": ""}, "missing_field"),
        ({"title": "x" * 201}, "too_long"),
        ({"description": TEXT}, "too_long"),
        ({"language": "English"}, "bad_language"),
        ({"visibility": "secret"}, "unknown_value"),
        ({"counting_attempt": "worst"}, "unknown_value"),
        ({"review_shown": "always"}, "unknown_value"),
        ({"key_shown": "always"}, "unknown_value"),
        ({"time_limit_s": 0}, "out_of_range"),
        ({"attempts_allowed": 1001}, "out_of_range"),
        ({"attempt_delay_s": -1}, "out_of_range"),
        ({"negative_marking": 1.5}, "out_of_range"),
        ({"pass_mark": 101}, "out_of_range"),
        ({"colour": "red"}, "unknown_field"),
    ],
)
async def test_bounds_of_quizzes(ada: Client, options: Json, refusal: str) -> None:
    assert await code(ada, "POST", "/quizzes", {"title": "A quiz", **options}) == refusal
    assert (await ada.get("/quizzes")).json()["items"] == []


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"kind": "riddle"}, "unknown_value"),
        ({"difficulty": "hellish"}, "unknown_value"),
        ({"prompt": ""}, "missing_field"),
        ({"prompt": TEXT}, "too_long"),
        ({"explanation": TEXT}, "too_long"),
        ({"subject": TEXT}, "too_long"),
        ({"media_url": "ftp://x"}, "bad_url"),
        ({"points": -1}, "out_of_range"),
        ({"time_limit_ms": 999}, "out_of_range"),
        ({"colour": "red"}, "unknown_field"),
        ({"kind": "poll", "correct": None, "choices": [{"text": "x"}]}, "wrong_count"),
        (
            {"kind": "poll", "correct": None, "choices": [{"text": "x", "colour": 1}, {"text": "y"}]},
            "unknown_field",
        ),
        ({"kind": "short_text", "correct": None, "answers": [{"text": "x", "weight": 2}]}, "out_of_range"),
    ],
)
async def test_bounds_of_questions(ada: Client, quiz: Quiz, fields: Json, refusal: str) -> None:
    path = f"/quizzes/{quiz.id}/questions"
    assert await code(ada, "POST", path, {**TRUE_FALSE, **fields}) == refusal
    assert await code(ada, "POST", path, [TRUE_FALSE, {**TRUE_FALSE, **fields}]) == refusal


async def test_bounds_of_answers(ada: Client, quiz: Quiz) -> None:
    attempt = quiz.start(ada.person)
    path = f"/attempts/{attempt['id']}/answers"
    first, second = ({"question_id": question["id"]} for question in attempt["questions"])
    for answers, refusal in (
        ([{**first, "response": ["a"] * 101}], "invalid_response"),
        ([{**first, "response": ["x" * 101]}], "invalid_response"),
        ([{**second, "response": TEXT}], "too_long"),
        ([{**second, "response": 1}] * 1001, "too_many_answers"),
    ):
        assert await code(ada, "POST", f"/quizzes/{quiz.id}/submit", {"answers": answers}) == refusal
        saved = (await ada.patch(path, json={"answers": answers})).json()
        assert refusal in (saved.get("code"), *(fault["code"] for fault in saved.get("rejected", [])))


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"formula": "luck"}, "bad_option"),
        ({"mode": "alone"}, "bad_option"),
        ({"team_mode": "random"}, "bad_option"),
        ({"max_players": 0}, "bad_option"),
        ({"max_players": 10**30}, "bad_option"),
        ({"question_seconds": 0.5}, "bad_option"),
        ({"question_seconds": 3601}, "bad_option"),
        ({"auto_advance_seconds": 601}, "bad_option"),
        ({"preload_seconds": -1}, "bad_option"),
        ({"negative_points": 1.1}, "bad_option"),
        ({"multipliers": {"1": 11}}, "bad_option"),
        ({"multipliers": {"first": 2}}, "bad_option"),
        ({"team_mode": "manual", "teams": ["Red"]}, "bad_option"),
        ({"team_mode": "manual", "teams": ["Red"] * 51}, "bad_option"),
        ({"team_mode": "manual", "teams": ["Red", " "]}, "bad_option"),
        ({"team_mode": "manual", "teams": ["Red", "x" * 31]}, "bad_team_name"),
        ({"team_mode": "manual", "teams": ["Red", "\u200b"]}, "bad_team_name"),
        ({"closes_at": "2127-01-01T00:00:00Z", "mode": "assigned"}, "bad_option"),
        ({"cheat": True}, "unknown_option"),
    ],
)
async def test_bounds_of_rooms(ada: Client, quiz: Quiz, options: Json, refusal: str) -> None:
    assert await code(ada, "POST", "/realtime/rooms", {"quiz_id": quiz.id, **options}) == refusal


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"formula": "luck"}, "/formula"),
        ({"question_seconds": 0.5, "negative_points": 2}, "/negative_points"),
        ({"mode": "assigned", "closes_at": "2020-01-01T00:00:00Z"}, "/closes_at"),
        ({"mode": "assigned"}, "/closes_at"),
        ({"team_mode": "manual"}, "/teams"),
        ({"teams": ["Red", "Blue"]}, "/team_mode"),
        ({"cheat": True}, "/cheat"),
    ],
)
async def test_the_refusal_of_a_room_points_at_its_option(
    ada: Client, quiz: Quiz, options: Json, pointer: str
) -> None:
    refused = await ada.post("/realtime/rooms", json={"quiz_id": quiz.id, **options})
    assert (refused.status_code, refused.json()["pointer"]) == (422, pointer)


async def test_bounds_of_players(ada: Client, api: Client, quiz: Quiz) -> None:
    options = {"mode": "assigned", "closes_at": TOMORROW, "team_mode": "manual", "teams": ["Red", "Blue"]}
    made = await ada.post("/realtime/rooms", json={"quiz_id": quiz.id, **options})
    room = f"/realtime/rooms/{made.json()['room_code']}"
    for player, refusal in (
        ({"username": TEXT}, "bad_nickname"),
        ({"username": ""}, "nickname_required"),
        ({"username": "Ann", "avatar": "x" * 41}, "bad_avatar"),
        ({"username": "Ann", "team": 0}, "bad_team"),
        ({"username": "Ann", "team": 3}, "bad_team"),
        ({"resume": TEXT}, "unknown_resume"),
    ):
        assert await code(api, "POST", f"{room}/players", player) == refusal
    for path in ("turns", "claim"):
        assert await code(ada, "POST", f"{room}/{path}", {"resume": TEXT}) == "unknown_resume"
    assert (
        await code(ada, "POST", f"{room}/answers", {"resume": "", "question": 0, "response": 1})
        == "unknown_resume"
    )
    nowhere = f"/realtime/rooms/{'x' * 5000}/turns"
    assert await code(api, "POST", nowhere, {"resume": ""}) == "room_not_found"


async def test_bounds_of_invitations(ada: Client, quiz: Quiz, sign_up: SignUp) -> None:
    made = await ada.post("/realtime/rooms", json={"quiz_id": quiz.id})
    bob = await sign_up("bob")
    path = f"/realtime/rooms/{made.json()['room_code']}/hosts"
    assert await code(bob, "POST", path, {"invite": TEXT}) == "bad_invite"


async def test_an_answer_to_no_question_is_rejected_like_one_that_is_not_open(
    ada: Client, api: Client, quiz: Quiz
) -> None:
    options = {"mode": "assigned", "closes_at": TOMORROW}
    made = await ada.post("/realtime/rooms", json={"quiz_id": quiz.id, **options})
    room = f"/realtime/rooms/{made.json()['room_code']}"
    resume = (await api.post(f"{room}/players", json={"username": "Ann"})).json()["welcome"]["resume"]
    for number in (0, -1, 2**31 - 1):
        said = await api.post(f"{room}/answers", json={"resume": resume, "question": number, "response": 1})
        assert [message["code"] for message in said.json()["messages"]] == ["not_open"]


async def test_other_bounds(ada: Client) -> None:
    for path, refusal in (
        ("/credits/calculate?questions=0", "bad_question_count"),
        ("/credits/calculate?questions=10001", "bad_question_count"),
        ("/quizzes?visibility=private", "unknown_value"),
        ("/quizzes/trivia?amount=0", "bad_amount"),
        ("/quizzes/trivia?amount=51", "bad_amount"),
        ("/quizzes/trivia?difficulty=hellish", "unknown_value"),
        ("/quizzes/trivia?kind=riddle", "unknown_value"),
        ("/results/leaderboards/global?period=year", "unknown_period"),
        ("/results/stats/user?time_zone=" + "x" * 5000, "unknown_time_zone"),
    ):
        assert await code(ada, "GET", path) == refusal, path
    assert await code(ada, "POST", "/quizzes/trivia", {"amount": 51}) == "bad_amount"
    assert await code(ada, "PATCH", "/auth/me", {"display_name": "x" * 81}) == "invalid_display_name"
    assert await code(ada, "PATCH", "/auth/me", {"display_name": ""}) == "invalid_display_name"
