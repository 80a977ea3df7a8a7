"""The web pages are served completely and safely. The API that they use has tests of its own."""

import re

import pytest

from app.pages import PAGES, STATIC
from tests.fixtures import Client

EXPORT = re.compile(r"export (?:async )?(?:function\*?|const|class) ([\w$]+)")
CALL = re.compile(r'\bapi\("([A-Z]+)", ["`]([^"`?]+)')
IMPORT = re.compile(r'import \{([^}]+)\} from "\./(\w+\.js)"')


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_is_served_with_all_of_its_files(built_pages: None, api: Client, page: str) -> None:
    answer = await api.get("/" if page == "index" else f"/{page}")
    assert answer.status_code == 200
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    parts = re.findall(r'(?:src|href)="/?(static/[^"]+)"', answer.text)
    assert parts
    for part in parts:
        assert (await api.get(f"/{part}")).status_code == 200, part


@pytest.mark.parametrize("script", sorted(path.name for path in STATIC.glob("*.js")))
def test_a_script_imports_only_names_that_another_exports(script: str) -> None:
    text = (STATIC / script).read_text()
    for names, module in IMPORT.findall(text):
        exported = set(EXPORT.findall((STATIC / module).read_text()))
        assert {name.strip() for name in names.split(",") if name.strip()} <= exported, module


@pytest.mark.parametrize("script", sorted(path.name for path in STATIC.glob("*.js")))
def test_no_script_puts_text_into_a_page_as_html(script: str) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", (STATIC / script).read_text()
    )


async def test_nothing_outside_of_the_static_folder_is_served(api: Client) -> None:
    for path in ("/static/../__init__.py", "/static/%2e%2e/__init__.py", "/static/..%2f__init__.py"):
        assert (await api.get(path)).status_code == 404


@pytest.mark.parametrize("script", sorted(path.name for path in STATIC.glob("*.js")))
async def test_a_script_calls_only_existing_routes(api: Client, script: str) -> None:
    routes = (await api.get("/openapi.json")).json()["paths"]
    known = {
        (method.upper(), re.sub(r"\{[^}]+\}", "…", path))
        for path, methods in routes.items()
        for method in methods
    }
    called = {
        (method, re.sub(r"\$\{(?:[^{}]|\{[^}]*\})+\}", "…", path))
        for method, path in CALL.findall((STATIC / script).read_text())
    }
    assert called <= known


async def test_the_description_of_the_api_needs_no_other_site(api: Client) -> None:
    page = (await api.get("/docs")).text
    files = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert "/static/swagger-ui/swagger-ui-bundle.js" in files
    assert all(file.startswith("/static/") for file in files)
    assert not re.search(r"url\(\W*http", (STATIC / "swagger-ui" / "swagger-ui.css").read_text())
