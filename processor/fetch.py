"""Fetching a PDF from an address that somebody gave, without reaching what only this machine can reach."""

import asyncio
import hashlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

MAX_REDIRECTS = 5
HEADER_WITHIN = 1024  # bytes in which `%PDF-` must stand; PDF 32000-1, implementation note 13
NAT64 = ipaddress.ip_network("64:ff9b::/96")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
Resolve = Callable[[str, int], Awaitable[list[str]]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(Exception):
    """Why the PDF could not be had; `code` is one of the contract's."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """What one fetch may take."""

    max_bytes: int = 104_857_600
    seconds: float = 120
    allowed_hosts: frozenset[str] = frozenset()  # private hosts that are let through: `host` or `host:port`


@dataclass(frozen=True)
class Fetched:
    """A PDF on disk."""

    path: Path
    sha256: str
    size: int


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host."""
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


async def fetch(url: str, target: Path, limits: Limits, resolver: Resolve = resolve) -> Fetched:
    """Download a PDF into a file. Raises FetchError; then the file may hold a part of it."""
    try:
        async with asyncio.timeout(limits.seconds):
            for _ in range(MAX_REDIRECTS + 1):
                outcome = await _one_request(url, target, limits, resolver)
                if isinstance(outcome, Fetched):
                    return outcome
                url = urljoin(url, outcome)
    except TimeoutError:
        raise FetchError(
            "timeout", f"Fetching the PDF took longer than {limits.seconds:g} seconds."
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        said = str(error) or type(error).__name__
        raise FetchError("unreachable", f"The PDF can't be fetched: {said[:200]}.") from None
    raise FetchError("unreachable", f"The address redirects more than {MAX_REDIRECTS} times.")


async def _one_request(url: str, target: Path, limits: Limits, resolver: Resolve) -> Fetched | str:
    """Fetch, or return where a redirect leads to. The connection goes to the address that was checked."""
    parts, port = checked(url)
    host = parts.hostname or ""
    address = await _address(host, port, limits.allowed_hosts, resolver)
    literal = f"[{address}]" if ":" in address else address
    pinned = httpx.URL(url).copy_with(host=literal, port=port)
    request = httpx.Request(
        "GET",
        pinned,
        headers={
            "Host": parts.netloc.rpartition("@")[2],
            "Accept": "application/pdf, */*",
            "Accept-Encoding": "identity",
            "User-Agent": "Quizzler-Processor",
        },
        extensions={"sni_hostname": host, "timeout": httpx.Timeout(30, read=limits.seconds).as_dict()},
    )
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False) as client:
        response = await client.send(request, stream=True)
        try:
            if response.status_code in REDIRECTS and "location" in response.headers:
                return response.headers["location"]
            if response.status_code != 200:
                raise FetchError(
                    "unreachable", f"The address answers {response.status_code} instead of the PDF."
                )
            return await _save(response, target, limits.max_bytes)
        finally:
            await response.aclose()


def checked(url: str) -> tuple[SplitResult, int]:
    """An address's parts and port. Raises FetchError where it is none that may be fetched."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        raise FetchError("unreachable", "The address of the PDF is no address.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError("forbidden_address", "Only http and https addresses are fetched.")
    if parts.username or parts.password:
        raise FetchError("forbidden_address", "An address with a user name or password in it is not fetched.")
    return parts, port


async def _address(host: str, port: int, allowed: frozenset[str], resolver: Resolve) -> str:
    """One address of a host, where all of its addresses may be reached."""
    try:
        addresses = await resolver(host, port)
    except (OSError, UnicodeError):
        raise FetchError("unreachable", f"The host {host[:100]} is not known.") from None
    if not addresses:
        raise FetchError("unreachable", f"The host {host[:100]} has no address.")
    named = f"[{host}]" if ":" in host else host
    if not {host.lower(), f"{named}:{port}".lower()} & allowed and not all(
        is_public(address) for address in addresses
    ):
        raise FetchError(
            "forbidden_address",
            f"The host {host[:100]} is on a private network. PROCESSOR_ALLOWED_HOSTS can admit it.",
        )
    return addresses[0]


def is_public(text: str) -> bool:
    """Whether an address is of the public internet, also where an IPv4 address hides in an IPv6 one."""
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return False
    return all(
        part.is_global and not part.is_multicast and not part.is_reserved for part in _with_hidden(address)
    )


def _with_hidden(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)]
    if address.sixtofour:
        return [address, address.sixtofour]
    if address.teredo:
        return [address, *address.teredo]
    if int(address) >> 32 == 0:  # the deprecated IPv4-compatible ones
        return [address, ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)]
    return [address]


async def _save(response: httpx.Response, target: Path, max_bytes: int) -> Fetched:
    digest, size, head = hashlib.sha256(), 0, b""
    said = response.headers.get("content-length", "")
    if said.isdigit() and int(said) > max_bytes:
        raise FetchError("too_large", f"The PDF is larger than {max_bytes // 1_000_000} MB.")
    with target.open("wb") as file:
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > max_bytes:
                raise FetchError("too_large", f"The PDF is larger than {max_bytes // 1_000_000} MB.")
            if len(head) < HEADER_WITHIN:
                head += chunk[: HEADER_WITHIN - len(head)]
                if len(head) == HEADER_WITHIN:
                    require_pdf(head)
            digest.update(chunk)
            file.write(chunk)
    require_pdf(head)
    return Fetched(target, digest.hexdigest(), size)


def require_pdf(head: bytes) -> None:
    """Raises FetchError unless a file that begins so is a PDF."""
    if b"%PDF-" not in head[:HEADER_WITHIN]:
        what = "a web page" if head.lstrip()[:15].lower().startswith((b"<!doctype", b"<html")) else "no PDF"
        raise FetchError(
            "not_a_pdf", f"What stands at the address is {what}." if head else "The file is empty."
        )
