"""Each key of an article's own metadata through a real Pelican: readers, lists, native values."""

import json
import textwrap

import pytest
from conftest import PNG

from pelican_medium.settings import metadata

#: Every key there is, with a value that shows in what is sent.
ALL = {
    "Medium": "yes",
    "Medium_Status": "unlisted",
    "Medium_Tags": "Sand, Wind",
    "Medium_Title": "Salt & Wind",
    "Medium_Subtitle": "What the sea says",
    "Medium_Image": "/x.png",
    "Medium_Publication": "The Dunes",
    "Medium_License": "cc-40-by",
    "Medium_Notify": "yes",
    "Medium_Canonical_Url": "https://first.example/x",
}

SPELLED = {
    "as it is": lambda name: name,
    "lower": str.lower,
    "upper": str.upper,
    "dashes": lambda name: name.replace("_", "-"),
    "lower dashes": lambda name: name.replace("_", "-").lower(),
}


def markdown(values):
    head = {"title": "One", "date": "2026-01-02", "slug": "one"} | values
    return "".join(f"{name}: {_lines(value)}\n" for name, value in head.items()) + "\nText.\n"


def _lines(value):
    return "\n    ".join(value) if isinstance(value, list) else value


def restructured(values):
    head = {"date": "2026-01-02", "slug": "one"} | values
    rows = "".join(f":{name}: {_bullets(value)}\n" for name, value in head.items())
    return f"One\n###\n\n{rows}\nText.\n"


def _bullets(value):
    return "\n" + "".join(f"    - {one}\n" for one in value) if isinstance(value, list) else value


def html(values):
    head = {"date": "2026-01-02", "slug": "one"} | values
    rows = [(n, v) for n, value in head.items() for v in ([value] if _is_text(value) else value)]
    meta = "".join(f'<meta name="{n}" content="{v.replace("&", "&amp;")}">\n' for n, v in rows)
    return f"<html><head><title>One</title>\n{meta}</head><body><p>Text.</p></body></html>"


def _is_text(value):
    return isinstance(value, str)


READERS = {"md": markdown, "rst": restructured, "html": html}


@pytest.fixture
def plain(site):
    """A site whose build sends nothing, with a picture of its own."""
    site.configure('MEDIUM_POST_ON = "deploy"\nMEDIUM_FOOTER = ""\nSTATIC_PATHS = ["x.png"]')
    (site.folder / "content/x.png").write_bytes(PNG)
    return site


def built(site):
    """Build, and return what would be sent of each article, and its notes."""
    assert site.build().returncode == 0
    outcomes = json.loads(site.cli("post", "--dry-run", "--json").stdout)["outcomes"]
    return {one["key"]: (one["request"], one["notes"]) for one in outcomes}


def check(request, notes):
    assert request == {
        "title": "Salt & Wind",
        "contentFormat": "html",
        "content": request["content"],
        "canonicalUrl": "https://first.example/x",
        "tags": ["Sand", "Wind"],
        "publishStatus": "unlisted",
        "license": "cc-40-by",
        "notifyFollowers": True,
    }
    head, _, _ = request["content"].partition("Text.")
    assert "<h1>Salt &amp; Wind</h1>" in head
    assert "<h2>What the sea says</h2>" in head
    assert 'src="https://small.example/x.png"' in head
    assert [note["where"] for note in notes] == ["The Dunes"]


def test_every_key_is_tried():
    """A key more in the contract is a key more here."""
    assert [name.lower() for name in ALL] == list(metadata.NAMES)


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
@pytest.mark.parametrize("suffix", READERS)
def test_every_key_in_every_reader(plain, suffix, spelled):
    """Markdown, reStructuredText and HTML; any case, `-` or `_`."""
    values = {spelled(name): value for name, value in ALL.items()}
    (plain.folder / f"content/one.{suffix}").write_text(READERS[suffix](values), "utf-8")
    plain.configure('MEDIUM_SELECT = "marked"')
    check(*built(plain)["one"])


