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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from articles import Writer
from results import Result, as_json, spread, table

SIZES = (500, 2_000, 5_000)

#: Times what pelican-sitemap costs, per cent of a plain build, megabytes over a build without us.
MOST_SITEMAP, MOST_SHARE, MOST_MEMORY = 1.8, 2.5, 5.0
MOST_FIRST_USE = 5.0

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
    """Measure a site of so many articles, of which none is new, with or without the peers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, count)
        first = build(folder, "medium")  # makes the ledger: from now on nothing is new
        if count == max(SIZES):
            yield _first_use(first, count)
        plugins = ["medium", *(["sitemap", "seo"] if peers else [])]
        both = [build(folder, *plugins) for _ in range(rounds)]
        alone = [(build(folder), build(folder, "medium")) for _ in range(min(rounds, 2))]
    yield from _compared(count, both, [plain for plain, _ in alone])
    grown = statistics.median(ours["peak_mb"] - plain["peak_mb"] for plain, ours in alone)
    yield Result(f"memory, {count:,} articles", grown, MOST_MEMORY, "peak over a plain build", "MB")


def _first_use(figures: dict[str, Any], count: int) -> Result:
    ours = figures["handlers"]["pelican_medium"]
    share = 100 * ours / (figures["build"] - ours)
    remark = f"{ours:.2f} s of {figures['build']:.1f} s"
    return Result(f"first use, {count:,} articles", share, MOST_FIRST_USE, remark, "%")


def _compared(
    count: int, both: Sequence[dict[str, Any]], plain: Sequence[dict[str, Any]]
) -> Iterator[Result]:
    ours = _handlers(both, "pelican_medium")
    whole = statistics.median(one["build"] for one in plain)
    what = f"nothing new, {count:,} articles"
    shares = [100 * one / whole for one in ours]
    remark = f"{statistics.median(ours):.3f} s of {whole:.1f} s; rounds {spread(shares)}"
    yield Result(f"{what}, of a plain build", statistics.median(shares), MOST_SHARE, remark, "%")
    if sitemap := _handlers(both, "pelican.plugins.sitemap"):
        ratios = [mine / its for mine, its in zip(ours, sitemap, strict=True)]
        each = statistics.median(ours) / count * 1e6
        remark = f"{each:.0f} µs an article; rounds {spread(ratios)}"
        yield Result(f"{what}, against sitemap", statistics.median(ratios), MOST_SITEMAP, remark)
    if seo := _handlers(both, "pelican.plugins.seo"):
        other = 100 * statistics.median(seo) / whole
        yield Result("  pelican-seo on the same, of a plain build", other, None, "", "%")


def _handlers(figures: Sequence[dict[str, Any]], plugin: str) -> list[float]:
    """Return what a plugin's handlers took in each build; none where it was not there."""
    return [one["handlers"][plugin] for one in figures if plugin in one["handlers"]]


def results(rounds: int = 3, sizes: Sequence[int] = SIZES) -> list[Result]:
    """Measure all sizes."""
    return [result for count in sizes for result in measure(count, rounds)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    found = results(options.rounds, options.sizes)
    print(as_json(found) if options.json else table(found))
    return int(any(one.verdict == "MISSED" for one in found))


if __name__ == "__main__":
    sys.exit(main())
