"""Paged lists: the parameters that choose and sort their rows, and the shape of a page."""

from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field, WithJsonSchema

from app.http.bodies import words

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="The `cursor` of the next page; null on the last one.")


async def _paging(
    limit: Annotated[int | None, Query(description="Rows on a page; core.settings has the bounds.")] = None,
    cursor: Annotated[str | None, Query(description="The `next_cursor` of the previous page.")] = None,
) -> dict[str, Any]:
    return {"page_size": limit, "cursor": cursor}


Paging = Annotated[dict[str, Any], Depends(_paging)]


Words = Annotated[str | None, Query(alias="q", description="Only rows with these words.")]


def sorts(*columns: str) -> WithJsonSchema:
    """Document the orders of a list. SQL refuses others."""
    return words(*columns, *(f"-{column}" for column in columns))
