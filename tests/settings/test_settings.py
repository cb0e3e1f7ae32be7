"""Settings: each default, each wrong value, and every problem at once."""

import copy
import math
import os
from pathlib import Path

import pytest

from pelican_medium import settings
from pelican_medium.model import LICENSES, PUBLISH_STATUSES, Token
from pelican_medium.model.errors import SettingsError
from pelican_medium.model.text import nearest

SECRET = "2c9f8e7d6b5a4c3d2e1f0a9b8c7d6e5f4a3b2c1d"


@pytest.fixture
def site(tmp_path):
    """The settings any site has, in a folder of its own."""
    (tmp_path / "content").mkdir()
    (tmp_path / "output").mkdir()
    return {
        "PATH": str(tmp_path / "content"),
        "OUTPUT_PATH": str(tmp_path / "output"),
        "SITEURL": "https://blog.example.org",
        "SITENAME": "A blog",
        "DEFAULT_LANG": "en",
    }


def problems(site, environ=None, **given):
    """What is wrong with these settings."""
    with pytest.raises(SettingsError) as caught:
        settings.read({**site, **given}, environ or {})
    return caught.value.problems


def a_function(*arguments):
    return arguments


# --- Defaults and right values ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("token", None),
        ("api_url", "https://api.medium.com/v1"),
        ("post_on", "build"),
        ("select", "all"),
        ("languages", None),
        ("publish_status", "draft"),
        ("publication", None),
        ("submit_as_writer", False),
        ("license", "all-rights-reserved"),
        ("notify_followers", False),
        ("backdate", False),
        ("max_tags", 3),
        ("tag_map", {}),
        ("article", None),
        ("images", "auto"),
        ("cover", True),
        ("tables", "auto"),
        ("math", "auto"),
        ("pictures_path", "medium"),
        ("branch", None),
        ("client_id", None),
        ("client_secret", None),
        ("refresh_token", None),
        ("max_posts_per_run", 5),
        ("daily_limit", 10),
        ("feed_url", None),
        ("timeout", 40),
        ("warnings", ()),
        ("api", None),
    ],
)
def test_defaults(site, field, expected):
    """What the author does not set is as the contract says."""
    assert getattr(settings.read(site, {}), field) == expected


def test_the_default_footer_links_to_the_original(site):
    """Without a word of the author, the post says where it was published first."""
    footers = settings.read(site, {}).footer
    assert "Originally published at" in footers["en"]
    assert all('href="{canonical}"' in footer for footer in footers.values())


def test_default_places(site, tmp_path):
    """Ledger and outbox lie beside the content folder."""
    found = settings.read(site, {})
    assert found.ledger == tmp_path / "medium_ledger.json"
    assert found.outbox == tmp_path / ".medium_outbox.json"


