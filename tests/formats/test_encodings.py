"""Which encoding a text is in, and that it is said where the bytes don't show it."""

import codecs

import pytest

from app.formats import File
from app.formats.encodings import decode
from app.formats.import_routes import read_file
from app.http.problems import Problem

TEXTS = [
    "Wie heißt die größte Stadt Österreichs? Ärger, Öl, Übung",
    "Quel est le prénom de l\u2019élève? Ça va, à la carte, « crème brûlée », naïve",
    "¿Dónde está España? ¡El niño!",
    "São Paulo não é a capital: 20 °C, 5 €",
    "“Hello” — he said",
    "Åse og Øyvind spiser smørrebrød",
    "ÜBUNG",
    "É",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("codec", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("utf-8", "UTF-8")]
)
def test_western_encodings_are_told_apart_by_what_stands_around_their_letters(text, codec, name):
    if text == "É" and codec == "mac_roman":
        pytest.skip("a lone byte shows nothing")
    decoded = decode(f"Is it?\n{text}".encode(codec))
    assert (decoded.text, decoded.encoding) == (f"Is it?\n{text}", name)
    assert decoded.line == (None if name == "UTF-8" else 2)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_its_mark_and_without(codec, mark):
    assert decode(f"{mark}Où est-ce?".encode(codec))[:2] == ("Où est-ce?", "UTF-16")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Что это? Столица", "cp1251"),
        ("Ποια είναι η πόλη", "cp1253"),
        ("zażółć gęślą jaźń", "cp1250"),
        ("これは何ですか", "shift-jis"),
        ("这是什么问题", "gbk"),
    ],
)
def test_other_encodings_are_refused_and_not_read_as_other_letters(text, codec):
    with pytest.raises(UnicodeDecodeError):
        decode(text.encode(codec))


CYRILLIC = '<?xml version="1.0" encoding="{}"?>\n<quiz><question type="essay"><name><text>1</text></name>{}{}'
PROMPT = "<questiontext><text>Столица &ndash; это?</text></questiontext></question></quiz>"


@pytest.mark.parametrize(
    "encoding", ["windows-1251", "KOI8-R", "iso-8859-5", "utf-16", "Shift_JIS", "gb18030"]
)
@pytest.mark.parametrize("filling", ["", "<!-- -->" * 1000])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding, filling):
    data = CYRILLIC.format(encoding, filling, PROMPT).encode(encoding)
    reading = read_file(File(data, "bank.xml"))
    assert [question["prompt"] for question in reading.questions] == ["Столица \u2013 это?"]


def test_xml_of_another_kind_is_not_told_to_be_in_a_wrong_encoding():
    data = '<?xml version="1.0" encoding="windows-1251"?><тест>Что?</тест>'.encode("cp1251")
    with pytest.raises(Problem) as told:
        read_file(File(data, "bank"))
    assert str(told.value.body["detail"]).startswith("This file's format is unknown.")


def test_xml_that_is_not_in_the_encoding_that_it_declares_is_named():
    data = CYRILLIC.format("shift_jis", "", PROMPT).encode("utf-8").replace(b"<text>1", b"<text>\xff\xff")
    (problem,) = read_file(File(data, "bank.xml")).problems
    assert problem.message == "This XML is not in the encoding that it declares, shift_jis."


def test_files_in_two_encodings_glued_together_are_read_each_in_its_own():
    glued = "Première?{T}\n\n".encode() + codecs.BOM_UTF8 + "Größe?{T}\r\n\r\nÉté?{F}".encode("cp1252")
    with pytest.raises(UnicodeDecodeError):
        glued.decode()
    reading = read_file(File(glued), "gift")
    assert [draft["prompt"] for draft in reading.questions] == ["Première?", "Größe?", "Été?"]


@pytest.mark.parametrize(
    "text",
    [
        "Größe?{T}",
        "Größe?\nA. eins\nB. zwei\nANSWER: A",
        "question,choice 1,choice 2,correct\nGröße?,eins,zwei,1",
        '[{"kind": "true_false", "prompt": "Größe?", "correct": true}]',
    ],
)
def test_a_reading_says_which_encoding_was_taken_and_from_which_line(text):
    reading = read_file(File(text.encode("cp1252")))
    assert reading.questions[0]["prompt"] == "Größe?"
    (note,) = reading.notes
    assert note.code == "encoding_guessed"
    assert note.line == (2 if text.startswith("question") else 1)
    assert "Windows-1252" in note.message
    assert read_file(File(text.encode())).notes == []


def test_a_text_in_no_known_encoding_is_a_problem_at_its_line():
    with pytest.raises(Problem) as refused:
        read_file(File("Q {T}\n\nДядя? {T}".encode("cp1251")), format="gift")
    assert (refused.value.body["line"], refused.value.body["code"]) == (3, "not_utf8")
