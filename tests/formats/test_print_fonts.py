# ruff: noqa: RUF001
"""The fonts of printed pages have what a school prints: no character is a box, and none is left out."""

import json
import shutil
from pathlib import Path

import pytest
import typst

from app.formats.typesetting import TEMPLATES

MISSING = "\U0010fffd"  # a character that no font has: it prints as a box
CHARACTERS = {
    "Latin": "AzäßéñÇøłŞżœ",
    "Greek": "Ωλπθ",
    "Cyrillic": "Жщіў",
    "Arabic": "عش",
    "Hebrew": "אש",
    "Devanagari": "कह",
    "Bengali": "কহ",
    "Tamil": "கஹ",
    "Thai": "กฮ",
    "Georgian": "აჰ",
    "Armenian": "Աֆ",
    "Chinese and Japanese": "日本語汉字漢かなカナ、。「」",
    "Korean": "한국어똠펲뷁힣ㄱㅏ",
    "mathematics": "±×÷−≈≠≮≯≡≢≤≥≪∈∉∋∌⊂⊆⊄∪∩∅∀∃∄∑∏∫∮√∛∞∝∥∦⊥∠∧∨⊕⊗∘∴∆∇∂ℝℕℤ𝐀𝒙𝛼⌈⌋⟨",
    "chemistry and physics": "⇌⇄→←↔⇒⇔↑↓↦°℃ÅΩµ‰₂³⁻½¾",
    "signs": "①⑳Ⓐ❶★☆✓✗✔✘■□▲△●○◆♠♥♦♣♯♭♪☐☑€£¥₹§†‡•…",
    "emoji": "😀🎉🐘🚀⚽🧪🌍🇫🍕",
}


def pictures(folder: Path, texts: list[str], weight: str) -> list[bytes]:
    """Each text on a small page of its own, with the fonts of this project alone."""
    for template in TEMPLATES.glob("*.typ"):
        shutil.copy(template, folder)
    document = folder / "characters.typ"
    document.write_text("""
        #import "page.typ": data, page-of
        #show: page-of.with("Characters")
        #set page(width: 18mm, height: 10mm, margin: 2mm, footer: none)
        #set text(weight: data.weight)
        #data.texts.map(words => [#words]).join(pagebreak())
    """)
    data = {"labels": {"language": "en"}, "texts": texts, "weight": weight}
    pages = typst.Compiler(
        document,
        root=folder,
        font_paths=[TEMPLATES / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    ).compile(format="png", ppi=60)
    assert isinstance(pages, list)
    return pages


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_each_character_has_a_shape_of_its_own(tmp_path: Path, weight: str) -> None:
    characters = "".join(CHARACTERS.values())
    blank, box, *printed = pictures(tmp_path, ["\u2003", MISSING, *characters], weight)
    assert box != blank
    assert [c for c, picture in zip(characters, printed, strict=True) if picture in (blank, box)] == []


def test_a_sequence_of_emoji_is_one_picture(tmp_path: Path) -> None:
    joined, alone = pictures(tmp_path, ["👩\u200d🔬", "👩🔬"], "regular")
    assert joined != alone
