"""TeX → Unicode, where a line of Unicode says the same; otherwise not at all.

Faithful means that a reader can tell from the Unicode what the TeX said. So there is no form
for what has none (a matrix, a limit under its sign, a superscript "q"), for an unknown command,
or where a bracket would be missing: a fraction beside a factor gets one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace


def _table(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_ORDINARY = _table(r"""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
    upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ
    Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ wp ℘ aleph ℵ
    emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ degree °
    triangle △ square □ Box □ ldots … dots … dotsc … cdots ⋯ dotsb ⋯ imath ı jmath ȷ vert | Vert ‖
""")
_RELATIONS = _table(r"""
    leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ lt < gt > equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅ propto ∝
    in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ to → rightarrow →
    gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺
    longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ mapsto ↦ longmapsto ⟼ hookrightarrow ↪
    uparrow ↑ downarrow ↓ rightleftharpoons ⇌ ll ≪ gg ≫ prec ≺ succ ≻ preceq ⪯ succeq ⪰ mid ∣
    nmid ∤ parallel ∥ perp ⟂ vdash ⊢ models ⊨ doteq ≐ asymp ≍ lesssim ≲ gtrsim ≳ leqslant ⩽
    geqslant ⩾ triangleq ≜ coloneqq ≔ therefore ∴ because ∵
""")
_BINARY = _table(r"""
    times × cdot · pm ± mp ∓ div ÷ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙
    cup ∪ cap ∩ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ dagger † ddagger ‡ uplus ⊎ sqcup ⊔ sqcap ⊓
""")
_SUMS = _table(r"""
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
    bigvee ⋁ bigwedge ⋀
