"""Status pages from a real server on the loopback: manners, limits, cache, and refusals."""

import ast
import json
import re
import socket
import time
from pathlib import Path

import pytest

from analysis.importers.asking import Asker, FetchFault
from analysis.importers.cache import PageCache
from analysis.importers.gathering import address_of, fetch_pages, saved_pages
from analysis.importers.manners import PROJECT, Manners, retry_after
from tests.depositary import Reply, serving

PAGES = Path(__file__).parent / "pages"
MINES = (PAGES / "mines.html").read_text(encoding="utf-8")
CLUSTERS = (PAGES / "clusters.html").read_text(encoding="utf-8")
DAY = "2026-02-05"
GMT = "Fri, 27 Nov 2026 10:00:{:02} GMT"


@pytest.fixture(scope="module")
def server():
    with serving() as (depositary, address):
        yield depositary, address


@pytest.fixture
def site(server):
    depositary, _ = server
    depositary.replies.clear()
    depositary.requests.clear()
    return depositary


@pytest.fixture
def waits():
    return []


@pytest.fixture
def fetch(server, site, tmp_path, waits):
    """Fetch pages into a cache, without waiting; waits are noted."""
    _, address = server

    def run(*numbers, day=DAY, base=address, **limits):
        limits = {"silence": 5.0, **limits}
        asker = Asker(Manners(pause=waits.append, **limits))
        return fetch_pages(numbers, PageCache(tmp_path / "cache"), day, base=base, asker=asker)

    return run


def refused(gathered, number="XXVI-5"):
    assert number not in gathered.pages
    return gathered.refused[number]


def files(tmp_path):
    return sorted(str(p.relative_to(tmp_path / "cache")) for p in tmp_path.rglob("cache/*/*"))


def test_pages_are_fetched_one_at_a_time_with_a_delay_and_under_a_name(fetch, site, waits):
    site.show("XXVI-5", MINES)
    site.show("XXVI-6", CLUSTERS)
    gathered = fetch("XXVI-5", "XXVI-6", delay=7.5)
    assert list(gathered.pages) == ["XXVI-5", "XXVI-6"]
    assert gathered.refused == {}
    assert gathered.came == {"XXVI-5": "fetched", "XXVI-6": "fetched"}
    assert waits == [7.5]
    assert site.most_at_once == 1
    assert all(headers["User-Agent"].startswith(PROJECT) for _, headers in site.requests)


def test_a_page_is_kept_with_the_day_of_fetching(fetch, site, tmp_path):
    site.show("XXVI-5", Reply(body=MINES, headers={"ETag": '"1"'}))
    fetch("XXVI-5")
    assert files(tmp_path) == ["XXVI-5/2026-02-05.html", "XXVI-5/fetched.json"]
    kept = json.loads((tmp_path / "cache" / "XXVI-5" / "fetched.json").read_text())
    assert (kept["day"], kept["etag"]) == (DAY, '"1"')
    assert (tmp_path / "cache" / "XXVI-5" / "2026-02-05.html").read_bytes() == MINES.encode()


