"""What themes get of us: templates behind their own, and each article's copy on Medium."""

from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment

from pelican_medium.plugin import themes
from pelican_medium.store.ledger import Ledger

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
    """Return the contents of a generator after it was told, and how often a ledger was opened."""
    contents = {name: SimpleNamespace(medium="the text of its metadata") for name in GROUPS}
    generator = SimpleNamespace(**{name: [content] for name, content in contents.items()})
    opened = []

    def open_ledger(path):
        opened.append(path)
        return Ledger(path)

    themes.tell_articles(generator, site, "https://blog.example", {}, open_ledger)
    return contents, opened


def test_without_a_ledger_nothing_is_known_of_any(tmp_path):
    """Whatever the metadata called `Medium` said is no address; hidden ones and drafts likewise."""
    contents, [opened] = told(PATH=str(tmp_path / "content"), OUTPUT_PATH=str(tmp_path / "output"))
    assert opened == tmp_path / "medium_ledger.json"
    for content in contents.values():
        assert (content.medium, content.medium_unlisted, content.medium_url) == (None, None, None)


@pytest.mark.parametrize("harm", ["ledger", "setting"])
def test_what_is_wrong_is_not_said_here(tmp_path, harm):
    """It is reported once, when the build is finished; pages are written all the same."""
    (tmp_path / "medium_ledger.json").write_text("{" if harm == "ledger" else "")
    wrong = {"MEDIUM_LICENSE": "mit"} if harm == "setting" else {}
    contents, opened = told(
        PATH=str(tmp_path / "content"), OUTPUT_PATH=str(tmp_path / "output"), **wrong
    )
    assert len(opened) == (harm == "ledger")
    assert {content.medium for content in contents.values()} == {None}
