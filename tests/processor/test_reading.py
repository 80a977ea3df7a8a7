"""Reading PDFs: pages, paragraphs, headings; and the contract's codes for those that can't be read."""

import io
import os
import stat
from pathlib import Path
from uuid import UUID

import pypdf
import pytest

from processor.failure import JobFailure
from processor.reading import fallback
from processor.reading.document import Document, unheard
from processor.reading.lines import with_letters
from processor.reading.read import language_of, read
from processor.sample import assembled, pdf_in_columns, pdf_of, sample_pdf
from processor.writer import pictures_in
from processor.writing.compose import Source

LINES = [
    "# Rivers",
    "The Danube is a river that flows through ten countries on its way to the sea,",
    "and it was long a border of the Roman Empire. Its delta is a reserve of the bio-",
    "sphere, which many birds visit.",
]


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    return path


def reading(tmp_path: Path, data: bytes, max_pages: int = 100) -> Document:
    return read(written(tmp_path, data), max_pages)


def failure(tmp_path: Path, data: bytes, max_pages: int = 100) -> str:
    with pytest.raises(JobFailure) as caught:
        reading(tmp_path, data, max_pages)
    assert caught.value.reason.endswith(".")
    return caught.value.code


def test_lines_of_a_paragraph_and_hyphenated_words_are_joined(tmp_path: Path) -> None:
    page = reading(tmp_path, pdf_of([LINES])).pages[0]
    assert [block.kind for block in page.blocks] == ["heading", "paragraph"]
    assert page.blocks[1].text.endswith("Its delta is a reserve of the biosphere, which many birds visit.")
    assert page.blocks[1].headings == ("Rivers",)


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("from 1990-", "1995 in", "from 1990-1995 in"),
        ("the Franco-", "German border", "the Franco-German border"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_kept_in_years_and_names(tmp_path, before, after, whole):
    lines = [
        "# Rivers",
        f"The Danube is a river that was a border of countries for a long time {before}",
        f"{after} the plain that it crosses, which many birds visit in the spring and autumn.",
    ]
    assert whole in reading(tmp_path, pdf_of([lines])).pages[0].blocks[1].text


def test_the_title_pages_and_digest_are_read(tmp_path: Path) -> None:
    document = reading(tmp_path, sample_pdf())
    assert document.title == "Lights of the coast"
    assert len(document.pages) == document.text_pages == 2
    assert len(document.pdf_id) == 64
    assert language_of(document) == "en"


def test_a_running_head_is_dropped(tmp_path: Path) -> None:
    pages = [
        ["Annual report of the harbour board", "", "", "", f"The harbour of {town} held ships in that year."]
        for town in ("Oslo", "Bergen", "Turku", "Riga", "Gdynia")
    ]
    document = reading(tmp_path, pdf_of(pages))
    assert all("Annual report" not in page.text for page in document.pages)
    assert all("ships in that year" in page.text for page in document.pages)


def test_a_contents_page_is_not_prose(tmp_path: Path) -> None:
    lines = [f"{n} Chapter of something . . . . . . . . . . {n * 7}" for n in range(1, 12)]
    assert {block.kind for block in reading(tmp_path, pdf_of([lines])).pages[0].blocks} == {"other"}


def test_a_file_that_is_not_a_pdf_is_refused(tmp_path: Path) -> None:
    assert failure(tmp_path, b"<html>") == "not_a_pdf"


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    assert failure(tmp_path, b"%PDF-1.7\n" + os.urandom(2000)) == "broken"


def test_a_pdf_without_its_table_of_objects_is_read(tmp_path: Path) -> None:
    whole = sample_pdf()
    document = reading(tmp_path, whole[: whole.rindex(b"xref\n0")] + b"trailer\n<< /Size 9 /Root 1 0 R >>\n")
    assert "lighthouse is a tower" in document.pages[0].text


def test_pypdf_reads_the_same_text(tmp_path: Path) -> None:
    _, pages = fallback.read(written(tmp_path, sample_pdf()), 10, unheard)
    assert "A lighthouse is a tower with a strong lamp" in pages[0].text


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, sample_pdf())
    writer = pypdf.PdfWriter(clone_from=path)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    assert failure(tmp_path, path.read_bytes()) == "encrypted"


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    nothing = assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])
    assert failure(tmp_path, nothing) in ("empty", "broken")


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    assert failure(tmp_path, sample_pdf(), max_pages=1) == "too_large"


def test_pages_without_text_or_pictures_are_refused(tmp_path: Path) -> None:
    assert failure(tmp_path, pdf_of([[""]])) == "no_text"


def test_a_tree_of_pages_that_contains_itself_is_refused(tmp_path: Path) -> None:
    loop = assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>",
        ]
    )
    assert failure(tmp_path, loop) in ("broken", "empty", "no_text")


def scan() -> bytes:
    """A page that is one picture."""
    content = b"q 612 0 0 792 0 0 cm /I Do Q"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /XObject << /I 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
            b"<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray "
            b"/BitsPerComponent 8 /Length 4 >>\n"
            b"stream\n\x00\xff\xff\x00\nendstream",
        ]
    )


def test_scanned_pages_are_refused_if_no_ocr_program_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(JobFailure, match=r"scanned.*install ocrmypdf or tesseract") as caught:
        reading(tmp_path, scan())
    assert caught.value.code == "no_text"


def test_tesseract_reads_scanned_pages_if_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'A canal is a river that was dug by people for their boats.'\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    document = reading(tmp_path, scan())
    assert document.pages[0].text == "A canal is a river that was dug by people for their boats."
    assert document.scanned_pages == 1


