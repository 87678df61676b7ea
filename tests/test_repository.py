"""The repository keeps its own rules: notebooks, lock file, Makefile, and the shape of the code."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
GUIDES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", ".ci/run")]
GUIDES += sorted((ROOT / ".github" / "workflows").glob("*.yml"))

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "analysis").rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def each_notebook(test):
    return pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)(test)


def code_cells(path: Path) -> list[dict]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


@each_notebook
def test_a_notebook_is_committed_without_outputs(path):
    for cell in code_cells(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@each_notebook
def test_a_notebook_is_thin(path):
    cells = ["".join(cell["source"]) for cell in code_cells(path)]
    assert len(cells) <= 20
    assert all(len(source.strip().splitlines()) <= 12 for source in cells)
    assert not [source for source in cells if re.search(r"^\s*def |\bread_csv\b", source, re.M)]


@each_notebook
def test_a_notebook_names_no_machine(path):
    metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    assert "papermill" not in metadata


def test_the_first_code_cell_of_a_briefing_declares_its_parameters():
    briefings = [path for path in NOTEBOOKS if path.stem.endswith("_briefing")]
    assert briefings
    for path in briefings:
        assert "parameters" in code_cells(path)[0]["metadata"].get("tags", []), path.name


def test_every_pin_has_its_hashes():
    pins = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert len(pins) > 100
    for pin in pins:
        first, *hashes = pin.replace("\\\n", "\n").split("\n", 1)
        assert re.match(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==[^=\s]+( ; |\s*$)", first), first
        assert re.fullmatch(r"(\s+--hash=sha256:[0-9a-f]{64})+\s*", hashes[0]), first


def test_the_lock_file_names_no_address():
    assert not re.search(r"://|@|index|\.(org|com|net)\b|/", LOCK)


def test_every_dependency_is_locked_at_a_version_it_allows():
    pinned = {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", LOCK, re.MULTILINE)
    }
    wanted = list(map(Requirement, PROJECT["dependencies"] + EXTRAS["dev"]))
    # What the tests need holds the other extras too, by the name of the package itself.
    for own in [one for one in wanted if one.name == PROJECT["name"]]:
        wanted.remove(own)
        wanted += [Requirement(one) for extra in own.extras for one in EXTRAS[extra]]
    assert "distributed" in {requirement.name for requirement in wanted}
    for requirement in wanted:
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not locked; run `make lock`"
        assert requirement.specifier.contains(version), requirement


def test_make_alone_lists_every_target():
    # The tests may run under make themselves, which then tells of every folder it enters.
    make = ["make", "--no-print-directory"]
    run = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True)
    listed = dict(line.split(maxsplit=2)[1:] for line in run.stdout.splitlines())
    assert set(listed) == TARGETS
    assert all(listed.values())


def test_an_answer_takes_one_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (given,) = re.findall(r"^\$ make (ask .*)$", readme, re.MULTILINE)
    for asked in (given, "ask", "ask STATE=Norway TREATY='mine ban' DAY=2020-01-01"):
        make = ["make", "--no-print-directory", "--dry-run", *shlex.split(asked)]
        said = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        wanted = ["Latvia", "Ottawa", "2025-04-16"]
        wanted = ["Norway", "mine ban", "2020-01-01"] if "Norway" in asked else wanted
        last = shlex.split(said.splitlines()[-1])
        assert last[1:] == ["explain", *wanted[:2], "--as-of", wanted[2]]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_a_guide_names_only_targets_that_exist(path):
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"(?:`|run: |^ *)make ([a-z]+(?: [a-z]+)*)(?=`|$| +#)", text, re.MULTILINE)
    assert {target for targets in named for target in targets.split()} <= TARGETS


def test_files_that_the_guide_names_exist():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:analysis|data|notebooks|tests)/[\w./-]+)`", text)
    assert paths
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_no_file_is_larger_than_three_megabytes():
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("only git knows what belongs to the repository")
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [ROOT / name for name in names.split("\0") if name]
    assert len(paths) > 50
    assert not [path for path in paths if path.is_file() and path.stat().st_size > 3_000_000]


def test_the_version_is_the_same_everywhere():
    version = re.escape(PROJECT["version"])
    assert re.search(rf"^version: {version}$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    assert re.search(rf"^## \[{version}\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "value"),
    [*PROJECT["scripts"].items(), *PROJECT["entry-points"]["nbconvert.exporters"].items()],
)
def test_every_entry_point_leads_somewhere(name, value):
    assert callable(EntryPoint(name, value, "").load())


def test_no_module_is_overgrown():
    """Modules are cut where a reader would pause; what stops here nobody reads at one go."""
    lengths = {name: len(path.read_text().splitlines()) for name, path in MODULES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_a_function_has_at_most_40_lines():
    long = {
        f"{name}.{node.name}": lines
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (lines := lines_of_code(node)) > 40
    }
    assert long == {}


def lines_of_code(node: ast.FunctionDef) -> int:
    first = node.body[0]
    told = ast.get_docstring(node) is not None
    docstring = first.end_lineno - first.lineno + 1 if told else 0
    return node.end_lineno - node.lineno + 1 - docstring


def test_nothing_below_the_command_line_asks_the_clock():
    asking = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("today", "now", "utcnow")
    }
    assert not {name for name in asking if not name.startswith("analysis.cli")}
