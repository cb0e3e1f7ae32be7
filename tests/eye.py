"""The eye of a careful editor, on a finished draft beside its source.

It names what nobody who writes by hand on Medium would leave standing. It knows nothing of how
the package works. It reads with Python's own HTML parser, as referee.py does, and judges by what
can be seen. As a script it looks through articles in files, a JSON object a line (``title``,
``content``, ``tags``, ``summary``, ``url``, ``siteurl``)::

    python tests/eye.py FILE.jsonl …

The exit status says nothing; the last line says how many articles need no correction.
"""
# ruff: noqa: T201 - a script talks on stdout

import argparse
import itertools
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import Tag
from referee import read
from wcwidth import wcswidth

STROKE = "\u0336"
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]

#: Elements that are markup wherever they stand between a start and an end tag.
MARKUP = re.compile(
    r"<(p|a|b|i|em|strong|code|span|sup|sub|tt|cite|del|ins|mark|small|div|h[1-6])(\s[^<>]*)?>"
    r".*</\1>",
    re.DOTALL,
)
ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE)

#: What starts a caption that says its number.
CAPTION = re.compile(
    r"\s*(figure|fig\.?|abbildung|abb\.?|рис\.?|рисунок|図|图|圖)\s*\d+[a-z]?\s*([:.—–-]|$)",
    re.IGNORECASE,
)

ANNOUNCES = {
    *("contents", "table of contents", "toc", "inhalt", "inhaltsverzeichnis", "sommaire"),
    *("table des matières", "índice", "contenido", "оглавление", "содержание", "目次", "目录"),
}

TEX = re.compile(
    r"\\(?:ref|eqref|begin|frac|mathbf|sum|int|alpha|label)\b|\\[(\[]|\$[^$\s][^$]*[\\^_][^$]*\$"
)

WIDEST = 80


@dataclass(frozen=True)
class Source:
    """An article as its site has it."""

    title: str
    content: str
    tags: tuple[str, ...] = ()
    summary: str | None = None
    url: str = "https://blog.example.org/article.html"


def is_tag(tag):
    """Take every element."""
    return isinstance(tag, Tag)


def folded(text):
    """Return the words of a text, and nothing else of it."""
    text = unicodedata.normalize("NFKC", text.replace(STROKE, ""))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def corrections(source, draft):
    """Return what an editor would correct, a sentence each: the number of the row, and where."""
    before, after = read(source.content), read(draft.content)
    rules = (
        title_as_written, dead_contents, said_twice, raw_tex, wide_text, lost_addresses,
        title_twice, other_topics, strokes, loose_captions, unseen_scripts, torn_sentences,
        empty_ends, numbers, stray_signs, loose_controls,
    )  # fmt: skip
    return [found for rule in rules for found in rule(source, draft, before, after)]


# --- One function for each thing an editor looks for ------------------------------------------


def title_as_written(source, draft, before, after):
    """1: tags or entities stand as text in the title."""
    del source, before
    heading = after.find("h1").get_text() if after.find("h1") else ""
    for text in {draft.title, heading}:
        if MARKUP.search(text) or ENTITY.search(text):
            yield f"1 markup in the title: {text[:80]}"


def _in_page(link, source):
    href = str(link.get("href") or "")
    if "#" not in href:
        return False
    whole = urljoin(source.url, href)
    return whole.partition("#")[0] == source.url.partition("#")[0]


def dead_contents(source, draft, before, after):
    """2: items or lines that led into the page, or a heading that announces them."""
    del draft
    targets = {
        folded(link.get_text())
        for link in before.find_all("a")
        if _in_page(link, source) and not re.fullmatch(r"[\W\d]*", link.get_text())
    } - {""}
    for list_ in after.find_all(["ol", "ul"]):
        lines = [line for item in list_.find_all("li") for line in _lines(item)]
        dead = [line for line in lines if folded(_unmarked(line)) in targets]
        if len(dead) > 1 and len(dead) * 4 > len(lines) * 3:
            yield f"2 dead contents: {dead[0][:60]}"
    paragraphs = [p for p in after.find_all("p") if folded(_unmarked(p.get_text())) in targets]
    for one, other in itertools.pairwise(paragraphs):
        if _next_block(one) is other:
            yield f"2 dead contents as lines: {one.get_text()[:60]}"
    for heading in after.find_all(["h3", "h4"]):
        below = _next_block(heading)
        if folded(heading.get_text()) in ANNOUNCES and (below is None or below.name in HEADINGS):
            yield f"2 a heading that announces nothing: {heading.get_text()[:60]}"


def _unmarked(line):
    return re.sub(r"^\s*([–•-]\s*)*([\da-z]{1,3}[.)])*\s*", "", line)


def _lines(item):
    parts = re.split(r"<br\s*/?>", item.decode_contents())
    return [text for part in parts if (text := read(part).get_text().strip())]


