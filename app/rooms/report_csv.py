"""A game's report as a table for a spreadsheet: a row a player and question."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import msgspec
from fastapi import Response

from app.formats.quiz_csv import harmless

COLUMNS = (
    "rank", "nickname", "team", "score", "question", "prompt", "status", "response", "points", "seconds",
    "confidence",
)  # fmt: skip


def csv_response(report: bytes) -> Response:
    """The report that public.room_report gives, as UTF-8 with a byte order mark, as spreadsheets want it."""
    told = msgspec.json.decode(report)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows([harmless(cell) for cell in row] for row in _rows(told))
    name = f"room-{told['room_code']}.csv"
    return Response(
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(report: dict[str, Any]) -> Iterator[list[Any]]:
    teams = {team["number"]: team["name"] for team in report["teams"]}
    questions = {question["number"]: question for question in report["questions"]}
    for player in report["players"]:
        for answer in player["answers"]:
            question = questions[answer["number"]]
            yield [
                player["rank"], player["nickname"], teams.get(player.get("team")), player["score"],
                answer["number"], question["prompt"], answer["status"],
                _in_words(question, answer["response"]), answer["points"],
                answer["elapsed_ms"] and answer["elapsed_ms"] / 1000, answer["confidence"],
            ]  # fmt: skip


def _in_words(question: dict[str, Any], response: Any) -> Any:
    """What was answered: choices by their texts."""
    if not isinstance(response, list):
        return response
    texts = {choice["id"]: choice["text"] for choice in question["choices"]}
    return "; ".join(texts.get(item, str(item)) for item in response)
