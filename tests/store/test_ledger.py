"""The ledger: its text, its damage, its lock, and the questions asked of its cells."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pelican_medium.model.errors import LedgerBusy, LedgerError, LedgerMissing
from pelican_medium.store import ledger
from pelican_medium.store.ledger import Book, Cell, Entry, Ledger

OTHER_API = "http://127.0.0.1:8989/v1"

#: The example of the design, its dots filled in.
EXAMPLE = {
    "version": 1,
    "default_lang": "en",
    "articles": {
        "my-slug": {
            "title": "…",
            "date": "2026-11-20",
            "canonical_url": "https://blog.example.org/my-slug.html",
            "lang": "en",
            "source_path": "posts/my.md",
            "also": ["old-slug", "https://blog.example.org/old.html"],
            "medium": {
                "state": "posted",
                "by": "api",
                "id": "e6f36a",
                "url": "https://medium.com/@you/my-slug-e6f36a",
                "at": "2026-11-21T08:00:00Z",
                "publish_status": "draft",
                "fingerprint": "sha256:00",
            },
        },
        "hello@fr": {
            "title": "Bonjour",
            "medium": {
                "state": "unknown",
                "by": "api",
                "id": None,
                "at": "2026-11-21T08:01:00Z",
                "reason": "no answer within 40 s",
                "fingerprint": "sha256:01",
            },
        },
        "old-one": {
            "title": "Old",
            "medium": {"state": "skipped", "why": "before first use"},
        },
    },
    "pictures": {"0cc175b9c0f1b6a831c399e269772661": {"url": "https://cdn-images-1.medium.com/x"}},
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "medium_ledger.json"


def put(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return Ledger(path)


def add(key="new", **more):
    return lambda book: book.with_entry(Entry(key, title="New", **more))


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


# The text


def test_the_example_of_the_design_reads(path):
    """Every field the design shows is understood, and none is taken for a stranger's."""
    book = put(path, EXAMPLE).read()
    mine = book.entries["my-slug"]
    assert mine.also == ("old-slug", "https://blog.example.org/old.html")
    assert mine.cell == Cell(**EXAMPLE["articles"]["my-slug"]["medium"])
    assert book.entries["hello@fr"].cell.reason == "no answer within 40 s"
    assert book.entries["old-one"].cell == Cell("skipped", why="before first use")
    assert book.pictures == EXAMPLE["pictures"]
    assert book.default_lang == "en"
    assert not book.extra
    assert not any(entry.extra or entry.cell.extra for entry in book.entries.values())


def test_the_example_of_the_design_comes_back_as_it_was(path):
    """Reading and writing loses and adds nothing."""
    assert json.loads(ledger.serialise(put(path, EXAMPLE).read())) == EXAMPLE


def test_the_text_is_made_for_a_diff():
    """Indented, keys sorted, letters as they are, one newline at the end."""
    cell = Cell("posted", by="api", id="e6f36a", url="https://medium.com/p/e6f36a")
    book = Book({"b": Entry("b", title="Zoë “😀”", cell=cell), "a": Entry("a")}, "en")
    assert ledger.serialise(book) == (
        "{\n"
        '  "articles": {\n'
        '    "a": {},\n'
        '    "b": {\n'
        '      "medium": {\n'
        '        "by": "api",\n'
        '        "id": "e6f36a",\n'
        '        "state": "posted",\n'
        '        "url": "https://medium.com/p/e6f36a"\n'
        "      },\n"
        '      "title": "Zoë “😀”"\n'
        "    }\n"
        "  },\n"
        '  "default_lang": "en",\n'
        '  "version": 1\n'
        "}\n"
    )


def test_an_unknown_says_that_it_has_no_id():
    """Whoever reads the file sees that an id was looked for."""
    assert Cell("unknown").to_json() == {"state": "unknown", "id": None}
    assert Cell("posting").to_json() == {"state": "posting"}


