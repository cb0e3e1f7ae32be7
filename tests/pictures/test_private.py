"""What a camera noted in a picture is gone before it is uploaded, and all that shows it stays."""

import io
import struct

import pytest
from conftest import picture
from PIL import Image, ImageCms, PngImagePlugin

from pelican_medium.model.errors import PictureError
from pelican_medium.pictures import conversion, files
from pelican_medium.pictures.preparing import _ready
from pelican_medium.pictures.private import orientation, without_notes

GPS, MAKER = 0x8825, 0x010F
HOME = (52.0, 31.0, 12.0)


def opened(body):
    return Image.open(io.BytesIO(body))


def from_a_camera(up=6, name="JPEG", **more):
    """A picture as a phone writes it: where it was taken, by whom, which way up, its preview."""
    exif = Image.Exif()
    exif[0x0112] = up
    exif[MAKER] = "A camera maker"
    exif.get_ifd(GPS).update({1: "N", 2: HOME, 3: "E", 4: HOME})
    shown = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    shown.save(out, name, exif=exif, icc_profile=profile, **more)
    return out.getvalue()


def with_a_film(body):
    """Behind the picture's end, as phones do it: another picture, with notes of its own."""
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSLatitude</x:xmpmeta>"
    segment = struct.pack(">BBH", 0xFF, 0xE1, len(xmp) + 2) + xmp
    return body[:2] + segment + body[2:] + from_a_camera(1)


def uploaded(body):
    return _ready(files.of_bytes(body), "0" * 32)


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"restart_marker_blocks": 1}])
@pytest.mark.parametrize("up", range(1, 9))
def test_no_upload_says_where_a_photo_was_taken(up, more):
    """GPS, maker and previews are gone; the picture stands upright, with its colours."""
    body = with_a_film(from_a_camera(up, **more))
    assert opened(body).getexif().get_ifd(GPS)[2] == HOME
    sent = uploaded(body)
    found = opened(sent.body)
    assert sent.type == "image/jpeg"
    assert not found.getexif()
    for trace in (b"Exif", b"GPS", b"A camera maker", b"xmpmeta"):
        assert trace not in sent.body
    assert found.size == ((60, 40) if up < 5 else (40, 60))
    assert found.info["icc_profile"] == opened(body).info["icc_profile"]


@pytest.mark.parametrize("up", range(1, 9))
def test_without_the_extra_one_note_stays(up, monkeypatch):
    """Which way up it is shown; the picture's own bytes are not touched."""
    monkeypatch.setattr(conversion, "is_available", lambda _kind: False)
    body = with_a_film(from_a_camera(up))
    sent = uploaded(body).body
    assert dict(opened(sent).getexif()) == ({0x0112: up} if up > 1 else {})
    assert orientation(sent) == orientation(body) == up
    assert b"A camera maker" not in sent
    assert opened(sent).tobytes() == opened(body).tobytes()


@pytest.mark.parametrize("order", ["<", ">"])
def test_either_byte_order_is_read(order):
    """Exif may be written little or big end first."""
    mark = b"II" if order == "<" else b"MM"
    tiff = mark + struct.pack(f"{order}HIHHHIHH", 42, 8, 1, 0x0112, 3, 1, 8, 0) + bytes(4)
    notes = b"Exif\0\0" + tiff
    body = picture("JPEG")
    body = body[:2] + struct.pack(">BBH", 0xFF, 0xE1, len(notes) + 2) + notes + body[2:]
    assert orientation(body) == 8


def test_a_picture_without_notes_is_sent_as_it_is():
    """Byte for byte, of each kind that is uploaded."""
    for name in ("JPEG", "PNG", "GIF", "TIFF"):
        body = picture(name)
        assert uploaded(body).body == body


def test_a_png_loses_its_notes_too():
    """Texts and Exif are gone, the colour profile stays; so do the bytes that show it."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Location", "52.31 N")
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    body = from_a_camera(1, "PNG", pnginfo=info) + b"behind the end"
    sent = uploaded(body).body
    found = opened(sent)
    assert (found.text, dict(found.getexif())) == ({}, {})
    assert found.info["icc_profile"] == opened(body).info["icc_profile"]
    assert found.tobytes() == opened(body).tobytes()
    assert not any(trace in sent for trace in (b"52.31", b"xmp", b"A camera maker", b"behind"))


def test_fill_bytes_and_a_missing_end_are_no_breach():
    """Some programs write more FFs before a marker, or no end at all."""
    body = from_a_camera(1)
    plain = without_notes(body, "image/jpeg")
    filled = body[:2] + b"\xff\xff" + body[2:]
    assert opened(without_notes(filled, "image/jpeg")).tobytes() == opened(body).tobytes()
    assert without_notes(body[:-2], "image/jpeg") == plain[:-2]


def test_a_broken_photo_is_not_sent_with_its_notes(monkeypatch):
    """Where its parts cannot be told apart, nobody knows where the notes are."""
    monkeypatch.setattr(conversion, "is_available", lambda _kind: False)
    body = from_a_camera(1)
    behind_the_first = 4 + struct.unpack(">H", body[4:6])[0]
    for broken in (
        body[:behind_the_first] + b"x" + body[behind_the_first:],
        body[:behind_the_first] + b"\xff",
    ):
        with pytest.raises(PictureError, match="is broken"):
            uploaded(broken)
