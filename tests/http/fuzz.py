"""Random requests by schemathesis against a server: signed in and not, one by one and in sequences."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.database.sql_files import ROOT

LEFT_OUT_OF_A_PERSONS = (
    "follow_events",  # a stream, which ends when its reader goes
    "sign_out", "delete_account",  # they end the session with which the others are tried
)  # fmt: skip
AT_LENGTH = "FUZZ_EXAMPLES" in os.environ  # make fuzz
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))  # requests for each operation and phase
SEQUENCES = 4  # as many times as many sequences of requests, which use each other's results
LIKELY = 0.8
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance", "response_headers_conformance", "allow_header_conformance",
    "documented_code",
)  # fmt: skip


@dataclass(frozen=True)
class Fuzzed:
    """What schemathesis says in the end."""

    output: str
    failed: bool

    def count(self, what: str) -> int:
        """A number of its summary, such as the one before "generated"."""
        found = re.search(rf"(\d+) {what}|{what}: +(\d+)", self.output)
        assert found, self.output
        return int(found[1] or found[2])


def fuzz(
    url: str, token: str | None, known: dict[str, list[str]], folder: Path, left_out: Iterable[str] = ()
) -> Fuzzed:
    """Send random requests to every operation of this server.

    `token`: of whoever sends them; None: nobody. `known`: values that parameters and fields of this name have
    most of the time, since a random id is never that of anything. `folder`: of the settings of schemathesis.
    `left_out`: operations that get no requests.
    """
    settings = f"[generation]\nmax-examples = {EXAMPLES}\n"
    settings += f"[phases.stateful.generation]\nmax-examples = {EXAMPLES * SEQUENCES}\n"
    settings += "".join(
        f"[dictionaries.{name}]\nvalues = {json.dumps(values)}\n" for name, values in known.items()
    )
    settings += "[parameters]\n" + "".join(
        f'"{place}.{name}" = {{ dictionary = "{name}", probability = {LIKELY} }}\n'
        for name in known
        for place in ("path", "body")
    )
    (folder / "schemathesis.toml").write_text(settings)
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{url}/openapi.json",
        "--checks", ",".join(CHECKS), "--phases", "coverage,fuzzing,stateful",
        "--continue-on-failure", "--no-color", "--seed", "1", "--generation-database", "none",
        *(part for name in left_out for part in ("--exclude-operation-id", name)),
        *(("-H", f"Authorization: Bearer {token}") if token else ()),
    ]  # fmt: skip
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.http.fuzz_checks", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    return Fuzzed(done.stdout + done.stderr, done.returncode != 0)
