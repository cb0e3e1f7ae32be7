"""The sandbox against Medium's API documentation: each request and each answer, field by field."""

import io

import pytest
from jsonschema import Draft202012Validator
from medium_contract import ANSWERS, LICENSES, POST_REQUEST, check_answer, check_post_request

from pelican_medium.sandbox import SANDBOX_TOKEN, create_app
from pelican_medium.sandbox.cast import PUBLICATIONS, USER_ID
from pelican_medium.sandbox.rules import LICENSES as SANDBOX_LICENSES

AUTH = {"Authorization": f"Bearer {SANDBOX_TOKEN}"}
EDITED, WRITTEN, FOLLOWED, _ = PUBLICATIONS
SMALL = {"title": "Dunes", "contentFormat": "html", "content": "<h1>Dunes</h1><p>Sand.</p>"}
WHOLE = SMALL | {
    "tags": ["sand", "wind"],
    "canonicalUrl": "https://blog.example.org/dunes.html",
    "publishStatus": "public",
    "license": "cc-40-by",
    "notifyFollowers": False,
    "publishedAt": "2020-02-02T02:02:02Z",
}

# The field tables of Medium's API documentation (archived README of medium-api-docs).
POST_FIELDS = [
    "id",
    "title",
    "authorId",
    "tags",
    "url",
    "canonicalUrl",
    "publishStatus",
    "publishedAt",
    "license",
    "licenseUrl",
]
FIELDS = {
    "me": ["id", "username", "name", "url", "imageUrl"],
    "publications": ["id", "name", "description", "url", "imageUrl"],
    "contributors": ["publicationId", "userId", "role"],
    "user-posts": POST_FIELDS,
    "publication-posts": [*POST_FIELDS, "publicationId"],
    "images": ["url", "md5"],
}


@pytest.fixture
def client():
    return create_app(sideload="none").test_client()


def ask(client, endpoint, body=None, publication=EDITED):
    if endpoint == "me":
        return client.get("/v1/me", headers=AUTH)
    if endpoint == "publications":
        return client.get(f"/v1/users/{USER_ID}/publications", headers=AUTH)
    if endpoint == "contributors":
        return client.get(f"/v1/publications/{publication.id}/contributors", headers=AUTH)
    if endpoint == "images":
        part = (io.BytesIO(b"GIF89a"), "dune.gif", "image/gif")
        return client.post("/v1/images", headers=AUTH, data={"image": part})
    owner = f"publications/{publication.id}" if "pub" in endpoint else f"users/{USER_ID}"
    return client.post(f"/v1/{owner}/posts", headers=AUTH, json=body or WHOLE)


def first(data):
    return data[0] if isinstance(data, list) else data


@pytest.mark.parametrize("endpoint", ANSWERS)
def test_an_answer_has_exactly_the_documented_fields(client, endpoint):
    """The sandbox answers with the fields of Medium's table, no more and no fewer."""
    answer = ask(client, endpoint)
    assert sorted(first(answer.json["data"])) == sorted(FIELDS[endpoint])


@pytest.mark.parametrize("endpoint", ANSWERS)
def test_an_answer_fits_its_schema(client, endpoint):
    """Status, envelope, types and formats of each answer are Medium's."""
    answer = ask(client, endpoint)
    assert check_answer(endpoint, answer.status_code, answer.json) == []
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize("endpoint", ["user-posts", "publication-posts"])
@pytest.mark.parametrize("status", ["public", "draft", "unlisted"])
@pytest.mark.parametrize("body", [SMALL, WHOLE], ids=["small", "whole"])
def test_a_post_fits_its_schema_in_each_status(client, endpoint, status, body):
    """A draft has no publishedAt, the others do, with and without the optional fields."""
    answer = ask(client, endpoint, body | {"publishStatus": status})
    assert check_answer(endpoint, answer.status_code, answer.json) == []
    assert answer.json["data"]["publishStatus"] == status


@pytest.mark.parametrize("licence", LICENSES)
def test_each_licence_is_taken_and_given_back(client, licence):
    """Each of Medium's nine licences comes back as it was sent."""
    answer = ask(client, "user-posts", SMALL | {"license": licence})
    assert answer.json["data"]["license"] == licence
    assert check_answer("user-posts", answer.status_code, answer.json) == []


def test_there_are_nine_licences():
    """The sandbox knows the licences of the contract and no others."""
    assert sorted(SANDBOX_LICENSES) == sorted(LICENSES)


def test_the_echoed_fields_say_what_was_sent(client):
    """What Medium gives back of a request is what the request said."""
    data = ask(client, "user-posts").json["data"]
    for field in ("title", "tags", "canonicalUrl", "publishStatus", "license"):
        assert data[field] == WHOLE[field]
    assert data["publishedAt"] == 1580608922000
    assert data["authorId"] == USER_ID


def test_a_post_of_a_publication_names_it(client):
    """The publication's id is in the answer under a publication only."""
    assert ask(client, "publication-posts").json["data"]["publicationId"] == EDITED.id
    assert "publicationId" not in ask(client, "user-posts").json["data"]