def test_a_file_name_that_is_no_utf_8_survives(path):
    """Such a name arrives as lone surrogates, leaves as JSON escapes, and comes back."""
    odd = Entry("odd", source_path="posts/caf\udce9.md", also=("\ud800", "\udfff"))
    Ledger(path).create(Book({"odd": odd}))
    assert b'"posts/caf\\udce9.md"' in path.read_bytes()
    assert Ledger(path).read().entries["odd"] == odd


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x1c", "\r", "\\", '"', "\x00"])
def test_odd_letters_in_a_title_survive(path, separator):
    """What some editors take for a line's end is a letter of a title like any other."""
    book = Book({"odd": Entry("odd", title=f"a{separator}b")})
    Ledger(path).create(book)
    assert Ledger(path).read() == book


texts = st.text(st.characters(blacklist_categories=()), min_size=1)
maybe = st.none() | texts
cells = st.builds(
    Cell,
    state=st.sampled_from(ledger.STATES),
    by=maybe,
    id=maybe,
    url=maybe,
    at=maybe,
    publish_status=maybe,
    fingerprint=maybe,
    reason=maybe,
    why=maybe,
    marked=st.none() | st.booleans(),
    api=maybe,
    extra=st.dictionaries(texts.map("x_{}".format), st.integers() | texts, max_size=2),
)
entries = st.builds(
    Entry,
    key=texts,
    title=maybe,
    date=maybe,
    canonical_url=maybe,
    lang=maybe,
    source_path=maybe,
    also=st.lists(texts, max_size=2).map(tuple),
    cell=st.none() | cells,
    extra=st.dictionaries(texts.map("x_{}".format), st.booleans() | texts, max_size=2),
)
books = st.builds(
    Book,
    entries=st.lists(entries, max_size=3).map(lambda found: {e.key: e for e in found}),
    default_lang=maybe,
    pictures=st.dictionaries(texts, st.fixed_dictionaries({"url": texts}), max_size=2),
    extra=st.dictionaries(texts.map("x_{}".format), texts, max_size=2),
)


@settings(max_examples=100, deadline=None)
@given(books)
def test_any_book_comes_back(book):
    """Whatever the fields hold, the file's text holds it too, as UTF-8."""
    text = ledger.serialise(book)
    assert ledger.parse(text.encode("utf-8").decode("utf-8")) == book
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('{"version":1,"articles":{}}', []),
        ('{"version":1,"articles":{"a":{}}}', ["a"]),
        ('{"version":1,"articles":{"a":{"medium":null,"also":null,"title":null}}}', ["a"]),
        ('{"version":1,"articles":{"a":{"medium":{"state":"posted"}}}}', ["a"]),
        ('{"version":1,"articles":{},"pictures":null,"default_lang":null}', []),
        ('\ufeff{"version":1,"articles":{"a":{}}}', ["a"]),
        ('\r\n {"version" : 1,\r\n\t"articles":{ } }\r\n\r\n', []),
    ],
)
def test_a_file_made_by_hand_reads(path, text, keys):
    """Only version and articles are needed; a BOM and Windows' line ends do no harm."""
    path.write_bytes(text.encode())
    assert list(Ledger(path).read().entries) == keys


def test_a_file_made_by_hand_can_be_changed(path):
    """The smallest ledger takes its first article; its BOM goes."""
    path.write_bytes(b'\xef\xbb\xbf{"version":1,"articles":{}}')
    Ledger(path).change(add())
    assert list(json.loads(path.read_text("utf-8"))["articles"]) == ["new"]


def test_unknown_fields_are_kept(path):
    """What a later release or the author put anywhere outlives a change of the same article."""
    strange = {"x": [1, {"y": None}]}
    cell = {"state": "posted", "strange": strange}
    data = {
        "version": 1,
        "articles": {"a": {"title": "A", "medium": cell, "mastodon": {"state": "posted"}}},
        "comment": strange,
    }

    def change(book):
        entry = book.entries["a"]
        return book.with_entry(replace(entry, title="B", cell=replace(entry.cell, id="abcdef")))

    put(path, data).change(change)
    after = json.loads(path.read_text("utf-8"))
    data["articles"]["a"]["title"] = "B"
    cell["id"] = "abcdef"
    assert after == data


# Damage

CONFLICT = """\
{
<<<<<<< HEAD
  "articles": {},
=======
  "articles": {"a": {}},
>>>>>>> other
  "version": 1
}
"""

