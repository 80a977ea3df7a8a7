"""Collaborators of a quiz: how they are invited, and what each role may do and may not."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.attempts.taking import Quiz, make_quiz, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Person, Refused, SignUp, Sql

Json = dict[str, Any]


@pytest.fixture
def owner(sql: Sql) -> Person:
    return sql.person("owner")


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql, owner: Person) -> Quiz:
    return make_quiz(sql, owner, single(), single("And of Peru?", "Lima"), visibility="private")


def invite(quiz: Quiz, person: str, role: str = "edit") -> Json:
    invited: Json = quiz.sql.call(
        quiz.owner, "invite_collaborator", quiz_id=quiz.id, person=person, role=role
    )
    return invited


def accept(quiz: Quiz, person: Person, invitation: Json) -> Json:
    accepted: Json = quiz.sql.call(person, "accept_quiz_invitation", invitation_id=invitation["id"])
    return accepted


def share(quiz: Quiz, person: Person, role: str = "edit") -> Json:
    invited = invite(quiz, person.id, role)
    accept(quiz, person, invited)
    return invited


def invitations(quiz: Quiz, person: Person) -> list[Json]:
    listed: list[Json] = quiz.sql.call(person, "list_quiz_invitations")["items"]
    return listed


def collaborators(quiz: Quiz, person: Person | None = None) -> list[Json]:
    listed: list[Json] = quiz.sql.call(person or quiz.owner, "list_collaborators", quiz_id=quiz.id)["items"]
    return listed


def test_the_role_of_somebody_who_was_invited_by_address_is_changed_by_it(quiz: Quiz, ada: Person) -> None:
    address = quiz.sql.value("select email from auth.users where id = %s", ada.id)
    accept(quiz, ada, invite(quiz, address, "edit"))
    changed = invite(quiz, address.upper(), "results")
    assert (changed["user_id"], changed["role"], "invited_as" in changed) == (ada.id, "results", False)
    assert [each["role"] for each in collaborators(quiz)] == ["results"]
    with pytest.raises(Refused, match="not_the_owner"):
        quiz.sql.call(ada, "update_quiz", quiz_id=quiz.id, changes={"title": "Mine"})


def test_an_address_by_which_nobody_was_invited_tells_nothing(quiz: Quiz, ada: Person) -> None:
    share(quiz, ada)
    address = quiz.sql.value("select email from auth.users where id = %s", ada.id)
    assert invite(quiz, address, "results")["user_id"] is None


# What is tried at a quiz, and the least role that may do it.
DOORS: dict[str, tuple[str, Callable[[Quiz, Json], Json]]] = {
    "get_quiz": ("results", lambda quiz, made: {}),
    "list_questions": ("results", lambda quiz, made: {}),
    "get_question": ("results", lambda quiz, made: {"question_id": made["question_id"]}),
    "export_quiz": ("results", lambda quiz, made: {}),
    "quiz_results": ("results", lambda quiz, made: {}),
    "list_attempts_of": ("results", lambda quiz, made: {"person_id": quiz.owner.id}),
    "quiz_statistics": ("results", lambda quiz, made: {}),
    "quiz_leaderboard": ("results", lambda quiz, made: {}),
    "list_allowances": ("results", lambda quiz, made: {}),
    "list_owner_acts": ("results", lambda quiz, made: {}),
    "list_regrades": ("results", lambda quiz, made: {}),
    "list_collaborators": ("results", lambda quiz, made: {}),
    "start_attempt": ("results", lambda quiz, made: {}),
    "create_room": ("results", lambda quiz, made: {}),
    "update_quiz": ("edit", lambda quiz, made: {"changes": {"title": "Renamed"}}),
    "create_question": ("edit", lambda quiz, made: {"draft": single("Another?")}),
    "update_question": (
        "edit",
        lambda quiz, made: {"question_id": made["question_id"], "changes": {"points": 2}},
    ),
    "delete_question": ("edit", lambda quiz, made: {"question_id": made["question_id"]}),
    "duplicate_quiz": ("edit", lambda quiz, made: {}),
    "set_allowance": ("edit", lambda quiz, made: {"person": made["taker"], "allowance": {"extra_time_s": 1}}),
    "delete_attempt": ("edit", lambda quiz, made: {"attempt_id": made["attempt_id"]}),
    "regrade_quiz": (
        "edit",
        lambda quiz, made: {
            "regrade": {"questions": [{"question_id": made["question_id"], "method": "full_points"}]}
        },
    ),
    "delete_quiz": ("owner", lambda quiz, made: {}),
    "generate_questions": ("owner", lambda quiz, made: {}),
    "invite_collaborator": ("owner", lambda quiz, made: {"person": made["taker"], "role": "results"}),
}
ROLES = ("", "results", "edit", "owner")
# Who has no role, and what they may do because the quiz is private: nothing
HIDDEN = (404, "quiz_not_found")
# A generation asks for a source first; the owner gets as far as that
LATER = {"generate_questions"}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_doors_and_no_others(sql: Sql, quiz: Quiz, ada: Person, role: str) -> None:
    taker = sql.person("taker")
    quiz.change(visibility="link")
    attempt = quiz.start(taker)
    quiz.submit(taker, quiz.right_answers(attempt))
    quiz.change(visibility="private")
    made = {"question_id": attempt["questions"][0]["id"], "attempt_id": attempt["id"], "taker": taker.id}
    who = quiz.owner if role == "owner" else ada
    if role in ("results", "edit"):
        share(quiz, ada, role)
    for function, (least, arguments) in DOORS.items():
        with sql.connection.transaction(force_rollback=True):
            try:
                sql.call(who, function, quiz_id=quiz.id, **arguments(quiz, made))
                outcome: Any = "yes"
            except Refused as refused:
                outcome = (refused.status, refused.code)
            if ROLES.index(role) >= ROLES.index(least):
                assert outcome == "yes" or (function in LATER and outcome[0] != 403), (function, outcome)
            else:
                assert outcome == (HIDDEN if role == "" else (403, "not_the_owner")), (function, outcome)


def test_a_collaborator_reviews_attempts_and_reads_all_that_hangs_on_the_quiz(
    sql: Sql, quiz: Quiz, ada: Person
) -> None:
    taker = sql.person("taker")
    quiz.change(visibility="link", review_shown="never", key_shown="never")
    attempt = quiz.take(taker, 1)
    relations = ("quizzes", "questions", "choices", "attempts", "attempt_questions", "answers", "results")
    mine = {name: len(sql.select(quiz.owner, f"select from public.{name}")) for name in relations}
    assert all(mine.values())
    assert not any(sql.select(ada, f"select from public.{name}") for name in relations)
    share(quiz, ada, "results")
    assert {name: len(sql.select(ada, f"select from public.{name}")) for name in relations} == mine
    assert sql.select(ada, "select score from public.results")[0]["score"] == 1
    assert sql.select(ada, "select (public.points(a)) from public.answers as a")[0]["points"] == 1
    review = sql.call(ada, "attempt_review", attempt_id=attempt["id"])
    assert (review["marks_shown"], review["key_shown"]) == (True, True)


def test_an_invitation_gives_nothing_until_it_is_accepted(quiz: Quiz, ada: Person) -> None:
    invite(quiz, ada.id)
    assert refusal(quiz.sql.call, ada, "get_quiz", quiz_id=quiz.id) == HIDDEN
    (invitation,) = invitations(quiz, ada)
    assert (invitation["title"], invitation["role"], invitation["owner"]) == (
        "General knowledge",
        "edit",
        "owner",
    )
    assert accept(quiz, ada, invitation)["role"] == "edit"
    assert invitations(quiz, ada) == []
    shared = quiz.sql.call(ada, "list_quizzes", shared=True)["items"]
    assert [(each["id"], each["role"]) for each in shared] == [(quiz.id, "edit")]
    assert quiz.sql.call(ada, "list_quizzes")["items"] == []
    assert quiz.sql.call(quiz.owner, "list_quizzes", shared=True)["items"] == []


def test_an_invitation_does_not_tell_whether_an_address_has_an_account(quiz: Quiz, ada: Person) -> None:
    known, unknown = (invite(quiz, each) for each in (ada.email.upper(), "nobody@example.com"))
    for field in ("id", "email", "invited_at"):
        known.pop(field), unknown.pop(field)
    assert known == unknown


def test_an_invitation_by_address_is_for_the_account_that_has_it(sql: Sql, quiz: Quiz, ada: Person) -> None:
    invited = invite(quiz, ada.email)
    bob = sql.person("bob")
    assert refusal(accept, quiz, bob, invited) == (404, "invitation_not_found")
    accept(quiz, ada, invited)
    (listed,) = collaborators(quiz)
    assert (listed["user_id"], listed["email"], listed["display_name"]) == (ada.id, None, "ada")


def test_who_was_invited_by_account_and_by_address_is_one_collaborator(quiz: Quiz, ada: Person) -> None:
    invite(quiz, ada.id, "results")
    accept(quiz, ada, invite(quiz, ada.email, "edit"))
    assert [(each["user_id"], each["role"]) for each in collaborators(quiz)] == [(ada.id, "edit")]


def test_a_declined_invitation_is_gone_and_may_come_again(quiz: Quiz, ada: Person) -> None:
    invited = invite(quiz, ada.id)
    quiz.sql.call(ada, "decline_quiz_invitation", invitation_id=invited["id"])
    assert (invitations(quiz, ada), collaborators(quiz)) == ([], [])
    share(quiz, ada)
    assert collaborators(quiz)[0]["user_id"] == ada.id


def test_another_role_counts_at_once(quiz: Quiz, ada: Person) -> None:
    share(quiz, ada, "edit")
    invite(quiz, ada.id, "results")
    change = {"quiz_id": quiz.id, "changes": {"title": "Mine"}}
    assert refusal(quiz.sql.call, ada, "update_quiz", **change) == (403, "not_the_owner")


def test_a_removed_collaborator_is_a_stranger_at_once(quiz: Quiz, ada: Person) -> None:
    gone = share(quiz, ada)
    quiz.sql.call(quiz.owner, "remove_collaborator", quiz_id=quiz.id, collaborator_id=gone["id"])
    assert refusal(quiz.sql.call, ada, "list_questions", quiz_id=quiz.id) == HIDDEN
    assert quiz.sql.select(ada, "select from public.questions") == []


def test_collaborators_leave_by_themselves_and_remove_nobody_else(sql: Sql, quiz: Quiz, ada: Person) -> None:
    bob = sql.person("bob")
    mine, his = share(quiz, ada), share(quiz, bob)
    his_place = {"quiz_id": quiz.id, "collaborator_id": his["id"]}
    assert refusal(sql.call, ada, "remove_collaborator", **his_place) == (403, "not_the_owner")
    sql.call(ada, "remove_collaborator", quiz_id=quiz.id, collaborator_id=mine["id"])
    assert [each["user_id"] for each in collaborators(quiz)] == [bob.id]
    again = {"quiz_id": quiz.id, "collaborator_id": mine["id"]}
    assert refusal(sql.call, quiz.owner, "remove_collaborator", **again) == (404, "collaborator_not_found")


def test_only_the_owner_sees_invitations_that_are_open(sql: Sql, quiz: Quiz, ada: Person) -> None:
    share(quiz, ada)
    invite(quiz, "bob@example.com")
    assert [len(collaborators(quiz, who)) for who in (quiz.owner, ada)] == [2, 1]
    query = "select from public.quiz_collaborators"
    assert [len(sql.select(who, query)) for who in (quiz.owner, ada, sql.person("eve"))] == [2, 1, 0]


def test_a_deleted_quiz_has_no_collaborators_until_it_is_restored(sql: Sql, quiz: Quiz, ada: Person) -> None:
    share(quiz, ada)
    sql.call(quiz.owner, "delete_quiz", quiz_id=quiz.id)
    assert refusal(sql.call, ada, "get_quiz", quiz_id=quiz.id) == HIDDEN
    assert refusal(sql.call, ada, "restore_quiz", quiz_id=quiz.id) == HIDDEN
    sql.call(quiz.owner, "restore_quiz", quiz_id=quiz.id)
    assert sql.call(ada, "get_quiz", quiz_id=quiz.id)["role"] == "edit"


def test_a_collaborator_who_takes_the_quiz_previews_it(sql: Sql, quiz: Quiz, ada: Person) -> None:
    share(quiz, ada, "results")
    quiz.change(ask_email=True, attempts_allowed=1)
    assert [quiz.take(ada, 1)["preview"] for _ in range(2)] == [True, True]
    assert sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"] == []
    sql.call(quiz.owner, "delete_quiz", quiz_id=quiz.id)
    assert sql.call(quiz.owner, "purge_quiz", quiz_id=quiz.id)["purged"]


def test_a_live_game_of_a_collaborator_keeps_the_key_from_takers(sql: Sql, quiz: Quiz, ada: Person) -> None:
    taker = sql.person("taker")
    share(quiz, ada, "results")
    quiz.change(visibility="link", key_shown="after_submit")
    attempt = quiz.take(taker, 1)
    sql.call(ada, "create_room", quiz_id=quiz.id)
    assert refusal(sql.call, taker, "attempt_review", attempt_id=attempt["id"]) == (403, "review_not_shown")


def test_two_editors_do_not_overwrite_each_other(quiz: Quiz, ada: Person) -> None:
    share(quiz, ada)
    version = quiz.sql.call(ada, "get_quiz", quiz_id=quiz.id)["version"]
    quiz.change(title="The owner's")
    late = {"quiz_id": quiz.id, "changes": {"title": "Ada's"}, "if_version": version}
    assert refusal(quiz.sql.call, ada, "update_quiz", **late) == (412, "changed_since")


def test_a_deleted_account_collaborates_no_more(sql: Sql, quiz: Quiz, ada: Person) -> None:
    share(quiz, ada)
    sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.id])
    assert collaborators(quiz) == []


@pytest.mark.parametrize(
    ("person", "role", "code"),
    [
        ("nobody", "edit", "person_not_found"),
        ("ada@example.com", "owner", "unknown_value"),
        ("a" * 320 + "@example.com", "edit", "too_long"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(quiz: Quiz, person: str, role: str, code: str) -> None:
    assert refusal(invite, quiz, person, role)[1] == code


def test_owners_do_not_invite_themselves_nor_a_crowd(sql: Sql, quiz: Quiz) -> None:
    assert refusal(invite, quiz, quiz.owner.id) == (422, "own_quiz")
    assert refusal(invite, quiz, quiz.owner.email) == (422, "own_quiz")
    sql.connection.execute("update core.settings set value = '1' where key = 'quiz.max_collaborators'")
    invite(quiz, "ada@example.com")
    assert refusal(invite, quiz, "bob@example.com") == (409, "too_many_collaborators")


async def test_a_quiz_is_shared_over_rest(sign_up: SignUp) -> None:
    owner, ada = await sign_up("owner"), await sign_up("ada")
    quiz = (await owner.post("/quizzes", json={"title": "Ours"})).json()
    path = f"/quizzes/{quiz['id']}/collaborators"
    assert ada.person
    invited = await owner.put(path, json={"person": ada.person.email, "role": "edit"})
    assert (invited.status_code, invited.json()["role"]) == (200, "edit")
    (invitation,) = (await ada.get("/quiz-invitations")).json()["items"]
    assert (await ada.post(f"/quiz-invitations/{invitation['id']}/accept")).json()["title"] == "Ours"
    assert [each["id"] for each in (await ada.get("/quizzes?shared=true")).json()["items"]] == [quiz["id"]]
    assert (await ada.patch(f"/quizzes/{quiz['id']}", json={"title": "Edited"})).json()["title"] == "Edited"
    assert (await owner.get(path)).json()["items"][0]["display_name"] == "ada"
    assert (await ada.delete(f"{path}/{invitation['id']}")).status_code == 200
    assert (await ada.get(f"/quizzes/{quiz['id']}")).status_code == 404
    again = (await owner.put(path, json={"person": ada.person.email, "role": "results"})).json()
    declined = await ada.post(f"/quiz-invitations/{again['id']}/decline")
    assert declined.json() == {"id": again["id"], "declined": True}
