"""The recipes, their shell run for real: git, a bare repository for the host, the sandbox.

What the shell calls `pelican` and `pelican-medium` are forks of a process that has imported them.
That would hide a console script that does not start, or whose first import fails; so each recipe
runs once with the scripts as they are installed: see `Host.installed`.
"""

import os
import re
import shutil
import signal
import subprocess
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
import yaml
from click.testing import CliRunner
from conftest import Quiet, serving
from gits import git
from zygote import path_of_scripts, search_path

RECIPES = Path(__file__).parents[2] / "pelican_medium/recipes"

TITLES = ["A0", "A1", "A2"]

#: As quickstart begins it.
PUBLISHCONF = """\
import os
import sys
sys.path.append(os.curdir)
from pelicanconf import *
"""


@dataclass
class Host:
    """A host of repositories and pages: a bare repository, and where the site is live."""

    site: object
    remote: Path
    folder: Path
    environ: dict
    clones: int = 0

    def clone(self):
        """Return a fresh clone, as a runner that remembers nothing has it."""
        self.clones += 1
        git(self.folder, "clone", "-q", str(self.remote), f"runner{self.clones}")
        return self.folder / f"runner{self.clones}"

    @contextmanager
    def installed(self):
        """Have the shell find the console scripts as pip installed them, and no forks."""
        with mock.patch.dict(self.environ, PATH=path_of_scripts()):
            yield

    def deploy(self, folder):
        """Have a built folder live."""
        shutil.copytree(folder, self.site.folder / "output", dirs_exist_ok=True)

    def start(self, folder, script, **environ):
        """Start the shell as a pipeline does: each line must succeed."""
        return subprocess.Popen(
            ["bash", "-e", "-c", script],
            cwd=folder,
            env=os.environ | self.environ | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, folder, script, **environ):
        process = self.start(folder, script, **environ)
        text, _ = process.communicate(timeout=120)
        return process.returncode, text

    def commits(self):
        return git(self.remote, "log", "--format=%s", "main").stdout.splitlines()

    def ledger(self):
        import json

        data = json.loads(git(self.remote, "show", "main:medium_ledger.json").stdout)
        return {key: entry["medium"]["state"] for key, entry in data["articles"].items()}


@pytest.fixture
def host(site, medium, live, tmp_path):
    """A site with three new articles on its host, as its author has pushed it."""
    for number in range(3):
        site.article(f"a{number}", date=f"2026-01-0{number + 1}")
    (site.folder / "publishconf.py").write_text(PUBLISHCONF)
    (site.folder / ".gitignore").write_text(
        ".medium_outbox.json\n*.lock\n*.bak\noutput\npublic\n__pycache__\n"
    )
    (site.folder / ".gitattributes").write_text("medium_ledger.json merge=medium-ledger\n")
    git(site.folder, "init", "-q", "-b", "main")
    git(site.folder, "add", ".")
    git(site.folder, "commit", "-qm", "The site")
    git(tmp_path, "clone", "-q", "--bare", str(site.folder), "host.git")
    environ = {
        "CI": "true",
        "MEDIUM_API_URL": medium.api_url,
        "PATH": search_path(),
    }
    return Host(site, tmp_path / "host.git", tmp_path, environ)


