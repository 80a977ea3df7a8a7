"""Pictures and sounds: told by their bytes, stripped of what nobody sees or hears, and served safely."""

import asyncio
import io
import json
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from PIL import Image

from app.http import turns
from app.media import keeping
from app.media.pictures import MOST_PIXELS, SMALL_WIDTH, WIDTH, encode_picture
from app.media.sounds import clean_sound
from app.media.unreadable import UnreadableMedia
from tests.attempts.taking import make_quiz, single
from tests.fixtures import Client, Meanwhile, Refused, SignUp, Sql
from tests.media.samples import animation, m4a, mp3, ogg, phone_photo, png, saved, uploaded_picture, wav
from tests.waiting import until


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


async def upload(client: Client, data: bytes, alt: str | None = "A map") -> httpx.Response:
    return await client.post("/media", content=data, params={} if alt is None else {"alt": alt})


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up()


def test_a_photo_is_turned_upright_and_says_nothing_of_who_took_it_where() -> None:
    picture = encode_picture(phone_photo())
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 200, 400)
    shown = opened(picture.data)
    red, _, blue = shown.getpixel((100, 50))  # type: ignore[misc]
    assert red > 200 > 50 > blue  # what was on the left is on top
    assert not shown.getexif()
    assert not any(words in picture.data for words in (b"Ada Lovelace", b"secret words"))


def test_a_wide_picture_is_narrowed_and_has_a_small_variant() -> None:
    picture = encode_picture(png(width=3200, height=800))
    assert picture.small is not None
    assert (opened(picture.data).size, opened(picture.small).size) == ((WIDTH, 400), (SMALL_WIDTH, 160))
    assert encode_picture(png(width=SMALL_WIDTH)).small is None


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(), "image/png"),
        (saved(Image.new("P", (4, 3)), "GIF"), "image/png"),
        (saved(Image.new("RGBA", (4, 3)), "WEBP"), "image/webp"),
        (saved(Image.new("CMYK", (4, 3)), "JPEG"), "image/jpeg"),
        (saved(Image.new("I;16", (4, 3), 65535), "PNG"), "image/png"),
        (animation("GIF"), "image/webp"),
        (animation("WEBP"), "image/webp"),
        (animation("PNG"), "image/webp"),
    ],
)
def test_each_kind_of_picture_becomes_one_that_every_browser_shows(data: bytes, media_type: str) -> None:
    assert encode_picture(data).media_type == media_type


def test_a_moving_picture_keeps_its_frames_and_a_transparent_one_its_holes() -> None:
    assert opened(encode_picture(animation()).data).n_frames == 3  # type: ignore[attr-defined]
    holes = opened(encode_picture(saved(Image.new("RGBA", (4, 3), (0, 0, 0, 0)), "PNG")).data)
    assert holes.getpixel((0, 0)) == (0, 0, 0, 0)


def test_sixteen_bits_of_grey_stay_as_bright_as_they_are() -> None:
    grey = opened(encode_picture(saved(Image.new("I;16", (4, 3), 32768), "PNG")).data)
    assert grey.convert("L").getpixel((0, 0)) in (127, 128)


@pytest.mark.parametrize("factor", [1, 4])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(factor: int) -> None:
    bomb = saved(Image.new("1", (8000 * factor, MOST_PIXELS // 8000 + 1)), "PNG")
    with pytest.raises(UnreadableMedia, match="too large"):
        encode_picture(bomb)


def test_a_picture_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    large = saved(Image.new("RGBA", (7000, 7000)), "PNG")
    monkeypatch.setattr(keeping, "MOST_MEMORY", 400 * 2**20)
    with pytest.raises(UnreadableMedia, match="too large"):
        keeping.encoded(large)
    assert keeping.encoded(png()).width == 4


def test_a_picture_that_takes_too_much_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LIMIT_S", 0.001)
    with pytest.raises(UnreadableMedia, match="too much time or memory"):
        keeping.encoded(png())


@pytest.mark.parametrize(
    "data",
    [
        png()[:40],
        png(width=900)[:-60],
        b"\x89PNG",
        b"GIF89a" + bytes(8),
        b"RIFF\0\0\0\0WEBP",
        phone_photo()[:400],
    ],
)
def test_a_damaged_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableMedia, match=r"damaged|can't be read"):
        encode_picture(data)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(mp3(), "audio/mpeg"), (wav(), "audio/wav"), (m4a(), "audio/mp4"), (ogg(), "audio/ogg")],
)
def test_a_sound_is_told_by_its_bytes_and_loses_its_tags(data: bytes, media_type: str) -> None:
    told, clean = clean_sound(data)
    assert told == media_type
    assert not any(words in clean for words in (b"Ada Lovelace", b"My bedroom", b"TAG"))
    assert clean_sound(clean) == (told, clean)
    assert (b"OpusHead" in clean) == (media_type == "audio/ogg")


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload='alert(1)'/>", b"%PDF-1.7", b"ID3", m4a(b"vide"), wav()[:20], b"\xff\xf1" * 9]
)
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableMedia):
        clean_sound(data)


