"""What a page on a screen has beside the words: files of numbers, how to cite, why a number."""

import csv
import io
import json
import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from analysis import open_briefing
from analysis.blocks.model import Cell, Column, Heading, Prose, Span, Table, flat, text
from analysis.blocks.telling import as_many_as_fit, first_that_fits
from analysis.drawing import style
from analysis.drawing.picture import Picture
from analysis.export.citing import LICENCE, citation_of
from analysis.export.document import compose
from analysis.export.html import page, set_page
from analysis.export.sheets import sheet_of
from analysis.store.folder import default_folder
from analysis.subject.facts import recall
from tests.exports.sample import FRONT, META, STATUS

GIVEN = {"region": "eastern-flank", "treaty": "apmbc", "as_of": "2026-02-20"}


@pytest.fixture(scope="module")
def opened(register):
    return open_briefing("regional", register=register, **GIVEN)


@pytest.fixture(scope="module")
def blocks(opened):
    return opened.blocks()


@pytest.fixture(scope="module")
def document(blocks):
    return compose([one.to_json() for one in blocks], {}, {}, "eastern-flank")


@pytest.fixture(scope="module")
def soup(document):
    return BeautifulSoup(set_page(document), "html.parser")


def read_sheet(address):
    head, _, content = address.partition(",")
    assert head == "data:text/csv;charset=utf-8"
    return list(csv.reader(io.StringIO(unquote(content).removeprefix("\ufeff"))))


def test_every_exhibit_brings_what_it_shows(soup, blocks):
    links = soup("a", download=True)
    exhibits = [one for one in blocks if isinstance(one, Picture | Table)]
    assert len(links) == len(exhibits)
    names = [link["download"] for link in links]
    assert names == [f"eastern-flank-{one.name}.csv" for one in exhibits]
    drawn = next(one for one in exhibits if one.name == "map")
    rows = read_sheet(links[names.index("eastern-flank-map.csv")]["href"])
    assert rows[0] == list(drawn.data.columns)
    assert [row[0] for row in rows[1:]] == drawn.data["state"].tolist()


def test_the_file_of_a_table_has_its_groups_its_signs_and_nothing_that_a_spreadsheet_runs():
    rows = ((Cell(text("=1+1")), Cell(mark="party")), (Cell(text("B")), Cell(text('a,"b"žģ'))))
    table = Table("t", "T", (Column("A"), Column("B")), rows, groups=((1, "Late"),))
    found = sheet_of(compose([table.to_json()], {})["blocks"][0], "x")
    assert found["name"] == "x-t.csv"
    assert read_sheet(found["address"]) == [
        ["A", "B", "group"],
        ["'=1+1", "party", ""],
        ["B", 'a,"b"žģ', "Late"],
    ]
    bare = compose([Table("t", "T", (Column("A"),), ()).to_json()], {})["blocks"][0]
    assert sheet_of(bare, "x") is None


def test_a_briefing_says_how_to_cite_it():
    front = FRONT.to_json() | {"title": "Half & half: 50% {sic}"}
    found = citation_of(compose([front], META | {"title": front["title"]}, {}, "half"))
    assert found["plain"].startswith("The disarmament-rollback authors (")
    assert "Half & half: 50% {sic}. As of 16 April 2025" in found["plain"]
    assert found["bibtex"].startswith("@misc{half,\n")
    assert "{Half \\& half: 50\\% \\{sic\\}}" in found["bibtex"]
    unnamed = citation_of(compose([Heading("Žalia girià").to_json()], {}))
    assert unnamed["bibtex"].startswith("@misc{zalia-giria,\n")
    assert unnamed["plain"] == "The disarmament-rollback authors. Žalia girià."


def test_the_licence_is_that_of_the_data():
    package = json.loads((default_folder() / "datapackage.json").read_text("utf-8"))
    (licence,) = package["licenses"]
    assert licence["name"].replace("-", " ") in LICENCE
    assert licence["title"].partition("; ")[2] in LICENCE


def test_a_link_to_a_briefing_is_previewed_with_its_card_and_its_first_finding(soup, document):
    about = {tag["property"]: tag["content"] for tag in soup("meta", property=True)}
    assert about["og:title"] == document["meta"]["title"]
    assert about["og:image"] == "cover.png"
    finding = "".join(span["text"] for span in document["front"]["findings"][0])
    assert (
        about["og:description"] == finding == soup.find("meta", {"name": "description"})["content"]
    )
    related = [link["href"] for link in soup.find(class_="related")("a")]
    assert related[0] == "eastern-flank.pdf"
    assert related[-1] == "../index.html"


def test_a_page_that_lies_nowhere_links_to_no_neighbour():
    found = BeautifulSoup(page([FRONT.to_json()], META), "html.parser")
    assert found.find(class_="related") is None
    assert found.find("meta", property="og:image") is None


def test_a_number_leads_to_the_acts_behind_it(soup, document):
    number = next(one for one in soup("button", class_="why") if one.get_text() == "161 parties")
    note = soup.find(id=number["popovertarget"])
    assert note.has_attr("popover")
    assert "Counted: all states." in note.get_text()
    lines = [re.sub(r"\s+", " ", item.get_text()) for item in note("li")]
    assert any(line.startswith("27 Jun 2025. Latvia: gave notice (") for line in lines)
    assert all(link["href"].startswith("http") for link in note("a"))
    ids = {one["id"] for one in soup(class_="because")}
    assert {one["popovertarget"] for one in soup("button", class_="why")} <= ids


