"""A briefing from end to end: the notebook runs, and the same job gives the same bytes."""

import hashlib
import json
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbconvert.nbconvertapp import NbConvertApp

from analysis.publish.catalogue import load_catalogue
from analysis.publish.plan import plan_jobs
from analysis.publish.run import Job, execute, make_briefing
from analysis.store.folder import default_folder, notebooks_folder
from analysis.terms.errors import BriefingFailed

NOTEBOOK = notebooks_folder() / "regional_briefing.ipynb"


@pytest.fixture(scope="module")
def job():
    entries = {entry.slug: entry for entry in load_catalogue().briefing}
    return plan_jobs([entries["eastern-flank-2025-04-16"]])[0]


@pytest.fixture(scope="module")
def briefing(job):
    return make_briefing(job)


@pytest.fixture(scope="module")
def manifest(briefing):
    return json.loads(briefing.files["manifest.json"])


def html_of(briefing):
    return briefing.files[f"{briefing.slug}.html"].decode()


def test_a_briefing_has_its_four_files(briefing):
    slug = "eastern-flank-2025-04-16"
    names = {f"{slug}.html", f"{slug}.pdf", f"{slug}.ipynb", "manifest.json"}
    assert names <= set(briefing.files)
    assert briefing.files[f"{slug}.pdf"].startswith(b"%PDF-")


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(job, briefing):
    assert make_briefing(job).files == briefing.files


def test_the_manifest_tells_what_the_briefing_rests_on(job, briefing, manifest):
    assert manifest["parameters"] == dict(job.parameters)
    assert manifest["title"].startswith("Latvia’s parliament has voted to leave the mine ban")
    assert "apmbc.LVA.2025-04-16.parliament_approved" in manifest["events"]
    assert "untc_2026_02_03" in manifest["sources"]
    assert manifest["libraries"]["typst"]
    for name, digest in manifest["files"].items():
        assert hashlib.sha256(briefing.files[name]).hexdigest() == digest


def test_every_event_and_source_of_the_manifest_is_in_the_register(register, manifest):
    assert set(manifest["events"]) <= set(register.tables.events["event"])
    assert set(manifest["sources"]) <= set(register.tables.sources["source"])
    assert not any(event.split(".")[2] > "2025-04-16" for event in manifest["events"])


def test_no_path_of_the_machine_and_no_run_time_is_left(briefing):
    notebook = briefing.files[f"{briefing.slug}.ipynb"].decode()
    for trace in (str(default_folder()), "papermill", "start_time", "iopub", sys.prefix):
        assert trace not in notebook.replace("papermill notebooks/", "")


def test_the_page_is_whole_and_shows_no_code(briefing):
    page = html_of(briefing)
    assert page.count("<h1") == 1
    assert "RegionalBriefing" not in page
    assert "<script" not in page
    # Nothing is loaded; what the page leads to stands beside it, or beside its folder.
    assert not re.search(r'src="(?!data:)', page)
    leads = re.findall(r'href="((?!#|data:|https?://)[^"]*)"', page)
    beside = r"[\w-]+\.pdf|\.\./index\.html|\.\./[\w-]+/[\w-]+\.html"
    assert [link for link in leads if not re.fullmatch(beside, link)] == []
    assert page.count("<figure") >= 4


def test_the_numbers_of_the_story_are_on_the_page(briefing):
    # A number is a button that leads to what it rests on.
    page = re.sub(r"<[^>]+>", "", html_of(briefing)).replace("\u00a0", " ")
    for words in ("all six NATO states", "66–14", "3802 km (100 %)", "164 parties"):
        assert words in page


def test_a_failing_cell_is_named_with_its_cause(tmp_path):
    cells = [
        nbformat.v4.new_code_cell('region = "x"', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("1 / 0"),
    ]
    path = tmp_path / "broken.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    with pytest.raises(
        BriefingFailed, match=r"cell 2 of broken\.ipynb failed with ZeroDivisionError"
    ):
        execute(Job("broken", path, {"region": "y"}, default_folder()))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A briefing on data whose names and notes try to break out of the page."""
    data = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(default_folder(), data)
    states = data / "states.csv"
    evil = "x < y & z #panic()$x$"
    text = states.read_text(encoding="utf-8")
    lines = [
        line.replace(",Latvia,Latvia,", f",Latvia,{evil},") if line.startswith("LVA,") else line
        for line in text.splitlines()
    ]
    assert evil in "\n".join(lines)
    states.write_text("\n".join(lines) + "\n", encoding="utf-8")
    events = data / "events.csv"
    text = events.read_text(encoding="utf-8")
    body = '"#image(""/etc/passwd"") & < > $x$"'
    events.write_text(text.replace(",Foreign Minister,", f",{body},", 1), encoding="utf-8")
    parameters = {
        "region": "eastern-flank",
        "treaty": "apmbc",
        "as_of": "2025-04-16",
        "compare_to": "2025-02-28",
        "towards": "RUS,BLR",
    }
    return make_briefing(Job("hostile", NOTEBOOK, parameters, data))


@pytest.mark.slow
def test_text_in_the_data_cannot_break_out_of_the_page(hostile):
    page = html_of(hostile)
    # Markup itself is refused by the check before any page is made.
    assert "<script" not in page
    assert "x < y & z" not in page
    assert "x &lt; y &amp; z #panic()$x$" in page
    assert hostile.files["hostile.pdf"].startswith(b"%PDF-")


@pytest.mark.slow
def test_papermill_and_nbconvert_work_unaided(tmp_path):
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", str(NOTEBOOK), str(out), "--no-progress-bar"]
    parameters = ["-p", "region", "baltic", "-p", "as_of", "2025-08-20", "-p", "compare_to", ""]
    subprocess.run([*command, *parameters], check=True, cwd=tmp_path, capture_output=True)
    for kind in ("html", "pdf"):
        app = NbConvertApp()
        app.initialize(["--to", f"briefing-{kind}", str(out)])
        app.convert_notebooks()
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
    assert "All three Baltic states have given notice" in (tmp_path / "out.html").read_text()
