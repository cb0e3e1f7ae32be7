"""What the environment says: laptop, pipeline, pull request, preview, branch."""

import json

import pytest

from pelican_medium.settings.providers import PROVIDERS
from pelican_medium.settings.surroundings import is_ci, preview, variables, why_not_act

SITE = "https://blog.example.org"


# --- Pipelines ----------------------------------------------------------------------------------


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
        ("off", False),
        ("true", True),
        ("1", True),
        ("woodpecker", True),
    ],
)
def test_a_pipeline_is_known_by_ci(value, expected):
    """CI set to anything but a no means a pipeline."""
    assert is_ci({} if value is None else {"CI": value}) is expected


#: What each provider sets for a build of the branch that is deployed, and for one of a preview.
BUILDS = {
    "GitHub Actions": (
        {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/live"},
        {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"},
    ),
    "Gitea Actions": (
        {"GITEA_ACTIONS": "true", "GITHUB_EVENT_NAME": "push"},
        {"GITEA_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"},
    ),
    "Forgejo Actions": (
        {"FORGEJO_ACTIONS": "true", "GITHUB_EVENT_NAME": "push"},
        {"FORGEJO_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request_target"},
    ),
    "GitLab CI/CD": (
        {"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "live", "CI_DEFAULT_BRANCH": "live"},
        {"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event"},
    ),
    "Bitbucket Pipelines": (
        {"BITBUCKET_BUILD_NUMBER": "7", "BITBUCKET_BRANCH": "live"},
        {"BITBUCKET_BUILD_NUMBER": "7", "BITBUCKET_PR_ID": "3"},
    ),
    "builds.sr.ht": (
        {"JOB_URL": "https://builds.sr.ht/~ann/job/7", "GIT_REF": "refs/heads/live"},
        {"BUILD_SUBMITTER": "hub.sr.ht", "BUILD_REASON": "patchset"},
    ),
    "Tangled": (
        {
            "TANGLED_PIPELINE_ID": "at://x",
            "TANGLED_REF": "refs/heads/live",
            "TANGLED_REPO_DEFAULT_BRANCH": "live",
        },
        {"TANGLED_PIPELINE_ID": "at://x", "TANGLED_PR_SOURCE_BRANCH": "typo"},
    ),
    "Cloud Native Build": (
        {"CNB": "true", "CNB_EVENT": "push", "CNB_BRANCH": "live", "CNB_DEFAULT_BRANCH": "live"},
        {"CNB": "true", "CNB_EVENT": "pull_request.update", "CNB_BRANCH": "live"},
    ),
    "Azure Pipelines": (
        {"TF_BUILD": "True", "BUILD_REASON": "IndividualCI"},
        {"TF_BUILD": "True", "BUILD_REASON": "PullRequest"},
    ),
    "AWS CodeBuild": (
        {"CODEBUILD_BUILD_ID": "x:1", "CODEBUILD_WEBHOOK_EVENT": "PUSH"},
        {"CODEBUILD_BUILD_ID": "x:1", "CODEBUILD_WEBHOOK_EVENT": "PULL_REQUEST_UPDATED"},
    ),
    "Google Cloud Build": (
        {"BUILDER_OUTPUT": "/builder/outputs", "BRANCH_NAME": "live"},
        {"BUILDER_OUTPUT": "/builder/outputs", "_PR_NUMBER": "3"},
    ),
    "Travis CI": (
        {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "false", "TRAVIS_EVENT_TYPE": "push"},
        {"TRAVIS": "true", "TRAVIS_PULL_REQUEST": "3"},
    ),
    "CircleCI": (
        {"CIRCLECI": "true", "CIRCLE_BRANCH": "live"},
        {"CIRCLECI": "true", "CIRCLE_BRANCH": "pull/3"},
    ),
    "Buildkite": (
        {
            "BUILDKITE": "true",
            "BUILDKITE_PULL_REQUEST": "false",
            "BUILDKITE_BRANCH": "live",
            "BUILDKITE_PIPELINE_DEFAULT_BRANCH": "live",
        },
        {"BUILDKITE": "true", "BUILDKITE_PULL_REQUEST": "3"},
    ),
    "AppVeyor": (
        {"APPVEYOR": "True", "APPVEYOR_REPO_BRANCH": "live"},
        {"APPVEYOR": "True", "APPVEYOR_PULL_REQUEST_NUMBER": "3"},
    ),
    "Semaphore": (
        {"SEMAPHORE": "true", "SEMAPHORE_GIT_REF_TYPE": "branch"},
        {"SEMAPHORE": "true", "SEMAPHORE_GIT_REF_TYPE": "pull-request"},
    ),
    "Bitrise": (
        {"BITRISE_IO": "true", "BITRISE_GIT_BRANCH": "live"},
        {"BITRISE_IO": "true", "BITRISE_PULL_REQUEST": "3"},
    ),
    "Cirrus CI": (
        {"CIRRUS_CI": "true", "CIRRUS_BRANCH": "live", "CIRRUS_DEFAULT_BRANCH": "live"},
        {"CIRRUS_CI": "true", "CIRRUS_BRANCH": "pull/3", "CIRRUS_PR": "3"},
    ),
    "Codefresh": (
        {"CF_BUILD_ID": "x", "CF_BRANCH": "live"},
        {"CF_BUILD_ID": "x", "CF_PULL_REQUEST_NUMBER": "3"},
    ),
    "Codemagic": (
        {"CM_BUILD_ID": "x", "CM_PULL_REQUEST": "false"},
        {"CM_BUILD_ID": "x", "CM_PULL_REQUEST": "true"},
    ),
    "CodeShip": (
        {"CI_NAME": "codeship", "CI_BRANCH": "live"},
        {"CI_NAME": "codeship", "CI_PR_NUMBER": "3"},
    ),
    "Buddy": (
        {"BUDDY": "true", "BUDDY_EXECUTION_BRANCH": "live"},
        {"BUDDY": "true", "BUDDY_EXECUTION_PULL_REQUEST_NO": "3"},
    ),
    "Harness CI": (
        {"HARNESS_BUILD_ID": "7", "DRONE_BUILD_EVENT": "push"},
        {"HARNESS_BUILD_ID": "7", "DRONE_PULL_REQUEST": "3"},
    ),
    "Jenkins": (
        {"JENKINS_URL": "https://ci.example.org/", "BRANCH_NAME": "live"},
        {"JENKINS_URL": "https://ci.example.org/", "CHANGE_ID": "3"},
    ),
    "TeamCity": (
        {"TEAMCITY_VERSION": "2025.07"},
        {"TEAMCITY_VERSION": "2025.07", "BUILD_IS_PERSONAL": "true"},
    ),
    "Bamboo": (
        {"bamboo_buildKey": "X-Y-Z"},
        {"bamboo_buildKey": "X-Y-Z", "bamboo_repository_pr_key": "3"},
    ),
    "GoCD": ({"GO_PIPELINE_NAME": "blog"}, None),
    "Drone": (
        {"DRONE": "true", "DRONE_BRANCH": "live", "DRONE_REPO_BRANCH": "live"},
        {"DRONE": "true", "DRONE_BUILD_EVENT": "pull_request"},
    ),
    "Woodpecker CI": (
        {"CI": "woodpecker", "CI_COMMIT_BRANCH": "live", "CI_REPO_DEFAULT_BRANCH": "live"},
        {"CI": "woodpecker", "CI_PIPELINE_EVENT": "pull_request"},
    ),
    "Vela": (
        {"VELA": "true", "VELA_BUILD_BRANCH": "live", "VELA_REPO_BRANCH": "live"},
        {"VELA": "true", "VELA_BUILD_EVENT": "pull_request"},
    ),
    "Prow": (
        {"PROW_JOB_ID": "x", "JOB_TYPE": "postsubmit"},
        {"PROW_JOB_ID": "x", "JOB_TYPE": "presubmit"},
    ),
    "Netlify": (
        {"NETLIFY": "true", "CONTEXT": "production", "PULL_REQUEST": "false"},
        {"NETLIFY": "true", "CONTEXT": "deploy-preview"},
    ),
    "Vercel": (
        {"VERCEL": "1", "VERCEL_ENV": "production"},
        {"VERCEL": "1", "VERCEL_ENV": "development"},
    ),
    "Cloudflare Pages": ({"CF_PAGES": "1", "CF_PAGES_BRANCH": "main"}, None),
    "Cloudflare Workers Builds": ({"WORKERS_CI": "1", "WORKERS_CI_BRANCH": "main"}, None),
    "Render": (
        {"RENDER": "true", "IS_PULL_REQUEST": "false"},
        {"RENDER": "true", "IS_PULL_REQUEST": "true"},
    ),
    "AWS Amplify Hosting": (
        {"AWS_APP_ID": "x", "AWS_BRANCH": "live"},
        {"AWS_APP_ID": "x", "AWS_PULL_REQUEST_ID": "3"},
    ),
    "Read the Docs": (
        {"READTHEDOCS": "True", "READTHEDOCS_VERSION_TYPE": "branch"},
        {"READTHEDOCS": "True", "READTHEDOCS_VERSION_TYPE": "external"},
    ),
    "Heroku": (None, {"HEROKU_TEST_RUN_ID": "x"}),
}


def test_each_provider_has_its_case():
    """A row that no test looks at is not in the table."""
    assert {row.name for row in PROVIDERS} == set(BUILDS)


DEPLOYS = [(name, build) for name, (build, _) in BUILDS.items() if build]
PREVIEWS = [(name, build) for name, (_, build) in BUILDS.items() if build]


@pytest.mark.parametrize(("name", "environ"), DEPLOYS)
def test_each_pipeline_is_known_without_ci(name, environ):
    """Its own variables are enough, so a pipeline posts in the build only if told to."""
    assert is_ci(environ), name
    assert is_ci({"CI": "false", **environ}), name


@pytest.mark.parametrize(("name", "environ"), DEPLOYS)
def test_the_build_that_is_deployed_may_act(name, environ):
    """What is no pull request and no other branch is what the author publishes."""
    assert why_not_act(SITE, environ) is None, name


@pytest.mark.parametrize(("name", "environ"), PREVIEWS)
def test_a_preview_may_not_act(name, environ):
    """Pull requests and previews of each provider neither post nor record, whatever the branch."""
    for branch in (None, "live"):
        assert "pull request or a preview" in why_not_act(SITE, environ, branch=branch), name


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"GITHUB_EVENT_NAME": "pull_request"}, "GITHUB_EVENT_NAME is pull_request"),
        ({"GITHUB_EVENT_NAME": "pull_request_review"}, "pull_request_review"),
        ({"GITHUB_EVENT_NAME": "merge_group"}, "GITHUB_EVENT_NAME is merge_group"),
        ({"CI_MERGE_REQUEST_IID": "17"}, "CI_MERGE_REQUEST_IID is set"),
        ({"GITLAB_CI": "1", "CI_EXTERNAL_PULL_REQUEST_IID": "1"}, "CI_EXTERNAL_PULL_REQUEST_IID"),
        ({"CONTEXT": "deploy-preview"}, "CONTEXT is deploy-preview"),
        ({"NETLIFY": "true", "CONTEXT": "dev"}, "CONTEXT is dev"),
        ({"TF_BUILD": "1", "SYSTEM_PULLREQUEST_PULLREQUESTID": "3"}, "PULLREQUESTID is set"),
        ({"CODEBUILD_BUILD_ID": "x", "CODEBUILD_SOURCE_VERSION": "pr/3"}, "is pr/3"),
        ({"VERCEL_ENV": "production", "CI_MERGE_REQUEST_IID": "1"}, "CI_MERGE_REQUEST_IID"),
        ({"TRAVIS": "1", "TRAVIS_BRANCH": "gh-readonly-queue/main/pr-3"}, "gh-readonly-queue/"),
    ],
)
def test_the_message_says_by_what_a_preview_is_known(environ, why):
    """The author finds the variable that speaks against posting, of each kind there is."""
    assert why in why_not_act(SITE, environ)


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"GITHUB_EVENT_NAME": "schedule"},
        {"GITHUB_EVENT_NAME": "workflow_dispatch"},
        {"CI_MERGE_REQUEST_IID": ""},
        {"CONTEXT": "production"},
        {"CONTEXT": ""},
        {"CONTEXT": "something of another tool"},
        {"PULL_REQUEST": "true"},
        {"CHANGE_ID": "3"},
        {"IS_PULL_REQUEST": "true"},
        {"BRANCH_NAME": "typo"},
        {"CODEBUILD_BUILD_ID": "x", "CODEBUILD_WEBHOOK_EVENT": "PULL_REQUEST_MERGED"},
        {"VERCEL_ENV": ""},
    ],
)
def test_other_words_of_the_environment_mean_nothing(environ):
    """A common name counts only where its provider is known by something of its own."""
    assert preview(environ) is None


