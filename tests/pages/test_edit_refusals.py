"""What the server refuses is told beside its field, with the place named in the page's language."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.fixtures import Client, Server, SignUp
from tests.pages.accessible import assert_accessible
from tests.pages.desk import PHONE, open_as

CHOICES = {
    "kind": "single_choice",
    "prompt": "Which river flows through Bonn?",
    "choices": [{"text": "Rhine", "correct": True}, {"text": "Elbe"}, {"text": "Oder"}],
}
NUMBER = {"kind": "numeric", "prompt": "How long is it, in km?", "answers": [{"value": 1233}]}


async def _quiz(person: Client, *drafts: object) -> str:
    quiz: str = (await person.post("/quizzes", json={"title": "Rivers"})).json()["id"]
    answer = await person.post(f"/quizzes/{quiz}/questions", json=list(drafts))
    assert answer.status_code == 201, answer.text
    return quiz


async def _said_of(page: Page, label: str) -> str:
    """What describes the field with this label, which is marked as wrong."""
    field = page.get_by_label(label, exact=True)
    await expect(field).to_have_attribute("aria-invalid", "true")
    text: str = await field.evaluate(
        "(it) => document.getElementById(it.ariaDescribedByElements?.[0]?.id"
        " ?? it.getAttribute('aria-describedby')).textContent"
    )
    return text


@pytest.mark.parametrize(
    ("language", "label", "where", "why"),
    [
        ("en", "Choice 2", "Choice 2", "still empty"),
        ("de", "Antwort 2", "Antwort 2", "noch leer"),
        ("fr", "Choix 2", "Choix 2", "encore vide"),
        ("es", "Opción 2", "Opción 2", "Falta rellenar"),
        ("ar", "الخيار 2", "الخيار 2", "فارغًا"),
    ],
)
async def test_an_empty_choice_is_named_and_told_beside_its_field(
    browser: Browser, server: Server, sign_up: SignUp, language: str, label: str, where: str, why: str
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, CHOICES)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}", language=language, size=PHONE)
    await page.get_by_label(label, exact=True).fill("")
    there = page.locator(".refusals").get_by_role("button", name=where)
    await expect(there).to_be_visible()
    assert why in await _said_of(page, label)
    await assert_accessible(page, language)
    await there.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label(label, exact=True)).to_be_focused()
    await page.keyboard.type("Elbe")
    await expect(page.locator(".refusals .refused, .field .refused")).to_have_count(0)
    assert await page.get_by_label(label, exact=True).get_attribute("aria-invalid") is None


async def test_what_is_wrong_in_a_closed_part_of_the_form_is_opened_by_its_name(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, NUMBER)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    more = page.get_by_text("More about this question")
    await more.click()
    await page.get_by_label("Address of the picture or sound").fill("nowhere")
    there = page.locator(".refusals").get_by_role("button", name="Picture or sound")
    await expect(there).to_be_visible()
    await more.click()
    await there.click()
    await expect(page.get_by_label("Address of the picture or sound")).to_be_focused()


async def test_a_refusal_of_a_whole_list_is_told_at_the_list(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, CHOICES)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.get_by_label("Choice 1 is right").uncheck()
    choices = page.get_by_role("group", name="Choices", exact=True)
    await expect(choices.locator("> .refused")).to_be_visible()
    await page.locator(".refusals").get_by_role("button", name="Choices").click()
    await expect(page.get_by_label("Choice 1 is right")).to_be_focused()


async def test_a_refused_setting_is_told_beside_its_field_until_it_is_mended(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    quiz = await _quiz(ada, NUMBER)
    page = await open_as(browser, server, ada, f"/edit?quiz={quiz}")
    await page.get_by_role("button", name="Settings").click()
    await page.get_by_label("Pass mark, in percent").fill("140")
    there = page.locator(".refusals").get_by_role("button")
    await expect(page.get_by_label("Pass mark, in percent")).to_have_attribute("aria-invalid", "true")
    await expect(page.locator(".toast")).to_have_count(0)
    await expect(page.get_by_role("button", name="Settings")).to_contain_text("look here")
    await assert_accessible(page)
    await page.get_by_role("textbox", name="Description").fill("Of Europe")
    await expect(page.get_by_text("Settings saved.")).to_be_visible()
    await there.click()
    await expect(page.get_by_label("Pass mark, in percent")).to_be_focused()
    await page.get_by_label("Pass mark, in percent").fill("60")
    await expect(page.locator(".refusals .refused, .field .refused")).to_have_count(0)
    await expect(page.locator(".status")).to_have_text("Saved")
    stored = (await ada.get(f"/quizzes/{quiz}")).json()
    assert (stored["description"], stored["pass_mark"]) == ("Of Europe", 60)


async def test_a_problem_of_a_file_names_the_choice(
    browser: Browser, server: Server, sign_up: SignUp
) -> None:
    ada = await sign_up()
    page = await open_as(browser, server, ada, "/", language="de")
    csv = b"question,choice 1,choice 2,right\nWhich river?,Rhine,Rhine,1\n"
    await page.locator("input[type=file]").first.set_input_files(
        {"name": "rivers.csv", "mimeType": "text/csv", "buffer": csv}
    )
    await expect(page.locator(".faults")).to_contain_text("Antwort 2:")
