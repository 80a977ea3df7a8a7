"""What an owner does over REST for those who take a quiz: marks, allowances, guests, allow-lists, groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import httpx

Json = dict[str, Any]
TIMEOUT_S = 60


class Owner:
    """A person who owns quizzes, with an access token.

    Methods raise httpx.HTTPStatusError where the server refuses; its response has a problem with a `code`.
    """

    def __init__(self, url: str, token: str) -> None:
        self._server = httpx.Client(
            base_url=url, timeout=TIMEOUT_S, headers={"Authorization": f"Bearer {token}"}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._server.close()

    def answers_to_mark(self, quiz_id: str | None = None, **options: Any) -> Iterator[Json]:
        """The answers that wait to be marked, in one quiz or in all. Options as of `GET /marking`."""
        yield from self._pages("GET", f"/quizzes/{quiz_id}/marking" if quiz_id else "/marking", options)

    def mark(self, item: Json, **mark: Any) -> Json:
        """Mark an answer of the queue: `points`, or `rubric`, and a `comment`.

        Refused (412) if somebody has marked it since it was read. Returns the answer as it is now.
        """
        path = f"/quizzes/{item['quiz_id']}/attempts/{item['attempt_id']}/marks/{item['question_id']}"
        return self._json(self._server.put(path, json=mark, headers={"If-Match": f'"{item["version"]}"'}))

    def preview_regrade(self, quiz_id: str, **regrade: Any) -> tuple[Json, Iterator[Json]]:
        """What a regrade would change: the numbers of all, and each attempt with its changes."""
        path = f"/quizzes/{quiz_id}/regrades/preview"
        first = self._json(self._server.post(path, json=regrade))
        return first, self._rest("POST", path, {}, first, regrade)

    def regrade(self, quiz_id: str, **regrade: Any) -> Json:
        """Mark attempts anew: `questions`, `attempts` and `by_hand` as of `POST …/regrades`."""
        return self._json(self._server.post(f"/quizzes/{quiz_id}/regrades", json=regrade))

    def questions(self, quiz_id: str) -> Iterator[Json]:
        """The questions of a quiz in their order."""
        yield from self._pages("GET", f"/quizzes/{quiz_id}/questions", {})

    def change_quiz(self, quiz_id: str, **options: Any) -> Json:
        """Change the options of a quiz, such as `guests_allowed` and `listed_only`."""
        return self._json(self._server.patch(f"/quizzes/{quiz_id}", json=options))

    def results(self, quiz_id: str, **options: Any) -> Iterator[Json]:
        """Everybody's results in a quiz, the best first; `group_id` narrows them to a group."""
        yield from self._pages("GET", f"/results/{quiz_id}/results", options)

    def acts(self, quiz_id: str) -> Iterator[Json]:
        """What was done in a quiz that touches those who take it, newest first."""
        yield from self._pages("GET", f"/quizzes/{quiz_id}/acts", {})

    def allow(self, quiz_id: str, **allowance: Any) -> Json:
        """Give a `person` (account or address) or a `group_id` more time, other dates or more attempts."""
        return self._json(self._server.put(f"/quizzes/{quiz_id}/allowances", json=allowance))

    def allowances(self, quiz_id: str) -> Iterator[Json]:
        """The allowances in a quiz, newest first."""
        yield from self._pages("GET", f"/quizzes/{quiz_id}/allowances", {})

    def take_back(self, quiz_id: str, allowance_id: str) -> Json:
        """Take an allowance back."""
        return self._json(self._server.delete(f"/quizzes/{quiz_id}/allowances/{allowance_id}"))

    def extend(self, quiz_id: str, attempt_id: str, **more_time: Any) -> Json:
        """Let an attempt in progress go on for more `minutes`, or `until` a time."""
        path = f"/quizzes/{quiz_id}/attempts/{attempt_id}/extend"
        return self._json(self._server.post(path, json=more_time))

    def reopen(self, quiz_id: str, attempt_id: str, **more_time: Any) -> Json:
        """Put an attempt that has ended in progress again, for `minutes` from now on, or `until` a time."""
        path = f"/quizzes/{quiz_id}/attempts/{attempt_id}/reopen"
        return self._json(self._server.post(path, json=more_time))

    def delete_attempt(self, quiz_id: str, attempt_id: str) -> Json:
        """Delete an attempt: it no longer counts."""
        return self._json(self._server.delete(f"/quizzes/{quiz_id}/attempts/{attempt_id}"))

    def restore_attempt(self, quiz_id: str, attempt_id: str) -> Json:
        """Restore a deleted attempt: it counts again."""
        return self._json(self._server.post(f"/quizzes/{quiz_id}/attempts/{attempt_id}/restore"))

    def set_password(self, quiz_id: str, password: str | None) -> Json:
        """Ask for a password when an attempt begins; None asks for none."""
        path = f"/quizzes/{quiz_id}/attempt-password"
        if password is None:
            return self._json(self._server.delete(path))
        return self._json(self._server.put(path, json={"password": password}))

    def list_people(self, quiz_id: str, *addresses: str) -> Json:
        """Add e-mail addresses and domains (@school.org) to the allow-list of a quiz."""
        return self._json(self._server.post(f"/quizzes/{quiz_id}/allow-list", json={"addresses": addresses}))

    def allow_list(self, quiz_id: str) -> Iterator[Json]:
        """The allow-list of a quiz, newest entries first."""
        yield from self._pages("GET", f"/quizzes/{quiz_id}/allow-list", {})

    def unlist(self, quiz_id: str, entry_id: str) -> Json:
        """Remove an entry from the allow-list of a quiz."""
        return self._json(self._server.delete(f"/quizzes/{quiz_id}/allow-list/{entry_id}"))

    def create_group(self, name: str) -> Json:
        """Make a group, which people join with its `join_code`."""
        return self._json(self._server.post("/groups", json={"name": name}))

    def groups(self) -> Iterator[Json]:
        """The groups that one owns or is a member of, newest first."""
        yield from self._pages("GET", "/groups", {})

    def rename_group(self, group_id: str, name: str) -> Json:
        """Give a group another name."""
        return self._json(self._server.patch(f"/groups/{group_id}", json={"name": name}))

    def new_group_code(self, group_id: str, *, closed: bool = False) -> Json:
        """Give a group another join code, or none."""
        return self._json(self._server.post(f"/groups/{group_id}/code", json={"closed": closed}))

    def members(self, group_id: str) -> Iterator[Json]:
        """The members of a group, the newest first."""
        yield from self._pages("GET", f"/groups/{group_id}/members", {})

    def remove_member(self, group_id: str, user_id: str) -> Json:
        """Remove somebody from a group."""
        return self._json(self._server.delete(f"/groups/{group_id}/members/{user_id}"))

    def delete_group(self, group_id: str) -> Json:
        """Delete a group with its allowances."""
        return self._json(self._server.delete(f"/groups/{group_id}"))

    def _pages(self, method: str, path: str, query: Json) -> Iterator[Json]:
        first = self._json(self._server.request(method, path, params=query))
        yield from self._rest(method, path, query, first, None)

    def _rest(self, method: str, path: str, query: Json, page: Json, body: Json | None) -> Iterator[Json]:
        """The items of a page and of all pages after it."""
        yield from page["items"]
        while page.get("next_cursor"):
            more = query | {"cursor": page["next_cursor"]}
            page = self._json(self._server.request(method, path, params=more, json=body))
            yield from page["items"]

    @staticmethod
    def _json(answer: httpx.Response) -> Json:
        answer.raise_for_status()
        body: Json = answer.json()
        return body