def test_every_setting_has_a_field(site):
    """Each known name stands in `Settings` under its lower-case name."""
    found = settings.read(site, {})
    for name in set(settings.NAMES) - {settings.TOKEN}:
        assert hasattr(found, name.removeprefix("MEDIUM_").lower())


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("MEDIUM_POST_ON", "build", "build"),
        ("MEDIUM_POST_ON", "deploy", "deploy"),
        ("MEDIUM_SELECT", "marked", "marked"),
        ("MEDIUM_SELECT", a_function, a_function),
        ("MEDIUM_LANGUAGES", ["en", "FR", "pt-BR"], ("en", "fr", "pt-br")),
        ("MEDIUM_LANGUAGES", ["pt_BR", " de "], ("pt-br", "de")),
        ("MEDIUM_LANGUAGES", ("en",), ("en",)),
        ("MEDIUM_LANGUAGES", [], ()),
        *[("MEDIUM_PUBLISH_STATUS", status, status) for status in PUBLISH_STATUSES],
        ("MEDIUM_PUBLICATION", " The Startup ", "The Startup"),
        ("MEDIUM_SUBMIT_AS_WRITER", True, True),
        *[("MEDIUM_LICENSE", licence, licence) for licence in LICENSES],
        ("MEDIUM_NOTIFY_FOLLOWERS", True, True),
        ("MEDIUM_BACKDATE", True, True),
        ("MEDIUM_MAX_TAGS", 1, 1),
        ("MEDIUM_MAX_TAGS", 5, 5),
        ("MEDIUM_TAG_MAP", {"py": "Python"}, {"py": "Python"}),
        ("MEDIUM_FOOTER", "", ""),
        ("MEDIUM_FOOTER", "<p>{title} {site} {date} {url} {{x}}</p>", None),
        ("MEDIUM_FOOTER", {"en": "{url}", "fr": ""}, None),
        ("MEDIUM_ARTICLE", a_function, a_function),
        ("MEDIUM_IMAGES", "sideload", "sideload"),
        ("MEDIUM_IMAGES", "upload", "upload"),
        ("MEDIUM_COVER", False, False),
        ("MEDIUM_TABLES", "list", "list"),
        ("MEDIUM_TABLES", "text", "text"),
        ("MEDIUM_MATH", "picture", "picture"),
        ("MEDIUM_MATH", "text", "text"),
        ("MEDIUM_PICTURES_PATH", "", ""),
        ("MEDIUM_PICTURES_PATH", "images/medium/", "images/medium"),
        ("MEDIUM_PICTURES_PATH", Path("images") / "medium", "images/medium"),
        ("MEDIUM_BRANCH", " live ", "live"),
        ("MEDIUM_MAX_POSTS_PER_RUN", 0, 0),
        ("MEDIUM_DAILY_LIMIT", 0, 0),
        ("MEDIUM_FEED_URL", "https://medium.com/feed/@me", "https://medium.com/feed/@me"),
        ("MEDIUM_TIMEOUT", 0.5, 0.5),
        ("MEDIUM_TIMEOUT", 600, 600),
    ],
)
def test_right_values(site, name, value, expected):
    """Each setting takes what its row in the contract says."""
    found = settings.read({**site, name: value}, {})
    assert getattr(found, name.removeprefix("MEDIUM_").lower()) == (
        value if expected is None else expected
    )


def test_what_pelican_says_of_the_site(site):
    """SITEURL loses its slash, DEFAULT_LANG its capitals; missing ones are empty, not an error."""
    found = settings.read({**site, "SITEURL": "https://e.org/b/", "DEFAULT_LANG": "EN"}, {})
    assert (found.site_url, found.site_name, found.default_lang) == (
        "https://e.org/b",
        "A blog",
        "en",
    )
    bare = settings.read({"PATH": site["PATH"], "OUTPUT_PATH": site["OUTPUT_PATH"]}, {})
    assert (bare.site_url, bare.site_name, bare.default_lang) == ("", "", "en")


def test_reading_changes_nothing(site):
    """The author's own settings are left as they were."""
    given = {**site, "MEDIUM_TAG_MAP": {"a": "b"}, "MEDIUM_LANGUAGES": ["EN"]}
    before = copy.deepcopy(given)
    settings.read(given, {})
    assert given == before


# --- Wrong values -----------------------------------------------------------------------------

