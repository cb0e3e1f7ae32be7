"""Content tabs: each body under its label, whoever made them."""

import pytest
from markups import cleaned

#: As Pymdown Extensions' tabbed writes it in its older style.
PYMDOWNX = (
    '<div class="tabbed-set" data-tabs="1:2"><input checked="checked" id="__tabbed_1_1" '
    'name="__tabbed_1" type="radio" /><label for="__tabbed_1_1">Linux</label>'
    '<div class="tabbed-content">{}</div><input id="__tabbed_1_2" name="__tabbed_1" type="radio" />'
    '<label for="__tabbed_1_2">Windows</label><div class="tabbed-content">{}</div></div>'
)
OPEN = (
    "<p><strong>Linux</strong></p><p>Type <code>make</code>.</p>"
    "<p><strong>Windows</strong></p><p>Type <code>nmake</code>.</p>"
)
BODIES = ("<p>Type <code>make</code>.</p>", "<p>Type <code>nmake</code>.</p>")

SPHINX_TABS = (
    '<div class="sphinx-tabs docutils container"><div aria-label="Tabbed content" role="tablist">'
    '<button aria-controls="panel-0" id="tab-0" role="tab">Linux</button>'
    '<button aria-controls="panel-1" id="tab-1" role="tab">Windows</button></div>'
    '<div aria-labelledby="tab-0" class="sphinx-tabs-panel" id="panel-0" role="tabpanel">{}</div>'
    '<div class="sphinx-tabs-panel" hidden="true" id="panel-1" role="tabpanel">{}</div></div>'
)
SPHINX_DESIGN = (
    '<div class="sd-tab-set docutils"><input checked id="a" name="x" type="radio">'
    '<label class="sd-tab-label" for="a">Linux</label><div class="sd-tab-content">{}</div>'
    '<input id="b" name="x" type="radio"><label class="sd-tab-label" for="b">Windows</label>'
    '<div class="sd-tab-content">{}</div></div>'
)
BOOTSTRAP = (
    '<ul class="nav nav-tabs"><li class="active"><a href="#l" data-toggle="tab">Linux</a></li>'
    '<li><a href="#w" data-toggle="tab">Windows</a></li></ul><div class="tab-content">'
    '<div class="tab-pane active" id="l">{}</div>'
    '<div class="tab-pane" style="display: none" id="w">{}</div></div>'
)
PLAIN_BUTTONS = (
    '<div class="tabs"><button onclick="x()">Linux</button><button>Windows</button></div>'
    '<div><div class="tab-panel">{}</div><div class="tab-panel" hidden>{}</div></div>'
)


@pytest.mark.parametrize(
    "html",
    [
        PYMDOWNX.format(*BODIES),
        SPHINX_TABS.format(*BODIES),
        SPHINX_DESIGN.format(*BODIES),
        BOOTSTRAP.format(*BODIES),
        PLAIN_BUTTONS.format(*BODIES),
    ],
    ids=["Pymdownx", "sphinx-tabs", "sphinx-design", "Bootstrap", "buttons"],
)
def test_each_body_stands_under_its_label(html):
    """No label is glued to the next one, and no panel is left out because it was hidden."""
    assert cleaned(html) == (OPEN, [])


def test_pymdownx_newer_style():
    """All labels stand before all bodies there."""
    html = (
        '<div class="tabbed-set tabbed-alternate" data-tabs="1:2"><input checked="checked" '
        'id="__tabbed_1_1" name="__tabbed_1" type="radio" /><input id="__tabbed_1_2" '
        'name="__tabbed_1" type="radio" /><div class="tabbed-labels"><label for="__tabbed_1_1">'
        'Linux</label><label for="__tabbed_1_2">Windows</label></div><div class="tabbed-content">'
        '<div class="tabbed-block">{}</div><div class="tabbed-block">{}</div></div></div>'
    ).format(*BODIES)
    assert cleaned(html) == (OPEN, [])
