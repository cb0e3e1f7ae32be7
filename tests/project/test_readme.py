"""The README's three blocks, pasted into a site as pelican-quickstart makes it."""

import os
import re
import subprocess
import tomllib

import pytest
from test_docs import README, ROOT
from zygote import search_path

START = README.partition("## Install, and your first post")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"```sh\n(.*?)```\n\n.*?```text\n(.*?)```", START, re.DOTALL)
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")

#: Title, author and language are given; then: URL prefix, no pages, UTC, no Makefile.
ANSWERS = "\n\n\n\ny\nhttps://blog.example.org\nn\nUTC\nn\n"
QUICKSTART = ("pelican-quickstart", "-p", ".", "-t", "My blog", "-a", "Jo Field", "-l", "en")


@pytest.fixture
def paste(tmp_path):
    """Run lines as a reader's shell does, in a new site with one old article."""
    environ = os.environ | {"PATH": search_path()}

    def run(*command, **more):
        done = subprocess.run(
            command, cwd=tmp_path, env=environ, text=True, capture_output=True, check=True, **more
        )
        return done.stdout + done.stderr

    run(*QUICKSTART, input=ANSWERS)
    old = "Title: An old article\nDate: 2020-01-01\n\nWritten long ago.\n"
    (tmp_path / "content" / "old.md").write_text(old, "utf-8")
    return lambda lines: run("sh", "-e", "-c", lines)


def test_the_three_blocks_print_what_the_readme_shows(paste, medium):
    """Each line of ours is the one that is shown; only ports and ids are other ones."""
    assert len(BLOCKS) == 3
    for commands, shown in BLOCKS:
        lines = [ADDRESS.sub(medium.url, line) for line in commands.splitlines()]
        there = "\n".join(
            line for line in lines if not line.startswith(("pip ", "pelican-medium s"))
        )
        said = [line for line in paste(there).splitlines() if line.startswith("Medium:")]
        assert [plain(line) for line in said] == [plain(line) for line in shown.splitlines()]


def plain(line):
    return re.sub(r"@sandbox/\w+", "@sandbox/ID", ADDRESS.sub("http://HOST", line))


def test_what_it_says_of_installing_and_the_sandbox_holds():
    """The extras are there, and the port and the token are those that the sandbox has."""
    from pelican_medium.cli.sandbox import verb
    from pelican_medium.sandbox import SANDBOX_TOKEN

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = re.search(r"pelican-medium\[([\w,]+)\]", BLOCKS[0][0])[1].split(",")
    assert {*named} <= {*extras["optional-dependencies"]}
    [port] = [option.default for option in verb.params if option.name == "port"]
    assert f"http://127.0.0.1:{port}/v1 MEDIUM_INTEGRATION_TOKEN={SANDBOX_TOKEN}\n" in BLOCKS[2][0]
