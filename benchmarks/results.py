"""What a benchmark reports: a ratio, the limit it must keep, and the times behind it."""

from __future__ import annotations

import json
import resource
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report.

    Attributes:
        what: what was measured, against what.
        ratio: how many times the other time; a share where `unit` is "%".
        limit: what it may be at most; None for information only.
        remark: the spread, or the times behind it.
        unit: "%" for a share, "MB" for memory, else a multiple.
    """

    what: str
    ratio: float
    limit: float | None
    remark: str
    unit: str = "×"

    @property
    def verdict(self) -> str:
        """Say whether the limit is kept."""
        if self.limit is None:
            return ""
        return "holds" if self.ratio <= self.limit else "MISSED"


def table(results: Sequence[Result]) -> str:
    """Return the results as lines of text."""
    wide = max(len(result.what) for result in results)
    head = f"{'':{wide}}   ratio    limit  verdict"
    return "\n".join([head, *(_line(result, wide) for result in results)])


def _line(result: Result, wide: int) -> str:
    limit = f"{result.limit:5} {result.unit:2}" if result.limit is not None else " " * 8
    return (
        f"{result.what:{wide}}  {result.ratio:5.2f} {result.unit:2}"
        f" {limit}  {result.verdict:7}  {result.remark}"
    )


def as_json(results: Sequence[Result]) -> str:
    """Return the results for scripts."""
    return json.dumps([asdict(one) | {"verdict": one.verdict} for one in results], indent=2)


def peak_mb() -> float:
    """Return the most memory that this process has had, in megabytes.

    Linux hands `ru_maxrss` down: a small process would seem as large as the one that started it.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return "1.20 to 1.31"."""
    return f"{min(values):.{digits}f} to {max(values):.{digits}f}"