class GitHub:
    """Runs the jobs of the GitHub recipe: its `run` steps, and what its actions would do."""

    name = "github-actions.yml"

    def __init__(self, host):
        self.host = host
        self.recipe = yaml.safe_load((RECIPES / self.name).read_text("utf-8"))
        self.jobs = self.recipe["jobs"]

    def steps(self, job):
        return [
            step
            for step in self.jobs[job]["steps"]
            if "run" in step and step.get("name") != "Install"
        ]

    def build(self):
        """Build in a fresh clone; return the folder with what is handed over."""
        folder = self.host.clone()
        for step in self.steps("build"):
            code, text = self.host.run(folder, step["run"])
            assert code == 0, text
        self.host.deploy(folder / "output")
        return folder

    def prepared(self, built):
        """Return a fresh clone with the artifact in it, and git set up."""
        [artifact] = [
            step["with"]["path"].split()
            for step in self.jobs["build"]["steps"]
            if step.get("with", {}).get("name") == "to-medium"
        ]
        folder = self.host.clone()
        for name in artifact:
            copy = shutil.copytree if (built / name).is_dir() else shutil.copy2
            copy(built / name, folder / name)
        assert self.host.run(folder, self.steps("medium")[0]["run"])[0] == 0
        return folder

    @property
    def post(self):
        return self.steps("medium")[1]["run"]

    @property
    def last(self):
        return self.steps("medium")[2]["run"]

    @property
    def environ(self):
        return {"MEDIUM_INTEGRATION_TOKEN": "sandbox-token", **self.jobs["medium"]["env"]}


class GitLab(GitHub):
    """The same for GitLab's."""

    name = "gitlab-ci.yml"

    def __init__(self, host):
        self.host = host
        self.recipe = yaml.safe_load((RECIPES / self.name).read_text("utf-8"))
        self.variables = {k: str(v) for k, v in self.recipe["medium"]["variables"].items()}
        self.given = {
            "CI_COMMIT_BRANCH": "main",
            "CI_SERVER_HOST": "gitlab.example",
            "LEDGER_REMOTE": str(host.remote),
        }

    def lines(self, job, part):
        found = self.recipe[job][part]
        return "\n".join(line for line in found if "pip install" not in line)

    def build(self):
        folder = self.host.clone()
        code, text = self.host.run(folder, self.lines("pages", "script"), **self.given)
        assert code == 0, text
        self.host.deploy(folder / "public")
        return folder

    def prepared(self, built):
        folder = self.host.clone()
        git(folder, "checkout", "-q", "--detach")  # as GitLab's runner has it
        for name in self.recipe["pages"]["artifacts"]["paths"]:
            copy = shutil.copytree if (built / name).is_dir() else shutil.copy2
            copy(built / name, folder / name)
        code, text = self.host.run(folder, self.lines("medium", "before_script"), **self.environ)
        assert code == 0, text
        return folder

    @property
    def post(self):
        return self.lines("medium", "script")

    @property
    def last(self):
        return self.lines("medium", "after_script")

    @property
    def environ(self):
        return {**self.variables, "MEDIUM_INTEGRATION_TOKEN": "sandbox-token", **self.given}


class Pages(GitHub):
    """The same behind Pelican's own workflow, whose site the host has built and deployed."""

    name = "github-pages.yml"

    def build(self):
        folder = self.host.clone()
        code, text = self.host.run(
            folder, f"pelican content -o output -s publishconf.py -e SITEURL='\"{self.url}\"'"
        )
        assert code == 0, text
        self.host.deploy(folder / "output")
        return folder

    def prepared(self, built):  # noqa: ARG002 - nothing is handed over here
        folder = self.host.clone()
        for step in self.steps("medium")[:2]:
            code, text = self.host.run(folder, step["run"], **self.environ)
            assert code == 0, text
        return folder

    @property
    def url(self):
        conf = (self.host.site.folder / "pelicanconf.py").read_text()
        return re.findall(r'SITEURL = "(.*?)"', conf)[-1]

    @property
    def post(self):
        return self.steps("medium")[2]["run"]

    @property
    def last(self):
        return self.steps("medium")[3]["run"]

    @property
    def environ(self):
        return {**super().environ, "SITE_URL": self.url}


