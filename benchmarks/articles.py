"""Made-up articles with the sizes and the markup of real ones, the same ones on every run.

Each kind of block is a function ``(writer, count) -> html``: the articles are composed of them,
and the growth of cleaning is measured on one kind at a time.
"""

from __future__ import annotations

import base64
import bisect
import itertools
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

SEED = 20_240_229
SITE = "https://blog.example/notes"

#: Which share of articles has at most so many characters of HTML, as in 355 articles of the
#: four blogs in the project's corpus (two of tutorials, one of notebooks, one of a bit of all).
SIZES = (
    *((0.0, 250), (0.05, 900), (0.1, 1_340), (0.25, 2_900), (0.5, 6_580), (0.75, 13_200)),
    *((0.9, 32_400), (0.95, 92_000), (0.97, 139_000), (0.99, 267_000), (1.0, 400_000)),
)

#: From this size on the articles of the corpus are notebooks: much code, pictures as data: URLs.
NOTEBOOK = 60_000

#: Common words. Mostly ASCII, as HTML of European languages is, and some that is not.
_ENGLISH = (
    "about after again all also any because before between both build came change code could "
    "data day different does down each even every example file find first from function get give "
    "go good great hand have here how if in into is it just keep kind know last leave left let "
    "like line list little long look made make many may might more most move much must name need "
    "never new next not now number of off old on one only open or order other our out over own "
    "part place plain point put read right run same say see set should show side small so some "
    "start still such take tell than that the their them then there these they thing think this "
    "time to too try turn two under up use value very want was way we well were what when where "
    "which while who why will with word work would write year you your"
)
_FRENCH = "à côté déjà été français même où plutôt première près règle siècle très voilà œuvre"
_RUSSIAN = "время всё где даже если день ещё здесь как когда которые можно нет один очень"
_CHINESE = "一个 不是 可以 因为 时候 没有 现在 知道 这样 问题 开始 已经 如果 需要 使用"
ENGLISH, FRENCH, RUSSIAN, CHINESE = (
    words.split() for words in (_ENGLISH, _FRENCH, _RUSSIAN, _CHINESE)
)


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the benchmark needs it.

    Attributes:
        url: its own address, absolute.
        html: its content as Pelican gives it to the theme.
    """

    title: str
    url: str
    html: str


@dataclass(slots=True)
class Writer:
    """Draws words and sentences; two of the same seed and vocabulary write the same text."""

    seed: int
    vocabulary: list[str] = field(default_factory=lambda: ENGLISH + FRENCH[:3])
    draw: random.Random = field(init=False)
    numbers: Iterator[int] = field(init=False, default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        """Start the draws."""
        self.draw = random.Random(self.seed)

    def chance(self, share: float) -> bool:
        """Return True in this share of the cases."""
        return self.draw.random() < share

    def words(self, most: int, least: int = 1) -> str:
        """Return some words."""
        return " ".join(self.draw.choices(self.vocabulary, k=self.draw.randint(least, most)))

    def sentence(self) -> str:
        """Return a sentence, with a link or other markup in one of two."""
        words = self.words(16, least=5).capitalize()
        marked = self.draw.choices(MARKED, MARKED_WEIGHTS)[0](self) if self.chance(0.5) else ""
        return f"{words}{', ' + marked if marked else ''}{'&nbsp;!' if self.chance(0.03) else '.'}"

    def text(self, most: int = 6) -> str:
        """Return some sentences."""
        return " ".join(self.sentence() for _ in range(self.draw.randint(1, most)))


# --- In a line --------------------------------------------------------------------------------


def link(writer: Writer) -> str:
    """Return a link: to another site, to this one, or with what themes put on it."""
    slug = writer.words(4, least=2).replace(" ", "-")
    address = writer.draw.choice(
        (
            f"https://www.example.org/{slug}.html",
            f"/notes/{slug}/",
            f"https://en.example.net/?q={slug}",
        )
    )
    more = ' class="reference external"' if writer.chance(0.3) else ""
    return f'<a{more} href="{address}">{writer.words(4)}</a>'


def _tagged(name: str) -> Callable[[Writer], str]:
    return lambda writer: f"<{name}>{writer.words(4)}</{name}>"


MARKED: tuple[Callable[[Writer], str], ...] = (
    link,
    *(_tagged(name) for name in ("code", "strong", "em", "b", "i", "span", "small", "del", "cite")),
    lambda writer: f'<abbr title="{writer.words(4)}">{writer.words(1).upper()}</abbr>',
    lambda writer: f"{writer.words(1)}<sup>{writer.draw.randint(2, 9)}</sup>",
    lambda writer: f"<kbd>Ctrl</kbd>+<kbd>{writer.words(1)[0].upper()}</kbd>",
)
MARKED_WEIGHTS = (45, 25, 12, 12, 1, 1, 1, 1, 1, 1, 0.3, 0.3, 0.3)


def inline(writer: Writer, count: int) -> str:
    """One paragraph with so many elements in it."""
    names = writer.draw.choices(
        ("em", "strong", "span", "mark", "sup", "small", "q", "code"), k=count
    )
    return "<p>" + " ".join(_tagged(name)(writer) for name in names) + "</p>\n"


def nested_inline(writer: Writer, count: int) -> str:
    """One paragraph of elements one in the other."""
    names = writer.draw.choices(("em", "strong", "span"), k=count)
    ends = "".join(f"</{name}>" for name in reversed(names))
    return f"<p>{''.join(f'<{name}>{writer.words(2)} ' for name in names)}{ends}</p>\n"


def links(writer: Writer, count: int) -> str:
    """One paragraph of links."""
    return "<p>" + ", ".join(link(writer) for _ in range(count)) + "</p>\n"


def links_into_the_page(writer: Writer, count: int) -> str:
    """One paragraph of sentences with links that lead nowhere on Medium."""
    links = (f'<a href="#s{n}">{writer.words(2)}</a> {writer.words(3)}' for n in range(count))
    return f"<p>{', '.join(links)}.</p>\n"


def line_breaks(writer: Writer, count: int) -> str:
    """One paragraph of short lines."""
    return "<p>" + "".join(f"{writer.words(5)}<br />\n" for _ in range(count)) + "</p>\n"


def ruby(writer: Writer, count: int) -> str:
    """One paragraph of words with their reading."""
    pair = "<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby> "
    return (
        f"<p>{''.join(pair.format(writer.words(1), writer.words(1)) for _ in range(count))}</p>\n"
    )


def maths(writer: Writer, count: int) -> str:
    r"""Paragraphs with math as render_math leaves it, ``\(…\)`` and ``$$…$$``."""
    inside = '<p>{0} <span class="math">\\(x_{{{1}}}^2 + \\alpha\\)</span> {0}</p>\n'
    alone = '<div class="math">$$\\sum_{{i=0}}^{{{1}}} \\frac{{a_i}}{{b}}$$</div>\n'
    return "".join((inside + alone).format(writer.words(6), number) for number in range(count))


# --- Blocks -----------------------------------------------------------------------------------


def paragraphs(writer: Writer, count: int) -> str:
    """Return paragraphs."""
    return "".join(f"<p>{writer.text()}</p>\n" for _ in range(count))


def empty_paragraphs(writer: Writer, count: int) -> str:
    """Return what some editors leave between paragraphs."""
    return "".join(f"<p>{writer.words(5)}</p>\n<p> </p>\n" for _ in range(count))


def headings(writer: Writer, count: int) -> str:
    """Return headings with ids and, in one of three, the mark that links to them."""
    return "".join(_heading(writer) for _ in range(count))


def _heading(writer: Writer) -> str:
    level, text = writer.draw.choice((2, 2, 2, 3, 3, 4)), writer.words(6, least=2)
    slug = text.replace(" ", "-")
    mark = f'<a class="headerlink" href="#{slug}" title="Permanent link">&para;</a>'
    return f'<h{level} id="{slug}">{text}{mark if writer.chance(0.3) else ""}</h{level}>\n'


def pictures(writer: Writer, count: int) -> str:
    """Return pictures in paragraphs, some of them links."""
    return "".join(f"<p>{_picture(writer)}</p>\n" for _ in range(count))


def _picture(writer: Writer) -> str:
    image = f'<img alt="{writer.words(5)}" src="/notes/images/{writer.words(1)}.jpg" />'
    return f'<a href="/notes/images/large.jpg">{image}</a>' if writer.chance(0.2) else image


def pictures_in_one_paragraph(writer: Writer, count: int) -> str:
    """One paragraph with pictures between its words."""
    return (
        "<p>" + "".join(f"{writer.words(3)} {_picture(writer)} " for _ in range(count)) + "</p>\n"
    )


def pictures_in_one_element(writer: Writer, count: int) -> str:
    """One bold text with pictures between its words."""
    return f"<p><b>{pictures_in_one_paragraph(writer, count)[3:-5]}</b></p>\n"


def figures(writer: Writer, count: int) -> str:
    """Return figures with captions, of HTML 5 and of Docutils."""
    return "".join(_figure(writer) for _ in range(count))


def _figure(writer: Writer) -> str:
    if writer.chance(0.3):
        caption = f'<p class="caption">{writer.text(1)}</p>'
        return f'<div class="figure align-center">\n{_picture(writer)}\n{caption}\n</div>\n'
    caption = f"<figcaption>{writer.text(1)}</figcaption>"
    return f"<figure>\n{_picture(writer)}\n{caption}\n</figure>\n"


def lists(writer: Writer, count: int) -> str:
    """Return short lists with text between them."""
    return "".join(f"{list_(writer, 4)}<p>{writer.text(1)}</p>\n" for _ in range(count))


def list_(writer: Writer, count: int) -> str:
    """One list."""
    name = writer.draw.choice(("ul", "ul", "ul", "ul", "ol"))
    return f"<{name}>\n{''.join(_item(writer.text(2)) for _ in range(count))}</{name}>\n"


def _item(content: str) -> str:
    return f"<li>{content}</li>\n"


def list_with_paragraphs(writer: Writer, count: int) -> str:
    """One list as Markdown writes it where blank lines part the items, or code is in them."""
    code = "<pre><code>{}\n</code></pre>\n"
    items = (
        _item(
            f"\n<p>{writer.text(2)}</p>\n"
            + (code.format(writer.words(8)) if writer.chance(0.3) else "")
        )
        for _ in range(count)
    )
    return f"<ol>\n{''.join(items)}</ol>\n"


def nested_list(writer: Writer, count: int) -> str:
    """One list, every third item with a list in it."""
    items = (
        _item(writer.text(1) + ("\n" + list_(writer, 2) if number % 3 == 0 else ""))
        for number in range(math.ceil(count * 3 / 5))
    )
    return f"<ul>\n{''.join(items)}</ul>\n"


def definitions(writer: Writer, count: int) -> str:
    """One list of definitions."""
    pairs = (f"<dt>{writer.words(3)}</dt>\n<dd>{writer.text(2)}</dd>\n" for _ in range(count))
    return f'<dl class="docutils">\n{"".join(pairs)}</dl>\n'


def table(writer: Writer, count: int) -> str:
    """One table with so many rows under its heads."""
    columns = writer.draw.randint(3, 6)
    heads = "".join(f"<th>{writer.words(2)}</th>\n" for _ in range(columns))
    rows = (
        f"<tr>\n{''.join(f'<td>{writer.words(4)}</td>{chr(10)}' for _ in range(columns))}</tr>\n"
        for _ in range(count)
    )
    head, body = f"<thead>\n<tr>\n{heads}</tr>\n</thead>", f"<tbody>\n{''.join(rows)}</tbody>"
    return f"<table>\n{head}\n{body}\n</table>\n"


def tables(writer: Writer, count: int) -> str:
    """Return small tables, some of them of pictures."""
    pair = "<table><tr>\n<td>{}</td>\n<td>{}</td>\n</tr></table>\n"
    return "".join(
        pair.format(_picture(writer), _picture(writer)) if writer.chance(0.2) else table(writer, 3)
        for _ in range(count)
    )


def quotes(writer: Writer, count: int) -> str:
    """Return quotes."""
    return "".join(f"<blockquote>\n{paragraphs(writer, 1)}</blockquote>\n" for _ in range(count))


def admonitions(writer: Writer, count: int) -> str:
    """Return the boxes of Markdown and Docutils."""
    box = '<div class="admonition {0}">\n<p class="admonition-title">{0}</p>\n<p>{1}</p>\n</div>\n'
    kinds = writer.draw.choices(("note", "warning", "tip", "danger"), k=count)
    return "".join(box.format(kind, writer.text(2)) for kind in kinds)


def contents(writer: Writer, count: int) -> str:
    """One table of contents."""
    items = (_item(f'<a href="#s{n}">{writer.words(4)}</a>') for n in range(count))
    return f'<div class="toc">\n<ul>\n{"".join(items)}</ul>\n</div>\n'


def footnotes(writer: Writer, count: int) -> str:
    """Paragraphs with a footnote each, as Python-Markdown writes them."""
    text = '<p>{1}<sup id="fnref:{0}"><a class="footnote-ref" href="#fn:{0}">{0}</a></sup></p>\n'
    note = (
        '<li id="fn:{0}">\n<p>{1}&#160;<a class="footnote-backref" href="#fnref:{0}" '
        'title="Jump back to footnote {0} in the text">&#8617;</a></p>\n</li>\n'
    )
    box = f'<div class="footnote">\n<hr />\n<ol>\n{_numbered(writer, note, count)}</ol>\n</div>\n'
    return _numbered(writer, text, count) + box


def docutils_footnotes(writer: Writer, count: int) -> str:
    """Paragraphs with a footnote each, as Docutils writes them."""
    text = '<p>{1} <a class="footnote-reference" href="#id{0}" id="r{0}">[{0}]</a></p>\n'
    note = (
        '<table class="docutils footnote" frame="void" id="id{0}" rules="none">\n'
        '<tbody valign="top">\n<tr><td class="label"><a class="fn-backref" href="#r{0}">[{0}]</a>'
        "</td><td>{1}</td></tr>\n</tbody>\n</table>\n"
    )
    return _numbered(writer, text, count) + _numbered(writer, note, count)


def _numbered(writer: Writer, form: str, count: int) -> str:
    return "".join(form.format(number, writer.text(1)) for number in range(1, count + 1))


def embeds(writer: Writer, count: int) -> str:
    """Return players and what their scripts look for."""
    forms = writer.draw.choices(EMBEDS, k=count)
    return "".join(form.format(name=writer.words(1), text=writer.text(1)) for form in forms)


EMBEDS = (
    (
        '<p><iframe width="560" height="315" src="https://www.youtube.com/embed/a1b2c3d4e5f" '
        'frameborder="0" allowfullscreen></iframe></p>\n'
    ),
    '<script src="https://gist.github.com/{name}/0a1b2c3d4e5f.js"></script>\n',
    (
        '<blockquote class="twitter-tweet"><p>{text}</p>&mdash; {name} '
        '<a href="https://twitter.com/{name}/status/1234567890">May 1</a></blockquote>\n'
    ),
    '<iframe src="https://maps.example.com/embed?at={name}"></iframe>\n',
)


def scripts(writer: Writer, count: int) -> str:
    """Return what is no text: scripts, styles and comments, a paragraph after each."""
    return "".join(
        f"<!-- {writer.words(5)} -->\n<style>.{writer.words(1)} {{ color: #333; }}</style>\n"
        f"<script>var {writer.words(1)} = 1;</script>\n<p>{writer.words(5)}</p>\n"
        for _ in range(count)
    )


def broken(writer: Writer, count: int) -> str:
    """Text outside of any block, and blocks that are never closed."""
    return "".join(
        f"{writer.text(1)}\n<p>{writer.words(9)}\n<div>{writer.text(1)}</div>\n"
        for _ in range(count)
    )


# --- Code -------------------------------------------------------------------------------------


def code(writer: Writer, count: int) -> str:
    """One block of so many statements, highlighted as Markdown and rst have Pygments do it."""
    name = writer.draw.choice(tuple(STATEMENTS))
    [options] = writer.draw.choices(
        ({"wrapcode": True}, {}, {"linenos": "table"}, {"linenos": "inline"}), (60, 30, 4, 6)
    )
    return highlighted(source(writer, name, count), name, **options)


def source(writer: Writer, name: str, count: int) -> str:
    """Return so many statements of a language."""
    statements = (
        STATEMENTS[name].format(*(writer.words(1) for _ in range(6))) for _ in range(count)
    )
    return "\n".join(statements)


def highlighted(text: str, name: str, **options: object) -> str:
    """Return what Pygments makes of it."""
    return str(highlight(text, LEXERS[name], HtmlFormatter(cssclass="highlight", **options)))


STATEMENTS = {
    "python": (
        'def {0}(self, {1}=None):\n    """{2} {3}"""\n    return self.{4}[{1}] + {5}(42, "{0}")\n'
    ),
    "bash": (
        'for {0} in $(ls "${1}"); do\n    {2} --{3} "${0}" | grep {4} > /tmp/{5}.log  # {1}\ndone\n'
    ),
    "javascript": "const {0} = ({1}, {2}) => {{\n    if ({1} !== 3.5) {{ {3}.{4}('{5}'); }}\n}};\n",
    "html": ('<div class="{0} {1}">\n    <a href="/{2}/">{3} &amp; {4}</a><!-- {5} -->\n</div>\n'),
    "json": '{{"{0}": [1, 2.5, true, null], "{1}": {{"{2}": "{3} {4}", "{5}": -1e9}}}}',
    "console": "$ {0} --{1} {2}\n{3} {4}: {5}",
}
LEXERS = {name: get_lexer_by_name(name) for name in STATEMENTS}


def code_spans(writer: Writer, count: int) -> str:
    """One block of Python with about so many spans."""
    return highlighted(source(writer, "python", count // SPANS), "python", wrapcode=True)


#: How many Pygments writes for that statement.
SPANS = 26


def code_blocks(writer: Writer, count: int) -> str:
    """Return small blocks, some of them not highlighted."""
    return "".join(
        code(writer, 3) if writer.chance(0.8) else _plain_code(writer) for _ in range(count)
    )


def _plain_code(writer: Writer) -> str:
    text = "\n".join(f"    {writer.words(8)}" for _ in range(5))
    markdown = f'<pre><code class="language-text">{text}\n</code></pre>\n'
    return markdown if writer.chance(0.6) else f'<pre class="literal-block">\n{text}\n</pre>\n'


def numbered_code(writer: Writer, count: int) -> str:
    """One block of so many lines with Pygments' numbers in the lines."""
    text = "\n".join(f"{writer.words(1)} = {writer.words(1)}()" for _ in range(count))
    return highlighted(text, "python", linenos="inline")