""")
_OPENING = _table("langle ⟨ lfloor ⌊ lceil ⌈ lbrace { lbrack [ lvert | lVert ‖")
_CLOSING = _table("rangle ⟩ rfloor ⌋ rceil ⌉ rbrace } rbrack ] rvert | rVert ‖")

#: The functions that TeX knows by name.
FUNCTIONS = frozenset(
    [
        *("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det"),
        *("dim", "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "ln", "log", "max", "min", "mod"),
        *("Pr", "sec", "sin", "sinh", "sup", "tan", "tanh"),
    ]
)

_KINDS: dict[str, dict[str, str]] = {
    "ord": _ORDINARY,
    "rel": _RELATIONS,
    "bin": _BINARY,
    "op": {**_SUMS, **{name: name for name in FUNCTIONS - {"mod"}}},
    "open": _OPENING,
    "close": _CLOSING,
}
_COMMANDS = {name: (sign, kind) for kind, t in _KINDS.items() for name, sign in t.items()}
_COMMANDS["bmod"] = ("mod", "rel")

#: Signs as they stand: MathML and some authors write them instead of the commands.
_SIGNS: dict[str, tuple[str, str]] = {
    **{sign: (sign, kind) for sign, kind in _COMMANDS.values() if len(sign) == 1},
    **{sign: (sign, "rel") for sign in "=<>"},
    **{sign: (sign, "open") for sign in "(["},
    **{sign: (sign, "close") for sign in ")]"},
    **{sign: (sign, "punct") for sign in ",;"},
    **{sign: (sign, "ord") for sign in "|‖/:.!?@"},
    "+": ("+", "bin"),
    "-": ("−", "bin"),
    "−": ("−", "bin"),
    "*": ("*", "bin"),
}
_ESCAPED: dict[str, tuple[str, str]] = {
    **{sign: (sign, "ord") for sign in "%&#_"},
    "{": ("{", "open"),
    "}": ("}", "close"),
    "|": ("‖", "ord"),
}

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
        strict=True,
    )
)
_SUBSCRIPTS = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
#: What is a raised sign by itself. Not the star: "a* b" would be a product.
_RAISED = {"∘": "°", "°": "°", "′": "′", "†": "†", "‡": "‡"}
_HIGH, _LOW = frozenset(_SUPERSCRIPTS.values()), frozenset(_SUBSCRIPTS.values())

#: All that is raised or lowered.
SCRIPTS = _HIGH | _LOW

_ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0304",
    "dot": "\u0307",
    "ddot": "\u0308",
    "vec": "\u20d7",
}
_ALPHABETS = {
    "mathbb": "DOUBLE-STRUCK",
    "mathbf": "BOLD",
    "mathcal": "SCRIPT",
    "mathscr": "SCRIPT",
    "mathfrak": "FRAKTUR",
}
_UPRIGHT = {"mathrm", "text", "textrm", "mbox", "textnormal", "mathit", "textit", "operatorname"}
_SPACES = {",", ";", ":", " ", "quad", "qquad", "enspace", "thinspace"}
_LOOKS = {
    *("displaystyle", "textstyle", "limits", "nolimits", "!", "big", "Big", "bigg", "Bigg"),
    *("bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "left", "right"),
    "middle",
    *("mathop", "mathrel", "mathbin", "mathord", "nonumber"),
}
_VULGAR = _table(
    "1/2 ½ 1/3 ⅓ 2/3 ⅔ 1/4 ¼ 3/4 ¾ 1/5 ⅕ 2/5 ⅖ 3/5 ⅗ 4/5 ⅘ 1/6 ⅙ 5/6 ⅚ 1/8 ⅛ 3/8 ⅜ 5/8 ⅝ 7/8 ⅞"
)

#: Known, though no line of Unicode says all of them.
COMMANDS = frozenset(
    {
        *_COMMANDS,
        *(_UPRIGHT | _ACCENTS.keys() | _ALPHABETS.keys() | _LOOKS | _SPACES),
        *("frac", "dfrac", "tfrac", "cfrac", "sqrt", "binom", "dbinom", "pmod", "not"),
        *("underline", "overbrace", "underbrace", "overset", "underset", "stackrel", "substack"),
        *("boldsymbol", "bm", "rm", "mathsf", "mathtt", "textbf", "texttt", "xrightarrow", "vdots"),
        *("ddots", "bf", "cal", "begin", "color", "boxed", "hspace", "label", "tag", "ket", "bra"),
    }
)

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
        line = _joined(_Reader(tex).row(None))
    except _UnsayableError:
        return None
    return unicodedata.normalize("NFC", line).strip() or None


class _UnsayableError(Exception):
    """No Unicode says the same."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One sign, or what reads like one.

    Attributes:
        text: as it is shown.
        kind: TeX's own classes (The TeXbook, chapter 17), which give the blanks around it;
            also "word", "blank", "space", "sign", "frac", "root".
        bracketed: how it is shown beside what it could be mistaken to belong to.
    """

    text: str
    kind: str
    bracketed: str = ""

    @property
    def scripted(self) -> bool:
        """Whether it ends in a raised or lowered sign."""
        return self.text[-1:] in SCRIPTS


_BLANK = _Item(" ", "blank")
_SPACE = _Item(" ", "space")


# --- Reading ----------------------------------------------------------------------------------


class _Reader:
    """Reads the tokens of one formula into items."""

    def __init__(self, tex: str) -> None:
        self._tokens = _TOKEN.findall(tex)
        self._place = 0
        self._depth = 0

    def row(self, end: str | None) -> list[_Item]:
        """Return the items up to a closing piece, or to the end of all for None."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _UnsayableError
        items: list[_Item] = []
        while (piece := self._next()) != end:
            if piece is None:
                raise _UnsayableError
            items += self._scripts(self._read(piece))
        self._depth -= 1
        return items

    def _next(self) -> str | None:
        piece = self._tokens[self._place] if self._place < len(self._tokens) else None
        self._place += 1
        return piece

    def _peek(self) -> str | None:
        """Return the next piece that is no blank."""
        place = self._place
        while place < len(self._tokens) and self._tokens[place].isspace():
            place += 1
        return self._tokens[place] if place < len(self._tokens) else None

    def _skip_blanks(self) -> None:
        while self._place < len(self._tokens) and self._tokens[self._place].isspace():
            self._place += 1

    def _read(self, piece: str) -> list[_Item]:
        """Return what a piece and its arguments stand for."""
        if piece.isspace():
            return [_BLANK]
        if piece == "{":
            return self.row("}")
        if piece in "^_'’":  # on nothing, as in {}^{14}C
            self._place -= 1
            return []
        if piece == "~":
            return [_SPACE]
        if piece.startswith("\\"):
            return self._command(piece[1:])
        return [_sign(piece)]

    def _command(self, name: str) -> list[_Item]:
        if name.isalpha():
            self._skip_blanks()
        if name in _SPACES:
            return [_SPACE]
        if name in _LOOKS:
            return self._delimiter() if name in {"left", "right"} else []
        if name in _COMMANDS or name in _ESCAPED:
            return [_Item(*(_COMMANDS.get(name) or _ESCAPED[name]))]
        return self._with_arguments(name)

    def _delimiter(self) -> list[_Item]:
        """Refuse the empty one: its other half would stand alone."""
        if self._peek() == ".":
            raise _UnsayableError
        return []

    def _with_arguments(self, name: str) -> list[_Item]:
        if name in _ACCENTS:
            return [_accented(self._argument(), _ACCENTS[name])]
        if name in _ALPHABETS:
            return [_in_alphabet(item, _ALPHABETS[name]) for item in self._argument()]
        if name.rstrip("*") in _UPRIGHT:
            return _words(self._text(), "op" if name.startswith("op") else "word")
        if name not in _CONSTRUCTIONS:
            raise _UnsayableError
        return _CONSTRUCTIONS[name](self)

    def fraction(self) -> list[_Item]:
        """Return ``\\frac`` with its two arguments as one item."""
        return [_fraction(self._argument(), self._argument())]

    def modulus(self) -> list[_Item]:
        """Return ``\\pmod`` with its argument."""
        return [_SPACE, _Item("(", "open"), _Item("mod", "op"), *self._argument(), _CLOSE]

    def _argument(self) -> list[_Item]:
        self._skip_blanks()
        piece = self._next()
        if piece is None or piece in "}^_'’":
            raise _UnsayableError
        return self._read(piece)

    def _text(self) -> str:
        """Return the letters of an argument that is text."""
        self._skip_blanks()
        start = self._place + 1
        if self._next() != "{" or "}" not in self._tokens[start:]:
            raise _UnsayableError
        self._place = self._tokens.index("}", start) + 1
        text = "".join(self._tokens[start : self._place - 1])
        if not _TEXT.fullmatch(text):
            raise _UnsayableError
        return text

    def upright(self) -> list[_Item]:
        """Return the rest of a group as the word it is: {\\rm max}."""
        items = self.row("}")
        self._place -= 1
        text = _unspaced(items)
        if not text.isalpha():
            raise _UnsayableError
        return _words(text, "word")

    def root(self) -> list[_Item]:
        """Return ``\\sqrt`` with its argument as one item."""
        sign = "√"
        if self._peek() == "[":
            self._skip_blanks()
            degree = "".join(self._tokens[self._place : self._place + 3])
            sign = {"[2]": "√", "[3]": "∛", "[4]": "∜"}.get(degree, "")
            self._place += 3
        if not sign:
            raise _UnsayableError
        return [_rooted(sign, self._argument())]

    def _scripts(self, base: list[_Item]) -> list[_Item]:
        """Return the base with what is raised and lowered on it."""
        raised = lowered = primes = ""
        while (mark := self._peek()) in {"^", "_", "'", "’"}:
            if base and base[-1] in {_BLANK, _SPACE}:
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
                raise _UnsayableError
        return _scripted(base, lowered + primes + raised)


