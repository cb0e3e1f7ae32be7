"""The people and publications of the sandbox: fixed, so that tests and docs can name them."""

from __future__ import annotations

from dataclasses import dataclass

SANDBOX_TOKEN = "sandbox-token"  # noqa: S105 - public by design, it opens nothing but a sandbox
# The one OAuth integration the sandbox knows; as public as its token.
CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105 - public by design
USERNAME = "sandbox"
USER_ID = "5a0db0c5a0db0c5a0db0c5a0db0c5a0db"
EDITOR_ID = "ed170fed170fed170fed170fed170fed1"
PORTRAIT = "/static/avatar.svg"


@dataclass(frozen=True)
class Contributor:
    """Somebody who may put stories into a publication."""

    user_id: str
    role: str


@dataclass(frozen=True)
class Publication:
    """A publication the sandbox's user edits, writes for or merely follows."""

    id: str
    name: str
    slug: str
    description: str
    contributors: tuple[Contributor, ...]

    def to_json(self, base: str) -> dict[str, str]:
        """Return the fields of Medium's API documentation (archived README of medium-api-docs)."""
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "url": f"{base}/{self.slug}",
            "imageUrl": base + PORTRAIT,
        }

    def contributors_json(self) -> list[dict[str, str]]:
        """Return who contributes, each entry with the publication's id as Medium documents it."""
        return [
            {"publicationId": self.id, "userId": one.user_id, "role": one.role}
            for one in self.contributors
        ]

    def role(self) -> str | None:
        """Return ``editor``, ``writer`` or None for the sandbox's user.

        Somebody listed twice is an editor (medium-wordpress-plugin, commit cb1e79d).
        """
        roles = {one.role for one in self.contributors if one.user_id == USER_ID}
        return next((role for role in ("editor", "writer") if role in roles), None)


_STRANGER = Contributor(EDITOR_ID, "editor")

PUBLICATIONS = (
    Publication(
        "ed1707000001",
        "Sandbox Engineering",
        "sandbox-engineering",
        "You are an editor here: any status goes.",
        (_STRANGER, Contributor(USER_ID, "editor")),
    ),
    Publication(
        "a17e70000002",
        "Sandbox Weekly",
        "sandbox-weekly",
        "You are a writer here: only drafts, which wait for an editor.",
        (_STRANGER, Contributor(USER_ID, "writer")),
    ),
    Publication(
        "f0110e000003",
        "Sandbox Reading List",
        "sandbox-reading-list",
        "You only follow this one: you cannot publish here.",
        (_STRANGER,),
    ),
    Publication(
        "b07400000004",
        "Sandbox Both Hats",
        "sandbox-both-hats",
        "You are listed twice here, as a writer and as an editor.",
        (_STRANGER, Contributor(USER_ID, "writer"), Contributor(USER_ID, "editor")),
    ),
)


def user_json(base: str) -> dict[str, str]:
    """Return the answer of ``GET /me`` for a sandbox at ``base``."""
    return {
        "id": USER_ID,
        "username": USERNAME,
        "name": "Sandbox Author",
        "url": f"{base}/@{USERNAME}",
        "imageUrl": base + PORTRAIT,
    }


def find_publication(id_or_slug: str) -> Publication | None:
    """Return the publication with this id or slug, or None."""
    return next((one for one in PUBLICATIONS if id_or_slug in (one.id, one.slug)), None)
