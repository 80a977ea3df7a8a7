"""The allow-list of a quiz: the e-mail addresses and domains whose accounts may take it."""

from typing import Any

import pytest

from tests.attempts.taking import Quiz, make_quiz, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Client, Person, SignUp, Sql

NOT_LISTED = (403, "not_on_allow_list")


@pytest.fixture
def ada(sql: Sql) -> Person:
    return sql.person("ada")


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    return make_quiz(
        sql, sql.person("host"), single(), visibility="link", listed_only=True, attempts_allowed=3
    )


def add(quiz: Quiz, *addresses: Any) -> Any:
    return quiz.sql.call(quiz.owner, "add_to_allow_list", quiz_id=quiz.id, addresses=list(addresses))


def entries(quiz: Quiz) -> Any:
    return quiz.sql.call(quiz.owner, "list_allow_list", quiz_id=quiz.id)["items"]


def test_only_listed_people_begin_and_case_does_not_matter(quiz: Quiz, ada: Person) -> None:
    assert refusal(quiz.start, ada) == NOT_LISTED
    assert add(quiz, f"  {ada.email.upper()} ", ada.email) == {"added": 1, "total": 1, "listed_only": True}
    assert quiz.start(ada)["number"] == 1
    assert refusal(quiz.start, quiz.sql.person("bob")) == NOT_LISTED


def test_a_domain_lists_its_addresses_and_no_others(quiz: Quiz, ada: Person) -> None:
    add(quiz, "@School.org", "@ample.com", "@com")
    assert refusal(quiz.start, ada) == NOT_LISTED
    for address, allowed in {
        "bob@school.org": True, "bob@SCHOOL.ORG": True, "bob@sub.school.org": False, "bob@xschool.org": False,
    }.items():  # fmt: skip
        quiz.sql.connection.execute("update auth.users set email = %s where id = %s", [address, ada.id])
        if allowed:
            quiz.start(ada)
            quiz.submit(ada)
        else:
            assert refusal(quiz.start, ada) == NOT_LISTED


def test_the_first_addresses_close_a_quiz_to_others_until_the_owner_opens_it(quiz: Quiz, ada: Person) -> None:
    quiz.change(listed_only=False)
    assert add(quiz, "@school.org")["listed_only"] is True
    assert refusal(quiz.start, ada) == NOT_LISTED
    quiz.change(listed_only=False)
    assert add(quiz, "@college.org")["listed_only"] is False
    quiz.take(ada)
    quiz.change(listed_only=True)
    assert refusal(quiz.start, ada) == NOT_LISTED


def test_removing_an_address_stops_its_next_attempt_and_not_the_one_in_progress(
    quiz: Quiz, ada: Person
) -> None:
    add(quiz, ada.email)
    attempt = quiz.start(ada)
    (entry,) = entries(quiz)
    removal = {"quiz_id": quiz.id, "entry_id": entry["id"]}
    removed = quiz.sql.call(quiz.owner, "remove_from_allow_list", **removal)
    assert removed["address"] == ada.email
    assert quiz.start(ada)["id"] == attempt["id"]
    assert quiz.submit(ada)["state"] == "finished"
    assert refusal(quiz.start, ada) == NOT_LISTED
    again = refusal(quiz.sql.call, quiz.owner, "remove_from_allow_list", **removal)
    assert again == (404, "entry_not_found")
    acts = quiz.sql.call(quiz.owner, "list_owner_acts", quiz_id=quiz.id)["items"]
    assert [(act["act"], act["email"]) for act in acts] == [
        ("allow_list.removed", ada.email),
        ("allow_list.added", None),
    ]


def test_the_attempt_password_is_asked_for_too(quiz: Quiz, ada: Person) -> None:
    quiz.sql.call(quiz.owner, "set_attempt_password", quiz_id=quiz.id, password="sesame")
    begin = {"quiz_id": quiz.id, "password": "sesame"}
    assert refusal(quiz.sql.call, ada, "start_attempt", **begin) == NOT_LISTED
    add(quiz, ada.email)
    assert refusal(quiz.start, ada) == (403, "attempt_password_missing")
    assert quiz.sql.call(ada, "start_attempt", **begin)["number"] == 1


def test_whoever_works_on_the_quiz_need_not_be_listed(quiz: Quiz, ada: Person) -> None:
    invited = quiz.sql.call(quiz.owner, "invite_collaborator", quiz_id=quiz.id, person=ada.id, role="results")
    quiz.sql.call(ada, "accept_quiz_invitation", invitation_id=invited["id"])
    assert quiz.start(ada)["preview"]
    assert quiz.start(quiz.owner)["preview"]


def test_a_quiz_takes_guests_or_listed_people(quiz: Quiz) -> None:
    assert refusal(quiz.change, guests_allowed=True) == (422, "guests_not_on_list")
    quiz.change(listed_only=False, guests_allowed=True)
    assert refusal(quiz.change, listed_only=True) == (422, "guests_not_on_list")
    assert refusal(add, quiz, "@school.org") == (422, "guests_not_on_list")


def test_a_guest_is_claimed_only_by_a_listed_account(quiz: Quiz, ada: Person) -> None:
    quiz.change(listed_only=False, guests_allowed=True)
    begun = quiz.sql.call(None, "start_as_guest", quiz_id=quiz.id, nickname="Zoe")
    quiz.change(listed_only=True, guests_allowed=False)
    claim = {"quiz_id": quiz.id, "guest_token": begun["guest_token"]}
    assert refusal(quiz.sql.call, ada, "claim_guest", **claim) == NOT_LISTED
    add(quiz, ada.email)
    assert len(quiz.sql.call(ada, "claim_guest", **claim)["attempts"]) == 1


