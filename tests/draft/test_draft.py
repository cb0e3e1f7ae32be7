"""Article + settings → draft: each field that is sent, and each reason not to send."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_medium import draft, settings
from pelican_medium.model import LICENSES, PUBLICATION_UNASKED, PUBLISH_STATUSES, Article, Draft
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import length

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
URL = "https://blog.example.org/posts/tides/"


def article(**changes):
    plain = Article(
        key="tides",
        title="Tides",
        date=datetime(2026, 11, 20, 8, tzinfo=UTC),
        lang="en",
        canonical_url=URL,
        source_path="tides.md",
        fingerprint="sha256:0",
        slug="tides",
        base_url=URL,
        content="<p>Text.</p>",
        tags=("sea",),
    )
    return replace(plain, **changes)


def site(**given):
    pelican = {
        "PATH": "/nowhere/content",
        "OUTPUT_PATH": "/nowhere/output",
        "SITEURL": "https://blog.example.org",
        "SITENAME": "A blog",
        "MEDIUM_FOOTER": "",
    }
    return settings.read(pelican | given, {})


def make(given=None, now=NOW, **changes):
    return draft.make(article(**changes), site(**(given or {})), now)


def what(notes):
    return [(note.what, note.count, note.where) for note in notes]


def test_a_plain_article():
    """The whole draft of an article about which nothing is special."""
    assert make() == Draft(
        key="tides",
        title="Tides",
        content="<h1>Tides</h1>\n<p>Text.</p>\n",
        canonical_url=URL,
        tags=("sea",),
        publish_status="draft",
        license="all-rights-reserved",
        notify_followers=False,
        published_at=None,
        notes=(),
    )


# --- The title --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected", "heading"),
    [
        ("Tides", "Tides", "Tides"),
        ("RST &amp; <em>stress</em>", "RST & stress", "RST &amp; stress"),
        ("List<T> in C#", "List<T> in C#", "List&lt;T&gt; in C#"),
        ('"Quoted" <b>it\'s</b>', '"Quoted" it\'s', '"Quoted" it\'s'),
        ("<script>alert(1)</script>", None, "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("so\u00adft  and\nlong", "soft and long", "soft and long"),
    ],
)
def test_the_title(title, expected, heading):
    """The title is plain text, and the same text is the heading, escaped."""
    made = make(title=title)
    assert made.title == (title if expected is None else expected)
    assert made.content.startswith(f"<h1>{heading}</h1>\n")


def test_a_long_title_is_cut_but_not_its_heading():
    """Medium ignores a title of more than 100 characters; the visible one may be longer."""
    title = "wave " * 30
    made = make(title=title)
    assert made.title.endswith("wave…")
    assert 50 < length(made.title) <= 100
    assert made.content.startswith(f"<h1>{title.strip()}</h1>")


@given(st.text(max_size=150))
def test_a_title_is_never_empty_nor_too_long(title):
    """Whatever stands there, 1 to 100 UTF-16 units go out, or the author is told."""
    try:
        made = make(title=title)
    except ArticleError as error:
        assert "title" in str(error)  # noqa: PT017 - either outcome is right
        return
    assert 1 <= length(made.title) <= 100
    assert made.title.strip()


@pytest.mark.parametrize(
    "title", ["", "  ", "&nbsp;", "\u00ad", "<b> </b>", "<!-- x -->", "\u200b"]
)
def test_no_title(title):
    """An article whose title shows nothing cannot be sent."""
    with pytest.raises(ArticleError, match="no title"):
        make(title=title)


@pytest.mark.parametrize("wish", ["High & <i>low</i>", "High &amp; low"])
def test_a_title_for_medium_alone(wish):
    """Medium_Title replaces title and heading, as plain text."""
    made = make(metadata={"medium_title": wish})
    assert made.title == "High & low"
    assert made.content.startswith("<h1>High &amp; low</h1>")


def test_an_empty_medium_title_says_nothing():
    """The article's own title stays."""
    assert make(metadata={"medium_title": " "}).title == "Tides"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<h1>Tides</h1><p>x</p>", "<h1>Tides</h1>\n<p>x</p>\n"),
        ("<h1>  tides </h1><p>x</p>", "<h1>Tides</h1>\n<p>x</p>\n"),
        ("<h1>Other</h1><p>x</p>", "<h1>Tides</h1>\n<h3>Other</h3>\n<p>x</p>\n"),
        ("<h1>Tides</h1><h1>Tides</h1>", "<h1>Tides</h1>\n<h3>Tides</h3>\n"),
        ("", "<h1>Tides</h1>\n\n"),
    ],
)
def test_the_title_is_the_first_and_only_heading_of_its_size(content, expected):
    """The body's own copy of the title goes, and its other first-level headings become second."""
    assert make(content=content).content == expected


