"""The weekly look at the depositary: its workflow, and the text of the pull request it opens."""

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "update.yml").read_text("utf-8"))
STEPS = WORKFLOW["jobs"]["update"]["steps"]
UPDATE = {
    "version": "2026.12.3",
    "added": 1,
    "differences": [
        {"change": "new", "treaty": "tpnw", "name": "Bahamas", "kind": "ratification",
         "page": "2026-10-14", "register": "", "note": "a|b"},
        {"change": "missing", "treaty": "tpnw", "name": "Tonga", "kind": "accession",
         "page": "", "register": "2026-07-07", "note": None},
    ],
    "totals": [{"treaty": "tpnw", "day": "2026-11-26"}, {"treaty": "ccm", "day": "2026-11-25"}],
    "changes": [{"day": "2027-01-12", "treaty": "tpnw", "name": "Bahamas",
                 "before": "contracting", "after": "party"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def text():
    spec = importlib.util.spec_from_file_location("text", ROOT / ".ci" / "pull_request.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_text_tells_what_is_new_what_follows_and_what_is_left(text):
    told = text.body(UPDATE, ["# world", "-Two left.", "+Three left."])
    assert "1 row is written as version 2026.12.3" in told
    assert "| tpnw | Bahamas | ratification | 2026-10-14 | a\\|b |" in told
    assert "| 2027-01-12 | tpnw | Bahamas | contracting | party |" in told
    assert "| missing | tpnw | Tonga | accession |  | 2026-07-07 |" in told
    assert "```diff\n# world\n-Two left.\n+Three left.\n```" in told


def test_the_text_is_never_too_long_and_nothing_ends_its_blocks(text):
    told = text.body(
        {**UPDATE, "differences": UPDATE["differences"] * 4000}, ["-```" + "x" * 999] * 9000
    )
    assert 50_000 < len(told) < 65_536
    assert told.count("```") == 2
    assert told.count(" more.\n") == 3


def test_without_differing_sentences_the_text_says_so(text):
    assert "None in the golden briefings." in text.body(UPDATE, [])


def test_the_days_of_the_briefing_span_the_new_acts(text):
    assert text.span(UPDATE) == ("2026-10-13", "2026-11-26")


def test_the_sentences_are_those_of_a_diff_under_their_file(text):
    diff = "diff --git a/g/one.txt b/g/one.txt\n--- a/g/one.txt\n+++ b/g/one.txt\n@@ -3 +3 @@\n"
    assert text.sentences(diff + "-Two left.\n+Three left.\n+\n") == [
        "# one",
        "-Two left.",
        "+Three left.",
    ]


def test_the_run_knows_the_exit_codes_of_the_command():
    script = next(step["run"] for step in STEPS if step.get("id") == "update")
    assert "rollback update --apply" in script
    assert '-ne 0 ] && [ "$code" -ne 3' in script
    conditions = [step["if"] for step in STEPS if "if" in step]
    assert "steps.update.outputs.rows == 'yes'" in conditions
    assert any("code == '3'" in condition for condition in conditions)


def test_only_the_job_that_opens_the_pull_request_may_write_and_holds_its_token_there_alone():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["jobs"]["update"]["permissions"] == {
        "contents": "write",
        "pull-requests": "write",
    }
    assert [step["name"] for step in STEPS if "GH_TOKEN" in step.get("env", {})] == [
        "Open a pull request"
    ]
    checkout = next(step for step in STEPS if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False


def test_what_the_run_commits_and_calls_is_there():
    run = "\n".join(step.get("run", "") for step in STEPS)
    named = re.findall(r"(?:notebooks|\.ci|tests)/[\w./-]*\w", run)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
    folders = re.search(r"git add (.*)", run)[1].split()
    assert [folder for folder in folders if not (ROOT / folder).exists()] == []
