"""Answers and articles nobody thought of, for as long as one likes.

The tests run a bounded number of each; ``make fuzz`` more:

    python tests/fuzzing.py answers 500000 --seed 1
    python tests/fuzzing.py articles 50000

Each case comes from its number alone, so one that fails can be run again by it.
"""

import argparse
import json
import random
import re
import sys
import time
from html import unescape
from urllib.parse import urlsplit

from conversations import DRAFT, HTML, INTO, JSON, PAGE
from drafts import make
from referee import SCHEMES, faults

from pelican_medium.medium import answers, feed, oauth
from pelican_medium.model import Response, Token
from pelican_medium.model.errors import (
    ArticleError,
    FateUnknown,
    FeedError,
    HeldBack,
    NotSent,
    Rejected,
    UploadError,
)

#: Seconds that no single case may take.
LONGEST = 10.0

# --- Answers ---------------------------------------------------------------------------------

STATUSES = (
    200, 201, 202, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 405, 408, 409, 413, 415, 418,
    422, 425, 429, 431, 451, 500, 501, 502, 503, 504, 520, 599, 100, 999, 0,
)  # fmt: skip
CODES = (-1, 0, 1007, 2000, 2003, 6000, 6003, 6005, 6006, 6027, 10**40, 1.5, "6003", None, True, [])
TEXTS = (
    "", "e6f36a", "draft", "public", "\x1b[2J", "\u202e", "\ud800", "a" * 5000,
    "javascript:alert(1)",
    "https://medium.com/@you/e6f36a", "https://[::1", "//x", "http://", "not allowed to publish in",
    "data:text/html,<script>", "https://x.example/\x00", "<b>", "📷", "Retry-After: 1\r\nX: y",
)  # fmt: skip
NAMES = (
    "data", "errors", "id", "url", "code", "message", "publishStatus", "username", "name", "role",
    "userId", "access_token", "refresh_token", "expires_at", "scope", "\ud800",
)  # fmt: skip
FEED = (
    b"<rss><channel><item><title>T</title><link>https://medium.com/p/x?source=1</link>"
    b"<guid>https://medium.com/p/x</guid><description>&lt;a href='https://b.example/'&gt;"
    b"</description></item></channel></rss>"
)
HEADERS = (
    {}, JSON, HTML, {"Retry-After": "30"}, {"Retry-After": "9" * 400}, {"Retry-After": "\x00"},
    {"Date": "Sat, 21 Nov 2026 08:00:00 GMT", "Retry-After": "Sat, 21 Nov 2026 08:00:20 GMT"},
    {"Date": "Sat, 21 Nov 99999 08:00:00 GMT"}, {"content-type": "\x00html"},
)  # fmt: skip


def value(luck, depth=0):
    """Return any JSON there is, with a liking for what Medium's looks like."""
    kind = luck.randrange(8 if depth < 4 else 5)
    if kind < 2:
        return luck.choice(TEXTS)
    if kind == 2:
        return luck.choice(CODES)
    if kind == 3:
        return luck.choice((luck.randrange(-(10**12), 10**13), luck.random() * 1e300))
    if kind == 4:
        return luck.choice((None, True, False))
    if kind == 5:
        return [value(luck, depth + 1) for _ in range(luck.randrange(4))]
    return {luck.choice(NAMES): value(luck, depth + 1) for _ in range(luck.randrange(5))}


def body(luck):
    """Return the bytes of an answer: Medium's envelopes, a page, nonsense, or one broken off."""
    kind = luck.randrange(10)
    if kind < 3:
        whole = {"data": {name: value(luck, 3) for name in luck.sample(NAMES, 6)}}
    elif kind < 6:
        error = {"message": luck.choice(TEXTS), "code": luck.choice(CODES)}
        whole = {"errors": [error, value(luck, 2)][: luck.randrange(3)]}
    elif kind < 8:
        whole = value(luck)
    else:
        raw = (PAGE, b"", b"\xff\xfe", b"[" * 100_000, FEED, luck.randbytes(40), b'{"data":NaN}')
        return broken(luck, luck.choice(raw))
    text = json.dumps(whole, ensure_ascii=luck.random() < 0.8)
    return broken(luck, text.encode("utf-8", "replace"))


def broken(luck, data):
    """Return some bytes as they are, or with a few of them changed, doubled or gone."""
    if luck.random() < 0.6 or not data:
        return data
    start = luck.randrange(len(data))
    end = min(len(data), start + luck.randrange(20))
    return data[:start] + luck.choice((b"", luck.randbytes(3), data[start:end] * 2)) + data[end:]


def answer_case(seed):
    """Read one answer in every way there is, and hold what comes of it to the contract."""
    luck = random.Random(seed)
    said = Response(luck.choice(STATUSES), luck.choice(HEADERS), body(luck))
    for act, allowed in (
        (lambda: answers.read_account(said), NotSent),
        (lambda: answers.read_publications(said), NotSent),
        (lambda: answers.read_role(said, "e6f36a"), NotSent),
        (lambda: read_image(said), (NotSent, UploadError)),
        (lambda: read_feed(said.body), FeedError),
        (lambda: oauth.read_grant(said, Token("kept")), ()),
        (lambda: (answers.retry_after(said), answers.date_of(said), oauth.refusal(said)), ()),
    ):
        try:
            act()
        except allowed as error:
            check_message(error)
    for draft in (DRAFT, INTO):
        read_receipt(said, draft)


def read_receipt(said, draft):
    """Read what became of a post: only what cannot have been created may be sent again."""
    try:
        receipt = answers.read_receipt(said, draft)
    except (HeldBack, NotSent, Rejected) as error:
        assert said.status < 300 or 400 <= said.status < 500, said
        assert said.status != 408, said
        check_message(error)
    except FateUnknown as error:
        check_message(error)
    else:
        assert 200 <= said.status < 300, said
        assert receipt.id.isprintable(), receipt
        check_address(receipt.url)


