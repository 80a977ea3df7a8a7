"""The reference of the fan-out without a C compiler: a bare loop of transport.write under uvloop."""

import asyncio
import sys
import time

import uvloop

transports: list[asyncio.Transport] = []


class _Peer(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transports.append(transport)


async def main(port: int, size: int, rounds: int, length: int) -> None:
    """Accept `size` connections. At each line on stdin, send `rounds` messages to all; print CPU seconds."""
    loop = asyncio.get_running_loop()
    await loop.create_server(_Peer, "127.0.0.1", port, backlog=4096)
    print("listening", flush=True)
    while len(transports) < size:  # noqa: ASYNC110 - nothing else runs here
        await asyncio.sleep(0.01)
    print("ready", flush=True)
    message = b"x" * length
    while await loop.run_in_executor(None, sys.stdin.readline):
        cpu = 0.0
        for _ in range(rounds):
            before = time.process_time()
            for transport in transports:
                transport.write(message)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            cpu += time.process_time() - before
            await asyncio.sleep(0.05)
        print(cpu, flush=True)


if __name__ == "__main__":
    uvloop.run(main(*map(int, sys.argv[1:])))
