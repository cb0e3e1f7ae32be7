"""The same article in several markups, as Pelican's readers render it, and what is made of it."""

import textwrap

import markdown
from bs4 import BeautifulSoup
from docutils.core import publish_parts

from pelican import rstdirectives  # noqa: F401 - registers Pelican's own directives
from pelican_medium.markup import Context, clean

PAGE = "https://e.org/blog/posts/m/"


def by_markdown(text, *extensions):
    """Render Markdown as Pelican does, with more extensions."""
    names = ["extra", "codehilite", "meta", *extensions]
    return markdown.markdown(textwrap.dedent(text), extensions=names)


def by_rest(text, writer="html4css1"):
    """Render reStructuredText as Pelican does."""
    told = {"initial_header_level": "2", "syntax_highlight": "short", "doctitle_xform": False}
    parts = publish_parts(textwrap.dedent(text), writer=writer, settings_overrides=told)
    return parts["body"]


def cleaned(html, **given):
    """Return the cleaned HTML on one line, and what is told of it."""
    context = Context(base_url=PAGE, **given)
    return clean(html, context).replace(">\n<", "><"), [note.what for note in context.notes]


def shown(html, **given):
    """Return the cleaned HTML alone."""
    return cleaned(html, **given)[0]


def line(html):
    """Return what becomes of the inside of one paragraph."""
    return shown(f"<p>{html}</p>").removeprefix("<p>").removesuffix("</p>")


def block(tex):
    """Return the code block that stands for a formula."""
    return f'<pre data-code-block-lang="latex" data-code-block-mode="2">{tex}</pre>'


def table(*rows, heading=None):
    """Return a table of HTML."""
    head = "".join(f"<th>{cell}</th>" for cell in heading or ())
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def lines(html, **given):
    """Return the lines of the block of code that a table became."""
    return BeautifulSoup(shown(html, **given), "lxml").pre.get_text().split("\n")


def code_of(html):
    """The text of each code block as a reader of the cleaned page sees it.

    A browser drops one newline right after <pre>; the lxml parser does not.
    """
    blocks = BeautifulSoup(shown(html), "lxml").find_all("pre")
    return [block.get_text().removeprefix("\n") for block in blocks]
