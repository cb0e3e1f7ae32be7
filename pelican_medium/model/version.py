"""The release's number, which the build, ``--version`` and the User-Agent read."""

__version__ = "0.1.0"
