"""The namespace door: Pelican finds this plugin by itself where ``PLUGINS`` is unset."""

from pelican_medium import register

__all__ = ["register"]
