"""Putting briefings in place: whole or not at all, and only when something changed."""

import json

import pytest

from analysis.publish import publish as publishing
from analysis.publish.publish import Outcome, build, is_current, publish, write_index
from analysis.publish.run import Briefing, Job
from analysis.store.loading import default_folder
from analysis.terms.errors import BriefingFailed


@pytest.fixture
def job(tmp_path):
    notebook = tmp_path / "n.ipynb"
    notebook.write_text("{}")
    return Job("one", notebook, {"as_of": "2025-04-16"}, default_folder())


def made(job, text="first"):
    """A briefing as `make_briefing` would return it, without running a notebook."""
    import hashlib

    content = text.encode()
    manifest = {
        "slug": job.slug,
        "title": f"Title <{text}>",
        "parameters": dict(job.parameters),
        "data": {"version": "1"},
        "key": job.key,
        "files": {"one.html": hashlib.sha256(content).hexdigest()},
    }
    return Briefing(job.slug, {"one.html": content, "manifest.json": json.dumps(manifest).encode()})


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


def test_an_outcome_is_ok_unless_it_failed():
    assert Outcome("a", "unchanged", 0.0).ok
    assert not Outcome("a", "failed", 0.0, "why").ok
