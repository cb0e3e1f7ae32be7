"""The sandbox in a browser: the list of posts, one story, and its pictures."""

from flask import Blueprint, abort, render_template
from markupsafe import Markup
from werkzeug import Response

from pelican_medium.sandbox.account import Post
from pelican_medium.sandbox.cast import USERNAME, find_publication
from pelican_medium.sandbox.sideload import PATH
from pelican_medium.sandbox.state import current
from pelican_medium.sandbox.story import read_story

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


def _newest(posts: list[Post]) -> list[Post]:
    return posts[::-1]
