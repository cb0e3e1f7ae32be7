"""Draws formulas, each as a PNG as wide as Medium's column. Run as a file, by `formulas`.

Standard input: a JSON list of ``{"tex", "number"}``. Standard output: a line of JSON for each,
``{"png"}`` in base64 or ``{"why"}``, at once, so that what was drawn before a death is not lost.
Imports nothing of ours.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

#: Bytes of memory, and seconds of computing.
MOST_MEMORY = 2 << 30
MOST_SECONDS = 60

#: Medium's column is 700 pixels wide, its text 20 high; both twice, for sharp screens.
WIDTH = 1400
SIZE = 40
#: White above and below; between a formula and its number; at the edges.
PADDING = 24
GAP = 48
EDGE = 4
#: Medium's own colour of text.
INK = "#242424"
TALLEST = 4096
#: What is made smaller than this nobody can read, and longer ones take minutes.
SMALLEST = 0.2
LONGEST = 5_000

#: The environments that latex2mathml knows; it takes any other as if nothing stood there.
ENVIRONMENTS = {
    *("align*", "array", "Bmatrix", "bmatrix", "cases", "equation*", "matrix", "pmatrix"),
    *("smallmatrix", "split", "Vmatrix", "vmatrix"),
}

#: Others that arrange rows in the same way, or number them by themselves, which the text does.
CENTRED = {"gather", "gather*", "gathered", "multline", "multline*"}
ALIKE = {
    **dict.fromkeys(["align", "aligned", "eqnarray", "eqnarray*", "flalign", "flalign*"], "align*"),
    **dict.fromkeys(CENTRED, "align*"),
    **dict.fromkeys(["displaymath", "equation", "math"], "equation*"),
}

#: Signs between two things, in front of which and after which ziamath leaves no blank.
BINARY = set("∖⧵∧∨∪∩⊕⊗⊖⊙⊔⊓∘⋆†‡")
RELATIONS = set("∼⟹⟸⟺⇒⇐⇔⟶⟵⟷⊂⊃⊆⊇⊊⊋⊄⊈≺≻⪯⪰⊢⊨∣∤≲≳⩽⩾≜≔∴∵↪⇌") | {"~"}
INTEGRALS = set("∫∬∭∮")
#: Operators whose limits stand below and above them, where they are displayed.
LIMITS = {"sup", "inf", "gcd", "det", "Pr", *"⨁⨂⨀⨄⋁⋀⨆∐"}
#: Before one of these, or at the start, a sign belongs to what follows it, as a minus does.
SIGNS = {"−", "-", "+", "±", "∓"}
OPENING = set("([{⟨⌊⌈|=<>,;:/·×≤≥≠≈≡∈∝→←↦") | BINARY | RELATIONS


class RefusedError(Exception):
    """This formula cannot be drawn as its author meant it."""


def main() -> None:
    """Draw what comes in."""
    limit()
    out, sys.stdout = sys.stdout, sys.stderr  # no library may write between our lines
    for formula in json.load(sys.stdin):
        out.write(json.dumps(answer(formula["tex"], formula["number"])) + "\n")
        out.flush()


def limit() -> None:
    """Bound memory and time where the system can; elsewhere the parent's time limit must do."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def answer(tex: str, number: str) -> dict[str, str]:
    """Return a formula's picture, or why there is none."""
    try:
        return {"png": base64.b64encode(png(svg(tex, number))).decode("ascii")}
    except RefusedError as error:
        return {"why": str(error)}
    # ziamath and latex2mathml raise anything at what they do not expect, also bare assertions.
    except Exception as error:  # noqa: BLE001
        return {"why": f"{type(error).__name__} {error}".strip()}


def svg(tex: str, number: str) -> str:
    """Return the drawing: the formula in the middle, its number at the right."""
    formula = drawing(mathml(tex))
    across, down = formula.getsize()
    if across <= 0 or down <= 0:
        raise RefusedError("it shows nothing")
    label = drawing(f"<math><mtext>{escaped(number)}</mtext></math>") if number else None
    label_width, label_height = label.getsize() if label else (0.0, 0.0)
    room = WIDTH - 2 * EDGE - (label_width + GAP if label else 0)
    scale = min(1.0, room / across)
    height = round(max(down * scale, label_height) + 2 * PADDING)
    if height > TALLEST or scale < SMALLEST:
        raise RefusedError("it is too large to be read on one picture")
    page = canvas(height)
    left = min((WIDTH - across * scale) / 2, EDGE + room - across * scale)
    place(formula, page, left, height / 2, scale)
    if label:
        place(label, page, WIDTH - EDGE - label_width, height / 2, 1.0)
    return ET.tostring(page, encoding="unicode")


def canvas(height: int) -> ET.Element:
    """Return an empty white drawing."""
    size = {"width": str(WIDTH), "height": str(height)}
    page = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})
    ET.SubElement(page, "rect", {**size, "fill": "white"})
    return page


def place(formula: Any, page: ET.Element, left: float, middle: float, scale: float) -> None:
    """Put a formula where its left edge and its middle are to be."""
    transform = f"translate({left:.2f} {middle:.2f}) scale({scale:.4f})"
    group = ET.SubElement(page, "g", {"transform": transform})
    formula.drawon(group, -formula.node.bbox.xmin, 0, halign="left", valign="center")


