"""Settings: shown in .env.example, refused in one sentence, never printed where they are secret."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from pydantic_core import PydanticUndefined

from app.database.sql_files import ROOT
from app.settings import OTHER_NAMES, Settings
from processor.settings import ProcessorSettings

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^#([A-Z0-9_]+)=(.*)$", EXAMPLE, re.MULTILINE))
READ_FROM_CONFIG = re.compile(r"\b(?:config|configuration|settings|settings\(\)|self\._?config)\.(\w+)")


def written(default: Any) -> str:
    return "" if default is None or default == [] else str(default)


def test_the_example_shows_every_setting_and_nothing_else() -> None:
    names = {*Settings.model_fields, *ProcessorSettings.model_fields}
    assert set(SHOWN) == {name.upper() for name in names}


def test_the_example_shows_the_defaults() -> None:
    for name, field in {**ProcessorSettings.model_fields, **Settings.model_fields}.items():
        assert field.default is not PydanticUndefined
        assert SHOWN[name.upper()] == written(field.default), name


def test_every_group_of_settings_in_the_example_has_a_comment_above_it() -> None:
    for group in EXAMPLE.split("\n\n"):
        assert group.startswith("# ") or not group.strip(), group


def test_the_example_taken_as_it_is_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SHOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    taken = tmp_path / ".env"
    taken.write_text(re.sub(r"^#(?=[A-Z0-9_]+=)", "", EXAMPLE, flags=re.MULTILINE))
    assert Settings(_env_file=taken) == Settings(_env_file=None)


def test_every_setting_is_used() -> None:
    code = [
        path.read_text(encoding="utf-8")
        for path in (ROOT / "app").rglob("*.py")
        if path.name != "settings.py"
    ]
    used = {name for text in code for name in READ_FROM_CONFIG.findall(text)}
    assert set(Settings.model_fields) - used - set(OTHER_NAMES) == set()
    assert set(OTHER_NAMES.values()) <= used


def start(tmp_path: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **settings},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "command", [("app.cli", "dev"), ("uvicorn", "app.main:app")], ids=["quizzler", "uvicorn"]
)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("DATABASE_URL", "postgresql:/quizzler:hunter2@database/quizzler"),
        ("MIGRATION_DATABASE_URL", "host=database password=hunter2"),
        ("HEARTBEAT_INTERVAL", "-1"),
        ("MAX_ROOMS", "many"),
        ("PROCESSOR_WORKERS", "many"),
        ("EMBEDDED_POSTGRES_VERSION", "seventeen"),
        ("EMBEDDED_POSTGRES_VERSION", "17"),
        ("QUIZZLER_DATA_DIR", "~no-such-user/quizzler"),
        ("QUIZZLER_DATA_DIR", ".env"),
        ("QUIZZLER_DATA_DIR", "/proc/quizzler"),
        ("QUIZZLER_DATA_DIR", "/sys/quizzler"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_its_name_and_no_secret(
    tmp_path: Path, command: tuple[str, ...], name: str, value: str
) -> None:
    (tmp_path / ".env").touch()
    ended = start(tmp_path, *command, **{name: value})
    said = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert re.findall(
        r"[A-Z][A-Z_]+(?=:)|QUIZZLER_DATA_DIR", said.replace("INFO:", "").replace("ERROR:", "")
    ) == [name]
    assert "Traceback" not in said
    assert "hunter2" not in said
    assert len([line for line in said.strip().splitlines() if not line.startswith("INFO:")]) <= 3


@pytest.mark.parametrize(
    "command", [("app.cli", "dev"), ("uvicorn", "app.main:app")], ids=["quizzler", "uvicorn"]
)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("a folder", ".env is a folder. Make it a text file like .env.example, or remove it."),
        ("not in UTF-8", ".env is not in UTF-8. Save it in that encoding."),
        ("closed", ".env can't be read: Permission denied."),
    ],
)
def test_an_env_file_that_cannot_be_read_ends_the_start_with_a_sentence(
    tmp_path: Path, command: tuple[str, ...], kind: str, said: str
) -> None:
    env_file = tmp_path / ".env"
    if kind == "a folder":
        env_file.mkdir()
    else:
        env_file.write_bytes("PUBLIC_URL=https://köln.example\n".encode("latin-1"))
    if kind == "closed":
        env_file.chmod(0)
        if os.access(env_file, os.R_OK):
            pytest.skip("root may read every file")
    ended = start(tmp_path, *command)
    assert ended.returncode != 0
    assert said in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def test_a_byte_order_mark_does_not_hide_the_first_setting(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8123\n", encoding="utf-8-sig")
    assert Settings(_env_file=tmp_path / ".env").port == 8123


def test_a_setting_without_a_value_is_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PORT=8123\nHOST=\n")
    monkeypatch.setenv("PORT", "")
    assert Settings(_env_file=tmp_path / ".env").port == 8000
    assert Settings(_env_file=tmp_path / ".env").host == Settings(_env_file=None).host


@pytest.mark.parametrize(("environment", "host"), [("development", "0.0.0.0"), ("production", "127.0.0.1")])
def test_phones_of_the_network_reach_a_server_in_development_only(environment: str, host: str) -> None:
    assert Settings(_env_file=None, environment=environment).host == host


def test_the_home_directory_is_found_in_the_data_folder_of_an_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("QUIZZLER_DATA_DIR=~/quizzler\n")
    assert Settings(_env_file=tmp_path / ".env").quizzler_data_dir == Path.home() / "quizzler"


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    config = Settings(_env_file=None, jwt_secret_key=SecretStr("hunter2hunter2"))
    assert "hunter2" not in repr(config) + str(config) + config.model_dump_json()


@pytest.mark.parametrize(("other", "name"), OTHER_NAMES.items())
def test_a_setting_may_be_given_by_its_other_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str, name: str
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"{name.upper()}=\n{other.upper()}=of the project\n")
    assert getattr(Settings(_env_file=env_file), name).get_secret_value() == "of the project"
    env_file.write_text(f"{name.upper()}=the same\n")
    monkeypatch.setenv(other.upper(), "the same")
    assert getattr(Settings(_env_file=env_file), name).get_secret_value() == "the same"
    monkeypatch.setenv(other.upper(), "hunter2")
    with pytest.raises(
        ValidationError, match=f"{name.upper()} and {other.upper()} are one setting"
    ) as refused:
        Settings(_env_file=env_file)
    assert "hunter2" not in str(refused.value)


def test_the_example_says_what_was_required_where_the_default_differs() -> None:
    required = {
        "MAX_ROOMS": "100",
        "MAX_PLAYERS_PER_ROOM": "50",
        "MAX_CONNECTIONS_PER_IP": "5",
        "HEARTBEAT_INTERVAL": "30",
        "SESSION_MAX_AGE": "7200",
    }
    for name, value in required.items():
        above = next(group for group in EXAMPLE.split("\n\n") if f"\n#{name}=" in group)
        words = above.replace("\n# ", " ")
        assert re.search(rf"The requirement was {value}\b", words), name
