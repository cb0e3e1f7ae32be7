"""Weeks of a blog in any order, over real processes, real git and the sandbox: the two promises.

An author writes, renames, moves, deletes and changes their mind on a laptop; runners that forget
everything build in one job and post in another; now and then two of them run at once, one is
killed, or the disk is full. Each seed does all of it, in another order, and whatever is held or
unknown is answered by a careful person who does what the message says.

`MACHINE_SEEDS`, `MACHINE_FIRST` and `MACHINE_ROUNDS` in the environment make it longer.
"""

import functools
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest
from conftest import Quiet, serving
from zygote import python

FIRST = int(os.environ.get("MACHINE_FIRST", "0"))
SEEDS = int(os.environ.get("MACHINE_SEEDS", "2"))
ROUNDS = int(os.environ.get("MACHINE_ROUNDS", "1"))

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

CONF = """
PLUGINS = ["pelican_medium", "addresses"]
PLUGIN_PATHS = ["."]
MEDIUM_PUBLISH_STATUS = "public"
import os
import pelican_medium.settings
pelican_medium.settings.MEDIUM_API_URL = os.environ["MEDIUM_API_URL"]  # no trial: the real thing
if os.path.exists("folders"):
    ARTICLE_URL = ARTICLE_SAVE_AS = "{date:%Y}/{slug}.html"
"""

#: Runs a verb that can write no file longer than its first argument says. It compiles nothing:
#: Python 3.11 keeps what a full disk has left of a compiled module.
LIMITED = """
import resource, sys
sys.dont_write_bytecode = True
size = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
from pelican_medium.cli import main
main()
"""

STATES = {"posting", "posted", "unknown", "rejected", "skipped"}

PUSH = "git commit -qam Medium && git pull -q --rebase && git push -q"

LEDGER = "medium_ledger.json"


@dataclass
class Story:
    """One story as its author has it; its token stands in its text and nowhere else."""

    token: str
    name: str
    title: str
    slug: str
    date: str
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
            f"title: {self.title}\ndate: {self.date} 10:00\nslug: {self.slug}\n"
            f"status: {self.status}\ntoken: {self.token}\n{medium}\n{self.token}. {words}.\n"
        )


@dataclass
class Author:
    """Who writes; knows nothing of Medium."""

    chance: random.Random
    stories: dict = field(default_factory=dict)
    number: int = 0
    #: Which story each title belongs to: the author remembers.
    titles: dict = field(default_factory=dict)
    #: Why a story need not be on Medium: it was there at first use, or a person said so.
    old: set = field(default_factory=set)
    skipped: set = field(default_factory=set)

    def any(self):
        return self.chance.choice(list(self.stories.values()))

    def write(self, year=2026):
        self.number += 1
        token = f"story{self.number}x"
        date = f"{year}-01-{self.number % 27 + 1:02}"
        name, title = f"{self.number:02}-post", f"Title {self.number}"
        story = Story(token, name, title, f"s{self.number}", date)
        taken = {other.path for other in self.stories.values()}
        while story.path in taken:
            self.number += 1
            story.name = f"{self.number:02}-post"
        self.stories[token] = story
        self.titles[title] = token
        return story

    def import_old(self):
        """Bring in a story from years before pelican-medium was used here."""
        self.write(year=2019)

    def rename(self):
        self.number += 1
        self.any().name = f"renamed-{self.number}"

    def retitle(self):
        self.number += 1
        story = self.any()
        story.title = f"Another title {self.number}"
        self.titles[story.title] = story.token

    def reslug(self):
        self.number += 1
        self.any().slug = f"slug-{self.number}"

    def move(self):
        story = self.any()
        story.folder = "" if story.folder else "deeper"

    def renumber(self):
        """Make room for a new first one: every file gets the number of the one behind it."""
        plain = [s for s in self.stories.values() if s.name.endswith("-post")]
        for story in plain:
            story.name = f"{int(story.name[:2]) + 1:02}-post"
        self.number += 1

    def delete(self):
        if len(self.stories) > 1:
            del self.stories[self.any().token]

    def reuse(self):
        """Write another story into the file, and perhaps under the slug, of one that goes."""
        story = self.any()
        del self.stories[story.token]
        other = self.write()
        other.name, other.folder = story.name, story.folder
        other.slug = self.chance.choice([story.slug, other.slug])

    def draft(self):
        story = self.any()
        story.status = "published" if story.status == "draft" else "draft"

    def back(self):
        for story in self.stories.values():
            story.status = "published"

    def keep_off(self):
        self.any().medium = "no"

    def want(self):
        self.any().medium = "yes"

    def leave_open(self):
        self.any().medium = ""


