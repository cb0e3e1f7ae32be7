"""What ends a run."""

import os
import signal
import threading

import pytest

from pelican_medium.model.ending import ended_like_ctrl_c


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_ends_is_a_ctrl_c(name):
    """A pipeline's SIGTERM and a closed terminal interrupt, and only while the context lasts."""
    one = getattr(signal, name)
    with pytest.raises(KeyboardInterrupt), ended_like_ctrl_c():
        os.kill(os.getpid(), one)
    assert signal.getsignal(one) is signal.SIG_DFL


def test_an_ignored_signal_stays_ignored():
    """Whoever says nohup means it."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ended_like_ctrl_c():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def test_another_thread_changes_no_handler():
    """Only the main thread may; another one just goes on."""
    seen = []

    def look():
        with ended_like_ctrl_c():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.SIG_DFL]
