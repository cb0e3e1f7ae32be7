"""pelican-medium: post the new articles of a Pelican site to Medium, once each.

Importing this package must stay light and must not be able to fail: Pelican imports every
namespace plugin it finds on every run, even where ``PLUGINS`` leaves it out, and an exception
in that import ends the build (Pelican's ``load_plugins``).
"""


def register() -> None:
    """Connect the plugin to Pelican's signals; Pelican calls this once per Pelican object."""
    from pelican_medium import plugin

    plugin.register()


def __getattr__(name: str) -> str:
    """Return ``__version__`` to who asks for it; a build does not."""
    if name == "__version__":
        from importlib.metadata import version

        return version("pelican-medium")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
