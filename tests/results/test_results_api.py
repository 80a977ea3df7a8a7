"""Results over REST, on a real server."""

from typing import Any

import pytest
import pytest_asyncio

from app.attempts.routes import AttemptSummary
from app.http.paging import Page
from app.results import models as results
from tests.attempts.taking import Quiz, make_quiz, single
from tests.fixtures import Client, SignUp, Sql

NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest_asyncio.fixture
async def host(sign_up: SignUp) -> Client:
    return await sign_up("host")


@pytest_asyncio.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


@pytest.fixture
def quiz(sql18: Sql, host: Client, ada: Client) -> Quiz:
    """A public quiz of which Ada has answered half rightly."""
    quiz = make_quiz(sql18, host.person, single("1", subject="History"), single("2"))
    quiz.take(ada.person, right=1)
    return quiz


async def get(client: Client, path: str) -> dict[str, Any]:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def code(response: Any) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json", response.text
    return response.status_code, response.json()["code"]


async def test_results_fit_the_documented_models(quiz: Quiz, host: Client, ada: Client) -> None:
    for client, path, model in (
        (ada, f"/results/{quiz.id}/my-result", results.MyResult),
        (host, f"/results/{quiz.id}/results", Page[results.PersonResult]),
        (host, f"/results/{quiz.id}/attempts/{ada.person.id}", Page[AttemptSummary]),
        (host, f"/results/{quiz.id}/statistics", results.QuizStatistics),
        (ada, "/results/leaderboards/global", results.GlobalLeaderboard),
        (ada, f"/results/leaderboards/quiz/{quiz.id}", results.QuizLeaderboard),
        (ada, "/results/stats/user", results.UserStats),
        (ada, "/results/stats/performance", results.Performance),
        (host, "/results/stats/host", results.HostDashboard),
    ):
        body = await get(client, path)
        assert {*model.model_validate(body).model_dump()} == {*body}, path


async def test_people_see_their_result_and_the_host_everybodys(quiz: Quiz, host: Client, ada: Client) -> None:
    assert (await get(ada, f"/results/{quiz.id}/my-result"))["percent"] == 50
    page = await get(host, f"/results/{quiz.id}/results?limit=5")
    assert [(item["display_name"], item["percent"]) for item in page["items"]] == [("ada", 50)]
    assert (await get(host, f"/results/{quiz.id}/statistics"))["questions"][0]["facility"] == 100
    assert code(await ada.get(f"/results/{quiz.id}/results")) == (403, "not_the_owner")
    assert code(await ada.get(f"/results/{quiz.id}/statistics")) == (403, "not_the_owner")
    assert code(await host.get(f"/results/{quiz.id}/my-result")) == (404, "no_result")
    assert code(await host.get(f"/results/{NOBODYS}/results")) == (404, "quiz_not_found")


async def test_leaderboards_of_public_quizzes_are_for_anyone(quiz: Quiz, api: Client) -> None:
    board = await get(api, f"/results/leaderboards/quiz/{quiz.id}")
    assert [(place["display_name"], place["rank"]) for place in board["items"]] == [("ada", 1)]
    everywhere = await get(api, "/results/leaderboards/global?period=day")
    assert [(place["display_name"], place["points"]) for place in everywhere["items"]] == [("ada", 50)]
    quiz.change(visibility="link")
    hidden = await api.get(f"/results/leaderboards/quiz/{quiz.id}")
    assert code(hidden) == (403, "leaderboard_not_shown")


async def test_others_see_no_address(quiz: Quiz, api: Client, host: Client, ada: Client) -> None:
    for client, path in (
        (api, f"/results/leaderboards/quiz/{quiz.id}"),
        (api, "/results/leaderboards/global"),
        (host, f"/results/{quiz.id}/results"),
    ):
        assert ada.person.email not in (await client.get(path)).text


async def test_people_see_only_their_own_stats(quiz: Quiz, ada: Client, host: Client) -> None:
    assert (await get(ada, "/results/stats/user?time_zone=Asia/Tokyo"))["best_subject"] == "History"
    assert (await get(host, "/results/stats/user"))["attempts"]["finished"] == 0
    assert code(await ada.get("/results/stats/user?time_zone=Mars")) == (422, "unknown_time_zone")
    assert code(await ada.get("/results/stats/user", params={"time_zone": "\x00"})) == (422, "invalid_text")


@pytest.mark.parametrize(
    "path", [f"/results/{NOBODYS}/my-result", f"/results/{NOBODYS}/results", f"/results/{NOBODYS}/statistics",
             f"/results/{NOBODYS}/attempts/{NOBODYS}",
             "/results/stats/user"],
)  # fmt: skip
async def test_results_need_a_token(api: Client, path: str) -> None:
    assert code(await api.get(path)) == (401, "not_signed_in")


async def test_invalid_parameters_are_refused(quiz: Quiz, ada: Client, host: Client) -> None:
    for path in (
        "/results/seven/my-result",
        "/results/leaderboards/quiz/seven",
        "/results/leaderboards/global?day=x",
        "/results/leaderboards/global?limit=x",
    ):
        assert code(await ada.get(path)) == (422, "invalid_request")
    assert code(await ada.get("/results/leaderboards/global?period=year")) == (422, "unknown_period")
    assert code(await ada.get(f"/results/leaderboards/quiz/{quiz.id}?limit=0")) == (422, "bad_limit")
    assert code(await host.get(f"/results/{quiz.id}/results?cursor=rubbish")) == (422, "bad_cursor")
