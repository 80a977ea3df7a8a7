"""Requests that make something, over REST: repeated after a lost connection, they make it once."""

from typing import Any
from uuid import uuid4

import httpx

TRIES = 3  # in all


async def create(api: httpx.AsyncClient, path: str, **request: Any) -> httpx.Response:
    """Post a request with an Idempotency-Key, and again if its connection is lost.

    Raises httpx.TransportError.
    """
    headers = {"Idempotency-Key": str(uuid4())}
    for _ in range(TRIES - 1):
        try:
            return await api.post(path, headers=headers, **request)
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            continue
    return await api.post(path, headers=headers, **request)
