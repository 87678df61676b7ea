"""The index in a real browser: filters, no request, no sideways scroll, and three hundred cards."""

import json

import pytest

from analysis.publish.catalogue import Catalogue
from analysis.publish.index import write_index
from analysis.publish.manifest import MANIFEST
from analysis.publish.overview import overview_of
from tests.browser.test_pages import CONTRAST
from tests.made_up import files

pytestmark = pytest.mark.browser
WIDTHS = [1280, 390]
#: As many as an atlas has, and how long it may take to show them, in milliseconds.
MANY, SOON = 300, 1000
#: WCAG 2.2 at level AA, and what axe holds to be good practice beyond it.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def made(out, slug, kind, given):
    """Put a briefing in place without the costs of doing so safely."""
    content = files(slug, f"{slug} and what was found of it")
    manifest = json.loads(content[MANIFEST]) | {"parameters": given, "inputs": {"kind": kind}}
    folder = out / slug
    folder.mkdir()
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    (folder / f"{slug}.html").write_bytes(content[f"{slug}.html"][:50])


@pytest.fixture(scope="module")
def shelf(register, tmp_path_factory):
    out = tmp_path_factory.mktemp("reports")
    overview = overview_of(register, Catalogue(briefing=[], flagships=[]))
    treaties = [one["code"] for family in overview["families"] for one in family["treaties"]]
    states = [one["code"] for one in overview["states"]]
    for code in treaties:
        made(
            out,
            f"treaty-{code.replace('_', '-')}",
            "treaty",
            {"treaty": code, "as_of": "2026-02-20"},
        )
    for code in states:
        made(out, f"state-{code.lower()}", "state", {"state": code, "as_of": "2026-08-22"})
    for place in range(MANY - len(treaties) - len(states) - 1):
        given = {"region": "nato", "treaty": treaties[place % 30], "as_of": "2025-04-16"}
        made(out, f"regional-{place}", "regional", given)
    assumed = {"region": "nordic", "treaty": "apmbc", "as_of": "2027-01-01",
               "scenario": "NOR:2026-09-01"}  # fmt: skip
    made(out, "norway-scenario", "regional", assumed)
    write_index(out, overview)
    return out


#: What differs by width and by scheme is looked at in two of the four.
TWO = pytest.mark.parametrize("page", [(1280, "light"), (390, "dark")], indirect=True)


@pytest.fixture(params=[(width, scheme) for width in WIDTHS for scheme in ("light", "dark")])
def page(request, chromium, shelf):
    width, scheme = request.param
    viewport = {"width": width, "height": 900}
    context = chromium.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.width, page.asked, page.said = width, [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto((shelf / "index.html").as_uri())
    yield page
    context.close()


def shown(page):
    return page.locator("li[data-kind]:visible").count()


def test_it_is_shown_at_once_asks_for_nothing_and_stays_within_its_width(page):
    assert shown(page) == MANY
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert timing < SOON
    assert page.evaluate("document.documentElement.scrollWidth") <= page.width
    assert [url for url in page.asked if not url.startswith("data:")] == page.asked[:1]
    assert page.said == []
    assert page.evaluate(CONTRAST) == []


@TWO
def test_it_is_accessible(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.width
    found = axe.Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


@TWO
def test_what_is_pressed_is_large_enough(page):
    """WCAG 2.2, 2.5.8: 24 by 24, but for links within a sentence."""
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, select, input, summary')]
        .filter(e => e.checkVisibility() && !e.closest('.skip, h3, .lead, .alarm')
                && !(e.closest('p') && !e.closest('.files')) && e.tabIndex >= 0)
        .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 80)])
        .filter(([box]) => box.width < 24 || box.height < 24).map(([box, text]) =>
          `${box.width}x${box.height} ${text}`)"""
    )
    assert small == []


@TWO
def test_cards_are_chosen_by_words_kind_treaty_state_and_day(page):
    regional = page.locator("li[data-kind=regional]").count()
    page.select_option("[name=kind]", "regional")
    assert shown(page) == regional
    assert page.locator("#told").inner_text() == f"{regional} of {MANY} briefings"
    assert page.locator("section[data-shelf]:visible h2").count() == 2
    page.select_option("[name=treaty]", "apmbc")
    assert shown(page) == page.locator("li[data-kind=regional][data-treaty=apmbc]").count()
    # The state itself, and what its regions have: of Norway more than of Chad.
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.querySelectorAll('li[data-kind][hidden]').length === 0")
    page.select_option("[name=state]", "TCD")
    assert shown(page) == 1
    page.select_option("[name=state]", "NOR")
    assert shown(page) == regional + 1
    page.select_option("[name=state]", "")
    page.fill("[name=text]", "cote IVOIRE")
    assert shown(page) == 1
    page.press("[name=text]", "Enter")
    page.fill("[name=text]", "")
    page.select_option("[name=day]", "2026-02-20")
    assert shown(page) == page.locator("li[data-kind=treaty]").count()
    assert page.said == []


def test_it_reads_in_full_without_its_script(chromium, shelf):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((shelf / "index.html").as_uri())
    assert shown(page) == MANY
    assert not page.locator("form").is_visible()
    assert page.locator("table.matrix").is_visible()
    assert page.locator(".due li").first.is_visible()
    context.close()
