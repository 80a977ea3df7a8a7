"""The file formats of quizzes. To add one, write its reader or its writer in a module and list it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, get_args

from app.formats.aiken import KINDS as AIKEN_KINDS
from app.formats.aiken import looks_like_aiken, read_aiken, write_aiken
from app.formats.answer_sheet import write_answer_sheet
from app.formats.csv_files import looks_like_table, read_csv
from app.formats.files import File
from app.formats.gift import looks_like_gift, read_gift
from app.formats.gift_writer import KINDS as GIFT_KINDS
from app.formats.gift_writer import write_gift
from app.formats.google_forms import looks_like_google_forms, read_google_forms
from app.formats.kahoot import KINDS as KAHOOT_KINDS
from app.formats.kahoot import beyond_kahoot, write_kahoot
from app.formats.moodle_xml import looks_like_moodle_xml, read_moodle_xml
from app.formats.moodle_xml_writer import TYPES as MOODLE_TYPES
from app.formats.moodle_xml_writer import write_moodle_xml
from app.formats.parts import PARTS
from app.formats.qti import looks_like_qti, read_qti
from app.formats.qti_writer import KINDS as QTI_KINDS
from app.formats.qti_writer import beyond_qti, write_qti
from app.formats.quiz_csv import KINDS as TABLE_KINDS
from app.formats.quiz_csv import rows, write_csv
from app.formats.quiz_json import looks_like_json, read_json, write_json
from app.formats.quiz_pdf import write_pdf
from app.formats.quiz_workbook import read_workbook
from app.formats.quizlet import looks_like_quizlet, read_quizlet
from app.formats.reading import Problem, Reading
from app.formats.texts import as_plain
from app.formats.workbook import is_workbook, write_sheet
from processor.contract import drafts

__all__ = ["FORMATS", "READ", "WRITTEN", "File", "Format", "Problem", "Reading", "detect"]

# {"quiz", "questions": drafts, "sections"}, as public.export_quiz returns it; "version"
# of a paper, if it has one; and "media": MediaFile by the address that drafts have of it
Export = dict[str, Any]

ALL_KINDS = get_args(drafts.Kind)
OF_MOODLE = (
    "explanation", "feedback", "weight", "points", "subject", "media_url", "media_alt", "feedback_true",
    "name", "external_id", "tags", "case_sensitive", "choice_media_url",
)  # fmt: skip
OF_GIFT = (
    "explanation", "feedback", "weight", "subject", "media_url", "media_alt", "text_format", "feedback_true",
    "name", "external_id", "tags",
)  # fmt: skip
OF_QTI = (
    "explanation", "feedback", "weight", "points", "media_url", "media_alt", "case_sensitive",
    "choice_media_url",
)  # fmt: skip
OF_TABLES = (*OF_GIFT, "points", "difficulty", "time_limit_ms", "case_sensitive", "forgives", "source")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: what it is called, how it is recognised and read, and how it is written."""

    name: str
    title: str  # for people
    suffixes: tuple[str, ...]  # lower case; the first is that of downloads
    media_type: str
    kinds: tuple[str, ...]  # the kinds of questions that it can say
    recognises: Callable[[File], bool] | None = None
    read: Callable[[File], Reading] | None = None
    write: Callable[[Export, bool], bytes] | None = None  # the second argument: with the answer key
    is_text: bool = False  # its readers take text, in whatever encoding; XML says its own
    embeds: Literal["", "small", "full"] = ""  # whether a file has uploaded pictures in itself, in which size
    needs_key: bool = False  # a file of this format can't be without the answer key
    by_name: bool = True  # a file whose bytes show nothing may be of this format because of its name
    carries: tuple[str, ...] = ()  # which parts of PARTS a file keeps
    lost: tuple[tuple[str, str], ...] = ()  # parts that it keeps of other kinds: (kind, part)
    beyond: Callable[[dict[str, Any]], str | None] = lambda draft: None  # why it can't say it


UNITS = {"units": "units"}
BEYOND_MOODLE = {"rubric": "a rubric", "max_length": "a limit of characters"}
BEYOND_GIFT = {**UNITS, **BEYOND_MOODLE, "marking_notes": "marking notes"}


def _beyond(names: dict[str, str], draft: dict[str, Any]) -> str | None:
    """What of these fields a draft has, in words: "a rubric and a limit of characters"; None: nothing."""
    return " and ".join(name for field, name in names.items() if draft.get(field)) or None


