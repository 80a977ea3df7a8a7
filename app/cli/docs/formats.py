"""docs/formats.md: the file formats and what each keeps, from their table in app/formats."""

from app.cli.docs import markdown
from app.formats import ALL_KINDS, FORMATS, Format
from app.formats.parts import PARTS

MADE = "Made by `make docs` from the table in `app/formats`, which tests hold by round trips; do not edit."
HOW_TO_READ = """
`POST /quizzes/import` reads a file, whose format is told from its bytes, and `GET /quizzes/{id}/download`
writes one; `format` is the name in the first column. What a file has beyond its format's columns here is
left out of it, which the header `Quizzler-Left-Out` of a download names with the numbers of the questions. A
question that a format can't say is named before a download, and with its line after an import.
"""
NOTES = """
- **csv** and **xlsx** are also read from other programs: a table with headings such as “question”,
  “choice 1”, “choice 2” and “correct”, in several languages and with commas, semicolons or tabs; the
  right answer is a choice's text, letter or number. Without choices, a question is answered by a text.
- Texts are read in UTF-8, UTF-16, Windows-1252 and Mac Roman, also if files in two of them were glued
  together. If the bytes don't say which it is, `notes` of the answer names the one that was taken.
- **google_forms** is what “Download responses (.csv)” of a quiz writes. It has people's answers and not the
  form: what earned all points is right, and the choices are the answers that somebody gave.
- **quizlet** is read with whatever stands between a term and its definition on nearly all lines: a tab, or
  a separator of one's own such as `---`, ` - ` or `|`; rows may end with a semicolon or a blank line. The
  definition is the accepted answer.
- **kahoot** is read in any language of its template, and written up to its limits: four choices, 120
  characters for a question and 75 for a choice.
- **qti** is read from single XML files and from packages (zip) with `imsmanifest.xml`. Canvas'
  questions with several blanks or dropdowns are read as texts with gaps (`cloze`), which can't be written.
- An archive is refused if it would have more than 5,000 files or 50 MiB unpacked; XML, if it defines
  entities.
"""


def page() -> str:
    """The document: a table of kinds and a table of parts."""
    listed = FORMATS.values()
    return markdown.page(
        "# File formats", MADE, HOW_TO_READ,
        "## Kinds of questions", markdown.table(
            ("format", "", "read", "written", *(kind.replace("_", " ") for kind in ALL_KINDS)),
            ((*_begin(each), *(_mark(kind in each.kinds) for kind in ALL_KINDS)) for each in listed),
        ),
        "## What else a file keeps", markdown.table(
            ("format", "", "read", "written", *PARTS.values()),
            ((*_begin(each), *(_mark(part in each.carries) for part in PARTS)) for each in listed),
        ),
        "## Notes", NOTES.strip(),
    )  # fmt: skip


def _begin(listed: Format) -> tuple[str, str, str, str]:
    written = "" if listed.write is None else "with the key" if listed.needs_key else "yes"
    return f"`{listed.name}`", f"{listed.title} ({', '.join(listed.suffixes)})", _mark(listed.read), written


def _mark(said: object) -> str:
    return "yes" if said else ""
