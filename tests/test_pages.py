"""The pages of the flagships and of their annex, read from the PDF: how many, how full, how small.

Each is set here from the code and the data as they are: no page of an earlier build is read.
"""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from analysis import open_briefing
from analysis.drawing.picture import Picture
from analysis.export.document import compose
from analysis.export.html import set_page
from analysis.export.pdf import set_pages
from analysis.publish.catalogue import load_catalogue

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is missing")

#: How many pages each kind may have.
MOST = {"regional": 4, "annex": 9, "treaty": 4}
#: Words before the sources of a regional briefing, and the part of a page that must be used.
WORDS, FULL = 1500, 0.6
#: In points: the height of a page, its margins, and the smallest type.
PAGE, TOP, BOTTOM, LEAST = 842, 57, 68, 7.5
KINDS = ("regional", "annex")
ENTRIES = [one for one in load_catalogue().briefing if one.kind in MOST]
#: A region in which nobody moves, one that has no border of its own, and one with 32 states.
MORE = {
    "asean": {"region": "asean", "treaty": "apmbc", "as_of": "2026-02-20"},
    "nato-cfe": {"region": "nato", "treaty": "cfe", "as_of": "2024-06-12"},
    "nato-npt": {"region": "nato", "treaty": "npt", "as_of": "2026-01-01"},
    "europe": {"region": "europe", "treaty": "apmbc", "as_of": "2026-02-20"},
    "world": {"region": "world", "treaty": "apmbc", "as_of": "2026-02-20"},
    "council-of-europe-cfe": {
        "region": "council-of-europe",
        "treaty": "cfe",
        "as_of": "2024-06-12",
    },
}
QUIET = ("asean", "nato-npt")


class Shown:
    """A briefing as set: its blocks, its document, and its PDF."""

    def __init__(self, register, folder, kind, parameters):
        self.kind = kind
        opened = open_briefing(kind, register=register, **parameters)
        self.blocks = opened.blocks()
        self.pictures = [one for one in self.blocks if isinstance(one, Picture)]
        self.document = compose([one.to_json() for one in self.blocks], {})
        self.day = self.document["meta"]["as_of"]
        self.path = folder / f"{kind}.pdf"
        self.path.write_bytes(set_pages(self.document))

    def read(self, *command):
        done = subprocess.run([*command, str(self.path), "-"], capture_output=True, check=True)
        return done.stdout.decode("utf-8")

    @property
    def pages(self):
        return self.read("pdftotext", "-layout").removesuffix("\f").split("\f")

    @property
    def boxes(self):
        """Left, top, right and bottom of each word, page by page."""
        found = self.read("pdftotext", "-bbox").split("<page ")[1:]
        box = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'
        return [[tuple(map(float, one)) for one in re.findall(box, page)] for page in found]


@pytest.fixture(scope="module", params=[*(entry.slug for entry in ENTRIES), *MORE])
def shown(request, register, tmp_path_factory):
    entry = next((one for one in ENTRIES if one.slug == request.param), None)
    given = entry.parameters if entry else MORE[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    made = Shown(register, folder, entry.kind if entry else "regional", given)
    made.quiet = request.param in QUIET
    return made


def test_it_has_no_more_pages_than_its_kind_may_have(shown):
    assert len(shown.pages) <= (2 if shown.quiet else MOST[shown.kind])


def test_no_page_but_the_last_is_half_empty(shown):
    used = []
    for words in shown.boxes[:-1]:
        lowest = max(bottom for _, _, _, bottom in words if bottom < PAGE - BOTTOM)
        used.append(round((lowest - TOP) / (PAGE - TOP - BOTTOM), 2))
    assert [part for part in used if part < FULL] == []


def test_no_page_is_there_for_a_line_or_two(shown):
    if shown.kind != "annex" and len(shown.pages) > 1:
        lowest = max(bottom for *_, bottom in shown.boxes[-1] if bottom < PAGE - BOTTOM)
        assert lowest - TOP > 40


def test_nothing_is_set_smaller_than_seven_and_a_half_points(shown):
    # At this scale, the largest that it takes, a point is three units, cut to whole ones.
    drawn = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-zoom", "3", "-stdout", str(shown.path)],
        capture_output=True, check=True,
    ).stdout.decode("utf-8")  # fmt: skip
    sizes = {int(size) for size in re.findall(r'<fontspec [^>]*size="(\d+)"', drawn)}
    assert sizes
    assert min(sizes) >= int(LEAST * 3)


def test_nothing_is_set_outside_the_margins(shown):
    width, margin = 210 * 72 / 25.4, 20 * 72 / 25.4
    words = [word for page in shown.boxes for word in page]
    outside = [one for one in words if one[0] < margin - 2 or one[2] > width - margin + 2]
    assert outside == []


def test_every_page_says_its_day_and_its_number(shown):
    for number, page in enumerate(shown.pages, start=1):
        foot = page.rstrip().splitlines()[-1]
        assert f"As of {shown.day}" in foot
        assert f"Page {number} of {len(shown.pages)}" in foot


def test_every_figure_says_in_words_what_it_shows(shown):
    assert all(one.alt.strip() for one in shown.pictures)
    drawn = [one for one in shown.document["blocks"] if one["kind"] == "figure"]
    assert len(drawn) == len(shown.pictures)
    assert shown.path.read_bytes().count(b"/Alt") >= len(drawn)


def test_four_pages_are_read_in_a_few_minutes(shown):
    if shown.kind == "regional":
        before, _, after = "\n".join(shown.pages).rpartition("\nSources\n")
        assert after
        assert len(before.split()) < WORDS


def test_the_figure_of_page_one_stands_there_whole(shown):
    if shown.kind == "regional":
        first = " ".join(shown.pages[0].split())
        assert shown.pictures[0].title.split(";")[0][:40] in first


def test_two_figures_stand_side_by_side_on_paper_and_on_a_screen(shown):
    pairs = [one for one in shown.document["blocks"] if one["paired"]]
    page = set_page(shown.document)
    assert page.count('<div class="pair">') == len(pairs)
    assert bool(pairs) == any(one.width == "side" for one in shown.pictures)


def test_a_sentence_of_the_annex_does_not_stand_in_the_four_pages(register):
    """Tests, curves, commitments and ledgers are for those who check."""
    names = {
        kind: {one.name for one in open_briefing(kind, register=register).blocks() if
               isinstance(one, Picture)}
        for kind in KINDS
    }  # fmt: skip
    behind = {"status-strip", "depth", "rates", "membership", "border-coverage"}
    assert behind <= names["annex"]
    assert not behind & names["regional"]
    assert {"exit-timeline", "map", "border", "participation"} <= names["regional"]