class Action(Pages):
    """The composite action, in a job that has checked out the branch."""

    name = "action.yml"

    def __init__(self, host, **inputs):
        self.host = host
        recipe = yaml.safe_load((RECIPES / self.name).read_text("utf-8"))
        given = {name: about.get("default", "") for name, about in recipe["inputs"].items()}
        self.inputs = given | {"token": "sandbox-token", "wait": "1"} | inputs
        self.all = recipe["runs"]["steps"]
        self.given = {"RUNNER_TEMP": str(host.folder)}

    def steps(self, job):  # noqa: ARG002 - an action has no jobs
        wanted = [step for step in self.all if step["name"] != "Install"]
        built = [s for s in wanted if s.get("if") != "inputs.build == 'true'"]
        return wanted if self.inputs["build"] == "true" else built

    @property
    def environ(self):
        names = {name: value for step in self.all for name, value in step.get("env", {}).items()}
        found = {name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: self.inputs[m[1]], value)
                 for name, value in names.items()}  # fmt: skip
        return found | self.given


@pytest.fixture(params=[GitHub, GitLab, Pages, Action], ids=lambda kind: kind.name)
def pipeline(request, host):
    return request.param(host)


def posted(medium):
    return [body["title"] for body in medium.bodies]


def whole_run(pipeline):
    """Run all jobs, the last step also where the one before failed; return both statuses."""
    folder = pipeline.prepared(pipeline.build())
    first = pipeline.host.run(folder, pipeline.post, **pipeline.environ)
    last = pipeline.host.run(folder, pipeline.last, **pipeline.environ)
    return first, last


def test_a_pipeline_posts_all_and_commits_the_ledger(pipeline, medium):
    """An intent for each article is pushed before it leaves; the second run changes nothing."""
    with pipeline.host.installed():
        (code, text), (last, said) = whole_run(pipeline)
    assert (code, last) == (0, 0), text + said
    assert posted(medium) == TITLES
    assert pipeline.host.ledger() == dict.fromkeys(["a0", "a1", "a2"], "posted")
    commits = pipeline.host.commits()
    assert len(commits) == 1 + len(TITLES) + 1
    (code, _), (last, _) = whole_run(pipeline)
    assert (code, last) == (0, 0)
    assert posted(medium) == TITLES
    assert pipeline.host.commits() == commits


def test_the_build_posts_nothing_and_needs_no_token(pipeline, medium):
    """The build only fills the outbox; Medium hears nothing of it."""
    folder = pipeline.build()
    assert (folder / ".medium_outbox.json").exists()
    assert medium.requests == []


def test_a_push_of_somebody_else_is_merged(pipeline, medium):
    """The author pushes while the pipeline posts: it fetches, merges, pushes, and loses nothing."""
    folder = pipeline.prepared(pipeline.build())
    author = pipeline.host.clone()
    (author / "medium_ledger.json").write_text(
        '{"version": 1, "articles": {"old": {"medium": {"state": "skipped", "why": "by hand"}}}}'
    )
    git(author, "commit", "-qam", "By hand")
    git(author, "push", "-q")
    code, text = pipeline.host.run(folder, pipeline.post, **pipeline.environ)
    assert code == 0, text
    assert pipeline.host.run(folder, pipeline.last, **pipeline.environ)[0] == 0
    assert pipeline.host.ledger() == {
        "old": "skipped", "a0": "posted", "a1": "posted", "a2": "posted",
    }  # fmt: skip
    assert posted(medium) == TITLES


