"""Every shared PDF, read with the tools of poppler: pages, type, tags, reading order.

What is checked of PDF/UA-1 and PDF/A-2a is listed in docs/accessibility.md. The files are those in
``reports/``; the engine that sets them holds them against both standards when it does.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from analysis.publish.catalogue import load_catalogue

pytestmark = pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler is missing")

REPORTS = Path(__file__).parents[1] / "reports"
CATALOGUE = load_catalogue()
ENTRIES = [one for one in CATALOGUE.briefing if one.slug in CATALOGUE.flagships]
#: How many pages a kind may fill, the words of a regional one, and the part of a page in use.
PAGES = {"regional": 4, "treaty": 4, "state": 2, "changes": 2, "audit": 2, "world": 2, "annex": 9}
WORDS, FULL, HEAVIEST = 1500, 0.6, 600_000
#: In points: the paper, its margins, and the smallest type.
WIDE, HIGH, SIDE, TOP, BOTTOM, LEAST = 595.3, 841.9, 56.7, 56.7, 68.0, 7.5
#: So much of the smaller of two words may lie under the other: what the boxes of type share.
_SHARED = 0.15
Box = tuple[float, float, float, float]


class Paper:
    """A shared briefing on paper, and the page for screens that lies beside it."""

    def __init__(self, entry) -> None:
        self.kind = entry.kind
        self.path = REPORTS / entry.slug / f"{entry.slug}.pdf"
        self.screen = BeautifulSoup(
            self.path.with_suffix(".html").read_text("utf-8"), "html.parser"
        )

    def read(self, *command: str) -> str:
        whole = [*command, str(self.path)] + (["-"] if command[0] == "pdftotext" else [])
        done = subprocess.run(whole, capture_output=True, check=True)
        return done.stdout.decode("utf-8", errors="replace")

    @cached_property
    def pages(self) -> list[str]:
        return self.read("pdftotext", "-layout").removesuffix("\f").split("\f")

    @cached_property
    def words(self) -> list[list[tuple[Box, str]]]:
        """Return the box (left, top, right, bottom) of each word and the word, page by page."""
        found = self.read("pdftotext", "-bbox").split("<page ")[1:]
        pattern = re.compile(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
        return [
            [(tuple(map(float, one[:4])), one[4]) for one in pattern.findall(page)]
            for page in found
        ]

    @cached_property
    def about(self) -> dict[str, str]:
        lines = (line.partition(":") for line in self.read("pdfinfo").splitlines())
        return {name: value.strip() for name, _, value in lines}

    @cached_property
    def tags(self) -> str:
        return self.read("pdfinfo", "-struct")

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Return level and words of each heading in the order of the tags.

        Words with a letter beyond ASCII are not printed: those are empty here.
        """
        found = re.findall(r'^ *H(\d) "(.*)" \(block\)', self.tags, re.M)
        return [(int(level), words if words.isascii() else "") for level, words in found]


@pytest.fixture(scope="module", params=ENTRIES, ids=lambda entry: entry.slug)
def paper(request):
    return Paper(request.param)


def _plain(words: str) -> str:
    return re.sub(r"[\s\u2060\u200b]+", " ", words).strip()


def test_it_keeps_to_its_pages_and_fills_all_but_the_last(paper):
    assert len(paper.pages) <= PAGES[paper.kind]
    used = []
    for page in paper.words[:-1]:
        lowest = max(bottom for (_, _, _, bottom), _ in page if bottom < HIGH - BOTTOM)
        used.append(round((lowest - TOP) / (HIGH - TOP - BOTTOM), 2))
    assert [part for part in used if part < FULL] == []


def test_nothing_is_small_outside_the_margins_or_over_something_else(paper):
    # At this scale, the largest that it takes, a point is three units, cut to whole ones.
    drawn = paper.read("pdftohtml", "-xml", "-i", "-zoom", "3", "-stdout")
    sizes = [int(size) for size in re.findall(r'<fontspec [^>]*size="(\d+)"', drawn)]
    assert min(sizes) >= int(LEAST * 3)
    outside = [
        word
        for page in paper.words
        for (left, top, right, bottom), word in page
        if left < SIDE - 2 or right > WIDE - SIDE + 2 or top < 20 or bottom > HIGH - 20
    ]
    assert outside == []
    assert [clash for page in paper.words for clash in _clashes(page)] == []


