"""The keys that a Supabase project signs its tokens with: public ones, and the secret of older projects."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx
from jose import jwk, jwt
from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from app.http.tokens import (
    ALGORITHMS,
    InvalidToken,
    KeyKind,
    KeysUnavailable,
    SharedSecret,
    VerificationKey,
)

MOST_FETCHES = parse("10/minute")  # however many tokens name unknown keys
LIFETIME_S = 600  # after which the keys are fetched again, so that a revoked one is forgotten


class PublishedKeys:
    """The keys of a JSON Web Key Set, fetched when a token names one that isn't known yet."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self._url = url
        self._client = client
        self._keys: dict[str, VerificationKey] = {}
        self._fetched_at = -float("inf")
        self._fetches = MovingWindowRateLimiter(MemoryStorage())
        self._one_at_a_time = asyncio.Lock()

    async def key_for(self, token: str) -> VerificationKey:
        """The key that the token's header names. Raises InvalidToken or KeysUnavailable."""
        name = _header(token).get("kid")
        if not isinstance(name, str):
            raise InvalidToken("The access token does not name its key.")
        if not self._has(name):
            await self._fetch(name)
        if name not in self._keys:
            if not self._keys:
                raise KeysUnavailable(
                    "The keys of Supabase can't be fetched just now. Try again in a moment."
                )
            raise InvalidToken("The access token was not signed by this project.")
        return self._keys[name]

    def _has(self, name: str) -> bool:
        """Whether this key is known, and was still published a while ago."""
        return name in self._keys and time.monotonic() - self._fetched_at <= LIFETIME_S

    async def _fetch(self, name: str) -> None:
        """Fetch the keys, unless that was done too often. If it fails, the known keys stay."""
        async with self._one_at_a_time:
            if self._has(name) or not await self._fetches.hit(MOST_FETCHES):
                return
            try:
                answer = (await self._client.get(self._url)).raise_for_status().json()
                self._keys = dict(_usable(answer))
            except (httpx.HTTPError, ValueError, TypeError, KeyError, AttributeError):
                return
            self._fetched_at = time.monotonic()


class SecretOrPublishedKeys:
    """The keys of a project that publishes keys and signs with a secret, or did so before."""

    def __init__(self, secret: str, published: PublishedKeys) -> None:
        self._secret = SharedSecret(secret)
        self._published = published

    async def key_for(self, token: str) -> VerificationKey:
        """The secret for a token that says HS256, else the published key that the token names.

        A public key never verifies HS256, nor the secret anything else: each key has one algorithm.
        """
        if _header(token).get("alg") in ALGORITHMS["oct"]:
            return await self._secret.key_for(token)
        return await self._published.key_for(token)


def _header(token: str) -> dict[str, Any]:
    try:
        return dict(jwt.get_unverified_header(token))
    except Exception as error:  # of any kind: a token that can't be read is not valid
        raise InvalidToken("The access token is not valid. Sign in again.") from error


def _usable(key_set: dict[str, Any]) -> Iterator[tuple[str, VerificationKey]]:
    """The keys for signatures, of the kinds that Supabase uses. A shared secret is ignored."""
    kinds: dict[tuple[str, str | None], KeyKind] = {("EC", "P-256"): "EC", ("RSA", None): "RSA"}
    for entry in key_set["keys"]:
        kind = kinds.get((entry["kty"], entry.get("crv")))
        if kind is None or entry.get("use", "sig") != "sig" or "kid" not in entry:
            continue
        algorithm = ALGORITHMS[kind][0]
        if entry.get("alg", algorithm) == algorithm:
            yield entry["kid"], VerificationKey(kind, jwk.construct(entry, algorithm))
