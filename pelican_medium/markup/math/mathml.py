"""Formulas made of elements → TeX: MathML, and the HTML that Docutils and Pandoc write.

TeX is the one form a reader can still make sense of as text. What has no name in TeX keeps the
element's own, so that nothing is lost: ``\\menclose{x}``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from pelican_medium.markup.math import letters

#: How MathML says that its author wrote TeX (KaTeX, Pandoc, LaTeXML, MediaWiki).
_ENCODINGS = {"application/x-tex", "application/x-latex", "math/tex", "tex", "latex"}

#: A sign above or below → the accent it stands for.
_OVER = {
    "ˆ": "hat",
    "^": "hat",
    "\u0302": "hat",
    "~": "tilde",
    "˜": "tilde",
    "\u0303": "tilde",
    "¯": "bar",
    "‾": "bar",
    "ˉ": "bar",
    "―": "overline",
    "_": "overline",
    "\u0304": "bar",
    "→": "vec",
    "⃗": "vec",
    "˙": "dot",
    ".": "dot",
    "¨": "ddot",
    "⏞": "overbrace",
}
_UNDER = {"_": "underline", "̲": "underline", "⏟": "underbrace"}

#: Signs whose limits TeX writes as scripts.
_LIMITS = set("∑∏∐∫∬∭∮⋃⋂⨁⨂⋁⋀") | {r"\lim", r"\max", r"\min", r"\sup", r"\inf"}


def tex_of(element: Tag) -> str:
    """Return the TeX of a formula: its author's where it is told, else what its elements say.

    It is "" where it would leave out a letter or hold what is no part of a formula: a broken
    page may have half an article in a ``math`` that nobody closed.
    """
    if element.name == "math":
        if any(isinstance(tag, Tag) and tag.name not in _MATHML for tag in _inner(element)):
            return ""
        told = _told(element)
        if told:
            return told
    said = _ARGUMENT.sub(r"\\\1{\2}", _tidy(_row(element)))
    needed = Counter(c for c in _seen(element) if c.isalnum() and c not in _OVER)
    return said if needed <= Counter(said) else ""


#: Docutils shows a command that it does not know by its name, and its argument without braces.
_ARGUMENT = re.compile(r"\\(tag|label|ref|eqref) ?(?!\{)([A-Za-z0-9:.-]+)")


def _inner(element: Tag) -> Iterator[PageElement]:
    """Yield what is in a formula, but for what is told beside it in some other notation."""
    for node in element.contents:
        yield node
        if isinstance(node, Tag) and node.name != "annotation-xml":
            yield from _inner(node)


def _seen(element: Tag) -> str:
    return "".join(
        str(node)
        for node in _inner(element)
        if type(node) is NavigableString and getattr(node.parent, "name", "") != "annotation"
    )


def _told(math: Tag) -> str:
    """Return what an annotation or ``alttext`` says; that may also be a sentence to be read out."""
    for annotation in math.find_all("annotation"):
        if str(annotation.get("encoding")).lower() in _ENCODINGS:
            return annotation.get_text().strip()
    spoken = str(math.get("alttext") or "").strip()
    return spoken if re.search(r"[\\^_{]", spoken) else ""


def _tidy(text: str) -> str:
    """Drop the blanks that a command only needs before a letter, and part scripts from letters."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(\\[A-Za-z]+) (?=[^A-Za-z ]|$)", r"\1", text).strip()
    return re.sub(r"(?<!\\)([\^_])([^\W_])(?=[^\W_])", r"\1{\2}", text)


def _row(element: Tag) -> str:
    return "".join(_one(node) for node in element.contents)


def _one(node: PageElement) -> str:
    if isinstance(node, Tag):
        return _HANDLERS.get(node.name, _unknown)(node)
    # Comments and the like are strings of their own class; blanks in MathML only indent it.
    indents = not node.get_text().strip() and getattr(node.parent, "name", "") in _MATHML
    return "" if indents or type(node) is not NavigableString else letters.in_line(str(node))


def _unknown(element: Tag) -> str:
    return f"\\{element.name}" + "".join(f"{{{_one(child)}}}" for child in _children(element))


def _children(element: Tag) -> list[Tag]:
    return [child for child in element.contents if isinstance(child, Tag)]


