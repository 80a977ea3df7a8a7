"""An invalid setting prevents the start, with one sentence that names it and never shows a secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.database.provision import _jwt_secret
from app.settings import ConfigurationError, Settings, settings

STRONG = "Vv2mJr0T6x9kQpLw4ZsYc8NbHd3FgAe1"
WEAK = {
    "short": "s3cret-but-short",
    "one letter": "a" * 64,
    "a known one": "changeme",
    "empty": "",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without settings of Quizzler."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


def refusal(environment: pytest.MonkeyPatch, **variables: str) -> str:
    for name, value in variables.items():
        environment.setenv(name, value)
    with pytest.raises(ConfigurationError) as refused:
        settings()
    assert refused.value.__suppress_context__, "the cause would show the values"
    return str(refused.value)


@pytest.mark.parametrize("why", WEAK)
def test_a_weak_secret_stops_the_start_in_production(environment: pytest.MonkeyPatch, why: str) -> None:
    said = refusal(
        environment, ENVIRONMENT="production", JWT_SECRET_KEY=WEAK[why], DATABASE_URL="postgresql:///quizzler"
    )
    assert said.startswith("JWT_SECRET_KEY must be")
    assert not WEAK[why] or WEAK[why] not in said


def test_a_missing_secret_stops_the_start_in_production_with_a_database_of_ones_own(
    environment: pytest.MonkeyPatch,
) -> None:
    said = refusal(environment, ENVIRONMENT="production", DATABASE_URL="postgresql:///quizzler")
    assert "JWT_SECRET_KEY" in said


def test_a_strong_secret_is_accepted(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ENVIRONMENT", "production")
    environment.setenv("JWT_SECRET_KEY", STRONG)
    assert settings().environment == "production"


def test_a_weak_secret_is_accepted_in_development(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("JWT_SECRET_KEY", "weak")
    assert settings().environment == "development"


def test_a_weak_secret_of_supabase_stops_the_start_in_production(environment: pytest.MonkeyPatch) -> None:
    supabase = {
        "SUPABASE_URL": "https://x.example",
        "SUPABASE_ANON_KEY": "key",
        "DATABASE_URL": "postgresql:///x",
    }
    said = refusal(environment, ENVIRONMENT="production", SUPABASE_JWT_SECRET="weak", **supabase)
    assert said.startswith("SUPABASE_JWT_SECRET must be")
    environment.delenv("SUPABASE_JWT_SECRET")
    assert settings().supabase_url, "without one, the project's public keys are used"


def test_supabase_url_without_its_key_is_refused(environment: pytest.MonkeyPatch) -> None:
    assert "SUPABASE_ANON_KEY" in refusal(environment, SUPABASE_URL="https://x.example")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"),
        ("ENVIRONMENT", "staging"),
        ("ACCESS_TOKEN_MINUTES", "0"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("HEARTBEAT_INTERVAL", "often"),
    ],
)
def test_the_error_names_a_setting_with_an_invalid_value(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    said = refusal(environment, **{name: value})
    assert name in said
    assert value not in said
    assert "\n" not in said


def test_lists_are_separated_by_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8")
    environment.setenv("CORS_ORIGINS", "https://a.example,https://b.example")
    assert [str(network) for network in settings().trusted_proxies] == ["10.0.0.0/8", "fd00::/8"]
    assert settings().cors_origins == ["https://a.example", "https://b.example"]


def test_uvicorn_ends_with_the_sentence_and_no_traceback(tmp_path: Path) -> None:
    secret = "s3cret-but-short"
    environment = os.environ | {
        "ENVIRONMENT": "production",
        "JWT_SECRET_KEY": secret,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", "app.main:app", "--port", "0"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr.strip().startswith("Quizzler can't start. JWT_SECRET_KEY must be")
    assert len(done.stderr.strip().splitlines()) == 1
    assert secret not in done.stdout + done.stderr


def test_the_secret_of_the_embedded_database_is_made_once_and_kept_private(tmp_path: Path) -> None:
    config = Settings(_env_file=None, environment="production", quizzler_data_dir=tmp_path / "data")
    secret = _jwt_secret(config)
    assert len(secret) >= 64
    assert _jwt_secret(config) == secret
    assert (tmp_path / "data" / "jwt-secret").stat().st_mode & 0o077 == 0
    assert _jwt_secret(Settings(_env_file=None, quizzler_data_dir=tmp_path / "other")) != secret
