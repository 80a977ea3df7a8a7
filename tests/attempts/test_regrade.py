"""Marking attempts anew after an answer key was corrected."""

import json
from typing import Any

import pytest

from tests.attempts.taking import Json, Quiz, answer, make_quiz, poll, short_text, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Meanwhile, Person, SignUp, Sql

EVENTS = "select count(*) from core.user_events where user_id = %s and type = 'attempt.regraded'"


def question(quiz: Quiz, n: int = 0) -> Json:
    listed: Json = quiz.sql.call(quiz.owner, "list_questions", quiz_id=quiz.id)["items"][n]
    return listed


def choices(right: str, *texts: str) -> Json:
    return {"choices": [{"text": text, "correct": text == right} for text in texts]}


def correct(quiz: Quiz, changes: Json, n: int = 0) -> None:
    quiz.sql.call(
        quiz.owner,
        "update_question",
        quiz_id=quiz.id,
        question_id=question(quiz, n)["id"],
        changes=changes,
    )


def choose(quiz: Quiz, person: Person, *texts: str) -> Json:
    asked = quiz.start(person)["questions"]
    responses = []
    for one, text in zip(asked, texts, strict=False):
        chosen = next(choice["id"] for choice in one["choices"] if choice["text"] == text)
        responses.append(answer(one, [chosen]))
    return quiz.submit(person, responses)


def preview(quiz: Quiz, regrade: Json | None = None, **more: Any) -> Json:
    shown: Json = quiz.sql.call(quiz.owner, "preview_regrade", quiz_id=quiz.id, regrade=regrade or {}, **more)
    return shown


def apply(quiz: Quiz, regrade: Json | None = None) -> Json:
    done: Json = quiz.sql.call(quiz.owner, "regrade_quiz", quiz_id=quiz.id, regrade=regrade or {})
    return done


def rule(quiz: Quiz, method: str, n: int = 0, **more: Any) -> Json:
    return {"questions": [{"question_id": question(quiz, n)["id"], "method": method, **more}]}


def result(quiz: Quiz, person: Person) -> tuple[float, float, bool | None]:
    mine = quiz.sql.call(person, "my_result", quiz_id=quiz.id)
    return mine["score"], mine["max_score"], mine["passed"]


@pytest.fixture
def quiz(sql: Sql) -> Quiz:
    """Two questions, of which the first has a wrong key."""
    wrong = {"kind": "single_choice", "prompt": "Capital of Australia?"}
    drafts = [{**wrong, **choices("Sydney", "Sydney", "Canberra", "Perth")}, single()]
    return make_quiz(sql, sql.person("host"), *drafts, pass_mark=50)


@pytest.fixture
def ada(quiz: Quiz) -> Person:
    """Somebody who chose what is right, but was not the key."""
    person = quiz.sql.person("ada")
    choose(quiz, person, "Canberra", "Milan")
    return person


@pytest.fixture
def bob(quiz: Quiz) -> Person:
    person = quiz.sql.person("bob")
    choose(quiz, person, "Sydney", "Rome")
    return person


def test_a_dry_run_says_what_changes_for_whom_and_changes_nothing(
    quiz: Quiz, ada: Person, bob: Person
) -> None:
    correct(quiz, choices("Canberra", "Sydney", "Canberra", "Perth"))
    shown = preview(quiz)
    assert (shown["attempts"], shown["changed_scores"], shown["changed_answers"]) == (2, 2, 2)
    changes = {item["display_name"]: (item["old_score"], item["new_score"]) for item in shown["items"]}
    assert changes == {"ada": (0, 1), "bob": (2, 1)}
    assert [one["old_points"] for item in shown["items"] for one in item["questions"]].count(1) == 1
    assert result(quiz, ada)[0] == 0
    assert quiz.sql.call(quiz.owner, "list_regrades", quiz_id=quiz.id)["items"] == []


def test_a_dry_run_is_read_by_page(quiz: Quiz, ada: Person, bob: Person) -> None:
    correct(quiz, choices("Canberra", "Sydney", "Canberra", "Perth"))
    first = preview(quiz, page_size=1)
    second = preview(quiz, page_size=1, cursor=first["next_cursor"])
    assert second["next_cursor"] is None
    assert {page["items"][0]["display_name"] for page in (first, second)} == {"ada", "bob"}


