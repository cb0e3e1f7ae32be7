"""An article's key → the name of its page: safe on every system, and one for each key."""

from __future__ import annotations

import hashlib
import re

#: Keys that are their own names. Lower case only: some systems take "A" and "a" for one file.
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_@-]{0,99}")

#: Names that Windows keeps for its devices, whatever follows the first dot (Microsoft, "Naming
#: Files, Paths, and Namespaces"), and that of the index.
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]|index")

_READABLE = 60


def page_name(key: str) -> str:
    """Return the file name of an article's page.

    Any other key gets what is readable of it and, after a tilde, its hash: no plain one has that.
    """
    if _PLAIN.fullmatch(key) and not _RESERVED.fullmatch(key):
        return f"{key}.html"
    readable = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:_READABLE].strip("-")
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{readable or 'article'}~{digest}.html"