_CLOSE = _Item(")", "close")

_CONSTRUCTIONS: dict[str, Callable[[_Reader], list[_Item]]] = {
    **dict.fromkeys(["frac", "dfrac", "tfrac"], _Reader.fraction),
    "sqrt": _Reader.root,
    "rm": _Reader.upright,
    "pmod": _Reader.modulus,
}

#: What TeX itself reads ("$" and "%" too), or means nothing in a formula.
_SPECIAL = set('$\\{}#%&"`^_')


def _sign(piece: str) -> _Item:
    if piece in {":=", "!=", "<=", ">="}:
        return _Item(piece, "rel")
    if piece in _SPECIAL or unicodedata.category(piece)[0] in "CZ":
        raise _UnsayableError
    if piece in _SIGNS:
        return _Item(*_SIGNS[piece])
    return _Item(piece, "ord")


def _words(text: str, kind: str) -> list[_Item]:
    """Return words, which keep the blanks that their author wrote around them."""
    word = " ".join(text.split())
    if len(word) == 1:
        kind = "ord"
    items = [_Item(word, kind)] if word else []
    before, after = text[:1].isspace(), text[-1:].isspace()
    return [*([_SPACE] if before else []), *items, *([_SPACE] if after else [])]


def _scripted(base: list[_Item], scripts: str) -> list[_Item]:
    """Put the scripts on the base, which must be one sign: in "ab²" they are on the b alone."""
    if not scripts:
        return base
    if not base:
        return [_Item(scripts, "ord")]
    *_, item = base
    if len(base) > 1 or item.kind not in {"ord", "close", "op", "word"} or item.scripted:
        raise _UnsayableError
    return [replace(item, text=item.text + scripts)]


