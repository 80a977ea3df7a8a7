"""The web pages are served completely and safely. The API that they use has tests of its own."""

import re

import pytest
from playwright.async_api import Browser, expect

from app.database.sql_files import ROOT
from app.pages import PAGES, STATIC
from tests.fixtures import Client, Server


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_is_served_with_all_of_its_files(built_pages: None, api: Client, page: str) -> None:
    answer = await api.get("/" if page == "index" else f"/{page}")
    assert answer.status_code == 200
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    parts = re.findall(r'(?:src|href)="/?(static/[^"]+)"', answer.text)
    assert parts
    for part in parts:
        assert (await api.get(f"/{part}")).status_code == 200, part


def test_no_page_puts_text_into_itself_as_html() -> None:
    sources = [*(ROOT / "web" / "src").rglob("*.ts*"), *STATIC.glob("*.js")]
    html = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|setInnerHTML|document\.write|\beval\(|new Function"
    )
    assert sources
    assert [path.name for path in sources if html.search(path.read_text(encoding="utf-8"))] == []


async def test_nothing_outside_of_the_static_folder_is_served(api: Client) -> None:
    for path in ("/static/../__init__.py", "/static/%2e%2e/__init__.py", "/static/..%2f__init__.py"):
        assert (await api.get(path)).status_code == 404


async def test_the_description_of_the_api_needs_no_other_site(api: Client) -> None:
    page = (await api.get("/docs")).text
    files = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert "/static/swagger-ui/swagger-ui-bundle.js" in files
    assert all(file.startswith("/static/") for file in files)
    assert not re.search(r"url\(\W*http", (STATIC / "swagger-ui" / "swagger-ui.css").read_text())


async def test_headings_have_the_display_face_where_the_screen_is_wide(
    browser: Browser, server: Server
) -> None:
    for width, faces in ((1280, 1), (390, 0)):
        context = await browser.new_context(viewport={"width": width, "height": 800})
        page = await context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        await page.goto(server.url)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await page.evaluate("document.fonts.ready")
        assert len([url for url in asked if url.endswith(".woff2")]) == faces
        loaded = await page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').length")
        assert loaded == faces
        await context.close()
