"""No advice may lead to a second post: each message that names a command, judged one by one."""

import re

import pytest
from messages import PACKAGE, texts

#: Commands that a message may tell its reader to run; the other texts are not advice.
COMMAND = re.compile(r"pelican-medium (?:mark|post|import-ledger|refresh)|git (?:checkout|config)")

#: What makes an article new. Only somebody who has just looked on Medium may follow that.
MAKES_NEW = re.compile(r"mark \S+ pending")
LOOK_FIRST = re.compile(r"only if it is not\b", re.IGNORECASE)


ADVICE = [
    (str(path.relative_to(PACKAGE)), text)
    for path in sorted(PACKAGE.rglob("*.py"))
    for text, _ in texts(path)
    if COMMAND.search(text)
]

#: How each begins, and why it can be followed: a new message fails until somebody has judged it.
JUDGED = {
    # It only says what is on Medium already, or asks Medium: nothing becomes new.
    "Set the environment variable; without a ": "records",
    "Look on Medium, or try pelican-medium ref": "records",
    "pelican-medium mark {}": "records",  # of what the feed has shown: always posted
    "{} WAS POSTED: id {}, {}. But the ledger": "records",
    "Publish {} on Medium, then: pelican-medi": "records",
    # It sends what waits, which no message makes wait.
    "after the upload:  pelican-medium post --": "sends what waits",
    "One that says posting is being sent by an": "sends what waits",
    "{} ready: {}. Once the site is live: peli": "sends what waits",
    # It makes an article new, for somebody who has looked.
    "An unknown one may be on Medium: look the": "looks first",
    "first use. {} went into {} as ": "looks first",
    "it is dated {}, which is before the first": "looks first",
    "{articles} dated before the first use of ": "looks first",
    "it was not selected when it was new, and ": "looks first",
    "{articles} that were not selected when th": "looks first",
    " It may be on Medium: look there. If it i": "looks first",
    "only if it is not on Medium when you look": "looks first",
    "{} articles have the slug {} in the same ": "looks first",
    "If it is the same article: pelican-medium": "looks first",
    # It touches the ledger's file: a merge forgets nothing, a former one is completed by hand.
    "git config {} '{}'": "merges",
    "{} Let git merge it again with what knows": "merges",
    "{} Repair it by hand, or take back the la": "completes",
}


def judgement(text):
    return next((why for start, why in JUDGED.items() if text.startswith(start)), None)


@pytest.mark.parametrize(("file", "text"), ADVICE, ids=[f"{f} {t[:30]}" for f, t in ADVICE])
def test_each_message_that_names_a_command_was_judged(file, text):
    """What makes an article new says to look on Medium first, in the same breath."""
    why = judgement(text)
    assert why, f"{file}: judge this message: {text}"
    assert bool(MAKES_NEW.search(text)) == (why == "looks first"), text
    if why == "looks first":
        before, _, _ = text.rpartition("pending")
        assert LOOK_FIRST.search(before), text
    if why == "completes":
        assert "look on Medium for what was sent since then" in text


def test_no_judgement_is_left_over():
    """A message that is gone goes from the list, too."""
    gone = [start for start in JUDGED if not any(text.startswith(start) for _, text in ADVICE)]
    assert gone == []


def test_no_message_tells_to_give_another_slug_to_what_may_be_there():
    """Whoever obeys "give it another slug" for an article that was sent would send it twice."""
    shown = [text for path in PACKAGE.rglob("*.py") for text, _ in texts(path)]
    told = [text for text in shown if re.search(r"another slug|rename this one", text)]
    assert told == []
