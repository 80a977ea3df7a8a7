"""Requests to the processing server: the built-in one of this machine, or that of PROCESSING_URL."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from app.documents.builtin import BuiltinServer
from app.documents.links import Links
from app.documents.storage import Storage
from app.storage import StorageTrouble
from processor.contract.signatures import Signer

if TYPE_CHECKING:
    import httpx

LONGEST_REASON = 500


class NoReply(Exception):
    """The processing server did not reply; the message is the name of the error."""


class Processing:
    """Signs requests, and says in them where the files are."""

    def __init__(
        self, server: BuiltinServer | str, signer: Signer, links: Links, storages: Mapping[str, Storage]
    ) -> None:
        """`server`: the built-in processing server, or the address of another one."""
        self._server = server
        self._signer = signer
        self._links = links
        self._storages = storages
        self._client: httpx.AsyncClient | None = None

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine, beside this process."""
        return isinstance(self._server, BuiltinServer)

    @property
    def name(self) -> str | None:
        """The name of the built-in server; None: it is another one."""
        return self._server.name if isinstance(self._server, BuiltinServer) else None

    async def post(
        self, path: str, message_id: str, body: dict[str, Any], timeout_s: float
    ) -> "httpx.Response":
        """Post a request. In it and in each of its `sources`, `stored_in` becomes the address of the file.

        Raises ServerAway, StorageTrouble and NoReply.
        """
        import httpx  # 5 MiB, which a process saves until the first job

        url = self._server if isinstance(self._server, str) else await self._server.url()
        for file in [body, *body.get("sources", [])]:
            stored_in = file.pop("stored_in", None)
            if stored_in is not None:
                storage = self._storage(stored_in)
                file["url"] = await storage.address(file["upload_id"], local=self.is_local)
        text = msgspec.json.encode(body).decode()
        headers = self._signer.headers(message_id, text)
        if self._client is None:
            self._client = httpx.AsyncClient()
        address = url.rstrip("/") + path
        try:
            return await self._client.post(address, content=text, headers=headers, timeout=timeout_s)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoReply(type(error).__name__) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    def _storage(self, name: str) -> Storage:
        if name not in self._storages:
            raise StorageTrouble(f"The file is in a storage ({name}) that is not configured here.")
        return self._storages[name]


def refusal_of(response: "httpx.Response") -> tuple[str, str]:
    """The code and the sentence of a refusal, from the problem JSON of the reply or from its status."""
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if isinstance(problem, dict) and isinstance(problem.get("detail"), str) and problem["detail"].strip():
        code = problem.get("code")
        return _storable(code) if isinstance(code, str) else "refused", _storable(problem["detail"])
    return "refused", f"The processing server refused the request ({response.status_code})."


def _storable(text: str) -> str:
    """The beginning of a text, without what Postgres can't store: NUL and halves of characters."""
    return text[:LONGEST_REASON].replace("\0", " ").encode(errors="replace").decode()
