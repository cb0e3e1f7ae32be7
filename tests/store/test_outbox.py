"""The outbox file: all comes back, only its owner reads it, and damage is told with a remedy."""

import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pelican_medium.model import Article
from pelican_medium.model.errors import OutboxError
from pelican_medium.store import disk, outbox
from pelican_medium.store.outbox import Held, Outbox
from pelican_medium.store.rows import Settling

BUILT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def article(key="one", **more):
    return Article(
        key=key,
        title="Ä “title” & <em>more</em>",
        date=datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=5.5))),
        lang="en",
        canonical_url=f"https://blog.example/{key}.html",
        source_path=f"posts/{key}.md",
        fingerprint="sha256:00",
        **more,
    )


BODY = {
    "slug": "one",
    "base_url": "https://blog.example/one.html",
    "content": "<p>First\r\nline, \u2028 and 😀.</p>",
    "summary": "<p>In short.</p>",
    "tags": ("Sand", "Wind & weather"),
    "metadata": {"medium": True, "medium_tags": ["a", "b"], "medium_max": 3, "medium_x": None},
}


def whole():
    return Outbox(
        built_at=BUILT,
        site_url="https://blog.example",
        output_path="output",
        ledger="medium_ledger.json",
        index=(article(), article("two")),
        bodies={"one": article(**BODY)},
        held={"two": Held("its picture is not live", "2026-11-21T08:00:00Z", "/a.png")},
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / ".medium_outbox.json"


@pytest.fixture
def data(path):
    outbox.write(path, whole())
    return json.loads(path.read_text("utf-8"))


def reread(path, data):
    path.unlink()  # what was read of the former file is still read from that one
    path.write_text(json.dumps(data), "utf-8")
    return outbox.read(path)


def test_everything_comes_back(path):
    """What a build wrote is what post reads, field by field."""
    outbox.write(path, whole())
    assert outbox.read(path) == whole()


def test_an_empty_one_comes_back(path):
    """A site without articles has an outbox too."""
    empty = Outbox(BUILT, "https://blog.example", "output", "medium_ledger.json")
    outbox.write(path, empty)
    assert outbox.read(path) == empty


def test_an_article_without_file_or_summary_comes_back(path):
    """An article that a plugin injected has no source file."""
    bare = Article("x", "X", BUILT, "en", "https://blog.example/x", None, "sha256:1")
    box = Outbox(BUILT, "https://blog.example", "o", "l", index=(bare,), bodies={"x": bare})
    outbox.write(path, box)
    assert outbox.read(path) == box


def test_the_fields_are_those_of_the_contract(data):
    """Other people's pipelines read this file."""
    assert data["version"] == 1
    assert sorted(data) == sorted(
        [
            "version",
            "built_at",
            "site_url",
            "output_path",
            "ledger",
            "index",
            "bodies",
            "held",
            "learned",
            "math",
        ]
    )
    assert sorted(data["index"][0]) == sorted(
        ["key", "title", "date", "lang", "canonical_url", "source_path", "fingerprint"]
    )
    assert sorted(data["held"]["two"]) == ["at", "picture", "reason"]


def test_a_lone_surrogate_comes_back(path):
    """A file name or a text that is no UTF-8 is no reason to fail."""
    row = replace(article("odd"), source_path="posts/\udce9.md")
    odd = replace(row, content="<p>\udc80</p>", metadata={"medium_title": "\udcff"})
    box = Outbox(BUILT, "https://blog.example", "out\udc80", "l", index=(row,), bodies={"odd": odd})
    outbox.write(path, box)
    assert outbox.read(path) == box


def test_a_date_without_a_zone_is_utc(path, data):
    """A moment written by hand is not a local one."""
    data["index"][0]["date"] = "2026-11-20T09:30:00"
    assert reread(path, data).index[0].date == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("before", [None, 0o644])
def test_only_its_owner_reads_it(path, before):
    """It may hold unpublished text, so its mode is 0600, whatever it was."""
    if before is not None:
        path.touch()
        path.chmod(before)
    outbox.write(path, whole())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_missing_one_is_told(path):
    """There is a remedy: one more build."""
    with pytest.raises(OutboxError, match=r"There is no outbox .* build the site once more"):
        outbox.read(path)


WRONG_TEXTS = {
    "empty": "",
    "not json": "what?",
    "a list": "[]",
    "a number": "1",
    "null": "null",
    "no version": "{}",
    "deep": '{"version": 1, "index": ' + "[" * 100_000,
    "conflict": '<<<<<<< ours\n{"version": 1}\n=======\n',
}


@pytest.mark.parametrize("text", WRONG_TEXTS.values(), ids=WRONG_TEXTS)
def test_a_damaged_one_is_told(path, text):
    """Whatever stands in the file, the message names it and says: build."""
    path.write_text(text, "utf-8")
    with pytest.raises(OutboxError, match="build") as caught:
        outbox.read(path)
    assert str(path) in str(caught.value)
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("content", [b"\xff\xfe{}", b"\x00" * 40, b'{"version": 1, "x": "\x80"}'])
def test_bytes_that_are_no_utf_8_are_told(path, content):
    """A file from elsewhere is damaged, not a crash."""
    path.write_bytes(content)
    with pytest.raises(OutboxError, match="build"):
        outbox.read(path)


def test_a_folder_in_its_place_is_told(path):
    """It can neither be read nor replaced, and both are told."""
    path.mkdir()
    with pytest.raises(OutboxError, match="build"):
        outbox.read(path)
    with pytest.raises(OutboxError, match="build"):
        outbox.write(path, whole())


@pytest.mark.parametrize("version", [0, 2, 99, True, "1", None, 1.0, -1])
def test_another_version_is_told(path, data, version):
    """The outbox of another release is made anew, not guessed at."""
    with pytest.raises(OutboxError, match="build"):
        reread(path, data | {"version": version})


@pytest.mark.parametrize(
    "field", ["built_at", "site_url", "output_path", "ledger", "index", "bodies", "held"]
)
def test_a_missing_field_is_told(path, data, field):
    """Each part is needed."""
    del data[field]
    with pytest.raises(OutboxError, match="build"):
        reread(path, data)


TEXT, NULL, LIST, OBJECT = "x", None, ["x"], {"x": 1}
ANY = [7, True, TEXT, NULL, LIST, OBJECT]
NO_TEXT = [7, True, NULL, LIST, OBJECT]
NO_TEXT_OR_NULL = [7, True, LIST, OBJECT]

#: What may not stand in each place.
WRONG = {
    "built_at": ANY,
    "site_url": NO_TEXT,
    "output_path": NO_TEXT,
    "ledger": NO_TEXT,
    "index": ANY,
    "bodies": ANY,
    "held": ANY,
    "index.key": NO_TEXT,
    "index.title": NO_TEXT,
    "index.date": ANY,
    "index.lang": NO_TEXT,
    "index.canonical_url": NO_TEXT,
    "index.source_path": NO_TEXT_OR_NULL,
    "index.fingerprint": NO_TEXT,
    "bodies.slug": NO_TEXT,
    "bodies.base_url": NO_TEXT,
    "bodies.content": NO_TEXT,
    "bodies.summary": NO_TEXT_OR_NULL,
    "bodies.tags": [7, True, TEXT, NULL, OBJECT, [7]],
    "bodies.metadata": [7, True, TEXT, NULL, LIST],
    "held.reason": NO_TEXT,
    "held.at": NO_TEXT,
    "held.picture": NO_TEXT_OR_NULL,
}


def put(data, place, value):
    part, _, name = place.rpartition(".")
    owner = data if not part else data[part]
    owner = owner[0] if part == "index" else next(iter(owner.values())) if part else owner
    assert name in owner
    owner[name] = value


@pytest.mark.parametrize(("place", "value"), [(place, v) for place in WRONG for v in WRONG[place]])
def test_a_wrong_type_is_told(path, data, place, value):
    """A value of another type than was written is damage, in each place."""
    put(data, place, value)
    with pytest.raises(OutboxError, match="build"):
        reread(path, data)


@pytest.mark.parametrize("place", ["index.source_path", "bodies.summary", "held.picture"])
def test_what_may_be_missing_may_be_null(path, data, place):
    """An injected article, one without a summary and one held for another reason do exist."""
    put(data, place, None)
    assert reread(path, data)


def test_a_body_without_its_row_is_told(path, data):
    """A body is nothing without what the index says of it."""
    data["bodies"]["nobody"] = data["bodies"]["one"]
    with pytest.raises(OutboxError, match="build"):
        reread(path, data)


@pytest.mark.parametrize("part", ["index", "bodies", "held", "math"])
@pytest.mark.parametrize("value", [7, "x", None, []])
def test_a_part_of_a_part_that_is_no_object_is_told(path, data, part, value):
    """A row, a body or a held note of another type is damage."""
    data[part] = [value] if part == "index" else {"one": value}
    with pytest.raises(OutboxError, match="build"):
        reread(path, data)


def test_one_cut_off_at_any_byte_is_told(path):
    """A file that ends too early is never taken for a whole one."""
    outbox.write(path, whole())
    content = path.read_bytes()
    for length in range(len(content) - 2):
        path.write_bytes(content[:length])
        with pytest.raises(OutboxError, match="build"):
            outbox.read(path)


def test_one_that_cannot_be_written_is_told(path, monkeypatch):
    """The old one is still there, and the message says what to do."""
    outbox.write(path, whole())
    before = path.read_bytes()

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OutboxError, match=r"No space left on device.*build once more"):
        outbox.write(path, Outbox(BUILT, "https://other.example", "o", "l"))
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_an_article_is_held_and_let_go():
    """A note of why an article waits is put in, replaced and taken out; the rest stays."""
    reason = Held("no alt text", "2026-11-21T09:00:00Z")
    box = outbox.with_held(whole(), "one", reason)
    assert box.held == {**whole().held, "one": reason}
    other = Held("another reason", "2026-11-21T10:00:00Z")
    assert outbox.with_held(box, "one", other).held["one"] == other
    assert outbox.with_held(box, "one", None) == whole()


