"""Briefings on a Dask cluster: the same bytes, workers that die, workers that are not like us."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.publish import cluster as clustering
from analysis.publish.catalogue import Entry
from analysis.publish.cluster import on_cluster
from analysis.publish.plan import plan_jobs
from analysis.publish.publish import build
from analysis.publish.run import Job, make_briefing
from analysis.publish.travel import pack, unlike
from analysis.store.folder import default_folder
from analysis.terms.errors import RollbackError
from tests import made_up

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed otherwise"),
    pytest.mark.slow,
]

ROOT = Path(__file__).resolve().parents[1]
QUIET = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3", "PYTHONPATH": str(ROOT)}


def start(module, folder, *options, **env):
    command = [sys.executable, "-m", f"distributed.cli.dask_{module}"]
    command += ["--scheduler-file", str(folder / "scheduler.json"), "--host", "127.0.0.1"]
    command += ["--no-dashboard", *options]
    return subprocess.Popen(
        command, env={**os.environ, **QUIET, **env}, cwd=folder, stderr=subprocess.DEVNULL
    )


def stop(process):
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A real scheduler and two worker processes on loopback, each started again when it dies."""
    folder = tmp_path_factory.mktemp("cluster")
    scheduler = start("scheduler", folder, "--port", "0")
    until = time.monotonic() + 60
    while not (folder / "scheduler.json").exists() and time.monotonic() < until:
        time.sleep(0.05)
    workers = start("worker", folder, "--nworkers", "2", "--nthreads", "1")
    yield json.loads((folder / "scheduler.json").read_text())["address"]
    stop(workers)
    stop(scheduler)


def listed(dask_worker):
    """What lies in the folder of a worker, which is handed in by its name."""
    return os.listdir(dask_worker.local_directory)


@pytest.fixture(scope="module")
def jobs():
    given = {"treaty": "apmbc", "as_of": "2025-04-16"}
    entries = [
        Entry(slug=region, kind="regional", title=region, parameters={"region": region, **given})
        for region in ("baltic", "eastern-flank")
    ]
    return plan_jobs(entries)


def small(slug="small", **parameters):
    return Job(slug, default_folder() / "states.csv", parameters, default_folder())


@pytest.mark.slow
def test_briefings_of_a_cluster_equal_those_made_here(address, jobs):
    there = {result.slug: result.briefing for result in on_cluster(jobs, address, make_briefing)}
    assert there["baltic"].files == make_briefing(jobs[0]).files
    assert set(there) == {"baltic", "eastern-flank"}
    assert there["eastern-flank"].files["eastern-flank.pdf"].startswith(b"%PDF-")


@pytest.mark.slow
def test_what_goes_wrong_there_is_told_as_here_and_nothing_stays_there(address, tmp_path):
    from distributed import Client

    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in ("region = ''", "1 / 0")]
    notebook.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, tmp_path / "bad.ipynb")
    bad = Job("bad", tmp_path / "bad.ipynb", {"region": "x"}, default_folder().resolve())
    none = replace(bad, slug="none", notebook=tmp_path / "none.ipynb")
    results = {one.slug: one for one in on_cluster([bad, none], address, make_briefing)}
    assert results["bad"].error.startswith("bad: cell 2 of bad.ipynb failed with ZeroDivisionErr")
    assert b"ZeroDivisionError" in results["bad"].executed
    assert results["none"].error == f"none: there is no notebook {tmp_path}/none.ipynb"
    with Client(address, set_as_default=False) as client:
        left = [name for names in client.run(listed).values() for name in names]
    assert not [name for name in left if name.startswith("build-")]


def test_a_job_whose_worker_is_killed_runs_again_elsewhere(address, tmp_path):
    first = small("first", scenario=str(tmp_path / "marker"))
    others = [small(f"other-{number}", scenario=str(tmp_path)) for number in range(4)]
    out = tmp_path / "out"
    made = list(build([first, *others], out, make=made_up.once_deadly, cluster=address))
    assert {one.slug: one.state for one in made} == dict.fromkeys(
        ["first", *(job.slug for job in others)], "built"
    )
    assert (tmp_path / "marker").exists()
    expected = made_up.files("first", "made")
    assert {path.name: path.read_bytes() for path in (out / "first").iterdir()} == expected


