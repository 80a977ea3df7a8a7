"""`make bi-check`: Apache Superset itself reads every view of schema dashboards.

It starts an embedded Postgres with some attempts, gives dashboard_reader a password, starts Superset, makes a
dataset of each view, a chart of each dataset and a dashboard of the charts, and asks for the data of every
chart. `--write` keeps the export of the dashboard in examples/dashboards/superset, which is imported again.
Superset is no dependency: it is installed in a folder of its own.
"""

import argparse
import io
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
from rich.console import Console

from app.cli.dashboards import urls
from app.database.embedded import TCP_HOST, EmbeddedPostgres
from app.database.migrate import migrate
from app.database.sql_files import ROOT
from tests.attempts.taking import make_quiz, single, true_false
from tests.fixtures import Sql
from tests.ports import free_port

VERSION = "6.1.0"
# Superset 6.1 imports rich and cachetools without asking for them, and needs this flask-caching.
PACKAGES = (f"apache-superset=={VERSION}", "rich", "cachetools", "flask-caching==2.3.1", "psycopg2-binary")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "quizzler" / "superset"
EXPORT = ROOT / "examples" / "dashboards" / "superset"
STARTS_S = 180
LOGIN = {"username": "admin", "password": "admin"}
CONFIG = """\
SECRET_KEY = {key!r}
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
RATELIMIT_ENABLED = False
"""
console = Console(highlight=False)


