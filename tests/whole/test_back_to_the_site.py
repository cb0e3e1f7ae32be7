"""The way back: a site's pages and feeds link to the copies on Medium, through real builds."""

import html
import re

import pytest

URL = "https://medium.com/@me/{}-0123456789ab?a=1&b=2"
LINK = '<a class="u-syndication" rel="syndication" href="{}">Also on Medium</a>'

#: A small theme of the tests' own: it shows the link by the macro, by the snippet and by hand.
THEME = {
    "base.html": "<html>{% block content %}{% endblock %}</html>",
    "article.html": """{% extends "base.html" %}
{% from "!medium/macros.html" import also_on_medium %}
{% block content %}<h1>{{ article.title }}</h1>
MACRO[{{ also_on_medium(article) }}]
ASKED[{{ also_on_medium(article, text="On Medium", unlisted=true) }}]
SNIPPET[{% include "!medium/link.html" ignore missing %}]
{% set copy = article.medium or article.medium_unlisted %}
FIELDS[{{ copy.state }} {{ copy.status }} {{ copy.id }} {{ copy.posted|strftime("%Y-%m-%d")
if copy.posted }}]
{{ article.content }}{% endblock %}""",
    "index.html": """{% extends "base.html" %}
{% from "!medium/macros.html" import also_on_medium %}
{% block content %}{% for article in articles %}
{{ article.slug }}[{{ also_on_medium(article) }}]
SNIPPET[{% include "!medium/link.html" %}]{% endfor %}{% endblock %}""",
    "page.html": """{% from "!medium/macros.html" import also_on_medium %}
[{{ also_on_medium(page) }}]""",
}

#: The article's page of a theme that uses nothing but the macro and the snippet.
CAREFUL = THEME["article.html"].partition("{% set copy")[0] + "{% endblock %}"

FEEDS = """
PLUGINS = ["pelican_medium", "pelican_medium.in_feeds"]
FEED_ALL_ATOM = "all.atom.xml"
FEED_ALL_RSS = "all.rss.xml"
DIRECT_TEMPLATES = ["index"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
THEME = "theme"
THEME_STATIC_PATHS = []
"""


def cell(key, status, **more):
    return {
        "state": "posted",
        "by": "api",
        "id": "0123456789ab",
        "url": URL.format(key),
        "at": "2026-01-05T08:00:00Z",
        "publish_status": status,
    } | more


def linked(key, text="Also on Medium"):
    return LINK.format(URL.format(key).replace("&", "&amp;")).replace("Also on Medium", text)


@pytest.fixture
def themed(site):
    """A site with a theme that shows the way, and an article in each state."""
    (site.folder / "theme/templates").mkdir(parents=True)
    for name, text in THEME.items():
        (site.folder / "theme/templates" / name).write_text(text, "utf-8")
    site.configure(FEEDS)
    cells = {
        "public": cell("public", "public"),
        "unlisted": cell("unlisted", "unlisted"),
        "draft": cell("draft", "draft"),
        "unsaid": cell("unsaid", None),
        "lost": {"state": "unknown", "by": "api", "url": URL.format("lost")},
        "elsewhere": cell("elsewhere", "public", api="http://127.0.0.1:1/v1"),
        "odd": cell("odd", "public", url="javascript:alert(1)//-0123456789ab"),
    }
    for key in (*cells, "new"):
        site.article(key)
    site.article("about", folder="pages")
    site.write_ledger({key: {"medium": value} for key, value in cells.items()})
    return site


def page(site, name):
    return (site.folder / "output" / name).read_text("utf-8")


def part(text, name):
    return re.search(rf"{re.escape(name)}\[(.*?)\]", text, re.DOTALL)[1].strip()


def entry_of(feed, title):
    items = re.findall(r"<(?:entry|item)>.*?</(?:entry|item)>", feed, re.DOTALL)
    return next(item for item in items if f"<title>{title}</title>" in item)


