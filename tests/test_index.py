"""The index over a folder of briefings, its feed, what proves them, and the archive to be sent."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from analysis.cli import main
from analysis.publish.bundle import write_bundle
from analysis.publish.catalogue import Catalogue, Matrix
from analysis.publish.index import check_index, note_failure, write_index
from analysis.publish.known import recall_overview, remember_overview
from analysis.publish.manifest import FEED, INDEX, INDEX_MANIFEST, MANIFEST
from analysis.publish.overview import overview_of
from analysis.publish.place import put
from analysis.publish.verify import verify
from analysis.terms.errors import RollbackError
from tests.made_up import files

ATOM = {"a": "http://www.w3.org/2005/Atom"}
#: Made-up briefings: slug, kind, parameters.
CARDS = [
    ("regional-nato-apmbc", "regional",
     {"region": "nato", "treaty": "apmbc", "as_of": "2026-02-20"}),
    ("nato-early", "regional", {"region": "nato", "treaty": "apmbc", "as_of": "2025-04-16"}),
    ("treaty-apmbc", "treaty", {"treaty": "apmbc", "as_of": "2026-02-20"}),
    ("treaty-inf", "treaty", {"treaty": "inf", "as_of": "2019-08-02"}),
    ("state-latvia", "state", {"state": "LVA", "as_of": "2026-08-22"}),
    ("changes", "changes", {"region": "world", "as_of": "2026-08-22"}),
    ("norway-scenario", "regional",
     {"region": "nordic", "treaty": "apmbc", "as_of": "2027-01-01", "scenario": "NOR:2026-09-01"}),
]  # fmt: skip


def made(out, slug, kind, given):
    content = files(slug, f"{slug} <b>")
    manifest = json.loads(content[MANIFEST])
    manifest |= {"parameters": given, "inputs": {"kind": kind}, "data": {"version": "9"}}
    content[MANIFEST] = json.dumps(manifest).encode()
    put(slug, content, out)


@pytest.fixture(scope="module")
def overview(register):
    rows = [Matrix(kind="regional", parameters={"region": "*", "treaty": "*"})]
    return overview_of(register, Catalogue(briefing=[], flagships=[], matrix=rows))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory, overview):
    out = tmp_path_factory.mktemp("reports")
    for card in CARDS:
        made(out, *card)
    write_index(out, overview)
    return out


@pytest.fixture(scope="module")
def page(shelf):
    return BeautifulSoup((shelf / INDEX).read_text(encoding="utf-8"), "html.parser")


def links(node):
    return [link["href"] for link in node.find_all("a", href=True)]


def test_what_is_due_next_stands_first_with_its_days_to_go(page, overview):
    strip = page.find("ol", class_="due")
    told = [" ".join(item.get_text(" ").split()) for item in strip.find_all("li")]
    assert len(told) == len(overview["due"]) > 3
    assert "5 October 2026 in 44 days Nuclear-weapon ban: enters into force for Tonga" in told
    assert all(row["days"] is None or row["days"] > 0 for row in overview["due"])
    # To the day that the data end on, and never from a clock.
    assert "Counted from 22 August 2026" in page.get_text()


def test_the_matrix_leads_to_briefings_and_to_nothing_else(page, shelf):
    table = page.find("table", class_="matrix")
    heads = [head.get_text(strip=True) for head in table.find("thead").find_all("th")]
    rows = {row.th.get_text(strip=True): row for row in table.select("tbody tr") if row.td}
    cell = rows["NATO"].find_all("td")[heads.index("Mine Ban Convention") - 1]
    assert links(cell) == ["regional-nato-apmbc/regional-nato-apmbc.html"]
    assert cell.find(title=True)["title"] == "26 of 32 states bound; 5 withdrawn"
    assert links(table.find("thead")) == ["treaty-apmbc/treaty-apmbc.html"]
    assert links(rows["The world"]) == ["treaty-apmbc/treaty-apmbc.html"]
    assert all((shelf / href).is_file() for href in links(table))
    assert all(len(row.find_all("td")) == len(heads) - 1 for row in rows.values())
    assert {head["scope"] for head in table.find_all("th")} == {"col", "row", "rowgroup"}
    few = page.find("ul", class_="few")
    assert links(few) == ["treaty-inf/treaty-inf.html"]
    assert "ended 2 August 2019" in few.get_text()


def test_a_briefing_can_be_reached_where_a_region_has_no_sign(tmp_path, overview):
    given = {"region": "nato", "treaty": "tlatelolco", "as_of": "2026-08-22"}
    made(tmp_path, "nato-tlatelolco", "regional", given)
    write_index(tmp_path, overview)
    table = BeautifulSoup((tmp_path / INDEX).read_text(), "html.parser").find("table")
    assert links(table) == ["nato-tlatelolco/nato-tlatelolco.html"]


def test_every_sign_is_explained(page):
    shown = {" ".join(sign["class"]) for sign in page.select("table .sign")}
    assert shown <= {" ".join(sign["class"]) for sign in page.select(".key .sign")}


def test_cards_stand_by_kind_and_what_is_hypothetical_last_on_a_shelf_of_its_own(page):
    shelves = page.select("section[data-shelf]")
    assert [shelf.h2.get_text() for shelf in shelves] == [
        "What changed, and the world", "Regions under a treaty", "Treaties", "States",
        "Hypothetical",
    ]  # fmt: skip
    assert [card["data-words"] for card in shelves[1].select("li[data-kind]")] == [
        "regional-nato-apmbc", "nato-early",
    ]  # fmt: skip
    assert shelves[-1]["class"] == ["dashed"]
    assert "assumes a notice of withdrawal by NOR on 1 September 2026" in shelves[-1].get_text()
    card = shelves[3].find("li", attrs={"data-kind": "state"})
    assert card.h3.get_text() == "state-latvia <b>"
    assert card.find(class_="overline").get_text() == "Latvia"
    assert "22 August 2026" in card.get_text()


def test_pictures_are_loaded_when_they_come_into_sight(tmp_path, overview):
    content = files("one", "made")
    manifest = json.loads(content[MANIFEST]) | {"cover": "cover.png"}
    put("one", {**content, MANIFEST: json.dumps(manifest).encode(), "cover.png": b"-"}, tmp_path)
    write_index(tmp_path, overview)
    picture = BeautifulSoup((tmp_path / INDEX).read_text(), "html.parser").img
    assert (picture["loading"], picture["alt"]) == ("lazy", "")
    assert (picture["width"], picture["height"]) == ("1200", "630")


def test_a_card_can_be_chosen_by_all_that_it_is_about(page):
    form = page.find("form")
    values = {
        select["name"]: [option["value"] for option in select.find_all("option")]
        for select in form.find_all("select")
    }
    assert values["kind"] == ["", "changes", "regional", "treaty", "state"]
    assert set(values["treaty"]) == {"", "apmbc", "inf"}
    assert set(values["region"]) == {"", "nato", "nordic", "world"}
    assert "LVA" in values["state"]
    # Sweden has no card, and belongs to a region that has one; Chad belongs to none.
    assert "SWE" in values["state"]
    assert "TCD" not in values["state"]
    assert values["day"][1:] == sorted({card[2]["as_of"] for card in CARDS}, reverse=True)
    assert form.has_attr("hidden")


def test_the_policy_names_the_script_by_its_digest_and_allows_no_other(page):
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    (script,) = page.find_all("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert not script.attrs
    assert not page.find_all(lambda tag: any(name.startswith("on") for name in tag.attrs))


def test_what_is_not_built_is_counted_and_named(page, overview):
    part = page.find(id="not-built").parent
    reasons = {one.summary.get_text(): one for one in part.find_all("details")}
    assert len(reasons) == len(overview["left"])
    ended = next(one for words, one in reasons.items() if "the treaty has ended" in words)
    assert "INF Treaty:" in ended.get_text()
    assert "NATO" in ended.get_text()
    total = sum(one["count"] for one in overview["left"])
    assert f"{total} more of the catalogue" in part.get_text()


def test_headings_are_in_order_and_links_within_lead_somewhere(page):
    levels = [int(head.name[1]) for head in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = {node["id"] for node in page.find_all(id=True)}
    assert {href[1:] for href in links(page) if href.startswith("#")} <= ids


def test_a_failed_build_is_told_at_the_head_and_on_the_card(tmp_path, overview):
    made(tmp_path, *CARDS[0])
    note_failure(tmp_path, CARDS[0][0], "cell 3 failed <b>", b"{}")
    write_index(tmp_path, overview)
    failed = BeautifulSoup((tmp_path / INDEX).read_text(), "html.parser")
    assert "One briefing could not be built." in failed.header.get_text()
    assert "The last build of it failed" in failed.find("li", attrs={"data-kind": True}).get_text()
    assert f"_failed/{CARDS[0][0]}.ipynb" in links(failed)


def test_without_an_overview_there_are_cards_and_no_feed(tmp_path):
    made(tmp_path, *CARDS[0])
    write_index(tmp_path)
    text = (tmp_path / INDEX).read_text()
    assert "Due next" not in text
    assert "regional-nato-apmbc.html" in text
    assert not (tmp_path / FEED).exists()
    assert verify(tmp_path) == (1, [])


def test_the_feed_tells_changes_with_days_and_names_of_their_own(shelf, overview):
    feed = ElementTree.fromstring((shelf / FEED).read_bytes())
    entries = feed.findall("a:entry", ATOM)
    assert feed.find("a:updated", ATOM).text == "2026-08-22T00:00:00Z"
    names = [entry.find("a:id", ATOM).text for entry in entries]
    assert len(set(names)) == len(names) == len(overview["news"]) + 1
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in names)
    days = [entry.find("a:updated", ATOM).text for entry in entries]
    assert days == sorted(days, reverse=True)
    titles = [entry.find("a:title", ATOM).text for entry in entries]
    assert "Latvia, Mine Ban Convention: withdrawal in effect" in titles
    assert all(entry.find("a:summary", ATOM).text.endswith(".") for entry in entries)
    pages = {entry.find("a:link", ATOM).get("href") for entry in entries}
    assert "treaty-apmbc/treaty-apmbc.html" in pages
    assert all((shelf / page).is_file() for page in pages)


def test_an_entry_keeps_its_name_whenever_the_feed_is_made(register, shelf, tmp_path):
    empty = Catalogue(briefing=[], flagships=[])
    write_index(tmp_path, overview_of(register, empty, as_of="2026-02-20"))

    def named(folder):
        feed = ElementTree.fromstring((folder / FEED).read_bytes())
        found = feed.findall("a:entry", ATOM)
        parts = [
            [one.find(f"a:{part}", ATOM).text for part in ("title", "updated", "id")]
            for one in found
        ]
        return {(title, day): name for title, day, name in parts}

    early, late = named(tmp_path), named(shelf)
    both = early.keys() & late.keys()
    assert len(both) > 3
    assert {one: early[one] for one in both} == {one: late[one] for one in both}


@pytest.mark.parametrize("name", [INDEX, FEED])
def test_verify_proves_the_index_and_its_feed(tmp_path, overview, name):
    made(tmp_path, *CARDS[0])
    write_index(tmp_path, overview)
    assert verify(tmp_path) == (1, [])
    (tmp_path / name).write_text("x")
    assert verify(tmp_path)[1] == [f"{name} is not the file that was published"]
    (tmp_path / name).unlink()
    assert verify(tmp_path)[1] == [f"{name} is missing"]


def test_verify_misses_what_proves_the_index(tmp_path):
    made(tmp_path, *CARDS[0])
    write_index(tmp_path)
    (tmp_path / INDEX_MANIFEST).unlink()
    assert verify(tmp_path)[1] == ["index.json is missing, or cannot be read"]


@pytest.mark.parametrize("name", [INDEX, FEED, INDEX_MANIFEST])
def test_a_page_of_the_user_is_not_written_over(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(RollbackError, match=f"{name} was not made by a build"):
        check_index(tmp_path)


def test_nothing_is_written_that_has_not_changed(shelf, overview):
    before = {path: path.stat().st_mtime_ns for path in shelf.iterdir() if path.is_file()}
    assert not write_index(shelf, overview)
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_an_overview_is_kept_for_the_same_data_and_no_other(tmp_path, overview):
    remember_overview(tmp_path, "mark", overview)
    assert recall_overview(tmp_path, "mark") == overview
    assert recall_overview(tmp_path, "other") is None
    next(tmp_path.iterdir()).write_text("{")
    assert recall_overview(tmp_path, "mark") is None


def test_an_archive_has_the_briefings_asked_for_and_an_index_of_them(shelf, overview, tmp_path):
    path, slugs = tmp_path / "some.zip", ["state-latvia", "treaty-apmbc"]
    size = write_bundle(path, shelf, slugs, overview)
    assert path.stat().st_size == size
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "out")
    assert names == sorted(names)
    assert {name.split("/")[0] for name in names} == {*slugs, INDEX, FEED, INDEX_MANIFEST}
    assert verify(tmp_path / "out") == (2, [])
    inside = BeautifulSoup((tmp_path / "out" / INDEX).read_text(), "html.parser")
    found = {href for href in links(inside) if not href.startswith("#")}
    assert all((tmp_path / "out" / href).is_file() for href in found)
    assert len(inside.select("li[data-kind]")) == 2


def test_equal_briefings_make_equal_archives(shelf, overview, tmp_path):
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    write_bundle(one, shelf, ["treaty-apmbc", "state-latvia"], overview)
    write_bundle(other, shelf, ["state-latvia", "treaty-apmbc"], overview)
    assert one.read_bytes() == other.read_bytes()
    before = one.stat()
    write_bundle(one, shelf, ["treaty-apmbc", "state-latvia"], overview)
    assert (one.stat().st_ino, one.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    write_bundle(one, shelf, ["treaty-apmbc"], overview)
    assert one.stat().st_size < before.st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.zip", "other.zip"]


@pytest.mark.parametrize("kind", ["text", "archive", "folder"])
def test_an_archive_of_the_user_is_not_written_over(shelf, tmp_path, kind):
    path = tmp_path / "mine.zip"
    if kind == "text":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a", "mine")
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(RollbackError, match=r"mine\.zip is not an archive of briefings"):
        write_bundle(path, shelf, ["state-latvia"])
    assert before == (path.read_bytes() if path.is_file() else None)


def test_no_archive_is_made_of_what_is_not_as_it_was_published(tmp_path):
    made(tmp_path, *CARDS[4])
    page = tmp_path / "state-latvia" / "state-latvia.html"
    page.write_bytes(page.read_bytes() + b" ")
    with pytest.raises(RollbackError) as caught:
        write_bundle(tmp_path / "a.zip", tmp_path, ["state-latvia", "gone"])
    assert "state-latvia: state-latvia.html is not the file that was published" in str(caught.value)
    assert "gone: there is no manifest.json" in str(caught.value)
    assert not (tmp_path / "a.zip").exists()


def test_the_command_refuses_an_archive_before_any_work(tmp_path):
    run = CliRunner().invoke(main, ["build", "--bundle", "npt", "--out", str(tmp_path / "out")])
    assert run.exit_code == 2
    assert "--bundle takes a file that ends in .zip, and npt does not" in run.stderr
    (tmp_path / "mine.zip").write_text("mine")
    mine = str(tmp_path / "mine.zip")
    run = CliRunner().invoke(main, ["build", "--bundle", mine, "--out", str(tmp_path / "out")])
    assert run.exit_code == 1
    assert "is not an archive of briefings" in run.stderr
    assert not (tmp_path / "out").exists()
