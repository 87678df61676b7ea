"""The two files of a data folder that are not tables: the data package and the map.

``datapackage.json`` holds the version and the days of the data and declares the columns of
every table. The map (GeoJSON) draws a shape for every state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from analysis.checks.schema import (
    NEEDED,
    TEXT,
    TYPES,
    WORDS,
    accepted,
    compiled,
    constraints_of,
    kind_of,
    read_day,
    resource_schemas,
    specs_of,
    target_of,
)
from analysis.checks.sheets import Sheets, did_you_mean
from analysis.store.folder import PACKAGE_FILE
from analysis.store.loading import TABLES, RawTables
from analysis.terms.errors import Fault

GEOGRAPHY_FILE = "geography/world.geojson"


def check_package(sheets: Sheets) -> Iterator[Fault]:
    """Yield what is wrong with ``datapackage.json``; nothing if it could not be read at all."""
    raw = sheets.raw
    if any(fault.file == PACKAGE_FILE for fault in raw.faults):
        return
    yield from _check_days(raw)
    schemas = resource_schemas(raw)
    for table in TABLES:
        where = f"resources.{table}"
        if table not in schemas:
            yield _fault(where, "", "the package must declare this table", "Add the resource.")
        elif not specs_of(schemas[table]):
            rule = "the resource must list the fields of its table"
            yield _fault(f"{where}.schema.fields", "", rule, "Add schema.fields with each column.")
        else:
            yield from _check_fields(table, specs_of(schemas[table]))


def _check_days(raw: RawTables) -> Iterator[Fault]:
    version = raw.package.get("version")
    if not isinstance(version, str) or not version.strip():
        rule = "the package must state the version of the data"
        yield _fault("version", _shown(version), rule, "Add it, such as 2026.11.0.")
    for name in ("vintage", "created"):
        written = raw.package.get(name)
        if not read_day(written):
            rule = f"{name} must be a day"
            yield _fault(name, _shown(written), rule, "Write it as 2026-02-20.")
    vintage, created = read_day(raw.package.get("vintage")), read_day(raw.package.get("created"))
    if created and vintage > created:
        rule = f"the vintage lies after the day on which the data were made ({created})"
        yield _fault("vintage", vintage, rule, "Correct one of the two days.")


def _check_fields(table: str, specs: list[dict[str, Any]]) -> Iterator[Fault]:
    declared = [spec["name"] for spec in specs]
    for name, wanted in NEEDED[table].items():
        where = f"resources.{table}.{name}"
        if name not in declared:
            rule = "the package reads this column, and the schema does not declare it"
            yield _fault(where, "", rule, f"Declare the field {name} with type {wanted}.")
        elif (found := _kind_of(specs[declared.index(name)])) not in accepted(wanted):
            rule = f"the package reads this column as {wanted}"
            yield _fault(where, found, rule, f"Declare it as {wanted} again.")
    for name in {name for name in declared if declared.count(name) > 1}:
        rule = "a field is declared once"
        yield _fault(f"resources.{table}.{name}", name, rule, "Delete the second declaration.")
    for spec in specs:
        yield from _check_spec(table, spec)


def _check_spec(table: str, spec: dict[str, Any]) -> Iterator[Fault]:
    where = f"resources.{table}.{spec['name']}"
    # The type of a column that the package reads has been compared with what it needs.
    if spec["name"] not in NEEDED[table] and spec.get("type", TEXT) not in TYPES:
        found = _shown(spec["type"])
        yield _fault(
            where, found, "the type is not one this package knows", did_you_mean(found, TYPES)
        )
    yield from _check_words(where, spec)
    pattern = constraints_of(spec).get("pattern")
    if pattern is not None and compiled(pattern) is None:
        rule = "the pattern is not a regular expression"
        yield _fault(where, _shown(pattern), rule, "Correct the pattern.")
    target = spec.get("references")
    if target is not None and target_of(target) is None:
        rule = "references must name a table and its column"
        yield _fault(where, _shown(target), rule, "Write it as states.state.")


def _check_words(where: str, spec: dict[str, Any]) -> Iterator[Fault]:
    """Yield each allowed word that no rule of this package would understand."""
    enum, known = constraints_of(spec).get("enum"), WORDS.get(spec["name"], ())
    for word in enum if isinstance(enum, list) and known else []:
        if word not in known:
            rule = "the package does not know this word"
            yield _fault(where, _shown(word), rule, did_you_mean(_shown(word), known))


def check_geography(sheets: Sheets) -> Iterator[Fault]:
    """Yield what is wrong with the map, and each state of ``states.csv`` that it leaves out."""
    folder = sheets.raw.folder
    try:
        shapes = json.loads((folder / GEOGRAPHY_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield _map_fault("", "the file is missing", f"Add {GEOGRAPHY_FILE} to {folder}.")
    except OSError as error:
        yield _map_fault(str(error), "the file must be readable", "Allow reading it.")
    except ValueError as error:
        yield _map_fault(str(error), "the file is not valid JSON", "Restore or export it again.")
    else:
        yield from _check_shapes(shapes, sheets)


def _check_shapes(shapes: Any, sheets: Sheets) -> Iterator[Fault]:
    features = shapes.get("features") if isinstance(shapes, dict) else None
    if not isinstance(features, list):
        rule = "the map must be a GeoJSON FeatureCollection"
        yield _map_fault("", rule, "Export it again as a FeatureCollection.")
        return
    drawn = {_code_of(feature) for feature in features}
    if None in drawn:
        rule = "every shape needs the property iso3"
        yield _map_fault("", rule, "Add the code of the territory to each shape.")
    elif sheets.has("states", "state", "un_status"):
        for _, code, standing in sheets.rows("states", "state", "un_status"):
            if code not in drawn and standing not in ("former", "organisation"):
                rule = "every state of states.csv has a shape on the map"
                yield _map_fault(code, rule, "Add its shape, with the code as iso3.", "iso3")


def _code_of(feature: Any) -> str | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("iso3") if isinstance(properties, dict) else None
    return code if isinstance(code, str) and code else None


def _map_fault(value: str, rule: str, remedy: str, column: str = "") -> Fault:
    return Fault(GEOGRAPHY_FILE, None, column, value, rule, remedy)


def _kind_of(spec: dict[str, Any]) -> str:
    return kind_of(str(spec.get("type", TEXT)), bool(spec.get("partialDate")))


def _shown(entry: Any) -> str:
    return "" if entry is None else str(entry)


def _fault(where: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(PACKAGE_FILE, None, where, value, rule, remedy)
