"""Pictures and sounds in files of questions are uploaded by an import and embedded by a download."""

import base64
import io
import zipfile
from typing import Any

import pytest
from PIL import Image

from app.formats import File, download_routes, import_media
from app.formats.import_routes import read_file
from app.media import files
from tests.attempts.taking import make_quiz, single
from tests.fixtures import Client, SignUp, Sql
from tests.media.samples import mp3, png, uploaded_picture

MOODLE = """<quiz><question type="multichoice">
  <questiontext format="html"><text><![CDATA[Which?
    <img src="@@PLUGINFILE@@/the%20nile.png" alt="A map">]]></text>
    <file name="the nile.png" path="/" encoding="base64">{picture}</file></questiontext>
  <answer fraction="100" format="html"><text><![CDATA[One <img src="@@PLUGINFILE@@/1.png">]]></text>
    <file name="1.png" path="/" encoding="base64">{other}</file></answer>
  <answer fraction="0" format="html"><text>Two <![CDATA[<audio><source src="@@PLUGINFILE@@/b/2.mp3">listen
    </audio>]]></text><file name="2.mp3" path="/b/" encoding="base64">{sound}</file></answer>
</question></quiz>"""


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def moodle(**files: bytes) -> bytes:
    given = {"picture": png(), "other": png(5, 5), "sound": mp3()} | files
    return MOODLE.format(**{name: base64_of(data) for name, data in given.items()}).encode()


