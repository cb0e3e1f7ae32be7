"""The desk's pages as HTML: pure functions of what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pelican_medium.desk import sheets
from pelican_medium.desk.actions import Action, Post
from pelican_medium.desk.sheets import Sheet
from pelican_medium.posting.status import Row
from pelican_medium.preview import story
from pelican_medium.preview.names import page_name
from pelican_medium.preview.page import html_lang

if TYPE_CHECKING:
    from jinja2 import Environment

#: What the pages need beside themselves, and its type.
ASSETS = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "desk.svg": "image/svg+xml",
}

EDITOR = "https://medium.com/new-story"
IMPORT = "https://medium.com/p/import"

#: For the static pages; a served one has it as a header. "file:" is for a page opened from a disk,
#: where 'self' is nothing.
STATIC_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; "
    "img-src 'self' file: http: https:; form-action 'none'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages are: served under a prefix, or files beside each other.

    Attributes:
        prefix: of the served ones; None for files.
        token: what each form carries.
    """

    prefix: str | None = None
    token: str = ""

    @property
    def live(self) -> bool:
        """Whether anything can be changed from here."""
        return self.prefix is not None

    @property
    def home(self) -> str:
        """The address of the lists."""
        return "index.html" if self.prefix is None else f"{self.prefix}/"

    def article(self, key: str) -> str:
        """Return the address of an article's page."""
        if self.prefix is None:
            return page_name(key)
        return f"{self.prefix}/article?key={_quoted(key)}"

    def action(self, name: str) -> str:
        """Return the address that changes something, or tells how it goes."""
        return f"{self.prefix}/{name}"

    def asset(self, name: str) -> str:
        """Return the address of one of `ASSETS`."""
        return name if self.prefix is None else f"{self.prefix}/asset/{name}"

    def picture(self, src: str) -> str:
        """Return the address of the site's own picture."""
        return f"{self.prefix}/picture?src={_quoted(src)}"


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "backslashreplace"), safe="")


def lists(  # noqa: PLR0913 - what the page shows
    place: Place,
    rows: Mapping[str, Sequence[Row]],
    *,
    site_url: str,
    trouble: str | None = None,
    error: str | None = None,
    last: Action | None = None,
    moved_on: bool = False,
    shown: Callable[[str], bool] = lambda _: True,
) -> str:
    """Return the page of all lists.

    Args:
        trouble: what is wrong with the outbox.
        error: what could not be done.
        last: the change that can be undone.
        moved_on: whether one article is done, so that the next one has the focus.
        shown: whether an article has a page of its own.
    """
    return _render(
        "lists.html",
        place=place,
        sections=[(name, title, hint, rows[name]) for name, title, hint in sheets.SECTIONS],
        site_url=site_url,
        trouble=trouble,
        error=error,
        last=last,
        moved_on=moved_on,
        shown=shown,
    )


def article(  # noqa: PLR0913 - the same
    place: Place,
    sheet: Sheet,
    address_of: Callable[[str], str | None],
    *,
    error: str | None = None,
    given: Mapping[str, str] | None = None,
    why_no_post: str | None = None,
    post: Post | None = None,
) -> str:
    """Return the page of one article.

    Args:
        address_of: where a picture is shown from, by its ``src``.
        error: what could not be done.
        given: what the form was given then.
        why_no_post: why there is no button that posts, or None.
        post: the post of this very article that is under way, or was.
    """
    shown = story.read(sheet.pasted.html, address_of) if sheet.pasted else None
    return _render(
        "article.html",
        place=place,
        sheet=sheet,
        row=sheet.row,
        lang=html_lang(sheet.row.lang),
        story=shown,
        error=error,
        given=given or {},
        can_post=why_no_post is None,
        post=post,
    )


def asset(name: str) -> str:
    """Return the text of one of `ASSETS`; the style sheet opens with the preview's, for stories."""
    source = _source("pelican_medium.desk", name)
    return _source("pelican_medium.preview", "preview.css") + source if _is_style(name) else source


def _is_style(name: str) -> bool:
    return name.endswith(".css")


@cache
def _source(package: str, name: str) -> str:
    from importlib.resources import files

    return (files(package) / "templates" / name).read_text("utf-8").replace("\r\n", "\n")


def _render(name: str, **values: Any) -> str:
    page = _environment().get_template(name).render(editor=EDITOR, importer=IMPORT, **values)
    # A lone surrogate of a title is no UTF-8.
    return page.encode("utf-8", "backslashreplace").decode("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pelican_medium.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static_policy"] = STATIC_POLICY
    environment.globals["html_lang"] = html_lang
    return environment