# In the order in which they are tried on a file: GIFT, which may begin with any text, is the last.
FORMATS: dict[str, Format] = {
    listed.name: listed
    for listed in (
        Format(
            "json", "Quizzler JSON", (".json",), "application/json", ALL_KINDS,
            carries=tuple(PARTS),
            recognises=lambda file: file.is_text and looks_like_json(file.text),
            read=lambda file: read_json(file.text),
            is_text=True,
            write=write_json,
        ),
        Format(
            "moodle", "Moodle XML", (".xml",), "application/xml", tuple(MOODLE_TYPES),
            carries=OF_MOODLE,
            lost=(("cloze", "choice_media_url"),),
            beyond=partial(_beyond, BEYOND_MOODLE),
            recognises=lambda file: looks_like_moodle_xml(file.data),
            read=lambda file: read_moodle_xml(file.data),
            embeds="full",
            write=lambda export, with_key: write_moodle_xml(export["questions"], export.get("media")),
            needs_key=True,
        ),
        Format(
            "qti", "QTI 1.2 and 2.1", (".zip", ".xml", ".qti"), "application/zip", QTI_KINDS,
            carries=(*OF_QTI, "feedback_true", "name"),
            recognises=looks_like_qti,
            read=read_qti,
            embeds="full",
            write=lambda export, with_key: write_qti(
                export["quiz"]["title"], export["questions"], export.get("media")
            ),
            needs_key=True,
            beyond=beyond_qti,
        ),
        Format(
            "kahoot", "Kahoot's workbook", (".xlsx",), XLSX, KAHOOT_KINDS,
            carries=("time_limit_ms",),
            recognises=is_workbook,
            read=read_workbook,
            write=lambda export, with_key: write_kahoot(map(as_plain, export["questions"])),
            needs_key=True,
            beyond=lambda draft: beyond_kahoot(as_plain(draft)),
        ),
        Format(
            "aiken", "Aiken", (".txt", ".aiken"), "text/plain; charset=utf-8", AIKEN_KINDS,
            recognises=lambda file: file.is_text and looks_like_aiken(file.text),
            read=lambda file: read_aiken(file.text),
            is_text=True,
            write=lambda export, with_key: write_aiken(map(as_plain, export["questions"])).encode(),
            needs_key=True,
        ),
        Format(
            "google_forms", "Google Forms' responses", (".csv",), "text/csv; charset=utf-8",
            ("single_choice", "multiple_choice", "true_false", "short_text"),
            carries=("points",),
            by_name=False,
            recognises=looks_like_google_forms,
            read=read_google_forms,
            is_text=True,
        ),
        Format(
            "csv", "CSV", (".csv",), "text/csv; charset=utf-8", TABLE_KINDS,
            carries=OF_TABLES,
            beyond=partial(_beyond, UNITS),
            recognises=looks_like_table,
            read=read_csv,
            is_text=True,
            write=lambda export, with_key: write_csv(export["questions"], with_key=with_key),
        ),
        Format(
            "quizlet", "Quizlet's cards", (".tsv", ".txt"), "text/plain; charset=utf-8", ("short_text",),
            recognises=looks_like_quizlet,
            read=read_quizlet,
            is_text=True,
        ),
        Format(
            "gift", "GIFT", (".gift", ".txt"), "text/plain; charset=utf-8", GIFT_KINDS,
            carries=OF_GIFT,
            lost=(("slide", "explanation"),),
            beyond=partial(_beyond, BEYOND_GIFT),
            recognises=lambda file: file.is_text and looks_like_gift(file.text),
            read=lambda file: read_gift(file.text),
            is_text=True,
            write=lambda export, with_key: write_gift(export["questions"]).encode(),
            needs_key=True,
        ),
        Format(
            "xlsx", "Workbook (Excel)", (".xlsx",), XLSX, TABLE_KINDS,
            carries=OF_TABLES,
            beyond=partial(_beyond, UNITS),
            read=read_workbook,
            write=lambda export, with_key: write_sheet(rows(export["questions"], with_key), widths=()),
        ),
        Format(
            "pdf", "PDF", (".pdf",), "application/pdf", ALL_KINDS,
            carries=("explanation", "points"),
            write=write_pdf,
            embeds="small",
        ),
        Format(
            "answer_sheet", "Answer sheet (PDF)", (".pdf",), "application/pdf", ALL_KINDS,
            write=write_answer_sheet,
        ),
    )
}  # fmt: skip
READ = [name for name, listed in FORMATS.items() if listed.read]
WRITTEN = [name for name, listed in FORMATS.items() if listed.write]


def detect(file: File) -> Format | None:
    """The format that the bytes of a file show or, if they show none, the one that its name alone says."""
    readable = [FORMATS[name] for name in READ]
    for candidate in readable:
        if candidate.recognises and candidate.recognises(file):
            return candidate
    named = [each for each in readable if file.suffix in each.suffixes and each.by_name]
    return named[0] if len(named) == 1 and file.is_text else None
