"""What the bytes of a briefing depend on, hashed, compared and told.

A briefing in place is current if its key is that of its inputs now. The inputs are hashed before
the notebook runs and compared after it, so that no page gets the key of data that it never saw.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analysis.briefings.registry import find_kind
from analysis.export.fonts import MORE
from analysis.publish.reach import reached, resources, roots_of
from analysis.store.folder import PACKAGE_FILE
from analysis.store.loading import TABLES
from analysis.subject.reads import read_rows

#: Libraries whose version can change what a briefing says or looks like; the manifest lists them.
LIBRARIES = (
    "disarmament-rollback",
    "babel",
    "contourpy",
    "font-source-sans-pro",
    "font-source-serif-pro",
    "fonttools",
    "ipykernel",
    "ipython",
    "jinja2",
    "matplotlib",
    "mistune",
    "nbclient",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "pillow",
    "pydantic",
    "pyproj",
    "scipy",
    "shapely",
    "statsmodels",
    "typst",
)
#: Parts of the inputs, and the word for one of each.
PARTS = {
    "briefing": "",
    "parameters": "parameter",
    "notebook": "notebook",
    "data": "what it reads of",
    "modules": "module",
    "files": "file",
    "libraries": "library",
}
IMAGES = frozenset({".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
#: So much of a digest tells one file from another in a list; the key is made of all of it.
SHORT = 16

Inputs = dict[str, dict[str, str]]


class Snapshot:
    """The digests of files at one time: each is read once."""

    def __init__(self) -> None:
        self.contents: dict[Path, bytes] = {}
        self.digests: dict[Path, str] = {}
        #: When each was last written, so that a change and its undoing are seen too.
        self.stamps: dict[Path, tuple[int, int]] = {}
        self._shared: dict[tuple[str, ...], dict[str, str]] = {}

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of a file; empty for one that is not there."""
        if path not in self.digests:
            try:
                state = path.stat()
                content = path.read_bytes()
            except FileNotFoundError:
                self.digests[path] = ""
                return ""
            self.stamps[path] = (state.st_mtime_ns, state.st_size)
            self.digests[path] = hashlib.sha256(content).hexdigest()
        return self.digests[path]

    def read(self, path: Path) -> bytes:
        """Return the bytes of a module, and note its digest."""
        if path not in self.contents:
            self.contents[path] = path.read_bytes()
            self.digests[path] = hashlib.sha256(self.contents[path]).hexdigest()
            state = path.stat()
            self.stamps[path] = (state.st_mtime_ns, state.st_size)
        return self.contents[path]

    def modules(self, roots: tuple[str, ...]) -> dict[str, str]:
        """Return the digests of the modules that some modules need; worked out once for all."""
        if roots not in self._shared:
            found = reached(roots, self.read)
            self._shared[roots] = {name: self.digest(path) for name, path in found.items()}
        return self._shared[roots]

    def files(self) -> dict[str, str]:
        """Return the digests of the templates and tables beside the modules."""
        if () not in self._shared:
            self._shared[()] = {name: self.digest(path) for name, path in resources().items()}
        return self._shared[()]

    def changed(self) -> list[Path]:
        """Return the files that are no longer what they were when they were read."""
        return [path for path in self.digests if self._moved(path)]

    def _moved(self, path: Path) -> bool:
        try:
            state = path.stat()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return self.digests[path] != ""
        stamp = (state.st_mtime_ns, state.st_size)
        return digest != self.digests[path] or stamp != self.stamps[path]


def gather(
    *, slug: str, kind: str, notebook: Path, parameters: Mapping[str, str], data: Path,
    at: Snapshot,
) -> Inputs:  # fmt: skip
    """Return everything that the bytes of a briefing depend on, part by part, by name."""
    own = find_kind(kind).files_of(parameters) if kind else ()
    roots = (*roots_of(kind), *sorted(_imported_by(notebook)))
    return {
        "briefing": {"slug": slug, "kind": kind},
        "parameters": dict(parameters),
        "notebook": {path.name: at.digest(path) for path in (notebook, *pictures(notebook), *own)},
        "data": _data_read(kind, parameters, data, at),
        "modules": at.modules(roots),
        "files": at.files(),
        "libraries": library_versions(),
    }  # fmt: skip


def _data_read(
    kind: str, parameters: Mapping[str, str], data: Path, at: Snapshot
) -> dict[str, str]:
    """Return digests of what a briefing reads of a data folder: rows of tables, whole other files.

    Every file is noted, so that one that changes meanwhile is found, whatever of it is read.
    """
    files = {path.relative_to(data).as_posix(): at.digest(path) for path in data_files(data)}
    rows = read_rows(data).digests(parameters, find_kind(kind).reads if kind else "all")
    known = {f"{name}.csv" for name in TABLES} | {PACKAGE_FILE}
    return {**{name: one for name, one in files.items() if name not in known}, **rows}


def key_of(inputs: Inputs) -> str:
    """Return the fingerprint of all inputs."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def listed(inputs: Inputs) -> dict[str, Any]:
    """Return the inputs as a manifest notes them: what it does not say elsewhere, shortened."""
    elsewhere = ("briefing", "parameters", "libraries", "related")
    return {
        "kind": inputs["briefing"]["kind"],
        **{
            part: {name: digest[:SHORT] for name, digest in values.items()}
            for part, values in inputs.items()
            if part not in elsewhere
        },
    }


def differences(manifest: Mapping[str, Any], inputs: Inputs) -> list[str]:
    """Say what of the inputs is not as a manifest notes it, each with its name."""
    noted = manifest.get("inputs")
    if not isinstance(noted, dict):
        return ["it was built by a version that did not note its inputs"]
    before = {**noted, **{part: manifest.get(part) for part in ("parameters", "libraries")}}
    now: dict[str, Any] = {**listed(inputs), **{p: inputs[p] for p in ("parameters", "libraries")}}
    found: list[str] = []
    for part, word in PARTS.items():
        if part in now:
            old = before.get(part)
            found += _changes(word, old if isinstance(old, dict) else {}, now[part])
    return found or ["its inputs are not those noted"]


def _changes(word: str, before: Mapping[str, Any], now: Mapping[str, str]) -> Iterator[str]:
    shown = word in ("parameter", "library")
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        if shown:
            yield f"{word} {name} was {old or 'empty'}, is {new or 'empty'}"
        else:
            state = "is new" if old is None else "is gone" if not new else "changed"
            yield f"{word} {name} {state}"


@cache
def library_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that shape a briefing."""
    more = [name.replace("_", "-") for name in MORE if find_spec(name)]
    found = {"python": platform.python_version()}
    for name in (*LIBRARIES, *more):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # Files of a font laid beside the package, without a record.
            found[name] = "unknown"
    return found


def _imported_by(notebook: Path) -> set[str]:
    """Return the modules of the package that the cells of a notebook name."""
    try:
        text = notebook.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return set()
    return set(re.findall(r"\banalysis(?:\.\w+)+", text))


def pictures(notebook: Path) -> list[Path]:
    """Return the pictures beside a notebook that it names: its pages show them."""
    try:
        text = notebook.read_text(encoding="utf-8")
        found = sorted(path for path in notebook.parent.iterdir() if path.suffix in IMAGES)
    except (OSError, ValueError):
        return []
    return [path for path in found if path.name in text]


def data_files(folder: Path) -> list[Path]:
    """Return the files of a data folder that a register is loaded from."""
    tables = [folder / f"{name}.csv" for name in TABLES]
    geography = sorted((folder / "geography").glob("*.geojson"))
    return [folder / PACKAGE_FILE, *tables, *geography]