def test_a_runner_killed_between_post_and_commit_posts_nothing_twice(pipeline, medium):
    """Medium has the story and the runner is gone: the next clone leaves it to a person."""
    folder = pipeline.prepared(pipeline.build())
    medium.misbehave("silent")
    process = pipeline.host.start(folder, pipeline.post, **pipeline.environ)
    while not medium.posts:
        with pytest.raises(subprocess.TimeoutExpired):  # or it has ended without one
            process.wait(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    (code, text), (last, _) = whole_run(pipeline)
    assert (code, last) == (0, 0), text
    assert posted(medium) == TITLES
    assert pipeline.host.ledger() == {"a0": "unknown", "a1": "posted", "a2": "posted"}


def test_two_runners_at_once_post_nothing_twice(pipeline, medium):
    """Both have built the same and post at the same time; what each sends, the other does not."""
    built = pipeline.build()
    folders = [pipeline.prepared(built) for _ in range(2)]
    running = [
        pipeline.host.start(folder, f"{pipeline.post}; {pipeline.last}", **pipeline.environ)
        for folder in folders
    ]
    texts = [process.communicate(timeout=120)[0] for process in running]
    titles = posted(medium)
    assert len(titles) == len(set(titles)), texts
    for folder in folders:
        pipeline.host.run(folder, pipeline.last, **pipeline.environ)
    whole_run(pipeline)
    titles = posted(medium)
    assert len(titles) == len(set(titles))
    assert set(pipeline.host.ledger().values()) <= {"posted", "unknown"}
    assert len(pipeline.host.ledger()) == len(TITLES)


def test_a_build_hook_comes_before_the_post(host, medium):
    """The outbox is filled, the host is told to build, the post waits for its pages; then none."""
    recipe = yaml.safe_load((RECIPES / "build-hook.yml").read_text("utf-8"))
    job = recipe["jobs"]["medium"]
    runs = [s["run"] for s in job["steps"] if "run" in s and s["name"] != "Install"]
    calls = []

    class Hook(Quiet):
        def do_POST(self):
            calls.append(self.path)
            assert medium.posts == [] or len(calls) > 1
            host.deploy(folder / "output")
            self.send_response(200)
            self.end_headers()

    with serving(Hook) as url:
        given = {
            **job["env"],
            "MEDIUM_INTEGRATION_TOKEN": medium.token,
            "BUILD_HOOK": f"{url}/hook",
        }
        for commands in (host.installed, nullcontext):
            folder = host.clone()
            for run in runs:
                with commands():
                    code, text = host.run(folder, run, **given)
                assert code == 0, text
            assert posted(medium) == TITLES
            assert len(host.commits()) == 1 + len(TITLES) + 1
    assert calls == ["/hook", "/hook"]
    assert list(recipe[True]) == ["push"]


def test_each_recipe_is_named():
    """The list of recipes leads to each file there is."""
    text = (RECIPES / "README.md").read_text("utf-8")
    assert all(f"({path.name})" in text for path in RECIPES.iterdir() if path.suffix != ".md")


def test_the_action_at_the_top_is_the_one_that_ships():
    """GitHub looks for it there, and `recipe github-action` prints it."""
    top = RECIPES.parents[1] / "action.yml"
    assert top.read_bytes() == (RECIPES / "action.yml").read_bytes()


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("github-actions.yml", "vendor.github-workflows"),
        ("github-pages.yml", "vendor.github-workflows"),
        ("build-hook.yml", "vendor.github-workflows"),
        ("action.yml", "vendor.github-actions"),
        ("gitlab-ci.yml", "vendor.gitlab-ci"),
    ],
)
def test_a_recipe_has_the_form_its_host_documents(name, schema):
    """By the hosts' published schemas, as check-jsonschema brings them."""
    from check_jsonschema import main  # takes a quarter of a second, and only one worker needs it

    arguments = ["--builtin-schema", schema, "--data-transform", "gitlab-ci", str(RECIPES / name)]
    checked = CliRunner().invoke(main, arguments)
    assert checked.exit_code == 0, checked.output
    assert "ok" in checked.output


def test_the_action_takes_an_outbox_of_an_earlier_job(host, medium):
    """With `build: false` it posts what it is handed, with an address that is given to it."""
    action = Action(host, build="false")
    built = action.build()
    folder = host.clone()
    shutil.copy2(built / ".medium_outbox.json", folder)
    shutil.copytree(built / "output", folder / "output")
    for step in action.steps("medium"):
        code, text = host.run(folder, step["run"], **action.environ)
        assert code == 0, text
    assert posted(medium) == TITLES


