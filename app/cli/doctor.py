"""`quizzler doctor`: checks everything that a start needs, and says how to correct what is wrong."""

import importlib.metadata
import re
import shutil
import sys
from pathlib import Path

import httpx
from rich.text import Text

from app.cli.console import console
from app.cli.database_checks import database
from app.cli.findings import PATIENCE_S, Findings, Verdict, good, note, wrong
from app.cli.serving import port_trouble
from app.cli.welcome import local_url
from app.data_folder import DataFolderError, nearest, real_path, try_out
from app.database.embedded import EmbeddedPostgres
from app.database.programs import EmbeddedPostgresError
from app.database.provision import moved_folder
from app.database.sql_files import ROOT
from app.setting_names import faults_of_environment, faults_of_file
from app.settings import ENV_FILE, ConfigurationError, Settings, settings
from processor.settings import ProcessorConfigurationError, processor_settings

LOCK = ROOT / "requirements.lock"
TESTED = ((3, 11), (3, 13))
LITTLE_SPACE = 500_000_000  # bytes; a new database takes a tenth of that


def examine() -> bool:
    """Print a line for each finding, and return whether nothing is wrong."""
    well = True
    for finding in _findings():
        sign, style = finding.verdict.value
        console.print(Text.assemble((f"{sign} ", style), finding.what), soft_wrap=True)
        if finding.advice:
            console.print(Text(f"  → {finding.advice}"), soft_wrap=True)
        well = well and finding.verdict is not Verdict.WRONG
    return well


def _findings() -> Findings:
    yield from python_version()
    yield from packages()
    yield from setting_names()
    try:
        config = settings()
        processor_settings()
    except (ConfigurationError, ProcessorConfigurationError) as error:
        yield wrong(str(error), "Change it in the environment or in .env; see .env.example.")
        return
    yield good(f"settings ({config.environment})")
    yield from port(config)
    folder = tuple(data_folder(config))
    yield from folder
    if config.database_url or all(finding.verdict is not Verdict.WRONG for finding in folder):
        yield from database(config)
    yield from supabase(config)


def python_version() -> Findings:
    """Whether this Python is one that the tests run on."""
    version = sys.version_info[:2]
    name = f"Python {version[0]}.{version[1]}"
    if version < TESTED[0]:
        yield wrong(name, "Quizzler needs 3.11 or newer: make run PYTHON=/path/to/python3.12")
    elif version > TESTED[1]:
        yield note(name, "The tests run on 3.11 to 3.13.")
    else:
        yield good(name)


def packages(lock: Path = LOCK) -> Findings:
    """Whether the installed packages are those that the lock pins."""
    if not lock.exists():
        yield note("no requirements.lock beside the app, so versions can't be checked")
        return
    pinned: dict[str, list[str]] = {}  # more than one where the version depends on the Python
    conditional = set()
    for name, version, condition in re.findall(
        r"^([\w.-]+)==([^ ;\\]+) *(;?)", lock.read_text(encoding="utf-8"), re.MULTILINE
    ):
        pinned.setdefault(name, []).append(version)
        if condition:
            conditional.add(name)
    others = []
    for name, versions in pinned.items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = "missing"
        if installed not in versions and not (installed == "missing" and name in conditional):
            others.append(f"{name} {installed} instead of {' or '.join(versions)}")
    if others:
        yield note(f"packages differ from requirements.lock: {', '.join(others)}", "make run installs them.")
    else:
        yield good(f"{len(pinned)} packages as requirements.lock pins them")


def setting_names(env_file: Path = ENV_FILE) -> Findings:
    """Names that look like settings but are not: mostly typing errors."""
    for fault in (*faults_of_file(env_file), *faults_of_environment()):
        yield note(fault, "See .env.example for the names.")


def port(config: Settings) -> Findings:
    """Whether the port is free, or used by Quizzler itself."""
    trouble = port_trouble(config.host, config.port)
    if trouble is None:
        yield good(f"port {config.port} is free")
        return
    url = local_url(config)
    try:
        runs = "active_rooms" in httpx.get(f"{url}/realtime/health", timeout=PATIENCE_S).json()
    except (httpx.HTTPError, ValueError):
        runs = False
    yield good(f"Quizzler runs at {url}") if runs else wrong(f"port {config.port}", trouble)


def data_folder(config: Settings) -> Findings:
    """Whether the data folder can be made or written to, has space, and works for Postgres and its socket."""
    folder = config.quizzler_data_dir
    try:
        if config.database_url:
            try_out(real_path(folder))
        else:
            EmbeddedPostgres(folder, config.embedded_postgres_version).try_out()
    except (DataFolderError, EmbeddedPostgresError) as error:
        yield wrong("the data folder", str(error))
        return
    if moved := moved_folder(config):
        yield note(moved)
    free = shutil.disk_usage(nearest(real_path(folder))).free
    size = f"{free / 1e9:.1f} GB free for {folder}"
    if free > LITTLE_SPACE:
        yield good(f"the data folder can be used, {size}")
    else:
        yield wrong(size, "Free some space, or set QUIZZLER_DATA_DIR to a folder on another disk.")


def supabase(config: Settings) -> Findings:
    """Whether Supabase Auth accepts the keys."""
    if config.supabase_url is None:
        return
    url = config.supabase_url.rstrip("/")
    keys = (
        ("SUPABASE_ANON_KEY", config.supabase_anon_key, "/auth/v1/settings"),
        ("SUPABASE_SERVICE_ROLE_KEY", config.supabase_service_role_key, "/auth/v1/admin/users?per_page=1"),
    )
    for name, secret, path in keys:
        if secret is None:
            yield note(f"{name} is not set")
            continue
        key = secret.get_secret_value()
        try:
            headers = {"apikey": key, "Authorization": f"Bearer {key}"}
            answer = httpx.get(url + path, headers=headers, timeout=PATIENCE_S)
        except httpx.HTTPError as error:
            yield wrong(f"{url} does not answer ({type(error).__name__})", "Check SUPABASE_URL.")
            return
        if answer.is_success:
            yield good(f"Supabase Auth accepts {name}")
        else:
            advice = "Copy it again from the project's API settings."
            yield wrong(f"Supabase Auth answers {answer.status_code} to {name}", advice)
