"""Every environment variable that Quizzler reads, typed, in one place. `.env.example` shows the same list."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

WEAK_SECRETS = frozenset({"secret", "changeme", "change-me", "your-secret-key", "your-jwt-secret", "jwt-secret"})
SHORTEST_SECRET = 32  # bytes; RFC 7518, section 3.2: an HS256 key is at least as long as the hash


class Settings(BaseSettings):
    """What the environment (and `.env`) says; a value that can't be used is named at start-up in one sentence."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    public_url: str | None = None
    cors_origins: list[str] = []
    trusted_proxies: list[str] = []
    max_body_bytes: int = Field(1_048_576, ge=1024)
    max_import_bytes: int = Field(5_242_880, ge=1024)

    # Postgres: with neither, one starts in the data folder
    database_url: SecretStr | None = None
    migration_database_url: SecretStr | None = None
    database_pool_size: int = Field(10, ge=2, le=200)
    quizzler_data_dir: Path = Path(".quizzler")
    embedded_postgres_version: Literal[16, 18] = 18

    # Accounts
    jwt_secret_key: SecretStr | None = None
    access_token_minutes: int = Field(60, ge=1)
    refresh_token_days: int = Field(30, ge=1)
    supabase_url: str | None = None
    supabase_anon_key: SecretStr | None = None
    supabase_service_role_key: SecretStr | None = None
    supabase_jwt_secret: SecretStr | None = None

    # Trivia
    trivia_url: str | None = None

    # Live rooms: limits of one process
    max_rooms: int = Field(1000, ge=1)
    max_players_per_room: int = Field(2000, ge=1)
    max_connections_per_ip: int = Field(5000, ge=1)
    heartbeat_interval: float = Field(20.0, gt=0)  # seconds
    session_max_age: int = Field(86_400, ge=60)  # seconds that a room and its resume tokens live
    max_frame_bytes: int = Field(16_384, ge=512)
    send_queue_bytes: int = Field(262_144, ge=4096)  # backlog at which one slow client is dropped
    intake_interval_ms: int = Field(5, ge=0, le=1000)
    intake_batch_size: int = Field(500, ge=1, le=10_000)
    intake_queue_size: int = Field(50_000, ge=1)

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object, info: object) -> object:
        """`NAME=` in a .env file means that it isn't set."""
        field = cls.model_fields[info.field_name]  # type: ignore[attr-defined]
        return field.get_default() if value == "" else value

    @model_validator(mode="after")
    def _production_needs_a_strong_secret(self) -> Self:
        if self.supabase_url and not (self.supabase_anon_key and self.database_url):
            raise ValueError("SUPABASE_URL needs SUPABASE_ANON_KEY and DATABASE_URL beside it.")
        secret = self.jwt_secret_key.get_secret_value() if self.jwt_secret_key else ""
        weak = len(secret.encode()) < SHORTEST_SECRET or secret.lower() in WEAK_SECRETS or len(set(secret)) < 8
        if self.environment == "production" and not self.supabase_url and weak:
            raise ValueError(
                f"JWT_SECRET_KEY must be a random string of at least {SHORTEST_SECRET} characters in production; "
                "make one with: openssl rand -base64 48"
            )
        return self


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
