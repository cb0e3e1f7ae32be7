"""Converts one picture from standard input to standard output. Run as a file, by `conversion`.

Arguments: the picture's media type, the one wanted, the most bytes of the result, the most
pixels to decode. Imports nothing of ours. Exit status 3: the last line on stderr says why; 4: the
same, and it is a drawing that would not show what it says.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from PIL.Image import Image

#: Exit statuses, which `conversion` knows.
BROKEN, WORDLESS = 3, 4

#: What the whole process may use: bytes of memory, and seconds of computing.
MOST_MEMORY = 2 << 30
MOST_SECONDS = 10

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
        body, kind = drawn(body), "image/png"
        if len(body) > most_bytes:
            body = scaled(body, kind, "PNG", most_bytes, most_pixels)
    else:
        name = "JPEG" if target == "image/jpeg" else "PNG"
        body = scaled(body, kind, name, most_bytes, most_pixels)
    sys.stdout.buffer.write(body)


def limit() -> None:
    """Bound memory and time where the system can; elsewhere the parent's time limit must do."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def give_up(why: str, status: int = BROKEN) -> NoReturn:
    """End with a reason for the author."""
    sys.stderr.write(f"\n{why}\n")
    sys.exit(status)


# --- Pixels ---------------------------------------------------------------------------------