def package(item: str, **members: bytes) -> bytes:
    """A package of QTI with one item and these files; __ in their names is a slash."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("quiz/item.xml", item)
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".png", content)
    return data.getvalue()


def qti(source: str) -> str:
    return f"""<assessmentItem identifier="i"><responseDeclaration identifier="R" cardinality="single">
      <correctResponse><value>a</value></correctResponse></responseDeclaration>
      <itemBody><p>Which? <img src="{source}" alt="A map"/></p><choiceInteraction responseIdentifier="R">
      <simpleChoice identifier="a">A</simpleChoice><simpleChoice identifier="b">B</simpleChoice>
      </choiceInteraction></itemBody></assessmentItem>"""


@pytest.fixture
async def ada(sign_up: SignUp) -> Client:
    return await sign_up()


async def imported(client: Client, data: bytes, **query: Any) -> dict[str, Any]:
    answer = await client.post("/quizzes/import", content=data, params={"title": "Rivers", **query})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def questions(client: Client, quiz: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get(f"/quizzes/{quiz['id']}/questions")).json()["items"]
    return items


async def test_the_files_of_moodle_xml_become_media_of_the_importer(ada: Client) -> None:
    (question,) = await questions(ada, (await imported(ada, moodle()))["quiz"])
    assert (question["prompt"], question["media_alt"]) == ("Which?", "A map")
    one, two = question["choices"]
    assert (one["text"], one["media_alt"], two["text"], two["media_alt"]) == ("One", "1", "Two", "2")
    media = {each["url"]: each for each in (await ada.get("/media")).json()["items"]}
    assert {*media} == {question["media_url"], one["media_url"], two["media_url"]}
    assert media[two["media_url"]]["kind"] == "sound"
    assert all(each["in_use"] for each in media.values())
    served = await ada.get(question["media_url"])
    assert Image.open(io.BytesIO(served.content)).size == Image.open(io.BytesIO(png())).size


@pytest.mark.parametrize("format", ["moodle", "qti"])
async def test_a_download_takes_the_files_along_and_an_import_brings_them_back(
    ada: Client, format: str
) -> None:
    quiz = (await imported(ada, moodle()))["quiz"]
    (before,) = await questions(ada, quiz)
    downloaded = await ada.get(f"/quizzes/{quiz['id']}/download", params={"format": format, "key": True})
    (after,) = await questions(ada, (await imported(ada, downloaded.content))["quiz"])

    async def seen(question: dict[str, Any]) -> list[Any]:
        parts = [question, *question["choices"]]
        files = [(await ada.get(part["media_url"])).content for part in parts]
        pixels = [Image.open(io.BytesIO(file)).convert("RGBA").tobytes() for file in files[:2]]
        return [*pixels, files[2], *(part["media_alt"] for part in parts[:2])]

    assert await seen(after) == await seen(before)


@pytest.mark.parametrize(
    "source",
    [
        "../media/a.png",
        "$IMS-CC-FILEBASE$/media/a.png",
        "%24IMS-CC-FILEBASE%24/media/a.png?canvas_=1",
        "/media/a.png",
    ],
)
async def test_the_files_of_a_package_are_found_by_their_paths(ada: Client, source: str) -> None:
    place = "web_resources__media__a" if "canvas" in source else "media__a"
    (question,) = await questions(ada, (await imported(ada, package(qti(source), **{place: png()})))["quiz"])
    assert question["media_url"].startswith("/media/")
    assert question["media_alt"] == "A map"


async def test_a_refused_file_is_named_and_its_question_kept(ada: Client) -> None:
    answer = await imported(ada, moodle(picture=b"\x89PNG but damaged", sound=b"no sound"))
    (question,) = await questions(ada, answer["quiz"])
    assert "media_url" not in question
    assert "media_alt" not in question
    assert question["choices"][0]["media_url"].startswith("/media/")
    assert "media_url" not in question["choices"][1]
    notes = [(note["code"], note["question"], note["message"].partition("”")[0]) for note in answer["notes"]]
    assert notes == [("file_left_out", "Which?", "“the nile.png"), ("file_left_out", "Which?", "“2.mp3")]


async def test_a_text_that_looks_like_the_place_of_a_file_stays_as_it_is(ada: Client) -> None:
    words = f"embedded:{'0' * 64}"
    data = moodle().replace(b"Which?", f"Which {words}?".encode())
    answer = await ada.post("/quizzes/import", content=data)
    assert answer.status_code == 201, answer.text
    questions = (await ada.get(f"/quizzes/{answer.json()['quiz']['id']}/questions")).json()["items"]
    assert words in questions[0]["prompt"]


async def test_quotas_of_media_hold_for_an_import(ada: Client, sql18: Sql) -> None:
    sql18.connection.execute("update core.settings set value = '1' where key = 'media.max_per_person'")
    answer = await imported(ada, moodle())
    assert sql18.value("select count(*) from core.media") == 1
    assert [note["code"] for note in answer["notes"]] == ["file_left_out"] * 2
    assert "more are not allowed" in answer["notes"][0]["message"]


async def test_an_import_that_is_refused_uploads_nothing(ada: Client, sql18: Sql) -> None:
    broken = moodle().replace(b"</quiz>", b'<question type="essay"><questiontext/></question></quiz>')
    refused = await ada.post("/quizzes/import", content=broken, params={"title": "Rivers"})
    assert (refused.status_code, refused.json()["code"]) == (422, "import_problems")
    assert sql18.value("select count(*) from core.media") == 0
    assert (await imported(ada, broken, skip_problems=True))["skipped"] == 1
    assert sql18.value("select count(*) from core.media") == 3


async def test_an_import_takes_along_a_limited_number_of_files(
    ada: Client, sql18: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_media, "MOST_FILES", 2)
    assert len((await imported(ada, moodle()))["notes"]) == 1
    assert sql18.value("select count(*) from core.media") == 2


def test_a_package_that_unpacks_to_far_more_than_its_size_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("item.xml", qti("a.png"))
        archive.writestr("a.png", b"\0" * 60_000_000)
    with pytest.raises(Exception, match="Unpacked, this archive has"):
        read_file(File(data.getvalue()))


@pytest.mark.parametrize(
    "source", ["../../../etc/passwd", "@@PLUGINFILE@@/missing.png", "", "file:///etc/passwd"]
)
def test_a_file_that_is_not_there_is_a_problem_of_its_question(source: str) -> None:
    reading = read_file(File(package(qti(source), a=png())))
    assert [problem.code for problem in reading.problems] == ["picture"]


async def test_markdown_names_its_files_too(ada: Client) -> None:
    xml = f"""<quiz><question type="description"><questiontext format="markdown">
      <text>**See** ![a map](@@PLUGINFILE@@/1.png) ![no](@@PLUGINFILE@@/2.png)</text>
      <file name="1.png" path="/" encoding="base64">{base64_of(png())}</file></questiontext>
      </question></quiz>"""
    (question,) = await questions(ada, (await imported(ada, xml.encode()))["quiz"])
    url = (await ada.get("/media")).json()["items"][0]["url"]
    assert question["prompt"] == f"**See** ![a map]({url}) ![no](@@PLUGINFILE@@/2.png)"


async def test_a_picture_in_markdown_is_embedded(ada: Client, sql18: Sql) -> None:
    url = uploaded_picture(sql18, ada.person)["url"]
    quiz = make_quiz(sql18, ada.person, single(f"![a map]({url})", text_format="markdown"))
    downloaded = await ada.get(f"/quizzes/{quiz.id}/download", params={"format": "moodle"})
    assert b"@@PLUGINFILE@@" in downloaded.content
    assert base64_of(png()).encode() in downloaded.content


@pytest.mark.parametrize("format", ["moodle", "qti", "pdf"])
async def test_what_does_not_fit_into_a_download_is_told(
    ada: Client, sql18: Sql, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    one, other = [uploaded_picture(sql18, ada.person, alt)["url"] for alt in ("one", "other")]
    drafts = [{**single(), "media_url": each} for each in (one, other, other)]
    quiz = make_quiz(sql18, ada.person, single(), *drafts)
    path = f"/quizzes/{quiz.id}/download?format={format}&key=true"
    assert "too large" not in (await ada.get(path)).headers.get("Quizzler-Left-Out", "")
    monkeypatch.setattr(files, "MOST_BYTES", len(png()))
    lost = (await ada.get(path)).headers["Quizzler-Left-Out"]
    assert "pictures and sounds that are too large together (3-4)" in lost


async def test_a_download_that_takes_too_long_ends(
    ada: Client, sql18: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = uploaded_picture(sql18, ada.person)["url"]
    quiz = make_quiz(sql18, ada.person, {**single(), "media_url": picture})
    monkeypatch.setattr(download_routes, "LIMIT_S", 0)
    answer = await ada.get(f"/quizzes/{quiz.id}/download?format=moodle")
    assert (answer.status_code, answer.json()["code"]) == (503, "export_too_slow")
