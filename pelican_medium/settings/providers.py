"""Who builds sites for people, and what each of them says in the environment. Nothing but data.

A *sign* is one word about one variable:

- ``NAME``: it is set, and not to a no;
- ``NAME=one|two*``: it is one of these, with ``*`` for anything;
- ``NAME!=one|two*``: it is set, and is none of these.

DigitalOcean's App Platform is missing: it sets no variable of its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """One service that runs builds.

    Attributes:
        name: as its users call it.
        source: where its own documentation says so.
        marks: signs, blank between them; one of them is enough to know the provider.
        previews: signs of a pull request, a merge queue or a preview, whatever the branch.
        branch: variables that may hold the branch, as a name or as ``refs/heads/…``.
        default: the variable that holds the name of the default branch.
        event: the variable that holds the path of a JSON file about what happened.
        elsewhere: signs that this branch is not the one that is deployed.
        production: what the deployed branch is called by habit, where no variable tells.
    """

    name: str
    source: str
    marks: str
    previews: str = ""
    branch: str = ""
    default: str = ""
    event: str = ""
    elsewhere: str = ""
    production: str = ""


_ACTIONS_PREVIEWS = "GITHUB_EVENT_NAME=pull_request*|merge_group"

PROVIDERS = (
    # Forges
    Provider(
        "GitHub Actions",
        "GitHub Docs: Variables reference; Events that trigger workflows",
        marks="GITHUB_ACTIONS GITHUB_EVENT_NAME",
        previews=_ACTIONS_PREVIEWS,
        branch="GITHUB_REF",
        event="GITHUB_EVENT_PATH",
    ),
    Provider(
        "Gitea Actions",
        "Gitea Documentation: Actions, Variables",
        marks="GITEA_ACTIONS",
        previews=_ACTIONS_PREVIEWS,
        branch="GITHUB_REF",
        event="GITHUB_EVENT_PATH",
    ),
    Provider(
        "Forgejo Actions",
        "Forgejo documentation: Forgejo Actions, Reference",
        marks="FORGEJO_ACTIONS",
        previews=_ACTIONS_PREVIEWS,
        branch="GITHUB_REF",
        event="GITHUB_EVENT_PATH",
    ),
    Provider(
        "GitLab CI/CD",
        "GitLab Docs: Predefined CI/CD variables reference",
        marks="GITLAB_CI CI_MERGE_REQUEST_IID",
        previews=(
            "CI_MERGE_REQUEST_IID CI_EXTERNAL_PULL_REQUEST_IID "
            "CI_PIPELINE_SOURCE=merge_request_event|external_pull_request_event"
        ),
        branch="CI_COMMIT_BRANCH",
        default="CI_DEFAULT_BRANCH",
    ),
    Provider(
        "Bitbucket Pipelines",
        "Bitbucket Cloud Support: Variables and secrets",
        marks="BITBUCKET_BUILD_NUMBER",
        previews="BITBUCKET_PR_ID",
        branch="BITBUCKET_BRANCH",
    ),
    Provider(
        "builds.sr.ht",
        "sourcehut manual: builds.sr.ht",
        marks="BUILD_SUBMITTER=*.sr.ht JOB_URL=*/~*/job/*",
        previews="PATCHSET_ID BUILD_REASON=patchset*",
        branch="GIT_REF",
    ),
    Provider(
        "Tangled",
        "Tangled docs: Spindles, default environment variables of pipelines",
        marks="TANGLED_PIPELINE_ID",
        previews="TANGLED_PR_SOURCE_BRANCH",
        branch="TANGLED_REF",
        default="TANGLED_REPO_DEFAULT_BRANCH",
    ),
    Provider(
        "Cloud Native Build",
        "CNB documentation: Built-in Environment Variables",
        marks="CNB",
        previews=(
            "CNB_EVENT=pull_request|pull_request.update|pull_request.target|pull_request.approved"
            "|pull_request.changes_requested|pull_request.mergeable|pull_request.comment"
        ),
        branch="CNB_BRANCH",
        default="CNB_DEFAULT_BRANCH",
    ),
    # Services that build
    Provider(
        "Azure Pipelines",
        "Microsoft Learn: Use predefined variables",
        marks="TF_BUILD",
        previews="BUILD_REASON=PullRequest SYSTEM_PULLREQUEST_PULLREQUESTID",
        branch="BUILD_SOURCEBRANCH",
    ),
    Provider(
        "AWS CodeBuild",
        "AWS CodeBuild User Guide: Environment variables in build environments",
        marks="CODEBUILD_BUILD_ID",
        previews=(
            "CODEBUILD_WEBHOOK_EVENT=PULL_REQUEST_CREATED|PULL_REQUEST_UPDATED"
            "|PULL_REQUEST_REOPENED|PULL_REQUEST_CLOSED CODEBUILD_SOURCE_VERSION=pr/*"
        ),
        branch="CODEBUILD_WEBHOOK_HEAD_REF",
    ),
    Provider(
        "Google Cloud Build",
        "Google Cloud: Substituting variable values; Passing data between build steps",
        marks="BUILDER_OUTPUT",
        previews="_PR_NUMBER",
        branch="BRANCH_NAME",
    ),
    Provider(
        "Travis CI",
        "Travis CI documentation: Environment Variables",
        marks="TRAVIS",
        previews="TRAVIS_PULL_REQUEST TRAVIS_EVENT_TYPE=pull_request",
        branch="TRAVIS_BRANCH",
    ),
    Provider(
        "CircleCI",
        "CircleCI docs: Project values and variables",
        marks="CIRCLECI",
        previews="CIRCLE_PR_NUMBER CIRCLE_BRANCH=pull/*",
        branch="CIRCLE_BRANCH",
        elsewhere="CIRCLE_PULL_REQUEST",
    ),
    Provider(
        "Buildkite",
        "Buildkite Documentation: Environment variables",
        marks="BUILDKITE",
        previews="BUILDKITE_PULL_REQUEST BUILDKITE_MERGE_QUEUE_BASE_BRANCH",
        branch="BUILDKITE_BRANCH",
        default="BUILDKITE_PIPELINE_DEFAULT_BRANCH",
    ),
    Provider(
        "AppVeyor",
        "AppVeyor documentation: Environment variables",
        marks="APPVEYOR",
        previews="APPVEYOR_PULL_REQUEST_NUMBER",
        branch="APPVEYOR_REPO_BRANCH",
    ),
    Provider(
        "Semaphore",
        "Semaphore documentation: Environment variables",
        marks="SEMAPHORE",
        previews=(
            "SEMAPHORE_GIT_REF_TYPE=pull-request SEMAPHORE_GIT_PR_NUMBER PULL_REQUEST_NUMBER"
        ),
        branch="SEMAPHORE_GIT_BRANCH BRANCH_NAME",
    ),
    Provider(
        "Bitrise",
        "Bitrise DevCenter: Available environment variables",
        marks="BITRISE_IO",
        previews="BITRISE_PULL_REQUEST",
        branch="BITRISE_GIT_BRANCH",
    ),
    Provider(
        "Cirrus CI",
        "Cirrus CI documentation: Writing tasks, Environment variables",
        marks="CIRRUS_CI",
        previews="CIRRUS_PR",
        branch="CIRRUS_BRANCH",
        default="CIRRUS_DEFAULT_BRANCH",
    ),
    Provider(
        "Codefresh",
        "Codefresh documentation: Variables in pipelines, System variables",
        marks="CF_BUILD_ID",
        previews="CF_PULL_REQUEST_NUMBER",
        branch="CF_BRANCH",
    ),
    Provider(
        "Codemagic",
        "Codemagic documentation: Built-in environment variables",
        marks="CM_BUILD_ID",
        previews="CM_PULL_REQUEST",
        branch="CM_BRANCH",
    ),
    Provider(
        "CodeShip",
        "CloudBees CodeShip documentation: Environment Variables",
        marks="CI_NAME=codeship",
        previews="CI_PR_NUMBER",
        branch="CI_BRANCH",
    ),
    Provider(
        "Buddy",
        "Buddy documentation: Default environment variables",
        marks="BUDDY BUDDY_WORKSPACE_ID",
        previews=(
            "BUDDY_EXECUTION_PULL_REQUEST_ID BUDDY_EXECUTION_PULL_REQUEST_NO "
            "BUDDY_RUN_PR_ID BUDDY_RUN_PR_NO"
        ),
        branch="BUDDY_EXECUTION_BRANCH BUDDY_RUN_BRANCH",
    ),
    Provider(
        "Harness CI",
        "Harness Developer Hub: CI environment variables reference",
        marks="HARNESS_BUILD_ID",
        previews="DRONE_PULL_REQUEST DRONE_BUILD_EVENT=pull_request",
        branch="DRONE_COMMIT_BRANCH",
    ),
    # Servers one runs oneself
    Provider(
        "Jenkins",
        "Jenkins Handbook: Branches and Pull Requests; GitHub Pull Request Builder plugin",
        marks="JENKINS_URL HUDSON_URL",
        previews="CHANGE_ID ghprbPullId",
        branch="BRANCH_NAME GIT_BRANCH",
    ),
    Provider(
        "TeamCity",
        "TeamCity documentation: List of Predefined Build Parameters",
        marks="TEAMCITY_VERSION",
        previews="BUILD_IS_PERSONAL",
    ),
    Provider(
        "Bamboo",
        "Atlassian documentation: Bamboo variables",
        marks="bamboo_buildKey bamboo_planKey",
        previews="bamboo_repository_pr_key",
        branch="bamboo_planRepository_branchName bamboo_planRepository_1_branchName",
    ),
    Provider(
        "GoCD",
        "GoCD User Documentation: Environment Variables",
        marks="GO_PIPELINE_NAME GO_PIPELINE_LABEL",
    ),
    Provider(
        "Drone",
        "Drone documentation: Environment reference",
        marks="DRONE",
        previews="DRONE_BUILD_EVENT=pull_request DRONE_PULL_REQUEST",
        branch="DRONE_BRANCH",
        default="DRONE_REPO_BRANCH",
    ),
    Provider(
        "Woodpecker CI",
        "Woodpecker CI documentation: Environment variables",
        marks="CI=woodpecker CI_SYSTEM_NAME=woodpecker",
        previews="CI_PIPELINE_EVENT=pull_request*",
        branch="CI_COMMIT_BRANCH",
        default="CI_REPO_DEFAULT_BRANCH",
    ),
    Provider(
        "Vela",
        "Vela documentation: Environment variables",
        marks="VELA",
        previews="VELA_BUILD_EVENT=pull_request*",
        branch="VELA_BUILD_BRANCH",
        default="VELA_REPO_BRANCH",
    ),
    Provider(
        "Prow",
        "Prow documentation: ProwJobs, Job Environment Variables",
        marks="PROW_JOB_ID",
        previews="JOB_TYPE=presubmit|batch PULL_NUMBER",
    ),
    # Hosts that build what they serve
    Provider(
        "Netlify",
        "Netlify docs: Environment variables, Read-only variables; Deploy contexts",
        marks="NETLIFY CONTEXT=deploy-preview|branch-deploy|dev|preview-server",
        previews="CONTEXT=deploy-preview|dev|preview-server PULL_REQUEST",
        branch="BRANCH HEAD",
        elsewhere="CONTEXT!=production",
    ),
    Provider(
        "Vercel",
        "Vercel documentation: System environment variables",
        marks="VERCEL NOW_BUILDER VERCEL_ENV",
        previews="VERCEL_ENV=development",
        branch="VERCEL_GIT_COMMIT_REF",
        elsewhere="VERCEL_ENV!=production",
    ),
    Provider(
        "Cloudflare Pages",
        "Cloudflare Docs: Pages, Build configuration, Environment variables",
        marks="CF_PAGES CF_PAGES_BRANCH",
        branch="CF_PAGES_BRANCH",
        production="main master production",
    ),
    Provider(
        "Cloudflare Workers Builds",
        "Cloudflare Docs: Workers, Builds configuration, Environment variables",
        marks="WORKERS_CI",
        branch="WORKERS_CI_BRANCH",
        production="main master production",
    ),
    Provider(
        "Render",
        "Render Docs: Default Environment Variables",
        marks="RENDER",
        previews="IS_PULL_REQUEST",
        branch="RENDER_GIT_BRANCH",
    ),
    Provider(
        "AWS Amplify Hosting",
        "AWS Amplify User Guide: Amplify environment variable reference",
        marks="AWS_APP_ID",
        previews="AWS_PULL_REQUEST_ID",
        branch="AWS_BRANCH",
    ),
    Provider(
        "Read the Docs",
        "Read the Docs documentation: Environment variable reference",
        marks="READTHEDOCS",
        previews="READTHEDOCS_VERSION_TYPE=external",
    ),
    Provider(
        "Heroku",
        "Heroku Dev Center: Heroku CI; Review Apps",
        marks="HEROKU_TEST_RUN_ID HEROKU_PR_NUMBER",
        previews="HEROKU_TEST_RUN_ID HEROKU_PR_NUMBER",
        branch="HEROKU_TEST_RUN_BRANCH HEROKU_BRANCH",
    ),
)