def _high(items: Sequence[_Item]) -> str:
    text = _unspaced(items)
    if text in _RAISED or (text and set(text) == {"′"}):
        return _RAISED.get(text, text)
    return _mapped(text, _SUPERSCRIPTS)


def _low(items: Sequence[_Item]) -> str:
    return _mapped(_unspaced(items), _SUBSCRIPTS)


def _mapped(text: str, signs: dict[str, str]) -> str:
    if not text or any(sign not in signs for sign in text):
        raise _UnsayableError
    return "".join(signs[sign] for sign in text)


def _unspaced(items: Sequence[_Item]) -> str:
    return "".join(item.text for item in items if item.kind not in {"blank", "space"})


def _accented(items: Sequence[_Item], mark: str) -> _Item:
    if len(items) != 1 or len(items[0].text) != 1 or not items[0].text.isalpha():
        raise _UnsayableError
    return _Item(items[0].text + mark, "ord")


def _in_alphabet(item: _Item, alphabet: str) -> _Item:
    """Return a letter of another alphabet; some have a name of their own in Unicode."""
    letter = item.text
    if not (len(letter) == 1 and letter.isascii() and letter.isalnum()):
        raise _UnsayableError
    case = "CAPITAL" if letter.isupper() else "SMALL"
    name = unicodedata.name(letter) if letter.isdigit() else f"{case} {letter.upper()}"
    alone = alphabet.replace("FRAKTUR", "BLACK-LETTER")
    for full in (f"MATHEMATICAL {alphabet} {name}", f"{alone} {name}"):
        try:
            return _Item(unicodedata.lookup(full), "ord")
        except KeyError:
            continue
    raise _UnsayableError


# --- Fractions and roots ----------------------------------------------------------------------


def _fraction(above: Sequence[_Item], below: Sequence[_Item]) -> _Item:
    over, under = _operand(above, product=True), _operand(below, product=False)
    text = f"{over}/{under}"
    return _Item(_VULGAR.get(text, text), "frac", f"({text})")


def _rooted(sign: str, items: Sequence[_Item]) -> _Item:
    inside = _joined(items)
    if not inside:
        raise _UnsayableError
    single = _is_single(items) and not items[-1].scripted
    bracketed = f"{sign}({inside})"
    return _Item(sign + inside if single else bracketed, "root", bracketed)


