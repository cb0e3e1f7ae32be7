"""One article after the other: each picture is put where Medium can have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pelican_medium.model import Article, Draft, Note, Picture, Request, Response
from pelican_medium.model.errors import (
    LedgerError,
    NeverConnected,
    NoAnswer,
    PictureError,
    PictureHeld,
    UploadError,
)
from pelican_medium.model.urls import host_of, is_data, is_loopback
from pelican_medium.pictures import body, canonical, conversion, files, kinds, private, verdicts
from pelican_medium.pictures.body import Link, Shown
from pelican_medium.pictures.files import Built, Site
from pelican_medium.pictures.looks import Look, Looks, State, Visit, follow
from pelican_medium.pictures.uploads import Uploads
from pelican_medium.pictures.verdicts import Decision, Facts, Verdict
from pelican_medium.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Future

#: How many pictures a message names before it only counts.
_FEW = 3

Upload = Callable[[Picture], str]

#: Returns where a file of this checksum was uploaded to before, or None.
Known = Callable[[str], str | None]

#: Has the checksums of files and their addresses at Medium on disk before it returns.
Remember = Callable[[Mapping[str, str]], None]


class Pictures:
    """The pictures of one run. For the holder of the ledger's lock.

    Attributes:
        uploaded: how many have been uploaded so far.
    """

    def __init__(
        self,
        site: Site,
        settings: Settings,
        *,
        upload: Upload,
        known: Known,
        remember: Remember,
    ) -> None:
        """Take what is needed; nothing is asked yet."""
        self.uploaded = 0
        self._site = site
        self._settings = settings
        self._upload, self._known, self._remember = upload, known, remember
        self._visit = visitor(settings)
        self._looks = Looks(self._visit)
        self._uploads = Uploads()
        self._started: set[str] = set()
        self._seen_ahead: set[str] = set()

    def start(self, article: Article, draft: Draft) -> None:
        """Begin to look at an article's page and pictures, to have the answers side by side."""
        if article.key in self._started:
            return
        self._started.add(article.key)
        if self._settings.post_on == "deploy":
            self._page(article, draft)
        for picture in body.shown(draft.content, article.base_url):
            facts = facts_of(picture, article, self._site)
            if picture.url and verdicts.needs_look(facts, self._settings.images):
                self._looks.start(picture.url)

    def look_ahead(self, article: Article, draft: Draft) -> None:
        """Begin to look at an article's page and pictures while others are prepared and sent.

        Where all can be decided without waiting, its pictures are uploaded, too: of an article
        that will be held nothing is. Until its page has answered, this has to be called again.
        """
        if article.key in self._seen_ahead:
            return
        self.start(article, draft)
        if self._settings.post_on == "deploy":
            page = self._page(article, draft)
            if not page.done() or page.result().state is not State.LIVE:
                return
        self._seen_ahead.add(article.key)
        found = body.shown(draft.content, article.base_url)
        if all(self._is_certain(picture, article) for picture in found):
            self._begin([(picture, self._decide(picture, article)) for picture in found], article)

    def _is_certain(self, picture: Shown, article: Article) -> bool:
        facts = facts_of(picture, article, self._site)
        return bool(picture.url) and not verdicts.needs_look(facts, self._settings.images)

    def prepare(self, article: Article, draft: Draft) -> Draft:
        """Return the draft with every picture where Medium can have it.

        Raises:
            PictureHeld: the page or a picture is not ready, or was not taken.
            NotSent: Medium would take no picture from us now.
        """
        self.start(article, draft)
        self._check_page(article, draft)
        found = body.shown(draft.content, article.base_url)
        decided = [(picture, self._decide(picture, article)) for picture in found]
        _check_held(decided)
        self._uploads.forget_failures()
        self._begin(decided, article)
        try:
            done = [(picture, *self._done(picture, made, article)) for picture, made in decided]
        finally:
            self._save()
        changes = {picture.src: change for picture, _, change in done if change != picture.src}
        content = body.replaced(draft.content, changes) if changes else draft.content
        if body.holds_data(content):
            raise PictureHeld("it has a data: picture that cannot be read; make it a file")
        notes = [note for picture, decision, _ in done if (note := _note(picture, decision))]
        return replace(draft, content=content, notes=(*draft.notes, *notes))

    def forget(self) -> None:
        """Look again at all that was not live."""
        self._looks.forget()
        self._started.clear()

    def close(self) -> None:
        """Ask nothing more; what was uploaded and has found no article yet is on disk as well."""
        self._looks.close()
        self._uploads.close()
        with suppress(LedgerError):  # what ended the run says more; they are uploaded once more
            self._save()

    # --- Looking and deciding ---------------------------------------------------------------

    def _page(self, article: Article, draft: Draft) -> Future[Look]:
        url, originals = article.canonical_url, (article.canonical_url, draft.canonical_url)
        return self._looks.submit(
            f"page {url} {draft.canonical_url}",
            lambda: canonical.look(url, originals, self._looks.bounded()),
        )

    def _check_page(self, article: Article, draft: Draft) -> None:
        if self._settings.post_on != "deploy":
            return
        found = self._page(article, draft).result()
        if found.state is not State.LIVE:
            raise PictureHeld(
                f"its page {article.canonical_url} {found.reason}",
                passing=found.state is State.AWAY,
            )

    def _decide(self, picture: Shown, article: Article) -> Decision:
        if not picture.url:
            return Decision(Verdict.HOLD, "has no address that Medium could fetch")
        facts = facts_of(picture, article, self._site)
        if verdicts.needs_look(facts, self._settings.images):
            facts = replace(facts, look=self._looks.of(picture.url))
        return decision_on(facts, self._settings.images)

    # --- Doing ------------------------------------------------------------------------------

    def _done(
        self, picture: Shown, decision: Decision, article: Article
    ) -> tuple[Decision, str | Link]:
        """Return what became of a picture, and what takes the place of its address.

        Raises:
            PictureHeld: it cannot be had, converted or uploaded.
        """
        if decision.verdict is Verdict.SIDE_LOAD:
            return decision, picture.url
        if decision.verdict is Verdict.LINK:
            return decision, _link(picture, article)
        try:
            return decision, self._address_of(picture, decision, article)
        except conversion.Undrawable as error:
            found = verdicts.wordless(f"it {error}", self._settings.images)
            _check_held([(picture, found)])
            return found, _link(picture, article)
        except (PictureError, UploadError) as error:
            what = "could not be uploaded: " if isinstance(error, UploadError) else ""
            by_guard = isinstance(error, UploadError) and error.by_guard
            raise _held(picture, f"{what}{error}", by_guard=by_guard) from None

    def _begin(self, decided: Sequence[tuple[Shown, Decision]], article: Article) -> None:
        """Begin to upload what is to be uploaded, but for what has to be fetched first."""
        if any(decision.verdict is Verdict.HOLD for _, decision in decided):
            return
        for picture, decision in decided:
            if decision.verdict is not Verdict.UPLOAD or decision.from_live:
                continue
            if built := _built(picture, article, self._site):
                md5 = None if built.problem else _checksum(built)
                if md5 and not self._known(md5):
                    self._uploads.begin(md5, partial(self._send, built, md5))

    def _send(self, built: Built, md5: str) -> str:
        return self._upload(_ready(built, md5))

    def _address_of(self, picture: Shown, decision: Decision, article: Article) -> str:
        built = (
            self._live(picture.url) if decision.from_live else _built(picture, article, self._site)
        )
        if built is None or built.problem:
            raise PictureError(built.problem if built and built.problem else "has gone")
        md5 = built.md5()
        known = self._known(md5)
        return known or self._uploads.begin(md5, partial(self._send, built, md5)).result()

    def _save(self) -> None:
        if new := self._uploads.new():
            self.uploaded += len(new)
            self._remember(new)

    def _live(self, url: str) -> Built:
        try:
            answer, _ = follow(Request("GET", url), self._patiently, files.MOST_BYTES + 1)
        except (NeverConnected, NoAnswer) as error:
            raise PictureError(f"could not be fetched ({error})") from None
        if answer.status != 200:  # noqa: PLR2004 - the plain word for success
            raise PictureError(f"could not be fetched (HTTP {answer.status})")
        return files.of_bytes(answer.body)

    def _patiently(self, request: Request, most_bytes: int) -> Response:
        return self._visit(request, most_bytes, self._settings.timeout)


