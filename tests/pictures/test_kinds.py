"""What a picture is, by its bytes and never by its name."""

import struct

import pytest
from conftest import picture

from pelican_medium.pictures import files, kinds

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9"><rect/></svg>'


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        *((picture(name), f"image/{name.lower()}") for name in
          ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "AVIF", "BMP")),
        (SVG, "image/svg+xml"),
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- x -->\n<s:svg xmlns:s='s'>", "image/svg+xml"),
        (b"<!DOCTYPE svg PUBLIC 'x'><svg/>", "image/svg+xml"),
        (b"<!doctype html><html><p>no", None),
        (b"", None),
        (b"BM", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"\0\0\0\x18ftypheic", None),
        (b"%PDF-1.7", None),
    ],
)  # fmt: skip
def test_a_kind_is_told_by_the_bytes(body, kind):
    """Of each kind that Medium takes or that can be converted, and of nothing else."""
    assert kinds.of(body) == kind


@pytest.mark.parametrize("name", ["PNG", "GIF", "JPEG"])
def test_the_size_is_read_without_decoding(name):
    """A bomb is known by its head; a cut head tells nothing and breaks nothing."""
    body = picture(name, size=(321, 123))
    assert kinds.pixels(body) == 321 * 123
    assert {kinds.pixels(body[:length]) for length in range(len(body))} <= {None, 321 * 123}


def test_a_cameras_notes_do_not_hide_the_size():
    """A JPEG's size stands behind its EXIF block, which may hold a whole thumbnail."""
    body = picture("JPEG", size=(321, 123))
    notes = b"\xff\xe1" + struct.pack(">H", 60_000) + b"\xff\xc0" * 29_999
    assert kinds.pixels(body[:2] + notes + body[2:]) == 321 * 123


def test_html_in_a_drawing_is_seen_without_drawing_it():
    """So that a look at what waits tells of it as well."""
    foreign = b"<svg xmlns='x'><s:foreignObject width='1'><p>a</p></s:foreignObject></svg>"
    assert kinds.holds_html(foreign)
    assert files.of_bytes(foreign).holds_html
    for other in (
        b"<svg xmlns='x'><!-- <foreignObject> --></svg>",
        b"<svg xmlns='x'><foreignObject width='1'/></svg>",
        b"<svg xmlns='x'><text>foreignObject</text></svg>",
        picture("PNG") + foreign,
    ):
        assert not kinds.holds_html(other)
