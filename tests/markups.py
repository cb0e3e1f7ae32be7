"""The same article in several markups, as Pelican's readers render it."""

import textwrap

import markdown
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


def line(html):
    """Return what becomes of the inside of one paragraph."""
    return cleaned(f"<p>{html}</p>")[0].removeprefix("<p>").removesuffix("</p>")


def block(tex):
    """Return the code block that stands for a formula."""
    return f'<pre data-code-block-lang="latex" data-code-block-mode="2">{tex}</pre>'