def main() -> None:
    """Do all of it; ends with status 1 unless every chart gets its data."""
    parser = argparse.ArgumentParser(prog="python -m tests.bi_check", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {EXPORT.relative_to(ROOT)}")
    options = parser.parse_args()
    install()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quizzler-bi-")))
        folder.chmod(0o711)  # Postgres may run as another user
        url = stack.enter_context(postgres(folder))
        client = stack.enter_context(superset(folder))
        failed = check(client, url, write=options.write)
    sys.exit(1 if failed else 0)


def install() -> None:
    """Superset in its own virtual environment, unless it is there."""
    if not (CACHE / "bin" / "superset").exists():
        console.print(f"installing Superset {VERSION} in {CACHE}")
        subprocess.run([sys.executable, "-m", "venv", CACHE], check=True)
        subprocess.run([CACHE / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """An embedded Postgres on TCP with something to see. Gives SQLAlchemy's URL of dashboard_reader."""
    server = EmbeddedPostgres(folder / "data")
    server.open_tcp(free_port())
    server.start()
    try:
        migrate(server.url())
        password = secrets.token_urlsafe(24)
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(f"alter role dashboard_reader password '{password}'".encode())
            fill(Sql(connection))
        target = {"host": TCP_HOST, "port": str(server.tcp_port), "dbname": "postgres"}
        yield urls(target, password)["SQLAlchemy"]
    finally:
        server.stop()


def fill(sql: Sql) -> None:
    """A quiz that people took, and a room that was played."""
    quiz = make_quiz(sql, sql.person("host"), single(), true_false(), pass_mark=50, visibility="public")
    for right in (0, 1, 2):
        quiz.take(sql.person(), right=right)
    code = sql.call(quiz.owner, "create_room", quiz_id=quiz.id)["room_code"]
    sql.call(quiz.owner, "end_room", room_code=code)
    while sql.value("select core.fold_facts(1000)"):
        pass


@contextmanager
def superset(folder: Path) -> Iterator[httpx.Client]:
    """A running Superset, and a client that is signed in."""
    config = folder / "superset_config.py"
    config.write_text(CONFIG.format(key=secrets.token_urlsafe(42), folder=folder))
    environment = {
        **os.environ,
        "SUPERSET_CONFIG_PATH": str(config),
        "FLASK_APP": "superset.app:create_app()",
    }
    program, log = CACHE / "bin" / "superset", folder / "superset.log"
    port = free_port()
    with log.open("w") as output:
        for command in (
            ["db", "upgrade"],
            ["fab", "create-admin", "--firstname", "A", "--lastname", "B", "--email", "a@example.com",
             "--username", LOGIN["username"], "--password", LOGIN["password"]],
            ["init"],
        ):  # fmt: skip
            console.print(f"superset {' '.join(command[:2])}")
            subprocess.run([program, *command], env=environment, stdout=output, stderr=output, check=True)
        process = subprocess.Popen(
            [program, "run", "--port", str(port), "--with-threads"],
            env=environment, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            wait_for(client, process, log)
            signed_in = client.post("/api/v1/security/login", json={**LOGIN, "provider": "db"})
            client.headers["Authorization"] = f"Bearer {made(signed_in)['access_token']}"
            yield client
    finally:
        process.terminate()
        process.wait()


def wait_for(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when it answers."""
    until = time.monotonic() + STARTS_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise SystemExit(f"Superset did not start:\n{log.read_text()[-3000:]}")


def made(response: httpx.Response) -> Any:
    """The JSON of a response that must be a success."""
    if response.status_code not in (200, 201):
        raise SystemExit(f"{response.request.url}: {response.status_code} {response.text[:1000]}")
    return response.json()


def check(client: httpx.Client, url: str, *, write: bool) -> list[str]:
    """Make everything, and print what came of each view. Returns those whose chart got no data."""
    given = {"database_name": "Quizzler", "sqlalchemy_uri": url, "expose_in_sqllab": True}
    database = made(client.post("/api/v1/database/", json=given))["id"]
    query = f"/api/v1/database/{database}/tables/?q=(schema_name:dashboards)"
    views = sorted(table["value"] for table in made(client.get(query))["result"])
    failed, charts = [], []
    for view in views:
        dataset, columns = new_dataset(client, database, view)
        chart = new_chart(client, dataset, view, columns)
        charts.append((chart, view))
        status, rows = data_of(client, chart, dataset, columns)
        searched = search(client, dataset, columns)
        console.print(f"{view:24}dataset 201  chart 201  data {status}  rows {rows:>4}  searched {searched}")
        if status != 200 or searched != 200:
            failed.append(view)
    dashboard = new_dashboard(client, charts)
    console.print(f"dashboard of {len(charts)} charts: {client.get(f'/api/v1/dashboard/{dashboard}/charts')}")
    if write:
        keep_export(client.get(f"/api/v1/dashboard/export/?q=!({dashboard})"))
    console.print(f"import of {EXPORT.relative_to(ROOT)}: {import_kept(client)}")
    return failed


def new_dataset(client: httpx.Client, database: int, view: str) -> tuple[int, list[dict[str, Any]]]:
    """A dataset of a view, and its columns."""
    given = {"database": database, "schema": "dashboards", "table_name": view}
    dataset = made(client.post("/api/v1/dataset/", json=given))["id"]
    columns = made(client.get(f"/api/v1/dataset/{dataset}"))["result"]["columns"]
    return dataset, columns


def queries(dataset: int, columns: list[dict[str, Any]]) -> dict[str, Any]:
    """A query for all columns of a dataset."""
    return {
        "datasource": {"id": dataset, "type": "table"},
        "result_format": "json",
        "result_type": "full",
        "queries": [{"columns": [column["column_name"] for column in columns], "row_limit": 100}],
    }


def new_chart(client: httpx.Client, dataset: int, view: str, columns: list[dict[str, Any]]) -> int:
    """A table with all columns of a dataset."""
    params = {
        "datasource": f"{dataset}__table",
        "viz_type": "table",
        "query_mode": "raw",
        "all_columns": [column["column_name"] for column in columns],
        "row_limit": 100,
    }
    given = {
        "slice_name": view.replace("_", " ").capitalize(),
        "viz_type": "table",
        "datasource_id": dataset,
        "datasource_type": "table",
        "params": json.dumps(params),
        "query_context": json.dumps(queries(dataset, columns)),
    }
    chart: int = made(client.post("/api/v1/chart/", json=given))["id"]
    return chart


def data_of(client: httpx.Client, chart: int, dataset: int, columns: list[dict[str, Any]]) -> tuple[int, int]:
    """The status and the number of rows of a chart's data, asked as the page asks and as the chart has it."""
    asked = client.post("/api/v1/chart/data", json=queries(dataset, columns))
    response = client.get(f"/api/v1/chart/{chart}/data/")
    if asked.status_code != 200 or response.status_code != 200:
        console.print(response.text[:500])
        return max(asked.status_code, response.status_code), 0
    return 200, response.json()["result"][0]["rowcount"]


def search(client: httpx.Client, dataset: int, columns: list[dict[str, Any]]) -> int:
    """The status of a search for words in every column of text, which failed for enums."""
    texts = [column["column_name"] for column in columns if column["type"] in ("TEXT", "VARCHAR")]
    asked = queries(dataset, columns)
    asked["queries"][0]["filters"] = [{"col": name, "op": "ILIKE", "val": "%a%"} for name in texts]
    return client.post("/api/v1/chart/data", json=asked).status_code


def new_dashboard(client: httpx.Client, charts: list[tuple[int, str]]) -> int:
    """A dashboard with these charts, two in a row."""
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": [], "parents": ["ROOT_ID"]},
    }
    for place, (chart, view) in enumerate(charts):
        row = f"ROW-{place // 2}"
        if row not in position:
            position[row] = {
                "type": "ROW", "id": row, "children": [], "parents": ["ROOT_ID", "GRID_ID"],
                "meta": {"background": "BACKGROUND_TRANSPARENT"},
            }  # fmt: skip
            position["GRID_ID"]["children"].append(row)
        position[row]["children"].append(f"CHART-{view}")
        position[f"CHART-{view}"] = {
            "type": "CHART", "id": f"CHART-{view}", "children": [], "parents": ["ROOT_ID", "GRID_ID", row],
            "meta": {"chartId": chart, "width": 6, "height": 50, "sliceName": view},
        }  # fmt: skip
    given = {"dashboard_title": "Quizzler", "published": True, "position_json": json.dumps(position)}
    dashboard: int = made(client.post("/api/v1/dashboard/", json=given))["id"]
    for chart, _ in charts:
        made(client.put(f"/api/v1/chart/{chart}", json={"dashboards": [dashboard]}))
    return dashboard


def keep_export(response: httpx.Response) -> None:
    """Unpack the export. Superset writes no password; the port is that of docs/dashboards.md."""
    shutil.rmtree(EXPORT, ignore_errors=True)
    with zipfile.ZipFile(io.BytesIO(response.content)) as export:
        for name in export.namelist():
            path = EXPORT / Path(*Path(name).parts[1:])
            path.parent.mkdir(parents=True, exist_ok=True)
            text = export.read(name).decode()
            path.write_text(re.sub(rf"@{TCP_HOST}:\d+/", f"@{TCP_HOST}:5433/", text), encoding="utf-8")


def import_kept(client: httpx.Client) -> httpx.Response:
    """Import what is in examples/, over what is there."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as export:
        for path in sorted(EXPORT.rglob("*.yaml")):
            export.write(path, path.relative_to(EXPORT.parent))
    given = {"overwrite": "true", "passwords": json.dumps({"databases/Quizzler.yaml": "any"})}
    files = {"formData": ("quizzler.zip", packed.getvalue(), "application/zip")}
    return client.post("/api/v1/dashboard/import/", data=given, files=files)


if __name__ == "__main__":
    main()