class Blog:
    """A laptop, a server with the repository, runners that forget, the live site, and Medium."""

    def __init__(self, site, medium, chance, url, www):
        self.laptop, self.medium, self.chance, self.www = site, medium, chance, www
        self.origin = site.folder.parent / "origin.git"
        self.author = Author(chance)
        self.log = []
        self.seen = Counter()
        self.recorded = {}
        site.use(medium)
        site.environ |= AUTHOR
        site.folder.joinpath("addresses.py").write_text(ADDRESSES)
        site.configure(f'SITEURL = "{url}"\n{CONF}')
        ignored = ["output", "__pycache__", ".medium_outbox.json*", "*.lock", "*.bak"]
        site.folder.joinpath(".gitignore").write_text("\n".join([*ignored, "addresses.json"]))
        site.folder.joinpath(".gitattributes").write_text(f"{LEDGER} merge=medium\n")
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-qm", "Begin")
        self.run(["git", "clone", "-q", "--bare", str(site.folder), str(self.origin)])
        self.git("remote", "add", "origin", str(self.origin))
        self.git("fetch", "-q")
        self.git("branch", "-q", "-u", "origin/main")
        self.drive(site.folder)

    def drive(self, folder):
        command = f"{shlex.join(python())} -m pelican_medium merge-ledger %O %A %B"
        self.git("config", "merge.medium.driver", command, folder=folder)

    def run(self, command, folder=None, *, check=True):
        done = subprocess.run(
            command,
            cwd=folder or self.laptop.folder,
            env=os.environ | self.laptop.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, (command, done.stdout, done.stderr)
        return done

    def git(self, *arguments, folder=None, check=True):
        return self.run(["git", *arguments], folder, check=check)

    def commit(self):
        """Write the stories to disk, and share them."""
        content = self.laptop.folder / "content"
        shutil.rmtree(content)
        for story in self.author.stories.values():
            path = content / story.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(story.text, "utf-8")
        content.mkdir(exist_ok=True)
        content.joinpath(".keep").touch()
        self.sync()

    def sync(self):
        self.git("add", "-A")
        self.git("commit", "-qm", "Write", check=False)
        self.pull()
        self.git("push", "-q")

    def pull(self):
        self.git("pull", "-q", "--no-rebase", "--no-edit")

    def permalinks(self):
        switch = self.laptop.folder / "folders"
        if switch.exists():
            switch.unlink()
        else:
            switch.write_text("yes")
        self.sync()

    def began_long_ago(self):
        """Let the first use have been last summer, before all but the old stories."""
        ledger = self.laptop.ledger
        assert ledger["since"]
        self.laptop.ledger_path.write_text(json.dumps(ledger | {"since": "2025-07-01"}), "utf-8")

    # The machines

    def clone(self, name):
        folder = self.laptop.folder.parent / name
        shutil.rmtree(folder, ignore_errors=True)
        self.git("clone", "-q", str(self.origin), str(folder), folder=self.origin.parent)
        self.drive(folder)
        return type(self.laptop)(folder, self.laptop.environ)

    def build(self, site, **environ):
        """Build, look at what the themes are given, and bring the site live."""
        built = site.build(**environ)
        assert built.returncode == 0, built.stderr
        assert "Traceback" not in built.stdout + built.stderr, built.stdout
        told = json.loads(site.folder.joinpath("addresses.json").read_text("utf-8"))
        of = {post["answer"]["url"]: post["request"]["content"] for post in self.medium.posts}
        for token, url in told.items():
            assert url is None or token in of[url], f"{token} has the address of another story"
        shutil.rmtree(self.www, ignore_errors=True)
        shutil.copytree(site.folder / "output", self.www)

    def runners(self, *names):
        """Build on a runner that is forgotten; return others, that have its outbox."""
        one = self.clone("runner")
        self.build(one, CI="true")
        others = [self.clone(name) for name in names]
        for other in others:
            shutil.copy2(one.outbox_path, other.outbox_path)
        return others

    def finish(self, site):
        if self.git("status", "--porcelain", LEDGER, folder=site.folder).stdout:
            self.run(["sh", "-c", PUSH], site.folder)

    def pipeline(self, *faults):
        """Build on one runner and post on another, as the recipes do; both are forgotten."""
        (two,) = self.runners("runner2")
        self.medium.misbehave(*faults)
        posted = two.shell("post", "--after-save", PUSH, CI="true")
        self.medium.misbehave()
        assert "Traceback" not in posted.stderr, posted.stderr
        self.finish(two)

    def fault(self):
        """Let Medium, or what stands before it, answer as it sometimes does."""
        self.news()
        self.pipeline(self.chance.choice(["drop-after", "500", "429", "challenge", "400"]))

    def news(self):
        """Have something to send: a story nobody has seen yet."""
        self.author.write()
        self.commit()

    def new_and_sent(self):
        self.news()
        before = len(self.medium.posts)
        self.pipeline()
        self.seen["pipeline posts"] += len(self.medium.posts) > before

    def at_home(self):
        """Build on the laptop, which posts at once, and commit."""
        self.news()
        self.build(self.laptop)
        self.sync()

    def diverged(self):
        """Decide on the laptop while a runner posts, perhaps the very same, and merge."""
        self.news()
        self.build(self.laptop, CI="true")
        self.skip_one()
        self.git("commit", "-qam", "Decide", check=False)
        self.pipeline()
        self.sync()

    def both_at_once(self):
        """Fill the outbox on the laptop, and post it by two commands at once."""
        self.news()
        self.build(self.laptop, CI="true")
        self.wait(*[self.start_post(self.laptop) for _ in range(2)])
        self.sync()

    def two_runners(self):
        """Let two runners post the same outbox at once, each with a clone of its own."""
        self.news()
        both = self.runners("runner2", "runner3")
        self.wait(*[self.start_post(site, "--after-save", PUSH) for site in both])
        for site in both:
            self.finish(site)

    def killed(self):
        """Post on the laptop, and die while Medium is answering."""
        self.news()
        self.build(self.laptop, CI="true")
        self.kill(self.laptop)
        self.sync()

    def killed_runner(self):
        """Lose a runner while Medium is answering, and all that it did not push."""
        self.news()
        (two,) = self.runners("runner2")
        self.kill(two, "--after-save", PUSH)
        shutil.rmtree(two.folder)

    def kill(self, site, *options):
        before = self.posts_asked()
        self.medium.misbehave("slow:60")
        one = self.start_post(site, *options)
        while one.poll() is None and self.posts_asked() == before:
            time.sleep(0.02)
        self.seen["killed while posting"] += one.poll() is None
        one.kill()
        one.communicate(timeout=60)
        self.medium.misbehave()

    def full_disk(self):
        """Post where there is no room for what has to be recorded first."""
        self.post_with_room_for(100)
        self.seen["full before the first"] += 1

    def disk_fills(self):
        """Post where the ledger stops growing somewhere in the run, perhaps after a POST."""
        self.post_with_room_for(self.chance.randrange(200, 1200))

    def post_with_room_for(self, more):
        self.news()
        self.build(self.laptop, CI="true")
        before = len(self.medium.posts)
        size = self.laptop.ledger_path.stat().st_size + more
        one = self.start(self.laptop, "-c", LIMITED, str(size), "post")
        (said,) = self.wait(one)
        sent = len(self.medium.posts) > before
        if "cannot be written" in said or "could not be saved" in said:
            self.seen[f"disk full, {'something' if sent else 'nothing'} sent"] += 1
            assert one.returncode != 0
        self.sync()

    def posts_asked(self):
        return sum(seen["method"] == "POST" for seen in self.medium.requests)

    def start_post(self, site, *options):
        return self.start(site, "-m", "pelican_medium", "post", *options)

    def start(self, site, *command):
        return subprocess.Popen(
            [*python(), *command],
            cwd=site.folder,
            env=os.environ | self.laptop.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self, *processes):
        said = [one.communicate(timeout=120)[0] for one in processes]
        assert "Traceback" not in "".join(said), said
        return said

    # A careful person, who looks on Medium before they say anything

    def rows(self):
        told = self.laptop.shell("status", "--all", "--json")
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)["articles"]

    def decide(self):
        """Answer for all that is unknown or held, as the message says."""
        self.pull()
        self.build(self.laptop, CI="true")
        for row in self.rows():
            if row["state"] in {"unknown", "held", "rejected"}:
                self.answer(row)
        self.sync()

    def answer(self, row):
        self.seen[f"{row['state']}, and answered"] += 1
        token = self.token_of(row)
        there = self.on_medium(token)
        offered = f"pelican-medium mark {row['key']} pending" in (row["reason"] or "")
        if there:
            self.say(row, "posted", "--url", there)
        elif row["state"] == "unknown":
            self.say(row, "pending", "--again")
        elif row["state"] == "rejected" or offered:
            self.say(row, self.chance.choice(["pending", "pending", "skipped"]))

    def token_of(self, row):
        """Return which story a row is about: what stands in its file, or had its title."""
        at = [s.token for s in self.author.stories.values() if s.path == row["source_path"]]
        is_new = row["state"] == "held" and at
        return at[0] if is_new else self.author.titles[row["title"]]

    def on_medium(self, token):
        posts = [p for p in self.medium.posts if token in p["request"]["content"]]
        return posts[0]["answer"]["url"] if posts else None

    def say(self, row, *words):
        told = self.laptop.shell("mark", row["key"], *words)
        assert told.returncode == 0, (row, words, told.stderr)
        if words == ("skipped",):
            self.author.skipped.add(self.token_of(row))

    def skip(self):
        """Keep something off Medium that was not sent yet, and take back what was so kept."""
        self.news()
        self.build(self.laptop, CI="true")
        by_hand = [key for key, why in self.whys().items() if why == "by hand"]
        for row in self.rows():
            if row["key"] in by_hand:
                there = self.on_medium(self.token_of(row))
                self.say(row, *(["posted", "--url", there] if there else ["pending"]))
        self.skip_one()
        self.sync()

    def skip_one(self):
        waiting = [row for row in self.rows() if row["state"] == "pending"]
        if waiting:
            self.say(self.chance.choice(waiting), "skipped")

    def whys(self):
        entries = self.laptop.ledger["articles"].items()
        return {key: (entry.get("medium") or {}).get("why") for key, entry in entries}

    # What must hold

    def check(self):
        texts = [post["request"]["content"] for post in self.medium.posts]
        tokens = Counter(re.search(r"story\d+x", text)[0] for text in texts)
        assert set(tokens.values()) <= {1}, f"created twice: {tokens}"
        for text in (self.laptop.ledger_path.read_text("utf-8"), self.shared()):
            entries = json.loads(text)["articles"].values()
            cells = [cell for entry in entries if (cell := entry.get("medium"))]
            assert {cell["state"] for cell in cells} <= STATES
        posted = {c["id"]: c["state"] for c in cells if c.get("id")}  # of the shared one
        assert self.recorded.items() <= posted.items(), "a record was lost"
        self.recorded = posted

    def shared(self):
        return self.git("show", f"main:{LEDGER}", folder=self.origin).stdout

    def end(self):
        """Nothing is lost: each story is on Medium, or is named with why it is not."""
        self.author.back()
        self.commit()
        for _ in range(3):
            self.decide()
            self.pipeline()
            self.check()
        self.decide()
        self.check()
        # A story that is gone may have left its file's name to another one.
        rows = {(row["source_path"], row["title"]): row for row in self.rows()}
        entries = self.laptop.ledger["articles"]
        titles = {post["answer"]["id"]: post["request"]["title"] for post in self.medium.posts}
        unrecorded = [titles[name] for name in titles.keys() ^ self.recorded.keys()]
        assert not unrecorded, f"the ledger does not know {unrecorded}"
        for story in self.author.stories.values():
            row = rows[story.path, story.title]
            there = self.on_medium(story.token)
            state = "posted" if there else "skipped"
            assert (row["state"], row["medium_url"]) == (state, there), (story, row)
            if not there:
                self.check_skipped(story, entries[row["key"]]["medium"])
        assert not {row["state"] for row in rows.values()} & {"pending", "held", "unknown"}

    def check_skipped(self, story, cell):
        is_old = story.token in self.author.old and story.medium != "yes"
        reasons = {
            "Medium: no": story.medium == "no",
            "by hand": story.token in self.author.skipped,
            "before first use": is_old,
        }
        assert reasons[cell["why"]], (story, cell)