# --- The footer -------------------------------------------------------------------------------


def footer(template=None, **changes):
    given = {"MEDIUM_FOOTER": template} if template is not None else {}
    pelican = {"SITENAME": "A blog", "SITEURL": "https://blog.example.org"} | given
    checked = settings.read({"PATH": "/n/c", "OUTPUT_PATH": "/n/o"} | pelican, {})
    content = draft.make(article(**changes), checked, NOW).content
    return content.partition("<p>Text.</p>\n")[2]


def test_the_default_footer():
    """The last line names the site and links to the article on it."""
    expected = f'<p><em>Originally published at <a href="{URL}">A blog</a>.</em></p>\n'
    assert footer() == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("", ""),
        (
            "<p>{title} | {site} | {date} | {url}</p>",
            f"<p>Tides | A blog | 2026-11-20 | {URL}</p>\n",
        ),
        ("<p>{{x}}</p>", "<p>{x}</p>\n"),
        ('<p class="f" id="g">x</p><script>y</script>', "<p>x</p>\n"),
        (
            '<p><a href="/about">me</a></p>',
            '<p><a href="https://blog.example.org/about">me</a></p>\n',
        ),
        ("<h1>{title}</h1>", "<h3>Tides</h3>\n"),
    ],
)
def test_a_custom_footer(template, expected):
    """The author's HTML is filled in and cleaned like the body."""
    assert footer(template) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("a < b & <i>c</i>", "<p>a &lt; b &amp; c</p>\n"),
        ("{site} {0}", "<p>{site} {0}</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
    ],
)
def test_footer_values_are_escaped(title, expected):
    """What a title holds stays text in the footer."""
    assert footer("<p>{title}</p>", title=title) == expected


def test_an_address_with_quotes_stays_inside_its_attribute():
    """Neither a quote nor an ampersand of the address ends it."""
    url = 'https://blog.example.org/?a=1&b="x"'
    assert footer('<p><a href="{url}">x</a></p>', canonical_url=url) == (
        '<p><a href="https://blog.example.org/?a=1&amp;b=%22x%22">x</a></p>\n'
    )


BY_LANGUAGE = {"en": "<p>English</p>", "fr": "<p>Français</p>", "pt-BR": "<p>Português</p>"}


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "<p>English</p>\n"),
        ("fr", "<p>Français</p>\n"),
        ("pt-br", "<p>Português</p>\n"),
        ("de", "<p>English</p>\n"),
    ],
)
def test_a_footer_by_language(lang, expected):
    """Each language has its own, in whatever case it is written; others get the default's."""
    assert footer(BY_LANGUAGE, lang=lang) == expected


def test_no_footer_in_one_language():
    """An empty text means none for that language, not another language's."""
    assert footer({"en": "<p>English</p>", "fr": ""}, lang="fr") == ""


def test_a_footer_by_no_language():
    """An empty dict is no footer."""
    assert footer({}) == ""


def test_a_site_without_a_name():
    """The footer names the host then."""
    checked = settings.read({"PATH": "/n/c", "OUTPUT_PATH": "/n/o"}, {})
    assert ">blog.example.org</a>" in draft.make(article(), checked, NOW).content


def test_the_footer_links_to_the_site_whatever_the_canonical_wish():
    """Where it was published is the site, even if another original is named."""
    wish = {"medium_canonical_url": "https://o.example/x"}
    assert f'href="{URL}"' in footer(metadata=wish)


# --- Tags -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("python", ("python",)),
        ("Data Science", ("Data Science",)),
        ("  data \n science ", ("data science",)),
        ("self-hosting", ("self-hosting",)),
        ("-dash- ", ("dash",)),
        ("Node.js", ("Nodejs",)),
        ("Men's Health", ("Mens Health",)),
        ("Men’s Health", ("Mens Health",)),
        ("R&amp;D", ("R D",)),
        ("<b>bold</b>", ("bold",)),
        ("foo/bar_baz", ("foo bar baz",)),
        ("日本語", ("日本語",)),
        ("हिन्दी", ("हिन्दी",)),
        ("cafe\u0301", ("café",)),
        ("2026", ("2026",)),
        ("!!!", ()),
        ("", ()),
        ("x" * 25, ("x" * 25,)),
        ("x" * 26, ()),
        ("𝒙" * 12, ("𝒙" * 12,)),
        ("𝒙" * 13, ()),
    ],
)
def test_a_tag_is_cleaned(tag, expected):
    """Medium takes letters, digits, blanks and dashes, at most 25 of them."""
    assert make(tags=(tag,)).tags == expected


