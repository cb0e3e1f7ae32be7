"""The pages as pure functions of what they show."""

import base64
import hashlib
import json
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from pages import drafted, rehearsal, soup_of, write

from pelican_medium.medium.requests import post_body
from pelican_medium.model import Note
from pelican_medium.preview import page
from pelican_medium.preview.page import Listing
from pelican_medium.preview.story import Story


def page_of(drawn, *, lang="en", shown=None, pictures=None, **fields):
    listing = Listing("one", drawn.title, "2026-01-02", lang, "pending", **fields)
    story = shown or Story("<h1>One</h1>", "")
    return BeautifulSoup(page.draft(drawn, listing, "one.md", story, pictures or {}), "lxml")


def test_everything_that_is_text_is_escaped():
    """Titles, tags, notes and reasons are shown as they are written, whatever is in them."""
    nasty = '"><script>x</script><b>'
    drawn = drafted(title=nasty, tags=(nasty,), notes=(Note(nasty),), canonical_url=nasty)
    soup = page_of(drawn, reason=nasty)
    assert soup.find(["script", "b"]) is None
    for place in ("title", "li", ".reason", "dd", ".payload"):
        assert "<script>x</script>" in soup.select_one(place).get_text()
    listing = Listing(nasty, nasty, nasty, nasty, "held", nasty)
    assert BeautifulSoup(page.index([listing], nasty), "lxml").find(["script", "b"]) is None


@pytest.mark.parametrize(
    "content", ["x", "</pre></details><script>x</script>", "“é” \u2028 \ud800 \x00 \\ \r\n"]
)
def test_the_payload_is_the_body_of_the_post(tmp_path, content):
    """Whatever stands in the content, the folded JSON reads back as what would be sent."""
    drawn = drafted(content=f"<h1>One</h1>{content}", tags=("a", "é"))
    write(tmp_path / "p", (*rehearsal()[:2], drawn))
    payload = soup_of(tmp_path / "p/one.html").select_one(".payload").get_text()
    assert json.loads(payload) == post_body(drawn)


def test_only_addresses_of_the_web_become_links():
    """A canonical link that an author's function made something else of is only shown."""
    page = page_of(drafted(canonical_url="javascript:alert(1)"))
    assert page.find("dd", string="javascript:alert(1)")
    assert not page.find("a", href=lambda href: href.startswith("javascript"))


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "en"), ("pt_br", "pt-br"), ("zh-hant", "zh-hant"), ("", None), ('x" onload="', None)],
)
def test_the_language_is_told_where_it_is_one(lang, told):
    """A screen reader speaks the story in its own language."""
    assert page_of(drafted(), lang=lang).article.get("lang") == told


def test_the_date_is_that_which_is_sent():
    """A backdated story says so, in UTC; another one gets the date of its posting."""
    moment = datetime.fromisoformat("2026-01-02T10:00:00+02:00")
    assert "2026-01-02 08:00 UTC" in page_of(drafted(published_at=moment)).dl.get_text()
    assert "when it is posted" in page_of(drafted()).dl.get_text()


def test_where_pictures_come_from_is_counted():
    """The author sees how many need a network, and how many Medium cannot fetch at all."""
    places = {"a": "pictures/a.png", "b": "https://x.example/b.png", "c": None, "d": "pictures/d"}
    text = page_of(drafted(), pictures=places).dl.get_text()
    assert "2 from the built site" in text
    assert "1 from its address" in text
    assert "1 with an address Medium cannot fetch" in text


def test_only_this_very_style_counts():
    """The policy names the style sheet by its hash, as a browser computes it, and lets none run."""
    soup = page_of(drafted())
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    digest = hashlib.sha256(soup.style.get_text().encode()).digest()
    assert rules["style-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert not [name for name in rules if "script" in name]
    assert soup.find(style=True) is None
