"""Events: what you are told, as it happens."""

from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import StreamingResponse

from app.api.caller import Caller
from app.api.problems import Problem
from app.processing.service import Processing
from app.processing.streams import TooManyStreams

router = APIRouter(prefix="/events", tags=["events"])

HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would hold events back
}


@router.get(
    "",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(
    request: Request, caller: Caller, last_event_id: Annotated[str | None, Header()] = None
) -> StreamingResponse:
    """Your uploads, quizzes and credits as they change, as server-sent events.

    They begin now, or after `Last-Event-ID`. The token goes in the header Authorization, so read them with
    fetch rather than with EventSource. The stream ends with the token; come back with the last id, and
    nothing is missed.
    """
    assert caller.claims is not None
    processing: Processing = request.app.state.processing
    try:
        since = await processing.streams.first(caller.claims, last_event_id)
    except TooManyStreams as error:
        raise Problem(429, "too_many_streams", str(error), retry_after_s=30) from error
    stream = processing.streams.follow(caller.claims, since)
    return StreamingResponse(stream, headers=HEADERS, media_type="text/event-stream")
