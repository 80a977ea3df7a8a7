"""The public keys that a Supabase project signs its tokens with."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx
from jose import jwk, jwt

from app.http.tokens import ALGORITHMS, InvalidToken, KeyKind, VerificationKey

SHORTEST_PAUSE_S = 30  # between two fetches, however many tokens name unknown keys
LIFETIME_S = 600  # after which the keys are fetched again, so that a revoked one is forgotten


class KeysUnavailable(InvalidToken):
    """The keys can't be fetched just now, so no token can be verified."""


class PublishedKeys:
    """The keys of a JSON Web Key Set, fetched when a token names one that isn't known yet."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self._url = url
        self._client = client
        self._keys: dict[str, VerificationKey] = {}
        self._fetched_at = self._tried_at = -float("inf")
        self._one_at_a_time = asyncio.Lock()

    async def key_for(self, token: str) -> VerificationKey:
        """The key that the token's header names. Raises InvalidToken or KeysUnavailable."""
        try:
            name = jwt.get_unverified_header(token).get("kid")
        except Exception as error:  # of any kind: a token that can't be read is not valid
            raise InvalidToken("The access token is not valid. Sign in again.") from error
        if not isinstance(name, str):
            raise InvalidToken("The access token does not name its key.")
        if name not in self._keys or time.monotonic() - self._fetched_at > LIFETIME_S:
            await self._fetch()
        if name not in self._keys:
            if not self._keys:
                raise KeysUnavailable(
                    "The keys of Supabase can't be fetched just now. Try again in a moment."
                )
            raise InvalidToken("The access token was not signed by this project.")
        return self._keys[name]

    async def _fetch(self) -> None:
        """Fetch the keys, unless that was tried a moment ago. If it fails, the known keys stay."""
        async with self._one_at_a_time:
            if time.monotonic() - self._tried_at < SHORTEST_PAUSE_S:
                return
            self._tried_at = time.monotonic()
            try:
                answer = (await self._client.get(self._url)).raise_for_status().json()
                self._keys = dict(_usable(answer))
            except (httpx.HTTPError, ValueError, TypeError, KeyError, AttributeError):
                return
            self._fetched_at = time.monotonic()


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