YES_OR_NO = "True or False"
WRONG = [
    ("MEDIUM_POST_ON", "publish", "'build', 'deploy'"),
    ("MEDIUM_POST_ON", None, "'build', 'deploy'"),
    ("MEDIUM_POST_ON", ["build"], "'build', 'deploy'"),
    ("MEDIUM_SELECT", "none", "'all', 'marked' or a function"),
    ("MEDIUM_SELECT", True, "'all', 'marked' or a function"),
    ("MEDIUM_SELECT", ["all"], "'all', 'marked' or a function"),
    ("MEDIUM_SELECT", None, "'all', 'marked' or a function"),
    ("MEDIUM_LANGUAGES", "en", "['en']"),
    ("MEDIUM_LANGUAGES", [1], "['en']"),
    ("MEDIUM_LANGUAGES", {"en"}, "['en']"),
    ("MEDIUM_PUBLISH_STATUS", "published", "'draft', 'public', 'unlisted'"),
    ("MEDIUM_PUBLISH_STATUS", "Draft", "'draft', 'public', 'unlisted'"),
    ("MEDIUM_PUBLISH_STATUS", None, "'draft', 'public', 'unlisted'"),
    ("MEDIUM_PUBLICATION", "", "not empty"),
    ("MEDIUM_PUBLICATION", " ", "not empty"),
    ("MEDIUM_PUBLICATION", 17, "a text"),
    ("MEDIUM_SUBMIT_AS_WRITER", "yes", YES_OR_NO),
    ("MEDIUM_LICENSE", "MIT", "'cc-40-by-sa'"),
    ("MEDIUM_LICENSE", "CC-40-BY", "'cc-40-by'"),
    ("MEDIUM_LICENSE", None, "'public-domain'"),
    ("MEDIUM_NOTIFY_FOLLOWERS", 1, YES_OR_NO),
    ("MEDIUM_NOTIFY_FOLLOWERS", "False", YES_OR_NO),
    ("MEDIUM_BACKDATE", "no", YES_OR_NO),
    ("MEDIUM_BACKDATE", None, YES_OR_NO),
    ("MEDIUM_MAX_TAGS", 0, "from 1 to 5"),
    ("MEDIUM_MAX_TAGS", 6, "from 1 to 5"),
    ("MEDIUM_MAX_TAGS", True, "whole number"),
    ("MEDIUM_MAX_TAGS", 3.0, "whole number"),
    ("MEDIUM_MAX_TAGS", "3", "whole number"),
    ("MEDIUM_MAX_TAGS", None, "whole number"),
    ("MEDIUM_TAG_MAP", None, "dict"),
    ("MEDIUM_TAG_MAP", [("a", "b")], "dict"),
    ("MEDIUM_TAG_MAP", {"a": 1}, "dict"),
    ("MEDIUM_TAG_MAP", {"a": ["b"]}, "dict"),
    ("MEDIUM_FOOTER", None, "'' for none"),
    ("MEDIUM_FOOTER", ["x"], "'' for none"),
    ("MEDIUM_FOOTER", {"en": None}, "'' for none"),
    ("MEDIUM_FOOTER", "<p>{link}</p>", "{url}, {title}, {site}, {date}, {canonical}, {original}"),
    ("MEDIUM_FOOTER", "<p>{}</p>", "{{ }}"),
    ("MEDIUM_FOOTER", "<style>p {color: red}</style>", "{{ }}"),
    ("MEDIUM_FOOTER", "<p>{url</p>", "{{ }}"),
    ("MEDIUM_FOOTER", "<p>}</p>", "{{ }}"),
    ("MEDIUM_FOOTER", "<p>{url.host}</p>", "{{ }}"),
    ("MEDIUM_FOOTER", "<p>{url[0]}</p>", "{{ }}"),
    ("MEDIUM_FOOTER", "<p>{url[host]}</p>", "{{ }}"),
    ("MEDIUM_FOOTER", "<p>{date:%Y}</p>", "{{ }}"),
    ("MEDIUM_FOOTER", {"en": "{url}", "fr": "{lien}"}, "{{ }}"),
    ("MEDIUM_ARTICLE", "my_module.hook", "function"),
    ("MEDIUM_ARTICLE", [], "function"),
    ("MEDIUM_IMAGES", "none", "'auto', 'sideload', 'upload'"),
    ("MEDIUM_IMAGES", True, "'auto', 'sideload', 'upload'"),
    ("MEDIUM_COVER", 0, YES_OR_NO),
    ("MEDIUM_COVER", "cover.png", YES_OR_NO),
    ("MEDIUM_TABLES", "image", "'auto', 'text', 'list'"),
    ("MEDIUM_TABLES", None, "'auto', 'text', 'list'"),
    ("MEDIUM_MATH", "pictures", "'auto', 'picture', 'text'"),
    ("MEDIUM_MATH", True, "'auto', 'picture', 'text'"),
    *[
        ("MEDIUM_PICTURES_PATH", value, "inside the output folder")
        for value in (".", "/", "/srv/medium", "../medium", "a/../../b", "C:/x", r"\\srv\x", "a\0")
    ],
    *[("MEDIUM_PICTURES_PATH", value, "or ''") for value in (None, False, 5, b"medium")],
    ("MEDIUM_BRANCH", "", "not empty"),
    ("MEDIUM_BRANCH", ["main"], "a text"),
    ("MEDIUM_MAX_POSTS_PER_RUN", -1, "at least 0"),
    ("MEDIUM_MAX_POSTS_PER_RUN", None, "whole number"),
    ("MEDIUM_MAX_POSTS_PER_RUN", False, "whole number"),
    ("MEDIUM_DAILY_LIMIT", -1, "at least 0"),
    ("MEDIUM_DAILY_LIMIT", "10", "whole number"),
    ("MEDIUM_LEDGER", "", "path of a file"),
    ("MEDIUM_LEDGER", None, "path of a file"),
    ("MEDIUM_LEDGER", 5, "path of a file"),
    ("MEDIUM_OUTBOX", "", "path of a file"),
    ("MEDIUM_OUTBOX", False, "path of a file"),
    ("MEDIUM_FEED_URL", "medium.com/feed/@me", "absolute http(s) URL"),
    ("MEDIUM_FEED_URL", "", "absolute http(s) URL"),
    ("MEDIUM_FEED_URL", 5, "absolute http(s) URL"),
    ("MEDIUM_TIMEOUT", 0, "above 0, at most 600"),
    ("MEDIUM_TIMEOUT", -1, "above 0"),
    ("MEDIUM_TIMEOUT", 601, "at most 600"),
    ("MEDIUM_TIMEOUT", math.inf, "at most 600"),
    ("MEDIUM_TIMEOUT", math.nan, "number of seconds"),
    ("MEDIUM_TIMEOUT", "40", "number of seconds"),
    ("MEDIUM_TIMEOUT", True, "number of seconds"),
    ("MEDIUM_TIMEOUT", None, "number of seconds"),
]


