"""Formulas in a line of text: where one begins and ends, and whether it is one at all.

Dollars stand for money, variables and templates as well. So a pair of them must stand as Pandoc
asks, and what is between them must show that it is mathematics: by a command of TeX, a script on
a letter, or by being a formula from end to end.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pelican_medium.markup.math import display, reading, signs

#: Only where the article is known to hold formulas; by its shape; by TeX's own signs.
_POSSIBLE, _LIKELY, SURE = 1, 2, 3

#: How authors of notebooks write a dollar where dollars are math.
DOLLAR = r"\$"

#: Stands for what no formula goes through ("object replacement character").
OBJECT = "\ufffc"

#: LaTeX's and amsmath's environments that are a formula by themselves.
_ENVIRONMENTS = {
    *("equation", "align", "alignat", "aligned", "gather", "gathered", "multline", "eqnarray"),
    *("flalign", "displaymath", "math", "split", "array", "cases", "matrix", "pmatrix", "bmatrix"),
    *("vmatrix", "Vmatrix", "Bmatrix", "smallmatrix"),
}

_MARK = re.compile(r"\\(?P<side>begin|end)\{(?P<name>[A-Za-z]+\*?)\}|\\.|\$+", re.DOTALL)
_CLOSING = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}

#: English ordinals and plurals, and French ordinals: "the $n$th".
_SUFFIX = re.compile(r"(?:th|st|nd|rd|s|e|er|ème)\b")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, whoever marked it.

    Attributes:
        tex: its source without the signs around it.
        display: whether it stands on its own, between two paragraphs.
    """

    tex: str
    display: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A formula in a line.

    Attributes:
        start: where its first sign stands.
        end: where its last sign ends.
        formula: what is between them.
        weight: how sure it is that it is one.
        dollar: whether its signs are dollars.
    """

    start: int
    end: int
    formula: Formula
    weight: int
    dollar: bool


def found_in(line: str, *, company: bool) -> list[Found]:
    """Return the formulas of a line.

    Dollars are left alone where those that remain would make a new pair, so that cleaning what
    was cleaned finds nothing more.
    """
    found = list(find(line, company=company))
    if found and any(find(_rest(line, found), company=company)):
        return [f for f in found if not f.dollar]
    return found


def _rest(line: str, found: list[Found]) -> str:
    pieces, place = list[str](), 0
    for one in found:
        said = None if one.formula.display else said_by(one.formula)
        pieces += [line[place : one.start], said or OBJECT]
        place = one.end
    return "".join([*pieces, line[place:]])


def said_by(formula: Formula) -> str | None:
    """Return a formula as Unicode, or None where that could not say the same."""
    if formula.tex == DOLLAR:
        return "$"
    lines = display.lines_of(display.rows_of(formula.tex)) if formula.display else None
    return "; ".join(lines) if lines else reading.to_unicode(formula.tex)


def find(line: str, *, company: bool = False) -> Iterator[Found]:
    """Yield the formulas of a line; company is the certainty that the page shows formulas."""
    marks = list(_MARK.finditer(line))
    closers = _closers(marks)
    place = 0
    while place < len(marks):
        closer = closers[place]
        found = _formula(line, marks[place], marks[closer]) if closer else None
        if closer and found and found.weight >= (_POSSIBLE if company else _LIKELY):
            yield found
            place = closer
        place += 1


def _closers(marks: Sequence[re.Match[str]]) -> list[int | None]:
    """Return for each mark the one that would close it: the next of its family, if it fits."""
    closers: list[int | None] = [None] * len(marks)
    latest: dict[str, int] = {}
    for place in range(len(marks) - 1, -1, -1):
        mark = marks[place]
        family, closing = _family(mark), _closing(mark)
        near = latest.get(family)
        if near is not None and closing == marks[near][0]:
            closers[place] = near
        latest[family] = place
        if family == "$$":
            latest["$"] = place
    return closers


def _family(mark: re.Match[str]) -> str:
    if mark["name"]:
        return str(mark["name"])
    return {r"\)": r"\(", r"\]": r"\["}.get(mark[0], mark[0][:2])


def _closing(mark: re.Match[str]) -> str | None:
    if mark["side"] == "begin" and mark["name"].rstrip("*") in _ENVIRONMENTS:
        return f"\\end{{{mark['name']}}}"
    return _CLOSING.get(mark[0])


def _formula(line: str, opening: re.Match[str], closing: re.Match[str]) -> Found | None:
    start, end = opening.start(), closing.end()
    dollar = opening[0][0] == "$"
    if opening["name"]:
        inner = line[start:end]
        weight = 0 if OBJECT in inner or _MADE.search(inner) else SURE
    else:
        inner = line[opening.end() : closing.start()]
        if opening[0] == "$" and not _hugs(line, inner, end):
            return None
        weight = _weight_between(opening[0], inner)
        if not _stands_apart(line, start) and not (weight == SURE and inner.startswith("\\")):
            return None
    if not weight:
        return None
    display = opening[0] in {"$$", r"\["} or opening["name"] not in {None, "math"}
    return Found(start, end, Formula(source(inner), display), weight, dollar)


def _weight_between(sign: str, inner: str) -> int:
    if sign == "$" and inner == DOLLAR:
        return _LIKELY
    weight = weight_of(inner)
    if sign == "$":
        # MathJax takes blanks inside the dollars, but they are also what stands around prices.
        return weight if inner == inner.strip() or _says_tex(inner) else 0
    return weight or (_POSSIBLE if _is_short(inner) else 0)


def _says_tex(inner: str) -> bool:
    return any(name in signs.KNOWN for name, _ in _COMMAND.findall(inner))


def _is_short(inner: str) -> bool:
    """Tell whether it holds no word and no brace alone, between signs that are nobody's prices."""
    if not 0 < len(inner.strip()) < _LONGEST_PLAIN:
        return False
    bare = _FUNCTION.sub(".", _SCRIPT.sub("", inner))
    return (
        _is_known(inner)
        and max(map(len, re.findall("[A-Za-z]+", bare)), default=0) < 3  # noqa: PLR2004 - "abc"
        and _is_balanced(inner)
        and not _MADE.search(inner)
    )


