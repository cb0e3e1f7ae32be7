"""What themes get of us: templates behind their own, and each article's copy on Medium."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from unittest import mock

import pytest
from jinja2 import DictLoader, Environment
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG

from pelican_medium.plugin import collect, themes

THEME = """{% extends "!simple/article.html" %}
{% block content %}{{ super() }}
<p id="medium">{{ article.medium_url }}</p>{% endblock %}"""


CELLS = {
    "new": None,
    "public": {"state": "posted", "publish_status": "public", "url": "https://medium.com/p/1"},
    "draft": {"state": "posted", "publish_status": "draft", "url": "https://medium.com/p/1"},
    "unlisted": {"state": "posted", "publish_status": "unlisted", "url": "https://medium.com/p/1"},
    "skipped": {"state": "skipped", "why": "by hand"},
}


def test_themes_learn_the_public_address(site):
    """`article.medium_url` is there before pages are written, and only if everybody may see it."""
    site.write_ledger({key: {"medium": cell} if cell else {} for key, cell in CELLS.items()})
    for key in CELLS:
        site.article(key)
    (site.folder / "templates").mkdir()
    (site.folder / "templates/article.html").write_text(THEME)
    site.configure('THEME_TEMPLATES_OVERRIDES = ["templates"]')
    site.build()
    for key in CELLS:
        page = (site.folder / f"output/{key}.html").read_text("utf-8")
        shown = "https://medium.com/p/1" if key == "public" else "None"
        assert f'<p id="medium">{shown}</p>' in page


# --- Without Pelican -----------------------------------------------------------------------------


def test_our_templates_come_behind_the_themes_own():
    """A theme may have its own of that name; nothing else of ours has a name it could use."""
    env = Environment(loader=DictLoader({"article.html": "theirs"}), autoescape=True)
    themes.add_templates(SimpleNamespace(env=env))
    assert env.get_template("article.html").render() == "theirs"
    assert "!medium/macros.html" in env.list_templates()
    assert "!medium/link.html" in env.list_templates()
    own = Environment(loader=DictLoader({"!medium/link.html": "theirs"}), autoescape=True)
    themes.add_templates(SimpleNamespace(env=own))
    assert own.get_template("!medium/link.html").render() == "theirs"


GROUPS = (
    "articles", "translations", "hidden_articles", "hidden_translations", "drafts",
    "drafts_translations",
)  # fmt: skip


def told(**site):
    """Return the contents of a generator after it was told."""
    contents = {name: real(name, medium="the text of its metadata") for name in GROUPS}
    generator = SimpleNamespace(**{name: [content] for name, content in contents.items()})
    themes.tell_articles(generator, site, SITE, {})
    return contents.values()


def seen_by_themes(content):
    return content.medium, content.medium_unlisted, content.medium_url


def test_without_a_ledger_nothing_is_known_of_any(tmp_path):
    """Whatever the metadata called `Medium` said is no address; hidden ones and drafts likewise."""
    for content in told(PATH=str(tmp_path / "content"), OUTPUT_PATH=str(tmp_path / "output")):
        assert seen_by_themes(content) == (None, None, None)


@pytest.mark.parametrize("harm", ["ledger", "setting"])
def test_what_is_wrong_is_not_said_here(tmp_path, harm):
    """It is reported once, when the build is finished; pages are written all the same."""
    (tmp_path / "medium_ledger.json").write_text('{"posted"' if harm == "ledger" else "")
    wrong = {"MEDIUM_LICENSE": "mit"} if harm == "setting" else {}
    contents = told(PATH=str(tmp_path / "content"), OUTPUT_PATH=str(tmp_path / "output"), **wrong)
    assert {content.medium for content in contents} == {None}


SITE = "https://blog.example"


def real(slug, **metadata):
    """An article as Pelican reads it."""
    given = {"slug": slug, "title": f"Title of {slug}", "date": datetime(2026, 1, 2, tzinfo=UTC)}
    site = DEFAULT_CONFIG | {"PATH": "/site/content"}
    return Article("<p>Text.</p>", given | metadata, site, f"/site/content/{slug}.md", {})


def entry_of(slug, **told):
    return {
        "title": f"Title of {slug}", "date": "2026-01-02", "lang": "en",
        "canonical_url": f"{SITE}/{slug}.html", "source_path": f"{slug}.md",
        "medium": {
            "state": "posted", "publish_status": "public", "url": f"https://medium.com/p/{slug}"
        },
    } | told  # fmt: skip


def shown(folder, articles, contents):
    """Return each article's copy once it was told, and which articles had to be identified."""
    ledger = {"version": 1, "default_lang": "en", "articles": articles}
    (folder / "medium_ledger.json").write_text(json.dumps(ledger))
    site = {"PATH": str(folder / "content"), "OUTPUT_PATH": str(folder / "output")}
    groups = dict.fromkeys(GROUPS, ()) | {"articles": contents}
    with mock.patch.object(collect, "identified", wraps=collect.identified) as identified:
        themes.tell_articles(SimpleNamespace(**groups), site, SITE, {})
    looked_at = [call.args[0].slug for call in identified.call_args_list]
    return {content.slug: content.medium_url for content in contents}, looked_at


def test_only_what_has_a_copy_is_looked_at(tmp_path):
    """Most articles of an old blog have none, and nothing need be known of them."""
    old = entry_of("old", medium={"state": "skipped", "why": "by hand"})
    urls, looked_at = shown(
        tmp_path, {"old": old, "one": entry_of("one")}, [real("old"), real("one"), real("new")]
    )
    assert urls == {"old": None, "one": "https://medium.com/p/one", "new": None}
    assert looked_at == ["one"]


@pytest.mark.parametrize(
    "told",
    [
        {"title": "Its former title"},
        {"source_path": "former/one.md"},
        {"canonical_url": f"{SITE}/former/one.html"},
    ],
)
def test_a_copy_is_found_although_its_article_changed(tmp_path, told):
    """Then all articles are held against the whole ledger, as when the build is finished."""
    urls, looked_at = shown(tmp_path, {"one": entry_of("one", **told)}, [real("one"), real("new")])
    assert urls == {"one": "https://medium.com/p/one", "new": None}
    assert set(looked_at) == {"one", "new"}


def test_another_article_of_a_former_name_has_no_copy(tmp_path):
    """The entry's own article has another name since."""
    one = entry_of("one", source_path="renamed.md", title="Title of renamed")
    urls, _ = shown(tmp_path, {"one": one}, [real("one", title="Other"), real("renamed")])
    assert urls == {"one": None, "renamed": "https://medium.com/p/one"}


def test_an_article_without_a_copy_gets_no_attributes_of_its_own(tmp_path):
    """Three more cost it 1.5 kB, in each build; what metadata made of `Medium` is hidden."""
    one, asks = real("one"), real("asks", medium="yes")
    before = set(vars(one))
    shown(tmp_path, {}, [one, asks])
    assert set(vars(one)) == before
    assert seen_by_themes(one) == seen_by_themes(asks) == (None, None, None)
