"""Outputs of cells of a user's own: set, converted, or left out with a line that says so."""

from base64 import b64encode
from io import BytesIO

import pandas as pd
import pytest
from IPython.display import HTML, Image, Latex, Math
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image as Pictures

from analysis.export.cells import account_of, blocks_of
from analysis.export.exporters import BriefingHTMLExporter, BriefingPDFExporter
from analysis.export.outputs import ALT_LINES
from analysis.terms.errors import BriefingFailed

RUNNING = (
    ({"application/vnd.plotly.v1+json": {}, "text/html": "<script>1</script>"}, "plotly"),
    ({"application/vnd.vegalite.v5+json": {}, "text/plain": "alt.Chart(...)"}, "vega"),
    ({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider()"}, "widget"),
    ({"text/html": "<iframe srcdoc='a map'></iframe>", "text/plain": "<folium>"}, "iframe"),
    ({"text/html": "<div><script>draw()</script></div>"}, "HTML"),
    ({"application/javascript": "alert(1)", "text/plain": "<Javascript>"}, "javascript"),
    ({"application/pdf": "JVBERi0="}, "application/pdf"),
    ({"application/json": {}, "text/plain": "<JSON>"}, "application/json"),
)


def notebook_of(*outputs, **metadata):
    cells = [new_code_cell("1", outputs=list(outputs), execution_count=1, metadata=metadata)]
    return new_notebook(cells=cells)


def displayed(data, **metadata):
    return notebook_of(new_output("display_data", data=data, metadata=metadata))


def dots(kind, *, frames=1):
    kept = BytesIO()
    images = [Pictures.new("RGB", (20, 10), (200, at * 20, 30)) for at in range(frames)]
    more = {"save_all": True, "append_images": images[1:]} if frames > 1 else {}
    images[0].save(kept, kind, **more)
    return b64encode(kept.getvalue()).decode()


def words(block):
    return "".join(span["text"] for one in block["paragraphs"] for span in one)


@pytest.mark.parametrize(("data", "what"), RUNNING)
def test_what_only_a_running_page_shows_is_reported_as_a_loss(data, what):
    notebook = displayed(data)
    lost = [entry for entry in account_of(notebook) if entry.loss]
    assert what in str(lost[0])
    for exporter in (BriefingHTMLExporter, BriefingPDFExporter):
        exporter().from_notebook_node(notebook)
        with pytest.raises(BriefingFailed, match="cell 1"):
            exporter(strict=True).from_notebook_node(notebook)


@pytest.mark.parametrize(("data", "what"), RUNNING[:3])
def test_a_still_picture_that_a_chart_carries_is_set(data, what):
    notebook = displayed({**data, "image/png": dots("PNG")}, alt="A chart.")
    assert [block["kind"] for block in blocks_of(notebook)] == ["figure"]
    assert any("its still picture" in str(entry) for entry in account_of(notebook))
    assert not any(entry.loss for entry in account_of(notebook))


@pytest.mark.parametrize(
    ("mime", "kind", "start"),
    [
        ("image/png", "PNG", "data:image/png;base64,"),
        ("image/jpeg", "JPEG", "data:image/jpeg;base64,"),
        ("image/gif", "GIF", "data:image/png;base64,"),
        ("image/webp", "WEBP", "data:image/png;base64,"),
    ],
)
def test_pictures_of_dots_are_set_on_both_pages(mime, kind, start):
    notebook = displayed({mime: dots(kind)}, alt="A square.")
    (block,) = blocks_of(notebook)
    assert block["image"].startswith(start)
    page, _ = BriefingHTMLExporter().from_notebook_node(notebook)
    assert f'<img src="{start}' in page
    assert BriefingPDFExporter().from_notebook_node(notebook)[0].startswith(b"%PDF")


def test_a_moving_picture_loses_its_movement_and_that_is_said():
    entries = account_of(displayed({"image/gif": dots("GIF", frames=3)}, alt="It moves."))
    assert any(entry.loss and "the first of 3 frames" in entry.why for entry in entries)


def test_a_picture_that_is_none_names_its_cell():
    with pytest.raises(BriefingFailed, match="Cell 1, output 1 cannot be set: it is no picture"):
        blocks_of(displayed({"image/jpeg": "AAAA"}, alt="x"))


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (Math(r"\alpha \le 5"), "α ≤ 5"),  # noqa: RUF001
        (Latex(r"$x_1$ "), "x1"),
    ],
)
def test_formulas_are_set_as_letters_and_never_as_the_name_of_an_object(shown, printed):
    data = {"text/latex": shown._repr_latex_(), "text/plain": repr(shown)}
    (block,) = blocks_of(displayed(data))
    assert words(block).strip() == printed


