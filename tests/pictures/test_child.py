"""What the child makes of a picture: here in process, without its limits (test_conversion)."""

import functools
import io
import os

import pytest
import resvg_py
from conftest import picture
from PIL import Image

from pelican_medium.pictures import child

MOST_BYTES, MOST_PIXELS = 1 << 20, 1_000_000


@pytest.fixture(autouse=True)
def pillow(monkeypatch):
    """Pillow's own limit, which the child takes away, is back after each test."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def opened(body):
    return Image.open(io.BytesIO(body))


def webp(image, **more):
    out = io.BytesIO()
    image.save(out, "WEBP", **more)
    return out.getvalue()


def as_png(body, kind="image/webp", most_bytes=MOST_BYTES, most_pixels=MOST_PIXELS):
    return child.scaled(body, kind, "PNG", most_bytes, most_pixels)


@pytest.fixture
def refused(capsys):
    """Returns what runs something that must give up, and tells its status and reason."""

    def run(act, *arguments):
        with pytest.raises(SystemExit) as ended:
            act(*arguments)
        return ended.value.code, capsys.readouterr().err.splitlines()[-1]

    return run


def test_transparency_stays():
    """Of a WebP that has some."""
    body = as_png(webp(Image.new("RGBA", (10, 10), (255, 0, 0, 0)), lossless=True))
    assert opened(body).getpixel((5, 5))[3] == 0


def test_a_converted_picture_stands_upright():
    """As the camera noted; the note itself, which may say where it was taken, is gone."""
    exif = Image.Exif()
    exif[0x0112] = 6
    body = as_png(webp(Image.new("RGB", (60, 40)), exif=exif))
    assert opened(body).size == (40, 60)
    assert not opened(body).getexif()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" %s><rect width="100%%" height="100%%"/></svg>'


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
    shown = opened(child.drawn(SVG % attributes))
    assert (shown.format, shown.size) == ("PNG", size)


@pytest.mark.parametrize("name", ["WEBP", "AVIF", "BMP", "PNG", "JPEG", "TIFF"])
def test_each_kind_is_decoded_as_what_it_is(name, refused):
    """Pillow has decoders for dozens of formats, and tries only the one that the bytes say."""
    body = picture("PNG" if name != "PNG" else "BMP")
    status, why = refused(as_png, body, f"image/{name.lower()}")
    assert (status, why[:24]) == (child.BROKEN, "is broken, or of a kind ")


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
def test_a_drawing_never_loses_its_words(inner, why, refused):
    """Neither those in HTML nor those that no font can draw; the author is told why."""
    if why is None:
        assert opened(child.drawn(WORDS % inner)).format == "PNG"
    else:
        status, said = refused(child.drawn, WORDS % inner)
        assert status == child.WORDLESS
        assert why in said


def test_words_are_drawn_in_whatever_font_there_is():
    """The renderer's own choice, Times New Roman, is on few servers; the words are there."""
    for family in (b"", b"font-family='Arial'", b"font-family='Nowhere, serif'"):
        text = WORDS % (b"<text x='5' y='30' font-size='24' %s>Words</text>" % family)
        assert opened(child.drawn(text)).convert("RGBA").getchannel("A").getbbox()


def test_no_words_are_lost_where_there_are_no_fonts(monkeypatch, refused):
    """In a container without fonts a drawing with words is refused; one without is drawn."""
    # The renderer's own switch: nothing that the system has installed is looked at.
    blind = functools.partial(resvg_py.svg_to_bytes, skip_system_fonts=True)
    monkeypatch.setattr(resvg_py, "svg_to_bytes", blind)
    status, why = refused(child.drawn, WORDS % b"<text y='30'>Words</text>")
    assert (status, "no font on this machine can draw" in why) == (child.WORDLESS, True)
    body = child.drawn(WORDS % b"<rect width='9' height='9'/>")
    assert opened(body).convert("RGBA").getchannel("A").getbbox()


def test_what_is_too_large_is_made_smaller():
    """As often as it takes; a PNG stays one."""
    out = io.BytesIO()
    Image.frombytes("RGB", (300, 300), os.urandom(270_000)).save(out, "PNG")
    body = as_png(out.getvalue(), "image/png", most_bytes=50_000)
    assert opened(body).format == "PNG"
    assert len(body) <= 50_000


@pytest.mark.parametrize(
    ("body", "most", "why"),
    [
        (picture("WEBP", size=(1001, 1000)), {}, "has 1 megapixels, more than 1"),
        (picture("WEBP"), {"most_bytes": 10}, "could not be made small enough"),
    ],
)
def test_what_is_too_large_to_be_made_smaller(body, most, why, refused):
    """It is not decoded, or not smaller than anything could be; the author reads which."""
    assert refused(functools.partial(as_png, body, **most)) == (child.BROKEN, why)


def test_a_drawing_reads_nothing_from_elsewhere():
    """Only what it holds itself is drawn: no file, no address, and no picture of a kind unknown."""
    links = ("/etc/passwd", "file:///a.png", "https://e.org/a.png", "data:text/html,x", "x#a")
    kept = ("#a", " #b ", "data:image/png;base64,AA")
    inner = "".join(f'<use href="{link}" xlink:href="{link}"/>' for link in links + kept)
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    root = child.tree(f"<svg {names}>{inner}</svg>".encode())
    child.close_off(root)
    left = [value for element in root for value in element.attrib.values()]
    assert left == [link for link in kept for _ in range(2)]