async def test_a_crowd_that_uploads_is_refused_beyond_the_limit_and_an_import_waits(
    ada: Client, api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "MOST_WAITING", 3)
    release = threading.Event()
    encoding = [asyncio.create_task(keeping.turns.take(release.wait)) for _ in range(2)]
    try:
        crowd = [asyncio.create_task(upload(ada, png(width=400 + each))) for each in range(9)]
        await until(lambda: sum(one.done() for one in crowd) == 6)
        patient = asyncio.create_task(keeping.turns.take(lambda: "done", patiently=True))
        assert (await api.get("/health/live")).status_code == 200
    finally:
        release.set()
    assert all(await asyncio.gather(*encoding))
    answers = await asyncio.gather(*crowd)
    refused = [answer.json()["code"] for answer in answers if answer.status_code == 503]
    assert refused == ["too_busy"] * 6
    assert sum(answer.status_code == 201 for answer in answers) == 3
    assert await patient == "done"
    assert (await upload(ada, png())).status_code == 201


async def test_an_upload_is_served_to_whoever_knows_its_address(ada: Client, api: Client) -> None:
    made = (await upload(ada, png(width=1000))).json()
    assert (made["kind"], made["alt"], made["in_use"]) == ("picture", "A map", False)
    shown = await api.get(made["url"])
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in shown.headers["Cache-Control"]
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert opened(shown.content).width == 1000
    small = await api.get(made["small_url"])
    assert opened(small.content).width == SMALL_WIDTH
    assert small.headers["ETag"] != shown.headers["ETag"]
    again = await api.get(made["url"], headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    unknown = await api.get("/media/0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "media_not_found")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-999999999", 206, slice(0, None)),
        ("bytes=0-1,4-5", 200, slice(0, None)),
        ("lines=1-2", 200, slice(0, None)),
    ],
)
async def test_a_part_of_a_sound_is_sent_where_a_player_asks_for_it(
    ada: Client, asked: str, status: int, part: slice
) -> None:
    url = (await upload(ada, wav())).json()["url"]
    whole = (await ada.get(url)).content
    answer = await ada.get(url, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, whole[part])
    beyond = await ada.get(url, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond.json()["code"]) == (416, "range_not_satisfiable")


async def test_a_form_has_the_file_and_its_alt_text(ada: Client) -> None:
    answer = await ada.post("/media", files={"file": ("map.bin", png())}, data={"alt": " The Nile "})
    assert (answer.status_code, answer.json()["alt"]) == (201, "The Nile")
    assert (await ada.get(answer.headers["Location"])).json() == answer.json()
    nothing = await ada.post("/media", files={"other": ("map.bin", png())}, data={"alt": ""})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "missing_file")


async def test_an_alt_text_is_needed_and_an_empty_one_means_decoration(ada: Client) -> None:
    refused = await upload(ada, png(), alt=None)
    assert (refused.status_code, refused.json()["code"]) == (422, "missing_alt")
    assert (await upload(ada, png(), alt="")).json()["alt"] == ""


async def test_the_same_file_is_kept_once_for_each_person(ada: Client, sign_up: SignUp, sql18: Sql) -> None:
    bob = await sign_up("bob")
    first, again = (await upload(ada, png())).json(), (await upload(ada, png(), alt="The Nile")).json()
    assert (first["id"], again["alt"]) == (again["id"], "The Nile")
    assert (await upload(bob, png())).json()["id"] != first["id"]
    assert sql18.value("select count(*) from core.media") == 2
    found = [(await client.get("/media", params={"q": "nile"})).json()["items"] for client in (ada, bob)]
    assert found == [[again], []]


@pytest.mark.parametrize(("setting", "value"), [("media.max_per_person", 1), ("media.max_mib_per_person", 0)])
async def test_a_person_has_room_for_so_many_and_no_more(
    ada: Client, sql18: Sql, setting: str, value: int
) -> None:
    await upload(ada, png())
    sql18.connection.execute(
        "update core.settings set value = to_jsonb(%s::int) where key = %s", [value, setting]
    )
    refused = await upload(ada, png(width=5))
    code = "too_many_media" if setting == "media.max_per_person" else "media_too_large"
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert (await upload(ada, png())).status_code == 201  # it is there already