@pytest.mark.parametrize("token", [None, "Bearer wrong"], ids=["none", "wrong"])
@pytest.mark.parametrize("endpoint", ANSWERS)
def test_a_refused_token_fits_the_envelope_of_errors(client, endpoint, token, monkeypatch):
    """Every endpoint answers 401 in Medium's envelope without a good token."""
    headers = {"Authorization": token} if token else {}
    monkeypatch.setitem(globals(), "AUTH", headers)
    answer = ask(client, endpoint)
    assert answer.status_code == 401
    assert check_answer(endpoint, answer.status_code, answer.json) == []


@pytest.mark.parametrize(
    ("endpoint", "body", "publication", "status"),
    [
        ("user-posts", SMALL | {"title": ""}, EDITED, 400),
        ("publication-posts", SMALL | {"tags": "sand"}, EDITED, 400),
        ("publication-posts", SMALL, WRITTEN, 403),
        ("publication-posts", SMALL, FOLLOWED, 403),
    ],
)
def test_a_refused_post_fits_the_envelope_of_errors(client, endpoint, body, publication, status):
    """Bad fields and missing rights are told in Medium's envelope."""
    answer = ask(client, endpoint, body, publication)
    assert answer.status_code == status
    assert check_answer(endpoint, answer.status_code, answer.json) == []


@pytest.mark.parametrize("body", [SMALL, WHOLE], ids=["small", "whole"])
def test_a_good_request_fits_its_schema(body):
    """The smallest and the fullest request pass the contract."""
    assert check_post_request(body) == []


BAD = {
    "title": [1, "", " ", "x" * 101],
    "contentFormat": ["HTML", "text", None],
    "content": ["", ["<p>"], None],
    "tags": ["sand", {"0": "sand"}, ["a", "b", "c", "d"], ["x" * 26], [1], [""]],
    "canonicalUrl": ["/dunes.html", "ftp://x.example/", "", None, "https://x.example/a b", "//x"],
    "publishStatus": ["Draft", "published", None],
    "license": ["CC-40-BY", "mit", ""],
    "notifyFollowers": [0, "false", None],
    "publishedAt": ["yesterday", "2020-02-02T02:02:02", 1580608922000],
    "slug": ["dunes"],
}


@pytest.mark.parametrize(("field", "value"), [(key, bad) for key in BAD for bad in BAD[key]])
def test_a_bad_field_of_a_request_is_found(field, value):
    """The contract names the wrong field, so our own requests can be held against it."""
    complaints = check_post_request(WHOLE | {field: value})
    assert len(complaints) == 1
    assert field in complaints[0]


@pytest.mark.parametrize("field", ["title", "contentFormat", "content"])
def test_a_missing_field_of_a_request_is_found(field):
    """The three needed fields are needed."""
    body = {key: WHOLE[key] for key in WHOLE if key != field}
    assert check_post_request(body) == [f"$: {field!r} is a required property"]


@pytest.mark.parametrize("endpoint", ANSWERS)
def test_a_field_too_many_in_an_answer_is_found(client, endpoint):
    """The contract does not let an undocumented field pass."""
    answer = ask(client, endpoint)
    body = answer.json
    first(body["data"])["more"] = 1
    assert len(check_answer(endpoint, answer.status_code, body)) == 1


@pytest.mark.parametrize(
    ("endpoint", "field"), [(endpoint, field) for endpoint in FIELDS for field in FIELDS[endpoint]]
)
def test_a_field_missing_or_wrong_in_an_answer_is_found(client, endpoint, field):
    """The contract misses each documented field, and sees each of a wrong type."""
    answer = ask(client, endpoint)
    body = answer.json
    first(body["data"])[field] = {"not": "this"}
    assert check_answer(endpoint, answer.status_code, body) != []
    del first(body["data"])[field]
    missed = check_answer(endpoint, answer.status_code, body)
    assert (missed == []) == (field == "canonicalUrl")


def test_a_wrong_status_or_envelope_is_found(client):
    """Success has one status per endpoint, and an envelope of its own."""
    body = ask(client, "me").json
    assert check_answer("me", 201, body) == ["status: 201 is not 200"]
    assert check_answer("me", 200, body["data"]) != []
    assert check_answer("me", 401, body) != []
    assert check_answer("me", 401, {"errors": []}) != []
    assert check_answer("me", 401, {"errors": [{"message": "No.", "code": "6003"}]}) != []


def test_a_draft_with_a_moment_is_found(client):
    """A draft has no publishedAt, and a published post has one."""
    answer = ask(client, "user-posts", WHOLE | {"publishStatus": "draft"})
    body = answer.json
    body["data"]["publishedAt"] = 1
    assert len(check_answer("user-posts", 201, body)) == 1
    del body["data"]["publishedAt"]
    body["data"]["publishStatus"] = "unlisted"
    assert len(check_answer("user-posts", 201, body)) == 1


@pytest.mark.parametrize("schema", [POST_REQUEST, *(schema for _, schema in ANSWERS.values())])
def test_the_schemas_are_schemas(schema):
    """Each schema is itself valid, so that it can refuse something."""
    Draft202012Validator.check_schema(schema)
