"""What comes from outside neither runs nor steers: cells, names, pages, pins and actions."""

from __future__ import annotations

import ast
import csv
import importlib.util
import io
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import mistune
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from analysis.checks.text import check_text
from analysis.cli import main
from analysis.cli.printing import print_table
from analysis.language.harmless import harmless_cell, printable
from analysis.terms.errors import Fault
from analysis.versions.document import _in_code, _table

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CODE = [*(ROOT / "analysis").rglob("*.py"), *(ROOT / ".ci").glob("*.py")]
CODE += [*(ROOT / "benchmarks").rglob("*.py")]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

FORMULAS = (
    '=HYPERLINK("http://example.org")',
    "+1 vote later",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\uff1d1+1",
    "\uff0b1 vote",
    "\uff0d2+3",
    "\uff20SUM(A1)",
    "-SUM(A1:A9)",
    '-"x"&A1',
    "--1+1",
    "- SUM(A1)",
    "-1+1",
    "-$A$1",
)
NUMBERS = ("-5", "-12.5", "-.5", "-2e-05", "12", "0")
#: Text that begins with a sign and is none the less no formula.
TEXTS = ("-5 degrees at dawn", "- none -", "–5", "− 3", "a=b", "Latvia (-2)", "1-2", "", "O'Neill")


def printed(table, form):
    buffer = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", buffer)
        print_table(table, form)
    return buffer.getvalue()


def cells_of(text):
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.mark.parametrize("value", FORMULAS)
def test_a_formula_is_flagged_by_the_check_and_harmless_in_csv(value):
    assert "formula" in check_text(value)[0]
    (cell,) = cells_of(printed(pd.DataFrame({"note": [value]}), "csv"))
    assert cell == [f"'{value}"]


@pytest.mark.parametrize(
    "value", ["\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u200b=1+1", "\tx", "\rx"]
)
def test_what_stands_before_a_sign_hides_no_formula(value):
    assert harmless_cell(value) == f"'{value}"
    assert check_text(value) is not None


@pytest.mark.parametrize("value", [*NUMBERS, *TEXTS])
def test_what_is_no_formula_passes_the_check(value):
    assert check_text(value) is None


@pytest.mark.parametrize("value", [*NUMBERS, "a=b", "–5", "− 3", "Latvia (-2)", "", "O'Neill"])
def test_what_no_spreadsheet_would_run_stays_as_it_is_in_csv(value):
    assert harmless_cell(value) == value


def test_numbers_and_days_stay_what_they_are_in_csv():
    days = pd.to_datetime(["2025-04-16", None])
    table = pd.DataFrame(
        {"change": [-5, 3], "rate": [-0.5, None], "day": days, "mixed": [-1, "=x"]}
    )
    assert cells_of(printed(table, "csv")) == [
        ["-5", "-0.5", "2025-04-16", "-1"],
        ["3", "", "", "'=x"],
    ]


def test_json_holds_every_text_as_it_is():
    values = [*FORMULAS, "\x1b[31m", "a | b"]
    rows = json.loads(printed(pd.DataFrame({"note": values}), "json"))
    assert [row["note"] for row in rows] == values


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202edlrow\u2066\r\n\x00\x7f"


def test_a_table_for_eyes_passes_no_character_that_steers():
    text = printed(pd.DataFrame({"note": [HOSTILE, "Åland – “ok”"]}), "table")
    assert text.replace("\n", "").isprintable()
    assert len(text.splitlines()) == 3
    assert r"\x1b]0;owned\x07\x1b[2J\x9b31m\u202edlrow\u2066\r\n\x00\x7f" in text
    assert "Åland – “ok”" in text


def test_a_table_on_a_terminal_passes_no_escape_of_a_cell(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    print_table(pd.DataFrame({"note": [HOSTILE]}), "table")
    # What the table itself writes is colour and weight of its head; nothing of the cell is left.
    own = re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue())
    assert own.replace("\n", "").isprintable()


def test_a_message_quotes_no_escape():
    result = CliRunner().invoke(main, ["status", "--treaty", "apm\x1b[31mbc"])
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert result.stderr.startswith("Error: ")


