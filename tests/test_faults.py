"""Whatever goes wrong with a build, nothing published is lost and the next run is right.

Builds of made-up briefings are ended, starved and obstructed; see tests/builder.py.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

import nbformat
import pytest

from analysis.publish.manifest import is_whole
from analysis.publish.publish import build
from analysis.publish.run import Job
from analysis.publish.verify import verify
from analysis.terms.errors import RollbackError
from tests.builder import SLUGS, end, gone, jobs_on, make, run

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux"),
    pytest.mark.slow,
]


@pytest.fixture
def world(tmp_path):
    """A data folder that says "00", and an empty folder for briefings."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "n.ipynb").write_text("{}")
    (tmp_path / "data" / "events.csv").write_text("00")
    return World(tmp_path)


class World:
    def __init__(self, base, out=None):
        self.data, self.out, self.result = base / "data", out or base / "out", base / "result"

    def say(self, text):
        (self.data / "events.csv").write_text(text)

    def build(self, **more):
        return list(build(jobs_on(self.data, **more), self.out, make=make))

    def texts(self):
        return {slug: (self.out / slug / f"{slug}.html").read_text()[:2] for slug in SLUGS}

    def order(self, processes=2, **more):
        places = {"data": self.data, "out": self.out, "result": self.result}
        return {**places, "processes": processes, **more}

    def check(self, text):
        """Build once more: all say the same, every file is as published, nothing is left over."""
        outcomes = self.build()
        assert {one.state for one in outcomes} <= {"built", "unchanged"}
        assert self.texts() == dict.fromkeys(SLUGS, text)
        assert verify(self.out) == (len(SLUGS), [])
        assert not [path for path in self.out.iterdir() if path.name.startswith(".rollback-")]
        return {one.slug for one in outcomes if one.state == "unchanged"}


def told(world, within=30.0):
    """What came of a build, once it has ended by itself."""
    until = time.monotonic() + within
    while not world.result.exists():
        assert time.monotonic() < until, "the build has not ended"
        time.sleep(0.01)
    return json.loads(world.result.read_text())


@pytest.mark.slow
def test_killed_at_twenty_moments_each_briefing_is_old_or_new(builder, world):
    chance, kept = random.Random(10), 0
    started = time.monotonic()
    builder(**world.order())
    assert set(told(world)["states"].values()) == {"built"}
    lasts = time.monotonic() - started
    for number in range(1, 21):
        before, text = world.texts(), f"{number:02d}"
        world.say(text)
        child = builder(**world.order())
        time.sleep(chance.uniform(0.0, lasts))
        end(child, signal.SIGKILL)
        after = world.texts()
        for slug in SLUGS:
            assert is_whole(world.out / slug)
            assert after[slug] in (before[slug], text)
        assert (world.out / "index.html").read_text().rstrip().endswith("</html>")
        if number % 5 == 0:
            finished = {slug for slug in SLUGS if after[slug] == text}
            # What was done is not done again.
            assert world.check(text) == finished
            kept += len(finished)
    assert not (world.out / "_failed").exists()


def test_two_builds_at_once_are_one_build_and_one_clear_line(builder, world):
    world.build()
    world.say("01")
    child = builder(**world.order(parameters={"seconds": "0.3"}))
    until = time.monotonic() + 20
    while not (world.out / ".rollback.lock").read_text() and time.monotonic() < until:
        time.sleep(0.005)
    with pytest.raises(RollbackError, match=f"is being built by process {child} on "):
        world.build()
    assert told(world)["errors"] == []
    world.check("01")


def bad_notebook(path, *cells):
    codes = ["as_of = ''; seconds = ''", *cells]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])
    notebook.cells[0].metadata["tags"] = ["parameters"]
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "p", "language": "python"}
    nbformat.write(notebook, path)
    return path


BAD = {
    "raises": ("1 / 0", "failed with ZeroDivisionError"),
    "exits": ("import os; os._exit(1)", "ended its kernel"),
    "leaves": ("raise SystemExit(3)", "failed with SystemExit: 3"),
    "hangs": ("while True: pass", "was stopped: the notebook ran longer than 6 s"),
    "killed": ("", "ended its kernel"),
}


@pytest.mark.slow
def test_each_bad_cell_is_one_failed_briefing_and_its_last_good_version_stays(world, tmp_path):
    slugs = (*BAD, "good")
    good = jobs_on(world.data, slugs)
    assert all(one.ok for one in build(good, world.out, make=make))
    told_by, jobs = tmp_path / "pid", []
    for slug in slugs:
        code, _ = BAD.get(slug, ("1 + 1", ""))
        if slug == "killed":
            code = (
                "import os, pathlib, time\n"
                f"pathlib.Path({str(told_by)!r}).write_text(f'{{os.getpid()}}\\n')\ntime.sleep(60)"
            )
        path = bad_notebook(tmp_path / f"{slug}.ipynb", "1", code)
        limit = 6.0 if slug == "hangs" else 60.0
        jobs.append(Job(slug, path, good[0].parameters, world.data, limit=limit))
    killer = threading.Thread(target=kill_when_told, args=(told_by,), daemon=True)
    killer.start()
    outcomes = {one.slug: one for one in build(jobs, world.out, processes=2, make=run)}
    killer.join(1)
    assert outcomes["good"].state == "built"
    index = (world.out / "index.html").read_text()
    for slug, (_, fault) in BAD.items():
        assert outcomes[slug].error.startswith(f"{slug}: cell 3 of {slug}.ipynb {fault}")
        assert is_whole(world.out / slug)
        assert f'href="_failed/{slug}.ipynb"' in index
        json.loads((world.out / "_failed" / f"{slug}.ipynb").read_text())
    assert all(one.ok for one in build(good, world.out, make=make))
    assert not (world.out / "_failed").exists()


