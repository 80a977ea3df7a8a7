"""Certificates of passed attempts: making them, checking them, and printing them."""

from datetime import datetime
from functools import partial
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field

from app.formats.labels import labels_of
from app.formats.printing import printed, turns
from app.http.bodies import Body
from app.http.caller import Anyone, Taker
from app.http.openapi_errors import fails_with
from app.http.routing import Router
from app.http.sent_files import attachment

router = Router(tags=["certificates"])


class NewCertificate(Body):
    """What a certificate says beside the quiz and the date."""

    name: str | None = Field(None, description="The name on it; null: your display name or nickname.")
    with_score: bool = Field(True, description="Whether it says your score.")


class Certificate(BaseModel):
    """What a certificate says."""

    code: str = Field(examples=["9B2E-70C4-A1D8-35F6"])
    name: str
    quiz: str = Field(description="The title of the quiz.")
    language: str | None = Field(description="Of the quiz: that of what is printed.", examples=["de"])
    percent: float | None = Field(description="The score in percent; null: it does not say it.")
    passed_at: datetime


@router.put("/attempts/{attempt_id}/certificate", responses={200: {"model": Certificate}})
async def make_certificate(attempt_id: UUID, body: NewCertificate, caller: Taker) -> Response:
    """Make the certificate of an attempt that you passed, or change the name on it.

    Its code stays the same. Whoever has the code can check the certificate, and print it.
    """
    return await caller.call("make_certificate", attempt_id=attempt_id, **body.model_dump())


@router.get("/certificates/{code}", responses={200: {"model": Certificate}})
async def get_certificate(code: str, caller: Anyone) -> Response:
    """Check a certificate: what the one with this code says, and nothing else."""
    return await caller.call("get_certificate", code=code)


@router.get("/certificates/{code}/pdf", response_class=Response)
@fails_with("public.get_certificate", "503 too_busy", "503 printing_too_slow")
async def print_certificate(code: str, caller: Anyone, request: Request) -> Response:
    """The certificate as a page to print: a PDF."""
    says = await caller.read("get_certificate", code=code)
    passed_at = datetime.fromisoformat(says["passed_at"])
    labels = labels_of(says["language"])
    address = str(request.url_for("get_certificate", code=says["code"]))
    page = partial(
        printed,
        "certificate",
        labels,
        name=says["name"],
        title=says["quiz"],
        percent=None if says["percent"] is None else labels.said_percent(says["percent"]),
        date=labels.said_date(passed_at),
        code=says["code"],
        check=labels.check.format(address),
    )
    pdf = await turns.take(page)
    headers = {"Content-Disposition": attachment(f"{says['quiz']}, certificate.pdf")}
    return Response(pdf, headers=headers, media_type="application/pdf")
