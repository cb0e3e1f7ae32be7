"""The footer: which one, and what may stand in it."""

import pytest
from drafts import NOW, URL, article

from pelican_medium import draft, settings


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
        ("pt_BR", "<p>Português</p>\n"),
        ("fr-ca", "<p>Français</p>\n"),
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


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "Originally published at {}."),
        ("en_GB", "Originally published at {}."),
        ("de", "Ursprünglich veröffentlicht auf {}."),
        ("es", "Publicado originalmente en {}."),
        ("fr", "Publié à l’origine sur {}."),
        ("it", "Pubblicato originariamente su {}."),
        ("ja", "初出：{}"),
        ("nl", "Oorspronkelijk gepubliceerd op {}."),
        ("pl", "Pierwotnie opublikowano na stronie {}."),
        ("pt-br", "Publicado originalmente em {}."),
        ("ru", "Впервые опубликовано на сайте {}."),
        ("zh", "原文发表于 {}。"),
        ("zh-hans", "原文发表于 {}。"),
        ("zh_tw", "原文發表於 {}。"),
        ("eo", "Originally published at {}."),
    ],
)
def test_the_default_footer_speaks_the_article_s_language(lang, expected):
    """The common languages are built in; others get the site's, and English where that fails."""
    line = expected.format(f'<a href="{URL}">A blog</a>')
    assert footer(lang=lang) == f"<p><em>{line}</em></p>\n"


def test_a_language_that_is_not_built_in_gets_the_site_s():
    """A reader of the blog knows its main language, if not this one."""
    checked = settings.read({"PATH": "/n/c", "OUTPUT_PATH": "/n/o", "DEFAULT_LANG": "fr"}, {})
    assert "Publié" in draft.make(article(lang="eo"), checked, NOW).content


ELSEWHERE = {"medium_canonical_url": "https://o.example/x"}


def test_another_original_is_named_as_such():
    """Where Medium_Canonical_Url says another original, the footer leads there by its host."""
    link = '<a href="https://o.example/x">o.example</a>'
    assert footer(metadata=ELSEWHERE) == f"<p><em>Originally published at {link}.</em></p>\n"


def test_a_footer_of_one_s_own_may_name_both():
    """{canonical} is the original, {url} is the article on the site, whatever is canonical."""
    assert footer("<p>{url} {canonical}</p>") == f"<p>{URL} {URL}</p>\n"
    both = footer("<p>{url} {canonical}</p>", metadata=ELSEWHERE)
    assert both == f"<p>{URL} https://o.example/x</p>\n"
