"""A briefing is one run: executed whole, from one opening, every citation with its source."""

import copy
import json

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert.nbconvertapp import NbConvertApp
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis import open_briefing, table
from analysis.blocks.model import BLOCK_MIME, Heading, Prose, Reference, References, Span, text
from analysis.export.cells import read_notebook
from analysis.export.exporters import BriefingHTMLExporter, BriefingPDFExporter
from analysis.terms.errors import BriefingFailed
from tests.exports.sample import FRONT

RUN = {
    "kind": "regional",
    "subject": "region baltic, treaty apmbc",
    "day": "2025-04-16",
    "data": "2026.12.0",
    "digest": "0123456789abcdef",
    "opening": 1,
}
ENTRIES = tuple(Reference(n, "A source", "", "", "") for n in range(1, 6))


def cell(source, *blocks, count, run=RUN):
    outputs = []
    for block in blocks:
        data = json.loads(json.dumps(block.to_json()))
        outputs.append(new_output("display_data", data={BLOCK_MIME: {**data, "run": run}}))
    return new_code_cell(source, outputs=outputs, execution_count=count)


@pytest.fixture
def notebook():
    return new_notebook(
        cells=[
            new_code_cell(
                "region = 'baltic'", metadata={"tags": ["parameters"]}, execution_count=1
            ),
            new_code_cell("b = open_briefing('regional', region=region)", execution_count=2),
            cell("b.show('front')", FRONT, count=3),
            new_markdown_cell("Words of my own."),
            cell("b.show('standing')", Heading("Who stands where"), count=4),
            new_code_cell("# nothing to run"),
            cell("b.show('sources')", References(ENTRIES), count=5),
        ]
    )


def refused(notebook):
    with pytest.raises(BriefingFailed) as caught:
        read_notebook(notebook)
    # Both exporters refuse what the reading refuses.
    for exporter in (BriefingHTMLExporter, BriefingPDFExporter):
        with pytest.raises(BriefingFailed):
            exporter().from_notebook_node(notebook)
    return str(caught.value)


def block_of(notebook, place):
    return notebook.cells[place]["outputs"][0]["data"][BLOCK_MIME]


def test_one_whole_run_is_exported_and_known(notebook):
    assert read_notebook(notebook).run == RUN


def test_a_briefing_that_was_not_executed_is_refused(notebook):
    for one in notebook.cells:
        if one["cell_type"] == "code":
            one["outputs"], one["execution_count"] = [], None
    said = refused(notebook)
    assert "was not executed: cells 1 to 3, 5, 7 (the first: region = 'baltic')" in said


def test_a_briefing_executed_in_part_is_refused_and_the_cell_is_named(notebook):
    notebook.cells[4]["outputs"], notebook.cells[4]["execution_count"] = [], None
    assert "executed only in part: cell 5 (b.show('standing')) did not run" in refused(notebook)


def test_a_cell_of_the_users_own_must_have_run_too_unless_its_tag_says_otherwise(notebook):
    own = new_code_cell("1 + 1")
    notebook.cells.append(own)
    assert "cell 8 (1 + 1) did not run" in refused(notebook)
    own["metadata"]["tags"] = ["skip-execution"]
    assert read_notebook(notebook).run == RUN


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("subject", "region nato, treaty apmbc", "the subject differs"),
        ("day", "2025-08-20", "the day differs"),
        ("data", "2026.11.0", "the version of the data differs"),
        ("digest", "fedcba9876543210", "the parameters or the data differs"),
        ("opening", 2, "the opening of the briefing differs"),
    ],
)
def test_blocks_of_two_runs_are_refused_and_both_cells_are_named(notebook, part, value, words):
    block_of(notebook, 4)["run"] = {**RUN, part: value}
    said = refused(notebook)
    assert f"Cells 3 and 5 come from different runs: {words}" in said
    assert str(value) in said


