"""Guests: people who take a quiz by a nickname, without an account, and may claim the result later."""

import csv
import io
import json
import secrets
from typing import Any

import httpx
import pytest

from tests.attempts.taking import Json, Quiz, make_quiz, single, true_false
from tests.attempts.test_essay import essay
from tests.attempts.test_starting import refusal
from tests.fixtures import Client, Meanwhile, Person, Refused, Server, SignUp, Sql

QUESTIONS = (single(), true_false())


class Guest:
    """Somebody without an account, who calls with their guest token."""

    def __init__(self, quiz: Quiz, nickname: str, **given: Any) -> None:
        self.quiz = quiz
        self.attempt = quiz.sql.call(None, "start_as_guest", quiz_id=quiz.id, nickname=nickname, **given)
        self.token = self.attempt["guest_token"]

    def call(self, function: str, **arguments: Any) -> Any:
        return self.quiz.sql.call(None, function, guest_token=self.token, **arguments)

    def submit(self, right: int = 0) -> Json:
        answers = self.quiz.right_answers(self.attempt)[:right]
        return self.call("submit_attempt", quiz_id=self.quiz.id, answers=answers)

    def claim(self, person: Person) -> Json:
        return self.quiz.sql.call(person, "claim_guest", quiz_id=self.quiz.id, guest_token=self.token)


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    return make_quiz(
        sql,
        sql.person("host"),
        *QUESTIONS,
        visibility="link",
        guests_allowed=True,
        review_shown="after_submit",
    )


def names(quiz: Quiz) -> list[tuple[str, bool]]:
    results = quiz.sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"]
    return [(person["display_name"], person["guest"]) for person in results]


def test_a_guest_saves_submits_and_sees_the_review(quiz: Quiz) -> None:
    zoe = Guest(quiz, " Zoe ")
    attempt = zoe.attempt
    assert (attempt["nickname"], attempt["number"], attempt["resumed"]) == ("Zoe", 1, False)
    first, second = quiz.right_answers(attempt)
    assert zoe.call("save_answers", attempt_id=attempt["id"], answers=[first])["saved"] == 1
    assert zoe.call("get_attempt", attempt_id=attempt["id"])["questions"][0]["response"] == first["response"]
    assert zoe.call("start_attempt", quiz_id=quiz.id)["resumed"]
    zoe.call("delete_answer", attempt_id=attempt["id"], question_id=first["question_id"])
    submitted = zoe.call("submit_attempt", quiz_id=quiz.id, answers=[second])
    assert (submitted["state"], submitted["score"]) == ("finished", 1)
    review = zoe.call("attempt_review", attempt_id=attempt["id"])
    assert [question["verdict"] for question in review["questions"]] == ["unanswered", "right"]
    assert zoe.call("my_result", quiz_id=quiz.id)["percent"] == 50
    assert refusal(zoe.call, "start_attempt", quiz_id=quiz.id) == (409, "no_attempts_left")


def test_an_answer_that_was_lost_is_asked_for_again_with_the_token_of_the_client(quiz: Quiz) -> None:
    token = secrets.token_hex(32)
    zoe = Guest(quiz, "Zoe", guest_token=token)
    assert zoe.token == token
    again = Guest(quiz, "Zoe", guest_token=token).attempt
    assert (again["id"], again["resumed"], again["nickname"]) == (zoe.attempt["id"], True, "Zoe")
    assert again["guest_token"] == token
    assert quiz.sql.value("select count(*) from core.guests") == 1
    zoe.submit()
    begin = {"quiz_id": quiz.id, "nickname": "Zoe", "guest_token": token}
    assert refusal(quiz.sql.call, None, "start_as_guest", **begin) == (409, "no_attempts_left")
    quiz.change(attempts_allowed=2)
    assert Guest(quiz, "Zoe", guest_token=token).attempt["number"] == 2


def test_two_calls_at_once_with_the_same_token_are_one_guest(quiz: Quiz, meanwhile: Meanwhile) -> None:
    begin = {"quiz_id": quiz.id, "nickname": "Zoe", "guest_token": secrets.token_hex(32)}
    first, second = meanwhile(
        lambda sql: sql.call(None, "start_as_guest", **begin),
        lambda sql: sql.call(None, "start_as_guest", **begin),
    )
    assert (first["id"], first["resumed"]) == (second["id"], not second["resumed"])