def _next_block(tag):
    return tag.find_next_sibling(is_tag)


def _previous_block(tag):
    return tag.find_previous_sibling(is_tag)


def said_twice(source, draft, before, after):
    """3: the subtitle says what the title or the opening says."""
    del source, draft, before
    subtitle = after.find("h2")
    if subtitle is None:
        return
    said = folded(subtitle.get_text())
    blocks = [b for b in after.find_all(is_tag, recursive=False) if b.name not in {"h1", "h2"}]
    opening = folded(" ".join(block.get_text(" ") for block in blocks)[:5000])
    if said == folded(after.find("h1").get_text()):
        yield f"3 the subtitle is the title: {subtitle.get_text()[:60]}"
    elif len(said.split()) > 3 and said in opening:
        yield f"3 the story says the subtitle again: {subtitle.get_text()[:60]}"
    if re.search(r"(read more|continue reading|lire la suite|weiterlesen)\W*$", said):
        yield f"3 a link to read more: {subtitle.get_text()[-60:]}"


def raw_tex(source, draft, before, after):
    """4, 5: TeX in a code block, or left in a sentence."""
    del source, draft
    own = {folded(pre.get_text()) for pre in before.find_all("pre")}
    for block in after.find_all("pre"):
        if block.get("data-code-block-lang") == "latex" and folded(block.get_text()) not in own:
            yield f"4 a formula as code: {' '.join(block.get_text().split())[:60]}"
    for text in after.find_all(string=True):
        if text.find_parent(["pre", "code"]) is None:
            raw = re.search(
                r"\\(ref|eqref|cite|begin|frac|mathbf|sum|int|alpha|label)\b|\\[([]", text
            )
            raw = raw or re.search(r"\$[^$\s][^$]*[\\^_][^$]*\$", text)
            if raw:
                yield f"5 raw TeX: {text[max(0, raw.start() - 20) : raw.end() + 20]}"


def wide_text(source, draft, before, after):
    """6: a table of text that must be scrolled."""
    del source, draft
    own = {folded(pre.get_text()) for pre in before.find_all("pre")}
    for block in after.find_all("pre", attrs={"data-code-block-lang": "plaintext"}):
        wide = max(wcswidth(line) for line in block.get_text().split("\n"))
        if wide > WIDEST and before.find("table") and folded(block.get_text()) not in own:
            yield f"6 a table of {wide} columns"


def lost_addresses(source, draft, before, after):
    """7: a link in a table leads nowhere any more."""
    del draft
    there = {str(link["href"]) for link in after.find_all("a", href=True)}
    text = after.get_text()
    for link in before.select("table a[href]"):
        url = urljoin(source.url, str(link["href"]))
        if _in_page(link, source) or not url.startswith("http") or not link.get_text().strip():
            continue
        if (
            url.rstrip("/") not in there
            and url not in text
            and _plain(url) not in map(_plain, there)
        ):
            yield f"7 an address of a table is lost: {url[:80]}"


def _plain(url):
    parts = urlsplit(url)
    return re.sub(r"%[0-9A-Fa-f]{2}|[^\x21-\x7e]", "", parts.netloc + parts.path.rstrip("/"))


def title_twice(source, draft, before, after):
    """8: a heading repeats the title."""
    del source, draft, before
    title = folded(after.find("h1").get_text())
    for heading in after.find_all(["h3", "h4"]):
        if folded(heading.get_text()) == title:
            yield f"8 the title again: {heading.get_text()[:60]}"


def other_topics(source, draft, before, after):
    """9: a tag that lost what tells it from another topic."""
    del before, after
    whole = {tag.casefold() for tag in source.tags}
    for tag in draft.tags:
        for given in source.tags:
            bare = re.sub(r"[^\w\s-]", "", given)
            special = re.search(r"\w[+#]+|\d\.\d|^\.", given)
            if special and bare.casefold() == tag.casefold() and tag.casefold() not in whole:
                yield f"9 {given} became {tag}"


def strokes(source, draft, before, after):
    """10: words that are struck out read as if they were meant."""
    del source, draft
    text = after.get_text()
    if "~~" in text and "~~" not in before.get_text():
        yield "10 tildes around struck-out words"
    struck = [*before.find_all(["del", "s", "strike"]), *before.select('[style*="line-through"]')]
    for element in struck:
        words = element.get_text().split()
        if words and STROKE not in text and not element.find_parent("pre"):
            yield f"10 no longer struck out: {words[0]}"


def loose_captions(source, draft, before, after):
    """11: a caption stands as a paragraph under its picture."""
    del source, draft, before
    for figure in after.find_all("figure"):
        below = _next_block(figure)
        if below is not None and below.name == "p" and CAPTION.match(below.get_text()):
            yield f"11 a loose caption: {below.get_text()[:60]}"


