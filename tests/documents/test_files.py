"""Files of uploads in both kinds of storage, and downloads of quizzes."""

import csv
import io
import json
import os
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pypdf
import pytest

from app.documents import purge
from app.documents.links import CONTENT_S, Links
from app.documents.storage import DataFolder, SupabaseStorage
from app.formats.gift import read_gift
from app.settings import Settings
from app.storage import Bucket as StoredFiles
from app.storage import StorageTrouble
from tests.documents.conftest import PDF, set_to, sign_in, working
from tests.documents.scripted import Posted, ProcessingServer, made, question, report
from tests.fixtures import PROCESSING_SECRET, Client, Server, SignUp, Sql, serving
from tests.supabase_storage import Bucket
from tests.waiting import until

LATER = "2026-01-02T00:00:00Z"


@pytest.fixture
def config() -> Settings:
    return Settings(_env_file=None)


def token_of(address: str) -> str:
    return address.rpartition("token=")[2]


def test_a_signed_address_opens_its_own_file_and_only_for_a_while(config: Settings) -> None:
    now = 1_000_000.0
    links = Links(config, PROCESSING_SECRET, lambda: now)
    upload_id, other = uuid4(), uuid4()
    token = token_of(links.content(upload_id, local=True))
    assert links.opens(upload_id, token)
    assert not links.opens(other, token)
    for forged in (
        "",
        ".",
        "1",
        token[:-2],
        token + "A",
        "9" * 30 + token[7:],
        f"{int(now) + 10**6}{token[7:]}",
        "ä.ö",
    ):
        assert not links.opens(upload_id, forged), forged
    now += timedelta(seconds=CONTENT_S + 1).total_seconds()
    assert not links.opens(upload_id, token)


def test_a_server_on_this_machine_is_given_the_local_address_and_others_the_public_one() -> None:
    links = Links(
        Settings(_env_file=None, public_url="https://quiz.example.com/", host="0.0.0.0"), PROCESSING_SECRET
    )
    assert links.base(local=False) == "https://quiz.example.com"
    assert links.base(local=True) == "http://127.0.0.1:8000"
    with socket.create_server(("0.0.0.0", 0)) as everywhere:
        port = everywhere.getsockname()[1]
        links.seen(("192.168.1.5", port))
    assert links.base(local=True) == f"http://127.0.0.1:{port}"


def test_the_address_of_the_first_request_is_kept() -> None:
    links = Links(Settings(_env_file=None), PROCESSING_SECRET)
    links.seen(None)
    for found in ("::1", "127.0.0.1", "192.168.1.5"):
        links.seen((found, 9000))
        assert links.base(local=True) == "http://[::1]:9000"