def test_a_token_of_a_client_is_long_and_of_one_quiz(quiz: Quiz) -> None:
    token = secrets.token_hex(32)
    Guest(quiz, "Zoe", guest_token=token)
    other = make_quiz(quiz.sql, quiz.owner, *QUESTIONS, visibility="link", guests_allowed=True)
    begin = {"quiz_id": other.id, "nickname": "Zoe"}
    used = refusal(quiz.sql.call, None, "start_as_guest", **begin, guest_token=token)
    assert used == (409, "guest_token_used")
    for weak in ("zoe", token.upper(), token[1:]):
        bad = refusal(quiz.sql.call, None, "start_as_guest", **begin, guest_token=weak)
        assert bad == (422, "bad_guest_token")


def test_a_wrong_password_counts_for_a_known_token_too(quiz: Quiz) -> None:
    token = secrets.token_hex(32)
    Guest(quiz, "Zoe", guest_token=token).submit()
    quiz.change(attempts_allowed=2)
    quiz.sql.call(quiz.owner, "set_attempt_password", quiz_id=quiz.id, password="sesame")
    begin = {"quiz_id": quiz.id, "nickname": "Zoe", "guest_token": token}
    refused = quiz.sql.call(None, "start_as_guest", **begin, password="guess")
    assert refused["details"] == "attempt_password_wrong"
    assert "guest_token" not in refused
    assert quiz.sql.value("select guesses from core.attempt_password_guesses") == 1


def test_a_guest_with_a_result_sees_the_board_of_a_quiz_with_a_link_and_their_place(quiz: Quiz) -> None:
    quiz.change(score_shown="after_submit", key_shown="after_submit")
    ann, zoe = Guest(quiz, "Ann"), Guest(quiz, "Zoe")
    ann.submit(right=1)
    shown = refusal(zoe.call, "quiz_leaderboard", quiz_id=quiz.id)
    assert shown == (403, "leaderboard_not_shown")
    zoe.submit(right=2)
    board = zoe.call("quiz_leaderboard", quiz_id=quiz.id)
    assert [row["display_name"] for row in board["items"]] == ["Zoe", "Ann"]
    assert (board["me"]["rank"], board["me"]["display_name"]) == (1, "Zoe")
    quiz.change(score_shown="never", review_shown="never", key_shown="never")
    assert refusal(zoe.call, "quiz_leaderboard", quiz_id=quiz.id) == (403, "leaderboard_not_shown")


def test_a_guest_who_passed_has_a_certificate_which_a_claim_keeps(quiz: Quiz, ada: Person) -> None:
    quiz.change(pass_mark=50)
    zoe, ann = Guest(quiz, "Zoe"), Guest(quiz, "Ann")
    zoe.submit(right=2)
    ann.submit()
    assert refusal(ann.call, "make_certificate", attempt_id=ann.attempt["id"]) == (409, "not_passed")
    other = refusal(ann.call, "make_certificate", attempt_id=zoe.attempt["id"])
    assert other == (404, "attempt_not_found")
    made = zoe.call("make_certificate", attempt_id=zoe.attempt["id"])
    assert (made["name"], made["percent"]) == ("Zoe", 100)
    zoe.claim(ada)
    again = quiz.sql.call(ada, "make_certificate", attempt_id=zoe.attempt["id"])
    assert (again["code"], again["name"]) == (made["code"], "ada")


async def test_a_guest_asks_for_board_and_certificate_over_rest(
    server: Server, sql18: Sql, sign_up: SignUp
) -> None:
    owner = await sign_up("owner")
    assert owner.person
    options = {"visibility": "link", "guests_allowed": True, "pass_mark": 0, "review_shown": "after_submit"}
    quiz = make_quiz(sql18, owner.person, *QUESTIONS, **options)
    zoe = Guest(quiz, "Zoe")
    zoe.submit(right=2)
    async with server.client(headers={"Guest-Token": zoe.token}) as client:
        board = await client.get(f"/results/leaderboards/quiz/{quiz.id}")
        assert (board.status_code, board.json()["me"]["rank"]) == (200, 1)
        made = await client.put(f"/attempts/{zoe.attempt['id']}/certificate", json={})
        assert (made.status_code, made.json()["name"]) == (200, "Zoe")


