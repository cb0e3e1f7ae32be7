"""Conversations with Medium made of answers written out, for the tests that need no socket."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime

from pelican_medium.model import Draft, Response

API = "https://api.medium.com/v1"
DRAFT = Draft("one", "Dunes", "<h1>Dunes</h1><p>Sand.</p>", "https://blog.example/dunes.html")
INTO = replace(DRAFT, publication="Dunes")
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
DATE = {"Date": format_datetime(NOW, usegmt=True)}
JSON = {"Content-Type": "application/json; charset=utf-8"}
HTML = {"Content-Type": "text/html; charset=UTF-8"}
PAGE = b"<!DOCTYPE html><html><title>Just a moment...</title></html>"


def answer(status, body=b"", headers=JSON):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, headers, body)


def refusal(status, code=None, message="No.", **headers):
    error = {"message": message} | ({} if code is None else {"code": code})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(status, {"errors": [error]}, JSON | named)


def created(status=201, **fields):
    data = {"id": "e6f36a", "url": "https://medium.com/@you/e6f36a", "publishStatus": "draft"}
    return answer(status, {"data": data | fields})


def without(name):
    data = json.loads(created().body)["data"]
    return answer(201, {"data": {key: data[key] for key in data if key != name}})


USER = {"id": "5303d74c64f6", "username": "you", "name": "You"}


def me(**fields):
    return answer(200, {"data": USER | fields}, JSON | DATE)


class Line:
    """Records requests and replays answers, or raises them."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        said = self.answers.pop(0)
        if isinstance(said, Exception):
            raise said
        return said

    @property
    def calls(self):
        return [f"{r.method} {r.url.removeprefix(API)}" for r in self.requests]
