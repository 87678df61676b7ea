"""A saved status page: what is read from it, and that a broken one gives one clear reason.

The pages in ``pages`` are made up, in the structure of the UN Treaty Collection.
"""

import time
from pathlib import Path

import pytest

from analysis.importers.acts import PageFault
from analysis.importers.page import DEEPEST, MOST_BYTES, MOST_ENTITIES, MOST_TAGS
from analysis.importers.untc import read_page

PAGES = Path(__file__).parent / "pages"
MINES = (PAGES / "mines.html").read_text(encoding="utf-8")


@pytest.fixture
def saved(tmp_path):
    """Save text or bytes as a page and return the file."""

    def save(content):
        file = tmp_path / "page.html"
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return file

    return save


def changed(old, new):
    assert old in MINES
    return MINES.replace(old, new)


def row_of(page, name):
    return next(row for row in page.participants if row.name.startswith(name))


def test_the_heading_gives_treaty_day_and_totals():
    page = read_page(PAGES / "mines.html")
    assert (page.number, page.day, page.entry_into_force) == ("XXVI-5", "2026-02-03", "1999-03-01")
    assert page.totals == page.counted() == {"signatories": 4, "parties": 5}


def test_a_treaty_not_in_force_has_no_day():
    assert read_page(PAGES / "nuclear_tests.html").entry_into_force == ""


def test_a_page_without_signatures_prints_one_total(saved):
    page = changed("Signatories :            4.           Parties", "Parties")
    assert read_page(saved(page)).totals == {"parties": 5}


def test_a_protocol_with_a_page_of_its_own_has_a_letter_in_its_number(saved):
    page = changed("mtdsg_no=XXVI-5", "mtdsg_no=XXVI-5-a").replace("5.\n", "5. a\n")
    assert read_page(saved(page)).number == "XXVI-5-a"


def test_numbers_of_end_notes_stand_apart_from_name_and_act():
    page = read_page(PAGES / "mines.html")
    assert (row_of(page, "Poland").name, row_of(page, "Poland").notes) == ("Poland", ("4", "5"))
    assert page.end_notes["3"] == "See the historical information."


def test_numbers_glued_to_name_or_act_are_end_notes_too(saved):
    page = changed("<td>Albania<br></td>", "<td>Albania 3, 5<br></td>")
    page = page.replace("29 Feb\t 2000 <br>", "29 Feb\t 2000 A1<br>")
    row = row_of(read_page(saved(page)), "Albania")
    assert (row.name, row.notes) == ("Albania", ("3", "5", "1"))
    assert row.acts[1].kind == "acceptance"


def test_brackets_around_the_name_count_for_its_acts(saved):
    page = (PAGES / "clusters.html").read_text(encoding="utf-8")
    page = page.replace("[ &nbsp;3 Dec\t 2008 ]", "3 Dec 2008").replace(
        "[24 Mar\t 2011 ]", "24 Mar 2011"
    )
    acts = row_of(read_page(saved(page)), "[Lithuania]").acts
    assert [act.bracketed for act in acts] == [True, True]


def test_the_marks_of_protocols_are_read_with_their_days():
    marks = read_page(PAGES / "weapons.html").marks
    assert marks["France"]["Protocol III"] == "2002-07-18"
    assert marks["Turkey"] == {"Protocol I": ""}


def test_a_page_saved_by_a_browser_as_it_shows_it_is_the_same(saved):
    page = MINES.replace('class="table">', 'class="table"><tbody>').replace(
        'action="./ViewDetails', 'action="https://treaties.un.org/Pages/ViewDetails'
    )
    page = page.replace("<!DOCTYPE html>", "<!DOCTYPE html>\n<!-- saved from url=(0042) -->")
    assert read_page(saved(b"\xef\xbb\xbf" + page.encode())) == read_page(PAGES / "mines.html")


def test_scripts_and_entities_in_a_cell_are_no_text_and_one_character(saved):
    page = changed("<td>Albania<br>", "<td><script>alert('x')</script><!-- y -->Alb&#97;nia<br>")
    assert row_of(read_page(saved(page)), "Albania").name == "Albania"