@pytest.mark.parametrize(
    ("tags", "most", "expected"),
    [
        (("a", "b", "c", "d"), 3, ("a", "b", "c")),
        (("a", "b"), 1, ("a",)),
        (("a", "b", "c", "d", "e", "f"), 5, ("a", "b", "c", "d", "e")),
        (("c", "a", "b"), 3, ("c", "a", "b")),
        (("Python", "python", "PYTHON", "sea"), 3, ("Python", "sea")),
        (("Node.js", "nodejs", "sea"), 3, ("Nodejs", "sea")),
        (("!", "x" * 30, "a", "b"), 2, ("a", "b")),
        ((), 3, ()),
    ],
)
def test_which_tags_go(tags, most, expected):
    """The first few in the article's order; what cannot go does not count."""
    assert make({"MEDIUM_MAX_TAGS": most}, tags=tags).tags == expected


@pytest.mark.parametrize(
    ("tag_map", "expected"),
    [
        ({"py": "Python"}, ("Python", "sea")),
        ({"PY": "Python"}, ("Python", "sea")),
        ({"py": "sea"}, ("sea",)),
        ({"py": ""}, ("sea",)),
        ({"py": "Node.js"}, ("Nodejs", "sea")),
        ({"other": "x"}, ("py", "sea")),
        ({"py": "one", "Py": "two"}, ("one", "sea")),
    ],
)
def test_a_tag_map(tag_map, expected):
    """The site's tag becomes Medium's, which is then held against the same rules."""
    assert make({"MEDIUM_TAG_MAP": tag_map}, tags=("py", "sea")).tags == expected


@pytest.mark.parametrize(
    ("wish", "expected"),
    [("b, a", ("b", "a")), (["b", "a"], ("b", "a")), ("py", ("Python",)), ("", ())],
)
def test_tags_for_medium_alone(wish, expected):
    """Medium_Tags replaces the article's tags, and may be none."""
    made = make({"MEDIUM_TAG_MAP": {"py": "Python"}}, metadata={"medium_tags": wish})
    assert made.tags == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (("a", "b", "c"), []),
        (("a", "A", "b"), []),
        (("a", "b", "c", "d", "e"), [("tags left out: more than MEDIUM_MAX_TAGS", 2, "d, e")]),
        (("x" * 26, "a"), [("tag left out: longer than 25 characters", 1, "x" * 26)]),
    ],
)
def test_lost_tags_are_noted(tags, expected):
    """The author is told which tags do not go."""
    assert what(make(tags=tags).notes) == expected


@pytest.mark.parametrize("tag", ["!!!", "C++", "C#", "Node.js"])
def test_a_tag_that_changes_is_noted(tag):
    """The author is told of a tag that goes out as another one, or of which nothing is left."""
    assert any(tag in note.where for note in make(tags=(tag,)).notes)


TAGS = st.lists(st.text(max_size=40), max_size=8)


@given(TAGS, st.integers(1, 5))
def test_tags_keep_mediums_rules(tags, most):
    """Whatever the tags: few, short, different, none empty, only letters, digits and " -"."""
    sent = make({"MEDIUM_MAX_TAGS": most}, tags=tuple(tags)).tags
    assert len(sent) <= most
    assert all(1 <= length(tag) <= 25 for tag in sent)
    assert len({tag.casefold() for tag in sent}) == len(sent)
    assert not {char for tag in sent for char in tag} & set("#&<>/_.,;'\"\n\t")


# --- The other fields -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "expected"), [(None, URL), ("", URL), ("https://o.example/x", "https://o.example/x")]
)
def test_the_canonical_url(wish, expected):
    """It is the site's own address, unless the article names another original."""
    metadata = {} if wish is None else {"medium_canonical_url": wish}
    assert make(metadata=metadata).canonical_url == expected


@pytest.mark.parametrize("setting", PUBLISH_STATUSES)
@pytest.mark.parametrize("wish", [None, *PUBLISH_STATUSES])
def test_the_status(setting, wish):
    """The article's status comes before the settings'."""
    metadata = {"medium_status": wish} if wish else {}
    made = make({"MEDIUM_PUBLISH_STATUS": setting}, metadata=metadata)
    assert made.publish_status == (wish or setting)


