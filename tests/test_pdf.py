"""The PDF: accessible, the same every time, and deaf to what texts try to make it do."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst

from analysis.blocks.model import (
    Cell,
    Column,
    Figure,
    Heading,
    Items,
    Prose,
    Span,
    Table,
    Verbatim,
    text,
)
from analysis.export import fonts, pdf
from analysis.export.document import TEMPLATES, compose
from analysis.export.fonts import FALLBACK
from analysis.export.lettering import UNKNOWN, drawing_for_paper, lettering_of
from analysis.export.pdf import _compiler, compile_pdf
from analysis.export.wide import parts_of
from analysis.terms.errors import BriefingFailed
from tests.exports.sample import FRONT, HOSTILE, META, STATUS, briefing, steps, timeline

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is missing")
FIGURE = Figure(name="steps", image=steps(), title="Steps", alt="A line that rises and falls.")


@pytest.fixture(scope="module")
def sample():
    return compile_pdf(briefing(), META, timestamp_day="2025-04-16")


def pages_of(content: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "briefing.pdf"
    path.write_bytes(content)
    command = ["pdftotext", "-layout", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return done.stdout.removesuffix("\f").split("\f")


def build(*parts, **meta):
    return compile_pdf([part.to_json() for part in parts], meta, timestamp_day="2025-04-16")


def queried(selector, *parts):
    document = compose([part.to_json() for part in parts], META)
    return json.loads(_compiler(document).query(selector))


def words_in(content) -> str:
    """Return the text of some content that Typst was asked for."""
    if isinstance(content, list):
        return "".join(map(words_in, content))
    if isinstance(content, dict):
        if content.get("func") == "space":
            return " "
        parts = (content.get(key, "") for key in ("text", "body", "child", "children"))
        return "".join(map(words_in, parts))
    return content if isinstance(content, str) else ""


def test_the_file_says_that_it_is_pdf_ua_1_and_pdf_a_2a(sample):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in sample
    assert b"<pdfaid:part>2</pdfaid:part>" in sample
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in sample


def test_the_file_carries_title_author_language_and_the_day_it_is_about(sample):
    assert META["title"].encode() in sample
    assert b"disarmament-rollback" in sample
    assert b"2025-04-16T00:00:00" in sample
    assert re.search(rb"/Lang ?\(en\)", sample)


def test_two_builds_give_the_same_bytes(sample):
    assert compile_pdf(briefing(), META, timestamp_day="2025-04-16") == sample


def test_another_day_gives_other_bytes(sample):
    assert compile_pdf(briefing(), META, timestamp_day="2025-04-17") != sample


def test_a_briefing_without_a_day_is_dated_by_its_front_and_never_by_the_clock():
    dated = compile_pdf([FRONT.to_json()], {}, timestamp_day="")
    assert b"2025-04-16T00:00:00" in dated
    undated = compile_pdf([Heading("Nothing").to_json()], {}, timestamp_day="")
    assert b"1970-01-01T00:00:00" in undated


def test_a_figure_without_alternative_text_fails_and_is_named():
    for alt in ("", "  \n"):
        with pytest.raises(BriefingFailed, match=r"'steps' has no alternative text"):
            build(FRONT, replace(FIGURE, alt=alt))


def test_a_picture_that_is_not_one_fails_and_is_named():
    for image in ("<html/>", "no markup", "data:image/png;base64,eA=="):
        with pytest.raises(BriefingFailed, match="Figure 'steps' cannot be read: it is not"):
            build(FRONT, replace(FIGURE, image=image))


def test_the_template_opens_no_file():
    template = (TEMPLATES / "briefing.typ").read_text("utf-8")
    assert re.findall(r"\w+\(\"[^\"]*\.\w+\"", template) == []
    assert not re.search(r"\beval\(|\bread\(|\binclude\b|\bimport\b", template)


def test_hostile_texts_are_set_as_the_texts_they_are():
    title = " ".join(HOSTILE[:8])
    found = queried("heading", FRONT, Heading(title))
    assert words_in(found[-1]["body"]) == title


@needs_poppler
def test_hostile_texts_stand_literally_in_the_file(sample, tmp_path):
    read = "".join("\n".join(pages_of(sample, tmp_path)).split())
    for line in HOSTILE[:8]:
        assert "".join(line.split()) in read
    assert "root:" not in read


def test_only_harmless_addresses_become_links():
    links = Prose(
        tuple(
            text(Span("here", href=href))
            for href in (
                "https://example.org/a",
                "mailto:a@example.org",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "data:text/html,x",
                "https://example.org/ x",
            )
        )
    )
    targets = [link["dest"] for link in queried("link", FRONT, links)]
    addresses = [target for target in targets if isinstance(target, str) and ":" in target]
    assert addresses == ["https://example.org/a", "mailto:a@example.org"]


def test_a_drawing_cannot_read_a_file():
    thief = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
    for href in ("look.json", "/etc/passwd", "file:///etc/passwd", "http://example.org/x.png"):
        image = thief.format(f'<image href="{href}" width="9" height="9"/>')
        block = replace(FIGURE, image=image).to_json()
        assert "href" not in compose([block], {})["blocks"][0]["svg"]


@needs_poppler
def test_the_first_figure_stands_on_page_one_with_the_findings(tmp_path):
    figure = replace(FIGURE, image=timeline().replace("215", "640"), title="THE PICTURE")
    pages = pages_of(build(FRONT, figure, Heading("NEXT")), tmp_path)
    assert "Norway, the sixth" in pages[0]
    assert "THE PICTURE" in pages[0]
    assert "NEXT" in pages[1]


@needs_poppler
def test_table_heads_and_group_labels_repeat_on_the_next_page(tmp_path):
    filler = Prose(tuple(text(f"Line {number}") for number in range(12)))
    pages = pages_of(build(FRONT, filler, STATUS), tmp_path)
    assert len(pages) > 1
    assert all("Deposited" in page and "Instrument" in page for page in pages)
    labels = [label for page in pages for _, label in STATUS.groups if label in page]
    assert len(labels) == len(STATUS.groups) + len(pages) - 1


@needs_poppler
@pytest.mark.parametrize("lines", [20, 23, 26, 29, 32])
def test_headings_stay_with_what_follows(lines, tmp_path):
    filler = Prose(tuple(text(f"Line {number}") for number in range(lines)))
    pages = pages_of(build(FRONT, filler, Heading("SECTION"), STATUS), tmp_path)
    place = next(number for number, page in enumerate(pages) if "SECTION" in page)
    assert STATUS.title in pages[place]
    assert "Albania" in pages[place]


@needs_poppler
def test_the_foot_of_every_page_says_day_version_and_page(sample, tmp_path):
    pages = pages_of(sample, tmp_path)
    for number, page in enumerate(pages, start=1):
        foot = page.rstrip().splitlines()[-1]
        assert "As of 16 April 2025" in foot
        assert META["data_version"] in foot
        assert f"Page {number} of {len(pages)}" in foot


def wide(columns=24, word="word"):
    """A frame as wide as a user may print, with words that no column holds."""
    row = tuple(Cell(text(f"{word}{n}")) for n in range(columns))
    heads = tuple(Column(f"A long label of column {n}") for n in range(columns))
    return Table("wide", "Wide", heads, (row, row), foot=text("The foot."))


def long_words():
    word = "Donaudampfschiffahrtsgesellschaft" * 6
    return [
        Heading(word),
        Prose((text(word), text("https://example.org/" + "a" * 200))),
        Items((text(word),), below=((0, Items((text(word),), ordered=True)),)),
        Verbatim(word * 3 + "\n" + "a b " * 200),
        wide(3, word),
        wide(24, word),
        wide(60),
    ]


@needs_poppler
@pytest.mark.parametrize("which", ["sample", "long words"])
def test_nothing_is_set_beyond_the_margin(sample, which, tmp_path):
    path = tmp_path / "briefing.pdf"
    path.write_bytes(sample if which == "sample" else build(FRONT, *long_words()))
    command = ["pdftotext", "-bbox", str(path), "-"]
    boxes = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    margin, width = 20 * 72 / 25.4, 210 * 72 / 25.4
    words = re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)".*?>(.*?)</word>', boxes)
    assert len(words) > 500
    # A pixel for what the shape of a letter may hang over.
    outside = [w for w in words if float(w[0]) < margin - 2 or float(w[1]) > width - margin + 2]
    assert outside == []


def test_a_word_of_the_status_stands_beside_its_symbol_even_without_text(tmp_path):
    table = Table(
        "t", "T", (Column("State"), Column("Status")), ((Cell(text("A")), Cell(mark="party")),)
    )
    if shutil.which("pdftotext"):
        assert re.search(r"A\s+party", pages_of(build(FRONT, table), tmp_path)[0])
    found = queried("table", FRONT, table)
    assert '"party"' in json.dumps(found)


def test_citations_lead_to_numbered_sources_and_unknown_numbers_do_not_break():
    document = compose(briefing(), META)
    sources = json.loads(_compiler(document).query("metadata"))
    numbers = [entry["value"] for entry in sources if entry["label"].startswith("<source-")]
    assert numbers == [1, 2, 3, 4, 5, 6]
    cited = {entry["value"] for entry in sources if entry["label"].startswith("<cite-")}
    assert cited == {"1", "2", "3", "4", "5", "9", "42"}


def test_footnotes_are_footnotes():
    notes = queried("footnote", FRONT)
    assert len(notes) == 2


def test_a_row_with_too_many_cells_fails_and_the_table_is_named():
    table = Table("steps taken", "T", (Column("A"),), ((Cell(), Cell()),))
    with pytest.raises(BriefingFailed, match=r"'steps taken': row 1 has 2 cells"):
        build(FRONT, table)


def test_what_typst_refuses_is_told_with_its_line_and_hint(monkeypatch):
    wrong = typst.Compiler(input=b'#set document(title: [T])\n#image(bytes(()), format: "png")')
    monkeypatch.setattr(pdf, "_compiler", lambda document: wrong)
    with pytest.raises(BriefingFailed, match=r"(?s)The PDF cannot be set: .*:2:\d+"):
        build(FRONT)


def test_what_typst_warns_of_is_logged(caplog):
    odd = typst.Compiler(input=b'#set document(title: [T])\n#set text(font: "Nowhere")\nText')
    assert pdf._compiled(odd, "2025-04-16").startswith(b"%PDF")
    assert "unknown font family: nowhere" in caplog.text


def filling(paragraphs):
    """Return a page one and sections whose words fill so many lines and more."""
    parts = [
        [Heading(f"Part {number}"), Prose((text("A line."),) * paragraphs)] for number in "1234"
    ]
    return [FRONT, *(block for part in parts for block in part)]


@needs_poppler
def test_a_last_page_for_a_few_lines_is_spared_by_setting_closer(tmp_path, monkeypatch):
    spared = []
    for paragraphs in range(1, 14):
        blocks = filling(paragraphs)
        counts = []
        for least in (0.0, pdf._NEXT_TO_NOTHING):
            with monkeypatch.context() as patch:
                patch.setattr(pdf, "_NEXT_TO_NOTHING", least)
                counts.append(len(pages_of(build(*blocks), tmp_path)))
        assert counts[1] <= counts[0]
        spared.append(counts[0] - counts[1])
    # Only where it is of use: most are set with the usual room between their parts.
    assert 0 < sum(spared) < len(spared) / 2


@needs_poppler
def test_a_list_in_two_columns_begins_on_the_page_that_has_room_for_half_of_it(tmp_path):
    names = ", ".join(f"State {number}" for number in range(30))
    listed = Items(
        tuple(text(Span(f"Part {part}.", strong=True), names) for part in "ABCDEF"), columns=2
    )
    before = Prose((text("A line."),) * 8)
    pages = pages_of(build(FRONT, before, Heading("Who is outside"), listed), tmp_path)
    assert len(pages) == 2
    assert "Who is outside" in pages[0]
    assert [part for part in "ABCDEF" if f"Part {part}." in pages[0]] == ["A", "B", "C"]
    assert [part for part in "ABCDEF" if f"Part {part}." in pages[1]] == ["D", "E", "F"]


@needs_poppler
def test_a_table_with_a_footnote_takes_its_heading_along(tmp_path):
    noted = Cell(text(Span("Ukraine", note="Notified a suspension. " * 12)))
    rows = ((noted, Cell(text("party"))), *(((Cell(text("Norway")), Cell(text("party"))),) * 4))
    table = Table("states", "Steps", (Column("State"), Column("Status")), rows)
    turned = set()
    for lines in range(4, 16):
        before = Prose((text("A line."),) * lines)
        pages = pages_of(build(FRONT, before, Heading("Who stands where"), table), tmp_path)
        (at,) = [at for at, page in enumerate(pages) if "Who stands where" in page]
        assert "Norway" in pages[at]
        turned.add(at)
    assert turned == {0, 1}


@needs_poppler
def test_a_word_and_its_citation_part_before_they_leave_their_column(tmp_path):
    columns = (Column("State"), Column("Status"), *(Column(one, share=3) for one in "AB"))
    state = text("Germany", " (hypothetical)", Span("", cite=(2,)))
    row = tuple(map(Cell, (state, text("withdrawing"), text("a"), text("b"))))
    shown = pages_of(build(FRONT, Table("states", "T", columns, (row,))), tmp_path)
    assert re.search(r"Germany +withdrawing +a +b\n\(hypothetical\)", "".join(shown))


@needs_poppler
def test_a_loose_figure_keeps_its_place_where_it_fits(tmp_path):
    high = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="{}"></svg>'
    for height, order in ((80, ["Before", "Drawn", "After"]), (560, ["Before", "After", "Drawn"])):
        figure = Figure("f", high.format(height), "Drawn", "alt", loose=True)
        parts = [FRONT, Prose((text("Before"),)), figure, Prose((text("After"),))]
        words = "".join(pages_of(build(*parts), tmp_path))
        assert sorted(order, key=words.index) == order


def test_the_template_makes_typst_warn_of_nothing(caplog):
    compile_pdf(briefing(), META, timestamp_day="2025-04-16")
    assert caplog.text == ""


@needs_poppler
def test_a_wide_table_is_divided_and_each_part_begins_with_its_first_column(tmp_path):
    read = "\n".join(pages_of(build(FRONT, wide()), tmp_path))
    count = len(parts_of(wide().to_json()))
    assert count > 1
    for number in range(1, count + 1):
        assert read.count(f"Part {number} of {count}") == 1
    assert read.count("word0") == 2 * count
    assert all(read.count(f"word{n}\n") + read.count(f"word{n} ") == 2 for n in range(1, 24))
    assert read.count("The foot.") == 1


def test_a_table_that_fits_is_left_whole():
    assert parts_of(STATUS.to_json()) == [STATUS.to_json()]


UNREAD = "Latvia 拉脱维亚 ลัตเวีย 🚀"


@pytest.fixture
def no_more_faces(monkeypatch):
    """The faces that always are there, whatever else this machine has."""
    monkeypatch.setattr(fonts, "MORE", ())
    for cached in (fonts.more_folders, fonts.letters_of_more, fonts.typst_fonts):
        cached.cache_clear()
    yield
    for cached in (fonts.more_folders, fonts.letters_of_more, fonts.typst_fonts):
        cached.cache_clear()


@needs_poppler
@pytest.mark.usefixtures("no_more_faces")
def test_a_letter_that_no_face_has_is_replaced_alone(tmp_path):
    read = "\n".join(pages_of(build(FRONT, Prose((text(UNREAD + " žģ Україна"),))), tmp_path))
    assert f"Latvia {UNKNOWN * 4} {UNKNOWN * 7} {UNKNOWN} žģ Україна" in read


@pytest.mark.usefixtures("no_more_faces")
def test_a_label_with_one_such_letter_keeps_the_others_and_their_face():
    words = "Latvia {}<tspan>{}</tspan>{}"
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text y="9">{words}</text></svg>'
    label = drawing_for_paper(drawing.format("拉", "b 🚀", "c 維"))
    assert "".join(ElementTree.fromstring(label).itertext()) == "Latvia ☐b ☐c ☐"
    assert FALLBACK not in label
    # What the face behind it has is set in that one, not in boxes.
    assert f'font-family="{FALLBACK}"' in drawing_for_paper(drawing.format("العربية", "", ""))


@pytest.mark.usefixtures("no_more_faces")
def test_the_place_of_a_letter_that_no_face_has_is_named_for_paper_alone():
    image = '<svg xmlns="http://www.w3.org/2000/svg"><text y="9">漢</text></svg>'
    drawn = replace(FIGURE, image=image, title="Labels").to_json()
    (entry,) = lettering_of([(4, drawn), (5, FRONT.to_json())])
    assert str(entry).startswith("cell 4: figure 'Labels': converted (no face of the PDF has 漢")
    assert entry.loss


def test_tables_wide_empty_or_long_are_set():
    many = Table("m", "M", tuple(Column(f"Column{n}") for n in range(24)), ())
    long = Table("l", "L", (Column("A"), Column("B")), ((Cell(text("word " * 3000)),),))
    none = Table("n", "N", (), ())
    assert build(FRONT, many, long, none).startswith(b"%PDF")


@needs_poppler
def test_a_long_print_of_long_words_is_set_line_below_line(tmp_path):
    lines = [f"{number:04d}{'a' * 196}" for number in range(800)]
    path = tmp_path / "long.pdf"
    path.write_bytes(build(FRONT, Verbatim("\n".join(lines))))
    command = ["pdftotext", "-bbox", str(path), "-"]
    told = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    tops = [float(top) for top in re.findall(r'yMin="([\d.]+)"[^>]*>\d{4}a+<', told)]
    assert len(tops) == len(lines)
    # Each takes two lines or three, and no gap tells where one part of it ends.
    gaps = {round(below - above, 1) for above, below in pairwise(tops)}
    assert len({gap for gap in gaps if gap > 0}) == 1
