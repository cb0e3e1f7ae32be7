"""What cleaning costs beside the parse it cannot do without: ``make bench``.

Limits, all ratios of what was measured in the same run: cleaning takes at most twice as long as
BeautifulSoup needs to parse and serialise the same articles, the middle article 2.5 times, and
an article ten times longer takes at most twelve times as long. The exit status is 1 where one is
missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from articles import GROWING, SITE, Article, Writer, article, articles
from bs4 import BeautifulSoup
from results import Result, as_json, table

from pelican_medium import markup

#: The limits: how many times the parse and serialisation, and how many times what a tenth takes.
MOST_COST, MOST_MIDDLE = 2.0, 2.5
MOST_GROWTH = 12.0

#: How long the article is that is made ten times longer: as half of all, in characters.
MIDDLE = 6_580


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and return the exit status."""
    options = _parser().parse_args(arguments)
    measured = read(options.corpus) if options.corpus else articles(options.articles)
    gc.collect()
    gc.freeze()  # so that no measurement pays for looking through the articles and the libraries
    try:
        results = list(_measured(measured, options))
    finally:
        gc.unfreeze()
    print(as_json(results) if options.json else table(results))
    return int(any(result.verdict == "MISSED" for result in results))


def _measured(measured: Sequence[Article], options: argparse.Namespace) -> Iterator[Result]:
    yield from cost(measured, options.rounds)
    if options.steps:
        yield from shares(measured)
    if options.growth:
        yield from growth(options.rounds, options.scale, far=options.far)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make bench", description=(__doc__ or "").split("\n\n")[1]
    )
    add = parser.add_argument
    add("--articles", type=int, default=500, metavar="N", help="clean N made-up articles (500)")
    add("--rounds", type=int, default=3, metavar="N", help="measure each thing N times (3)")
    add("--corpus", type=Path, nargs="+", metavar="FILE.jsonl", help=_CORPUS)
    add("--steps", action="store_true", help="also show what each step of cleaning takes")
    add("--far", action="store_true", help="also show an article 100 times longer")
    add("--no-growth", dest="growth", action="store_false", help="measure no growth")
    add("--scale", type=float, default=1.0, metavar="X", help="let X times as much grow (1)")
    add("--json", action="store_true", help="print JSON")
    return parser


_CORPUS = (
    "clean these articles instead of made-up ones: a JSON object a line, with content, and with "
    "title, siteurl and url where they are known"
)


def read(files: Iterable[Path]) -> list[Article]:
    """Return the articles of some files, a JSON object a line."""
    lines = (line for file in files for line in file.read_text("utf-8").split("\n") if line)
    return [
        Article(
            title=str(found.get("title", "")),
            url=f"{found.get('siteurl', SITE)}/{found.get('url', 'article.html')}",
            html=found["content"],
        )
        for found in map(json.loads, lines)
    ]


# --- Measuring --------------------------------------------------------------------------------


def clean(measured: Article) -> str:
    """Do what a post does."""
    context = markup.Context(base_url=measured.url, title=measured.title)
    return markup.clean(measured.html, context)


def parse_and_serialise(measured: Article) -> str:
    """Do only what every cleaning has to do."""
    return BeautifulSoup(measured.html, "lxml").decode(formatter="minimal")


def seconds(work: Callable[[Article], object], measured: Article) -> float:
    """Return the CPU time of this thread: other work on the machine counts as little as can be.

    What an earlier measurement left is collected before; what this one leaves is, as in a post,
    collected whenever Python does.
    """
    gc.collect()
    start = time.thread_time()
    work(measured)
    return time.thread_time() - start


def cost(measured: Sequence[Article], rounds: int) -> list[Result]:
    """Compare both, article by article, and take each one's best of all rounds."""
    plain = [[0.0] * rounds for _ in measured]
    cleaned = [[0.0] * rounds for _ in measured]
    for number in range(rounds):
        for place, one in enumerate(measured):
            for work, times in _in_turn(number, (parse_and_serialise, plain), (clean, cleaned)):
                times[place][number] = seconds(work, one)
    return _compared(plain, cleaned)