DAMAGED = {
    "empty": ("", "is not JSON"),
    "not JSON": ("What?", "is not JSON (line 1"),
    "the second line": ('{"version": 1,\n oops}', "line 2"),
    "conflict": (CONFLICT, "conflict marks"),
    "a list": ("[]", "not a ledger of pelican-medium"),
    "null": ("null", "not a ledger of pelican-medium"),
    "a text": ('"version"', "not a ledger of pelican-medium"),
    "another tool's": ('{"my-slug": {"url": "https://medium.com/x"}}', "no version number"),
    "no articles": ('{"version": 1}', 'no "articles"'),
    "null articles": ('{"version": 1, "articles": null}', 'no "articles"'),
    "newer": ('{"version": 2, "articles": {}}', "install a newer pelican-medium"),
    "much newer": ('{"version": 99, "articles": []}', "install a newer pelican-medium"),
    "version true": ('{"version": true, "articles": {}}', "no version number"),
    "version text": ('{"version": "1", "articles": {}}', "no version number"),
    "version 0": ('{"version": 0, "articles": {}}', "no version number"),
    "version -1": ('{"version": -1, "articles": {}}', "no version number"),
    "version 1.0": ('{"version": 1.0, "articles": {}}', "no version number"),
    "version null": ('{"version": null, "articles": {}}', "no version number"),
    "huge version": ('{"version": ' + "9" * 5000 + ', "articles": {}}', ""),
    "same article twice": ('{"version": 1, "articles": {"a": {}, "a": {}}}', "'a' twice"),
    "same field twice": ('{"version": 1, "articles": {"a": {"lang": "x", "lang": "x"}}}', "twice"),
    "version twice": ('{"version": 1, "version": 1, "articles": {}}', "'version' twice"),
    "deep": ('{"version": 1, "articles": ' + '{"a":' * 100_000, "too deep"),
    "deep lists": ('{"version": 1, "articles": {}, "x": ' + "[" * 100_000, "too deep"),
    "trailing": ('{"version": 1, "articles": {}} {}', "is not JSON"),
    "two ledgers": ('{"version": 1, "articles": {}}' * 2, "is not JSON"),
    "UTF-16": ('{"version": 1, "articles": {}}'.encode("utf-16"), "cannot be read"),
    "Latin-1": ('{"version": 1, "articles": {"\xe9": {}}}'.encode("latin-1"), "cannot be read"),
    "zeros": (b"\x00" * 512, "is not JSON"),
}


