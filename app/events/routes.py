"""GET /events: your uploads, quizzes and credits as they change."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

from fastapi import Header, Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.events.streams import Streams, TooManyStreams
from app.http.caller import Caller
from app.http.openapi_errors import fails_with
from app.http.problems import Problem
from app.http.routing import Router

router = Router(prefix="/events", tags=["events"])

HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # otherwise nginx would buffer events
}


class _Events(StreamingResponse):
    """A stream that is unregistered when its response ends, even if the client left before it began."""

    def __init__(self, stream: AsyncIterator[bytes], leave: Callable[[], Awaitable[None]]) -> None:
        super().__init__(stream, headers=HEADERS, media_type="text/event-stream")
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the stream until it ends."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._leave()


@router.get(
    "",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
@fails_with("public.my_events", "429 too_many_streams")
async def follow_events(
    request: Request, caller: Caller, last_event_id: Annotated[str | None, Header()] = None
) -> StreamingResponse:
    """Your uploads, quizzes and credits as they change, as server-sent events.

    The stream begins with the next event, or after `Last-Event-ID`. The token goes in the header
    Authorization, so read the stream with fetch rather than with EventSource. It ends when the token
    expires; then connect again with the last id, and you miss nothing.
    """
    streams: Streams = request.app.state.streams
    claims = caller.claims
    assert claims is not None
    try:
        since, wake = await streams.enter(claims, last_event_id)
    except TooManyStreams as error:
        raise Problem(429, "too_many_streams", str(error), retry_after_s=30) from error
    return _Events(streams.follow(claims, since, wake), lambda: streams.leave(claims, wake))
