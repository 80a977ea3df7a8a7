"""The sources of the pages: their own tests, and how much a phone has to load."""

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.database.sql_files import ROOT
from app.pages import BUILT, PAGES
from app.pages.library import LANGUAGES

WEB = ROOT / "web"
MOST_KB = {"play": 45}  # compressed by gzip, with the texts of one language
OTHERS_KB = 120
FACE_KB = 45
# The display face, which a phone never asks for.
FACE = re.compile(
    rb'<link rel="preload" as="font" [^>]*media="\(min-width: 40rem\)" href="static/(built/[^"]+\.woff2)">'
)
TEXTS = WEB / "src" / "shared" / "languages.ts"


def test_the_tests_of_the_sources_pass(web_packages: None) -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    run = subprocess.run(
        ["npm", "test", "--silent"], cwd=WEB, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.usefixtures("built_pages")
def test_a_page_is_three_files_and_light_and_on_a_wide_screen_one_more_with_the_display_face() -> None:
    built = [name for name in (*PAGES, "missing") if (BUILT / f"{name}.en.html").exists()]
    assert built
    for name in built:
        for language in LANGUAGES:
            page = (BUILT / f"{name}.{language}.html").read_bytes()
            faces = FACE.findall(page)
            assert len(faces) == (name != "play" and language != "ar"), f"{name}.{language} asks for {faces}"
            for face in faces:
                assert (BUILT.parent / face.decode()).stat().st_size <= FACE_KB * 1000
            parts = re.findall(rb'(?:src|href)="static/(built/[^"]+)"', FACE.sub(b"", page))
            assert len(parts) == 2, f"{name} asks for {parts}"
            sizes = [
                len((BUILT.parent / part.decode()).with_name(Path(part.decode()).name + ".gz").read_bytes())
                for part in parts
            ]
            total = len(gzip.compress(page)) + sum(sizes)
            assert total <= MOST_KB.get(name, OTHERS_KB) * 1000, (
                f"{name}.{language} has {total} bytes: {sizes}"
            )


def test_the_server_and_the_sources_name_the_same_languages() -> None:
    assert (
        tuple(re.findall(r"^  (\w+): \{ name", TEXTS.read_text(encoding="utf-8"), re.MULTILINE)) == LANGUAGES
    )


def test_the_lock_names_no_address_to_download_from() -> None:
    assert "resolved" not in (WEB / "package-lock.json").read_text(encoding="utf-8")
