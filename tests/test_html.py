"""The HTML page: self-contained, harmless and usable without eyes, mouse or network."""

import re
from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from analysis.blocks.model import (
    Cell,
    Column,
    Figure,
    Heading,
    Items,
    Prose,
    Reference,
    References,
    Span,
    Table,
    Verbatim,
    text,
)
from analysis.export.display import show_blocks
from analysis.export.html import fragment, page
from analysis.terms.errors import BriefingFailed
from tests.exports.sample import FRONT, HOSTILE, META, STATUS, briefing, steps

FIGURE = Figure(name="steps", image=steps(), title="Steps", alt='A line that "rises" & falls.')


@pytest.fixture(scope="module")
def sample():
    return page(briefing(), META)


@pytest.fixture(scope="module")
def soup(sample):
    return BeautifulSoup(sample, "html.parser")


def parsed(*parts, **meta):
    return BeautifulSoup(page([part.to_json() for part in parts], meta), "html.parser")


def words(element):
    return re.sub(r"\s+", " ", element.get_text()).strip()


def test_the_page_runs_nothing(soup):
    assert soup("script") == []
    handlers = [name for tag in soup(True) for name in tag.attrs if name.startswith("on")]
    assert handlers == []
    assert soup(["iframe", "object", "embed", "foreignobject", "form", "base"]) == []


def test_the_page_loads_nothing(sample, soup):
    assert soup(["link"]) == []
    loading = [
        tag[name]
        for tag in soup(["img", "image", "use", "source", "video", "audio", "style"])
        for name in ("src", "href", "xlink:href", "srcset")
        if tag.has_attr(name)
    ]
    assert all(value.startswith(("data:", "#")) for value in loading)
    inside = [url for url in re.findall(r"url\(([^)]*)\)", sample) if not url.startswith("#")]
    assert all(url.startswith("data:font/woff2;base64,") for url in inside)
    assert "@import" not in sample


def test_the_page_forbids_itself_to_load_and_run(soup):
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


def test_hostile_texts_are_shown_as_the_texts_they_are(soup):
    shown = words(soup.main)
    for line in HOSTILE[:8]:
        assert line in shown
    assert soup("img", src="x") == []


def test_only_harmless_addresses_become_links(soup):
    links = [link for link in soup("a") if not link.has_attr("download")]
    assert all(link["href"].startswith(("https://", "#")) for link in links)
    files = [link["href"] for link in soup("a", download=True)]
    assert files
    assert all(file.startswith("data:text/csv;charset=utf-8,") for file in files)
    assert "hostile link" in words(soup.main)


def test_every_local_link_leads_somewhere_and_no_id_is_double(soup):
    ids = [tag["id"] for tag in soup(True) if tag.has_attr("id")]
    assert len(ids) == len(set(ids))
    local = {link["href"][1:] for link in soup("a") if link["href"].startswith("#")}
    assert local <= set(ids)