def test_a_regrade_reaches_scores_results_boards_reviews_and_statistics(
    quiz: Quiz, ada: Person, bob: Person
) -> None:
    correct(quiz, choices("Canberra", "Sydney", "Canberra", "Perth"))
    foretold = preview(quiz)
    done = apply(quiz)
    assert {key: done[key] for key in ("attempts", "changed_scores", "changed_answers")} == {
        key: foretold[key] for key in ("attempts", "changed_scores", "changed_answers")
    }
    assert result(quiz, ada) == (1, 2, True)
    board = quiz.sql.call(quiz.owner, "quiz_leaderboard", quiz_id=quiz.id)["items"]
    assert [row["score"] for row in board] == [1, 1]
    attempt = quiz.sql.call(ada, "my_result", quiz_id=quiz.id)["attempt_id"]
    review = quiz.sql.call(ada, "attempt_review", attempt_id=attempt)["questions"][0]
    shown = {choice["id"]: choice["text"] for choice in review["choices"]}
    assert (review["verdict"], [shown[id_] for id_ in review["right_answer"]]) == ("right", ["Canberra"])
    figures = quiz.sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"]
    assert [(row["version"], row["asked"], row["facility"]) for row in figures[:2]] == [
        (2, 0, None),
        (1, 2, 50),
    ]
    assert [quiz.sql.value(EVENTS, person.id) for person in (ada, bob)] == [1, 1]


def test_a_second_regrade_changes_nothing_and_is_not_logged(quiz: Quiz, ada: Person) -> None:
    correct(quiz, choices("Canberra", "Sydney", "Canberra", "Perth"))
    apply(quiz)
    again = apply(quiz)
    assert (again["id"], again["changed_attempts"], preview(quiz)["items"]) == (None, 0, [])
    assert quiz.sql.value(EVENTS, ada.id) == 1


def test_the_log_has_who_when_which_versions_and_each_old_and_new_score(quiz: Quiz, ada: Person) -> None:
    correct(quiz, choices("Canberra", "Sydney", "Canberra", "Perth"))
    done = apply(quiz)
    (logged,) = quiz.sql.call(quiz.owner, "list_regrades", quiz_id=quiz.id)["items"]
    assert (logged["id"], logged["actor"], logged["created_at"]) == (done["id"], "host", done["created_at"])
    assert {(one["method"], one["version"]) for one in logged["questions"]} == {("key", 1), ("key", 2)}
    (change,) = quiz.sql.call(quiz.owner, "list_regrade_results", quiz_id=quiz.id, regrade_id=done["id"])[
        "items"
    ]
    assert (change["display_name"], change["old_score"], change["new_score"]) == ("ada", 0, 1)
    (moved,) = change["questions"]
    assert (moved["version"], moved["old_points"], moved["new_points"]) == (1, 0, 1)


def test_full_points_are_for_everybody_also_who_left_it_blank(quiz: Quiz, ada: Person, bob: Person) -> None:
    cid = quiz.sql.person("cid")
    choose(quiz, cid)
    apply(quiz, rule(quiz, "full_points"))
    assert [result(quiz, person) for person in (ada, bob, cid)] == [(1, 2, True), (2, 2, True), (1, 2, True)]
    apply(quiz, rule(quiz, "key"))  # takes that back
    assert [result(quiz, person)[0] for person in (ada, bob, cid)] == [0, 2, 0]


def test_a_void_question_counts_for_nobody_nor_among_the_points_possible(
    quiz: Quiz, ada: Person, bob: Person
) -> None:
    apply(quiz, rule(quiz, "void"))
    assert [result(quiz, person) for person in (ada, bob)] == [(0, 1, False), (1, 1, True)]
    figures = quiz.sql.call(quiz.owner, "quiz_statistics", quiz_id=quiz.id)["questions"]
    assert [row["facility"] for row in figures] == [None, 50]


def test_only_those_who_had_an_old_version_are_reached_where_that_is_asked(quiz: Quiz, ada: Person) -> None:
    correct(quiz, choices("Canberra", "Sydney", "Canberra", "Perth"))
    late = quiz.sql.person("late")
    choose(quiz, late, "Perth", "Milan")
    apply(quiz, rule(quiz, "full_points", versions=[1]))
    assert [result(quiz, person)[0] for person in (ada, late)] == [1, 0]


def test_only_the_chosen_attempts_are_reached(quiz: Quiz, ada: Person, bob: Person) -> None:
    attempt = quiz.sql.call(ada, "my_result", quiz_id=quiz.id)["attempt_id"]
    apply(quiz, rule(quiz, "void") | {"attempts": [attempt.upper()]})
    assert [result(quiz, person)[1] for person in (ada, bob)] == [1, 2]


