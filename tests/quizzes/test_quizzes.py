import uuid
from typing import Any

import pytest

from tests.fixtures import Refused, Sql
from tests.quizzes.conftest import Author

OPTIONS: dict[str, Any] = {
    "description": "Two terms of it.",
    "language": "pt-BR",
    "visibility": "link",
    "opens_at": "2127-01-01T08:00:00+00:00",
    "closes_at": "2127-02-01T08:00:00+00:00",
    "time_limit_s": 600,
    "attempts_allowed": None,
    "attempt_delay_s": 60,
    "counting_attempt": "average",
    "shuffle_questions": True,
    "shuffle_choices": True,
    "review_shown": "after_close",
    "key_shown": "never",
    "negative_marking": 0.25,
    "pass_mark": 66.5,
}


def test_a_quiz_has_the_options_it_was_given_and_defaults_for_the_rest(ada: Author) -> None:
    quiz = ada.call("create_quiz", draft={"title": "History", **OPTIONS})
    assert {field: quiz[field] for field in OPTIONS} == OPTIONS
    assert (quiz["title"], quiz["owner"], quiz["question_count"], quiz["points"]) == ("History", "ada", 0, 0)
    plain = ada.call("create_quiz", draft={"title": " History "})
    assert (plain["title"], plain["visibility"], plain["attempts_allowed"]) == ("History", "private", 1)
    lines = ada.call("create_quiz", draft={"title": "History\r\nSet-Cookie: x\u202e"})
    assert lines["title"] == "History Set-Cookie: x"


def test_a_change_keeps_the_other_options_and_null_removes_one(ada: Author) -> None:
    quiz_id = ada.call("create_quiz", draft={"title": "History", **OPTIONS})["id"]
    changed = ada.call("update_quiz", quiz_id=quiz_id, changes={"time_limit_s": None, "description": ""})
    assert {field: changed[field] for field in OPTIONS} == {
        **OPTIONS,
        "time_limit_s": None,
        "description": "",
    }
    same = ada.call("update_quiz", quiz_id=quiz_id, changes={"language": "pt-BR"})
    assert same["updated_at"] == changed["updated_at"]


def test_the_error_of_an_invalid_option_says_what_is_wrong(ada: Author) -> None:
    refusals = [
        ({}, "missing_field", "title is missing or empty."),
        ({"title": " "}, "missing_field", "title is missing or empty."),
        ({"title": "x" * 201}, "too_long", "title has 201 characters; 200 are allowed."),
        ({"title": None}, "wrong_type", "title must be a text."),
        ({"title": "x", "colour": 1}, "unknown_field", "“colour” is not a field here."),
        ({"title": "x", "owner_id": str(uuid.uuid4())}, "unknown_field", "“owner_id” is not a field here."),
        ({"title": "x", "visibility": "secret"}, "unknown_value", "one of: private, link, public."),
        ({"title": "x", "visibility": None}, "unknown_value", "one of: private, link, public."),
        ({"title": "x", "language": "English"}, "bad_language", "en, de or pt-BR."),
        (
            {"title": "x", "opens_at": "tomorrow"},
            "bad_time",
            "“opens_at” must be a date and time with its zone",
        ),
        ({"title": "x", "opens_at": "2127-01-01T08:00:00"}, "bad_time", "with its zone"),
        ({"title": "x", "opens_at": "2127-02-30T08:00:00Z"}, "bad_time", "opens_at"),
        ({"title": "x", "opens_at": 7}, "bad_time", "opens_at"),
        ({"title": "x", "time_limit_s": 0}, "out_of_range", "a whole number from 1 to 604800."),
        ({"title": "x", "attempts_allowed": 1.5}, "out_of_range", "a whole number from 1 to 1000."),
        ({"title": "x", "shuffle_choices": "yes"}, "wrong_type", "“shuffle_choices” must be true or false."),
        ({"title": "x", "negative_marking": 2}, "out_of_range", "from 0 to 1"),
        ({"title": "x", "pass_mark": "50"}, "wrong_type", "“pass_mark” must be a number from 0 to 100"),
        (
            {"title": "x", "opens_at": "2127-01-01T08:00:00Z", "closes_at": "2127-01-01T09:00:00+01:00"},
            "closes_before_it_opens",
            "The closing time must be after the opening time.",
        ),
        ("x", "wrong_type", "must be an object"),
    ]
    for draft, code, words in refusals:
        with pytest.raises(Refused) as refused:
            ada.call("create_quiz", draft=draft)
        assert (refused.value.status, refused.value.code) == (422, code), draft
        assert words in refused.value.message
    assert ada.call("list_quizzes")["items"] == []