def test_a_page_that_has_not_changed_is_not_sent_again(fetch, site):
    modified = "Tue, 03 Feb 2026 09:00:00 GMT"
    site.show("XXVI-5", Reply(body=MINES, headers={"ETag": '"1"', "Last-Modified": modified}))
    first = fetch("XXVI-5")
    again = fetch("XXVI-5", day="2026-02-12")
    assert again.came == {"XXVI-5": "unchanged since 2026-02-05"}
    assert again.pages == first.pages
    headers = site.asked("XXVI-5")[1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', modified)


def test_a_changed_page_is_kept_beside_the_older_one_and_both_are_a_series(fetch, site, tmp_path):
    site.show("XXVI-5", MINES, MINES.replace("03-02-2026", "10-02-2026"))
    fetch("XXVI-5")
    fetch("XXVI-5", day="2026-02-12")
    assert files(tmp_path)[:2] == ["XXVI-5/2026-02-05.html", "XXVI-5/2026-02-12.html"]
    newest = saved_pages(["XXVI-5"], tmp_path / "cache").pages["XXVI-5"]
    assert newest.day == "2026-02-10"


@pytest.mark.parametrize("spoilt", ["page", "record", "address"])
def test_a_kept_page_that_is_not_as_it_was_is_fetched_whole(fetch, site, tmp_path, spoilt, server):
    site.show("XXVI-5", Reply(body=MINES, headers={"ETag": '"1"'}))
    fetch("XXVI-5")
    folder = tmp_path / "cache" / "XXVI-5"
    if spoilt == "page":
        (folder / "2026-02-05.html").write_text("half a page")
    elif spoilt == "record":
        (folder / "fetched.json").write_text('{"file": 3}')
    base = server[1] + "/mirror" if spoilt == "address" else server[1]
    assert fetch("XXVI-5", base=base).came == {"XXVI-5": "fetched"}
    assert "If-None-Match" not in site.asked("XXVI-5")[1]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again_with_longer_and_longer_waits(fetch, site, waits, status):
    site.show("XXVI-5", Reply(status), Reply(status), MINES)
    assert "XXVI-5" in fetch("XXVI-5", back_off=3.0).pages
    assert waits == [3.0, 6.0]


def test_a_failure_that_stays_is_told_after_the_last_try(fetch, site, waits):
    site.show("XXVI-5", Reply(503))
    told = refused(fetch("XXVI-5"))
    assert "503 Service Unavailable, asked 4 times" in told
    assert "--offline" in told
    assert waits == [2.0, 4.0, 8.0]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "45"}, 45.0),
        ({"Retry-After": GMT.format(50), "Date": GMT.format(20)}, 30.0),
        ({"Retry-After": GMT.format(10), "Date": GMT.format(20)}, 2.0),
        ({"Retry-After": "soon"}, 2.0),
        ({"Retry-After": "-5"}, 2.0),
    ],
)
def test_a_site_that_says_when_to_ask_again_is_asked_then(fetch, site, waits, headers, wait):
    site.show("XXVI-5", Reply(503, headers=headers), MINES)
    assert "XXVI-5" in fetch("XXVI-5").pages
    assert waits == [wait]


def test_a_site_that_wants_a_long_wait_is_left_alone(fetch, site, waits):
    site.show("XXVI-5", Reply(429, headers={"Retry-After": "3600"}))
    assert "asked again after 3600 seconds" in refused(fetch("XXVI-5"))
    assert waits == []
    assert len(site.requests) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refusal_of_the_site_is_not_asked_for_twice(fetch, site, status):
    site.show("XXVI-5", Reply(status))
    told = refused(fetch("XXVI-5"))
    assert f"it answered {status} " in told
    assert "--from" in told
    assert len(site.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_same_site_is_followed(fetch, site, status):
    site.show("XXVI-5", Reply(status, headers={"Location": "/Pages/Moved.aspx?mtdsg_no=moved"}))
    site.show("moved", MINES)
    assert fetch("XXVI-5").pages["XXVI-5"].day == "2026-02-03"


def test_a_redirect_to_another_site_is_refused_before_it_is_asked(fetch, site):
    site.show("XXVI-5", Reply(302, headers={"Location": "http://localhost:9/login"}))
    assert "it sends to http://localhost:9/login, another site" in refused(fetch("XXVI-5"))
    assert len(site.requests) == 1


def test_redirects_without_end_are_given_up(fetch, site):
    site.show("XXVI-5", Reply(302, headers={"Location": "?mtdsg_no=XXVI-5"}))
    assert "from one address to another without end" in refused(fetch("XXVI-5"))
    assert len(site.requests) == 6


@pytest.mark.parametrize("chunked", [False, True])
def test_an_answer_that_breaks_off_is_tried_again_and_never_used(fetch, site, tmp_path, chunked):
    site.show("XXVI-5", Reply(body=MINES, cut=1500, chunked=chunked))
    told = refused(fetch("XXVI-5"))
    assert "the connection broke off" in told
    assert len(site.requests) == 4
    assert files(tmp_path) == []


def test_a_page_cut_off_at_its_source_is_refused_and_kept_to_be_looked_at(fetch, site, tmp_path):
    site.show("XXVI-5", Reply(body=MINES[:2500], headers={"ETag": '"1"'}))
    told = refused(fetch("XXVI-5"))
    assert "closing </html> is missing" in told
    assert files(tmp_path) == ["XXVI-5/refused.html"]
    site.show("XXVI-5", MINES)
    assert fetch("XXVI-5").came == {"XXVI-5": "fetched"}
    assert "If-None-Match" not in site.asked("XXVI-5")[-1]
    assert files(tmp_path) == ["XXVI-5/2026-02-05.html", "XXVI-5/fetched.json"]


def test_a_slow_answer_in_chunks_is_read(fetch, site):
    site.show("XXVI-5", Reply(body=MINES, hang=0.2, chunked=True))
    assert "XXVI-5" in fetch("XXVI-5").pages


def test_a_site_that_says_nothing_is_given_up(fetch, site):
    site.show("XXVI-5", Reply(body=MINES, hang=0.6))
    started = time.monotonic()
    assert "no answer within 0.1 seconds, asked 2 times" in refused(
        fetch("XXVI-5", silence=0.1, tries=2)
    )
    assert time.monotonic() - started < 3


def test_a_site_that_drips_is_given_up(fetch, site):
    site.show("XXVI-5", Reply(body=MINES, drip=0.02))
    started = time.monotonic()
    told = refused(fetch("XXVI-5", whole=0.2, tries=2))
    assert "took more than 0.2 seconds, asked 2 times" in told
    assert time.monotonic() - started < 3


def test_a_site_that_sends_without_end_is_given_up(fetch, site):
    site.show("XXVI-5", MINES + " " * 200_000)
    assert "sends more than 100,000 bytes" in refused(fetch("XXVI-5", most_bytes=100_000))
    assert len(site.requests) == 1


def test_a_site_that_is_not_there_is_told_and_not_asked_for_the_other_pages(fetch):
    gathered = fetch("XXVI-5", "XXVI-6", "XXVI-8", base="http://127.0.0.1:9", tries=2)
    assert "nobody answers at this address" in refused(gathered)
    assert gathered.refused["others"] == (
        "not asked for, since the site gives no answer: XXVI-6 and XXVI-8"
    )


def test_a_site_whose_name_is_not_known_is_told_so(fetch, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    told = refused(fetch("XXVI-5", base="http://mirror.example", tries=1))
    assert "the name of the site is not known here" in told


@pytest.mark.parametrize("base", ["http://[::1", "ftp://127.0.0.1", "http://"])
def test_what_is_no_address_is_told_so(fetch, base):
    assert "is no address" in refused(fetch("XXVI-5", base=base))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<html><body>Please log in</body></html>", "which treaty|no element"),
        (MINES.replace("tblgrid", "gridtable"), "no element 'tblgrid'"),
        (MINES.replace("Participant<br>", "State<br>"), "begins with 'State'"),
        (MINES.replace("Parties :        5", "Parties :        6"), "prints 6 parties"),
        (MINES.replace("clang=_en", "clang=_fr"), "is the French one"),
        (CLUSTERS, "is the page of XXVI-6, not of XXVI-5"),
        ("%PDF-1.7", "is not a web page"),
        ("", "is empty"),
    ],
)
def test_a_changed_layout_or_another_page_is_refused_and_the_other_pages_are_read(
    fetch, site, tmp_path, body, says
):
    site.show("XXVI-5", body)
    site.show("XXVI-6", CLUSTERS)
    gathered = fetch("XXVI-5", "XXVI-6")
    assert re.search(says, refused(gathered))
    assert "refused.html" in refused(gathered)
    assert list(gathered.pages) == ["XXVI-6"]
    assert "XXVI-5/fetched.json" not in files(tmp_path)


