"""A site with an article for each list, and its desk."""

import pytest
from conftest import clear_environment, new_site
from desks import Client, cell, desk_of


@pytest.fixture(scope="session")
def built_once(tmp_path_factory):
    """A site for all tests of the desk, which only copy it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        clear_environment(monkeypatch)
        yield new_site(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session")
def original(built_once):
    """A site with an article for each list, built once."""
    site = built_once
    for name in ("one", "two", "unclear", "refused", "edited", "done", "put-aside"):
        site.article(name, text=f"Text of {name}.", tags="wind, tides")
    site.write_ledger(
        {
            "unclear": cell("unknown", reason="no answer within 40 s"),
            "refused": cell("rejected", reason="a field", fingerprint="same"),
            "edited": cell("posted", id="aaaaaa000001", fingerprint="sha256-2:former"),
            "done": cell("posted", id="aaaaaa000002", url="https://medium.com/p/aaaaaa000002"),
            "put-aside": {"medium": {"state": "skipped", "why": "by hand"}},
            "old": {"medium": {"state": "skipped", "why": "before first use"}},
        }
    )
    assert site.build().returncode == 0
    box = site.outbox
    fingerprint = next(a["fingerprint"] for a in box["index"] if a["key"] == "refused")
    articles = site.ledger["articles"]
    articles["refused"]["medium"]["fingerprint"] = fingerprint
    site.write_ledger(articles)
    assert site.build().returncode == 0
    return site


@pytest.fixture
def filled(original, tmp_path):
    """A copy of that site, to change."""
    return original.copied(tmp_path / "filled")


@pytest.fixture
def client(filled):
    """A client that is let in to the desk of that site."""
    with desk_of(filled) as opened:
        yield Client(opened)


@pytest.fixture
def posting(filled, medium):
    """The same site with a token for the sandbox; what the desk posts goes there."""
    filled.use(medium)
    with desk_of(filled) as opened:
        yield Client(opened)
