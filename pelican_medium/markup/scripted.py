"""What only a script draws: charts, maps, widgets. Medium runs none, so the original is linked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find
from pelican_medium.model import Note

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: Empty boxes that a library fills, by how it calls them: Plotly, Bokeh, Vega and Altair,
#: Highcharts, ECharts, Leaflet, Observable, Flourish, Datawrapper, Jupyter's widgets.
_DRAWN = re.compile(
    r"(?:^|[\s-])(?:plotly|bk-root|bokeh|vega|altair|highcharts|echarts?|leaflet|folium|observablehq"
    r"|flourish-embed|datawrapper|jupyter-widgets|widget-subarea|mpld3|chartjs|chart|map|mermaid)\b",
    re.IGNORECASE,
)

#: Empty boxes for what is not part of the article.
_ASIDE = re.compile(
    r"disqus|comment|respond|isso|giscus|utterances|^toc|share|social|(?:^|-)ads?\b"
)

_NAMES = {"class", "id"}
_BOXES = ("div", "figure", "p", "section")

#: Where embedding scripts from elsewhere say what they show.
_ADDRESSES = ("src", "data-src", "href", "data-url", "data-permalink")


def link(soup: BeautifulSoup, context: Context) -> None:
    """Put a link to the original where a script would draw something."""
    elements = find.by_name(soup)
    scripts = [script for script in elements["script"] if not _is_formula(script)]
    boxes = [box for name in _BOXES for box in elements[name] if not _NAMES.isdisjoint(box.attrs)]
    boxes += [box for box in elements["span"] if "id" in box.attrs]
    boxes += [element for name in elements if "-" in name for element in elements[name]]
    named = _names_in(scripts)
    for box in boxes:
        if not box.decomposed and _is_drawn(box, named) and not _shows_anything(box):
            _replace(soup, box, context)


def _is_formula(script: Tag) -> bool:
    return str(script.get("type") or "").startswith("math/")


def _names_in(scripts: list[Tag]) -> set[str]:
    """Return the words in quotes in the scripts, by which they find a box by its id."""
    quoted = re.compile(r"""["'`]#?([\w:.-]{1,100})["'`]""")
    return {name for script in scripts for name in quoted.findall(script.get_text())}


def _is_drawn(box: Tag, named: set[str]) -> bool:
    if "-" in box.name:
        return any(box.get(name) for name in _ADDRESSES)
    name = str(box.get("id") or "")
    by_name, by_script = name in named, bool(named) or "data-src" in box.attrs
    if not by_name and not by_script:
        return False
    called = " ".join([name, *map(str, box.get_attribute_list("class"))])
    return not _ASIDE.search(called) and (by_name or _DRAWN.search(called) is not None)


def _shows_anything(box: Tag) -> bool:
    seen = ("img", "svg", "canvas", "iframe", "video", "audio", "table", "object", "embed", "math")
    return bool(box.get_text().strip()) or find.holds(box, seen)


def _replace(soup: BeautifulSoup, box: Tag, context: Context) -> None:
    what = f"<{box.name}>" if "-" in box.name else "chart or widget drawn by a script"
    context.notes.append(Note(f"{what} replaced by a link to the original"))
    address = soup.new_tag("a", attrs={"href": context.base_url})
    address.append("See the original")
    paragraph = soup.new_tag("p")
    paragraph.append(address)
    box.replace_with(paragraph)
    box.decompose()