# --- Branches -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"GITLAB_CI": "1", "CI_COMMIT_BRANCH": "typo", "CI_DEFAULT_BRANCH": "live"}, "typo"),
        ({"DRONE": "true", "DRONE_BRANCH": "typo", "DRONE_REPO_BRANCH": "live"}, "typo"),
        ({"CI": "woodpecker", "CI_COMMIT_BRANCH": "typo", "CI_REPO_DEFAULT_BRANCH": "a"}, "typo"),
        ({"CF_PAGES_BRANCH": "fix-typo"}, "fix-typo"),
        ({"WORKERS_CI": "1", "WORKERS_CI_BRANCH": "fix-typo"}, "fix-typo"),
        ({"VERCEL_ENV": "preview"}, "VERCEL_ENV is preview"),
        ({"CONTEXT": "branch-deploy"}, "CONTEXT is branch-deploy"),
        ({"NETLIFY": "true", "CONTEXT": "staging"}, "CONTEXT is staging"),
        ({"CIRCLECI": "1", "CIRCLE_PULL_REQUEST": "https://x/3"}, "CIRCLE_PULL_REQUEST is set"),
    ],
)
def test_another_branch_than_the_deployed_one_is_a_preview(environ, why):
    """Where the provider tells, its other branches do not act, and the message names the remedy."""
    reason = why_not_act(SITE, environ)
    assert why in reason
    assert "MEDIUM_BRANCH" in reason