def test_a_public_copy_shows_on_page_index_and_feeds(themed):
    """By macro, by snippet and by the fields, with its address escaped once."""
    assert themed.build().returncode == 0
    text = page(themed, "public.html")
    assert part(text, "MACRO") == part(text, "SNIPPET") == linked("public")
    assert part(text, "ASKED") == linked("public", "On Medium")
    assert part(text, "FIELDS") == "posted public 0123456789ab 2026-01-05"
    assert part(page(themed, "index.html"), "public") == linked("public")
    for feed in ("all.atom.xml", "all.rss.xml"):
        told = entry_of(page(themed, feed), "Public")
        assert f"<p>{linked('public')}</p>" in html.unescape(told)
        assert page(themed, feed).count("u-syndication") == 1


def test_an_unlisted_copy_shows_only_where_the_theme_asks(themed):
    """Its address is for those who are given it."""
    themed.build()
    text = page(themed, "unlisted.html")
    assert part(text, "MACRO") == part(text, "SNIPPET") == ""
    assert part(text, "ASKED") == linked("unlisted", "On Medium")
    assert part(text, "FIELDS") == "posted unlisted 0123456789ab 2026-01-05"
    for other in ("index.html", "all.atom.xml", "all.rss.xml"):
        assert "me/unlisted-" not in page(themed, other)


@pytest.mark.parametrize("key", ["draft", "unsaid", "lost", "elsewhere", "odd", "new"])
def test_nothing_else_shows_anywhere(themed, key):
    """A draft's private address is in no file of the site, nor that of anything not public."""
    themed.build()
    text = page(themed, f"{key}.html")
    for name in ("MACRO", "ASKED", "SNIPPET", "FIELDS"):
        assert part(text, name) == ""
    written = [path.read_bytes() for path in (themed.folder / "output").rglob("*.*")]
    assert len(written) > 10
    assert not [one for one in written if f"me/{key}-".encode() in one or b"javascript:" in one]


def test_not_even_templates_can_find_a_drafts_address(themed):
    """Whatever a theme prints of an article, the address is nowhere in it."""
    (themed.folder / "theme/templates/article.html").write_text(
        "{{ article.__dict__ }} {{ article.metadata }} {{ article.settings|length }}"
    )
    themed.article("draft", medium="yes")
    themed.build()
    assert "0123456789ab" in page(themed, "public.html")
    assert "0123456789ab" not in page(themed, "draft.html")


def test_metadata_and_attribute_do_not_meet(themed):
    """`Medium: yes` is read from the metadata; what themes see is the copy or nothing."""
    themed.article("public", medium="yes")
    themed.article("new", medium="no")
    themed.build()
    assert part(page(themed, "public.html"), "MACRO") == linked("public")
    assert part(page(themed, "new.html"), "MACRO") == ""
    assert themed.ledger["articles"]["new"]["medium"]["state"] == "skipped"


def test_each_translation_has_its_own_copy(themed):
    """On their pages, and in the feed of all."""
    themed.article("hello", lang="en")
    themed.article("hello", folder="fr", lang="fr", title="Bonjour")
    cells = {"hello": cell("hello", "public"), "hello@fr": cell("bonjour", "public")}
    themed.write_ledger({key: {"medium": value} for key, value in cells.items()})
    themed.build()
    assert part(page(themed, "hello.html"), "MACRO") == linked("hello")
    assert part(page(themed, "hello-fr.html"), "MACRO") == linked("bonjour")
    feed = page(themed, "all.atom.xml")
    assert "me/bonjour-" in entry_of(feed, "Bonjour")
    assert "me/hello-" in entry_of(feed, "Hello")