@pytest.mark.parametrize(("name", "value", "allowed"), WRONG)
def test_a_wrong_value_is_explained(site, name, value, allowed):
    """The one problem names the setting, its value, and what may stand there."""
    (problem,) = problems(site, **{name: value})
    assert problem.startswith(f"{name} = {value!r}")
    assert allowed in problem


def test_a_long_value_is_shown_in_part(site):
    """A value that fills the screen is cut, the name and the advice are not."""
    (problem,) = problems(site, MEDIUM_FOOTER="<p>{no}</p>" + "x" * 5000)
    assert len(problem) < 300
    assert problem.startswith("MEDIUM_FOOTER = '<p>{no}</p>xxx")


def test_all_problems_come_at_once(site, tmp_path):
    """One build shows everything there is to repair, each once."""
    found = problems(
        site,
        {"MEDIUM_API_URL": "nowhere"},
        MEDIUM_INTEGRATION_TOKEN="",
        MEDIUM_LICENSE="MIT",
        MEDIUM_MAX_TAGS=9,
        MEDIUM_PUBLISH_STAUTS="public",
        MEDIUM_LEDGER=str(tmp_path / "output" / "l.json"),
        MEDIUM_OUTBOX=str(tmp_path / "output" / "o.json"),
    )
    named = sorted(problem.split()[0].rstrip(":") for problem in found)
    assert named == [
        "MEDIUM_API_URL",
        "MEDIUM_INTEGRATION_TOKEN",
        "MEDIUM_LEDGER",
        "MEDIUM_LICENSE",
        "MEDIUM_MAX_TAGS",
        "MEDIUM_OUTBOX",
        "MEDIUM_PUBLISH_STAUTS",
    ]


def test_the_message_holds_every_problem(site):
    """Whoever prints the error prints them all."""
    with pytest.raises(SettingsError) as caught:
        settings.read({**site, "MEDIUM_LICENSE": "MIT", "MEDIUM_TIMEOUT": 0}, {})
    assert str(caught.value).splitlines() == list(caught.value.problems)


# --- Unknown names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("MEDIUM_PUBLISH_STAUTS", "MEDIUM_PUBLISH_STATUS"),
        ("MEDIUM_LICENCE", "MEDIUM_LICENSE"),
        ("MEDIUM_LANGUAGE", "MEDIUM_LANGUAGES"),
        ("MEDIUM_FOOTERS", "MEDIUM_FOOTER"),
        ("MEDIUM_INTEGRATION_TOKENS", "MEDIUM_INTEGRATION_TOKEN"),
        ("MEDIUM_MAX_POST_PER_RUN", "MEDIUM_MAX_POSTS_PER_RUN"),
        ("MEDIUM_DAILYLIMIT", "MEDIUM_DAILY_LIMIT"),
        ("MEDIUM_ARTICLES", "MEDIUM_ARTICLE"),
    ],
)
def test_a_name_near_a_known_one_is_an_error(site, name, meant):
    """A slip of the pen must not silently fall back to a default; the right name is given."""
    (problem,) = problems(site, **{name: "x"})
    assert problem == f"{name} is no setting of pelican-medium; did you mean {meant}?"


