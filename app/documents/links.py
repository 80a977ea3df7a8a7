"""The addresses that a processing server is given: where to call back, and where our files are."""

import time
from collections.abc import Callable
from uuid import UUID

from app.documents.signing import Signer
from app.settings import Settings

CONTENT_S = 21_600  # as long as a job may take (setting jobs.longest_s)
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


class Links:
    """Where this process is found."""

    def __init__(self, config: Settings, signer: Signer, clock: Callable[[], float] = time.time) -> None:
        self._public = config.public_url.rstrip("/") if config.public_url else None
        self._signer = signer
        self._clock = clock
        self._everywhere = config.host in EVERYWHERE
        self._settled = False
        self.local = _address(config.host, config.port)

    def seen(self, server: tuple[str, int | None] | None) -> None:
        """A request came in on this address: uvicorn may have been told another one than HOST and PORT say.

        The first one holds: one that listens everywhere is found at several, and a change costs what the
        built-in processing server is working on.
        """
        if server and server[1] and not self._settled:
            self._settled = True
            self.local = _address("127.0.0.1" if self._everywhere else server[0], server[1])

    def base(self, *, local: bool) -> str:
        """Where a processing server on this machine (`local`) or elsewhere reaches us."""
        return self.local if local or self._public is None else self._public

    def content(self, upload_id: UUID | str, *, local: bool) -> str:
        """The address of a file that was sent to us, good for some hours."""
        expires = str(int(self._clock()) + CONTENT_S)
        token = f"{expires}.{self._signer.seal(f'{upload_id} {expires}')}"
        return f"{self.base(local=local)}/uploads/{upload_id}/content?token={token}"

    def opens(self, upload_id: UUID, token: str) -> bool:
        """Whether this token was given out for this upload, and still holds."""
        expires, _, seal = token.partition(".")
        if not (expires.isascii() and expires.isdigit() and len(expires) < 15 and seal.isascii()):
            return False
        return self._signer.sealed(f"{upload_id} {expires}", seal) and int(expires) > self._clock()


def _address(host: str, port: int) -> str:
    if host in EVERYWHERE:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
