"""Uploads: PDFs by their address, or sent here as files."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated
from urllib.parse import quote
from uuid import UUID, uuid4

import anyio
import asyncpg
import msgspec
from fastapi import Depends, Header, Query, Request, Response
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse

from app.documents.models import NewUpload, Upload, UploadName, UploadPage
from app.documents.pages import Source as PageSource
from app.documents.service import Documents, documents_of
from app.documents.storage import CHUNK
from app.http.bodies import file_or_form
from app.http.caller import Caller, CallerContext, Creator, Made
from app.http.openapi_errors import fails_with
from app.http.paging import Page, Paging, Words, sorts
from app.http.problems import Problem
from app.http.routing import Router
from app.http.versions import (
    IfNoneMatch,
    IfVersion,
    read_versioned,
    tagged,
    versioned,
)
from app.quizzes.models import Deleted
from app.storage import StorageTrouble
from processor.contract.jobs import PDF_STARTS_WITHIN, starts_as_pdf

KEPT_PRIVATELY = {"Cache-Control": "private, max-age=3600", "Vary": "Authorization"}

router = Router(prefix="/uploads", tags=["uploads"], dependencies=[Depends(documents_of)])


@router.post("", status_code=201, responses=versioned(Upload, 201))
async def create_upload(upload: NewUpload, caller: Creator) -> Response:
    """Register a PDF by its address. It is then fetched and read; `GET /events` reports the progress."""
    given = upload.model_dump(exclude_unset=True)
    return tagged(await caller.create("create_upload", location="/uploads/{id}", **given))


@router.post("/file", status_code=201, responses=versioned(Upload, 201), openapi_extra=file_or_form("name"))
@fails_with(
    "public.may_upload",
    "core.create_file_upload",
    "422 missing_file",
    "422 not_a_pdf",
    "503 storage_unavailable",
)
async def upload_file(
    request: Request,
    caller: Creator,
    documents: Annotated[Documents, Depends(documents_of)],
    name: Annotated[str | None, Query(description="The name of the file by default.")] = None,
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Upload a PDF file, as the body or in the field `file` of a form."""
    checked = {"name": name, "idempotency_key": caller.idempotency_key}
    await caller.database.call_as(caller.claims, "may_upload", checked)
    assert caller.claims is not None
    upload_id = uuid4()
    part = documents.folder.part(upload_id)
    try:
        if content_type.startswith("multipart/form-data"):
            async with request.form(max_files=1, max_fields=2) as form:
                file, field = form.get("file"), form.get("name")
                if not isinstance(file, UploadFile):
                    raise Problem(422, "missing_file", "The form has no file in its field `file`.")
                name = (field if isinstance(field, str) else None) or name or file.filename
                size, digest = await _write(part, _chunks(file))
        else:
            size, digest = await _write(part, request.stream())
        await documents.storage.keep(upload_id, part)
    except StorageTrouble as trouble:
        raise Problem(503, "storage_unavailable", str(trouble)) from trouble
    finally:
        part.unlink(missing_ok=True)
    try:
        stored = await caller.database.fetch_json(
            "select core.create_file_upload($1, $2, $3, $4::core.file_store, $5, $6, $7)",
            caller.claims["sub"], upload_id, name, documents.storage.name, size, digest,
            caller.idempotency_key,
        )  # fmt: skip
    except asyncpg.PostgresError:  # no row was made; after other errors there may be one
        with suppress(StorageTrouble):
            await documents.storage.remove(upload_id)
        raise
    made = msgspec.json.decode(stored, type=Made).id
    if made != str(upload_id):  # the upload of a request before with this Idempotency-Key
        caller.replayed = True
        with suppress(StorageTrouble):
            await documents.storage.remove(upload_id)
    return tagged(caller.answer(stored, 201, location=f"/uploads/{made}"))


@router.get("", responses={200: {"model": Page[Upload]}})
async def list_uploads(
    caller: Caller,
    page: Paging,
    deleted: Annotated[bool, Query(description="True: the deleted ones.")] = False,
    q: Words = None,
    sort: Annotated[str | None, sorts("created_at", "name")] = None,
) -> Response:
    """Your uploads, newest first unless `sort` says otherwise. `q` looks for their names and titles."""
    return await caller.call("list_uploads", deleted=deleted, q=q, sort=sort, **page)


@router.get("/{upload_id}", responses=read_versioned(Upload))
async def get_upload(upload_id: UUID, caller: Caller, known: IfNoneMatch = None) -> Response:
    """An upload: the progress of reading it, and what was found in it."""
    return tagged(await caller.call("get_upload", upload_id=upload_id), known)


