"""What an article's own metadata may ask for, in each form readers hand it over."""

from datetime import UTC, datetime

import pytest

from pelican_medium.model import LICENSES, PUBLISH_STATUSES, Article
from pelican_medium.model.errors import ArticleError
from pelican_medium.settings import metadata


def with_metadata(**given):
    """An article whose file says this; the names go through the plugin's own reading."""
    return with_names(given)


def with_names(given):
    return Article(
        key="m",
        title="M",
        date=datetime(2026, 1, 2, tzinfo=UTC),
        lang="en",
        canonical_url="https://e.org/m.html",
        source_path="m.md",
        fingerprint="sha256:0",
        metadata=metadata.of(given),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"title": "x", "mediums": 1, "my_medium": 2, "medium": "yes"}, {"medium": "yes"}),
        ({"medium_status": "public"}, {"medium_status": "public"}),
        ({"Medium-Status": "public"}, {"medium_status": "public"}),
        ({"MEDIUM_STATUS": "public"}, {"medium_status": "public"}),
        ({"Medium_Canonical-URL": "x"}, {"medium_canonical_url": "x"}),
        ({"medium": True}, {"medium": True}),
        ({"medium": None}, {"medium": None}),
        ({"medium": 1}, {"medium": 1}),
        ({"medium_tags": ["a", "b"]}, {"medium_tags": ["a", "b"]}),
        ({"medium_tags": ("a", 1)}, {"medium_tags": ["a", "1"]}),
        ({"medium_image": datetime(2026, 1, 2)}, {"medium_image": "2026-01-02 00:00:00"}),  # noqa: DTZ001 - what Pelican gives
    ],
)
def test_our_part_of_the_metadata(given, expected):
    """Names lose their case and dashes; values become what JSON can hold."""
    assert metadata.of(given) == expected


def test_the_readers_spelling_comes_first():
    """Readers give names in lower case; a setting of another case is not the article's own word."""
    for names in (("medium_tags", "Medium-Tags"), ("Medium-Tags", "medium_tags")):
        assert metadata.of({name: name for name in names}) == {"medium_tags": "medium_tags"}


def test_a_set_has_an_order():
    """A fingerprint is made of the metadata, so the order of a set must not change by the run."""
    letters = {chr(code) for code in range(ord("a"), ord("z"))}
    assert metadata.of({"medium_tags": letters}) == {"medium_tags": sorted(letters)}


YES = ["yes", "Yes", "YES", "true", "True", "on", "1", "y", " yes ", True, 1, ["yes"]]
NO = ["no", "No", "false", "False", "off", "0", "n", False, 0, ["no"]]
NOTHING = ["", "  ", None, []]


@pytest.mark.parametrize("name", ["Medium", "medium", "MEDIUM"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [(v, True) for v in YES] + [(v, False) for v in NO] + [(v, None) for v in NOTHING],
)
def test_medium_yes_or_no(name, value, expected):
    """Each common way to say yes, no or nothing is understood."""
    assert metadata.wanted(with_names({name: value})) is expected


@pytest.mark.parametrize("name", ["Medium_Notify", "medium-notify"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [(v, True) for v in YES] + [(v, False) for v in NO] + [(v, None) for v in NOTHING],
)
def test_medium_notify(name, value, expected):
    """Medium_Notify takes the same words."""
    assert metadata.notify(with_names({name: value})) is expected


@pytest.mark.parametrize("name", ["Medium_Status", "medium-status", "MEDIUM_STATUS"])
@pytest.mark.parametrize("status", PUBLISH_STATUSES)
def test_medium_status(name, status):
    """Each status may be written in any case."""
    for value in (status, status.upper(), f" {status} ", [status]):
        assert metadata.publish_status(with_names({name: value})) == status


@pytest.mark.parametrize("licence", LICENSES)
def test_medium_license(licence):
    """Each licence may be written in any case, and goes out in Medium's."""
    for value in (licence, licence.upper(), [licence]):
        assert metadata.license_(with_metadata(Medium_License=value)) == licence


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (metadata.title, "Medium_Title"),
        (metadata.publication, "Medium_Publication"),
    ],
)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Some Text", "Some Text"),
        ("  Some Text ", "Some Text"),
        (["Some", "Text"], "Some Text"),
        (2026, "2026"),
        ("", None),
        ([], None),
        (None, None),
    ],
)
def test_texts(read, name, value, expected):
    """A text is taken as it is, lines joined; an empty one says nothing."""
    assert read(with_names({name: value})) == expected


