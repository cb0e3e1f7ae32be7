"""What the rest needs to know of addresses. Pure functions."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

#: Everything a URL may hold as it is, "%" included: what is already encoded stays so.
_SAFE = "!#$%&'()*+,/:;=?@[]~"

#: Blank and all control characters, which a browser strips from the ends of a URL.
_BLANKS = "".join(map(chr, range(0x21)))

#: What needs no encoding at all, which is nearly every URL there is.
_CLEAN = re.compile(r"https?://[A-Za-z0-9!#$%&'()*+,/:;=?@\[\]~._-]*")

#: Where networks without IPv4 put it (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_EXTENSION = re.compile(r"\.[A-Za-z0-9]+$")


def is_absolute(url: str) -> bool:
    """Tell whether a URL is http(s) with a host."""
    try:
        parts = urlsplit(url.strip())
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as "http://[half" or "http://host:port"
        return False
    return parts.scheme in {"http", "https"} and named and not re.search(r"\s", parts.netloc)


def is_link(url: str) -> bool:
    """Tell whether a stranger's URL may become a link: http(s), and nothing that plays tricks."""
    return is_absolute(url) and url.isprintable() and " " not in url


def is_data(url: str) -> bool:
    """Tell whether an address holds the picture itself."""
    return url.lstrip()[:5].lower() == "data:"


def is_loopback(host: str | None) -> bool:
    """Tell whether a host name or address is this machine itself."""
    if not host:
        return False
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, with no way round.

    Addresses that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are what they carry.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0].strip("[]"))
    except ValueError:
        return False
    carried = _carried(found) if isinstance(found, ipaddress.IPv6Address) else None
    if carried is not None:
        return is_public(str(carried))
    local = isinstance(found, ipaddress.IPv6Address) and found.is_site_local
    return found.is_global and not (found.is_multicast or found.is_reserved or local)


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def is_loopback_address(address: str) -> bool:
    """Tell whether an IP address is this machine, also as an IPv4-mapped one."""
    return is_loopback(address.partition("%")[0].lower().removeprefix("::ffff:"))


def below(site_url: str, url: str) -> str | None:
    """Return a URL's path below a site, still percent-encoded, or None where it lies elsewhere.

    The scheme does not matter: a site's old http addresses are its own. Nor does it whether a
    host or path is written with letters or encoded.
    """
    try:
        site, there = urlsplit(encode(site_url)), urlsplit(encode(url))
        same = bool(site.hostname) and (site.hostname, _port(site)) == (
            there.hostname,
            _port(there),
        )
    except ValueError:
        return None
    prefix = site.path.rstrip("/") + "/"
    return there.path[len(prefix) :] if same and there.path.startswith(prefix) else None


def _port(parts: SplitResult) -> int | None:
    return None if parts.port == {"http": 80, "https": 443}.get(parts.scheme) else parts.port


def host_of(url: str) -> str | None:
    """Return a URL's host in lower case, or None where it has none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port: what a secret may be sent to again."""
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.hostname, parts.port


def resolve(base: str, url: str) -> str:
    """Return a URL made absolute against a base, percent-encoded, as a browser would do it.

    Raises:
        ValueError: the result is no URL at all.
    """
    return encode(urljoin(base, tidy(url)))


def tidy(url: str) -> str:
    """Return a URL as a browser reads it out of an attribute (WHATWG URL, basic URL parser).

    Tabs and newlines go from anywhere in it, blanks and control characters from around it.
    """
    return re.sub(r"[\t\n\r]", "", url).strip(_BLANKS)


def encode(url: str) -> str:
    """Percent-encode what a URL may not hold (blanks, non-ASCII) and IDNA-encode its host.

    Pelican writes such characters as they are ("…/sp ace.png"); what is encoded already stays.

    Raises:
        ValueError: the host cannot be encoded.
    """
    if _CLEAN.fullmatch(url):
        return url
    parts = urlsplit(url)
    rest = (quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, _ascii_host(parts.netloc), *rest))


def _ascii_host(netloc: str) -> str:
    user, at, host = netloc.rpartition("@")
    if re.search(r"\s", netloc):
        raise ValueError(f"the host {netloc!r} is no host name")
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"the host {netloc!r} is no host name") from error
    return quote(user, safe=_SAFE) + at + ascii_host


def normal(url: str) -> str:
    """Return a URL in the one form that compares: lower-case host, no default port, no slash.

    Raises:
        ValueError: its port is no number.
    """
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    port = "" if parts.port in {None, default} else f":{parts.port}"
    return urlunsplit((parts.scheme, host + port, parts.path.rstrip("/"), "", ""))


def canonical(site_url: str, url: str) -> str:
    """Return an article's own absolute URL.

    As Pelican's feeds build it, but for a URL setting that starts with "/": the file lies below
    SITEURL, and a plain join would lose SITEURL's path.

    Raises:
        ValueError: it is no URL.
    """
    relative = url if url.startswith("//") else url.removeprefix("/")
    folder = site_url.rstrip("/") + "/"
    if _PLAIN_PATH.fullmatch(relative) and _joins_plainly(folder):
        return folder + relative
    whole = resolve(folder, relative)
    if not is_absolute(whole):
        raise ValueError(f"{whole!r} is not an address")
    return whole


#: A relative path in which nothing is to be resolved or encoded: no empty part, none that begins
#: with a dot, no scheme.
_PLAIN_PATH = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:/|\Z))+")


@lru_cache(maxsize=8)
def _joins_plainly(folder: str) -> bool:
    """Tell whether a plain path is made absolute by writing it behind this folder's address."""
    try:
        return is_absolute(folder) and resolve(folder, "a/b.c") == f"{folder}a/b.c"
    except ValueError:
        return False


def base(canonical_url: str, save_as: str) -> str:
    """Return what a browser resolves an article's relative URLs against.

    For ``posts/m`` written as ``posts/m/index.html`` servers redirect to ``posts/m/``.
    """
    path = urlsplit(canonical_url).path
    folder = save_as.rpartition("/")[2] == "index.html" and not path.endswith("/")
    if folder and not _EXTENSION.search(path):
        return canonical_url + "/"
    return canonical_url
