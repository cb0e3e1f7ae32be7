"""What a cell shows without words: check boxes and icons."""

from __future__ import annotations

import re

from bs4 import Tag

from pelican_medium.markup import find

#: Icon fonts' classes: Font Awesome's, Bootstrap's, Material's, Glyphicons'.
_ICON = re.compile(r"^(?:fa|bi|icon|glyphicon|mdi|ti|ri|octicon|oi|la|bx)-(?P<name>[a-z][\w-]*)$")

#: Parts of such names that say how an icon looks, not what it is.
_LOOKS = {"solid", "regular", "light", "brands", "lg", "2x", "3x", "fw", "sm", "xs", "spin"}

#: What icons are called that letters have, too.
_SIGNS = {
    **dict.fromkeys(("check", "ok", "check-circle", "check-square", "check-lg", "tick"), "✓"),
    **dict.fromkeys(
        ("times", "close", "remove", "xmark", "x", "cross", "ban", "times-circle"), "✗"
    ),
    **dict.fromkeys(("minus", "dash"), "–"),
    **dict.fromkeys(("star",), "★"),
}


def say(cell: Tag) -> None:
    """Put a sign or a word where a cell shows a check box or an icon."""
    for box in find.every(cell, "input"):
        if str(box.get("type") or "").lower() in {"checkbox", "radio"}:
            box.replace_with("☑" if box.has_attr("checked") else "☐")
    for icon in find.every(cell, "i", "span"):
        if not icon.get_text().strip() and not icon.find("img"):
            said = str(icon.get("aria-label") or icon.get("title") or "") or _name(icon)
            icon.replace_with(said)


def _name(icon: Tag) -> str:
    names = [
        found["name"]
        for name in icon.get_attribute_list("class")
        if (found := _ICON.match(str(name)))
    ]
    telling = [name for name in names if name not in _LOOKS]
    return _SIGNS.get(telling[0], telling[0].replace("-", " ")) if telling else ""
