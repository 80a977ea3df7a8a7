"""What the processing server tells. SQL decides what that means, once for each webhook-id."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.documents.contract import Heard
from app.documents.service import Processing
from app.documents.signing import InvalidSignature
from app.http.problems import Problem

router = APIRouter(prefix="/webhook", tags=["processing server"])

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
    responses={200: {"model": Heard}},
    openapi_extra=_body("UploadProcessing", "UploadProcessed", "UploadFailed"),
)
async def upload_processed(upload_id: UUID, request: Request) -> Response:
    """How the reading of an upload goes, signed as Standard Webhooks says."""
    return await _receive("upload", upload_id, request)


@router.post(
    "/quiz-generated/{exam_id}",
    responses={200: {"model": Heard}},
    openapi_extra=_body("QuizGenerating", "QuizGenerated", "QuizFailed"),
)
async def quiz_generated(exam_id: UUID, request: Request) -> Response:
    """How the writing of a quiz's questions goes, signed as Standard Webhooks says."""
    return await _receive("quiz", exam_id, request)


async def _receive(about: Literal["upload", "quiz"], subject_id: UUID, request: Request) -> Response:
    processing: Processing = request.app.state.processing
    body = await request.body()
    try:
        webhook_id = processing.signer.verify(request.headers, body)
    except InvalidSignature as error:
        raise Problem(401, "invalid_signature", str(error)) from error
    heard = await request.app.state.database.fetch_json(
        "select core.receive_webhook($1, $2, $3, $4::jsonb)", webhook_id, about, subject_id, body.decode()
    )
    return Response(heard, media_type="application/json")