async def test_a_guest_has_no_events_and_is_told_a_moved_deadline_with_the_attempt(
    server: Server, sql18: Sql, sign_up: SignUp
) -> None:
    owner = await sign_up("owner")
    assert owner.person
    quiz = make_quiz(
        sql18, owner.person, *QUESTIONS, visibility="link", guests_allowed=True, time_limit_s=600
    )
    zoe = Guest(quiz, "Zoe")
    at = f"/attempts/{zoe.attempt['id']}"
    async with server.client(headers={"Guest-Token": zoe.token}) as client:
        events = await client.get("/events")
        assert (events.status_code, events.json()["code"]) == (401, "not_signed_in")
        before = (await client.get(at)).json()["deadline"]
        await owner.post(f"/quizzes/{quiz.id}{at}/extend", json={"minutes": 5})
        assert (await client.get(at)).json()["deadline"] > before


def test_a_guest_abandons_an_attempt(quiz: Quiz) -> None:
    zoe = Guest(quiz, "Zoe")
    assert zoe.call("abandon_attempt", attempt_id=zoe.attempt["id"])["state"] == "abandoned"


def test_what_a_guest_sees_follows_the_options_of_the_quiz(quiz: Quiz) -> None:
    quiz.change(review_shown="never", key_shown="never", score_shown="never")
    zoe = Guest(quiz, "Zoe")
    assert zoe.submit(right=2)["score"] is None
    assert zoe.call("my_result", quiz_id=quiz.id)["percent"] is None
    review = refusal(zoe.call, "attempt_review", attempt_id=zoe.attempt["id"])
    assert review == (403, "review_not_shown")


def test_a_guest_knows_their_score_after_their_own_last_attempt(quiz: Quiz) -> None:
    quiz.change(attempts_allowed=2, review_shown="after_last_attempt")
    zoe = Guest(quiz, "Zoe")
    assert zoe.submit(right=2)["score"] is None
    zoe.call("start_attempt", quiz_id=quiz.id)
    assert zoe.submit(right=1)["score"] == 1


def test_a_quiz_takes_guests_only_if_its_owner_says_so(quiz: Quiz) -> None:
    zoe = Guest(quiz, "Zoe")
    quiz.change(guests_allowed=False, attempts_allowed=2)
    begin = {"quiz_id": quiz.id, "nickname": "Ann"}
    assert refusal(quiz.sql.call, None, "start_as_guest", **begin) == (403, "guests_not_allowed")
    assert zoe.submit(right=1)["state"] == "finished"  # what has begun goes on
    assert refusal(zoe.call, "start_attempt", quiz_id=quiz.id) == (403, "guests_not_allowed")
    quiz.change(guests_allowed=True, visibility="private")
    assert refusal(quiz.sql.call, None, "start_as_guest", **begin) == (404, "quiz_not_found")
    assert make_quiz(quiz.sql, quiz.owner).id != quiz.id
    assert not quiz.sql.call(None, "get_quiz", quiz_id=make_quiz(quiz.sql, quiz.owner).id)["guests_allowed"]


def test_a_guest_token_is_good_for_its_quiz_only(quiz: Quiz) -> None:
    zoe = Guest(quiz, "Zoe")
    other = make_quiz(quiz.sql, quiz.owner, *QUESTIONS, guests_allowed=True)
    assert refusal(zoe.call, "start_attempt", quiz_id=other.id) == (403, "guests_not_allowed")
    assert refusal(zoe.call, "submit_attempt", quiz_id=other.id) == (409, "not_started")


def test_others_do_not_reach_the_attempt_of_a_guest(quiz: Quiz, ada: Person) -> None:
    zoe, ann = Guest(quiz, "Zoe"), Guest(quiz, "Ann")
    wanted = {"attempt_id": zoe.attempt["id"]}
    for function in ("get_attempt", "attempt_review", "abandon_attempt"):
        assert refusal(ann.call, function, **wanted) == (404, "attempt_not_found")
        assert refusal(quiz.sql.call, ada, function, **wanted) == (404, "attempt_not_found")
        assert refusal(quiz.sql.call, None, function, **wanted) == (401, "not_signed_in")
        wrong = {**wanted, "guest_token": "wrong"}
        assert refusal(quiz.sql.call, ada, function, **wrong) == (401, "unknown_guest_token")
    assert quiz.sql.select(None, "select * from public.profiles where guest") == []