def _clashes(page: list[tuple[Box, str]]) -> list[tuple[str, str]]:
    """Return the pairs of words of a page of which one lies over the other."""
    found = []
    ordered = sorted(page, key=lambda word: word[0][1])
    for at, (one, words) in enumerate(ordered):
        for other, more in ordered[at + 1 :]:
            if other[1] > one[3]:
                break
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            least = min(_area(one), _area(other))
            if wide > 0.5 and high > 0 and wide * high > _SHARED * least:
                found.append((words, more))
    return found


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def test_two_words_over_one_another_are_noticed():
    page = [((0.0, 0.0, 30.0, 10.0), "one"), ((20.0, 2.0, 50.0, 12.0), "two")]
    assert _clashes(page) == [("one", "two")]
    assert _clashes([page[0], ((31.0, 0.0, 50.0, 10.0), "beside")]) == []


def test_every_page_says_its_day_and_its_number(paper):
    day = paper.screen.header.time.get_text()
    for number, page in enumerate(paper.pages, start=1):
        foot = page.rstrip().splitlines()[-1]
        assert f"As of {day}" in foot
        assert f"Page {number} of {len(paper.pages)}" in foot


def test_a_regional_briefing_is_read_in_a_few_minutes(paper):
    before, _, after = "\n".join(paper.pages).rpartition("\nSources\n")
    assert after
    if paper.kind == "regional":
        assert len(before.split()) < WORDS


def test_it_is_light_names_itself_and_brings_its_faces(paper):
    assert paper.path.stat().st_size < HEAVIEST
    assert paper.about["Title"] == paper.screen.title.get_text()
    assert paper.about["Author"]
    assert paper.about["Tagged"] == "yes"
    assert paper.about["Encrypted"] == "no"
    content = paper.path.read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert re.search(rb"/Lang ?\(en\)", content)
    assert re.search(rb"/DisplayDocTitle true", content)
    faces = paper.read("pdffonts").splitlines()[2:]
    # Name, type, encoding, embedded, subset, unicode: each face is here, cut down, and can be read.
    assert faces
    assert all(re.search(r" yes yes yes ", face) for face in faces)


def test_every_section_is_a_bookmark(paper):
    content = paper.path.read_bytes()
    titles = set(re.findall(rb"/Title ?\(([^)]*)\)", content))
    sections = [tag for tag in paper.screen.main("h2") if not set(tag.get("class", [])) & {"label"}]
    named = [tag.get_text() for tag in sections if "title" not in tag.get("class", [])]
    for words in named:
        if words.isascii() and words != "Notes":
            assert words.encode() in titles


def test_tags_are_read_in_the_order_of_the_page(paper):
    levels = [level for level, _ in paper.headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    shown = [paper.screen.h1, *paper.screen.main(["h2", "h3", "h4"])]
    # On paper an exhibit is named by its caption, and the notes stand at the foot of each page.
    named = [
        one for one in shown if "title" not in one.get("class", []) and one.get("id") != "notes"
    ]
    expected = [_ascii(_plain(one.get_text())) for one in named]
    assert [words for _, words in paper.headings] == expected
    labels = [one for one in paper.screen.main(["h2"], class_="label")]
    figure = re.search(r"^ *Figure:", paper.tags, re.M)
    if figure and labels:
        last = f'"{_plain(labels[-1].get_text())}" (block)'
        assert 0 < paper.tags.find(last) < figure.start()


def _ascii(words: str) -> str:
    return words if words.isascii() else ""


def test_figures_and_tables_are_tagged(paper):
    pictures = paper.screen.main("figure")
    assert len(re.findall(r"^ *Figure:", paper.tags, re.M)) == len(pictures)
    assert paper.path.read_bytes().count(b"/Alt") >= len(pictures)
    alts = [one["aria-label"] for one in paper.screen.main(role="img")]
    assert [len(alt) for alt in alts if not 0 < len(alt) < 400] == []
    tables = paper.screen.main("table")
    assert len(re.findall(r"^ *Table", paper.tags, re.M)) >= len(tables)
    heads = re.findall(r"^ *TH .*\n((?: +/.*\n)*)", paper.tags, re.M)
    assert bool(heads) == bool(tables)
    assert all("/Scope /Column" in head for head in heads)
    cells = re.findall(r"^ *TD:\n((?: +/.*\n)*)", paper.tags, re.M)
    assert len(cells) >= sum(len(table("td")) for table in tables)
    assert all("/Headers [(" in cell for cell in cells)
