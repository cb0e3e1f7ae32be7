"""Where articles go: Medium, with the network behind it, or why not from here."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pelican_medium.model import Draft, Request, Response, Send
from pelican_medium.model.urls import host_of, is_loopback, is_public, normal
from pelican_medium.settings import Settings, surroundings

if TYPE_CHECKING:
    from pelican_medium.medium.client import Medium
    from pelican_medium.pictures.files import Site
    from pelican_medium.store.outbox import Outbox

#: Names that mean something in one's own network only (RFC 6761 for localhost, RFC 6762 for local).
_PRIVATE_NAME = re.compile(r"(?:.+\.)?(?:localhost|local)")

_IPV4 = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", re.IGNORECASE)


def why_not_send(settings: Settings, environ: Mapping[str, str], site_url: str) -> str | None:
    """Return why nothing may be sent from here, or None if it may: for build, `post` and desk.

    Args:
        environ: of this very process; an outbox may have come from another machine.
        site_url: SITEURL of the build.
    """
    here = why_not_here(settings, environ, site_url)
    return here or why_not_this_api(site_url, settings.api_url)


def why_not_here(settings: Settings, environ: Mapping[str, str], site_url: str) -> str | None:
    """Return why these surroundings may send nothing, or None if they may."""
    return surroundings.why_not_act(site_url, environ, branch=settings.branch)


def why_not_this_api(site_url: str, api_url: str) -> str | None:
    """Return why a site that only we can reach must not go to an API elsewhere, or None."""
    if is_loopback(host_of(api_url)) or _is_reachable(host_of(site_url) or ""):
        return None
    return f"SITEURL is {site_url}, which Medium and its readers cannot reach"


def why_not_this_outbox(built_for: str, site_url: str) -> str | None:
    """Return why an outbox is not to be sent with these settings, or None if it is.

    Args:
        built_for: SITEURL of the build that wrote it.
        site_url: SITEURL of the settings; an empty one means the outbox's.
    """
    if not site_url or normal(site_url) == normal(built_for):
        return None
    return (
        f"the outbox was built for {built_for}, and SITEURL is {site_url}. Build the site once "
        f"more, or say which it is: -e SITEURL={built_for}"
    )


def _is_reachable(host: str) -> bool:
    """Tell whether a host may be one that the world can reach, by its name or address alone."""
    host = host.rstrip(".").lower()
    if _IPV4.fullmatch(host):  # also as browsers read it: "127.1", "0x7f000001"
        try:
            host = socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            return False
    if ":" in host or _IPV4.fullmatch(host):
        return is_public(host)
    return bool(host) and not _PRIVATE_NAME.fullmatch(host)


def site_of(outbox: Outbox, settings: Settings) -> Site:
    """Return where the site of an outbox is, and where its files lie on this machine."""
    from pelican_medium.pictures.files import Site

    output = settings.site_folder / outbox.output_path
    return Site(outbox.site_url, output, settings.content_path)


def to_medium(settings: Settings, heard: Callable[[Response], object] | None = None) -> Medium:
    """Return Medium as a destination, with the network and the credential there is behind it.

    Args:
        heard: told of each answer, before anything is made of it.
    """
    from pelican_medium.medium.client import Medium
    from pelican_medium.posting import access

    send = access.sender(settings)
    send = _overheard(send, heard) if heard else send
    return Medium(send, settings.api_url, submit_as_writer=settings.submit_as_writer)


def _overheard(send: Send, heard: Callable[[Response], object]) -> Send:
    def sent(request: Request) -> Response:
        answer = send(request)
        heard(answer)
        return answer

    return sent


def request_body(draft: Draft) -> dict[str, Any]:
    """Return what is sent of a draft, field by field."""
    from pelican_medium.medium.requests import post_body

    return post_body(draft)