def test_a_new_closing_time_is_compared_with_the_stored_opening_time(ada: Author) -> None:
    quiz_id = ada.quiz(opens_at="2127-01-01T08:00:00Z")
    assert ada.refused("update_quiz", quiz_id=quiz_id, changes={"closes_at": "2026-01-01T08:00:00Z"}) == (
        422,
        "closes_before_it_opens",
    )


def test_quizzes_are_listed_newest_first_by_page(ada: Author, bob: Author) -> None:
    made = [ada.quiz() for _ in range(5)]
    bob.quiz()
    first = ada.call("list_quizzes", page_size=2)
    second = ada.call("list_quizzes", page_size=2, cursor=first["next_cursor"])
    third = ada.call("list_quizzes", page_size=2, cursor=second["next_cursor"])
    assert [quiz["id"] for page in (first, second, third) for quiz in page["items"]] == made[::-1]
    assert third["next_cursor"] is None


def test_quizzes_made_at_one_moment_are_neither_lost_nor_repeated_between_pages(
    sql: Sql, ada: Author
) -> None:
    made = {ada.quiz() for _ in range(4)}
    sql.connection.execute("update core.quizzes set created_at = '2026-01-01'")
    first = ada.call("list_quizzes", page_size=2)
    second = ada.call("list_quizzes", page_size=2, cursor=first["next_cursor"])
    listed = [quiz["id"] for page in (first, second) for quiz in page["items"]]
    assert len(listed) == 4
    assert set(listed) == made


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "WyJhIiwiYiJd", "é", "WzEsbnVsbF0", ""])
def test_a_cursor_from_another_source_is_refused(ada: Author, cursor: str) -> None:
    assert ada.refused("list_quizzes", cursor=cursor) == (422, "bad_cursor")


@pytest.mark.parametrize("size", [0, 101, -1])
def test_a_page_of_no_or_too_many_rows_is_refused(ada: Author, size: int) -> None:
    assert ada.refused("list_quizzes", page_size=size) == (422, "bad_limit")


def test_public_quizzes_are_for_everybody_linked_ones_for_those_with_the_link(
    sql: Sql, ada: Author, bob: Author
) -> None:
    private, link, public = (ada.quiz(visibility=visibility) for visibility in ("private", "link", "public"))
    for reader in (bob.person, None):
        listed = sql.call(reader, "list_quizzes", visibility="public")["items"]
        assert [quiz["id"] for quiz in listed] == [public]
        assert sql.call(reader, "get_quiz", quiz_id=link)["id"] == link
        with pytest.raises(Refused) as refused:
            sql.call(reader, "get_quiz", quiz_id=private)
        assert (refused.value.status, refused.value.code) == (404, "quiz_not_found")
    with pytest.raises(Refused) as refused:
        sql.call(None, "list_quizzes")
    assert (refused.value.status, refused.value.code) == (401, "not_signed_in")


def test_others_do_not_learn_of_a_private_quiz_and_can_not_change_a_public_one(
    ada: Author, bob: Author
) -> None:
    private, public = ada.quiz(1), ada.quiz(1, visibility="public")
    question = ada.questions(public)[0]["id"]
    calls: list[tuple[str, dict[str, Any]]] = [
        ("update_quiz", {"changes": {"title": "mine"}}),
        ("delete_quiz", {}),
        ("duplicate_quiz", {}),
        ("create_question", {"draft": {}}),
        ("create_questions", {"drafts": []}),
        ("list_questions", {}),
        ("get_question", {"question_id": question}),
        ("update_question", {"question_id": question, "changes": {}}),
        ("delete_question", {"question_id": question}),
        ("restore_question", {"question_id": question}),
        ("reorder_questions", {"question_ids": [question]}),
    ]
    for function, arguments in calls:
        assert bob.refused(function, quiz_id=private, **arguments) == (404, "quiz_not_found"), function
        assert bob.refused(function, quiz_id=uuid.uuid4(), **arguments) == (404, "quiz_not_found"), function
        assert bob.refused(function, quiz_id=public, **arguments) == (403, "not_the_owner"), function
    for function in ("restore_quiz", "purge_quiz"):
        assert bob.refused(function, quiz_id=private)[0] == 404