def test_a_choice_that_is_gone_keeps_its_mark(quiz: Quiz, ada: Person, bob: Person) -> None:
    correct(quiz, choices("Canberra", "Canberra", "Perth", "Darwin"))
    shown = preview(quiz)
    assert (shown["not_offered"], shown["changed_scores"]) == (1, 1)  # bob's Sydney was right by its own key
    apply(quiz)
    assert [result(quiz, person)[0] for person in (ada, bob)] == [1, 2]


def test_no_choice_gets_the_id_of_one_that_is_gone(quiz: Quiz) -> None:
    ids: dict[str, set[str]] = {}
    for texts in (("Canberra", "Perth"), ("Canberra", "Hobart"), ("Darwin", "Cairns"), ("Canberra", "Perth")):
        correct(quiz, choices(texts[0], *texts))
        stored = quiz.sql.value("select choices from core.questions where id = %s", question(quiz)["id"])
        for choice in stored:
            ids.setdefault(choice["text"], set()).add(choice["id"])
    assert all(len(given) == 1 for given in ids.values())
    assert len(set.union(*ids.values())) == len(ids)


def test_ids_do_not_run_out_after_very_many_edits(sql: Sql) -> None:
    known = [{"id": f"{n}", "text": f"old {n}"} for n in range(100)]
    letters = [chr(97 + n) for n in range(26)] + [
        chr(97 + a) + chr(97 + b) for a in range(26) for b in range(26)
    ]
    known += [{"id": letter, "text": f"older {letter}"} for letter in letters]
    given = sql.value("select core.choice_ids('{new,newer}', %s)", json.dumps(known))
    assert len(set(given)) == 2
    assert not {*given} & {choice["id"] for choice in known}


def test_a_question_of_another_kind_keeps_its_marks(quiz: Quiz, ada: Person) -> None:
    correct(quiz, short_text("Capital of Australia?", "Canberra"))
    shown = preview(quiz)
    assert (shown["not_offered"], shown["changed_attempts"]) == (1, 0)


def test_an_attempt_in_progress_is_marked_by_the_corrected_key(quiz: Quiz) -> None:
    eve = quiz.sql.person("eve")
    attempt = quiz.start(eve)
    first = attempt["questions"][0]
    ids = {choice["text"]: choice["id"] for choice in first["choices"]}
    quiz.save(eve, attempt, [answer(first, [ids["Canberra"]])])
    correct(quiz, choices("Canberra", "Sydney", "Canberra", "Perth"))
    apply(quiz)
    assert quiz.sql.value(EVENTS, eve.id) == 0  # that there is another key is not told before the end
    quiz.save(eve, attempt, [answer(first, [ids["Perth"]])])
    quiz.save(eve, attempt, [answer(first, [ids["Canberra"]])])
    assert quiz.submit(eve)["score"] == 1


def test_negative_marking_stays_that_of_the_attempt(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single("Which?", "x", "y"), single(), negative_marking=0.5)
    ada = sql.person()
    choose(quiz, ada, "y", "Rome")
    assert result(quiz, ada)[0] == 0.5
    quiz.change(negative_marking=0)
    correct(quiz, choices("y", "x", "y"))
    apply(quiz)
    assert result(quiz, ada)[0] == 2
    correct(quiz, choices("x", "x", "y"))
    apply(quiz)
    assert result(quiz, ada)[0] == 0.5


def test_polls_have_nothing_to_regrade(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), poll(), single())
    ada = sql.person()
    quiz.take(ada, right=2)
    assert apply(quiz, rule(quiz, "full_points"))["changed_scores"] == 0
    assert result(quiz, ada)[:2] == (1, 1)


@pytest.mark.parametrize(
    ("regrade", "code"),
    [
        ([], "invalid_regrade"),
        ("all", "invalid_regrade"),
        ({"question": []}, "unknown_field"),
        ({"questions": []}, "invalid_regrade"),
        ({"questions": {}}, "invalid_regrade"),
        ({"questions": [1]}, "invalid_regrade"),
        ({"questions": [{}]}, "question_not_found"),
        ({"questions": [{"question_id": "x", "method": "guess"}]}, "invalid_regrade"),
        ({"questions": [{"question_id": "x"}]}, "question_not_found"),
        ({"attempts": "all"}, "invalid_regrade"),
        ({"by_hand": 1}, "invalid_regrade"),
    ],
)
def test_a_regrade_that_makes_no_sense_is_refused(quiz: Quiz, regrade: Any, code: str) -> None:
    for function in ("preview_regrade", "regrade_quiz"):
        arguments = {"quiz_id": quiz.id, "regrade": regrade}
        assert refusal(quiz.sql.call, quiz.owner, function, **arguments)[1] == code