def test_pages_that_are_pictures_are_read_by_ocr_among_pages_with_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'A canal is a river that was dug by people for their boats.'\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    document = reading(tmp_path, mixed())
    assert "Its delta is a reserve" in document.pages[0].text
    assert document.pages[1].text == "A canal is a river that was dug by people for their boats."
    assert document.pictures == []


def test_pages_that_are_pictures_are_named_if_they_cant_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    document = reading(tmp_path, mixed())
    assert document.pictures == [2]
    (note,) = pictures_in(Source(UUID(int=1), document))
    assert "pictures without readable text: 2." in note
    assert pictures_in(Source(UUID(int=1), document, [(1, 1)])) == []


def mixed() -> bytes:
    """A page with text, and a page that is a picture."""
    writer = pypdf.PdfWriter()
    for data in (pdf_of([LINES]), scan()):
        writer.append(io.BytesIO(data))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_signs_of_tex_that_the_file_does_not_name_are_read_as_letters(tmp_path: Path) -> None:
    lines = ["The \x1crst di\x1berence \x1dows out of the e\x1ecient o\x1ece of M¨unchen, as \x10before\x11."]
    text = reading(tmp_path, pdf_of([lines])).pages[0].text
    assert text == "The first difference flows out of the efficient office of München, as “before”."


def test_letters_that_are_named_like_ornaments_are_read_as_letters() -> None:
    text = with_letters("❲❡❧❝♦♠❡ t♦ s♣❛tst❛t✱ ❛ ♣❛❝❦❛❣❡ ✇✐t❤ ❛ ✜❧❡✳")
    assert text == "Welcome to spatstat, a package with a ﬁle."
    assert with_letters("♥ Hearts and ♠ spades ✓ done") == "♥ Hearts and ♠ spades ✓ done"


@pytest.mark.parametrize(("size", "gap"), [(8, 250), (11, 3000)])
def test_an_item_with_a_small_mark_or_a_wide_gap_after_it_is_an_item(
    tmp_path: Path, size: int, gap: int
) -> None:
    river, wheel = (
        "The mill needs a river that carries water in all seasons of the year.",
        "The wheel of the mill turns in the stream below the pond.",
    )
    content = (
        f"BT /F1 11 Tf 1 0 0 1 72 720 Tm ({river}) Tj 1 0 0 1 72 690 Tm "
        f"/F1 {size} Tf [(* ) -{gap}] TJ /F1 11 Tf ({wheel}) Tj ET"
    ).encode()
    data = assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R "
            b"/Resources << /Font << /F1 4 0 R >> >> >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        ]
    )
    blocks = reading(tmp_path, data).pages[0].blocks
    assert [(block.kind, block.text) for block in blocks] == [("paragraph", river), ("item", wheel)]


def test_a_sentence_over_two_blocks_is_joined_and_marks_of_footnotes_are_left_out(tmp_path: Path) -> None:
    lines = [
        "Layout should be pretty, and not only for its own",
        "",
        "",
        "sake of being pretty.3 Readers like it.",
    ]
    (block,) = reading(tmp_path, pdf_of([lines])).pages[0].blocks
    assert block.text == (
        "Layout should be pretty, and not only for its own sake of being pretty. Readers like it."
    )


@pytest.mark.parametrize("by_row", [True, False])
def test_two_columns_are_read_one_after_the_other_however_they_were_drawn(
    tmp_path: Path, by_row: bool
) -> None:
    left = [f"The left column goes on here {number} with" for number in range(20)]
    right = [f"the right column of the page {number} and" for number in range(20)]
    document = reading(tmp_path, pdf_in_columns([(left, right)], by_row=by_row))
    text = document.pages[0].text
    assert [text.index(line) for line in (*left, *right)] == sorted(
        text.index(line) for line in (*left, *right)
    )
    assert {block.kind for block in document.pages[0].blocks} == {"paragraph"}


def test_a_heading_beside_a_line_of_the_other_column_leaves_that_line_as_it_is(tmp_path: Path) -> None:
    left = [f"The left column goes on here {number} with" for number in range(20)]
    right = [f"the right column of the page {number} and" for number in range(20)]
    left[7], right[12] = "# Mills", "# Rivers"
    document = reading(tmp_path, pdf_in_columns([(left, right)], by_row=True))
    headings = [block.text for block in document.pages[0].blocks if block.kind == "heading"]
    assert headings == ["Mills", "Rivers"]


def test_a_sentence_goes_on_in_the_next_column_with_a_name(tmp_path: Path) -> None:
    left = [f"The left column goes on here {number} with" for number in range(20)]
    right = [
        "Chinese emperors in the fields of the land",
        *(f"the right column of it {n} and" for n in range(19)),
    ]
    left[-1] = "the first who ploughed the fields were the"
    (block,) = reading(tmp_path, pdf_in_columns([(left, right)], by_row=True)).pages[0].blocks
    assert "were the Chinese emperors" in block.text


def test_a_table_is_not_read_as_columns_of_text(tmp_path: Path) -> None:
    names, values = [f"Row {number}" for number in range(20)], [f"{number} metres" for number in range(20)]
    document = reading(tmp_path, pdf_in_columns([(names, values)], by_row=True))
    assert "Row 3 3 metres" in document.pages[0].text
    assert {block.kind for block in document.pages[0].blocks} == {"other"}


def test_a_failing_ocr_program_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ocrmypdf"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert failure(tmp_path, scan()) == "no_text"
