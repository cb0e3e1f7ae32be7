"""What a build reads of Pelican's articles: as much as is needed, and the same by either way."""

import gc
import hashlib
import json
import os
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from pelican.settings import DEFAULT_CONFIG

from pelican import contents
from pelican_medium.plugin import collect
from pelican_medium.plugin.collect import Collected, collecting_no_garbage, fingerprint


@pytest.mark.parametrize(
    "metadata", [{}, {"medium": True}, {"medium_subtitle": ["a", "ü"], "medium_tags": 'x"y'}]
)
@pytest.mark.parametrize("tags", [(), ("one", "zwö")])
def test_a_fingerprint_is_that_of_canonical_json(metadata, tags):
    """It is put together by hand, and is byte for byte what the encoder says."""
    written = {
        "title": "A “title”\ud800",
        "subtitle": metadata.get("medium_subtitle") or "asummary",
        "tags": list(tags),
        "metadata": metadata,
        "content": "<p>\\ \n text</p>",
    }
    canonical = json.dumps(written, sort_keys=True, separators=(",", ":")).encode("ascii")
    assert fingerprint(
        written["title"], "<p>A summary</p>", tags, metadata, written["content"]
    ) == ("sha256-2:" + hashlib.sha256(canonical).hexdigest())


@pytest.mark.parametrize("enabled", [True, False])
def test_what_was_made_without_looking_for_garbage_is_old_at_once(enabled):
    """The next look, which is at what is young, finds nothing of it; then all is as it was."""
    gc.enable() if enabled else gc.disable()
    try:
        with collecting_no_garbage():
            assert not gc.isenabled()
            made = [[]]
        assert gc.isenabled() is enabled
        assert any(one is made for one in gc.get_objects(generation=2))
    finally:
        gc.enable()


def test_what_somebody_froze_stays_so():
    """Python keeps one store of what is never looked at again, and it is not ours."""
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with collecting_no_garbage():
            pass
        assert gc.get_freeze_count() > frozen - 100
    finally:
        gc.unfreeze()


class Content(SimpleNamespace):
    """An article as Pelican has it, which tells when its body is resolved."""

    def get_content(self, site_url):
        self.resolved += 1
        return f"<p>Text of {site_url}.</p>"


SITE = "https://e.example"


def content(slug="one", url="one.html"):
    return Content(
        slug=slug, title="One", date=datetime(2026, 1, 2, tzinfo=UTC), lang="en", url=url,
        save_as="one.html", relative_source_path=f"posts/{slug}.md", tags=[],
        metadata={}, _content="<p>Text.</p>", resolved=0,
    )  # fmt: skip


def test_a_body_is_resolved_only_where_it_is_asked_for():
    """Who an article is and whether it was edited tells without it."""
    one, collected = content(), Collected()
    collected.add([one], SITE, "en")
    [article] = collected.once_each()
    assert (article.key, article.content, one.resolved) == ("one", "", 0)
    whole = collected.whole(article)
    assert (whole.content, one.resolved) == (f"<p>Text of {SITE}.</p>", 1)
    assert whole.fingerprint == article.fingerprint
    assert whole.letters == len("text.")


def test_an_article_that_cannot_be_read_is_told_once_and_the_others_are_there():
    """However often they are read."""
    collected = Collected()
    collected.add([content(), content(url="https://[x"), content(slug="b")], SITE, "en")
    for _ in range(2):
        assert [article.key for article in collected.each()] == ["one", "b"]
    assert list(collected.problems.values()) == ["its URL 'https://[x' is none (Invalid IPv6 URL)"]


# --- The URL, which is Pelican's own ------------------------------------------------------------


class Elsewhere(contents.Article):
    """An article of another plugin, which has its own idea of where it lies."""

    def get_relative_source_path(self, *_):
        return "elsewhere.md"


def real(kind=contents.Article, *, path="posts/one.md", settings=None, **metadata):
    site = DEFAULT_CONFIG | {"PATH": "/site/content", "SITEURL": SITE} | (settings or {})
    given = {"title": "One", "date": datetime(2026, 1, 2, tzinfo=UTC), "slug": "one"} | metadata
    return kind("<p>Text.</p>", given, site, f"/site/content/{path}", {})


FORMATS = ["{slug}.html", "{path}", "{date:%Y}/{category}/{lang}/{slug}/", "x/{author}/{title}"]


@pytest.mark.parametrize("kind", [contents.Article, Elsewhere])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", ["posts/one.md", "./one.md", "../outside/one.md", "a//b.md"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_an_articles_url_is_what_pelican_says(kind, form, path, lang):
    """Whatever it is made of, and whoever made the article."""
    settings = {"ARTICLE_URL": form, "ARTICLE_LANG_URL": f"l/{form}", "AUTHOR": "Ann"}
    one = real(kind, path=path, settings=settings, lang=lang)
    assert collect._url(one) == one.url


def test_an_url_that_something_has_set_holds():
    """EXTRA_PATH_METADATA and plugins set it, or give an article another file, or a draft's URL."""
    assert collect._url(real(override_url="set/")) == "set/"
    moved = real(settings={"ARTICLE_URL": "{path}"})
    moved.source_path = "/site/content/moved.md"
    assert collect._url(moved) == moved.url == "moved.md"
    draft = real(status="draft")
    assert collect._url(draft) == draft.url == "drafts/one.html"


def test_an_article_is_not_worked_out_again_nor_changed(monkeypatch):
    """Pelican has worked out its file when it read it, by way of three absolute paths."""
    one = real()
    before = dict(vars(one))
    monkeypatch.setattr(os.path, "abspath", lambda _: pytest.fail("worked out again"))
    assert collect._url(one) == "one.html"
    assert vars(one) == before
    assert type(one) is contents.Article
