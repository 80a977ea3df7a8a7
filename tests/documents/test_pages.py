"""Pages of PDFs as pictures: who may see them, where they come from, how long they are kept."""

import asyncio
import base64
import os
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from starlette.responses import JSONResponse, Response

from app.documents.pages import KEPT_S
from tests.documents.conftest import Uploaded, working
from tests.documents.scripted import Posted, ProcessingServer, refuse
from tests.fixtures import Client, SignUp, serving

BOX = [0.1, 0.2, 0.8, 0.22]
PICTURE = b"RIFF of a page"


async def draw(posted: Posted) -> Response:
    picture = base64.b64encode(PICTURE).decode()
    boxes = [BOX] if posted.body["sentence"] else []
    return JSONResponse({"picture": picture, "width": 1200, "height": 1600, "boxes": boxes})


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
        (refuse(429), 503, "page_unavailable"),
        (refuse(500), 503, "page_unavailable"),
        (refuse(200, picture="none"), 503, "page_unavailable"),
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


async def test_pictures_that_nobody_looks_at_are_removed(
    database: psycopg.Connection, processor: ProcessingServer, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    old, new = folder / "old.webp", folder / "new.webp"
    for file, age in ((old, KEPT_S + 60), (new, 60)):
        file.write_bytes(PICTURE)
        os.utime(file, (time.time() - age,) * 2)
    async with serving(database, **working(processor, tmp_path)) as server:
        await server.app.state.documents.pages.forget_old()
    assert [file.name for file in folder.iterdir()] == ["new.webp"]
