"""The command that builds: what it says where, how it ends, and what is left when it is stopped."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.cli import progress as progressing
from analysis.cli.progress import LiveProgress, Progress, progress_for
from analysis.publish.publish import Outcome
from analysis.publish.verify import verify
from tests.made_up import files

HOSTILE = "one: cell 3 of x.ipynb failed with E: \x1b]0;owned\x07\x1b[2J\nsecond line"
SLUG = "eastern-flank-2025-04-16"
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main()", "build"]
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def outcomes(monkeypatch):
    """Replace the build: it ends as it is told to."""
    told = [
        Outcome("one", "built", 1.25, why=("row x changed",)),
        Outcome("two", "failed", 0.5, HOSTILE, ("it is asked for",), "_failed/two.ipynb"),
        Outcome("three", "unchanged", 0.0, why=("nothing that it depends on changed",)),
    ]

    def build(jobs, out, *, watcher, **_):
        watcher.counted(2)
        for outcome in told:
            watcher.began(outcome.slug)
            watcher.beat()
            yield outcome

    monkeypatch.setattr("analysis.publish.publish.build", build)
    return told


def run(*options):
    return CliRunner().invoke(main, ["build", SLUG, "--out", "r", *options])


def test_paths_go_to_stdout_and_all_else_to_stderr(outcomes):
    result = run()
    assert result.exit_code == 1
    assert result.stdout == "r/one/one.pdf\nr/three/three.pdf\n"
    lines = result.stderr.splitlines()
    assert lines[:2] == ["one: built in 1.2 s", "two: failed"]
    assert "second line" in result.stderr
    assert any(
        line.startswith("  two  ") and "(r/_failed/two.ipynb)" in line for line in lines[-3:]
    )
    assert lines[-1] == "What was published of them before is still in place."


@pytest.mark.parametrize("options", [(), ("--quiet",), ("--explain",)])
def test_an_error_cannot_steer_the_terminal(outcomes, options):
    result = run(*options)
    assert result.stderr.replace("\n", "").isprintable()
    assert r"\x1b]0;owned\x07\x1b[2J" in result.stderr


def test_quiet_says_nothing_but_what_failed(outcomes):
    result = run("--quiet")
    assert result.stdout == ""
    assert "two: failed" in result.stderr
    assert "three" not in result.stderr
    outcomes[:] = [one for one in outcomes if one.ok]
    result = run("--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_explain_says_why(outcomes):
    assert "  because row x changed\n" in run("--explain").stderr


def test_json_is_a_line_for_each_briefing_and_nothing_else_on_stdout(outcomes):
    result = run("--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records[0] == {
        "slug": "one",
        "state": "built",
        "seconds": 1.25,
        "why": ["row x changed"],
        "pdf": "r/one/one.pdf",
        "error": None,
        "notebook": None,
    }
    assert (records[1]["error"], records[1]["pdf"]) == (HOSTILE, None)
    assert records[1]["notebook"] == "r/_failed/two.ipynb"
    assert [record["state"] for record in records] == ["built", "failed", "unchanged"]


def test_wrong_usage_exits_2_with_nothing_on_stdout(outcomes):
    for options in (("--memory-limit", "1"), ("no-such-briefing",), ("--as-of", "2999-01-01")):
        result = run("--json", *options)
        assert (result.exit_code, result.stdout) == (2, "")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("env", "kind"),
    [({"TERM": "xterm"}, LiveProgress), ({"CI": "true"}, Progress), ({"TERM": "dumb"}, Progress)],
)
def test_a_table_is_drawn_on_a_terminal_alone(monkeypatch, env, kind):
    monkeypatch.delenv("CI", raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert type(progress_for(1, Path("r"))) is kind
    assert type(progress_for(1, Path("r"), quiet=True)) is Progress
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert type(progress_for(1, Path("r"))) is Progress


def test_the_table_shows_what_is_built_what_failed_and_the_time_left(monkeypatch):
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(progressing.time, "monotonic", lambda: next(clock))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("CI", raising=False)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_for(4, Path("r")) as progress:
        progress.counted(3)
        progress.tell(Outcome("zero", "unchanged", 0.0))
        assert progress.left() is None
        progress.began("one\x1b[2J")
        progress.tell(Outcome("two", "failed", 0.5, HOSTILE))
        assert progress.left() > 0
    # What rich itself writes moves the cursor and sets weight; of the texts nothing is left.
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    assert re.search(r"one\\x1b\[2J +\d+ s", shown)
    assert re.search(r"2 of 4 · 1 failed · about .* left", shown)
    assert "\x1b]0" not in terminal.getvalue()
    assert r"\x1b]0;owned" in shown


def environment(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT)}


@pytest.mark.slow
def test_a_build_from_end_to_end(tmp_path):
    out, env = tmp_path / "reports", environment(tmp_path)

    def build():
        command = [*COMMAND, SLUG, "--out", str(out), "--json"]
        done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    (record,), told = build()
    assert (record["slug"], record["state"], record["error"]) == (SLUG, "built", None)
    assert Path(record["pdf"]).read_bytes().startswith(b"%PDF-")
    assert f"{SLUG}: built in " in told
    assert verify(out) == (1, [])
    published = [out / "index.html", *(out / SLUG).iterdir()]
    before = [path.stat().st_mtime_ns for path in published]
    (record,), _ = build()
    assert record["state"] == "unchanged"
    assert [path.stat().st_mtime_ns for path in published] == before
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are ended otherwise")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_no_process_and_no_file(tmp_path, number):
    out, env = tmp_path / "reports", environment(tmp_path)
    out.mkdir()
    for name, content in files("eastern-flank", "old").items():
        (out / "eastern-flank").mkdir(exist_ok=True)
        (out / "eastern-flank" / name).write_bytes(content)
    command = [*COMMAND, SLUG, "eastern-flank", "--jobs", "2", "--out", str(out)]
    # Tests that run behind a terminal ignore Ctrl-C, and a build would then too.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, env=env, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=heeding
    ) as build:
        family, until = [], time.monotonic() + 60
        # The warm process, two workers, and the first kernel.
        while len(family) < 4 and time.monotonic() < until:
            family = psutil.Process(build.pid).children(recursive=True)
            time.sleep(0.1)
        assert len(family) >= 4
        build.send_signal(number)
        told = build.stderr.read().decode()
    if number != signal.SIGKILL:
        assert build.returncode == 1
        assert told.splitlines()[-1].startswith("Error: stopped. What is published is whole")
        assert (out / "index.html").is_file()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []
    assert (out / "eastern-flank" / "eastern-flank.html").read_bytes().startswith(b"old")
    until = time.monotonic() + 5
    while any((tmp_path / "scratch").iterdir()) and time.monotonic() < until:
        time.sleep(0.1)
    assert [path.name for path in (tmp_path / "scratch").iterdir()] == []
