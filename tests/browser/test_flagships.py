"""Every shared page and the index in a real browser: accessible, at rest, and whole on a phone.

One browser reads them all, as they lie in ``reports/``, wide and narrow, by day and by night.
"""

import shutil
from pathlib import Path

import pytest

from analysis.publish.catalogue import load_catalogue
from analysis.publish.index import write_index

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPORTS = Path(__file__).parents[2] / "reports"
SHOWN = load_catalogue().flagships
PAGES = [*(f"{slug}/{slug}.html" for slug in SHOWN), "index.html"]
PHONE, DESK = 390, 1280
LOOKS = [(width, scheme) for width in (DESK, PHONE) for scheme in ("light", "dark")]
#: WCAG 2.2 at level AA, and what axe holds to be good practice beyond it.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
FLAGSHIP = "eastern-flank/eastern-flank.html"


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The shared briefings, copied, with their index."""
    out = tmp_path_factory.mktemp("reports")
    for slug in SHOWN:
        shutil.copytree(REPORTS / slug, out / slug)
    write_index(out)
    return out


@pytest.fixture(scope="module", params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def look(request, chromium):
    """A window of a width, by day or by night, that notes what its pages ask for and say."""
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(20_000)
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page, width, asked, said
    context.close()


@pytest.fixture
def phone(chromium, reports):
    """The first flagship on a phone that is touched."""
    options = {"viewport": {"width": PHONE, "height": 800}, "has_touch": True}
    context = chromium.new_context(**options, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto((reports / FLAGSHIP).as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_at_rest_accessible_and_not_wider_than_its_window(reports, look, name):
    from axe_playwright_python.sync_playwright import Axe

    page, width, asked, said = look
    asked.clear()
    said.clear()
    page.goto((reports / name).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_OFF) == []
    # What is folded is part of the page too.
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []
    here = {(reports / name).as_uri()}
    covers = {one.as_uri() for one in reports.glob("*/cover.png")} if name in PAGES[-1:] else set()
    assert {url for url in asked if not url.startswith("data:")} <= here | covers
    assert said == []


def test_a_number_tells_what_it_rests_on_by_touch_and_by_keyboard(phone):
    number = phone.locator("button.why", has_text="161 parties").first
    note = phone.locator(f"#{number.get_attribute('popovertarget')}")
    assert not note.is_visible()
    number.tap()
    assert "Latvia: gave notice" in note.inner_text()
    assert note.locator("a").first.get_attribute("href").startswith("https://")
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE
    phone.keyboard.press("Escape")
    assert not note.is_visible()
    number.focus()
    phone.keyboard.press("Enter")
    assert note.is_visible()


def test_a_link_into_a_folded_part_opens_it(phone):
    source = phone.locator("#source-1")
    assert not source.is_visible()
    phone.locator(".findings .cite a", has_text="1").first.tap()
    assert source.is_visible()
    # And so does the contents.
    phone.locator("nav a", has_text="Method").tap()
    assert phone.locator("text=Every number follows from dated acts").is_visible()


def test_the_numbers_of_an_exhibit_are_a_file_in_the_page(phone):
    with phone.expect_download() as started:
        phone.locator("figure a.sheet").first.tap()
    file = started.value
    assert file.suggested_filename == "eastern-flank-exit-timeline.csv"
    lines = Path(file.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("state,name,status,stage,")
    assert any(line.startswith("LVA,Latvia,withdrawn,") for line in lines)


def test_a_phone_is_shown_the_drawing_made_for_it_and_paper_the_wide_one(phone):
    wide, narrow = (phone.locator(f".two > svg:{which}-child").first for which in ("first", "last"))
    assert (wide.is_visible(), narrow.is_visible()) == (False, True)
    phone.emulate_media(media="print")
    assert (wide.is_visible(), narrow.is_visible()) == (True, False)
    assert phone.locator("#source-1").is_visible()


#: Exhibits of which the title or the drawing does not stand inside the window, or that hide a part
#: of themselves without a sign of it; on a phone a drawing needs no scrolling at all.
CUT_OFF = """() => {
  const inside = box => box.left >= -1 && box.right <= innerWidth + 1;
  const cut = [];
  for (const exhibit of document.querySelectorAll('figure, .table')) {
    if (!exhibit.checkVisibility()) continue;
    const name = exhibit.textContent.trim().slice(0, 60);
    const title = exhibit.querySelector('.title');
    if (title && !inside(title.getBoundingClientRect())) cut.push('title: ' + name);
    for (const drawn of exhibit.querySelectorAll('.card > svg, .card > img'))
      if (drawn.checkVisibility() && !inside(drawn.getBoundingClientRect()))
        cut.push('drawing: ' + name);
    for (const frame of exhibit.querySelectorAll('.frame')) {
      if (frame.scrollWidth <= frame.clientWidth + 1) continue;
      const shadow = getComputedStyle(frame).backgroundImage.includes('gradient');
      const head = frame.querySelector('tbody th[scope=row]');
      if (!shadow || !head || !inside(head.getBoundingClientRect())) cut.push('frame: ' + name);
    }
  }
  return cut; }"""
