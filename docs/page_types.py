"""The types of web/: of the REST API and of the protocol of live rooms, from what the server is made of."""

import json
import subprocess
import sys
import tempfile
from functools import reduce
from hashlib import sha256
from operator import or_
from pathlib import Path
from typing import Any

import msgspec

from app.cli.docs.protocol import messages
from app.database.sql_files import ROOT, SUPABASE
from app.main import create_app
from app.rooms import protocol

FOLDER = ROOT / "web" / "src" / "shared" / "generated"
NODE = Path(sys.executable).with_name("node")
GENERATOR = SUPABASE / "node" / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
REF = "#/components/schemas/"
UNIONS = {
    "PlayerMessage": messages(protocol.PlayerMessage),
    "HostMessage": messages(protocol.HostMessage),
    "ServerMessage": messages(protocol.AnyServerMessage),
}


def live() -> dict[str, Any]:
    """The protocol as an OpenAPI document without paths, which the generator of types reads."""
    types = dict.fromkeys(reduce(or_, (dict.fromkeys(union) for union in UNIONS.values())))
    _, schemas = msgspec.json.schema_components(types, ref_template=REF + "{name}")
    for name, union in UNIONS.items():
        schemas[name] = {"oneOf": [{"$ref": REF + message.__name__} for message in union]}
    info = {"title": "Live rooms", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


def write(name: str, document: dict[str, Any]) -> None:
    """Write the types of this document into web/, if they are not those of the same document already."""
    text = json.dumps(document)
    head = f"// Of {sha256(text.encode()).hexdigest()}; made by `make lint`, kept out of git\n"
    place = FOLDER / f"{name}.d.ts"
    if place.exists() and place.read_text(encoding="utf-8").startswith(head):
        return
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        command = [NODE, GENERATOR, file.name, "--default-non-nullable", "false"]
        made = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - the Node of this environment
    if made.returncode:
        raise RuntimeError(made.stderr)
    place.write_text(head + made.stdout, encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    write("api", create_app().openapi())
    write("protocol", live())
