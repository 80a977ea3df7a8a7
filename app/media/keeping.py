"""Keeps pictures and sounds: whoever sends them, in a request of their own or within a file of questions."""

import hashlib
import subprocess
import sys
from pathlib import Path

import anyio
import msgspec

from app.http.caller import CallerContext
from app.http.problems import Problem
from app.media.sounds import NotASound, clean_sound
from app.media.store import MediaStore

PROGRAM = Path(__file__).with_name("pictures.py")
MOST_MEMORY = 1024**3  # bytes, of one process
LIMIT_S = 60
TOO_MUCH_WORK = "This picture takes too much time or memory. Make it smaller and send it again."
# Two pictures at a time, beside the event loop; each takes a process, which ends with its memory.
encoders = anyio.CapacityLimiter(2)
PICTURE_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


class _Picture(msgspec.Struct):
    media_type: str
    width: int
    height: int
    data: bytes
    small: bytes | None


class _Outcome(msgspec.Struct):
    picture: _Picture | None
    refused: str | None


def encoded(data: bytes) -> _Picture:
    """The picture encoded anew, by a process of its own whose memory is limited. Raises Problem."""
    command = [sys.executable, "-P", str(PROGRAM), str(MOST_MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=True,
        )
        outcome = msgspec.msgpack.decode(done.stdout, type=_Outcome)
    except (subprocess.SubprocessError, msgspec.MsgspecError) as error:
        raise Problem(422, "unreadable_media", TOO_MUCH_WORK) from error
    if outcome.picture is None:
        raise Problem(422, "unreadable_media", outcome.refused or TOO_MUCH_WORK)
    return outcome.picture


async def keep_media(caller: CallerContext, store: MediaStore, data: bytes, alt: str | None) -> bytes:
    """Encode a picture or clean a sound, keep it for the caller, and return its JSON. Raises Problem."""
    await caller.database.call_as(caller.claims, "may_upload_media", {"alt": alt})
    assert caller.claims is not None
    picture: _Picture | None = None
    try:
        if data.startswith(PICTURE_STARTS) or data[8:12] == b"WEBP":
            picture = await anyio.to_thread.run_sync(encoded, data, limiter=encoders)
            kind, media_type, kept = "picture", picture.media_type, picture.data
        else:
            media_type, kept = await anyio.to_thread.run_sync(clean_sound, data, limiter=encoders)
            kind = "sound"
    except NotASound as error:
        raise Problem(422, "unreadable_media", str(error)) from error
    facts = (
        caller.claims["sub"], kind, media_type, alt, hashlib.sha256(data).hexdigest(),
        picture and picture.width, picture and picture.height,
    )  # fmt: skip
    return await store.keep(facts, media_type, kept, picture.small if picture else None)
