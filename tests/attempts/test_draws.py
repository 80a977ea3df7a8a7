"""Sections of a quiz draw some of its questions for an attempt, a room or a paper."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.attempts.taking import Json, Quiz, make_quiz, poll, single, true_false
from tests.attempts.test_starting import refusal
from tests.fixtures import Client, Person, SignUp, Sql

TAKERS = 30


@pytest.fixture
def host(sql: Sql) -> Person:
    return sql.person("host")


def tagged(tag: str, number: int, **more: Any) -> list[Json]:
    return [true_false(f"{tag} {n}", tags=[tag], **more) for n in range(number)]


def sectioned(sql: Sql, host: Person, *sections: Json, **options: Any) -> Quiz:
    """A quiz of 8 questions on rivers, 4 of them hard, and 5 on lakes, with these sections."""
    drafts = tagged("lake", 5) + tagged("river", 4, difficulty="hard") + tagged("river", 4, difficulty="easy")
    quiz = make_quiz(sql, host, *drafts, **options)
    quiz.change(sections=list(sections))
    return quiz


def prompts(attempt: Json) -> list[str]:
    return [question["prompt"] for question in attempt["questions"]]


def attempts(quiz: Quiz, number: int = TAKERS) -> list[Json]:
    return [quiz.start(quiz.sql.person()) for _ in range(number)]


def test_each_attempt_has_as_many_questions_of_a_section_as_it_selects(sql: Sql, host: Person) -> None:
    quiz = sectioned(
        sql, host,
        {"title": "Rivers", "tag": "River", "select": 3, "text": "Mind the *tides*."},
        {"title": "Lakes", "tag": "lake"},
    )  # fmt: skip
    taken = attempts(quiz)
    for attempt in taken:
        assert [p.split()[0] for p in prompts(attempt)] == ["river"] * 3 + ["lake"] * 5
        assert len({question["id"] for question in attempt["questions"]}) == 8
        assert prompts(attempt)[3:] == [f"lake {n}" for n in range(5)]
        assert (attempt["question_count"], attempt["max_score"]) == (8, 8)
        assert attempt["sections"] == [
            {
                "title": "Rivers",
                "text": "Mind the *tides*.",
                "text_format": "plain",
                "first": 1,
                "questions": 3,
            },
            {"title": "Lakes", "first": 4, "questions": 5},
        ]
    drawn = Counter(question["id"] for attempt in taken for question in attempt["questions"][:3])
    assert len(drawn) == 8
    assert len({tuple(prompts(attempt)) for attempt in taken}) > 5


def test_a_section_that_is_drawn_once_asks_everybody_the_same(sql: Sql, host: Person) -> None:
    quiz = sectioned(
        sql, host, {"title": "Rivers", "tag": "river", "select": 3, "draw": "once"}, {"title": "Rest"}
    )
    assert len({tuple(prompts(attempt)[:3]) for attempt in attempts(quiz, 8)}) == 1
    quiz.change(sections=[{"title": "Rivers", "tag": "river", "select": 3, "draw": "once", "shuffle": True}])
    taken = attempts(quiz, 8)
    assert len({frozenset(prompts(attempt)) for attempt in taken}) == 1
    assert len({tuple(prompts(attempt)) for attempt in taken}) > 1


def test_a_question_belongs_to_the_first_section_that_it_fits(sql: Sql, host: Person) -> None:
    quiz = sectioned(
        sql, host,
        {"title": "Hard", "difficulty": "hard"},
        {"title": "Rivers", "tag": "river"},
        {"title": "Rest"},
    )  # fmt: skip
    attempt = quiz.start(sql.person())
    assert [section["questions"] for section in attempt["sections"]] == [4, 4, 5]
    assert len({*prompts(attempt)[:8]}) == 4
    assert len(attempt["questions"]) == 13
    quiz.change(sections=[{"title": "Rivers", "tag": "river", "difficulty": "easy", "shuffle": False}])
    assert prompts(quiz.start(sql.person())) == [f"river {n}" for n in range(4)]  # the others are not asked


def test_questions_are_shuffled_within_their_section_only(sql: Sql, host: Person) -> None:
    sections = [{"title": "Lakes", "tag": "lake"}, {"title": "Rivers", "shuffle": False}]
    quiz = sectioned(sql, host, *sections, shuffle_questions=True)
    taken = attempts(quiz, 8)
    assert len({tuple(prompts(attempt)[:5]) for attempt in taken}) > 1
    assert {frozenset(prompts(attempt)[:5]) for attempt in taken} == {
        frozenset(f"lake {n}" for n in range(5))
    }
    assert len({tuple(prompts(attempt)[5:]) for attempt in taken}) == 1


def test_the_owner_is_told_of_too_few_questions_and_no_taker_is(sql: Sql, host: Person) -> None:
    quiz = sectioned(sql, host, {"title": "Lakes", "tag": "lake", "select": 5})
    more = [{"title": "Lakes", "tag": "lake", "select": 6}]
    assert refusal(quiz.change, sections=more) == (409, "too_few_questions")
    # what is left for the second section is less than it looks
    both = [{"title": "Hard", "difficulty": "hard"}, {"title": "Rivers", "tag": "river", "select": 5}]
    assert refusal(quiz.change, sections=both) == (409, "too_few_questions")
    lake = sql.call(host, "list_questions", quiz_id=quiz.id, tag="LAKE")["items"][0]
    where = {"quiz_id": quiz.id, "question_id": lake["id"]}
    assert refusal(sql.call, host, "delete_question", **where) == (409, "too_few_questions")
    assert refusal(sql.call, host, "update_question", **where, changes={"tags": ["pond"]}) == (
        409,
        "too_few_questions",
    )
    draft = {"title": "x", "sections": more}
    assert refusal(sql.call, host, "create_quiz", draft=draft) == (409, "too_few_questions")
    assert refusal(
        sql.call, host, "import_questions", drafts=[true_false()], title="x", quiz={"sections": more}
    ) == (409, "too_few_questions")
    assert len(quiz.start(sql.person())["questions"]) == 5


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ({}, "missing_field"),
        ({"title": "x", "select": 0}, "out_of_range"),
        ({"title": "x", "draw": "twice"}, "unknown_value"),
        ({"title": "x", "difficulty": "harder"}, "unknown_value"),
        ({"title": "x", "shuffle": "yes"}, "wrong_type"),
        ({"title": "x", "n": 1}, "unknown_field"),
    ],
)
def test_a_section_with_a_mistake_is_refused(sql: Sql, host: Person, section: Json, code: str) -> None:
    quiz = make_quiz(sql, host)
    assert refusal(quiz.change, sections=[section]) == (422, code)


def test_the_draw_is_kept_when_the_quiz_changes(sql: Sql, host: Person) -> None:
    quiz, ada = sectioned(sql, host, {"title": "Rivers", "tag": "river", "select": 3}), sql.person()
    before = quiz.start(ada)
    quiz.change(sections=[])
    again = quiz.start(ada)
    assert (prompts(again), again["sections"]) == (prompts(before), before["sections"])
    assert quiz.submit(ada, quiz.right_answers(again))["percent"] == 100
    assert sql.call(host, "attempt_review", attempt_id=again["id"])["sections"] == before["sections"]


def test_attempts_with_different_draws_are_compared_by_the_part_that_they_reached(
    sql: Sql, host: Person
) -> None:
    quiz = make_quiz(
        sql, host, *(single(f"{n}", points=n + 1) for n in range(6)), pass_mark=50, attempts_allowed=None
    )
    quiz.change(sections=[{"title": "All", "select": 2}])
    for _ in range(6):
        person = sql.person()
        attempt = quiz.start(person)
        assert attempt["max_score"] == sum(question["points"] for question in attempt["questions"])
        result = quiz.submit(person, quiz.right_answers(attempt))
        assert (result["score"], result["percent"], result["passed"]) == (attempt["max_score"], 100, True)
    board = sql.call(host, "quiz_leaderboard", quiz_id=quiz.id)["items"]
    assert {row["rank"] for row in board} == {1}


def test_a_preview_and_a_room_draw_too(sql: Sql, host: Person) -> None:
    quiz = sectioned(
        sql, host, {"title": "Rivers", "tag": "river", "select": 3}, {"title": "L", "tag": "lake"}
    )
    preview = quiz.start(host)
    assert (preview["preview"], len(preview["questions"])) == (True, 8)
    room = sql.call(host, "create_room", quiz_id=quiz.id)
    assert room["question_total"] == 8
    asked = sql.connection.execute(
        "select v.prompt from core.room_questions rq "
        "join core.question_versions v using (question_id, version) order by rq.number"
    ).fetchall()
    assert [prompt.split()[0] for (prompt,) in asked] == ["river"] * 3 + ["lake"] * 5
    quiz.change(sections=[{"title": "Ponds", "tag": "pond"}])
    assert refusal(sql.call, host, "create_room", quiz_id=quiz.id) == (409, "empty_quiz")
    assert refusal(quiz.start, sql.person()) == (409, "quiz_empty")


def test_versions_of_a_paper_draw_and_stay_the_same(sql: Sql, host: Person) -> None:
    quiz = sectioned(
        sql, host, {"title": "Rivers", "tag": "river", "select": 3}, {"title": "L", "tag": "lake"}
    )

    def paper(version: str | None) -> list[str]:
        return prompts(sql.call(host, "export_quiz", quiz_id=quiz.id, version=version))

    assert paper("A") == paper("A")
    assert len({tuple(paper(version)) for version in "ABCDEF"}) > 1
    assert [prompt.split()[0] for prompt in paper("C")] == ["river"] * 3 + ["lake"] * 5
    assert len(paper(None)) == 13


def test_sections_tags_and_pins_come_back_from_our_json_and_from_a_copy(sql: Sql, host: Person) -> None:
    sections = [
        {"title": "Rivers", "tag": "river", "select": 2, "draw": "once", "shuffle": True, "text": "Wet."},
        {"title": "Hard", "difficulty": "hard", "draw": "each_attempt"},
    ]
    quiz = sectioned(sql, host, *sections)
    pinned = {"kind": "poll", "prompt": "?", "choices": [{"text": "a"}, {"text": "both", "pinned": True}]}
    sql.call(host, "create_question", quiz_id=quiz.id, draft=pinned)
    export = sql.call(host, "export_quiz", quiz_id=quiz.id, with_key=True)
    assert export["quiz"]["sections"] == sections
    assert (export["questions"][0]["tags"], export["questions"][-1]["choices"]) == (
        ["lake"],
        pinned["choices"],
    )
    back = sql.call(
        host,
        "import_questions",
        drafts=export["questions"],
        title="Back",
        quiz={"sections": export["quiz"]["sections"]},
    )["quiz"]["id"]
    copy = sql.call(host, "duplicate_quiz", quiz_id=quiz.id)["id"]
    for quiz_id in (back, copy):
        again = sql.call(host, "export_quiz", quiz_id=quiz_id, with_key=True)
        assert again["questions"] == export["questions"]
        assert again["quiz"]["sections"] == sections


def test_a_pinned_choice_keeps_its_place_and_the_others_are_shuffled(sql: Sql, host: Person) -> None:
    texts = [f"{n}" for n in range(6)]
    choices = [{"text": text, "correct": text == "0"} for text in texts]
    choices[2]["pinned"] = choices[5]["pinned"] = True
    quiz = make_quiz(sql, host, single(choices=choices), poll(choices=choices[:0] + [
        {"text": text, "pinned": text == "5"} for text in texts
    ]), shuffle_choices=True)  # fmt: skip
    taken = attempts(quiz, 12)
    orders = [[choice["text"] for choice in attempt["questions"][0]["choices"]] for attempt in taken]
    assert all((order[2], order[5], sorted(order)) == ("2", "5", texts) for order in orders)
    assert len({tuple(order) for order in orders}) > 3
    assert all(attempt["questions"][1]["choices"][5]["text"] == "5" for attempt in taken)
    assert "pinned" not in json.dumps(taken[0]["questions"])
    sql.call(host, "create_room", quiz_id=quiz.id)
    last = sql.value(
        "select c ->> 'text' from core.room_questions rq join core.questions q on q.id = rq.question_id "
        "cross join jsonb_array_elements(q.choices) c where rq.number = 1 and c ->> 'id' = choice_order[6]"
    )
    assert last == "5"


def test_questions_are_listed_by_tag_and_difficulty(sql: Sql, host: Person) -> None:
    quiz = sectioned(sql, host)

    def listed(**filters: Any) -> int:
        return len(sql.call(host, "list_questions", quiz_id=quiz.id, **filters)["items"])

    assert (listed(), listed(tag=" River "), listed(tag="pond")) == (13, 8, 0)
    assert (listed(difficulty="hard"), listed(tag="lake", difficulty="hard")) == (4, 0)
    assert refusal(listed, difficulty="harder") == (422, "unknown_value")
    many = [str(n) for n in range(21)]
    for tags, code in ((many, "too_many_tags"), (["x" * 51], "too_long"), ("x", "wrong_type")):
        draft = true_false(tags=tags)
        assert refusal(sql.call, host, "create_question", quiz_id=quiz.id, draft=draft) == (422, code)


async def test_sections_over_http(sign_up: SignUp) -> None:
    ada: Client = await sign_up("ada")
    quiz = (await ada.post("/quizzes", json={"title": "x"})).json()
    where = f"/quizzes/{quiz['id']}"
    added = await ada.post(f"{where}/questions", json=tagged("river", 3) + tagged("lake", 2))
    assert added.status_code == 201
    sections = [{"title": "Rivers", "tag": "river", "select": 2}]
    changed = await ada.patch(where, json={"sections": sections})
    assert changed.json()["sections"] == [{**sections[0], "draw": "each_attempt"}]
    listed = (await ada.get(f"{where}/questions", params={"tag": "lake"})).json()["items"]
    assert [question["tags"] for question in listed] == [["lake"]] * 2
    attempt = (await ada.post(f"{where}/start")).json()
    assert attempt["sections"] == [{"title": "Rivers", "first": 1, "questions": 2}]
    refused = await ada.patch(where, json={"sections": [{**sections[0], "select": 4}]})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_few_questions")


async def test_a_drawn_room_is_hosted_over_http(sign_up: SignUp) -> None:
    ada: Client = await sign_up("ada")
    quiz_id = (await ada.post("/quizzes", json={"title": "x"})).json()["id"]
    await ada.post(f"/quizzes/{quiz_id}/questions", json=tagged("river", 3) + tagged("lake", 2))
    sections = [{"title": "Rivers", "tag": "river", "select": 2}, {"title": "Lakes", "tag": "lake"}]
    await ada.patch(f"/quizzes/{quiz_id}", json={"sections": sections})
    made = await ada.post("/realtime/rooms", json={"quiz_id": quiz_id})
    assert (made.status_code, made.json()["question_total"]) == (201, 4)
    ponds = [{"title": "Ponds", "tag": "pond"}]
    await ada.patch(f"/quizzes/{quiz_id}", json={"sections": ponds})
    refused = await ada.post("/realtime/rooms", json={"quiz_id": quiz_id})
    assert (refused.status_code, refused.json()["code"]) == (409, "empty_quiz")


def test_a_section_selects_no_more_than_a_quiz_may_have(sql: Sql, host: Person) -> None:
    sql.connection.execute("update core.settings set value = '7' where key = 'quiz.max_questions'")
    quiz = make_quiz(sql, host, *tagged("river", 7))
    for select, status in ((7, None), (8, 422)):
        sections = {"sections": [{"title": "Rivers", "select": select}]}
        if status is None:
            quiz.change(**sections)
        else:
            assert refusal(quiz.change, **sections) == (status, "out_of_range")
