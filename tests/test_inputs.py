"""What a briefing depends on: each kind of input makes it stale, and nothing else does."""

import json
import shutil
import subprocess
import sys

import pytest

from analysis.publish import inputs as gathering
from analysis.publish import reach
from analysis.publish import run as running
from analysis.publish.catalogue import Entry, load_catalogue
from analysis.publish.inputs import Snapshot, differences, key_of, library_versions, listed
from analysis.publish.plan import plan_jobs
from analysis.publish.reach import PACKAGE, reached, roots_of
from analysis.publish.run import Job, make_briefing
from analysis.store.folder import default_folder, notebooks_folder
from analysis.terms.errors import BriefingFailed, RollbackError

NOTEBOOK = notebooks_folder() / "regional_briefing.ipynb"


@pytest.fixture
def job(tmp_path):
    """A job on data and a notebook of its own."""
    shutil.copytree(default_folder(), tmp_path / "data")
    notebook = tmp_path / NOTEBOOK.name
    shutil.copy(NOTEBOOK, notebook)
    return Job("one", notebook, {"as_of": "2025-04-16"}, tmp_path / "data", "regional")


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A copy of the package, to change modules in."""
    copy = tmp_path_factory.mktemp("package") / "analysis"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def key_with(package, job, monkeypatch):
    monkeypatch.setattr(reach, "PACKAGE", package)
    return job.key


@pytest.mark.parametrize(
    ("module", "stale"),
    [
        ("sections/border/facts.py", True),
        ("sections/border/words.py", True),
        ("briefings/regional.py", True),
        ("export/pdf.py", True),
        ("law/spells.py", True),
        ("__init__.py", True),
        ("importers/untc.py", False),
        ("cli/records.py", False),
        ("documents/coverage.py", False),
        ("versions/difference.py", False),
        ("publish/publish.py", False),
    ],
)
def test_only_a_module_that_a_briefing_reaches_makes_it_stale(
    package, job, monkeypatch, module, stale
):
    before = key_with(package, job, monkeypatch)
    path = package / module
    original = path.read_text(encoding="utf-8")
    path.write_text(f"{original}# a comment\n", encoding="utf-8")
    try:
        assert (job.key != before) == stale
    finally:
        path.write_text(original, encoding="utf-8")


def test_every_module_that_a_briefing_loads_is_reached():
    code = (
        "import json, sys\nfrom analysis import open_briefing\nimport analysis.publish.run\n"
        "open_briefing('regional').blocks()\n"
        "print(json.dumps([name for name in sys.modules if name.split('.')[0] == 'analysis']))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    found = reached(roots_of("regional"), lambda path: path.read_bytes())
    assert set(json.loads(run.stdout.splitlines()[-1])) - set(found) == set()
    # The measure cannot be that everything is reached.
    assert "analysis.cli" not in found


@pytest.mark.parametrize("what", ["notebook", "borders.csv", "datapackage.json", "geography"])
def test_a_changed_file_makes_a_briefing_stale_and_is_named(job, what):
    inputs = job.inputs(Snapshot())
    manifest = {**inputs, "inputs": listed(inputs)}
    path = job.notebook if what == "notebook" else job.data / what
    path = min(path.glob("*.geojson")) if what == "geography" else path
    content = path.read_bytes()
    first = content.splitlines(keepends=True)[-1]
    again = content.replace(b'"version": "2', b'"version": "3')
    path.write_bytes(again if what == "datapackage.json" else content + first)
    now = job.inputs(Snapshot())
    assert key_of(now) != key_of(inputs)
    (told,) = differences(manifest, now)
    assert path.name in told
    assert told.endswith("changed")


def test_a_changed_parameter_or_library_is_told_with_both_values(job):
    inputs = job.inputs(Snapshot())
    manifest = {**inputs, "inputs": listed(inputs)}
    libraries = {**inputs["libraries"], "scipy": "9.9"}
    now = {**inputs, "parameters": {"as_of": "2025-04-17"}, "libraries": libraries}
    assert key_of(now) != key_of(inputs)
    assert differences(manifest, now) == [
        "parameter as_of was 2025-04-16, is 2025-04-17",
        f"library scipy was {inputs['libraries']['scipy']}, is 9.9",
    ]


def test_the_key_covers_python_and_every_library_that_shapes_a_page():
    named = "scipy statsmodels shapely pyproj jinja2 mistune fonttools font-source-sans-pro"
    named += " font-source-serif-pro pandas numpy matplotlib papermill nbconvert ipykernel typst"
    assert {"python", "babel", *named.split()} <= set(library_versions())
    assert "unknown" not in library_versions().values()
    assert "importers/names.csv" in gathering.gather(
        slug="", kind="regional", notebook=NOTEBOOK, parameters={}, data=default_folder(),
        at=Snapshot(),
    )["files"]  # fmt: skip


@pytest.mark.parametrize("undone", [False, True])
def test_data_that_change_while_a_briefing_is_made_fail_it(job, monkeypatch, undone):
    path = job.data / "events.csv"

    def execute(_):
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        if undone:
            path.write_bytes(before)
        raise_if_reached = running.nbformat.v4.new_notebook()
        return raise_if_reached

    monkeypatch.setattr(running, "execute", execute)
    monkeypatch.setattr(running, "compose", lambda *_: None)
    monkeypatch.setattr(running.cells, "meta_of", lambda *_: None)
    monkeypatch.setattr(running, "set_page", lambda _: "")
    monkeypatch.setattr(running, "set_pages", lambda _: b"")
    monkeypatch.setattr(running, "draw_card", lambda _: b"")
    reading = type("R", (), {"entries": (), "blocks": (), "run": {}})
    monkeypatch.setattr(running.cells, "read_notebook", lambda *_, **__: reading)
    with pytest.raises(BriefingFailed, match=r"one: events\.csv changed while it was built"):
        make_briefing(job)


def test_a_missing_notebook_is_one_failed_briefing(job):
    job.notebook.unlink()
    with pytest.raises(BriefingFailed, match="one: there is no notebook"):
        make_briefing(job)


def notebook_of(path, *code):
    import nbformat

    cells = [
        nbformat.v4.new_code_cell('region = "x"', metadata={"tags": ["parameters"]}),
        *map(nbformat.v4.new_code_cell, code),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import os; os._exit(1)", "cell 3 of bad.ipynb ended its kernel"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "cell 3 of bad.ipynb ended"),
        ("while True: pass", "cell 3 of bad.ipynb was stopped: the notebook ran longer than 3 s"),
        ("raise SystemExit(3)", "cell 3 of bad.ipynb failed with SystemExit: 3"),
    ],
)
def test_a_bad_cell_is_named_and_its_notebook_kept(tmp_path, code, told):
    path = notebook_of(tmp_path / "bad.ipynb", "1", code, "2")
    with pytest.raises(BriefingFailed) as caught:
        running.execute(Job("bad", path, {"region": "y"}, default_folder(), limit=3))
    assert str(caught.value).startswith(f"bad: {told}")
    kept = json.loads(caught.value.executed)["cells"]
    assert "".join(kept[-1]["source"]) == code


@pytest.mark.parametrize(
    "wrong",
    [
        {"notebook": "../../x.ipynb"},
        {"notebook": "/etc/x.ipynb"},
        {"notebook": "a\\b.ipynb"},
        {"notebook": "..ipynb"},
        {"kind": "../../x"},
        {"slug": "a" * 101},
        {"slug": "../x"},
        {"slug": "one\n"},
    ],
)
def test_a_catalogue_names_no_path_and_no_endless_slug(tmp_path, wrong):
    given = {"slug": "one", "kind": "regional", "title": "One", **wrong}
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in given.items())
    text = f"flagships = []\n[[briefing]]\n{lines}\n"
    (tmp_path / "catalogue.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RollbackError, match=rf"catalogue\.toml has faults:\n- .*{min(wrong)}"):
        load_catalogue(tmp_path)


def test_a_planned_job_knows_its_kind_and_its_limit():
    entry = Entry(slug="one", kind="regional", title="One", parameters={"region": "baltic"})
    (planned,) = plan_jobs([entry], limit=7)
    assert (planned.kind, planned.limit) == ("regional", 7)
