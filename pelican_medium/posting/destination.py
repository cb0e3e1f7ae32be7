"""Where articles go: Medium, with the network behind it, or why not from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican_medium.model import Draft
from pelican_medium.model.urls import host_of, is_loopback
from pelican_medium.settings import Settings

if TYPE_CHECKING:
    from pelican_medium.medium.client import Medium


def why_not_this_api(site_url: str, api_url: str) -> str | None:
    """Return why a site on this machine must not go to an API elsewhere, or None if it may."""
    if is_loopback(host_of(site_url)) and not is_loopback(host_of(api_url)):
        return f"SITEURL is {site_url}, this machine, where Medium could not fetch a picture"
    return None


def to_medium(settings: Settings) -> Medium:
    """Return Medium as a destination, with the network behind it."""
    from pelican_medium.medium.client import Medium
    from pelican_medium.medium.transport import Transport

    transport = Transport(timeout=settings.timeout, token=settings.token, api_url=settings.api_url)
    return Medium(transport.send, settings.api_url, submit_as_writer=settings.submit_as_writer)


def request_body(draft: Draft) -> dict[str, Any]:
    """Return what is sent of a draft, field by field."""
    from pelican_medium.medium.requests import post_body

    return post_body(draft)
