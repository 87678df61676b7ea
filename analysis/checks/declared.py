"""What ``datapackage.json`` declares of a column: limits, words, patterns, marks between members.

A constraint that cannot be read would be one that nobody holds the data to, so each is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from analysis.checks.patterns import refusal
from analysis.checks.schema import (
    MARK,
    NEEDED,
    PARTIAL,
    TEXT,
    TYPES,
    WORDS,
    accepted,
    constraints_of,
    kind_of,
    specs_of,
    target_of,
)
from analysis.checks.sheets import did_you_mean
from analysis.store.folder import PACKAGE_FILE
from analysis.terms.errors import Fault

_NUMBERS = ("integer", "number")
_YES_OR_NO = ("required", "unique")


def check_fields(table: str, listed: list[Any]) -> Iterator[Fault]:
    """Yield what is wrong with the fields that a table declares, and those that it must."""
    specs = specs_of({"fields": listed})
    declared = [spec["name"] for spec in specs]
    for name, wanted in NEEDED[table].items():
        where = f"resources.{table}.{name}"
        if name not in declared:
            rule = "the package reads this column, and the schema does not declare it"
            yield _fault(where, "", rule, f"Declare the field {name} with type {wanted}.")
        elif (found := _kind_of(specs[declared.index(name)])) not in accepted(wanted):
            rule = f"the package reads this column as {wanted}"
            yield _fault(where, found, rule, f"Declare it as {wanted} again.")
    for name in sorted({name for name in declared if declared.count(name) > 1}):
        rule = "a field is declared once"
        yield _fault(f"resources.{table}.{name}", name, rule, "Delete the second declaration.")
    for spec in specs:
        yield from _check_spec(table, spec)


def _check_spec(table: str, spec: dict[str, Any]) -> Iterator[Fault]:
    where = f"resources.{table}.{spec['name']}"
    # The type of a column that the package reads has been compared with what it needs.
    if spec["name"] not in NEEDED[table] and spec.get("type", TEXT) not in TYPES:
        found = shown(spec["type"])
        yield _fault(
            where, found, "the type is not one this package knows", did_you_mean(found, TYPES)
        )
    target = spec.get("references")
    if target is not None and target_of(target) is None:
        rule = "references must name a table and its column"
        yield _fault(where, shown(target), rule, "Write it as states.state.")
    constraints = spec.get("constraints", {})
    if not isinstance(constraints, dict):
        rule = "constraints must be an object, or left out"
        yield _fault(where, shown(constraints), rule, 'Write it as {"required": true}.')
    # What is declared as another type than it is read in has other limits, too.
    wanted = accepted(NEEDED[table].get(spec["name"], _kind_of(spec)))
    limits = _limits(spec) if _kind_of(spec) in wanted else ()
    for value, rule, remedy in (*_words(spec), *limits, *_forms(spec)):
        yield _fault(where, shown(value), rule, remedy)


def _words(spec: dict[str, Any]) -> Iterator[tuple[Any, str, str]]:
    """Yield an enum that is no list of words, and each word that no rule would understand."""
    if "enum" not in constraints_of(spec):
        return
    enum, known = constraints_of(spec)["enum"], WORDS.get(spec["name"], ())
    if not isinstance(enum, list) or not enum or not all(isinstance(word, str) for word in enum):
        yield enum, "enum must be a list of words", "Restore the words that the column may hold."
        return
    for word in enum if known else []:
        if word not in known:
            yield word, "the package does not know this word", did_you_mean(word, known)


def _limits(spec: dict[str, Any]) -> Iterator[tuple[Any, str, str]]:
    """Yield limits that are none: of another type than the column, or the wrong way round."""
    limits, kind = constraints_of(spec), spec.get("type", TEXT)
    found: dict[str, Any] = {}
    for name in ("minimum", "maximum"):
        if name not in limits:
            continue
        if (limit := _limit(limits[name], str(kind))) is None:
            what = "a day, such as 1900-01-01" if kind == "date" else "a number without quotes"
            yield limits[name], f"{name} must be {what}", "Correct it, or leave it out."
        else:
            found[name] = limit
    if len(found) == 2 and found["minimum"] > found["maximum"]:
        rule = f"minimum is more than maximum ({limits['maximum']}), so no cell can be right"
        yield limits["minimum"], rule, "Correct one of the two."
    longest = limits.get("maxLength", 1)
    if isinstance(longest, bool) or not isinstance(longest, int) or longest < 1:
        yield longest, "maxLength must be a whole number of characters", "Write it without quotes."


def _limit(written: Any, kind: str) -> float | date | None:
    if kind in _NUMBERS and isinstance(written, (int, float)) and not isinstance(written, bool):
        return float(written)
    if kind == "date" and isinstance(written, str) and len(written) == 10:
        try:
            return date.fromisoformat(written)
        except ValueError:
            return None
    return None


def _forms(spec: dict[str, Any]) -> Iterator[tuple[Any, str, str]]:
    limits = constraints_of(spec)
    for name in _YES_OR_NO:
        if not isinstance(limits.get(name, True), bool):
            yield limits[name], f"{name} must be true or false", "Write true, or leave it out."
    if not isinstance(spec.get(PARTIAL, True), bool):
        yield spec[PARTIAL], f"{PARTIAL} must be true or false", "Write true, or leave it out."
    if "pattern" in limits and (reason := refusal(limits["pattern"])):
        remedy = "Correct the pattern: after a part that repeats stands a sign that is not in it."
        yield limits["pattern"], reason, remedy
    mark = spec.get("separator", MARK)
    if mark != MARK:
        yield mark, f"the members of a list are separated by {MARK!r}", f"Write {MARK!r}."


def _kind_of(spec: dict[str, Any]) -> str:
    return kind_of(str(spec.get("type", TEXT)), bool(spec.get("partialDate")))


def shown(entry: Any) -> str:
    """Return a value of JSON as a message shows it, cut where it is long."""
    text = "" if entry is None else str(entry)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _fault(where: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(PACKAGE_FILE, None, where, value, rule, remedy)
