"""Makes PDFs without a library, for `quizzler processor check` and for the tests."""

from collections.abc import Sequence

LINE_HEIGHT = 16


def pdf_of(pages: Sequence[Sequence[str]], title: str | None = None) -> bytes:
    """A PDF of these pages of lines, set in Helvetica; a line that begins with `# ` is a heading."""
    return _document([_content(lines) for lines in pages], title)


def pdf_in_columns(pages: Sequence[tuple[Sequence[str], Sequence[str]]], *, by_row: bool) -> bytes:
    """A PDF of pages with two columns of lines, which were drawn row by row or one after the other."""
    contents = []
    for columns in pages:
        drawn = [
            (row, side, _shown(line, 54 + 264 * side, 720 - 14 * row, 9))
            for side, lines in enumerate(columns)
            for row, line in enumerate(lines)
        ]
        order = sorted(drawn) if by_row else sorted(drawn, key=lambda one: (one[1], one[0]))
        contents.append(b"\n".join([b"BT", *(shown for *_, shown in order), b"ET"]))
    return _document(contents)


def _document(contents: Sequence[bytes], title: str | None = None) -> bytes:
    count = len(contents)
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    if title:
        objects.append(b"<< /Title (%b) >>" % _escaped(title))
    return assembled(objects, info=len(objects) if title else None)


def assembled(objects: Sequence[bytes], info: int | None = None) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    about = f" /Info {info} 0 R" if info else ""
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{about} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _content(lines: Sequence[str]) -> bytes:
    parts = [b"BT"]
    y = 720
    for line in lines:
        parts.append(_shown(line, 72, y, 11))
        y -= LINE_HEIGHT if line else LINE_HEIGHT // 2
    parts.append(b"ET")
    return b"\n".join(parts)


def _shown(line: str, x: int, y: int, size: int) -> bytes:
    size = 18 if line.startswith("# ") else size
    return b"/F1 %d Tf 1 0 0 1 %d %d Tm (%b) Tj" % (size, x, y, _escaped(line.removeprefix("# ")))


def _escaped(text: str) -> bytes:
    for letter in "\\()":
        text = text.replace(letter, "\\" + letter)
    return text.encode("cp1252", "replace")


# Facts about lighthouses, from which a quiz can be made
SAMPLE_PAGES = (
    (
        "# Lighthouses",
        "A lighthouse is a tower with a strong lamp that warns ships of a coast.",
        "A lightship is a moored vessel that carries a lamp where no tower can stand.",
        "A foghorn is a device that warns ships with sound when the air is thick.",
        "A daymark is a painted pattern that tells a tower from its neighbours by day.",
        "Lamps must never be lit before sunset, and each keeper writes the hour down.",
    ),
    (
        "# Lenses",
        "A Fresnel lens is a thin lens of many rings that gathers light into a beam.",
        "The Eddystone tower was rebuilt by John Smeaton in 1759 after a fire.",
        "A first-order lens has a focal length of 920 millimetres and stands in large towers.",
        "The International Association of Lighthouse Authorities (IALA) sets the rules for buoys.",
        "A catadioptric lens is a lens that bends light and reflects it as well.",
    ),
)


def sample_pdf() -> bytes:
    """A small PDF with facts in it."""
    return pdf_of(SAMPLE_PAGES, title="Lights of the coast")
