"""Has a fork of the process of zygote.py be a command, in the place of a Python of its own.

It hands over its words, its folder, its environment and its standard files, passes on what it is
sent, and ends as the command ended. Only what every Python has within it is imported: the whole
costs a hundredth of a second, where Pelican's imports alone cost most of one.
"""

import _signal
import _socket
import marshal
import posix
import sys

SIGNALS = (_signal.SIGHUP, _signal.SIGINT, _signal.SIGTERM)


def main(address, at_start, command):
    """Be a command that needs no other Python than the one at that address was started with."""
    if any(posix.environ.get(name) != value for name, value in at_start.items()):
        posix.execv(sys.executable, [sys.executable, *command])
    _signal.pthread_sigmask(_signal.SIG_BLOCK, SIGNALS)  # until there is whom to pass them on to
    line = _socket.socket(_socket.AF_UNIX)
    line.connect(address)
    order(line, marshal.dumps([command, posix.getcwd(), posix.environ]))
    pid = number_from(line)
    for one in SIGNALS:
        if _signal.getsignal(one) != _signal.SIG_IGN:
            _signal.signal(one, lambda number, _: posix.kill(pid, number))
    _signal.pthread_sigmask(_signal.SIG_UNBLOCK, SIGNALS)
    end(number_from(line))


def order(line, data):
    data = len(data).to_bytes(4, "little") + data
    files = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
    sent = line.sendmsg([data], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, files)])
    if sent < len(data):  # or it may be done with it, and gone
        line.sendall(data[sent:])


def number_from(line):
    data = line.recv(4)
    if not data:
        sys.exit("The process that forks is gone: see tests/zygote.py.")
    return int.from_bytes(data, "little")


def end(status):
    if posix.WIFSIGNALED(status):
        number = posix.WTERMSIG(status)
        if number != _signal.SIGKILL:
            _signal.signal(number, _signal.SIG_DFL)
        posix.kill(posix.getpid(), number)
    posix._exit(posix.WEXITSTATUS(status))