def visitor(settings: Settings) -> Visit:
    """Return what looks at addresses: those of the public internet, and ours in a trial."""
    from pelican_medium.medium.visit import visit

    trial = is_loopback(host_of(settings.api_url))

    def send(request: Request, most_bytes: int, seconds: float) -> Response:
        return visit(request, seconds=seconds, most_bytes=most_bytes, loopback=trial)

    return send


def facts_of(picture: Shown, article: Article, site: Site) -> Facts:
    """Return what is known of a picture without asking anybody."""
    if is_data(picture.url):
        return Facts(own=True, built=files.of_data(picture.url), data=True)
    path = site.path_of(picture.url, article.places)
    return Facts(own=path is not None, built=None if path is None else site.find(path))


def _built(picture: Shown, article: Article, site: Site) -> Built | None:
    return facts_of(picture, article, site).built


def decision_on(facts: Facts, images: str) -> Decision:
    """Return what becomes of a picture, given what is installed here."""
    kind = facts.usable.kind if facts.usable else facts.look.kind if facts.look else None
    return verdicts.decide(facts, images, can_convert=conversion.is_available(kind))


def _link(picture: Shown, article: Article) -> Link:
    return Link(article.canonical_url if is_data(picture.url) else picture.url)


def _checksum(built: Built) -> str | None:
    """Return a file's checksum, or None where it has gone; its turn will say so."""
    try:
        return built.md5()
    except PictureError:
        return None


