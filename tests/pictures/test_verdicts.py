"""The table of pictures, cell by cell: a verdict is a function of the facts."""

import pytest

from pelican_medium.pictures.files import Built
from pelican_medium.pictures.looks import Look, State
from pelican_medium.pictures.verdicts import Facts, Verdict, decide, needs_look

LIVE = Look(State.LIVE, "image/png", "image/png", 1000)
GUESSED = Look(State.LIVE, "image/png", "image/png", 1000, told=False)
WEBP = Look(State.LIVE, "image/webp", "image/webp", 1000)
PAGE = Look(State.LIVE, "text/html", "text/html", 1000)
HUGE = Look(State.LIVE, "image/png", "image/png", 40 << 20)
GONE = Look(State.GONE, "HTTP 404")
AWAY = Look(State.AWAY, "HTTP 500")

FILE = Built("image/png", 1000)
DRAWING = Built("image/svg+xml", 1000)
DIAGRAM = Built("image/svg+xml", 1000, holds_html=True)
EMPTY = Built(problem="is empty")
BIG = Built("image/jpeg", 40 << 20)
WIDE = Built("image/png", 1000, pixels=100_000_000)
BIG_GIF = Built("image/gif", 40 << 20)

SIDE, UP, CONVERT, LINK, HOLD = Verdict

OURS = [
    # what lies there, what its address tells, and the verdict for auto, sideload, upload
    (FILE, LIVE, SIDE, SIDE, UP),
    (FILE, GUESSED, UP, SIDE, UP),
    (FILE, GONE, UP, HOLD, UP),
    (FILE, AWAY, UP, HOLD, UP),
    (FILE, PAGE, UP, HOLD, UP),
    (FILE, HUGE, UP, HOLD, UP),
    (None, LIVE, SIDE, SIDE, UP),
    (None, GONE, HOLD, HOLD, HOLD),
    (None, AWAY, HOLD, HOLD, HOLD),
    (None, PAGE, HOLD, HOLD, HOLD),
    (None, WEBP, CONVERT, CONVERT, CONVERT),
    (None, HUGE, CONVERT, CONVERT, CONVERT),
    (EMPTY, LIVE, SIDE, SIDE, UP),
    (EMPTY, GONE, HOLD, HOLD, HOLD),
    (DRAWING, None, CONVERT, CONVERT, CONVERT),
    (DRAWING, AWAY, CONVERT, CONVERT, CONVERT),
    (DIAGRAM, None, LINK, LINK, HOLD),
    (BIG, GONE, CONVERT, HOLD, CONVERT),
    (WIDE, GONE, CONVERT, HOLD, CONVERT),
    (BIG_GIF, GONE, HOLD, HOLD, HOLD),
]


@pytest.mark.parametrize(("built", "look", "auto", "sideload", "upload"), OURS)
def test_a_picture_of_ours(built, look, auto, sideload, upload):
    """Each cell of the contract's table, and what lies between the cells."""
    facts = Facts(own=True, built=built, look=look)
    found = [decide(facts, mode, can_convert=True) for mode in ("auto", "sideload", "upload")]
    assert [decision.verdict for decision in found] == [auto, sideload, upload]


@pytest.mark.parametrize("mode", ["auto", "sideload", "upload"])
@pytest.mark.parametrize(
    ("look", "verdict"),
    [(LIVE, SIDE), (GUESSED, SIDE), (GONE, LINK), (WEBP, LINK), (PAGE, LINK), (HUGE, LINK),
     (AWAY, HOLD), (None, HOLD)],
)  # fmt: skip
def test_a_picture_elsewhere(mode, look, verdict):
    """It is never uploaded, whatever MEDIUM_IMAGES says."""
    facts = Facts(own=False, look=look)
    assert decide(facts, mode, can_convert=True).verdict is verdict


@pytest.mark.parametrize("mode", ["auto", "sideload", "upload"])
def test_without_the_extra_what_must_be_converted_is_a_link(mode):
    """The reason names the extra; what is only too big is held, for a link would lose it."""
    for facts in (Facts(own=True, built=DRAWING), Facts(own=True, look=WEBP)):
        decision = decide(facts, mode, can_convert=False)
        assert decision.verdict is LINK
        assert "pelican-medium[images]" in decision.reason
    big = decide(Facts(own=True, built=BIG, look=GONE), mode, can_convert=False)
    assert big.verdict is HOLD


@pytest.mark.parametrize(("mode", "verdict"), [("auto", UP), ("sideload", HOLD), ("upload", UP)])
def test_a_data_picture_is_ours_and_built(mode, verdict):
    """It can never be live, so waiting for it would be in vain."""
    facts = Facts(own=True, built=FILE, data=True)
    decision = decide(facts, mode, can_convert=True)
    assert (decision.verdict, decision.passing) == (verdict, False)
    assert not needs_look(facts, mode)


@pytest.mark.parametrize(
    ("facts", "modes"),
    [
        (Facts(own=False), {"auto", "sideload", "upload"}),
        (Facts(own=True, built=FILE), {"auto", "sideload"}),
        (Facts(own=True), {"auto", "sideload", "upload"}),
        (Facts(own=True, built=EMPTY), {"auto", "sideload", "upload"}),
        (Facts(own=True, built=DRAWING), set()),
    ],
)
def test_only_what_matters_is_asked(facts, modes):
    """No request is made whose answer could not change the verdict."""
    asked = {mode for mode in ("auto", "sideload", "upload") if needs_look(facts, mode)}
    assert asked == modes


@pytest.mark.parametrize(
    ("facts", "passing"),
    [
        (Facts(own=True, look=GONE), True),
        (Facts(own=False, look=AWAY), True),
        (Facts(own=True, built=FILE, look=GONE), True),
        (Facts(own=True, built=BIG_GIF, look=GONE), None),
    ],
)
def test_what_may_pass_is_worth_waiting_for(facts, passing):
    """A site gets live, another host recovers; a picture that is too big stays so."""
    decision = decide(facts, "sideload", can_convert=True)
    assert decision.verdict is HOLD
    if passing is None:
        decision = decide(facts, "auto", can_convert=True)
        passing = False
    assert decision.passing is passing
