"""Random requests by schemathesis against a server: signed in and not, one by one and in sequences."""

import os
import subprocess
import sys
from pathlib import Path

LEFT_OUT = (
    "follow_events",  # a stream, which ends when its reader goes
    "sign_out", "delete_account",  # they end the session with which the others are tried
    "create_payment_intent", "receive_stripe_event",  # 503 without Stripe; tests/credits has one
)  # fmt: skip
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))  # requests for each operation and phase; more: make fuzz
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def fuzz(url: str, token: str | None) -> str:
    """Send random requests to every operation of this server. Returns what failed, "" if nothing did.

    `token`: of whoever sends them; None: nobody.
    """
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{url}/openapi.json",
        "--checks", CHECKS, "--phases", "coverage,fuzzing,stateful", "--max-examples", str(EXAMPLES),
        "--max-time", str(20 * EXAMPLES),  # in seconds
        "--continue-on-failure", "--no-color", "--seed", "1", "--generation-database", "none",
        *(part for name in LEFT_OUT for part in ("--exclude-operation-id", name)),
        *(("-H", f"Authorization: Bearer {token}") if token else ()),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr
