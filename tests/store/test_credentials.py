"""Logins kept for this user: who may read them, what happens to a broken one, and the keyring."""

import json
import stat
import threading
from datetime import UTC, datetime

import filelock
import keyring
import keyring.backend
import keyring.errors
import pytest

from pelican_medium.model import Grant, Login, Token
from pelican_medium.model.errors import CredentialsError
from pelican_medium.store import credentials

API, OTHER = "https://api.medium.com/v1", "http://127.0.0.1:8989/v1"
ENDS = datetime(2026, 7, 4, 12, 0, tzinfo=UTC)
SECRETS = ("an-id", "a-secret", "an-access-token", "a-refresh-token")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "pelican-medium"


def login(access="an-access-token", account="https://medium.com/@you"):
    grant = Grant(Token(access), Token("a-refresh-token"), ENDS, ("basicProfile", "publishPost"))
    return Login(Token("an-id"), Token("a-secret"), grant, account)


def shown(one):
    grant = one.grant
    secrets = (one.client_id, one.client_secret, grant.access_token, grant.refresh_token)
    return [*(each.reveal() for each in secrets), grant.expires_at, grant.scopes, one.account]


def test_a_login_is_kept_and_read():
    """All of it, for the API it was made for and no other."""
    where = credentials.keep(API, login())
    assert where == str(credentials.path())
    assert shown(credentials.read(API)) == shown(login())
    assert credentials.read(OTHER) is None


def test_nothing_kept_is_nothing(folder):
    """Reading and forgetting make no file."""
    assert credentials.read(API) is None
    assert not credentials.forget(API)
    assert not folder.exists()


def test_nobody_else_may_read_it(folder):
    """0600 in a folder of 0700, also where both were there before and open."""
    folder.mkdir(parents=True, mode=0o755)
    credentials.path().write_text(json.dumps({"version": 1, "logins": {}}), "utf-8")
    credentials.path().chmod(0o644)
    credentials.keep(API, login())
    assert stat.S_IMODE(credentials.path().stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_login_takes_the_place_of_the_one_before():
    """Another API's stays."""
    credentials.keep(API, login())
    credentials.keep(OTHER, login("the sandbox's"))
    credentials.keep(API, login("newer"))
    assert credentials.read(API).grant.access_token.reveal() == "newer"
    assert credentials.read(OTHER).grant.access_token.reveal() == "the sandbox's"


def test_a_login_is_forgotten():
    """Its secrets are in no file of the folder any more."""
    credentials.keep(API, login())
    credentials.keep(OTHER, login("other"))
    assert credentials.forget(API)
    assert not credentials.forget(API)
    assert credentials.read(API) is None
    assert credentials.read(OTHER) is not None
    for file in credentials.path().parent.iterdir():
        assert "an-access-token" not in file.read_text("utf-8")


def test_no_repr_shows_a_secret():
    """Nor does a traceback with locals."""
    for secret in SECRETS:
        assert secret not in repr(login())


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"version": 2}', '{"version": 1}x', "[" * 100_000],
)
def test_a_broken_file_is_said_and_left_alone(folder, text):
    """Whoever it belongs to may still mend it."""
    folder.mkdir(parents=True)
    credentials.path().write_text(text, "utf-8")
    for act in (lambda: credentials.read(API), lambda: credentials.keep(API, login())):
        with pytest.raises(CredentialsError, match=r"credentials\.json"):
            act()
    assert credentials.path().read_text("utf-8") == text


@pytest.mark.parametrize(
    "record", [{}, [], "x", 7, {"client_id": "x"}, {"expires_at": "soon"}, {"expires_at": 7}]
)
def test_a_broken_login_is_said(folder, record):
    """Logging in again mends it."""
    whole = (
        {}
        if not isinstance(record, dict)
        else dict.fromkeys(("client_id", "client_secret", "access_token", "refresh_token"), "x")
    )
    folder.mkdir(parents=True)
    kept = {**whole, **record} if isinstance(record, dict) and "expires_at" in record else record
    text = json.dumps({"version": 1, "logins": {API: kept}})
    credentials.path().write_text(text, "utf-8")
    with pytest.raises(CredentialsError, match="log in again"):
        credentials.read(API)
    credentials.keep(API, login())
    assert credentials.read(API) is not None


def test_a_folder_that_cannot_be_made_is_said(folder):
    """A file stands in its place."""
    folder.parent.mkdir(parents=True)
    folder.write_text("", "utf-8")
    with pytest.raises(CredentialsError, match="cannot be used to keep a login"):
        credentials.keep(API, login())


def test_a_rotated_token_has_a_name_of_its_own():
    """It is found by the token it took the place of, which the name does not show."""
    name = credentials.rotated(API, Token("the old one"))
    assert name != credentials.rotated(API, Token("another"))
    assert name != credentials.rotated(OTHER, Token("the old one"))
    assert "old" not in name


def test_one_run_at_a_time(monkeypatch):
    """Whoever comes second is told, and changes nothing."""
    monkeypatch.setattr(credentials, "LOCK_SECONDS", 0.1)
    with credentials.locked():
        caught = []

        def second():
            try:
                with credentials.locked():
                    pass
            except CredentialsError as error:
                caught.append(str(error))

        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert "Another run is renewing the login" in caught[0]
    with credentials.locked():
        assert issubclass(filelock.Timeout, Exception)


# The keyring


class Memory(keyring.backend.KeyringBackend):
    """A keyring that works."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class Locked(Memory):
    """A keyring that its user does not open."""

    def get_password(self, *_):
        raise keyring.errors.KeyringLocked

    set_password = delete_password = get_password


@pytest.fixture
def ring():
    before = keyring.get_keyring()
    made = Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_keyring_that_works_keeps_it(ring, folder):
    """Then no file holds it."""
    assert credentials.keep(API, login()) == "the keyring"
    assert not credentials.path().exists()
    assert shown(credentials.read(API)) == shown(login())
    assert credentials.read(OTHER) is None
    assert credentials.forget(API)
    assert ring.kept == {}
    assert credentials.read(API) is None


def test_a_keyring_that_is_locked_or_keeps_nothing_is_passed_over(ring):
    """The file is as good."""
    keyring.set_keyring(Locked())
    assert credentials.keep(API, login()) == str(credentials.path())
    assert credentials.read(API) is not None
    assert credentials.forget(API)


def test_a_login_kept_before_there_was_a_keyring_is_found(ring):
    """And both are forgotten together."""
    before = keyring.get_keyring()
    keyring.set_keyring(Locked())
    credentials.keep(API, login("older"))
    keyring.set_keyring(before)
    assert credentials.read(API).grant.access_token.reveal() == "older"
    credentials.keep(API, login("newer"))
    assert credentials.read(API).grant.access_token.reveal() == "newer"
    assert credentials.forget(API)
    assert credentials.read(API) is None


def test_nonsense_in_a_keyring_is_said(ring):
    """It may have been written by hand."""
    for text in ("{", "[]", "{}"):
        ring.kept[credentials.SERVICE, API] = text
        with pytest.raises(CredentialsError, match="log in again"):
            credentials.read(API)
