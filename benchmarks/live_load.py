"""The load of `benchmarks.live`: players and hosts in one process, too cheap to be the bottleneck.

It is a raw asyncio protocol that builds frames itself and parses only what the game needs. It reads its
options as a line of JSON from stdin. At the end of each phase it writes a line of JSON to stdout, and
continues after the next line on stdin.
"""

import asyncio
import json
import os
import random
import resource
import sys
import time
from collections import Counter
from typing import Any

import uvloop

NO_MASK = bytes(4)  # with a mask of zeros, the payload stays as it is
SETTLE_S = 15.0  # a message that is later than this counts as lost
CONNECTING = 400  # how many connect at once

clock = time.perf_counter


class Room:
    """What the players of a room share: the open question, and the frames of its answers."""

    def __init__(self, code: str, token: str, number: int) -> None:
        self.code = code
        self.token = token
        self.number = number
        self.requested_at = 0.0  # when the host sent the command for the question
        self.question = 0
        self.answers: list[bytes] = []

    def opened(self, payload: bytes) -> None:
        """Make the frames of the answers to this question. Called when the first player receives it."""
        message = json.loads(payload)
        self.question = message["number"]
        self.answers = [
            masked(
                json.dumps({"type": "answer", "question": self.question, "response": [choice["id"]]}).encode()
            )
            for choice in message["choices"]
        ]


class Tally:
    """Times and counts of all connections together."""

    def __init__(self) -> None:
        self.delivery_s: list[float] = []
        self.ack_s: list[float] = []
        self.result_s: list[float] = []
        self.counts: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self.expected: tuple[str, int] = ("", 0)
        self.reached = asyncio.Event()
        self.tasks: set[asyncio.Task[Any]] = set()

    def count(self, what: str) -> None:
        self.counts[what] += 1
        if what == self.expected[0] and self.counts[what] >= self.expected[1]:
            self.reached.set()

    async def wait_for(self, what: str, number: int, timeout_s: float = SETTLE_S) -> None:
        """Return when this number has been counted, or after the timeout, and note what is missing then."""
        self.expected = (what, number)
        self.reached.clear()
        if self.counts[what] >= number:
            return
        try:
            await asyncio.wait_for(self.reached.wait(), timeout_s)
        except TimeoutError:
            self.problems[f"{what} missing"] += number - self.counts[what]