def test_two_sessions_of_a_kernel_are_refused(notebook):
    notebook.cells[4]["execution_count"] = 2
    assert "Cells 2 and 5 both were the 2nd to run" in refused(notebook)


def test_a_front_of_an_earlier_version_is_refused(notebook):
    del block_of(notebook, 2)["run"]
    assert "Cell 3 shows a front that does not say which run" in refused(notebook)


def test_blocks_of_the_users_own_belong_to_any_run(notebook):
    own = new_output("display_data", data={BLOCK_MIME: Heading("Mine").to_json()})
    notebook.cells.append(new_code_cell("mine", outputs=[own], execution_count=6))
    assert read_notebook(notebook).run == RUN


def test_a_notebook_of_no_briefing_need_not_be_run_but_its_cells_are_accounted_for():
    read = read_notebook(new_notebook(cells=[new_code_cell("print(open_briefings)")]))
    assert [str(entry) for entry in read.entries] == [
        "cell 1: code: left out (it was not executed)"
    ]
    assert read.entries[0].loss


@pytest.mark.parametrize("place", [4, 7])
def test_a_citation_without_an_entry_is_refused_and_its_cell_is_named(notebook, place):
    said = Prose((text("Said", Span("", cite=(1, 7))),))
    notebook.cells.insert(place, cell("more", said, count=9))
    assert f"Cell {place + 1} cites source 7, which no list of sources" in refused(notebook)


def test_each_opening_in_a_kernel_is_another_run_of_the_same_digest(register):
    given = {"region": "baltic", "treaty": "apmbc", "as_of": "2025-04-16"}
    first, again = (open_briefing("regional", register=register, **given) for _ in range(2))
    other = open_briefing("regional", register=register, **{**given, "as_of": "2025-04-17"})
    assert again.run.opening == first.run.opening + 1
    assert again.run.digest == first.run.digest != other.run.digest
    assert (first.run.day, other.run.day) == ("2025-04-16", "2025-04-17")
    assert {block.run for block in first.show("front")} == {first.run}


def test_a_piece_names_its_sources_for_its_numbers_would_lead_to_those_of_something_else(register):
    piece = table("status", register, treaty="apmbc", region="baltic")
    assert "'cite': (1" not in str(piece.to_json())
    assert piece.foot[-1].text.startswith(" Source: UN Treaty Collection")
    assert piece.events
    own = new_output("display_data", data={BLOCK_MIME: piece.to_json()})
    read_notebook(new_notebook(cells=[new_code_cell("1", outputs=[own])]))


SOURCES = (
    "from analysis import open_briefing\n"
    "b = open_briefing('regional', region='baltic', treaty='apmbc', as_of='2025-04-16')",
    "b.show('front')",
    "b.show('sources.short')",
)


@pytest.mark.slow
def test_an_executed_notebook_is_one_run_twice_the_same_and_reopened_half_way_is_none(tmp_path):
    def executed():
        fresh = new_notebook(cells=[new_code_cell(source) for source in SOURCES])
        NotebookClient(fresh, kernel_name="python3").execute()
        return fresh

    first = executed()
    run = read_notebook(first, strict=True).run
    assert run["opening"] == 1
    assert read_notebook(executed()).run == run

    # Opened again before the last cell ran, as somebody does in JupyterLab.
    reopened = new_notebook(
        cells=[new_code_cell(source) for source in (*SOURCES[:2], SOURCES[0], SOURCES[2])]
    )
    NotebookClient(reopened, kernel_name="python3").execute()
    assert "Cells 2 and 4 come from different runs: the opening" in refused(reopened)

    path = tmp_path / "unrun.ipynb"
    clean = copy.deepcopy(first)
    for one in clean.cells:
        one["outputs"], one["execution_count"] = [], None
    nbformat.write(clean, path)
    app = NbConvertApp()
    app.initialize(["--to", "briefing-pdf", str(path), "--log-level", "CRITICAL"])
    with pytest.raises(BriefingFailed, match="was not executed"):
        app.start()
    assert not path.with_suffix(".pdf").exists()