def _parts(element: Tag, count: int) -> list[str]:
    """Return what an element's children say; a broken one may have too few or too many."""
    said = [_one(child) for child in _children(element)]
    return [*said[: count - 1], "".join(said[count - 1 :]), *[""] * count][:count]


# --- Scripts ----------------------------------------------------------------------------------


def _script(base: str, low: str = "", high: str = "") -> str:
    """Return a base with its scripts."""
    lowered = f"_{_argument(low)}" if low else ""
    raised = f"^{_argument(high)}" if high else ""
    return _as_base(base) + lowered + raised


def _argument(said: str) -> str:
    said = _tidy(said)
    return said if len(said) == 1 and said != "\\" else f"{{{said}}}"


def _as_base(base: str) -> str:
    base = _tidy(base)
    one = len(base) == 1 or re.fullmatch(r"\\[A-Za-z]+(\{[^{}]*\})?|\d+", base)
    return base if one or re.fullmatch(r"\([^()]*\)|\[[^][]*\]", base) else f"{{{base}}}"


def _sub(element: Tag) -> str:
    return _script(*_parts(element, 2))


def _sup(element: Tag) -> str:
    base, high = _parts(element, 2)
    return _script(base, high=high)


def _subsup(element: Tag) -> str:
    return _script(*_parts(element, 3))


def _under(element: Tag) -> str:
    base, under = _parts(element, 2)
    mark = _UNDER.get(_mark_of(element))
    if mark:
        return f"\\{mark}{{{base}}}"
    return _script(base, under) if _tidy(base) in _LIMITS else f"\\underset{{{under}}}{{{base}}}"


def _over(element: Tag) -> str:
    base, over = _parts(element, 2)
    accent = _OVER.get(_mark_of(element))
    if accent:
        return f"\\{accent}{{{base}}}"
    return _script(base, high=over) if base in _LIMITS else f"\\overset{{{over}}}{{{base}}}"


def _mark_of(element: Tag) -> str:
    """Return the sign above or below as it stands, before TeX's own signs are escaped."""
    return "".join(letters.plain(child) for child in _children(element)[1:])


# --- Two dimensions ---------------------------------------------------------------------------


def _fraction(element: Tag) -> str:
    above, below = _parts(element, 2)
    stacked = re.match(r"0(?:\.0*)?[a-z%]*$", str(element.get("linethickness")))
    return f"\\{'binom' if stacked else 'frac'}{{{_tidy(above)}}}{{{_tidy(below)}}}"


def _square_root(element: Tag) -> str:
    return f"\\sqrt{{{_tidy(_row(element))}}}"


def _root(element: Tag) -> str:
    inside, degree = _parts(element, 2)
    return f"\\sqrt[{_tidy(degree)}]{{{_tidy(inside)}}}"


def _fenced(element: Tag) -> str:
    opening, closing = str(element.get("open", "(")), str(element.get("close", ")"))
    between = str(element.get("separators", ",")).strip()[:1]
    inside = f"{between} ".join(_one(child) for child in _children(element))
    return f"{opening.translate(letters.ESCAPES)}{inside}{closing.translate(letters.ESCAPES)}"


def _table(element: Tag) -> str:
    rows = [_table_row(row) for row in _children(element)]
    numbered = any(row.name == "mlabeledtr" for row in _children(element))
    aligned = numbered or "align" in element.get_attribute_list("class")
    return _matrix(rows, "align" if aligned else "matrix")


def _table_row(row: Tag) -> list[str]:
    """Return the cells of a row; the first one of a labelled row is its number."""
    cells = _children(row)
    if row.name != "mlabeledtr" or not cells:
        return [_tidy(_row(cell)) for cell in cells]
    number, *said = [_tidy(_row(cell)) for cell in cells]
    plain = letters.plain(cells[0])
    return [*said[:-1], f"{''.join(said[-1:])} \\tag*{{{plain or number}}}"]


def _matrix(rows: Sequence[Sequence[str]], name: str = "matrix") -> str:
    lines = r" \\ ".join(" & ".join(row) for row in rows if any(row))
    return f"\\begin{{{name}}} {lines} \\end{{{name}}}"


def _semantics(element: Tag) -> str:
    children = _children(element)
    return _one(children[0]) if children else _row(element)


# --- HTML: Docutils' math_output="HTML", Pandoc without a renderer -------------------------------


def _span(element: Tag) -> str:
    for name in element.get_attribute_list("class"):
        handler = _SPANS.get(str(name))
        if handler:
            return handler(element)
    return _row(element)


