"""A process that serves loads no library that most never use: each takes memory of every process."""

import subprocess
import sys

LATER = {
    "PIL",
    "httpx",
    "py3langid",
    "python_calamine",
    "redis",
    "segno",
    "spacy",
    "stripe",
    "structlog",
    "supabase",
    "typst",
    "xlsxwriter",
    "zxcvbn",
}


def test_libraries_of_single_requests_are_loaded_with_the_first_of_them() -> None:
    code = "import sys, app.cli.serving, app.main; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert "app.main" in ended.stdout.split()
    assert LATER.isdisjoint(ended.stdout.split())
