"""Publications: which one an article is meant for, and what the account may do there. Pure.

Roles are those of Medium's API documentation ("Publications"): an editor may use every status,
a writer may only send drafts, which wait for an editor, and others may not post.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pelican_medium.model import PUBLICATION_UNASKED, Draft, Note
from pelican_medium.model.errors import ArticleError

#: The better role first: somebody may be listed twice (medium-wordpress-plugin, cb1e79d).
ROLES = ("editor", "writer")

SUBMITTED = "submitted: this draft is no private one, the publication's editors may publish it"

_SUBMISSION = "a draft sent to a publication is a submission, which its editors may publish"


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that the account edits, writes for, or merely follows."""

    id: str
    name: str
    url: str = ""

    @property
    def slug(self) -> str:
        """The last part of its address; "" where it has a domain of its own."""
        return urlsplit(self.url).path.rstrip("/").rpartition("/")[2]

    def __str__(self) -> str:
        """Return its name, with what else it can be called by."""
        return f"“{self.name}” ({', '.join(filter(None, (self.slug, self.id)))})"


def find(wish: str, publications: Iterable[Publication]) -> Publication | None:
    """Return the publication of this id, name, URL slug or address, or None.

    Raises:
        ArticleError: several are called so.
    """
    known = list(publications)
    by_id = [one for one in known if one.id == wish]
    found = by_id or [one for one in known if _folded(wish) in _names(one)]
    if len(found) > 1:
        raise ArticleError(
            f"several publications are called {wish!r}: {_joined(found)}; name it by its id"
        )
    return found[0] if found else None


def _names(publication: Publication) -> set[str]:
    names = {publication.name, publication.slug, publication.url}
    return {_folded(name) for name in names if name}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold().rstrip("/")


def role_of(user_id: str, contributors: Iterable[tuple[str, str]]) -> str | None:
    """Return the better role of a user among (user id, role) pairs, or None."""
    roles = {role for user, role in contributors if user == user_id}
    return next((role for role in ROLES if role in roles), None)


def refused(
    wish: str, found: Publication | None, possible: Sequence[tuple[Publication, str]]
) -> ArticleError:
    """Return the error of an article meant for a publication that is none, or not for us."""
    why = f"you are neither editor nor writer of {found}" if found else "you have none of that name"
    return ArticleError(f"it is meant for the publication {wish!r}, but {why}; {_offer(possible)}")


def _offer(possible: Sequence[tuple[Publication, str]]) -> str:
    if not possible:
        return "there is no publication that you may publish in"
    return "you may publish in " + ", ".join(f"{one} as {role}" for one, role in possible)


def _joined(publications: Iterable[Publication]) -> str:
    return ", ".join(str(one) for one in publications)


def admitted(draft: Draft, publication: Publication, role: str, *, submit_as_writer: bool) -> Draft:
    """Return a draft as it may go to a publication, with what its author should know of that.

    Raises:
        ArticleError: in this role it may not go, or not without the author's explicit word.
    """
    notes = tuple(note for note in draft.notes if note.what != PUBLICATION_UNASKED)
    if role == "editor":
        return replace(draft, notes=notes)
    if draft.publish_status != "draft":
        raise ArticleError(
            f"you are only a writer of {publication}, where writers may send nothing but drafts, "
            f"and its status is {draft.publish_status!r}; with 'draft' it could be submitted: "
            f"{_SUBMISSION}"
        )
    if not submit_as_writer:
        raise ArticleError(
            f"you are a writer of {publication}, and {_SUBMISSION}; if that is what you want, set "
            "MEDIUM_SUBMIT_AS_WRITER = True"
        )
    return replace(draft, notes=(*notes, Note(SUBMITTED, where=publication.name)))
