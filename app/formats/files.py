"""A file that somebody uploads: its bytes, its name, and what the bytes show about its kind."""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from app.formats.encodings import Decoded, decode
from app.http.problems import Problem

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word, Excel and PowerPoint before 2007

# What a file is that can't be imported: by its first bytes, or by a member of a zip archive.
FIRST_BYTES = {
    OLD_OFFICE: "This is an old Word, Excel or PowerPoint file (before 2007). Save it as text or .xlsx.",
    b"%PDF": "This is a PDF. Upload it under documents, and questions can be generated from it.",
    b"{\\rtf": "This is a text document with formatting (RTF). Save it as plain text (.txt).",
    b"\x89PNG": "This is a picture.",
    b"\xff\xd8\xff": "This is a picture.",
    b"GIF8": "This is a picture.",
    b"Rar!": "This is a RAR archive. Unpack it, and import the file with the questions.",
    b"7z\xbc\xaf": "This is a 7z archive. Unpack it, and import the file with the questions.",
    b"\x1f\x8b": "This is a packed file (gzip). If it is a Moodle course, export its questions from there.",
}
MEMBERS = {
    "word/document.xml": "This is a Word file. Save it as plain text (.txt), written as GIFT or Aiken.",
    "ppt/presentation.xml": "This is a PowerPoint file. Save its questions as text.",
    "xl/workbook.xml": "This is a workbook (Excel) without a known table of questions. Use Kahoot's"
    " template, or put headings such as “question”, “choice 1”, “choice 2” and “correct” into its first row.",
    "content.xml": "This is an OpenDocument file. Save a table as .xlsx, a text as plain text.",
    "h5p.json": "This is an H5P package, which can't be imported.",
    "imsmanifest.xml": "This is a package (IMS) that has no questions in QTI.",
    "": "This is a zip archive without a known package of questions. Unpack it first.",
}

# An archive beyond these is refused before anything of it is unpacked.
MAX_MEMBERS = 5_000
MAX_UNPACKED = 50 * 2**20
MAX_RATIO = 200  # XML is packed to a twentieth or so, only the same byte again and again to a thousandth
ANY_RATIO_UP_TO = 2**20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class File:
    """The bytes of a file, and its name if it has one."""

    data: bytes
    name: str | None = None

    @property
    def suffix(self) -> str:
        """The end of the name from its last point, in lower case; "" if there is none."""
        return PurePath(self.name or "").suffix.lower()

    @property
    def text(self) -> str:
        """The text, without the mark of its encoding.

        Raises Problem (422): the file is no text, or in an encoding that its bytes don't show.
        """
        return self.decoded.text

    @cached_property
    def decoded(self) -> Decoded:
        """The text with its encoding. Raises Problem (422) as `text` does."""
        if self.foreign:
            raise Problem(422, "unknown_format", f"{self.foreign} Its bytes are not text.")
        try:
            return decode(self.data)
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            sentence = (
                f"Byte {error.start} of the file, in line {line}, is not UTF-8, and the file does not look"
                " like Windows-1252 or Mac Roman either. Save the file as UTF-8."
            )
            raise Problem(422, "not_utf8", sentence, offset=error.start, line=line) from error

    @cached_property
    def members(self) -> frozenset[str]:
        """The names of the members of a zip archive; none if the file is no such archive."""
        if not self.data.startswith(ZIP):
            return frozenset()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return frozenset()

    def unpack(self, wanted: Callable[[str], bool]) -> dict[str, bytes]:
        """The wanted members of a zip archive, by name. Nothing is unpacked beyond the declared sizes.

        Raises Problem (422): the archive is broken or encrypted, or too much when unpacked.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                listed = archive.infolist()
                size = sum(member.file_size for member in listed)
                too_dense = size > max(ANY_RATIO_UP_TO, MAX_RATIO * len(self.data))
                if len(listed) > MAX_MEMBERS or size > MAX_UNPACKED or too_dense:
                    raise Problem(
                        422,
                        "archive_too_large",
                        f"Unpacked, this archive has {len(listed):,} files and {size / 2**20:,.1f} MiB. It"
                        f" may have {MAX_MEMBERS:,} files, {MAX_UNPACKED >> 20} MiB, and {MAX_RATIO} times"
                        " its own size.",
                    )
                read = [member for member in listed if wanted(member.filename) and not member.is_dir()]
                if all(member.compress_type in METHODS for member in read):
                    return {member.filename: archive.read(member) for member in read}
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
            pass
        raise Problem(
            422, "bad_archive", "This archive is broken or has a password. Make it again without a password."
        )

    @cached_property
    def foreign(self) -> str | None:
        """For a file that is not text: a sentence that says what it is. None for text."""
        for start, sentence in FIRST_BYTES.items():
            if self.data.startswith(start):
                return sentence
        if self.data.startswith(ZIP):
            return next(sentence for name, sentence in MEMBERS.items() if name in self.members or not name)
        return None

    @property
    def is_text(self) -> bool:
        """Whether the file is text in a known encoding."""
        try:
            return bool(self.text) or not self.data
        except Problem:
            return False
