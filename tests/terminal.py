"""Runs a verb on a real terminal, a pseudo one, and returns all that it shows there."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

from zygote import python


def on_a_terminal(site, *arguments, columns, answer="", **environ):
    """Return a verb's exit status, and what it shows on a terminal so wide."""
    return shown_by(
        [*python(), "-m", "pelican_medium", *arguments],
        site.folder,
        os.environ | site.environ | environ,
        columns,
        answer,
    )


def shown_by(command, folder, environ, columns, answer=""):
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={"TERM": "xterm"} | environ,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, answer.encode())
    shown = bytearray()
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    return process.wait(), shown.decode().replace("\r\n", "\n")


def without_colours(text):
    return re.sub(r"\x1b\[[\d;]*m", "", text)
