"""Sounds are told by their bytes, and what they carry beside the sound is taken out where that is simple.

An MP3 loses its ID3 and APE tags, a WAV all but its format and samples, an M4A its user data. The comments
of an Ogg file stay: they are part of its numbered and summed pages.
"""

import struct

from app.media.unreadable import UnreadableMedia

M4A_BRANDS = (b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"dash", b"3gp4", b"3gp5")
OGG_CODECS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
OGG_PICTURES = b"\x80theora"
WAV_CHUNKS = (b"fmt ", b"fact", b"data")
FRAME = 10  # bytes of the header of an ID3 tag
TRAILER = 128  # bytes of an ID3v1 tag
APE = 32  # bytes of the header or footer of an APE tag
_DEEPEST = 8  # boxes of an M4A within each other


def clean_sound(data: bytes) -> tuple[str, bytes]:
    """The media type of a sound, and its bytes without tags. Raises UnreadableMedia."""
    if data[:4] == b"OggS":
        head = data[:512]
        if OGG_PICTURES in head or not any(codec in head for codec in OGG_CODECS):
            raise UnreadableMedia("This Ogg file has no sound that browsers play. Send Vorbis or Opus.")
        return "audio/ogg", data
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav", _clean_wav(data)
    if data[4:8] == b"ftyp" and data[8:12] in M4A_BRANDS:
        return "audio/mp4", _clean_m4a(data)
    bare = _without_tags(data)
    if _is_mp3(bare):
        return "audio/mpeg", bare
    raise UnreadableMedia(
        "This is no picture or sound that can be read. "
        "Send a picture as PNG, JPEG, GIF or WebP, or a sound as MP3, Ogg, WAV or M4A."
    )


def _without_tags(data: bytes) -> bytes:
    start, end = 0, len(data)
    while data[start : start + 3] == b"ID3" and len(data) >= start + FRAME:
        size = 0
        for part in data[start + 6 : start + FRAME]:
            size = size << 7 | part & 0x7F
        footer = FRAME if data[start + 5] & 0x10 else 0
        start += FRAME + size + footer
    if data[max(start, end - TRAILER) :][:3] == b"TAG":
        end -= TRAILER
    if data[max(start, end - APE) : end][:8] == b"APETAGEX":
        size, flags = struct.unpack_from("<I4xI", data, end - APE + 12)
        end -= size + (APE if flags & 0x8000_0000 else 0)
    return data[start : max(start, end)]


def _is_mp3(data: bytes) -> bool:
    """Whether it begins with the frame of an MPEG layer, after filling zeros."""
    frame = data.lstrip(b"\0")[:4]
    return (
        len(frame) == 4
        and frame[0] == 0xFF
        and frame[1] & 0xE0 == 0xE0
        and frame[1] & 0x18 != 0x08  # a version that is not reserved
        and frame[1] & 0x06 != 0  # a layer
        and frame[2] & 0xF0 not in (0x00, 0xF0)
        and frame[2] & 0x0C != 0x0C
    )


def _clean_wav(data: bytes) -> bytes:
    kept, place, seen = b"", 12, set()
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        end = min(place + 8 + size, len(data))  # a recording that broke off says too much
        if name in WAV_CHUNKS and name not in seen:
            content = data[place + 8 : end]
            kept += name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)
            seen.add(name)
        place += 8 + size + (size & 1)
    if not {b"fmt ", b"data"} <= seen:
        raise UnreadableMedia("This WAV file is damaged. Open it in another program and save it again.")
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WAVE" + kept


def _clean_m4a(data: bytes) -> bytes:
    """Overwrite the boxes of user data, which keeps the places of all others."""
    clean = bytearray(data)
    kinds: set[bytes] = set()
    _clean_boxes(clean, 0, len(clean), 0, kinds)
    if b"vide" in kinds:
        raise UnreadableMedia("This is a film. Send the sound alone, as an M4A or MP3 file.")
    if b"soun" not in kinds:
        raise UnreadableMedia("This M4A file is damaged. Open it in another program and save it again.")
    return bytes(clean)


def _clean_boxes(data: bytearray, place: int, end: int, depth: int, kinds: set[bytes]) -> None:
    """Clean the boxes in this part of the file; adds the kinds of its tracks to `kinds`."""
    while place + 8 <= end:
        size, head = int.from_bytes(data[place : place + 4], "big"), 8
        name = bytes(data[place + 4 : place + 8])
        if size == 1:
            size, head = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        elif size == 0:
            size = end - place
        if size < head or place + size > end:
            return
        if name in (b"udta", b"meta", b"uuid"):
            data[place + 4 : place + 8] = b"free"
            data[place + head : place + size] = bytes(size - head)
        elif name == b"hdlr":
            kinds.add(bytes(data[place + head + 8 : place + head + 12]))
        elif name in (b"moov", b"trak", b"mdia") and depth < _DEEPEST:
            _clean_boxes(data, place + head, place + size, depth + 1, kinds)
        place += size
