"""Pictures and sounds, made here."""

import io
import struct
import wave
from typing import Any

from PIL import Image

from tests.fixtures import Person, Sql

Json = dict[str, Any]
GPS = 0x8825


def png(width: int = 4, height: int = 3, color: object = (200, 30, 30)) -> bytes:
    return saved(Image.new("RGB", (width, height), color), "PNG")  # type: ignore[arg-type]


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def phone_photo() -> bytes:
    """A JPEG, twice as wide as high, red on the left, that says it was taken sideways, by whom and where."""
    image = Image.new("RGB", (400, 200), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by 90° to the right
    exif[0x013B] = "Ada Lovelace"
    exif.get_ifd(GPS)[2] = (51.0, 30.0, 0.0)
    return saved(image, "JPEG", exif=exif, comment=b"secret words")


def animation(kind: str = "GIF", frames: int = 3) -> bytes:
    first, *more = [Image.new("RGB", (20, 10), (80 * n % 256, 0, 0)) for n in range(frames)]
    return saved(first, kind, save_all=True, append_images=more, duration=50)


def wav(title: bytes = b"My bedroom") -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\1" * 100)
    body = out.getvalue()[12:]
    body += b"LIST" + struct.pack("<I", len(title) + 12) + b"INFOINAM" + struct.pack("<I", len(title)) + title
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def mp3() -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    tag = b"ID3\x04\x00\x00" + bytes((0, 0, 1, 4)) + b"Ada Lovelace".ljust(132, b"\0")
    return tag + frame * 3 + b"TAG" + b"Ada Lovelace".ljust(125, b"\0")


def m4a(track: bytes = b"soun") -> bytes:
    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content) + 8) + name + content

    handler = box(b"hdlr", bytes(8) + track + bytes(13))
    moov = box(b"moov", box(b"trak", box(b"mdia", handler)) + box(b"udta", b"Ada Lovelace"))
    return box(b"ftyp", b"M4A " + bytes(4)) + moov + box(b"mdat", b"sound")


def ogg() -> bytes:
    return b"OggS" + bytes(24) + b"OpusHead" + bytes(40)


def uploaded_picture(sql: Sql, owner: Person, alt: str = "A map") -> Json:
    """A picture that this person has uploaded, without the app."""
    made: Json = sql.value(
        "select core.create_media(%s, 'picture', 'image/png', %s, encode(sha256(%s::bytea), 'hex'),"
        " 4, 3, %s, null)",
        owner.id, alt, alt.encode(), png(),
    )  # fmt: skip
    return made
