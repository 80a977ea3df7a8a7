"""Pictures of questions: what is chosen or dropped is uploaded; what can not be is told beside the place."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.fixtures import Server, SignUp
from tests.media.samples import png
from tests.pages.accessible import assert_accessible
from tests.pages.desk import open_as

QUESTION = {"kind": "true_false", "prompt": "Rivers run uphill.", "correct": False}
RED = (200, 0, 0)
DROP = """(field) => {
    const data = new DataTransfer();
    data.items.add(new File(["no picture"], "notes.txt", {type: "text/plain"}));
    field.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


async def test_a_picture_is_added_with_what_it_shows_and_what_is_none_is_refused_beside_its_place(
    browser: Browser, server: Server, sign_up: SignUp, tmp_path: Path
) -> None:
    ada = await sign_up()
    quiz = (await ada.post("/quizzes", json={"title": "Rivers"})).json()["id"]
    await ada.post(f"/quizzes/{quiz}/questions", json=[QUESTION])
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    place = page.get_by_role("group", name="Picture or sound of: Question 1")
    await place.evaluate(DROP)
    await expect(place.get_by_role("alert")).to_contain_text("This picture or sound can't be used.")
    (tmp_path / "red.png").write_bytes(png(40, 30, RED))
    await place.locator("input[type=file]").set_input_files(tmp_path / "red.png")
    await expect(place.locator("img")).to_be_visible()
    await expect(place.locator(".refused")).to_be_hidden()
    await place.get_by_role("textbox").fill("A red river")
    await expect(page.locator(".status")).to_have_text("Saved")
    await assert_accessible(page)
    stored = (await ada.get(f"/quizzes/{quiz}/questions")).json()["items"][0]
    assert stored["media_url"].startswith("/media/")
    assert stored["media_alt"] == "A red river"
