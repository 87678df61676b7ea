"""Apostrophes: curved where words are read, straight in code, addresses, commands and data."""

from __future__ import annotations

from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup

from analysis.blocks.model import Cell, Column, Figure, Prose, Span, Table, Verbatim, text
from analysis.export import cells
from analysis.export.apostrophes import curled, curve
from analysis.export.document import compose
from analysis.export.html import fragment, index_page, page
from analysis.export.pdf import compile_pdf
from analysis.publish.shelves import page_of

STRAIGHT = "Côte d'Ivoire and Latvia's parliament"
CURVED = "Côte d’Ivoire and Latvia’s parliament"
TABLE = Table(
    name="states",
    title=STRAIGHT,
    columns=(Column("State's name"), Column("Status")),
    rows=tuple((Cell(text(STRAIGHT)), Cell(text("party"))) for _ in range(2)),
    groups=((0, "Lao People's"),),
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    f"<text style=\"font-family:'Serif'\">{STRAIGHT}</text></svg>"
)


def pages_of(*blocks):
    return BeautifulSoup(page([one.to_json() for one in blocks], {"title": "T"}), "html.parser")


@pytest.mark.parametrize(
    "words",
    [
        "https://example.org/o'neil's",
        "d['key']",
        "rollback build --where=o'neil",
        "print('x')",
        "r'abc'",
        "'quoted words' stay",
    ],
)
def test_code_and_addresses_keep_theirs(words):
    assert curve(words) == words


def test_names_possessives_and_plurals_are_curved():
    assert curve("Sana'a, the states' border, won't") == "Sana’a, the states’ border, won’t"


def test_words_of_a_page_are_curved_and_its_data_are_not():
    shown = pages_of(TABLE)
    assert shown.find(class_="title").get_text() == CURVED
    assert {one.get_text().strip() for one in shown.tbody("th")} == {CURVED, "Lao People’s"}
    content = unquote(shown.find("a", class_="sheet")["href"])
    assert STRAIGHT in content
    assert "’" not in content


def test_labels_of_a_drawing_are_curved_and_its_styles_are_not():
    figure = Figure(name="map", image=DRAWING, title="Map", alt=STRAIGHT, data="a,b\nd'I,1\nx,2\n")
    shown = pages_of(figure)
    card = shown.find(role="img")
    assert card["aria-label"] == CURVED
    assert card.find("text").get_text() == CURVED
    assert "'Serif'" in card.find("text")["style"]
    assert "d'I" in unquote(shown.find("a", class_="sheet")["href"])
    assert CURVED in fragment(figure.to_json())


def test_output_addresses_and_code_of_a_notebook_stay_as_they_are():
    link = Prose((text(Span("Norway's page", href="https://example.org/o'neil")),))
    shown = pages_of(link, Verbatim("it's output"))
    assert shown.main.a.get_text() == "Norway’s page"
    assert shown.main.a["href"] == "https://example.org/o'neil"
    assert shown.main.pre.get_text() == "it's output"
    cell = nbformat.v4.new_markdown_cell("Poland's `don't`, <code>can't</code>")
    read = cells.read_notebook(nbformat.v4.new_notebook(cells=[cell]))
    assert "Poland’s don't" in page(read.blocks, {}).replace("&#39;", "'")


def test_paper_holds_the_curved_one():
    from analysis.export.pdf import _for_typst

    document = compose([TABLE.to_json()], {"title": "Latvia's", "regenerate": "rollback 'it's'"})
    ready = _for_typst(document)
    assert ready["meta"]["title"] == "Latvia’s"
    assert ready["meta"]["regenerate"] == "rollback 'it's'"
    assert ready["blocks"][0]["title"] == CURVED
    assert compile_pdf([TABLE.to_json()], {}, timestamp_day="2026-01-01")


def test_the_index_writes_as_its_pages_do():
    card = {
        "slug": "one", "kind": "state", "title": "Latvia's way out", "as_of": "2025-04-16",
        "day": "16 April 2025", "version": "1", "assumed": "", "cover": "",
        "given": {"state": "LVA"},
    }  # fmt: skip
    shown = BeautifulSoup(index_page({**page_of([card], []), "explore": ""}), "html.parser")
    assert shown.find("h3").get_text() == "Latvia’s way out"


def test_what_is_no_text_is_left_alone():
    assert curled({"rows": [1, None, True], "href": "o'n"}) == {
        "rows": [1, None, True],
        "href": "o'n",
    }
