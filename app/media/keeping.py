"""Keeps pictures and sounds: whoever sends them, in a request of their own or within a file of questions."""

import hashlib
import subprocess
import sys
from functools import partial
from pathlib import Path

import msgspec

from app.http.caller import CallerContext
from app.http.problems import Problem
from app.http.turns import Turns
from app.media.sounds import clean_sound
from app.media.store import MediaStore
from app.media.unreadable import UnreadableMedia

PROGRAM = Path(__file__).with_name("pictures.py")
MOST_MEMORY = 1024**3  # bytes, of one process
LIMIT_S = 60
TOO_MUCH_WORK = "This picture takes too much time or memory. Make it smaller and send it again."
turns = Turns(2)  # each picture takes a process, which ends with its memory
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
    """The picture encoded anew, by a process of its own whose memory is limited. Raises UnreadableMedia."""
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
        raise UnreadableMedia(TOO_MUCH_WORK) from error
    if outcome.picture is None:
        raise UnreadableMedia(outcome.refused or TOO_MUCH_WORK)
    return outcome.picture


async def keep_media(
    caller: CallerContext, store: MediaStore, data: bytes, alt: str | None, *, patiently: bool = False
) -> bytes:
    """Encode a picture or clean a sound, keep it for the caller, and return its JSON. Raises Problem.

    `patiently`: wait for its turn, however many wait.
    """
    await caller.database.call_as(caller.claims, "may_upload_media", {"alt": alt})
    assert caller.claims is not None
    picture: _Picture | None = None
    try:
        if data.startswith(PICTURE_STARTS) or data[8:12] == b"WEBP":
            picture = await turns.take(partial(encoded, data), patiently=patiently)
            kind, media_type, kept = "picture", picture.media_type, picture.data
        else:
            media_type, kept = await turns.take(partial(clean_sound, data), patiently=patiently)
            kind = "sound"
    except UnreadableMedia as error:
        raise Problem(422, "unreadable_media", str(error)) from error
    facts = (
        caller.claims["sub"], kind, media_type, alt, hashlib.sha256(data).hexdigest(),
        picture and picture.width, picture and picture.height,
    )  # fmt: skip
    return await store.keep(facts, media_type, kept, picture.small if picture else None)
