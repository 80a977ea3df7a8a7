"""What people edit has a version: a client with an older one is refused, so it undoes nothing by others."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.fixtures import Client, SignUp
from tests.quizzes.drafts import TRUE_FALSE

Json = dict[str, Any]


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up("ada")


@pytest.fixture
async def quiz(ada: Client) -> str:
    """The path of a quiz of Ada's with two questions."""
    made = await ada.post("/quizzes", json={"title": "Rivers", "tags": ["water"]})
    path: str = made.headers["Location"]
    assert (await ada.post(f"{path}/questions", json=[TRUE_FALSE, TRUE_FALSE])).status_code == 201
    return path


@pytest.fixture
async def question(ada: Client, quiz: str) -> str:
    """The path of its first question."""
    listed = (await ada.get(f"{quiz}/questions")).json()["items"]
    return f"{quiz}/questions/{listed[0]['id']}"


def tag(answer: httpx.Response) -> Json:
    """The header that makes a request depend on what this answer showed."""
    assert answer.is_success, answer.text
    return {"If-Match": answer.headers["ETag"]}


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_the_older_of_two_tabs_can_not_undo_what_the_other_saved(ada: Client, quiz: str) -> None:
    older, newer = await ada.get(quiz), await ada.get(quiz)
    saved = await ada.patch(quiz, json={"title": "Rivers and lakes"}, headers=tag(newer))
    late = await ada.patch(quiz, json={"title": "Streams"}, headers=tag(older))
    assert refusal(late) == (412, "changed_since")
    assert late.json()["detail"].endswith("read that one first.")
    assert (await ada.get(quiz)).json() == saved.json()
    again = await ada.patch(quiz, json={"description": "Of Europe"}, headers=tag(saved))
    assert (again.json()["title"], again.json()["description"]) == ("Rivers and lakes", "Of Europe")