@pytest.mark.parametrize("suffix", READERS)
def test_lists_in_every_reader(plain, suffix):
    """Several lines in Markdown, a list in reStructuredText, a repeated meta in HTML."""
    values = ALL | {"Medium_Tags": ["Sand", "Wind"], "Medium_Subtitle": ["What the", "sea says"]}
    (plain.folder / f"content/one.{suffix}").write_text(READERS[suffix](values), "utf-8")
    check(*built(plain)["one"])


NATIVE = {**ALL, "Medium": True, "Medium_Tags": ["Sand", "Wind"], "Medium_Notify": True}


@pytest.mark.parametrize(
    ("setting", "spelled"),
    [("DEFAULT_METADATA", SPELLED["dashes"]), ("EXTRA_PATH_METADATA", SPELLED["upper"])],
    ids=["DEFAULT_METADATA", "EXTRA_PATH_METADATA"],
)
@pytest.mark.parametrize("suffix", READERS)
def test_native_values_of_settings(plain, setting, suffix, spelled):
    """True and lists are what they are, for every article or for those of one folder."""
    values = {spelled(name): value for name, value in NATIVE.items()}
    given = {"notes": values} if setting == "EXTRA_PATH_METADATA" else values
    plain.configure(f'{setting} = {given!r}\nMEDIUM_SELECT = "marked"')
    (plain.folder / "content/notes").mkdir()
    text = READERS[suffix]({})
    (plain.folder / f"content/notes/one.{suffix}").write_text(text, "utf-8")
    check(*built(plain)["one"])


def test_the_articles_own_word_comes_first(plain):
    """Over both settings, however each of them is spelled; a no over a yes."""
    plain.configure('DEFAULT_METADATA = {"medium_license": "cc-40-by", "Medium": True}')
    plain.configure('EXTRA_PATH_METADATA = {"two.md": {"Medium-License": "cc-40-by-nd"}}')
    plain.article("one", medium="no")
    plain.article("two", medium_license="cc-40-zero")
    plain.article("three")
    licences = {key: request["license"] for key, (request, _) in built(plain).items()}
    assert licences == {"two": "cc-40-zero", "three": "cc-40-by"}


WRONG = {
    "Medium": ("perhaps", "must be yes or no"),
    "Medium_Status": ("published", "must be one of draft, public, unlisted"),
    "Medium_License": ("MIT", "must be one of all-rights-reserved, cc-40-by"),
    "Medium_Notify": ("all", "must be yes or no"),
    "Medium_Canonical_Url": ("/x", "must be an absolute http(s) URL"),
}


@pytest.mark.parametrize("suffix", READERS)
def test_a_wrong_value_names_file_key_value_and_what_is_allowed(site, medium, suffix):
    """Each costs its own article only; the others go."""
    site.use(medium)
    for name, (value, _) in WRONG.items():
        text = READERS[suffix]({name: value, "slug": name.lower()})
        (site.folder / f"content/{name}.{suffix}").write_text(text, "utf-8")
    site.article("fine", medium_publication="sandbox-engineering")
    said = site.build(COLUMNS="1000").stdout
    assert [body["title"] for body in medium.bodies] == ["Fine"]
    for name, (value, allowed) in WRONG.items():
        [line] = [line for line in said.splitlines() if f"its {name} is" in line]
        assert f"{name}.{suffix}" in line
        assert f"is {value!r}" in line
        assert allowed in line


def test_front_matter_that_looks_like_yaml(plain):
    """A list in brackets is understood, although Pelican hands it over as text."""
    (plain.folder / "content/one.md").write_text(
        textwrap.dedent("""\
        ---
        Title: One
        Date: 2026-01-02
        Medium_Tags: ["Sand", 'Wind']
        ---

        Text.
        """)
    )
    assert built(plain)["one"][0]["tags"] == ["Sand", "Wind"]