#: What each seed does, in another order, each as often as it says.
AUTHORS = {
    **dict.fromkeys(["rename", "retitle", "reslug", "move"], 2),
    **dict.fromkeys(["renumber", "delete", "reuse", "draft", "back", "import_old"], 1),
    **dict.fromkeys(["keep_off", "want", "leave_open"], 1),
}
MACHINES = {
    **dict.fromkeys(["new_and_sent", "pipeline", "fault", "decide"], 2),
    **dict.fromkeys(["at_home", "both_at_once", "two_runners", "killed", "killed_runner"], 1),
    **dict.fromkeys(["full_disk", "disk_fills", "diverged", "skip", "permalinks"], 1),
}

#: What has to have come about in each seed, or it proves little.
SEEN = {
    "pipeline posts",
    "killed while posting",
    "unknown, and answered",
    "disk full, nothing sent",
}


@pytest.fixture
def blog(site, medium, tmp_path, request):
    """A blog of two stories: new ones, or old ones at the first use of pelican-medium."""
    www = tmp_path / "www"
    www.mkdir()
    with serving(functools.partial(Quiet, directory=www)) as url:
        made = Blog(site, medium, random.Random(request.param), url, www)
        for _ in range(2):
            made.author.write(year=2025 if request.param % 2 else 2026)
        if request.param % 2:
            made.author.old.update(made.author.stories)
            site.ledger_path.unlink()
        made.commit()
        if request.param % 2:
            made.build(site)
            made.began_long_ago()
            made.sync()
        made.seed = request.param
        yield made


@pytest.mark.parametrize("blog", range(FIRST, FIRST + SEEDS), indirect=True)
def test_in_any_order_nothing_goes_twice_and_nothing_is_lost(blog):
    """Whatever happens in whatever order; the seed and the steps tell how it came to that."""
    rules = AUTHORS | MACHINES
    deck = random.Random(blog.seed).sample(list(rules), sum(rules.values()), counts=rules.values())
    try:
        for name in deck * ROUNDS:
            blog.log.append(name)
            step(blog, name)
            blog.check()
        blog.log.append("end")
        blog.end()
    except Exception as error:
        raise AssertionError(f"seed {blog.seed}, after {', '.join(blog.log)}: {error}") from error
    print(blog.seed, dict(blog.seen))  # noqa: T201 - for who tries more seeds
    assert {name for name, count in blog.seen.items() if count} >= SEEN


def step(blog, name):
    if name in AUTHORS:
        getattr(blog.author, name)()
        blog.commit()
    else:
        getattr(blog, name)()
