"""Items of a formula → a line of Unicode, with the blanks and brackets that keep its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pelican_medium.markup.math import signs


class UnsayableError(Exception):
    """No Unicode says the same."""


@dataclass(frozen=True, slots=True)
class Item:
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
        return self.text[-1:] in signs.SCRIPTS


BLANK = Item(" ", "blank")
SPACE = Item(" ", "space")


# --- Fractions and roots ----------------------------------------------------------------------


def fraction(above: Sequence[Item], below: Sequence[Item]) -> Item:
    """Return a fraction on one line, each side in brackets where it could be misread without."""
    over, under = _operand(above, product=True), _operand(below, product=False)
    text = f"{over}/{under}"
    return Item(signs.VULGAR.get(text, text), "frac", f"({text})")


def rooted(sign: str, items: Sequence[Item]) -> Item:
    """Return a root with what stands under it."""
    inside = joined(items)
    if not inside:
        raise UnsayableError
    single = _is_single(items) and not items[-1].scripted
    bracketed = f"{sign}({inside})"
    return Item(sign + inside if single else bracketed, "root", bracketed)


def _operand(items: Sequence[Item], *, product: bool) -> str:
    """Return one side of a fraction, in brackets unless it cannot be misread without."""
    text = joined(items)
    if not text.strip():
        raise UnsayableError
    derivative = re.fullmatch("[d∂][a-zα-ω]", text)
    alone = _is_product(items) if product else len(items) == 1 and items[0].kind == "root"
    return text if _is_single(items) or derivative or alone else f"({text})"


def _is_single(items: Sequence[Item]) -> bool:
    number = all(item.text.isdecimal() or item.text == "." for item in items)
    return number or (len(items) == 1 and items[0].kind in {"ord", "word"})


def _is_product(items: Sequence[Item]) -> bool:
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
_AFTER_STAR = {"rel", "punct", "close"}
_SAFE_SIGNS = set("+−±∓·×")


def joined(items: Sequence[Item]) -> str:
    """Return the items as a line, with the blanks that TeX would show."""
    shown = [item for item in _signed(items) if item.kind not in {"blank", "space"}]
    gaps = _gaps(items)
    line = ""
    for number, item in enumerate(shown):
        before = shown[number - 1] if number else None
        after = shown[number + 1] if number + 1 < len(shown) else None
        text = _shown(item, before, after)
        gap = _gap(before, item, wanted=gaps[number]) if before else ""
        if before and before.text.endswith("*") and item.kind not in _AFTER_STAR:
            raise UnsayableError  # "a* b" would be a product
        if not gap and any(line[-1:] in s and text[:1] in s for s in (signs.HIGH, signs.LOW)):
            raise UnsayableError  # x² and ³ would read as x²³
        line += gap + text
    return line


def _gaps(items: Sequence[Item]) -> list[bool]:
    """Tell for each item that is shown whether a blank was written before it."""
    gaps, blank = [], False
    for item in items:
        if item.kind in {"blank", "space"}:
            blank = True
        else:
            gaps.append(blank)
            blank = False
    return gaps


def _signed(items: Sequence[Item]) -> Iterator[Item]:
    """Tell a sign from an operator, as the minus of a negative number is one."""
    before = "open"
    for item in items:
        lone = item.kind == "bin" and before in {"bin", "rel", "open", "punct", "op", "sign"}
        yield replace(item, kind="sign") if lone else item
        if item.kind not in {"blank", "space"}:
            before = "sign" if lone else item.kind


def _shown(item: Item, before: Item | None, after: Item | None) -> str:
    """Return the item with brackets where it could be misread without."""
    if item.text in signs.VULGAR.values():
        digits = [near.text for near in (before, after) if near and near.text[:1].isdecimal()]
        return item.bracketed if digits else item.text
    left = before is None or before.kind in _ASIDE | {"open"} or before.text in _SAFE_SIGNS
    right = after is None or after.kind in _ASIDE | {"close"} or after.text in _SAFE_SIGNS
    misread = (item.kind == "frac" and not (left and right)) or (item.kind == "root" and not right)
    return item.bracketed if misread else item.text


def _gap(before: Item, after: Item, *, wanted: bool) -> str:
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