def _italic(element: Tag) -> str:
    """Return letters in italics, which are variables, however many."""
    children = _children(element)
    return _row(element) if children else element.get_text().translate(letters.ESCAPES)


def _bold(element: Tag) -> str:
    return f"\\mathbf{{{_row(element)}}}"


def _lowered(element: Tag) -> str:
    return f"_{_argument(_row(element))}"


def _raised(element: Tag) -> str:
    return f"^{_argument(_row(element))}"


def _span_fraction(element: Tag) -> str:
    parts = [element.find(class_=name) for name in ("numerator", "denominator")]
    above, below = (_tidy(_row(part)) if part else "" for part in parts)
    return f"\\frac{{{above}}}{{{below}}}"


def _span_root(element: Tag) -> str:
    degree = element.find("sup", class_="root")
    inside = element.find("span", class_="root")
    index = f"[{_tidy(_row(degree))}]" if degree else ""
    return f"\\sqrt{index}{{{_tidy(_row(inside)) if inside else ''}}}"


def _span_limits(element: Tag) -> str:
    """Return an operator before its limits, of which the upper one stands first in the HTML."""
    by_name = {"span": "", "sub": "", "sup": ""}
    for child in _children(element):
        if child.name in by_name:
            by_name[child.name] += _one(child)
    return by_name["span"] + by_name["sub"] + by_name["sup"]


def _span_array(element: Tag) -> str:
    """Return rows of cells, or a large bracket, which is made of several signs."""
    rows = [_children(row) for row in _children(element)]
    cells = [cell for row in rows for cell in row]
    if cells and all("bracket" in cell.get_attribute_list("class") for cell in cells):
        sign = cells[0].get_text().strip()[:1]
        return _BRACKETS.get(sign, sign).translate(letters.ESCAPES)
    name = "align" if "align" in element.get_attribute_list("class") else "matrix"
    return _matrix([[_tidy(_row(cell)) for cell in row] for row in rows], name)


def _command(element: Tag) -> str:
    return element.get_text().strip() + " "


def _nothing(element: Tag) -> str:
    del element
    return ""


_BRACKETS = {"⎛": "(", "⎞": ")", "⎡": "[", "⎤": "]", "⎧": "{", "⎫": "}", "⎪": "|"}

_Handler = Callable[[Tag], str]

_SPANS: dict[str, _Handler] = {
    "fraction": _span_fraction,
    "sqrt": _span_root,
    "text": letters.text,
    "unknown": _command,
    "ignored": _nothing,
    "limits": _span_limits,
    "scripts": _span_limits,
    "array": _span_array,
    "environment": _span_array,
}

#: Elements that an HTML formula is made of; with any other it is a box that holds more.
HTML = frozenset({"b", "big", "br", "em", "i", "span", "strong", "sub", "sup", "tt", "var"})

_ROWS = ["math", "mrow", "mstyle", "mpadded", "merror", "mtd"]
#: Every element of MathML 3 that a page shows, and of MathML Core.
_MATHML = {
    *("annotation", "annotation-xml", "maction", "maligngroup", "malignmark", "math", "menclose"),
    *("merror", "mfenced", "mfrac", "mglyph", "mi", "mlabeledtr", "mlongdiv", "mmultiscripts"),
    "mn",
    *("mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mscarries"),
    *("mscarry", "msgroup", "msline", "mspace", "msqrt", "msrow", "mstack", "mstyle", "msub"),
    *("msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none"),
    "semantics",
}

_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys(_ROWS, _row),
    **dict.fromkeys(["tt", "big", "none"], _row),
    "mi": letters.identifier,
    "mn": letters.plain,
    "mo": letters.operator,
    "mtext": letters.text,
    "ms": letters.text,
    "msub": _sub,
    "msup": _sup,
    "msubsup": _subsup,
    "munder": _under,
    "mover": _over,
    "munderover": _subsup,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "mfenced": _fenced,
    "mtable": _table,
    "semantics": _semantics,
    "mspace": lambda _: " ",
    **dict.fromkeys(["annotation", "annotation-xml"], _nothing),
    "span": _span,
    "sub": _lowered,
    "sup": _raised,
    "br": lambda _: " ",
    "i": _italic,
    "em": _italic,
    "var": _italic,
    "b": _bold,
    "strong": _bold,
}
