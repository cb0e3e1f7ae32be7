"""What the plugin costs inside a build, beside pelican-sitemap and pelican-seo in the same build.

Sites of 500, 2,000 and 5,000 articles are built with nothing new for Medium, and one of 5,000
for the first time. The figures are CPU time of the plugins' signal handlers (`one_build.py`).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from articles import Writer
from results import Result, as_json, spread, table

#: How many articles, and in how many rounds: where one takes long, its noise is evened out.
SIZES = {500: 7, 2_000: 5, 5_000: 3}

#: pelican-seo opens every page, and takes longer than a build: these few tell its share.
SEO_ARTICLES = 200

#: Times what pelican-sitemap costs, per cent of a plain build, megabytes over a build without us.
MOST_SITEMAP, MOST_SHARE, MOST_MEMORY = 1.8, 2.5, 5.0
MOST_FIRST_USE = 5.0

OURS, SITEMAP = "pelican_medium", "pelican.plugins.sitemap"

SETTINGS = """
SITENAME, SITEURL, PATH, OUTPUT_PATH = "Bench", "https://bench.example", "content", "output"
TIMEZONE, DEFAULT_LANG, THEME, CACHE_CONTENT = "UTC", "en", "simple", False
AUTHOR = "Somebody"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
SITEMAP, SEO_REPORT, SEO_ENHANCER = {"format": "xml"}, False, True
MEDIUM_POST_ON = "deploy"
"""


def make(folder: Path, count: int) -> None:
    """Write the sources of a site of so many articles, the same ones each time."""
    content = folder / "content"
    content.mkdir(parents=True)
    writer = Writer(1)
    for number in range(count):
        text = "\n\n".join(writer.words(80, least=60) for _ in range(4))
        (content / f"a{number:05}.md").write_text(
            f"Title: {writer.words(6, least=3)} {number}\nSlug: a{number:05}\n"
            f"Date: 20{10 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02} 10:00\n"
            f"Tags: one, two\nSummary: {writer.words(12, least=8)}\n\n{text}\n\n"
            f"![a picture]({{static}}/p.png) and [a link](https://example.org/{number})\n",
            "utf-8",
        )


def post_some(folder: Path, share: int = 10) -> None:
    """Have the ledger say that one article in so many is on Medium for everybody to read."""
    ledger = folder / "medium_ledger.json"
    data = json.loads(ledger.read_text("utf-8"))
    index = json.loads((folder / ".medium_outbox.json").read_text("utf-8"))["index"]
    for number, article in enumerate(sorted(index, key=lambda row: row["key"])):
        if number % share == 0:
            data["articles"][article["key"]]["medium"] = {
                "state": "posted", "by": "api", "id": f"{number:012x}",
                "url": f"https://medium.com/@somebody/{number:012x}",
                "at": "2026-11-21T08:00:00Z", "publish_status": "public",
                "fingerprint": article["fingerprint"],
            }  # fmt: skip
    ledger.write_text(json.dumps(data, indent=2, sort_keys=True) + "\n", "utf-8")


def settle(folder: Path, *plugins: str) -> Path:
    """Write settings with these plugins and no others, and return their path."""
    path = folder / f"conf_{'_'.join(p.rpartition('.')[2] for p in plugins) or 'plain'}.py"
    path.write_text(f"{SETTINGS}PLUGINS = {list(plugins)!r}\n", "utf-8")
    return path


def build(folder: Path, *plugins: str) -> dict[str, Any]:
    """Build in a process of its own, and return its figures."""
    script = Path(__file__).with_name("one_build.py")
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, str(script), settle(folder, *plugins).name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(count: int, rounds: int, *, peers: bool = True) -> Iterator[Result]:
    """Measure a site of so many articles: its first use, then builds of which none is new."""
    with _site(count) as folder:
        first = [_first(folder) for _ in range(2 if count == max(SIZES) else 1)]
        post_some(folder)
        both = [build(folder, "medium", *["sitemap"] * peers) for _ in range(rounds)]
        grown = build(folder, "medium")["peak_mb"] - build(folder)["peak_mb"]
    if count == max(SIZES):
        yield _share(f"first use, {count:,} articles", first, MOST_FIRST_USE)
    what = f"nothing new, {count:,} articles"
    yield _share(f"{what}, of a plain build", both, MOST_SHARE)
    if peers:
        ratios = [_handlers(one, OURS) / _handlers(one, SITEMAP) for one in both]
        each = statistics.median(_handlers(one, OURS) for one in both) / count * 1e6
        remark = f"{each:.0f} µs an article; rounds {spread(ratios)}"
        yield Result(f"{what}, against sitemap", statistics.median(ratios), MOST_SITEMAP, remark)
    yield Result(f"memory, {count:,} articles", grown, MOST_MEMORY, "peak over a plain build", "MB")


@contextmanager
def _site(count: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        make(Path(name), count)
        yield Path(name)


def _first(folder: Path) -> dict[str, Any]:
    """Build for the first time, which makes the ledger: after that nothing is new."""
    (folder / "medium_ledger.json").unlink(missing_ok=True)
    return build(folder, "medium")


def _handlers(figures: dict[str, Any], plugin: str) -> float:
    seconds: float = figures["handlers"][plugin]
    return seconds


def _share(
    what: str, builds: Sequence[dict[str, Any]], limit: float | None, plugin: str = OURS
) -> Result:
    """Return a plugin's share of what the very same builds take without any plugin."""
    ours = [_handlers(one, plugin) for one in builds]
    plain = [one["build"] - sum(one["handlers"].values()) for one in builds]
    shares = [100 * mine / rest for mine, rest in zip(ours, plain, strict=True)]
    seconds = f"{statistics.median(ours):.3f} s of {statistics.median(plain):.1f} s"
    return Result(
        what, statistics.median(shares), limit, f"{seconds}; rounds {spread(shares)}", "%"
    )


def _seo() -> Result:
    with _site(SEO_ARTICLES) as folder:
        what = f"  pelican-seo on {SEO_ARTICLES} articles only, of a plain build"
        return _share(what, [build(folder, "seo")], None, "pelican.plugins.seo")


def results(rounds: int | None = None, sizes: Iterable[int] = SIZES) -> list[Result]:
    """Measure all sizes, and a peer on a small one.

    Args:
        rounds: how many for each size; by default as `SIZES` says.
    """
    found = [one for count in sizes for one in measure(count, rounds or SIZES.get(count, 3))]
    return [*found, _seo()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, help="how many for each size")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    found = results(options.rounds, options.sizes)
    print(as_json(found) if options.json else table(found))
    return int(any(one.verdict == "MISSED" for one in found))


if __name__ == "__main__":
    sys.exit(main())
