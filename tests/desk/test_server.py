"""The desk as a process: opened, served, ended."""

import re
import signal

import pytest
from desks import Visitor, nothing_changes, process, settings_of


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_real_desk_opens_and_ends_in_order(filled, end):
    """It names its address, answers there on loopback only, and a signal ends it with status 0."""
    import http.client

    with process(filled, "--no-open") as (running, url), nothing_changes(filled):
        match = re.fullmatch(r"http://(127\.0\.0\.1:\d+)(/[0-9a-f]{32}/\?key=[\w-]{43})", url)
        connection = http.client.HTTPConnection(match[1], timeout=30)
        connection.request("GET", match[2])
        assert connection.getresponse().status == 200
        connection.close()
        running.send_signal(end)
        assert running.wait(30) == 0
        assert "The desk is closed" in running.stderr.read()


def test_ctrl_c_while_posting_waits_for_the_record(filled, medium):
    """The answer of an article that is on its way is in the ledger when the desk is gone."""
    filled.use(medium)
    medium.misbehave("slow:5")
    settings_of(filled)
    with process(filled, "--no-open") as (running, url):
        told = Visitor(url)
        token = re.search('name="token" value="([^"]*)"', told.get("article?key=one"))[1]
        told.send("post", f"key=one&token={token}")
        while "posting" not in str(filled.states().get("one")):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
        assert "waiting for Medium's answer" in running.stderr.read()
    assert filled.states()["one"] == "posted"
    assert len(medium.posts) == 1