def test_subsites_show_their_own(themed):
    """Under i18n_subsites each site has the copies of its articles, pages and feeds alike."""
    themed.configure(
        'PLUGINS = ["pelican_medium", "pelican_medium.in_feeds", "i18n_subsites"]\n'
        'I18N_SUBSITES = {"fr": {"SITENAME": "Petit site"}}'
    )
    themed.article("both", lang="en")
    themed.article("both", folder="fr", lang="fr", title="Les deux")
    cells = {"both": cell("both", "public"), "both@fr": cell("deux", "public")}
    themed.write_ledger({key: {"medium": value} for key, value in cells.items()})
    assert themed.build().returncode == 0
    for name, key, other in (("", "both", "deux"), ("fr/", "deux", "both")):
        assert part(page(themed, f"{name}both.html"), "MACRO") == linked(key)
        assert part(page(themed, f"{name}index.html"), "both") == linked(key)
        feed = page(themed, f"{name}all.atom.xml")
        assert f"me/{key}-" in feed
        assert f"me/{other}-" not in feed


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_pelicans_caches_hide_nothing(themed, layer):
    """What the ledger says now is shown, also where Pelican reads articles from its cache."""
    themed.configure(
        f'CACHE_CONTENT = LOAD_CONTENT_CACHE = True\nCONTENT_CACHING_LAYER = "{layer}"'
    )
    themed.build()
    assert part(page(themed, "new.html"), "MACRO") == ""
    said = themed.ledger["articles"]
    said["new"] = {"medium": cell("new", "public")}
    said["public"] = {"medium": cell("public", "draft")}
    themed.write_ledger(said)
    themed.build()
    assert part(page(themed, "new.html"), "MACRO") == linked("new")
    assert part(page(themed, "index.html"), "new") == linked("new")
    assert "me/new-" in entry_of(page(themed, "all.atom.xml"), "New")
    for name in ("public.html", "index.html", "all.atom.xml", "all.rss.xml"):
        assert "me/public-" not in page(themed, name)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ("RELATIVE_URLS = True", "public.html"),
        ('RELATIVE_URLS = True\nARTICLE_URL = ARTICLE_SAVE_AS = "a/{slug}.html"', "a/public.html"),
        ("FEED_APPEND_REF = True", "public.html"),
        ('ARTICLE_URL = "{slug}/"\nARTICLE_SAVE_AS = "{slug}/index.html"', "public/index.html"),
        ('SITEURL = "https://small.example/blog"\nRSS_FEED_SUMMARY_ONLY = True', "public.html"),
        ("import jinja2\nJINJA_ENVIRONMENT = {'undefined': jinja2.StrictUndefined}", "public.html"),
    ],
)
def test_other_addresses_change_nothing(themed, more, name):
    """However the site joins its own addresses, the copy's is whole, on pages and in feeds."""
    (themed.folder / "theme/templates/article.html").write_text(CAREFUL)
    themed.configure(more)
    assert themed.build().returncode == 0
    assert part(page(themed, name), "MACRO") == linked("public")
    assert part(page(themed, "index.html"), "public") == linked("public")
    for feed in ("all.atom.xml", "all.rss.xml"):
        assert "me/public-" in entry_of(page(themed, feed), "Public")
        assert page(themed, feed).count("u-syndication") == 1


def tree(site):
    out = site.folder / "output"
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


def test_a_theme_that_knows_nothing_of_it_gives_the_same_bytes(themed, tmp_path):
    """Pelican's own theme, feeds included: with us and without us not a byte differs."""
    themed.configure('PLUGINS = ["pelican_medium"]\nTHEME = "simple"')
    themed.article("wish", medium="yes", medium_status="public")
    assert themed.build().returncode == 0
    with_us = tree(themed)
    themed.configure("PLUGINS = []\nDELETE_OUTPUT_DIRECTORY = True")
    assert themed.build().returncode == 0
    assert tree(themed) == with_us
    assert len(with_us) > 10


def test_the_snippet_does_no_harm_without_us(themed):
    """A theme that includes it with "ignore missing" builds where we are not installed."""
    for name in ("article", "index"):
        (themed.folder / f"theme/templates/{name}.html").write_text(
            'SNIPPET[{% include "!medium/link.html" ignore missing %}]'
        )
    (themed.folder / "theme/templates/page.html").write_text("page")
    themed.configure("PLUGINS = []")
    assert themed.build().returncode == 0
    assert part(page(themed, "public.html"), "SNIPPET") == ""


def test_merely_installed_the_templates_are_there_and_say_nothing(themed):
    """Found by Pelican on its own: a theme that imports the macro builds, without a link."""
    conf = themed.folder / "pelicanconf.py"
    kept = [line for line in conf.read_text().splitlines() if not re.match("PLUGINS|MEDIUM_", line)]
    conf.write_text("\n".join(kept))
    themed.ledger_path.unlink()
    (themed.folder / "theme/templates/article.html").write_text(CAREFUL)
    themed.article("public", medium="yes")
    assert themed.build().returncode == 0
    assert part(page(themed, "public.html"), "MACRO") == ""
