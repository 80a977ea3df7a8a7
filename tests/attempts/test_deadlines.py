"""Times that change while people take a quiz reach them, both ways."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rooms import relay
from tests.attempts.taking import Quiz, make_quiz, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Meanwhile, Person, Sql, serving
from tests.waiting import until

Json = dict[str, Any]
EVENTS = "select payload from core.user_events where user_id = %s and type = 'attempt.deadline' order by id"


def soon(**time: float) -> str:
    return (datetime.now(UTC) + timedelta(**time)).isoformat()


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    return make_quiz(sql, sql.person("host"), single())


def deadline(quiz: Quiz, attempt: Json) -> datetime | None:
    found: datetime | None = quiz.sql.value("select deadline from core.attempts where id = %s", attempt["id"])
    return found


def test_a_closing_time_that_is_put_off_while_an_attempt_runs_is_its_deadline(
    quiz: Quiz, ada: Person
) -> None:
    quiz.change(closes_at=soon(seconds=20))
    attempt = quiz.start(ada)
    later = soon(minutes=30)
    quiz.change(closes_at=later)
    assert instant(quiz.start(ada)["deadline"]) == instant(later)
    assert quiz.sql.call(ada, "get_attempt", attempt_id=attempt["id"])["remaining_ms"] > 20 * 60 * 1000


@pytest.mark.parametrize("limit", [300, 900, None])
def test_a_time_limit_that_changes_while_an_attempt_runs_counts_from_its_beginning(
    sql: Sql, ada: Person, limit: int | None
) -> None:
    quiz = make_quiz(sql, sql.person("host"), single(), time_limit_s=600)
    attempt = quiz.start(ada)
    quiz.change(time_limit_s=limit)
    seconds = sql.value("select extract(epoch from deadline - started_at) from core.attempts")
    assert seconds == limit
    assert quiz.start(ada)["id"] == attempt["id"]


def test_taking_the_closing_time_away_takes_the_deadline_away(quiz: Quiz, ada: Person) -> None:
    quiz.change(closes_at=soon(seconds=20))
    attempt = quiz.start(ada)
    quiz.change(closes_at=None)
    assert deadline(quiz, attempt) is None


def test_an_attempt_within_the_grace_goes_on_when_the_closing_time_is_put_off(
    quiz: Quiz, ada: Person
) -> None:
    attempt = quiz.start(ada)
    quiz.sql.connection.execute("update core.settings set value = '3600' where key = 'quiz.submit_grace_s'")
    quiz.change(closes_at=soon(minutes=-1))
    assert quiz.start(ada)["state"] == "overdue"
    quiz.change(closes_at=soon(minutes=30))
    assert quiz.start(ada)["state"] == "in_progress"
    assert quiz.submit(ada, quiz.right_answers(attempt))["score"] == 1


def test_an_attempt_that_was_over_stays_over_when_the_closing_time_is_put_off(sql: Sql, ada: Person) -> None:
    """It reads as finished, and its review as shown, whether or not the sweep has come by."""
    quiz = make_quiz(sql, sql.person("host"), single(), time_limit_s=600)
    attempt = quiz.start(ada)
    quiz.save(ada, attempt, quiz.right_answers(attempt))
    quiz.pass_deadline(attempt)
    assert sql.call(ada, "attempt_review", attempt_id=attempt["id"])["key_shown"]
    quiz.change(time_limit_s=86_400)
    done = sql.call(ada, "get_attempt", attempt_id=attempt["id"])
    assert (done["state"], done["score"], done["overdue"]) == ("finished", 1, True)


def test_a_submitted_attempt_stays_submitted_when_the_times_change(quiz: Quiz, ada: Person) -> None:
    quiz.change(closes_at=soon(minutes=1))
    done = quiz.take(ada, right=1)
    quiz.change(closes_at=soon(minutes=30))
    again = quiz.sql.call(ada, "get_attempt", attempt_id=done["id"])
    assert (again["state"], again["deadline"]) == ("finished", done["deadline"])


def test_the_taker_is_told_of_the_new_deadline_at_once(quiz: Quiz, ada: Person) -> None:
    attempt = quiz.start(ada)
    quiz.start(quiz.owner)  # a preview, which does not close
    later = soon(minutes=30)
    quiz.change(closes_at=later)
    told = quiz.sql.value(EVENTS, ada.id)
    assert (told["attempt_id"], told["quiz_id"], told["title"]) == (attempt["id"], quiz.id, attempt["title"])
    assert instant(told["deadline"]) == instant(later)
    assert 29 * 60_000 < told["remaining_ms"] <= 30 * 60_000
    assert quiz.sql.value(EVENTS, quiz.owner.id) is None


def test_nobody_is_told_of_a_change_that_moves_no_deadline(sql: Sql, ada: Person) -> None:
    quiz = make_quiz(sql, sql.person("host"), single(), time_limit_s=60)
    quiz.start(ada)
    quiz.change(closes_at=soon(hours=1), title="Another")
    assert sql.value(EVENTS, ada.id) is None


def test_a_preview_shows_whom_a_change_would_touch_and_changes_nothing(quiz: Quiz, ada: Person) -> None:
    attempt = quiz.start(ada)
    quiz.take(quiz.sql.person("bob"))
    later = soon(minutes=30)
    shown = quiz.sql.call(quiz.owner, "preview_quiz_change", quiz_id=quiz.id, changes={"closes_at": later})
    assert shown["in_progress"] == 1
    (touched,) = shown["attempts"]
    assert (touched["attempt_id"], touched["display_name"]) == (attempt["id"], "ada")
    assert (touched["deadline"], instant(touched["new_deadline"])) == (None, instant(later))
    assert (touched["ends"], deadline(quiz, attempt)) == (False, None)
    gone = quiz.sql.call(
        quiz.owner, "preview_quiz_change", quiz_id=quiz.id, changes={"closes_at": soon(hours=-1)}
    )
    assert gone["attempts"][0]["ends"]
    assert quiz.sql.call(quiz.owner, "get_quiz", quiz_id=quiz.id)["closes_at"] is None


def test_only_the_owner_sees_whom_a_change_would_touch(quiz: Quiz, ada: Person) -> None:
    call = quiz.sql.call
    assert refusal(call, ada, "preview_quiz_change", quiz_id=quiz.id, changes={}) == (403, "not_the_owner")
    bad = {"closes_at": "tomorrow"}
    assert refusal(call, quiz.owner, "preview_quiz_change", quiz_id=quiz.id, changes=bad) == (422, "bad_time")


def test_an_attempt_that_begins_while_the_closing_time_is_put_off_has_the_new_one(
    quiz: Quiz, ada: Person, meanwhile: Meanwhile
) -> None:
    quiz.change(closes_at=soon(minutes=1))
    later = soon(minutes=30)
    meanwhile(
        lambda sql: sql.call(ada, "start_attempt", quiz_id=quiz.id),
        lambda sql: sql.call(quiz.owner, "update_quiz", quiz_id=quiz.id, changes={"closes_at": later}),
    )
    assert quiz.sql.value("select deadline from core.attempts") == instant(later)


def test_an_attempt_that_is_submitted_while_the_times_change_stays_submitted(
    quiz: Quiz, ada: Person, meanwhile: Meanwhile
) -> None:
    quiz.start(ada)
    meanwhile(
        lambda sql: sql.call(ada, "submit_attempt", quiz_id=quiz.id),
        lambda sql: sql.call(
            quiz.owner, "update_quiz", quiz_id=quiz.id, changes={"closes_at": soon(hours=1)}
        ),
    )
    assert quiz.sql.value("select state from core.attempts where deadline is null") == "finished"


MINUTES = st.none() | st.integers(2, 600)
CHANGES = st.one_of(
    st.fixed_dictionaries({"closes_in": MINUTES}),
    st.fixed_dictionaries({"limit": MINUTES}),
    st.fixed_dictionaries(
        {"factor": st.sampled_from([1, 1.25, 1.5, 2]), "extra": st.integers(0, 90), "until": MINUTES}
    ),
    st.sampled_from([{"take_back": True}, {"start": True}]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.booleans(), st.lists(CHANGES, min_size=1, max_size=6))
def test_the_stored_deadline_is_the_computed_one_after_every_kind_of_change(
    sql18: Sql, by_address: bool, changes: list[Json]
) -> None:
    quiz, ada, bob = make_quiz(sql18, sql18.person("host"), single()), sql18.person(), sql18.person("bob")
    whom = {"quiz_id": quiz.id, "person": ada.email if by_address else ada.id}
    begun, allowed = quiz.start(ada), None
    limit = closing = None
    mine: Json = {"factor": 1, "extra": 0, "until": None}
    for change in changes:
        if "closes_in" in change:
            closing = soon(minutes=change["closes_in"]) if change["closes_in"] else None
            quiz.change(closes_at=closing)
        elif "limit" in change:
            limit = change["limit"]
            quiz.change(time_limit_s=limit and limit * 60)
        elif "factor" in change:
            mine = change | {"until": soon(minutes=change["until"]) if change["until"] else None}
            given_now = {
                "time_factor": mine["factor"],
                "extra_time_s": mine["extra"] * 60,
                "closes_at": mine["until"],
            }
            allowed = sql18.call(quiz.owner, "set_allowance", **whom, allowance=given_now)["id"]
        elif "take_back" in change and allowed:
            sql18.call(quiz.owner, "delete_allowance", quiz_id=quiz.id, allowance_id=allowed)
            allowed, mine = None, {"factor": 1, "extra": 0, "until": None}
        elif "start" in change:
            quiz.start(bob)
        for attempt_id, person, started, found in sql18.connection.execute(
            "select id::text, user_id::text, started_at, deadline from core.attempts where quiz_id = %s",
            [quiz.id],
        ).fetchall():
            own = mine if person == ada.id else {"factor": 1, "extra": 0, "until": None}
            last = own["until"] or closing
            times = [instant(last)] if last else []
            times += [started + timedelta(minutes=limit * own["factor"] + own["extra"])] if limit else []
            assert found == min(times, default=None), (attempt_id == begun["id"], change)


def leave_overdue(sql: Sql, people: int) -> None:
    """So many attempts whose time is up, of as many people."""
    quiz = make_quiz(sql, sql.person("host"), single(), time_limit_s=60)
    for n in range(people):
        quiz.pass_deadline(quiz.start(sql.person(f"p{n}")))


IN_PROGRESS = "select count(*) from core.attempts where state = 'in_progress'"


def test_attempts_whose_time_is_up_are_settled_in_batches(sql: Sql) -> None:
    leave_overdue(sql, 3)
    settled = [sql.value("select core.settle_overdue(null, null, 2)") for _ in range(3)]
    assert (settled, sql.value(IN_PROGRESS)) == ([2, 1, 0], 0)


async def test_one_sweep_settles_all_batches(sql18: Sql, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_overdue(sql18, 3)
    monkeypatch.setattr(relay, "SETTLED_AT_ONCE", 1)
    monkeypatch.setattr(relay, "SWEEP_S", 600)
    async with serving(sql18.connection):
        await until(lambda: sql18.value(IN_PROGRESS) == 0)
