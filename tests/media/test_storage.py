"""Pictures and sounds in Supabase Storage, as a stand-in has its API."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from app.media.store import MediaStore
from app.settings import Settings
from app.storage import Bucket as Storage
from tests.attempts.taking import make_quiz, single
from tests.fixtures import Client, Server, SignUp, Sql
from tests.media.samples import mp3, png, uploaded_picture
from tests.supabase_storage import Bucket


@pytest_asyncio.fixture
async def bucket() -> AsyncIterator[Bucket]:
    async with Bucket().running() as running:
        yield running


@pytest_asyncio.fixture
async def store(server: Server, bucket: Bucket) -> AsyncIterator[MediaStore]:
    """The store of the server, which keeps new files in the bucket."""
    storage = Storage(bucket.url, "service", "uploads")
    store = MediaStore(server.app.state.database, storage, into_bucket=True)
    server.app.state.media = store
    yield store
    await storage.close()


@pytest_asyncio.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up()


async def upload(client: Client, data: bytes) -> dict[str, Any]:
    answer = await client.post("/media", content=data, params={"alt": "A map"})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_file_goes_to_the_bucket_and_is_served_from_there(
    ada: Client, store: MediaStore, bucket: Bucket, sql18: Sql
) -> None:
    made = await upload(ada, png(width=1000))
    assert {*bucket.files} == {f"media/{made['id']}", f"media/{made['id']}-small"}
    assert made["size_bytes"] == sum(map(len, bucket.files.values()))
    assert sql18.value("select num_nonnulls(bytes, small_bytes) from core.media") == 0
    assert sql18.value("select count(*) from core.media_leftovers") == 0
    whole, small = await ada.get(made["url"]), await ada.get(made["small_url"])
    assert whole.content == bucket.files[f"media/{made['id']}"]
    assert small.content == bucket.files[f"media/{made['id']}-small"]
    part = await ada.get(made["url"], headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, whole.content[1:4])
    again = await ada.get(made["url"], headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_an_upload_ends_where_the_bucket_can_not_be_created(
    ada: Client, store: MediaStore, bucket: Bucket
) -> None:
    bucket.refuses_buckets = True
    answer = await ada.post("/media", content=png(), params={"alt": "A map"})
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")


async def test_what_is_in_postgres_stays_there_and_is_served(
    ada: Client, store: MediaStore, sql18: Sql
) -> None:
    url = uploaded_picture(sql18, ada.person)["url"]
    assert (await ada.get(url)).content == png()


async def test_the_files_of_a_deleted_picture_are_removed_later(
    ada: Client, store: MediaStore, bucket: Bucket, sql18: Sql
) -> None:
    kept, gone = await upload(ada, mp3()), await upload(ada, png(width=1000))
    assert (await ada.delete(f"/media/{gone['id']}")).status_code == 200
    await store.purge()
    assert len(bucket.files) == 3, "for an hour, because somebody may be reading it"
    sql18.connection.execute("update core.media_leftovers set since = now() - interval '2 hours'")
    await store.purge()
    assert {*bucket.files} == {f"media/{kept['id']}"}
    assert sql18.value("select count(*) from core.media_leftovers") == 0


async def test_what_was_stored_in_vain_is_removed_later(
    ada: Client, store: MediaStore, bucket: Bucket, sql18: Sql
) -> None:
    first, second = await upload(ada, png()), await upload(ada, png())
    assert first["id"] == second["id"]
    sql18.connection.execute("update core.settings set value = '1' where key = 'media.max_per_person'")
    assert (await ada.post("/media", content=png(5, 5), params={"alt": ""})).status_code == 409
    assert len(bucket.files) == 3
    sql18.connection.execute("update core.media_leftovers set since = now() - interval '2 hours'")
    await store.purge()
    assert {*bucket.files} == {f"media/{first['id']}"}


async def test_while_the_storage_is_away_nothing_is_kept_and_nothing_lost(
    ada: Client, store: MediaStore, server: Server, sql18: Sql
) -> None:
    made = await upload(ada, png())
    away = Storage("http://127.0.0.1:9", "service", "uploads")
    server.app.state.media = MediaStore(server.app.state.database, away, into_bucket=True)
    for answer in (await ada.post("/media", content=mp3(), params={"alt": ""}), await ada.get(made["url"])):
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
    sql18.connection.execute("update core.media_leftovers set since = now() - interval '2 hours'")
    await server.app.state.media.purge()
    assert sql18.value("select count(*) from core.media_leftovers") == 1
    server.app.state.media = store
    assert (await ada.get(made["url"])).status_code == 200
    await away.close()


async def test_a_download_embeds_what_is_in_the_bucket(ada: Client, store: MediaStore, sql18: Sql) -> None:
    url = (await upload(ada, png()))["url"]
    quiz = make_quiz(sql18, ada.person, single("?", media_url=url))
    for format, sign in (("moodle", b"PLUGINFILE"), ("qti", b"media/"), ("pdf", b"%PDF")):
        answer = await ada.get(f"/quizzes/{quiz.id}/download", params={"format": format})
        assert (answer.status_code, sign in answer.content) == (200, True)


def test_media_in_supabase_need_its_address_and_its_key() -> None:
    with pytest.raises(ValueError, match="needs SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY"):
        Settings(_env_file=None, media_storage="supabase")
