"""Warm kernels: forked from one process, apart from one another, and equal to the byte to cold."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from analysis import load_register
from analysis.publish import warm
from analysis.publish.catalogue import Entry
from analysis.publish.kernels import ForkedProcess
from analysis.publish.plan import plan_jobs
from analysis.publish.run import Job, execute, make_briefing
from analysis.store import handed
from analysis.store.folder import FOLDER_VARIABLE, default_folder
from analysis.terms.errors import BriefingFailed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux")


@pytest.fixture(autouse=True)
def _nothing_said():
    warm._state["said"] = ""


@pytest.fixture(scope="module")
def served():
    with warm.serving([default_folder()], 2) as address:
        assert address
        yield address


def job_of(tmp_path, *sources, slug="small"):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook.cells.insert(0, nbformat.v4.new_code_cell("treaty = ''"))
    notebook.cells[0].metadata["tags"] = ["parameters"]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "p", "language": "python"}
    path = tmp_path / f"{slug}.ipynb"
    nbformat.write(notebook, path)
    return Job(slug, path, {"treaty": "apmbc"}, default_folder().resolve())


def said(notebook):
    return "".join(o.get("text", "") for cell in notebook.cells for o in cell.get("outputs", ()))


def test_a_warm_kernel_finds_the_register_loaded(served, tmp_path):
    told = said(
        execute(
            job_of(
                tmp_path,
                "import sys; print('analysis.sections.map.picture' in sys.modules)",
                "from analysis import load_register; from analysis.store import handed",
                "print(load_register() is load_register() is handed.find_handed())",
            )
        )
    )
    assert told == "True\nTrue\n"


def test_a_kernel_cannot_change_what_another_reads(served, tmp_path):
    spoil = (
        "from analysis import load_register; import os, analysis; analysis.spoilt = 1",
        "tables = load_register().tables; tables.events.loc[:, 'state'] = 'XXX'",
        "os.environ['SPOILT'] = '1'; print(tables.events['state'].unique().tolist())",
    )
    look = (
        "from analysis import load_register; import os, analysis",
        "print('XXX' in set(load_register().tables.events['state']))",
        "print(hasattr(analysis, 'spoilt'), 'SPOILT' in os.environ)",
    )
    assert said(execute(job_of(tmp_path, *spoil))) == "['XXX']\n"
    assert said(execute(job_of(tmp_path, *look))) == "False\nFalse False\n"


def test_two_kernels_draw_different_random_numbers(served, tmp_path):
    draw = "import random, numpy; print(random.random(), numpy.random.random())"
    first, second = (said(execute(job_of(tmp_path, draw))) for _ in range(2))
    assert not set(first.split()) & set(second.split())


def test_the_data_reach_the_kernel_and_nothing_of_this_process_changes(
    served, tmp_path, monkeypatch
):
    data = str(default_folder().resolve())
    small = job_of(tmp_path, f"import os; print(os.environ['{FOLDER_VARIABLE}'])")
    monkeypatch.setenv(FOLDER_VARIABLE, "/nowhere")
    before, here = dict(os.environ), Path.cwd()
    assert said(execute(small)).strip() == data
    assert dict(os.environ) == before
    assert Path.cwd() == here


def test_start_up_files_of_whoever_builds_do_not_run(served, tmp_path, monkeypatch):
    start = tmp_path / "profile_default" / "startup"
    start.mkdir(parents=True)
    (start / "00.py").write_text("print('mine')")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    assert said(execute(job_of(tmp_path, "print('ours')"))) == "ours\n"


def test_a_cell_that_fails_is_told_as_it_always_was(served, tmp_path):
    with pytest.raises(BriefingFailed, match=r"small: cell 2 of small.ipynb .* ZeroDivisionError"):
        execute(job_of(tmp_path, "1 / 0"))


def test_a_register_that_changed_is_read_again(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(default_folder(), folder)
    try:
        first = handed.hand_over(folder, load_register)
        assert load_register(folder) is first
        events = folder / "events.csv"
        events.write_bytes(events.read_bytes())
        os.utime(events, ns=(1, 1))
        assert load_register(folder) is not first
    finally:
        handed.forget(folder)


def request(code):
    return {
        "cmd": [sys.executable, "-m", "ipykernel_launcher", *code],
        "cwd": "/",
        "env": dict(os.environ),
        "data": str(default_folder()),
        "about": {},
        "many": False,
    }


def test_a_killed_kernel_is_seen_to_have_ended(served, tmp_path):
    process = ForkedProcess(served, request(["-f", str(tmp_path / "k.json")]))
    assert process.poll() is None
    assert os.getpgid(process.pid) == process.pid
    process.kill()
    assert process.wait(10) == -signal.SIGKILL
    assert process.poll() == -signal.SIGKILL


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid, within=10.0):
    until = time.monotonic() + within
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pid)


def test_a_kernel_ends_when_nobody_wants_it_any_more(served, tmp_path):
    process = ForkedProcess(served, request(["-f", str(tmp_path / "k.json")]))
    process._line.close()
    assert gone(process.pid)


def test_the_warm_process_goes_with_the_build_even_when_that_is_killed(tmp_path):
    code = (
        "import sys, time; from analysis.publish import warm; from pathlib import Path\n"
        "with warm.serving() as at:\n    print(at, flush=True)\n    time.sleep(60)\n"
    )
    build = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    address = build.stdout.readline().strip()
    process = ForkedProcess(address, request(["-f", str(tmp_path / "k.json")]))
    build.kill()
    build.wait()
    build.stdout.close()
    assert gone(process.pid)
    until = time.monotonic() + 10
    while Path(address).parent.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(address).parent.exists()


def test_without_a_process_to_fork_from_kernels_start_as_usual_and_it_is_said_once(
    tmp_path, monkeypatch, capfd
):
    monkeypatch.setitem(warm._state, "address", str(tmp_path / "nobody"))
    for _ in range(2):
        assert said(execute(job_of(tmp_path, "print('still here')"))) == "still here\n"
    assert capfd.readouterr().err.count("one by one") == 1


@pytest.mark.parametrize("way", ["forked", "cold"])
def test_a_temporary_folder_with_a_long_name_is_no_obstacle(served, tmp_path, monkeypatch, way):
    long = tmp_path / ("long-" * 12)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    if way == "cold":
        monkeypatch.setitem(warm._state, "address", "")
    assert said(execute(job_of(tmp_path, "print('still here')"))) == "still here\n"


def test_a_system_that_cannot_fork_is_told_so_once(monkeypatch, capfd):
    monkeypatch.setitem(warm._state, "address", "")
    monkeypatch.setattr(sys, "platform", "darwin")
    for _ in range(2):
        with warm.serving() as address:
            assert address == ""
    assert capfd.readouterr().err.count("cannot fork safely") == 1


@pytest.mark.slow
def test_warm_equals_cold_in_any_order_to_the_byte(served, monkeypatch):
    entries = [
        Entry(
            slug=region,
            kind="regional",
            title=region,
            parameters={"region": region, "treaty": "apmbc", "as_of": "2026-02-20"},
        )
        for region in ("baltic", "nato")
    ]
    one, other = plan_jobs(entries)
    there = {job.slug: dict(make_briefing(job).files) for job in (one, other)}
    back = {job.slug: dict(make_briefing(job).files) for job in (other, one)}
    monkeypatch.setitem(warm._state, "address", "")
    cold = {job.slug: dict(make_briefing(job).files) for job in (one, other)}
    assert there == back == cold
