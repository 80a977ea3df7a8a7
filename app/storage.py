"""A private bucket of Supabase Storage, for whoever keeps files in it."""

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from app.settings import Settings

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 60
Content = bytes | AsyncIterator[bytes]


class StorageTrouble(Exception):
    """The file can't be stored, deleted or served now; the message is a sentence for people."""


class Bucket:
    """Files by their paths. The bucket is created when it is missing. Every method raises StorageTrouble."""

    def __init__(self, url: str, service_key: str, name: str) -> None:
        import httpx  # 5 MiB, which a process without a bucket saves

        self._name = name
        self._client = httpx.AsyncClient(
            base_url=f"{url.rstrip('/')}/storage/v1",
            headers={"Authorization": f"Bearer {service_key}", "apikey": service_key},
            timeout=TIMEOUT_S,
        )

    async def put(self, path: str, content: Callable[[], Content], media_type: str) -> None:
        """Store a file. `content` is called again for the second try, after a missing bucket was created."""
        response = await self._send(path, content(), media_type)
        if response.status_code in (400, 404) and "ucket" in response.text:
            bucket = {"id": self._name, "name": self._name, "public": False}
            await self._request("POST", "/bucket", json=bucket)  # another process may have been quicker
            response = await self._send(path, content(), media_type)
        if response.is_error:
            raise StorageTrouble(f"Supabase Storage did not store the file ({response.status_code}).")

    async def get(self, path: str) -> bytes:
        """The bytes of a file."""
        response = await self._request("GET", f"/object/{self._name}/{path}")
        if response.is_error:
            raise StorageTrouble(f"Supabase Storage does not give the file ({response.status_code}).")
        return response.content

    async def remove(self, path: str) -> None:
        """Delete a file, which may be gone already."""
        response = await self._request("DELETE", f"/object/{self._name}/{path}")
        if response.is_error and not (response.status_code in (400, 404) and "not_found" in response.text):
            raise StorageTrouble(f"Supabase Storage did not delete the file ({response.status_code}).")

    async def address(self, path: str, seconds: int) -> str:
        """A signed address of a file, which is valid for so long."""
        path = f"/object/sign/{self._name}/{path}"
        response = await self._request("POST", path, json={"expiresIn": seconds})
        if response.is_error:
            raise StorageTrouble(f"Supabase Storage gives no address for the file ({response.status_code}).")
        return f"{str(self._client.base_url).rstrip('/')}{response.json()['signedURL']}"

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _send(self, path: str, content: Content, media_type: str) -> "httpx.Response":
        headers = {"Content-Type": media_type, "x-upsert": "true"}
        return await self._request("POST", f"/object/{self._name}/{path}", content=content, headers=headers)

    async def _request(self, method: str, path: str, **request: object) -> "httpx.Response":
        import httpx

        try:
            return await self._client.request(method, path, **request)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise StorageTrouble("Supabase Storage can't be reached. Try again later.") from error


def supabase_bucket(config: Settings) -> Bucket | None:
    """The bucket of the Supabase project, if its address and its service-role key are set; else None."""
    if not (config.supabase_url and config.supabase_service_role_key):
        return None
    key = config.supabase_service_role_key.get_secret_value()
    return Bucket(config.supabase_url, key, config.supabase_storage_bucket)