def test_the_token_is_stored_as_a_hash_and_told_once(quiz: Quiz) -> None:
    zoe = Guest(quiz, "Zoe")
    told = [zoe.call("get_attempt", attempt_id=zoe.attempt["id"]), zoe.call("start_attempt", quiz_id=quiz.id)]
    told += [quiz.sql.call(quiz.owner, name, quiz_id=quiz.id) for name in ("quiz_results", "list_owner_acts")]
    assert zoe.token not in json.dumps(told)
    assert quiz.sql.value("select token_hash = sha256(%s::text::bytea) from core.guests", zoe.token)
    rows = quiz.sql.value("select jsonb_agg(g)::text || (select jsonb_agg(p) from core.profiles as p) "
                          "from core.guests as g")  # fmt: skip
    assert zoe.token not in rows


def test_a_token_in_an_address_is_refused(quiz: Quiz) -> None:
    zoe = Guest(quiz, "Zoe")
    with quiz.sql.connection.transaction():
        quiz.sql.connection.execute("set local request.method = 'GET'")
        assert refusal(zoe.call, "get_attempt", attempt_id=zoe.attempt["id"]) == (405, "use_post")


@pytest.mark.parametrize("twin", ["Zoe", "zoé", "ZOE ", "Z0e", "\uff3aoe", "Z\u00ado\u200be"])
def test_nicknames_of_guests_follow_the_rules_of_rooms(quiz: Quiz, twin: str) -> None:
    Guest(quiz, "Zoe")
    status, code = refusal(Guest, quiz, twin)
    assert (status, code) in {(409, "nickname_taken"), (422, "bad_nickname")}
    assert refusal(Guest, quiz, " ") == (422, "nickname_required")
    assert refusal(Guest, quiz, "x" * 31) == (422, "bad_nickname")
    assert refusal(Guest, quiz, "f u c k") == (422, "blocked_nickname")
    Guest(make_quiz(quiz.sql, quiz.owner, *QUESTIONS, guests_allowed=True), "Zoe")  # another quiz


def test_a_guest_is_given_no_credits_and_no_account(quiz: Quiz) -> None:
    before = quiz.sql.value("select count(*) from core.credit_accounts")
    Guest(quiz, "Zoe").submit(right=1)
    assert quiz.sql.value("select count(*) from core.credit_accounts") == before
    assert not quiz.sql.value("select count(*) from core.credit_transfers where user_id in "
                              "(select id from core.guests)")  # fmt: skip
    assert quiz.sql.value("select array(select core.check_ledger())") == []
    assert quiz.sql.value("select count(*) from auth.users") == 1


def test_a_quiz_with_guests_asks_for_no_email(quiz: Quiz) -> None:
    assert refusal(quiz.change, ask_email=True) == (422, "guests_have_no_email")
    quiz.change(ask_student_number=True)
    assert refusal(Guest, quiz, "Zoe") == (422, "student_number_missing")
    Guest(quiz, "Zoe", student_number="S-1")
    assert quiz.sql.value("select student_number from core.taker_details") == "S-1"


def test_so_many_guests_begin_a_quiz_in_a_day(quiz: Quiz) -> None:
    quiz.sql.connection.execute("update core.settings set value = '2' where key = 'quiz.max_guests_per_day'")
    Guest(quiz, "Zoe")
    Guest(quiz, "Ann")
    assert refusal(Guest, quiz, "Bob") == (429, "too_many_guests")
    quiz.sql.connection.execute("update core.guests set created_at = now() - interval '25 hours'")
    Guest(quiz, "Bob")


def test_guests_from_one_network_are_counted_through_postgrest(quiz: Quiz) -> None:
    quiz.sql.connection.execute("update core.settings set value = '2' where key = 'rate.joins'")
    with quiz.sql.connection.transaction():
        quiz.sql.connection.execute("set local request.method = 'POST'")
        Guest(quiz, "Zoe")
        Guest(quiz, "Ann")
        with pytest.raises(Refused, match="too many requests"):
            Guest(quiz, "Bob")


