"""Each message that asks its reader to do something stands on the page about messages."""

import re

import pytest
from messages import PACKAGE, texts
from test_docs import DOCS, PAGES

PAGE = PAGES["troubleshooting"]

#: What asks for action: it names a command of ours, or a clause of it begins with an order.
ORDERS = (
    "add|ask|build|check|choose|commit|copy|correct|export|git add|give|go on|have|install|keep it"
    "|let git|log in|look|make|move|name|open|paste|publish|put|remove|repair|report|run|save|say"
    "|see|set|start|take|try|upload|use|wait|write"
)
ASKS = re.compile(
    rf"pelican-medium [a-z-]+|(?:^|[.:;,({{}}] |\band |\bor )(?:please )?(?:{ORDERS})\b",
    re.IGNORECASE,
)

#: Files that hold no messages: the stand-in, the desk's own instructions, titles of documents …
SILENT = re.compile(
    r"sandbox/|markup/|cli/(?:__init__|group|newcomer|recipe)\.py|medium/requests\.py"
    r"|desk/(?:dialog|lists|page|paste|sheets)\.py|settings/providers\.py"
)
#: … and the few texts that would be taken for an order.
NO_ORDERS = {
    "Open Sans",
    "being sent, try …",
    ", see …",
    "Made by 'pelican-medium preview', which may replace or delete the files named below.",
}


def asking():
    """Yield file and text of each message that asks for action, what is filled in as ….

    Help is on the page of commands.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not SILENT.match(name):
            for text, is_help in texts(path):
                shown = one_line(re.sub(r"\{\w*\}", "…", text))
                if not is_help and " " in shown and ASKS.search(text) and shown not in NO_ORDERS:
                    yield name, shown


def one_line(text):
    return " ".join(text.split())


MESSAGES = dict.fromkeys(asking())


@pytest.mark.parametrize(("file", "text"), MESSAGES, ids=[f"{f} {t[:40]}" for f, t in MESSAGES])
def test_each_message_that_asks_for_action_is_explained(file, text):
    """Whoever searches the page for a message finds it, word for word."""
    assert text in one_line(PAGE), f"{file}: explain this in docs/troubleshooting.md: {text}"


def test_no_message_is_explained_that_nobody_sees():
    """A message that is gone from the package goes from the page."""
    shown = {text for _, text in MESSAGES}
    blocks = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert [line for block in blocks for line in block.splitlines() if line not in shown] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_makes_an_article_new_without_a_look(page):
    """Wherever a page tells to mark something pending, it says to look on Medium first."""
    said = re.sub(r"```text.*?```", "", PAGES[page], flags=re.DOTALL)
    for paragraph in re.split(r"\n\n|\n- |\n\| ", said):
        if re.search(r"mark \S+ pending", paragraph):
            assert re.search(r"only if|look", paragraph, re.IGNORECASE), paragraph


def test_the_collector_finds_messages():
    """If nothing were found, nothing could be missing."""
    assert len(MESSAGES) > 100
    assert "pelican-medium mark KEY pending" in DOCS
