"""Writing with a model: a local server stands in for it, and also fails as models do."""

import json
import threading
from typing import Any

import pytest

from processor import model
from processor.failure import JobFailure
from processor.quiz import GenerationRequest
from processor.reading.document import unheard
from processor.writer import write_quiz
from processor.writing.compose import Source
from tests.processor.conftest import UPLOAD, Answer, LocalServer

TOWER = "A lighthouse is a tower with a strong lamp that warns ships of a coast."
SMEATON = "The Eddystone tower was rebuilt by John Smeaton in 1759 after a fire."


def question(**changes: Any) -> dict[str, Any]:
    options = [
        {"text": text, "correct": text == "lighthouse"}
        for text in ("foghorn", "lighthouse", "lightship", "daymark")
    ]
    return {
        "kind": "single_choice",
        "prompt": "Which of these warns ships with a strong lamp on a tower?",
        "options": options,
        "correct": None,
        "number": None,
        "answers": [],
        "difficulty": "easy",
        "sentence": TOWER,
        **changes,
    }


def numeric(**changes: Any) -> dict[str, Any]:
    prompt = "In which year was the Eddystone tower rebuilt?"
    return question(kind="numeric", prompt=prompt, options=[], number=1759, sentence=SMEATON, **changes)


class Api:
    """An OpenAI-compatible API with scripted replies; it repeats the last one."""

    def __init__(self, serving: Any, *replies: Any) -> None:
        self.replies = list(replies)
        self.server: LocalServer = serving(self.answer)

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, int):
            return reply, {}, b"{}"
        content = reply if isinstance(reply, str) else json.dumps({"questions": reply})
        return 200, {}, json.dumps({"choices": [{"message": {"content": content}}]}).encode()

    @property
    def settings(self) -> model.Settings:
        return model.Settings(f"{self.server.url}/v1", "test-model", "key", timeout_s=5, budget_s=30)


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "FIRST_PAUSE_S", 0)


def written(api: Api, source: Source, questions: int = 1, **request: Any) -> tuple[list[str], str | None]:
    found, note = model.candidates(api.settings, GenerationRequest(questions, **request), [source], unheard)
    return [candidate.draft.prompt for candidate in found], note


def test_a_good_question_is_accepted(serving, lights: Source) -> None:
    api = Api(serving, [question()])
    prompts, note = written(api, lights)
    assert prompts[0] == question()["prompt"]
    assert note is None


def test_the_request_has_the_key_the_model_the_schema_the_page_and_the_topic(serving, lights: Source) -> None:
    api = Api(serving, [question()])
    written(api, lights, topic="lamp")
    _, path, headers, body = api.server.requests[0]
    request = json.loads(body)
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer key"
    assert request["model"] == "test-model"
    assert request["response_format"]["json_schema"]["strict"] is True
    assert TOWER in request["messages"][1]["content"]
    assert "lamp" in request["messages"][1]["content"]


def test_a_reply_within_a_markdown_fence_is_read(serving, lights: Source) -> None:
    fenced = "```json\n" + json.dumps({"questions": [question()]}) + "\n```"
    assert written(Api(serving, fenced), lights)[0]


@pytest.mark.parametrize(
    "bad",
    [
        "Sure! Here are your questions:",
        '{"questions": [{"prompt": "half"}]}',
        "[]",
        '{"questions": ',
        "null",
        500,
        503,
        429,
    ],
)
def test_an_unusable_reply_is_requested_again(serving, lights: Source, bad: Any) -> None:
    api = Api(serving, bad, bad, [question()])
    assert written(api, lights)[0][:1] == [question()["prompt"]]


@pytest.mark.parametrize("bad", ["no JSON", 500, 401])
def test_a_model_that_keeps_failing_gets_no_more_requests(serving, lights: Source, bad: Any) -> None:
    api = Api(serving, bad)
    prompts, note = written(api, lights, questions=40)
    assert prompts == []
    assert note is not None
    assert note.startswith("The model failed")
    assert len(api.server.requests) <= model.TRIES * model.PAGES_IN_A_ROW


@pytest.mark.parametrize(
    ("fault", "bad"),
    [
        (
            "an invented quote",
            question(sentence="A lighthouse is the tallest building of every coast in the world."),
        ),
        (
            "two right options",
            question(
                options=[{"text": text, "correct": True} for text in ("lighthouse", "tower", "lamp", "coast")]
            ),
        ),
        (
            "no right option",
            question(
                options=[{"text": text, "correct": False} for text in ("foghorn", "daymark", "buoy", "pier")]
            ),
        ),
        (
            "equal options",
            question(
                options=[
                    {"text": "lighthouse", "correct": True},
                    {"text": "Lighthouses", "correct": False},
                    {"text": "foghorn", "correct": False},
                    {"text": "daymark", "correct": False},
                ]
            ),
        ),
        ("the answer in the prompt", question(prompt="Which lighthouse on a tower warns ships of a coast?")),
        (
            "a prompt that refers to the text",
            question(prompt="According to the text, what warns ships with a strong lamp?"),
        ),
        ("a key that does not follow", {**numeric(), "number": 1801}),
        ("a kind that was not requested", {**numeric(), "kind": "short_text", "answers": []}),
        (
            "a statement about something else",
            question(
                kind="true_false", prompt="Ducks are birds that swim on ponds.", options=[], correct=True
            ),
        ),
    ],
)
def test_a_bad_question_is_rejected_once_and_then_dropped(
    serving, lights: Source, fault: str, bad: dict[str, Any]
) -> None:
    api = Api(serving, [bad])
    prompts, _ = written(api, Source(UPLOAD, lights.document, [(1, 2)]))
    assert prompts == []
    conversations = [json.loads(body)["messages"] for *_, body in api.server.requests]
    assert any("These were rejected" in messages[-1]["content"] for messages in conversations)
    assert len(api.server.requests) <= model.ROUNDS * 2