def read_image(said):
    check_address(answers.read_image(said))


def read_feed(data):
    for story in feed.parse(data):
        for address in (story.url, *story.links):
            check_address(address)


def check_message(error):
    """What is said fits on a terminal, and cannot command it."""
    assert str(error).isprintable(), str(error)
    assert len(str(error)) < 900, str(error)


def check_address(url):
    """What becomes a link leads to the web and nowhere else."""
    assert urlsplit(url).scheme in {"http", "https"}, url
    assert url.isprintable(), url


# --- Articles --------------------------------------------------------------------------------

ELEMENTS = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "code",
    "a",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "sup",
    "sub",
    "br",
    "hr",
    "img",
    "figure",
    "figcaption",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "span",
    "section",
    "article",
    "aside",
    "details",
    "summary",
    "script",
    "style",
    "iframe",
    "video",
    "audio",
    "source",
    "svg",
    "math",
    "mi",
    "mo",
    "mrow",
    "mfrac",
    "msup",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "template",
    "noscript",
    "ruby",
    "rt",
    "kbd",
    "mark",
    "q",
    "abbr",
    "cite",
    "small",
    "ins",
    "del",
    "center",
    "font",
    "marquee",
]
ATTRIBUTES = (
    'href="https://x.example/a b"', 'href="javascript:alert(1)"', 'href="#top"', 'href="/up"',
    'href=" java\tscript:x"', 'src="/p.png"', 'src="data:image/png;base64,AA"', 'src="//h/p.png"',
    'src="javascript:x"', 'id="top"', 'name="top"', 'class="highlight"', 'class="language-python"',
    'class="footnote"', 'class="math"', 'style="display:none"', 'onclick="x()"', 'alt="A <b>"',
    'srcset="/a.png 1x, javascript:x 2x"', 'colspan="3"', 'rowspan="9999999"', 'start="-5"',
    'data-x="&#0;"', "hidden", 'href=""', 'href="https://[::1"', 'href="mailto:a@b.example"',
)  # fmt: skip
WORDS = (
    "Sand", "a b", " ", "\n\n", "&lt;script&gt;", "&nbsp;", "&#0;", "&#x1b;", "]]>", "<!--", "-->",
    "\\(x^2\\)", "$$\\frac{a}{b}$$", "\\[\\]", "https://youtu.be/x", "\u202e", "\u200b", "\ud800",
    "日本語", "é\u0301", "\x0b", "<![CDATA[x]]>", "{{ x }}", "| a | b |", "&", "<", ">", "x" * 300,
)  # fmt: skip


def markup(luck, depth=0):
    """Return HTML as no reader would write it: nested anyhow, closed or not."""
    pieces = []
    for _ in range(luck.randrange(1, 6)):
        if depth > 6 or luck.random() < 0.4:
            pieces.append(luck.choice(WORDS))
            continue
        name = luck.choice(ELEMENTS)
        attributes = " ".join(luck.sample(ATTRIBUTES, luck.randrange(3)))
        closing = f"</{luck.choice((name, name, name, luck.choice(ELEMENTS)))}>"
        closing = closing if luck.random() < 0.9 else ""
        pieces.append(f"<{name} {attributes}>{markup(luck, depth + 1)}{closing}")
    return "".join(pieces)


def draft_of(seed):
    """Return the draft of one article, or None where it cannot be sent as it is."""
    luck = random.Random(seed)
    changes = {
        "title": "".join(luck.choice(WORDS) for _ in range(luck.randrange(1, 4))),
        "content": markup(luck),
        "tags": tuple(luck.sample(WORDS, luck.randrange(4))),
        "summary": luck.choice(("", markup(luck, 5))),
    }
    try:
        return make(**changes)
    except ArticleError:
        return None


def article_case(seed):
    """Make a draft of one article: no address in it leads anywhere but where Medium links to."""
    draft = draft_of(seed)
    for name, url in re.findall(r'<\w+[^>]* (href|src)="([^"]*)"', draft.content if draft else ""):
        # A picture in the text itself is uploaded, or becomes a link, when it is sent.
        allowed = {"http", "https", "data"} if name == "src" else SCHEMES
        assert urlsplit(unescape(url)).scheme in allowed, url


def refereed_case(seed):
    """Make a draft of one article, and hold all of it to what Medium takes."""
    draft = draft_of(seed)
    wrong = faults(draft.content) if draft else []
    assert wrong == [], wrong


CASES = {"answers": answer_case, "articles": article_case, "refereed": refereed_case}


def run(kind, count, seed=0):
    """Run that many cases; return the longest one's seconds and its number.

    Raises:
        AssertionError: a case broke its rules or took too long; the message names its number.
    """
    case, longest = CASES[kind], (0.0, seed)
    for number in range(seed, seed + count):
        start = time.perf_counter()
        try:
            case(number)
        except Exception as error:  # whatever it is, its number has to be told
            error.add_note(f"{kind} case {number}")
            raise
        took = time.perf_counter() - start
        assert took < LONGEST, f"{kind} case {number} took {took:.1f} s"
        longest = max(longest, (took, number))
    return longest


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=CASES)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    begun = time.perf_counter()
    slowest, which = run(asked.kind, asked.count, asked.seed)
    sys.stdout.write(
        f"{asked.count} {asked.kind} in {time.perf_counter() - begun:.0f} s without a complaint; "
        f"the slowest, {which}, took {slowest * 1000:.0f} ms\n"
    )