@pytest.mark.parametrize("wish", [None, *LICENSES])
def test_the_license(wish):
    """The article's licence comes before the settings'."""
    metadata = {"medium_license": wish} if wish else {}
    made = make({"MEDIUM_LICENSE": "cc-40-zero"}, metadata=metadata)
    assert made.license == (wish or "cc-40-zero")


@pytest.mark.parametrize(
    ("setting", "wish", "expected"),
    [
        (False, None, False),
        (True, None, True),
        (True, "no", False),
        (False, "yes", True),
        (True, False, False),
        (False, True, True),
    ],
)
def test_notify(setting, wish, expected):
    """The article's word comes before the settings', also where it is a no."""
    metadata = {} if wish is None else {"medium_notify": wish}
    made = make({"MEDIUM_NOTIFY_FOLLOWERS": setting}, metadata=metadata)
    assert made.notify_followers is expected


CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("date", "goes"),
    [
        (NOW - timedelta(days=365), True),
        (NOW - timedelta(minutes=16), True),
        (datetime(2026, 11, 21, 12, 40, tzinfo=CET), True),
        (NOW - timedelta(minutes=15), False),
        (NOW - timedelta(minutes=14), False),
        (NOW, False),
        (NOW + timedelta(seconds=1), False),
        (NOW + timedelta(days=365), False),
        (datetime(1970, 1, 1, tzinfo=UTC), True),
        (datetime(1969, 12, 31, 23, 59, tzinfo=UTC), False),
        (datetime(1066, 10, 14, tzinfo=UTC), False),
    ],
)
def test_the_date(date, goes):
    """With MEDIUM_BACKDATE the date goes, unless Medium would refuse or break on it."""
    made = make({"MEDIUM_BACKDATE": True}, date=date)
    assert made.published_at == (date if goes else None)


def test_the_date_stays_here_by_default():
    """Nothing is backdated unless the author says so."""
    assert make(date=NOW - timedelta(days=365)).published_at is None


@pytest.mark.parametrize(
    ("metadata", "named"),
    [
        ({"medium_status": "published"}, "Medium_Status"),
        ({"medium_license": "MIT"}, "Medium_License"),
        ({"medium_notify": "all"}, "Medium_Notify"),
        ({"medium_canonical_url": "/x"}, "Medium_Canonical_Url"),
    ],
)
def test_a_wrong_wish_stops_the_article(metadata, named):
    """An article that asks for what there is not, is not sent with a default instead."""
    with pytest.raises(ArticleError, match=rf"{named}.*\(tides\.md\)$"):
        make(metadata=metadata)


@pytest.mark.parametrize(
    ("given", "metadata"),
    [
        ({"MEDIUM_PUBLICATION": "The Startup"}, {}),
        ({}, {"medium_publication": "The Startup"}),
        ({"MEDIUM_PUBLICATION": "Other"}, {"medium_publication": "The Startup"}),
    ],
)
def test_the_publication(given, metadata):
    """The article's wish comes before the settings', and what nobody can know yet is noted."""
    made = make(given, metadata=metadata)
    assert made.publication == "The Startup"
    assert what(made.notes) == [(PUBLICATION_UNASKED, 1, "The Startup")]


def test_a_hook_may_send_elsewhere():
    """MEDIUM_ARTICLE may name another publication, or the author's own profile with None."""
    for wish in ("Other", None):
        given = {
            "MEDIUM_PUBLICATION": "The Startup",
            "MEDIUM_ARTICLE": lambda _, made, wish=wish: replace(made, publication=wish),
        }
        made = make(given)
        assert made.publication == wish
        assert [note.where for note in made.notes] == ([wish] if wish else [])