_Measurement = tuple[Callable[[Article], str], list[list[float]]]


def _in_turn(number: int, first: _Measurement, second: _Measurement) -> list[_Measurement]:
    """Let each be the first one in every second round."""
    return [second, first] if number % 2 else [first, second]


def _compared(plain: list[list[float]], cleaned: list[list[float]]) -> list[Result]:
    best_plain, best_cleaned = [min(times) for times in plain], [min(times) for times in cleaned]
    rounds = [
        sum(after) / sum(before)
        for before, after in zip(zip(*plain, strict=True), zip(*cleaned, strict=True), strict=True)
    ]
    single = sorted(after / before for before, after in zip(best_plain, best_cleaned, strict=True))
    times = f"{sum(best_cleaned):.2f} s against {sum(best_plain):.2f} s"
    return [
        Result(
            f"cleaning {len(plain)} articles",
            sum(best_cleaned) / sum(best_plain),
            MOST_COST,
            f"{times}; single rounds {min(rounds):.2f} to {max(rounds):.2f}",
        ),
        Result(
            "the middle one of them",
            statistics.median(single),
            MOST_MIDDLE,
            f"nine in ten {single[len(single) * 9 // 10]:.2f} or less, the worst {single[-1]:.2f}",
        ),
    ]


def shares(measured: Sequence[Article]) -> list[Result]:
    """Show each step of cleaning as a share of the parse and serialisation, in one round."""
    spent: dict[str, float] = defaultdict(float)
    plain, whole, steps = 0.0, 0.0, markup._STEPS
    markup._STEPS = tuple(_timed(step, spent) for step in steps)
    try:
        for one in measured:
            plain += seconds(parse_and_serialise, one)
            whole += seconds(clean, one)
    finally:
        markup._STEPS = steps
    spent["parse and serialise, in cleaning"] = whole - sum(spent.values())
    return [
        Result(f"  {name}", took / plain, None, f"{took:.2f} s") for name, took in spent.items()
    ]


_Step = Callable[[BeautifulSoup, markup.Context], None]


def _timed(step: _Step, spent: dict[str, float]) -> _Step:
    def timed(soup: BeautifulSoup, context: markup.Context) -> None:
        start = time.thread_time()
        step(soup, context)
        spent[f"{step.__module__.rpartition('.')[2]}.{step.__name__}"] += time.thread_time() - start

    return timed


def growth(rounds: int, scale: float, *, far: bool) -> Iterator[Result]:
    """Compare each kind of block with ten times as much of it, and a whole article too."""
    whole = article(1, max(500, round(MIDDLE * scale)))
    yield _grown("an article, 10 times longer", whole, _repeated(whole, 10), rounds)
    if far:
        longest = _grown("an article, 100 times longer", whole, _repeated(whole, 100), rounds)
        yield replace(longest, limit=None)
    for name, block, most in GROWING:
        count = max(10, round(most * scale))
        small, large = (Article(name, SITE, block(Writer(1), n)) for n in (count // 10, count))
        yield _grown(f"{count:,} {name}", small, large, rounds)


def _repeated(whole: Article, times: int) -> Article:
    return Article(whole.title, whole.url, whole.html * times)


def _grown(what: str, small: Article, large: Article, rounds: int) -> Result:
    """Return how much longer the large one takes, its parse beside it."""
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(rounds):
        for work in (clean, parse_and_serialise):
            for one in (small, large):
                times[work.__name__, one.html].append(seconds(work, one))
    best = {measurement: min(took) for measurement, took in times.items()}
    before, after = best["clean", small.html], best["clean", large.html]
    plain = best["parse_and_serialise", large.html]
    parse = plain / best["parse_and_serialise", small.html]
    cleaned = f"{before * 1000:.0f} ms, {after * 1000:.0f} ms"
    remark = f"{cleaned}; the parse {parse:.1f}; cost {after / plain:.2f}"
    return Result(what, after / before, MOST_GROWTH, remark)


if __name__ == "__main__":
    sys.exit(main())