def drawing(source: str) -> Any:
    """Return MathML as ziamath has laid it out.

    Raises:
        RefusedError: its font lacks a letter.
    """
    from ziamath.config import config
    from ziamath.zmath import Math

    config.math.color = INK
    formula = Math(polished(ET.fromstring(source)), size=SIZE)  # noqa: S314 - our own
    seen = "".join(formula.mathml.itertext())
    missing = sorted({sign for sign in seen if is_missing(formula.font, sign)})
    if missing:
        raise RefusedError(f"the font has no {' '.join(missing)}")
    return formula


def is_missing(font: Any, sign: str) -> bool:
    """Tell whether a letter would be drawn as an empty box; blanks and marks of order are not."""
    return not sign.isspace() and sign.isprintable() and not font.glyphindex(sign)


def mathml(tex: str) -> str:
    """Return a formula's MathML.

    Raises:
        RefusedError: it says something that would be left out, or shown as its own name.
    """
    from ziamath.tex import tex2mml

    unknown = sorted(set(environments(prepared(tex))) - ENVIRONMENTS)
    if unknown:
        raise RefusedError(f"it uses {', '.join(unknown)}, which is not known")
    if len(tex) > LONGEST:
        raise RefusedError("it is too long to be read on one picture")
    if re.search(r"(?<!\\)\$", tex):
        raise RefusedError("it has a formula inside a text")
    made: str = tex2mml(prepared(tex))
    if CENTRED & set(environments(tex)):
        made = made.replace('columnalign="right"', 'columnalign="center"')
    return made


def polished(math: ET.Element) -> ET.Element:
    """Return MathML with what latex2mathml leaves out or mistakes.

    Raises:
        RefusedError: it shows a command by its name, or has lines that would be left out.
    """
    for parent in list(math.iter()):
        before = ""
        for child in list(parent):
            text = (child.text or "").strip()
            if text.startswith("\\") and len(text) > 1:
                raise RefusedError(f"it uses {text}, which is not known")
            polish(child, text, before)
            if kind(child) in {"msub", "msubsup"} and child[0].text in INTEGRALS:
                space = ET.Element(child.tag.replace(kind(child), "mspace"), {"width": "0.2em"})
                parent.insert(list(parent).index(child) + 1, space)
            if text or len(child):
                before = text or "x"
    return math


def polish(element: ET.Element, text: str, before: str) -> None:
    """Mend one element.

    Args:
        before: the text of the one before it; "" for none.
    """
    name = kind(element)
    if name == "mtable":
        polish_table(element)
    elif name in {"msub", "msup", "msubsup"} and element[0].text in LIMITS:
        limits = name.replace("sub", "under").replace("sup", "over")
        element.tag = element.tag.replace(name, limits)
    elif name in {"mi", "mo"} and text in BINARY | RELATIONS:
        space = "0.22em" if text in BINARY else "0.28em"
        element.tag = element.tag.replace("}mi", "}mo") if "}" in element.tag else "mo"
        element.attrib.update(lspace=space, rspace=space)
        element.text = "∼" if text == "~" else text
    elif text in SIGNS and (not before or before in OPENING):
        element.attrib.update(form="prefix", lspace="0em", rspace="0em")


def kind(element: ET.Element) -> str:
    """Return an element's name."""
    return element.tag.rpartition("}")[2]


def polish_table(table: ET.Element) -> None:
    """Give rows of formulas some room; a table with lines would lose them."""
    if table.get("columnlines") or table.get("rowlines") or table.get("frame"):
        raise RefusedError("it has lines in a table, which would be left out")
    table.set("rowspacing", "0.5em" if table.get("displaystyle") == "true" else "0.25em")
    if table.get("columnspacing") is None:
        table.set("columnspacing", "0.6em")


def environments(tex: str) -> Iterator[str]:
    """Yield the names of the environments that begin in a formula."""
    return (found[1] for found in re.finditer(r"\\begin\s*\{([^{}]*)\}", tex))


def prepared(tex: str) -> str:
    """Return a formula in the words that latex2mathml knows."""
    tex = re.sub(r"\\(begin|end)\s*\{alignat(?:ed)?\*?\}(?:\{\d+\})?", r"\\\1{align*}", tex)
    if "{eqnarray" in tex:  # a & = & b, of which the second only centres the sign
        tex = re.sub(r"&([^&\\]*)&", r"&\1", tex)
    for name, alike in ALIKE.items():
        tex = tex.replace(rf"\begin{{{name}}}", rf"\begin{{{alike}}}")
        tex = tex.replace(rf"\end{{{name}}}", rf"\end{{{alike}}}")
    tex = re.sub(r"\\bmod(?![A-Za-z])", r"\\;\\mathrm {mod}\\;", tex)
    tex = re.sub(r"\\pmod\s*(\{[^{}]*\}|.)", r"\\quad(\\mathrm {mod}\\;\1)", tex)
    return tex.replace("&&", "&").replace(r"\!", "").replace("~", r"\ ")


def escaped(text: str) -> str:
    """Return a text as XML has it."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def png(drawn: str) -> bytes:
    """Return a drawing's pixels; there is no text in it, so no font of the system is needed."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, skip_system_fonts=True))


if __name__ == "__main__":
    main()
