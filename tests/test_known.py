"""What a build left is remembered: nothing changed, nothing planned; else all is asked."""

import json
import shutil
import subprocess
import sys

import pytest

from analysis.publish import known
from analysis.publish.manifest import INDEX
from analysis.publish.publish import publish
from analysis.publish.run import Briefing
from analysis.store.folder import default_folder
from tests.made_up import files

ASKED = {"slugs": ["one"], "as_of": None}


@pytest.fixture
def data(tmp_path):
    return shutil.copytree(default_folder(), tmp_path / "data")


@pytest.fixture
def out(tmp_path):
    """A folder with a briefing and an index, remembered under a mark."""
    folder = tmp_path / "out"
    publish(Briefing("one", files("one", "made")), folder)
    (folder / INDEX).write_text("index", encoding="utf-8")
    known.remember(folder, "mark", ["one"])
    return folder


def test_a_whole_folder_under_the_same_mark_needs_no_work(out):
    assert known.recall(out, "mark") == ["one"]


@pytest.mark.parametrize("what", ["mark", "index", "file", "manifest", "note", "gone"])
def test_anything_else_is_asked_in_full(out, what):
    page = out / "one" / "one.html"
    if what == "index":
        (out / INDEX).write_text("another", encoding="utf-8")
    elif what == "file":
        page.write_bytes(page.read_bytes() + b" ")
    elif what == "manifest":
        (out / "one" / "manifest.json").write_text("[]", encoding="utf-8")
    elif what == "note":
        (out / known.NOTE).write_text("{", encoding="utf-8")
    elif what == "gone":
        shutil.rmtree(out / "one")
    assert known.recall(out, "other" if what == "mark" else "mark") == []


def test_a_further_file_that_was_read_is_watched_too(out, tmp_path):
    story = tmp_path / "story.toml"
    story.write_text("one", encoding="utf-8")
    known.remember(out, "mark", ["one"], [story])
    assert known.recall(out, "mark") == ["one"]
    story.write_text("two", encoding="utf-8")
    assert known.recall(out, "mark") == []


def test_the_last_few_things_asked_for_are_remembered_side_by_side(out):
    publish(Briefing("two", files("two", "made")), out)
    known.remember(out, "both", ["one", "two"])
    assert known.recall(out, "mark") == ["one"]
    assert known.recall(out, "both") == ["one", "two"]
    for number in range(known._KEPT - 1):
        known.remember(out, f"mark {number}", ["two"])
    assert known.recall(out, "both") == ["one", "two"]
    assert known.recall(out, "mark") == []
    # The index of a later build stands for all of them.
    (out / INDEX).write_text("another", encoding="utf-8")
    known.remember(out, "both", ["one", "two"])
    assert known.recall(out, "mark 0") == ["two"]


def test_the_mark_follows_what_was_asked_and_every_file_of_the_data(data):
    first = known.fingerprint(ASKED, data)
    assert known.fingerprint(ASKED, data) == first
    assert known.fingerprint({**ASKED, "as_of": "2025-04-16"}, data) != first
    for name in ("events.csv", "datapackage.json", "geography/world.geojson"):
        path = data / name
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        assert known.fingerprint(ASKED, data) != first, name
        path.write_bytes(content)
    assert known.fingerprint(ASKED, data) == first


def test_remembering_needs_nothing_heavy():
    code = (
        "import sys, json, analysis.publish.known\n"
        "heavy = ('pandas', 'numpy', 'nbformat', 'pydantic')\n"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == []
