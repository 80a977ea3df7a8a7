"""The bodies of requests and replies about pictures and sounds."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.http.bodies import Body


class MediaText(Body):
    """What a picture or sound is, in words."""

    alt: str = Field(
        description="For those who can't see or hear it. Empty: it is decoration.",
        examples=["A map of the Nile from Khartoum to Cairo"],
    )


class Media(BaseModel):
    """A picture or sound that was uploaded."""

    id: UUID
    kind: Literal["picture", "sound"]
    media_type: str = Field(examples=["image/png"])
    alt: str = Field(description="What it shows or says. Empty: it is decoration.")
    width: int | None = Field(description="Of a picture, in pixels.")
    height: int | None
    size_bytes: int
    created_at: datetime
    url: str = Field(
        description="What a question's `media_url` names it by; it is served there.",
        examples=["/media/0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b"],
    )
    small_url: str = Field(
        description="The same for small screens.",
        examples=["/media/0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b?size=small"],
    )
    in_use: bool = Field(description="A question or the texts of a quiz refer to it, so it can't be deleted.")
