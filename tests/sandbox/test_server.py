"""The sandbox as a process, in a thread, and for many clients."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading

import pytest
from sandboxes import ask, post, posts, set_faults

from pelican_medium.sandbox import running, serve


def test_importing_the_package_imports_no_framework():
    """A command that merely names the sandbox does not pay for it."""
    code = (
        "import sys, pelican_medium.sandbox\n"
        "print([name for name in ('flask', 'werkzeug', 'bs4', 'requests') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_served_sandbox_announces_itself_and_ends_in_peace(number):
    """The announced address answers at once, nothing else is said, and a signal ends it with 0."""
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pelican_medium.sandbox import serve; serve(faults=['500'], sideload='none')"
    )
    pipe = subprocess.PIPE
    buffered = {name: said for name, said in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=pipe, stderr=pipe, text=True, env=buffered
    ) as one:
        heard, _, _ = select.select([one.stdout], [], [], 10)
        if not heard:
            one.kill()
        assert heard, "nothing was announced"
        url = re.search(r"http://127\.0\.0\.1:\d+", one.stdout.readline()).group()
        served = type("Served", (), {"url": url})
        assert [post(served).status for _ in range(2)] == [500, 201]
        one.send_signal(number)
        rest, said = one.communicate(timeout=5)
        assert (one.returncode, rest, said) == (0, "", "")


def test_a_sandbox_can_be_served_from_another_thread():
    """Outside the main thread there are no signals to listen to, and it serves all the same."""
    told = []

    def stop(line):
        told.append(line)
        raise KeyboardInterrupt

    def work():
        serve(announce=stop)
        told.append("ended in peace")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert "MEDIUM_API_URL=http://127.0.0.1:" in told[0]
    assert told[1] == "ended in peace"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "example.org", "", "::"])  # noqa: S104
def test_a_sandbox_is_not_served_to_others(host):
    """Anything but a loopback address is refused before a socket exists."""
    with pytest.raises(ValueError, match="loopback"):
        serve(host)


@pytest.mark.parametrize("wrong", [{"faults": ["nonsense"]}, {"sideload": "some"}, {"token": ""}])
def test_a_sandbox_with_wrong_arguments_is_not_served(wrong):
    """Mistakes are told before anything listens."""
    with pytest.raises(ValueError, match=r"nonsense|some|token"):
        serve(announce=pytest.fail, **wrong)


def test_a_port_in_use_is_told(sandbox):
    """The system's own error comes through, and Python does not exit."""
    with pytest.raises(OSError, match="in use"):
        serve(port=int(sandbox.url.rpartition(":")[2]), announce=pytest.fail)


def test_a_sandbox_is_served_on_other_loopback_names():
    """Localhost and IPv6 are as good."""
    with running("localhost") as one:
        assert one.api_url == f"{one.url}/v1"
        assert ask(one, "GET", "/v1/me").status == 200
    if socket.has_ipv6:
        with running("::1") as one:
            assert one.url.startswith("http://[::1]:")
            assert ask(one, "GET", "/v1/me").json["data"]["url"] == f"{one.url}/@sandbox"


def test_many_clients_are_served_at_once(sandbox):
    """A client that hears nothing does not keep others from being served."""
    set_faults(sandbox, *["slow:0.2"] * 8)
    threads = [threading.Thread(target=post, args=(sandbox,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert ask(sandbox, "GET", "/v1/me", timeout=2).status == 200
    for thread in threads:
        thread.join()
    assert len({one["id"] for one in posts(sandbox)}) == 8
