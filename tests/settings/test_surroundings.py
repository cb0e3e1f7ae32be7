"""What the environment says: laptop, pipeline, pull request, preview."""

import pytest

from pelican_medium.settings.surroundings import is_ci, preview, why_not_act

SITE = "https://blog.example.org"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, False),
        ("", False),
        (" ", False),
        ("0", False),
        ("false", False),
        ("False", False),
        ("no", False),
        ("true", True),
        ("1", True),
        ("woodpecker", True),
    ],
)
def test_a_pipeline_is_known_by_ci(value, expected):
    """CI set to anything but a no means a pipeline."""
    assert is_ci({} if value is None else {"CI": value}) is expected


PRODUCTION = [
    {},
    {"CI": "true"},
    {"GITHUB_EVENT_NAME": "push"},
    {"GITHUB_EVENT_NAME": "schedule"},
    {"GITHUB_EVENT_NAME": "workflow_dispatch"},
    {"CI_MERGE_REQUEST_IID": ""},
    {"NETLIFY": "true", "CONTEXT": "production"},
    {"CONTEXT": "production"},
    {"CONTEXT": ""},
    {"CONTEXT": "something of another tool"},
    {"CF_PAGES_BRANCH": "main"},
    {"CF_PAGES_BRANCH": "master"},
    {"VERCEL_ENV": "production"},
    {"VERCEL_ENV": ""},
]

PREVIEWS = [
    ({"GITHUB_EVENT_NAME": "pull_request"}, "GITHUB_EVENT_NAME is pull_request"),
    ({"GITHUB_EVENT_NAME": "pull_request_target"}, "pull_request_target"),
    ({"GITHUB_EVENT_NAME": "pull_request_review"}, "pull_request_review"),
    ({"CI_MERGE_REQUEST_IID": "17"}, "CI_MERGE_REQUEST_IID is set"),
    ({"CONTEXT": "deploy-preview"}, "CONTEXT is deploy-preview"),
    ({"CONTEXT": "branch-deploy"}, "CONTEXT is branch-deploy"),
    ({"NETLIFY": "true", "CONTEXT": "dev"}, "CONTEXT is dev"),
    ({"NETLIFY": "true", "CONTEXT": "staging"}, "CONTEXT is staging"),
    ({"CF_PAGES_BRANCH": "fix-typo"}, "CF_PAGES_BRANCH is fix-typo"),
    ({"VERCEL_ENV": "preview"}, "VERCEL_ENV is preview"),
    ({"VERCEL_ENV": "development"}, "VERCEL_ENV is development"),
    ({"VERCEL_ENV": "production", "CI_MERGE_REQUEST_IID": "1"}, "CI_MERGE_REQUEST_IID"),
]


@pytest.mark.parametrize("environ", PRODUCTION)
def test_production_is_no_preview(environ):
    """Laptops and production deploys may act."""
    assert preview(environ) is None
    assert why_not_act(SITE, environ, autoreload=False) is None


@pytest.mark.parametrize(("environ", "why"), PREVIEWS)
def test_a_preview_is_named(environ, why):
    """Pull requests and previews of each service are recognised, and the message says by what."""
    assert why in preview(environ)


@pytest.mark.parametrize(("environ", "why"), PREVIEWS)
def test_a_preview_does_not_act(environ, why):
    """The build of a preview neither posts nor records, whatever its SITEURL."""
    reason = why_not_act(SITE, environ, autoreload=False)
    assert "pull request or a preview" in reason
    assert why in reason


@pytest.mark.parametrize(
    ("site_url", "why"),
    [
        ("", "SITEURL is empty"),
        ("/", "'/'"),
        ("//blog.example.org", "'//blog.example.org'"),
        ("blog.example.org", "'blog.example.org'"),
        ("ftp://blog.example.org", "absolute http(s)"),
        ("file:///home/me/output", "absolute http(s)"),
        ("http://", "absolute http(s)"),
        ("http://[half", "absolute http(s)"),
        ("https://my blog.example.org", "absolute http(s)"),
    ],
)
def test_a_site_without_an_absolute_address_does_not_act(site_url, why):
    """SITEURL must be an absolute http(s) address, and the message shows the one there is."""
    assert why in why_not_act(site_url, {}, autoreload=False)


@pytest.mark.parametrize(
    "site_url", [SITE, SITE + "/blog", "http://localhost:8000", "HTTPS://BLOG.EXAMPLE.ORG"]
)
def test_an_absolute_address_acts(site_url):
    """Any http(s) address with a host will do, this machine's too."""
    assert why_not_act(site_url, {}, autoreload=False) is None


@pytest.mark.parametrize("environ", [{}, {"CI": "true"}, {"CONTEXT": "deploy-preview"}])
def test_autoreload_never_acts(environ):
    """Neither does a build that comes again with every save."""
    assert "--autoreload" in why_not_act(SITE, environ, autoreload=True)
