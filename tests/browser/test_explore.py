"""The page with the day slider in a real browser: its answers are those of the register."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from analysis.explorer.page import explore_page
from analysis.sections.standing.facts import standing
from analysis.subject.subject import Subject
from tests.browser.test_pages import CONTRAST, WIDTHS

pytestmark = pytest.mark.browser
#: What stands under each treaty at turns of the law, with the region that it is asked about.
TURNS = [
    ("apmbc", "LVA", "baltic", "2025-04-16"),
    ("apmbc", "LVA", "eastern-flank", "2025-12-26"),
    ("apmbc", "LVA", "eu", "2025-12-27"),
    ("npt", "PRK", "world", "1993-06-10"),
    ("newstart", "RUS", "world", "2021-02-02"),
    ("newstart", "USA", "nato", "2026-02-04"),
    ("cfe", "RUS", "osce", "2023-11-07"),
    ("ccw_p5", "LTU", "northern-europe", "2010-01-01"),
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def path(register, tmp_path_factory):
    out = tmp_path_factory.mktemp("explore") / "explore.html"
    out.write_text(explore_page(register), encoding="utf-8")
    return out


@pytest.fixture
def open_page(chromium, path):
    contexts = []

    def opened(place="", width=1280, **how):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **how)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path.as_uri() + place)
        return page

    yield opened
    for context in contexts:
        context.close()


def ready(page, treaty, region, day, reading="depositary"):
    page.wait_for_selector(
        f'html[data-ready="{treaty} {region} {reading} {day}"]', state="attached"
    )


def ask(page, treaty, region, day):
    place = f"#treaty={treaty}&region={region}&day={day}"
    page.evaluate("place => { location.hash = place }", place)
    ready(page, treaty, region, day)


def row_of(page, state):
    """Return what the table says of a state, nothing where it has no row."""
    return page.evaluate(
        """state => { const row = document.querySelector(`#rows tr[data-state="${state}"]`);
        return row && ["status", "since", "until", "stage"].map(name => row.dataset[name]) }""",
        state,
    )


def expected(register, treaty, state, day):
    (row,) = register.as_of(day).status(treaty=treaty, state=state).itertuples()
    days = ["" if pd.isna(one) else f"{one:%Y-%m-%d}" for one in (row.since, row.until)]
    return [row.status, *days, row.stage]


def drawn(register):
    """Return acts drawn by lot, each asked about on its day or on the day before."""
    events = register.events
    events = events[(events["state"] != "INT") & (events["state"] != "EUE")]
    lot = random.Random(20250416)
    for at in lot.sample(range(len(events)), 12):
        act = events.iloc[at]
        day = act["day"] - pd.Timedelta(days=lot.choice((0, 1)))
        yield act["treaty"], act["state"], "world", f"{day:%Y-%m-%d}"


@pytest.mark.slow
def test_the_page_answers_what_the_register_answers(register, open_page):
    page = open_page()
    asked = [*TURNS, *drawn(register)]
    assert len(asked) == 20
    for treaty, state, region, day in asked:
        ask(page, treaty, region, day)
        wanted = expected(register, treaty, state, day)
        # Where nobody of a region has acted yet, a treaty between a few states lists nobody.
        shown = row_of(page, state) or ["none", "", "", ""]
        assert shown == wanted, (treaty, state, day)


def test_the_table_without_script_is_that_with_it(open_page):
    tables = []
    for script in (False, True):
        page = open_page(java_script_enabled=script)
        tables.append(page.locator("#rows tr").all_inner_texts())
        if not script:
            assert page.locator(".unscripted").is_visible()
            assert not page.locator("#question").is_visible()
    assert tables[0] == tables[1] != []


def test_the_members_of_a_region_are_those_of_the_day(register, open_page):
    page = open_page()
    for region, day in [("nato", "2003-01-01"), ("europe", "2006-06-02")]:
        ask(page, "ccw", region, day)
        assert page.locator("#rows tr").count() == len(register.as_of(day).members(region))
    assert "Crimea" in page.locator("#boundaries").inner_text()


def test_the_states_of_an_early_day_are_those_of_the_briefing(register, open_page):
    page = open_page()
    for treaty, day in [("seabed", "1989-06-30"), ("npt", "1985-01-01"), ("cfe", "1991-01-30")]:
        ask(page, treaty, "world", day)
        told = standing(Subject.of(register.as_of(day), treaty=treaty, region="world")).could
        shown = page.evaluate(
            """() => [...document.querySelectorAll("#rows tr[data-state]")]
            .map(row => row.dataset.state)"""
        )
        assert sorted(shown) == sorted(own.state.code for own in told), (treaty, day)
    assert "Soviet Union" in page.locator("#rows").inner_text()
    ask(page, "cfe", "world", "2000-01-01")
    assert "Soviet Union" not in page.locator("#rows").inner_text()


def test_a_state_too_small_to_be_seen_has_a_dot(open_page):
    page = open_page("#treaty=rarotonga&region=pacific-islands-forum&day=2020-01-01", 390)
    ready(page, "rarotonga", "pacific-islands-forum", "2020-01-01")
    dots = page.evaluate(
        """() => [...document.querySelectorAll("#map circle[visibility=visible]")]
        .map(dot => dot.dataset.state)"""
    )
    assert {"NRU", "TUV", "TON", "WSM"} <= set(dots)
    assert not {"AUS", "NZL", "PNG"} & set(dots)


def test_a_treaty_that_has_ended_bound_its_states_until_then(open_page):
    page = open_page("#treaty=newstart&region=world&day=2026-02-10")
    ready(page, "newstart", "world", "2026-02-10")
    assert page.locator("#finding").inner_text() == "The New START treaty ended on 5 February 2026"
    told = "Until then it bound Russia and the United States."
    assert page.locator("#sentences").inner_text() == told
    assert page.locator("#key").inner_text() == "bound until the treaty ended (2)"


def test_it_is_small_asks_for_nothing_and_complains_of_nothing(path, open_page):
    assert path.stat().st_size < 1_500_000
    page = open_page()
    ask(page, "npt", "world", "2003-02-01")
    assert page.asked == [path.as_uri()]
    assert page.said == []


def test_the_keyboard_moves_the_day_and_the_buttons_go_from_change_to_change(open_page):
    page = open_page("#treaty=apmbc&region=baltic&day=2025-06-26")
    ready(page, "apmbc", "baltic", "2025-06-26")
    page.locator("#slider").focus()
    page.keyboard.press("ArrowRight")
    ready(page, "apmbc", "baltic", "2025-06-27")
    assert (
        page.locator("#finding").inner_text() == "All three Baltic states are bound by the mine ban"
    )
    assert "have given notice and are still bound" in page.locator("#sentences").inner_text()
    page.locator("#later").click()
    ready(page, "apmbc", "baltic", "2025-12-27")
    assert page.locator("#finding").inner_text().startswith("None of the three Baltic states")
    page.locator("#reading").select_option("objectors")
    ready(page, "apmbc", "baltic", "2025-12-27", "objectors")
    page.locator("#map path.own").first.click(force=True)
    assert "withdrawn since 27 December 2025" in page.locator("#picked").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_and_used_by_everybody(open_page, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = open_page("#treaty=apmbc&region=nato&day=2025-07-15", width, color_scheme=scheme)
    ready(page, "apmbc", "nato", "2025-07-15")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = axe.Axe().run(page, options={"runOnly": AXE_TAGS}).response["violations"]
    assert [(one["id"], [node["html"][:80] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate(CONTRAST) == []
    small = page.evaluate(
        """() => [...document.querySelectorAll("main button, main select, main input")]
        .filter(one => one.checkVisibility())
        .filter(one => { const box = one.getBoundingClientRect();
          return Math.min(box.width, box.height) < 24; }).map(one => one.id)"""
    )
    assert small == []