def _ready(built: Built, md5: str) -> Picture:
    """Return a picture's bytes as Medium takes them, without what a camera noted in them.

    Raises:
        PictureError: they cannot be read, or not be converted.
    """
    data, kind = built.read(), built.kind or ""
    too_many = (built.pixels or 0) > kinds.MOST_PIXELS
    if kind not in kinds.TAKEN or len(data) > kinds.MOST_BYTES or too_many:
        data, kind = conversion.convert(data, kind)
    elif kind == "image/jpeg" and private.orientation(data) > 1 and conversion.is_available(kind):
        data, kind = conversion.convert(data, kind)  # turned, so that no note need say it
    try:
        data = private.without_notes(data, kind)
    except ValueError as error:
        raise PictureError(str(error)) from None
    return Picture(md5 + kinds.EXTENSIONS[kind], kind, data)


def _held(
    picture: Shown, why: str, *, passing: bool = False, by_guard: bool = False, others: int = 0
) -> PictureHeld:
    more = f" (and {others} more)" if others else ""
    url = body.short(picture.url or picture.src)
    message = f"its picture {url} {why}{more}"
    return PictureHeld(message, picture=url, passing=passing, by_guard=by_guard)


def _check_held(decided: Sequence[tuple[Shown, Decision]]) -> None:
    held = [(p, d) for p, d in decided if d.verdict is Verdict.HOLD]
    if held:
        picture, decision = next(((p, d) for p, d in held if not d.passing), held[0])
        passing = all(d.passing for _, d in held)
        raise _held(picture, decision.reason, passing=passing, others=len(held) - 1)


def _note(picture: Shown, decision: Decision) -> Note | None:
    if decision.verdict is Verdict.LINK:
        what = f"picture turned into a link: {decision.reason}"
        return Note(what, where=body.short(picture.url))
    return Note(decision.loses, where=body.short(picture.url)) if decision.loses else None
