"""Pictures of what becomes of an article: the page's examples in a real Chromium."""

import os
import re
from pathlib import Path

import pytest
from markups import by_markdown
from PIL import Image
from pygments.formatters import HtmlFormatter
from screens import tab
from test_docs import PAGES
from test_what_becomes import EXAMPLES

#: Those whose pictures the page shows, by what they are called there.
SHOWN = re.findall(r"becomes/([\w-]+)-before.png", PAGES["what-becomes"])
NAMES = {re.sub(r"\W+", "-", title.lower()): text for title, text, _ in EXAMPLES}

SITE = f"""<!DOCTYPE html><meta charset="utf-8"><style>
body {{ font: 16px/1.5 sans-serif; width: 420px; margin: 16px }}
h2 {{ border-bottom: 1px solid #ccc }} pre {{ padding: 8px; background: #f6f6f6 }}
td, th {{ border: 1px solid #ccc; padding: 4px 8px }} table {{ border-collapse: collapse }}
blockquote {{ border-left: 4px solid #ccc; margin: 16px 0; padding: 0 16px; color: #555 }}
.admonition {{ background: #e7f2fa; padding: 4px 16px }} .admonition-title {{ font-weight: bold }}
{HtmlFormatter(style="default").get_style_defs(".codehilite")}</style>"""


@pytest.fixture(scope="module")
def previews(shared_site):
    """The preview of a site that has each example as an article."""
    for name in SHOWN:
        shared_site.article(name, text=NAMES[name])
    shared_site.configure('MEDIUM_FOOTER = ""')
    assert shared_site.build().returncode == 0
    result = shared_site.cli("preview")
    assert result.returncode == 0, result.stderr
    return Path(result.stdout.strip()).parent


@pytest.mark.parametrize("name", SHOWN)
def test_pictures_for_the_docs(window, previews, tmp_path, name):
    """Before and after; BECOMES_PICTURES=docs/becomes puts them where the page shows them."""
    folder = Path(os.environ.get("BECOMES_PICTURES", tmp_path))
    with tab(window, {"width": 460, "height": 600}) as page:
        page.set_content(SITE + by_markdown(NAMES[name]))
        page.locator("body").screenshot(path=folder / f"{name}-before.png")
        page.goto((previews / f"{name}.html").as_uri())
        page.locator(".body").first.screenshot(path=folder / f"{name}-after.png")
    shown = Path(__file__).parents[2] / "docs/becomes"
    for which in ("before", "after"):
        with Image.open(folder / f"{name}-{which}.png") as made:
            made.convert("RGB").quantize(64).save(folder / f"{name}-{which}.png", optimize=True)
        with Image.open(folder / f"{name}-{which}.png") as one:
            width = one.width
        with Image.open(shown / f"{name}-{which}.png") as other:
            assert other.width == width
        assert (shown / f"{name}-{which}.png").stat().st_size < 40_000