@pytest.mark.slow
def test_a_job_that_kills_its_workers_is_one_failed_briefing(address):
    some = [small("deadly"), small("one"), small("two")]
    results = {one.slug: one for one in on_cluster(some, address, made_up.always_deadly)}
    assert "deadly: workers that were at it ended, again and again" in results["deadly"].error
    assert results["one"].briefing is not None
    assert results["two"].briefing is not None


@pytest.mark.slow
def test_a_worker_that_is_not_like_us_gets_no_work_and_is_named(tmp_path, capfd):
    shutil.copytree(
        ROOT / "analysis", tmp_path / "analysis", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("data", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    with (tmp_path / "analysis" / "law" / "spells.py").open("a") as module:
        module.write("# another\n")
    from distributed import Client

    own = tmp_path / "alone"
    own.mkdir()
    scheduler = start("scheduler", own, "--port", "0")
    options = ("--no-nanny", "--nthreads", "1")
    other = start("worker", own, *options, PYTHONPATH=str(tmp_path))
    alike = start("worker", own, *options)
    try:
        while not (own / "scheduler.json").exists():
            time.sleep(0.05)
        place = json.loads((own / "scheduler.json").read_text())["address"]
        with Client(place, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        results = list(on_cluster([small("one"), small("two")], place, made_up.made))
        assert all(result.briefing for result in results)
        told = capfd.readouterr().err
        assert re.fullmatch(
            r"A worker is not used: tcp://.*: file law/spells.py is another\n", told
        )
        stop(alike)
        with pytest.raises(RollbackError, match=r"can be used:\n.*file law/spells.py is another"):
            list(on_cluster([small()], place, made_up.made))
    finally:
        for process in (other, alike, scheduler):
            stop(process)


def test_an_address_that_does_not_answer_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(clustering, "TIMEOUT", 1.0)
    for nowhere in ("tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1:notaport"):
        with pytest.raises(RollbackError, match=r"no Dask scheduler answers at .* within 1 s"):
            list(build([small()], tmp_path, cluster=nowhere, make=made_up.made))


def test_a_scheduler_without_a_worker_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(clustering, "PATIENCE", 0.5)
    scheduler = start("scheduler", tmp_path, "--port", "0")
    try:
        while not (tmp_path / "scheduler.json").exists():
            time.sleep(0.05)
        place = json.loads((tmp_path / "scheduler.json").read_text())["address"]
        with pytest.raises(RollbackError, match=r"has no worker, and none came within 0\.5 s"):
            list(on_cluster([small()], place, made_up.made))
    finally:
        stop(scheduler)


def test_without_the_extra_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    command = ["build", "eastern-flank", "--out", str(tmp_path), "--cluster", "tcp://127.0.0.1:9"]
    run = CliRunner().invoke(main, command)
    assert run.exit_code == 1
    assert run.stderr.splitlines()[-1].endswith("pip install 'disarmament-rollback[cluster]'")


def test_equal_files_make_one_parcel_and_nothing_of_the_machine_is_in_it(tmp_path):
    for name in ("one", "two"):
        shutil.copytree(default_folder(), tmp_path / name)
    one, two = (
        pack([Job("x", tmp_path / n / "a.ipynb", {}, tmp_path / n)]) for n in ("one", "two")
    )
    assert one.digest == two.digest
    with (tmp_path / "two" / "events.csv").open("a") as events:
        events.write("\n")
    assert pack([Job("x", tmp_path / "two" / "a.ipynb", {}, tmp_path / "two")]) != two


def test_unlike_names_what_is_missing_on_either_side():
    there, here = {"library a": "1", "file x": "1"}, {"library b": "2", "file y": "2"}
    assert unlike(there, here) == [
        "file x is not here",
        "file y is missing",
        "library a is 1, not missing",
        "library b is missing, not 2",
    ]
