"""The link under an article without forking its theme, as the documentation says."""

import json
import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs/themes.md").read_text("utf-8")
[TEMPLATE] = re.findall(r"```jinja\n({% extends .*?)```", PAGE, re.DOTALL)
[SETTING] = re.findall(r"```python\n(.*?THEME_TEMPLATES_OVERRIDES.*?)```", PAGE, re.DOTALL)

URL = "https://medium.com/@me/posted-0123456789ab"
LINK = f'<p><a class="u-syndication" rel="syndication" href="{URL}">Also on Medium</a></p>'


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_a_template_before_the_themes_own_shows_the_link(site, theme):
    """With both of Pelican's themes the link stands once under what is public, and nowhere else."""
    (site.folder / "templates").mkdir()
    (site.folder / "templates/article.html").write_text(TEMPLATE, "utf-8")
    site.configure(f"{SETTING}\nTHEME = {json.dumps(theme)}")
    for key in ("posted", "waiting"):
        site.article(key)
    copy = {"state": "posted", "by": "hand", "url": URL, "publish_status": "public"}
    site.write_ledger({"posted": {"medium": copy}})
    assert site.build().returncode == 0
    output = site.folder / "output"
    assert (output / "posted.html").read_text("utf-8").count(LINK) == 1
    assert "u-syndication" not in (output / "waiting.html").read_text("utf-8")
