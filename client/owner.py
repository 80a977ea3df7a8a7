"""What an owner does with attempts over REST: mark answers by hand, and mark attempts anew."""

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
