from ipaddress import ip_network

import pytest
from starlette.requests import HTTPConnection

from app.http.client_address import client_address

PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def seen_from(peer: str | None, *forwarded: str) -> str | None:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    client = (peer, 4711) if peer else None
    return client_address(HTTPConnection({"type": "http", "client": client, "headers": headers}), PROXIES)


def test_without_a_proxy_the_peer_of_the_socket_is_the_client() -> None:
    assert seen_from("203.0.113.7") == "203.0.113.7"


def test_a_client_cannot_forge_its_address() -> None:
    assert seen_from("203.0.113.7", "198.51.100.1") == "203.0.113.7"


def test_the_header_of_a_trusted_proxy_names_the_client() -> None:
    assert seen_from("10.1.2.3", "198.51.100.1") == "198.51.100.1"


def test_addresses_that_the_client_wrote_into_the_header_are_ignored() -> None:
    assert seen_from("10.1.2.3", "1.1.1.1, 198.51.100.1, 10.9.9.9") == "198.51.100.1"


def test_several_headers_count_as_one_list() -> None:
    assert seen_from("10.1.2.3", "1.1.1.1", "198.51.100.1") == "198.51.100.1"


def test_a_proxy_without_the_header_is_the_client() -> None:
    assert seen_from("10.1.2.3") == "10.1.2.3"


@pytest.mark.parametrize("nonsense", ["unknown", "", "1.2.3.4.5", "DROP TABLE", "::ffff:", "1.2.3.4/8"])
def test_after_an_invalid_address_in_the_header_the_last_proxy_counts(nonsense: str) -> None:
    assert seen_from("10.1.2.3", nonsense) == "10.1.2.3"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("198.51.100.1:5555", "198.51.100.1"),
        ("[2001:DB8::1]:443", "2001:db8::1"),
        ("2001:db8::0001", "2001:db8::1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_an_address_is_returned_in_its_canonical_form(written: str, address: str) -> None:
    assert seen_from("fd00::1", written) == address


def test_a_unix_socket_has_no_address() -> None:
    assert seen_from(None, "198.51.100.1") is None