def test_a_fault_of_a_cell_is_harmless_in_every_format(monkeypatch):
    fault = Fault("events.csv", 2, "note", "=cmd|x\x1b[31m", "the cell is a formula", "Type it.")
    monkeypatch.setattr("analysis.checks.check_tables", lambda raw: [fault])
    shown = {
        form: CliRunner().invoke(main, ["check", "--format", form]).stdout
        for form in ("table", "csv", "json")
    }
    assert "\x1b" not in shown["table"]
    assert cells_of(shown["csv"])[0][3] == "'=cmd|x\\x1b[31m"
    assert json.loads(shown["json"])[0]["value"] == "=cmd|x\x1b[31m"


MARKDOWN = (
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)",
    "a | b",
    "a \\| b",
    "a \\\\| b",
    "ends with \\",
    "`code` and `more",
    "**bold** *it*",
    "AT&T &lt;b&gt; &#91;x&#93;",
    '<img src=x onerror="alert(1)">',
    "<!-- hidden -->",
    "two\nlines",
)


@pytest.mark.parametrize("value", MARKDOWN)
def test_a_cell_of_the_markdown_is_text_and_nothing_else(value):
    table = pd.DataFrame({"key": [value], "before": [value], "after": ["x"]})
    text = "\n\n".join(_table("Corrected", table))
    assert not re.search(r"<\w|<!", text)
    assert "](" not in text.replace(f"`{_in_code(value)}`", "")
    read = mistune.create_markdown(escape=False, plugins=["table", "url", "strikethrough"])(text)
    tree = BeautifulSoup(read, "html.parser")
    cells = tree.select("tbody td")
    assert len(cells) == 3
    assert {tag.name for cell in cells for tag in cell.find_all()} == {"code"}
    assert cells[1].get_text() == " ".join(value.replace("`", "'").split())


def test_a_key_between_backquotes_stays_what_it_is():
    assert _in_code("apmbc.LTU.2003-05-12.ratification") == "apmbc.LTU.2003-05-12.ratification"


def test_printable_keeps_what_is_read():
    assert (
        printable("Côte d’Ivoire\u00a0–\u00a0naïve 日本") == "Côte d’Ivoire\u00a0–\u00a0naïve 日本"
    )
    assert printable("a\nb\tc", keep="\n") == "a\nb\\tc"


#: Names that run text, and methods that evaluate strings on a table.
RUNNING = {"eval", "exec", "compile", "__import__", "execfile"}
METHODS = {"eval", "query", "read_pickle", "to_pickle", "popen"}
LOADERS = {"pickle", "marshal", "shelve", "dill"}


