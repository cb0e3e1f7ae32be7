"""The sandbox in a browser."""

from bs4 import BeautifulSoup
from sandboxes import EDITED, PNG, ask, content_of, post, posts

from pelican_medium.sandbox import running
from pelican_medium.sandbox.account import Picture
from pelican_medium.sandbox.sideload import NotFetched


def page(sandbox, path="/"):
    reply = ask(sandbox, "GET", path, token=None)
    assert reply.status == 200
    return BeautifulSoup(reply.body, "lxml")


def story_of(sandbox, **fields):
    url = post(sandbox, **fields).json["data"]["url"]
    return page(sandbox, url.removeprefix(sandbox.url))


def test_an_empty_sandbox_says_so(sandbox):
    """The first page somebody opens is not blank."""
    assert "Nothing has been sent here yet." in page(sandbox).get_text()


def test_the_list_shows_the_newest_first(sandbox):
    """Title, status, canonical link, tags, time and pictures of each post."""
    post(sandbox, title="Older")
    post(
        sandbox,
        title="Newer <b>",
        publishStatus="draft",
        tags=["sand"],
        canonicalUrl="https://blog.example.org/newer.html",
        content=content_of("https://x.example/a.png"),
    )
    soup = page(sandbox)
    newer, older = soup.find_all("article")
    assert [newer.h2.get_text(), older.h2.get_text()] == ["Newer <b>", "Older"]
    assert newer.find(href="https://blog.example.org/newer.html")
    assert newer.find(class_="tags").get_text() == "sand"
    assert newer.find("time")["datetime"].endswith("+00:00")
    assert "draft" in newer.get_text()
    assert "0 of 1 pictures side-loaded" in newer.get_text()
    assert "no pictures" in older.get_text()


def test_the_author_and_the_publications_have_pages(sandbox):
    """The addresses the API gives for them lead somewhere."""
    post(sandbox, f"/v1/publications/{EDITED.id}/posts", title="In a publication")
    post(sandbox, title="On the profile")
    assert len(page(sandbox, "/@sandbox").find_all("article")) == 2
    titles = [h2.get_text() for h2 in page(sandbox, f"/{EDITED.slug}").find_all("h2")]
    assert titles == ["In a publication"]
    assert ask(sandbox, "GET", "/no-such-publication", token=None).status == 404


def test_the_portrait_and_the_style_are_served_by_the_sandbox(sandbox):
    """The pages need no network: what they name is here."""
    for path in ("/static/avatar.svg", "/static/sandbox.css"):
        assert ask(sandbox, "GET", path, token=None).status == 200
    assert ask(sandbox, "GET", "/v1/me").json["data"]["imageUrl"].endswith("/static/avatar.svg")


def test_a_story_shows_title_subtitle_author_and_body(sandbox):
    """The title comes from the content's h1, the subtitle from the h2 under it."""
    content = "<div><h1>Big</h1><h2>Small</h2></div><p>Text</p><h2>Section</h2>"
    soup = story_of(sandbox, content=content, title="In listings", license="cc-40-by")
    opening = soup.find(class_="opening")
    assert [tag.name for tag in opening.find_all(["h1", "h2", "p"])] == ["h1", "h2"]
    assert soup.find(class_="body").get_text() == "TextSection"
    assert "Sandbox Author" in soup.find(class_="author").get_text()
    about = soup.find("footer").get_text()
    assert "In listings" in about
    assert "cc-40-by" in about


def test_a_story_is_found_by_the_id_at_its_end(sandbox):
    """A story has one page, whatever stands before its id."""
    data = post(sandbox).json["data"]
    assert page(sandbox, f"/@sandbox/{data['id']}").h1.get_text() == "Dunes"
    assert page(sandbox, f"/@sandbox/other-{data['id']}").h1.get_text() == "Dunes"
    assert ask(sandbox, "GET", "/@sandbox/0123456789ab", token=None).status == 404


def test_a_story_of_a_publication_names_it(sandbox):
    """The author line says where a story is."""
    url = post(sandbox, f"/v1/publications/{EDITED.id}/posts").json["data"]["url"]
    author = page(sandbox, url.removeprefix(sandbox.url)).find(class_="author")
    assert EDITED.name in author.get_text()


def test_a_story_shows_its_pictures_from_the_sandbox():
    """Side-loaded pictures come from here; a missing one leaves its alt text and no caption."""

    def fetch(url):
        if "gone" in url:
            raise NotFetched("status 404")
        return Picture(PNG, "image/png")

    there = (
        '<figure><img src="https://x.example/a.png" alt="A"><figcaption>One</figcaption></figure>'
    )
    gone = there.replace("a.png", "gone.png").replace('"A"', '"Lost"').replace("One", "Two")
    with running(sideload="all", fetch=fetch) as one:
        soup = story_of(one, content=f"<h1>Dunes</h1>{there}{gone}")
        body = soup.find(class_="body")
        assert [image["src"] for image in body.find_all("img")] == [
            posts(one)[0]["pictures"][0]["url"]
        ]
        assert body.get_text() == "OneLost"
        assert "1 of 2 pictures side-loaded" in soup.find("footer").get_text()
        assert "status 404" in soup.find("footer").get_text()


def test_markdown_is_shown_as_it_was_sent(sandbox):
    """The sandbox is no judge of Markdown."""
    soup = story_of(sandbox, content="# Sand\n\n<script>x</script>", contentFormat="markdown")
    assert soup.pre.get_text() == "# Sand\n\n<script>x</script>"
    assert soup.find("script") is None


def test_the_fields_of_a_post_are_escaped(sandbox):
    """Titles, tags and addresses are text on every page."""
    nasty = '"><script>x</script>'
    url = "https://x.example/" + nasty
    soup = story_of(sandbox, title=nasty, tags=[nasty], canonicalUrl=url)
    assert soup.find("script") is None
    assert page(sandbox).find("script") is None
    assert soup.find("footer").find("a")["href"] == url
