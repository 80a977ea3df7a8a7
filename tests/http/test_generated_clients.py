"""Clients generated from the OpenAPI document, in Python and TypeScript, are complete and can be used.

journey.py and journey.ts make a quiz, take it, read the result and meet an error. They also change a field of
the quiz, which must leave the others as they are.
"""

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path

from app.accounts.routes import EXPORT_TYPE
from app.database.sql_files import ROOT
from tests import node
from tests.fixtures import Client, Server

node_packages = node.node_packages

JOURNEYS = Path(__file__).with_name("generated")
NODE_MODULES = ROOT / "supabase" / "node" / "node_modules"
NODE = str(Path(sys.executable).with_name("node"))
GENERATOR = ROOT / ".venv" / "client-generator" / "bin" / "openapi-python-client"
COMPILER_OPTIONS = ("--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom")

SETTINGS = {
    "post_hooks": [],  # they would format the code
    # which the generator does not know
    "content_type_overrides": {
        EXPORT_TYPE: "application/octet-stream",
        "image/webp": "application/octet-stream",
    },
}


async def run(*command: str | Path, **options: object) -> str:
    """What a command says. Fails with that if the command fails."""
    done = await asyncio.to_thread(
        subprocess.run, command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


async def document(api: Client, folder: Path) -> Path:
    """A file with the document that the server has."""
    file = folder / "openapi.json"
    file.write_text((await api.get("/openapi.json")).text)
    return file


async def test_a_client_in_python_is_complete_and_can_be_used(
    server: Server, api: Client, tmp_path: Path
) -> None:
    await run(ROOT / ".ci" / "client-generator")
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(SETTINGS))
    said = await run(
        GENERATOR, "generate", "--fail-on-warning", "--path", await document(api, tmp_path),
        "--meta", "none", "--output-path", tmp_path / "quizzler_client", "--config", settings,
    )  # fmt: skip
    assert "WARNING" not in said
    journey = JOURNEYS / "journey.py"
    environment = {"PYTHONPATH": str(tmp_path)}
    assert await run(sys.executable, journey, server.url, env=environment) == "done\n"


async def test_a_client_in_typescript_compiles_and_can_be_used(
    server: Server, api: Client, tmp_path: Path, node_packages: None
) -> None:
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "package.json").write_text(json.dumps({"type": "module"}))
    shutil.copy(JOURNEYS / "journey.ts", tmp_path)
    generator, compiler = NODE_MODULES / "openapi-typescript/bin/cli.js", NODE_MODULES / "typescript/bin/tsc"
    types = tmp_path / "schema.d.ts"
    await run(NODE, generator, await document(api, tmp_path), "--output", types, cwd=tmp_path)
    await run(NODE, compiler, *COMPILER_OPTIONS, "journey.ts", cwd=tmp_path)
    assert await run(NODE, "journey.js", server.url, cwd=tmp_path) == "done\n"
