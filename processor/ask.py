"""Prints the questions of a PDF for people to judge: `quizzler processor ask FILE`."""

from pathlib import Path
from typing import Any
from uuid import UUID

from processor.quiz import GenerationRequest
from processor.reading.document import unheard
from processor.reading.read import read
from processor.writer import write_quiz
from processor.writing.compose import Source


def lines_of(path: Path, questions: int, max_pages: int) -> list[str]:
    """The questions of a PDF in plain text, with `*` before what is right. Raises JobFailure."""
    document = read(path, max_pages)
    source = Source(UUID(int=0), document)
    made = write_quiz(GenerationRequest(questions, kinds=()), [source], None, unheard)
    lines = [f"{path.name}: {len(made['questions'])} of {made['requested']}", made["shortfall"] or ""]
    for number, question in enumerate(made["questions"], start=1):
        lines += ["", f"{number}. [{question['kind']}, {question['difficulty']}] {question['prompt']}"]
        lines += answers_of(question)
        lines.append(f"   {question['explanation']}")
    return lines


def answers_of(question: dict[str, Any]) -> list[str]:
    """The choices or the key of a question, each in a line."""
    if "correct" in question:
        return [f"   * {'true' if question['correct'] else 'false'}"]
    if "pairs" in question:
        return [f"   * {pair['text']}: {pair['match']}" for pair in question["pairs"]]
    if question["kind"] == "ordering":
        return [f"   {place}. {one['text']}" for place, one in enumerate(question["choices"], start=1)]
    if "choices" in question:
        return [f"   {'*' if one['correct'] else ' '} {one['text']}" for one in question["choices"]]
    return [f"   * {one.get('text', one.get('value'))}" for one in question["answers"]]
