"""The report for an issue: it says how Medium answered, and nothing that is private."""

import re

import pytest
from conversations import answer, me

from pelican_medium import settings as all_settings
from pelican_medium.cli import diagnostics
from pelican_medium.cli.checks import Facts
from pelican_medium.medium.answers import described
from pelican_medium.sandbox.cast import USER_ID, USERNAME
from pelican_medium.store.book import LEFT_BEHIND, Book, Cell, Entry

SETTINGS = {"SITEURL": "https://quiet-harbour.example", "SITENAME": "Quiet Harbour"}


def report(*cells, answers=()):
    """Return the report of a site whose ledger has articles in these states."""
    settings = all_settings.read(SETTINGS, {"MEDIUM_INTEGRATION_TOKEN": "s3cret"})
    entries = {f"tides-{n}": Entry(f"tides-{n}", "Tides", cell=c) for n, c in enumerate(cells)}
    return diagnostics.text(Facts(settings, book=Book(entries), answers=answers), [])


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (
            Cell("posted", "api", "e6", "https://medium.com/@jane/x-e6", publish_status="draft"),
            "posted by the API: id, draft, an address like medium.com/@…",
        ),
        (
            Cell("posted", "api", "e6", "https://medium.com/p/e6", publish_status="public"),
            "posted by the API: id, public, an address like medium.com/p/…",
        ),
        (
            Cell("posted", "hand", None, "https://jane.medium.com/x-e6"),
            "posted by hand: no id, no status, an address at a subdomain of medium.com, /…",
        ),
        (
            Cell("posted", "api", "e6", "https://jane.example/x-e6", publish_status="jane"),
            "posted by the API: id, no status, an address at another host, /…",
        ),
        (
            Cell("posted", "hand"),
            "posted by hand: no id, no status, no address",
        ),
        (
            Cell("rejected", "api", reason="Medium rejected it (HTTP 400, code 2002: “Tides (x)”)"),
            "rejected: HTTP 400, code 2002",
        ),
        (
            Cell("unknown", "api", reason="Medium's answer does not tell (HTTP 500)"),
            "unknown: HTTP 500",
        ),
        (
            Cell(
                "unknown",
                "api",
                reason="Medium's answer does not tell (HTTP 200, {data: {tides: text, id: empty}}"
                ": “Jane”)",
            ),
            "unknown: HTTP 200, {data: {?: text, id: empty}}",
        ),
        (
            Cell("unknown", "api", reason="it was sent, then the connection failed: jane"),
            "unknown: sent, and no answer",
        ),
        (Cell("unknown", "api", reason=LEFT_BEHIND), "unknown: the run ended before"),
        (Cell("unknown", "hand", reason="Jane knows"), "unknown: no answer is recorded"),
    ],
)  # fmt: skip
def test_what_the_ledger_tells(cell, line):
    """Which answer came and what came back with it, counted; no name, title or address."""
    told = report(cell, cell)
    assert f"  2 × {line}" in told
    assert not re.search("jane|tides|quiet|harbour|x-e6|s3cret", told, re.IGNORECASE)


def test_what_was_not_sent_is_not_told():
    """Neither skipped articles nor those of another API."""
    told = report(Cell("skipped", why="by hand"), Cell("posted", api="http://127.0.0.1:1/v1"))
    assert "nothing was sent" in told


def test_the_shape_of_an_account():
    """Which fields came back from Medium, without what stands in them."""
    told = report(answers=(described(me(surprise=[{"harbour": 1, "year": 1}])),))
    assert (
        "GET /me:\n  HTTP 200, application/json, {data: {id: text, name: text, surprise: "
        "[{?: number, year: number}], username: text}}"
    ) in told


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (answer(502, b"<html>Jane</html>"), "HTTP 502, application/json, a web page"),
        (answer(200, b"", {}), "HTTP 200, no media type, nothing"),
        (answer(200, b"jane", {"content-type": "Jane Doe"}), "HTTP 200, no media type, no JSON"),
    ],
)
def test_what_is_no_json(said, line):
    """Whatever came instead is named by its kind."""
    assert described(said) == line


def test_settings_that_cannot_be_used(site):
    """Even then there are versions and verdicts."""
    site.configure('MEDIUM_LICENSE = "mit"')
    result = site.cli("doctor", "--report")
    assert result.returncode == 1
    assert re.search(r"pelican-medium \d", result.stdout)
    assert "fail  settings" in result.stdout
    assert "MEDIUM_LICENSE" not in result.stdout


def test_nobody_answers(built, unused_port):
    """How far the question came, without the address."""
    result = built.cli("doctor", "--report", MEDIUM_API_URL=f"http://127.0.0.1:{unused_port}/v1")
    assert "GET /me:\n  no connection" in result.stdout


def test_offline_asks_nobody(built, medium):
    """With --offline the report says that nobody was asked."""
    assert "GET /me:\n  not asked" in built.cli("doctor", "--report", "--offline").stdout
    assert medium.requests == []


@pytest.mark.parametrize("token", ["sandbox-token", "wr0ng"])
def test_a_whole_report_names_nothing_private(built, medium, token):
    """After a post, a mishap and a refusal: no secret, title, address, name, id or folder."""
    medium.misbehave("ok", "no-id")
    built.cli("post", "a0")
    built.cli("post", "a1")
    secrets = {
        "MEDIUM_INTEGRATION_TOKEN": token,
        "MEDIUM_CLIENT_SECRET": "c1ient",
        "MEDIUM_REFRESH_TOKEN": "r3fresh",
        "MEDIUM_CLIENT_ID": "i4",
    }
    result = built.cli("doctor", "--report", **secrets)
    told = result.stdout + result.stderr
    assert "1 × posted by the API: id, draft, an address at another host, /@…" in told
    assert "1 × unknown: HTTP 201, {data: {" in told
    shape = "code 6003" if token == "wr0ng" else "{data: {id: text, imageUrl: text"
    assert shape in told
    titles = [article["title"] for article in built.outbox["index"]]
    ids = [entry.get("medium", {}).get("id") for entry in built.ledger["articles"].values()]
    for private in (
        *secrets.values(), *titles, *built.ledger["articles"], *filter(None, ids),
        "127.0.0.1", "http:", "https:", "small", USER_ID, f"@{USERNAME}", str(built.folder),
    ):  # fmt: skip
        assert not re.search(rf"(?<!\w){re.escape(private)}(?!\w)", told, re.IGNORECASE), private
