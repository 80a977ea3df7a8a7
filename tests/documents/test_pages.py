"""Pages of PDFs as pictures: who may see them, where they come from, how long they are kept."""

import asyncio
import base64
import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.responses import JSONResponse, Response

from app.documents.pages import KEPT_S
from tests.documents.conftest import Uploaded
from tests.documents.scripted import Answer, Posted, ProcessingServer, refuse
from tests.fixtures import Client, Server, SignUp

BOX = [0.1, 0.2, 0.8, 0.22]
PICTURE = b"RIFF of a page"


def drawing(picture: str) -> Answer:
    async def answer(posted: Posted) -> Response:
        boxes = [BOX] if posted.body["sentence"] else []
        return JSONResponse({"picture": picture, "width": 1200, "height": 1600, "boxes": boxes})

    return answer


async def half_a_character(posted: Posted) -> Response:
    return Response(rb'{"detail": "The PDF has no page \ud83d."}', 422, media_type="application/json")


draw = drawing(base64.b64encode(PICTURE).decode())


async def test_a_page_is_drawn_once_and_shows_where_the_sentence_stands(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded
) -> None:
    page = f"/uploads/{await uploaded()}/pages/2"
    processor.answers = [draw]
    shown = await teacher.get(page, params={"sentence": "All plant cells have walls."})
    assert shown.json() == {"width": 1200, "height": 1600, "boxes": [BOX]}
    posted = await processor.next()
    assert (posted.path, posted.body["page"], posted.body["url"]) == (
        "/pages", 2, "https://example.com/biology.pdf",
    )  # fmt: skip
    picture = await teacher.get(f"{page}/picture")
    assert (picture.content, picture.headers["content-type"]) == (PICTURE, "image/webp")
    assert "private" in picture.headers["cache-control"]
    assert (
        await teacher.get(page, params={"sentence": "All plant cells have walls."})
    ).json() == shown.json()
    assert processor.inbox.empty()


async def test_many_who_ask_for_a_page_at_once_have_it_drawn_once(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded
) -> None:
    page = f"/uploads/{await uploaded()}/pages/1"
    processor.answers = [draw]
    answers = await asyncio.gather(*(teacher.get(f"{page}/picture") for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert processor.inbox.qsize() == 1


async def test_a_file_is_given_to_the_processing_server_by_a_signed_address(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded, sql18: Any
) -> None:
    upload_id = await uploaded()
    sql18.connection.execute("update core.uploads set url = null, stored_in = 'data_folder'")
    processor.answers = [draw]
    assert (await teacher.get(f"/uploads/{upload_id}/pages/1/picture")).status_code == 200
    assert "/content?token=" in (await processor.next()).body["url"]


async def test_only_the_owner_sees_pages_and_only_those_that_there_are(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded, sign_up: SignUp
) -> None:
    upload_id = await uploaded()
    processor.answers = [draw]
    assert (await teacher.get(f"/uploads/{upload_id}/pages/1/picture")).status_code == 200
    await processor.next()
    other = await sign_up("other")
    for path in (f"/uploads/{upload_id}/pages/1", f"/uploads/{upload_id}/pages/1/picture"):
        assert (await other.get(path)).json()["code"] == "upload_not_found"
    for page in (0, 11):
        assert (await teacher.get(f"/uploads/{upload_id}/pages/{page}")).json()["code"] == "page_not_found"
    await teacher.delete(f"/uploads/{upload_id}")
    assert (await teacher.get(f"/uploads/{upload_id}/pages/1/picture")).json()["code"] == "upload_not_found"
    assert processor.inbox.empty()


async def test_a_page_of_a_pdf_that_is_being_read_is_refused(
    teacher: Client, processor: ProcessingServer
) -> None:
    made = (await teacher.post("/uploads", json={"url": "https://example.com/biology.pdf"})).json()
    await processor.next()
    answer = await teacher.get(f"/uploads/{made['id']}/pages/1")
    assert (answer.status_code, answer.json()["code"]) == (409, "upload_not_ready")


@pytest.mark.parametrize(
    ("reply", "status", "code"),
    [
        (refuse(422, code="changed", detail="The PDF has changed."), 404, "no_page_picture"),
        (refuse(404), 404, "no_page_picture"),
        (half_a_character, 404, "no_page_picture"),
        (refuse(429), 503, "page_unavailable"),
        (refuse(500), 503, "page_unavailable"),
        (refuse(200, picture="none"), 503, "page_unavailable"),
        (drawing("not base64"), 503, "page_unavailable"),
    ],
)
async def test_a_page_that_can_not_be_drawn_says_whether_it_may_be_later(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded, reply: Any, status: int, code: str
) -> None:
    page = f"/uploads/{await uploaded()}/pages/1"
    processor.answers = [reply]
    answer = await teacher.get(page)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    processor.answers = [draw]
    assert (await teacher.get(page)).status_code == 200


async def test_pictures_of_a_deleted_upload_are_removed_with_it(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded, tmp_path: Path
) -> None:
    kept, deleted = await uploaded(), await uploaded()
    processor.pages = draw
    for upload_id in (kept, deleted):
        assert (await teacher.get(f"/uploads/{upload_id}/pages/1")).status_code == 200
    assert uploads_shown(tmp_path) == {kept, deleted}
    await teacher.delete(f"/uploads/{deleted}")
    assert uploads_shown(tmp_path) == {kept}


async def test_pictures_of_uploads_that_were_deleted_elsewhere_are_removed(
    teacher: Client, processor: ProcessingServer, uploaded: Uploaded, tmp_path: Path, working_server: Server
) -> None:
    kept, deleted, purged = await uploaded(), await uploaded(), str(uuid4())
    for upload_id in (kept, deleted, purged):
        keep_picture(tmp_path, upload_id)
    await teacher.delete(f"/uploads/{deleted}")
    keep_picture(tmp_path, deleted)  # by another server, which was drawing it
    await working_server.app.state.documents.pages.forget_old()
    assert uploads_shown(tmp_path) == {kept}


async def test_pictures_that_nobody_looks_at_are_removed(
    uploaded: Uploaded, tmp_path: Path, working_server: Server
) -> None:
    old, new = await uploaded(), await uploaded()
    keep_picture(tmp_path, old, age_s=KEPT_S + 60)
    keep_picture(tmp_path, new, age_s=60)
    await working_server.app.state.documents.pages.forget_old()
    assert uploads_shown(tmp_path) == {new}


def keep_picture(data_folder: Path, upload_id: str, age_s: float = 0) -> None:
    """Keep a picture of the first page of an upload, which was last looked at so long ago."""
    file = data_folder / "pages" / f"{upload_id}-1.webp"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(PICTURE)
    os.utime(file, (time.time() - age_s,) * 2)


def uploads_shown(data_folder: Path) -> set[str]:
    """The uploads of whose pages there are pictures."""
    return {file.name[:36] for file in (data_folder / "pages").iterdir()}
