"""The benchmarks: they run, measure what they say, and fail where a limit is missed.

What it measures is no test's business: machines are shared.
"""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pelican_medium.markup import Context, clean

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

#: As little as can be measured.
SMALL = ["--articles", "3", "--rounds", "1", "--scale", "0.001"]


@pytest.fixture
def articles(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("articles")


@pytest.fixture
def cleaning(articles):
    return importlib.import_module("cleaning")


@pytest.fixture
def limits(cleaning, monkeypatch):
    """Set both limits to a ratio that nothing can reach, or nothing can keep."""

    def set_limits(ratio):
        monkeypatch.setattr(cleaning, "MOST_COST", ratio)
        monkeypatch.setattr(cleaning, "MOST_MIDDLE", ratio)
        monkeypatch.setattr(cleaning, "MOST_GROWTH", ratio)

    return set_limits


def test_it_runs_as_a_command():
    """What `make bench` calls reports both limits and a verdict for each kind of block."""
    command = [sys.executable, BENCHMARKS / "cleaning.py", *SMALL, "--far", "--steps"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = result.stdout.splitlines()
    assert result.stderr == ""
    assert result.returncode == int("MISSED" in result.stdout)
    assert lines[1].startswith("cleaning 3 articles")
    assert len([line for line in lines if " 12.0 ×" in line]) == 33
    assert len([line for line in lines if "  2.0 ×" in line or "  2.5 ×" in line]) == 2
    assert [line for line in lines if line.startswith("  code.flatten")]


@pytest.mark.parametrize(("ratio", "status"), [(0.0, 1), (1e9, 0)])
def test_a_missed_limit_is_the_exit_status(cleaning, limits, capsys, ratio, status):
    """The command can be used as a check: 1 where one limit is missed, 0 where all hold."""
    limits(ratio)
    assert cleaning.main([*SMALL, "--json"]) == status
    results = json.loads(capsys.readouterr().out)
    assert {result["verdict"] for result in results} == {"MISSED" if status else "holds"}
    assert all(result["ratio"] > 0 for result in results)


def test_it_measures_real_articles_too(cleaning, limits, capsys, tmp_path):
    """A file of articles, a JSON object a line, is cleaned instead of made-up ones."""
    limits(1e9)
    corpus = tmp_path / "blog.jsonl"
    lines = [{"content": "<p>One</p>", "title": "First"}, {"content": "<p>Two</p>"}]
    corpus.write_text("\n".join(map(json.dumps, lines)))
    assert cleaning.main(["--corpus", str(corpus), "--rounds", "1", "--no-growth"]) == 0
    assert "cleaning 2 articles" in capsys.readouterr().out


def test_articles_are_the_same_ones_each_time(articles):
    """Two runs measure the same."""
    assert articles.articles(4) == articles.articles(4)
    assert articles.article(1, 3000) != articles.article(2, 3000)


def test_sizes_are_spread_as_in_real_blogs(articles):
    """A quarter has less than 2,900 characters, half less than 6,580, one in ten over 32,400."""
    sizes = sorted(len(article.html) for article in articles.articles(40))
    assert sizes[8] < 2_900 < sizes[11] < sizes[18] < 6_580 < sizes[21]
    assert sizes[34] < 32_400 < sizes[37] < sizes[39] < 400_000


def test_each_kind_of_block_grows_by_its_count(articles):
    """Ten times the count is about ten times the HTML, and all but a TOC is there when cleaned."""
    for name, block, _ in articles.GROWING:
        small, large = (block(articles.Writer(1), count) for count in (26, 260))
        assert len(large) / len(small) == pytest.approx(10, rel=0.4), name
        context = Context(base_url=articles.SITE)
        assert bool(clean(small, context).strip()) == (block is not articles.contents), name


def test_each_part_of_the_whole_can_be_asked_for(articles, monkeypatch, capsys, tmp_path):
    """`make bench` prints what its parts found, keeps it as JSON, and fails where one missed."""
    bench = importlib.import_module("bench")
    results = importlib.import_module("results")
    good, bad = (results.Result(f"it {n}", n, 1.5, "") for n in (1.0, 2.0))
    monkeypatch.setattr(bench, "PARTS", {"good": lambda: [good], "bad": lambda: [bad]})
    kept = tmp_path / "build/bench.json"
    assert [bench.main([part, "--json", str(kept)]) for part in ("good", "bad")] == [0, 1]
    assert bench.main(["--json", str(kept)]) == 1
    assert [row["verdict"] for row in json.loads(kept.read_text())] == ["holds", "MISSED"]
    assert "it 2.0" in capsys.readouterr().out


def test_a_small_site_is_built_and_measured(articles):
    """The figures of one build name the plugin, what it cost, and the build it was part of."""
    builds = importlib.import_module("builds")
    found = list(builds.measure(3, 1, peers=False))
    assert {one.unit for one in found} == {"%", "MB"}
    assert all(one.ratio >= 0 for one in found if one.unit == "%")


def test_the_outbox_of_a_backfill_is_measured(articles):
    """Writing and reading each say how much memory they took over what must be there anyway."""
    backfill = importlib.import_module("backfill")
    found = backfill.results(20)
    assert [one.unit for one in found] == ["MB", "MB"]