@pytest.mark.parametrize("kind", [GitHub, GitLab], ids=lambda kind: kind.name)
def test_what_the_build_job_learned_reaches_gits_ledger(host, medium, kind):
    """Two jobs: a new slug, then a moved file are learned, `Medium: yes` wakes; nothing twice."""
    site = host.site
    site.write_ledger(
        {"old": {"title": "Old", "date": "2025-01-01", "source_path": "old.md",
                 "medium": {"state": "skipped", "why": "before first use"}}},
    )  # fmt: skip
    site.article("old", date="2025-01-01")
    push(host, "An old article")
    pipeline = kind(host)
    (code, text), _ = whole_run(pipeline)
    assert code == 0, text
    assert posted(medium) == TITLES
    git(site.folder, "pull", "-q", str(host.remote), "main")
    site.article("a0", date="2026-01-01", slug="a0-renamed")
    push(host, "A new slug")
    (code, text), (last, said) = whole_run(pipeline)
    assert (code, last) == (0, 0), text + said
    git(site.folder, "pull", "-q", str(host.remote), "main")
    (site.folder / "content/deep").mkdir()
    git(site.folder, "mv", "content/a0.md", "content/deep/moved.md")
    site.article("old", date="2025-01-01", medium="yes")
    push(host, "A moved file, and an old article that is to go")
    for _ in range(2):
        (code, text), (last, said) = whole_run(pipeline)
        assert (code, last) == (0, 0), text + said
    assert posted(medium) == [*TITLES, "Old"]
    assert set(host.ledger().values()) == {"posted"}


def push(host, message):
    git(host.site.folder, "add", ".")
    git(host.site.folder, "commit", "-qm", message)
    git(host.site.folder, "push", "-q", str(host.remote), "HEAD:main")


def test_the_github_recipe_is_careful():
    """Nothing on pull requests, the secret in one step, rights as few as can be, hidden files."""
    text = (RECIPES / GitHub.name).read_text("utf-8")
    recipe = yaml.safe_load(text)
    assert recipe[True] == {"push": {"branches": ["main"]}}  # YAML reads "on" as true
    assert text.count("secrets.") == 1
    assert recipe["permissions"] == {"contents": "read"}
    assert [n for n, j in recipe["jobs"].items() if j.get("permissions", {}).get("contents")] == [
        "medium"
    ]
    assert recipe["concurrency"]["cancel-in-progress"] is False
    steps = [step.get("with", {}) for job in recipe["jobs"].values() for step in job["steps"]]
    assert any(step.get("include-hidden-files") for step in steps)
    assert recipe["jobs"]["medium"]["steps"][-1]["if"] == "always()"


QUICKSTART = """\
PUBLISHCONF=publishconf.py

publish:
\tpelican content -o output -s "$(PUBLISHCONF)"

"""


def test_the_target_for_quickstarts_makefile(host, medium):
    """`make publish medium` builds, posts and commits once; again it changes nothing."""
    folder = host.site.folder
    (folder / "publishconf.py").write_text(PUBLISHCONF + 'MEDIUM_POST_ON = "deploy"\n')
    (folder / "Makefile").write_text(QUICKSTART + (RECIPES / "medium.mk").read_text())
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "A target")
    identity = {f"GIT_{who}_{what}": "tester@blog.example"
                for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    given = {**identity, "CI": "", "MEDIUM_INTEGRATION_TOKEN": medium.token}
    with host.installed():
        code, text = host.run(folder, "make publish medium", **given)
    assert code == 0, text
    assert posted(medium) == TITLES
    log = git(folder, "log", "--format=%s").stdout
    assert log.splitlines()[0] == "Record what went to Medium"
    assert host.run(folder, "make publish medium", **given)[0] == 0
    assert git(folder, "log", "--format=%s").stdout == log
    medium.misbehave("500")
    host.site.article("a3")
    code, _ = host.run(folder, "make publish medium", **given)
    assert code == 2
    assert git(folder, "status", "--porcelain", "medium_ledger.json").stdout == ""