@pytest.mark.parametrize("name", ["MEDIUM_THEME_COLOUR", "MEDIUM_USERNAME", "MEDIUM_"])
def test_a_name_far_from_all_is_a_warning(site, name):
    """A theme's own MEDIUM_… setting only earns a word, which names the nearest of ours."""
    (warning,) = settings.read({**site, name: "x"}, {}).warnings
    assert warning.startswith(f"{name} is no setting of pelican-medium and has no effect")
    nearest = warning.rpartition("nearest: ")[2].rstrip(").")
    assert nearest in settings.NAMES


@pytest.mark.parametrize("name", ["MEDIUM", "THEME_MEDIUM_URL", "medium_license", "SITEURL"])
def test_names_of_others_are_not_looked_at(site, name):
    """Only what begins with MEDIUM_ is our business."""
    assert settings.read({**site, name: "https://x.example"}, {}).warnings == ()


# --- The token --------------------------------------------------------------------------------


def test_the_environment_comes_first_for_the_token(site):
    """MEDIUM_INTEGRATION_TOKEN of the environment wins over that of the settings."""
    given = {**site, "MEDIUM_INTEGRATION_TOKEN": "from-settings"}
    assert settings.read(given, {}).token.reveal() == "from-settings"
    found = settings.read(given, {"MEDIUM_INTEGRATION_TOKEN": "from-environment"})
    assert found.token.reveal() == "from-environment"


def test_no_token_is_no_problem(site):
    """``os.environ.get(…)`` in the settings may give None."""
    assert settings.read({**site, "MEDIUM_INTEGRATION_TOKEN": None}, {}).token is None


BAD_TOKENS = [
    ("", "empty"),
    ("   ", "empty"),
    ("\n", "empty"),
    (f"{SECRET}\n", "line breaks"),
    (f" {SECRET}", "blanks"),
    (f"{SECRET[:9]} {SECRET[9:]}", "blanks"),
    (f"{SECRET}\u00e9", "no token has"),
    (f"{SECRET}\u200b", "no token has"),
    (f"{SECRET}\x00", "no token has"),
    (SECRET.encode(), "must be a text"),
    (12345, "must be a text"),
    ([SECRET], "must be a text"),
]


@pytest.mark.parametrize(("token", "why"), BAD_TOKENS)
def test_a_bad_token_is_explained_but_not_shown(site, token, why):
    """The message says what is wrong with the token, and never holds any of it."""
    with pytest.raises(SettingsError) as caught:
        settings.read({**site, "MEDIUM_INTEGRATION_TOKEN": token}, {})
    (problem,) = caught.value.problems
    assert problem.startswith("MEDIUM_INTEGRATION_TOKEN: ")
    assert why in problem
    for shown in (str(caught.value), repr(caught.value), repr(caught.value.args)):
        assert SECRET[:9] not in shown
        assert "12345" not in shown


@pytest.mark.parametrize(("token", "why"), [row for row in BAD_TOKENS if isinstance(row[0], str)])
def test_a_bad_token_of_the_environment_is_refused_too(site, token, why):
    """An empty secret of a pipeline does not fall back to the settings' token."""
    found = problems(
        site, {"MEDIUM_INTEGRATION_TOKEN": token}, MEDIUM_INTEGRATION_TOKEN="from-settings"
    )
    assert why in found[0]


def test_no_repr_shows_the_token(site):
    """Settings and token can be printed, formatted and logged without harm."""
    found = settings.read(site, {"MEDIUM_INTEGRATION_TOKEN": SECRET})
    assert found.token.reveal() == SECRET
    for shown in (repr(found), str(found), f"{found.token}", f"{found.token!r}", "%s" % found):  # noqa: UP031 - one of the ways
        assert SECRET not in shown
    assert repr(Token(SECRET)) == "Token(****)"


# --- An integration's own secrets -------------------------------------------------------------

