"""What the sandbox keeps in memory."""

import hashlib

from sandboxes import NOW, PNG

from pelican_medium.sandbox.account import Account, Picture, Post, Verdict


def test_posts_are_kept_in_order():
    """And found by their ids."""
    account, posts = Account(), [Post(name, {}, {}, NOW) for name in ("b", "a")]
    for one in posts:
        account.add(one)
    assert account.posts() == posts
    assert (account.post("a"), account.post("c")) == (posts[1], None)


def test_equal_pictures_are_kept_once():
    """Under the checksum of their bytes, with the type they first came with."""
    account = Account()
    md5 = account.keep(Picture(PNG, "image/png"))
    assert md5 == account.keep(Picture(PNG, "image/gif")) == hashlib.md5(PNG).hexdigest()  # noqa: S324
    assert account.picture(md5) == Picture(PNG, "image/png")
    assert account.picture("0") is None


def test_everything_is_forgotten():
    """Posts and pictures."""
    account = Account()
    account.add(Post("a", {}, {}, NOW))
    md5 = account.keep(Picture(PNG, "image/png"))
    account.forget()
    assert (account.posts(), account.picture(md5)) == ([], None)


def test_a_post_shows_the_pictures_that_the_sandbox_has():
    """Those that it did not get have no address."""
    pictures = (Verdict("a.png", "side-loaded", "/images/1"), Verdict("b.png", "failed"))
    assert Post("a", {}, {}, NOW, pictures).picture_urls == {"a.png": "/images/1"}