def test_a_quiz_is_shown_to_those_who_may_see_it(sql: Sql, ada: Author, bob: Author) -> None:
    quiz_id = ada.quiz(1)
    assert ada.call("get_quiz", quiz_id=quiz_id)["question_count"] == 1
    assert bob.refused("get_quiz", quiz_id=quiz_id) == (404, "quiz_not_found")
    with pytest.raises(Refused, match="no such quiz"):
        sql.call(None, "get_quiz", quiz_id=quiz_id)
    ada.call("update_quiz", quiz_id=quiz_id, changes={"visibility": "link"})
    assert sql.call(None, "get_quiz", quiz_id=quiz_id)["question_count"] == 1


def test_a_deleted_quiz_is_hidden_until_it_is_restored(ada: Author, bob: Author) -> None:
    quiz_id = ada.quiz(2, visibility="public")
    before = ada.call("get_quiz", quiz_id=quiz_id)
    ada.call("delete_quiz", quiz_id=quiz_id)
    assert ada.refused("get_quiz", quiz_id=quiz_id) == (404, "quiz_not_found")
    assert ada.refused("delete_quiz", quiz_id=quiz_id) == (404, "quiz_not_found")
    assert ada.refused("list_questions", quiz_id=quiz_id) == (404, "quiz_not_found")
    assert bob.refused("list_questions", quiz_id=quiz_id) == (404, "quiz_not_found")
    assert ada.call("list_quizzes")["items"] == bob.call("list_quizzes", visibility="public")["items"] == []
    assert ada.select("select id from public.quizzes") == ada.select("select id from public.questions") == []
    assert [quiz["id"] for quiz in ada.call("list_quizzes", deleted=True)["items"]] == [quiz_id]
    assert bob.call("list_quizzes", deleted=True)["items"] == []
    assert bob.refused("list_quizzes", visibility="public", deleted=True) == (422, "unknown_value")
    assert ada.call("restore_quiz", quiz_id=quiz_id) == before
    assert ada.refused("restore_quiz", quiz_id=quiz_id) == (404, "quiz_not_found")


def test_only_a_deleted_quiz_can_be_purged_and_it_is_removed_completely(sql: Sql, ada: Author) -> None:
    quiz_id = ada.quiz(3)
    question = ada.questions(quiz_id)[0]["id"]
    ada.call("update_question", quiz_id=quiz_id, question_id=question, changes={"correct": True})
    assert ada.refused("purge_quiz", quiz_id=quiz_id) == (404, "quiz_not_found")
    ada.call("delete_quiz", quiz_id=quiz_id)
    assert ada.call("purge_quiz", quiz_id=quiz_id) == {"id": quiz_id, "purged": True}
    for table in ("quizzes", "questions", "question_versions"):
        assert sql.value(f"select count(*) from core.{table}") == 0, table


def take(taker: Author, quiz_id: str) -> None:
    """An attempt with an answer."""
    begun = taker.call("start_attempt", quiz_id=quiz_id)
    answer = {"question_id": begun["questions"][0]["id"], "response": ["true"]}
    taker.call("save_answers", attempt_id=begun["id"], answers=[answer])


def test_a_quiz_with_results_of_others_can_not_be_purged(sql: Sql, ada: Author, bob: Author) -> None:
    taken, own = ada.quiz(1, visibility="public"), ada.quiz(1)
    take(bob, taken)
    take(ada, own)
    for quiz_id in (taken, own):
        ada.call("delete_quiz", quiz_id=quiz_id)
    assert ada.refused("purge_quiz", quiz_id=taken) == (409, "quiz_has_results")
    ada.call("purge_quiz", quiz_id=own)
    assert sql.value("select count(*) from core.attempts") == 1
    assert [quiz["id"] for quiz in ada.call("list_quizzes", deleted=True)["items"]] == [taken]


