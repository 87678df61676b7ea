"""The data package: version and days of the data, and what it declares of every table.

``datapackage.json`` holds the version and the days of the data and declares the columns of
every table; single columns are looked at in :mod:`analysis.checks.declared`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from analysis.checks.dates import days_between, first_of
from analysis.checks.declared import check_fields, shown
from analysis.checks.schema import read_day, resource_schemas, specs_of
from analysis.checks.sheets import Sheets
from analysis.store.folder import PACKAGE_FILE
from analysis.store.loading import TABLES, RawTables
from analysis.terms.errors import Fault

#: A version: the year and month for which the data were made, and the number within the month.
_VERSION = re.compile(r"(\d{4})\.(\d{1,2})\.\d{1,3}", re.ASCII)
#: Months that the version may be away from the day on which the data were made.
_MONTHS_AWAY = 2
#: Days by which the data may be younger than the youngest thing they tell of.
_DAYS_BEHIND = 731
#: Columns whose days show how young the data are.
_YOUNG = (("treaties", "covered_to"), ("gaps", "known_since"), ("sources", "published"))


def check_package(sheets: Sheets) -> Iterator[Fault]:
    """Yield what is wrong with ``datapackage.json``; nothing if it could not be read at all."""
    raw = sheets.raw
    if any(fault.file == PACKAGE_FILE for fault in raw.faults):
        return
    yield from _check_days(raw)
    listed = raw.package.get("resources", [])
    if not isinstance(listed, list):
        rule = "the package must list its tables"
        yield _fault("resources", shown(listed), rule, "Restore resources, with every table.")
        return
    schemas = resource_schemas(raw)
    entries = [entry for entry in listed if isinstance(entry, dict)]
    named = Counter(str(entry.get("name")) for entry in entries)
    for table in TABLES:
        where = f"resources.{table}"
        if table not in schemas:
            yield _fault(where, "", "the package must declare this table", "Add the resource.")
        elif named[table] > 1:
            rule = "the package declares this table twice"
            yield _fault(where, table, rule, "Delete one of the two resources.")
        elif not specs_of(schemas[table]):
            rule = "the resource must list the fields of its table"
            yield _fault(f"{where}.schema.fields", "", rule, "Add schema.fields with each column.")
        else:
            entry = next(entry for entry in entries if entry.get("name") == table)
            yield from _check_resource(table, entry)


def check_vintage(sheets: Sheets) -> Iterator[Fault]:
    """Yield a vintage that no treaty is covered to, and data younger than all that they tell."""
    raw = sheets.raw
    if not sheets.has("treaties", "covered_to") or sheets.faults_in("treaties"):
        return
    vintage, created = (read_day(raw.package.get(name)) for name in ("vintage", "created"))
    covered = max((day for _, day in sheets.rows("treaties", "covered_to")), default="")
    if vintage and created and vintage <= created and covered and vintage != covered:
        rule = f"the vintage is the last day to which a treaty is covered, and that is {covered}"
        yield _fault("vintage", vintage, rule, f"Write {covered}, or correct covered_to.")
    days = [
        first_of(day)
        for table, column in _YOUNG
        if sheets.has(table, column)
        for _, day in sheets.rows(table, column)
        if day
    ]
    newest = max(days, default="")
    if created and newest and days_between(newest, created) > _DAYS_BEHIND:
        rule = f"nothing in the data is younger than {newest}"
        remedy = "Correct the day on which the data were made: its year may be mistyped."
        yield _fault("created", created, rule, remedy)


def _check_days(raw: RawTables) -> Iterator[Fault]:
    version = raw.package.get("version")
    if not isinstance(version, str) or not version.strip():
        rule = "the package must state the version of the data"
        yield _fault("version", shown(version), rule, "Add it, such as 2026.11.0.")
    for name in ("vintage", "created"):
        written = raw.package.get(name)
        if not read_day(written):
            rule = f"{name} must be a day"
            yield _fault(name, shown(written), rule, "Write it as 2026-02-20.")
    vintage, created = read_day(raw.package.get("vintage")), read_day(raw.package.get("created"))
    if created and vintage > created:
        rule = f"the vintage lies after the day on which the data were made ({created})"
        yield _fault("vintage", vintage, rule, "Correct one of the two days.")
    if isinstance(version, str) and version.strip():
        yield from _check_version(version, created)


def _check_version(version: str, created: str) -> Iterator[Fault]:
    if not (found := _VERSION.fullmatch(version)) or not 1 <= int(found[2]) <= 12:
        rule = "a version is a year, a month and a number"
        yield _fault("version", version, rule, "Write it as 2026.11.0.")
    elif created:
        made = date.fromisoformat(created)
        away = (int(found[1]) - made.year) * 12 + int(found[2]) - made.month
        if abs(away) > _MONTHS_AWAY:
            where = "created" if away < 0 else "version"
            value = created if away < 0 else version
            rule = f"version {version} and the day the data were made ({created}) lie far apart"
            yield _fault(where, value, rule, "Correct one of the two.")


def _check_resource(table: str, entry: dict[str, Any]) -> Iterator[Fault]:
    where, schema = f"resources.{table}", entry["schema"]
    if entry.get("path") != f"{table}.csv":
        rule = f"the table stands in {table}.csv"
        yield _fault(f"{where}.path", shown(entry.get("path")), rule, f"Write {table}.csv.")
    rows = entry.get("rows", 0)
    if isinstance(rows, bool) or not isinstance(rows, int) or rows < 0:
        rule = "rows must be the number of rows that the table had when the data were made"
        yield _fault(f"{where}.rows", shown(rows), rule, "Write it without quotes.")
    listed = schema["fields"]
    for place, spec in enumerate(listed):
        if not isinstance(spec, dict) or not isinstance(spec.get("name"), str):
            rule = f"field {place + 1} is no object with a name"
            yield _fault(f"{where}.schema.fields", shown(spec), rule, "Restore or delete it.")
    names = {spec["name"] for spec in specs_of(schema)}
    for name in sorted({name for name in _keyed(schema) if name not in names}):
        rule = "a key names a column that the schema does not declare"
        yield _fault(f"{where}.uniqueKeys", name, rule, "Name a column, or delete the key.")
    yield from check_fields(table, listed)


def _keyed(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the columns that the keys of a table name."""
    several = schema.get("uniqueKeys", [])
    for key in (schema.get("primaryKey", []), *(several if isinstance(several, list) else [])):
        yield from [key] if isinstance(key, str) else map(str, key if isinstance(key, list) else [])


def _fault(where: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(PACKAGE_FILE, None, where, value, rule, remedy)
