"""The recipes of CONTRIBUTING.md and the examples of README.md, each as somebody follows it."""

from __future__ import annotations

import csv
import doctest
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from analysis import facts, load_register, open_briefing
from analysis.blocks.citations import Citations
from analysis.blocks.model import Heading, Prose, Table, plain
from analysis.blocks.telling import say
from analysis.briefings import registry
from analysis.briefings.notebook import notebook_of
from analysis.briefings.parameters import Parameters, RegionName, TreatyCode
from analysis.briefings.registry import briefing, find_kind
from analysis.export.html import page
from analysis.export.pdf import compile_pdf
from analysis.sections.participation.facts import participation
from analysis.sections.registry import Section
from analysis.store.folder import default_folder
from analysis.subject import telling as tell
from analysis.subject.subject import Subject
from analysis.terms.errors import DataFaults, ParameterFaults

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
#: Recipes that end in somebody's file: each heading of the guide that begins with "Add".
RECIPES = re.findall(r"^## (Add .*)$", GUIDE, re.MULTILINE)


@pytest.fixture
def data(tmp_path):
    """A copy of the data, for somebody to add to."""
    folder = tmp_path / "data"
    shutil.copytree(default_folder(), folder)
    return folder


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_event(folder, **cells):
    path = folder / "events.csv"
    rows = rows_of(path)
    rows.append({**dict.fromkeys(rows[0], ""), **cells})
    write_rows(path, sorted(rows, key=lambda r: [r["treaty"], r["state"], r["date"], r["kind"]]))


def test_the_guide_has_the_recipes_that_are_tried_here():
    assert RECIPES == [
        "Add an event",
        "Add a treaty",
        "Add a region",
        "Add a word",
        "Add a figure, a sentence, a table",
        "Add a briefing",
    ]


def test_an_event_is_one_row(data):
    add_event(
        data, treaty="ccm", state="NOR", date="2026-01-15", kind="withdrawal_notified",
        actor="state", sources="untc_2026_02_03;nl_verdragenbank", confidence="high",
    )  # fmt: skip
    (row,) = load_register(data).status(treaty="ccm", state="NOR").itertuples()
    assert (row.status, f"{row.bound_until:%Y-%m-%d}") == ("withdrawn", "2026-07-15")


def test_the_commands_of_the_guide_are_there():
    from analysis.cli import main

    named = re.findall(r"\.venv/bin/rollback (\w+)((?: [^`\n]*)?)", GUIDE)
    assert {"check", "compare", "build", "notebook", "watch"} <= {name for name, _ in named}
    for name, rest in named:
        known = {flag for one in main.commands[name].params for flag in one.opts}
        assert set(re.findall(r"--[\w-]+", rest)) <= known or name in ("import",), (name, rest)


def test_an_event_without_a_source_is_refused(data):
    add_event(data, treaty="ccm", state="NOR", date="2026-01-15", kind="statement", actor="state")
    with pytest.raises(DataFaults, match="sources"):
        load_register(data)


def test_a_treaty_is_a_row_and_its_events(data):
    path = data / "treaties.csv"
    treaties = rows_of(path)
    (model,) = (row for row in treaties if row["code"] == "ccm")
    own = {
        "code": "drones", "name": "Drone Ban Convention", "noun": "drone ban",
        "entry_trigger": "stated",
        "title": "Convention on Drones", "adopted": "2020-01-01", "opened": "2020-02-01",
        "signature_closes": "", "entered_into_force": "2020-06-01", "untc_number": "",
        "entry_trigger_count": "", "coverage_note": "An example.",
    }  # fmt: skip
    write_rows(path, [*treaties, {**model, **own}])
    add_event(
        data, treaty="drones", state="NOR", date="2020-02-10", kind="ratification", actor="state",
        sources="untc_2026_02_03", confidence="high",
    )  # fmt: skip
    register = load_register(data)
    (row,) = register.status(treaty="drones", state="NOR").itertuples()
    assert (row.status, f"{row.bound_from:%Y-%m-%d}") == ("party", "2020-08-01")
    shown = open_briefing("regional", register=register, region="nordic", treaty="drones")
    assert "drone ban" in shown.show("front")[0].title


