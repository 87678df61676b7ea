"""Another's table of events, by a map: what is read, compared and added, and every fault at once.

The register is the small one of ``data/small``; tables and maps are made up.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.checks import check_tables
from analysis.importers import Imported, import_from
from analysis.importers.faults import SourceFaults
from analysis.importers.mapped import MappedCsv
from analysis.importers.matching import Event, compare_events
from analysis.store.loading import read_tables
from analysis.terms.errors import RollbackError

HERE = Path(__file__).parent
MAP = """
[columns]
treaty.value = "Convention on Cluster Munitions"
treaty.names = "treaty"
actor.value = "state"
confidence.value = "medium"
sources.value = "gazette_2026"

[columns.state]
from = "Country"
names = "state"

[columns.date]
from = "Day"
formats = ["%d/%m/%Y", "%B %Y"]

[columns.kind]
from = "Act"
words = { Acceded = "accession", Ratified = "ratification", Signed = "signature" }

[[sources]]
source = "gazette_2026"
title = "Gazette, table of acts"
publisher = "A gazette"
url = "https://gazette.example/acts"
published = "2026-02-01"
covers = "cluster munitions: Latvia"
rank = "press"

[[skip]]
from = "Act"
words = ["Declared"]
"""
TABLE = """Country,Day,Act
Latvia,02/09/2025,Acceded
Norway,03/12/2008,Signed
Canada,16/03/2015,Ratified
Canada,20/03/2015,Declared
,,
"""


@pytest.fixture(scope="module")
def raw():
    return read_tables(HERE / "data" / "small")


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(HERE / "data" / "small", tmp_path / "data"))


def save(folder, table=TABLE, table_map=MAP):
    """Write a table and a map beside a data folder; return both files."""
    content = table if isinstance(table, bytes) else table.encode("utf-8")
    (folder / "acts.csv").write_bytes(content)
    (folder / "map.toml").write_text(table_map, encoding="utf-8")
    return folder / "acts.csv", {"map": str(folder / "map.toml")}


@pytest.fixture
def read(raw, tmp_path):
    """Read a table by a map, both as text, against the small register; nothing is written."""

    def run(**given):
        file, options = save(tmp_path, **given)
        return Imported(MappedCsv().propose(file, raw, options))

    return run


@pytest.fixture
def write(folder, tmp_path):
    """The same, and write what is new."""

    def run(**given):
        file, options = save(tmp_path, **given)
        return import_from("csv", file, data=folder, apply=True, options=options)

    return run


def faults(run, **given):
    with pytest.raises(SourceFaults) as caught:
        run(**given)
    return [(fault.file, fault.row, fault.column, fault.value) for fault in caught.value.faults]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_what_the_register_holds_is_no_row_and_what_it_lacks_is_new(read):
    imported = read()
    table = imported.table[["change", "treaty", "state", "kind", "page", "row"]]
    assert table.values.tolist() == [["new", "ccm", "LVA", "accession", "2025-09-02", 2]]
    assert imported.report() == [
        "acts.csv, acts read 3, of them known 2: 1 new and 0 changed; no row added"
    ]


def test_applying_writes_the_row_and_its_source_and_once(write, folder):
    assert write().added == 1
    events = (folder / "events.csv").read_text(encoding="utf-8")
    assert "ccm,LVA,2025-09-02,accession,,state,,,,,,,,gazette_2026,medium,\n" in events
    assert 'gazette_2026,"Gazette, table of acts"' in (folder / "sources.csv").read_text()
    assert check_tables(read_tables(folder)) == []
    assert write().added == 0


def test_another_day_in_the_register_is_a_change_and_left_to_a_human(write):
    imported = write(table=TABLE.replace("16/03/2015", "17/03/2015"))
    changed = imported.table.set_index("change").loc["changed"]
    assert (changed["page"], changed["register"]) == ("2015-03-17", "2015-03-16")
    assert imported.added == 1


def test_a_new_act_of_a_state_that_differs_is_not_added(read):
    table = TABLE.replace("16/03/2015", "17/03/2015") + "Canada,01/02/2009,Signed\n"
    imported = read(table=table)
    differing = imported.table[imported.table["state"] == "CAN"]
    assert differing["change"].tolist() == ["changed", "changed"]
    assert [row["state"] for row in imported.proposal.rows["events"]] == ["LVA"]


def test_a_month_in_the_table_agrees_with_a_day_of_the_register(read):
    assert read(table=TABLE.replace("03/12/2008", "December 2008")).table["state"].tolist() == [
        "LVA"
    ]


def test_acts_that_stand_side_by_side_are_events_of_their_own(read):
    wide = """
