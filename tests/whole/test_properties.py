"""What holds for any HTML: articles of every construct, tag soup, and what tools really write."""

import re
import string
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from referee import STROKE, code_of, faults, in_order, lost, read, seen, words

from pelican_medium import draft, settings
from pelican_medium.markup import Context, clean
from pelican_medium.model import Article
from pelican_medium.model.errors import ArticleError

URL = "https://blog.example.org/posts/tides/"
TITLE = "Tide tables"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SITE = settings.read(
    {"PATH": "content", "OUTPUT_PATH": "output", "SITEURL": "https://blog.example.org",
     "MEDIUM_FOOTER": ""}, {},
)  # fmt: skip

steady = hypothesis_settings(derandomize=True, deadline=None, max_examples=200)


def cleaned(html, **given):
    context = Context(base_url=URL, **given)
    return clean(html, context), context.notes


def drafted(html):
    """Return the draft; where nothing is left or only a lock, what it would have been."""
    article = Article(
        key="tides", title=TITLE, date=NOW, lang="en", canonical_url=URL, source_path="t.md",
        fingerprint="sha256:0", slug="tides", base_url=URL, content=html,
    )  # fmt: skip
    try:
        return draft.make(article, SITE, NOW)
    except ArticleError as held:
        assert re.search("nothing that Medium can show|locked with a password", str(held))  # noqa: PT017 - either is right
        return SimpleNamespace(content=f"<h1>{TITLE}</h1>\n{cleaned(html)[0]}")


# --- HTML of every kind -----------------------------------------------------------------------

#: Each "@" becomes a word of its own, so that one lost, doubled or glued to another shows.
WORD = re.compile(r"\bq\d+q\b")

INLINE = (
    "<b>{}</b>", "<strong>{}</strong>", "<i>{}</i>", "<em>{}</em>", "<code>{}</code>",
    '<a href="/y">{}</a>', '@ <a href="#y">{}</a>', "<a>{}</a>", '<a href="javascript:y()">{}</a>',
    "<span class=y>{}</span>", "<sup>{}</sup>", "<sub>{}</sub>", "<q>{}</q>", "<cite>{}</cite>",
    "<mark>{}</mark>", "<small>{}</small>", "<del>{}</del>", "<ins>{}</ins>", "<u>{}</u>",
    "<kbd>{}</kbd>", "<tt>{}</tt>", "<samp>{}</samp>", "<var>{}</var>", "<dfn>{}</dfn>",
    "<abbr title=y>{}</abbr>", "<font>{}</font>", "<time>{}</time>", "<label>{}</label>",
    "<ruby>{}<rt>@ </rt></ruby>", "<s>{}</s>", "<big>{}</big>", "<bdo dir=rtl>{}</bdo>",
)  # fmt: skip

LEAVES = (
    "@ ", "@ &amp; ", "@&nbsp;", "@\u200b ", "<br>", '<img src="y.png" alt="y">', "<wbr>",
    '<input type="checkbox" checked>', "<!-- y -->", "<script>y</script>", "<b></b>", "<i> </i>",
    '<a href="/y"></a>', "<img>", '<img src="data:image/png;base64,AA==">',
    '<a href="/y"><img src="y.png" title="y"></a>', "&lt;b&gt; ", "\u05e9\u05dc\u05d5\u05dd ",
)  # fmt: skip

BOXES = (
    "<div>{}</div>", "<section>{}</section>", "<article>{}</article>", "<center>{}</center>",
    "<blockquote>{}</blockquote>", "<ul><li>{}</li></ul>", "<ol><li>{}</li><li>@</li></ol>",
    "<ol start=3><li>@</li><li>{}</li></ol>", "<ol reversed><li>{}</li></ol>",
    "<ul><li>@<ul><li>{}</li></ul></li></ul>", "<dl><dt>@</dt><dd>{}</dd></dl>",
    "<details><summary>@</summary>{}</details>", "<aside>{}</aside>", "<address>{}</address>",
    '<div class="admonition note"><p class="admonition-title">@</p>{}</div>',
    '<a href="/y">{}</a>', "<b>{}</b>", "<figure>{}<figcaption>@ </figcaption></figure>",
    "<table role=presentation><tr><td>{}</td><td>@ </td></tr></table>", "<span>{}</span>",
    "<table><tr><td>{}</td></tr></table>", "<ul>{}</ul>", "<dl>{}</dl>", "<form>{}</form>",
)  # fmt: skip

LINES = (
    "<p>{}</p>", "<h1>{}</h1>", "<h2>{}</h2>", "<h3>{}</h3>", "<h5>{}</h5>", "<div>{}</div>", "{}",
    "<li>{}</li>", "<dt>{}</dt>", "<dd>{}</dd>", "<figcaption>{}</figcaption>",
    "<center>{}</center>",
)  # fmt: skip

