"""What a camera notes in a picture, such as where somebody lives, is not uploaded. Pure functions.

Only what shows the picture is kept: its bytes, its colour profile and which way up it is.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

#: Segments of a JPEG that show it; all others of their kinds are notes (ITU-T T.81, B.2.4;
#: APP0 is JFIF's, APP2 holds a colour profile, APP14 says what Adobe's colours mean).
_SHOWS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_NOTES = {*range(0xE0, 0xF0), 0xFE}

_APP1, _END, _SCAN = 0xE1, 0xD9, 0xDA

#: Markers without a length: restarts, start, end, and a private one (ITU-T T.81, table B.1).
_BARE = {0x01, *range(0xD0, 0xDA)}

#: In a scan, a byte FF is followed by 00, or by the number of a restart.
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")

_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112

#: Chunks of a PNG that hold text or notes (W3C, Portable Network Graphics, 11.3).
_PNG_NOTES = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


def without_notes(body: bytes, kind: str) -> bytes:
    """Return a picture without its notes, otherwise as it is; only JPEG and PNG are changed.

    Raises:
        ValueError: it is broken, so there may be notes anywhere in it.
    """
    try:
        if kind == "image/jpeg":
            return _jpeg(body)
        return _png(body) if kind == "image/png" else body
    except (IndexError, struct.error):
        raise ValueError("is broken") from None


def orientation(jpeg: bytes) -> int:
    """Return which way up a JPEG is shown, from 1 (as it is) to 8 (Exif 2.3, 4.6.4)."""
    try:
        for code, segment in _segments(jpeg):
            if code == _APP1 and segment[4:].startswith(_EXIF):
                return _oriented(segment[4 + len(_EXIF) :])
    except (ValueError, IndexError, struct.error):
        pass  # broken: then nothing can be told
    return 1


def _jpeg(body: bytes) -> bytes:
    """Return a JPEG's own picture; what stands behind its end is a preview, or a film."""
    up = orientation(body)
    kept = [
        segment
        for code, segment in _segments(body)
        if code not in _NOTES or (code in _SHOWS and segment[4:].startswith(_SHOWS[code]))
    ]
    return b"".join([b"\xff\xd8", _note_of(up) if up > 1 else b"", *kept])


def _segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker's code with its whole segment, a scan with its data, up to the end.

    Raises:
        ValueError, IndexError, struct.error: it is broken.
    """
    place, code = 2, 0
    while place < len(jpeg) and code != _END:
        start = place
        if jpeg[place] != 0xFF:  # noqa: PLR2004 - how each marker begins
            raise ValueError("is broken")
        while jpeg[place + 1] == 0xFF:  # noqa: PLR2004 - fill bytes before a marker
            place += 1
        code, place = jpeg[place + 1], place + 2
        if code not in _BARE:
            place += struct.unpack(">H", jpeg[place : place + 2])[0]
        if code == _SCAN:
            after = _NEXT_MARKER.search(jpeg, place)
            place = after.start() if after else len(jpeg)
        yield code, jpeg[start:place]


def _oriented(tiff: bytes) -> int:
    """Return the orientation that stands in Exif's own list of tags."""
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[first : first + 2])
    for number in range(count):
        entry = tiff[first + 2 + 12 * number :][:12]
        tag, _, _, value = struct.unpack(f"{order}HHIH", entry[:10])
        if tag == _ORIENTATION:
            return int(value) if 1 <= value <= 8 else 1  # noqa: PLR2004 - the eight there are
    return 1


def _note_of(up: int) -> bytes:
    """Return the one note that is kept: which way up the picture is shown."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, up, 0)
    notes = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return struct.pack(">BBH", 0xFF, _APP1, len(notes) + 2) + notes


def _png(body: bytes) -> bytes:
    kept, place = [body[:8]], 8
    while place < len(body):
        length, name = struct.unpack(">I4s", body[place : place + 8])
        chunk = body[place : place + 12 + length]
        place += 12 + length
        if name not in _PNG_NOTES:
            kept.append(chunk)
        if name == b"IEND":
            break
    return b"".join(kept)