[columns]
treaty.value = "ccm"
actor.value = "state"
confidence.value = "medium"
sources.value = "untc_2026_02_03"
state = { from = "State", names = "state" }

[[event]]
kind.value = "signature"
date.from = "Signed"

[[event]]
kind.value = "accession"
date.from = "Acceded"
"""
    table = "State;Signed;Acceded\nLVA;;2025-09-02\nNorway;2008-12-03;\n"
    imported = read(table=table, table_map='delimiter = ";"\n' + wide)
    assert imported.table["state"].tolist() == ["LVA"]
    assert imported.report()[0].startswith("acts.csv, acts read 2, of them known 1:")


def test_every_fault_of_the_table_is_told_at_once_with_row_and_column(write, folder):
    before = contents(folder)
    table = (
        "Country,Day,Act\nAtlantis,02/09/2025,Acceded\nLatvia,2025-09-02,Acceded\n"
        "Latvia,02/09/2025,Adhered\nNorway,31/02/2009,Signed\n"
    )
    assert faults(write, table=table) == [
        ("acts.csv", 2, "Country", "Atlantis"),
        ("acts.csv", 3, "Day", "2025-09-02"),
        ("acts.csv", 4, "Act", "Adhered"),
        ("acts.csv", 5, "Day", "31/02/2009"),
    ]
    assert contents(folder) == before


def test_a_name_that_is_not_known_is_told_once_with_the_nearest(read):
    table = "Country,Day,Act\nLatviaa,02/09/2025,Acceded\n"
    with pytest.raises(SourceFaults) as caught:
        read(table=table)
    (fault,) = caught.value.faults
    assert fault.rule == "unknown state 'Latviaa'"
    assert fault.remedy.startswith("Did you mean 'LVA'? Correct it")


def test_a_rule_of_another_table_that_breaks_is_a_remark_until_it_is_written(raw, tmp_path):
    totals = (
        raw.frames["totals"]
        .iloc[:1]
        .assign(treaty="ccm", day="2026-02-03", published="3", difference="0")
    )
    told = replace(raw, frames={**raw.frames, "totals": totals})
    assert check_tables(told) == []
    file, options = save(tmp_path)
    proposal = MappedCsv().propose(file, told, options)
    assert [row["state"] for row in proposal.rows["events"]] == ["LVA"]
    (remark,) = proposal.remarks
    assert remark.startswith("--apply would bring a fault: totals.csv, row 2, column difference")


def test_an_act_that_stands_twice_is_a_fault_of_its_second_row(read):
    table = TABLE.replace(",,\n", "Latvia,02/09/2025,Acceded\n")
    ((_, row, _, value),) = faults(read, table=table)
    assert (row, value) == (6, "ccm LVA 2025-09-02 accession")


def test_a_row_that_breaks_a_rule_of_the_data_is_named_by_its_own_row(write, folder):
    before = contents(folder)
    table = TABLE.replace("02/09/2025", "02/09/2031")
    found = faults(write, table=table)
    assert ("acts.csv", 2, "Day", "2031-09-02") in found
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "is empty"),
        ("Country,Day,Act\nLatvia,02/09/2025\n", "2 cells, and the header has 3"),
        ("Country,Day,Day,Act\nLatvia,x,y,z\n", "two columns have this name"),
        ("Country,Date,Act\nLatvia,02/09/2025,Acceded\n", "acts.csv has no such column"),
        (b"Country,Day,Act\nC\xf4te d'Ivoire,02/09/2025,Acceded\n", "not in utf-8"),
        (b"Country,Day,Act\nLat\0via,02/09/2025,Acceded\n", "null bytes"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(read, table, says):
    with pytest.raises(SourceFaults, match=says):
        read(table=table)


def test_a_table_in_another_encoding_is_read_where_the_map_names_it(read):
    table = "Country,Day,Act\nC\xf4te d'Ivoire,02/09/2025,Acceded\n".encode("latin-1")
    with pytest.raises(SourceFaults, match="Ivoire"):
        read(table=table, table_map='encoding = "latin-1"\n' + MAP)


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ('from = "Day"', 'form = "Day"', "columns.date.form", "no such word"),
        ('"accession"', '"accesion"', "columns.kind", "no such word here"),
        ("[columns.date]", "[columns.dat]", "columns.dat", "no such word here"),
        ('actor.value = "state"', "", "columns.actor", "every event needs actor"),
        ('actor.value = "state"', 'actor.value = "king"', "columns.actor", "no such word here"),
        ('source = "gazette_2026"', 'key = "x"', "sources.0", "no such word here"),
        ('names = "state"', 'names = "state"\nwords = { A = "B" }', "columns.state", "takes one"),
        ('names = "state"', 'names = "planet"', "columns.state.names", "'state'"),
        ("[columns.state]", "[columns.state", "", "no TOML"),
        ('"%d/%m/%Y"', '"%d/%m"', "columns.date", "no form of a day"),
        ('"%d/%m/%Y"', '"%Q"', "columns.date", "no form of a day"),
        ('"%d/%m/%Y"', "7", "columns.date.formats.0", "valid string"),
        ("[columns]", "event = []\n[columns]", "event", "at least 1 item"),
        ("[columns]", 'delimiter = "x"\n[columns]', "delimiter", "should be"),
        ('rank = "press"', 'rank = "press"\nrating = "A"', "sources.0", "no such word here"),
    ],
)
def test_a_fault_of_the_map_names_its_place_and_the_remedy(read, old, new, where, says):
    assert old in MAP
    with pytest.raises(SourceFaults, match=says) as caught:
        read(table_map=MAP.replace(old, new))
    assert caught.value.source.name == "map.toml"
    assert where in [fault.column for fault in caught.value.faults]
    assert all(fault.remedy for fault in caught.value.faults)


def test_a_map_that_is_not_there_or_not_named_says_so(raw, tmp_path):
    (tmp_path / "acts.csv").write_text(TABLE)
    with pytest.raises(SourceFaults, match="cannot be read"):
        MappedCsv().propose(tmp_path / "acts.csv", raw, {"map": "no/map.toml"})
    with pytest.raises(RollbackError, match="has to be told its map"):
        import_from("csv", tmp_path / "acts.csv", data=HERE / "data" / "small")


def test_a_source_of_the_map_that_no_new_row_names_is_not_written(write, folder):
    before = contents(folder)
    assert write(table=TABLE.replace("Latvia,02/09/2025,Acceded\n", "")).added == 0
    assert contents(folder) == before


def test_a_step_at_home_is_there_on_its_day_or_it_is_new(raw):
    steps = [
        Event(row, {"treaty": "apmbc", "state": state, "date": day, "kind": kind})
        for row, (state, day, kind) in enumerate(
            [
                ("LVA", "2025-03-18", "announced"),
                ("UKR", "2025-07-20", "promulgated"),
                ("LTU", "2025-05-09", "promulgated"),
                ("LVA", "2026-01-09", "announced"),
            ],
            start=2,
        )
    ]
    matched = compare_events(steps, raw)
    # A day within a month of the register, when no source gave the day, is the act it holds.
    assert [event.row for event in matched.new] == [5]
    assert matched.table["row"].tolist() == [5]


def test_a_withdrawal_needs_two_sources_and_the_table_is_told_at_its_row(read):
    table_map = MAP.replace('Acceded = "accession"', 'Acceded = "withdrawal_notified"')
    with pytest.raises(SourceFaults) as caught:
        read(table=TABLE.replace("Latvia,02/09/2025", "Canada,02/09/2025"), table_map=table_map)
    assert {(fault.file, fault.row) for fault in caught.value.faults} == {("acts.csv", 2)}
    assert "second source" in str(caught.value) or "two" in str(caught.value)