def test_guests_need_the_attempt_password_and_their_guesses_are_counted_together(quiz: Quiz) -> None:
    quiz.sql.call(quiz.owner, "set_attempt_password", quiz_id=quiz.id, password="sesame")
    quiz.sql.connection.execute(
        "update core.settings set value = '2' where key = 'attempt_password.max_guesses_of_guests'"
    )
    begin = {"quiz_id": quiz.id, "nickname": "Zoe"}
    assert refusal(Guest, quiz, "Zoe") == (403, "attempt_password_missing")
    for _ in range(2):
        told = quiz.sql.call(None, "start_as_guest", password="wrong", **begin)
        assert told["details"] == "attempt_password_wrong"
    with pytest.raises(Refused, match="too many requests"):
        Guest(quiz, "Zoe", password="sesame")
    assert not quiz.sql.value("select count(*) from core.guests")
    quiz.sql.connection.execute(
        "update core.attempt_password_guesses set first_at = now() - interval '11 minutes'"
    )
    assert quiz.sql.value("select core.sweep_old_rows(100)") == 1
    Guest(quiz, "Zoe", password="sesame")


def test_the_owner_sees_guests_named_as_guests(quiz: Quiz, ada: Person) -> None:
    quiz.sql.call(quiz.owner, "create_questions", quiz_id=quiz.id, drafts=[essay()])
    zoe = Guest(quiz, "Zoe")
    text = next(q["id"] for q in zoe.attempt["questions"] if q["kind"] == "essay")
    zoe.call("submit_attempt", quiz_id=quiz.id, answers=[{"question_id": text, "response": "Because."}])
    quiz.take(ada, right=1)
    assert sorted(names(quiz)) == [("Zoe", True), ("ada", False)]
    (queued,) = quiz.sql.call(quiz.owner, "list_answers_to_mark", quiz_id=quiz.id)["items"]
    assert (queued["display_name"], queued["guest"]) == ("Zoe", True)
    exported = quiz.sql.select(quiz.owner, "select * from public.export_results(%s)", quiz.id)
    told = [row["export_results"] for row in exported]
    assert sorted((row["display_name"], row["guest"]) for row in told if row["record"] == "attempt") == [
        ("Zoe", True),
        ("ada", False),
    ]


def test_boards_name_guests_and_the_global_one_leaves_them_out(quiz: Quiz, ada: Person) -> None:
    quiz.change(visibility="public", score_shown="after_submit")
    Guest(quiz, "Zoe").submit(right=2)
    quiz.take(ada, right=1)
    board = quiz.sql.call(None, "quiz_leaderboard", quiz_id=quiz.id)["items"]
    assert [(entry["display_name"], entry["guest"]) for entry in board] == [("Zoe", True), ("ada", False)]
    rows = quiz.sql.select(None, "select display_name, guest from public.quiz_board(%s)", quiz.id)
    assert [tuple(row.values()) for row in rows] == [("Zoe", True), ("ada", False)]
    everywhere = quiz.sql.call(None, "global_leaderboard")["items"]
    assert [entry["display_name"] for entry in everywhere] == ["ada"]


def test_claiming_moves_attempts_details_and_standings_into_the_account(quiz: Quiz, ada: Person) -> None:
    quiz.change(visibility="public", score_shown="after_submit", attempts_allowed=3, ask_student_number=True)
    quiz.sql.call(ada, "start_attempt", quiz_id=quiz.id, student_number="S-1")
    quiz.submit(ada)
    zoe = Guest(quiz, "Zoe", student_number="S-2")
    zoe.submit(right=2)
    zoe.call("start_attempt", quiz_id=quiz.id)
    result = zoe.claim(ada)
    assert [attempt["number"] for attempt in result["attempts"]] == [1, 2, 3]
    assert (result["percent"], result["attempts_left"]) == (100, 0)
    assert names(quiz) == [("ada", False)]
    board = quiz.sql.call(None, "quiz_leaderboard", quiz_id=quiz.id)["items"]
    assert [(entry["display_name"], entry["percent"]) for entry in board] == [("ada", 100)]
    assert quiz.sql.call(ada, "user_stats")["attempts"]["finished"] == 2
    assert quiz.sql.value("select array_agg(student_number) from core.taker_details") == ["S-1"]
    assert quiz.submit(ada, [])["number"] == 3
    (act, *_) = quiz.sql.call(quiz.owner, "list_owner_acts", quiz_id=quiz.id)["items"]
    assert (act["act"], act["details"]) == ("guest.claimed", {"nickname": "Zoe", "attempts": 2})


