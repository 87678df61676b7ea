"""The briefings that the repository shows: whole, and of the data that it holds."""

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from analysis import open_briefing
from analysis.publish.catalogue import load_catalogue

REPORTS = Path(__file__).parents[1] / "reports"
SHOWN = load_catalogue().flagships


@pytest.fixture(params=SHOWN)
def shown(request):
    folder = REPORTS / request.param
    return folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_a_shown_briefing_is_whole(shown):
    folder, manifest = shown
    for name, digest in manifest["files"].items():
        if name.endswith(".ipynb") and not (folder / name).exists():
            continue  # Git keeps the finished pages, not the executed notebook.
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_a_shown_briefing_tells_what_the_data_tell(shown, register):
    _, manifest = shown
    assert manifest["data"]["version"] == register.tables.version
    kind = manifest["inputs"]["kind"]
    opened = open_briefing(kind, register=register, **manifest["parameters"])
    front = next(iter(opened.show(opened.parameters.sections[0])))
    assert manifest["title"] == front.title


def test_the_readme_shows_its_card(shown):
    readme = (REPORTS.parent / "README.md").read_text(encoding="utf-8")
    cover = shown[0] / "cover.png"
    assert os.fspath(cover.relative_to(REPORTS.parent)) in readme
    assert cover.read_bytes().startswith(b"\x89PNG")


def test_the_shown_page_with_the_slider_answers_from_the_data_as_they_are(register):
    page = (REPORTS / "explore.html").read_text(encoding="utf-8")
    (kept,) = re.findall(r'<script type="application/json" id="record">(.*?)</script>', page)
    record = json.loads(kept)
    assert record["version"] == register.tables.version
    assert list(record["treaties"]) == register.codes()