INTEGRATION = ("MEDIUM_CLIENT_ID", "MEDIUM_CLIENT_SECRET", "MEDIUM_REFRESH_TOKEN")


def revealed(found):
    """The three secrets of an integration, as they would be sent."""
    secrets = (found.client_id, found.client_secret, found.refresh_token)
    return [secret and secret.reveal() for secret in secrets]


def test_the_environment_comes_first_for_an_integration(site):
    """Each of the three stands in the settings or, before them, in the environment."""
    given = {**site, **dict.fromkeys(INTEGRATION, "of-settings")}
    assert revealed(settings.read(given, {})) == ["of-settings"] * 3
    environ = dict.fromkeys(INTEGRATION, "of-environment")
    assert revealed(settings.read(given, environ)) == ["of-environment"] * 3


@pytest.mark.parametrize("name", INTEGRATION)
@pytest.mark.parametrize(("value", "why"), BAD_TOKENS)
def test_a_bad_secret_is_explained_but_not_shown(site, name, value, why):
    """What goes for the token goes for the secrets of an integration."""
    given = {**dict.fromkeys(INTEGRATION, "good"), name: value}
    (problem,) = problems(site, **given)
    assert problem.startswith(f"{name}: ")
    assert why in problem
    assert SECRET[:9] not in problem


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (["MEDIUM_CLIENT_ID"], "MEDIUM_CLIENT_SECRET must"),
        (["MEDIUM_CLIENT_SECRET"], "MEDIUM_CLIENT_ID must"),
        (["MEDIUM_REFRESH_TOKEN"], "MEDIUM_CLIENT_ID and MEDIUM_CLIENT_SECRET must"),
        (["MEDIUM_CLIENT_ID", "MEDIUM_REFRESH_TOKEN"], "MEDIUM_CLIENT_SECRET must"),
    ],
)
def test_half_an_integration_is_explained(site, given, missing):
    """No access token comes of one half, so what is missing is said before any request."""
    (problem,) = problems(site, dict.fromkeys(given, "x"))
    assert problem.startswith(missing)


def test_the_refresh_token_may_be_kept_elsewhere(site):
    """Whoever signs in with `pelican-medium login` has it from there."""
    environ = {"MEDIUM_CLIENT_ID": "id", "MEDIUM_CLIENT_SECRET": "secret"}
    assert revealed(settings.read(site, environ)) == ["id", "secret", None]


def test_no_secret_is_ever_shown(site):
    """Neither the settings read, nor Pelican's own, nor what we keep of the environment."""
    environ = dict.fromkeys(settings.SECRETS, SECRET)
    kept = settings.what_we_read({**environ, "PATH": "/bin"})
    assert kept.keys() == environ.keys()
    pelican_settings = {**site, **environ}
    settings.hide_secrets(pelican_settings)
    for shown in (kept, pelican_settings, settings.read(pelican_settings, kept)):
        assert SECRET not in repr(shown)
    assert revealed(settings.read(pelican_settings, kept)) == [SECRET] * 3


# --- The branch -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "of-settings"),
        ({"MEDIUM_BRANCH": "of-environment"}, "of-environment"),
        ({"MEDIUM_BRANCH": ""}, "of-settings"),
        ({"MEDIUM_BRANCH": " "}, "of-settings"),
    ],
)
def test_the_environment_comes_first_for_the_branch(site, environ, expected):
    """A pipeline's variable wins, and one that is empty says nothing."""
    assert settings.read({**site, "MEDIUM_BRANCH": "of-settings"}, environ).branch == expected


@pytest.mark.parametrize(
    "url",
    [
        f"https://api.medium.com/v1?accessToken={SECRET}",
        f"https://{SECRET}@api.medium.com/v1",
    ],
)
def test_a_token_in_the_api_url_is_not_shown(site, url):
    """A token pasted into the API's address is refused without being repeated."""
    environ = {"MEDIUM_INTEGRATION_TOKEN": SECRET, "MEDIUM_API_URL": url}
    (problem,) = problems(site, environ)
    assert "MEDIUM_API_URL" in problem
    assert SECRET not in problem


