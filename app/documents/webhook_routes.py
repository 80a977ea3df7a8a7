"""The webhooks for a processing server, and the OpenAPI documentation of the requests that it receives.

SQL decides what an event means, and applies it once for each webhook-id.
"""

from typing import Any, Literal
from uuid import UUID

from fastapi import Request, Response

from app.documents.service import Documents
from app.http.openapi_errors import fails_with
from app.http.problems import Problem
from app.http.routing import Router
from processor.contract.events import EventOutcome, QuizEvent, UploadEvent
from processor.contract.jobs import Accepted, PdfJob, QuizJob, Refusal
from processor.contract.signatures import InvalidSignature

router = Router(prefix="/webhook", tags=["processing server"])

SIGNED = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
]


def _body(*events: str) -> dict[str, Any]:
    schema = {"anyOf": [{"$ref": f"#/components/schemas/{event}"} for event in events]}
    return {
        "parameters": SIGNED,
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }


@router.post(
    "/upload-processed/{upload_id}",
    responses={200: {"model": EventOutcome}},
    openapi_extra=_body("UploadProcessing", "UploadProcessed", "UploadFailed"),
)
@fails_with("core.receive_webhook", "401 invalid_signature")
async def upload_processed(upload_id: UUID, request: Request) -> Response:
    """Report on the reading of an upload. Signed according to Standard Webhooks."""
    return await _receive("upload", upload_id, request)


@router.post(
    "/quiz-generated/{exam_id}",
    responses={200: {"model": EventOutcome}},
    openapi_extra=_body("QuizGenerating", "QuizGenerated", "QuizFailed"),
)
@fails_with("core.receive_webhook", "401 invalid_signature")
async def quiz_generated(exam_id: UUID, request: Request) -> Response:
    """Report on the generation of a quiz. Signed according to Standard Webhooks."""
    return await _receive("quiz", exam_id, request)


async def _receive(about: Literal["upload", "quiz"], subject_id: UUID, request: Request) -> Response:
    documents: Documents = request.app.state.documents
    body = await request.body()
    try:
        webhook_id = documents.signer.verify(request.headers, body)
    except InvalidSignature as error:
        raise Problem(401, "invalid_signature", str(error)) from error
    outcome = await request.app.state.database.fetch_json(
        "select core.receive_webhook($1, $2, $3, $4::jsonb)", webhook_id, about, subject_id, body.decode()
    )
    return Response(outcome, media_type="application/json")


# The rest is never called. It documents, in the part `webhooks` of the OpenAPI document, the requests that
# Quizzler sends, each with the events that are expected in return.

_callback_responses: dict[int | str, dict[str, Any]] = {
    200: {"model": EventOutcome},
    401: {"model": Refusal, "description": "The signature is not valid."},
    404: {"model": Refusal, "description": "There is no such upload or quiz. Final."},
    409: {"model": Refusal, "description": "The job does not belong to this upload or quiz. Final."},
    410: {"model": Refusal, "description": "The upload or quiz was deleted. Final."},
    413: {"model": Refusal, "description": "The body is too large. Final."},
    "4XX": {"model": Refusal, "description": "Final, except that 408, 425 and 429 are tried again."},
}
_job_responses: dict[int | str, dict[str, Any]] = {
    202: {"model": Accepted},
    401: {"model": Refusal, "description": "The signature is not valid. Final."},
    "4XX": {"model": Refusal, "description": "Final, except that 408, 425 and 429 are tried again."},
}

upload_callbacks = Router()
quiz_callbacks = Router()
requests = Router(tags=["processing server"])


@upload_callbacks.post("{$request.body#/callback_url}", responses=_callback_responses)
def upload_event(event: UploadEvent) -> Response:
    """Report on the reading. Signed; an event that is sent again keeps its webhook-id."""
    raise NotImplementedError


@quiz_callbacks.post("{$request.body#/callback_url}", responses=_callback_responses)
def quiz_event(event: QuizEvent) -> Response:
    """Report on the writing. Signed; an event that is sent again keeps its webhook-id."""
    raise NotImplementedError


@requests.post("pdfs", status_code=202, responses=_job_responses, callbacks=upload_callbacks.routes)
def process_pdf(job: PdfJob) -> Response:
    """`POST {PROCESSING_URL}/pdfs`, signed according to Standard Webhooks: read this PDF."""
    raise NotImplementedError


@requests.post("quizzes", status_code=202, responses=_job_responses, callbacks=quiz_callbacks.routes)
def make_questions(job: QuizJob) -> Response:
    """`POST {PROCESSING_URL}/quizzes`, signed according to Standard Webhooks: make these questions."""
    raise NotImplementedError