def kill_when_told(path, within=60.0):
    until = time.monotonic() + within
    while time.monotonic() < until:
        if path.exists() and (text := path.read_text()).endswith("\n"):
            os.kill(int(text), signal.SIGKILL)
            return
        time.sleep(0.05)


@pytest.fixture
def disk(tmp_path):
    """A disk that holds little; changes its size, or whether it can be written to."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        return subprocess.run(command, capture_output=True).returncode == 0

    if os.geteuid() or not mount("size=400k"):
        pytest.skip("only root can make a small disk, where mounting is allowed")
    yield place, lambda options: mount(f"remount,{options}")
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_fails_in_one_line_each_and_loses_nothing(world, disk):
    place, change = disk
    world.out = place / "out"
    world.build()
    world.say("01")
    (place / "other").write_bytes(b"-" * max(free(place) - 8192, 0))
    outcomes = build(jobs_on(world.data), world.out, make=make)
    errors = [next(outcomes).error for _ in SLUGS]
    # The last line is that of the index, which cannot say what failed.
    with pytest.raises(RollbackError, match=r"index of .* cannot be written: No space left on d"):
        next(outcomes)
    assert [error.partition(":")[0] for error in errors] == list(SLUGS)
    assert all(error.endswith(": No space left on device") for error in errors)
    assert set(world.texts().values()) == {"00"}
    assert all(is_whole(world.out / slug) for slug in SLUGS)
    (place / "other").unlink()
    assert change("size=1m")
    world.check("01")


def free(place):
    state = os.statvfs(place)
    return state.f_bavail * state.f_frsize


def test_a_quota_on_files_loses_nothing(builder, world):
    world.build()
    world.say("01")
    builder(**world.order(limits={"RLIMIT_FSIZE": 4096}))
    outcome = told(world)
    assert set(outcome["states"].values()) == {"failed"}
    assert all(error.endswith(": File too large") for error in outcome["errors"])
    assert set(world.texts().values()) == {"00"}
    assert all(is_whole(world.out / slug) for slug in SLUGS)
    world.check("01")


def test_a_target_that_cannot_be_written_is_refused_before_any_work(world, disk):
    place, change = disk
    world.out = place / "out"
    world.build()
    world.say("01")
    assert change("size=1m,ro")
    with pytest.raises(RollbackError, match=r"^nothing can be written to .*: Read-only file sys"):
        list(build(jobs_on(world.data), world.out, make=pytest.fail))
    assert change("size=1m,rw")
    assert set(world.texts().values()) == {"00"}
    world.check("01")


@pytest.mark.parametrize("how", ["missing", "full"])
def test_a_temporary_folder_that_is_missing_or_full_is_told_before_any_work(
    world, tmp_path, monkeypatch, request, how
):
    world.build()
    world.say("01")
    place = tmp_path / "nowhere"
    if how == "full":
        place, _ = request.getfixturevalue("disk")
        (place / "other").write_bytes(b"-" * free(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with pytest.raises(RollbackError, match=r"^nothing can be written to the temporary folder: "):
        list(build(jobs_on(world.data), world.out, make=pytest.fail))
    monkeypatch.undo()
    world.check("01")


DAMAGE = {
    "manifest torn": lambda out: cut(out / "one" / "manifest.json", 20),
    "manifest empty": lambda out: cut(out / "one" / "manifest.json", 0),
    "manifest of zeros": lambda out: (out / "one" / "manifest.json").write_bytes(bytes(4096)),
    "manifest of other types": lambda out: (out / "one" / "manifest.json").write_text(
        json.dumps({"slug": "one", "parameters": [], "key": 1, "files": {}})
    ),
    "page cut short": lambda out: cut(out / "one" / "one.html", 4096),
    "pages gone": lambda out: [(out / "one" / f"one.{end}").unlink() for end in ("pdf", "ipynb")],
    "a page in another's place": lambda out: (out / "one" / "one.pdf").write_bytes(
        (out / "one" / "one.html").read_bytes() + b" "
    ),
    "index cut short": lambda out: cut(out / "index.html", 2048),
    "index empty": lambda out: cut(out / "index.html", 0),
    "note of a failure torn": lambda out: note(out, '{"slug": "one"'),
    "a lock that says nothing": lambda out: (out / ".rollback.lock").write_bytes(b"\xff\x00" * 99),
}


def cut(path, length):
    path.write_bytes(path.read_bytes()[:length])


def note(out, text):
    (out / "_failed").mkdir()
    (out / "_failed" / "one.json").write_text(text)


@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_corrupted_is_built_again_and_the_others_are_left_alone(world, what):
    world.build()
    DAMAGE[what](world.out)
    assert {"two", "three", "four"} <= world.check("00")


def test_few_open_files_are_enough_or_say_what_is_lacking(builder, world):
    bad_notebook(world.data / "n.ipynb", "1 + 1")
    builder(**world.order(limits={"RLIMIT_NOFILE": 64}, run=True))
    outcome = told(world, within=120)
    assert len(outcome["states"]) == len(SLUGS)
    assert len(outcome["errors"]) == list(outcome["states"].values()).count("failed")
    assert all(len(error.partition(": ")[2]) > 10 for error in outcome["errors"])
    assert (world.out / "index.html").exists()
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert most > 64
    world.check("00")


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "SIGKILL"])
def test_a_build_that_is_stopped_leaves_no_child(builder, world, how):
    world.build()
    world.say("01")
    child = builder(**world.order(parameters={"seconds": "1"}))
    time.sleep(0.5)
    os.kill(child, getattr(signal, how))
    assert gone(child)
    assert all(is_whole(world.out / slug) for slug in SLUGS)
    world.check("01")