@pytest.mark.parametrize(
    "secrets",
    ["whsec_", "whsec_c2hvcnQ=", "secret", "whsec_!!!", f"{PROCESSING_SECRET},", f"{PROCESSING_SECRET},x"],
)
def test_weak_or_broken_webhook_secrets_are_refused(secrets: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        Settings(_env_file=None, processing_secrets=secrets)


async def test_a_file_over_the_limit_is_refused_and_not_kept(
    database: psycopg.Connection, processor: ProcessingServer, tmp_path: Path, teacher: Client
) -> None:
    async with (
        serving(database, max_upload_bytes=2048, **working(processor, tmp_path)) as server,
        server.client() as client,
    ):
        client.headers["Authorization"] = teacher.headers["Authorization"]
        declared = await client.post("/uploads/file", content=PDF + bytes(4000))

        async def slowly() -> AsyncIterator[bytes]:
            yield PDF
            for _ in range(4):
                yield bytes(1000)

        undeclared = await client.post("/uploads/file", content=slowly())
        assert (declared.status_code, undeclared.status_code) == (413, 413)
        assert (await client.get("/uploads")).json()["items"] == []
    folder = tmp_path / "uploads"
    assert not folder.exists() or list(folder.iterdir()) == []


async def test_a_file_needs_an_account_below_the_limit_of_uploads(
    api: Client, teacher: Client, processor: ProcessingServer, server: Server, database: psycopg.Connection
) -> None:
    assert (await api.post("/uploads/file", content=PDF)).status_code == 401
    database.execute("update core.settings set value = '1' where key = 'upload.max_per_person'")
    assert (await teacher.post("/uploads/file", content=PDF)).status_code == 201
    refused = await teacher.post("/uploads/file", content=PDF)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_uploads")


async def test_a_file_that_the_database_refuses_is_removed(
    teacher: Client, processor: ProcessingServer, tmp_path: Path, database: psycopg.Connection
) -> None:
    database.execute("update core.settings set value = '0' where key = 'jobs.max_open_per_person'")
    refused = await teacher.post("/uploads/file", content=PDF)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_jobs")
    assert list((tmp_path / "uploads").iterdir()) == []


async def test_an_invalid_name_is_refused_before_the_file_is_read(teacher: Client) -> None:
    refused = await teacher.post("/uploads/file", params={"name": "x" * 201}, content=b"no PDF")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_long")


async def test_deleted_uploads_count_until_they_are_purged_and_then_their_files_are_gone(
    database: psycopg.Connection, processor: ProcessingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE_S", 0.01)
    sql = Sql(database)
    set_to(sql, "upload.max_per_person", 1)
    async with serving(database, **working(processor, tmp_path)) as server, server.client() as client:
        await sign_in(client)
        upload = (await client.post("/uploads/file", content=PDF)).json()
        file = tmp_path / "uploads" / f"{upload['id']}.pdf"
        await client.delete(f"/uploads/{upload['id']}")
        assert (await client.post("/uploads/file", content=PDF)).json()["code"] == "too_many_uploads"
        assert (await client.post(f"/uploads/{upload['id']}/restore")).status_code == 200
        await client.delete(f"/uploads/{upload['id']}")
        assert file.exists()
        set_to(sql, "upload.kept_days", 0)
        await until(lambda: not file.exists() and sql.value("select count(*) = 0 from core.uploads"))
        assert (await client.post(f"/uploads/{upload['id']}/restore")).status_code == 404
        assert (await client.post("/uploads/file", content=PDF)).status_code == 201


def test_a_file_that_was_never_completed_is_removed_after_a_day(config: Settings, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path, Links(config, PROCESSING_SECRET))
    old, new = folder.part(uuid4()), folder.part(uuid4())
    for part in (old, new):
        part.write_bytes(PDF)
    os.utime(old, (0, 0))
    folder.remove_old_parts()
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize("address", ["HTTP://EXAMPLE.COM/A.PDF", "Https://example.com/a.pdf"])
async def test_the_scheme_of_an_address_may_be_written_in_capitals(teacher: Client, address: str) -> None:
    assert (await teacher.post("/uploads", json={"url": address})).status_code == 201
    quiz = (await teacher.post("/quizzes", json={"title": "Rivers"})).json()
    question = {"kind": "true_false", "prompt": "The Nile is long.", "correct": True, "media_url": address}
    answer = await teacher.post(f"/quizzes/{quiz['id']}/questions", json=question)
    assert answer.status_code == 201, answer.text


async def test_a_form_without_a_file_is_refused(teacher: Client) -> None:
    answer = await teacher.post("/uploads/file", files={"other": ("x.txt", b"x")}, data={"name": "x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "missing_file")


async def test_the_file_of_a_deleted_upload_is_not_served(
    teacher: Client, api: Client, processor: ProcessingServer
) -> None:
    upload = (await teacher.post("/uploads/file", content=PDF)).json()
    posted = await processor.next()
    await teacher.delete(f"/uploads/{upload['id']}")
    assert (await api.get(posted.body["url"])).status_code == 404
    await teacher.post(f"/uploads/{upload['id']}/restore")
    assert (await api.get(posted.body["url"])).content == PDF


async def test_supabase_stores_files_in_a_private_bucket_that_is_created_when_needed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "part"
    file.write_bytes(PDF)
    upload_id = UUID(int=7)
    async with Bucket().running() as bucket:
        storage = SupabaseStorage(StoredFiles(bucket.url, "service", "uploads"))
        await storage.keep(upload_id, file)
        assert bucket.files == {f"{upload_id}.pdf": PDF}
        assert not file.exists()
        address = await storage.address(str(upload_id), local=False)
        assert address == f"{bucket.url}/storage/v1/object/sign/uploads/{upload_id}.pdf?token=t"
        with pytest.raises(StorageTrouble):
            await storage.address(str(uuid4()), local=False)
        for _ in range(2):  # the second finds it gone
            await storage.remove(upload_id)
        assert bucket.files == {}
        await storage.close()
    away = SupabaseStorage(StoredFiles(bucket.url, "service", "uploads"))
    with pytest.raises(StorageTrouble, match="can't be reached"):
        await away.address(str(upload_id), local=False)
    await away.close()


async def test_a_generated_quiz_is_downloaded_in_every_format(
    teacher: Client, ordered: Posted, sign_up: SignUp
) -> None:
    choices = [{"text": "=Walls", "correct": True}, {"text": "Doors", "correct": False}]
    choice = question(ordered, "What do cells have?", kind="single_choice", choices=choices)
    del choice["correct"]
    await report(
        ordered, made(ordered, choice, question(ordered, "Cells have wälls."), question(ordered, "And more."))
    )
    path = f"/quizzes/{ordered.body['exam_id']}/download"

    plain = (await teacher.get(path)).json()
    assert plain["questions"][0]["choices"] == [{"text": "=Walls"}, {"text": "Doors"}]
    assert not {"correct", "citation", "explanation", "answers"} & {
        key for each in plain["questions"] for key in each
    }
    whole = (await teacher.get(path, params={"key": "true"})).json()
    assert whole["questions"][0]["choices"][0] == {"text": "=Walls", "correct": True}
    assert whole["questions"][0]["citation"]["name"] == "biology.pdf"

    table = (await teacher.get(path, params={"format": "csv", "key": "true"})).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert (rows[0]["choice 1"], rows[0]["right answer"], rows[0]["page"]) == ("'=Walls", "'=Walls", "ii")
    assert "right answer" not in (await teacher.get(path, params={"format": "csv"})).text

    gift = read_gift((await teacher.get(path, params={"format": "gift"})).text)
    assert [each["kind"] for each in gift.questions] == ["single_choice", "true_false", "true_false"]
    assert (await teacher.get(path, params={"format": "gift", "key": "false"})).json()[
        "code"
    ] == "format_has_key"

    for key, pages in (("false", 1), ("true", 2)):
        printed = pypdf.PdfReader(
            io.BytesIO((await teacher.get(path, params={"format": "pdf", "key": key})).content)
        )
        assert len(printed.pages) == pages
        assert "Cells have wälls." in printed.pages[0].extract_text()
    assert "All plant cells have walls." in printed.pages[1].extract_text()

    bob = await sign_up("bob")
    assert (await bob.get(path)).status_code == 404
    assert (await teacher.get(path, params={"format": "docx"})).status_code == 422


async def test_a_quiz_without_questions_can_be_downloaded_too(teacher: Client) -> None:
    quiz = (await teacher.post("/quizzes", json={"title": "Leer/ü"})).json()
    for wanted in ("json", "csv", "gift", "pdf"):
        answer = await teacher.get(
            f"/quizzes/{quiz['id']}/download", params={"format": wanted, "key": "true"}
        )
        assert answer.status_code == 200
        name = "Leer-%C3%BC%2C%20with%20key" if wanted == "pdf" else "Leer-%C3%BC"
        assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}.{wanted}"


async def test_the_contract_is_in_the_openapi_document(api: Client) -> None:
    document = (await api.get("/openapi.json")).json()
    assert set(document["webhooks"]) == {"pdfs", "quizzes"}
    callbacks = document["webhooks"]["quizzes"]["post"]["callbacks"]
    assert "{$request.body#/callback_url}" in json.dumps(callbacks)
    body = document["paths"]["/webhook/quiz-generated/{exam_id}"]["post"]["requestBody"]
    for schema in body["content"]["application/json"]["schema"]["anyOf"]:
        assert schema["$ref"].rpartition("/")[2] in document["components"]["schemas"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/uploads", {"url": "https://example.com/a\0.pdf"}),
        ("/uploads", {"url": "https://example.com/a.pdf", "name": "x\0"}),
        ("/uploads", {"url": "https://example.com/a.pdf", "owner_id": "x"}),
        ("/uploads", {"url": ["https://example.com/a.pdf"]}),
        ("/uploads", {"url": "https://example.com/a.pdf", "name": "x" * 201}),
        ("/uploads", {"url": "https://example.com/" + "a" * 2000}),
        ("/quizzes/generate", {"topic": "x\0"}),
        ("/quizzes/generate", {"topic": "x", "questions": "10"}),
        ("/quizzes/generate", {"topic": "x", "questions": 10**400}),
        ("/quizzes/generate", {"topic": "x", "owner_id": "x"}),
        ("/quizzes/generate", {"topic": "x", "time_limit_s": 0}),
        ("/quizzes/generate", {"topic": "x", "opens_at": LATER, "closes_at": "2026-01-01T00:00:00Z"}),
        ("/quizzes/generate", {"sources": [{"upload_id": str(UUID(int=0)), "pages": [[1, 10**30]]}]}),
    ],
)  # fmt: skip
async def test_bad_bodies_are_refused_with_a_sentence(teacher: Client, path: str, body: object) -> None:
    answer = await teacher.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code in (404, 422), answer.text
    assert answer.json()["detail"]
    assert (await teacher.get("/quizzes")).json()["items"] == []
