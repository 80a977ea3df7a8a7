"""What was read and is saved unchanged stays as it is: every kind of question, every setting, every time."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.quizzes.models import QuizOptions
from tests.fixtures import Client, SignUp
from tests.quizzes.drafts import DRAFTS, EDITOR_DRAFTS

SETTINGS = {*QuizOptions.model_fields, "title"}
SHOWN = st.sampled_from(["never", "after_submit", "after_last_attempt", "after_close"])
ZONES = [timezone(timedelta(minutes=minutes)) for minutes in (0, 60, 120, -570, 345, 765)]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
# A title shows something: SQL takes what nobody sees for nothing
WORDS = st.builds(lambda first, rest: first + rest, st.sampled_from("aÅ漢9?"), TEXTS)
# The hour of October that comes twice in Berlin, each time with the offset that tells which of them is meant
REPEATED_HOUR = ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")


def moments(first: int, last: int) -> st.SearchStrategy[str]:
    return st.builds(
        lambda moment, zone: moment.replace(tzinfo=zone).isoformat(),
        st.datetimes(datetime(first, 1, 1), datetime(last, 12, 30)),
        st.sampled_from(ZONES),
    )


SECTIONS = st.fixed_dictionaries(
    {"title": WORDS},
    optional={
        "text": WORDS,
        "tag": st.sampled_from(["rivers", "Lakes"]),
        "difficulty": st.sampled_from(["easy", "medium", "hard"]),
        "draw": st.sampled_from(["each_attempt", "once"]),
        "shuffle": st.booleans(),
    },
)
SOME_OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "description": TEXTS,
    "text_format": st.sampled_from(["plain", "markdown"]),
    "tags": st.lists(st.sampled_from(["River", "lake", "été"]), max_size=3),
    "sections": st.lists(SECTIONS, max_size=3),
    "language": st.sampled_from(["en", "pt-BR", "de-CH"]),
    "visibility": st.sampled_from(["private", "link", "public"]),
    "opens_at": st.none() | moments(2000, 2026) | st.just(REPEATED_HOUR[0]),
    "closes_at": st.none() | moments(2027, 2100),
    "time_limit_s": st.none() | st.integers(1, 604_800),
    "attempts_allowed": st.none() | st.integers(1, 1000),
    "attempt_delay_s": st.integers(0, 31_536_000),
    "counting_attempt": st.sampled_from(["best", "last", "first", "average"]),
    "shuffle_questions": st.booleans(),
    "shuffle_choices": st.booleans(),
    "review_shown": SHOWN,
    "key_shown": SHOWN,
    "score_shown": st.none() | SHOWN,
    "negative_marking": st.integers(0, 1000).map(lambda part: part / 1000),
    "pass_mark": st.none() | st.integers(0, 10_000).map(lambda part: part / 100),
    "ask_email": st.booleans(),
    "ask_student_number": st.booleans(),
    "guests_allowed": st.booleans(),
    "listed_only": st.booleans(),
}
# Guests have no address to ask for or to be listed by
OPTIONS = st.fixed_dictionaries({"title": WORDS}, optional=SOME_OPTIONS).filter(
    lambda options: (
        not (options.get("guests_allowed") and (options.get("ask_email") or options.get("listed_only")))
    )
)


@pytest_asyncio.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up()


async def made(client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_every_setting_of_a_quiz_is_tried() -> None:
    assert {*SOME_OPTIONS, "title"} == SETTINGS


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(options=OPTIONS)
async def test_a_quiz_that_is_saved_unchanged_stays_as_it_is(ada: Client, options: dict[str, Any]) -> None:
    created = await made(ada, "/quizzes", options)
    path = f"/quizzes/{created['id']}"
    read = (await ada.get(path)).json()
    assert read == created
    own = {name: read[name] for name in SETTINGS}
    for changes in (own, {}, options):
        saved = await ada.patch(path, json=changes)
        assert (saved.status_code, saved.json()) == (200, read)
    copy = await made(ada, "/quizzes", own)
    assert {name: copy[name] for name in SETTINGS} == own


@pytest.mark.parametrize("moment", REPEATED_HOUR)
async def test_the_hour_that_comes_twice_stays_the_one_that_was_meant(ada: Client, moment: str) -> None:
    quiz = await made(ada, "/quizzes", {"title": "Q", "closes_at": moment})
    assert datetime.fromisoformat(quiz["closes_at"]) == datetime.fromisoformat(moment)
    saved = (await ada.patch(f"/quizzes/{quiz['id']}", json={"closes_at": quiz["closes_at"]})).json()
    assert saved == quiz


async def test_every_question_that_is_saved_unchanged_stays_as_it_is(ada: Client) -> None:
    quiz = await made(ada, "/quizzes", {"title": "Q"})
    path = f"/quizzes/{quiz['id']}/questions"
    for draft in [*EDITOR_DRAFTS, *DRAFTS.values()]:
        created = await made(ada, path, draft)
        read = (await ada.get(f"{path}/{created['id']}")).json()
        assert read == created
        for changes in (read, draft, {}):
            saved = await ada.patch(f"{path}/{created['id']}", json=changes)
            assert (saved.status_code, saved.json()) == (200, read), draft["prompt"]
        again = await made(ada, path, read)
        added = {"id", "position", "created_at", "updated_at"}
        assert {name: again[name] for name in again.keys() - added} == {
            name: read[name] for name in read.keys() - added
        }