#: Pygments' table of line numbers.
NUMBERED = (
    '<table class="highlighttable"><tr><td class="linenos"><pre>1</pre></td><td class="code">'
    "<div><pre><span>@</span>\n@</pre></div></td></tr></table>"
)

PLAIN = (
    "<pre>@\n\t@  @\n\n@</pre>", '<pre><code class="language-python">@ \n  @\n</code></pre>',
    "<hr>", '<figure><img src="y.png"><figcaption>@ </figcaption></figure>', "<p></p>",
    "<table><tr><th>@</th><th>@</th></tr><tr><td>@</td><td>@</td></tr></table>",
    NUMBERED, "<style>y</style>",
    '<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>',
    '<div class="figure"><img src="y.png"><p class="caption">@</p></div>', "<p>&nbsp;</p>",
    "<p><br></p>", "<ul></ul>", "<table></table>", "<blockquote> </blockquote>", "<p>@<p>@",
)  # fmt: skip


def _within(outer, inner):
    return st.builds(str.format, st.sampled_from(outer), inner)


def _several(one, most=3):
    return st.lists(one, max_size=most).map("".join)


PHRASES = st.recursive(
    st.sampled_from(LEAVES), lambda inner: _within(INLINE, _several(inner)), max_leaves=6
)
ARTICLES = _several(
    st.recursive(
        st.one_of(_within(LINES, _several(PHRASES)), st.sampled_from(PLAIN)),
        lambda inner: _within(BOXES, _several(inner)),
        max_leaves=8,
    ),
    most=4,
)

#: What browsers show the text of, opened and closed in any order.
SHOWN = (
    *("a", "abbr", "b", "blockquote", "center", "code", "dd", "del", "details", "div", "dl", "dt"),
    *("em", "figcaption", "figure", "font", "form", "h1", "h2", "h4", "i", "label", "li", "ol"),
    *("p", "pre", "q", "section", "span", "strong", "sub", "summary", "sup", "table", "tbody"),
    *("td", "th", "tr", "tt", "u", "ul"),
)
TAGS = st.one_of(
    st.sampled_from(SHOWN).map("<{}>".format),
    st.sampled_from(SHOWN).map("</{}>".format),
    st.sampled_from(["<br>", "<hr>", '<img src="y.png">', '<a href="/y">', '<a href="#y">@ ']),
)
SOUP = _several(st.one_of(st.just(" @ "), TAGS, st.sampled_from(["\n", "&amp;", "< "])), most=20)

SPOILERS = (
    *("<script>", "</script>", "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<?x"),
    *("?>", "<template>", "<svg>", "</svg>", "<math>", "<title>", "<textarea>", "<select>"),
    *("<option>", "<button>", "<iframe>", "<video>", "<embed>", "<object>", "<noscript>"),
    *("<frameset>", "<body>", "</body>", "</html>", "<plaintext>", "<xmp>", "<picture>", "<p "),
    *("<a\thref=", ' ="', "'>", "&#0;", "&#xD800;", "&#27;", "&bogus;", "&", "<", ">", "</"),
    *("\x00", "\ud800", "\x0c", "\x0b", "\ufeff", "$$", "\\(", "[x] "),
)

#: The same with what hides text, half-written tags, and letters that no parser takes.
SPOILED = _several(
    st.one_of(
        TAGS,
        st.sampled_from(SPOILERS),
        st.text(st.characters(codec=None), max_size=4),
        st.text(string.printable, max_size=6),
    ),
    most=20,
)


def numbered(html):
    """Return HTML with a word of its own for each "@"."""
    parts = html.split("@")
    return "".join(f"{part}q{number}q" for number, part in enumerate(parts[:-1])) + parts[-1]


def words_of(text):
    return WORD.findall(text.replace(STROKE, ""))


def told(text):
    return Counter(words_of(text))


# --- Properties -------------------------------------------------------------------------------


@steady
@given(st.one_of(ARTICLES, SOUP, SPOILED).map(numbered))
@example("<embed src=y.pdf><p>q0q</p>")
@example("<textarea>q0q")
@example(
    '<table class="lntable"><tr><td class="lntd"><pre><code><span class="lnt">1</span></code></pre>'
    '</td><td class="lntd"><pre><code>q0q\n</code></pre></td></tr></table>'
)
def test_only_what_medium_takes_comes_out(html):
    """Every element, attribute, place and address is one Medium has; the title is the only h1."""
    content = drafted(html).content
    assert faults(content) == []
    assert [title.get_text() for title in read(content).find_all("h1")] == [TITLE]
    content.encode("utf-8")