def test_what_a_guest_told_the_owner_moves_too(quiz: Quiz, ada: Person) -> None:
    quiz.change(ask_student_number=True)
    zoe = Guest(quiz, "Zoe", student_number="S-2")
    zoe.claim(ada)
    told = quiz.sql.connection.execute("select user_id, student_number from core.taker_details").fetchall()
    assert [(str(person), number) for person, number in told] == [(ada.id, "S-2")]
    records = quiz.sql.select(ada, "select export_account ->> 'record' as r from public.export_account()")
    assert "claimed_guest" in [row["r"] for row in records]


def test_a_result_is_claimed_once(quiz: Quiz, ada: Person) -> None:
    zoe = Guest(quiz, "Zoe")
    zoe.submit(right=1)
    assert zoe.claim(ada) | {"attempts": 0} == zoe.claim(ada) | {"attempts": 0}
    assert refusal(zoe.claim, quiz.sql.person("bob")) == (409, "already_claimed")
    assert refusal(zoe.call, "my_result", quiz_id=quiz.id) == (401, "guest_claimed")
    Guest(quiz, "Zoe")  # the nickname is free again
    wrong = {"quiz_id": quiz.id, "guest_token": "wrong"}
    assert refusal(quiz.sql.call, ada, "claim_guest", **wrong) == (401, "unknown_guest_token")


def test_an_account_claims_no_more_attempts_than_it_has(quiz: Quiz, ada: Person) -> None:
    quiz.take(ada, right=1)
    zoe = Guest(quiz, "Zoe")
    zoe.submit(right=2)
    assert refusal(zoe.claim, ada) == (409, "no_attempts_left")
    quiz.sql.call(
        quiz.owner, "set_allowance", quiz_id=quiz.id, person=ada.id, allowance={"extra_attempts": 1}
    )
    assert zoe.claim(ada)["percent"] == 100


def test_whoever_works_on_a_quiz_claims_no_result_in_it(quiz: Quiz) -> None:
    assert refusal(Guest(quiz, "Zoe").claim, quiz.owner) == (403, "own_quiz")


def test_an_attempt_in_progress_is_claimed_unless_the_account_has_one(quiz: Quiz, ada: Person) -> None:
    quiz.change(attempts_allowed=2, time_limit_s=600)
    zoe, ann = Guest(quiz, "Zoe"), Guest(quiz, "Ann")
    quiz.sql.call(quiz.owner, "set_allowance", quiz_id=quiz.id, person=ada.id, allowance={"time_factor": 2})
    (claimed,) = zoe.claim(ada)["attempts"]
    assert (claimed["id"], claimed["state"]) == (zoe.attempt["id"], "in_progress")
    assert claimed["remaining_ms"] > 600_000
    assert refusal(ann.claim, ada) == (409, "other_in_progress")
    assert quiz.submit(ada, quiz.right_answers(zoe.attempt))["score"] == 2


def test_two_accounts_that_claim_at_once_do_not_both_get_the_result(
    quiz: Quiz, ada: Person, meanwhile: Meanwhile
) -> None:
    zoe, bob = Guest(quiz, "Zoe"), quiz.sql.person("bob")

    def claim(person: Person, sql: Sql) -> Any:
        return sql.call(person, "claim_guest", quiz_id=quiz.id, guest_token=zoe.token)

    won, lost = meanwhile(lambda sql: claim(ada, sql), lambda sql: claim(bob, sql))
    assert len(won["attempts"]) == 1
    assert (lost.status, lost.code) == (409, "already_claimed")


