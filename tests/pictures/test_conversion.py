"""What a picture is by its bytes, what it becomes, and that no picture can break a build."""

import io
import time

import pytest
from conftest import picture
from PIL import Image

from pelican_medium.model.errors import PictureError
from pelican_medium.pictures import conversion, kinds


def opened(body):
    return Image.open(io.BytesIO(body))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" %s><rect width="100%%" height="100%%"/></svg>'


@pytest.mark.parametrize("name", ["WEBP", "AVIF", "BMP"])
def test_what_medium_cannot_take_becomes_a_png(name):
    """With the same size and colours."""
    body, kind = conversion.convert(picture(name, "red", (60, 40)), f"image/{name.lower()}")
    assert kind == "image/png"
    assert (opened(body).format, opened(body).size) == ("PNG", (60, 40))
    red, green, blue = opened(body).convert("RGB").getpixel((30, 20))
    assert (red > 245, green < 10, blue < 10) == (True, True, True)


def test_transparency_stays():
    """Of a WebP that has some."""
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "WEBP", lossless=True)
    body, _ = conversion.convert(out.getvalue(), "image/webp")
    assert opened(body).getpixel((5, 5))[3] == 0


def test_a_converted_picture_stands_upright():
    """As the camera noted; the note itself, which may say where it was taken, is gone."""
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "WEBP", exif=exif)
    body, _ = conversion.convert(out.getvalue(), "image/webp")
    assert opened(body).size == (40, 60)
    assert not opened(body).getexif()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        (b'width="100" height="50"', (200, 100)),
        (b'width="1000" height="500"', (1400, 700)),
        (b'width="2000" height="1000"', (2000, 1000)),
        (b'viewBox="0 0 10 5"', (1400, 700)),
        (b'viewBox="0,0,10,5" width="100%"', (1400, 700)),
        (b'viewBox="0 0 10 5" width="1in"', (192, 96)),
        (b'width="2000000" height="10"', (4096, 1)),
        (b'width="10" height="9e99"', (1400, 1400)),
        (b'viewBox="0 0 0 -5"', (1400, 700)),
        (b"", (1400, 700)),
    ],
)
def test_a_drawing_has_a_sensible_size(attributes, size):
    """Twice what a browser shows, up to Medium's widest column, in its proportions, bounded."""
    body, kind = conversion.convert(SVG % attributes, "image/svg+xml")
    assert (kind, opened(body).size) == ("image/png", size)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (picture("WEBP")[:50], "image/webp", "is broken"),
        (b"RIFF\0\0\0\0WEBP" + b"x" * 99, "image/webp", "is broken"),
        (b"<svg", "image/svg+xml", "broken SVG"),
        (b"<!DOCTYPE svg><p/>", "image/svg+xml", "broken SVG"),
        (picture("WEBP", size=(10_000, 10_000)), "image/webp", "has 100 megapixels"),
    ],
)
def test_what_cannot_be_converted_is_told_in_words(body, kind, words):
    """One sentence for the author, whatever the decoder said."""
    with pytest.raises(PictureError, match=words) as caught:
        conversion.convert(body, kind)
    assert "Traceback" not in str(caught.value)


def test_each_kind_is_decoded_as_what_it_is(monkeypatch, tmp_path):
    """Pillow has decoders for dozens of formats, and tries only the one that the bytes say."""
    for name in ("WEBP", "AVIF", "BMP", "PNG", "JPEG", "TIFF"):
        other = "PNG" if name != "PNG" else "BMP"
        with pytest.raises(PictureError, match="is broken, or of a kind"):
            conversion.convert(picture(other), f"image/{name.lower()}")


WORDS = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60">%s</svg>'


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        (b"<foreignObject><p>words</p></foreignObject>", "foreignObject"),
        (b"<switch><foreignObject/><text>x</text></switch>", "foreignObject"),
        ("<text y='30'>\ue000</text>".encode(), None),
        ("<text y='30'>plain \U0001fbf9</text>".encode(), "no font on this machine"),
        ("<g><text><tspan>\U0001fbf9</tspan></text></g>".encode(), "no font on this machine"),
        ("<text><tspan/>\U0001fbf9</text>".encode(), "no font on this machine"),
        (b"<text y='30'>plain</text>", None),
        (b"<text y='30' font-family='No Such Font'>plain</text>", None),
        (b"<style>.a {font-family: Arial}</style><text class='a' y='30'>plain</text>", None),
        (b"<text><title>\xf0\x9f\xaf\xb9</title></text>", None),
        (b"<text> </text>", None),
        (b"<!-- <foreignObject> --><rect width='9' height='9'/>", None),
    ],
)
def test_a_drawing_never_loses_its_words(inner, why):
    """Neither those in HTML nor those that no font can draw; the author is told why."""
    if why is None:
        assert conversion.convert(WORDS % inner, "image/svg+xml")[1] == "image/png"
    else:
        with pytest.raises(conversion.Undrawable, match=why):
            conversion.convert(WORDS % inner, "image/svg+xml")


