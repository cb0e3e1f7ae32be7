"""Builds one site in this process and says what each plugin's signal handlers took, as JSON.

    python benchmarks/one_build.py SETTINGS

Each handler is timed where it is connected, so two plugins are measured in the very same build,
and what Pelican does by itself is in neither.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import blinker
from results import peak_mb

#: Plugins by the module their handlers are defined in.
PLUGINS = ("pelican_medium", "pelican.plugins.sitemap", "pelican.plugins.seo")

spent: dict[str, float] = defaultdict(float)
_kept: dict[int, Any] = {}
_connect = blinker.Signal.connect


def _plugin_of(receiver: Any) -> str | None:
    module = getattr(receiver, "__module__", "") or ""
    return next((name for name in PLUGINS if f"{module}.".startswith(f"{name}.")), None)


def _timed(receiver: Callable[..., Any], plugin: str) -> Callable[..., Any]:
    def handler(*arguments: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return receiver(*arguments, **named)
        finally:
            spent[plugin] += time.process_time() - start

    return handler


def connect(signal: Any, receiver: Any, sender: Any = blinker.ANY, weak: bool = True) -> Any:  # noqa: FBT001, FBT002 - blinker's own
    """Connect a plugin's handler with a clock around it, and all others as they are."""
    plugin = _plugin_of(receiver)
    if plugin is None:
        return _connect(signal, receiver, sender, weak)
    key = hash((id(signal), getattr(receiver, "__func__", receiver), plugin))
    if key not in _kept:  # connecting the same handler twice is once, as in blinker
        _kept[key] = _timed(receiver, plugin)
        _connect(signal, _kept[key], sender, weak=False)
    return receiver


def main() -> None:
    """Build, and print the figures on the last line."""
    blinker.Signal.connect = connect  # type: ignore[method-assign, assignment]
    from pelican import main as pelican

    start = time.process_time()
    sys.argv = ["pelican", "content", "-s", sys.argv[1], "-q"]
    pelican()
    took = time.process_time() - start
    print(json.dumps({"build": took, "peak_mb": peak_mb(), "handlers": spent}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
