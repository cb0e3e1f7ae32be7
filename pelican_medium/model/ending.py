"""How a run that goes on for a while is ended: by Ctrl-C, and by what means the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """Let SIGTERM, which pipelines send, and a closed terminal do what Ctrl-C does.

    A signal that somebody chose to ignore (nohup) stays ignored, and a thread that is not the
    main one hears none (Python's ``signal.signal``).
    """
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [s for n in names if signal.getsignal(s := getattr(signal, n)) is signal.SIG_DFL]
    try:
        for one in ours:
            signal.signal(one, signal.default_int_handler)
        yield
    finally:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)
