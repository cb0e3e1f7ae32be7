"""``make demo``: post the sample site to the sandbox, then build it again and post nothing.

Works on a copy, so the repository stays as it is. The copy is served on a loopback address
while it is built, so that the sandbox can fetch its pictures as Medium would.
"""

import argparse
import contextlib
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

from pelican_medium.sandbox import SANDBOX_TOKEN
from pelican_medium.settings import surroundings

SAMPLE = Path(__file__).parent
READY = re.compile(r"(http://\S+)")


#: Where one picture of the sample lies that is not its own.
ELSEWHERE = "https://pictures.example.org"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing: the demo is about the build."""


@contextlib.contextmanager
def served(folder):
    """Serve the site as its host would, and yield its address."""
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def sandbox():
    """Run the stand-in Medium as a process of its own, and yield its address."""
    command = [sys.executable, "-m", "pelican_medium", "sandbox", "--port", "0"]
    with subprocess.Popen(
        [*command, "--sideload", "loopback"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield READY.search(process.stdout.readline())[1]
        finally:
            process.terminate()


def laptop(url):
    """Return the environment of a build on a laptop, whatever pipeline this runs in."""
    said = surroundings.variables()
    here = {k: v for k, v in os.environ.items() if k not in said}
    return here | {"MEDIUM_API_URL": f"{url}/v1", "MEDIUM_INTEGRATION_TOKEN": SANDBOX_TOKEN}


def build(site, site_url, medium_url):
    print("$ pelican content -s publishconf.py", flush=True)
    command = [sys.executable, "-m", "pelican", "content", "-s", "publishconf.py"]
    subprocess.run(
        [*command, "-e", f"SITEURL={json.dumps(site_url)}"],
        cwd=site,
        env=laptop(medium_url),
        check=True,
    )


def posts(medium_url):
    with urllib.request.urlopen(f"{medium_url}/_sandbox/posts") as answer:
        return json.load(answer)


def show(found):
    for post in found:
        fetched = [picture["verdict"] != "failed" for picture in post["pictures"]]
        data = post["answer"]
        print(
            f"  {data['publishStatus']:<8} {sum(fetched)} of {len(fetched)} pictures  {data['url']}"
        )


def borrow(site, folder, url):
    """Have the one picture of another site on a second address of this machine."""
    for article in (site / "content").rglob("*.md"):
        text = article.read_text("utf-8")
        for path in re.findall(rf"{ELSEWHERE}/([\w./-]+)", text):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(SAMPLE / "content/images/wind-rose-small.png", folder / path)
        article.write_text(text.replace(ELSEWHERE, url), "utf-8")


def demo(folder, keep):
    site = shutil.copytree(SAMPLE, folder / "site")
    for name in (site / "output", folder / "elsewhere"):
        name.mkdir(exist_ok=True)
    with (
        served(site / "output") as site_url,
        served(folder / "elsewhere") as other_url,
        sandbox() as medium_url,
    ):
        borrow(site, folder / "elsewhere", other_url)
        print(f"A stand-in Medium is at {medium_url}, and the sample site in {site}.\n")
        build(site, site_url, medium_url)
        first = posts(medium_url)
        print(f"\nMedium has {len(first)} posts now:")
        show(first)
        print("\nThe same again:\n")
        build(site, site_url, medium_url)
        again = len(posts(medium_url)) - len(first)
        print(
            f"\nPosted by the second build: {again}. The ledger is {site / 'medium_ledger.json'}."
        )
        if keep:
            print(f"\nLook at {medium_url} and {site_url}; Ctrl-C ends both.", flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                threading.Event().wait()
        return 0 if first and not again else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave everything running to look at")
    keep = parser.parse_args().keep
    with tempfile.TemporaryDirectory(prefix="pelican-medium-demo-") as folder:
        return demo(Path(folder), keep)


if __name__ == "__main__":
    sys.exit(main())
