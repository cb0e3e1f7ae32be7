"""Keeps the templates that one fork has compiled for the next ones: a third of a small build."""

import contextlib

from jinja2 import FileSystemBytecodeCache
from pelican.settings import DEFAULT_CONFIG


class KeptTemplates(FileSystemBytecodeCache):
    """Jinja's own way of keeping them, with a look at how the site wants them compiled."""

    def get_bucket(self, environment, name, filename, source):
        plain = str | bool | int | None
        options = [one for one in vars(environment).items() if isinstance(one[1], plain)]
        way = f"{options}{environment.autoescape}{[*environment.extensions]}"
        return super().get_bucket(environment, name, filename, way + source)

    def dump_bytecode(self, bucket):
        with contextlib.suppress(OSError):  # where a test has the disk fail
            super().dump_bytecode(bucket)


def keep(folder):
    """Have every Pelican of this process and of its forks keep its templates there."""
    DEFAULT_CONFIG["JINJA_ENVIRONMENT"]["bytecode_cache"] = KeptTemplates(str(folder))
