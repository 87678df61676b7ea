"""What a notebook shows becomes blocks; what it hides stays hidden."""

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.blocks.model import BLOCK_MIME, Heading
from analysis.export.cells import blocks_of, meta_of
from analysis.terms.errors import BriefingFailed

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJg"
    "gg=="
)


def displayed(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def shown(*outputs, **metadata):
    return blocks_of(
        new_notebook(cells=[new_code_cell("1", outputs=list(outputs), metadata=metadata)])
    )


def kinds(blocks):
    return [block["kind"] for block in blocks]


def test_a_block_comes_back_as_it_was_shown():
    notebook = new_notebook(
        cells=[new_code_cell("x", outputs=[displayed(Heading("Method")._repr_mimebundle_())])]
    )
    # As the file has it, and not as Python had it.
    again = nbformat.reads(nbformat.writes(notebook), as_version=4)
    (block,) = blocks_of(again)
    assert (block["kind"], block["title"], block["level"]) == ("heading", "Method", 2)


def test_code_is_never_shown():
    notebook = new_notebook(cells=[new_code_cell("secret = 1")])
    assert blocks_of(notebook) == []


@pytest.mark.parametrize("tag", ["parameters", "injected-parameters", "remove", "remove-cell"])
def test_cells_with_these_tags_show_nothing(tag):
    assert shown(new_output("stream", text="hidden"), tags=[tag]) == []
    markdown = new_markdown_cell("# Hidden", metadata={"tags": [tag]})
    assert blocks_of(new_notebook(cells=[markdown])) == []


def test_the_tag_remove_output_hides_outputs_and_remove_input_hides_nothing_more():
    assert shown(new_output("stream", text="hidden"), tags=["remove-output"]) == []
    assert kinds(shown(new_output("stream", text="seen"), tags=["remove-input"])) == ["verbatim"]


def test_raw_cells_show_nothing():
    assert blocks_of(new_notebook(cells=[nbformat.v4.new_raw_cell("raw")])) == []


@pytest.mark.parametrize("tags", [[], ["remove"], ["parameters"]])
def test_an_error_fails_and_names_the_cell_the_exception_and_the_message(tags):
    error = new_output("error", ename="KeyError", evalue="\x1b[31m'day'\x1b[0m", traceback=[])
    cells = [
        new_markdown_cell("Text"),
        new_code_cell("x", outputs=[error], metadata={"tags": tags}),
    ]
    with pytest.raises(BriefingFailed, match=r"Cell 2 failed with KeyError: 'day'$"):
        blocks_of(new_notebook(cells=cells))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"kind": "drama"}, "there is no kind of block called 'drama'"),
        ({"kind": "prose"}, "the prose block lacks paragraphs"),
        ({}, "there is no kind of block called None"),
    ],
)
def test_a_broken_block_fails_and_names_its_place(data, reason):
    with pytest.raises(BriefingFailed, match=rf"Cell 1, output 1 cannot be set: {reason}"):
        shown(displayed({BLOCK_MIME: data}))


def test_printed_text_is_verbatim_and_warnings_are_dropped():
    blocks = shown(
        new_output("stream", text="one\n"),
        new_output("stream", name="stderr", text="Warning: never mind\n"),
        new_output("stream", text="\x1b[1mtwo\x1b[0m\n"),
    )
    assert [block["content"] for block in blocks] == ["one\ntwo"]


def test_an_empty_print_leaves_no_trace():
    assert shown(new_output("stream", text="\n\n")) == []


def test_the_richest_form_wins():
    data = {"text/plain": "<Figure>", "text/html": "<p>no</p>", "image/png": PIXEL}
    assert kinds(shown(displayed(data))) == ["figure"]
    assert kinds(shown(displayed({"text/plain": "a", "text/markdown": "# b"}))) == ["heading"]
    assert kinds(shown(displayed({"text/latex": "$x$", "text/plain": "x"}))) == ["prose"]


@pytest.mark.parametrize(
    ("metadata", "cell"),
    [
        ({"image/png": {"alt": "A pixel."}}, {}),
        ({"alt": "A pixel."}, {}),
        ({}, {"alt": "A pixel."}),
        ({}, {"tags": ["alt: A pixel."]}),
    ],
)
def test_a_picture_takes_its_alternative_text_from_its_output_or_its_cell(metadata, cell):
    (block,) = shown(displayed({"image/png": PIXEL + "\n"}, **metadata), **cell)
    assert block["alt"] == "A pixel."
    assert block["image"] == "data:image/png;base64," + PIXEL


def test_a_picture_without_alternative_text_keeps_its_place_as_name():
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    (block,) = shown(displayed({"image/svg+xml": svg}))
    assert (block["name"], block["alt"], block["image"]) == ("cell 1, output 1", "", svg)


def test_a_frame_of_pandas_becomes_a_table_with_its_numbers_to_the_right():
    frame = pd.DataFrame({"state": ["Latvia", "<b>"], "km": [276.0, 1.5]}, index=["a", "b"])
    (block,) = shown(displayed({"text/html": frame._repr_html_()}))
    assert [column["label"] for column in block["columns"]] == ["", "state", "km"]
    assert [column["align"] for column in block["columns"]] == ["left", "left", "right"]
    rows = [[cell["text"][0]["text"] for cell in row] for row in block["rows"]]
    assert rows == [["a", "Latvia", "276.0"], ["b", "<b>", "1.5"]]


def test_heads_of_several_levels_are_joined_and_spanning_cells_keep_their_place():
    columns = pd.MultiIndex.from_product([["mine ban"], ["signed", "party"]])
    index = pd.MultiIndex.from_product([["NATO"], ["LVA", "EST"]])
    frame = pd.DataFrame([[1, 2], [3, 4]], columns=columns, index=index)
    (block,) = shown(displayed({"text/html": frame._repr_html_()}))
    labels = [column["label"] for column in block["columns"]]
    assert labels == ["", "", "mine ban signed", "mine ban party"]
    rows = [[cell["text"][0]["text"] for cell in row] for row in block["rows"]]
    assert rows == [["NATO", "LVA", "1", "2"], ["", "EST", "3", "4"]]


def test_a_shortened_frame_says_how_long_it_is():
    with pd.option_context("display.max_rows", 4):
        source = pd.DataFrame({"a": range(20)})._repr_html_()
    (block,) = shown(displayed({"text/html": source}))
    assert block["foot"][0]["text"] == "20 rows × 1 columns"


def test_other_html_is_read_as_text_without_scripts():
    source = "<div><script>alert(1)</script><style>p{}</style><p>One</p><p>Two &lt;3</p></div>"
    blocks = shown(displayed({"text/html": source}))
    assert kinds(blocks) == ["prose", "prose"]
    assert [block["paragraphs"][0][0]["text"] for block in blocks] == ["One", "Two <3"]


def test_the_metadata_of_the_notebook_give_day_and_title():
    metadata = {"disarmament_rollback": {"as_of": "2025-04-16", "title": "Story", "odd": 1}}
    assert meta_of(new_notebook(metadata=metadata), "eastern_flank") == {
        "as_of": "2025-04-16",
        "as_of_day": "2025-04-16",
        "title": "Story",
        "name": "Eastern flank",
    }


def test_the_parameters_of_papermill_give_the_day():
    metadata = {"papermill": {"parameters": {"as_of": "2025-04-16", "region": "baltic"}}}
    assert meta_of(new_notebook(metadata=metadata))["as_of_day"] == "2025-04-16"
    assert "as_of_day" not in meta_of(new_notebook(metadata={"papermill": {"parameters": {}}}))
