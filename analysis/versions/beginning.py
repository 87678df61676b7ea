"""A register of one's own, begun: a small, valid register of made-up states.

The rows, the guide and the catalogue lie in ``example/`` beside this module; which columns a table
has, and what they may hold, is taken from the data that come with the package.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.store.folder import CATALOGUE, PACKAGE_FILE, own_data_folder
from analysis.store.loading import TABLES
from analysis.terms.errors import RollbackError

EXAMPLE = Path(__file__).with_name("example")
MAP, MAP_LICENCE = "geography/world.geojson", "geography/LICENSE.txt"
GUIDE = "README.md"
#: The version of the example, and the last day to which it is covered.
_VERSION, _VINTAGE = "2025.12.0", "2025-12-31"
#: What happened under a treaty that no real state has signed: nothing is said of any of them.
_ADOPTED = {
    "treaty": "herring", "state": "INT", "date": "2010-03-01", "kind": "statement",
    "actor": "organisation", "body": "Conference on the Inner Sea",
    "summary": "The conference adopted the convention (made up).",
    "sources": "example_gazette", "confidence": "high",
}  # fmt: skip
#: Words that hold for the treaties of the package alone: a register of others has its own.
_OWN_WORDS = {("treaties", "family")}
#: Tables that come with the states of the package, and the columns that name their sources.
_OF_STATES = ("states", "groups", "borders", "aliases")
_MADE_UP = "They are made up; `rollback new DIR --states` begins with those of the world instead."
_REAL = "Here are those that come with the package, with groups, borders and the map."


def begin_register(folder: Path, *, states: bool = False) -> list[Path]:
    """Write a small valid register into a new or empty folder, and return the paths.

    Its treaty, states and acts are made up. With ``states`` it has the states of the package
    instead, with their groups, borders, further names and the map, and a treaty under which none
    of them has acted. Raises ``RollbackError`` where the folder holds anything, or cannot be
    written.
    """
    files = _real_world(folder) if states else _example(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RollbackError(f"{folder} is not empty; name a new folder, or an empty one")
    try:
        _put_in_place(folder, files)
    except OSError as error:
        raise RollbackError(f"{folder} cannot be written: {error.strerror}") from error
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _put_in_place(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files beside the folder, and let them take its place at one stroke."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        whole = beside / "register"
        for name, content in files.items():
            (whole / name).parent.mkdir(parents=True, exist_ok=True)
            (whole / name).write_bytes(content)
        os.replace(whole, folder)
    finally:
        shutil.rmtree(beside)


def _example(folder: Path) -> dict[str, bytes]:
    package = _package(kept=())
    rows = {name: _rows(EXAMPLE / f"{name}.csv") for name in TABLES}
    return _files(folder, package, rows) | {CATALOGUE: (EXAMPLE / CATALOGUE).read_bytes()}


def _real_world(folder: Path) -> dict[str, bytes]:
    """Return a register of the states of the package, and of a treaty without acts."""
    shipped = {name: _rows(own_data_folder() / f"{name}.csv") for name in (*_OF_STATES, "sources")}
    rows = {name: shipped[name] for name in _OF_STATES}
    rows["aliases"] = [row for row in rows["aliases"] if row["what"] != "treaty"]
    package = _package(kept=("world",), like=("version", "created", "vintage"))
    # Not in force: there are no deposits that could have brought it about.
    own = {"entered_into_force": "", "covered_to": package["vintage"]}
    rows["treaties"] = [row | own for row in _rows(EXAMPLE / "treaties.csv")]
    rows["events"] = [_ADOPTED]
    named = set(_keys_named(rows.values()))
    every = [*shipped["sources"], *_rows(EXAMPLE / "sources.csv")]
    used = [row for row in every if row["source"] in named]
    rows["sources"] = sorted(used, key=lambda row: row["source"])
    maps = {name: (own_data_folder() / name).read_bytes() for name in (MAP, MAP_LICENCE)}
    return _files(folder, package, rows) | maps


def _keys_named(tables: Iterable[list[dict[str, str]]]) -> Iterator[str]:
    for row in (row for table in tables for row in table):
        for column in ("sources", "clause_sources"):
            yield from row.get(column, "").split(";")


def _files(
    folder: Path, package: Mapping[str, Any], rows: Mapping[str, list[dict[str, str]]]
) -> dict[str, bytes]:
    mapped = any(one["path"] == MAP for one in package["resources"])
    guide = (EXAMPLE / GUIDE).read_text(encoding="utf-8")
    told = guide.replace("{folder}", str(folder)).replace("{states}", _REAL if mapped else _MADE_UP)
    written = {f"{name}.csv": _table(name, package, rows.get(name, [])) for name in TABLES}
    written |= {PACKAGE_FILE: json.dumps(package, ensure_ascii=False, indent=2) + "\n", GUIDE: told}
    return {name: text.encode("utf-8") for name, text in written.items()}


def _package(*, kept: Iterable[str], like: Iterable[str] = ()) -> dict[str, Any]:
    """Return the data package of a new register: the columns of the package's own, no counts.

    ``like`` names what is the same as in the data of the package, such as their version.
    """
    shipped = json.loads((own_data_folder() / PACKAGE_FILE).read_text(encoding="utf-8"))
    resources = [
        {key: value for key, value in one.items() if key not in ("rows", "sources", "licenses")}
        for one in shipped["resources"]
        if one["name"] in (*TABLES, *kept)
    ]
    for one in resources:
        for field in one.get("schema", {}).get("fields", []):
            if (one["name"], field["name"]) in _OWN_WORDS:
                field["constraints"].pop("enum", None)
    return {
        "profile": "data-package",
        "name": "register-of-ones-own",
        "title": "A register of one's own",
        "version": _VERSION,
        "created": f"{_VINTAGE}T00:00:00Z",
        "vintage": _VINTAGE,
        "description": "A small register to begin with: its treaty and its acts are made up.",
        **{name: shipped[name] for name in like},
        "resources": resources,
    }


def _table(name: str, package: Mapping[str, Any], rows: Iterable[Mapping[str, str]]) -> str:
    """Return a table as CSV: the columns that the package declares, and these rows."""
    (resource,) = (one for one in package["resources"] if one["name"] == name)
    columns = [field["name"] for field in resource["schema"]["fields"]]
    written = io.StringIO()
    sheet = csv.DictWriter(written, columns, restval="", lineterminator="\n")
    sheet.writeheader()
    sheet.writerows(rows)
    return written.getvalue()


def _rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of the package or of the example; none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
