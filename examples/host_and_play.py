"""Hosts a room and plays in it, with the Python client of the live protocol.

.venv/bin/python examples/host_and_play.py                            on http://localhost:8000
.venv/bin/python examples/host_and_play.py https://quiz.example.com   on another server
"""

import asyncio
import sys
import uuid

import httpx

from app.rooms.protocol import QuestionClosed, QuestionOpened, Response, Result, RoomEnded
from client.client import Host, Player

QUESTIONS = [
    {
        "kind": "single_choice",
        "prompt": "Which planet is the largest?",
        "choices": [{"text": "Jupiter", "correct": True}, {"text": "Saturn"}, {"text": "Earth"}],
    },
    {"kind": "numeric", "prompt": "How many moons has Mars?", "answers": [{"value": 2}]},
]


async def main(url: str) -> None:
    """Play a game of two questions with two players."""
    token, code = await new_room(url)
    async with (
        await Host.enter(url, code, token) as host,
        await Player.join(url, code, "Ada") as ada,
        await Player.join(url, code, "Bob") as bob,
    ):
        opened: QuestionOpened | RoomEnded = await host.start()
        for responses in (("Jupiter", "Saturn"), (2, 2)):
            print(f"Question {opened.number}: {opened.prompt}")
            await asyncio.gather(answer(ada, responses[0]), answer(bob, responses[1]))
            closed = await host.wait_for(QuestionClosed)  # the question closes when everybody has answered
            print(f"  Answer key: {closed.key}; how often each response was given: {closed.distribution}")
            for player in (ada, bob):
                result = await player.wait_for(Result)
                print(f"  {player.nickname}: {result.points} points, rank {result.rank}, now {result.total}")
            opened = await host.next()
        for standing in opened.leaderboard:
            print(f"{standing.rank}. {standing.nickname} {standing.score}")


async def new_room(url: str) -> tuple[str, str]:
    """Sign up, make a quiz and a room for it, and return the access token and the room's code."""
    async with httpx.AsyncClient(base_url=url) as api:
        account = {"email": f"host-{uuid.uuid4().hex[:8]}@example.com", "password": "a long enough password"}
        token = (await api.post("/auth/signup", json=account)).json()["access_token"]
        api.headers["Authorization"] = f"Bearer {token}"
        quiz = (await api.post("/quizzes", json={"title": "The solar system"})).json()
        await api.post(f"/quizzes/{quiz['id']}/questions", json=QUESTIONS)
        room = {"quiz_id": quiz["id"], "formula": "accuracy"}  # speed earns no points
        return token, (await api.post("/realtime/rooms", json=room)).json()["room_code"]


async def answer(player: Player, reply: str | int) -> None:
    """Answer the next question that opens: with the choice of this text, or with this number."""
    opened = await player.wait_for(QuestionOpened)
    ids = [choice.id for choice in opened.choices if choice.text == reply]
    response: Response = ids or reply
    await player.answer(opened.number, response)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:] or ["http://localhost:8000"]))
