"""Which modules of the package a briefing runs through, read from their import statements.

A briefing depends on the code of its kind, of its sections and of the export, and on whatever
these import in turn; a change in any other module is no reason to build it again.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from analysis.briefings.registry import find_kind, kinds
from analysis.terms.errors import RollbackError

PACKAGE = Path(__file__).resolve().parents[1]
#: What every briefing runs through, whatever its sections: opened, run, exported.
ALWAYS = (
    "analysis.briefings.briefing",
    "analysis.export.cells",
    "analysis.publish.run",
    # Named by entry points alone.
    "analysis.publish.engine",
    "analysis.publish.kernels",
)
#: Name modules in text that only some briefings load: those of a kind are roots of their own.
REGISTRIES = frozenset({"analysis.briefings.registry", "analysis.sections.registry"})


def roots_of(kind: str) -> tuple[str, ...]:
    """Return the modules from which a kind of briefing is reached; of all kinds for no kind."""
    names = (kind,) if kind else kinds()
    found = list(ALWAYS)
    for name in names:
        model = find_kind(name)
        found.append(model.__module__)
        for section in model.sections:
            label = section if isinstance(section, str) else section.name
            found.append(f"analysis.sections.{label.partition('.')[0]}.section")
    return tuple(dict.fromkeys(found))


def reached(roots: Iterable[str], read: Callable[[Path], bytes]) -> dict[str, Path]:
    """Return the modules that some modules need, directly or not, with their files.

    ``read`` returns the bytes of a file. Every package that holds one of them counts, as Python
    runs it first. What the type checker alone imports does not.
    """
    modules, waiting = _modules(), [name for root in roots for name in _with_packages(root)]
    found: dict[str, Path] = {}
    while waiting:
        name = waiting.pop()
        if name in found or name not in modules:
            continue
        found[name] = modules[name]
        content = read(modules[name])
        texts = name not in REGISTRIES
        package = name if modules[name].name == "__init__.py" else name.rpartition(".")[0]
        for other in _named(hashlib.sha256(content).hexdigest(), content, package, texts):
            waiting += _with_packages(other)
    return dict(sorted(found.items()))


def _modules() -> dict[str, Path]:
    named = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        named[".".join(parts).removesuffix(".__init__")] = path
    return named


def _with_packages(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: length + 1]) for length in range(len(parts))]


# The digest stands for the content: two briefings of one build parse each module once.
_KNOWN: dict[tuple[str, str, bool], frozenset[str]] = {}


def _named(digest: str, content: bytes, package: str, texts: bool) -> frozenset[str]:
    key = (digest, package, texts)
    if key not in _KNOWN:
        try:
            tree = ast.parse(content)
        except SyntaxError as error:
            raise RollbackError(f"a module of {package} is not valid Python: {error}") from None
        _KNOWN[key] = frozenset(_names_in(tree, package, texts))
    return _KNOWN[key]


def _names_in(node: ast.AST, package: str, texts: bool) -> Iterator[str]:
    """Yield what a tree imports, inside functions too, and modules that it names as text.

    A section that is found by its name is the module of its room.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names if alias.name.startswith("analysis"))
        elif isinstance(child, ast.ImportFrom):
            yield from _imported_from(child, package)
        elif isinstance(child, ast.Constant):
            if texts and isinstance(child.value, str) and child.value.startswith("analysis."):
                yield child.value
        elif isinstance(child, ast.If) and _for_types(child.test):
            for other in child.orelse:
                yield from _names_in(other, package, texts)
        else:
            yield from _room_found(child)
            yield from _names_in(child, package, texts)


def _room_found(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "find_section":
        for name in node.args:
            if isinstance(name, ast.Constant):
                yield f"analysis.sections.{str(name.value).partition('.')[0]}.section"


def _imported_from(node: ast.ImportFrom, package: str) -> Iterator[str]:
    base = node.module or ""
    if node.level:
        parts = package.split(".")
        above = parts[: len(parts) - node.level + 1]
        base = ".".join([*above, *filter(None, [base])])
    if base.partition(".")[0] == "analysis":
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


def _for_types(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def resources() -> dict[str, Path]:
    """Return the files beside the modules that are read while a briefing is made, by name."""
    endings = (".j2", ".css", ".typ", ".json", ".csv")
    found = (path for path in PACKAGE.rglob("*") if path.suffix in endings)
    named = {path.relative_to(PACKAGE).as_posix(): path for path in found}
    # Data and notebooks are inputs of their own; the pages of docs/ are no briefings.
    apart = ("_data", "_notebooks", "documents")
    return {name: named[name] for name in sorted(named) if name.split("/")[0] not in apart}
