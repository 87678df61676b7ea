"""The HTML of a briefing in a real browser: nothing is fetched, nothing scrolls sideways."""

import shutil
import subprocess

import pytest
from bs4 import BeautifulSoup

from analysis.blocks.model import Cell, Column, Table, text
from analysis.export.html import page
from analysis.publish.catalogue import load_catalogue
from analysis.publish.plan import plan_jobs
from analysis.publish.publish import publish, write_index
from analysis.publish.run import make_briefing

pytestmark = pytest.mark.browser
SLUG = "eastern-flank"
WIDTHS = [1280, 390]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    entries = {entry.slug: entry for entry in load_catalogue().briefing}
    out = tmp_path_factory.mktemp("reports")
    publish(make_briefing(plan_jobs([entries[SLUG]])[0]), out)
    write_index(out)
    return out


@pytest.fixture
def open_page(chromium, reports):
    contexts = []

    def opened(name, width, scheme="light"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.said = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto((reports / name).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", [f"{SLUG}/{SLUG}.html", "index.html"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(open_page, name, width):
    page = open_page(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off_but_wide_tables_in_their_own_frame(open_page, width):
    page = open_page(f"{SLUG}/{SLUG}.html", width)
    outside = page.evaluate(
        """() => [...document.querySelectorAll('main *')]
        .filter(e => !e.closest('.frame, .skip, [popover], thead') && !e.closest('svg'))
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.tagName + ': ' + e.textContent.slice(0, 60))"""
    )
    assert outside == []


def test_the_page_asks_for_nothing_and_complains_of_nothing(open_page):
    page = open_page(f"{SLUG}/{SLUG}.html", 1280)
    assert all(url.startswith(("file:", "data:")) for url in page.asked)
    assert len([url for url in page.asked if url.startswith("file:")]) == 1
    assert page.said == []


def test_the_page_can_be_read_without_script_and_names_its_parts(open_page):
    page = open_page(f"{SLUG}/{SLUG}.html", 1280)
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    unnamed = page.locator("figure [role=img]:not([aria-label]), figure img:not([alt])")
    assert unnamed.count() == 0
    headless = page.evaluate(
        "() => [...document.querySelectorAll('table')].filter(t => !t.caption).length"
    )
    assert headless == 0


def test_every_link_within_the_page_leads_somewhere(open_page):
    page = open_page(f"{SLUG}/{SLUG}.html", 1280)
    lost = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"]')]
        .map(a => a.getAttribute('href').slice(1))
        .filter(id => !document.getElementById(id))"""
    )
    assert lost == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(open_page, scheme):
    page = open_page(f"{SLUG}/{SLUG}.html", 1280, scheme)
    faint = page.evaluate(CONTRAST)
    assert faint == []


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is missing")
def test_printed_from_the_browser_nothing_is_cut_stranded_or_lost(open_page, reports, tmp_path):
    opened = open_page(f"{SLUG}/{SLUG}.html", 1280, "dark")
    printed = tmp_path / "printed.pdf"
    opened.pdf(path=str(printed), prefer_css_page_size=True, print_background=True)
    command = ["pdftotext", "-layout", str(printed), "-"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    pages = [" ".join(one.split()) for one in done.stdout.removesuffix("\f").split("\f")]
    soup = BeautifulSoup((reports / SLUG / f"{SLUG}.html").read_text("utf-8"), "html.parser")
    for table in soup.main("table"):
        title = table.find(class_="title").get_text(" ", strip=True)
        rows = [row.th.contents[0].strip() for row in table.tbody("tr")]
        held = [page for page in pages if title in page]
        assert len(held) == 1
        assert [row for row in rows if row not in held[0]] == []
    # What a screen folds is on paper.
    addresses = soup.find("ol", class_="sources")(class_="address")
    assert sum(page.count("http") for page in pages) >= len(addresses) > 10
    assert len(pages) <= 5
    shown = subprocess.run(
        ["pdftoppm", "-r", "10", "-gray", str(printed)], capture_output=True, check=True
    ).stdout
    # The corner of the paper is white, whatever the screen is.
    assert shown.split(b"255\n", 1)[1][0] == 255


FOLDED = (
    Table(
        "claims",
        "Each claim",
        (Column("No."), Column("Claim"), Column("Verdict"), Column("The record")),
        ((*map(Cell, map(text, ("1", "It has long been said that", "supported", "Behind it"))),),),
        folded="The record",
    ),
    Table(
        "acts",
        "Two dated steps",
        (Column("Treaty"), Column("Act"), Column("What happened"), Column("Source")),
        ((*map(Cell, map(text, ("Mine ban", "Gave notice", "A notice was deposited", "1"))),),),
        folded="rows",
    ),
)


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, True), (390, False)])
def test_what_a_phone_folds_is_opened_by_a_tap_and_shown_elsewhere(
    chromium, tmp_path, width, script
):
    place = tmp_path / "folded.html"
    place.write_text(page([one.to_json() for one in FOLDED], {"title": "Folded"}), "utf-8")
    size = {"width": width, "height": 900}
    context = chromium.new_context(viewport=size, java_script_enabled=script)
    shown = context.new_page()
    shown.set_default_timeout(20_000)
    shown.goto(place.as_uri())
    inside = [shown.get_by_text(words, exact=True) for words in ("Behind it", "Gave notice")]
    titles = shown.locator(".table .title", has_text="Two dated steps")
    for number, words in enumerate(inside):
        phone = width < 640
        assert words.is_visible() == (not phone)
        assert shown.locator(".more>summary").nth(number).is_visible() == phone
        assert sum(one.is_visible() for one in titles.all()) == 1
        if phone:
            shown.locator(".more>summary").nth(number).click()
        assert words.is_visible()
    shown.emulate_media(media="print")
    assert [one.is_visible() for one in inside] == [True, True]
    context.close()


#: The contrast of every text with the page behind it (WCAG 2.1, 1.4.3: 4.5 to 1).
CONTRAST = """() => {
  const rgb = c => c.match(/[0-9.]+/g).map(Number);
  const lum = c => { const [r, g, b] = c.slice(0, 3).map(v => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg') || e.closest('.skip') || !e.checkVisibility()) continue;
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const a = lum(rgb(getComputedStyle(e).color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const what = e.tagName + ' ' + ratio.toFixed(2) + ' ' + e.textContent.slice(0, 40);
    if (ratio < 4.5) faint.push(what);
  }
  return faint; }"""