@pytest.mark.parametrize(
    "addresses",
    [[], "ada@example.com", None, ["ada"], ["ada@"], ["a@b c"], ["a@b@c"], [None], ["x" * 320 + "@y"]],
)
def test_what_is_no_address_is_refused(quiz: Quiz, addresses: Any) -> None:
    call = {"quiz_id": quiz.id, "addresses": addresses}
    status, code = refusal(quiz.sql.call, quiz.owner, "add_to_allow_list", **call)
    assert (status, code in ("wrong_type", "bad_address")) == (422, True)
    assert entries(quiz) == []


def test_the_list_is_bounded(quiz: Quiz) -> None:
    quiz.sql.connection.execute("update core.settings set value = '2' where key = 'quiz.max_allow_list'")
    add(quiz, "a@example.com", "b@example.com")
    assert refusal(add, quiz, "c@example.com") == (409, "allow_list_full")


def test_only_those_who_work_on_a_quiz_see_and_change_its_list(quiz: Quiz, ada: Person) -> None:
    add(quiz, ada.email)
    for function, more in (
        ("list_allow_list", {}),
        ("add_to_allow_list", {"addresses": ["@x.org"]}),
        ("remove_from_allow_list", {"entry_id": entries(quiz)[0]["id"]}),
    ):
        assert refusal(quiz.sql.call, ada, function, quiz_id=quiz.id, **more)[0] in (403, 404)
        no_right = refusal(quiz.sql.call, None, function, quiz_id=quiz.id, **more)
        assert no_right == (None, None)  # to call it


def test_a_copy_has_the_list_and_a_deleted_account_is_on_none(quiz: Quiz, ada: Person) -> None:
    add(quiz, ada.email, "@school.org")
    copy = quiz.sql.call(quiz.owner, "duplicate_quiz", quiz_id=quiz.id)
    assert copy["listed_only"]
    assert len(entries(Quiz(quiz.sql, quiz.owner, copy["id"]))) == 2
    records = quiz.sql.select(ada, "select export_account ->> 'record' as r from public.export_account()")
    assert [row["r"] for row in records].count("allow_list") == 2
    quiz.sql.connection.execute("update auth.users set deleted_at = now() where id = %s", [ada.id])
    assert [entry["address"] for entry in entries(quiz)] == ["@school.org"]


class SupabaseAuth:
    """The column by which a table of Supabase Auth is known, and the confirmation of an address."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql
        sql.connection.execute("alter table auth.users add column confirmed_at timestamptz")

    def confirm(self, person: Person) -> None:
        self.sql.connection.execute(
            "update auth.users set email_confirmed_at = now() where id = %s", [person.id]
        )


def test_with_supabase_auth_only_a_confirmed_address_counts(quiz: Quiz, ada: Person) -> None:
    auth = SupabaseAuth(quiz.sql)
    add(quiz, ada.email)
    assert refusal(quiz.start, ada) == (403, "email_not_confirmed")
    auth.confirm(ada)
    assert quiz.start(ada)["number"] == 1


def test_with_supabase_auth_invitations_and_allowances_reach_confirmed_addresses_only(
    quiz: Quiz, ada: Person
) -> None:
    auth, sql = SupabaseAuth(quiz.sql), quiz.sql
    for address in (ada.email, "@example.com"):
        add(quiz, address)
    invited = sql.call(quiz.owner, "invite_collaborator", quiz_id=quiz.id, person=ada.email, role="edit")
    allowance = {"extra_attempts": 2}
    sql.call(quiz.owner, "set_allowance", quiz_id=quiz.id, person=ada.email, allowance=allowance)
    accept = {"invitation_id": invited["id"]}
    assert sql.call(ada, "list_quiz_invitations")["items"] == []
    assert refusal(sql.call, ada, "accept_quiz_invitation", **accept) == (404, "invitation_not_found")
    assert sql.select(ada, "select * from public.allowances") == []
    assert sql.select(ada, "select * from public.quiz_collaborators") == []
    auth.confirm(ada)
    assert len(sql.select(ada, "select * from public.allowances")) == 1
    assert sql.call(ada, "list_quiz_invitations")["items"][0]["id"] == invited["id"]
    sql.call(ada, "accept_quiz_invitation", **accept)


async def test_the_rest_api_keeps_an_allow_list(sql18: Sql, sign_up: SignUp) -> None:
    host: Client = await sign_up("host")
    ada: Client = await sign_up("ada")
    quiz = make_quiz(sql18, host.person, single(), listed_only=True)
    path = f"/quizzes/{quiz.id}/allow-list"
    refused = await ada.post(f"/quizzes/{quiz.id}/start")
    assert (refused.status_code, refused.json()["code"]) == NOT_LISTED
    added = await host.post(path, json={"addresses": ["@EXAMPLE.com"]})
    assert added.json() == {"added": 1, "total": 1, "listed_only": True}
    (entry,) = (await host.get(path)).json()["items"]
    assert entry["address"] == "@example.com"
    assert (await ada.post(f"/quizzes/{quiz.id}/start")).status_code == 201
    assert (await host.delete(f"{path}/{entry['id']}")).json() == entry
