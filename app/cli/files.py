"""Commands that send files to a running server, or write what it has into files."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import Email, Password, Url, one_of, quiz_id
from app.demo import EMAIL


def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            help="The file with the questions, of one of the formats above.",
            exists=True,
            dir_okay=False,
        ),
    ],
    title: Annotated[
        str | None, typer.Option(help="Title of the new quiz; by default the file's name.")
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            help="The id of a quiz of yours, or the address of its page, to add the questions to it instead.",
            parser=quiz_id,
        ),
    ] = None,
    file_format: Annotated[
        str | None, typer.Option("--format", help="Format of the file; by default recognised by its content.")
    ] = None,
    skip_problems: Annotated[
        bool, typer.Option(help="Import the questions without problems, instead of all or none.")
    ] = False,
    url: Url = "http://localhost:8000",
    email: Email = EMAIL,
    password: Password = None,
) -> None:
    """Make a quiz from a file, on a running server.

    Formats, told apart by their content, and their names for `--format`: GIFT (gift), Aiken (aiken), Moodle
    XML (moodle), QTI 1.2 and 2.1 of Canvas, Blackboard and others (qti), Kahoot's workbook (kahoot), the
    answers to a Google Form (google_forms), tables with headings (csv, xlsx), Quizlet's cards (quizlet) and
    Quizzler JSON (json).

    A file with more questions than a quiz may have becomes several quizzes. Problems are reported by line. If
    there are any, nothing is imported, unless you give `--skip-problems`. docs/formats.md has more.

    - `quizzler import geography.gift` into the demo host's account
    - `quizzler import more.gift --into http://localhost:8000/edit?quiz=6f9619ff-8b86-4d01-b42d-00cf4fc964ff`
    - `quizzler import canvas.zip --skip-problems` without the questions that have problems
    - `quizzler import cards.txt --format csv` if the content does not show the format
    - `quizzler import geography.gift --email you@example.com --title "Geography 1"`
    """
    from app.cli.importing import import_into
    from app.cli.session import password_of

    secret = password_of(email, password, url)
    import_into(file, title, into, file_format, skip_problems, url=url, email=email, password=secret)


def export_file(
    quiz: Annotated[
        str,
        typer.Argument(help="The id of a quiz of yours, or the address of its page.", parser=quiz_id),
    ],
    to: Annotated[
        Path, typer.Argument(help="The file to write. The end of its name says the format.", dir_okay=False)
    ],
    file_format: Annotated[
        str | None, typer.Option("--format", help="Format of the file, where the name's end does not say it.")
    ] = None,
    key: Annotated[
        bool, typer.Option(help="With right answers, explanations and citations, or without them.")
    ] = True,
    skip_problems: Annotated[
        bool, typer.Option(help="Leave out the questions that the format can't say.")
    ] = False,
    version: Annotated[
        str | None,
        typer.Option(help="A to Z: a version of a printed paper, with its own order of choices and its key."),
    ] = None,
    url: Url = "http://localhost:8000",
    email: Email = EMAIL,
    password: Password = None,
) -> None:
    """Write a quiz into a file, from a running server.

    The ends are .gift, .xml (Moodle XML), .zip (QTI 2.1), .json, .csv, .xlsx, .aiken and .pdf; Kahoot's
    workbook is `--format kahoot`. If the format can't say some of the questions, they are named and nothing
    is written, unless you give `--skip-problems`.

    - `quizzler export 6f9619ff-8b86-4d01-b42d-00cf4fc964ff geography.gift`
    - `quizzler export 6f9619ff-8b86-4d01-b42d-00cf4fc964ff kahoot.xlsx --format kahoot --skip-problems`
    - `quizzler export 6f9619ff-8b86-4d01-b42d-00cf4fc964ff paper.pdf --no-key --version B` to print it
    - `quizzler export 6f9619ff-8b86-4d01-b42d-00cf4fc964ff sheet.pdf --no-key --format answer_sheet`
    """
    from app.cli.exporting import write_quiz
    from app.cli.session import password_of

    secret = password_of(email, password, url)
    write_quiz(quiz, to, file_format, key, skip_problems, version, url=url, email=email, password=secret)


def certificate(
    quiz: Annotated[
        str,
        typer.Argument(help="The id of a quiz that you passed, or the address of its page.", parser=quiz_id),
    ],
    to: Annotated[Path, typer.Argument(help="The PDF to write.", dir_okay=False)],
    name: Annotated[str | None, typer.Option(help="The name on it; by default your display name.")] = None,
    score: Annotated[bool, typer.Option(help="Whether it says your score.")] = True,
    url: Url = "http://localhost:8000",
    email: Email = EMAIL,
    password: Password = None,
) -> None:
    """Write the certificate of a quiz that you passed, from a running server.

    It is of your newest attempt that passed. Whoever has its code can check it.

    - `quizzler certificate 6f9619ff-8b86-4d01-b42d-00cf4fc964ff certificate.pdf --email you@example.com`
    - `quizzler certificate 6f9619ff-8b86-4d01-b42d-00cf4fc964ff certificate.pdf --name "Ada L." --no-score`
    """
    from app.cli.exporting import write_certificate
    from app.cli.session import password_of

    secret = password_of(email, password, url)
    write_certificate(quiz, to, name, score, url=url, email=email, password=secret)


def results(
    quiz: Annotated[
        str,
        typer.Argument(help="The id of a quiz of yours, or the address of its page.", parser=quiz_id),
    ],
    to: Annotated[
        Path, typer.Argument(help="The file to write: its name ends with .csv or .xlsx.", dir_okay=False)
    ],
    answers: Annotated[
        bool, typer.Option("--answers", help="A row for each question of each attempt.")
    ] = False,
    separator: Annotated[
        str | None,
        typer.Option(help="Between the cells of CSV.", **one_of("comma", "semicolon", "tab")),
    ] = None,
    decimal: Annotated[
        str, typer.Option(help="What decimals of CSV have.", **one_of("point", "comma"))
    ] = "point",
    time_zone: Annotated[str, typer.Option(help="The time zone of the times, such as Europe/Paris.")] = "UTC",
    url: Url = "http://localhost:8000",
    email: Email = EMAIL,
    password: Password = None,
) -> None:
    """Write all results of a quiz into a table for spreadsheets, from a running server.

    - `quizzler results 6f9619ff-8b86-4d01-b42d-00cf4fc964ff results.xlsx`
    - `quizzler results 6f9619ff-8b86-4d01-b42d-00cf4fc964ff results.csv --answers --decimal comma`
    """
    from app.cli.exporting import write_results
    from app.cli.session import password_of

    if to.suffix.lower() not in (".csv", ".xlsx"):
        raise typer.BadParameter(f"The name {to.name} must end with .csv or .xlsx.", param_hint="to")
    options = {
        "format": to.suffix.lower().lstrip("."),
        "rows": "answers" if answers else "attempts",
        "separator": separator,
        "decimal": decimal,
        "time_zone": time_zone,
    }
    write_results(quiz, to, options, url=url, email=email, password=password_of(email, password, url))
