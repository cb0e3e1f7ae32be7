"""Converts one picture from standard input to standard output. Run as a file, by `conversion`.

Arguments: the picture's media type, the one wanted, the most bytes of the result, the most
pixels to decode. Imports nothing of ours. Exit status 3: the last line on stderr says why.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from PIL.Image import Image

#: What the whole process may use: bytes of memory, and seconds of computing.
MOST_MEMORY = 2 << 30
MOST_SECONDS = 50

#: Medium's widest column is 1400 pixels (observed by several tools); twice that is plenty.
LONGEST_SIDE = 4096

#: A drawing has no size of its own: what a browser shows, twice, up to Medium's widest column.
DRAWING_WIDTH = 1400

_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex)?\s*")
_UNITS = {"pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "ex": 8}
_INLINE = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)


def main(kind: str, target: str, most_bytes: int, most_pixels: int) -> None:
    """Convert what comes in."""
    limit()
    body = sys.stdin.buffer.read()
    if kind == "image/svg+xml":
        body = drawn(body)
    elif target == "image/jpeg":
        body = scaled(body, "JPEG", most_bytes, most_pixels)
    if kind != "image/jpeg" and (kind != "image/svg+xml" or len(body) > most_bytes):
        body = scaled(body, "PNG", most_bytes, most_pixels)
    sys.stdout.buffer.write(body)


def limit() -> None:
    """Bound memory and time where the system can; elsewhere the parent's time limit must do."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def give_up(why: str) -> NoReturn:
    """End with a reason for the author."""
    sys.stderr.write(f"\n{why}\n")
    sys.exit(3)


# --- Pixels ---------------------------------------------------------------------------------


def scaled(body: bytes, name: str, most_bytes: int, most_pixels: int) -> bytes:
    """Return a picture in this format, upright, and no bigger than allowed."""
    image = upright(body, most_pixels, whole=name == "PNG")
    if name == "JPEG":
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    while len(written := encoded(image, name)) > most_bytes:
        if min(image.size) < 2:  # noqa: PLR2004 - it cannot get smaller
            give_up("could not be made small enough")
        image.thumbnail((max(1, image.width * 7 // 10), max(1, image.height * 7 // 10)))
    return written


def upright(body: bytes, most_pixels: int, *, whole: bool) -> Image:
    """Return the decoded picture, its first frame, turned as the camera noted."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # ours is below, and says what is wrong
    try:
        image = Image.open(io.BytesIO(body))
        if not whole:  # a JPEG decoder can leave out the detail by itself
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        if image.width * image.height > most_pixels:
            megapixels = image.width * image.height / 1e6
            give_up(f"has {megapixels:.0f} megapixels, more than {most_pixels / 1e6:.0f}")
        image.load()
        return plain_mode(ImageOps.exif_transpose(image))
    except UnidentifiedImageError:
        give_up("is broken, or of a kind that the installed Pillow cannot decode")
    except MemoryError:
        give_up("takes too much memory to decode")
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError) as error:
        give_up(f"is broken ({str(error) or type(error).__name__})")


def plain_mode(image: Image) -> Image:
    """Return it in a mode that PNG and Medium know."""
    if image.mode in {"L", "LA", "RGB", "RGBA"}:
        return image
    see_through = image.mode in {"PA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if see_through else "RGB")


def encoded(image: Image, name: str) -> bytes:
    """Return a picture's bytes, with its colour profile and nothing else of its notes."""
    out = io.BytesIO()
    if name == "JPEG":
        image = image.convert("RGB")
    options = {"quality": 90} if name == "JPEG" else {"optimize": False}
    if profile := image.info.get("icc_profile"):
        options["icc_profile"] = profile
    image.save(out, name, **options)
    return out.getvalue()


# --- Drawings -------------------------------------------------------------------------------


def drawn(body: bytes) -> bytes:
    """Return an SVG as a PNG; whatever it would fetch or read from elsewhere is left out."""
    import resvg_py

    root = tree(body)
    close_off(root)
    from lxml import etree

    across, down, fixed = natural_size(root)
    root.set("width", f"{across:.4f}")
    root.set("height", f"{down:.4f}")
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {across:.4f} {down:.4f}")
    width, height = measure(across, down, fixed=fixed)
    try:
        made = resvg_py.svg_to_bytes(
            svg_string=etree.tostring(root, encoding="unicode"), width=width, height=height
        )
    except ValueError as error:
        give_up(f"is a broken SVG ({error})")
    return bytes(made)


def tree(body: bytes) -> Any:
    """Parse without a network, without files, without a DTD from outside."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        give_up(f"is a broken SVG ({error})")
    if etree.QName(root).localname != "svg":
        give_up("is a broken SVG (it does not open with svg)")
    return root


def close_off(root: Any) -> None:
    """Leave only references into the drawing itself: the renderer would read any file.

    Tried with resvg 0.47: an image whose href is a path is read from the disk.
    """
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            reference = str(name).rpartition("}")[2] == "href"
            if reference and not (
                str(value).strip().startswith("#") or _INLINE.match(str(value).strip())
            ):
                del element.attrib[name]


def measure(width: float, height: float, *, fixed: bool) -> tuple[int, int]:
    """Return the size to draw at: sharp, in the drawing's proportions, and bounded."""
    scale = max(1.0, min(2.0, DRAWING_WIDTH / width)) if fixed else DRAWING_WIDTH / width
    scale = min(scale, LONGEST_SIDE / width, LONGEST_SIDE / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def natural_size(root: Any) -> tuple[float, float, bool]:
    """Return width, height, and whether the drawing says so itself rather than its viewBox."""
    box = [
        float(number)
        for number in re.findall(r"-?\d*\.?\d+(?:[eE][-+]?\d+)?", root.get("viewBox") or "")
    ]
    across, down = box[2:] if len(box) == 4 and min(box[2:]) > 0 else (0.0, 0.0)  # noqa: PLR2004
    width, height = length(root.get("width")), length(root.get("height"))
    if width and height:
        return width, height, True
    if across and down and (width or height):
        return width or height * across / down, height or width * down / across, True
    if across and down:
        return across, down, False
    return width or height or 300.0, height or width or 150.0, False


def length(text: str | None) -> float:
    """Return a length in pixels; 0 where there is none, or a share of something else."""
    found = _LENGTH.fullmatch(text or "")
    return float(found[1]) * _UNITS.get(found[2] or "px", 1.0) if found else 0.0


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