class Client(asyncio.Protocol):
    """One WebSocket."""

    def __init__(self, room: Room, path: str, tally: Tally) -> None:
        self.room = room
        self.path = path
        self.tally = tally
        self.buffer = b""
        self.welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.sent_at = 0.0
        self.awaiting = False  # whether an answer is not acknowledged yet
        self.closing = False
        self.port = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(
            f"GET {self.path} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def connection_lost(self, error: Exception | None) -> None:
        if not self.closing:
            self.tally.problems["connection lost"] += 1
        if not self.welcomed.done():
            self.welcomed.set_exception(ConnectionError("lost before the welcome"))

    def data_received(self, data: bytes) -> None:
        if self.buffer:
            data = self.buffer + data
        at, end = 0, len(data)
        if data.startswith(b"HTTP/"):
            at = data.find(b"\r\n\r\n") + 4
            if at == 3:
                self.buffer = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                self.tally.problems[data[:30].decode()] += 1
        while end - at >= 2:
            size, head = data[at + 1], 2
            if size == 126:
                size, head = int.from_bytes(data[at + 2 : at + 4]), 4
            elif size == 127:
                size, head = int.from_bytes(data[at + 2 : at + 10]), 10
            if end - at < head + size or (head > 2 and end - at < head):
                break
            self.received(data[at] & 15, data[at + head : at + head + size])
            at += head + size
        self.buffer = data[at:]

    def received(self, opcode: int, payload: bytes) -> None:
        if opcode == 1:
            self.message(payload)
        elif opcode == 9:
            self.transport.write(masked(payload, 10))
        elif opcode == 8:
            if not self.closing and int.from_bytes(payload[:2]) != 1000:
                self.tally.problems[f"closed with {int.from_bytes(payload[:2])}"] += 1
            self.closing = True
            self.transport.write(masked(payload[:2], 8))

    def message(self, payload: bytes) -> None:
        raise NotImplementedError


class Player(Client):
    """Answers each question within `answer_within_s`; some then lose their connection and come back."""

    answer_within_s = 2.0
    coming_and_going = 0.0  # the share of answers after which a player loses the connection for a moment
    answered = 0  # the number of the newest question

    def message(self, payload: bytes) -> None:
        tally = self.tally
        if b"answer.accepted" in payload:
            if self.awaiting:
                self.awaiting = False
                tally.ack_s.append(clock() - self.sent_at)
                tally.count("acknowledged")
                if random.random() < self.coming_and_going:
                    asyncio.get_running_loop().call_later(random.random(), self.vanish)
            else:
                tally.problems["acknowledged twice"] += 1
        elif b'"player.joined"' in payload:
            tally.counts["joined received"] += 1
        elif b'"result"' in payload:
            tally.result_s.append(clock())
            tally.count("results")
        elif b'"question.opened"' in payload:
            now = clock()
            tally.delivery_s.append(now - self.room.requested_at)
            self.question_opened(payload)
            tally.count("opened")
        elif b'"type": "welcome"' in payload:
            if self.coming_and_going:
                self.read_welcome(json.loads(payload))
            self.welcomed.set_result(None)
        elif b'"room.ended"' in payload:
            tally.count("ended")
        elif b'"error"' in payload or b"answer.rejected" in payload:
            tally.problems[payload[:120].decode()] += 1

    def question_opened(self, payload: bytes) -> None:
        """Answer the question of this frame after a random time."""
        number = int(payload.split(b'"number": ', 1)[1].split(b",", 1)[0])
        if number != self.room.question:
            self.room.opened(payload)
        asyncio.get_running_loop().call_later(random.random() * self.answer_within_s, self.answer)

    def read_welcome(self, welcome: dict[str, Any]) -> None:
        """Keep the resume token, and answer a question that opened meanwhile."""
        self.path = f"{self.path.partition('?')[0]}?resume={welcome['resume']}"
        question = welcome["question"]
        if question and not question["answered"] and question["number"] > self.answered:
            self.question_opened(json.dumps(question).encode())

    def vanish(self) -> None:
        """Close the connection without a close frame, and come back a moment later."""
        if self.closing or self.awaiting:
            return
        self.closing = True
        self.transport.abort()
        self.tally.count("came and went")
        asyncio.get_running_loop().call_later(0.2 + random.random(), self.come_back)

    def come_back(self) -> None:
        loop = asyncio.get_running_loop()
        self.closing, self.buffer, self.welcomed = False, b"", loop.create_future()
        task = loop.create_task(loop.create_connection(lambda: self, "127.0.0.1", self.port))
        self.tally.tasks.add(task)
        task.add_done_callback(self.tally.tasks.discard)

    def answer(self) -> None:
        if self.transport.is_closing() or self.room.question == self.answered:
            return
        self.answered = self.room.question
        self.tally.count("sent")
        self.sent_at = clock()
        self.awaiting = True
        self.transport.write(random.choice(self.room.answers))


class Host(Client):
    """Opens the questions."""

    done: asyncio.Future[None] | None = None

    def message(self, payload: bytes) -> None:
        if b'"type": "welcome"' in payload:
            self.welcomed.set_result(None)
        elif b'"type":"done"' in payload:
            self.tally.count("commands done")
        elif b'"question.closed"' in payload:
            self.tally.count("closed")
        elif b'"error"' in payload:
            self.tally.problems[payload[:120].decode()] += 1

    def command(self, kind: str) -> None:
        self.room.requested_at = clock()
        self.transport.write(masked(b'{"type":"%b"}' % kind.encode()))


def masked(payload: bytes, opcode: int = 1) -> bytes:
    """A WebSocket frame from a client."""
    size = len(payload)
    head = bytes((128 | opcode, 128 | size)) if size < 126 else bytes((128 | opcode, 254)) + size.to_bytes(2)
    return head + NO_MASK + payload


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Percentiles of these times, in milliseconds."""
    ordered = sorted(seconds) or [float("nan")]

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)

    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1)}


async def run(options: dict[str, Any]) -> None:
    """Connect all players and hosts, play, and report."""
    tally = Tally()
    Player.answer_within_s = options["answer_within_s"]
    Player.coming_and_going = options["coming_and_going"]
    rooms = [Room(room["code"], room["token"], number) for number, room in enumerate(options["rooms"])]
    gate = asyncio.Semaphore(CONNECTING)
    loop = asyncio.get_running_loop()
    welcomed_s: list[float] = []

    async def connect(client: Client) -> None:
        async with gate:
            began = clock()
            client.port = options["port"]
            await loop.create_connection(lambda: client, "127.0.0.1", client.port)
            try:
                await asyncio.wait_for(client.welcomed, 60)
            except (TimeoutError, ConnectionError) as error:
                tally.problems[f"not welcomed: {error!r}"] += 1
            welcomed_s.append(clock() - began)

    hosts = [Host(room, f"/realtime/ws/host/{room.code}?token={room.token}", tally) for room in rooms]
    await asyncio.gather(*(connect(host) for host in hosts))
    welcomed_s.clear()
    # As in reality, players of different rooms connect in turns
    players = [
        Player(room, f"/realtime/ws/player/{room.code}?username=player{seat}", tally)
        for seat in range(options["players"])
        for room in rooms
    ]
    began = clock()
    await asyncio.gather(*(connect(player) for player in players))
    report(
        {"phase": "connected", "seconds": clock() - began, "welcome_ms": percentiles(welcomed_s)}
        | usage(tally)
    )
    await next_line()

    question_count, size = options["questions"], len(players)
    for number in range(1, question_count + 1):
        kind = "start" if number == 1 else "next"
        for place, host in enumerate(hosts):
            if options["staggered"]:
                loop.call_later(place * options["staggered_over_s"] / len(hosts), host.command, kind)
            else:
                host.command(kind)
        spread = options["staggered_over_s"] if options["staggered"] else 0
        if options["coming_and_going"]:
            await tally.wait_for("closed", len(hosts) * number, options["limit_s"] + SETTLE_S)
            await asyncio.sleep(options["pause_s"])
            continue
        await tally.wait_for("opened", size * number, SETTLE_S + spread)
        await tally.wait_for("acknowledged", size * number, SETTLE_S + spread)
        last_acknowledged = clock()
        await tally.wait_for("results", size * number)
        await tally.wait_for("closed", len(hosts) * number)
        if not options["staggered"]:
            tally.counts["results after the last answer, ms"] += int((clock() - last_acknowledged) * 1000)
        await asyncio.sleep(options["pause_s"])
    report(
        {
            "phase": "played",
            "delivery_ms": percentiles(tally.delivery_s),
            "ack_ms": percentiles(tally.ack_s),
            "results_ms": tally.counts["results after the last answer, ms"] / question_count,
            "opened": tally.counts["opened"],
            "acknowledged": tally.counts["acknowledged"],
            "results": tally.counts["results"],
            "expected": tally.counts["sent"] if options["coming_and_going"] else size * question_count,
            "came_and_went": tally.counts["came and went"],
        }
        | usage(tally)
    )
    await next_line()
    for host in hosts:
        host.command("end")
    if not options["coming_and_going"]:
        await tally.wait_for("ended", size)
    else:
        await asyncio.sleep(2.5)  # until all are back and have received their events
    for client in [*hosts, *players]:
        client.closing = True
        client.transport.abort()
    report({"phase": "ended"} | usage(tally))


def usage(tally: Tally) -> dict[str, Any]:
    """The processor time that this client has used, and the errors so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"client_cpu_s": used.ru_utime + used.ru_stime, "problems": dict(tally.problems)}


def report(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


async def next_line() -> str:
    """The next line of the harness; connections are served while it waits."""
    return await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


def main() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    options = json.loads(sys.stdin.readline())
    if "nice" in options:
        os.nice(options["nice"])
    uvloop.run(run(options))


if __name__ == "__main__":
    main()