def _stands_apart(line: str, start: int) -> bool:
    """Tell whether a formula may begin here: not in a word, as in "US$5", or after a bracket.

    Chinese and Japanese put no blank between words.
    """
    before = line[start - 1 : start]
    return not (_in_word(before) or before in set("\\_)]}"))


def _in_word(letter: str) -> bool:
    return letter.isalnum() and letter < "\u2e80"


def _hugs(line: str, inner: str, end: int) -> bool:
    """Tell whether dollars stand as Pandoc asks (its extension tex_math_dollars), or more strictly.

    No digit after them, so that "$20,000 and $30,000" is money. Blanks inside are weighed.
    """
    if inner == DOLLAR:
        return True
    after = line[end : end + 1]
    return bool(_SUFFIX.match(line, end)) or not (_in_word(after) or after in {"_", "(", "{"})


def source(text: str) -> str:
    """Return TeX without what Kramdown and MediaWiki put around it, and its lines aligned."""
    text = text.replace("\u2019", "'").strip("\r\n")
    text = text.removeprefix("% <![CDATA[").removesuffix("%]]>").strip("\r\n")
    lines = textwrap.dedent(text).strip().splitlines()
    text = "\n".join(line.rstrip() for line in lines)
    styled = re.fullmatch(r"\{\\(?:display|text)style (.*)\}", text, re.DOTALL)
    return styled[1].strip() if styled else text


_DELIMITED = re.compile(
    r"(?P<display>\\\[(?P<a>.*)\\\]|\$\$(?P<b>.*)\$\$|(?P<c>\\begin\{.*))"
    r"|\\\((?P<d>.*)\\\)|\$(?P<e>.*)\$",
    re.DOTALL,
)


def delimited(text: str) -> Formula | None:
    """Return the formula that is all of a text, with its signs around it, or None."""
    whole = _DELIMITED.fullmatch(text.strip())
    if whole is None:
        return None
    inner = next(found for name in "abcde" if (found := whole[name]) is not None)
    return Formula(source(inner), whole["display"] is not None)


# --- Is it mathematics? -----------------------------------------------------------------------

#: What this cleaning puts in a text itself: raised and lowered signs, "x^(ab)".
_MADE = re.compile(rf"[{''.join(sorted(signs.SCRIPTS))}]|[\^_]\(")

_LONGEST = 20_000
_LONGEST_PLAIN = 200

