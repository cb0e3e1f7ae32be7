AUTHOR = "The shed keeper"
SITENAME = "Breakwater Notes"
SITEURL = ""

PATH = "content"

TIMEZONE = "Europe/Dublin"

DEFAULT_LANG = "en"

# Feed generation is usually not desired when developing
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

# Blogroll
LINKS = [
    ("Pelican", "https://getpelican.com/"),
    ("Python.org", "https://www.python.org/"),
    ("Jinja2", "https://palletsprojects.com/p/jinja/"),
    ("You can modify those links in your config file", "#"),
]

# Social widget
SOCIAL = [
    ("You can add links in your config file", "#"),
    ("Another social link", "#"),
]

DEFAULT_PAGINATION = 10

# Uncomment following line if you want document-relative URLs when developing
# RELATIVE_URLS = True

# Up to here the file is what pelican-quickstart makes; below is what this blog adds.

DEFAULT_CATEGORY = "notes"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"

# One folder per article, so that a picture named "images/x.png" belongs to that article.
ARTICLE_URL = "{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = "{date:%Y}/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/{date:%Y}/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/{date:%Y}/{slug}/index.html"

STATIC_PATHS = ["images", "files", "extra"]
EXTRA_PATH_METADATA = {
    "extra/gust-strip.png": {"path": "2026/drawing-the-wind-rose/images/gust-strip.png"},
}

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.admonition": {},
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html5",
}

PLUGINS = ["pelican_medium"]
