"""TeX → Unicode, where a line of Unicode says the same; otherwise not at all.

Faithful means that a reader can tell from the Unicode what the TeX said. So there is no form
for what has none (a matrix, a limit under its sign, a superscript "q"), for an unknown command,
or where a bracket would be missing: a fraction beside a factor gets one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from pelican_medium.markup.math import signs
from pelican_medium.markup.math.writing import (
    BLANK,
    SPACE,
    Item,
    UnsayableError,
    fraction,
    joined,
    rooted,
)
from pelican_medium.model.text import SUBSCRIPTS, SUPERSCRIPTS

#: More is no longer readable as one line, whatever it says; and it bounds the reader's depth.
_LONGEST = 200
_DEEPEST = 8

_TOKEN = re.compile(r"\\(?:operatorname\*|[A-Za-z]+)|\\.|[:!<>]=|\s+|.", re.DOTALL)
_TEXT = re.compile(r"[^\\${}^_~%#&]*")


def to_unicode(tex: str) -> str | None:
    """Return a formula as a line of Unicode, or None where that could not say the same.

    Args:
        tex: the source without the signs around it.
    """
    if len(tex) > _LONGEST:
        return None
    try:
        line = joined(_Reader(tex).row(None))
    except UnsayableError:
        return None
    return unicodedata.normalize("NFC", line).strip() or None


class _Reader:
    """Reads the tokens of one formula into items."""

    def __init__(self, tex: str) -> None:
        self._tokens = _TOKEN.findall(tex)
        self._place = 0
        self._depth = 0

    def row(self, end: str | None) -> list[Item]:
        """Return the items up to a closing piece, or to the end of all for None."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnsayableError
        items: list[Item] = []
        while (piece := self._next()) != end:
            if piece is None:
                raise UnsayableError
            items += self._scripts(self._read(piece))
        self._depth -= 1
        return items

    def _next(self) -> str | None:
        piece = self._tokens[self._place] if self._place < len(self._tokens) else None
        self._place += 1
        return piece

    def _peek(self) -> str | None:
        """Return the next piece that is not a blank."""
        place = self._place
        while place < len(self._tokens) and self._tokens[place].isspace():
            place += 1
        return self._tokens[place] if place < len(self._tokens) else None

    def _skip_blanks(self) -> None:
        while self._place < len(self._tokens) and self._tokens[self._place].isspace():
            self._place += 1

    def _read(self, piece: str) -> list[Item]:
        """Return what a piece and its arguments stand for."""
        if piece.isspace():
            return [BLANK]
        if piece == "{":
            return self.row("}")
        if piece in "^_'’":  # on nothing, as in {}^{14}C
            self._place -= 1
            return []
        if piece == "~":
            return [SPACE]
        if piece.startswith("\\"):
            return self._command(piece[1:])
        return [_sign(piece)]

    def _command(self, name: str) -> list[Item]:
        if name.isalpha():
            self._skip_blanks()
        if name in signs.SPACES:
            return [SPACE]
        if name in signs.LOOKS:
            return self._delimiter() if name in {"left", "right"} else []
        if name in signs.COMMANDS or name in signs.ESCAPED:
            return [Item(*(signs.COMMANDS.get(name) or signs.ESCAPED[name]))]
        return self._with_arguments(name)

    def _delimiter(self) -> list[Item]:
        """Refuse the empty one: its other half would stand alone."""
        if self._peek() == ".":
            raise UnsayableError
        return []

    def _with_arguments(self, name: str) -> list[Item]:
        if name in signs.ACCENTS:
            return [_accented(self._argument(), signs.ACCENTS[name])]
        if name in signs.ALPHABETS:
            return [_in_alphabet(item, signs.ALPHABETS[name]) for item in self._argument()]
        if name.rstrip("*") in signs.UPRIGHT:
            return _words(self._text(), "op" if name.startswith("op") else "word")
        if name not in _CONSTRUCTIONS:
            raise UnsayableError
        return _CONSTRUCTIONS[name](self)

    def fraction(self) -> list[Item]:
        """Return ``\\frac`` with its two arguments as one item."""
        return [fraction(self._argument(), self._argument())]

    def modulus(self) -> list[Item]:
        """Return ``\\pmod`` with its argument."""
        return [SPACE, Item("(", "open"), Item("mod", "op"), *self._argument(), _CLOSE]

    def _argument(self) -> list[Item]:
        self._skip_blanks()
        piece = self._next()
        if piece is None or piece in "}^_'’":
            raise UnsayableError
        return self._read(piece)

    def _text(self) -> str:
        """Return the letters of an argument that is text."""
        self._skip_blanks()
        start = self._place + 1
        if self._next() != "{" or "}" not in self._tokens[start:]:
            raise UnsayableError
        self._place = self._tokens.index("}", start) + 1
        text = "".join(self._tokens[start : self._place - 1])
        if not _TEXT.fullmatch(text):
            raise UnsayableError
        return text

    def upright(self) -> list[Item]:
        """Return the rest of a group as the word it is: {\\rm max}."""
        items = self.row("}")
        self._place -= 1
        text = _unspaced(items)
        if not text.isalpha():
            raise UnsayableError
        return _words(text, "word")

    def root(self) -> list[Item]:
        """Return ``\\sqrt`` with its argument as one item."""
        sign = "√"
        if self._peek() == "[":
            self._skip_blanks()
            degree = "".join(self._tokens[self._place : self._place + 3])
            sign = {"[2]": "√", "[3]": "∛", "[4]": "∜"}.get(degree, "")
            self._place += 3
        if not sign:
            raise UnsayableError
        return [rooted(sign, self._argument())]

    def _scripts(self, base: list[Item]) -> list[Item]:
        """Return the base with what is raised and lowered on it."""
        raised = lowered = primes = ""
        while (mark := self._peek()) in {"^", "_", "'", "’"}:
            if base and base[-1] in {BLANK, SPACE}:
                break
            self._skip_blanks()
            self._next()
            if mark == "^" and not raised:
                raised = _high(self._argument())
            elif mark == "_" and not lowered:
                lowered = _low(self._argument())
            elif mark in {"'", "’"} and not raised:
                primes += "′"
            else:
                raise UnsayableError
        return _scripted(base, lowered + primes + raised)