def scaled(body: bytes, kind: str, name: str, most_bytes: int, most_pixels: int) -> bytes:
    """Return a picture in this format, upright, and no bigger than allowed."""
    image = upright(body, kind, most_pixels, whole=name == "PNG")
    if name == "JPEG":
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    while len(written := encoded(image, name)) > most_bytes:
        if min(image.size) < 2:  # noqa: PLR2004 - it cannot get smaller
            give_up("could not be made small enough")
        image.thumbnail((max(1, image.width * 7 // 10), max(1, image.height * 7 // 10)))
    return written


def upright(body: bytes, kind: str, most_pixels: int, *, whole: bool) -> Image:
    """Return the decoded picture, its first frame, turned as the camera noted."""
    from PIL import ImageOps

    image = opened(body, kind)
    try:
        if not whole:  # a JPEG decoder can leave out the detail by itself
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        if image.width * image.height > most_pixels:
            megapixels = image.width * image.height / 1e6
            give_up(f"has {megapixels:.0f} megapixels, more than {most_pixels / 1e6:.0f}")
        image.load()
        return plain_mode(ImageOps.exif_transpose(image))
    except MemoryError:
        give_up("takes too much memory to decode")
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError) as error:
        give_up(f"is broken ({str(error) or type(error).__name__})")


def opened(body: bytes, kind: str) -> Image:
    """Return a picture that is of the kind it says, for no other decoder to be tried on it."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # ours is in `upright`, and says what is wrong
    try:
        return Image.open(io.BytesIO(body), formats=[kind.removeprefix("image/").upper()])
    except (UnidentifiedImageError, KeyError):  # KeyError: Pillow was built without it
        give_up("is broken, or of a kind that the installed Pillow cannot decode")
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
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
    families = families_for(root)
    from lxml import etree

    across, down, fixed = natural_size(root)
    root.set("width", f"{across:.4f}")
    root.set("height", f"{down:.4f}")
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {across:.4f} {down:.4f}")
    width, height = measure(across, down, fixed=fixed)
    try:
        made = resvg_py.svg_to_bytes(
            svg_string=etree.tostring(root, encoding="unicode"),
            width=width,
            height=height,
            **families,
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


# --- The words of a drawing -----------------------------------------------------------------

SVG = "http://www.w3.org/2000/svg"

#: What a font's generic names may stand for: the first one that is installed. The renderer
#: itself knows one name for each, and leaves out words where that one is not installed.
FAMILIES = {
    "sans_serif_family": (
        "Arial", "Helvetica", "Liberation Sans", "Arimo", "Noto Sans", "DejaVu Sans", "FreeSans",
        "Nimbus Sans", "Segoe UI", "Verdana", "Roboto", "Open Sans", "Ubuntu", "Cantarell",
    ),
    "serif_family": (
        "Times New Roman", "Times", "Liberation Serif", "Tinos", "Noto Serif", "DejaVu Serif",
        "FreeSerif", "Nimbus Roman", "Georgia",
    ),
    "monospace_family": (
        "Courier New", "Courier", "Liberation Mono", "Cousine", "Noto Sans Mono",
        "DejaVu Sans Mono", "FreeMono", "Nimbus Mono PS", "Menlo", "Consolas",
    ),
}  # fmt: skip

#: What decides which font draws a letter.
FONT = ("class", "id", "style", "lang", "font", "font-family", "font-style", "font-weight")

#: No font has this one: what is drawn for it is what stands for a letter that a font lacks.
LACKING = "\U0010fffd"

#: So many letters, each in its font, are looked at; a drawing of more has shown what it needs.
MOST_LETTERS = 1500

CELL, ACROSS = 40, 40
PLAIN = (
    ";font-size:24px;fill:#000;fill-opacity:1;opacity:1;stroke:none;display:inline;"
    "visibility:visible;text-anchor:start;transform:none;letter-spacing:0;word-spacing:0"
)


def families_for(root: Any) -> dict[str, Any]:
    """Return fonts for a drawing's words, or give up where some of them would be lost."""
    if next(root.iter("{*}foreignObject"), None) is not None:
        give_up("holds HTML (foreignObject), whose words would be lost", WORDLESS)
    letters = letters_of(root)
    if not letters:
        return {}
    families = installed_families(root)
    marks = shapes(root, letters, families)
    lost = sorted({
        letter
        for (chain, letter), mark in marks.items()
        if letter != LACKING and mark in {b"", marks[chain, LACKING]}
    })  # fmt: skip
    if lost:
        give_up(f"has words that no font on this machine can draw ({' '.join(lost[:5])})", WORDLESS)
    return families


def letters_of(root: Any) -> dict[tuple[Any, str], None]:
    """Return each letter of a drawing with what decides on its font, in their order."""
    found: dict[tuple[Any, str], None] = {}
    for element, text in words(root):
        chain = chain_of(element)
        for letter in text:
            if unicodedata.category(letter)[0] not in "CMZ" and len(found) < MOST_LETTERS:
                found[chain, LACKING] = found[chain, letter] = None
    return found


def words(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield each piece of text that is drawn, with the element it stands in."""
    for text in root.iter("{*}text"):
        for element in text.iter("{*}*"):
            if element.text and local(element) not in {"title", "desc", "style", "script"}:
                yield element, element.text
            if element is not text and element.tail:
                yield element.getparent(), element.tail


def chain_of(element: Any) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return an element and what it stands in, as far as that decides on a font."""
    line = [*reversed(list(element.iterancestors())), element]
    kept = [tuple((name, node.get(name)) for name in FONT if node.get(name)) for node in line]
    return tuple(
        ("g" if local(node) == "svg" else local(node), names)
        for node, names in zip(line, kept, strict=True)
    )


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def installed_families(root: Any) -> dict[str, Any]:
    """Return an installed font for each generic name, as far as there are any."""
    names = [name for row in FAMILIES.values() for name in row]
    nothing = dict.fromkeys(FAMILIES, LACKING)
    cells = {
        ((("text", (("font-family", f"'{name}'"),)),), "x"): None for name in names
    }  # fmt: skip
    marks = shapes(None, cells, nothing)
    there = [name for name, mark in zip(names, marks.values(), strict=True) if mark]
    found = {
        generic: next((name for name in row if name in there), there[0])
        for generic, row in FAMILIES.items()
        if there
    }
    if found and not wants_serif(root):  # it stands in for each font that is not installed
        found["serif_family"] = found["sans_serif_family"]
    return found


def wants_serif(root: Any) -> bool:
    """Tell whether a drawing asks for a font with serifs anywhere."""
    from lxml import etree

    source = etree.tostring(root, encoding="unicode")
    return bool(re.search(r"(?<!sans-)\bserif|times|georgia|roman", source, re.IGNORECASE))


def shapes(root: Any, letters: Any, families: dict[str, Any]) -> dict[Any, bytes]:
    """Return what each letter looks like when drawn; b"" for one that leaves no mark."""
    import resvg_py
    from lxml import etree
    from PIL import Image

    sheet = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    sheet.set("width", str(CELL * ACROSS))
    sheet.set("height", str(CELL * (len(letters) // ACROSS + 1)))
    for style in [] if root is None else list(root.iter("{*}style")):
        etree.SubElement(sheet, f"{{{SVG}}}style").text = style.text
    places = {key: divmod(number, ACROSS) for number, key in enumerate(letters)}
    for (chain, letter), (down, across) in places.items():
        add_letter(sheet, chain, letter, (across * CELL + 8, down * CELL + 28))
    drawn_sheet = resvg_py.svg_to_bytes(
        svg_string=etree.tostring(sheet, encoding="unicode"), **families
    )
    alpha = Image.open(io.BytesIO(bytes(drawn_sheet)), formats=["PNG"]).convert("RGBA")
    alpha = alpha.getchannel("A")
    found = {}
    for key, (down, across) in places.items():
        box = (across * CELL, down * CELL, (across + 1) * CELL, (down + 1) * CELL)
        cell = alpha.crop(box)
        found[key] = cell.tobytes() if cell.getbbox() else b""
    return found


def add_letter(sheet: Any, chain: Any, letter: str, place: tuple[int, int]) -> None:
    """Put a letter into a sheet, within elements that give it the font it has in the drawing."""
    from lxml import etree

    node = sheet
    for name, attributes in chain:
        node = etree.SubElement(node, f"{{{SVG}}}{name}", dict(attributes))
        node.set("style", (node.get("style") or "") + PLAIN)
        if name == "text":
            node.set("x", str(place[0]))
            node.set("y", str(place[1]))
    node.text = letter


# --- The size of a drawing ------------------------------------------------------------------


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
