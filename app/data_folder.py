"""The data folder: where it is by default, and whether Quizzler can use it.

Postgres refuses to run as root. When root starts Quizzler, Postgres runs as another user, who has to pass
through every folder above the data folder. Quizzler changes the rights of a folder only if nothing but its
own data is in it.
"""

import hashlib
import os
import pwd
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

DEFAULT = Path(".quizzler")
SYSTEM_FOLDER = Path("/var/lib/quizzler")  # for root, where Postgres's user can't reach DEFAULT
UNPRIVILEGED_USER = "nobody"
LONGEST_PATH = 900  # bytes; Postgres allows 1,023 with the names that it appends
ADVICE = "Set QUIZZLER_DATA_DIR to a folder of your own."
LONGEST_NAME_SHOWN = 100  # characters
PASSES = 0o711  # others may pass through, but not read

_CONTROL_CHARACTER = re.compile("[\0-\x1f\x7f]")
_FIRST_CLOSED = 'for folder; do cd "$folder" 2>/dev/null || { printf %s "$folder"; exit; }; done'


class DataFolderError(RuntimeError):
    """The data folder can't be used; the message is a sentence that says what to change."""


class Account(NamedTuple):
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def postgres_account(folder: Path) -> Account | None:
    """The user that Postgres runs as when root starts it; None if another user starts it.

    It is the owner of the database in this folder, or an unprivileged user if there is no database yet.
    """
    if os.geteuid() != 0:
        return None
    try:
        owner = (folder / "postgres").stat()
    except OSError:
        return _unprivileged()
    if owner.st_uid == 0:
        return _unprivileged()
    try:
        name = pwd.getpwuid(owner.st_uid).pw_name
    except KeyError:
        name = f"user {owner.st_uid}"
    return Account(name, owner.st_uid, owner.st_gid)


def default_folder() -> Path:
    """`.quizzler` in the folder that Quizzler is started in; for root, one that Postgres's user can reach."""
    folder = real_path(DEFAULT)
    account = postgres_account(folder)
    if account is None or (folder / "postgres").exists():
        return DEFAULT
    try:
        closed = first_closed(folder.parent, account)
    except DataFolderError:
        return DEFAULT  # the start then fails with this error
    return SYSTEM_FOLDER / hashlib.sha256(os.fsencode(folder)).hexdigest()[:12] if closed else DEFAULT


def prepare(folder: Path) -> Path:
    """Make the data folder if it is missing, and return its real path. Raises DataFolderError."""
    home = real_path(folder)
    require_usable(home)
    account = postgres_account(home)
    try:
        for missing in reversed([each for each in (home, *home.parents) if not os.path.lexists(each)]):
            missing.mkdir(exist_ok=True)
            if account:
                missing.chmod(missing.stat().st_mode | PASSES)
        if account and first_closed(home, account):
            home.chmod(home.stat().st_mode | PASSES)
    except OSError as error:
        raise unusable(home, error) from error
    return home


def try_out(home: Path) -> None:
    """Check the data folder as far as possible without making it. Raises DataFolderError."""
    require_usable(home)
    if home.exists():
        try:
            tempfile.TemporaryFile(dir=home).close()
        except OSError as error:
            raise unusable(home, error) from error


def require_usable(home: Path) -> None:
    """Check the path and the rights of the data folder, which need not exist yet. Raises DataFolderError."""
    _require_possible_path(home)
    found = nearest(home)
    if not found.is_dir():
        raise DataFolderError(f"The data folder can't be {home}, because {found} is not a folder. {ADVICE}")
    if not os.access(found, os.W_OK | os.X_OK):
        raise DataFolderError(f"The data folder can't be {home}, because {found} is not writable. {ADVICE}")
    account = postgres_account(home)
    closed = first_closed(home, account) if account else None
    if account and closed and not (closed == home and _is_ours(home)):
        raise DataFolderError(
            f"Postgres can't run as root. It runs as {account.name}, who may not pass through {closed} to "
            f"the data folder {home}. Keep the data elsewhere: QUIZZLER_DATA_DIR={SYSTEM_FOLDER}"
        )


def first_closed(path: Path, account: Account) -> Path | None:
    """The first folder of this path that the account may not pass through, or None."""
    way = [str(folder) for folder in (*reversed(path.parents), path) if os.path.lexists(folder)]
    try:
        tried = run_as(account, ["/bin/sh", "-c", _FIRST_CLOSED, "sh", *way], stdout=subprocess.PIPE)
    except OSError as error:
        raise DataFolderError(
            f"Postgres can't run as root, and root can't start programs as {account.name} here "
            f"({error.strerror}). Start Quizzler as an ordinary user, or set DATABASE_URL."
        ) from error
    return Path(os.fsdecode(tried.stdout)) if tried.stdout else None


def run_as(
    account: Account | None, command: Sequence[str | Path], **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run a program and wait for its end, as another user if one is given."""
    if account:
        options |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    done: subprocess.CompletedProcess[bytes]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, cwd="/", check=False, **options)  # noqa: S603
    return done


def nearest(path: Path) -> Path:
    """This path if it exists, else the nearest folder above it that does."""
    return next(each for each in (path, *path.parents) if os.path.lexists(each))


def real_path(folder: Path) -> Path:
    """The absolute path of this folder, without symbolic links."""
    return Path(os.path.realpath(folder))


def unusable(home: Path, error: OSError) -> DataFolderError:
    """The error to raise when the system refuses something in the data folder."""
    where = f" ({error.filename})" if error.filename and Path(error.filename) != home else ""
    return DataFolderError(f"The data folder {home} can't be used: {error.strerror}{where}. {ADVICE}")


def _is_ours(home: Path) -> bool:
    """Whether the folder holds only Quizzler's data, so that its rights may be changed."""
    return (home / "users.lock").exists() or not any(home.iterdir())


def _unprivileged() -> Account:
    try:
        user = pwd.getpwnam(UNPRIVILEGED_USER)
    except KeyError:  # a container without a list of users
        return Account(UNPRIVILEGED_USER, 65534, 65534)
    return Account(user.pw_name, user.pw_uid, user.pw_gid)


def _require_possible_path(home: Path) -> None:
    """Refuse paths that Postgres can't write into its files (line breaks) or would cut off (too long).

    Raises DataFolderError.
    """
    try:
        size = len(str(home).encode())
    except UnicodeEncodeError:
        reason = "is not in UTF-8"
    else:
        if size > LONGEST_PATH:
            reason = f"is longer than {LONGEST_PATH} bytes"
        elif _CONTROL_CHARACTER.search(str(home)):
            reason = "has a line break or another control character"
        else:
            return
    shown = ascii(str(home))[1:-1][:LONGEST_NAME_SHOWN]
    raise DataFolderError(f"The path of the data folder {reason}: {shown} … {ADVICE}")