_CLOSE = Item(")", "close")

_CONSTRUCTIONS: dict[str, Callable[[_Reader], list[Item]]] = {
    **dict.fromkeys(["frac", "dfrac", "tfrac"], _Reader.fraction),
    "sqrt": _Reader.root,
    "rm": _Reader.upright,
    "pmod": _Reader.modulus,
}

#: What TeX itself reads ("$" and "%" too), or means nothing in a formula.
_SPECIAL = set('$\\{}#%&"`^_')


def _sign(piece: str) -> Item:
    if piece in {":=", "!=", "<=", ">="}:
        return Item(piece, "rel")
    if piece in _SPECIAL or unicodedata.category(piece)[0] in "CZ":
        raise UnsayableError
    if piece in signs.SIGNS:
        return Item(*signs.SIGNS[piece])
    return Item(piece, "ord")


def _words(text: str, kind: str) -> list[Item]:
    """Return words, which keep the blanks that their author wrote around them."""
    word = " ".join(text.split())
    if len(word) == 1:
        kind = "ord"
    items = [Item(word, kind)] if word else []
    before, after = text[:1].isspace(), text[-1:].isspace()
    return [*([SPACE] if before else []), *items, *([SPACE] if after else [])]


def _scripted(base: list[Item], scripts: str) -> list[Item]:
    """Put the scripts on the base, which must be one sign: in "ab²" they are on the b alone."""
    if not scripts:
        return base
    if not base:
        return [Item(scripts, "ord")]
    *_, item = base
    if len(base) > 1 or item.kind not in {"ord", "close", "op", "word"} or item.scripted:
        raise UnsayableError
    return [replace(item, text=item.text + scripts)]


def _high(items: Sequence[Item]) -> str:
    text = _unspaced(items)
    if text in signs.RAISED or (text and set(text) == {"′"}):
        return signs.RAISED.get(text, text)
    return _mapped(text, SUPERSCRIPTS)


def _low(items: Sequence[Item]) -> str:
    return _mapped(_unspaced(items), SUBSCRIPTS)


def _mapped(text: str, signs: dict[str, str]) -> str:
    if not text or any(sign not in signs for sign in text):
        raise UnsayableError
    return "".join(signs[sign] for sign in text)


def _unspaced(items: Sequence[Item]) -> str:
    return "".join(item.text for item in items if item.kind not in {"blank", "space"})


def _accented(items: Sequence[Item], mark: str) -> Item:
    if len(items) != 1 or len(items[0].text) != 1 or not items[0].text.isalpha():
        raise UnsayableError
    return Item(items[0].text + mark, "ord")


def _in_alphabet(item: Item, alphabet: str) -> Item:
    """Return a letter of another alphabet; some have a name of their own in Unicode."""
    letter = item.text
    if not (len(letter) == 1 and letter.isascii() and letter.isalnum()):
        raise UnsayableError
    case = "CAPITAL" if letter.isupper() else "SMALL"
    name = unicodedata.name(letter) if letter.isdigit() else f"{case} {letter.upper()}"
    alone = alphabet.replace("FRAKTUR", "BLACK-LETTER")
    for full in (f"MATHEMATICAL {alphabet} {name}", f"{alone} {name}"):
        try:
            return Item(unicodedata.lookup(full), "ord")
        except KeyError:
            continue
    raise UnsayableError
