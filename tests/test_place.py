"""The folder of reports: nothing of a user is lost, no moment is without a good briefing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.publish import swap as swapping
from analysis.publish.index import write_index
from analysis.publish.lock import locked
from analysis.publish.manifest import faults_of, is_whole
from analysis.publish.place import put, sweep
from analysis.publish.publish import build, publish
from analysis.publish.run import Briefing, Job
from analysis.publish.verify import verify
from analysis.store.folder import default_folder
from analysis.terms.errors import RollbackError
from tests.builder import end
from tests.made_up import files


def make(job):
    """Stands for the run of a notebook; a worker finds it here by its name."""
    if job.parameters.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if job.parameters.get("raise"):
        raise ValueError("no such thing")
    return Briefing(job.slug, files(job.slug, "made"))


def job(slug="one", **parameters):
    return Job(slug, default_folder() / "states.csv", parameters, default_folder())


def everything(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def text_of(out, slug="one"):
    return (out / slug / f"{slug}.html").read_text()[:5].strip("0123456789") or "old"


FOREIGN = {
    "no manifest": {"notes.txt": "mine"},
    "the manifest of a web page": {"manifest.json": '{"name": "app"}', "one.html": "mine"},
    "a list": {"manifest.json": "[1]", "notes.txt": "mine"},
    "torn, and no page of ours": {"manifest.json": '{"slug": "o', "notes.txt": "mine"},
    "another briefing's": {
        "manifest.json": '{"slug": "two", "files": {}, "parameters": {}, "key": ""}',
        "one.html": "mine",
    },
    "leads out of the folder": {
        "manifest.json": '{"slug": "one", "files": {"../x": "0"}, "parameters": {}, "key": ""}'
    },
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_no_build_has_made_is_refused_before_any_work_and_left_alone(tmp_path, kind):
    (tmp_path / "one").mkdir()
    for name, text in FOREIGN[kind].items():
        (tmp_path / "one" / name).write_text(text)
    before = everything(tmp_path)
    with pytest.raises(RollbackError, match=r"one: .*manifest\.json") as caught:
        list(build([job()], tmp_path, make=pytest.fail))
    assert "Nothing was touched" in str(caught.value)
    assert everything(tmp_path) == before


def test_a_slug_that_is_a_folder_of_the_user_erases_no_register(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "events.csv").write_text("treaty")
    with pytest.raises(RollbackError, match="data: there is no manifest"):
        list(build([job("data")], tmp_path, make=pytest.fail))
    assert (tmp_path / "data" / "events.csv").read_text() == "treaty"


@pytest.mark.parametrize("place", ["file", "link", "index", "out"])
def test_a_file_a_link_or_a_page_in_the_way_is_refused(tmp_path, place):
    out = tmp_path / "out"
    if place == "out":
        out.write_text("mine")
    else:
        out.mkdir()
    if place == "file":
        (out / "one").write_text("mine")
    elif place == "link":
        (out / "one").symlink_to(tmp_path)
    elif place == "index":
        (out / "index.html").write_text("<title>My home page</title>")
    with pytest.raises(RollbackError):
        list(build([job()], out, make=pytest.fail))
    assert place != "index" or "My home" in (out / "index.html").read_text()


def test_files_of_the_user_in_a_briefings_folder_stay(tmp_path):
    put("one", files("one", "old"), tmp_path)
    (tmp_path / "one" / "notes.txt").write_text("mine")
    (tmp_path / "one" / ".ipynb_checkpoints").mkdir()
    (tmp_path / "one" / ".ipynb_checkpoints" / "a").write_text("mine")
    put("one", files("one", "new"), tmp_path)
    assert (tmp_path / "one" / "notes.txt").read_text() == "mine"
    assert (tmp_path / "one" / ".ipynb_checkpoints" / "a").read_text() == "mine"
    assert text_of(tmp_path).startswith("new")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_file_of_the_user_with_a_name_of_ours_stays(tmp_path):
    content = files("one", "old")
    put("one", content, tmp_path)
    (tmp_path / "one" / "cover.png").write_text("mine")
    with pytest.raises(RollbackError, match=r"cover\.png was not put there by a build"):
        publish(Briefing("one", {**content, "cover.png": b"ours"}), tmp_path)
    assert (tmp_path / "one" / "cover.png").read_text() == "mine"


@pytest.mark.parametrize("torn", ['{"slug": "one", "fi', "[]", "{}", "\udcff", '{"slug": "one"}'])
def test_a_briefing_with_a_torn_manifest_is_built_again_and_kept_aside(tmp_path, torn):
    put("one", files("one", "old"), tmp_path)
    (tmp_path / "one" / "manifest.json").write_text(torn, errors="surrogateescape")
    write_index(tmp_path)
    assert [outcome.state for outcome in build([job()], tmp_path, make=make)] == ["built"]
    assert text_of(tmp_path).startswith("made")
    assert (tmp_path / "one.damaged" / "one.html").read_text().startswith("old")


@pytest.fixture(params=["in one step", "in two"])
def steps(request, monkeypatch):
    """Both ways to swap two folders: by the system, and where it has no such call."""
    if request.param == "in two":
        monkeypatch.setattr(swapping, "_exchange", lambda: None)


@pytest.mark.parametrize("at", ["write", "fsync", "swap"])
def test_an_error_while_publishing_loses_nothing(tmp_path, monkeypatch, steps, at):
    put("one", files("one", "old"), tmp_path)
    before = everything(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    if at == "swap":
        monkeypatch.setattr("analysis.publish.place.swap", full)
    elif at == "fsync":
        monkeypatch.setattr("os.fsync", full)
    else:
        monkeypatch.setattr("analysis.publish.place._write", full)
    with pytest.raises(RollbackError, match=r"one: cannot be put .*: No space left on device"):
        publish(Briefing("one", files("one", "new")), tmp_path)
    assert everything(tmp_path) == before
    outcomes = list(build([job()], tmp_path, make=make)) if at == "swap" else []
    assert [outcome.state for outcome in outcomes] in ([], ["failed"])
    assert text_of(tmp_path).startswith("old")


@pytest.mark.parametrize("way", ["in one step", "in two"])
def test_killed_at_any_moment_a_briefing_is_old_or_new(tmp_path, builder, way):
    put("one", files("one", "old"), tmp_path)
    (tmp_path / "one" / "notes.txt").write_text("mine")
    chance = random.Random(7)
    for _ in range(10):
        child = builder(put=way, out=tmp_path)
        looked, until = 0, time.monotonic() + chance.uniform(0.0, 0.15)
        while time.monotonic() < until or not looked:
            if way == "in one step":
                assert (tmp_path / "one" / "one.html").exists()
            looked += 1
        end(child, signal.SIGKILL)
        if way == "in one step":
            assert is_whole(tmp_path / "one")
        sweep(tmp_path)
        assert faults_of(tmp_path / "one") == []
        assert (tmp_path / "one" / "notes.txt").read_text() == "mine"
        assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_what_an_earlier_version_left_when_it_was_killed_is_restored(tmp_path):
    left = tmp_path / ".building-a1b2c3d4"
    put("one", files("one", "old"), tmp_path)
    left.mkdir()
    (tmp_path / "one").rename(left / "old")
    sweep(tmp_path)
    assert text_of(tmp_path).startswith("old")
    assert not left.exists()


def test_a_hidden_folder_that_is_not_ours_is_not_swept(tmp_path):
    for name in (".rollback-notes", ".building-site"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine").write_text("mine")
    before = everything(tmp_path)
    sweep(tmp_path)
    assert everything(tmp_path) == before


def test_two_builds_of_one_folder_are_kept_apart(tmp_path):
    holder = (
        "import sys\nfrom pathlib import Path\nfrom analysis.publish.lock import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], **pipes) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(RollbackError, match=f"is being built by process {process.pid} on "):
            list(build([job()], tmp_path, make=pytest.fail))
        process.send_signal(signal.SIGKILL)
    assert [outcome.state for outcome in build([job()], tmp_path, make=make)] == ["built"]
    with locked(tmp_path), pytest.raises(RollbackError, match="by this process already"):
        list(build([job()], tmp_path, make=pytest.fail))


@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_in_one_job_is_one_failed_briefing(tmp_path, processes):
    bad = {"raise": "yes"} if processes == 1 else {"die": "yes"}
    jobs = [job("one"), job("two", **bad), job("three"), job("four", **{"raise": "yes"})]
    outcomes = {one.slug: one for one in build(jobs, tmp_path, processes=processes, make=make)}
    assert {slug for slug, one in outcomes.items() if one.ok} == {"one", "three"}
    assert outcomes["four"].error == "four: ValueError: no such thing"
    index = (tmp_path / "index.html").read_text()
    assert "one/one.html" in index
    assert "<strong>two</strong>" in index
    if processes == 2:
        assert outcomes["two"].error.startswith("two: the process that built it was ended")


def test_the_index_is_written_only_when_it_changes(tmp_path):
    put("one", files("one", "old"), tmp_path)
    assert write_index(tmp_path)
    before = (tmp_path / "index.html").stat()
    assert not write_index(tmp_path)
    after = (tmp_path / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda one: (one / "one.pdf").unlink(), "one: one.pdf is missing"),
        (lambda one: (one / "one.html").write_text("x"), "one: one.html is not the file that was"),
        (lambda one: (one / "manifest.json").write_text("{"), "one: its manifest.json cannot be"),
        (lambda one: (one / "manifest.json").unlink(), "one: there is no manifest.json"),
        (lambda one: strike(one, "one.pdf"), "one: one.pdf is not in the manifest"),
    ],
)
def test_verify_proves_every_published_file(tmp_path, damage, fault):
    put("one", files("one", "old"), tmp_path)
    write_index(tmp_path)
    assert verify(tmp_path) == (1, [])
    damage(tmp_path / "one")
    (found,) = verify(tmp_path)[1]
    assert found.startswith(fault)


def strike(folder, name):
    (folder / name).unlink()
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["files"][name]
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_the_command_verify_exits_1_with_a_line_for_each_fault(tmp_path):
    from click.testing import CliRunner

    put("one", files("one", "old"), tmp_path)
    write_index(tmp_path)
    run = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert (run.exit_code, run.stdout) == (0, "")
    (tmp_path / "one" / "one.pdf").write_text("x")
    run = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert (run.exit_code, run.stdout.count("\n")) == (1, 1)
    run = CliRunner().invoke(main, ["verify", str(tmp_path / "one")])
    assert run.exit_code == 1
    assert "there is no briefing in" in run.stderr
