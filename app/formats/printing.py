"""Prints PDFs with Typst, which shapes and orders the text of every script. The templates are in `print/`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

PROGRAM = Path(__file__).with_name("typesetting.py")
LIMIT_S = 120


def printed(template: str, **data: Any) -> bytes:
    """The PDF that `print/<template>.typ` makes of this data, in a process of its own."""
    command = [sys.executable, "-P", str(PROGRAM), template]
    return subprocess.run(  # noqa: S603 - a program and a template of ours
        command, input=msgspec.json.encode(data), stdout=subprocess.PIPE, timeout=LIMIT_S, check=True
    ).stdout
