"""Trivia over REST: from the bank, and from the server of TRIVIA_URL."""

import json
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from app.trivia.models import Topics, TriviaPull, TriviaQuiz
from app.trivia.open_trivia import OpenTrivia
from app.trivia.pace import Pace
from tests.fixtures import Client, Server, SignUp, serving


class TriviaServer(ThreadingHTTPServer):
    """A server with Open Trivia's API."""

    down = False
    requests: list[str]
    available = 50
    first: dict[str, Any]  # replaces fields of the first question

    def answer(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        self.requests.append(path)
        if path == "/api_token.php":
            return {"response_code": 0, "token": "t0k3n"}
        if path == "/api_category.php":
            categories = [{"id": 9, "name": "Riddles"}, {"id": 17, "name": "Science & Nature"}]
            return {"trivia_categories": categories}
        amount = min(self.available, int(query["amount"][0]))
        questions = [self.question(n) for n in range(amount)]
        return {"response_code": 0, "results": [{**questions[0], **self.first}, *questions[1:]]}

    def question(self, n: int) -> dict[str, Any]:
        return {
            "category": "Science &amp; Nature",
            "type": "multiple",
            "difficulty": "easy",
            "question": f"Who said &quot;{n}&quot;?",
            "correct_answer": "Somebody",
            "incorrect_answers": ["Everybody", "Nobody"],
        }


class Handler(BaseHTTPRequestHandler):
    server: TriviaServer

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        body = json.dumps(self.server.answer(address.path, parse_qs(address.query))).encode()
        self.send_response(500 if self.server.down else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def trivia_server() -> Iterator[TriviaServer]:
    server = TriviaServer(("127.0.0.1", 0), Handler)
    server.requests, server.first = [], {}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
async def ada(server: Server, trivia_server: TriviaServer, sign_up: SignUp) -> AsyncIterator[Client]:
    url = f"http://127.0.0.1:{trivia_server.server_port}/api.php"
    async with OpenTrivia(url, pace=Pace(interval=0)) as open_trivia:
        server.app.state.open_trivia = open_trivia
        yield await sign_up("ada")


async def test_trivia_comes_from_the_server(ada: Client) -> None:
    pulled = (await ada.get("/quizzes/trivia?amount=3&topic=nature")).json()
    assert (pulled["source"], "notice" in pulled) == ("open_trivia", False)
    assert [question["prompt"] for question in pulled["questions"]] == [f'Who said "{n}"?' for n in range(3)]
    made = await ada.post("/quizzes/trivia", json={"amount": 3, "topic": "nature"})
    assert made.status_code == 201, made.text
    assert (made.json()["source"], made.json()["quiz"]["title"]) == ("open_trivia", "Trivia: Nature")
    questions = (await ada.get(f"/quizzes/{made.json()['quiz']['id']}/questions")).json()["items"]
    assert {question["subject"] for question in questions} == {"nature"}


@pytest.mark.parametrize("down_at_first", [False, True])
async def test_a_repeated_request_gets_the_first_quiz_whether_or_not_the_server_answers_now(
    ada: Client, trivia_server: TriviaServer, down_at_first: bool
) -> None:
    answers = []
    for down in (down_at_first, not down_at_first):
        trivia_server.down = down
        answers.append(
            await ada.post("/quizzes/trivia", json={"amount": 3}, headers={"Idempotency-Key": "k"})
        )
    first, again = answers
    assert (first.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    for field in ("source", "quiz"):
        assert again.json()[field] == first.json()[field]
    assert len((await ada.get("/quizzes")).json()["items"]) == 1


async def test_the_bank_replaces_the_server_with_a_notice(ada: Client, trivia_server: TriviaServer) -> None:
    notice = "These questions are from the built-in bank."
    numeric = (await ada.get("/quizzes/trivia?amount=3&kind=numeric")).json()
    assert (numeric["source"], len(numeric["questions"])) == ("bank", 3)
    assert numeric["notice"] == f"The trivia server has no questions of kind numeric. {notice}"
    trivia_server.down = True
    made = await ada.post("/quizzes/trivia", json={"amount": 3})
    assert made.status_code == 201, made.text
    assert (made.json()["source"], made.json()["quiz"]["question_count"]) == ("bank", 3)
    assert made.json()["notice"] == f"The trivia server answered with status 500. {notice}"


async def test_fewer_than_requested_come_with_a_notice(ada: Client, trivia_server: TriviaServer) -> None:
    trivia_server.available = 2
    pulled = (await ada.get("/quizzes/trivia?amount=5")).json()
    assert pulled["notice"] == "The trivia server gave only 2 questions; you requested 5."


@pytest.mark.parametrize(
    "first",
    [
        {"incorrect_answers": ["Everybody", "x" * 2000]},
        {"incorrect_answers": []},
        {"incorrect_answers": ["Everybody", "&nbsp;"]},
        {"question": "&nbsp;"},
        {"question": "x" * 6000},
        {"difficulty": "hellish"},
    ],
)
async def test_questions_that_the_database_refuses_are_left_out(
    ada: Client, trivia_server: TriviaServer, first: dict[str, Any]
) -> None:
    trivia_server.first = first
    pulled = (await ada.get("/quizzes/trivia?amount=3")).json()
    made = (await ada.post("/quizzes/trivia", json={"amount": 3})).json()
    assert len(pulled["questions"]) == made["quiz"]["question_count"] == 2
    assert pulled["notice"] == made["notice"]


async def test_topics_of_the_bank_and_of_the_server_are_listed(
    ada: Client, trivia_server: TriviaServer
) -> None:
    trivia_server.down = True
    banks = [topic["topic"] for topic in (await ada.get("/quizzes/topics/list")).json()["topics"]]
    assert "nature" in banks
    trivia_server.down = False
    both = [topic["topic"] for topic in (await ada.get("/quizzes/topics/list")).json()["topics"]]
    assert both == [*banks, "riddles"]


async def test_the_server_of_trivia_url_is_used(
    database: psycopg.Connection, trivia_server: TriviaServer
) -> None:
    url = f"http://127.0.0.1:{trivia_server.server_port}"
    async with serving(database, trivia_url=url) as running, running.client() as client:
        topics = (await client.get("/quizzes/topics/list")).json()["topics"]
    assert topics[-1] == {"topic": "riddles"}


async def test_a_request_that_sql_refuses_is_not_sent_to_the_server(
    ada: Client, trivia_server: TriviaServer
) -> None:
    trivia_server.down = True  # so a request that reached it would be answered from the bank
    for bad, code in (
        ({"amount": 51}, "bad_amount"),
        ({"amount": 10**30}, "invalid_value"),
        ({"difficulty": "hellish"}, "unknown_value"),
        ({"kind": "riddle"}, "unknown_value"),
        ({"topic": "x", "amount": 0}, "bad_amount"),
    ):
        for answer in (
            await ada.get("/quizzes/trivia", params=bad),
            await ada.post("/quizzes/trivia", json=bad),
        ):
            assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert trivia_server.requests == []


async def test_a_session_that_ended_gets_no_trivia_from_the_server_either(ada: Client) -> None:
    await ada.post("/auth/signout")
    assert (await ada.get("/quizzes/trivia")).status_code == 401
    assert (await ada.post("/quizzes/trivia", json={})).status_code == 401


async def test_trivia_of_the_bank_is_pulled_and_made_into_a_quiz(sign_up: SignUp, api: Client) -> None:
    ada = await sign_up("ada")
    topics = (await api.get("/quizzes/topics/list")).json()["topics"]
    topic = topics[0]["topic"]
    pulled = await ada.get("/quizzes/trivia", params={"amount": 5, "topic": topic, "kind": "single_choice"})
    questions = pulled.json()["questions"]
    assert [(q["subject"], q["kind"]) for q in questions] == [(topic, "single_choice")] * 5
    made = await ada.post("/quizzes/trivia", json={"amount": 5, "topic": topic})
    assert made.status_code == 201, made.text
    assert made.json()["quiz"]["question_count"] == 5
    answer = await ada.post(f"/quizzes/{made.json()['quiz']['id']}/questions", json=questions)
    assert answer.status_code == 201, answer.text
    wrong = await ada.post("/quizzes/trivia", json={"amount": "5"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_request")


async def test_responses_fit_the_documented_models(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    TriviaPull.model_validate_json((await ada.get("/quizzes/trivia")).content)
    TriviaQuiz.model_validate_json((await ada.post("/quizzes/trivia", json={})).content)
    Topics.model_validate_json((await ada.get("/quizzes/topics/list")).content)


async def test_bad_queries_are_refused(sign_up: SignUp) -> None:
    ada = await sign_up("ada")
    for query in ("topic=%00", "topic=nothing", "amount=x"):
        assert (await ada.get(f"/quizzes/trivia?{query}")).status_code == 422, query