def test_a_ground_numbers_no_source(register, blocks):
    """What is shown on demand must not change the list of sources, which paper shares."""
    listed = next(one for one in blocks if one.kind == "references")
    again = open_briefing("regional", register=register, **GIVEN)
    for name in again.parameters.sections:
        again.show(name)
    assert again.citations.references(compact=True).entries == listed.entries


def test_a_part_of_a_fact_rests_on_what_the_whole_rests_on(opened, register):
    day = "(treaty=apmbc region=eastern-flank 2026-02-20)"
    seen = opened.subject.register
    part, whole = recall(seen, f"rates.rates.before{day}")
    assert (part.events, bool(whole.events)) == ((), True)
    assert recall(seen, f"rates.rates.nothing{day}") == [whole]
    assert recall(seen, "border.never(treaty=apmbc 2026-02-20)") == []


def test_an_assumed_notice_behind_a_number_is_marked(register):
    given = {"region": "eastern-flank", "as_of": "2026-09-01", "scenario": "NOR:2026-09-01"}
    shown = open_briefing("regional", register=register, **given).blocks()
    acts = [act for one in shown for ground in one.grounds for act in ground.acts]
    assumed = [act.words for act in acts if act.words.startswith("Norway: gave notice")]
    assert assumed
    assert set(assumed) == {"Norway: gave notice (hypothetical)"}


def test_a_picture_across_the_page_is_drawn_for_a_phone_too(blocks):
    pictures = [one for one in blocks if isinstance(one, Picture)]
    assert {one.width for one in pictures} > {"wide"}
    for one in pictures:
        drawn = one.drawn()
        assert bool(drawn.phone) == (one.width == "wide")
        if drawn.phone:
            wide, narrow = (
                float(re.search(r'width="([\d.]+)pt"', svg)[1])
                for svg in (drawn.image, drawn.phone)
            )
            assert narrow == pytest.approx(style.PHONE_WIDTH * style.MM, abs=0.5)
            assert narrow < wide
            assert drawn.phone == one.drawn().phone


def test_a_figure_of_ones_own_that_knows_no_phone_is_shown_as_it_is(blocks):
    from dataclasses import replace

    one = next(one for one in blocks if isinstance(one, Picture) and one.width == "wide")
    drawn = replace(one, draw=lambda: style.blank_figure(170, 20)).drawn()
    assert drawn.image
    assert drawn.phone == ""


def test_what_is_folded_begins_with_its_heading_and_holds_its_own_blocks_alone():
    parts = [
        FRONT, Heading("Open"), Prose((text("one"),)), Heading("Closed", folded=True),
        Prose((text("two"),)), Heading("Open again"), Prose((text("three"),)),
    ]  # fmt: skip
    found = BeautifulSoup(page([one.to_json() for one in parts], META), "html.parser").main
    (fold,) = found("details")
    assert fold.summary.h2.get_text() == "Closed"
    assert fold.div.get_text(strip=True) == "two"
    assert not fold.has_attr("open")


def test_no_picture_of_the_four_pages_is_folded_away(soup):
    assert len(soup("figure")) > 3
    assert [one for one in soup("figure") if one.find_parent("details")] == []


def test_rows_of_words_become_cards_on_a_phone_and_grids_of_signs_do_not():
    def set_table(table):
        found = BeautifulSoup(page([FRONT.to_json(), table.to_json()], META), "html.parser")
        return found.find(class_="table")

    cards = set_table(STATUS)
    assert "stacked" in cards["class"]
    assert {row["role"] for row in cards("tr")} == {"row"}
    heads = [column.label for column in STATUS.columns]
    assert [cell["data-label"] for cell in cards.tbody("td")[: len(heads) - 1]] == heads[1:]
    # A source is shown on a phone too; a cell that says nothing is not.
    sourced = Cell((Span("", cite=(1,)),))
    rows = (
        (Cell(text("2026")), Cell(text("Third Review Conference")), sourced, Cell()),
        (Cell(text("5 Oct")), Cell(text("Enters into force for Tonga")), sourced, Cell(text("44"))),
    )
    due = set_table(
        Table("due", "Due", tuple(map(Column, ("Day", "What", "Source", "Days"))), rows)
    )
    assert "stacked" in due["class"]
    hidden = [cell["data-label"] for cell in due.tbody("td", attrs={"data-empty": True})]
    assert hidden == ["Days"]
    columns = tuple(map(Column, "ABCDE"))
    grid = Table("g", "G", columns, (tuple(Cell(mark="party") for _ in columns),))
    assert "stacked" not in set_table(grid)["class"]


def test_a_telling_too_long_to_listen_to_is_cut_and_says_so():
    parts = [f"State {number}: party." for number in range(40)]
    told = "".join(span.text for span in as_many_as_fit("Lead.", parts, "state"))
    assert len(told) < 400
    assert re.search(r"And [a-z0-9-]+ more states\.$", told)
    last = as_many_as_fit("Lead.", ["x" * 360, "y" * 60], "state")
    assert flat(last).endswith("x And one more state.")
    short = text("short")
    assert first_that_fits(text("x" * 500), short) == short
    assert first_that_fits(text("whole"), short) == text("whole")


def test_the_page_stays_light(document):
    faces = 90_000
    assert len(set_page(document).encode()) < 350_000 + faces
