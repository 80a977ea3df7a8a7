"""axe-core on a page as it is now."""

from playwright.async_api import Page

from app.database.sql_files import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
FAULTS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .map(({id, nodes}) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)"""


async def assert_accessible(page: Page, state: str = "") -> None:
    """Fail with what axe finds, and the state that the page is in."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    assert (state, await page.evaluate(FAULTS)) == (state, [])
