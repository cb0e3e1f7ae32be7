"""What to check after pasting, and how each box of Medium's publish dialog has to stand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pelican_medium.desk import dialog, paste
from pelican_medium.desk.lists import Day
from pelican_medium.model import LICENSES, PUBLISH_STATUSES, Draft

DRAFT = Draft("one", "One", "<h1>One</h1>", "https://e.org/one")
DAY = Day(0, 1)


def boxes(day=DAY, **fields):
    return {box.name: box for box in dialog.boxes(replace(DRAFT, **fields), day)}


def test_what_medium_ticks_by_itself_is_named_to_be_unticked():
    """Both boxes that open ticked stand out, and one that is to stay ticked does not."""
    found = boxes()
    assert found["Notify your subscribers"].value == "Untick it"
    assert found["Paywall this story"].value == "Untick it"
    assert found["Notify your subscribers"].attention
    assert found["Paywall this story"].attention
    wished = boxes(notify_followers=True)["Notify your subscribers"]
    assert (wished.value, wished.attention) == ("Leave it ticked", False)


def test_every_licence_and_status_has_words():
    """None of them is shown by the name that only the API knows."""
    assert dialog.LICENCES.keys() == set(LICENSES)
    for status in PUBLISH_STATUSES:
        assert boxes(publish_status=status)["Status"].value != status
    assert boxes(license="cc-40-by-sa")["Licence"].value.endswith("CC BY-SA 4.0")


def test_publication_and_date_are_there_where_they_were_wished():
    """A wished date is said with how to get it, for the editor has no box for it."""
    found = boxes(publication="Tides and Gauges", published_at=datetime(2020, 5, 17, tzinfo=UTC))
    assert found["Publication"].value == "Tides and Gauges"
    assert found["Date"].value == "2020-05-17"
    assert "import" in found["Date"].hint
    assert boxes()["Publication"].value == "None: your own profile"
    assert "Date" not in boxes()


def test_after_two_stories_the_third_one_is_scheduled():
    """Only where it is to be published: a draft can be saved at any time."""
    full = Day(2, 5, free_at=datetime(2026, 11, 27, 8, 0, tzinfo=UTC))
    told = boxes(full, publish_status="public")["Schedule"]
    assert (told.value, told.attention) == ("Later, if Medium refuses", True)
    assert "08:00 on 27 November" in told.hint
    assert boxes(full, publish_status="draft")["Schedule"].value == "No"
    assert boxes(publish_status="public")["Schedule"].value == "No: publish it now"


def checked(html):
    return " ".join(dialog.checks(paste.ready(f"<h1>T</h1>{html}", "")))


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<figure><img src="https://e.org/a.png"></figure>', "1 picture is there"),
        ('<figure><img src="https://e.org/a.png" alt="A"></figure>', "1 alt text is lost"),
        ('<figure><img src="data:image/webp,a" alt="A chart"></figure>', "“A chart” cannot come"),
        ('<figure><img src="data:image/webp,a"></figure>', "without an alt text cannot come"),
        ("<pre>a\nb</pre><pre>c\nd</pre>", "2 code blocks have kept all lines"),
        ("<p>https://youtu.be/a</p>", "1 address has become an embed"),
    ],
)
def test_the_checks_are_about_this_very_story(html, said):
    """Each is said where the story has such a thing, and nowhere else."""
    assert said in checked(html)
    assert said not in checked("<p>a</p><pre>one line</pre>")
    assert checked("<p>a</p>").startswith("The title stands in its own line")