PUSHED = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push"}


@pytest.fixture
def pushed(tmp_path):
    """Returns what GitHub says of a push to a branch, the default one being ``live``."""

    def say(ref, event=None):
        path = tmp_path / "event.json"
        told = {"ref": ref, "repository": {"default_branch": "live"}}
        path.write_text(json.dumps(told if event is None else event))
        return {**PUSHED, "GITHUB_REF": ref, "GITHUB_EVENT_PATH": str(path)}

    return say


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("refs/heads/live", None),
        ("refs/tags/v1", None),
        (
            "refs/heads/typo",
            "this is branch typo, not the one that is deployed (MEDIUM_BRANCH says so where it is)",
        ),
        ("refs/heads/live/2", "this is branch live/2"),
    ],
)
def test_the_default_branch_stands_in_githubs_event(pushed, ref, expected):
    """GitHub has no variable for it, but a file; a tag is no branch."""
    reason = preview(pushed(ref))
    assert (reason is None) if expected is None else (expected in reason)


@pytest.mark.parametrize(
    "event", [{}, [], {"repository": None}, {"repository": {"default_branch": 1}}]
)
def test_an_event_that_names_no_default_branch_stops_nothing(pushed, event):
    """A schedule's event, for one, has no repository; it runs on the default branch anyway."""
    assert preview(pushed("refs/heads/other", event)) is None


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff\xfe", b"null"])
def test_an_event_that_cannot_be_read_stops_nothing(tmp_path, content):
    """No file, half a file and other bytes say nothing about the branch."""
    path = tmp_path / "event.json"
    if content is not None:
        path.write_bytes(content)
    found = {**PUSHED, "GITHUB_REF": "refs/heads/x", "GITHUB_EVENT_PATH": str(path)}
    assert preview(found) is None