def cell(writer: Writer, count: int) -> str:
    """One cell of a notebook: code, its output and, in one of two, a picture as a data: URL."""
    prompt = f'<div class="prompt input_prompt">In&nbsp;[{next(writer.numbers)}]:</div>'
    image = base64.b64encode(writer.draw.randbytes(writer.draw.randint(5_000, 40_000))).decode()
    picture = f'<div class="output_png"><img alt="" src="data:image/png;base64,{image}"></div>'
    output = f"<pre>{writer.words(30)}</pre>\n{picture if writer.chance(0.5) else ''}\n"
    return (
        f'<div class="cell border-box-sizing code_cell rendered">\n<div class="input">\n{prompt}\n'
        f'<div class="inner_cell">\n<div class="input_area">\n{code(writer, count)}</div>\n</div>\n'
        f'</div>\n<div class="output_wrapper">\n<div class="output">\n{output}</div>\n'
        "</div>\n</div>\n"
    )


# --- Articles ---------------------------------------------------------------------------------

Block = Callable[[Writer, int], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of block: which share of articles has it, and how much of it those have.

    Attributes:
        share: of all articles, 0 to 1; counted in 2,802 articles of 23 blogs (the README of the
            project's corpus), or in the corpus where that does not say.
        weight: how often it comes, where it comes at all; paragraphs have 10.
        counts: the count it is called with, from and to.
    """

    block: Block
    share: float
    weight: float
    counts: tuple[int, int] = (1, 1)


KINDS = (
    Kind(paragraphs, 1, 10, (1, 3)),
    Kind(headings, 0.7, 2.5),
    Kind(code, 0.4, 3.5, (2, 11)),
    Kind(code_blocks, 0.1, 1.5),
    Kind(pictures, 0.37, 4),
    Kind(figures, 0.1, 2),
    Kind(list_, 0.5, 2, (2, 7)),
    Kind(list_with_paragraphs, 0.25, 1, (2, 5)),
    Kind(nested_list, 0.12, 0.7, (3, 9)),
    Kind(quotes, 0.24, 0.7),
    Kind(scripts, 0.2, 0.3),
    Kind(table, 0.064, 0.5, (2, 12)),
    Kind(tables, 0.02, 0.5),
    Kind(links_into_the_page, 0.19, 0.2, (1, 3)),
    Kind(contents, 0.08, 0.1, (4, 12)),
    Kind(maths, 0.05, 2),
    Kind(embeds, 0.05, 1),
    Kind(admonitions, 0.028, 0.7),
    Kind(footnotes, 0.013, 0.3, (1, 9)),
    Kind(docutils_footnotes, 0.005, 0.3, (1, 5)),
    Kind(definitions, 0.01, 0.3, (2, 6)),
    Kind(line_breaks, 0.1, 0.3, (2, 9)),
    Kind(broken, 0.03, 0.5),
)


def articles(count: int, seed: int = SEED) -> list[Article]:
    """Return so many articles, their sizes spread as in real blogs however many they are."""
    return [article(seed + number, size_at((number + 0.5) / count)) for number in range(count)]


def size_at(share: float) -> int:
    """Return how many characters the article has that this share of all are smaller than."""
    place = max(1, bisect.bisect_left([at for at, _ in SIZES], share))
    (low, small), (high, large) = SIZES[place - 1], SIZES[place]
    part = (share - low) / (high - low)
    return round(math.exp(math.log(small) * (1 - part) + math.log(large) * part))


def article(seed: int, size: int) -> Article:
    """Return an article of about that many characters, with some of the kinds of blocks."""
    writer = Writer(seed)
    writer.vocabulary = _vocabulary(writer)
    kinds = [kind for kind in KINDS if writer.chance(kind.share)]
    if size > NOTEBOOK:
        kinds += [Kind(cell, 1, 6, (3, 12))]
    title, slug = writer.words(8, least=2).capitalize(), f"article-{seed}"
    return Article(title, f"{SITE}/{slug}.html", "".join(_blocks(writer, kinds, size)))


def _vocabulary(writer: Writer) -> list[str]:
    other = writer.draw.choices(([], FRENCH, RUSSIAN, CHINESE), (60, 30, 6, 4))[0]
    return ENGLISH[:20] + other if other in (RUSSIAN, CHINESE) else ENGLISH + other


def _blocks(writer: Writer, kinds: list[Kind], size: int) -> Iterator[str]:
    """Yield blocks until one after the other does not fit any more, then paragraphs."""
    left, misses = size, 0
    weights = [kind.weight for kind in kinds]
    while misses < ENOUGH and left > SHORT:
        [kind] = writer.draw.choices(kinds, weights)
        block = kind.block(writer, writer.draw.randint(*kind.counts))
        misses = misses + 1 if len(block) > left else 0
        if not misses:
            left -= len(block)
            yield block
    while left > SHORT:
        block = paragraphs(writer, 1)
        left -= len(block)
        yield block


#: How many blocks that do not fit are enough, and how many characters short of its size an
#: article may be.
ENOUGH = 8
SHORT = 150


#: What is measured at a tenth of the count, and at the count.
GROWING: tuple[tuple[str, Block, int], ...] = (
    ("paragraphs", paragraphs, 2_000),
    ("spans in one code block", code_spans, 20_000),
    ("numbered lines of code", numbered_code, 2_000),
    ("code blocks", code_blocks, 500),
    ("headings", headings, 2_000),
    ("pictures", pictures, 2_000),
    ("pictures in one paragraph", pictures_in_one_paragraph, 2_000),
    ("pictures in one bold text", pictures_in_one_element, 2_000),
    ("figures", figures, 2_000),
    ("items of one list", list_, 2_000),
    ("items with paragraphs", list_with_paragraphs, 2_000),
    ("items of nested lists", nested_list, 2_000),
    ("lists", lists, 2_000),
    ("definitions", definitions, 2_000),
    ("rows of one table", table, 2_000),
    ("tables", tables, 500),
    ("quotes", quotes, 2_000),
    ("admonitions", admonitions, 2_000),
    ("footnotes of Markdown", footnotes, 2_000),
    ("footnotes of Docutils", docutils_footnotes, 2_000),
    ("entries of a table of contents", contents, 2_000),
    ("links in one paragraph", links, 2_000),
    ("links into the page", links_into_the_page, 2_000),
    ("inline elements in one paragraph", inline, 2_000),
    ("inline elements in one another", nested_inline, 2_000),
    ("line breaks in one paragraph", line_breaks, 5_000),
    ("words with ruby", ruby, 2_000),
    ("formulas", maths, 2_000),
    ("embeds", embeds, 2_000),
    ("scripts, styles and comments", scripts, 2_000),
    ("empty paragraphs", empty_paragraphs, 2_000),
    ("broken blocks", broken, 2_000),
)
