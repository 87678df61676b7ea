"""The house: which room may know which, and that no import runs back up.

One table of floors and one of nevers. A module that breaks a rule is named with what it imports.
"""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "analysis").rglob("*.py"))
}
#: The floors of the house, from the ground up: a package imports from those below it alone.
FLOORS = (
    "terms", "language", "store", "inference", "law", "measures", "watch", "checks", "register",
    "blocks", "subject", "drawing", "sections", "facts", "export", "briefings", "publish",
    "explorer", "importers", "versions", "documents", "cli",
)  # fmt: skip
#: Modules that may not import what a pattern of theirs would need, and why.
NEVERS = {
    "facts say nothing and draw nothing": (
        ("facts",),
        ("blocks", "drawing", "export", "briefings", "words", "picture", "table", "section"),
    ),
    "words, pictures and tables are handed facts": (
        ("words", "picture", "table"),
        ("store", "law", "measures", "inference", "register", "export", "briefings", "section"),
    ),
    "sections know no page": (("section",), ("export", "briefings", "publish", "cli")),
    "blocks are pure data": (("blocks",), ("export", "drawing", "subject", "sections")),
    "pages know no facts": (("export",), ("subject", "sections", "law", "register", "measures")),
    "statistics know no treaty": (("inference",), ("law", "store", "measures", "subject")),
}


def tree(name):
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imports_of(name):
    """Yield the modules of the package that a module imports, inside functions too."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [inner if inner in MODULES else str(node.module) for inner in inside]
        else:
            continue
        yield from (module for module in found if module in MODULES)


GRAPH = {name: set(imports_of(name)) - {name} for name in MODULES}


def floor_of(name):
    """Return the package of a module; the front door, which opens lazily, stands above all."""
    return name.split(".")[1] if "." in name else ""


def role_of(name):
    """Return what a module is in its room, or its package outside the rooms."""
    parts = name.split(".")
    if parts[1:2] != ["sections"] or len(parts) < 4:
        return floor_of(name)
    known = ("facts", "words", "table", "section", "picture")
    own = next((role for role in known if parts[3].startswith(role)), "")
    # A module beside them serves the facts if these import it, the picture otherwise.
    facts = f"{'.'.join(parts[:3])}.facts"
    return own or ("facts" if name in GRAPH.get(facts, ()) else "picture")


def below(name):
    """Return the modules that a module needs, directly or not."""
    needed, waiting = set(), [name]
    while waiting:
        new = GRAPH[waiting.pop()] - needed
        needed |= new
        waiting += new
    return needed


def test_every_package_has_its_floor():
    assert {floor_of(name) for name in MODULES} - {""} == set(FLOORS)


def test_no_import_runs_back_up():
    wrong = [
        f"{name} imports {other}"
        for name, others in GRAPH.items()
        for other in others
        if floor_of(name)
        and floor_of(other) != floor_of(name)
        and (not floor_of(other) or FLOORS.index(floor_of(other)) > FLOORS.index(floor_of(name)))
    ]
    assert wrong == []


def test_neither_modules_nor_packages_form_a_circle():
    packages = {}
    for name, others in GRAPH.items():
        if floor_of(name):
            own = packages.setdefault(floor_of(name), set())
            own |= {floor_of(other) for other in others} - {floor_of(name)}
    for graph in (GRAPH, packages):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            pytest.fail(f"these import each other: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("rule", NEVERS)
def test_what_a_room_must_never_know(rule):
    who, never = NEVERS[rule]
    wrong = [
        f"{name} imports {other}"
        for name in MODULES
        if name.count(".") and role_of(name) in who
        for other in GRAPH[name]
        if role_of(other) in never and not (role_of(name) == "facts" and floor_of(name) == "facts")
    ]
    assert wrong == []


def test_what_a_fact_rests_on_says_and_draws_nothing_either():
    facts = [name for name in MODULES if ".sections." in name and role_of(name) == "facts"]
    assert facts
    speaking = ("analysis.blocks", "analysis.drawing", "analysis.export")
    wrong = [
        f"{name} needs {other}"
        for name in facts
        for other in below(name)
        if other.startswith(speaking) or role_of(other) in ("words", "picture", "table")
    ]
    assert wrong == []


def test_a_section_uses_the_facts_of_another_and_nothing_else_of_it():
    def room(name):
        parts = name.split(".")
        return parts[2] if len(parts) > 3 and parts[1] == "sections" else ""

    wrong = [
        f"{name} imports {other}"
        for name, others in GRAPH.items()
        for other in others
        if room(name) and room(other) not in ("", room(name)) and role_of(other) != "facts"
    ]
    assert wrong == []


def test_words_and_tables_compute_nothing_with_pandas():
    wrong = []
    for name in MODULES:
        if ".sections." in name and role_of(name) in ("words", "table"):
            for node in ast.walk(tree(name)):
                if isinstance(node, ast.Import):
                    wrong += [name for alias in node.names if alias.name in ("pandas", "numpy")]
    assert wrong == []


def test_nothing_imports_the_command_line():
    others = [name for name in MODULES if floor_of(name) != "cli"]
    assert not [name for name in others if any(floor_of(o) == "cli" for o in GRAPH[name])]


def test_the_register_answers_without_anything_that_draws_or_sets():
    needed = below("analysis.register")
    assert "analysis.law.clauses" in needed
    assert not [name for name in needed if floor_of(name) in ("drawing", "export", "sections")]


def test_no_module_is_named_for_nothing():
    names = {name.rsplit(".", 1)[-1] for name in MODULES}
    assert not names & {"utils", "util", "common", "misc", "helpers", "tools"}
