"""Asking a sandbox over a socket of one's own, as any client would."""

import http.client
import http.server
import json
import re
from datetime import UTC, datetime
from typing import NamedTuple

from pelican_medium.sandbox import SANDBOX_TOKEN
from pelican_medium.sandbox.cast import PUBLICATIONS, USER_ID

NOW = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
EDITED, WRITTEN, FOLLOWED, BOTH = PUBLICATIONS
POSTS = f"/v1/users/{USER_ID}/posts"
SMALL = {"title": "Dunes", "contentFormat": "html", "content": "<h1>Dunes</h1><p>Sand.</p>"}
PNG = b"\x89PNG\r\n\x1a\nnot really"


class Reply(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json["errors"][0]["code"]


def ask(  # noqa: PLR0913 - one request has as many parts
    sandbox, method, path, value=None, *, token=SANDBOX_TOKEN, timeout=5, **headers
):
    """Send one request over a socket of its own; a header's name is written with underscores."""
    host, port = re.fullmatch(r"http://(.*):(\d+)", sandbox.url).groups()
    line = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=timeout)
    body = value if isinstance(value, bytes | None) else json.dumps(value).encode()
    sent = {"Content-Type": "application/json"} if body is not None else {}
    sent |= {"Authorization": f"Bearer {token}"} if token else {}
    sent |= {name.replace("_", "-"): said for name, said in headers.items()}
    try:
        line.request(method, path, body, sent)
        with line.getresponse() as answer:
            return Reply(answer.status, answer.headers, answer.read())
    finally:
        line.close()


def post(sandbox, path=POSTS, timeout=5, **fields):
    return ask(sandbox, "POST", path, SMALL | fields, timeout=timeout)


def posts(sandbox):
    return ask(sandbox, "GET", "/_sandbox/posts", token=None).json


def requests(sandbox):
    return ask(sandbox, "GET", "/_sandbox/requests", token=None).json


def set_faults(sandbox, *faults):
    return ask(sandbox, "PUT", "/_sandbox/faults", list(faults), token=None)


def upload(sandbox, *parts, **more):
    body = b"".join(
        b"--sep\r\nContent-Disposition: form-data; "
        + head.encode()
        + (f"\r\nContent-Type: {kind}".encode() if kind else b"")
        + b"\r\n\r\n"
        + content
        + b"\r\n"
        for head, kind, content in parts
    )
    kind = "multipart/form-data; boundary=sep"
    return ask(sandbox, "POST", "/v1/images", body + b"--sep--\r\n", Content_Type=kind, **more)


FILE = 'name="image"; filename="dune.png"'


def content_of(*sources):
    return "<h1>Dunes</h1>" + "".join(f'<img src="{src}" alt="A dune">' for src in sources)
