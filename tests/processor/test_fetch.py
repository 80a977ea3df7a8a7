"""Fetching PDFs from addresses that people gave: which addresses are fetched, and which are refused."""

from pathlib import Path

import pytest

from processor.failure import JobFailure
from processor.fetch import Fetched, Limits, fetch, is_public
from processor.sample import sample_pdf
from tests.processor.conftest import Answer

PDF = sample_pdf()
ALLOWED = frozenset({"127.0.0.1", "pdfs.test"})


def pdf(path: str, headers: dict[str, str], body: bytes) -> Answer:
    return 200, {"content-type": "application/pdf"}, PDF


async def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


async def refused(url: str, tmp_path: Path, limits: Limits | None = None, resolver=here) -> str:
    with pytest.raises(JobFailure) as caught:
        await fetch(url, tmp_path / "file.pdf", limits or Limits(allowed_hosts=ALLOWED), resolver)
    assert caught.value.reason.endswith(".")
    return caught.value.code


async def test_a_pdf_of_an_allowed_host_is_fetched(serving, tmp_path: Path) -> None:
    server = serving(pdf)
    fetched = await fetch(f"{server.url}/a.pdf", tmp_path / "file.pdf", Limits(allowed_hosts=ALLOWED))
    assert isinstance(fetched, Fetched)
    assert fetched.path.read_bytes() == PDF
    assert fetched.size == len(PDF)


async def test_the_request_goes_to_the_checked_address_with_the_name_of_the_host(
    serving, tmp_path: Path
) -> None:
    server = serving(pdf)
    await fetch(
        f"http://pdfs.test:{server.port}/a.pdf", tmp_path / "file.pdf", Limits(allowed_hosts=ALLOWED), here
    )
    assert server.requests[0][2]["host"] == f"pdfs.test:{server.port}"


async def test_a_host_name_is_resolved_once_for_each_request(serving, tmp_path: Path) -> None:
    """So an attack by a name that resolves first to a public and then to a private address fails."""
    server = serving(pdf)
    resolved: list[str] = []

    async def counting(host: str, port: int) -> list[str]:
        resolved.append(host)
        return ["127.0.0.1"]

    await fetch(
        f"http://pdfs.test:{server.port}/", tmp_path / "file.pdf", Limits(allowed_hosts=ALLOWED), counting
    )
    assert resolved == ["pdfs.test"]


async def test_this_machine_is_not_reached_unless_it_is_allowed(serving, tmp_path: Path) -> None:
    server = serving(pdf)
    assert await refused(f"{server.url}/a.pdf", tmp_path, Limits()) == "forbidden_address"
    assert await refused(f"http://public.test:{server.port}/a.pdf", tmp_path, Limits()) == "forbidden_address"
    assert server.requests == []


async def test_a_host_with_one_private_address_among_public_ones_is_not_reached(tmp_path: Path) -> None:
    async def both(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.7"]

    assert await refused("http://both.test/a.pdf", tmp_path, Limits(), both) == "forbidden_address"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::127.0.0.1",
        "fe80::1%eth0",
        "nonsense",
        "ff02::1",
    ],
)
def test_a_private_address_is_recognised_in_every_notation(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]
)
def test_a_public_address_may_be_reached(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f.1/", "http://127.1/"])
async def test_odd_spellings_of_this_machine_are_not_reached(url: str, tmp_path: Path) -> None:
    with pytest.raises(JobFailure) as caught:
        await fetch(url, tmp_path / "file.pdf", Limits())
    assert caught.value.code in ("forbidden_address", "unreachable")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://pdfs.test/a.pdf",
        "gopher://pdfs.test/",
        "http://u:p@pdfs.test/",
        "http:///a",
    ],
)
async def test_addresses_with_another_scheme_or_a_password_are_refused(url: str, tmp_path: Path) -> None:
    assert await refused(url, tmp_path) == "forbidden_address"


async def test_each_redirect_is_checked_again(serving, tmp_path: Path) -> None:
    server = serving(lambda path, headers, body: (302, {"location": "http://secret.test/"}, b""))
    assert await refused(f"{server.url}/a.pdf", tmp_path) == "forbidden_address"
    server = serving(lambda path, headers, body: (302, {"location": "file:///etc/passwd"}, b""))
    assert await refused(f"{server.url}/a.pdf", tmp_path) == "forbidden_address"


async def test_a_redirect_is_followed(serving, tmp_path: Path) -> None:
    def answer(path: str, headers: dict[str, str], body: bytes) -> Answer:
        return (302, {"location": "/there.pdf"}, b"") if path == "/here.pdf" else pdf(path, headers, body)

    fetched = await fetch(
        f"{serving(answer).url}/here.pdf", tmp_path / "file.pdf", Limits(allowed_hosts=ALLOWED)
    )
    assert fetched.size == len(PDF)


async def test_redirects_in_a_circle_end(serving, tmp_path: Path) -> None:
    server = serving(lambda path, headers, body: (302, {"location": "/again"}, b""))
    assert await refused(f"{server.url}/a.pdf", tmp_path) == "unreachable"
    assert len(server.requests) == 6


async def test_a_file_that_is_too_large_is_refused(serving, tmp_path: Path) -> None:
    server = serving(pdf)
    limits = Limits(max_bytes=1000, allowed_hosts=ALLOWED)
    assert await refused(f"{server.url}/a.pdf", tmp_path, limits) == "too_large"
    assert not (tmp_path / "file.pdf").exists()


async def test_a_file_of_undeclared_size_is_limited_too(serving, tmp_path: Path) -> None:
    chunk = b"%x\r\n%b\r\n" % (4096, b"%PDF-" + b" " * 4091)
    server = serving(
        lambda path, headers, body: (200, {"transfer-encoding": "chunked", "content-length": ""}, chunk * 3)
    )
    assert await refused(f"{server.url}/a.pdf", tmp_path, Limits(max_bytes=5000, allowed_hosts=ALLOWED)) in (
        "too_large",
        "unreachable",
    )


async def test_a_web_page_is_refused(serving, tmp_path: Path) -> None:
    server = serving(lambda path, headers, body: (200, {}, b"<!DOCTYPE html><p>Sign in</p>"))
    assert await refused(f"{server.url}/a.pdf", tmp_path) == "not_a_pdf"


@pytest.mark.parametrize("status", [404, 403, 500])
async def test_an_error_of_the_server_is_reported(serving, tmp_path: Path, status: int) -> None:
    server = serving(lambda path, headers, body: (status, {}, b""))
    assert await refused(f"{server.url}/a.pdf", tmp_path) == "unreachable"


async def test_an_unreachable_server_is_reported(tmp_path: Path) -> None:
    assert await refused("http://127.0.0.1:1/a.pdf", tmp_path) == "unreachable"


async def test_an_unknown_host_is_reported(tmp_path: Path) -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError

    assert await refused("http://nowhere.test/", tmp_path, Limits(), nowhere) == "unreachable"
