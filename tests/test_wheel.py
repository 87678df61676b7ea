"""The data travel with the wheel: it answers away from the checkout, without a network."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
#: An editable install puts the checkout on the path of every interpreter: it is taken off again.
QUESTION = """
import json, sys
checkout, unpacked = sys.argv[1:]
sys.path[:] = [unpacked] + [entry for entry in sys.path if entry not in ("", checkout, unpacked)]
import analysis
register = analysis.load_register()
counts = register.as_of("2025-04-16").counts(treaty="apmbc").drop(columns="day")
print(json.dumps({
    "module": analysis.__file__,
    "folder": str(register.tables.folder),
    "counts": counts.to_dict("records"),
}))
"""
#: Compares saved pages with the data of the wheel.
UPDATE = """
import json, sys
checkout, unpacked, pages = sys.argv[1:]
sys.path[:] = [unpacked] + [entry for entry in sys.path if entry not in ("", checkout, unpacked)]
from click.testing import CliRunner
from analysis.cli import main
result = CliRunner().invoke(main, ["update", "--offline", pages, "--format", "json"])
print(json.dumps({"code": result.exit_code, "told": json.loads(result.stdout)}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel as hatchling builds it from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, text=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def ask(unpacked, elsewhere, question=QUESTION, *more):
    # Coverage must not measure the unpacked copy, nor may a data folder be named from outside.
    hidden = ("COVERAGE", "COV_", "PYTHONPATH", "ROLLBACK_")
    environment = {name: text for name, text in os.environ.items() if not name.startswith(hidden)}
    command = [sys.executable, "-c", question, str(ROOT), str(unpacked), *more]
    run = subprocess.run(
        command, cwd=elsewhere, env=environment, check=False, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_an_installed_wheel_answers_from_its_own_data(unpacked, tmp_path, register):
    answer = ask(unpacked, tmp_path)
    assert Path(answer["module"]).is_relative_to(unpacked)
    assert Path(answer["folder"]) == unpacked / "analysis" / "_data"
    here = register.as_of("2025-04-16").counts(treaty="apmbc").drop(columns="day")
    assert answer["counts"] == here.to_dict("records")
    assert answer["counts"][0]["parties"] == 164


def test_an_installed_wheel_compares_saved_pages(unpacked, tmp_path):
    (tmp_path / "page.html").write_bytes((ROOT / "tests" / "pages" / "mines.html").read_bytes())
    answer = ask(unpacked, tmp_path, UPDATE, str(tmp_path))
    assert answer["code"] == 3
    assert answer["told"]["pages"] == {"XXVI-5": "page.html"}
    # The page lists seven participants; whatever else the register holds is missing from it.
    assert {row["change"] for row in answer["told"]["differences"]} == {"missing"}


def test_a_wheel_carries_every_data_file_byte_for_byte(unpacked):
    files = [path for path in sorted((ROOT / "data").rglob("*")) if path.is_file()]
    assert files
    for path in files:
        packed = unpacked / "analysis" / "_data" / path.relative_to(ROOT / "data")
        assert packed.read_bytes() == path.read_bytes(), path


def test_a_wheel_carries_what_is_not_python(unpacked):
    for path in sorted((ROOT / "analysis").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            assert (unpacked / path.relative_to(ROOT)).exists(), path


@pytest.fixture(scope="module")
def installed(unpacked, tmp_path_factory):
    """Run a module of an installation without checkout, in a folder that holds nothing of it."""
    here = tmp_path_factory.mktemp("elsewhere")
    hidden = ("COVERAGE", "COV_", "ROLLBACK_")
    environment = {name: text for name, text in os.environ.items() if not name.startswith(hidden)}
    # Stands before the checkout, whose editable install is on the path of every interpreter.
    environment["PYTHONPATH"] = str(unpacked)

    def run(*words):
        command = [sys.executable, *words]
        done = subprocess.run(
            command, cwd=here, env=environment, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return here, run


ROLLBACK = ("-c", "import sys; sys.path.remove(''); from analysis.cli import main; main()")


@pytest.mark.slow
def test_an_installed_wheel_answers_and_builds_from_any_folder(installed):
    here, run = installed
    assert "withdrawn" in run(*ROLLBACK, "status", "--treaty", "Ottawa", "--state", "Latvia")
    run(*ROLLBACK, "new", "own")
    assert "No fault" in run(*ROLLBACK, "check", "--data", "own")
    built = run(*ROLLBACK, "build", "borland", "--data", "own", "--out", "out", "--jobs", "1")
    assert built.split() == ["out/borland/borland.pdf"]
    page = (here / "out" / "borland" / "borland.html").read_text(encoding="utf-8")
    again = "rollback notebook state > state.ipynb && ROLLBACK_DATA=own papermill"
    assert again in html_text(page)


@pytest.mark.slow
def test_an_installed_wheel_brings_its_notebooks(installed):
    here, run = installed
    (here / "state.ipynb").write_text(run(*ROLLBACK, "notebook", "state"), encoding="utf-8")
    given = ("-p", "state", "LVA", "-p", "as_of", "2026-02-20", "--no-progress-bar")
    run("-m", "papermill", "state.ipynb", "done.ipynb", *given)
    executed = json.loads((here / "done.ipynb").read_text(encoding="utf-8"))
    shown = [output for cell in executed["cells"] for output in cell["outputs"]]
    assert len(shown) >= 5
    assert not [output for output in shown if output["output_type"] == "error"]


def html_text(page):
    """Return the words of a page, without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_a_wheel_carries_nothing_but_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top.split("-")[0] for top in tops} == {"analysis", "disarmament_rollback"}
