"""Importers by name: the package's own, those of others, and those that cannot be used."""

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.importers import registry
from analysis.importers.protocol import GROUP, Importer, Option, Proposal
from analysis.importers.registry import OWN, find_importer, importer_names
from analysis.terms.errors import RollbackError, UnknownName

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "data" / "small"


class Ledger:
    """An importer of somebody else's."""

    summary = "Read a ledger."
    source = "LEDGER"
    details = "A ledger is a file with a word in it."
    options = (Option("since-year", "The first year.", required=False),)

    def propose(self, source, raw, options):
        word = f"{source.read_text()} {options['since-year']} {len(raw.frames['states'])}"
        table = pd.DataFrame({"change": ["new"], "word": [word]})
        return Proposal(subject="the ledger", table=table)


class NoImporter:
    summary = "Reads nothing."


def broken():
    raise AssertionError("an importer is never called")


@pytest.fixture
def installed(monkeypatch):
    """Let entry points of other packages be there."""

    def install(*entries):
        points = [EntryPoint(name, value, GROUP) for name, value in entries]
        monkeypatch.setattr(registry, "entry_points", lambda group: points)

    return install


def run(*arguments):
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def test_the_own_ones_are_registered_as_those_of_others_are():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][GROUP] == {entry.name: entry.value for entry in OWN}


@pytest.mark.parametrize("name", [entry.name for entry in OWN])
def test_each_is_an_importer_and_its_help_is_whole(name):
    importer = find_importer(name)
    assert isinstance(importer, Importer)
    told = run(name, "--help").stdout
    assert " ".join(importer.details.split()) in " ".join(told.split())
    assert all(f"--{option.name}" in told for option in importer.options)
    assert max(map(len, told.splitlines())) <= 80
    assert importer.summary in " ".join(run("--help").stdout.split())


def test_an_importer_of_others_is_a_command_with_its_options(installed, tmp_path):
    installed(("ledger", f"{__name__}:Ledger"))
    assert "ledger" in importer_names()
    (tmp_path / "word").write_text("hello")
    result = run(
        "ledger", tmp_path / "word", "--since-year", "1997", "--data", SMALL, "--format", "csv"
    )
    assert result.exit_code == 0
    assert result.stdout == "change,word\nnew,hello 1997 8\n"
    assert "the ledger: 1 new, 0 changed and 0 missing; no row added" in result.stderr


def test_the_same_entry_point_twice_is_one(installed):
    installed(*((entry.name, entry.value) for entry in OWN))
    assert importer_names() == ["csv", "series", "untc"]
    assert find_importer("untc")


def test_two_importers_of_one_name_are_refused(installed):
    installed(("csv", f"{__name__}:Ledger"))
    with pytest.raises(RollbackError, match=r"two importers are called 'csv'.*Ledger"):
        find_importer("csv")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("no.such.module:Importer", "cannot be loaded: ModuleNotFoundError"),
        (f"{__name__}:Missing", "cannot be loaded: AttributeError"),
        (f"{__name__}:NoImporter", "is none: it needs"),
        (f"{__name__}:broken", "is none: it needs"),
    ],
)
def test_one_that_cannot_be_used_says_why_and_spoils_no_other(installed, value, says):
    installed(("ledger", value))
    with pytest.raises(RollbackError, match=says):
        find_importer("ledger")
    result = run("ledger", "file", "--option")
    assert result.exit_code == 1
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert "Cannot be loaded" in run("--help").stdout
    assert run("untc", "--help").exit_code == 0


def test_an_unknown_name_is_told_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'untc'"):
        find_importer("unct")
    assert run("unct").exit_code == 2
