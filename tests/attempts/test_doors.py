"""Where a quiz shows neither scores, marks nor its key, no door tells whoever took it how they did."""

import json
from typing import Any

import pytest

from tests.attempts.taking import Quiz, make_quiz, single, true_false
from tests.fixtures import Client, Person, Server, SignUp, Sql

HIDDEN = {"score_shown": "never", "review_shown": "never", "key_shown": "never"}
OF_PERSON = {  # what differs between two people however they answered
    "id", "attempt_id", "user_id", "display_name", "nickname", "email", "guest_token", "now", "remaining_ms",
    "started_at", "finished_at", "saved_at", "created_at", "updated_at", "last_finished_at", "deadline",
    "response", "seed", "hint", "at", "last", "last_sign_in_at", "next_cursor",
}  # fmt: skip
TOLD = {"score", "percent", "passed", "rank", "fraction", "earned", "verdict", "right_answer", "explanation"}
VIEWS = (
    "select * from public.attempts",
    "select * from public.results",
    "select a.*, public.fraction(a), public.points(a) from public.answers as a",
    "select * from public.attempt_questions",
    "select * from public.attempt_choices",
    "select * from public.question_versions",
    "select * from public.quizzes",
    "select * from public.my_events()",
    "select * from public.global_board()",
)


class Told:
    """All that one person is told over all doors, with their answers all right or all wrong."""

    def __init__(self, quiz: Quiz, client: Client, right: bool) -> None:
        self.quiz = quiz
        self.client = client
        self.right = right
        self.all: dict[str, Any] = {}

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        answered = await self.client.request(method, path, **more)
        told = answered.json() if "json" in answered.headers["content-type"] else answered.text
        self.all[f"{method} {path} {answered.status_code}"] = told
        return told

    async def take(self, start: str, **given: Any) -> dict[str, Any]:
        attempt: dict[str, Any] = await self.ask("POST", start, **given)
        if "guest_token" in attempt:
            self.client.headers["Guest-Token"] = attempt["guest_token"]
        answers = [
            {
                "question_id": question["id"],
                "response": (self.quiz.right if self.right else self.wrong)(question["id"]),
            }
            for question in attempt["questions"]
        ]
        await self.ask("PATCH", f"/attempts/{attempt['id']}/answers", json={"answers": answers})
        await self.ask("POST", f"/quizzes/{self.quiz.id}/submit", json={"answers": answers[:1]})
        return attempt

    def wrong(self, question_id: str) -> list[str]:
        (choices,) = self.quiz.sql.connection.execute(
            "select choices from core.questions where id = %s", [question_id]
        ).fetchone()
        return self.quiz.wrong({"id": question_id, "choices": choices})

    async def try_all_routes(self, attempt_id: str) -> None:
        for path in (
            f"/attempts/{attempt_id}", f"/attempts/{attempt_id}/review", "/attempts",
            f"/results/{self.quiz.id}/my-result", f"/results/{self.quiz.id}/results",
            f"/results/{self.quiz.id}/statistics", f"/results/{self.quiz.id}/export", "/results/stats/user",
            f"/results/leaderboards/quiz/{self.quiz.id}", "/results/leaderboards/global",
            f"/quizzes/{self.quiz.id}", f"/quizzes/{self.quiz.id}/questions", "/marking",
            f"/quizzes/{self.quiz.id}/marking", f"/quizzes/{self.quiz.id}/download", "/realtime/played",
        ):  # fmt: skip
            await self.ask("GET", path)
        await self.ask("PUT", f"/attempts/{attempt_id}/certificate", json={})
        await self.ask("POST", f"/quizzes/{self.quiz.id}/regrades/preview", json={})

    def read_all_views(self, person: Person) -> None:
        for view in (*VIEWS, "select * from public.export_account()"):
            rows = self.quiz.sql.select(person, view)
            self.all[view] = json.loads(json.dumps(rows, default=str))

    def without_identity(self, attempt_id: str) -> Any:
        text = json.dumps(self.all).replace(attempt_id, "attempt")
        return scrubbed(json.loads(text))


def scrubbed(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: scrubbed(part) for key, part in told.items() if key not in OF_PERSON}
    return [scrubbed(part) for part in told] if isinstance(told, list) else told


