"""The sandbox's form in a real Chromium: yes and no, and where the browser ends up."""

import socket
import threading

import pytest
from screens import tab

from pelican_medium.medium import oauth, redirect
from pelican_medium.model.errors import LoginError
from pelican_medium.sandbox import running
from pelican_medium.sandbox.cast import CLIENT_ID


@pytest.fixture
def back():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/back"


@pytest.fixture
def sandbox():
    with running() as one:
        yield one


def waiting(back):
    """Wait for the browser in another thread."""
    found = []
    thread = threading.Thread(target=lambda: found.append(redirect.wait(back, 20)), daemon=True)
    thread.start()
    return found, thread


@pytest.mark.parametrize("button", ["Yes, allow it", "No"])
def test_a_person_presses_a_button(window, sandbox, back, button):
    """The policy lets the form through, and the browser comes back with what was pressed."""
    found, thread = waiting(back)
    with tab(window) as page:
        page.goto(oauth.authorization_url(sandbox.api_url, CLIENT_ID, back, "st", oauth.SCOPES))
        assert page.locator("li").all_inner_texts() == list(oauth.SCOPES)
        page.get_by_role("button", name=button).click()
        page.wait_for_url(f"{back}?**")
        assert "You can close this page" in page.inner_text("body")
    thread.join()
    if button == "No":
        with pytest.raises(LoginError, match="said no"):
            oauth.code_of(found[0], "st")
    else:
        assert oauth.code_of(found[0], "st").reveal()
