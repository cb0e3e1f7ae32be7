"""The sandbox in a browser: the list of posts, one story, its pictures, and the public feed."""

from __future__ import annotations

import re
from email.utils import format_datetime

from flask import Blueprint, abort, render_template
from markupsafe import Markup
from werkzeug import Response

from pelican_medium.sandbox.account import Post
from pelican_medium.sandbox.cast import USER_ID, USERNAME, find_publication, user_json
from pelican_medium.sandbox.incoming import base
from pelican_medium.sandbox.sideload import PATH
from pelican_medium.sandbox.state import current
from pelican_medium.sandbox.story import read_story

#: Medium's feed shows no more (medium-api-docs#90, #100).
IN_FEED = 10

pages = Blueprint("pages", __name__)


@pages.get("/")
@pages.get(f"/@{USERNAME}")
def list_posts() -> str:
    """Show all posts, newest first."""
    return render_template("list.html", posts=_newest(current().account.posts()), publication=None)


@pages.get("/<slug>")
def list_publication(slug: str) -> str:
    """Show the posts of one publication, newest first."""
    publication = find_publication(slug)
    if publication is None:
        abort(404)
    posts = [post for post in current().account.posts() if post.publication_id == publication.id]
    return render_template("list.html", posts=_newest(posts), publication=publication)


@pages.get(f"/@{USERNAME}/<address>")
def show_post(address: str) -> str:
    """Show one post; only the id at the end of its address counts, as at Medium."""
    post = current().account.post(address.rpartition("-")[2])
    if post is None:
        abort(404)
    request = post.request
    story = read_story(request["content"], request["contentFormat"], post.picture_urls)
    return render_template(
        "story.html",
        post=post,
        publication=find_publication(post.publication_id or ""),
        # read_story lets only known elements and attributes through.
        opening=Markup(story.opening),  # noqa: S704
        rest=Markup(story.rest),  # noqa: S704
    )


@pages.get(f"{PATH}<md5>")
def show_picture(md5: str) -> Response:
    """Send a picture that was uploaded or side-loaded."""
    picture = current().account.picture(md5)
    if picture is None:
        abort(404)
    return Response(picture.body, content_type=picture.type)


@pages.get(f"/feed/@{USERNAME}")
def show_feed() -> Response:
    """Send the newest ten public stories as Medium does: no draft, no canonical address."""
    posts = _newest(current().account.posts())
    public = [post for post in posts if post.answer["publishStatus"] == "public"]
    feed = render_template(
        "feed.xml",
        user=user_json(base()),
        source=f"?source=rss-{USER_ID[:12]}------2",
        posts=[(post, format_datetime(post.created, usegmt=True)) for post in public[:IN_FEED]],
        story=lambda post: _cdata(_story_html(post)),
        cdata=_cdata,
        base=base(),
    )
    return Response(feed, content_type="text/xml; charset=UTF-8")


def _story_html(post: Post) -> str:
    request = post.request
    return read_story(request["content"], request["contentFormat"], post.picture_urls).rest


def _cdata(text: str) -> Markup:
    """Return a text as XML that needs no escapes, without the characters XML cannot hold."""
    clean = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    return Markup(f"<![CDATA[{clean.replace(']]>', ']]]]><![CDATA[>')}]]>")  # noqa: S704


def _newest(posts: list[Post]) -> list[Post]:
    return posts[::-1]