def test_a_region_is_rows_of_groups_and_nothing_else(data):
    path = data / "groups.csv"
    rows = rows_of(path)
    empty = dict.fromkeys(rows[0], "")
    for state in ("BEL", "LUX", "NLD"):
        own = {"group": "benelux", "group_name": "Benelux", "state": state}
        rows.append({**empty, **own, "standing": "member", "sources": rows[0]["sources"]})
    write_rows(path, sorted(rows, key=lambda row: (row["group"], row["state"], row["start"])))
    register = load_register(data)
    assert register.members("benelux") == ["BEL", "LUX", "NLD"]
    opened = open_briefing(
        "regional", register=register, region="benelux", treaty="apmbc", as_of="2026-02-20"
    )
    assert "Benelux states" in opened.show("front")[0].title


def parties_of(subject: Subject, cite: Citations) -> list[Prose]:
    own = participation(subject)
    return [Prose((say("It binds {now}.", now=tell.counted(own, "now", "state")),))]


PARTIES = Section("parties", "How many", parties_of)


@pytest.fixture
def own_kind(monkeypatch):
    """A kind of briefing in a few lines, as the guide has it; forgotten afterwards."""
    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))

    @briefing("standing")
    class StandingBriefing(Parameters):
        """Who stands where under a treaty."""

        treaty: TreatyCode = "apmbc"
        region: RegionName = "baltic"
        sections = ("front", "standing", PARTIES, "sources")

    return StandingBriefing


def test_a_kind_of_briefing_is_a_model_and_a_list_of_sections(own_kind, register):
    opened = open_briefing("standing", register=register, as_of="2026-02-20")
    blocks = opened.blocks()
    assert [block.title for block in blocks if isinstance(block, Heading)] == [
        "Who stands where",
        "How many",
        "Sources",
    ]
    (words,) = (block for block in blocks if isinstance(block, Prose))
    assert plain(words.paragraphs[0]) == "It binds no state."
    data = [block.to_json() for block in blocks]
    assert "<h1" in page(data, {})
    assert compile_pdf(data, {}, timestamp_day="2026-02-20").startswith(b"%PDF-")


def test_the_check_and_the_notebook_of_a_kind_follow_from_its_model(own_kind, register):
    assert find_kind("standing") is own_kind
    with pytest.raises(ParameterFaults, match="did you mean 'treaty'"):
        own_kind.checked(register, {"treety": "apmbc"})
    notebook = notebook_of(own_kind)
    nbformat.validate(notebook)
    sources = [cell["source"] for cell in notebook.cells]
    assert sources[0].startswith('treaty: str = "apmbc"')
    assert sources[-1] == 'briefing.show("sources")'


def test_the_examples_of_the_readme_are_true():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    # The fences end an example, as an empty line does.
    text = re.sub(r"^```.*$", "", readme, flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(text, {}, "README.md", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    found = runner.run(examples)
    assert found.attempted > 5
    assert found.failed == 0


def test_the_walk_from_a_row_to_the_page_is_true(register):
    """Every file that the walk names exists, and one event is met at each of its steps."""
    walk = GUIDE[GUIDE.index("## From a row to the page") : GUIDE.index("## Add an event")]
    lines = re.findall(r"^\d+\. (.*(?:\n   .*)*)", walk, re.MULTILINE)
    assert len(lines) == 10
    for path in re.findall(r"`((?:analysis|data)/[\w./]+)`", walk):
        assert (ROOT / path).exists(), path
    key = "apmbc.LVA.2025-04-16.parliament_approved"
    seen = register.as_of("2025-04-16")
    assert key in set(seen.events["event"])
    assert seen.pipeline(treaty="apmbc", region="baltic")["parliament_approved"].ne("").any()
    own = seen.fact(facts.exits, treaty="apmbc", region="baltic")
    assert key in own.events
    opened = open_briefing(
        "regional", register=register, treaty="apmbc", region="baltic", as_of="2025-04-16"
    )
    blocks = opened.blocks()
    (table_,) = (block for block in blocks if isinstance(block, Table) and block.name == "leaving")
    (latvia,) = (row for row in table_.rows if plain(row[0].text) == "Latvia")
    cited = {number for cell in latvia for span in cell.text for number in span.cite}
    listed = blocks[-1]
    assert key in listed.events
    assert cited <= {entry.number for entry in listed.entries}
    manifest = ROOT / "reports" / "eastern-flank-2025-04-16" / "manifest.json"
    assert key in json.loads(manifest.read_text(encoding="utf-8"))["events"]
