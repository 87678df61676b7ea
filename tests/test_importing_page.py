"""The page on importing: its examples run, and what it says of options and exit codes holds."""

import re
from pathlib import Path

from analysis.cli import main
from analysis.cli.updating import NEWS
from analysis.importers import import_from
from analysis.importers.importing import Imported
from analysis.importers.mapped import MappedCsv
from analysis.importers.protocol import Importer
from analysis.store.loading import read_tables

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "data" / "small"
PAGE = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_map_reads_the_table_beside_it(tmp_path):
    (tmp_path / "acts.csv").write_text(blocks("csv")[0], encoding="utf-8")
    (tmp_path / "map.toml").write_text(blocks("toml")[0], encoding="utf-8")
    options = {"map": str(tmp_path / "map.toml")}
    read = Imported(MappedCsv().propose(tmp_path / "acts.csv", read_tables(SMALL), options))
    assert read.table["state"].tolist() == ["LVA"]
    assert read.report()[0].startswith("acts.csv, acts read 3, of them known 2: 1 new")


def test_the_importer_of_the_page_is_one_and_proposes(tmp_path):
    made = {}
    exec(blocks("python")[0], made)
    gazette = made["Gazette"]()
    assert isinstance(gazette, Importer)
    (tmp_path / "gazette").write_text("LVA 2025-09-02\n", encoding="utf-8")
    done = import_from(gazette, tmp_path / "gazette", data=SMALL, options={"treaty": "ccm"})
    assert done.proposal.rows["events"][0]["state"] == "LVA"
    assert done.report() == ["gazette: 1 new, 0 changed and 0 missing; no row added"]


def test_every_option_that_the_page_names_is_one_of_the_commands():
    update, importers = main.commands["update"], main.commands["import"]
    known = {name for option in update.params for name in option.opts}
    for name in importers.list_commands(None):
        known |= {opt for one in importers.get_command(None, name).params for opt in one.opts}
    named = set(re.findall(r"`?(--[a-z]+)", PAGE)) - {"--help"}
    assert named
    assert named <= known


def test_the_exit_code_of_the_page_is_that_of_the_command():
    assert f"| {NEWS} | the pages show something new" in PAGE
    assert f"[ $? -eq {NEWS} ]" in PAGE
    assert f"{NEWS} the pages show" in " ".join(main.commands["update"].help.split())