def test_a_workflow_after_a_pull_requests_workflow_is_a_preview(pushed):
    """``workflow_run`` runs on the default branch, whatever the earlier workflow was run for."""
    why = "this is the build of a pull request or a preview (after a pull request's workflow)"
    for event, expected in (("push", None), ("pull_request", why), ("pull_request_target", why)):
        environ = pushed("refs/heads/live", {"workflow_run": {"event": event}})
        assert preview({**environ, "GITHUB_EVENT_NAME": "workflow_run"}) == expected


NO_BRANCH = "this pipeline names no branch, and MEDIUM_BRANCH is live"
ON_TYPO = {"GITLAB_CI": "1", "CI_COMMIT_BRANCH": "typo", "CI_DEFAULT_BRANCH": "main"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({**ON_TYPO, "CI_COMMIT_BRANCH": "live"}, None),
        ({**ON_TYPO, "CI_COMMIT_BRANCH": "main"}, "this is branch main, and MEDIUM_BRANCH is live"),
        (ON_TYPO, "this is branch typo, and MEDIUM_BRANCH is live"),
        ({"VERCEL_ENV": "preview", "VERCEL_GIT_COMMIT_REF": "live"}, None),
        ({"NETLIFY": "1", "CONTEXT": "branch-deploy", "BRANCH": "live"}, None),
        ({"CF_PAGES": "1", "CF_PAGES_BRANCH": "live"}, None),
        ({"CF_PAGES": "1", "CF_PAGES_BRANCH": "main"}, "this is branch main"),
        ({"JENKINS_URL": "x", "GIT_BRANCH": "origin/live"}, None),
        ({"TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/heads/live"}, None),
        (
            {**PUSHED, "GITHUB_REF": "refs/tags/live"},
            NO_BRANCH,
        ),
        ({"GO_PIPELINE_NAME": "blog"}, NO_BRANCH),
        ({"CI": "true"}, NO_BRANCH),
        ({}, None),
    ],
)
def test_medium_branch_names_the_branch_that_may_act(environ, expected):
    """In a pipeline only that branch may, whatever the guess; a laptop is not asked."""
    for reason in (
        preview(environ, "live"),
        preview({**environ, "MEDIUM_BRANCH": "live"}),
        preview({**environ, "MEDIUM_BRANCH": "live"}, "settings"),
        why_not_act(SITE, environ, branch="live"),
    ):
        assert (reason is None) if expected is None else (expected in reason)


