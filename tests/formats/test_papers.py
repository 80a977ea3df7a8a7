"""Printed papers: versions with their keys, and nothing that tells the answer."""

import io
import re

import pypdf
import pypdfium2
import pytest
import pytest_asyncio
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

from app.formats.answer_sheet import write_answer_sheet
from app.formats.quiz_pdf import write_pdf
from tests.attempts.taking import ONE_OF_EACH, make_quiz, matching, ordering, short_text, single, true_false
from tests.fixtures import Client, SignUp, Sql
from tests.media.samples import uploaded_picture

CITIES = ("Rome", "Milan", "Turin", "Genoa", "Naples", "Bari", "Lecce", "Parma", "Siena", "Trento")


@pytest_asyncio.fixture
async def host(sign_up: SignUp) -> Client:
    return await sign_up("host")


@pytest.fixture
def path(sql18: Sql, host: Client) -> str:
    quiz = make_quiz(sql18, host.person, single("Capital?", *CITIES), ordering())
    return f"/quizzes/{quiz.id}/download?format=pdf"


async def printed(host: Client, path: str) -> tuple[str, str]:
    """The text of the paper, and that of the key."""
    answer = await host.get(path)
    assert answer.status_code == 200, answer.text
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    return pages[0], pages[-1]


async def test_each_version_has_its_order_of_choices_and_its_key(host: Client, path: str) -> None:
    orders = {}
    for version in "ABC":
        paper, key = await printed(host, f"{path}&key=true&version={version}")
        without_key, _ = await printed(host, f"{path}&version={version}")
        orders[version] = re.findall("|".join(CITIES), paper)
        assert re.findall("|".join(CITIES), without_key) == orders[version]
        assert f"{'ABCDEFGHIJ'[orders[version].index('Rome')]}: Rome" in key
    assert len({tuple(order) for order in orders.values()}) == 3


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def pictures(pdf: bytes) -> list[tuple[int, int]]:
    """The pixels of each picture in a file."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [image.image.size for page in pages for image in page.images if image.image]


async def test_a_paper_has_the_pictures_of_its_questions_and_choices(sql18: Sql, host: Client) -> None:
    url = uploaded_picture(sql18, host.person)["url"]
    far = {"media_url": "https://example.org/a.png", "media_alt": "The Tiber"}
    choices = [{"text": "Rome", "correct": True, "media_url": url}, {"text": "Milan"} | far]
    quiz = make_quiz(
        sql18,
        host.person,
        {**single("Which?"), "choices": choices},
        single("Here?", media_url=url),
        single("Decoration?", media_url="https://example.org/b.png", media_alt=""),
        single(f"*Inline* ![x]({url})", text_format="markdown"),
    )
    answer = await host.get(f"/quizzes/{quiz.id}/download?format=pdf")
    assert answer.status_code == 200, answer.text
    size = sql18.value("select array[width, height] from core.media")
    assert {*pictures(answer.content)} == {tuple(size)}
    shown = words(answer.content)
    assert "(The Tiber)" in shown
    assert "b.png" not in shown
    assert "*" not in shown


async def test_a_paper_has_the_titles_of_its_sections_in_their_order(sql18: Sql, host: Client) -> None:
    sections = [
        {"title": "Rivers", "text": "Take your time.", "tag": "river"},
        {"title": "Towns", "tag": "town"},
    ]
    drafts = [single(prompt, tags=tags) for prompt, tags in (
        ("Zagreb?", ["town"]), ("Tiber?", ["river"]), ("Nothing?", []), ("Po?", ["river"]),
    )]  # fmt: skip
    quiz = make_quiz(sql18, host.person, *drafts, sections=sections)
    path = f"/quizzes/{quiz.id}/download?format=pdf"
    found = "Rivers|Take your time|Towns|Tiber|Po[?]|Zagreb|Nothing"
    in_all = ["Rivers", "Take your time", "Tiber", "Po?", "Towns", "Zagreb", "Nothing"]
    assert re.findall(found, (await printed(host, path))[0]) == in_all
    assert re.findall(found, (await printed(host, f"{path}&version=A"))[0]) == in_all[:-1]
    assert (await host.get(f"/quizzes/{quiz.id}/download?format=json")).json().keys() == {"quiz", "questions"}


def test_a_paper_without_its_key_needs_no_answers() -> None:
    shown = words(
        write_pdf({"quiz": {"title": "Q"}, "questions": [{"kind": "true_false", "prompt": "Is it?"}]}, False)
    )
    assert "Is it?" in shown


def test_lines_for_an_essay_go_over_the_whole_width() -> None:
    def longest_line(draft: dict[str, object]) -> float:
        pdf = write_pdf({"quiz": {"title": "Q"}, "questions": [draft]}, False)
        page = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
        page = page.crop((0, 130, page.width, page.height - 60)).point(lambda grey: grey < 200 and 255)
        left, _, right, _ = page.getbbox() or (0, 0, 0, 0)
        return (right - left) / page.width

    assert longest_line({"kind": "essay", "prompt": "Why?"}) > 0.72
    assert longest_line({"kind": "short_text", "prompt": "Who?", "answers": []}) < 0.6


def test_a_paper_shows_markdown_and_a_plain_text_as_it_stands() -> None:
    marked = "# Head\n\n**b** `c` [l](https://e.org)\n\n- i\n\n|t|u|\n|-|-|\n|v|w|"
    marked += "\n\n```\nf  g\n```\n\n> q"
    questions = [
        {"kind": "slide", "prompt": marked, "text_format": "markdown"},
        {"kind": "slide", "prompt": "3*4*5 <b>"},
    ]
    shown = words(write_pdf({"quiz": {"title": "Q"}, "questions": questions}, False))
    assert re.sub(r"\s+", " ", shown).find("Head b c l (https://e.org) • i t u v w f g q") > 0
    assert "3*4*5 <b>" in shown


def test_a_formula_is_drawn_and_one_with_a_mistake_is_printed_as_it_is_written() -> None:
    prompt = (
        r"Solve $x^2 = \frac{p}{q}$ or $\frac{y$ or $漢$" "\n\n" r"$$\int_0^1 e^z\,dz" + r" + t" * 300 + "$$"
    )
    question = {"kind": "slide", "prompt": prompt, "text_format": "markdown"}
    pdf = write_pdf({"quiz": {"title": "Q"}, "questions": [question]}, False)
    shown = " ".join(words(pdf).split())
    assert r"Solve or \frac{y or 漢" in shown
    assert "int_0^1" not in shown
    drawn = [
        each.get_bounds()
        for each in pypdfium2.PdfDocument(pdf)[0].get_objects(max_depth=4)
        if each.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
    ]
    width = pypdfium2.PdfDocument(pdf)[0].get_width()
    assert len(drawn) > 100
    assert all(left > 0 and right < width for left, _, right, _ in drawn)


def test_no_formula_keeps_a_paper_from_being_printed() -> None:
    formulas = (
        "x" + "^{x" * 100 + "}" * 100,
        "~",
        r"\\",
        r"\frac" * 200,
        "{" * 300 + "}" * 300,
        r"\input{/etc/passwd}",
    )
    prompt = " ".join(f"Before ${formula}$ after" for formula in formulas)
    question = {"kind": "slide", "prompt": prompt, "text_format": "markdown"}
    shown = words(write_pdf({"quiz": {"title": "Q"}, "questions": [question]}, False))
    assert shown.count("Before") == shown.count("after") == len(formulas)


async def test_without_a_version_choices_have_their_order(host: Client, path: str) -> None:
    paper, _ = await printed(host, path)
    assert re.findall("|".join(CITIES), paper) == list(CITIES)


async def test_a_paper_with_its_key_prints_an_ordering_in_no_telling_order(host: Client, path: str) -> None:
    paper, key = await printed(host, f"{path}&key=true")
    assert re.findall("ant|cat|cow|whale", paper) != ["ant", "cat", "cow", "whale"]
    assert "ant; cat; cow; whale" in key


def test_a_paper_has_the_description_of_its_quiz_before_the_questions() -> None:
    quiz = {"title": "Q", "description": "Bring a *pencil*.", "text_format": "markdown"}
    shown = words(write_pdf({"quiz": quiz, "questions": [true_false()]}, False))
    assert shown.find("Bring a pencil.") < shown.find(str(true_false()["prompt"])) != -1
    assert "Bring" in shown


def test_the_key_of_an_ordering_and_of_a_matching_has_the_letters_of_the_paper() -> None:
    shown = words(write_pdf(exported(ordering(), matching()), True))
    letters = {text: letter for letter, text in re.findall(r"([A-D])\)\s*(ant|cat|cow|whale)", shown)}
    in_order = ", ".join(letters[animal] for animal in ("ant", "cat", "cow", "whale"))
    assert f"{in_order}: ant; cat; cow; whale" in shown
    cities = {text: letter for letter, text in re.findall(r"([A-C])\)\s*(Rome|Lima|Milan)", shown)}
    assert f"1 {cities['Rome']}, 2 {cities['Lima']}: Italy → Rome; Peru → Lima" in shown


def filled_bubbles(pdf: bytes) -> str:
    """The letters that stand on black, from the top to the bottom of the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture, height, text = page.render(scale=4).to_pil().convert("L"), page.get_height(), page.get_textpage()
    found = []
    for place in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(place)
        x, y = (left + right) / 2, height - (bottom + top) / 2
        within_its_circle = [(x - 5, y), (x + 5, y), (x, y - 5), (x, y + 5)]
        if text.get_text_range(place, 1) in "ABCDEFGHIJTF" and all(
            picture.getpixel((round(4 * x), round(4 * y))) < 50 for x, y in within_its_circle
        ):
            found.append(text.get_text_range(place, 1))
    return "".join(found)


