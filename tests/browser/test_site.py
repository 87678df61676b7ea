"""The guides and documents as pages, in a real browser."""

import pytest

from analysis.documents.site import write_site
from tests.test_site import ROOT

pytestmark = pytest.mark.browser
PAGES = ["index.html", "docs/tutorial.html", "docs/law.html", "data/CHANGES.html"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    write_site(ROOT, out)
    return out


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_page_has_its_look_and_room_on_every_screen(chromium, folder, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    for name in PAGES:
        page.goto((folder / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        family = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        assert "Source Sans Pro" in family
        # Pictures come when they are near: one that is still on its way would be cut off.
        page.wait_for_load_state("networkidle")
    assert said == []
    context.close()


def test_the_navigation_leads_from_page_to_page(chromium, folder):
    page = chromium.new_page()
    page.goto((folder / "index.html").as_uri())
    page.get_by_text("All pages").click()
    page.get_by_role("link", name="Tutorial", exact=True).click()
    assert page.locator("h1").inner_text() == "From a news story to a briefing of your own"
    page.get_by_role("link", name="The law against the record").last.click()
    assert page.url.endswith("docs/law.html")
    page.close()
