"""A connection of the client that is lost and restored."""

import asyncio

from client import Watcher
from tests.fixtures import Server, SignUp

PATIENCE_S = 20


class Gated(Watcher):
    """A watcher that comes back only when `gate` is opened."""

    def __init__(self, *arguments: str) -> None:
        super().__init__(*arguments)
        self.gate = asyncio.Event()
        self.gate.set()
        self.coming = asyncio.Event()

    async def _connect(self) -> None:
        self.coming.set()
        await self.gate.wait()
        await super()._connect()


async def test_whoever_disconnects_while_the_connection_is_restored_is_gone(
    server: Server, sign_up: SignUp
) -> None:
    mia = await sign_up("mia")
    quiz = (await mia.post("/quizzes", json={"title": "Capitals"})).json()
    draft = {"kind": "true_false", "prompt": "So?", "correct": True}
    assert (await mia.post(f"/quizzes/{quiz['id']}/questions", json=draft)).status_code == 201
    room = (await mia.post("/realtime/rooms", json={"quiz_id": quiz["id"]})).json()
    watcher = await Gated.watch(server.url, room["room_code"])
    watcher.gate.clear()
    watcher.coming.clear()
    watcher.vanish()
    await watcher.coming.wait()
    leaving = asyncio.create_task(watcher.disconnect())
    await asyncio.sleep(0)  # until it waits for the connection to be restored
    watcher.gate.set()
    await asyncio.wait_for(leaving, PATIENCE_S)
    assert watcher.ended is not None
