"""Records a conversation with each endpoint of Medium's API, through our own transport.

Medium can be reached by nobody without a token, and issues no new ones: so these are recorded
against our own sandbox, and each file says so. Run it whenever test_cassettes.py finds them stale:

    python tests/record_cassettes.py
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import vcr
from vcr.serializers import yamlserializer

from pelican_medium.medium import oauth, requests
from pelican_medium.medium.transport import Transport
from pelican_medium.model import Draft, Request, Token
from pelican_medium.sandbox import SANDBOX_TOKEN, running
from pelican_medium.sandbox.cast import (
    CLIENT_ID,
    CLIENT_SECRET,
    EDITOR_ID,
    PUBLICATIONS,
    USER_ID,
)
from pelican_medium.sandbox.grants import Access, Code, Grants

CASSETTES = Path(__file__).parent / "cassettes"

#: The port that the committed ones were recorded at, so that a new recording makes a small diff.
PORT = 8990

NOTE = (
    "# Recorded against pelican-medium's sandbox, not against Medium: tests/record_cassettes.py\n"
)

WRONG_TOKEN = "wrong-token"

#: What a login consists of; the sandbox is made to grant these, and no cassette holds them.
CODE, WRONG_CODE = "c0de" * 4, "bad0c0de" * 2
REFRESH, WRONG_REFRESH = "4ef4e5" * 6, "bad4ef" * 6
ACCESS, SCOPED, STRANGER = "acce55" * 6, "5c09ed" * 6, "5742a9" * 6
REDIRECT_URI = "http://127.0.0.1:8991/back"
SECRETS = (
    SANDBOX_TOKEN, WRONG_TOKEN, CLIENT_SECRET, CODE, WRONG_CODE, REFRESH, WRONG_REFRESH, ACCESS,
    SCOPED, STRANGER,
)  # fmt: skip
SCOPES = ("basicProfile", "listPublications", "publishPost")


class Known(Grants):
    """Grants that are the same in each recording."""

    def __init__(self):
        """Know one code, one refresh token, and one access token without uploadImage."""
        super().__init__()
        ends = datetime(2030, 1, 1, tzinfo=UTC)
        self._codes[CODE] = Code(CLIENT_ID, REDIRECT_URI, SCOPES, ends)
        self._refresh[REFRESH] = SCOPES
        self._access[SCOPED] = Access(SCOPED, REFRESH, SCOPES, ends)

    def _granted(self, refresh_token, scopes):
        del refresh_token
        return Access(ACCESS, REFRESH, scopes, datetime(2030, 1, 1, tzinfo=UTC))


#: What is compared when a request is looked up in a cassette; not the port, which nobody serves.
MATCH_ON = ("method", "path", "query", "raw_body")

#: Headers of an answer that mean something to us; the others are Werkzeug's and the sandbox's.
KEPT_HEADERS = {"content-type", "content-length", "date", "retry-after", "cf-mitigated", "location"}

#: Request headers that are secret, or those of a library.
DROPPED_HEADERS = ["authorization", "accept-encoding", "connection"]

DRAFT = Draft(
    key="dunes",
    title="Dunes & “Düne”",
    content="<h1>Dunes &amp; “Düne”</h1>\n<p>Sand.</p>\n",
    canonical_url="https://blog.example/dunes.html",
    tags=("sand", "wind"),
    license="cc-40-by",
)
EDITED, _, FOLLOWED, TWICE = PUBLICATIONS

_GIF = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)
_PICTURE = (
    b'--dunes\r\nContent-Disposition: form-data; name="image"; filename="dune.gif"\r\n'
    b"Content-Type: image/gif\r\n\r\n" + _GIF + b"\r\n--dunes--\r\n"
)


@dataclass(frozen=True)
class Case:
    """One conversation: a request, and what the sandbox is told before it."""

    endpoint: str
    path: str
    draft: Draft | None = None
    fault: str | None = None
    token: str | None = SANDBOX_TOKEN
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    publication: str | None = None
    tokens: str | None = None

    def request(self, api_url):
        """Return the request, built by our own functions; those we do not call yet, by hand."""
        if self.endpoint == "tokens":
            return self._tokens_request(api_url)
        if self.endpoint == "publications":
            return requests.publications_request(api_url, USER_ID)
        if self.endpoint == "contributors":
            return requests.contributors_request(api_url, self.publication)
        if self.publication:
            return requests.publication_post_request(api_url, self.publication, self.draft)
        if self.draft is None:
            method = "GET" if self.body is None else "POST"
            headers = {**requests.me_request(api_url).headers, **self.headers}
            return Request(method, api_url + self.path, headers, self.body)
        post = requests.post_request(api_url, USER_ID, self.draft)
        return replace(post, url=api_url + self.path)

    def _tokens_request(self, api_url):
        client = Token(CLIENT_ID), Token(CLIENT_SECRET)
        if self.tokens in {CODE, WRONG_CODE}:
            return oauth.code_request(api_url, *client, Token(self.tokens), REDIRECT_URI)
        if self.tokens == STRANGER:
            client = client[0], Token(STRANGER)
        return oauth.refresh_request(api_url, *client, Token(self.tokens))

    def transport(self, api_url):
        """Return what sends it."""
        token = Token(self.token) if self.token else None
        return Transport(timeout=10, token=token, api_url=api_url)


_ME = ("me", "/me")
_TOKENS = ("tokens", "/tokens")
_POST = ("user-posts", f"/users/{USER_ID}/posts", DRAFT)

CASES = {
    "me": Case(*_ME),
    "publications": Case("publications", f"/users/{USER_ID}/publications"),
    "contributors": Case(
        "contributors", f"/publications/{EDITED.id}/contributors", publication=EDITED.id
    ),
    "contributors-twice": Case(
        "contributors", f"/publications/{TWICE.id}/contributors", publication=TWICE.id
    ),
    "user-post": Case(*_POST),
    "publication-post": Case(
        "publication-posts",
        f"/publications/{EDITED.id}/posts",
        replace(DRAFT, publication=EDITED.name),
        publication=EDITED.id,
    ),
    "image": Case(
        "images",
        "/images",
        headers={"Content-Type": "multipart/form-data; boundary=dunes"},
        body=_PICTURE,
    ),
    "401-no-token": Case(*_ME, token=None),
    "401-wrong-token": Case(*_ME, token=WRONG_TOKEN),
    "401-wrong-token-post": Case(*_POST, token=WRONG_TOKEN),
    "403-stranger": Case("user-posts", f"/users/{EDITOR_ID}/posts", DRAFT),
    "403-follower": Case(
        "publication-posts",
        f"/publications/{FOLLOWED.id}/posts",
        replace(DRAFT, publication=FOLLOWED.name),
        publication=FOLLOWED.id,
    ),
    "403-challenge": Case(*_POST, fault="challenge"),
    "403-unknown-publication": Case(
        "contributors", "/publications/ffffffffffff/contributors", publication="ffffffffffff"
    ),
    "400-field": Case(
        "user-posts",
        f"/users/{USER_ID}/posts",
        Draft("dunes", "Dunes", "<p>Sand.</p>", "no address"),
    ),
    "429-retry-after": Case(*_POST, fault="429:30"),
    "429-daily-limit": Case(*_POST, fault="1007"),
    "tokens-code": Case(*_TOKENS, tokens=CODE),
    "tokens-refresh": Case(*_TOKENS, tokens=REFRESH),
    "400-used-code": Case(*_TOKENS, tokens=WRONG_CODE),
    "400-refresh": Case(*_TOKENS, tokens=WRONG_REFRESH),
    "401-wrong-client": Case(*_TOKENS, tokens=STRANGER),
    "401-no-scope": Case(
        "images",
        "/images",
        token=SCOPED,
        headers={"Content-Type": "multipart/form-data; boundary=dunes"},
        body=_PICTURE,
    ),
    "500": Case(*_POST, fault="500"),
    "502-labelled-json": Case(*_POST, fault="html502"),
}


class _Noted:
    """vcrpy's own YAML, opened by a line that says where it is from."""

    deserialize = staticmethod(yamlserializer.deserialize)

    @staticmethod
    def serialize(cassette):
        return NOTE + yamlserializer.serialize(cassette)


