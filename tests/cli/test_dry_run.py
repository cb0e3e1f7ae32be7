"""What a dry run shows, and that it is what is sent then."""

from medium_contract import check_post_request
from verbs import outcomes


def test_dry_run_prints_exactly_what_is_sent_then(built, medium):
    """`post --dry-run --json` sends nothing, needs no token, and does not lie."""
    result = built.cli("post", "--dry-run", "--json", MEDIUM_INTEGRATION_TOKEN="x" * 20)
    assert result.returncode == 0
    assert medium.requests == []
    rehearsed = [outcome["request"] for outcome in outcomes(result).values()]
    assert [problem for body in rehearsed for problem in check_post_request(body)] == []
    built.cli("post")
    assert rehearsed == medium.bodies


def test_dry_run_shows_articles_that_would_be_held(built, medium):
    """A held article is in the dry run too, with its reason."""
    built.article("broken", text='<IMG SRC="{static}/x.png">')
    built.build()
    found = outcomes(built.cli("post", "--dry-run", "--json"))["broken"]
    assert found["state"] == "held"
    assert "{static}/x.png" in found["reason"]
    assert found["request"] is None
    assert found["notes"] == found["pictures"] == []


def test_dry_run_marks_pictures_that_get_another_address(built):
    """What will be uploaded or converted stands there by a name that says so."""
    from conftest import picture

    (built.folder / "content/p.webp").write_bytes(picture("WEBP"))
    built.article("pictured", text="![A pier]({static}/p.webp)")
    built.build()
    text = built.cli("post", "pictured", "--dry-run").stdout
    assert 'src="(to be uploaded) http://127.0.0.1' in text


def test_a_line_of_code_commands_no_runner(built):
    """GitHub's runner reads "::command::" behind blanks, and "##[command]" anywhere."""
    built.article("code", text="```\n::add-mask::secret\n    ::stop-commands::x\n##[error]no\n```")
    built.build()
    text = built.cli("post", "code", "--dry-run", GITHUB_ACTIONS="true").stdout
    assert "add-mask" in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in text
    assert "| ##[error]no" in built.cli("post", "code", "--dry-run").stdout
