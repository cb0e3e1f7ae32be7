"""pelican-medium: post the new articles of a Pelican site to Medium, once each.

Importing this package must stay light and must not be able to fail: Pelican imports every
namespace plugin it finds on every run, even where ``PLUGINS`` leaves it out, and an exception
in that import ends the build (Pelican's ``load_plugins``).
"""

__version__ = "0.1.0"


def register() -> None:
    """Connect the plugin to Pelican's signals; Pelican calls this once per Pelican object."""
    from pelican_medium import plugin

    plugin.register()
