"""The nouns everything else is about. Plain frozen values: no I/O, no other module of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

MEDIUM_API_URL = "https://api.medium.com/v1"

PUBLISH_STATUSES = ("draft", "public", "unlisted")

#: Medium's nine licences (Medium's API documentation, "Creating a post"); it is case-sensitive.
LICENSES = (
    "all-rights-reserved",
    "cc-40-by",
    "cc-40-by-sa",
    "cc-40-by-nd",
    "cc-40-by-nc",
    "cc-40-by-nc-nd",
    "cc-40-by-nc-sa",
    "cc-40-zero",
    "public-domain",
)

#: One second of clock skew is enough for "publishedAt must be in the past", so Medium's own
#: client leaves it out within this time (medium-wordpress-plugin, pull request 113).
NEAR = timedelta(minutes=15)

#: What a draft notes that is meant for a publication, until Medium was asked about it.
PUBLICATION_UNASKED = (
    "meant for a publication; whether you may publish there is asked when it is posted"
)


class Token:
    """Medium's integration token, which no repr, log or traceback may show."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        """Take the token as it is."""
        self._secret = secret

    def reveal(self) -> str:
        """Return the secret; only the Authorization header needs it."""
        return self._secret

    def __repr__(self) -> str:
        """Return a mask, also for ``str``, f-strings and tracebacks with locals."""
        return "Token(****)"

    def __deepcopy__(self, memo: object) -> Token:
        """Return the token itself: settings are copied for each subsite."""
        return self

    def __reduce__(self) -> tuple[type[Token], tuple[str]]:
        """Leave the secret out of a pickle: Pelican's cache holds the settings of each article."""
        return Token, ("",)


