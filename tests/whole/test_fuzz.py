"""Broken ledgers and outboxes, through the command line: read, or told; never a traceback.

A damaged file never makes a post: what cannot be read whole is not acted upon.
"""

import json
import random

import pytest
from factories import NOW, make_article
from test_crash import mortal, mother

from pelican_medium.store import outbox as box
from pelican_medium.store.outbox import Outbox

__all__ = ["mortal", "mother"]

VERBS = (["post"], ["status", "--json"], ["post", "--dry-run", "--json"])


def posted(number):
    return {
        "state": "posted",
        "by": "api",
        "id": f"{number:012x}",
        "url": f"https://medium.com/p/{number:012x}",
        "at": "2026-11-21T08:00:00Z",
        "publish_status": "draft",
    }


@pytest.fixture
def broken(mortal):
    """A site whose outbox holds one article the ledger knows, and one it does not."""
    known, new = make_article("known", 1), make_article("new", 2)
    bodies = {"known": known, "new": new}
    whole = Outbox(
        NOW, "https://small.example", "output", "medium_ledger.json", (known, new), bodies
    )
    box.write(mortal.site.outbox_path, whole)
    mortal.site.write_ledger({"known": {"source_path": "known.md", "medium": posted(7)}})
    return mortal


def check(mortal, verbs=VERBS):
    """Run the verbs; return their exit statuses, having seen that they end as they may."""
    statuses = []
    for verb in verbs:
        ended = mortal.run(["pelican-medium", *verb])
        said = mortal.said.read_text("utf-8", "replace")
        assert "Traceback" not in said, said
        assert ended["status"] in {0, 1, 2}, said
        assert ended["status"] != 2 or "Error: " in said
        statuses.append(ended["status"])
    return statuses


def error_of_post(site):
    """Run `post` where it has to fail, in this process, which a traceback would end."""
    ended = site.cli("post")
    assert ended.returncode == 2, ended.stderr
    assert "Error: " in ended.stderr
    return ended.stderr


def test_a_ledger_cut_off_at_any_byte_posts_nothing(broken):
    """Each shorter file is an error with a remedy, stays as it is, and leads to no post."""
    broken.site.write_ledger({"known": {"medium": {"state": "posted", "id": "0a1b2c3d"}}})
    whole = broken.site.ledger_path.read_bytes()
    for length in range(len(whole)):
        broken.site.ledger_path.write_bytes(whole[:length])
        assert "git checkout" in error_of_post(broken.site), length
        assert broken.site.ledger_path.read_bytes() == whole[:length]
    assert broken.medium.requests == []


def test_an_outbox_cut_off_at_any_byte_posts_nothing(broken):
    """The same of the outbox, whose remedy is one more build."""
    whole = broken.site.outbox_path.read_bytes().rstrip()
    lengths = [*range(0, len(whole), 7), *range(len(whole) - 20, len(whole))]
    for length in lengths:
        broken.site.outbox_path.write_bytes(whole[:length])
        assert "build the site once more" in error_of_post(broken.site), length
    assert broken.medium.requests == []


DEEP = "[" * 100_000 + "]" * 100_000
NUMBERS = ["9" * 5000, "1e999", "-1", "NaN", "Infinity", "0.1", "1" + "0" * 400]

