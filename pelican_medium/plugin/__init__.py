"""Pelican's door: which signal does what.

Bodies are read at ``finalized`` and only there: a build that fails never gets there, every
plugin has had its say by then, and every file is on disk.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from pelican.generators import ArticlesGenerator
from pelican.log import console

from pelican import Pelican, signals
from pelican_medium import settings
from pelican_medium.model.errors import MediumError
from pelican_medium.plugin import collect, places, stack, themes
from pelican_medium.plugin.build import Reporter, finish
from pelican_medium.plugin.collect import Collected
from pelican_medium.plugin.places import Root
from pelican_medium.settings import surroundings
from pelican_medium.store.ledger import Ledger

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Build:
    """One Pelican object's build, with those of the subsites nested in it."""

    named: bool = False
    generator: Any = None
    collected: Collected = field(default_factory=Collected)
    roots: list[Root] = field(default_factory=list)


_builds: WeakKeyDictionary[Pelican, _Build] = WeakKeyDictionary()


@dataclass(slots=True)
class _Farewell:
    """Why nothing was sent, to be said at exit if no build ever gets as far as `finalized`."""

    reason: str | None = None


_farewell = _Farewell()


def register() -> None:
    """Connect to Pelican's signals; connecting the same function again changes nothing."""
    pelican_object = stack.registering()
    if pelican_object is not None:
        _builds[pelican_object] = _Build(named=_is_named(pelican_object.settings["PLUGINS"]))
    signals.initialized.connect(_on_initialized)
    signals.get_generators.connect(_on_get_generators)
    signals.generator_init.connect(themes.add_templates)
    signals.all_generators_finalized.connect(_on_all_generators_finalized)
    signals.finalized.connect(_on_finalized)
    atexit.unregister(_say_farewell)  # each subsite registers again, and would say it again
    atexit.register(_say_farewell)


def _is_named(plugins: Sequence[Any] | None) -> bool:
    """Tell whether the author asked for us; Pelican overwrites PLUGINS once all are loaded."""
    names = {plugin if isinstance(plugin, str) else plugin.__name__ for plugin in plugins or ()}
    return bool(names & {"pelican_medium", "medium", "pelican.plugins.medium"})


def _is_active(pelican_object: Pelican) -> bool:
    """Tell whether the author wants us: merely being installed is no wish."""
    if _build_of(pelican_object).named or settings.is_configured(pelican_object.settings):
        return True
    path = settings.ledger_path(pelican_object.settings)
    return path is not None and path.exists()


def _build_of(pelican_object: Pelican) -> _Build:
    return _builds.setdefault(pelican_object, _Build(named=True))


def _on_initialized(sender: Pelican) -> None:
    if not _is_active(sender):
        return
    settings.hide_secrets(sender.settings)
    if stack.running():
        return
    arguments = stack.arguments()
    if getattr(arguments, "autoreload", False):
        return  # each build says it
    if getattr(arguments, "listen", False):
        _say("nothing is sent, because pelican --listen builds no site.")
        return
    _farewell.reason = "no site was built"


def _on_get_generators(sender: Pelican) -> None:
    if stack.running() == [sender] and _is_active(sender):
        _farewell.reason = "the build did not finish"


def _on_all_generators_finalized(generators: Sequence[Any]) -> None:
    """Keep the articles' generator, and tell each article of its copy on Medium.

    Later than this the themes would not see it; sooner, links are not resolved yet. Nothing
    here may touch an article's content.
    """
    running = stack.running()
    generator = next((g for g in generators if isinstance(g, ArticlesGenerator)), None)
    if not running or generator is None:
        return
    _build_of(running[0]).generator = generator
    if _is_active(running[-1]):
        site_url = running[0].settings["SITEURL"]
        with collect.collecting_no_garbage():
            themes.tell_articles(generator, running[-1].settings, site_url, _environ())


def _on_finalized(sender: Pelican) -> None:
    """Collect; and at the outermost run, act. No error of ours may break the author's build."""
    running = stack.running() or [sender]
    if not _is_active(running[-1]):
        return
    reporter = Reporter(say=_say)
    trouble: Exception | None = None
    try:
        _farewell.reason = None
        _collect(sender, running)
        if running[-1] is sender:
            _act(sender, reporter)
    except Exception as error:  # noqa: BLE001 - whatever it is, the site is built and stays so
        trouble = error
    _log(reporter.warnings, trouble)


def _log(warnings: Sequence[str], trouble: Exception | None) -> None:
    """Log at last, when everything is on disk: under ``--fatal`` the call itself raises."""
    if isinstance(trouble, MediumError):
        logger.error("Medium: %s", trouble)
    elif trouble is not None:
        logger.error(
            "Medium: failed unexpectedly (%s: %s). What was sent is in the ledger, and nothing "
            "more will be sent in this build. 'pelican -D' shows where.",
            type(trouble).__name__,
            trouble,
        )
        logger.debug("Medium: the traceback", exc_info=trouble)
    for warning in warnings:
        logger.warning("Medium: %s", warning)


def _collect(sender: Pelican, running: Sequence[Pelican]) -> None:
    """Read this run's articles, which belong to the outermost run."""
    outermost, site_url = _build_of(running[-1]), sender.settings["SITEURL"]
    generator = _build_of(sender).generator
    if generator is None or _why_not(running[-1]):
        return
    default_lang = str(running[-1].settings["DEFAULT_LANG"])
    outermost.roots.append(_root(sender, running[-1], generator.context))
    contents = collect.published(generator, datetime.now(UTC))
    outermost.collected.add(contents, site_url, default_lang)


def _root(sender: Pelican, outermost: Pelican, context: Mapping[str, Any]) -> Root:
    """Return where a run's site is, and where it lies below the outermost one's output."""
    folder = os.path.relpath(sender.output_path, outermost.output_path).replace(os.sep, "/")
    site_url, files = sender.settings["SITEURL"], context.get("static_content", {}).values()
    return Root(site_url, "" if folder == "." else folder, places.static(files, site_url))


def _why_not(outermost: Pelican) -> str | None:
    return surroundings.why_not_act(
        outermost.settings["SITEURL"],
        _environ(),
        branch=outermost.settings.get(settings.BRANCH),
        autoreload=stack.is_autoreload(),
    )


def _act(sender: Pelican, reporter: Reporter) -> None:
    build = _build_of(sender)
    _builds[sender] = _Build(named=build.named)  # autoreload builds again with the same object
    if reason := _why_not(sender):
        reporter.say(f"nothing was sent, because {reason}.")
        return
    checked = settings.read(sender.settings, _environ())
    finish(Ledger(checked.ledger), build.collected, checked, _environ(), reporter, build.roots)


def _environ() -> dict[str, Any]:
    return settings.what_we_read(os.environ)


def _say(text: str) -> None:
    """Print a line at any verbosity and unwrapped: a log line at INFO nobody would see."""
    console.print(f"Medium: {text}", soft_wrap=True, markup=False, highlight=False)


def _say_farewell() -> None:
    """Say why nothing was sent where no build got far enough to say it."""
    if _farewell.reason:
        sys.stderr.write(f"Medium: nothing was sent, because {_farewell.reason}.\n")