# --- What Pelican left unresolved -------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        '<img src="{static}/x.png">',
        '<img src="{attach}x.png">',
        '<a href="{filename}/x.md">x</a>',
        '<a href="{tag}x">x</a>',
        '<a href="{index}">x</a>',
        '<a href=" {static}/x.pdf">x</a>',
        '<a href="|filename|/x.md">x</a>',
        "<IMG SRC={STATIC}/x.png>",
        '<img srcset="{static}/x.png 1x">',
        '<img src="data:image/gif;base64,R0" data-src="{static}/x.png">',
        '<object data="{static}/x.svg" type="image/svg+xml"></object>',
        '<video src="{static}/x.mp4"></video>',
        '<iframe src="{static}/x.html"></iframe>',
        '<p><em><a href="{author}me">x</a></em></p>',
    ],
)
def test_an_unresolved_link_stops_the_article(content):
    """A link Pelican should have resolved is a dead one on Medium; the message shows it."""
    with pytest.raises(
        ArticleError, match=r"(?i)[{|](static|attach|filename|tag|index|author)[|}]"
    ):
        make(content=content)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("<p>Write <code>{static}/x.png</code>.</p>", "<code>{static}/x.png</code>"),
        ("<pre>![x]({static}/x.png)</pre>", "<pre>![x]({static}/x.png)</pre>"),
        ("<p>{filename} is for articles.</p>", "<p>{filename} is for articles.</p>"),
        ('<img src="ok.png" srcset="{static}/x.png 2x">', f'<img src="{URL}ok.png"/>'),
        ('<img src="ok.png" alt="{static}">', f'<img alt="{{static}}" src="{URL}ok.png"/>'),
        ('<a href="https://e.org/?q={static}">x</a>', 'href="https://e.org/?q=%7Bstatic%7D"'),
    ],
)
def test_the_same_words_as_text_are_text(content, kept):
    """An article about Pelican may show how its links are written."""
    assert kept in make(content=content).content


# --- The author's own function ----------------------------------------------------------------


def by_hook(hook):
    return make({"MEDIUM_ARTICLE": hook})


def test_a_hook_gets_article_and_draft():
    """MEDIUM_ARTICLE sees our article and the finished draft, and its answer is what goes."""

    def hook(given, made):
        assert isinstance(given, Article)
        assert isinstance(made, Draft)
        return replace(made, title=given.title + "!", tags=("x",), publish_status="public")

    made = by_hook(hook)
    assert (made.title, made.tags, made.publish_status) == ("Tides!", ("x",), "public")


def test_a_hook_may_leave_the_draft_as_it_is():
    """Giving the draft back unchanged changes nothing."""
    assert by_hook(lambda _, made: made) == make()


def test_a_hook_cannot_change_who_the_article_is():
    """The key belongs to the ledger."""
    assert by_hook(lambda _, made: replace(made, key="other")).key == "tides"


def test_a_hook_that_fails_stops_the_article():
    """The message names the function and its error."""
    with pytest.raises(ArticleError, match=r"MEDIUM_ARTICLE failed.*ZeroDivisionError: division"):
        by_hook(lambda *_: 1 / 0)


@pytest.mark.parametrize("answer", [None, "x", {"title": "x"}, Draft, ()])
def test_a_hook_that_returns_something_else_stops_the_article(answer):
    """Only a draft can be sent; the message names the type that came."""
    with pytest.raises(ArticleError, match=f"returned {type(answer).__name__}"):
        by_hook(lambda *_: answer)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", "x" * 101),
        ("title", None),
        ("title", 5),
        ("content", ""),
        ("content", "  \n"),
        ("content", None),
        ("content", b"<p>x</p>"),
        ("canonical_url", "/x"),
        ("canonical_url", ""),
        ("canonical_url", None),
        ("publish_status", "published"),
        ("publish_status", None),
        ("license", "MIT"),
        ("license", ["cc-40-by"]),
        ("tags", ("x" * 26,)),
        ("tags", ("",)),
        ("tags", (5,)),
        ("tags", None),
        ("tags", "python"),
        ("notify_followers", "no"),
        ("notify_followers", None),
        ("published_at", "2026-01-01"),
        ("publication", " "),
        ("publication", 5),
        ("published_at", datetime(2026, 1, 1)),  # noqa: DTZ001 - that is what is wrong with it
    ],
)
def test_a_hook_that_breaks_the_rules_stops_the_article(field, value):
    """Whatever a hook writes into a draft, Medium gets only what it documents."""
    with pytest.raises(ArticleError):
        by_hook(lambda _, made: replace(made, **{field: value}))


def test_all_broken_rules_are_named():
    """One message shows everything the hook got wrong."""
    with pytest.raises(ArticleError) as caught:
        by_hook(lambda _, made: replace(made, title="", license="MIT", canonical_url="x"))
    for word in ("title", "'MIT'", "canonical"):
        assert word in str(caught.value)


def test_a_draft_is_made_anew_each_time():
    """The same article and settings give the same draft: the preview cannot lie."""
    given = article(content="<h1>Tides</h1><p><img src=x.png></p>", tags=("a", "b", "c", "d"))
    assert draft.make(given, site(), NOW) == draft.make(given, site(), NOW)