@dataclass(frozen=True, slots=True)
class Grant:
    """What Medium gives for a code or a refresh token at an OAuth login.

    Attributes:
        access_token: sent with each request, for 60 days (Medium's API documentation).
        refresh_token: fetches the next access token, and does not expire.
        expires_at: when the access token ends.
        scopes: what it allows, such as ``publishPost``.
    """

    access_token: Token
    refresh_token: Token
    expires_at: datetime
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Login:
    """A grant, with what renews it and whose it is.

    Attributes:
        account: the address of the account's profile, or "" where Medium did not say.
    """

    client_id: Token
    client_secret: Token
    grant: Grant
    account: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was changed on the way to Medium and that the author should know of.

    Attributes:
        what: a sentence, such as "2 tags left out".
        count: how often it happened.
        where: the text or URL it happened to, or "".
    """

    what: str
    count: int = 1
    where: str = ""

    def __str__(self) -> str:
        """Return one line for the author: what, how often if more than once, and where."""
        times = f" ({self.count})" if self.count > 1 else ""
        return f"{self.what}{times}" + (f": {self.where}" if self.where else "")


@dataclass(frozen=True, slots=True)
class Article:
    """One published article of the site, as its author wrote it; nothing of Pelican in it.

    Attributes:
        key: its name in the ledger: the slug, or ``slug@lang`` outside the default language.
        title: as the site has it, which may hold HTML and entities.
        date: when it was published, with its time zone.
        lang: in lower case.
        canonical_url: the site's own absolute URL of it.
        source_path: relative to the content folder with ``/``, or None for an injected article.
        fingerprint: ``sha256-2:…`` of what the author wrote.
        slug: as Pelican has it.
        base_url: what a browser resolves the body's relative URLs against.
        content: HTML with Pelican's own links resolved to absolute ones.
        summary: the summary its author wrote (HTML), or None.
        tags: names, in the article's order.
        metadata: its ``Medium*`` metadata, names in lower case with ``_``.
        cover: the absolute URL of its cover picture, or "".
        category: the name of its category, or "".
        authors: their names, in the article's order.
        places: where its own pictures lie: by absolute URL, the path below the output folder.
        drawn: the addresses of the PNGs that the build drew: by the key of a formula, or the
            address of a picture (`drawn.key`); `drawn.UNDRAWN` and its name for what could not
            be drawn. None: formulas are to be pictures, and are drawn when the article is sent.
        text: a short hash of its words, or "" where nobody asked for it.
        letters: how many letters those words have.
    """

    key: str
    title: str
    date: datetime
    lang: str
    canonical_url: str
    source_path: str | None
    fingerprint: str
    slug: str = ""
    base_url: str = ""
    content: str = ""
    summary: str | None = None
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict)
    cover: str = ""
    category: str = ""
    authors: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    drawn: Mapping[str, str] | None = field(default_factory=dict)
    text: str = ""
    letters: int = 0

    @property
    def name(self) -> str:
        """How messages call it: its file, or its address where it has none."""
        return self.source_path or self.canonical_url


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be sent for an article. Preview, desk and post all take this same value.

    Attributes:
        key: the article's key in the ledger.
        title: plain text, 1 to 100 characters.
        content: HTML that opens with the title as its only ``h1``.
        canonical_url: the original's absolute URL.
        tags: in order, already cut to what Medium takes.
        publish_status: one of `PUBLISH_STATUSES`.
        license: one of `LICENSES`.
        notify_followers: whether Medium tells the author's followers.
        published_at: the date to give the post, or None for now.
        publication: the id, name or URL slug of the publication it is meant for, or None for
            the author's own profile.
        notes: what was changed on the way.
    """

    key: str
    title: str
    content: str
    canonical_url: str
    tags: tuple[str, ...] = ()
    publish_status: str = "draft"
    license: str = "all-rights-reserved"
    notify_followers: bool = False
    published_at: datetime | None = None
    publication: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What Medium said of a post it created."""

    id: str
    url: str
    publish_status: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as Medium takes it.

    Attributes:
        name: a file name in plain ASCII.
        type: one of Medium's four media types.
    """

    name: str
    type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would become of one picture of a draft, as far as can be said without asking anybody.

    Attributes:
        url: its address on the site; a data: one is cut short.
        verdict: ``side-load``, ``upload``, ``convert``, ``link`` or ``hold``.
        reason: why, or on what it depends.
    """

    url: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article in one run.

    Attributes:
        state: ``posted``, ``held``, ``rejected``, ``unknown``, or ``pending`` if carried over.
        medium_url: where it is now, if it was posted.
        reason: why it is in that state, or None if it was posted.
        picture: the address of the picture it is held for, or None.
        pictures: what would become of each picture; only for what was not sent.
        publish_status: what it is on Medium, if it was posted: one of `PUBLISH_STATUSES`.
    """

    key: str
    title: str
    state: str
    medium_url: str | None = None
    reason: str | None = None
    notes: tuple[Note, ...] = ()
    picture: str | None = None
    pictures: tuple[Forecast, ...] = ()
    publish_status: str | None = None


class Destination(Protocol):
    """A place articles go to. Medium is the first; a second one is one more file."""

    name: str

    def now(self) -> datetime:
        """Return the destination's own clock, which limits are counted by."""

    def admit(self, draft: Draft) -> Draft:
        """Return a draft as it may go where it is meant to, with notes on that; sends nothing.

        Raises:
            ArticleError: it may not; others may.
            NotSent: the destination refused to say, or could not be reached.
        """

    def deliver(self, draft: Draft) -> Receipt:
        """Send a draft once.

        Raises:
            HeldBack: nothing was created, and the next one may fare better.
            NotSent: nothing was created, and the next one would fare no better.
            Rejected: nothing was created, because of this draft.
            FateUnknown: the post may exist.
        """

    def upload(self, picture: Picture) -> str:
        """Hand over a picture and return its address there; safe to repeat.

        Raises:
            NotSent: nothing was taken, and the next one would fare no better.
            UploadError: this one was not taken.
        """


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request without its credentials; the transport adds those.

    Its body is not shown: one that asks for an access token holds secrets.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer. Header names are looked up in any case, and the body is not shown."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


Send = Callable[[Request], Response]