def test_every_variable_is_listed():
    """What is read of an environment is what is handed on of it."""
    builds = [environ for pair in BUILDS.values() for environ in pair if environ]
    assert {name for environ in builds for name in environ} <= variables()
    assert {"CI", "MEDIUM_BRANCH", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"} <= variables()
    assert {"GITHUB_EVENT_PATH", "CIRCLE_PULL_REQUEST"} <= variables()
    assert all(name.replace("_", "").isalnum() for name in variables())


# --- SITEURL ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "site_url",
    [
        "/",
        "//blog.example.org",
        "blog.example.org",
        "ftp://blog.example.org",
        "file:///home/me/output",
        "http://",
        "http://[half",
        "https://my blog.example.org",
    ],
)
def test_a_site_without_an_absolute_address_does_not_act(site_url):
    """SITEURL must be an absolute http(s) address, and the message shows the one there is."""
    why = f"SITEURL is '{site_url}', and Medium needs an absolute http(s) address"
    assert why_not_act(site_url, {}) == why


def test_a_site_without_an_address_does_not_act():
    """Pelican's own development settings have none, and the message names those that do."""
    why = "SITEURL is empty, as development settings have it (build with publishconf.py)"
    assert why_not_act("", {}) == why


@pytest.mark.parametrize(
    "site_url", [SITE, SITE + "/blog", "http://localhost:8000", "HTTPS://BLOG.EXAMPLE.ORG"]
)
def test_an_absolute_address_acts(site_url):
    """Any http(s) address with a host will do, this machine's too."""
    assert why_not_act(site_url, {}) is None


@pytest.mark.parametrize("environ", [{}, {"CI": "true"}, {"CONTEXT": "deploy-preview"}])
def test_autoreload_never_acts(environ):
    """Neither does a build that comes again with every save."""
    why = "pelican --autoreload and --listen never post"
    assert why_not_act(SITE, environ, autoreload=True) == why
