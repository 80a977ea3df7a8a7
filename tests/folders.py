"""Empty folders that Postgres can reach.

pytest's own `tmp_path` lies in a folder that only its owner may pass through. If root runs the tests,
Postgres runs as another user.
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import HOME


@contextmanager
def new_folder() -> Iterator[Path]:
    folder = HOME / "folders" / uuid.uuid4().hex[:8]
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """An empty folder."""
    with new_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def session_folder() -> Iterator[Path]:
    """An empty folder that all tests of a worker share."""
    with new_folder() as folder:
        yield folder
