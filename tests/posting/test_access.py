"""Which credential a run uses, when an access token is renewed, and what a refusal costs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sandboxes import requests

from pelican_medium import settings as all_settings
from pelican_medium.medium.client import Medium
from pelican_medium.model import Grant, Login, Token
from pelican_medium.model.errors import NotSent
from pelican_medium.posting import access
from pelican_medium.sandbox import SANDBOX_TOKEN, running
from pelican_medium.sandbox.cast import CLIENT_ID, CLIENT_SECRET
from pelican_medium.sandbox.grants import Grants
from pelican_medium.store import credentials

BACK = "http://127.0.0.1:9/back"
SCOPES = ("basicProfile", "listPublications", "publishPost")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def grants(clock):
    return Grants(clock=clock)


@pytest.fixture
def sandbox(grants):
    with running(grants=grants) as one:
        yield one


def read_settings(sandbox, **environ):
    return all_settings.read({}, {"MEDIUM_API_URL": sandbox.api_url} | environ)


def logged_in(sandbox, grants, scopes=SCOPES):
    """Keep a login as the verb does."""
    made = grants.redeem(grants.code(CLIENT_ID, BACK, scopes), CLIENT_ID, BACK)
    grant = Grant(Token(made.token), Token(made.refresh_token), made.ends, made.scopes)
    login = Login(Token(CLIENT_ID), Token(CLIENT_SECRET), grant, "https://medium.com/@you")
    credentials.keep(sandbox.api_url, login)
    return login


def account(settings, clock, said=None):
    send = access.sender(settings, clock=clock, warn=(said if said is not None else []).append)
    return Medium(send, settings.api_url, pause=lambda _: None).account().username


def kept(sandbox):
    return credentials.read(sandbox.api_url).grant


def asked(sandbox, path="/v1/tokens"):
    return [one["status"] for one in requests(sandbox) if one["path"] == path]


ENVIRONMENT = {
    "MEDIUM_CLIENT_ID": CLIENT_ID,
    "MEDIUM_CLIENT_SECRET": CLIENT_SECRET,
}


def test_the_order_of_credentials(sandbox, grants, clock):
    """An integration token, then the environment's refresh token, then the login."""
    assert access.credential(read_settings(sandbox)) is None
    assert not access.is_there(read_settings(sandbox))
    login = logged_in(sandbox, grants)
    found = access.credential(read_settings(sandbox))
    assert (found.account, found.ends) == (login.account, login.grant.expires_at)
    assert found.may_upload is False
    environ = ENVIRONMENT | {"MEDIUM_REFRESH_TOKEN": login.grant.refresh_token.reveal()}
    found = access.credential(read_settings(sandbox, **environ))
    assert "MEDIUM_REFRESH_TOKEN" in found.what
    token = {"MEDIUM_INTEGRATION_TOKEN": SANDBOX_TOKEN}
    assert access.credential(read_settings(sandbox, **environ, **token)).what == (
        "the integration token"
    )
    assert account(read_settings(sandbox, **environ, **token), clock) == "sandbox"
    assert asked(sandbox) == []


def test_a_login_of_another_api_is_none(sandbox, grants):
    """A sandbox's login is never sent to Medium."""
    logged_in(sandbox, grants)
    other = replace(read_settings(sandbox), api_url="https://api.medium.com/v1")
    assert access.credential(other) is None


def test_a_token_that_lasts_is_used_as_it_is(sandbox, grants, clock):
    """Nothing is renewed on the way."""
    logged_in(sandbox, grants)
    clock.now += timedelta(days=58)
    assert account(read_settings(sandbox), clock) == "sandbox"
    assert asked(sandbox) == []


@pytest.mark.parametrize("days", [59.5, 60, 400])
def test_a_token_is_renewed_before_or_after_its_end(sandbox, grants, clock, days):
    """Once, and the new one is on disk for the next run."""
    before = logged_in(sandbox, grants).grant
    clock.now += timedelta(days=days)
    assert account(read_settings(sandbox), clock) == "sandbox"
    assert asked(sandbox) == [201]
    assert kept(sandbox).access_token.reveal() != before.access_token.reveal()
    assert kept(sandbox).expires_at == clock.now + timedelta(days=60)
    assert account(read_settings(sandbox), clock) == "sandbox"
    assert asked(sandbox) == [201]


def test_a_clock_that_is_behind_costs_one_question_more(sandbox, grants, clock):
    """The token is refused, so it is renewed whatever our clock says."""
    logged_in(sandbox, grants)
    clock.now += timedelta(days=61)
    ours = clock.now - timedelta(days=61)
    assert account(read_settings(sandbox), lambda: ours) == "sandbox"
    assert asked(sandbox, "/v1/me") == [401, 200]
    assert asked(sandbox) == [201]


def test_a_refused_renewal_says_log_in_again_and_loses_nothing(sandbox, grants, clock):
    """Whoever takes the access back at Medium ends up here."""
    before = logged_in(sandbox, grants).grant
    clock.now += timedelta(days=61)
    grants.forget()
    with pytest.raises(NotSent, match=r"did not renew the login.*HTTP 400.*Log in again") as caught:
        account(read_settings(sandbox), clock)
    assert kept(sandbox).refresh_token.reveal() == before.refresh_token.reveal()
    for secret in (before.access_token, before.refresh_token):
        assert secret.reveal() not in str(caught.value)