async def test_an_unreadable_file_is_refused_with_what_is_taken(ada: Client) -> None:
    refused = await upload(ada, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    assert (refused.status_code, refused.json()["code"]) == (422, "unreadable_media")
    assert "PNG" in refused.json()["detail"]


def questions_with(url: str) -> list[dict[str, Any]]:
    choices = [{"text": "Rome", "correct": True, "media_url": url}, {"text": "Milan"}]
    return [
        single("In the prompt", media_url=url),
        {**single("In a choice"), "choices": choices},
        single(f"In a text ![a map]({url})"),
        single("In the explanation", explanation=f"![a map]({url})"),
    ]


@pytest.mark.parametrize("place", range(4))
def test_a_picture_stays_as_long_as_a_question_has_it(sql: Sql, place: int) -> None:
    ada = sql.person()
    picture = uploaded_picture(sql, ada)
    quiz = make_quiz(sql, ada, questions_with(picture["url"])[place])
    with pytest.raises(Refused) as refused:
        sql.call(ada, "delete_media", media_id=picture["id"])
    assert refused.value.code == "media_in_use"
    sql.connection.execute("update core.media set created_at = now() - interval '1 year'")
    sql.value("select core.sweep()")
    assert sql.call(ada, "get_media", media_id=picture["id"])["in_use"]
    sql.call(ada, "delete_quiz", quiz_id=quiz.id)
    sql.call(ada, "purge_quiz", quiz_id=quiz.id)
    assert not sql.call(ada, "get_media", media_id=picture["id"])["in_use"]
    sql.call(ada, "delete_media", media_id=picture["id"])
    assert sql.value("select count(*) from core.media") == 0


def test_a_text_is_saved_while_a_picture_that_it_names_is_being_deleted(
    sql: Sql, meanwhile: Meanwhile
) -> None:
    ada = sql.person()
    quiz = make_quiz(sql, ada, single())
    for function, given in (
        ("create_question", {"draft": single("A map")}),
        ("update_quiz", {"changes": {"description": "A map"}}),
        ("create_room", {"options": {"look": {"picture": ""}}}),
    ):
        picture = uploaded_picture(sql, ada)
        text = (
            json.dumps(given).replace("A map", f"![]({picture['url']})").replace('""', f'"{picture["url"]}"')
        )
        _, saved = meanwhile(
            lambda sql, picture=picture: sql.call(ada, "delete_media", media_id=picture["id"]),
            lambda sql, function=function, text=text: sql.call(
                ada, function, quiz_id=quiz.id, **json.loads(text)
            ),
        )
        assert isinstance(saved, dict), (function, saved)


@pytest.mark.parametrize("place", ["description", "section"])
def test_a_picture_stays_as_long_as_the_texts_of_a_quiz_have_it(sql: Sql, place: str) -> None:
    ada = sql.person()
    picture = uploaded_picture(sql, ada)
    text = f"![a map]({picture['url']})"
    given = {"description": text} if place == "description" else {"sections": [{"title": "S", "text": text}]}
    quiz = make_quiz(sql, ada, single("?"), text_format="markdown", **given)
    with pytest.raises(Refused) as refused:
        sql.call(ada, "delete_media", media_id=picture["id"])
    assert refused.value.code == "media_in_use"
    sql.connection.execute("update core.media set created_at = now() - interval '1 year'")
    sql.value("select core.sweep()")
    assert sql.call(ada, "get_media", media_id=picture["id"])["in_use"]
    sql.call(ada, "delete_quiz", quiz_id=quiz.id)
    sql.call(ada, "purge_quiz", quiz_id=quiz.id)
    sql.value("select core.sweep()")
    assert sql.value("select count(*) from core.media") == 0


def test_a_copy_of_a_quiz_keeps_the_picture(sql: Sql) -> None:
    ada, bob = sql.person(), sql.person("bob")
    url = uploaded_picture(sql, ada)["url"]
    quiz = make_quiz(sql, ada, single(media_url=url), visibility="public")
    copy = sql.call(ada, "duplicate_quiz", quiz_id=quiz.id)
    assert sql.value("select media_url from core.questions where quiz_id = %s", copy["id"]) == url
    attempt = quiz.start(bob)
    assert attempt["questions"][0]["media_url"] == url


def test_a_question_has_the_alt_text_of_its_picture_or_its_own(sql: Sql) -> None:
    ada = sql.person()
    picture = uploaded_picture(sql, ada)
    url, uploaded = picture["url"], picture["alt"]
    choices = [
        {"text": "Rome", "correct": True, "media_url": url},
        {"text": "Milan", "media_url": url, "media_alt": ""},
        {"text": "Turin", "media_url": "https://example.org/turin.png"},
        {"text": "Bari", "media_alt": "of no picture"},
    ]
    quiz = make_quiz(sql, ada, {**single("?", media_url=url, media_alt=" The Tiber "), "choices": choices})
    for question in (
        sql.call(ada, "list_questions", quiz_id=quiz.id)["items"][0],
        quiz.start(ada)["questions"][0],
    ):
        assert question["media_alt"] == "The Tiber"
        alts = [choice.get("media_alt") for choice in question["choices"]]
        assert (uploaded != "", alts) == (True, [uploaded, "", None, None])


def test_another_picture_loses_the_alt_text_of_the_first(sql: Sql) -> None:
    ada = sql.person()
    quiz = make_quiz(sql, ada, single("?", media_url="https://example.org/1.png", media_alt="One"))
    question = sql.call(ada, "list_questions", quiz_id=quiz.id)["items"][0]

    def changed(**changes: Any) -> str | None:
        arguments = {"quiz_id": quiz.id, "question_id": question["id"], "changes": changes}
        return sql.call(ada, "update_question", **arguments).get("media_alt")

    assert changed(media_url="https://example.org/1.png", prompt="Which?") == "One"
    assert changed(media_url="https://example.org/2.png") is None
    assert changed(media_alt="Two") == "Two"
    assert changed(media_url=None) is None


def test_clients_read_alt_texts_from_views(sql: Sql) -> None:
    ada = sql.person()
    choices = [
        {"text": "A", "correct": True, "media_url": "https://example.org/a.png", "media_alt": "a"},
        {"text": "B"},
    ]
    more = {"media_url": "https://example.org/q.png", "media_alt": "", "choices": choices}
    make_quiz(sql, ada, single("?") | more).start(ada)
    for view in ("questions", "question_versions"):
        assert sql.select(ada, f"select media_alt, text_format from public.{view}") == [
            {"media_alt": "", "text_format": "plain"}
        ]
    for view in ("choices", "attempt_choices"):
        rows = sql.select(ada, f"select media_alt from public.{view} order by text")
        assert [row["media_alt"] for row in rows] == ["a", None]


@pytest.mark.parametrize("url", ["/media/0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b", "/media/1", "/media/"])
def test_a_question_names_only_a_picture_that_is_there(sql: Sql, url: str) -> None:
    with pytest.raises(Refused) as refused:
        make_quiz(sql, sql.person(), single(media_url=url))
    assert refused.value.code == "no_such_media"


@pytest.mark.parametrize("of", ["nobody's use", "a deleted account"])
def test_what_no_question_needs_is_swept(sql: Sql, of: str) -> None:
    ada = sql.person()
    uploaded_picture(sql, ada)
    change: Callable[[str], Any] = sql.connection.execute
    if of == "a deleted account":
        change("update auth.users set deleted_at = now()")
    else:
        change("update core.media set created_at = now() - interval '29 days'")
        sql.value("select core.sweep()")
        assert sql.value("select count(*) from core.media") == 1
        change("update core.media set created_at = now() - interval '31 days'")
    sql.value("select core.sweep()")
    assert sql.value("select count(*) from core.media") == 0


def test_others_learn_and_change_nothing_of_a_picture(sql: Sql) -> None:
    ada, bob = sql.person(), sql.person("bob")
    picture = uploaded_picture(sql, ada)
    for function, more in (("get_media", {}), ("describe_media", {"alt": "x"}), ("delete_media", {})):
        with pytest.raises(Refused) as refused:
            sql.call(bob, function, media_id=picture["id"], **more)
        assert refused.value.code == "media_not_found"
    assert sql.select(bob, "select * from public.media") == []
    assert len(sql.select(ada, "select * from public.media")) == 1


def test_the_export_of_an_account_names_its_pictures(sql: Sql) -> None:
    ada = sql.person()
    picture = uploaded_picture(sql, ada)
    with sql.connection.transaction():
        sql.connection.execute("select set_config('request.jwt.claims', %s, true)", [json.dumps(ada.claims)])
        rows = [row[0] for row in sql.connection.execute("select public.export_account()")]
    assert [row["url"] for row in rows if row["record"] == "media"] == [picture["url"]]