def test_there_is_one_h1_and_no_level_is_skipped(soup):
    levels = [int(tag.name[1]) for tag in soup(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert soup.h1.get_text() == FRONT.title


def test_deep_headings_rise_to_the_next_level():
    found = parsed(FRONT, Heading("A", level=1), Heading("B", level=5), Heading("C", level=9))
    titles = {tag.get_text(): tag.name for tag in found(re.compile("^h[1-6]$"))}
    assert (titles["A"], titles["B"], titles["C"]) == ("h2", "h3", "h4")


def test_the_page_has_landmarks_a_title_a_language_and_a_way_past_the_head(soup):
    assert all(soup.find(name) for name in ("header", "main", "footer", "nav"))
    assert soup.html["lang"] == "en"
    assert soup.title.get_text() == META["title"]
    skip = soup.body.find("a")
    assert soup.find(id=skip["href"][1:]).name == "main"


def test_the_as_of_day_is_a_time_that_machines_read(soup):
    assert soup.header.time["datetime"] == "2025-04-16"
    assert words(soup.header.find(class_="day")) == "As of 16 April 2025"


def test_the_foot_says_day_version_and_how_to_build_it_again(soup):
    foot = words(soup.footer)
    assert "As of 16 April 2025" in foot
    assert META["data_version"] in foot
    assert META["regenerate"] in foot


def test_a_table_has_a_caption_and_heads_of_columns_rows_and_groups(soup):
    table = soup.find("table")
    assert words(table.caption).startswith(STATUS.title)
    heads = table.thead("th")
    assert [head["scope"] for head in heads] == ["col"] * len(STATUS.columns)
    rows = [row for row in table("tr") if row.parent.name == "tbody"]
    groups = [row for row in rows if "group" in row.get("class", [])]
    assert [words(row) for row in groups] == [label for _, label in STATUS.groups]
    data = [row for row in rows if row not in groups]
    assert len(data) == len(STATUS.rows)
    assert all(row.find(["th", "td"])["scope"] == "row" for row in data)


def test_a_wide_table_scrolls_in_a_frame_of_its_own_that_the_keyboard_reaches(soup):
    frame = soup.find("table").parent
    assert frame["tabindex"] == "0"
    assert frame["role"] == "group"
    assert frame["aria-label"] == STATUS.title


def test_a_table_without_rows_says_so():
    found = parsed(FRONT, Table("t", "T", (Column("A"), Column("B")), ()))
    assert words(found.tbody) == "No rows."


def test_a_status_is_symbol_and_word():
    rows = ((Cell(text("A")), Cell(text("party since 1999"), "party"), Cell(mark="withdrawn")),)
    found = parsed(FRONT, Table("t", "T", (Column("S"), Column("P"), Column("Q")), rows))
    first, second = found.tbody("td")
    assert first.svg["aria-hidden"] == second.svg["aria-hidden"] == "true"
    assert words(first) == "party since 1999"
    assert words(second) == "withdrawn"


def test_a_figure_is_one_picture_with_its_text_instead(soup):
    figure = soup.find("figure")
    picture = figure.find(role="img")
    assert picture["aria-label"].startswith("Timeline of six states.")
    assert figure.figcaption is figure.find(True)
    assert soup.find("img")["alt"] == "A red pixel."


def test_the_text_instead_of_a_figure_is_escaped():
    found = parsed(FRONT, FIGURE)
    assert found.find(role="img")["aria-label"] == FIGURE.alt


def test_a_figure_without_alternative_text_fails_and_is_named():
    with pytest.raises(BriefingFailed, match="'steps' has no alternative text"):
        parsed(FRONT, replace(FIGURE, alt=" "))


def test_a_figure_whose_alternative_text_is_too_long_to_be_heard_fails_and_is_named():
    assert parsed(FRONT, replace(FIGURE, alt="x" * 399))
    with pytest.raises(BriefingFailed, match=r"'steps' has an alternative text of 400 letters"):
        parsed(FRONT, replace(FIGURE, alt="x" * 400))


def test_figures_do_not_share_ids(soup):
    drawn = [tag["id"] for tag in soup(True) if tag.has_attr("id") and tag.find_parent("svg")]
    assert len(drawn) > 2
    assert len(drawn) == len(set(drawn))


def test_citations_lead_to_the_source_and_back(soup):
    cite = soup.find("a", role="doc-biblioref")
    source = soup.find(id=cite["href"][1:])
    assert source.name == "li"
    assert "#" + cite["id"] in {link["href"] for link in source("a", role="doc-backlink")}


def test_a_citation_without_a_source_is_a_plain_number():
    found = parsed(FRONT, Prose((text("Said", Span("", cite=(7,))),)))
    assert "[7]" in words(found.main)
    assert found.find("a", href="#source-7") is None


def test_a_source_on_several_pages_links_to_each():
    source = Reference(1, "Status", "UN", "2025", "https://a.org/x;y; https://a.org/z")
    item = parsed(FRONT, References((source,))).find(id="source-1")
    shown = [link["href"] for link in item("a") if link["href"].startswith("https")]
    assert shown == ["https://a.org/x;y", "https://a.org/z"]


def test_notes_stand_at_the_end_and_lead_back(soup):
    mark = soup.find("a", role="doc-noteref")
    note = soup.find(id=mark["href"][1:])
    assert note.find("a", role="doc-backlink")["href"] == "#" + mark["id"]
    assert len(soup.find(class_="notes")("li", recursive=False)) == len(
        soup("a", role="doc-noteref")
    )


def test_two_builds_give_the_same_page(sample):
    assert page(briefing(), META) == sample


def test_a_page_with_five_figures_stays_below_a_megabyte(sample):
    assert len(sample.encode()) < 1_000_000


def test_the_embedded_faces_hold_the_characters_of_the_page(sample):
    faces = re.findall(r"base64,([A-Za-z0-9+/=]+)\) format\(\"woff2\"\)", sample)
    assert len(faces) == 4
    for face in faces:
        letters = TTFont(BytesIO(b64decode(face))).getBestCmap()
        assert {ord(letter) for letter in "Lātvija – 66–14, žģ ↑"} <= set(letters)


def test_a_notebook_without_front_takes_its_first_heading_or_its_name_as_title():
    found = parsed(Heading("Explore", level=1), Heading("More"))
    read = [tag.get_text() for part in (found.header, found.main) for tag in part(["h1", "h2"])]
    assert read == ["Explore", "More"]
    named = parsed(Verbatim("1"), name="Free play")
    assert named.h1.get_text() == named.title.get_text() == "Free play"


def test_a_day_in_iso_is_written_out():
    found = parsed(Heading("Explore"), as_of="2025-04-16")
    assert words(found.header.find(class_="day")) == "As of 16 April 2025"


def test_several_fronts_are_refused():
    with pytest.raises(BriefingFailed, match="one front block"):
        parsed(FRONT, FRONT)


def test_a_fragment_is_harmless_and_styles_nothing_but_itself():
    for block in briefing():
        found = BeautifulSoup(fragment(block), "html.parser")
        assert found(["script", "link", "iframe"]) == []
        rules = re.sub(r"\{[^{}]*\}", "\n", found.style.get_text())
        selectors = [one for rule in rules.split("\n") for one in rule.split(",") if one.strip()]
        assert all(
            ".rollback-block" in one or one.strip().startswith(".mark-") for one in selectors
        )


def test_a_fragment_shows_a_figure_without_alternative_text_and_says_that_it_lacks_it():
    found = BeautifulSoup(fragment(replace(FIGURE, alt="").to_json()), "html.parser")
    assert found.svg
    assert "no alternative text" in words(found.find(class_="missing"))


def test_a_fragment_of_a_broken_picture_says_so_in_place_of_it():
    found = BeautifulSoup(fragment(replace(FIGURE, image="<p>").to_json()), "html.parser")
    assert "Figure 'steps' cannot be read" in words(found.pre)


def test_a_block_shows_itself_in_a_notebook():
    show_blocks()
    bundle = Items((text("One"),))._repr_mimebundle_()
    assert "<li>One</li>" in bundle["text/html"]
    assert bundle["application/vnd.disarmament-rollback.block+json"]["kind"] == "items"