@pytest.mark.parametrize("more", [{"version": 7}, {"version": 1.5}])
def test_a_version_that_never_was_is_refused(quiz: Quiz, more: Json) -> None:
    arguments = {"quiz_id": quiz.id, "regrade": rule(quiz, "key", **more)}
    assert refusal(quiz.sql.call, quiz.owner, "regrade_quiz", **arguments) == (404, "version_not_found")


def test_only_the_owner_regrades_and_reads_the_log(quiz: Quiz, ada: Person) -> None:
    for function in ("preview_regrade", "regrade_quiz", "list_regrades"):
        assert refusal(quiz.sql.call, ada, function, quiz_id=quiz.id) == (403, "not_the_owner")
    listed = {"quiz_id": quiz.id, "regrade_id": 1}
    assert refusal(quiz.sql.call, ada, "list_regrade_results", **listed) == (403, "not_the_owner")
    assert refusal(quiz.sql.call, quiz.owner, "list_regrade_results", **listed) == (404, "regrade_not_found")


def test_a_quiz_that_was_regraded_can_be_purged(quiz: Quiz) -> None:
    choose(quiz, quiz.owner, "Canberra", "Rome")
    correct(quiz, choices("Canberra", "Sydney", "Canberra", "Perth"))
    assert apply(quiz)["changed_scores"] == 1
    quiz.sql.call(quiz.owner, "delete_quiz", quiz_id=quiz.id)
    assert quiz.sql.call(quiz.owner, "purge_quiz", quiz_id=quiz.id)["purged"]


async def test_an_owner_regrades_over_rest(sql18: Sql, sign_up: SignUp) -> None:
    host, ada = await sign_up("host"), await sign_up("ada")
    assert host.person
    assert ada.person
    quiz = make_quiz(sql18, host.person, single("Which?", "x", "y"))
    choose(quiz, ada.person, "y")
    correct(quiz, choices("y", "x", "y"))
    at = f"/quizzes/{quiz.id}/regrades"
    shown = await host.post(f"{at}/preview", json={})
    assert (shown.status_code, shown.json()["items"][0]["new_score"]) == (200, 1)
    done = await host.post(at, json={})
    assert (done.status_code, done.json()["changed_scores"]) == (200, 1)
    assert [one["id"] for one in (await host.get(at)).json()["items"]] == [done.json()["id"]]
    changed = await host.get(f"{at}/{done.json()['id']}")
    assert changed.json()["items"] == shown.json()["items"]
    assert (await host.post(at, json={"questions": 1})).status_code == 422
    attempt = shown.json()["items"][0]["attempt_id"]
    named = {"questions": [{"question_id": question(quiz)["id"], "method": "void"}], "attempts": [attempt]}
    ruled = await host.post(at, json=named)
    assert (ruled.status_code, ruled.json()["changed_attempts"]) == (200, 1), ruled.text


def test_a_text_that_was_erased_with_its_account_keeps_its_mark(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), short_text("Capital of Australia?", "Canberra"))
    ada = sql.person("ada")
    quiz.take(ada, right=1)
    sql.connection.execute("select core.erase_traces(%s)", [ada.id])
    assert apply(quiz)["changed_scores"] == 0
    correct(quiz, {"answers": [{"text": "Sydney"}]})
    assert (apply(quiz)["changed_scores"], result(quiz, ada)[0]) == (0, 1)


def test_a_regrade_and_the_erasing_of_an_account_wait_for_each_other(sql: Sql, meanwhile: Meanwhile) -> None:
    quiz = make_quiz(sql, sql.person("host"), short_text("Capital of Australia?", "Canberra"))
    ada, bob = sql.person("ada"), sql.person("bob")
    of_ada, _ = (quiz.take(person, right=1)["id"] for person in (ada, bob))
    while sql.value("select core.fold_statistics(%s, 1000)", quiz.id):
        pass
    correct(quiz, {"answers": [{"text": "Sydney"}]})
    done, erased = meanwhile(
        lambda one: apply(Quiz(one, quiz.owner, quiz.id), {"attempts": [of_ada]}),
        lambda two: two.value("select core.erase_traces(%s)", bob.id),
        lambda one: apply(Quiz(one, quiz.owner, quiz.id)),
    )
    assert not isinstance(erased, Exception)
    assert done["changed_attempts"] == 1
    assert sql.value("select count(*) from core.answers where response = '\"\"'") == 1
