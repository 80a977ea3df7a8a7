"""The client of servers with Open Trivia DB's API, tested with a real server and a simulated clock."""

import itertools
import json
import threading
from collections.abc import AsyncIterator, Iterator

import pytest

from app.trivia.open_trivia import MOST_BYTES, OpenTrivia, TriviaUnavailable, topic_of
from app.trivia.pace import Pace, process_wide_pace
from tests.trivia.server import FakeTrivia, multiple, serving


class OwnClock:
    """A clock whose time passes only during a sleep."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> OwnClock:
    return OwnClock()


@pytest.fixture
def server(clock: OwnClock) -> Iterator[FakeTrivia]:
    with serving(FakeTrivia(clock.now)) as fake:
        yield fake


@pytest.fixture
async def trivia(server: FakeTrivia, clock: OwnClock) -> AsyncIterator[OpenTrivia]:
    async with OpenTrivia(server.url, pace=Pace(now=clock.now, sleep=clock.sleep), timeout=5) as client:
        yield client


async def refusal(trivia: OpenTrivia, amount: int = 2) -> str:
    with pytest.raises(TriviaUnavailable) as refused:
        await trivia.pull(amount)
    return refused.value.reason


async def test_html_entities_are_decoded_once(trivia: OpenTrivia, server: FakeTrivia):
    server.questions = [multiple(1) | {"question": "What does &amp;lt; stand for in HTML?"}]
    [draft] = await trivia.pull(1)
    assert draft["prompt"] == "What does &lt; stand for in HTML?"
    assert {choice["text"] for choice in draft["choices"]} == {"R&B 1", "Jazz", "Rock <3", "Naïve"}


async def test_a_multiple_question_becomes_a_single_choice_with_one_right_choice(trivia: OpenTrivia):
    [draft] = await trivia.pull(1)
    assert draft["kind"] == "single_choice"
    assert [choice["text"] for choice in draft["choices"] if choice["correct"]] == ["R&B 0"]
    assert draft["difficulty"] == "easy"
    assert draft["subject"] == "general-knowledge"
    assert draft["source"] == "127.0.0.1"


@pytest.mark.parametrize("truth", [True, False])
async def test_a_boolean_question_becomes_true_or_false(trivia: OpenTrivia, server: FakeTrivia, truth: bool):
    server.questions = [
        multiple(1) | {"type": "boolean", "correct_answer": str(truth), "incorrect_answers": [str(not truth)]}
    ]
    [draft] = await trivia.pull(1, kind="true_false")
    assert draft["kind"] == "true_false"
    assert draft["correct"] is truth
    assert "choices" not in draft


async def test_soft_hyphens_and_control_characters_do_not_come_through(
    trivia: OpenTrivia, server: FakeTrivia
):
    server.questions = [multiple(1) | {"question": "Donau&shy;dampf\n\u0000\tschiff&nbsp;fahrt"}]
    [draft] = await trivia.pull(1)
    assert draft["prompt"] == "Donaudampf schiff fahrt"


async def test_more_than_fifty_are_pulled_in_several_calls_without_repeats(
    trivia: OpenTrivia, server: FakeTrivia
):
    server.questions = [multiple(number) for number in range(130)]
    drafts = await trivia.pull(120)
    assert [query["amount"] for _, path, query in server.requests if path == "api.php"] == ["50", "50", "20"]
    assert len({draft["prompt"] for draft in drafts}) == 120


async def test_requests_are_five_seconds_apart(trivia: OpenTrivia, server: FakeTrivia):
    server.questions = [multiple(number, category=17) for number in range(120)]
    await trivia.pull(100, topic="nature")
    times = [moment for moment, _, _ in server.requests]
    assert len(times) == 4
    assert all(later - earlier >= 5 for earlier, later in itertools.pairwise(times))


async def test_two_clients_of_one_server_share_one_pace():
    assert OpenTrivia("https://trivia.example/")._pace is OpenTrivia("https://trivia.example/api.php")._pace
    assert process_wide_pace("https://other.example") is not process_wide_pace("https://trivia.example")


async def test_a_turn_too_far_away_is_refused_at_once(server: FakeTrivia):
    class StandingClock(OwnClock):
        async def sleep(self, seconds: float) -> None:
            pass

    clock = StandingClock()
    async with OpenTrivia(server.url, pace=Pace(patience=12, now=clock.now, sleep=clock.sleep)) as trivia:
        await trivia.pull(
            1
        )  # two turns: a token and a pull; the third is at ten seconds, the fourth at fifteen
        await trivia.pull(1)
        assert "Too many requests" in await refusal(trivia, 1)
    assert len(server.requests) == 3


async def test_a_token_is_requested_once(trivia: OpenTrivia, server: FakeTrivia):
    await trivia.pull(2)
    await trivia.pull(2)
    assert server.paths() == ["api_token.php request", "api.php", "api.php"]


async def test_an_expired_token_is_replaced(trivia: OpenTrivia, server: FakeTrivia):
    await trivia.pull(1)
    server.expired = {"token0"}
    assert len(await trivia.pull(1)) == 1
    assert server.paths()[2:] == ["api.php", "api_token.php request", "api.php"]


async def test_a_token_that_has_seen_everything_is_reset(trivia: OpenTrivia, server: FakeTrivia):
    first = await trivia.pull(5)
    again = await trivia.pull(5)
    assert {draft["id"] for draft in first} == {draft["id"] for draft in again}
    assert "api_token.php reset" in server.paths()


async def test_endlessly_refused_tokens_are_reported(trivia: OpenTrivia, server: FakeTrivia):
    server.replies = [(200, b'{"response_code": 0, "token": "t"}'), (200, b'{"response_code": 3}')] * 9
    assert "session tokens" in await refusal(trivia)


async def test_questions_of_earlier_calls_are_returned_when_a_later_one_has_no_more(
    trivia: OpenTrivia, server: FakeTrivia
):
    server.questions = [multiple(number) for number in range(60)]
    assert len(await trivia.pull(80)) == 50


async def test_no_results_are_reported(trivia: OpenTrivia, server: FakeTrivia):
    server.questions = []
    assert "that many questions" in await refusal(trivia)


async def test_a_wrong_parameter_is_reported(trivia: OpenTrivia, server: FakeTrivia):
    server.replies = [(200, b'{"response_code": 0, "token": "t"}'), (200, b'{"response_code": 2}')]
    assert "does not understand" in await refusal(trivia)


@pytest.mark.parametrize("reply", [(200, b'{"response_code": 5, "results": []}'), (429, b"slow down")])
async def test_a_rate_limit_is_waited_out(
    trivia: OpenTrivia, server: FakeTrivia, clock: OwnClock, reply: tuple[int, bytes]
):
    server.replies = [(200, b'{"response_code": 0, "token": "token0"}'), reply]
    server.seen["token0"] = set()
    started = clock.now()
    assert len(await trivia.pull(2)) == 2
    assert clock.now() - started >= 10


async def test_an_endless_rate_limit_is_reported(trivia: OpenTrivia, server: FakeTrivia):
    server.replies = [(429, b"")] * 20
    assert "too many requests" in await refusal(trivia)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in to the hotel's Wi-Fi</html>",
        b"[]",
        b"null",
        b'{"response_code": "0"}',
        b'{"response_code": 0, "results": [{"type": "essay"}]}',
        b'{"response_code": 0, "results": 7}',
        b"\xff\xfe",
        b"[" * 20_000,
    ],
)
async def test_a_malformed_reply_is_reported(trivia: OpenTrivia, server: FakeTrivia, body: bytes):
    server.replies = [(200, b'{"response_code": 0, "token": "t"}'), (200, body)]
    assert "did not reply with Open Trivia's JSON" in await refusal(trivia)


@pytest.mark.parametrize("status", [301, 403, 404, 500, 503])
async def test_another_status_is_reported(trivia: OpenTrivia, server: FakeTrivia, status: int):
    server.replies = [(status, b"{}")]
    assert str(status) in await refusal(trivia)


async def test_an_endless_reply_is_cut_off(trivia: OpenTrivia, server: FakeTrivia):
    server.replies = [(200, b" " * (MOST_BYTES + 1))]
    assert "reply is too large" in await refusal(trivia)


async def test_a_server_that_does_not_reply_is_reported(server: FakeTrivia, clock: OwnClock):
    finished = threading.Event()

    def silence() -> tuple[int, bytes]:
        finished.wait(30)
        return 200, b"{}"

    server.replies = [silence]
    async with OpenTrivia(server.url, pace=Pace(now=clock.now, sleep=clock.sleep), timeout=0.2) as trivia:
        reason = await refusal(trivia)
    finished.set()
    assert "in time" in reason


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "ftp://trivia.example", "not a url", "http://[::"])
async def test_a_server_out_of_reach_is_reported(url: str, clock: OwnClock):
    async with OpenTrivia(url, pace=Pace(now=clock.now, sleep=clock.sleep)) as trivia:
        assert "can't be reached" in await refusal(trivia)


async def test_questions_without_a_clear_answer_are_left_out(trivia: OpenTrivia, server: FakeTrivia):
    server.questions = [
        multiple(1) | {"incorrect_answers": ["r&amp;b 1", "Jazz"]},
        multiple(3) | {"type": "boolean", "correct_answer": "Perhaps"},
        multiple(4),
    ]
    assert [draft["prompt"] for draft in await trivia.pull(3)] == ['What\'s "café" number 4?']


async def test_a_topic_becomes_the_number_of_its_category(trivia: OpenTrivia, server: FakeTrivia):
    server.questions += [multiple(number, category=18) for number in range(5, 8)]
    drafts = await trivia.pull(3, topic="computing", difficulty="easy", kind="single_choice")
    assert {draft["subject"] for draft in drafts} == {"computing"}
    asked = server.requests[-1][2]
    assert (asked["category"], asked["difficulty"], asked["type"]) == ("18", "easy", "multiple")


async def test_categories_are_requested_once(trivia: OpenTrivia, server: FakeTrivia):
    assert await trivia.topics() == {"general-knowledge": 9, "nature": 17, "computing": 18}
    await trivia.topics()
    assert server.paths() == ["api_category.php"]


async def test_a_topic_or_kind_that_the_server_lacks_is_reported(trivia: OpenTrivia, server: FakeTrivia):
    with pytest.raises(TriviaUnavailable, match="no topic “mythology”"):
        await trivia.pull(1, topic="mythology")
    with pytest.raises(TriviaUnavailable, match="kind numeric"):
        await trivia.pull(1, kind="numeric")


@pytest.mark.parametrize(
    ("category", "topic"),
    [
        ("Science &amp; Nature", "nature"),
        ("Entertainment: Film", "film"),
        ("History", "history"),
        ("Entertainment: Japanese Anime &amp; Manga", "entertainment-japanese-anime-manga"),
    ],
)
def test_a_category_is_a_topic_of_the_bank_or_a_slug(category: str, topic: str):
    assert topic_of(category) == topic


def test_the_server_of_these_tests_refuses_more_than_fifty(server: FakeTrivia):
    server.seen["t"] = set()
    _, body = server.answer("api.php", {"token": "t", "amount": "51"})
    assert json.loads(body)["response_code"] == 2
