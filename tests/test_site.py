"""The guides and documents as pages: every link leads somewhere, nothing passes that could run."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from analysis.documents.site import PAGES, place_of, site, write_site
from analysis.terms.errors import RollbackError

ROOT = Path(__file__).resolve().parents[1]
NAMES = [name for group in PAGES.values() for name in group]


@pytest.fixture(scope="module")
def files():
    return site(ROOT)


@pytest.fixture
def project(tmp_path):
    """A copy of the documents, for somebody to spoil."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "reports", tmp_path / "reports")
    return tmp_path


def marks_of(page):
    return set(re.findall(r'id="([^"]+)"', page))


def test_every_document_has_its_page_and_its_place_in_the_navigation(files):
    written = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert written <= set(NAMES)
    for name in NAMES:
        page = files[place_of(name)].decode()
        assert page.count("<h1") == 1
        assert page.count('aria-current="page"') == 1
        assert page.count("<li><a href=") >= len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file_of_the_site_and_to_a_mark_on_it(name, files):
    place = place_of(name)
    page = files[place].decode()
    found = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert found
    for link in map(unescape, found):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, mark = unquote(link).partition("#")
        target = normpath(join(dirname(place), path)) if path else place
        assert target in files, link
        if mark:
            assert mark in marks_of(files[target].decode()), link


def test_a_page_loads_its_style_and_nothing_from_elsewhere(files):
    for place, content in files.items():
        if place.endswith(".html"):
            page = content.decode()
            loaded = re.findall(r'(?:src|<link [^>]*href)="([^"]+)"', page)
            assert not [one for one in loaded if ":" in one]
            assert "default-src 'none'" in page
            assert "<script" not in page
    assert "url(http" not in files["style.css"].decode()


def test_equal_documents_give_equal_bytes(files):
    assert site(ROOT) == files


def test_what_could_run_is_shown_as_the_text_it_is(project):
    guide = project / "SECURITY.md"
    text = guide.read_text(encoding="utf-8")
    bad = '<img src=x onerror="alert(1)"> <script>alert(2)</script>\n\n<iframe>\n'
    guide.write_text(f"{text}\n\n{bad}", encoding="utf-8")
    page = site(project)["SECURITY.html"].decode()
    assert "<script" not in page
    assert "<iframe" not in page
    assert "onerror=&quot;" in page
    guide.write_text(f"{text}\n[a](javascript:alert(3))\n", encoding="utf-8")
    with pytest.raises(RollbackError, match=r"SECURITY\.md: javascript:alert\(3\): there is no"):
        site(project)


def test_all_links_that_lead_nowhere_are_named_at_once(project):
    for name, link in (("README.md", "docs/lost.md"), ("docs/law.md", "status.md#no-such-heading")):
        path = project / name
        path.write_text(path.read_text(encoding="utf-8") + f"\n[lost]({link})\n", encoding="utf-8")
    with pytest.raises(RollbackError) as caught:
        site(project)
    told = str(caught.value)
    assert "README.md: docs/lost.md: there is no such file" in told
    assert "docs/law.md: status.md#no-such-heading: docs/status.md has no heading" in told


def test_nothing_is_written_where_a_document_is_missing(project, tmp_path):
    (project / "docs" / "law.md").unlink()
    out = tmp_path / "out"
    with pytest.raises(RollbackError, match=r"missing: docs/law\.md"):
        write_site(project, out)
    assert not out.exists()