def test_an_image_of_ipython_takes_its_own_words():
    shown = Image(data=square(), format="png", alt="A square.")
    data, metadata = shown._repr_mimebundle_()
    content = {key: value for key, value in data.items() if value}
    notebook = notebook_of(new_output("display_data", data=content, metadata=metadata))
    assert blocks_of(notebook)[0]["alt"] == "A square."


def square():
    kept = BytesIO()
    Pictures.new("RGB", (20, 10)).save(kept, "PNG")
    return kept.getvalue()


def test_the_caption_of_a_styled_frame_is_the_title_of_its_table():
    styled = pd.DataFrame({"km": [1.5, 2]}, index=["a", "b"]).style.set_caption("Lengths")
    (block,) = blocks_of(displayed({"text/html": styled.to_html()}))
    assert (block["kind"], block["title"]) == ("table", "Lengths")
    assert [column["label"] for column in block["columns"]] == ["", "km"]


def test_text_around_a_table_stays_where_it_stands():
    source = (
        "<h3>Head</h3><p>Before <b>bold</b></p><table><tr><th>x</th></tr><tr><td>1</td></tr>"
        "</table>After<ul><li>a<ol><li>b</li></ol></li></ul><pre>code</pre>"
    )
    blocks = blocks_of(displayed({"text/html": HTML(source).data}))
    kinds = [block["kind"] for block in blocks]
    assert kinds == ["heading", "prose", "table", "prose", "items", "verbatim"]
    assert (words(blocks[1]), words(blocks[3])) == ("Before bold", "After")
    assert blocks[2]["columns"][0]["label"] == "x"


def test_a_drawing_in_html_keeps_its_view_box():
    source = '<svg viewBox="0 0 9 9" aria-label="A line"><path d="M0 0L9 9"/></svg>'
    (block,) = blocks_of(displayed({"text/html": source}))
    assert block["alt"] == "A line"
    assert 'viewBox="0 0 9 9"' in block["image"]


@pytest.mark.parametrize(
    "answer",
    ["[<matplotlib.lines.Line2D at 0x7f3c>]", "<Axes: >", "Text(0.5, 1.0, 'T')"],
)
def test_the_answer_of_a_call_that_draws_is_not_printed(answer):
    notebook = displayed({"text/plain": answer})
    assert blocks_of(notebook) == []
    assert not any(entry.loss for entry in account_of(notebook))


def test_a_figure_without_alternative_text_is_refused_with_two_lines_to_paste():
    notebook = displayed({"image/png": dots("PNG"), "text/plain": "<Figure>"})
    for exporter in (BriefingHTMLExporter, BriefingPDFExporter):
        with pytest.raises(BriefingFailed, match="'cell 1, output 1' has no alternative") as caught:
            exporter().from_notebook_node(notebook)
        assert ALT_LINES in str(caught.value)
    assert ALT_LINES.count("\n") == 1


@pytest.mark.slow
def test_the_two_lines_do_what_they_promise():
    drawing = "import matplotlib.pyplot as plt\nplt.plot([1, 2])"
    notebook = new_notebook(cells=[new_code_cell(f"%matplotlib inline\n{drawing}\n{ALT_LINES}")])
    NotebookClient(notebook, kernel_name="python3").execute()
    figures = [block for block in blocks_of(notebook) if block["kind"] == "figure"]
    assert [block["alt"] for block in figures] == ["What the figure shows, in a sentence or two."]
    assert BriefingPDFExporter(strict=True).from_notebook_node(notebook)[0].startswith(b"%PDF")
