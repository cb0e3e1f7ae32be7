"""The table of pictures: what becomes of one, by the facts alone. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from pelican_medium.pictures import kinds
from pelican_medium.pictures.files import Built
from pelican_medium.pictures.looks import Look, State


class Verdict(StrEnum):
    """What becomes of a picture."""

    SIDE_LOAD = "side-load"
    UPLOAD = "upload"
    CONVERT = "convert"
    LINK = "link"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a picture.

    Attributes:
        own: whether it lies under SITEURL, or is a ``data:`` one.
        built: what the build wrote for it, or None where nothing is there.
        look: what its address told, or None where nobody asked.
        data: whether it is a ``data:`` one, which has no address to be live at.
    """

    own: bool
    built: Built | None = None
    look: Look | None = None
    data: bool = False

    @property
    def usable(self) -> Built | None:
        """The built file, if it is a picture that can be sent as it is or converted."""
        return self.built if self.built and not self.built.problem else None


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its reason.

    Attributes:
        passing: for a picture that is held: whether it may be there in some minutes.
        from_live: whether the bytes to upload are those of its address, not of a file.
        loses: what the author loses by it, or "".
    """

    verdict: Verdict
    reason: str
    passing: bool = False
    from_live: bool = False
    loses: str = ""


def needs_look(facts: Facts, images: str) -> bool:
    """Tell whether the verdict depends on what the picture's address answers."""
    if facts.data:
        return False
    if not facts.own or facts.usable is None:
        return True
    return images != "upload" and facts.usable.kind in kinds.TAKEN


def decide(facts: Facts, images: str, *, can_convert: bool) -> Decision:
    """Return what becomes of a picture.

    Args:
        images: MEDIUM_IMAGES.
        can_convert: whether what converts its kind is installed.
    """
    if not facts.own:
        return _elsewhere(facts)
    if _is_live(facts) and images != "upload" and not (images == "auto" and _doubtful(facts)):
        return Decision(Verdict.SIDE_LOAD, "live")
    if facts.usable:
        return _built(facts, facts.usable, images, can_convert=can_convert)
    return _only_live(facts, images, can_convert=can_convert)


def _is_live(facts: Facts) -> bool:
    look = facts.look
    fits = look is not None and (look.size is None or look.size <= kinds.MOST_BYTES)
    return look is not None and look.state is State.LIVE and look.kind in kinds.TAKEN and fits


def _doubtful(facts: Facts) -> bool:
    """Tell whether the type is only our guess, and a file is there that needs no guessing."""
    return facts.look is not None and not facts.look.told and facts.usable is not None


def _elsewhere(facts: Facts) -> Decision:
    look = facts.look
    if look is None or look.state is State.AWAY:
        return Decision(Verdict.HOLD, f"cannot be reached ({_told(look)})", passing=True)
    if look.state is State.GONE:
        return Decision(Verdict.LINK, f"it is gone ({look.reason})")
    if _is_live(facts):
        return Decision(Verdict.SIDE_LOAD, "live")
    if look.kind in kinds.TAKEN:
        return Decision(Verdict.LINK, "it is over 25 MB, more than Medium takes")
    return Decision(Verdict.LINK, f"it is {look.reason}, which Medium does not take")


def _built(facts: Facts, built: Built, images: str, *, can_convert: bool) -> Decision:
    if built.holds_html:
        return wordless("it holds HTML (foreignObject), whose words would be lost", images)
    if built.kind in kinds.CONVERTIBLE:
        return _converted(built.kind, can_convert=can_convert, moves=built.moves)
    if images == "sideload" and facts.data:
        why = "is in the page itself, and MEDIUM_IMAGES is 'sideload', which uploads nothing"
        return Decision(Verdict.HOLD, why)
    if images == "sideload":
        return Decision(Verdict.HOLD, f"is not live ({_told(facts.look)})", passing=True)
    why = "" if facts.data or facts.look is None else f"not live ({_told(facts.look)})"
    if too_big := _too_big(built.size, built.pixels):
        return _shrunk(built.kind, too_big, can_convert=can_convert)
    return Decision(Verdict.UPLOAD, why or "from this machine")


def wordless(why: str, images: str) -> Decision:
    """Return what becomes of a drawing that would not show all it says, given MEDIUM_IMAGES."""
    if images == "upload":
        remedy = "give it as a PNG, or allow links (MEDIUM_IMAGES = 'auto')"
        return Decision(Verdict.HOLD, f"cannot be converted: {why}; {remedy}")
    return Decision(Verdict.LINK, f"it cannot be converted: {why}")


def _only_live(facts: Facts, images: str, *, can_convert: bool) -> Decision:
    """Decide on one of ours without a file: the output may be gone while the site is live."""
    look = facts.look
    if look is None or look.state is not State.LIVE or look.kind is None:
        return Decision(Verdict.HOLD, _neither(facts), passing=not facts.data)
    if look.kind in kinds.CONVERTIBLE:
        found = _converted(look.kind, can_convert=can_convert)
        return replace(found, from_live=found.verdict is Verdict.CONVERT)
    if look.kind in kinds.TAKEN and _is_live(facts) and images == "upload":
        return Decision(Verdict.UPLOAD, "from its live address", from_live=True)
    if look.kind in kinds.TAKEN:
        found = _shrunk(look.kind, "over 25 MB", can_convert=can_convert)
        return replace(found, from_live=True)
    return Decision(Verdict.HOLD, _neither(facts), passing=True)


def _neither(facts: Facts) -> str:
    file = "its file " + facts.built.problem if facts.built and facts.built.problem else None
    if facts.data:
        return file or "it is not a picture"
    told = _told(facts.look)
    return f"is not live ({told}), and {file or 'it is not in the output folder'}"


def _told(look: Look | None) -> str:
    return look.reason if look else "nobody asked"


def _converted(kind: str | None, *, can_convert: bool, moves: bool = False) -> Decision:
    if can_convert:
        loses = "an animation became its first picture" if moves else ""
        return Decision(Verdict.CONVERT, f"{kind}, which Medium does not take", loses=loses)
    return Decision(
        Verdict.LINK,
        f"it is {kind}, and pelican-medium[images], which converts it, is not installed",
    )


def _too_big(size: int, pixels: int | None) -> str | None:
    if size > kinds.MOST_BYTES:
        return f"{size / (1 << 20):.0f} MB, over 25"
    if pixels and pixels > kinds.MOST_PIXELS:
        return f"{pixels / 1e6:.0f} megapixels, over {kinds.MOST_PIXELS / 1e6:.0f}"
    return None


def _shrunk(kind: str | None, too_big: str, *, can_convert: bool) -> Decision:
    if kind == "image/gif":
        return Decision(
            Verdict.HOLD, f"is too big for Medium ({too_big}), and a gif is not changed"
        )
    if can_convert:
        smaller = f"picture made smaller: {too_big}"
        return Decision(Verdict.CONVERT, f"made smaller: {too_big}", loses=smaller)
    return Decision(
        Verdict.HOLD,
        f"is too big for Medium ({too_big}); make it smaller, or install pelican-medium[images], "
        "which does",
    )