def exported(*drafts: dict[str, object], version: str | None = None) -> dict[str, object]:
    return {"quiz": {"title": "Quiz"}, "questions": [*drafts], "version": version}


def test_the_key_of_an_answer_sheet_has_the_right_bubbles_filled() -> None:
    drafts = (single(), {"kind": "slide", "prompt": "Read."}, true_false(correct=False), ordering())
    quiz = exported(*drafts, version="C")
    order = {text: "ABCD"[place] for place, text in enumerate(printed_order(quiz))}
    in_order = "".join(order[animal] for animal in ("ant", "cat", "cow", "whale"))
    assert filled_bubbles(write_answer_sheet(quiz, True)) == f"AF{in_order}"
    assert filled_bubbles(write_answer_sheet(quiz, False)) == ""


def printed_order(quiz: dict[str, object]) -> list[str]:
    return re.findall("ant|cat|cow|whale", text_of(write_pdf(quiz, False)))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_an_answer_sheet_shows_right_texts_in_its_key_only() -> None:
    quiz = exported(short_text())
    assert "São Paulo" in text_of(write_answer_sheet(quiz, True))
    assert "São Paulo" not in text_of(write_answer_sheet(quiz, False))


def test_every_kind_is_printed_with_and_without_its_key() -> None:
    quiz = exported(*ONE_OF_EACH, version="A")
    for write in (write_pdf, write_answer_sheet):
        assert all(text_of(write(quiz, with_key)) for with_key in (True, False))


