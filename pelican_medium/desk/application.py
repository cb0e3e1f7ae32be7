"""The desk as a Flask application: each request guarded, then looked up anew, then answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from pelican_medium.desk import changes, guard, lists, page, sheets
from pelican_medium.desk.actions import Action, Desk, needs_a_second_word
from pelican_medium.desk.changes import Lines
from pelican_medium.desk.guard import Key, Secrets
from pelican_medium.desk.page import Around, Place, WithToken
from pelican_medium.desk.posts import Post
from pelican_medium.desk.sheets import Sheet, View
from pelican_medium.model.errors import DeskError, LedgerBusy, MediumError
from pelican_medium.model.urls import is_absolute, is_data
from pelican_medium.preview.album import own_file

#: A form holds an address and some secrets, or the keys of some hundred articles.
_MOST_BYTES = 1024 * 1024

#: The pictures of a site that a browser shows, by their names.
_PICTURES = {
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


def make_app(desk: Desk, known: Secrets, hosts: frozenset[str]) -> Flask:
    """Return the desk as a WSGI application that answers only under its prefix.

    Args:
        hosts: the names it may be asked under, with the port.
    """
    app = Flask("pelican_medium.desk", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _MOST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = _MOST_BYTES
    place = Place(known.prefix, known.token)
    app.before_request(_guarded(known, Key(known.key), hosts))
    app.after_request(_protect)
    app.register_error_handler(HTTPException, _refusal(known, place))
    app.register_blueprint(_pages(desk, place), url_prefix=known.prefix)
    return app


def _guarded(known: Secrets, key: Key, hosts: frozenset[str]) -> Callable[[], Response | None]:
    def check() -> Response | None:
        if reason := guard.stranger(request.method, dict(request.headers), hosts):
            abort(403, reason)
        let_in = _is_let_in(known)
        if request.method == "GET" and request.path == f"{known.prefix}/" and "key" in request.args:
            return _to(f"{known.prefix}/") if let_in else _opened(known, key)
        if not let_in:
            abort(403, guard.NO_COOKIE)
        if request.method not in {"GET", "HEAD"} and not guard.same(
            request.form.get("token"), known.token
        ):
            abort(403, guard.NO_TOKEN)
        return None

    return check


def _is_let_in(known: Secrets) -> bool:
    return guard.same(request.cookies.get(guard.COOKIE), known.cookie)


def _opened(known: Secrets, key: Key) -> Response:
    """Leave the cookie in the browser, once, and take the key out of the address bar."""
    if reason := key.why_not(request.args.get("key")):
        abort(403, reason)
    answer = _html(page.moving_on(f"{known.prefix}/"))
    answer.set_cookie(
        guard.COOKIE, known.cookie, path=f"{known.prefix}/", httponly=True, samesite="Strict"
    )
    return answer


def _protect(response: Response) -> Response:
    response.headers.update(guard.HEADERS)
    return response


def _refusal(known: Secrets, place: Place) -> Callable[[HTTPException], Response]:
    def refused(error: HTTPException) -> Response:
        text = error.description or error.name
        return _html(page.notice(text, place if _is_let_in(known) else None), error.code or 500)

    return refused


def _pages(desk: Desk, place: Place) -> Blueprint:
    pages, views = Blueprint("pages", __name__), _Views(desk, place)
    for rule in ("/", "/article", "/progress", "/picture", "/asset/<name>"):
        name = rule.split("/")[1] or "lists"
        pages.add_url_rule(rule, name, getattr(views, name), methods=["GET"])
    for name in ("mark", "skip", "undo", "post"):
        pages.add_url_rule(f"/{name}", name, getattr(views, name), methods=["POST"])
    return pages


@dataclass(frozen=True, slots=True)
class _Views:
    """What answers each address."""

    desk: Desk
    place: Place

    def lists(self) -> Response:
        return self._lists()

    def article(self) -> Response:
        return self._article(_key())

    def mark(self) -> Response:
        form, key = request.form, _key()
        seen, state = {key: form.get("seen", "")}, form.get("state", "")
        view = self._look()
        if not form.get("sure") and needs_a_second_word(view.book, key, state):
            return self._confirmation(view, state, seen)
        told = {name: form.get(name, "") for name in ("url", "published")}
        try:
            action = self.desk.mark(seen, state, sure="sure" in form, **told)
        except MediumError as error:
            return self._article(key, error, form)
        return _to(self._next(action))

    def skip(self) -> Response:
        """Skip several articles, with one confirmation for all."""
        told = [one.partition(" ") for one in request.form.getlist("several")]
        seen = {key: digest for digest, _, key in told}
        if seen and not request.form.get("sure"):
            return self._confirmation(self._look(), "skipped", seen)
        try:
            self.desk.mark(seen, "skipped", sure=False)
        except MediumError as error:
            return self._lists(error)
        return _to(self.place.home)

    def undo(self) -> Response:
        try:
            action = self.desk.undo()
        except MediumError as error:
            return self._lists(error)
        one = len(action.changes) == 1
        return _to(self.place.article(action.changes[0].key) if one else self.place.home)

    def post(self) -> Response:
        try:
            self.desk.posting.start(_key(), self._look().queue)
        except MediumError as error:
            return self._article(_key(), error)
        return _to(self.place.article(_key()))

    def progress(self) -> Response:
        found = self.desk.posting.current
        if found is None:
            abort(404)
        done = found.done  # before the rest, so that none of it can be missing
        return jsonify(
            {
                "key": found.key,
                "lines": found.lines,
                "state": found.state,
                "trouble": found.trouble,
                "done": done,
            }
        )

    def picture(self) -> Response:
        return self._picture(request.args.get("src", ""))

    def asset(self, name: str) -> Response:
        if name not in page.ASSETS:
            abort(404)
        return Response(page.asset(name), content_type=page.ASSETS[name])

    # --- What they are made of ---------------------------------------------------------------

    def _look(self) -> View:
        try:
            return sheets.look(self.desk.settings)
        except MediumError as error:
            abort(500, str(error))

    def _around(self, view: View, error: MediumError | None) -> Around:
        day = sheets.day(view, self.desk.settings, datetime.now().astimezone())
        return Around(day, self.desk.last, error)

    def _lists(self, error: MediumError | None = None) -> Response:
        view, settings = self._look(), self.desk.settings
        found = sheets.lists_of(view, settings)
        text = page.lists(
            self.place,
            found,
            self._around(view, error),
            site_url=view.site_url(settings),
            trouble=view.trouble,
            seen=sheets.all_seen(found["waiting"], view.book),
        )
        return _html(text, _status(error))

    def _article(
        self, key: str, error: MediumError | None = None, given: Mapping[str, str] | None = None
    ) -> Response:
        post = self.desk.posting.to_show(key)
        view = self._look()
        sheet = self._sheet(key, view)
        text = page.article(
            self.place,
            sheet,
            self._around(view, error),
            self._addresses(view),
            given=given,
            token=self._with_token(post, view),
            changes=self._changes(sheet, view),
            opened="next" in request.args,
        )
        return _html(text, _status(error))

    def _sheet(self, key: str, view: View) -> Sheet:
        try:
            return sheets.sheet(key, view, self.desk.settings)
        except DeskError as unknown:
            abort(404, str(unknown))

    def _with_token(self, post: Post | None, view: View) -> WithToken:
        posting = self.desk.posting
        return WithToken(
            can_post=posting.why_not(view.queue.outbox) is None,
            post=post,
            refused=posting.trouble,
        )

    def _changes(self, sheet: Sheet, view: View) -> Lines:
        cell = sheets.cell_of(view.book, sheet.row.key)
        if not sheet.row.changed or not sheet.row.source_path or cell is None:
            return ()
        return changes.since(self.desk.settings.content_path / sheet.row.source_path, cell.at)

    def _confirmation(self, view: View, state: str, seen: Mapping[str, str]) -> Response:
        known = {row.key: row for row in lists.rows(view.queue, self.desk.settings)}
        if unknown := seen.keys() - known.keys():
            abort(404, f"There is no article {min(unknown)!r} in the ledger or the last build.")
        return _html(page.confirmation(self.place, state, [known[key] for key in seen], seen))

    def _next(self, action: Action) -> str:
        """Return where to go when an article is done: to the next one that waits."""
        if action.state not in {"posted", "skipped"}:
            return self.place.home
        view, settings = self._look(), self.desk.settings
        found, key = lists.rows(view.queue, settings), action.changes[0].key
        done = next((row for row in found if row.key == key), None)
        waiting = sheets.lists_of(view, settings)["waiting"]
        following = lists.following(done, waiting)
        return f"{self.place.article(following.key)}&next" if following else self.place.home

    def _addresses(self, view: View) -> Callable[[str], str | None]:
        """Return where a picture is shown from: here if the build has it, else its address."""
        where = sheets.address_for(view, self.desk.settings)
        settings = self.desk.settings
        site, places = view.site(settings), view.places

        def address_of(src: str) -> str | None:
            address = where(src)
            if address is None or is_data(address):
                return None
            if own_file(address, site, places):
                return self.place.picture(address)
            return address if is_absolute(address) else None

        return address_of

    def _picture(self, src: str) -> Response:
        view, settings = self._look(), self.desk.settings
        file = own_file(src, view.site(settings), view.places)
        kind = _PICTURES.get(file.suffix.lower()) if file else None
        if not file or not kind:
            abort(404)
        try:
            return Response(file.read_bytes(), content_type=kind)
        except OSError:
            abort(404)


def _key() -> str:
    return request.values.get("key", "")


def _to(address: str) -> Response:
    return Response(status=303, headers={"Location": address})


def _html(text: str, status: int = 200) -> Response:
    return Response(text, status, content_type="text/html; charset=utf-8")


def _status(error: MediumError | None) -> int:
    if error is None:
        return 200
    return 409 if isinstance(error, (DeskError, LedgerBusy)) else 500
