"""Every query of the dashboards in examples/ runs as dashboard_reader, over TCP with its password."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from app.database.embedded import EmbeddedPostgres
from app.database.sql_files import ROOT
from tests.cli.conftest import quizzler_environment
from tests.cli.test_dashboards import dashboards
from tests.ports import free_port

EXAMPLES = ROOT / "examples" / "dashboards"
TIME_FILTER = re.compile(r"\$__timeFilter\((\w+)\)")


@pytest.fixture(scope="module")
def reader(session_folder: Path) -> Iterator[psycopg.Connection]:
    data_dir = session_folder / "data"
    environment = quizzler_environment(data_dir)
    url = dashboards(environment, session_folder, "--port", str(free_port()))["psql"]
    server = EmbeddedPostgres(data_dir)
    server.start()
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection
    finally:
        server.stop()


def views(reader: psycopg.Connection) -> dict[str, set[str]]:
    """The columns of each view of schema dashboards."""
    found: dict[str, set[str]] = {}
    query = "select table_name, column_name from information_schema.columns where table_schema = 'dashboards'"
    for view, column in reader.execute(query).fetchall():
        found.setdefault(view, set()).add(column)
    return found


def test_every_panel_of_grafana_gets_its_rows(reader: psycopg.Connection) -> None:
    panels: list[dict[str, Any]] = json.loads((EXAMPLES / "grafana.json").read_text())["panels"]
    shown = set()
    for panel in panels:
        for target in panel["targets"]:
            query = TIME_FILTER.sub(
                r"\1 between '2020-01-01T00:00:00Z' and '2040-01-01T00:00:00Z'", target["rawSql"]
            )
            cursor = reader.execute(query.encode())
            assert cursor.description
            names = [column.name for column in cursor.description]
            assert ("time" in names) == (target["format"] == "time_series"), panel["title"]
            shown |= set(re.findall(r"(?:from|join) (\w+)", target["rawSql"]))
    assert shown >= views(reader).keys() - {"attempts_per_day", "question_facility", "quiz_results"}


def test_every_chart_of_superset_asks_for_columns_that_are_there(reader: psycopg.Connection) -> None:
    known, datasets = views(reader), {}
    for path in sorted((EXAMPLES / "superset" / "datasets").rglob("*.yaml")):
        dataset = yaml.safe_load(path.read_text())
        assert dataset["schema"] == "dashboards"
        assert {column["column_name"] for column in dataset["columns"]} == known[dataset["table_name"]]
        datasets[dataset["uuid"]] = dataset["table_name"]
    charts = [yaml.safe_load(path.read_text()) for path in (EXAMPLES / "superset" / "charts").glob("*.yaml")]
    assert set(datasets.values()) == known.keys()
    assert {datasets[chart["dataset_uuid"]] for chart in charts} == known.keys()
    for chart in charts:
        view, columns = datasets[chart["dataset_uuid"]], chart["params"]["all_columns"]
        names = ", ".join(f'"{column}"' for column in columns)
        reader.execute(f"select {names} from dashboards.{view} limit 100".encode())
