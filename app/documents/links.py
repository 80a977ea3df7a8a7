"""The addresses that a processing server is given: where to send its events, and where to fetch files."""

import base64
import hmac
import time
from collections.abc import Callable
from uuid import UUID

from app.network import EVERYWHERE, listening_hosts, url_of
from app.settings import Settings
from processor.contract.signatures import signing_keys

# How long the address of a file is valid: as long as a job may take (setting jobs.longest_s)
CONTENT_S = 21_600


class Links:
    """The addresses of this process, and of the files that it serves."""

    def __init__(self, config: Settings, secrets: str, clock: Callable[[], float] = time.time) -> None:
        """`secrets`: as in PROCESSING_SECRETS; the first one signs addresses, all of them are accepted."""
        self._public = config.public_url.rstrip("/") if config.public_url else None
        self._keys = signing_keys(secrets)
        self._clock = clock
        self._seen = False
        self.local = _address(config.host, config.port)

    def seen(self, server: tuple[str, int | None] | None) -> None:
        """Note the address of a request, because uvicorn may listen elsewhere than HOST and PORT say.

        Only the first one counts. A process that listens everywhere has several addresses, and with each
        change the built-in processing server would be started again.
        """
        if server and server[1] and not self._seen:
            self._seen = True
            everywhere = any(host in EVERYWHERE for host in listening_hosts(server[1]))
            self.local = _address("127.0.0.1" if everywhere else server[0], server[1])

    def base(self, *, local: bool) -> str:
        """The address at which a processing server on this machine (`local`) or elsewhere reaches us."""
        return self.local if local or self._public is None else self._public

    def content(self, upload_id: UUID | str, *, local: bool) -> str:
        """The address of an upload's file, valid for CONTENT_S."""
        expires = str(int(self._clock()) + CONTENT_S)
        seal = _seal(self._keys[0], upload_id, expires).decode()
        return f"{self.base(local=local)}/uploads/{upload_id}/content?token={expires}.{seal}"

    def opens(self, upload_id: UUID, token: str) -> bool:
        """Whether this is a valid token for the file of this upload."""
        expires, _, seal = token.partition(".")
        seals = [_seal(key, upload_id, expires) for key in self._keys]
        ours = any(hmac.compare_digest(each, seal.encode()) for each in seals)
        return ours and int(expires) > self._clock()


def _seal(key: bytes, upload_id: UUID | str, expires: str) -> bytes:
    digest = hmac.digest(key, f"quizzler\n{upload_id} {expires}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=")


def _address(host: str, port: int) -> str:
    return url_of("127.0.0.1" if host in EVERYWHERE else host, port)
