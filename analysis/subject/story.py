"""A story of one's own: its claims from a TOML or CSV file, checked like those of the register.

A TOML file says what the story is (``title``, ``publisher``, ``published``) and has one
``[[claim]]`` for each claim: ``said``, ``question``, ``arguments`` (a table), and where they are
needed ``claim`` (its number), ``day`` (that of the story if left out), ``sources`` and ``note``. A
CSV file has the columns of ``claims.csv``.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.checks.cells import check_cells
from analysis.checks.claims import check_claims
from analysis.checks.headers import open_sheets
from analysis.checks.keys import check_keys, check_references
from analysis.law.names import unknown
from analysis.law.regions import slug
from analysis.register import Register
from analysis.store.loading import Tables, read_tables, type_tables
from analysis.terms.errors import Fault, RollbackError

ENDINGS = (".toml", ".csv")
#: No story of a reader is longer than this many bytes.
_LARGEST = 1_000_000
_COLUMNS = (
    "story", "claim", "said", "day", "question", "arguments", "told_by", "sources", "note",
)  # fmt: skip


def is_file(story: str) -> bool:
    """Return whether a story is named by its file.

    >>> is_file("my_story.toml"), is_file("latvia-2025-04-16")
    (True, False)
    """
    return story.lower().endswith(ENDINGS)


def with_story(register: Register, story: str) -> tuple[Register, str]:
    """Return the register with the claims of a story, and the story's short name.

    A story of the register is only looked up. Raises ``UnknownName``, and for a file
    ``RollbackError`` with everything that is wrong with it at once.
    """
    if not is_file(story):
        known = register.tables.claims
        names = set(known["story"]) if len(known) else set()
        if story not in names:
            raise unknown("story", story, names)
        return register, story
    path = Path(story)
    source, claims = _read(path)
    tables = _checked(register.tables, path.name, source, claims)
    return replace(register, tables=tables), str(claims["story"].iloc[0])


def _read(path: Path) -> tuple[Mapping[str, str], pd.DataFrame]:
    """Return what the story is as a row of sources (empty: it is one of them), and its claims."""
    try:
        if path.stat().st_size > _LARGEST:
            raise RollbackError(f"{path.name} is larger than {_LARGEST:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else "cannot be read"
        raise RollbackError(f"the story {path.name} {why}") from None
    if path.suffix.lower() == ".csv":
        return {}, _of_csv(path.name, text)
    try:
        return _of_toml(path, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RollbackError(f"{path.name} is not valid TOML: {error}") from None


def _of_csv(name: str, text: str) -> pd.DataFrame:
    rows = list(csv.DictReader(text.splitlines()))
    missing = [column for column in _COLUMNS if not rows or column not in rows[0]]
    if missing:
        raise RollbackError(f"{name} lacks the columns {', '.join(missing)}, or has no rows")
    cells = [[(row[column] or "").strip() for column in _COLUMNS] for row in rows]
    return _numbered(pd.DataFrame(cells, columns=_COLUMNS, dtype="str"))


def _of_toml(path: Path, told: Mapping[str, Any]) -> tuple[Mapping[str, str], pd.DataFrame]:
    listed = told.get("claim")
    missing = [name for name in ("title", "published") if not told.get(name)]
    if missing or not isinstance(listed, list) or not listed:
        lacking = ", ".join([*missing, *([] if listed else ["[[claim]]"])])
        raise RollbackError(f"{path.name} lacks {lacking or 'a list of [[claim]]'}")
    name = slug(path.stem) or "story"
    key = f"story_{name.replace('-', '_')}"
    more = ["title", "publisher", "url", "published"]
    source = {"source": key, **{one: f"{told.get(one, '')}" for one in more}, "covers": "claims"}
    rows = [_row(one, at, name, key, f"{told['published']}") for at, one in enumerate(listed, 1)]
    return source, _numbered(pd.DataFrame(rows, columns=_COLUMNS, dtype="str"))


def _row(one: Any, at: int, story: str, key: str, day: str) -> list[str]:
    given = one if isinstance(one, dict) else {}
    about = given.get("arguments", "")
    if isinstance(about, dict):
        about = ";".join(f"{name}={_listed(value)}" for name, value in about.items())
    cells = {
        "day": day,
        "claim": f"C{at}",
        **{name: _listed(value, ";") for name, value in given.items() if name in _COLUMNS},
        "story": story,
        "arguments": f"{about}",
        "told_by": key,
    }
    return [cells.get(column, "") for column in _COLUMNS]


def _listed(value: Any, between: str = ",") -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return between.join(map(str, value)) if isinstance(value, list) else f"{value}"


def _numbered(claims: pd.DataFrame) -> pd.DataFrame:
    """Number the rows as a spreadsheet does, below the header."""
    claims.index = pd.RangeIndex(2, len(claims) + 2)
    return claims


def _checked(tables: Tables, name: str, source: Mapping[str, str], claims: pd.DataFrame) -> Tables:
    """Return the tables with the claims in place of their own, or raise what is wrong."""
    raw = read_tables(tables.folder)
    frames = {**raw.frames, "claims": claims}
    if source:
        known = frames["sources"]
        row = {column: source.get(column, "") for column in known.columns}
        frames["sources"] = pd.concat(
            [known, pd.DataFrame([row], index=[int(known.index.max()) + 1])]
        )
    raw = replace(raw, frames=frames)
    sheets = open_sheets(raw)
    for check in (check_cells, check_keys, check_references, check_claims):
        sheets = sheets.with_faults(check(sheets))
    faults = [fault for fault in sheets.faults if fault.file == "claims.csv"]
    if claims["story"].nunique() > 1:
        faults.append(Fault(name, None, "story", "", "it holds several stories", "Keep one."))
    if faults:
        raise RollbackError(f"{name} has faults:\n" + "\n".join(_told(faults)))
    typed = type_tables(raw)
    return replace(tables, claims=typed.claims, sources=typed.sources)


def _told(faults: Iterable[Fault]) -> list[str]:
    return [
        f"- claim {(fault.row or 2) - 1}, {fault.column} {fault.value!r}: {fault.rule}."
        f" {fault.remedy}"
        for fault in faults
    ]