ARCHIVED = """
<!--
     FILE ARCHIVED ON 04:01:02 Feb 09, 2026 AND RETRIEVED FROM THE
     INTERNET ARCHIVE ON 10:11:12 Mar 01, 2026.
-->
<!--
playback timings (ms):
  captures_list: 0.5
-->
"""


def archived(page):
    """A page as a web archive keeps it: its bar above, its addresses, its comments below."""
    page = page.replace(
        'action="./ViewDetails', 'action="/web/20260209040102/https://treaties.un.org/ViewDetails'
    )
    bar = (
        "<body>\n<!-- BEGIN WAYBACK TOOLBAR INSERT -->\n<div id='wm-ipp-base'>"
        "<form action='/web/submit' method='get'><input name='url'><table><tr><td>Feb</td>"
        "</tr></table></form></div>\n<!-- END WAYBACK TOOLBAR INSERT -->"
    )
    assert "<body>" in page
    return page.replace("<body>", bar) + ARCHIVED


@pytest.mark.parametrize("name", ["mines", "clusters", "nuclear_tests", "weapons"])
def test_a_page_kept_by_a_web_archive_is_the_page(saved, name):
    page = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    assert read_page(saved(archived(page))) == read_page(PAGES / f"{name}.html")


def test_a_page_over_two_million_bytes_is_read(saved):
    declarations = "<p>Declares what it declared.</p>\n" * 20_000
    page = changed("</form>", declarations + " " * 2_000_000 + "</form>")
    assert len(page) > 2_500_000
    assert read_page(saved(page)) == read_page(PAGES / "mines.html")


@pytest.mark.parametrize(
    "page",
    [
        changed("clang=_en", "clang=_fr"),
        changed("clang=_en", "lang=fr"),
        changed("CHAPTER XXVI", "CHAPITRE XXVI"),
        changed("clang=_en", "clang=_fr").replace("Participant<br>", "Participant(e)<br>"),
    ],
)
def test_a_french_page_is_refused_in_so_many_words(saved, page):
    with pytest.raises(PageFault, match=r"is the French one.*clang=_en"):
        read_page(saved(page))


