"""Passwords: Argon2id in threads. An unknown address costs as much work as a known one."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_SCORE = (
    3  # of zxcvbn, 0 to 4: "safely unguessable: moderate protection from offline slow-hash scenario"
)
JUDGED_CHARACTERS = 40  # its time grows with the square of the length
WAITING_PER_WORKER = 100  # a few seconds of work; further requests are refused

Result = TypeVar("Result")


class Busy(Exception):
    """More passwords are waiting than can be worked on in a few seconds."""


@dataclass(frozen=True)
class Verdict:
    """Whether the password is right, and its hash under today's parameters when those have changed."""

    right: bool
    new_hash: str | None = None


class Passwords:
    """Hashes and checks passwords in a few threads. `memory_kib`, `rounds` and `lanes` are Argon2's."""

    def __init__(self, memory_kib: int, rounds: int, lanes: int, workers: int) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=lanes)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="passwords")
        self._most_waiting = workers * WAITING_PER_WORKER
        self._waiting = 0
        self._dummy_hash = self._threads.submit(self._hasher.hash, secrets.token_urlsafe())

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """The hash to keep. Raises Busy."""
        return await self._work(lambda: self._hasher.hash(_normalised(password)))

    async def is_weak(self, password: str, about: list[str]) -> bool:
        """Whether a password is common or easy to guess for who knows these words. Raises Busy."""
        judged = _normalised(password)[:JUDGED_CHARACTERS]

        def weak() -> bool:
            from zxcvbn import zxcvbn  # its word lists take 12 MiB

            return bool(zxcvbn(judged, about)["score"] < LEAST_SCORE)

        return await self._work(weak)

    async def check(self, kept_hash: str | None, password: str) -> Verdict:
        """Check a password against a kept hash. None (no account) takes as long. Raises Busy."""
        return await self._work(lambda: self._check(kept_hash, _normalised(password)))

    def _check(self, kept_hash: str | None, password: str) -> Verdict:
        try:
            self._hasher.verify(kept_hash or self._dummy_hash.result(), password)
        except InvalidHashError:  # not made by Argon2: no password matches
            return self._check(None, password)
        except VerificationError:
            return Verdict(False)
        if kept_hash is None:
            return Verdict(False)
        outdated = self._hasher.check_needs_rehash(kept_hash)
        return Verdict(True, self._hasher.hash(password) if outdated else None)

    async def _work(self, work: Callable[[], Result]) -> Result:
        if self._waiting >= self._most_waiting:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def _normalised(password: str) -> str:
    """The same bytes for the same characters, however a keyboard composes them."""
    return unicodedata.normalize("NFC", password)
