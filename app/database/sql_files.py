"""The files that make the database: supabase/migrations and supabase/functions_sql, in their order."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
IN_A_WHEEL = ROOT / "app" / "supabase"  # setup.py copies the SQL there
SUPABASE = IN_A_WHEEL if IN_A_WHEEL.is_dir() else ROOT / "supabase"
MIGRATIONS = SUPABASE / "migrations"
FUNCTIONS = SUPABASE / "functions_sql"
SHIM = Path(__file__).with_name("supabase_shim.sql")

# The schema, the name, and the view whose row is the only argument, as of a computed relationship
CREATES_FUNCTION = re.compile(
    r"(?im)^create (?:or replace )?function (?:(\w+)\.)?(\w+)(?:\(\s*(?:\w+\s+)?(public\.\w+)\s*\))?"
)


@dataclass(frozen=True)
class Migration:
    """One file of supabase/migrations, `<version>_<name>.sql`."""

    version: str
    name: str
    text: str

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.version}_{self.name}.sql"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the text."""
        return _sha256(self.text)


@dataclass(frozen=True)
class FunctionFile:
    """One file of supabase/functions_sql: one function."""

    path: str
    text: str

    @cached_property
    def function(self) -> str:
        """What tells the function from all others: its name, as in `core.fail`.

        Computed relationships of several views share a name, so they are `public.attempts(public.quizzes)`.
        """
        found = CREATES_FUNCTION.search(self.text)
        row = found[3] if found else None
        return f"{self.name}({row})" if row and self.name.startswith("public.") else self.name

    @cached_property
    def name(self) -> str:
        """The function's name with its schema, which is public where the file names none."""
        found = CREATES_FUNCTION.search(self.text)
        schema, name = (found[1], found[2]) if found else (None, Path(self.path).stem)
        return f"{schema or 'public'}.{name}"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the text."""
        return _sha256(self.text)


def migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """The migrations in the order in which they are applied. A process reads this version's once."""
    return list(_migrations_of_this_version()) if folder == MIGRATIONS else _read_migrations(folder)


def function_files(folder: Path = FUNCTIONS) -> list[FunctionFile]:
    """The functions, each after those that it names. A process reads this version's once.

    The order matters for a body that starts with `return` or `begin atomic`, because it is bound when it is
    created.
    """
    return list(_functions_of_this_version()) if folder == FUNCTIONS else _read_functions(folder)


@lru_cache
def _migrations_of_this_version() -> list[Migration]:
    return _read_migrations(MIGRATIONS)


@lru_cache
def _functions_of_this_version() -> list[FunctionFile]:
    return _read_functions(FUNCTIONS)


def _read_migrations(folder: Path) -> list[Migration]:
    found = []
    for path in sorted(folder.glob("*.sql")):
        version, _, name = path.stem.partition("_")
        found.append(Migration(version, name, path.read_text(encoding="utf-8")))
    return found


def _read_functions(folder: Path) -> list[FunctionFile]:
    files: dict[str, list[FunctionFile]] = {}
    for path in sorted(folder.rglob("*.sql")):
        file = FunctionFile(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
        files.setdefault(path.stem, []).append(file)
    ordered: dict[str, list[FunctionFile]] = {}

    def place(name: str, waiting: tuple[str, ...] = ()) -> None:
        if name in ordered or name in waiting:
            return
        for file in files[name]:
            for called in re.findall(r"\b(?:core|public)\.(\w+)\(", file.text):
                if called in files and called != name:
                    place(called, (*waiting, name))
        ordered[name] = files[name]

    for name in files:
        place(name)
    return [file for placed in ordered.values() for file in placed]


def version_of(functions: list[FunctionFile]) -> str:
    """The digest of a set of functions. It does not depend on where their files are."""
    return _sha256("\n".join(sorted(f"{file.function} {file.digest}" for file in functions)))[:12]


@lru_cache
def application_name() -> str:
    """The application_name of this version's connections. `migrate --drop-old` finds other versions by it."""
    return f"quizzler {version_of(function_files())}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
