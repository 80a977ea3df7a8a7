"""Pages are served from memory: compressed, in the language of the reader, safely, under a sub-path too."""

import re
from pathlib import Path

import httpx
import psycopg
import pytest
from starlette.applications import Starlette

from app.pages import library
from app.pages.serving import Pages, accepts
from tests.fixtures import Client, Server, serving

pytestmark = pytest.mark.usefixtures("built_pages")
NOWHERE = "/no/such/page"
HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9"}


def script_of(page: str) -> str:
    found = re.search(r'src="/?(static/[^"]+\.js)"', page)
    assert found
    return f"/{found[1]}"


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0", None)])
async def test_a_built_script_is_sent_compressed_and_kept_for_ever(
    api: Client, accepted: str, encoding: str | None
) -> None:
    script = script_of((await api.get(NOWHERE, headers=HTML)).text)
    answer = await api.get(script, headers={"Accept-Encoding": accepted})
    plain = await api.get(script, headers={"Accept-Encoding": "identity"})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert (encoding is None) == (answer.headers["Content-Length"] == plain.headers["Content-Length"])
    if encoding != "br":  # httpx here reads no Brotli
        assert answer.content == plain.content


async def test_a_page_that_has_not_changed_is_not_sent_again(api: Client) -> None:
    first = await api.get("/play")
    again = await api.get("/play", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}, "de"),
        ({"Accept-Language": "pl, fr;q=0.3, ar;q=0.7"}, "ar"),
        ({"Accept-Language": "*"}, "en"),
        ({"Accept-Language": "de;q=x, es"}, "es"),
        ({"Accept-Language": "de", "Cookie": "a=b; quizzler-language=es"}, "es"),
        ({"Accept-Language": "de", "Cookie": "quizzler-language=xx"}, "de"),
        ({}, "en"),
    ],
)
async def test_a_page_comes_in_the_language_of_its_reader(
    api: Client, headers: dict[str, str], language: str
) -> None:
    page = await api.get(NOWHERE, headers={**HTML, "Accept-Language": "", **headers})
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in page.text


async def test_who_opens_an_unknown_address_reads_a_page_and_a_program_a_problem(api: Client) -> None:
    page = await api.get(NOWHERE, headers=HTML)
    assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "There is no such page" in page.text
    assert "'unsafe" not in page.headers["Content-Security-Policy"]
    problem = await api.get(NOWHERE)
    assert (problem.status_code, problem.headers["Content-Type"]) == (404, "application/problem+json")


async def test_what_a_route_does_not_find_is_a_problem_for_browsers_too(api: Client) -> None:
    answer = await api.get("/quizzes/00000000-0000-4000-8000-000000000000", headers=HTML)
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_pages_count_against_no_limit(server: Server) -> None:
    """Phones of a class have one address."""
    async with server.client() as client:
        assert "RateLimit" not in (await client.get("/play")).headers
        assert "RateLimit" not in (await client.get("/")).headers


async def test_a_page_of_any_depth_finds_its_parts_under_a_sub_path(database: psycopg.Connection) -> None:
    async with serving(database, root_path="/quizzler") as server, server.client() as api:
        page = await api.get(f"/quizzler{NOWHERE}", headers=HTML)
        parts = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
        assert parts
        for part in parts:
            assert (await api.get(part)).status_code == 200, part


async def test_where_the_pages_were_not_built_each_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "STATIC", tmp_path)
    monkeypatch.setattr(library, "BUILT", tmp_path / "built")
    library._read.cache_clear()
    transport = httpx.ASGITransport(Pages(Starlette(), ""))
    async with httpx.AsyncClient(transport=transport, base_url="http://quiz.test") as client:
        page = await client.get("/play")
        assert (page.status_code, page.headers["Cache-Control"]) == (503, "no-store")
        assert "<code>make web</code>" in page.text
        assert (await client.get(NOWHERE, headers=HTML)).status_code == 404
    library._read.cache_clear()


@pytest.mark.parametrize(
    ("header", "accepted"),
    [("br", True), ("gzip,br;q=0.5", True), ("br; q=0.0", False), ("brx", False), ("", False)],
)
def test_an_encoding_is_accepted_if_it_is_named_without_a_quality_of_zero(
    header: str, accepted: bool
) -> None:
    assert accepts(header, "br") is accepted
