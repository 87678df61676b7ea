"""A register of somebody's own: begun, filled, asked by every command, told by every briefing."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import load_register, open_briefing
from analysis.briefings.again import command_again
from analysis.briefings.notebook import known_to, notebook_of
from analysis.briefings.registry import find_kind, kinds
from analysis.cli import main
from analysis.export.html import page
from analysis.publish.catalogue import load_catalogue
from analysis.publish.plan import plan_jobs
from analysis.store import folder as folders
from analysis.store.handed import forget, hand_over
from analysis.store.hidden import find_hiding
from analysis.terms.errors import UnknownName
from analysis.versions.beginning import begin_register

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "own-register.md"
#: Each command with what it needs to be asked of the register that `rollback new` writes.
QUESTIONS = {
    "status": ["--all"],
    "counts": ["--over-time"],
    "pipeline": ["--treaty", "herring"],
    "changes": ["--since", "2024-01-01"],
    "coverage": ["--treaty", "herring", "--region", "coastal-league", "--towards", "Borland"],
    "explain": ["Borland", "Herring Convention"],
    "events": ["--kind", "withdrawal_notified"],
    "history": ["XBO"],
    "members": ["Coastal League"],
    "source": ["example_text"],
    "rates": ["--region", "coastal-league"],
    "depth": ["--by", "family"],
    "attempts": [],
    "due": [],
    "context": [],
    "watch": ["--ended"],
    "ledger": ["--count"],
    "check": [],
    "list": ["treaties"],
}
#: Commands that ask no register, or are tried elsewhere in this file.
OTHERS = {"new", "compare", "import", "export", "build", "verify", "notebook", "explore"}


def run(*words, code=0):
    result = CliRunner().invoke(main, [*map(str, words)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A register as `rollback new` writes it."""
    path = tmp_path_factory.mktemp("own") / "herring"
    begin_register(path)
    return path


@pytest.fixture(scope="module")
def fishing(own):
    """The register loaded, for every command that asks it too."""
    yield hand_over(own, load_register)
    forget(own)


def test_what_is_begun_has_no_fault_and_is_made_up(own):
    assert "No fault" in run("check", "--data", own).stdout
    assert "made up" in (own / "README.md").read_text(encoding="utf-8")
    states = (own / "states.csv").read_text(encoding="utf-8").splitlines()[1:]
    # ISO 3166-1 leaves the codes from XAA to XZZ to whoever needs some.
    assert states
    assert all(line.startswith("X") for line in states)


def test_it_can_begin_with_the_states_of_the_world_and_says_nothing_of_them(tmp_path):
    run("new", tmp_path / "world", "--states")
    assert "No fault" in run("check", "--data", tmp_path / "world").stdout
    register = load_register(tmp_path / "world")
    assert register.status(treaty="herring", state="Latvia")["status"].tolist() == ["none"]
    assert set(register.tables.events["state"]) == {"INT"}
    assert register.members("nato")


def test_only_an_empty_folder_is_begun_in(tmp_path):
    (tmp_path / "empty").mkdir()
    run("new", tmp_path / "empty")
    before = sorted(path.name for path in tmp_path.iterdir())
    (tmp_path / "empty" / "events.csv").write_text("mine", encoding="utf-8")
    refused = run("new", tmp_path / "empty", code=1)
    assert "is not empty" in refused.stderr
    assert (tmp_path / "empty" / "events.csv").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_every_command_is_asked_here_or_named_as_no_question():
    shown = {name for name, command in main.commands.items() if not command.hidden}
    # Commands of the importers fetch pages of a depositary, and are tried with theirs.
    assert shown - {"update"} == {*QUESTIONS, *OTHERS}


def test_the_page_with_the_slider_needs_a_map_and_says_so(own, tmp_path):
    refused = run("explore", "--data", own, "--out", tmp_path / "page.html", code=1)
    assert "this register has no map" in refused.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", QUESTIONS)
def test_every_command_answers_from_it(own, fishing, command):
    result = run(command, *QUESTIONS[command], "--data", own)
    assert "Traceback" not in result.output
    assert result.stdout


def test_it_is_exported_and_compared(own, tmp_path):
    run("export", "--to", "csv", tmp_path / "out", "--data", own)
    assert "rows: 0" in run("compare", own, tmp_path / "out").stdout
    citation = (tmp_path / "out" / "CITATION.cff").read_text(encoding="utf-8")
    assert "A register of one's own" in citation


@pytest.fixture(scope="module")
def listed(own):
    return {entry.kind: entry for entry in load_catalogue(data=own).briefing}


def test_its_catalogue_has_every_kind_of_briefing(listed):
    assert set(listed) == set(kinds())


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_briefing_is_told_from_it(fishing, listed, kind):
    opened = open_briefing(kind, register=fishing, **listed[kind].parameters)
    blocks = opened.blocks()
    html = page([block.to_json() for block in blocks], {})
    assert fishing.tables.package["title"].replace("'", "’") in html
    for word in ("Disarmament rollback", "Russia", "NATO"):
        assert word not in html, word


@pytest.mark.parametrize("kind", kinds())
def test_a_notebook_of_each_kind_begins_with_what_it_has(fishing, register, kind):
    model = find_kind(kind)
    assert model.checked(fishing, known_to(model, fishing))
    source = notebook_of(model, fishing).cells[0]["source"]
    assert not any(word in source for word in ("apmbc", "LTU", "eastern-flank", "latvia"))
    # The shipped register has what the notebooks of the package begin with.
    assert known_to(model, register) == model.declared()


