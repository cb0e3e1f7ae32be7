"""What a build reads of Pelican's articles: as much as is needed, and the same by either way."""

import gc
import hashlib
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

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


def content(path="/site/content/posts/one.md"):
    return Content(
        slug="one", title="One", date=datetime(2026, 1, 2, tzinfo=UTC), lang="en", url="one.html",
        save_as="one.html", source_path=path, relative_source_path="as/pelican/says.md", tags=[],
        settings={"PATH": "/site/content"}, metadata={}, _content="<p>Text.</p>", resolved=0,
    )  # fmt: skip


def test_a_body_is_resolved_only_where_it_is_asked_for():
    """Who an article is and whether it was edited tells without it."""
    one, collected = content(), Collected()
    collected.add(one, "https://e.example", "en")
    [article] = collected.once_each()
    assert (article.key, article.content, one.resolved) == ("one", "", 0)
    whole = collected.whole(article)
    assert (whole.content, one.resolved) == ("<p>Text of https://e.example.</p>", 1)
    assert whole.fingerprint == article.fingerprint
    assert whole.letters == len("text.")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/site/content/posts/one.md", "posts/one.md"),
        ("/site/content/./one.md", "as/pelican/says.md"),
        ("/site/content//one.md", "as/pelican/says.md"),
        ("/elsewhere/one.md", "as/pelican/says.md"),
        ("one.md", "as/pelican/says.md"),
    ],
)
def test_a_file_below_the_content_folder_is_not_worked_out_again(path, expected):
    """Pelican says where any other one is."""
    collected = Collected()
    collected.add(content(path), "https://e.example", "en")
    assert collected.articles[0].source_path == expected
