"""The ledger's text: what it says comes back, and what it cannot say is told."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pelican_medium.model.errors import LedgerError, LedgerMissing
from pelican_medium.store import book as values
from pelican_medium.store import ledger_text
from pelican_medium.store.book import Book, Cell, Entry
from pelican_medium.store.ledger import Ledger

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
    assert json.loads(ledger_text.serialise(put(path, EXAMPLE).read())) == EXAMPLE


def test_the_text_is_made_for_a_diff():
    """Indented, keys sorted, letters as they are, one newline at the end."""
    cell = Cell("posted", by="api", id="e6f36a", url="https://medium.com/p/e6f36a")
    book = Book({"b": Entry("b", title="Zoë “😀”", cell=cell), "a": Entry("a")}, "en")
    assert ledger_text.serialise(book) == (
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
strange = st.recursive(
    st.booleans() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
cells = st.builds(
    Cell,
    state=st.sampled_from(values.STATES),
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
    extra=st.dictionaries(texts.map("x_{}".format), strange, max_size=2),
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
    """Whatever the fields hold, the file's text holds it too, as UTF-8, laid out as by Python."""
    text = ledger_text.serialise(book)
    assert ledger_text.parse(text.encode("utf-8").decode("utf-8")) == book
    laid_out = json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False)
    assert text == f"{laid_out}\n".encode("utf-8", "backslashreplace").decode("utf-8")


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
    remedy = "--merge" if b"<<<<<<< " in content else "--"
    assert f"git checkout {remedy} medium_ledger.json" in str(caught.value)
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


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
@pytest.mark.parametrize("place", ['{"x": %s}', '{"pictures": {"md5": %s}}', '{"also": [[%s]]}'])
def test_a_number_that_json_does_not_have_is_told(path, number, place):
    """Python would read it and could never write it back, so it is refused on reading."""
    inner = place % number
    text = '{"version": 1, "articles": {}, "more": ' + inner + "}"
    with pytest.raises(LedgerError, match=f"holds the number {number}, which JSON"):
        put(path, text).change(add())
    assert path.read_text("utf-8") == text


def test_numbers_that_json_has_are_kept(path):
    """A stranger's fractions and powers come back as the same numbers."""
    put(path, '{"version": 1, "articles": {}, "x": [1.5, 1e3, -0.25]}').change(add())
    assert json.loads(path.read_text("utf-8"))["x"] == [1.5, 1e3, -0.25]


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
        book = ledger_text.parse(json.dumps(data))
    except ValueError:
        return
    assert ledger_text.parse(ledger_text.serialise(book)) == book or "NaN" in ledger_text.serialise(
        book
    )


def test_only_the_entries_of_one_state_can_be_asked_for():
    """They are as in the whole book; what else there is, is not even looked at."""
    articles = {
        "one": {"title": "One", "medium": {"state": "posted", "id": "e6f3"}},
        "two": {"title": "Two", "medium": {"state": "skipped", "why": "by hand"}},
        "none": {"title": "None"},
    }
    text = json.dumps({"version": 1, "default_lang": "de", "articles": articles})
    whole, posted = ledger_text.parse(text), ledger_text.parse(text, "posted")
    assert posted.entries == {"one": whole.entries["one"]}
    assert posted.default_lang == "de"
    odd = {"version": 1, "articles": {"x": 1, "y": {"medium": 2}, "z": {"medium": {"state": 3}}}}
    assert ledger_text.parse(json.dumps(odd), "posted").entries == {}


def test_an_entry_read_in_one_go_is_as_any_other():
    """Most have these fields and no others; each of them may be missing, empty or odd."""
    usual = {name: name for name in ("title", "canonical_url", "lang", "source_path", "text")}
    usual |= {"date": "2026-01-02", "medium": {"state": "posted", "id": "e6f3"}}
    [whole] = ledger_text.parse(
        json.dumps({"version": 1, "articles": {"a": usual}})
    ).entries.values()
    [more] = ledger_text.parse(
        json.dumps({"version": 1, "articles": {"a": usual | {"of a later release": 1}}})
    ).entries.values()
    assert replace(more, extra={}) == whole
    for name in usual:
        for odd, expected in [("", None), (None, None)]:
            if name != "medium":
                text = json.dumps({"version": 1, "articles": {"a": usual | {name: odd}}})
                assert ledger_text.parse(text).entries["a"] == replace(whole, **{name: expected})
        with pytest.raises(ValueError, match=f"'{name}' of the article 'a' is int"):
            ledger_text.parse(json.dumps({"version": 1, "articles": {"a": usual | {name: 7}}}))
