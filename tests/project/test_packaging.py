"""The wheel: what a user gets from `pip install`."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel unpacked as pip would, in a folder of its own."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)  # noqa: S202 - our own wheel, built above
    return folder


def test_wheel_holds_both_doors_and_nothing_of_pelicans(wheel):
    """The package, its pages, and the namespace plugin; no __init__ where Pelican's would be."""
    names = zipfile.ZipFile(wheel).namelist()
    assert "pelican_medium/__init__.py" in names
    assert "pelican_medium/py.typed" in names
    assert "pelican_medium/sandbox/templates/story.html" in names
    assert "pelican_medium/sandbox/static/sandbox.css" in names
    assert "pelican_medium/preview/templates/draft.html" in names
    assert "pelican_medium/preview/templates/preview.css" in names
    assert "pelican_medium/theme/macros.html" in names
    assert "pelican_medium/theme/link.html" in names
    assert {f"pelican_medium/desk/templates/desk.{kind}" for kind in ("css", "js", "svg")} <= {
        *names
    }
    assert [n for n in names if n.startswith("pelican/")] == ["pelican/plugins/medium/__init__.py"]
    assert not [n for n in names if n.startswith(("tests", "sample_site", "benchmarks"))]


def test_pelican_finds_the_wheels_namespace_plugin_by_itself(installed, site, tmp_path):
    """With PLUGINS unset Pelican loads pelican.plugins.medium from the installed wheel."""
    conf = (site.folder / "pelicanconf.py").read_text("utf-8")
    (site.folder / "pelicanconf.py").write_text(conf.replace("PLUGINS", "# PLUGINS"))
    (site.folder / "where.py").write_text(
        "import pelican_medium, pelican.plugins.medium as door\n"
        "print(pelican_medium.__file__)\n"
        "print(door.__file__)\n"
        "from pelican.plugins._utils import load_plugins\n"
        "print(*[plugin.__name__ for plugin in load_plugins({'PLUGIN_PATHS': []})])\n"
    )
    path = os.pathsep.join([str(installed), os.environ["PYTHONPATH"]])
    package, door, plugins = site.run("where.py", PYTHONPATH=path).stdout.splitlines()
    assert Path(package).is_relative_to(installed)
    assert Path(door).parts[-4:] == ("pelican", "plugins", "medium", "__init__.py")
    assert "pelican.plugins.medium" in plugins.split()
    site.article()
    assert "1 article is waiting: pelican-medium desk" in site.build(PYTHONPATH=path).stdout


@pytest.mark.parametrize("plugins", ["", 'PLUGINS = ["medium"]', 'PLUGINS = ["pelican_medium"]'])
def test_the_wheel_works_however_plugins_are_named(installed, site, plugins):
    """Unset, by Pelican's short name and by the package's: one article waits, said once."""
    conf = (site.folder / "pelicanconf.py").read_text("utf-8")
    named = conf.replace('PLUGINS = ["pelican_medium"]', plugins)
    (site.folder / "pelicanconf.py").write_text(named, "utf-8")
    site.article()
    path = os.pathsep.join([str(installed), os.environ["PYTHONPATH"]])
    assert site.build(PYTHONPATH=path).stdout.count("1 article is waiting") == 1


def text_of(archive):
    """Return the metadata of a wheel: the headers, and the text an index would show."""
    [name] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
    headers, _, text = archive.read(name).decode("utf-8").partition("\n\n")
    return headers, text


def test_the_licence_is_said_and_shipped(wheel):
    """SPDX in the metadata, the text in the wheel, and no invented author."""
    with zipfile.ZipFile(wheel) as archive:
        headers, _ = text_of(archive)
        [text] = [n for n in archive.namelist() if n.endswith("licenses/LICENSE")]
        assert b"GNU AFFERO GENERAL PUBLIC LICENSE" in archive.read(text)
    assert "License-Expression: AGPL-3.0-or-later" in headers
    assert "Author: the pelican-medium developers" in headers
    assert "@" not in headers
    assert "Project-URL" not in headers


def test_an_index_shows_no_link_into_the_repository(wheel):
    """The text on an index leads to nothing that is not there, and says where the rest is."""
    with zipfile.ZipFile(wheel) as archive:
        _, text = text_of(archive)
    targets = re.findall(r"\]\(([^)]*)\)", text)
    assert all(target.startswith("https://") for target in targets)
    assert "pip install" in text
    assert "source distribution" in text


def test_the_source_distribution_can_be_carried_on(tmp_path):
    """Tests, documentation, sample site and licence are in it, and nothing that was made."""
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", tmp_path]
    subprocess.run([*command, ROOT], check=True, capture_output=True)
    [built] = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"LICENSE", "Makefile", "docs/architecture.md", "tests/conftest.py", "tox.ini"}
    assert {*wanted, "sample_site/pelicanconf.py", "CONTRIBUTING.md"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith(".venv")]


def test_the_schemas_are_shipped(wheel):
    """Whoever installs it has the schemas of what --json prints."""
    with zipfile.ZipFile(wheel) as archive:
        names = {n.rpartition("/")[2] for n in archive.namelist() if "/schemas/" in n}
    assert names == {"status.json", "post.json", "dry-run.json", "doctor.json", "refresh.json"}


def test_runtime_dependencies_are_few(wheel):
    """Nothing else is pulled in at run time, and each has a lower bound."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        metadata = archive.read(name).decode()
    rows = [line.partition(": ") for line in metadata.splitlines()]
    needs = [value for name, _, value in rows if name == "Requires-Dist"]
    extra = [need.split(">=")[0] for need in needs if "extra == 'images'" in need]
    assert extra == ["pillow", "resvg-py"]
    extra = [need.split(">=")[0] for need in needs if "extra == 'math'" in need]
    assert sorted(extra) == ["latex2mathml", "resvg-py", "ziamath"]
    plain = [need for need in needs if "extra ==" not in need]
    assert sorted(need.split(">=")[0] for need in plain) == [
        "beautifulsoup4",
        "click",
        "filelock",
        "flask",
        "jinja2",
        "lxml",
        "pelican",
        "platformdirs",
        "requests",
        "urllib3",
        "wcwidth",
        "werkzeug",
    ]
    assert all(">=" in need for need in needs)
    assert "Requires-Python: >=3.11" in metadata
