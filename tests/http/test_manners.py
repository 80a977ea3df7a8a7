"""What clients of HTTP may expect of every route: HEAD, and no parameter that is silently ignored."""

import pytest

from tests.fixtures import Client, SignUp


@pytest.mark.parametrize(
    "path", ["/quizzes?visibility=public", "/auth/me", "/quizzes/no-id", "/play", "/static/style.css"]
)
async def test_head_answers_like_get_without_the_body(sign_up: SignUp, path: str) -> None:
    ada = await sign_up()
    got, head = await ada.get(path), await ada.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    for name in ("content-type", "content-length"):
        assert head.headers.get(name) == got.headers.get(name)


async def test_head_of_a_stream_ends_with_its_headers(sign_up: SignUp) -> None:
    ada = await sign_up()
    head = await ada.head("/events")
    assert (head.status_code, head.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")


async def test_head_of_a_route_without_get_is_refused(api: Client) -> None:
    assert (await api.head("/auth/signin")).status_code == 405


async def test_an_unknown_parameter_is_refused_by_name(sign_up: SignUp) -> None:
    ada = await sign_up()
    answer = await ada.get("/quizzes", params={"limit": 1, "vizibility": "public"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")
    assert answer.json()["parameters"] == ["vizibility"]
    assert "'vizibility'" in answer.json()["detail"]
    assert (await ada.post("/quizzes?dry_run=true", json={"title": "Rivers"})).status_code == 422


async def test_a_page_may_have_any_parameter(api: Client) -> None:
    assert (await api.get("/play?code=7KX3RW&from=poster")).status_code == 200


async def test_what_was_made_is_found_at_its_location(sign_up: SignUp) -> None:
    ada = await sign_up()
    quiz = await ada.post("/quizzes", json={"title": "Rivers"})
    draft = {"kind": "true_false", "prompt": "The Nile flows north.", "correct": True}
    question = await ada.post(f"{quiz.headers['Location']}/questions", json=draft)
    copy = await ada.post(f"{quiz.headers['Location']}/duplicate")
    attempt = await ada.post(f"{quiz.headers['Location']}/start")
    for made in (quiz, question, copy, attempt):
        assert (await ada.get(made.headers["Location"])).json()["id"] == made.json()["id"]
