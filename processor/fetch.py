"""Fetches PDFs from addresses that people gave, but not from private networks or from this machine."""

import asyncio
import hashlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from processor.contract.jobs import PDF_STARTS_WITHIN, starts_as_pdf
from processor.failure import JobFailure

MAX_REDIRECTS = 5
NAT64 = ipaddress.ip_network("64:ff9b::/96")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
Resolve = Callable[[str, int], Awaitable[list[str]]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Limits:
    """The limits of one fetch."""

    max_bytes: int = 104_857_600
    seconds: float = 120
    allowed_hosts: frozenset[str] = frozenset()  # private hosts to fetch from, as `host` or `host:port`


@dataclass(frozen=True)
class Fetched:
    """A PDF on disk."""

    path: Path
    sha256: str
    size: int


async def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, without repetitions. Raises OSError if it has none."""
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


async def fetch(url: str, target: Path, limits: Limits, resolver: Resolve = resolve) -> Fetched:
    """Download a PDF into the file `target`. Raises JobFailure; the file may then be incomplete."""
    try:
        async with asyncio.timeout(limits.seconds):
            for _ in range(MAX_REDIRECTS + 1):
                outcome = await _one_request(url, target, limits, resolver)
                if isinstance(outcome, Fetched):
                    return outcome
                url = urljoin(url, outcome)
    except TimeoutError:
        raise JobFailure(
            "timeout", f"Fetching the PDF took longer than {limits.seconds:g} seconds."
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        cause = str(error) or type(error).__name__
        raise JobFailure("unreachable", f"The PDF can't be fetched: {cause[:200]}.") from None
    raise JobFailure("unreachable", f"The address redirects more than {MAX_REDIRECTS} times.")


async def _one_request(url: str, target: Path, limits: Limits, resolver: Resolve) -> Fetched | str:
    """Fetch the PDF, or return the target of a redirect. It connects to the address that was checked."""
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
                raise JobFailure(
                    "unreachable",
                    f"The address replies with status {response.status_code} and not with a PDF.",
                )
            return await _save(response, target, limits.max_bytes)
        finally:
            await response.aclose()


def checked(url: str) -> tuple[SplitResult, int]:
    """The parts and the port of an address. Raises JobFailure if it may not be fetched."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        raise JobFailure("unreachable", "The address of the PDF is not a valid address.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise JobFailure("forbidden_address", "The address must begin with http:// or https://.")
    if parts.username or parts.password:
        raise JobFailure("forbidden_address", "The address may not contain a user name or a password.")
    return parts, port


async def _address(host: str, port: int, allowed: frozenset[str], resolver: Resolve) -> str:
    """One address of a host. Raises JobFailure unless the host is allowed or all its addresses are public."""
    try:
        addresses = await resolver(host, port)
    except (OSError, UnicodeError):
        raise JobFailure("unreachable", f"There is no host {host[:100]}.") from None
    if not addresses:
        raise JobFailure("unreachable", f"The host {host[:100]} has no address.")
    named = f"[{host}]" if ":" in host else host
    if not {host.lower(), f"{named}:{port}".lower()} & allowed and not all(
        is_public(address) for address in addresses
    ):
        raise JobFailure(
            "forbidden_address",
            f"The host {host[:100]} is on a private network. The operator can allow it with "
            "PROCESSOR_ALLOWED_HOSTS.",
        )
    return addresses[0]


def is_public(text: str) -> bool:
    """Whether an address, and any IPv4 address embedded in it, belongs to the public internet."""
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return False
    return all(
        part.is_global and not part.is_multicast and not part.is_reserved for part in _with_embedded(address)
    )


def _with_embedded(address: Address) -> list[Address]:
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
    if int(address) >> 32 == 0:  # IPv4-compatible addresses, which are deprecated
        return [address, ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)]
    return [address]


async def _save(response: httpx.Response, target: Path, max_bytes: int) -> Fetched:
    digest, size, head = hashlib.sha256(), 0, b""
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise JobFailure("too_large", f"The PDF is larger than {max_bytes // 1_000_000} MB.")
    with target.open("wb") as file:
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > max_bytes:
                raise JobFailure("too_large", f"The PDF is larger than {max_bytes // 1_000_000} MB.")
            if len(head) < PDF_STARTS_WITHIN:
                head += chunk[: PDF_STARTS_WITHIN - len(head)]
                if len(head) == PDF_STARTS_WITHIN:
                    require_pdf(head)
            digest.update(chunk)
            file.write(chunk)
    require_pdf(head)
    return Fetched(target, digest.hexdigest(), size)


def require_pdf(head: bytes) -> None:
    """Raises JobFailure unless these first bytes of a file are those of a PDF."""
    if not starts_as_pdf(head):
        web_page = head.lstrip()[:15].lower().startswith((b"<!doctype", b"<html"))
        what = "a web page, not a PDF" if web_page else "not a PDF"
        reason = f"The file at this address is {what}." if head else "The file is empty."
        raise JobFailure("not_a_pdf", reason)
