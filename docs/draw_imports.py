"""Draws docs/imports.md: which package imports which, and the lines of each. `make imports` runs it."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "imports.md"
BEGIN, END = "<!-- made by make imports -->\n", "<!-- end -->"
FOLDERS = ("app", "supabase/functions_sql", "tests")
PROGRAMS = ("client", "processor", "trivia_bank")


def main() -> None:
    """Replace the picture and the table in the page."""
    text = PAGE.read_text(encoding="utf-8")
    _, _, after = text.partition(END)
    before, _, _ = text.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{picture()}\n{table()}\n{END}{after}", encoding="utf-8")


def picture() -> str:
    """The imports between packages as a Mermaid diagram, with the features in one box."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    linter = project["tool"]["importlinter"]
    features = next(layer for layer in linter["contracts"][0]["layers"] if "accounts" in layer)
    inside = {name.strip() for name in features.split("|")}
    arrows = sorted(set(_arrows(linter["root_packages"], inside)))
    lines = ["```mermaid", "flowchart TD", "    subgraph features"]
    lines += [f"        {name}" for name in sorted(inside)]
    lines += [f"        {one} --> {other}" for one, other in arrows if {one, other} <= inside]
    lines += ["    end"]
    lines += [f"    {one} --> {other}" for one, other in arrows if not {one, other} <= inside]
    return "\n".join([*lines, "```", ""])


def _arrows(packages: Iterable[str], features: set[str]) -> Iterator[tuple[str, str]]:
    """Which package imports which. What several features import gets one arrow from their box."""
    graph = grimp.build_graph(*packages, cache_dir=None)
    found = {
        (_package(module), _package(imported))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    for one, other in found - {(name, name) for name, _ in found}:
        if {one, other} <= features:
            yield one, other
        elif one in features and other in ("background", "http", "database", "settings", "processor"):
            yield "features", other
        elif other in features and one in ("cli", "main"):
            yield one, "features"
        else:
            yield one, other


def _package(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "app" and len(parts) > 1 else parts[0]


def table() -> str:
    """The lines of each feature in its three folders, and those of the programs beside the app."""
    folders = [path for name in FOLDERS for path in (ROOT / name).iterdir() if path.is_dir()]
    rows = ["| | Python | SQL functions | tests |", "|---|---|---|---|"]
    for name in sorted({path.name for path in folders} | set(PROGRAMS)):
        beside = "" if name in PROGRAMS else "app"
        counts = (
            _lines(ROOT / beside / name, "py"),
            _lines(ROOT / "supabase/functions_sql" / name, "sql"),
            _lines(ROOT / "tests" / name, "py"),
        )
        if any(counts):
            rows.append(f"| {name} | {' | '.join(f'{count:,}' if count else '' for count in counts)} |")
    return "\n".join([*rows, ""])


def _lines(folder: Path, ending: str) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in folder.rglob(f"*.{ending}"))


if __name__ == "__main__":
    main()
