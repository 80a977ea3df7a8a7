"""Pictures and sounds: uploaded by their owner, and served to whoever knows their random address."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from fastapi import Header, Query, Request, Response
from starlette.datastructures import UploadFile

from app.http.bodies import file_or_form
from app.http.caller import Caller, Made
from app.http.openapi_errors import fails_with
from app.http.paging import Page, Paging, Words, sorts
from app.http.problems import Problem
from app.http.routing import Router
from app.media.keeping import keep_media
from app.media.models import Media, MediaText
from app.media.store import store_of
from app.quizzes.models import Deleted

router = Router(prefix="/media", tags=["media"])

FOR_EVER = "public, max-age=31536000, immutable"


@router.post("", status_code=201, responses={201: {"model": Media}}, openapi_extra=file_or_form("alt"))
@fails_with(
    "public.may_upload_media",
    "core.create_media",
    "422 missing_file",
    "422 unreadable_media",
    "503 too_busy",
    "503 storage_unavailable",
)
async def upload_media(
    request: Request,
    caller: Caller,
    alt: Annotated[
        str | None, Query(description="What it shows or says; empty: decoration. In a form, a field.")
    ] = None,
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Upload a picture (PNG, JPEG, GIF, WebP) or a sound (MP3, Ogg, WAV, M4A), as the body or in a form.

    The same file is kept once for each person: sent again, it gets the new alt text.
    """
    if content_type.startswith("multipart/form-data"):
        async with request.form(max_files=1, max_fields=2) as form:
            file, field = form.get("file"), form.get("alt")
            if not isinstance(file, UploadFile):
                raise Problem(422, "missing_file", "The form has no file in its field `file`.")
            alt = field if isinstance(field, str) else alt
            data = await file.read()
    else:
        data = await request.body()
    stored = await keep_media(caller, store_of(request), data, alt)
    return caller.answer(stored, 201, location=f"/media/{msgspec.json.decode(stored, type=Made).id}/about")


@router.get("", responses={200: {"model": Page[Media]}})
async def list_media(
    caller: Caller,
    page: Paging,
    q: Words = None,
    sort: Annotated[str | None, sorts("created_at", "alt")] = None,
) -> Response:
    """Your pictures and sounds, newest first unless `sort` says otherwise. `q` looks for their alt texts."""
    return await caller.call("list_media", q=q, sort=sort, **page)


@router.get("/{media_id}/about", responses={200: {"model": Media}})
async def get_media(media_id: UUID, caller: Caller) -> Response:
    """What is known of a picture or sound of yours."""
    return await caller.call("get_media", media_id=media_id)


@router.patch("/{media_id}", responses={200: {"model": Media}})
async def describe_media(media_id: UUID, text: MediaText, caller: Caller) -> Response:
    """Change the alt text."""
    return await caller.call("describe_media", media_id=media_id, alt=text.alt)


@router.delete("/{media_id}", responses={200: {"model": Deleted}})
async def delete_media(media_id: UUID, caller: Caller) -> Response:
    """Delete a picture or sound that no question refers to, for good."""
    return await caller.call("delete_media", media_id=media_id)


@router.get("/{media_id}", response_class=Response)
@fails_with("404 media_not_found", "416 range_not_satisfiable", "503 storage_unavailable")
async def media_file(
    media_id: UUID,
    request: Request,
    size: Annotated[Literal["small"] | None, Query(description="The variant for small screens.")] = None,
    if_none_match: Annotated[str | None, Header()] = None,
    range_: Annotated[str | None, Header(alias="Range")] = None,
) -> Response:
    """The file. It never changes, so it may be kept for ever; one part of it may be asked for by `Range`."""
    known = (if_none_match or "").strip().removeprefix("W/").strip('"')
    row = await store_of(request).read(media_id, small=size == "small", known=known)
    if row["media_type"] is None:
        raise Problem(404, "media_not_found", "There is no such picture or sound.")
    headers = {
        "ETag": f'"{row["tag"]}"',
        "Cache-Control": FOR_EVER,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if row["bytes"] is None:
        return Response(status_code=304, headers=headers)
    data = row["bytes"]
    part = _part(range_, len(data))
    if part is None:
        return Response(data, 200, headers, row["media_type"])
    if not part:
        raise Problem(416, "range_not_satisfiable", f"The file has {len(data):,} bytes, and none of these.")
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(data)}"
    return Response(data[part.start : part.stop], 206, headers, row["media_type"])


def _part(header: str | None, size: int) -> range | None:
    """The bytes that a header Range asks for; None: all, as for several parts and what can't be read."""
    unit, _, wanted = (header or "").partition("=")
    first, dash, last = wanted.strip().partition("-")
    readable = all(not each or (each.isdecimal() and len(each) < 16) for each in (first, last))
    if unit.strip() != "bytes" or not dash or not readable or not (first or last):
        return None
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(min(int(first), size), min(int(last) + 1 if last else size, size))