def test_the_owner_extends_and_reopens_the_attempt_of_a_guest(quiz: Quiz) -> None:
    quiz.change(time_limit_s=600)
    zoe = Guest(quiz, "Zoe")
    person = names(quiz)[0]
    assert person == ("Zoe", True)
    guest = quiz.sql.value("select id::text from core.guests")
    quiz.sql.call(quiz.owner, "set_allowance", quiz_id=quiz.id, person=guest, allowance={"time_factor": 2})
    assert zoe.call("get_attempt", attempt_id=zoe.attempt["id"])["remaining_ms"] > 600_000
    zoe.submit(right=1)
    reopen = {"quiz_id": quiz.id, "attempt_id": zoe.attempt["id"], "more_time": {"minutes": 5}}
    quiz.sql.call(quiz.owner, "reopen_attempt", **reopen)
    assert zoe.submit(right=2)["score"] == 2
    delete = {"quiz_id": quiz.id, "attempt_id": zoe.attempt["id"]}
    quiz.sql.call(quiz.owner, "delete_attempt", **delete)
    assert zoe.call("start_attempt", quiz_id=quiz.id)["number"] == 2


def test_a_guest_is_no_collaborator(quiz: Quiz) -> None:
    Guest(quiz, "Zoe")
    guest = quiz.sql.value("select id::text from core.guests")
    invite = {"quiz_id": quiz.id, "person": guest, "role": "edit"}
    assert refusal(quiz.sql.call, quiz.owner, "invite_collaborator", **invite) == (404, "person_not_found")


def test_a_quiz_that_only_claimed_guests_of_nobody_else_took_is_purged_with_them(quiz: Quiz) -> None:
    zoe = Guest(quiz, "Zoe")
    quiz.sql.call(quiz.owner, "delete_quiz", quiz_id=quiz.id)
    assert refusal(quiz.sql.call, quiz.owner, "purge_quiz", quiz_id=quiz.id) == (409, "quiz_has_results")
    quiz.sql.connection.execute("delete from core.attempts where id = %s", [zoe.attempt["id"]])
    quiz.sql.call(quiz.owner, "purge_quiz", quiz_id=quiz.id)
    assert quiz.sql.value("select count(*) from core.profiles where guest") == 0


async def test_a_guest_takes_and_claims_a_quiz_through_the_rest_api(
    sql18: Sql, server: Server, sign_up: SignUp
) -> None:
    host: Client = await sign_up("host")
    ada: Client = await sign_up("ada")
    quiz = make_quiz(sql18, host.person, *QUESTIONS, guests_allowed=True)
    async with server.client() as nobody:
        begun = await nobody.post(f"/quizzes/{quiz.id}/guests", json={"nickname": "Zoe"})
        assert begun.status_code == 201
        attempt, zoe = begun.json(), {"Guest-Token": begun.json()["guest_token"]}
        assert begun.headers["location"] == f"/attempts/{attempt['id']}"
        taken = await nobody.post(f"/quizzes/{quiz.id}/guests", json={"nickname": "zoé"})
        assert (taken.status_code, taken.json()["code"]) == (409, "nickname_taken")

        async def ask(method: str, path: str, **more: Any) -> httpx.Response:
            assert (await nobody.request(method, path, **more)).json()["code"] == "not_signed_in"
            answered = await nobody.request(method, path, headers=zoe, **more)
            assert answered.is_success, answered.text
            return answered

        answers = {"answers": quiz.right_answers(attempt)}
        await ask("PATCH", f"/attempts/{attempt['id']}/answers", json=answers)
        await ask("GET", f"/attempts/{attempt['id']}")
        started = await ask("POST", f"/quizzes/{quiz.id}/start")
        assert started.json()["resumed"]
        submitted = await ask("POST", f"/quizzes/{quiz.id}/submit", json={})
        assert submitted.json()["score"] == 2
        await ask("GET", f"/attempts/{attempt['id']}/review")
        assert (await ask("GET", f"/results/{quiz.id}/my-result")).json()["percent"] == 100
        wrong = await nobody.get(f"/attempts/{attempt['id']}", headers={"Guest-Token": "wrong"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "unknown_guest_token")

    exported = await host.get(f"/results/{quiz.id}/export")
    (row,) = csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig")))
    assert (row["name"], row["guest"]) == ("Zoe", "yes")
    claimed = await ada.post(f"/results/{quiz.id}/claim", json={"guest_token": zoe["Guest-Token"]})
    assert claimed.json()["percent"] == 100
    (row,) = csv.DictReader(io.StringIO((await host.get(f"/results/{quiz.id}/export")).text))
    assert row["guest"] == "no"