@steady
@given(ARTICLES.map(numbered))
@example('<a href="/y"><figure><img src="y.png"><figcaption>q0q</figcaption></figure></a>')
@example("<ul><li>q0q</li>q1q<li>q2q</li></ul>")
@example("<table>q0q<tr><td>q1q</td><td>q2q</td></tr></table>")
@example("<table><tr><td>q0q<p>q1q</p>q2q</td><td>q3q</td></tr></table>")
@example('<figure><img src="y.png"><figcaption>q0q<pre>q1q</pre></figcaption></figure>')
@example('<div class="contents"><p>q0q <a href="#y">q1q</a></p><p>q2q</p></div>')
@example("<pre><ol><li>q0q</li><li>q1q</li></ol></pre>")
def test_no_word_of_an_article_is_lost_or_doubled(html):
    """Each word that a browser shows comes out once, in order, and apart from its neighbours."""
    content, _ = cleaned(html)
    assert told(seen(read(content))) == told(seen(read(html)))
    if "<td" not in html:  # the lines of cells side by side are read across
        assert words_of(content) == words_of(seen(read(html)))


@steady
@given(SOUP.map(numbered))
@example("<p>q0q<table><b>q1q<tr><td>q2q")
@example("<form><p>q0q")
@example("<blockquote><ol>q0q<li>q1q</li></ol></blockquote>")
@example("<ul><li><wbr>q0q</li></ul>")
@example("<blockquote><p><wbr>q0q</p></blockquote>")
def test_no_word_of_tag_soup_is_lost_or_doubled(html):
    """The same for tags that nobody closed, or closed twice, or put where they cannot stand."""
    content, _ = cleaned(html)
    assert told(content) == told(html)


@steady
@given(st.one_of(ARTICLES, SOUP, SPOILED).map(numbered))
def test_a_clean_body_stays_as_it_is(html):
    """Cleaning what was cleaned changes nothing, and there is nothing left to tell of."""
    once, _ = cleaned(html)
    assert cleaned(once) == (once, [])


@steady
@given(ARTICLES.map(numbered))
def test_code_comes_out_letter_by_letter(html):
    """Each code block of the article is there, in order, with every blank and newline."""
    blocks = [code for code in code_of(html) if code.strip()]
    assert in_order(blocks, code_of(cleaned(html)[0])) is None


@steady
@given(ARTICLES.map(numbered))
def test_tables_as_lists_hold_the_same_words(html):
    """MEDIUM_TABLES = "list" says the same, by the same rules."""
    content, _ = cleaned(html, tables="list")
    assert faults(f"<h1>{TITLE}</h1>{content}") == []
    missing = told(seen(read(html))) - told(seen(read(content)))
    assert missing == Counter()


# --- Too much of it ---------------------------------------------------------------------------

NESTED = (
    "div", "ul><li", "ol><li", "ul", "li", "blockquote", "b", "em", "span", "font", "table><tr><td",
    "table", "sup", "sub", "q", "details", "details><summary", "a href=/y", "abbr title=y", "code",
    "pre", "dl><dt", "dl><dd", "figure", "figure><figcaption", "h2", "p", "ruby><rt", "label", "u",
    "section", "div class='admonition note'", "aside class=footnote", "center", "form", "math",
    "object data=y", "picture", "y-y",
)  # fmt: skip


@pytest.mark.parametrize("opening", NESTED)
def test_ten_thousand_levels(opening):
    """No depth makes it fail, or lose the word inside and what comes after."""
    tags = re.sub(r" [^>]*", "", opening).split("><")
    closing = "".join(f"</{tag}>" for tag in reversed(tags))
    html = f"<{opening}>" * 10_000 + "q0q" + closing * 10_000 + "<p>q1q</p>"
    content = drafted(html).content
    assert faults(content) == []
    assert WORD.findall(content) == ["q0q", "q1q"]


@pytest.mark.parametrize("opening", NESTED[::3])
def test_ten_thousand_levels_that_nobody_closes(opening):
    """The same where no end tag comes at all."""
    content = drafted(f"<{opening}>" * 10_000 + "q0q").content
    assert faults(content) == []
    assert WORD.findall(content) == ["q0q"]


def test_five_megabytes():
    """A very long article comes out whole."""
    paragraph = "<p>" + "q0q " * 1250 + "<b>q1q</b></p>\n<pre>q2q\n\tq3q</pre>\n"
    content = drafted(paragraph * 1000).content
    assert told(content) == Counter({"q0q": 1_250_000, "q1q": 1000, "q2q": 1000, "q3q": 1000})