@pytest.mark.parametrize(("content", "words"), DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("door", ["read", "read_or_none", "change", "create"])
def test_a_damaged_ledger_is_told_and_left_alone(path, content, words, door):
    """No door touches what it cannot understand; the message says what to do."""
    content = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(content)
    book = Ledger(path)
    with pytest.raises(LedgerError) as caught:
        {
            "read": book.read,
            "read_or_none": book.read_or_none,
            "change": lambda: book.change(add()),
            "create": lambda: book.create(Book()),
        }[door]()
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert "git checkout -- medium_ledger.json" in str(caught.value)
    assert not isinstance(caught.value, LedgerMissing)
    assert path.read_bytes() == content
    assert names_in(path.parent) == [path.name]


NUMBER, YES, TEXT, LIST, OBJECT = 7, True, "x", ["x"], {"x": 1}
NO_TEXT = [NUMBER, YES, LIST, OBJECT]

#: What may not stand in each place: the top, an entry, a cell.
WRONG = {
    ("articles",): [NUMBER, YES, TEXT, LIST],
    ("default_lang",): NO_TEXT,
    ("pictures",): [NUMBER, YES, TEXT, LIST],
    ("articles", "a"): [NUMBER, YES, TEXT, LIST, None],
    **{
        ("articles", "a", name): NO_TEXT
        for name in ("title", "date", "canonical_url", "lang", "source_path")
    },
    ("articles", "a", "also"): [NUMBER, YES, TEXT, OBJECT, [1], [None], [["x"]]],
    ("articles", "a", "medium"): [NUMBER, YES, TEXT, LIST, {}, {"by": "api"}],
    ("articles", "a", "medium", "state"): [*NO_TEXT, TEXT, None, "", "Posted", "pending", "held"],
    **{
        ("articles", "a", "medium", name): NO_TEXT
        for name in (
            "by id url at publish_status fingerprint reason why api".split()  # noqa: SIM905 - easier to read
        )
    },
    ("articles", "a", "medium", "marked"): [NUMBER, TEXT, LIST, OBJECT],
}


@pytest.mark.parametrize(("place", "value"), [(place, v) for place in WRONG for v in WRONG[place]])
def test_a_wrong_type_is_told(path, place, value):
    """A value that cannot stand where it stands is named; nothing is guessed."""
    cell = {"state": "posted"}
    data = {"version": 1, "articles": {"a": {"medium": cell}}}
    owner = data
    for name in place[:-1]:
        owner = owner[name]
    owner[place[-1]] = value
    with pytest.raises(LedgerError, match=r"is damaged: .*'?(a|the ledger)'?|state"):
        put(path, data).read()
    assert json.loads(path.read_text("utf-8")) == data


@pytest.mark.parametrize("depth", [50, 200, 400, 600, 800, 900, 950, 980, 1200])
def test_a_nested_ledger_is_changed_or_told(path, depth):
    """However deep a stranger's field is nested, it is kept, or a message says why not."""
    text = '{"version": 1, "articles": {}, "x": ' + "[" * depth + "]" * depth + "}"
    book = put(path, text)
    try:
        book.change(add())
    except LedgerError:
        assert path.read_text("utf-8") == text
    else:
        assert list(book.read().entries) == ["new"]
        assert "".join(path.read_text("utf-8").split()).count("[") == depth


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_written_is_json(path, number):
    """Numbers that Python reads and JSON does not have are refused or written as JSON."""
    book = put(path, f'{{"version": 1, "articles": {{}}, "x": {number}}}')

    def refuse(name):
        raise AssertionError(f"{name} is no JSON")

    try:
        book.change(add())
    except LedgerError:
        return
    json.loads(path.read_text("utf-8"), parse_constant=refuse)


def test_one_cut_off_at_any_byte_is_told(path):
    """A file that ends too early is an error, and never an empty or a shorter ledger."""
    data = {**EXAMPLE, "articles": {"é": EXAMPLE["articles"]["my-slug"]}}
    content = json.dumps(data, ensure_ascii=False).encode()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(LedgerError):
            Ledger(path).read()
    path.write_bytes(content)
    assert list(Ledger(path).read().entries) == ["é"]


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-2, 2) | st.floats() | st.sampled_from(["", "x"]),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(
                    "version articles default_lang pictures also medium state marked id x".split()  # noqa: SIM905 - easier to read
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_reads_or_is_told(data):
    """No JSON document makes reading fail in another way than it says."""
    if isinstance(data, dict):
        data["version"] = 1
    try:
        book = ledger.parse(json.dumps(data))
    except ValueError:
        return
    assert ledger.parse(ledger.serialise(book)) == book or "NaN" in ledger.serialise(book)


# The file


def test_a_missing_ledger_is_told(path):
    """Missing is not empty, and nothing is made by asking."""
    with pytest.raises(LedgerMissing, match="There is no ledger at"):
        Ledger(path).read()
    with pytest.raises(LedgerMissing):
        Ledger(path).change(add())
    assert Ledger(path).read_or_none() is None
    assert names_in(path.parent) == []


def test_a_folder_in_its_place_is_told(path):
    """A folder of that name is neither a missing ledger nor an empty one."""
    path.mkdir()
    for door in (Ledger(path).read, Ledger(path).read_or_none):
        with pytest.raises(LedgerError, match="cannot be read") as caught:
            door()
        assert not isinstance(caught.value, LedgerMissing)
    with pytest.raises(LedgerError):
        Ledger(path).create(Book())
    assert names_in(path.parent) == [path.name]


@pytest.mark.parametrize("name", ["file/medium_ledger.json", "l" * 300, "loop.json"])
def test_a_place_that_cannot_hold_one_is_told(tmp_path, name):
    """Reading and locking fail with a message, whatever the system says of the place."""
    (tmp_path / "file").touch()
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    book = Ledger(tmp_path / name)
    with pytest.raises(LedgerError):
        book.read()
    with pytest.raises(LedgerError):
        book.create(Book())


def test_a_lock_that_cannot_be_made_is_told(path):
    """What cannot be locked cannot be recorded either."""
    book = put(path, EXAMPLE)
    path.with_name("medium_ledger.json.lock").mkdir()
    with pytest.raises(LedgerError, match="cannot be written") as caught, book.locked():
        pass
    assert not isinstance(caught.value, LedgerBusy)


def test_a_ledger_that_cannot_be_read_is_told(path, monkeypatch):
    """A refusal of the system is an error with its words, and no missing ledger."""
    put(path, EXAMPLE)

    def refuse(*_arguments, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr("io.open", refuse)
    with pytest.raises(LedgerError, match="Permission denied") as caught:
        Ledger(path).read_or_none()
    assert not isinstance(caught.value, LedgerMissing)


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("door", ["change", "create"])
def test_a_ledger_that_cannot_be_written_is_told(path, monkeypatch, step, door):
    """A full or read-only disk leaves the ledger as it was, and says so."""
    if door == "change":
        put(path, EXAMPLE)
    before = path.read_bytes() if path.exists() else None

    def fail(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(LedgerError, match=r"cannot be written \(No space left on device\)"):
        Ledger(path).change(add()) if door == "change" else Ledger(path).create(Book())
    monkeypatch.undo()
    assert (path.read_bytes() if path.exists() else None) == before
    assert not [name for name in names_in(path.parent) if name.endswith(".tmp")]


def test_a_change_that_fails_leaves_the_file(path):
    """An error of the change itself writes nothing."""

    def fail(_book):
        raise RuntimeError("no")

    book = put(path, EXAMPLE)
    before = path.read_bytes()
    with pytest.raises(RuntimeError):
        book.change(fail)
    assert path.read_bytes() == before
    assert names_in(path.parent) == [path.name]


def test_a_change_of_nothing_does_not_write(path):
    """A file that says the same already keeps its form, and no copy is made."""
    text = '{"version":1,"articles":{"a":{}}}'
    book = put(path, text)
    assert book.change(lambda found: found) == book.read()
    assert path.read_text("utf-8") == text
    assert names_in(path.parent) == [path.name]


def test_the_one_before_is_kept_beside_it(path):
    """The .bak holds the text before the last change."""
    book = put(path, EXAMPLE)
    before = path.read_bytes()
    book.change(add("first"))
    copy = path.with_name("medium_ledger.json.bak")
    assert copy.read_bytes() == before
    between = path.read_bytes()
    book.change(add("second"))
    assert copy.read_bytes() == between


def test_a_change_is_made_to_what_the_file_says_now(path):
    """What git or an editor wrote after we had read it is kept."""
    book = put(path, EXAMPLE)
    book.read()
    theirs = json.loads(json.dumps(EXAMPLE))
    theirs["articles"]["theirs"] = {"medium": {"state": "posted", "id": "abcdef"}}
    script = "import sys; open(sys.argv[1], 'w', encoding='utf-8').write(sys.argv[2])"
    subprocess.run([sys.executable, "-c", script, path, json.dumps(theirs)], check=True)
    after = book.change(add("ours"))
    assert set(after.entries) == {*EXAMPLE["articles"], "theirs", "ours"}
    assert Ledger(path).read() == after


def test_a_ledger_keeps_its_mode_and_its_link(path, tmp_path):
    """A ledger that is a link elsewhere stays one, as readable as it was."""
    real = tmp_path / "elsewhere.json"
    put(real, EXAMPLE)
    real.chmod(0o664)
    path.symlink_to(real)
    Ledger(path).change(add())
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o664
    assert "new" in Ledger(real).read().entries


def test_the_first_ledger_is_written(path):
    """Where there is none, one is made, readable by all, without a copy of nothing."""
    Ledger(path).create(Book(default_lang="en"))
    assert path.read_text("utf-8") == ledger.serialise(Book(default_lang="en"))
    assert path.stat().st_mode & 0o777 == 0o644
    assert names_in(path.parent) == [path.name]


def test_a_first_ledger_never_replaces_one(path):
    """One that has come into being meanwhile stays, even an empty one."""
    book = put(path, '{"version":1,"articles":{}}')
    book.create(Book({"a": Entry("a")}))
    assert path.read_text("utf-8") == '{"version":1,"articles":{}}'


# Other programs


@pytest.mark.parametrize("step", ["fsync", "chmod"])
def test_what_another_program_writes_while_we_write_is_kept(path, monkeypatch, step):
    """An editor or git that is faster by a moment loses nothing; our change is made to theirs."""
    book = put(path, EXAMPLE)
    real, theirs = getattr(os, step), [json.dumps({**EXAMPLE, "comment": "theirs"})]

    def act(*arguments, **more):
        if theirs:
            path.write_text(theirs.pop(), "utf-8")
        return real(*arguments, **more)

    monkeypatch.setattr(os, step, act)
    book.change(add())
    after = json.loads(path.read_text("utf-8"))
    assert after["comment"] == "theirs"
    assert "new" in after["articles"]


def test_a_ledger_that_never_keeps_still_is_told(path, monkeypatch):
    """Nothing is overwritten, and nothing goes on for ever."""
    book, real, count = put(path, EXAMPLE), os.fsync, iter(range(1000))

    def act(descriptor):
        path.write_text(json.dumps({**EXAMPLE, "comment": next(count)}), "utf-8")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", act)
    with pytest.raises(LedgerError, match="another program keeps changing it"):
        book.change(add())
    assert "new" not in json.loads(path.read_text("utf-8"))["articles"]


@pytest.mark.parametrize("theirs", [None, "<<<<<<<"])
def test_a_ledger_that_goes_while_we_write_is_told(path, monkeypatch, theirs):
    """One that was taken away or broken meanwhile is not replaced by ours."""
    book, real = put(path, EXAMPLE), os.fsync

    def act(descriptor):
        path.write_text(theirs) if theirs else path.unlink(missing_ok=True)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", act)
    with pytest.raises(LedgerError):
        book.change(add())
    assert (path.read_text() if path.exists() else None) == theirs


def test_a_first_ledger_never_replaces_one_that_came_meanwhile(path, monkeypatch):
    """Somebody who copies the right ledger into place at the last moment wins."""
    real = os.fsync

    def act(descriptor):
        put(path, EXAMPLE)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", act)
    Ledger(path).create(Book())
    assert json.loads(path.read_text("utf-8")) == EXAMPLE


def test_a_run_that_was_killed_leaves_no_mess_for_long(path):
    """Whoever takes the lock removes what a killed run was writing."""
    book, left = put(path, EXAMPLE), path.with_name(f".{path.name}.abc.tmp")
    left.write_text("half a led")
    with book.locked():
        assert not left.exists()


# The lock

HOLDER = """
import sys
from pathlib import Path
from pelican_medium.store.ledger import Ledger
with Ledger(Path(sys.argv[1])).locked():
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(path):
    put(path, EXAMPLE)
    command = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"locked\n"
        yield process
        process.kill()


@pytest.mark.parametrize("wait", [0, 0.1])
def test_another_run_at_work_is_told(path, holder, wait):
    """While another process holds the lock, this one does nothing, and says so."""
    ran = False
    with pytest.raises(LedgerBusy, match=r"Another run.*Nothing was sent"):  # noqa: SIM117 - as it is used
        with Ledger(path).locked(wait=wait):
            ran = True
    assert not ran


def test_reading_needs_no_lock(path, holder):
    """Status can be asked for while another run is at work."""
    assert set(Ledger(path).read().entries) == set(EXAMPLE["articles"])


def test_a_run_that_died_holds_no_lock(path, holder):
    """A lock ends with its process, even one that was killed."""
    holder.kill()
    holder.wait()
    with Ledger(path).locked(wait=5):
        pass


def test_the_lock_is_free_again_after_an_error(path):
    """Whatever happens inside, the next run can take it."""
    book = put(path, EXAMPLE)
    with pytest.raises(RuntimeError), book.locked():
        raise RuntimeError
    with Ledger(path).locked():
        pass


def test_the_lock_excludes_this_very_process_too(path):
    """Two runs in one process, such as two builds, exclude each other as well."""
    book = put(path, EXAMPLE)
    with book.locked(), pytest.raises(LedgerBusy), Ledger(path).locked():
        pass


def test_the_lock_is_a_file_beside_the_ledger(path):
    """Its name is one that is not for git; the ledger itself is not touched."""
    book = put(path, EXAMPLE)
    before = path.read_bytes()
    with book.locked():
        assert set(names_in(path.parent)) == {path.name, "medium_ledger.json.lock"}
    assert path.read_bytes() == before


# Questions and changes


def test_entries_are_put_replaced_and_taken_out():
    """A change makes another book; the one before stays as it was."""
    book = Book({"a": Entry("a"), "b": Entry("b")}, "en", {"md5": {}}, {"x": 1})
    renamed = book.with_entry(Entry("c", title="C"), instead_of="a")
    assert list(renamed.entries) == ["b", "c"]
    assert renamed == replace(book, entries=renamed.entries)
    assert list(book.with_entry(Entry("a", title="A")).entries) == ["a", "b"]
    assert list(book.without_entry("a").entries) == ["b"]
    assert list(book.without_entry("nobody").entries) == ["a", "b"]
    assert list(book.entries) == ["a", "b"]


MEDIUMS, SANDBOXES = Cell("posted"), Cell("posted", api=OTHER_API)


@pytest.mark.parametrize(
    ("cell", "api", "seen"),
    [
        (None, None, False),
        (None, OTHER_API, False),
        (MEDIUMS, None, True),
        (MEDIUMS, OTHER_API, True),
        (SANDBOXES, None, False),
        (SANDBOXES, OTHER_API, True),
        (SANDBOXES, "http://127.0.0.1:9999/v1", False),
        (Cell("skipped"), OTHER_API, True),
    ],
)
def test_a_cell_counts_for_its_own_api(cell, api, seen):
    """A sandbox's cell is absent for Medium; Medium's own and a person's word count everywhere."""
    assert ledger.counts(cell, api) == (cell if seen else None)


@pytest.mark.parametrize("state", ledger.STATES)
@pytest.mark.parametrize(("cell_api", "api"), [(None, None), (None, OTHER_API), (OTHER_API, None)])
def test_only_a_sandbox_run_must_leave_mediums_cells_alone(state, cell_api, api):
    """A cell without an api belongs to Medium, but for skipped, which is the author's word."""
    expected = cell_api is None and api is not None and state != "skipped"
    assert ledger.belongs_to_medium(Cell(state, api=cell_api), api) == expected


def test_no_cell_belongs_to_nobody():
    """An article that was never sent is anybody's."""
    assert not ledger.belongs_to_medium(None, OTHER_API)


@pytest.mark.parametrize("api", [None, OTHER_API])
def test_only_a_posting_of_this_api_becomes_unknown(api):
    """Whoever takes the lock turns what was being sent into unknown, and nothing else."""
    cells = {
        f"{state} {other}": Cell(state, by="api", at="2026-11-21T08:00:00Z", api=other)
        for state in ledger.STATES
        for other in (None, OTHER_API)
    }
    entries = {key: Entry(key, title="T", cell=cell) for key, cell in cells.items()}
    book = Book({**entries, "bare": Entry("bare")}, "en")
    after = ledger.recovered(book, api)
    changed = {key for key in book.entries if after.entries[key] != book.entries[key]}
    lost = f"posting {api}"
    assert changed == {lost}
    assert after.entries[lost].cell == replace(
        cells[lost], state="unknown", reason=ledger.LEFT_BEHIND
    )
    assert ledger.recovered(after, api) == after


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 21, 8, 0, 0, 999999, tzinfo=UTC), "2026-11-21T08:00:00Z"),
        (datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2025-12-31T22:00:00Z"),
    ],
)
def test_a_stamp_is_utc_in_whole_seconds(moment, text):
    """The ledger's moments look alike wherever they were made."""
    assert ledger.stamp(moment) == text
    assert ledger.read_stamp(text) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-21T08:00:00", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        ("2026-11-21", datetime(2026, 11, 21, tzinfo=UTC)),
        ("2026-11-21T10:00:00+02:00", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        (None, None),
        ("", None),
        ("yesterday", None),
        ("2026-13-01", None),
        ("0", None),
    ],
)
def test_a_stamp_made_by_hand_reads_or_is_none(text, moment):
    """A moment without a zone is UTC; what is no moment is None."""
    assert ledger.read_stamp(text) == moment