@pytest.mark.parametrize(
    "read",
    [
        metadata.wanted,
        metadata.notify,
        metadata.publish_status,
        metadata.license_,
        metadata.title,
        metadata.publication,
        metadata.canonical_url,
        metadata.tags,
    ],
)
def test_no_metadata_asks_for_nothing(read):
    """An article that says nothing has no wish."""
    assert read(with_metadata()) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("python", ("python",)),
        ("a, b ,c", ("a", "b", "c")),
        ("a, b; c", ("a, b", "c")),
        ("[a, b]", ("a", "b")),
        ("['a', \"b\"]", ("a", "b")),
        (["a, b", "c"], ("a", "b", "c")),
        (["a; b", "c"], ("a", "b", "c")),
        ("a,,b,", ("a", "b")),
        ("a\n\nb, c", ("a", "b", "c")),
        ("a\nb", ("a\nb",)),
        ("", ()),
        ([], ()),
        (("a", "b"), ("a", "b")),
        (2026, ("2026",)),
    ],
)
def test_medium_tags(value, expected):
    """Tags are split as Pelican splits its own, and may be a list already."""
    assert metadata.tags(with_metadata(Medium_Tags=value)) == expected


def test_medium_canonical_url():
    """Another original may be named, by its whole address."""
    article = with_metadata(Medium_Canonical_Url=" https://o.example/x ")
    assert metadata.canonical_url(article) == "https://o.example/x"


@pytest.mark.parametrize(
    ("read", "name", "value", "allowed"),
    [
        (metadata.wanted, "Medium", "maybe", "yes or no"),
        (metadata.wanted, "Medium", 2, "yes or no"),
        (metadata.wanted, "Medium", ["yes", "no"], "yes or no"),
        (metadata.notify, "Medium_Notify", "everybody", "yes or no"),
        (metadata.publish_status, "Medium_Status", "published", "draft, public, unlisted"),
        (metadata.publish_status, "Medium_Status", ["draft", "public"], "draft, public, unlisted"),
        (metadata.license_, "Medium_License", "MIT", ", ".join(LICENSES)),
        (metadata.canonical_url, "Medium_Canonical_Url", "/x.html", "absolute http(s) URL"),
        (metadata.canonical_url, "Medium_Canonical_Url", "//e.org/x", "absolute http(s) URL"),
    ],
)
def test_a_wrong_value_is_explained(read, name, value, allowed):
    """The message names the key as its author wrote it, the value, and what may stand there."""
    with pytest.raises(ArticleError) as caught:
        read(with_names({name: value}))
    shown = " ".join(value) if isinstance(value, list) else str(value)
    assert f"its {name} is {shown!r}" in str(caught.value)
    assert allowed in str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Medium_Tag", "Medium_Tags"),
        ("medium-tag", "Medium_Tags"),
        ("Medium_Staus", "Medium_Status"),
        ("Medium_Licence", "Medium_License"),
        ("Medium_Titel", "Medium_Title"),
        ("Medium_Images", "Medium_Image"),
        ("Medium_Notifiy", "Medium_Notify"),
        ("Medium_Canonical_Uri", "Medium_Canonical_Url"),
        ("Medium_Publications", "Medium_Publication"),
    ],
)
def test_a_slip_of_the_pen_is_named(name, meant):
    """A name that is nearly one of ours is an error, which says the right one."""
    with pytest.raises(ArticleError, match=f"did you mean {meant}"):
        metadata.wanted(with_names({name: "x"}))


@pytest.mark.parametrize("name", ["medium_url", "medium_post_id", "Medium-Rare", *metadata.NAMES])
def test_other_names_are_nobodys_mistake(name):
    """What themes and other plugins keep under medium_… does no harm."""
    assert metadata.wanted(with_names({name: "yes"})) in {True, None}
