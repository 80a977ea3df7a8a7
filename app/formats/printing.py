"""Prints PDFs with Typst, which shapes and orders the text of every script. The templates are in `print/`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from app.formats.labels import Labels
from app.http.problems import Problem
from app.http.turns import Turns

turns = Turns(2)  # each PDF takes a process of up to 120 MB
PROGRAM = Path(__file__).with_name("typesetting.py")
LIMIT_S = 120


def printed(template: str, labels: Labels, pictures: Mapping[str, bytes] | None = None, **data: Any) -> bytes:
    """The PDF that `print/<template>.typ` makes of this data, in a process of its own. Raises Problem.

    The template has `pictures` as files in `pictures/`.
    """
    command = [sys.executable, "-P", str(PROGRAM), template]
    said = msgspec.json.encode({"labels": labels, **data})
    try:
        return subprocess.run(  # noqa: S603 - a program and a template of ours
            command,
            input=msgspec.msgpack.encode([said, pictures or {}]),
            stdout=subprocess.PIPE,
            timeout=LIMIT_S,
            check=True,
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise Problem(
            503,
            "printing_too_slow",
            "This took too long to print. Try again later, or print less.",
        ) from error