ODD_LEDGERS = {
    "BOM": '\ufeff{"version": 1, "articles": {"known": {"medium": {"state": "posted"}}}}'.encode(),
    "CRLF": b'{"version": 1,\r\n"articles": {"known": {"medium": {"state": "posted"}}}}\r\n',
    "NUL at the end": b'{"version": 1, "articles": {}}\x00',
    "NUL in a key": b'{"version": 1, "articles": {"a\\u0000b": {"medium": {"state": "posted"}}}}',
    "raw NUL in a key": b'{"version": 1, "articles": {"a\x00b": {}}}',
    "surrogate": b'{"version": 1, "articles": {"a\\udc80": {"title": "\\ud800"}}}',
    "invalid UTF-8": b'{"version": 1, "articles": {"\xff": {}}}',
    "UTF-16": '{"version": 1, "articles": {}}'.encode("utf-16"),
    "deep": b'{"version": 1, "articles": {}, "x": ' + DEEP.encode() + b"}",
    "deep in an entry": b'{"version": 1, "articles": {"known": {"x": ' + DEEP.encode() + b"}}}",
    "known twice": b'{"version": 1, "articles": {"known": {}, "known": {}}}',
    "large": json.dumps(
        {"version": 1, "articles": {f"a{n}": {"medium": posted(n)} for n in range(5000)}}
    ).encode(),
    "a large text": json.dumps(
        {"version": 1, "articles": {"known": {"title": "x" * (9 << 20)}}}
    ).encode(),
    **{f"number {n[:9]}": f'{{"version": {n}, "articles": {{}}}}'.encode() for n in NUMBERS},
    **{
        f"at {text[:12]}": json.dumps(
            {"version": 1, "articles": {"known": {"medium": posted(7) | {"at": text}}}}
        ).encode()
        for text in (
            "9999-12-31T23:59:59+14:00",
            "0001-01-01T00:00:00+14:00",
            "0001-01-01T00:00:00-14:00",
            "99999-01-01",
            "yesterday",
            "\u0662\u0660\u0662\u0666-01-01",
            "",
        )
    },
    **{
        f"date {text}": json.dumps(
            {"version": 1, "articles": {"known": {"date": text, "medium": posted(7)}}}
        ).encode()
        for text in ("", "9" * 40, "\x1b[2J", "-1")
    },
}


@pytest.mark.parametrize("content", ODD_LEDGERS.values(), ids=ODD_LEDGERS)
def test_an_odd_ledger_is_read_or_told(broken, content):
    """Whichever of the two: no traceback, a limit that is kept, and nothing known goes again."""
    broken.site.configure("MEDIUM_DAILY_LIMIT = 3")
    broken.site.ledger_path.write_bytes(content)
    statuses = check(broken)
    assert set(statuses) <= {0} or set(statuses) == {2}
    if statuses[0] == 2:
        assert broken.medium.requests == []
        assert broken.site.ledger_path.read_bytes() == content
    titles = [body["title"] for body in broken.medium.bodies]
    known = broken.site.ledger_path.read_bytes()
    assert "Known" not in titles or b'"known": {"medium"' not in content
    assert len(titles) == len(set(titles))
    assert statuses[0] == 2 or all(title.lower().encode() in known for title in titles)


#: What is put in the place of each value of an outbox, one after the other.
STRANGERS = [
    None, True, 7, -1, 1e300, 10**400, "", "x", "\x00", "\ud800", [], ["x"], {}, {"x": 1},
    "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+14:00", "https://[", "x" * 100_000,
]  # fmt: skip


def places(data, path=()):
    """Return the path of each value inside a JSON document."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for name, value in pairs:
        yield (*path, name)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, name))


def test_an_outbox_with_a_stranger_in_any_place_is_read_or_told(broken):
    """Each value in turn becomes something else; what is told as damaged has sent nothing."""
    whole = json.loads(broken.site.outbox_path.read_text("utf-8"))
    whole["held"]["known"] = {"reason": "x", "at": "2026-11-21T08:00:00Z", "picture": None}
    ledger = broken.site.ledger_path.read_bytes()
    moments = random.Random(8)
    for place in places(whole):
        for stranger in moments.sample(STRANGERS, 4):
            data = json.loads(json.dumps(whole))
            owner = data
            for name in place[:-1]:
                owner = owner[name]
            owner[place[-1]] = stranger
            broken.site.outbox_path.write_text(json.dumps(data), "utf-8")
            broken.site.ledger_path.write_bytes(ledger)
            broken.medium.forget()
            verb = moments.choice(VERBS)
            [status] = check(broken, [verb])
            if status == 2 and verb == ["post"]:
                assert broken.medium.posts == [], (place, stranger)
            assert len(broken.medium.posts) <= 2


def test_a_build_leaves_an_odd_ledger_alone(broken):
    """The build says what is wrong, is whole all the same, and posts nothing."""
    broken.site.environ["POST_ON"] = "build"
    for content in (b"{", b"\xff", b'{"version": 2, "articles": {}}', ODD_LEDGERS["deep"]):
        broken.site.ledger_path.write_bytes(content)
        assert broken.run(["pelican", "content"])["status"] == 0
        said = broken.said.read_text("utf-8", "replace")
        assert "Nothing was posted" in " ".join(said.split())
        assert "Traceback" not in said
        assert broken.site.ledger_path.read_bytes() == content
    assert broken.medium.requests == []