@router.patch("/{upload_id}", responses=versioned(Upload))
async def rename_upload(
    upload_id: UUID, change: UploadName, caller: Caller, if_version: IfVersion
) -> Response:
    """Change the name of an upload."""
    return tagged(
        await caller.call("rename_upload", upload_id=upload_id, name=change.name, if_version=if_version)
    )


@router.delete("/{upload_id}", responses={200: {"model": Deleted}})
async def delete_upload(
    upload_id: UUID,
    caller: Caller,
    documents: Annotated[Documents, Depends(documents_of)],
    if_version: IfVersion,
) -> Response:
    """Delete an upload and stop reading it. It can be restored, and questions made from it stay."""
    deleted = await caller.call("delete_upload", upload_id=upload_id, if_version=if_version)
    await documents.pages.forget(upload_id)
    return deleted


@router.post("/{upload_id}/restore", responses={200: {"model": Upload}})
async def restore_upload(upload_id: UUID, caller: Caller) -> Response:
    """Restore a deleted upload."""
    return await caller.call("restore_upload", upload_id=upload_id)


@router.post("/{upload_id}/retry", responses={200: {"model": Upload}})
async def retry_upload(upload_id: UUID, caller: Caller) -> Response:
    """Read a failed upload again."""
    return await caller.call("retry_upload", upload_id=upload_id)


@router.get("/{upload_id}/content", response_class=FileResponse)
@fails_with("core.upload_has_file", "403 bad_link", "404 upload_not_found")
async def upload_content(
    upload_id: UUID,
    request: Request,
    documents: Annotated[Documents, Depends(documents_of)],
    token: Annotated[str, Query(description="The token of the signed address.")] = "",
) -> Response:
    """The file, for the processing server, at a signed address that expires."""
    if not documents.links.opens(upload_id, token):
        raise Problem(
            403, "bad_link", "This link is not valid or has expired. Read the upload again for a new one."
        )
    has_file = await request.app.state.database.fetch_value("select core.upload_has_file($1)", upload_id)
    path = documents.folder.path(upload_id)
    if not has_file or not await anyio.Path(path).exists():
        raise Problem(404, "upload_not_found", "There is no such file.")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return FileResponse(path, media_type="application/pdf", headers=headers)


@router.get("/{upload_id}/pages/{page}", responses={200: {"model": UploadPage}})
@fails_with("public.upload_page", "404 no_page_picture", "503 page_unavailable")
async def show_upload_page(
    upload_id: UUID,
    page: int,
    caller: Caller,
    documents: Annotated[Documents, Depends(documents_of)],
    sentence: Annotated[
        str | None, Query(max_length=4000, description="A sentence of the page, as a question cites it.")
    ] = None,
) -> Response:
    """The size of the picture of a page, and where a sentence stands on it. Only the owner can see it."""
    source = await _page_of(caller, upload_id, page)
    shown = await documents.pages.shown(source, sentence)
    return Response(msgspec.json.encode(shown), media_type="application/json", headers=KEPT_PRIVATELY)


@router.get(
    "/{upload_id}/pages/{page}/picture",
    responses={200: {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}}},
    response_class=Response,
)
@fails_with("public.upload_page", "404 no_page_picture", "503 page_unavailable")
async def show_page_picture(
    upload_id: UUID, page: int, caller: Caller, documents: Annotated[Documents, Depends(documents_of)]
) -> Response:
    """A page as a picture. Only the owner of the upload can see it."""
    picture = await documents.pages.picture(await _page_of(caller, upload_id, page))
    return Response(picture, media_type="image/webp", headers=KEPT_PRIVATELY)


async def _page_of(caller: CallerContext, upload_id: UUID, page: int) -> PageSource:
    """A page of an upload of the caller's. Raises Problem."""
    found = await caller.read("upload_page", upload_id=upload_id, page=page)
    return msgspec.convert(found, PageSource)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK):
        yield chunk


async def _write(place: Path, chunks: AsyncIterator[bytes]) -> tuple[int, str]:
    """Write the chunks to a file. Returns its bytes' number and SHA-256. Raises Problem if it is no PDF."""
    size, start, digest = 0, b"", hashlib.sha256()
    async with await anyio.open_file(place, "wb") as file:
        async for chunk in chunks:
            if size < PDF_STARTS_WITHIN:
                start += chunk
                if len(start) >= PDF_STARTS_WITHIN:
                    _require_pdf(start)
            size += len(chunk)
            digest.update(chunk)
            await file.write(chunk)
    _require_pdf(start)
    return size, digest.hexdigest()


def _require_pdf(start: bytes) -> None:
    if not starts_as_pdf(start):
        raise Problem(422, "not_a_pdf", "This file is not a PDF. Save or print the document as PDF first.")
