"""What only a script draws: a link to the original, and the author is told."""

import pytest
from markups import PAGE, by_markdown, by_rest, cleaned

LINK = f'<p><a href="{PAGE}">See the original</a></p>'
CHART = '<div id="c1" class="plotly-graph-div"></div><script>Plotly.newPlot("c1", [])</script>'
REST = ".. raw:: html\n\n   "
DRAWN = ["chart or widget drawn by a script replaced by a link to the original"]


@pytest.mark.parametrize(
    "html",
    [
        CHART,
        by_markdown(CHART),
        by_rest(REST + CHART),
        f'<div class="output_html rendered_html output_subarea"><div>{CHART}</div></div>',
        '<div id="map"></div><script>L.map("map")</script>',
        '<div class="bk-root"><div class="bk-plotdiv" id="9f"></div></div><script>x("9f")</script>',
        "<div id='vis'></div><script>vegaEmbed('#vis', spec)</script>",
        '<div class="flourish-embed" data-src="visualisation/1"></div><script src="x.js"></script>',
        '<span id="count"></span><script>document.getElementById("count").innerHTML=1</script>',
    ],
)
def test_what_a_script_draws_becomes_a_link(html):
    """Plotly, Bokeh, Vega, Leaflet or the author's own: it would vanish without a word."""
    assert cleaned(f"{html}<p>x</p>") == (f"{LINK}<p>x</p>", DRAWN)


def test_an_element_that_a_script_defines_becomes_a_link():
    """One of HTML's own names has no hyphen; this shows what its address says."""
    html = '<model-viewer src="tide.glb"></model-viewer><p>x</p>'
    notes = ["<model-viewer> replaced by a link to the original"]
    assert cleaned(html) == (f"{LINK}<p>x</p>", notes)


@pytest.mark.parametrize(
    "html",
    [
        '<div id="disqus_thread"></div><script>x("disqus_thread")</script>',
        '<div id="c1"></div><script>x("c2")</script>',
        '<div class="map"></div>',
        "<script>x</script>",
        '<a id="c1"></a><script>x("c1")</script>',
        "<my-icon></my-icon>",
    ],
)
def test_what_shows_nothing_leaves_nothing(html):
    """Comments, empty boxes, anchors and scripts are no part of the article."""
    assert cleaned(f"{html}<p>x</p>") == ("<p>x</p>", [])


def test_what_a_script_only_changes_stays():
    """A box with words or a picture in it is shown as it is."""
    html = '<div id="c1"><p>words</p></div><script>x("c1")</script>'
    assert cleaned(html) == ("<p>words</p>", [])