@pytest.mark.parametrize(
    "odd", ["\x00", "\ud800", "\udfff\ud800", "&#0;", "&#xD800;", "&#27;", "\x0c"]
)
def test_letters_that_are_none(odd):
    """What no parser or no JSON takes goes, and the words around it stay."""
    html = f"<p>q0q {odd} q1q</p><pre>q2q {odd}\nq3q</pre><p title='{odd}'>q4q</p>"
    content = drafted(html).content
    assert faults(content) == []
    assert WORD.findall(content) == [f"q{number}q" for number in range(5)]


# --- What tools really write ------------------------------------------------------------------

#: Short articles of our own, as rendered by Python-Markdown 3.11 with the usual extensions,
#: Pymdown Extensions, Docutils by way of Pelican, Sphinx 9, Pandoc 3.9, AsciiDoc 10 and nbconvert
#: 7; and by hand as Org mode, Asciidoctor, kramdown, Hugo, WordPress and Blogger write them.
SAMPLES = Path(__file__).parents[1] / "articles"
RENDERED = sorted(SAMPLES.glob("*.html"), key=lambda path: path.stem)

#: What we say of our own where a player or a form stood.
OURS = set(words("see listen to watch the original https www com"))


#: Formulas that a theme's MathJax would find; tests/test_math.py has what becomes of them.
RAW_TEX = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)


def _is_aside(tag):
    """Tell what words cannot be followed through: contents, formulas, controls, cells' numbers."""
    marks = {*tag.get_attribute_list("class"), tag.get("id"), tag.get("role")} - {None}
    contents = bool(tag.find("a")) and bool(
        marks & {"toc", "contents", "doc-toc", "table-of-contents", "markdown-toc", "TOC"}
    )
    formula = bool(marks & {"math", "formula", "arithmatex", "katex", "MathJax"})
    controls = tag.name in {"button", "math", "option", "svg", "textarea"}
    prompt = any(mark.endswith(("prompt", "Prompt")) for mark in marks)
    return contents or formula or controls or prompt


def _is_moved(tag):
    """Tell what stands elsewhere afterwards: the title, notes, cells in the lines of a table."""
    notes = {"footnote", "footnotes", "citation", "footdef", "simple-footnotes"}
    is_note = bool(notes & {*tag.get_attribute_list("class"), tag.get("id")})
    is_title = (
        tag.name in {"h1", "h2"} and tag.get_text().strip(" ¶#\n").casefold() == TITLE.casefold()
    )
    moved = is_title or tag.name in {"table", "figcaption"} or (is_note and tag.name != "a")
    return moved or _is_aside(tag)


@pytest.fixture(params=RENDERED, ids=lambda path: path.stem)
def rendered(request):
    return request.param.read_text("utf-8")


def test_there_are_articles():
    """The samples are where these tests look for them."""
    assert len(RENDERED) > 10


def test_rendered_articles_keep_medium_s_rules(rendered):
    """What each tool writes comes out as Medium takes it, and stays so when cleaned again."""
    content = drafted(rendered).content
    assert faults(content) == []
    body = content.partition("</h1>\n")[2].strip()
    assert cleaned(body) == (body, [])


def test_rendered_articles_keep_their_words(rendered):
    """No word a browser shows is lost; what stays in its place stays in order."""
    content = drafted(rendered).content
    rendered = RAW_TEX.sub("", rendered)
    assert lost(rendered, content, _is_aside) == Counter()
    there = words(seen(read(content)))
    assert in_order(words(seen(read(rendered), _is_moved)), there) is None


def test_rendered_articles_gain_no_words(rendered):
    """What is said more often is a number, a mark, a formula's letters, or from an attribute."""
    attributes = [str(value) for tag in read(rendered).find_all()
                  for value in tag.attrs.values()]  # fmt: skip
    content = read(drafted(rendered).content)
    for code in content.find_all(["code", "pre"]):
        if code.get("data-code-block-lang") == "latex" or "\\" in code.get_text():
            code.extract()  # a formula's TeX
    there = Counter(words(seen(content)))
    more = there - Counter(words(seen(read(rendered))))
    named = OURS | {word.lower() for word in words(" ".join([*attributes, TITLE]))}
    numbers = re.compile(r"\d+|[ivx]+|\w\w?", re.IGNORECASE)
    new = {word.lower() for word in more if not numbers.fullmatch(word)}
    assert new - named == set()


def test_rendered_code_comes_out_letter_by_letter(rendered):
    """Each code block is there, in order, with every blank and newline; line numbers are not."""
    blocks = [code for code in code_of(rendered) if code.strip()]
    assert in_order(blocks, code_of(drafted(rendered).content)) is None
