"""What a picture is: by its bytes, never by its name. Pure functions."""

from __future__ import annotations

import re
import struct

#: What ``POST /images`` takes (Medium's API documentation).
TAKEN = ("image/jpeg", "image/png", "image/gif", "image/tiff")

#: What can be turned into a PNG.
CONVERTIBLE = ("image/webp", "image/avif", "image/bmp", "image/svg+xml")

#: No first-party source: 25 MB is what third parties repeat of Medium's editor.
MOST_BYTES = 25 * 1024 * 1024

#: What a picture may unpack to: four bytes each when it is decoded, so 256 MB.
MOST_PIXELS = 64_000_000

#: Where the size of a picture stands, even behind a camera's own notes and thumbnail.
HEAD_BYTES = 1 << 18

EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/tiff": ".tif",
}

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)

_SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:svg[\s>/]|[?!].*?<(?:\w+:)?svg[\s>/])", re.DOTALL)

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_FOREIGN = re.compile(rb"<(?:\w+:)?foreignObject\b(?![^<>]*/>)")

#: A JPEG's frame headers hold its size (ITU-T T.81, B.2.2); C4, C8 and CC are other segments.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def of(head: bytes) -> str | None:
    """Return the media type of a picture by its first bytes, or None for an unknown one."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and re.search(rb"avi[fs]", head[8:32]):
        return "image/avif"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    return "image/svg+xml" if _SVG.match(head[:8192]) else None


def holds_html(head: bytes) -> bool:
    """Tell whether an SVG has words in HTML within it, as Mermaid and draw.io write them.

    No library that draws SVG shows them (SVG 1.1, 23.3: foreignObject).
    """
    return of(head) == "image/svg+xml" and bool(_FOREIGN.search(_COMMENT.sub(b"", head)))


def moves(head: bytes) -> bool:
    """Tell whether a WebP or AVIF is an animation, of which a PNG keeps the first picture only."""
    if of(head) == "image/webp":
        return head[12:16] == b"VP8X" and bool(head[20:21]) and bool(head[20] & 2)
    return of(head) == "image/avif" and b"avis" in head[8:32]


def pixels(head: bytes) -> int | None:
    """Return how many pixels a PNG, GIF or JPEG says it has, or None where it does not tell."""
    kind = of(head)
    try:
        if kind == "image/png":
            width, height = struct.unpack(">II", head[16:24])
        elif kind == "image/gif":
            width, height = struct.unpack("<HH", head[6:10])
        elif kind == "image/jpeg":
            height, width = _jpeg_size(head)
        else:
            return None
    except struct.error:
        return None
    return int(width * height)


def _jpeg_size(head: bytes) -> tuple[int, int]:
    """Walk from segment to segment up to the frame header.

    Raises:
        struct.error: the bytes end before it.
    """
    place = 2
    while True:
        marker, length = struct.unpack(">HH", head[place : place + 4])
        if marker & 0xFF in _FRAMES and marker >> 8 == 0xFF:  # noqa: PLR2004 - a marker's first byte
            height, width = struct.unpack(">HH", head[place + 5 : place + 9])
            return height, width
        place += 2 + length
