"""The desk as a Flask application: each request guarded, then looked up anew, then answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from pelican_medium.desk import guard, page, sheets
from pelican_medium.desk.actions import Desk
from pelican_medium.desk.guard import Secrets
from pelican_medium.desk.page import Place
from pelican_medium.desk.sheets import View
from pelican_medium.model.errors import DeskError, LedgerBusy, MediumError
from pelican_medium.model.urls import is_absolute, is_data
from pelican_medium.preview.album import own_file

#: A form holds an address and some secrets.
_MOST_BYTES = 64 * 1024

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
    app.before_request(_guarded(known, hosts))
    app.after_request(_protect)
    app.register_error_handler(HTTPException, _refused)
    app.register_blueprint(_pages(desk, Place(known.prefix, known.token)), url_prefix=known.prefix)
    return app


def _guarded(known: Secrets, hosts: frozenset[str]) -> Callable[[], Response | None]:
    def check() -> Response | None:
        if reason := guard.stranger(request.method, dict(request.headers), hosts):
            abort(403, reason)
        if request.method == "GET" and request.path == f"{known.prefix}/" and "key" in request.args:
            return _opened(known)
        if not guard.same(request.cookies.get(guard.COOKIE), known.cookie):
            abort(403, guard.NO_COOKIE)
        if request.method not in {"GET", "HEAD"} and not guard.same(
            request.form.get("token"), known.token
        ):
            abort(403, guard.NO_TOKEN)
        return None

    return check


def _opened(known: Secrets) -> Response:
    """Take the key out of the address bar, and leave the cookie in the browser."""
    if not guard.same(request.args.get("key"), known.key):
        abort(403, guard.NO_COOKIE)
    answer = Response(status=303, headers={"Location": f"{known.prefix}/"})
    answer.set_cookie(
        guard.COOKIE, known.cookie, path=f"{known.prefix}/", httponly=True, samesite="Strict"
    )
    return answer


def _protect(response: Response) -> Response:
    response.headers.update(guard.HEADERS)
    return response


def _refused(error: HTTPException) -> Response:
    text = f"{error.description}\n"
    return Response(text, status=error.code, content_type="text/plain; charset=utf-8")


def _pages(desk: Desk, place: Place) -> Blueprint:
    pages, views = Blueprint("pages", __name__), _Views(desk, place)
    for rule in ("/", "/article", "/progress", "/picture", "/asset/<name>"):
        name = rule.split("/")[1] or "lists"
        pages.add_url_rule(rule, name, getattr(views, name), methods=["GET"])
    for name in ("mark", "undo", "post"):
        pages.add_url_rule(f"/{name}", name, getattr(views, name), methods=["POST"])
    return pages


@dataclass(frozen=True, slots=True)
class _Views:
    """What answers each address."""

    desk: Desk
    place: Place

    def lists(self) -> Response:
        return _lists(self.desk, self.place)

    def article(self) -> Response:
        return _article(self.desk, self.place, _key())

    def mark(self) -> Response:
        form = request.form
        told = [form.get(name, "") for name in ("state", "seen", "url", "published")]
        try:
            self.desk.mark(_key(), *told)
        except MediumError as error:
            return _article(self.desk, self.place, _key(), error, form)
        return _to(f"{self.place.home}?done")

    def undo(self) -> Response:
        try:
            action = self.desk.undo()
        except MediumError as error:
            return _lists(self.desk, self.place, error)
        return _to(self.place.article(action.key))

    def post(self) -> Response:
        try:
            self.desk.start_post(_key())
        except MediumError as error:
            return _article(self.desk, self.place, _key(), error)
        return _to(self.place.article(_key()))

    def progress(self) -> Response:
        found = self.desk.post
        if found is None:
            abort(404)
        done = found.done  # before the lines, so that none can be missing
        return jsonify({"key": found.key, "lines": found.lines, "state": found.state, "done": done})

    def picture(self) -> Response:
        return _picture(self.desk, request.args.get("src", ""))

    def asset(self, name: str) -> Response:
        if name not in page.ASSETS:
            abort(404)
        return Response(page.asset(name), content_type=page.ASSETS[name])


def _key() -> str:
    return request.values.get("key", "")


def _to(address: str) -> Response:
    return Response(status=303, headers={"Location": address})


def _status(error: MediumError | None) -> int:
    if error is None:
        return 200
    return 409 if isinstance(error, (DeskError, LedgerBusy)) else 500


def _lists(desk: Desk, place: Place, error: MediumError | None = None) -> Response:
    view = _look(desk)
    text = page.lists(
        place,
        sheets.sections(sheets.rows(view, desk.settings), view.book),
        site_url=desk.settings.site_url,
        trouble=view.trouble,
        error=str(error) if error else None,
        last=desk.last,
        moved_on="done" in request.args,
    )
    return Response(text, _status(error), content_type="text/html; charset=utf-8")


def _article(
    desk: Desk,
    place: Place,
    key: str,
    error: MediumError | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    view = _look(desk)
    try:
        sheet = sheets.sheet(key, view, desk.settings)
    except DeskError as unknown:
        abort(404, str(unknown))
    text = page.article(
        place,
        sheet,
        _addresses(desk, place, view),
        error=str(error) if error else None,
        given=given,
        why_no_post=desk.why_no_post(view.outbox),
        post=desk.post if desk.post and desk.post.key == key else None,
    )
    return Response(text, _status(error), content_type="text/html; charset=utf-8")


def _look(desk: Desk) -> View:
    try:
        return sheets.look(desk.settings)
    except MediumError as error:
        abort(500, str(error))


def _output(desk: Desk, view: View) -> Path:
    return desk.settings.site_folder / (view.outbox.output_path if view.outbox else "")


def _addresses(desk: Desk, place: Place, view: View) -> Callable[[str], str | None]:
    """Return where a picture is shown from: here if the build has it, else its address."""

    def address_of(src: str) -> str | None:
        if is_data(src):
            return None
        if view.outbox and own_file(src, view.outbox.site_url, _output(desk, view)):
            return place.picture(src)
        return src if is_absolute(src) else None

    return address_of


def _picture(desk: Desk, src: str) -> Response:
    view = _look(desk)
    file = view.outbox and own_file(src, view.outbox.site_url, _output(desk, view))
    kind = _PICTURES.get(file.suffix.lower()) if file else None
    if not file or not kind:
        abort(404)
    try:
        return Response(file.read_bytes(), content_type=kind)
    except OSError:
        abort(404)