def test_a_site_that_answers_unchanged_without_being_asked_is_refused(fetch, site):
    site.show("XXVI-5", Reply(304))
    assert "was not asked that" in refused(fetch("XXVI-5"))


def test_a_mirror_that_has_fallen_behind_is_remarked_on(fetch, site):
    site.show("XXVI-5", MINES)
    assert fetch("XXVI-5").remarks == []
    assert fetch("XXVI-5", day="2026-03-05").remarks == [
        "XXVI-5: the page is of 2026-02-03, 30 days before it was fetched"
    ]


def test_a_mirror_may_have_paths_of_its_own(fetch, site, server):
    assert address_of("XXVI-5", "https://m.example/") == (
        "https://m.example/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XXVI-5&clang=_en"
    )
    site.show("/status/XXVI-5.html", MINES)
    assert "XXVI-5" in fetch("XXVI-5", base=server[1] + "/status/{number}.html").pages


def test_a_cache_that_cannot_be_written_is_told_with_the_remedy(fetch, site, tmp_path):
    site.show("XXVI-5", MINES)
    (tmp_path / "cache").write_text("a file")
    assert "Name another folder with --cache" in refused(fetch("XXVI-5"))


def test_the_first_page_is_not_waited_for_and_a_fault_names_the_address(site, server, waits):
    asker = Asker(Manners(pause=waits.append))
    with pytest.raises(FetchFault, match=r"/none: it answered 404 Not Found"):
        asker.ask(server[1] + "/none")
    assert waits == []
    assert retry_after("", "") is None


def test_no_other_module_asks_a_network():
    root = Path(__file__).resolve().parents[1]
    asking = {
        str(path.relative_to(root))
        for path in (root / "analysis").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]
        if str(name).startswith(("requests", "urllib3", "urllib.request", "http.client", "httpx"))
    }
    assert asking == {"analysis/importers/asking.py"}
