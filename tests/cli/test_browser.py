"""Opening a page in the author's browser: it gets the address, and no secret of ours."""

import html
import json
import stat

import pytest

from pelican_medium.cli import browser
from pelican_medium.settings import SECRETS

URL = "http://127.0.0.1:1/0123/?key=a&b=<c>"


def test_a_browser_gets_the_address_and_no_secret(noting, monkeypatch):
    """The other variables are its own to have."""
    monkeypatch.setenv("BROWSER", noting.line)
    monkeypatch.setenv("MINE", "kept")
    for name in SECRETS:
        monkeypatch.setenv(name, "a-secret")
    assert browser.show("https://blog.example/x y")
    words, environ = json.loads(noting.note.read_text())
    assert words == ["https://blog.example/x y"]
    assert environ["MINE"] == "kept"
    assert not set(SECRETS) & environ.keys()


def test_without_a_browser_it_says_so(monkeypatch):
    """A server has none."""
    for name, value in (("BROWSER", "false %s"), ("PATH", ""), ("DISPLAY", "")):
        monkeypatch.setenv(name, value)
    assert not browser.show("https://blog.example/")


def test_a_page_leads_on_and_is_private_and_gone_afterwards():
    """A line that starts a browser can be read by everybody on the machine; this file cannot."""
    with browser.page_to(URL) as page:
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
        text = page.read_text("utf-8")
        assert f'content="0; url={html.escape(URL)}"' in text
        assert f'href="{html.escape(URL)}"' in text
        assert "no-referrer" in text
        assert "key" not in str(page)
    assert not page.parent.exists()


def test_a_page_is_gone_after_an_error_too():
    """Whatever ended the desk."""
    with pytest.raises(KeyboardInterrupt), browser.page_to(URL) as page:
        raise KeyboardInterrupt
    assert not page.parent.exists()
