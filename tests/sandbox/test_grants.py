"""Codes and tokens of the sandbox, by a clock that the test sets."""

from datetime import timedelta

import pytest

from pelican_medium.sandbox.cast import CLIENT_ID, CLIENT_SECRET
from pelican_medium.sandbox.grants import CODE_LIFETIME, LIFETIME, Grants, is_client

SCOPES = ("basicProfile", "publishPost")
BACK = "https://tool.example/back"


def test_a_code_works_once(clock):
    """The second time it is a stranger's."""
    grants = Grants(clock=clock)
    code = grants.code(CLIENT_ID, BACK, SCOPES)
    made = grants.redeem(code, CLIENT_ID, BACK)
    assert grants.scopes_of(made.token) == SCOPES
    assert grants.redeem(code, CLIENT_ID, BACK) is None


@pytest.mark.parametrize(("client", "back"), [("other", BACK), (CLIENT_ID, BACK + "/")])
def test_a_code_is_for_its_client_and_its_redirect(clock, client, back):
    """Exactly those it was made for; and a wrong try uses it up."""
    grants = Grants(clock=clock)
    code = grants.code(CLIENT_ID, BACK, SCOPES)
    assert grants.redeem(code, client, back) is None
    assert grants.redeem(code, CLIENT_ID, BACK) is None


def test_a_code_ends_soon(clock):
    """Whoever finds it in a browser's history finds nothing."""
    grants = Grants(clock=clock)
    code = grants.code(CLIENT_ID, BACK, SCOPES)
    clock.now += CODE_LIFETIME
    assert grants.redeem(code, CLIENT_ID, BACK) is None


def test_an_access_token_ends_and_its_refresh_token_does_not(clock):
    """Sixty days, as Medium documents; then the refresh token brings the next one."""
    grants = Grants(clock=clock)
    made = grants.redeem(grants.code(CLIENT_ID, BACK, SCOPES), CLIENT_ID, BACK)
    clock.now += LIFETIME - timedelta(seconds=1)
    assert grants.scopes_of(made.token) == SCOPES
    clock.now += timedelta(seconds=1)
    assert grants.scopes_of(made.token) is None
    again = grants.renew(made.refresh_token)
    assert again.refresh_token == made.refresh_token
    assert again.ends == clock.now + LIFETIME
    assert grants.scopes_of(again.token) == SCOPES


def test_refresh_tokens_can_be_rotated(clock):
    """Each works once then, as some servers have it."""
    grants = Grants(clock=clock, rotates=True)
    made = grants.redeem(grants.code(CLIENT_ID, BACK, SCOPES), CLIENT_ID, BACK)
    again = grants.renew(made.refresh_token)
    assert again.refresh_token != made.refresh_token
    assert grants.renew(made.refresh_token) is None
    assert grants.renew(again.refresh_token) is not None


def test_nothing_is_granted_to_a_stranger(clock):
    """No unknown refresh token, no other client's secret."""
    assert Grants(clock=clock).renew("nobody's") is None
    assert is_client(CLIENT_ID, CLIENT_SECRET)
    for pair in ((CLIENT_ID, "x"), ("x", CLIENT_SECRET), (None, None), (CLIENT_ID, "\udcff")):
        assert not is_client(*pair)


def test_everything_is_forgotten(clock):
    """A sandbox that starts again knows no tokens."""
    grants = Grants(clock=clock)
    made = grants.redeem(grants.code(CLIENT_ID, BACK, SCOPES), CLIENT_ID, BACK)
    grants.forget()
    assert grants.scopes_of(made.token) is None
    assert grants.renew(made.refresh_token) is None
