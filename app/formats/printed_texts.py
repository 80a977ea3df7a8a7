"""Texts and pictures as the templates in `print/` take them: trees of data, and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.formats.texts import is_markdown
from app.markdown.tree import Node, plain_tree, to_tree, words_of
from app.media.files import MediaFile
from app.quizzes.models import Draft

Text = dict[str, Any]  # {"words": plain, by which its direction is told, "blocks": nodes}

MM_OF_A_PIXEL = 25.4 / 150
OF_A_QUESTION = (130, 75)  # mm, at most, wide and high
OF_A_CHOICE = (50, 32)
TALLEST = 4  # times its width: a strip is no picture that a paper could show
MOST_BYTES = 30 * 2**20  # of all pictures of a paper; those beyond it are told in words
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class Sheet:
    """What a paper shows of its drafts, and the pictures that it needs for that."""

    def __init__(self, media: Mapping[str, MediaFile]) -> None:
        self._media = media
        self._bytes = 0
        self.files: dict[str, bytes] = {}

    def text(self, text: str, draft: Draft) -> Text:
        """A text of the draft, with its pictures."""
        blocks = to_tree(text) if is_markdown(draft) else plain_tree(text)
        return {"words": words_of(blocks), "blocks": [self._with_pictures(node) for node in blocks]}

    def picture(self, item: Draft, most: tuple[int, int]) -> Node | None:
        """The picture of a question, a choice or an item, or what it shows in words; None: it has none."""
        if not item.get("media_url"):
            return None
        return self._picture(item["media_url"], item.get("media_alt"), most)

    def _with_pictures(self, node: Node) -> Node:
        if node["kind"] == "image":
            return self._picture(node["source"], node["text"], OF_A_QUESTION)
        changed = {**node}
        if "children" in node:
            changed["children"] = [self._with_pictures(child) for child in node["children"]]
        if "items" in node:
            changed["items"] = [[self._with_pictures(child) for child in item] for item in node["items"]]
        if "rows" in node:
            changed["rows"] = [
                [[self._with_pictures(child) for child in cell] for cell in row] for row in node["rows"]
            ]
        return changed

    def _picture(self, address: str, alt: str | None, most: tuple[int, int]) -> Node:
        file = self._media.get(address)
        width, height = (file.width or 0, file.height or 0) if file else (0, 0)
        name = f"{address.rpartition('/')[2]}.{SUFFIXES.get(file.media_type, '')}" if file else ""
        too_many = file is not None and name not in self.files and self._bytes + len(file.data) > MOST_BYTES
        if file is None or not 0 < height <= TALLEST * width or too_many:
            return {"kind": "caption", "text": address if alt is None else alt}
        if name not in self.files:
            self.files[name] = file.data
            self._bytes += len(file.data)
        scale = min(MM_OF_A_PIXEL, most[0] / width, most[1] / height)
        return {"kind": "image", "file": name, "text": alt or "", "mm": round(width * scale, 1)}