def _operand(items: Sequence[_Item], *, product: bool) -> str:
    """Return one side of a fraction, in brackets unless it cannot be misread without."""
    text = _joined(items)
    if not text.strip():
        raise _UnsayableError
    derivative = re.fullmatch("[d∂][a-zα-ω]", text)
    alone = _is_product(items) if product else len(items) == 1 and items[0].kind == "root"
    return text if _is_single(items) or derivative or alone else f"({text})"


def _is_single(items: Sequence[_Item]) -> bool:
    number = all(item.text.isdecimal() or item.text == "." for item in items)
    return number or (len(items) == 1 and items[0].kind in {"ord", "word"})


def _is_product(items: Sequence[_Item]) -> bool:
    """Tell whether nothing but factors stands here, sums only in brackets: n(n + 1)."""
    depth = 0
    for item in items:
        depth += {"open": 1, "close": -1}.get(item.kind, 0)
        if depth == 0 and (item.kind not in {"ord", "close"} or item.text == "/"):
            return False
    return True


# --- Writing ----------------------------------------------------------------------------------

#: Beside these a fraction keeps its meaning without brackets.
_ASIDE = {"rel", "punct"}
_SAFE_SIGNS = set("+−±∓·×")


def _joined(items: Sequence[_Item]) -> str:
    """Return the items as a line, with the blanks that TeX would show."""
    shown = [item for item in _signed(items) if item.kind not in {"blank", "space"}]
    gaps = _gaps(items)
    line = ""
    for number, item in enumerate(shown):
        before = shown[number - 1] if number else None
        after = shown[number + 1] if number + 1 < len(shown) else None
        text = _shown(item, before, after)
        gap = _gap(before, item, wanted=gaps[number]) if before else ""
        if not gap and any(line[-1:] in s and text[:1] in s for s in (_HIGH, _LOW)):
            raise _UnsayableError  # x² and ³ would read as x²³
        line += gap + text
    return line


def _gaps(items: Sequence[_Item]) -> list[bool]:
    """Tell for each item that is shown whether a blank was written before it."""
    gaps, blank = [], False
    for item in items:
        if item.kind in {"blank", "space"}:
            blank = True
        else:
            gaps.append(blank)
            blank = False
    return gaps


def _signed(items: Sequence[_Item]) -> Iterator[_Item]:
    """Tell a sign from an operator, as the minus of a negative number is one."""
    before = "open"
    for item in items:
        lone = item.kind == "bin" and before in {"bin", "rel", "open", "punct", "op", "sign"}
        yield replace(item, kind="sign") if lone else item
        if item.kind not in {"blank", "space"}:
            before = "sign" if lone else item.kind


def _shown(item: _Item, before: _Item | None, after: _Item | None) -> str:
    """Return the item with brackets where it could be misread without."""
    if item.text in _VULGAR.values():
        digits = [near.text for near in (before, after) if near and near.text[:1].isdecimal()]
        return item.bracketed if digits else item.text
    left = before is None or before.kind in _ASIDE | {"open"} or before.text in _SAFE_SIGNS
    right = after is None or after.kind in _ASIDE | {"close"} or after.text in _SAFE_SIGNS
    misread = (item.kind == "frac" and not (left and right)) or (item.kind == "root" and not right)
    return item.bracketed if misread else item.text


def _gap(before: _Item, after: _Item, *, wanted: bool) -> str:
    """Return the blank between two items, by TeX's classes and the author's own blanks."""
    kinds = {before.kind, after.kind}
    if before.kind in {"open", "sign"} or after.kind in {"close", "punct"}:
        return ""
    if kinds & {"rel", "bin"}:
        return "" if kinds == {"rel"} else " "
    if before.kind == "punct":
        number = not wanted and after.text.isdecimal()
        return "" if number else " "
    if before.kind == "op":
        return " " if wanted or after.kind != "open" else ""
    if "/" in {before.text, after.text}:
        return ""
    words = "word" in kinds and before.text[-1].isalnum() and after.text[0].isalnum()
    return " " if wanted or after.kind == "op" or words else ""