def test_words_are_drawn_in_whatever_font_there_is():
    """The renderer's own choice, Times New Roman, is on few servers; the words are there."""
    for family in (b"", b"font-family='Arial'", b"font-family='Nowhere, serif'"):
        text = WORDS % (b"<text x='5' y='30' font-size='24' %s>Words</text>" % family)
        body, _ = conversion.convert(text, "image/svg+xml")
        assert opened(body).convert("RGBA").getchannel("A").getbbox()


def test_no_words_are_lost_where_there_are_no_fonts(monkeypatch, tmp_path):
    """In a container without fonts a drawing with words is none; one without words is drawn."""
    child = tmp_path / "child.py"
    # The renderer's own switch: nothing that the system has installed is looked at.
    source = conversion._CHILD.read_text("utf-8")
    assert source.count("resvg_py.svg_to_bytes(") == 2
    blind = source.replace(
        "resvg_py.svg_to_bytes(", "resvg_py.svg_to_bytes(skip_system_fonts=True,"
    )
    child.write_text(blind, "utf-8")
    monkeypatch.setattr(conversion, "_CHILD", child)
    with pytest.raises(conversion.Undrawable, match="no font on this machine can draw"):
        conversion.convert(WORDS % b"<text y='30'>Words</text>", "image/svg+xml")
    body, _ = conversion.convert(WORDS % b"<rect width='9' height='9'/>", "image/svg+xml")
    assert opened(body).convert("RGBA").getchannel("A").getbbox()


@pytest.mark.parametrize(
    ("body", "kind", "failure"),
    [
        (WORDS % b"<rect/>", "image/svg+xml", conversion.Undrawable),
        (picture("WEBP"), "image/webp", PictureError),
    ],
)
def test_a_drawing_that_takes_too_long_is_not_broken(body, kind, failure):
    """It costs its picture; a photo that cannot be converted in time holds its article."""
    with pytest.raises(PictureError) as caught:
        conversion.convert(body, kind, seconds=0.001)
    assert type(caught.value) is failure


def test_a_broken_drawing_is_its_authors_to_mend():
    """So it is not silently left out."""
    with pytest.raises(PictureError) as caught:
        conversion.convert(b"<svg", "image/svg+xml")
    assert type(caught.value) is PictureError


def test_a_drawing_made_to_fill_the_memory_ends():
    """Entities within entities: a known way to make a small file a large one."""
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 1000}">' for n in range(9)
    )
    svg = f"<!DOCTYPE svg [{entities}]><svg xmlns='http://www.w3.org/2000/svg'><text>&e8;</text></svg>"
    began = time.monotonic()
    with pytest.raises(PictureError):
        conversion.convert(svg.encode(), "image/svg+xml")
    assert time.monotonic() - began < conversion.SECONDS


def test_a_conversion_ends_in_time():
    """Whatever the picture does to its decoder."""
    with pytest.raises(PictureError, match=r"within 0\.001 s"):
        conversion.convert(picture("WEBP"), "image/webp", seconds=0.001)


def test_a_decoder_that_dies_takes_nobody_with_it(monkeypatch, tmp_path):
    """A crash of native code is a message."""
    child = tmp_path / "child.py"
    child.write_text("import os; os.abort()")
    monkeypatch.setattr(conversion, "_CHILD", child)
    with pytest.raises(PictureError, match="broke what decodes it"):
        conversion.convert(picture("WEBP"), "image/webp")


def test_a_decoder_never_sees_the_token(monkeypatch, tmp_path):
    """It works on what others made, and needs nothing of ours."""
    child = tmp_path / "child.py"
    child.write_text("import os, sys; sys.exit(' '.join(os.environ))")
    monkeypatch.setattr(conversion, "_CHILD", child)
    monkeypatch.setattr(conversion, "_BROKEN", 1)
    monkeypatch.setenv("MEDIUM_INTEGRATION_TOKEN", "secret")
    with pytest.raises(PictureError, match="PATH") as caught:
        conversion.convert(picture("WEBP"), "image/webp")
    assert "MEDIUM" not in str(caught.value)


def test_what_is_too_large_is_made_smaller(monkeypatch):
    """As often as it takes; a PNG stays one."""
    import os

    out = io.BytesIO()
    Image.frombytes("RGB", (300, 300), os.urandom(270_000)).save(out, "PNG")
    monkeypatch.setattr(kinds, "MOST_BYTES", 50_000)
    body, kind = conversion.convert(out.getvalue(), "image/png")
    assert kind == "image/png"
    assert len(body) <= 50_000