def test_a_build_finds_its_catalogue_and_notebooks_of_its_own(own, tmp_path):
    data = shutil.copytree(own, tmp_path / "data")
    (data / "mine.ipynb").write_text("{}", encoding="utf-8")
    path = data / "catalogue.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            'kind = "treaty"\n', 'kind = "treaty"\nnotebook = "mine.ipynb"\n'
        ),
        encoding="utf-8",
    )
    named = folders.catalogue_file(None, data)
    assert named == path
    jobs = {
        job.slug: job for job in plan_jobs(load_catalogue(named).briefing, data, listed_in=named)
    }
    assert jobs["herring"].notebook == data / "mine.ipynb"
    assert jobs["borland"].notebook.name == "state_briefing.ipynb"
    assert jobs["league"].data == data.resolve()
    assert [row["slug"] for row in rows(run("list", "--data", data, "--format", "csv"))] == list(
        jobs
    )
    lost = run("build", "--catalogue", tmp_path / "no.toml", "--out", tmp_path / "out", code=1)
    assert "there is no catalogue" in lost.stderr


def rows(result):
    return list(csv.DictReader(result.stdout.splitlines()))


def test_the_line_that_makes_it_again_can_be_typed_where_it_stands(fishing, monkeypatch, register):
    parameters = find_kind("state").checked(fishing, {"state": "XBO"})
    assert command_again(parameters, fishing) == (
        "ROLLBACK_DATA=herring papermill notebooks/state_briefing.ipynb out.ipynb -p state XBO"
        " -p as_of 2025-12-31"
    )
    monkeypatch.setattr("analysis.briefings.again.are_packed", lambda: True)
    latvia = find_kind("state").checked(register, {"state": "LVA", "as_of": "2026-02-20"})
    assert command_again(latvia, register) == (
        "rollback notebook state > state.ipynb"
        " && papermill state.ipynb out.ipynb -p state LVA -p as_of 2026-02-20"
    )


def test_regions_that_rest_on_others_are_there_with_those_alone(fishing, register):
    with pytest.raises(UnknownName, match="eastern-flank"):
        fishing.members("eastern-flank")
    assert register.members("eastern-flank")


def test_a_state_without_a_shape_blocks_no_number(tmp_path):
    data = tmp_path / "data"
    begin_register(data, states=True)
    path = data / "geography" / "world.geojson"
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["features"] = [one for one in whole["features"] if one["properties"]["iso3"] != "LVA"]
    path.write_text(json.dumps(whole), encoding="utf-8")
    said = run("check", "--data", data, "--format", "csv", code=1)
    assert [row["value"] for row in rows(said)] == ["LVA"]
    assert run("counts", "--data", data).stdout
    path.unlink()
    assert "the file is missing" in run("check", "--data", data, code=1).stdout
    assert run("counts", "--data", data).stdout


def test_a_register_without_a_map_says_so_where_one_is_asked_for(own):
    refused = run("members", "coastal-league", "--format", "geojson", "--data", own, code=1)
    assert "has no map" in refused.stderr


def test_a_file_that_hides_the_package_is_named(tmp_path, monkeypatch):
    assert find_hiding(folders.PACKAGE.parent) is None
    (tmp_path / "analysis.py").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "analysis.py hides the package" in run("notebook", "state").stderr


def tables_of(text):
    """Yield the tables of the guide: the file that each is for, and its rows by column."""
    for name, block in re.findall(r"^`(\w+)\.csv`\n\n((?:\|.*\n)+)", text, re.MULTILINE):
        header, _, *lines = [
            [cell.strip() for cell in line.strip("|\n ").split("|")] for line in block.splitlines()
        ]
        found = [dict(zip(header, line, strict=True)) for line in lines]
        if header == ["column", "value"]:
            found = [{row["column"]: row["value"] for row in found}]
        yield name, found


def test_the_guide_is_true_to_the_letter(tmp_path, monkeypatch):
    guide = GUIDE.read_text(encoding="utf-8")
    filled = dict(tables_of(guide))
    assert sum(map(len, filled.values())) == 10
    monkeypatch.chdir(tmp_path)
    run("new", "lighthouses")
    data = Path("lighthouses")
    for name in (*filled, "groups", "borders", "attempts", "claims"):
        path = data / f"{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        with path.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, header, restval="", lineterminator="\n")
            sheet.writeheader()
            sheet.writerows(filled.get(name, []))
    assert run("check", "--data", "lighthouses").stdout == "No fault in lighthouses.\n"
    asked = re.findall(r"^rollback (status|explain|counts)(.*)$", guide, re.MULTILINE)
    assert len(asked) == 3
    for command, rest in asked:
        assert run(command, *shlex.split(rest)).stdout
    (row,) = load_register("lighthouses").status(state="Birchland").itertuples()
    assert (row.status, f"{row.until:%Y-%m-%d}") == ("withdrawing", "2026-02-03")
    (listing,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    (data / "catalogue.toml").write_text(listing, encoding="utf-8")
    catalogue = load_catalogue(data=data)
    assert set(tomllib.loads(listing)["flagships"]) == {entry.slug for entry in catalogue.briefing}
    register = load_register(data)
    for entry in catalogue.briefing:
        assert open_briefing(entry.kind, register=register, **entry.parameters).blocks()
