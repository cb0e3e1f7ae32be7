"""Keeps every Python process of the tests on this machine; loaded through PYTHONPATH.

An audit hook cannot be taken off again, and sees a connection whoever makes it.
"""

import errno
import ipaddress
import os
import socket
import sys

LOCAL = {"", "localhost", "0.0.0.0", "::"}  # noqa: S104 - names to compare with, none to bind


def is_local(host):
    if host is None or str(host) in LOCAL:
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def stay_here(event, arguments):
    if event == "socket.getaddrinfo" and not is_local(arguments[0]):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple) and not is_local(address[0]):
            raise OSError(errno.ENETUNREACH, "Network is unreachable")


class NotInstalled:
    """Finds nothing of what a test says is not installed."""

    def __init__(self, names):
        self.names = names

    def find_spec(self, name, *_):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(name)


sys.addaudithook(stay_here)
if os.environ.get("NOT_INSTALLED"):
    sys.meta_path.insert(0, NotInstalled(os.environ["NOT_INSTALLED"].split()))