def test_a_room_that_others_played_in_keeps_its_quiz_and_an_empty_one_does_not(sql: Sql, ada: Author) -> None:
    played, empty = ada.quiz(1), ada.quiz(1)
    rooms = {quiz: ada.call("create_room", quiz_id=quiz)["room_code"] for quiz in (played, empty)}
    sql.call(None, "relay_join_room", room_code=rooms[played], username="Grace")
    for quiz_id in (played, empty):
        ada.call("delete_quiz", quiz_id=quiz_id)
    assert ada.refused("purge_quiz", quiz_id=played) == (409, "quiz_has_results")
    assert ada.call("purge_quiz", quiz_id=empty)["purged"]


def test_a_copy_has_everything_but_the_results_and_is_private(ada: Author) -> None:
    quiz_id = ada.quiz(2, **{**OPTIONS, "visibility": "public"})
    ada.call("delete_question", quiz_id=quiz_id, question_id=ada.question(quiz_id)["id"])
    copy = ada.call("duplicate_quiz", quiz_id=quiz_id)
    assert (copy["title"], copy["visibility"], copy["question_count"]) == ("Copy of A quiz", "private", 2)
    assert {field: copy[field] for field in OPTIONS} == {**OPTIONS, "visibility": "private"}
    assert ada.call("duplicate_quiz", quiz_id=quiz_id, title="B")["title"] == "B"


def test_a_reader_through_the_data_api_sees_their_own_and_public_quizzes(
    sql: Sql, ada: Author, bob: Author
) -> None:
    private, _, public = (ada.quiz(1, visibility=visibility) for visibility in ("private", "link", "public"))
    own = bob.quiz(1)
    assert {str(row["id"]) for row in bob.select("select id from public.quizzes")} == {own, public}
    assert {str(row["quiz_id"]) for row in bob.select("select quiz_id from public.questions")} == {own}
    assert [str(row["id"]) for row in sql.select(None, "select id from public.quizzes")] == [public]
    assert private in {str(row["id"]) for row in ada.select("select id from public.quizzes")}
    with pytest.raises(Refused) as refused:
        sql.select(None, "select id from public.questions")
    assert refused.value.sqlstate == "42501"


@pytest.mark.parametrize(
    "statement",
    [
        "insert into public.quizzes (owner_id, title) values (auth.uid(), 'x') returning id",
        "update public.quizzes set title = 'x' returning id",
        "delete from public.quizzes returning id",
        "update public.questions set points = 100 returning id",
        "delete from public.questions returning id",
        "select key from public.questions",
        "select explanation from public.questions",
        "select * from core.questions",
        "select * from core.question_versions",
        "select * from core.trivia_questions",
        "select core.normalise_question('{}')",
    ],
)
def test_no_client_writes_a_table_or_reads_a_key(ada: Author, statement: str) -> None:
    ada.quiz(1, visibility="public")
    with pytest.raises(Refused) as refused:
        ada.select(statement)
    assert refused.value.sqlstate in ("42501", "42703")  # not allowed; no such column


def test_no_client_role_may_write_anything_or_read_a_key(sql: Sql) -> None:
    rights = sql.connection.execute(
        """
        select grantee, table_schema, table_name, privilege_type
        from information_schema.role_table_grants
        where grantee in ('anon', 'authenticated', 'PUBLIC') and table_schema in ('core', 'public')
            and privilege_type <> 'SELECT'
        """
    ).fetchall()
    assert rights == []
    for column in ("key", "explanation"):
        for role in ("anon", "authenticated"):
            assert not sql.value(
                "select has_column_privilege(%s, 'core.questions', %s, 'select')", role, column
            )


def test_a_time_in_an_impossible_zone_is_refused(ada: Author) -> None:
    draft = {"title": "A quiz", "closes_at": "2027-01-01T00:00:00+16:00"}
    assert ada.refused("create_quiz", draft=draft) == (422, "bad_time")


def test_too_many_drafts_are_refused_before_the_first_is_read(ada: Author) -> None:
    drafts = [{"kind": "nonsense"}] * 1001
    quiz_id = ada.quiz()
    assert ada.refused("create_questions", quiz_id=quiz_id, drafts=drafts) == (422, "too_many_questions")
    assert ada.refused("import_questions", drafts=drafts, into_quiz=quiz_id) == (422, "too_many_questions")
