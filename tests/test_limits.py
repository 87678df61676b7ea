"""Limits: a cell that takes too much is one failed briefing, named, and all of it is gone."""

import subprocess
import sys
import time

import nbformat
import psutil
import pytest

from analysis.publish import limits, warm
from analysis.publish.run import Job, execute
from analysis.store.folder import default_folder
from analysis.terms.errors import BriefingFailed

posix = pytest.mark.skipif(sys.platform == "win32", reason="processes are grouped otherwise")


@pytest.fixture(scope="module")
def forked():
    """Kernels forked from a warm process, where the system can."""
    with warm.serving():
        yield


@pytest.fixture(params=["forked", "cold"])
def kernels(request, forked, monkeypatch):
    """Kernels of both kinds: forked from a warm process, and each started from nothing."""
    if request.param == "cold":
        monkeypatch.setitem(warm._state, "address", "")
        monkeypatch.setattr(warm, "say_once", lambda reason: None)


def job(tmp_path, *sources, **limits):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in ("treaty = ''", *sources)]
    notebook.cells[0].metadata["tags"] = ["parameters"]
    path = tmp_path / "small.ipynb"
    nbformat.write(notebook, path)
    return Job("small", path, {"treaty": "apmbc"}, default_folder().resolve(), **limits)


def why_it_failed(job):
    with pytest.raises(BriefingFailed) as caught:
        execute(job)
    assert caught.value.executed is not None
    return str(caught.value)


pytestmark = pytest.mark.slow
BEFORE = "small: cell 2 of small.ipynb was stopped: "
GREEDY = """
import os, time
taken = [os.urandom(1) * 50_000_000 for _ in range(40)]
time.sleep(60)
"""


def test_a_cell_that_takes_too_much_memory_is_stopped_and_named(kernels, tmp_path):
    told = why_it_failed(job(tmp_path, GREEDY, memory=700))
    assert told == f"{BEFORE}it and what it started used more than 700 MiB of memory"


def test_what_a_cell_starts_counts_too_and_is_gone_with_it(forked, tmp_path):
    greedy = tmp_path / "greedy.py"
    greedy.write_text(f"import os\nopen('{tmp_path}/pid', 'w').write(str(os.getpid()))\n{GREEDY}")
    start = f"import subprocess, sys; subprocess.run([sys.executable, '{greedy}'])"
    assert "used more than 700 MiB" in why_it_failed(job(tmp_path, start, memory=700))
    assert gone(int((tmp_path / "pid").read_text()))


@posix
def test_nothing_that_a_cell_started_is_left(kernels, tmp_path):
    start = (
        "import subprocess; one = subprocess.Popen(['sleep', '600'])",
        "other = subprocess.Popen(['sleep', '600'], start_new_session=True)",
        "print(one.pid, other.pid); import time; time.sleep(1.5)",
    )
    notebook = execute(job(tmp_path, *start))
    numbers = notebook.cells[-1].outputs[0]["text"].split()
    assert all(gone(int(number)) for number in numbers)


def gone(number, within=5.0):
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            if psutil.Process(number).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "source",
    [
        "print('x' * 50_000_000)",
        "for _ in range(10 ** 9): print('x' * 1000)",
    ],
)
def test_a_cell_that_prints_without_end_is_stopped_and_named(forked, tmp_path, source):
    told = why_it_failed(job(tmp_path, source, "print('after')"))
    assert told == f"{BEFORE}more than 128 KiB of text were printed"


def test_a_gigabyte_at_once_is_one_failed_briefing_and_does_not_reach_the_build(kernels, tmp_path):
    before = psutil.Process().memory_info().rss
    told = why_it_failed(job(tmp_path, "print('x' * 10 ** 9)", memory=1024))
    assert told.startswith(BEFORE)
    assert psutil.Process().memory_info().rss - before < 500_000_000


@pytest.mark.slow
def test_pictures_may_be_larger_than_text_and_end_somewhere_too(forked, tmp_path, monkeypatch):
    show = "from IPython.display import display, HTML; display(HTML('x' * 2_000_000))"
    execute(job(tmp_path, show))
    monkeypatch.setattr(limits, "OUTPUT_LIMIT", 3.0)
    told = why_it_failed(job(tmp_path, f"{show}; display(HTML('x' * 2_000_000))"))
    assert told == f"{BEFORE}what the cells show takes more than 3 MiB"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("raise ValueError('no')", "cell 2 of small.ipynb failed with ValueError: no"),
        ("import sys; sys.exit(3)", "cell 2 of small.ipynb failed with SystemExit"),
        ("import os; os._exit(3)", "cell 2 of small.ipynb ended its kernel"),
        ("import os; os.kill(os.getpid(), 9)", "cell 2 of small.ipynb ended its kernel"),
        ("while True: pass", "cell 2 of small.ipynb was stopped: the notebook ran longer than 2 s"),
    ],
)
def test_whatever_else_a_cell_does_is_named(kernels, tmp_path, source, told):
    assert told in why_it_failed(job(tmp_path, source, limit=2))


def test_the_system_ends_a_kernel_before_the_build(tmp_path):
    if sys.platform != "linux":
        pytest.skip("Linux has a score for it")
    kernel = subprocess.Popen(["sleep", "60"])
    try:
        guard = limits.Guard(100.0, [])
        guard._manager = type("M", (), {"provisioner": type("P", (), {"pid": kernel.pid})})
        guard._find()
        with open(f"/proc/{kernel.pid}/oom_score_adj") as score:
            assert score.read() == "1000\n"
    finally:
        kernel.kill()
        kernel.wait()