_COMMAND = re.compile(r"\\([A-Za-z]+)(\{?)")
_PROSE = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,}\s+[A-Za-z]{3,}")
_FUNCTION = re.compile(rf"(?<!\s)\s*\b(?:{'|'.join(sorted(signs.FUNCTIONS))})\b\s*")
_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_SCRIPT = re.compile(rf"[\^_](?:{_GROUP}|[A-Za-z0-9]{{1,3}}(?![A-Za-z0-9])|\*)")
_STARRED = re.compile(r"\^\*")
_OPERANDS = re.compile(r"[\w)\]}']\s+[\w(\[{]")
#: A command that TeX does not know; a path of Windows has a name before its backslash.
_OWN = re.compile(r"(?<![A-Za-z0-9:.%])\\[A-Za-z]{2,}")
_LETTERS = set("+-*/=<>()[]{}|,.:;!'’^_~% \n")

#: Words that stand between prices, of two letters as a product may be.
_SMALL = re.compile(
    r"\b(?:an|as|at|au|by|de|du|en|et|if|im|in|is|it|la|le|no|of|on|or|ou|so|to|un|we|zu)\b",
    re.IGNORECASE,
)


def weight_of(text: str) -> int:
    """Return how sure it is that a text between signs is a formula; 0 where it is not one."""
    text = text.strip().replace("\u2019", "'")
    if not text or len(text) > _LONGEST or OBJECT in text or _MADE.search(text):
        return 0
    if any(name in signs.KNOWN or brace for name, brace in _COMMAND.findall(text)):
        return SURE if not _is_prose(text) else 0
    if re.fullmatch(r"\\[A-Z]", text):  # an author's own, as \R is
        return _LIKELY
    if _OWN.search(text) and len(text) < _LONGEST_PLAIN and _is_balanced(text):
        return _POSSIBLE if not _is_prose(text) else 0
    bare = re.sub(r"\\[,;:!]", "", text).replace(r"\{", "(").replace(r"\}", ")")
    return _weight_of_plain(
        re.sub(r"\s*([\^_])\s*", r"\1", bare) if len(bare) < _LONGEST_PLAIN else ""
    )


def _is_prose(text: str) -> bool:
    """Tell whether words follow one another outside braces, or a path of Windows begins."""
    outside = _COMMAND.sub(r".\2", text)
    outside = _FUNCTION.sub(".", re.sub(r"\{[^{}]*\}", ".", outside))
    return bool(_PROSE.search(outside) or re.search(r"\b[A-Za-z]:\\", text))


def _weight_of_plain(text: str) -> int:
    """Weigh a text without commands: it must be a formula from end to end."""
    if not text or not _is_well_formed(text):
        return 0
    bare = _FUNCTION.sub(".", _SCRIPT.sub("", text))
    words = re.findall("[A-Za-z]+", bare)
    longest = max(map(len, words), default=0)
    if longest > 3 or _SMALL.search(bare) or re.search(r"[\^_]", bare):  # noqa: PLR2004 - "abc"
        return 0
    scripted = _SCRIPT.search(_STARRED.sub("", text)) is not None
    doubtful = (
        longest == 3  # noqa: PLR2004 - "USD"
        or re.fullmatch(r"[A-Za-z]{2}|[\d.,]+[kKMB]", text)
        or (not scripted and _OPERANDS.search(bare))
        or (not scripted and _STARRED.search(text))
        or not (words or scripted or "=" in text)
        or text[0] in "<>="
    )
    return _POSSIBLE if doubtful else (SURE if scripted else _LIKELY)


def _is_well_formed(text: str) -> bool:
    """Tell whether only signs of a formula are there, its brackets are pairs, its ends whole."""
    if not _is_known(text):
        return False
    if text[0] in "{)]}*/,;:^_." or _STARRED.sub("", text)[-1:] in set("=+-*/<>^_([{,:;~"):
        return False
    name = re.sub(rf"[\^_]{_GROUP}", ".", _FUNCTION.sub(".", text))
    return not re.search(r"[A-Za-z]{2}_", name) and _is_balanced(text)  # no name of a program


def _is_known(text: str) -> bool:
    known = all(c in _LETTERS or (c.isalnum() and _is_plain(c)) or _is_math_sign(c) for c in text)
    return known and any(c.isalnum() for c in text)


def _is_balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0:
            return False
    return depth == 0


def _is_plain(letter: str) -> bool:
    """Tell a letter of a formula: Latin without accents, a digit, Greek."""
    return letter.isascii() or "\u0391" <= letter <= "\u03f5"


def _is_math_sign(sign: str) -> bool:
    return unicodedata.category(sign) == "Sm"