def secrets(told: Any) -> list[tuple[str, Any]]:
    """Fields of marks and keys that have a value, at any depth."""
    if isinstance(told, list):
        return [secret for part in told for secret in secrets(part)]
    if not isinstance(told, dict):
        return []
    own = [(key, part) for key, part in told.items() if key in TOLD and part not in (None, 0, False)]
    return own + [secret for part in told.values() for secret in secrets(part)]


@pytest.fixture
def mark_first(sql18: Sql) -> Any:
    def mark(quiz: Quiz, attempt: dict[str, Any], points: int) -> None:
        """The owner marks an answer by hand, which tells the taker that something was marked."""
        sql18.call(
            quiz.owner, "mark_answer", quiz_id=quiz.id, attempt_id=attempt["id"],
            question_id=attempt["questions"][0]["id"], mark={"points": points},
        )  # fmt: skip

    return mark


async def test_no_door_tells_a_person_with_an_account_how_they_did(
    sql18: Sql, sign_up: SignUp, mark_first: Any
) -> None:
    host: Client = await sign_up("host")
    drafts = single(subject="Geography", explanation="It is."), true_false(subject="Snow")
    quiz = make_quiz(sql18, host.person, *drafts, attempts_allowed=None, pass_mark=50, **HIDDEN)
    seen = []
    for name, right in (("right", True), ("wrong", False)):
        client: Client = await sign_up(name)
        told = Told(quiz, client, right)
        attempt = await told.take(f"/quizzes/{quiz.id}/start")
        mark_first(quiz, attempt, points=int(right))
        await told.try_all_routes(attempt["id"])
        told.read_all_views(client.person)
        assert secrets(told.all) == []
        del told.all["select * from public.export_account()"]
        seen.append(told.without_identity(attempt["id"]))
    assert seen[0] == seen[1]
    assert sql18.value("select array_agg(distinct score) from core.attempts") == [0, 2]


async def test_no_door_tells_a_guest_how_they_did(sql18: Sql, server: Server, sign_up: SignUp) -> None:
    host: Client = await sign_up("host")
    quiz = make_quiz(sql18, host.person, single(), true_false(), guests_allowed=True, **HIDDEN)
    seen = []
    for name, right in (("right", True), ("wrong", False)):
        async with server.client() as client:
            told = Told(quiz, client, right)
            attempt = await told.take(f"/quizzes/{quiz.id}/guests", json={"nickname": name})
            await told.try_all_routes(attempt["id"])
            assert secrets(told.all) == []
            seen.append(told.without_identity(attempt["id"]))
    assert seen[0] == seen[1]


async def test_the_doors_are_open_where_the_quiz_shows_all(sql18: Sql, sign_up: SignUp) -> None:
    """The same doors tell the difference once they may; so the tests above look where it would be."""
    host: Client = await sign_up("host")
    ada: Client = await sign_up("ada")
    shown = dict.fromkeys(HIDDEN, "after_submit")
    quiz = make_quiz(sql18, host.person, single(explanation="It is."), true_false(), pass_mark=50, **shown)
    told = Told(quiz, ada, right=True)
    attempt = await told.take(f"/quizzes/{quiz.id}/start")
    await told.try_all_routes(attempt["id"])
    told.read_all_views(ada.person)
    assert {field for field, _ in secrets(told.all)} == TOLD


def test_nobody_reads_the_answers_of_a_deleted_attempt_before_it_is_restored(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), single())
    ada = sql.person("ada")
    attempt = quiz.take(ada, right=1)
    tables = ("answers", "attempt_questions", "attempt_choices")

    def rows(person: Person) -> list[bool]:
        return [bool(sql.select(person, f"select * from public.{name}")) for name in tables]

    assert (rows(quiz.owner), rows(ada)) == ([True] * 3, [True] * 3)
    which = {"quiz_id": quiz.id, "attempt_id": attempt["id"]}
    sql.call(quiz.owner, "delete_attempt", **which)
    assert (rows(quiz.owner), rows(ada)) == ([False] * 3, [False] * 3)
    sql.call(quiz.owner, "restore_attempt", **which)
    assert (rows(quiz.owner), rows(ada)) == ([True] * 3, [True] * 3)
