"""The wheel: what a user gets from `pip install`."""

import os
import subprocess
import sys
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
        archive.extractall(folder)
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
    plain = [need for need in needs if "extra ==" not in need]
    assert sorted(need.split(">=")[0] for need in plain) == [
        "beautifulsoup4",
        "click",
        "filelock",
        "flask",
        "jinja2",
        "lxml",
        "pelican",
        "requests",
        "wcwidth",
    ]
    assert all(">=" in need for need in needs)
    assert "Requires-Python: >=3.11" in metadata