# --- The API's address ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.medium.com/v1", "https://api.medium.com/v1"),
        ("https://api.medium.com/v1/", "https://api.medium.com/v1"),
        ("https://api.example/medium", "https://api.example/medium"),
        ("http://localhost:8765/v1", "http://localhost:8765/v1"),
        ("http://127.0.0.1:8765/v1", "http://127.0.0.1:8765/v1"),
        ("http://[::1]:8765/v1", "http://[::1]:8765/v1"),
    ],
)
def test_api_addresses(site, url, expected):
    """Https anywhere, plain http to this machine; the last slash does not matter."""
    assert settings.read({**site, "MEDIUM_API_URL": url}, {}).api_url == expected


def test_the_environment_comes_first_for_the_api(site):
    """MEDIUM_API_URL of the environment wins over that of the settings."""
    given = {**site, "MEDIUM_API_URL": "https://settings.example"}
    found = settings.read(given, {"MEDIUM_API_URL": "https://environ.example"})
    assert found.api_url == "https://environ.example"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://api.medium.com/v1", "must be https"),
        ("HTTP://API.MEDIUM.COM/v1", "must be https"),
        ("http://192.168.0.5/v1", "must be https"),
        ("http://localhost.example/v1", "must be https"),
        ("http://127.0.0.1.example/v1", "must be https"),
        ("https://me:pw@api.medium.com/v1", "absolute URL"),
        ("https://me@api.medium.com/v1", "absolute URL"),
        ("http://localhost@api.example/v1", "absolute URL"),
        ("https://api.medium.com/v1?x=1", "absolute URL"),
        ("https://api.medium.com/v1#x", "absolute URL"),
        ("https://api.medium .com/v1", "absolute URL"),
        (" https://api.medium.com/v1", "absolute URL"),
        ("https://api.medium.com/v1\n", "absolute URL"),
        ("https://api.medium.com:port/v1", "absolute URL"),
        ("api.medium.com/v1", "absolute URL"),
        ("//api.medium.com/v1", "absolute URL"),
        ("ftp://api.medium.com/v1", "absolute URL"),
        ("http://[half", "absolute URL"),
        ("", "absolute URL"),
        (None, "absolute URL"),
        (5, "absolute URL"),
    ],
)
def test_wrong_api_addresses(site, url, why):
    """Whatever could carry the token elsewhere, or nowhere, is refused."""
    (problem,) = problems(site, MEDIUM_API_URL=url)
    assert problem.startswith("MEDIUM_API_URL")
    assert why in problem


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.medium.com/v1", None),
        ("https://api.medium.com/v1/", None),
        ("https://API.Medium.com/v1", None),
        ("HTTPS://api.medium.com/v1", None),
        ("https://api.medium.com:443/v1", None),
        ("http://localhost:8765/v1", "http://localhost:8765/v1"),
        ("https://api.example/v1/", "https://api.example/v1"),
    ],
)
def test_how_the_ledger_records_the_api(site, url, expected):
    """Medium's own API is None however it is written, or its posts would count for nothing."""
    assert settings.read({**site, "MEDIUM_API_URL": url}, {}).api == expected


# --- Where it runs, and where the files are ---------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "given", "expected"),
    [
        ({}, {}, "build"),
        ({"CI": "true"}, {}, "deploy"),
        ({"CI": "false"}, {}, "build"),
        ({"CI": "true"}, {"MEDIUM_POST_ON": "build"}, "build"),
        ({}, {"MEDIUM_POST_ON": "deploy"}, "deploy"),
        ({"MEDIUM_POST_ON": "deploy"}, {}, "build"),
    ],
)
def test_when_to_post(site, environ, given, expected):
    """In a pipeline it is after the upload, unless the author says otherwise."""
    assert settings.read({**site, **given}, environ).post_on == expected


@pytest.mark.parametrize(
    ("path", "output", "expected"),
    [
        ("content", "output", "."),
        ("content/", "output", "."),
        ("site/content", "public", "site"),
        ("content", "content/output", "content"),
        (".", "output", "."),
        (".", "../output", ".."),
        ("content", "contents", "."),
        ("content/../content", "output", "."),
    ],
)
def test_the_site_folder(tmp_path, path, output, expected):
    """It is the parent of PATH, or PATH itself where the output lies inside it."""
    place = tmp_path / "here"
    given = {"PATH": f"{place}/{path}", "OUTPUT_PATH": f"{place}/{output}"}
    assert settings.site_folder(given) == Path(os.path.normpath(place / expected))


