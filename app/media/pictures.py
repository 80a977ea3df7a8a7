"""Pictures are decoded and encoded anew, so that only what can be seen is kept and served.

This is also a program, which app/media/keeping.py runs for each picture, because a file of 200 kB can have
pixels for a gigabyte: the memory that it may take as its argument, the file on stdin, an Outcome on stdout.
"""

import resource
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

import msgspec
from PIL import ExifTags, Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from app.media.unreadable import UnreadableMedia

MOST_PIXELS = 50_000_000  # of all frames together
MOST_FRAMES = 300
WIDTH = 1600
SMALL_WIDTH = 640
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
QUALITY = 85
SIDEWAYS = 5  # from this orientation on, a picture lies on its side

# What Pillow raises for damaged files
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error)
TOO_LARGE = (
    f"This picture is too large: it may have {MOST_PIXELS:,} pixels in all frames together, and at most "
    f"{MOST_FRAMES} frames. Make it smaller and send it again."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture and, if it is wider than SMALL_WIDTH, its variant for small screens."""

    media_type: str
    width: int
    height: int
    data: bytes
    small: bytes | None


class Outcome(msgspec.Struct):
    """What became of a picture: the new one, or a sentence that says why there is none."""

    picture: Picture | None = None
    refused: str | None = None


def main() -> None:
    """Encode the picture on stdin."""
    most = int(sys.argv[1])
    with suppress(ValueError, OSError):  # where the limit is lower already, or can't be set
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        outcome = Outcome(encode_picture(sys.stdin.buffer.read()))
    except UnreadableMedia as error:
        outcome = Outcome(refused=str(error))
    sys.stdout.buffer.write(msgspec.msgpack.encode(outcome))


def encode_picture(data: bytes) -> Picture:
    """Turn it upright, bound its width and encode it anew, without what it carries beside its pixels.

    JPEG, PNG and WebP stay what they are, a GIF becomes PNG, and what moves becomes WebP. Raises
    UnreadableMedia.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            return _encode(opened)
    except UnidentifiedImageError as error:
        raise UnreadableMedia("This picture can't be read. Send a PNG, JPEG, GIF or WebP file.") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise UnreadableMedia(TOO_LARGE) from error
    except DAMAGED as error:
        raise UnreadableMedia(
            "This picture is damaged. Open it in another program and save it again."
        ) from error


def _encode(opened: Image.Image) -> Picture:
    frames = getattr(opened, "n_frames", 1)
    if opened.width * opened.height * frames > MOST_PIXELS or frames > MOST_FRAMES:
        raise UnreadableMedia(TOO_LARGE)
    kept = "WEBP" if frames > 1 else "PNG" if opened.format == "GIF" else str(opened.format)
    if frames == 1:
        opened.draft("RGB", (2 * WIDTH, 2 * WIDTH))  # a JPEG is decoded at the size that is needed
    times = [int(frame.info.get("duration", 100)) or 100 for frame in ImageSequence.Iterator(opened)]
    loop = opened.info.get("loop", 0)
    shown = [_plain(_resized(frame, WIDTH)) for frame in ImageSequence.Iterator(opened)]
    small = [_resized(frame, SMALL_WIDTH) for frame in shown] if shown[0].width > SMALL_WIDTH else None
    return Picture(
        Image.MIME[kept],
        shown[0].width,
        shown[0].height,
        _bytes(shown, kept, times, loop),
        _bytes(small, kept, times, loop) if small else None,
    )


def _plain(frame: Image.Image) -> Image.Image:
    """The pixels alone: upright, in the colours of the web, in a mode that every format has."""
    profile = frame.info.get("icc_profile")
    turned = ImageOps.exif_transpose(frame)
    transparent = "A" in turned.getbands() or "transparency" in turned.info
    if profile and turned.mode in ("RGB", "RGBA", "CMYK", "L"):
        turned = _in_srgb(turned, profile)
    mode = "RGBA" if transparent else "L" if turned.mode in ("1", "L") else "RGB"
    if turned.mode.startswith("I"):
        turned = _in_full_colours(turned)
    plain = turned.convert(mode)
    plain.info = {}
    return plain


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.getOpenProfile(BytesIO(profile))
        mode = image.mode if image.mode in ("RGB", "RGBA") else "RGB"
        moved = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):  # a damaged profile changes colours, nothing else
        return image
    return moved or image


def _resized(image: Image.Image, width: int) -> Image.Image:
    """The picture, so small that it is at most so wide once it is upright."""
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) >= SIDEWAYS
    wide, high = (image.height, image.width) if turned else image.size
    if wide <= width:
        return image
    size = (width, max(1, round(high * width / wide)))
    info = image.info
    if image.mode in ("P", "PA", "1") or image.mode.startswith("I"):
        image = _in_full_colours(image)
    elif "transparency" in info:
        image = image.convert("RGBA")
    small = image.resize(size[::-1] if turned else size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    small.info = {name: value for name, value in info.items() if name != "transparency"}
    return small


def _in_full_colours(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")


def _bytes(frames: list[Image.Image], kind: str, times: list[int], loop: int) -> bytes:
    out = BytesIO()
    if len(frames) > 1:
        frames[0].save(
            out, "WEBP", save_all=True, append_images=frames[1:], duration=times, loop=loop, quality=QUALITY
        )
    elif kind == "JPEG":
        frames[0].save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    elif kind == "WEBP":
        frames[0].save(out, "WEBP", quality=QUALITY)
    else:
        frames[0].save(out, "PNG")
    return out.getvalue()


if __name__ == "__main__":
    main()
