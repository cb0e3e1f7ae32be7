"""The desk's pages as HTML: pure functions of what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pelican_medium.desk import dialog
from pelican_medium.desk.actions import Action
from pelican_medium.desk.changes import Lines
from pelican_medium.desk.lists import SECTIONS, Day, Lists
from pelican_medium.desk.posts import Post
from pelican_medium.desk.sheets import Sheet
from pelican_medium.model.errors import AddressError, MediumError
from pelican_medium.posting.status import Row
from pelican_medium.preview import story
from pelican_medium.preview.names import page_name
from pelican_medium.preview.page import environment, html_lang

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
DRAFTS = "https://medium.com/me/stories/drafts"
STORIES = "https://medium.com/me/stories/public"

#: Where Medium's rules are; see the section about them in lists.html.
RULES = {
    "rules": "https://policy.medium.com/medium-rules-30e5502c4eb4",
    "duplicates": "https://help.medium.com/hc/en-us/articles/360039513913",
    "ai": "https://help.medium.com/hc/en-us/articles/22576852947223",
}

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


@dataclass(frozen=True, slots=True)
class Around:
    """What each page shows beside its own matter.

    Attributes:
        day: how far a person has come.
        last: the action that can be undone.
        error: what could not be done.
    """

    day: Day
    last: Action | None = None
    error: MediumError | None = None


@dataclass(frozen=True, slots=True)
class WithToken:
    """What the page of an article says of posting it by the API.

    Attributes:
        can_post: whether there is a token, and a site that may go to that API.
        post: the post of this very article that is under way, or was.
        refused: why the last article could not be sent.
    """

    can_post: bool = False
    post: Post | None = None
    refused: str | None = None


def lists(  # noqa: PLR0913 - what the page shows
    place: Place,
    found: Lists,
    around: Around,
    *,
    site_url: str,
    trouble: str | None = None,
    seen: Mapping[str, str] | None = None,
    shown: Callable[[str], bool] = lambda _: True,
) -> str:
    """Return the page of all lists.

    Args:
        trouble: what is wrong with the outbox.
        seen: by key, what a form about an article has to carry (`sheets.seen`).
        shown: whether an article has a page of its own.
    """
    return _render(
        "lists.html",
        place=place,
        around=around,
        sections=[(section, found[section.name]) for section in SECTIONS],
        site_url=site_url,
        trouble=trouble,
        seen=seen or {},
        shown=shown,
    )


def article(  # noqa: PLR0913 - the same
    place: Place,
    sheet: Sheet,
    around: Around,
    address_of: Callable[[str], str | None],
    *,
    given: Mapping[str, str] | None = None,
    token: WithToken = WithToken(),
    changes: Lines = (),
    opened: bool = False,
) -> str:
    """Return the page of one article.

    Args:
        address_of: where a picture is shown from, by its ``src``.
        given: what the form was given when it failed.
        changes: what changed in its source since it was posted.
        opened: whether the desk opened it, after the one before it.
    """
    draft, pasted = sheet.draft, sheet.pasted
    return _render(
        "article.html",
        place=place,
        sheet=sheet,
        row=sheet.row,
        around=around,
        lang=html_lang(sheet.row.lang),
        story=story.read(draft.content, address_of, in_its_place) if draft else None,
        boxes=dialog.boxes(draft, around.day) if draft else (),
        checks=dialog.checks(pasted) if pasted else (),
        given=given or {},
        at_the_address=isinstance(around.error, AddressError),
        token_=token,
        changes=changes,
        opened=opened,
    )


def in_its_place(_src: str, alt: str) -> str:
    """Return what the story shows where a picture cannot come along."""
    name = f"“{alt}”" if alt else "without an alt text"
    return f"A picture that cannot come along: {name}. Add it in Medium's editor."


def confirmation(place: Place, state: str, rows: Sequence[Row], seen: Mapping[str, str]) -> str:
    """Return the page that asks once more, with what its form has to carry."""
    return _render("confirm.html", place=place, state=state, rows=rows, seen=seen)


def notice(text: str, place: Place | None = None) -> str:
    """Return a page that says why there is nothing else to see.

    Args:
        place: where there is a way back to, for whoever is let in.
    """
    home = place.home if place else None
    return _render("notice.html", text=text, home=home, place=place or Place())


def moving_on(home: str) -> str:
    """Return the page that lets a browser in and moves on by itself.

    A redirect would not do: on the way from a file of the disk, which is another site, a browser
    does not send the strict cookie that it has just been given (RFC 6265bis, "SameSite").
    """
    return _render("opening.html", home=home)


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
    page = _environment().get_template(name).render(**values)
    # A lone surrogate of a title is no UTF-8.
    return page.encode("utf-8", "backslashreplace").decode("utf-8")


@cache
def _environment() -> Environment:
    made = environment("pelican_medium.desk")
    made.globals |= {
        "clock": dialog.clock,
        "drafts": DRAFTS,
        "editor": EDITOR,
        "importer": IMPORT,
        "rules": RULES,
        "static_policy": STATIC_POLICY,
        "stories": STORIES,
    }
    return made
