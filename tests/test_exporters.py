"""Both formats as nbconvert and JupyterLab ask for them."""

import io
from importlib.metadata import entry_points

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbconvert.nbconvertapp import NbConvertApp
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.blocks.model import BLOCK_MIME
from analysis.export.exporters import BriefingHTMLExporter, BriefingPDFExporter
from analysis.terms.errors import BriefingFailed
from tests.exports.sample import FRONT, STATUS, briefing


@pytest.fixture
def notebook():
    shown = [
        new_output("execute_result", data=block._repr_mimebundle_(), execution_count=1)
        for block in (FRONT, STATUS)
    ]
    sources = {BLOCK_MIME: briefing()[-1]}
    return new_notebook(
        cells=[
            new_code_cell("region = 'x'", metadata={"tags": ["parameters"]}),
            new_code_cell("briefing.front()", outputs=shown[:1], execution_count=1),
            new_markdown_cell("## Who stands where\n\nIn *words*."),
            new_code_cell("briefing.standing()", outputs=shown[1:], execution_count=1),
            new_code_cell("briefing.sources()", outputs=[new_output("display_data", data=sources)]),
        ]
    )


@pytest.mark.parametrize(
    ("exporter", "extension", "mimetype", "label", "start"),
    [
        (BriefingHTMLExporter, ".html", "text/html", "Briefing (HTML)", "<!doctype html>"),
        (BriefingPDFExporter, ".pdf", "application/pdf", "Briefing (PDF)", b"%PDF-1.7"),
    ],
)
def test_an_exporter_gives_its_format_and_says_what_it_is(
    notebook, exporter, extension, mimetype, label, start
):
    output, resources = exporter().from_notebook_node(notebook)
    assert output.strip().startswith(start)
    assert resources["output_extension"] == extension
    assert exporter.output_mimetype == mimetype
    assert exporter.export_from_notebook == label


def test_the_page_shows_the_briefing_and_no_code(notebook):
    page, _ = BriefingHTMLExporter().from_notebook_node(notebook)
    assert FRONT.title in page
    assert "Who stands where</h2>" in page
    assert "briefing.standing" not in page
    assert "region =" not in page


def test_the_notebook_itself_is_left_alone(notebook):
    before = nbformat.writes(notebook)
    BriefingHTMLExporter().from_notebook_node(notebook)
    assert nbformat.writes(notebook) == before


def test_a_file_and_a_stream_give_the_same(notebook, tmp_path):
    path = tmp_path / "flank.ipynb"
    nbformat.write(notebook, path)
    from_file, _ = BriefingPDFExporter().from_file(io.StringIO(path.read_text("utf-8")))
    from_name, _ = BriefingPDFExporter().from_filename(str(path))
    assert from_file == from_name


def test_a_notebook_without_front_is_called_by_its_file(tmp_path):
    path = tmp_path / "free_play.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("Hello")]), path)
    page, _ = BriefingHTMLExporter().from_filename(str(path))
    assert "<h1>Free play</h1>" in page


def test_a_figure_without_alternative_text_fails_and_its_cell_is_named(notebook):
    svg = {"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
    notebook.cells.append(new_code_cell("draw()", outputs=[new_output("display_data", data=svg)]))
    for exporter in (BriefingHTMLExporter(), BriefingPDFExporter()):
        with pytest.raises(BriefingFailed, match="'cell 6, output 1' has no alternative text"):
            exporter.from_notebook_node(notebook)


@pytest.mark.parametrize("name", ["briefing-html", "briefing-pdf"])
def test_the_command_finds_both_by_name(notebook, tmp_path, name):
    assert name in entry_points(group="nbconvert.exporters").names
    exporter = get_exporter(name)
    path = tmp_path / "flank.ipynb"
    nbformat.write(notebook, path)
    app = NbConvertApp()
    app.initialize(["--to", name, str(path), "--log-level", "ERROR"])
    app.start()
    written = tmp_path / ("flank" + exporter().file_extension)
    assert written.stat().st_size > 10_000


@pytest.mark.parametrize("exporter", [BriefingHTMLExporter, BriefingPDFExporter])
def test_the_list_of_an_export_names_every_cell_and_strict_refuses_a_loss(
    notebook, exporter, caplog
):
    notebook.cells.append(nbformat.v4.new_raw_cell("raw"))
    made = exporter()
    made.log.propagate = True
    made.from_notebook_node(notebook)
    assert {entry.cell for entry in made.account} == set(range(1, len(notebook.cells) + 1))
    assert "cell 6: raw cell: left out" in caplog.text
    with pytest.raises(BriefingFailed, match="cell 6: raw cell: left out"):
        exporter(strict=True).from_notebook_node(notebook)


def test_strict_passes_what_loses_nothing(notebook):
    page, _ = BriefingHTMLExporter(strict=True).from_notebook_node(notebook)
    assert FRONT.title in page


def test_a_picture_beside_the_file_is_found(tmp_path, notebook):
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>')
    notebook.cells.append(new_markdown_cell("![A dot](dot.svg)"))
    path = tmp_path / "flank.ipynb"
    nbformat.write(notebook, path)
    page, _ = BriefingHTMLExporter(strict=True).from_filename(str(path))
    assert 'aria-label="A dot"' in page