@pytest.mark.parametrize("text_format", ["plain", "markdown"])
def test_gaps_are_blanks_with_numbers_on_paper(text_format: str) -> None:
    gap = {"kind": "short_text", "answers": [{"text": "Nile"}]}
    quiz = exported({
        "kind": "cloze", "prompt": "[[1]] and **[[2]]** flow.", "gaps": [gap, gap], "text_format": text_format
    })  # fmt: skip
    assert re.search(r"\(1\) …+ and (\*\*)?\(2\) …+(\*\*)? flow\.", text_of(write_pdf(quiz, False)))
    for write in (write_pdf, write_answer_sheet):
        shown = text_of(write(quiz, False))
        assert "[[" not in shown
        assert all(shown.count(mark) >= 1 for mark in ("(1)", "(2)"))


async def test_an_answer_sheet_belongs_to_a_version(host: Client, path: str) -> None:
    sheets = {}
    for version in "ABC":
        query = f"{path.replace('=pdf', '=answer_sheet')}&key=true&version={version}"
        sheets[version] = (await host.get(query)).content
        _, key = await printed(host, f"{path}&key=true&version={version}")
        assert filled_bubbles(sheets[version])[0] == re.search("([A-J]): Rome", key)[1]


def glyphs(pdf: bytes) -> set[int]:
    """The numbers of the glyphs on the first page."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    shown = [
        part.original_bytes
        for operands, operator in ContentStream(reader.pages[0].get_contents(), reader).operations
        if operator == b"TJ"
        for part in operands[0]
        if isinstance(part, TextStringObject | ByteStringObject)
    ]
    assert shown
    return {int.from_bytes(part[at : at + 2], "big") for part in shown for at in range(0, len(part), 2)}


SCRIPTS = {
    "Arabic": "فاطمة الزهراء",
    "Hebrew": "דנה כהן",
    "Chinese": "王小明",
    "Japanese": "さくら",
    "Korean": "김민준",
    "Hindi": "प्रिया",
    "Thai": "สมชาย",
    "Greek": "Ωμέγα",
    "Vietnamese": "Nguyễn",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_has_its_letters(script: str) -> None:
    """A letter that no font has is printed as a box, the glyph 0."""
    pdf = write_pdf(exported(single(SCRIPTS[script])), False)
    assert 0 not in glyphs(pdf)


def test_texts_are_never_markup_and_long_words_stay_on_the_page() -> None:
    hostile = '#read("page.typ") *bold* $x$ <b> \\ // @a'
    pdf = write_pdf(exported(single(hostile, "y" * 500)), False)
    assert hostile in text_of(pdf).replace("\n", " ")
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    assert max(text.get_charbox(place)[2] for place in range(text.count_chars())) < page.get_width() - 50


async def test_files_with_and_without_key_have_other_names(host: Client, path: str) -> None:
    sheet = path.replace("=pdf", "=answer_sheet")
    names = {
        (await host.get(f"{file}{query}")).headers["Content-Disposition"]
        for file in (path, sheet)
        for query in ("", "&key=true", "&version=A", "&version=A&key=true", "&version=B&key=true")
    }
    assert len(names) == 10


@pytest.mark.parametrize("version", ["AB", "a", "1", "%00", ""])
async def test_an_unknown_version_is_refused(host: Client, path: str, version: str) -> None:
    answer = await host.get(f"{path}&version={version}")
    assert answer.status_code == 422, answer.text