TRUE_OF_TOWER = question(kind="true_false", prompt=SMEATON, options=[], correct=True, sentence=SMEATON)


@pytest.mark.parametrize(
    ("lie", "bad"),
    [
        ("a denied sentence is true", {"prompt": SMEATON.replace("was rebuilt", "was not rebuilt")}),
        ("a sentence with another name is true", {"prompt": SMEATON.replace("John", "Robert")}),
        ("a sentence of the page is false", {"prompt": SMEATON, "correct": False}),
        (
            "the same in another order is false",
            {
                "prompt": "After a fire in 1759 the Eddystone tower was rebuilt by John Smeaton.",
                "correct": False,
            },
        ),
    ],
)
def test_a_statement_that_the_sentence_does_not_bear_out_is_dropped(serving, lights, lie, bad) -> None:
    second_page = Source(UPLOAD, lights.document, [(2, 2)])
    assert written(Api(serving, [TRUE_OF_TOWER]), second_page)[0] == [SMEATON]
    assert written(Api(serving, [{**TRUE_OF_TOWER, **bad}]), second_page)[0] == []


@pytest.mark.parametrize(
    "bad",
    [
        question(prompt="Which of these did the Vikings use to cross the northern Atlantic?"),
        question(kind="short_text", options=[], answers=["lighthouse", "foghorn"]),
        question(
            options=[
                {"text": text, "correct": text == "foghorn"}
                for text in ("foghorn", "lighthouse", "lightship", "daymark")
            ]
        ),
        {**numeric(), "prompt": "How many lamps did the keepers of Portugal light?"},
    ],
)
def test_a_key_that_the_sentence_does_not_bear_out_is_dropped(serving, lights, bad) -> None:
    assert written(Api(serving, [bad]), lights, questions=2)[0] == []


def test_a_model_that_repeats_itself_gives_each_question_once_and_the_rest_is_written_without_it(
    serving, lights: Source
) -> None:
    api = Api(serving, [question()] * 12)
    assert written(api, lights, questions=6)[0] == [question()["prompt"]]
    llm = {"base_url": api.settings.base_url, "model": "m", "api_key": None, "timeout_s": 5, "budget_s": 30}
    done = write_quiz(GenerationRequest(4), [lights], llm, unheard)
    prompts = [made["prompt"] for made in done["questions"]]
    assert len(set(prompts)) == len(prompts) == 4


def test_a_model_that_never_ends_its_reply_is_left_at_its_time_limit(serving, lights: Source) -> None:
    hangs = threading.Event()

    def answer(path: str, headers: dict[str, str], body: bytes) -> Answer:
        hangs.wait(5)
        return 200, {}, b"{}"

    server = serving(answer)
    settings = model.Settings(f"{server.url}/v1", "m", None, timeout_s=0.05, budget_s=0.2)
    found, note = model.candidates(settings, GenerationRequest(4), [lights], unheard)
    hangs.set()
    assert found == []
    assert note is None or note.startswith("The model failed")


@pytest.mark.parametrize("bad", ["no JSON", 500, [question(sentence="An invented sentence of no page.")]])
def test_with_a_failing_model_a_quiz_is_as_full_as_without_one(serving, lights: Source, bad: Any) -> None:
    api = Api(serving, bad)
    llm = {"base_url": api.settings.base_url, "model": "m", "api_key": None, "timeout_s": 5, "budget_s": 30}
    without = write_quiz(GenerationRequest(6), [lights], None, unheard)
    done = write_quiz(GenerationRequest(6), [lights], llm, unheard)
    assert [one["prompt"] for one in done["questions"]] == [one["prompt"] for one in without["questions"]]


def test_a_better_question_after_a_rejection_is_accepted(serving, lights: Source) -> None:
    bad = question(sentence="An invented sentence that stands on no page at all.")
    assert written(Api(serving, [bad], [question()]), lights)[0]


def test_missing_questions_are_written_without_the_model(serving, lights: Source) -> None:
    api = Api(serving, [question()])
    llm = {"base_url": api.settings.base_url, "model": "m", "api_key": None, "timeout_s": 5, "budget_s": 30}
    done = write_quiz(GenerationRequest(4), [lights], llm, unheard)
    prompts = [made["prompt"] for made in done["questions"]]
    assert question()["prompt"] in prompts
    assert len(prompts) == 4


def test_without_a_model_a_language_other_than_english_is_refused(lights: Source) -> None:
    with pytest.raises(JobFailure, match="English only"):
        write_quiz(GenerationRequest(4, language="de"), [lights], None, unheard)


def test_kinds_that_cant_be_made_from_a_pdf_are_named(lights: Source) -> None:
    with pytest.raises(JobFailure, match="poll"):
        write_quiz(GenerationRequest(4, kinds=["poll"]), [lights], None, unheard)
    done = write_quiz(GenerationRequest(2, kinds=["poll", "true_false"]), [lights], None, unheard)
    assert "No poll question" in done["shortfall"]


def test_pages_without_a_possible_question_fail_with_a_sentence(lights: Source) -> None:
    with pytest.raises(JobFailure, match="0 of 4 questions could be made about “volcanoes”"):
        write_quiz(GenerationRequest(4, topic="volcanoes"), [lights], None, unheard)
