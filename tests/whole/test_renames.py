"""What authors do to files, names and addresses between two builds: one post for each article."""

import json
import re

import pytest

BASENAMES = """
SLUGIFY_SOURCE = "basename"
ARTICLE_URL = "{slug}.html"
ARTICLE_SAVE_AS = "{slug}.html"
"""

NEW_PERMALINKS = """
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
"""

LONG = "A long walk along the river, of which much could be told. " * 8


def write(site, name, title=None, text=None, date="2026-01-02", **metadata):
    """Write an article that has no slug of its own: its name on disk is its name on the web."""
    title = title or f"About {name}"
    head = {"title": title, "date": date, **metadata}
    path = site.folder / "content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    path.write_text(f"{lines}\n{text or f'What {title} says.'}\n", "utf-8")


def move(site, before, after):
    target = site.folder / "content" / f"{after}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    (site.folder / "content" / f"{before}.md").rename(target)


def by_title(site):
    """Return each title's address on Medium, or why there is none."""
    entries = site.ledger["articles"].values()
    cells = {entry["title"]: entry.get("medium") or {} for entry in entries}
    return {title: cell.get("url") or cell.get("why") for title, cell in cells.items()}


def titles(medium):
    return sorted(body["title"] for body in medium.bodies)


def line_of(result, name):
    """Return what a build says of an article, as one line."""
    start = f"Medium: {name} is not posted: "
    [line] = [line for line in result.stdout.splitlines() if start in line]
    return line


def rows_of(site):
    """Return what `status` knows of each article."""
    result = site.cli("status", "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["articles"]


@pytest.fixture
def posted(site, medium):
    """A site that has posted one article for each thing that may happen to it."""
    site.use(medium)
    site.configure(BASENAMES)
    for name in ("stays", "renamed", "retitled", "moved", "edited", "again", "everything"):
        write(site, name, date="2026-01-05")
    write(site, "everything", "All of it", LONG, date="2026-01-06")
    for number in (2, 3, 4):
        write(site, f"0{number}", f"Chapter {number}")
    site.write_ledger({"old": {"medium": {"state": "skipped", "why": "before first use"}}})
    write(site, "old", date="2025-01-01")
    site.build()
    assert len(medium.posts) == 10
    return site


def reorganise(site):
    """Do to each article what it is named for, and give all of them other permalinks."""
    site.configure(NEW_PERMALINKS)
    move(site, "renamed", "another-name")
    write(site, "retitled", "Another title", "What About retitled says.", date="2026-01-05")
    move(site, "moved", "2026/moved")
    write(site, "edited", text="Said better.", date="2026-01-05")
    (site.folder / "content/everything.md").unlink()
    write(site, "new/name", "Another title and day", LONG, date="2026-01-09")
    for number in (4, 3, 2):
        move(site, f"0{number}", f"0{number + 1}")
    write(site, "02", "A new chapter")
    move(site, "old", "older")
    write(site, "again", "Another story", "Quite another one.", date="2026-02-01")
    same = {"url": "same.html", "date": "2026-02-02"}
    write(site, "twin-1", **same, save_as="one.html")
    write(site, "twin-2", **same, save_as="two.html")


def test_reorganised(posted, medium):
    """Renamed, renumbered, moved, rewritten: all known again; what is unclear is held and named."""
    before = by_title(posted)
    reorganise(posted)
    result = posted.build(COLUMNS="2000")
    assert titles(medium) == sorted([*(t for t in before if t != "About old"), "A new chapter"])
    after = by_title(posted)
    unchanged = ["About stays", "About renamed", "About moved", "About edited"]
    unchanged += [f"Chapter {number}" for number in (2, 3, 4)]
    assert {title: after[title] for title in unchanged} == {t: before[t] for t in unchanged}
    assert after["Another title"] == before["About retitled"]
    assert after["Another title and day"] == before["All of it"]
    assert after["About old"] == "before first use"
    assert after["A new chapter"] not in before.values()
    for name in ("twin-1.md", "twin-2.md"):
        assert "2 articles have the address" in line_of(result, name)
    held = line_of(result, "again.md")
    assert "“About again” (again)" in held
    (key,) = set(re.findall(r"again~\w{6}", held))
    assert posted.cli("mark", key, "pending").returncode == 0
    posted.build()
    assert titles(medium).count("Another story") == 1
    assert by_title(posted)["About again"] == before["About again"]
    ledger = posted.ledger
    assert "nothing to post: 2 articles held, 12 known" in " ".join(posted.build().stdout.split())
    assert posted.ledger == ledger


def test_a_ledger_of_the_release_before(posted, medium):
    """Without `text` and `since`, with other fingerprints: read, and nothing is sent again."""
    ledger = posted.ledger
    ledger.pop("since", None)
    for entry in ledger["articles"].values():
        entry.pop("text")
        if "fingerprint" in entry["medium"]:
            entry["medium"]["fingerprint"] = "sha256:" + 64 * "0"
    posted.ledger_path.write_text(json.dumps(ledger), "utf-8")
    before, sent = by_title(posted), titles(medium)
    move(posted, "renamed", "another-name")
    for number in (4, 3, 2):
        move(posted, f"0{number}", f"0{number + 1}")
    posted.build()
    assert by_title(posted) == before
    assert titles(medium) == sent
    assert all(entry["text"] for entry in posted.ledger["articles"].values())
    assert posted.ledger["since"] == "2025-01-01"
    rows = rows_of(posted)
    assert not any(row["changed"] for row in rows)
    write(posted, "edited", text="Said better.", date="2026-01-05")
    posted.build()
    rows = rows_of(posted)
    assert [row["key"] for row in rows if row["changed"]] == ["edited"]


def test_another_permalink_edits_no_other_article(site, medium):
    """An article that links to another one is the same when that one gets another address."""
    site.use(medium)
    site.configure(BASENAMES)
    write(site, "one", text="See [the other]({filename}two.md).", summary="[it]({filename}two.md)")
    write(site, "two")
    site.build()
    site.configure('ARTICLE_URL = "{slug}/"\nARTICLE_SAVE_AS = "{slug}/index.html"')
    site.build()
    rows = rows_of(site)
    assert [row["changed"] for row in rows] == [False, False]
    assert len(medium.posts) == 2


def test_an_old_blog_imported_later(site, medium):
    """What is older than the first use and was never seen waits for a person's word."""
    site.use(medium)
    site.configure(BASENAMES)
    write(site, "first")
    site.ledger_path.unlink()
    site.build()
    since = site.ledger["since"]
    for number in range(7):
        write(site, f"import-{number}", date=f"2019-01-0{number + 1}")
    write(site, "wanted", date="2019-02-02", medium="yes")
    result = site.build(COLUMNS="2000")
    said = " ".join(result.stdout.split())
    assert titles(medium) == ["About wanted"]
    assert f"7 articles dated before the first use of pelican-medium here ({since})" in said
    assert site.cli("mark", "import-3", "pending").returncode == 0
    assert titles(medium) == ["About wanted"]
    assert site.cli("post").returncode == 0
    assert titles(medium) == ["About import-3", "About wanted"]
    result = site.cli("mark", "--before", "2019-01-04", "skipped", "--yes")
    assert result.returncode == 0, result.stderr
    states = rows_of(site)
    shown = {row["key"]: row["state"] for row in states}
    assert shown == {
        "first": "skipped",
        "wanted": "posted",
        "import-3": "posted",
        **{f"import-{number}": "skipped" for number in (0, 1, 2)},
        **{f"import-{number}": "held" for number in (4, 5, 6)},
    }
