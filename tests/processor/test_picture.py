"""Pages as pictures, with the places of sentences."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from processor.failure import JobFailure
from processor.reading.picture import Box, picture_of, places_of
from processor.sample import SAMPLE_PAGES, pdf_in_columns, pdf_of, sample_pdf

SENTENCE = SAMPLE_PAGES[0][2]


def drawn(tmp_path: Path, data: bytes, sentence: str, page: int = 1) -> tuple[Image.Image, list[Box]]:
    file = tmp_path / "file.pdf"
    file.write_bytes(data)
    picture, width, height, boxes = picture_of(file, page, sentence)
    image = Image.open(BytesIO(picture)).convert("L")
    assert image.size == (width, height)
    return image, boxes


def ink(image: Image.Image, box: Box) -> int:
    """How many dark pixels are in a box."""
    width, height = image.size
    part = image.crop((int(box[0] * width), int(box[1] * height), int(box[2] * width), int(box[3] * height)))
    return sum(part.histogram()[:100])


def test_the_box_of_a_sentence_has_its_ink_and_no_other(tmp_path: Path) -> None:
    image, [box] = drawn(tmp_path, sample_pdf(), SENTENCE)
    alone = drawn(tmp_path, pdf_of([["", "", "", SENTENCE]]), SENTENCE)
    assert 0 < box[0] < box[2] < 1
    assert ink(image, box) == pytest.approx(ink(alone[0], alone[1][0]), rel=0.1)


def test_a_sentence_of_several_lines_has_a_box_for_each(tmp_path: Path) -> None:
    lines = ["A lightship is a moored vessel that", "carries a lamp where no tower can", "stand. Ships pass."]
    _, boxes = drawn(
        tmp_path,
        pdf_of([lines]),
        "A lightship is a moored vessel that carries a lamp where no tower can stand.",
    )
    assert len(boxes) == 3
    assert boxes[0][3] <= boxes[1][3] <= boxes[2][3]
    assert boxes[2][2] < boxes[1][2]  # the last line ends with the sentence


def test_a_sentence_in_a_column_that_was_drawn_row_by_row_is_found(tmp_path: Path) -> None:
    left = ["A lightship is a moored vessel", "that carries a lamp where no", "tower can stand at all."]
    right = ["The keeper wrote the hour", "of every lamp down in a", "book that nobody opened."]
    data = pdf_in_columns([(left, right)], by_row=True)
    _, boxes = drawn(tmp_path, data, " ".join(left))
    assert len(boxes) == 3
    assert all(box[2] < 0.5 for box in boxes)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The efficient lamp burns.", "The eﬃcient lamp burns."),
        ("A lighthouse warns ships.", "A light-\r\nhouse warns ships."),
        ("Lamps “burn” – always.", 'LAMPS "burn" - always'),
    ],
)
def test_spelling_and_line_breaks_make_no_difference(sentence: str, text: str) -> None:
    [(first, last)] = places_of(sentence, text)
    assert (first, last) == (0, len(text.rstrip(".")) - 1)


def test_a_sentence_that_is_not_on_the_page_has_no_box(tmp_path: Path) -> None:
    _, boxes = drawn(tmp_path, sample_pdf(), SENTENCE, page=2)
    assert boxes == []


def test_a_page_that_is_not_there_or_a_damaged_file_has_no_picture(tmp_path: Path) -> None:
    for data in (sample_pdf(), b"%PDF-1.7\nnonsense"):
        with pytest.raises(JobFailure) as failure:
            drawn(tmp_path, data, SENTENCE, page=3)
        assert failure.value.code == "no_picture"


def test_a_page_that_is_turned_and_cropped_is_marked_where_it_is_shown(tmp_path: Path) -> None:
    turned = sample_pdf().replace(b"/MediaBox [0 0 612 792]", b"/MediaBox [9 9 612 792] /Rotate 90", 1)
    image, [box] = drawn(tmp_path, turned, SENTENCE)
    assert image.width > image.height
    assert box[3] - box[1] > box[2] - box[0]  # the line runs downwards
    assert ink(image, box) > 1000
