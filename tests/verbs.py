"""Runs a verb of the command line in the process of the tests, as a shell would in a folder."""

import contextlib
import importlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from pelican_medium.cli import cli


@dataclass(frozen=True)
class Result:
    """What a verb left, with the names that a finished process has."""

    returncode: int
    stdout: str
    stderr: str


def said(result):
    """Return what a verb told a person, on one line however wide the console was."""
    return " ".join(result.stderr.split())


def outcomes(result):
    """Return what `post --json` says of each article."""
    data = json.loads(result.stdout)
    assert set(data) == {"outcomes", "counts"}
    return {outcome["key"]: outcome for outcome in data["outcomes"]}


def run(folder, arguments, environ, answer=None):
    """Run a verb in a folder; what is no exit of it is raised."""
    runner = CliRunner()
    with contextlib.chdir(folder), _settings_files_forgotten(folder):
        result = runner.invoke(
            cli,
            arguments,
            env=environ,
            input=answer,
            prog_name="pelican-medium",
            catch_exceptions=False,
        )
    return Result(result.exit_code, result.stdout, result.stderr)


@contextlib.contextmanager
def _settings_files_forgotten(folder):
    """Let nobody meet the settings files of another site: they are modules, all of one name."""
    for name in ("pelicanconf", "publishconf"):
        sys.modules.pop(name, None)  # whoever imported it read another site's
    before, path = set(sys.modules), list(sys.path)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = path
        sys.path_importer_cache.pop(os.fspath(folder), None)
        for name in set(sys.modules) - before:
            if Path(getattr(sys.modules[name], "__file__", None) or "/").is_relative_to(folder):
                del sys.modules[name]
