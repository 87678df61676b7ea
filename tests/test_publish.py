"""Putting briefings in place: whole or not at all, and only when something changed."""

import hashlib
import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis.blocks.model import Front
from analysis.export.exporters import BriefingHTMLExporter
from analysis.publish import publish as publishing
from analysis.publish.inputs import Snapshot, key_of, listed
from analysis.publish.publish import Outcome, is_current, publish, write_index
from analysis.publish.run import Briefing, Job
from analysis.store.folder import default_folder
from analysis.terms.errors import BriefingFailed


@pytest.fixture
def job(tmp_path):
    notebook = tmp_path / "n.ipynb"
    notebook.write_text("{}")
    return Job("one", notebook, {"as_of": "2025-04-16"}, default_folder())


def made(job, text="first"):
    """A briefing as `make_briefing` would return it, without running a notebook."""
    names = [f"{job.slug}.{kind}" for kind in ("html", "pdf", "ipynb")]
    files = {name: text.encode() for name in names}
    inputs = job.inputs(Snapshot())
    manifest = {
        "slug": job.slug,
        "title": f"Title <{text}>",
        "parameters": dict(job.parameters),
        "data": {"version": "1"},
        "libraries": inputs["libraries"],
        "inputs": listed(inputs),
        "key": key_of(inputs),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return Briefing(job.slug, {**files, "manifest.json": json.dumps(manifest).encode()})


def build(jobs, out, **how):
    """Build in this process, with what stands there for the run of a notebook."""
    return publishing.build(jobs, out, make=publishing.make_briefing, **how)


@pytest.fixture
def makes(monkeypatch):
    """Replace the run of notebooks; returns the slugs that were made."""
    seen = []

    def make(job):
        seen.append(job.slug)
        if job.parameters.get("fail"):
            raise BriefingFailed(f"{job.slug}: cell 3 failed")
        return made(job)

    monkeypatch.setattr(publishing, "make_briefing", make)
    return seen


def test_what_is_built_is_put_in_place_with_an_index(job, makes, tmp_path):
    out = tmp_path / "reports"
    assert [outcome.state for outcome in build([job], out)] == ["built"]
    assert (out / "one" / "one.html").read_text() == "first"
    index = (out / "index.html").read_text()
    assert "one/one.html" in index
    assert "Title &lt;first&gt;" in index


def test_what_has_not_changed_is_not_built_again(job, makes, tmp_path):
    list(build([job], tmp_path))
    assert [outcome.state for outcome in build([job], tmp_path)] == ["unchanged"]
    assert [outcome.state for outcome in build([job], tmp_path, force=True)] == ["built"]
    assert makes == ["one", "one"]


@pytest.mark.parametrize("change", ["notebook", "parameters", "file"])
def test_any_change_makes_a_briefing_stale(job, makes, tmp_path, change):
    list(build([job], tmp_path))
    if change == "notebook":
        job.notebook.write_text('{"cells": []}')
    elif change == "parameters":
        job = Job(job.slug, job.notebook, {"as_of": "2025-04-17"}, job.data)
    else:
        (tmp_path / "one" / "one.html").write_text("tampered")
    assert not is_current(job, tmp_path)


def test_a_failed_build_leaves_the_last_good_one_and_the_others(job, makes, tmp_path):
    list(build([job], tmp_path))
    broken = Job(job.slug, job.notebook, {"as_of": "2025-04-16", "fail": "yes"}, job.data)
    other = Job("two", job.notebook, job.parameters, job.data)
    outcomes = {outcome.slug: outcome for outcome in build([broken, other], tmp_path)}
    assert outcomes["one"].state == "failed"
    assert "cell 3 failed" in outcomes["one"].error
    assert outcomes["two"].ok
    assert (tmp_path / "one" / "one.html").read_text() == "first"
    index = (tmp_path / "index.html").read_text()
    assert "<strong>one</strong>: one: cell 3 failed." in index
    assert "The page above is the last one that was built." in index
    list(build([job], tmp_path))
    assert "not-built" not in (tmp_path / "index.html").read_text()
    assert not (tmp_path / "_failed").exists()


def test_the_index_leads_to_the_notebook_of_what_failed(job, tmp_path):
    def make(job):
        error = BriefingFailed(f"{job.slug}: cell 3 failed <b>")
        error.executed = b"{}"
        raise error

    publish(made(job), tmp_path)
    (outcome,) = publishing.build([job], tmp_path, force=True, make=make)
    assert outcome.notebook == "_failed/one.ipynb"
    assert (tmp_path / outcome.notebook).read_bytes() == b"{}"
    index = (tmp_path / "index.html").read_text()
    assert '<a href="_failed/one.ipynb">Notebook as far as it ran</a>' in index
    assert "cell 3 failed &lt;b&gt;" in index
    # Where the page itself is listed it says so too: nobody takes it for the newest.
    shelf = index[: index.index('<h2 id="not-built">')]
    assert '<a href="#not-built">The last build of it failed</a>' in shelf


def test_nothing_half_written_stays_behind(job, tmp_path):
    publish(made(job, "first"), tmp_path)
    publish(made(job, "second"), tmp_path)
    assert (tmp_path / "one" / "one.html").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["one"]


def test_the_index_lists_the_latest_day_first(job, tmp_path):
    publish(made(job), tmp_path)
    late = Job("late", job.notebook, {"as_of": "2026-02-20"}, job.data)
    publish(made(late), tmp_path)
    write_index(tmp_path)
    index = (tmp_path / "index.html").read_text()
    assert index.index("late/late.html") < index.index("one/one.html")


def test_the_index_lists_a_scenario_last_and_says_what_it_assumes(job, tmp_path):
    late = {"as_of": "2027-06-01", "scenario": "NOR:2026-09-01,GBR:2026-10-01"}
    publish(made(Job("norway-scenario", job.notebook, late, job.data)), tmp_path)
    publish(made(job), tmp_path)
    write_index(tmp_path)
    index = (tmp_path / "index.html").read_text()
    assert index.index("one/one.html") < index.index("norway-scenario/norway-scenario.html")
    assumed = "NOR on 1 September 2026 and GBR on 1 October 2026"
    assert f"Hypothetical: assumes a notice of withdrawal by {assumed}" in index
    # On its card, and on the shelf where all such stand apart.
    assert index.count("· hypothetical</p>") == 1
    assert index.index(">Hypothetical</h2>") > index.index("one/one.html")


def test_an_outcome_is_ok_unless_it_failed():
    assert Outcome("a", "unchanged", 0.0).ok
    assert not Outcome("a", "failed", 0.0, "why").ok


@pytest.mark.parametrize(
    ("assumed", "name", "suffix"),
    [("notice", "flank", "-scenario"), ("notice", "scenario", ""), ("", "flank", None)],
)
def test_an_export_of_a_scenario_is_named_and_footed_so(assumed, name, suffix):
    front = Front("Series", "Title", "16 April 2025", (), subject="Subject", assumed=assumed)
    shown = front._repr_mimebundle_()
    output = new_output("execute_result", data=shown, execution_count=1)
    cell = new_code_cell("briefing.show('front')", outputs=[output], execution_count=1)
    notebook = new_notebook(cells=[cell])
    page, resources = BriefingHTMLExporter().from_notebook_node(
        notebook, {"metadata": {"name": name}}
    )
    assert resources.get("output_suffix") == suffix
    assert ("· Hypothetical ·" in page) == bool(assumed)
