"""What supabase/node pins, for the tests that use it."""

import fcntl
import platform
import subprocess
import sys

import pytest

from app.database.postgrest import PostgrestError, postgrest_program
from app.database.sql_files import ROOT
from tests.conftest import HOME

ON_X86_LINUX = sys.platform == "linux" and platform.machine() == "x86_64"


@pytest.fixture(scope="session")
def node_packages() -> None:
    """The packages, installed."""
    with open(HOME / "node.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([ROOT / ".ci" / "node"], check=True)


@pytest.fixture(scope="session")
def built_pages(web_packages: None) -> None:
    """The pages, built from web/ as it is now."""
    with open(HOME / "web.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([ROOT / ".ci" / "web"], check=True)


@pytest.fixture(scope="session")
def web_packages() -> None:
    """The packages of web/, installed. Skips where they can't be had."""
    with open(HOME / "web.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if subprocess.run([ROOT / ".ci" / "web-packages"]).returncode:
            pytest.skip("npm's packages can't be installed, so the pages can't be built")


@pytest.fixture(scope="session")
def postgrest_installed(node_packages: None) -> None:
    """Skips where there is no PostgREST for this machine."""
    try:
        postgrest_program()
    except PostgrestError:
        assert not ON_X86_LINUX
        pytest.skip(
            "the npm package of PostgREST is for Linux on x86-64, and there is no postgrest on the PATH"
        )