def test_the_site_folder_of_pelicans_defaults(tmp_path, monkeypatch):
    """PATH "." and OUTPUT_PATH "output", where neither is set."""
    monkeypatch.chdir(tmp_path)
    assert settings.site_folder({}) == tmp_path
    assert settings.site_folder({"PATH": None, "OUTPUT_PATH": ""}) == tmp_path


def test_the_current_folder_does_not_matter(site, tmp_path, monkeypatch):
    """The same ledger is found from wherever Pelican is run."""
    monkeypatch.chdir(tmp_path / "content")
    assert settings.read(site, {}).ledger == tmp_path / "medium_ledger.json"


@pytest.mark.parametrize("name", ["ledger", "outbox"])
def test_places_of_our_files(site, tmp_path, name):
    """A path starts from the site folder, or is absolute; a Path object will do."""
    setting = f"MEDIUM_{name.upper()}"
    elsewhere = tmp_path.parent / "elsewhere.json"
    for value, expected in [
        ("data/x.json", tmp_path / "data/x.json"),
        (str(elsewhere), elsewhere),
        (Path("data") / "x.json", tmp_path / "data/x.json"),
    ]:
        assert getattr(settings.read({**site, setting: value}, {}), name) == expected


@pytest.mark.parametrize("setting", ["MEDIUM_LEDGER", "MEDIUM_OUTBOX"])
@pytest.mark.parametrize(
    "path",
    [
        "output/x.json",
        "output/deep/er/x.json",
        "content/../output/x.json",
        "link/x.json",
        "content/inner/x.json",
    ],
)
def test_no_file_of_ours_in_the_output(site, tmp_path, setting, path):
    """A file in the output would be deleted or uploaded, whichever way its path gets there."""
    (tmp_path / "link").symlink_to(tmp_path / "output")
    (tmp_path / "content" / "inner").symlink_to(tmp_path / "output")
    for given in (path, str(tmp_path / path)):
        (problem,) = problems(site, **{setting: given})
        assert problem.startswith(f"{setting} = ")
        assert "output folder" in problem


def test_an_output_that_is_a_link_itself(site, tmp_path):
    """The folder that the output really is counts."""
    (tmp_path / "public").symlink_to(tmp_path / "output")
    (problem,) = problems(
        {**site, "OUTPUT_PATH": str(tmp_path / "public")}, MEDIUM_LEDGER="output/x.json"
    )
    assert "output folder" in problem


def test_a_folder_that_only_begins_like_the_output_is_allowed(site, tmp_path):
    """``output-data`` is not inside ``output``."""
    found = settings.read({**site, "MEDIUM_LEDGER": "output-data/l.json"}, {})
    assert found.ledger == tmp_path / "output-data/l.json"


@pytest.mark.parametrize("path", ["medium_ledger.json", "data/../medium_ledger.json"])
def test_ledger_and_outbox_are_two_files(site, path):
    """An outbox written over the ledger would forget every post."""
    (problem,) = problems(site, MEDIUM_OUTBOX=path)
    assert "MEDIUM_OUTBOX" in problem


def test_where_the_ledger_would_be(site, tmp_path):
    """A build that is not active finds the ledger without reading the other settings."""
    assert settings.ledger_path(site) == tmp_path / "medium_ledger.json"
    assert settings.ledger_path({**site, "MEDIUM_LEDGER": "x.json"}) == tmp_path / "x.json"
    assert settings.ledger_path({**site, "MEDIUM_LEDGER": None}) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, False),
        ({"MEDIUM_LICENSE": "wrong"}, True),
        ({"MEDIUM_UNHEARD_OF": 1}, True),
        ({"SOCIAL": "MEDIUM_"}, False),
    ],
)
def test_whether_anything_is_set(site, given, expected):
    """Any setting of ours shows that the author wants us, right or wrong."""
    assert settings.is_configured({**site, **given}) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("helo", " Did you mean hello?"), ("hello@fr", " Did you mean hello?"), ("zzz", "")],
)
def test_nearest(name, expected):
    """A name that is nearly a known one is offered it."""
    assert nearest(name, ["hello", "goodbye"]) == expected
