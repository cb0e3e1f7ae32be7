"""What --json prints, on every path, is what the schemas that ship with the package say."""

import json
from pathlib import Path

import jsonschema
import pytest

SCHEMAS = Path(__file__).parents[2] / "pelican_medium/schemas"


def check(result, name):
    """Return what was printed, which the schema allows and nothing else."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(result.stdout)
    jsonschema.validate(data, schema)
    return data


def test_the_schema_of_status(built, medium, unused_port):
    """Every state there is fits, and one field too many would not."""
    built.article("held", text='<IMG SRC="{static}/x.png">')
    built.article("a4")
    built.article(
        "pictured", text=f"![gone](https://127.0.0.1:{unused_port}/x.webp)\n\n<audio src='/x.mp3'>"
    )
    built.build()
    medium.misbehave("ok", "400", "drop-after")
    for key in ("a0", "a1", "a2"):
        built.cli("post", key)
    built.cli("mark", "a4", "skipped")
    data = check(built.cli("status", "--json"), "status")
    states = {row["state"] for row in data["articles"]}
    assert {"posted", "rejected", "unknown", "skipped", "held"} <= states
    data["articles"][0]["more"] = 1
    schema = json.loads((SCHEMAS / "status.json").read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError, match="more"):
        jsonschema.validate(data, schema)


def test_the_schemas_of_post(built, medium):
    """A dry run, a run with every outcome there is, and one with nothing to do."""
    built.article("held", text='<IMG SRC="{static}/x.png">')
    built.build()
    rehearsed = check(built.cli("post", "--dry-run", "--json"), "dry-run")
    assert {one["state"] for one in rehearsed["outcomes"]} == {"pending", "held"}
    medium.misbehave("400", "500")
    data = check(built.cli("post", "--json"), "post")
    assert set(data["counts"]) == {"rejected", "unknown", "pending"}
    assert check(built.cli("post", "a0", "--json"), "post")["outcomes"] == []
    check(built.cli("post", "--json"), "post")


def test_the_schema_of_refresh(built, medium):
    """A proposal and an article that was not found."""
    built.configure('MEDIUM_PUBLISH_STATUS = "public"')
    medium.misbehave("drop-after", "drop-before")
    built.cli("post", "a0")
    built.cli("post", "a1")
    data = check(built.cli("refresh", "--json"), "refresh")
    assert len(data["proposals"]) == len(data["not_found"]) == 1