def unseen_scripts(source, draft, before, after):
    """12: a chart that a script draws left no trace."""
    del source
    charts = before.select(".plotly-graph-div, .bk-root, .vega-embed, .leaflet-container")
    told = any("script" in str(note) or "original" in str(note) for note in draft.notes)
    if charts and not told and "See the original" not in after.get_text():
        yield "12 a chart vanished"


def torn_sentences(source, draft, before, after):
    """16: a paragraph begins in the middle of a sentence that the one before broke off."""
    del source, draft, before
    for block in after.find_all("p"):
        before_it = _previous_block(block)
        text = block.get_text()
        if before_it is None or before_it.name != "p" or not re.match(r"[,;:.)]\s", text):
            continue
        yield f"16 a torn sentence: {before_it.get_text()[-30:]} / {text[:30]}"


def empty_ends(source, draft, before, after):
    """17: code that ends in an empty line."""
    del source, draft, before
    for block in after.find_all("pre"):
        if block.get_text().endswith("\n"):
            yield f"17 an empty line at the end of code: {block.get_text().strip()[-40:]}"


def numbers(source, draft, before, after):
    """16: a list that ends where paragraphs go on with its numbers."""
    del source, draft, before
    for list_ in after.find_all("ol"):
        lines = (p.get_text() for p in list_.find_next_siblings("p", limit=20))
        line = next((line for line in lines if re.match(r"\d+\.\s", line)), "")
        if line.startswith(f"{len(list_.find_all('li')) + 1}."):
            yield f"16 numbers in two forms: {line[:40]}"


#: What shows something although no letter is in it.
MEANT = re.compile(
    r"[\w\u2190-\u2bff\U0001f000-\U0001faff*.…?!=+<>{}()\[\]/\\|&%$#@~^\u2010-\u2027-]"
)


def stray_signs(source, draft, before, after):
    """16: a paragraph of nothing but a sign of a control."""
    del source, draft, before
    for block in after.find_all(["p", "li", "blockquote"]):
        text = block.get_text().strip()
        if text and not block.find("img") and (not MEANT.search(text) or text in "❮❯‹›«»×✕☰¶"):
            yield f"16 a stray sign: {text[:20]}"


def loose_controls(source, draft, before, after):
    """13, 16: labels of tabs glued together, or an item with nothing in it."""
    del source, draft
    for labels in before.select(".tabbed-labels, [role=tablist], .nav-tabs"):
        names = [
            " ".join(tag.get_text().split()) for tag in labels.find_all(is_tag, recursive=False)
        ]
        glued = "".join(names)
        if len(names) > 1 and glued and glued in after.get_text(" "):
            yield f"13 labels of tabs glued together: {glued[:60]}"


# --- As a script ------------------------------------------------------------------------------


def articles(files):
    """Yield the articles of some files with how to find them again."""
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1):
            if line:
                yield f"{file.stem}:{number}", json.loads(line)


def source_of(found):
    """Return a line of a file as an article."""
    site = found.get("siteurl") or "https://blog.example.org"
    return Source(
        title=str(found.get("title") or ""),
        content=found["content"],
        tags=tuple(found.get("tags") or ()),
        summary=found.get("summary"),
        url=f"{site}/{found.get('url') or 'article.html'}",
    )


def drafted(found, **given):
    """Return the draft of a line of a file, by the package under test."""
    from datetime import UTC, datetime

    from pelican_medium import draft, settings
    from pelican_medium.model import Article

    source = source_of(found)
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    article = Article(
        key=str(found.get("slug") or "article"), title=source.title, date=now,
        lang=str(found.get("lang") or "en"), canonical_url=source.url, source_path=None,
        fingerprint="", slug=str(found.get("slug") or "article"), base_url=source.url,
        content=source.content, summary=source.summary, tags=source.tags,
    )  # fmt: skip
    site = {"PATH": "/n/c", "OUTPUT_PATH": "/n/o", "SITEURL": "https://blog.example.org"}
    return draft.make(article, settings.read(site | {"SITENAME": "A blog"} | given, {}), now)


def main(arguments=None):
    """Look through the files and print what there is to correct."""
    from pelican_medium.model.errors import ArticleError

    parser = argparse.ArgumentParser(description="What a careful editor would correct.")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl")
    parser.add_argument("--brief", action="store_true", help="print the numbers only")
    options = parser.parse_args(arguments)
    kinds, clean, looked = Counter(), 0, 0
    for name, found in articles(options.files):
        try:
            wrong = corrections(source_of(found), drafted(found))
        except ArticleError as error:
            print(f"{name}: held: {error}")
            continue
        looked += 1
        clean += not wrong
        kinds.update({sentence.split()[0] for sentence in wrong})
        for sentence in [] if options.brief else wrong:
            print(f"{name}: {sentence}")
    print("articles with something to correct, by row:", dict(kinds.most_common()))
    print(f"{clean} of {looked} articles need no correction ({100 * clean / max(looked, 1):.1f} %)")


if __name__ == "__main__":
    sys.exit(main())
