"""Content tabs: each panel under its label, for Medium has nothing to click."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: Boxes of the labels (Pymdownx, Material, WAI-ARIA, Bootstrap) and of one panel each (Pymdownx's
#: two styles, sphinx-design's, sphinx-tabs', Bootstrap's).
_PANELS = {
    *("sd-tab-content", "sphinx-tabs-panel", "tab-pane", "tabbed-block", "tabbed-panel"),
    *("tab-panel", "tabpanel"),
}

#: Pymdownx's older style has one such box a panel, its newer style one around all of them.
_CONTENT = "tabbed-content"


def open_all(soup: BeautifulSoup, context: Context) -> None:
    """Put each panel's label above it, in bold, and show the panels that wait for a click."""
    del context
    panels = [panel for panel in find.every_element(soup) if _is_panel(panel)]
    if not panels:
        return
    labels = dict(_labels(soup, panels))
    for panel in panels:
        label = labels.get(id(panel))
        if label is not None:
            panel.insert_before(_title(soup, label))
        _show(panel)
    for label in {id(label): label for label in labels.values()}.values():
        _remove(label)


def _is_panel(element: Tag) -> bool:
    if element.get("role") == "tabpanel" or find.has_class(element, _PANELS):
        return True
    return find.has_class(element, {_CONTENT}) and not find.classed(element, {"tabbed-block"})


def _labels(soup: BeautifulSoup, panels: list[Tag]) -> Iterator[tuple[int, Tag]]:
    """Yield the label of each panel that has one: by its id, or by its place among its kind."""
    named = {
        str(tab.get("aria-controls") or str(tab.get("href") or "").removeprefix("#")): tab
        for tab in soup.find_all(["a", "button", "div", "label", "li", "span"])
        if _is_tab(tab)
    }
    by_place = _labels_by_place(panels)
    for panel in panels:
        label = named.get(str(panel.get("id") or "\0")) or by_place.get(id(panel))
        if label is not None and label.get_text().strip():
            yield id(panel), label


def _is_tab(element: Tag) -> bool:
    toggle = {str(element.get(name)) for name in ("role", "data-toggle", "data-bs-toggle")}
    return bool(toggle & {"tab", "pill"}) and (
        element.has_attr("aria-controls") or str(element.get("href") or "").startswith("#")
    )


def _labels_by_place(panels: list[Tag]) -> dict[int, Tag]:
    """Return the labels that stand right before their panel, or all together before all panels."""
    found: dict[int, Tag] = {}
    for panel in panels:
        before = find.right_before(panel)
        if before is not None and before.name == "label":
            found[id(panel)] = before
        elif panel.parent is not None and id(panel) not in found:
            siblings = [p for p in panels if p.parent is panel.parent]
            labels = _labels_before(panel.parent)
            if len(labels) == len(siblings):
                found.update((id(p), label) for p, label in zip(siblings, labels, strict=True))
    return found


def _labels_before(box: Tag) -> list[Tag]:
    """Return the labels of the box of labels right before a box of panels."""
    before = find.right_before(box)
    if before is None:
        return []
    if before.name == "ul":
        return find.every(before, "li")
    return find.every(before, "label", "button")


def _title(soup: BeautifulSoup, label: Tag) -> Tag:
    paragraph, bold = soup.new_tag("p"), soup.new_tag("strong")
    bold.append(" ".join(label.get_text().split()))
    paragraph.append(bold)
    return paragraph


def _show(panel: Tag) -> None:
    del panel["hidden"]
    if "display" in str(panel.get("style") or ""):
        del panel["style"]
    panel.name = "div"


def _remove(label: Tag) -> None:
    """Take a label out, and the item around it if it held nothing else."""
    around = label.parent
    label.decompose()
    if around is not None and around.name == "li" and not around.get_text().strip():
        around.decompose()
