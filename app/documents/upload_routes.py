"""Uploads: PDFs by their address, or sent here as files."""

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID, uuid4

import anyio
import asyncpg
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse

from app.documents.models import NewUpload, Rename, Upload, UploadPage
from app.documents.service import Processing
from app.documents.storage import StorageTrouble
from app.http.caller import Caller
from app.http.problems import Problem
from app.quizzes.models import Deleted

CHUNK = 1_048_576
MARK, MARK_WITHIN = b"%PDF-", 1024  # ISO 32000: among the first 1024 bytes
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "name": {"type": "string"},
                    },
                    "required": ["file"],
                }
            },
        },
    }
}


def processing_of(request: Request) -> Processing:
    """What hands jobs on, told where this request found us."""
    processing: Processing = request.app.state.processing
    processing.links.seen(request.scope.get("server"))
    return processing


Hands = Annotated[Processing, Depends(processing_of)]
router = APIRouter(prefix="/uploads", tags=["uploads"])


@router.post("", status_code=201, responses={201: {"model": Upload}})
async def create_upload(upload: NewUpload, caller: Caller, hands: Hands) -> Response:
    """Register a PDF by its address. It is fetched and read; `GET /events` tells how far that is."""
    return await caller.call("create_upload", status=201, **upload.model_dump(exclude_unset=True))


@router.post("/file", status_code=201, responses={201: {"model": Upload}}, openapi_extra=FILE)
async def upload_file(
    request: Request,
    caller: Caller,
    hands: Hands,
    name: Annotated[str | None, Query(description="Else the file's own.")] = None,
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Send a PDF: as the body, or as a form's `file`."""
    await caller.database.call_as(caller.claims, "may_upload", {"name": name})
    assert caller.claims is not None
    upload_id = uuid4()
    draft = hands.folder.draft(upload_id)
    try:
        if content_type.startswith("multipart/form-data"):
            async with request.form(max_files=1, max_fields=2) as form:
                file, named = form.get("file"), form.get("name")
                if not isinstance(file, UploadFile):
                    raise Problem(422, "missing_file", "The form has no file in its field `file`.")
                name = (named if isinstance(named, str) else None) or name or file.filename
                size = await _write(draft, _chunks(file))
        else:
            size = await _write(draft, request.stream())
        await hands.storage.keep(upload_id, draft)
    except StorageTrouble as trouble:
        raise Problem(503, "storage_unavailable", str(trouble)) from trouble
    finally:
        draft.unlink(missing_ok=True)
    try:
        stored = await caller.database.fetch_json(
            "select core.create_file_upload($1, $2, $3, $4::core.file_store, $5)",
            caller.claims["sub"], upload_id, name, hands.storage.name, size,
        )  # fmt: skip
    except asyncpg.PostgresError:  # while the database is away, nobody knows whether it took it
        with suppress(StorageTrouble):
            await hands.storage.remove(upload_id)
        raise
    return Response(stored, 201, media_type="application/json")


@router.get("", responses={200: {"model": UploadPage}})
async def list_uploads(
    caller: Caller,
    deleted: Annotated[bool, Query(description="Those that can be restored.")] = False,
    limit: Annotated[int | None, Query(ge=1, le=100)] = None,
    cursor: str | None = None,
) -> Response:
    """Your uploads, newest first."""
    return await caller.call("list_uploads", deleted=deleted, page_size=limit, cursor=cursor)


@router.get("/{upload_id}", responses={200: {"model": Upload}})
async def get_upload(upload_id: UUID, caller: Caller) -> Response:
    """An upload: how far it is, and what it holds."""
    return await caller.call("get_upload", upload_id=upload_id)


@router.patch("/{upload_id}", responses={200: {"model": Upload}})
async def rename_upload(upload_id: UUID, change: Rename, caller: Caller) -> Response:
    """Call it something else."""
    return await caller.call("rename_upload", upload_id=upload_id, name=change.name)


@router.delete("/{upload_id}", responses={200: {"model": Deleted}})
async def delete_upload(upload_id: UUID, caller: Caller) -> Response:
    """Take it out of sight and stop reading it. Questions made from it stay, and it can be restored."""
    return await caller.call("delete_upload", upload_id=upload_id)


@router.post("/{upload_id}/restore", responses={200: {"model": Upload}})
async def restore_upload(upload_id: UUID, caller: Caller) -> Response:
    """Bring a deleted one back."""
    return await caller.call("restore_upload", upload_id=upload_id)


@router.post("/{upload_id}/retry", responses={200: {"model": Upload}})
async def retry_upload(upload_id: UUID, caller: Caller, hands: Hands) -> Response:
    """Have one that failed read once more."""
    return await caller.call("retry_upload", upload_id=upload_id)


@router.get("/{upload_id}/content", response_class=FileResponse)
async def content(
    upload_id: UUID,
    request: Request,
    token: Annotated[str, Query(description="As the processing server was given it.")] = "",
) -> Response:
    """The file, for the processing server: by an address that is signed and expires."""
    hands: Processing = request.app.state.processing
    if not hands.links.opens(upload_id, token):
        raise Problem(403, "bad_link", "This link is not one of ours, or it has expired.")
    stored = await request.app.state.database.fetch_value("select core.stored_upload($1)", upload_id)
    path = hands.folder.path(upload_id)
    if stored is None or not await anyio.Path(path).exists():
        raise Problem(404, "upload_not_found", "There is no such file.")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return FileResponse(path, media_type="application/pdf", headers=headers)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK):
        yield chunk


async def _write(place: Path, chunks: AsyncIterator[bytes]) -> int:
    """Write to disk what comes in, and return how many bytes. Raises Problem where it is no PDF."""
    size, start, checked = 0, b"", False
    async with await anyio.open_file(place, "wb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if not checked:
                start += chunk
                checked = len(start) >= MARK_WITHIN
                if checked:
                    _require_pdf(start)
            await file.write(chunk)
    if not checked:
        _require_pdf(start)
    return size


def _require_pdf(start: bytes) -> None:
    if MARK not in start[: MARK_WITHIN + len(MARK)]:
        raise Problem(422, "not_a_pdf", "This file is not a PDF.")