LONG = "<" + "a " * 40_000
BROKEN = {
    "empty": ("", "is empty"),
    "blank": (" \n ", "is empty"),
    "plain text": ("Albania, 8 Sep 1998", "not a web page"),
    "another page": ("<html><body><p>Hello</p></body></html>", "not a status page"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "not in UTF-8"),
    "another encoding": (MINES.replace("Albania", "Côte d'Ivoire").encode("latin-1"), "UTF-8"),
    "sixteen bits": (MINES.encode("utf-16"), "not in UTF-8"),
    "null bytes": (MINES.replace("Albania", "Alb\0ania"), "null bytes"),
    "too large": (MINES + " " * MOST_BYTES, "larger than"),
    "entities of its own": ('<!DOCTYPE x [<!ENTITY a "b">]>' + MINES, "declares entities"),
    "cut inside the table": (MINES[: MINES.index("Montenegro")], "cut off"),
    "cut at the end": (MINES.rstrip()[:-3], "cut off"),
    "cut and closed again": (
        MINES[: MINES.index("<td>Poland")] + "</body></html>",
        "one width",
    ),
    "a row lost": (changed("<td>Albania<br></td>", "").replace("29 Feb\t 2000 <br>", ""), "width"),
    "a row without its acts": (changed("29 Feb\t 2000 <br>", ""), "prints 5 parties"),
    "a row twice": (
        changed(
            '</table>\n</td></tr>\n<tr><td id="specialtbl">',
            "<tr><td>Fiji</td><td></td><td>1 Jan 2000 a</td></tr></table>\n</td></tr>\n"
            '<tr><td id="specialtbl">',
        ),
        "prints 5 parties, but its table has 6",
    ),
    "a table in a cell": (
        changed("<td>Albania", "<td><table><tr><td>x</td></tr></table>Albania"),
        "table of its own",
    ),
    "two tables": (changed('dgNotesAll">', 'tblgrid">'), "2 elements 'tblgrid'"),
    "an end note lost": (changed('name="4"', 'id="4"'), "end note 4 of the page is missing"),
    "no day": (changed("STATUS AS AT : 03-02-2026", "STATUS"), "day of its status"),
    "month thirteen": (changed("03-02-2026", "02-13-2026"), "day of its status"),
    "no totals": (changed("Parties :", "Others :").replace("Signatories :", "All :"), "totals"),
    "a heading of another treaty": (changed("5.\n", "6.\n"), "which treaty"),
    "no address": (changed("mtdsg_no=XXVI-5", "id=5"), "which treaty"),
    "another language": (
        changed("Ratification, Acceptance(A)", "Ratification, Acceptation(A)"),
        "Acceptation",
    ),
    "another first column": (changed("Participant<br>", "Teilnehmer<br>"), "Teilnehmer"),
    "an unreadable act": (
        changed("29 Feb\t 2000 <br>", "29 Feb 2001 <br>"),
        "'Albania'.*29 Feb 2001",
    ),
    "an act of tomorrow": (changed("29 Feb\t 2000 <br>", "4 Feb 2026 <br>"), "act on 2026-02-04"),
    "a tag without end": (MINES + LONG, "cut off"),
    "cut off and archived": (MINES[: MINES.index("Montenegro")] + ARCHIVED, "cut off"),
    "an end in a comment": (MINES[: MINES.index("Montenegro")] + "<!-- </html> -->", "cut off"),
    "a comment without end": (MINES + "<!-- archived", "cut off"),
    "an archived page cut in its comment": (archived(MINES)[:-30], "cut off"),
    "more text behind the end": (MINES + "Albania", "cut off"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_page_gives_one_reason(saved, name):
    content, reason = BROKEN[name]
    with pytest.raises(PageFault, match=f"(?s){reason}"):
        read_page(saved(content))


def test_a_file_that_is_not_there_or_no_file_gives_the_reason(tmp_path):
    with pytest.raises(PageFault, match="cannot read"):
        read_page(tmp_path / "none.html")
    with pytest.raises(PageFault, match="cannot read"):
        read_page(tmp_path)


@pytest.mark.parametrize(
    "piece", ["<table><tr><td>", "<b><p>", "<!--", "</", "<a b='", "&a", "<a "]
)
def test_a_page_made_to_keep_the_parser_busy_is_refused_soon(saved, piece):
    page = f"<html>{piece * (200_000 // len(piece))}</html>"
    start = time.process_time()
    with pytest.raises(PageFault):
        read_page(saved(page))
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("inside", "limit"),
    [
        ("<i>" * (MOST_TAGS + 1), f"more than {MOST_TAGS:,} tags"),
        ("<!--" * (MOST_TAGS + 1), f"more than {MOST_TAGS:,} tags"),
        ("&#97;" * (MOST_ENTITIES + 1), f"more than {MOST_ENTITIES:,} entities"),
        ("<div>" * (DEEPEST + 1), f"more than {DEEPEST:,} elements inside each other"),
        ("<b>" * 39_000 + "</i>" * 39_000, f"more than {DEEPEST:,} elements"),
        (" " * MOST_BYTES, f"larger than {MOST_BYTES:,} bytes"),
    ],
)
def test_a_page_beyond_a_limit_is_refused_soon_and_told_the_limit(saved, inside, limit):
    start = time.process_time()
    with pytest.raises(PageFault, match=f"{limit}.*not a status page"):
        read_page(saved(f"<html>{inside}</html>"))
    assert time.process_time() - start < 5


def test_a_page_just_below_the_limits_is_read(saved):
    deep = DEEPEST - 20
    more = "<div>" * deep + "</div>" * deep + "<br>" * (MOST_TAGS - 3 * DEEPEST) + "&nbsp;" * 50_000
    page = changed("</body>", f"{more}</body>")
    assert read_page(saved(page)).counted() == {"signatories": 4, "parties": 5}
