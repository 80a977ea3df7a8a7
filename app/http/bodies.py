"""What the models of request bodies have in common.

They say which fields there are and of which types. Lengths, ranges and the words that a field may hold are
decided by SQL alone, which refuses the rest.
"""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema


class Body(BaseModel):
    """A request's body: no unknown fields, no values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    def sent(self) -> dict[str, Any]:
        """The fields that were in the request, as JSON has them."""
        return self.model_dump(exclude_unset=True, mode="json")


class OpenBody(Body):
    """A body that SQL checks as a whole, which also names the fields that it does not know."""

    model_config = ConfigDict(extra="allow")


def _as_text(value: object) -> object:
    if not isinstance(value, str | None):
        raise ValueError("a date and time is a text such as 2026-09-01T08:00:00Z")
    return value


Id = Annotated[UUID, Field(strict=False)]
Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_as_text)]
Number = int | float  # an integer stays one


def words(*known: str) -> WithJsonSchema:
    """Documents the words that a text may be. SQL refuses others."""
    return WithJsonSchema({"type": "string", "enum": list(known)})