async def test_of_two_who_save_at_once_one_is_refused(ada: Client, quiz: str) -> None:
    read = await ada.get(quiz)
    answers = await asyncio.gather(
        *(ada.patch(quiz, json={"title": title}, headers=tag(read)) for title in ("Lakes", "Seas", "Bays"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]


async def test_the_older_of_two_tabs_can_not_undo_a_change_of_a_question(ada: Client, question: str) -> None:
    older = await ada.get(question)
    saved = await ada.patch(question, json={"prompt": "Does the Nile flow north?"}, headers=tag(older))
    for late in (
        await ada.patch(question, json={"prompt": "Does it?"}, headers=tag(older)),
        await ada.delete(question, headers=tag(older)),
    ):
        assert refusal(late) == (412, "changed_since")
    assert (await ada.get(question)).json() == saved.json()
    assert (await ada.delete(question, headers=tag(saved))).status_code == 200


async def test_a_change_of_the_questions_is_one_of_the_quiz(ada: Client, quiz: str, question: str) -> None:
    question_id = question.rpartition("/")[2]
    other = (await ada.get(f"{quiz}/questions")).json()["items"][1]["id"]
    for method, path, body in (
        ("PATCH", question, {"points": 3}),
        ("PUT", f"{quiz}/questions/order", {"question_ids": [other, question_id]}),
        ("POST", f"{quiz}/questions", TRUE_FALSE),
        ("DELETE", question, None),
        ("POST", f"{question}/restore", None),
    ):
        before, listed = await ada.get(quiz), await ada.get(f"{quiz}/questions")
        assert before.json()["version"] == listed.json()["version"]
        assert (await ada.request(method, path, json=body)).is_success
        assert (await ada.get(quiz)).json()["version"] > before.json()["version"], (method, path)
        late = await ada.put(f"{quiz}/questions/order", json={"question_ids": []}, headers=tag(listed))
        assert refusal(late) == (412, "changed_since")
        assert refusal(await ada.delete(quiz, headers=tag(before))) == (412, "changed_since")


async def test_a_new_order_answers_with_its_version(ada: Client, quiz: str) -> None:
    listed = await ada.get(f"{quiz}/questions")
    order = {"question_ids": [each["id"] for each in reversed(listed.json()["items"])]}
    moved = await ada.put(f"{quiz}/questions/order", json=order, headers=tag(listed))
    assert moved.json()["version"] == (await ada.get(quiz)).json()["version"]
    assert (await ada.put(f"{quiz}/questions/order", json=order, headers=tag(moved))).status_code == 200


async def test_what_changes_nothing_keeps_the_version(ada: Client, quiz: str, question: str) -> None:
    before = [(await ada.get(path)).headers["ETag"] for path in (quiz, question)]
    await ada.patch(quiz, json={"title": "Rivers"})
    await ada.patch(question, json=TRUE_FALSE)
    assert [(await ada.get(path)).headers["ETag"] for path in (quiz, question)] == before


async def test_an_account_and_an_upload_have_versions(ada: Client) -> None:
    upload = await ada.post("/uploads", json={"url": "https://example.com/a.pdf"})
    for path, field in (("/auth/me", "display_name"), (f"/uploads/{upload.json()['id']}", "name")):
        older = await ada.get(path)
        saved = await ada.patch(path, json={field: "New"}, headers=tag(older))
        assert saved.json()["version"] == older.json()["version"] + 1
        assert refusal(await ada.patch(path, json={field: "Late"}, headers=tag(older))) == (
            412,
            "changed_since",
        )
        assert (await ada.get(path)).json()[field] == "New"
        assert (await ada.patch(path, json={field: "Any"})).status_code == 200


async def test_progress_of_an_upload_is_no_edit(sql18: Any, ada: Client) -> None:
    upload = await ada.post("/uploads", json={"url": "https://example.com/a.pdf"})
    path = f"/uploads/{upload.json()['id']}"
    sql18.connection.execute("update core.uploads set state = 'processing', progress = 0.5")
    read = await ada.get(path, headers={"If-None-Match": upload.headers["ETag"]})
    assert (read.status_code, read.json()["progress"]) == (200, 0.5)
    assert (await ada.patch(path, json={"name": "B"}, headers=tag(upload))).status_code == 200


@pytest.mark.parametrize("same", ["{0}", "W/{0}", '"1-abc", {0}', "*"])
async def test_what_a_client_has_is_not_sent_again(ada: Client, quiz: str, question: str, same: str) -> None:
    for path in (quiz, question, f"{quiz}/questions", "/auth/me"):
        read = await ada.get(path)
        kept = {"If-None-Match": same.format(read.headers["ETag"])}
        answer = await ada.get(path, headers=kept)
        assert (answer.status_code, answer.content) == (304, b""), path
        assert answer.headers["ETag"] == read.headers["ETag"]
        assert (await ada.head(path, headers=kept)).status_code == 304


async def test_a_new_name_of_the_owner_is_sent_although_the_quiz_is_the_same(ada: Client, quiz: str) -> None:
    read = await ada.get(quiz)
    await ada.patch("/auth/me", json={"display_name": "Countess"})
    answer = await ada.get(quiz, headers={"If-None-Match": read.headers["ETag"]})
    assert (answer.status_code, answer.json()["owner"]) == (200, "Countess")
    assert answer.json()["version"] == read.json()["version"]


@pytest.mark.parametrize("header", ['"{version}"', 'W/"{version}-abc"', "*"])
async def test_the_version_alone_is_enough(ada: Client, quiz: str, header: str) -> None:
    version = (await ada.get(quiz)).json()["version"]
    answer = await ada.patch(
        quiz, json={"title": "Lakes"}, headers={"If-Match": header.format(version=version)}
    )
    assert answer.status_code == 200, answer.text


async def test_an_etag_of_something_else_never_matches(ada: Client, quiz: str) -> None:
    for header in ('"x"', '"0"', '"-1"', '""', '"99999999999999999999"'):
        answer = await ada.patch(quiz, json={"title": "Lakes"}, headers={"If-Match": header})
        assert refusal(answer) == (412, "changed_since"), header
    for header in ("3", '"3", "4"', "", '"3'):
        answer = await ada.patch(quiz, json={"title": "Lakes"}, headers={"If-Match": header})
        assert refusal(answer) == (422, "bad_if_match"), header
    assert (await ada.get(quiz)).json()["title"] == "Rivers"


async def test_who_may_not_change_it_learns_no_version(ada: Client, quiz: str, sign_up: SignUp) -> None:
    bob = await sign_up("bob")
    answer = await bob.patch(quiz, json={"title": "Lakes"}, headers={"If-Match": '"99"'})
    assert refusal(answer) == (404, "quiz_not_found")


async def test_an_import_answers_with_the_version_that_the_quiz_has_then(ada: Client) -> None:
    made = await ada.post(
        "/quizzes/import?title=Rivers&format=gift&tag=Water", content="The Nile is long.{T}"
    )
    quiz = made.json()["quiz"]
    copy = (await ada.post(f"/quizzes/{quiz['id']}/duplicate")).json()
    trivia = (await ada.post("/quizzes/trivia", json={"amount": 2})).json()["quiz"]
    assert [quiz["tags"], copy["tags"], trivia["tags"]] == [["water"], ["water"], []]
    for told in (quiz, copy, trivia):
        assert (await ada.get(f"/quizzes/{told['id']}")).json() == told
