"""What an owner does for those who take a quiz, with the Python client."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from client import Owner
from tests.attempts.taking import make_quiz, single
from tests.fixtures import Client, Server, SignUp, Sql


async def test_the_client_does_all_acts_of_an_owner(sql18: Sql, server: Server, sign_up: SignUp) -> None:
    host: Client = await sign_up("host")
    ada: Client = await sign_up("ada")
    quiz = make_quiz(sql18, host.person, single(), time_limit_s=600)
    with Owner(server.url, host.access_token) as owner:

        async def act(method: Callable[..., Any], *given: Any, **more: Any) -> Any:
            """What a method returns, and all items of a list. It blocks, so it runs in a thread."""
            done = await asyncio.to_thread(lambda: method(*given, **more))
            return done if isinstance(done, dict) else await asyncio.to_thread(list, done)

        group = await act(owner.create_group, "Class 7b")
        await ada.post("/groups/join", json={"join_code": group["join_code"]})
        assert [member["user_id"] for member in await act(owner.members, group["id"])] == [ada.person.id]
        assert (await act(owner.rename_group, group["id"], "7c"))["name"] == "7c"
        assert (await act(owner.new_group_code, group["id"], closed=True))["join_code"] is None
        assert [one["name"] for one in await act(owner.groups)] == ["7c"]

        allowed = await act(owner.allow, quiz.id, group_id=group["id"], time_factor=2)
        assert [one["id"] for one in await act(owner.allowances, quiz.id)] == [allowed["id"]]
        await act(owner.list_people, quiz.id, "@example.com", "eve@example.org")
        entries = await act(owner.allow_list, quiz.id)
        unlisted = next(entry for entry in entries if entry["address"] == "eve@example.org")
        assert (await act(owner.unlist, quiz.id, unlisted["id"])) == unlisted
        assert (await act(owner.change_quiz, quiz.id, listed_only=True))["listed_only"]
        assert (await act(owner.set_password, quiz.id, "sesame"))["password_required"]
        assert not (await act(owner.set_password, quiz.id, None))["password_required"]

        attempt = (await ada.post(f"/quizzes/{quiz.id}/start")).json()
        assert attempt["remaining_ms"] > 600_000
        extended = await act(owner.extend, quiz.id, attempt["id"], minutes=60)
        assert extended["remaining_ms"] > attempt["remaining_ms"]
        await ada.post(f"/quizzes/{quiz.id}/submit", json={})
        assert (await act(owner.reopen, quiz.id, attempt["id"], minutes=5))["state"] == "in_progress"
        await ada.post(f"/quizzes/{quiz.id}/submit", json={})
        assert (await act(owner.delete_attempt, quiz.id, attempt["id"]))["id"] == attempt["id"]
        assert await act(owner.results, quiz.id) == []
        assert (await act(owner.restore_attempt, quiz.id, attempt["id"]))["state"] == "finished"
        (result,) = await act(owner.results, quiz.id, group_id=group["id"])
        assert (result["display_name"], result["guest"]) == ("ada", False)

        await act(owner.take_back, quiz.id, allowed["id"])
        assert (await act(owner.remove_member, group["id"], ada.person.id))["members"] == 0
        await act(owner.delete_group, group["id"])
        with pytest.raises(httpx.HTTPStatusError):
            await act(owner.members, group["id"])
        acts = [one["act"] for one in await act(owner.acts, quiz.id)]
        assert acts[-1] == "allowance.set"
        assert {"allow_list.added", "attempt.extended", "attempt.reopened", "attempt.deleted"} <= {*acts}