def test_a_refused_renewal_before_the_end_stops_nobody(sandbox, grants, clock, monkeypatch):
    """The access token is still good for that day."""
    logged_in(sandbox, grants)
    clock.now += timedelta(days=59.5)
    monkeypatch.setattr(grants, "renew", lambda _: None)
    assert account(read_settings(sandbox), clock) == "sandbox"


def test_a_login_that_is_refused_altogether_says_log_in_again(sandbox, grants, clock, monkeypatch):
    """Even what was renewed a moment ago may be refused."""
    logged_in(sandbox, grants)
    monkeypatch.setattr(grants, "scopes_of", lambda _: None)
    with pytest.raises(NotSent, match=r"Medium refused the login.*Log in again"):
        account(read_settings(sandbox), clock)
    assert asked(sandbox, "/v1/me") == [401, 401]


def test_a_sandbox_that_is_down_is_said(grants, clock):
    """Nothing is lost by that either."""
    with running(grants=grants) as gone:
        logged_in(gone, grants)
    clock.now += timedelta(days=61)
    with pytest.raises(NotSent, match="could not be reached to renew"):
        account(read_settings(gone), clock)
    assert credentials.read(gone.api_url) is not None


def test_another_run_may_be_faster(sandbox, grants, clock):
    """What it renewed is used: a refresh token may work only once."""
    login = logged_in(sandbox, grants)
    clock.now += timedelta(days=61)
    settings = read_settings(sandbox)
    slow = access._Renewing(settings, clock, print)
    account(settings, clock)
    assert slow._renewed(login).grant.access_token.reveal() == kept(sandbox).access_token.reveal()
    assert asked(sandbox) == [201]


def test_a_rotated_refresh_token_is_kept(clock):
    """Each renewal brings the next one, and each is on disk."""
    grants = Grants(clock=clock, rotates=True)
    with running(grants=grants) as sandbox:
        seen = {logged_in(sandbox, grants).grant.refresh_token.reveal()}
        for _ in range(3):
            clock.now += timedelta(days=61)
            assert account(read_settings(sandbox), clock) == "sandbox"
            seen.add(kept(sandbox).refresh_token.reveal())
        assert len(seen) == 4


def in_environment(sandbox, grants):
    token = logged_in(sandbox, grants).grant.refresh_token.reveal()
    credentials.forget(sandbox.api_url)
    return read_settings(sandbox, **ENVIRONMENT, MEDIUM_REFRESH_TOKEN=token)


def test_a_pipeline_fetches_a_token_for_each_run(sandbox, grants, clock):
    """It keeps nothing, and warns of nothing."""
    settings, said = in_environment(sandbox, grants), []
    for _ in range(2):
        assert account(settings, clock, said) == "sandbox"
    assert asked(sandbox) == [201, 201]
    assert credentials.read(sandbox.api_url) is None
    assert said == []


def test_a_rotated_token_of_the_environment_is_kept_and_used(clock):
    """The one that stands in the environment works no more; its successor is found."""
    grants = Grants(clock=clock, rotates=True)
    with running(grants=grants) as sandbox:
        settings, said = in_environment(sandbox, grants), []
        for _ in range(3):
            assert account(settings, clock, said) == "sandbox"
    assert "has replaced the refresh token. The new one is kept in" in said[0]


def test_in_a_pipeline_a_rotated_token_is_warned_of(clock, monkeypatch):
    """Nothing that it keeps would be there the next time; and no value is said."""
    monkeypatch.setenv("CI", "true")
    grants = Grants(clock=clock, rotates=True)
    with running(grants=grants) as sandbox:
        settings, said = in_environment(sandbox, grants), []
        assert account(settings, clock, said) == "sandbox"
        [warning] = said
        assert "a pipeline cannot keep the new one" in warning
        assert not [token for token in grants._refresh if token in warning]
        with pytest.raises(NotSent, match="did not renew"):
            account(settings, clock, said)


def test_a_broken_login_is_said_and_sends_nothing(sandbox, grants, clock):
    """It is no reason to post without one."""
    logged_in(sandbox, grants)
    credentials.path().write_text("{", "utf-8")
    assert not access.is_there(read_settings(sandbox))


def test_uploads_need_a_token_or_a_login_that_may(sandbox, grants):
    """Of what is fetched for each run only Medium knows, so it is not counted on."""
    assert not access.may_upload(read_settings(sandbox))
    assert access.may_upload(read_settings(sandbox, MEDIUM_INTEGRATION_TOKEN="x"))
    login = logged_in(sandbox, grants)
    assert not access.may_upload(read_settings(sandbox))
    refresh = {"MEDIUM_REFRESH_TOKEN": login.grant.refresh_token.reveal()}
    assert not access.may_upload(read_settings(sandbox, **ENVIRONMENT, **refresh))
    logged_in(sandbox, grants, (*SCOPES, "uploadImage"))
    assert access.may_upload(read_settings(sandbox))
    credentials.path().write_text("{", "utf-8")
    assert not access.may_upload(read_settings(sandbox))
