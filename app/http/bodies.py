"""The base classes and types of the models of request bodies.

The models define fields and types. SQL alone decides lengths, ranges and the words that a field may have.
"""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema


class Body(BaseModel):
    """A request's body: no unknown fields, no values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    def sent(self) -> dict[str, Any]:
        """The fields that were in the request, as JSON values."""
        return self.model_dump(exclude_unset=True, mode="json")


class OpenBody(Body):
    """A body that SQL checks, unknown fields included."""

    model_config = ConfigDict(extra="allow")


def _as_text(value: object) -> object:
    if not isinstance(value, str | None):
        raise ValueError("a date and time is a text such as 2026-09-01T08:00:00Z")
    return value


Id = Annotated[UUID, Field(strict=False)]
Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_as_text)]
Number = int | float  # integers stay integers


def words(*known: str) -> WithJsonSchema:
    """Document the words that a text may be. SQL refuses others."""
    return WithJsonSchema({"type": "string", "enum": list(known)})


def file_or_form(*texts: str) -> dict[str, Any]:
    """Document a body that is a file, or a form with the field `file` and these fields of text."""
    fields: dict[str, Any] = {name: {"type": "string"} for name in texts}
    file = {"type": "string", "format": "binary"}
    form = {"type": "object", "properties": {"file": file, **fields}, "required": ["file"]}
    content = {"application/octet-stream": {"schema": file}, "multipart/form-data": {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}