def running(tree):
    """Yield where a syntax tree evaluates text, opens a shell or unpickles."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
            yield from (name for name in names if name.split(".")[0] in LOADERS)
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in RUNNING:
            yield node.func.id
        # A question that stands in the code as it is asks nothing that the data could word.
        fixed = all(isinstance(argument, ast.Constant) for argument in node.args)
        if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS and not fixed:
            yield node.func.attr
        if ast.unparse(node.func) == "os.system":
            yield "os.system"
        if any(word.arg == "shell" and not _is_false(word.value) for word in node.keywords):
            yield "shell"


def _is_false(node):
    return isinstance(node, ast.Constant) and not node.value


@pytest.mark.parametrize(
    "source",
    ["eval(x)", "exec(x)", "t.query(x)", "pd.eval(x)", "import pickle", "run(x, shell=True)",
     "from marshal import loads", "os.system(x)", "compile(x, '', 'exec')"],
)  # fmt: skip
def test_the_search_finds_what_it_looks_for(source):
    assert list(running(ast.parse(source)))


def test_no_data_are_run_as_code():
    assert len(CODE) > 100
    found = {
        str(path.relative_to(ROOT)): names
        for path in CODE
        if (names := list(running(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "name", ["export/briefing", "export/index", "explorer/explore", "documents/site"]
)
def test_a_page_forbids_forms_and_another_base(name):
    room, _, page = name.partition("/")
    path = ROOT / "analysis" / room / "templates" / f"{page}.html.j2"
    text = path.read_text(encoding="utf-8")
    policy = re.search(r'Security-Policy" content="([^"]*)"', text)[1].split("; ")
    assert {"default-src 'none'", "base-uri 'none'", "form-action 'none'"} <= set(policy)
    assert not [rule for rule in policy if "*" in rule]
    # The index and the page with the slider have one script, named by its digest (their tests
    # prove it); briefings and guides have none.
    scripts = [rule for rule in policy if "script-src" in rule]
    assert scripts == ["script-src 'sha256-{{ digest }}'"] * (page in ("index", "explore"))


@pytest.fixture(scope="module")
def sbom():
    spec = importlib.util.spec_from_file_location("sbom", ROOT / ".ci" / "sbom.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bill(sbom):
    return sbom.bill(LOCK)


def sums_of(component):
    return [
        each["content"]
        for reference in component.get("externalReferences", [])
        for each in reference["hashes"]
    ]


def test_the_bill_lists_every_installed_distribution_once(bill):
    listed = [(each["name"], each["version"]) for each in bill["components"]]
    there = {(canonicalize_name(each.name), each.version) for each in distributions()}
    own = bill["metadata"]["component"]
    assert len(set(listed)) == len(listed) > 80
    assert set(listed) | {(own["name"], own["version"])} == there


def test_every_component_that_the_package_needs_has_the_hashes_of_the_lock(bill):
    """What was installed beside the lock has none; nothing that the package reaches is such."""
    components = {each["bom-ref"]: each for each in bill["components"]}
    edges = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    waiting, reached = [bill["metadata"]["component"]["bom-ref"]], set()
    while waiting:
        new = set(edges[waiting.pop()]) - reached
        reached |= new
        waiting += new
    assert len(reached) > 60
    assert [ref for ref in sorted(reached) if not sums_of(components[ref])] == []


def test_the_hashes_of_the_bill_are_those_of_the_lock(bill):
    for component in bill["components"]:
        sums = sums_of(component)
        assert all(re.fullmatch(r"[0-9a-f]{64}", each) for each in sums)
        if sums:
            head = rf"^{re.escape(component['name'])}(\[.*\])?=={re.escape(component['version'])}\s"
            pin = re.search(rf"(?m){head}(?:.*\\\n)+.*", LOCK)[0]
            assert set(sums) == set(re.findall(r"sha256:(\w+)", pin))


def test_every_pin_that_holds_here_is_read(sbom):
    wanted = re.findall(r"(?m)^([\w.-]+)(?:\[.*?\])?==\S+ *(?:; (.*?))? *\\?$", LOCK)
    here = {name for name, marker in wanted if not marker or Marker(marker).evaluate()}
    pins = sbom.read_lock(LOCK)
    assert {name for name, _ in pins} == here
    assert all(pins.values())


def test_the_bill_is_the_same_each_time_and_has_no_date(tmp_path):
    written = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.json"
        command = [sys.executable, ROOT / ".ci" / "sbom.py", ROOT / "requirements.lock", out]
        env = {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", "PATH": ""}
        subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True)
        written.append(out.read_bytes())
    assert written[0] == written[1]
    document = json.loads(written[0])
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", document["serialNumber"])
    assert "timestamp" not in document["metadata"]
    references = {each["bom-ref"] for each in document["components"]}
    needed = {ref for each in document["dependencies"] for ref in each["dependsOn"]}
    assert needed <= references


def test_a_line_of_the_lock_that_is_no_pin_is_refused(sbom):
    with pytest.raises(ValueError, match="no pin"):
        sbom.read_lock("numpy>=2\n")


@pytest.mark.parametrize(
    ("name", "hole", "mended"),
    [
        ("jupyterlab", "4.6.1", "4.6.2"),
        ("mistune", "3.2.1", "3.3.0"),
        ("jupyter-server", "2.19.0", "2.20.0"),
        ("nbconvert", "7.17.0", "7.17.1"),
    ],
)
def test_the_floors_leave_out_versions_with_known_holes(name, hole, mended):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {canonicalize_name(r.name): r for r in map(Requirement, project["dependencies"])}
    assert not wanted[name].specifier.contains(hole)
    assert wanted[name].specifier.contains(mended)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_an_action_is_named_by_its_commit(path):
    used = re.findall(r"uses: *(.*)", path.read_text(encoding="utf-8"))
    assert used
    assert [
        each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", each)
    ] == []


def test_one_action_is_one_commit_everywhere():
    text = "\n".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    pins = set(re.findall(r"uses: *([\w./-]+)@(\w+)", text))
    assert len({name for name, _ in pins}) == len(pins)


def test_dependencies_and_actions_are_watched():
    text = (ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8")
    assert re.findall(r"package-ecosystem: ([\w-]+)", text) == ["github-actions", "pip"]


def test_files_that_the_policy_names_exist():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:analysis|tests)/[\w./-]+)`", text)
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []
