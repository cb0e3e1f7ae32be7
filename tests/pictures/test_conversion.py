"""What a picture is by its bytes, what it becomes, and that no picture can break a build."""

import io
import time

import pytest
from conftest import WEBP_BOMB, picture
from PIL import Image

from pelican_medium.model.errors import PictureError
from pelican_medium.pictures import conversion


def opened(body):
    return Image.open(io.BytesIO(body))


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>'
WORDLESS = b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>'


@pytest.mark.parametrize("name", ["WEBP", "AVIF", "BMP"])
def test_what_medium_cannot_take_becomes_a_png(name):
    """With the same size and colours."""
    body, kind = conversion.convert(picture(name, "red", (60, 40)), f"image/{name.lower()}")
    assert kind == "image/png"
    assert (opened(body).format, opened(body).size) == ("PNG", (60, 40))
    red, green, blue = opened(body).convert("RGB").getpixel((30, 20))
    assert (red > 245, green < 10, blue < 10) == (True, True, True)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (picture("WEBP")[:50], "image/webp", "is broken"),
        (b"RIFF\0\0\0\0WEBP" + b"x" * 99, "image/webp", "is broken"),
        (b"<svg", "image/svg+xml", "broken SVG"),
        (b"<!DOCTYPE svg><p/>", "image/svg+xml", "broken SVG"),
        (WEBP_BOMB, "image/webp", "has 100 megapixels"),
    ],
)
def test_what_cannot_be_converted_is_told_in_words(body, kind, words):
    """One sentence for the author, whatever the decoder said."""
    with pytest.raises(PictureError, match=words) as caught:
        conversion.convert(body, kind)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "kind", "failure"),
    [
        (DRAWING, "image/svg+xml", conversion.Undrawable),
        (picture("WEBP"), "image/webp", PictureError),
    ],
)
def test_a_drawing_that_takes_too_long_is_not_broken(body, kind, failure):
    """It costs its picture; a photo that cannot be converted in time holds its article."""
    with pytest.raises(PictureError) as caught:
        conversion.convert(body, kind, seconds=0.001)
    assert type(caught.value) is failure


def test_a_drawing_that_would_lose_its_words_is_not_drawn():
    """That is no fault of its author's, who reads why."""
    with pytest.raises(conversion.Undrawable, match="foreignObject"):
        conversion.convert(WORDLESS, "image/svg+xml")


def test_a_drawing_becomes_a_png():
    """As all but a JPEG does."""
    body, kind = conversion.convert(DRAWING, "image/svg+xml")
    assert (kind, opened(body).format) == ("image/png", "PNG")


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
    monkeypatch.setattr(conversion.child, "BROKEN", 1)
    monkeypatch.setenv("MEDIUM_INTEGRATION_TOKEN", "secret")
    with pytest.raises(PictureError, match="PATH") as caught:
        conversion.convert(picture("WEBP"), "image/webp")
    assert "MEDIUM" not in str(caught.value)
