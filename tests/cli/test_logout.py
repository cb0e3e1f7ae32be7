"""``logout``: what ``login`` keeps for this API is forgotten, and nothing else."""

from datetime import UTC, datetime

import pytest

from pelican_medium.model import MEDIUM_API_URL, Grant, Login, Token
from pelican_medium.store import credentials

SANDBOX = "http://127.0.0.1:8989/v1"


@pytest.fixture(autouse=True)
def _logged_in(tmp_path, monkeypatch):
    """Logins at two APIs."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    grant = Grant(Token("access"), Token("refresh"), datetime(2030, 1, 1, tzinfo=UTC), ())
    for api in (MEDIUM_API_URL, SANDBOX):
        credentials.keep(api, Login(Token("id"), Token("secret"), grant))


def test_logging_out_forgets_it(site):
    """Once; then there is nothing to forget. Where Medium's own word is to be had is said."""
    first = site.cli("logout")
    assert (first.returncode, first.stdout) == (0, "Logged out.\n")
    assert "Security and apps" in first.stderr
    assert credentials.read(MEDIUM_API_URL) is None
    again = site.cli("logout")
    assert (again.returncode, again.stdout, again.stderr) == (0, "There was no login.\n", "")


def test_a_login_at_another_api_stays(site):
    """A trial with the sandbox ends no login at Medium."""
    assert site.cli("logout", MEDIUM_API_URL=SANDBOX).stdout == "Logged out.\n"
    assert credentials.read(SANDBOX) is None
    assert credentials.read(MEDIUM_API_URL) is not None


def test_it_needs_no_site(site):
    """A login is the user's; in any folder it can be forgotten."""
    (site.folder / "pelicanconf.py").unlink()
    assert site.cli("logout").stdout == "Logged out.\n"