def test_letting_go_what_is_not_held_changes_nothing():
    """An article that was never held can be let go."""
    assert outbox.with_held(whole(), "nobody", None) == whole()


def test_a_build_that_was_killed_leaves_no_mess_for_long(path):
    """The next build removes what a killed one was writing; it may hold unpublished text."""
    left = path.with_name(f".{path.name}.abc.tmp")
    left.write_text("half an out")
    outbox.write(path, whole())
    assert not left.exists()
    assert outbox.read(path) == whole()


def test_two_builds_that_sweep_at_once(path, monkeypatch):
    """What another build took for a leftover is written once more."""
    real, swept = os.fsync, []

    def sweep(descriptor):
        real(descriptor)
        if not swept:
            swept.append(True)
            disk.sweep(path)

    monkeypatch.setattr(os, "fsync", sweep)
    outbox.write(path, whole())
    assert swept
    assert outbox.read(path) == whole()


def test_a_moment_beyond_the_calendar_is_damage(path, data):
    """Early in year 1 east of Greenwich there is no UTC: the file is named, as for any damage."""
    data["built_at"] = "0001-01-01T00:00:00+05:00"
    with pytest.raises(OutboxError, match="is damaged"):
        reread(path, data)


def test_another_layout_reads_the_same(path, data):
    """An article a line is only how we write it; any JSON that says the same is an outbox."""
    laid_out = outbox.read(path)
    assert reread(path, data) == laid_out == whole()
    path.write_text(json.dumps(data, indent=1), "utf-8")
    assert outbox.read(path) == laid_out
    assert outbox.read_learned(path) == laid_out.learned


def test_only_the_first_line_is_read_for_what_was_learned(path):
    """What the builds learned stands before the articles, which may be thousands."""
    outbox.write(path, whole())
    first, *_ = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(f"{first}never read", "utf-8")
    assert outbox.read_learned(path) == ()
    with pytest.raises(OutboxError):
        outbox.read(path)


@pytest.mark.parametrize("left", ["", "cd"])
@pytest.mark.parametrize("settled", ["", "a", "ab"])
def test_what_is_settled_is_read_like_any_other(tmp_path, settled, left):
    """It was written before the others, as the rows that it was kept as."""
    settling = Settling()
    for key in settled:
        settling.add(article(key))
    box = Outbox(BUILT, "https://blog.example", "output", "medium_ledger.json",
        tuple(map(article, left)), settled=settling.all())  # fmt: skip
    outbox.write(tmp_path / "box.json", box)
    found = outbox.read(tmp_path / "box.json")
    assert [one.key for one in found.index] == [*settled, *left]
    assert found == box.with_all_as_values()
    assert json.loads((tmp_path / "box.json").read_text("utf-8"))["bodies"] == {}