def _without_other_headers(response):
    headers = response["headers"]
    kept = {name: value for name, value in headers.items() if name.lower() in KEPT_HEADERS}
    body = masked(response["body"]["string"])
    if body != response["body"]["string"]:
        kept["Content-Length"] = [str(len(body))]
    return {**response, "headers": kept, "body": {"string": body}}


def _without_secrets(request):
    if request.body:
        request.body = masked(request.body)
    return request


def masked(body):
    """Return a body without the secrets of a login."""
    for secret in SECRETS:
        body = body.replace(secret.encode(), b"SECRET")
    return body


def recorder(mode):
    """Return a VCR as strict as ours is."""
    made = vcr.VCR(
        serializer="noted",
        record_mode=mode,
        match_on=MATCH_ON,
        filter_headers=DROPPED_HEADERS,
        before_record_response=_without_other_headers,
        before_record_request=_without_secrets,
    )
    made.register_serializer("noted", _Noted)
    return made


def record(folder, port=0):
    """Record every case into a folder, each against a sandbox of its own."""
    for name, case in CASES.items():
        path = folder / f"{name}.yaml"
        path.unlink(missing_ok=True)
        faults = [case.fault] if case.fault else []
        with running(port=port, faults=faults, grants=Known()) as sandbox:
            request, transport = case.request(sandbox.api_url), case.transport(sandbox.api_url)
            with recorder("once").use_cassette(path):
                transport.send(request)


if __name__ == "__main__":
    record(CASSETTES, PORT)
