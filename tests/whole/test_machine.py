"""Weeks of a blog in any order, over real processes, real git and the sandbox: the two promises.

An author writes, renames, moves, deletes and changes their mind on a laptop; a runner that forgets
everything builds in one job and posts in another; now and then two posts run at once, or one is
killed. `MACHINE_SEEDS` and `MACHINE_STEPS` in the environment make it longer.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

import pytest

SEEDS = int(os.environ.get("MACHINE_SEEDS", "2"))
STEPS = int(os.environ.get("MACHINE_STEPS", "24"))

AUTHOR = {
    **{f"GIT_{who}_NAME": "tester" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "tester@blog.example" for who in ("AUTHOR", "COMMITTER")},
    "GIT_CONFIG_GLOBAL": os.devnull,
}

#: Tells, in each build, which address on Medium the themes are given for which story.
ADDRESSES = """
import json
from pelican import signals
found = {}
def note(generator, content):
    found[content.metadata["token"]] = content.medium_url
def write(pelican):
    with open("addresses.json", "w") as file:
        json.dump(found, file)
def register():
    signals.article_generator_write_article.connect(note)
    signals.finalized.connect(write)
"""

STATES = {"posting", "posted", "unknown", "rejected", "skipped"}

PUSH = "git commit -qam Medium && git pull -q --rebase && git push -q"


@dataclass
class Story:
    """One story as its author has it; its token stands in its text and nowhere else."""

    token: str
    name: str
    title: str
    slug: str
    day: int
    folder: str = ""
    status: str = "published"
    medium: str = ""

    @property
    def path(self):
        return "/".join(part for part in (self.folder, f"{self.name}.md") if part)

    @property
    def text(self):
        medium = f"medium: {self.medium}\n" if self.medium else ""
        words = " ".join(f"{self.token}{number}" for number in range(40))
        return (
            f"title: {self.title}\ndate: 2026-01-{self.day:02} 10:00\nslug: {self.slug}\n"
            f"status: {self.status}\ntoken: {self.token}\n{medium}\n{self.token}. {words}.\n"
        )


class Blog:
    """A laptop, a server with the repository, runners that forget, and Medium."""

    def __init__(self, site, medium, chance):
        self.laptop, self.medium, self.chance = site, medium, chance
        self.origin = site.folder.parent / "origin.git"
        self.stories = {}
        self.number = 0
        self.log = []
        site.use(medium)
        site.environ |= AUTHOR
        site.folder.joinpath("addresses.py").write_text(ADDRESSES)
        site.configure(
            'PLUGINS = ["pelican_medium", "addresses"]\nPLUGIN_PATHS = ["."]\n'
            'MEDIUM_PUBLISH_STATUS = "public"\n'
            "import os\nif os.path.exists('folders'):\n"
            "    ARTICLE_URL = ARTICLE_SAVE_AS = '{date:%Y}/{slug}.html'\n"
        )
        ignored = ["output", "__pycache__", ".medium_outbox.json*", "*.lock", "*.bak"]
        site.folder.joinpath(".gitignore").write_text("\n".join([*ignored, "addresses.json"]))
        driver = "medium_ledger.json merge=medium\n"
        site.folder.joinpath(".gitattributes").write_text(driver)
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-qm", "Begin")
        self.run(["git", "clone", "-q", "--bare", str(site.folder), str(self.origin)])
        self.git("remote", "add", "origin", str(self.origin))
        self.git("fetch", "-q")
        self.git("branch", "-q", "-u", "origin/main")
        self.drive(site.folder)

    def drive(self, folder):
        command = f"{sys.executable} -m pelican_medium merge-ledger %O %A %B"
        self.git("config", "merge.medium.driver", command, folder=folder)

    def run(self, command, folder=None, *, check=True):
        return subprocess.run(
            command,
            cwd=folder or self.laptop.folder,
            env=os.environ | self.laptop.environ,
            capture_output=True,
            text=True,
            check=check,
        )

    def git(self, *arguments, folder=None, check=True):
        return self.run(["git", *arguments], folder, check=check)

    # The author

    def write(self):
        self.number += 1
        token = f"story{self.number}x"
        name = f"{self.number:02}-post"
        day = self.number % 27 + 1
        self.stories[token] = Story(token, name, f"Title {self.number}", f"s{self.number}", day)

    def rename(self, story):
        self.number += 1
        story.name = f"renamed-{self.number}"

    def retitle(self, story):
        self.number += 1
        story.title = f"Another title {self.number}"

    def reslug(self, story):
        self.number += 1
        story.slug = f"slug-{self.number}"

    def move(self, story):
        story.folder = "" if story.folder else "deeper"

    def renumber(self):
        """Make room for a new first one: every file gets the number of the one behind it."""
        plain = [s for s in self.stories.values() if s.name.endswith("-post")]
        for story in plain:
            story.name = f"{int(story.name[:2]) + 1:02}-post"

    def permalinks(self):
        switch = self.laptop.folder / "folders"
        if switch.exists():
            switch.unlink()
        else:
            switch.write_text("yes")

    def delete(self, story):
        del self.stories[story.token]

    def reuse(self, story):
        """Write another story into the file, and perhaps under the slug, of one that goes."""
        self.delete(story)
        self.write()
        other = list(self.stories.values())[-1]
        other.name, other.folder = story.name, story.folder
        other.slug = self.chance.choice([story.slug, other.slug])

    def draft(self, story):
        story.status = "published" if story.status == "draft" else "draft"

    def wish(self, story):
        story.medium = self.chance.choice(["no", "yes", ""])

    def commit(self):
        content = self.laptop.folder / "content"
        shutil.rmtree(content)
        for story in self.stories.values():
            path = content / story.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(story.text, "utf-8")
        content.mkdir(exist_ok=True)
        content.joinpath(".keep").touch()
        self.sync()

    def sync(self):
        self.git("add", "-A")
        self.git("commit", "-qm", "Write", check=False)
        self.git("pull", "-q", "--no-rebase", "--no-edit")
        self.git("push", "-q")

    # The machines

    def clone(self, name):
        folder = self.laptop.folder.parent / name
        shutil.rmtree(folder, ignore_errors=True)
        self.git("clone", "-q", str(self.origin), str(folder), folder=self.origin.parent)
        self.drive(folder)
        return type(self.laptop)(folder, self.laptop.environ)

    def pipeline(self, *faults):
        """Build on one runner and post on another, as the recipes do; both are forgotten."""
        one = self.clone("runner")
        self.check_build(one.build(CI="true"), one)
        two = self.clone("runner2")
        shutil.copy2(one.outbox_path, two.outbox_path)
        self.medium.misbehave(*faults)
        posted = two.shell("post", "--after-save", PUSH)
        self.medium.misbehave()
        assert "Traceback" not in posted.stderr, posted.stderr
        if self.git("status", "--porcelain", "medium_ledger.json", folder=two.folder).stdout:
            self.run(["sh", "-c", PUSH], two.folder)

    def at_home(self):
        """Build on the laptop, which posts at once, and commit."""
        self.check_build(self.laptop.build(), self.laptop)
        self.sync()

    def both_at_once(self):
        """Fill the outbox on the laptop, and post it by two commands at once."""
        self.check_build(self.laptop.build(CI="true"), self.laptop)
        for one in [self.start_post() for _ in range(2)]:
            one.wait(timeout=120)
        self.sync()

    def killed(self):
        """Post on the laptop, and die while Medium is answering."""
        self.check_build(self.laptop.build(CI="true"), self.laptop)
        before = self.posts_asked()
        self.medium.misbehave("slow:60")
        one = self.start_post()
        while one.poll() is None and self.posts_asked() == before:
            pass
        one.kill()
        one.wait(timeout=60)
        self.medium.misbehave()
        self.sync()

    def posts_asked(self):
        return sum(seen["method"] == "POST" for seen in self.medium.requests)

    def start_post(self):
        return subprocess.Popen(
            [sys.executable, "-m", "pelican_medium", "post"],
            cwd=self.laptop.folder,
            env=os.environ | self.laptop.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def decide(self):
        """Answer for what is unknown as a careful person would: look on Medium first."""
        self.laptop.build(CI="true")
        for key, entry in self.laptop.ledger["articles"].items():
            if (entry.get("medium") or {}).get("state") != "unknown":
                continue
            there = self.on_medium(entry)
            said = ["posted", "--url", there] if there else ["pending"]
            done = self.laptop.cli("mark", key, *said, "--yes")
            assert done.returncode == 0, done.stderr
        self.sync()

    def on_medium(self, entry):
        """Look for a story by its title of then and now, and then by its text."""
        at = [s for s in self.stories.values() if s.path == entry["source_path"]]
        for post in self.medium.posts:
            request = post["request"]
            if request["title"] == entry["title"] or any(s.token in request["content"] for s in at):
                return post["answer"]["url"]
        return None

    # What must hold

    def check_build(self, built, site):
        assert built.returncode == 0, built.stderr
        assert "Traceback" not in built.stdout + built.stderr, built.stdout
        told = json.loads(site.folder.joinpath("addresses.json").read_text("utf-8"))
        of = {post["answer"]["url"]: post["request"]["content"] for post in self.medium.posts}
        for token, url in told.items():
            assert url is None or token in of[url], f"{token} has the address of another story"

    def check(self):
        texts = [post["request"]["content"] for post in self.medium.posts]
        tokens = Counter(text.partition("story")[2].partition("x")[0] for text in texts)
        assert set(tokens.values()) <= {1}, f"created twice: {tokens}"
        cells = [entry.get("medium") for entry in self.laptop.ledger["articles"].values()]
        assert {cell["state"] for cell in cells if cell} <= STATES

    def end(self):
        """Nothing is lost: each story is on Medium, or is named with why it is not."""
        for _ in range(3):
            self.decide()
            self.pipeline()
            self.git("pull", "-q", "--no-rebase", "--no-edit")
        self.laptop.build(CI="true")
        self.check()
        rows = json.loads(self.laptop.cli("status", "--all", "--json").stdout)["articles"]
        named = {row["source_path"]: row["state"] for row in rows if row["state"] != "posted"}
        texts = [post["request"]["content"] for post in self.medium.posts]
        for story in self.stories.values():
            there = any(story.token in text for text in texts)
            state = named.get(story.path)
            assert story.status == "draft" or there or state in {"held", "skipped"}, (story, state)
        assert "pending" not in named.values()


RULES = {
    **dict.fromkeys(["write"], 4),
    **dict.fromkeys(["rename", "retitle", "reslug", "move", "wish", "draft"], 2),
    **dict.fromkeys(["delete", "reuse", "renumber", "permalinks"], 1),
    **dict.fromkeys(["pipeline"], 8),
    **dict.fromkeys(["at_home", "both_at_once", "killed", "decide", "fault"], 2),
}

MACHINES = {"pipeline", "at_home", "both_at_once", "killed", "decide", "fault"}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_in_any_order_nothing_goes_twice_and_nothing_is_lost(site, medium, seed):
    """Whatever happens in whatever order; the seed and the steps tell how it came to that."""
    chance = random.Random(seed)
    blog = Blog(site, medium, chance)
    blog.write()
    blog.write()
    blog.commit()
    for _ in range(STEPS):
        name = chance.choices(list(RULES), list(RULES.values()))[0]
        blog.log.append(name)
        try:
            step(blog, name, chance)
            blog.check()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, after {', '.join(blog.log)}: {error}") from error
    blog.end()


def step(blog, name, chance):
    if name == "fault":
        blog.pipeline(chance.choice(["drop-after", "500", "429", "challenge", "400"]))
    elif name in MACHINES:
        getattr(blog, name)()
    elif name in {"write", "renumber", "permalinks"}:
        getattr(blog, name)()
        blog.commit()
    elif blog.stories:
        getattr(blog, name)(chance.choice(list(blog.stories.values())))
        blog.commit()
