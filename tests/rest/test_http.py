"""What clients do not show of an answer: its status, Content-Range, and the pages of a long list."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.attempts.taking import single
from tests.rest.content import MANY, Content

MANY_QUIZZES = "in.({many1},{many2},{many3})"


@pytest.fixture
def ada(content: Content) -> Iterator[httpx.Client]:
    """Ada's client of PostgREST."""
    headers = {"apikey": content.project.anon_key, "Authorization": f"Bearer {content.tokens['ada']}"}
    with httpx.Client(base_url=f"{content.project.url}/rest/v1", headers=headers, timeout=60) as client:
        yield client


def pages(client: httpx.Client, view: str, size: int, **query: str) -> Iterator[list[dict[str, Any]]]:
    """The pages of a list, up to the first that is not full."""
    first = 0
    while True:
        answer = client.get(f"/{view}", params=query, headers={"Range": f"{first}-{first + size - 1}"})
        assert answer.is_success, answer.text
        yield answer.json()
        if len(answer.json()) < size:
            return
        first += size


def test_1500_rows_come_whole_by_pages_in_a_stable_order(ada: httpx.Client, content: Content) -> None:
    quiz_ids = MANY_QUIZZES.format_map(content.names)
    listed = [
        row["id"]
        for page in pages(ada, "questions", 100, select="id", quiz_id=quiz_ids, order="created_at,id")
        for row in page
    ]
    assert len(listed) == len(set(listed)) == 3 * MANY


def test_1500_rows_come_whole_by_the_last_row_of_a_page(ada: httpx.Client, content: Content) -> None:
    quiz_ids = MANY_QUIZZES.format_map(content.names)
    listed: list[str] = []
    while True:
        query = {"select": "id", "quiz_id": quiz_ids, "order": "id", "limit": "100"}
        page = ada.get("/questions", params=query | ({"id": f"gt.{listed[-1]}"} if listed else {})).json()
        if not page:
            break
        listed += [row["id"] for row in page]
    assert len(listed) == len(set(listed)) == 3 * MANY


def test_a_range_with_a_count_is_partial_content(ada: httpx.Client, content: Content) -> None:
    answer = ada.get(
        "/questions",
        params={"select": "position", "quiz_id": f"eq.{content.names['capitals']}", "order": "position"},
        headers={"Range": "2-4", "Prefer": "count=exact"},
    )
    assert (answer.status_code, answer.headers["Content-Range"]) == (206, "2-4/7")
    assert [row["position"] for row in answer.json()] == [3, 4, 5]


def test_without_a_count_the_total_is_unknown(ada: httpx.Client, content: Content) -> None:
    answer = ada.get("/questions", params={"quiz_id": f"eq.{content.names['capitals']}", "limit": "2"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (200, "0-1/*")


def test_head_tells_the_count_alone(ada: httpx.Client, content: Content) -> None:
    answer = ada.head(
        "/questions",
        params={"quiz_id": f"eq.{content.names['capitals']}"},
        headers={"Prefer": "count=exact"},
    )
    assert (answer.status_code, answer.headers["Content-Range"], answer.content) == (200, "0-6/7", b"")


def test_a_range_after_the_end_can_not_be_satisfied(ada: httpx.Client, content: Content) -> None:
    answer = ada.get(
        "/questions",
        params={"quiz_id": f"eq.{content.names['capitals']}"},
        headers={"Range": "50-60", "Prefer": "count=exact"},
    )
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "*/7")


def test_a_forged_token_is_refused(content: Content) -> None:
    headers = {"apikey": content.project.anon_key, "Authorization": f"Bearer {content.tokens['ada']}x"}
    answer = httpx.get(f"{content.project.url}/rest/v1/quizzes", headers=headers)
    assert answer.status_code == 401


def test_a_deleted_account_is_refused(content: Content) -> None:
    person = content.project.member("gone")
    content.project.call(person, "delete_account")
    headers = {"apikey": content.project.anon_key, "Authorization": f"Bearer {person.token}"}
    answer = httpx.get(f"{content.project.url}/rest/v1/quizzes", headers=headers)
    assert (answer.status_code, answer.json()["details"]) == (401, "session_ended")


@pytest.mark.parametrize("view", ["quizzes", "questions", "answers", "question_versions", "attempt_choices"])
def test_no_row_of_a_quiz_holds_its_key(content: Content, view: str) -> None:
    for token in content.tokens.values():
        headers = {"apikey": content.project.anon_key, "Authorization": f"Bearer {token}"}
        answer = httpx.get(f"{content.project.url}/rest/v1/{view}", headers=headers)
        if answer.is_success:
            columns = {name for row in answer.json() for name in row}
            assert columns.isdisjoint({"key", "explanation", "weights", "correct", "fraction"})


@pytest.mark.parametrize(("signed_in", "limit"), [(False, "2s"), (True, "30s")])
def test_statements_have_the_time_limit_of_their_role(
    ada: httpx.Client, content: Content, signed_in: bool, limit: str
) -> None:
    if content.project.sql is None:
        pytest.skip("the project's own settings count there")
    key = ada.headers["Authorization"] if signed_in else f"Bearer {content.project.anon_key}"
    answer = ada.get("/rpc/statement_limit", headers={"Authorization": key})
    assert answer.json() == limit


def test_a_guest_takes_a_quiz_without_signing_in_and_claims_it(content: Content) -> None:
    def call(client: httpx.Client, function: str, **arguments: Any) -> Any:
        answer = client.post(f"/rpc/{function}", json=arguments)
        assert answer.is_success, answer.text
        return answer.json()

    project = content.project
    options: dict[str, Any] = {"base_url": f"{project.url}/rest/v1", "timeout": 60}

    def client_of(name: str) -> httpx.Client:
        token = {"Authorization": f"Bearer {project.member(name).token}"}
        return httpx.Client(headers={"apikey": project.anon_key, **token}, **options)

    draft = {
        "title": "For guests",
        "visibility": "link",
        "guests_allowed": True,
        "review_shown": "after_submit",
    }
    with client_of("host") as host:
        quiz = {"quiz_id": call(host, "create_quiz", draft=draft)["id"]}
        call(host, "create_questions", **quiz, drafts=[single()])
    with httpx.Client(headers={"apikey": project.anon_key}, **options) as nobody:
        begun = call(nobody, "start_as_guest", **quiz, nickname="Zoe")
        token = {"guest_token": begun["guest_token"]}
        mine = {"attempt_id": begun["id"], **token}
        answers = [{"question_id": begun["questions"][0]["id"], "response": ["a"]}]
        assert call(nobody, "save_answers", **mine, answers=answers)["saved"] == 1
        assert call(nobody, "get_attempt", **mine)["answered"] == 1
        assert call(nobody, "submit_attempt", **quiz, **token)["state"] == "finished"
        assert call(nobody, "attempt_review", **mine)["marks_shown"]
        in_address = nobody.get("/rpc/get_attempt", params=mine)
        assert (in_address.status_code, in_address.json()["details"]) == (405, "use_post")
        wrong = nobody.post("/rpc/get_attempt", json=mine | {"guest_token": "wrong"})
        assert (wrong.status_code, wrong.json()["details"]) == (401, "unknown_guest_token")
        for view in ("attempts", "answers", "profiles?guest=is.true"):
            read = nobody.get(f"/{view}")
            assert read.status_code == 401 or read.json() == []
    with client_of("claimer") as claimer:
        assert len(call(claimer, "claim_guest", **quiz, **token)["attempts"]) == 1
        assert [row["id"] for row in claimer.get("/attempts", params={"id": f"eq.{begun['id']}"}).json()] == [
            begun["id"]
        ]
