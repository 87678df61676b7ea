"""New rows as a new version of the data: rows, version, day and the section that tells of it.

All of it is made and checked in a copy of the data folder first. Only what passes every rule takes
the place of the files, all of them or none.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.importers.writing import Changes, Row, add_rows, replace_all
from analysis.language.days import format_day
from analysis.store.folder import PACKAGE_FILE
from analysis.store.loading import read_tables
from analysis.terms.errors import RollbackError, RowFaults
from analysis.versions.difference import compare_versions
from analysis.versions.document import changes_markdown
from analysis.versions.opening import open_version

#: Where the versions of the data are told, newest first.
HISTORY = "CHANGES.md"
#: What explains the data, and begins with their version.
GUIDE = "README.md"


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: the new version, the files that changed, and the section that tells it."""

    version: str
    files: tuple[str, ...]
    section: str


def apply_rows(folder: Path, rows: Mapping[str, Sequence[Row]], day: str) -> Applied:
    """Add rows to a data folder, as a new version made on a day (ISO 8601).

    ``rows`` are those of ``events`` and ``sources``. Raises ``RowFaults`` if they break a rule,
    and ``RollbackError`` if they cannot be written; then nothing has changed.
    """
    with tempfile.TemporaryDirectory(prefix="rollback-") as place:
        copy = Path(place) / "data"
        try:
            shutil.copytree(folder, copy)
        except OSError as error:
            raise RollbackError(f"{folder} cannot be copied: {error}; nothing changed") from error
        # What the new version is made from: whoever changes a file meanwhile is not overwritten.
        held = _files(copy)
        version = _stamp(copy, day)
        try:
            add_rows(read_tables(copy), rows)
        except RowFaults as error:
            raise RowFaults(folder, error.faults) from None
        section = changes_markdown(compare_versions(open_version(str(folder)), open_version(copy)))
        _tell(copy / HISTORY, section)
        changes: Changes = {
            (folder / name).resolve(): (held[name], new)
            for name, new in _files(copy).items()
            if held[name] != new
        }
        replace_all(changes)
    return Applied(version, tuple(sorted(path.name for path in changes)), section)


def next_version(version: str, day: str) -> str:
    """Return the version that follows one, on a day.

    >>> next_version("2026.11.2", "2026-11-30"), next_version("2026.11.2", "2026-12-04")
    ('2026.11.3', '2026.12.0')
    >>> next_version("2026.12.2", "2026-11-30")
    '2026.12.3'
    """
    made = date.fromisoformat(day)
    year, month, number = map(int, version.split("."))
    if (year, month) >= (made.year, made.month):
        return f"{year}.{month}.{number + 1}"
    return f"{made.year}.{made.month}.0"


def _stamp(folder: Path, day: str) -> str:
    """Write the next version and the day into a package and its guide; all else stays."""
    package, guide = folder / PACKAGE_FILE, folder / GUIDE
    text = package.read_text(encoding="utf-8")
    held = json.loads(text)
    version = next_version(held["version"], day)
    made = max(day, str(held["created"])[:10])
    text = _with_value(text, "version", held["version"], version)
    text = _with_value(text, "created", held["created"], made + str(held["created"])[10:])
    package.write_text(text, encoding="utf-8", newline="")
    if guide.is_file():
        said, says = (
            _said(*pair) for pair in ((held["version"], held["created"]), (version, made))
        )
        told = guide.read_text(encoding="utf-8").replace(said, says)
        guide.write_text(told, encoding="utf-8", newline="")
    return version


def _said(version: str, created: str) -> str:
    return f"Version {version}, made on {format_day(date.fromisoformat(created[:10]))}"


def _with_value(text: str, name: str, old: str, new: str) -> str:
    """Replace the value of the package's own property: those of its tables come after it."""
    written = re.search(rf'"{name}"\s*:\s*{re.escape(json.dumps(old))}', text)
    if written is None:
        raise RollbackError(f"{PACKAGE_FILE} does not say its {name} in one line; nothing changed")
    end = written.end()
    return f"{text[: end - len(json.dumps(old))]}{json.dumps(new)}{text[end:]}"


def _tell(history: Path, section: str) -> None:
    """Put a section above the newest one; a folder that keeps no history gets none."""
    if not history.is_file():
        return
    text = history.read_text(encoding="utf-8")
    head, mark, rest = text.partition("\n## ")
    written = f"{head}\n{section}{mark}{rest}" if mark else f"{text.rstrip()}\n\n{section}"
    history.write_text(written, encoding="utf-8", newline="")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
