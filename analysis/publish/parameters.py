"""Parameters of a notebook, checked before a kernel starts.

The notebook's own parameters cell is the declaration: a name that it does not declare is an
error, and each value is checked by what its name means (a region, a treaty, a day).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import papermill

from analysis.law.regions import find_region, find_state, find_treaty
from analysis.measures.scenario import read_exits, with_hypothetical
from analysis.register import Register
from analysis.terms.days import to_day
from analysis.terms.errors import ParameterFaults, RollbackError

Rule = Callable[[Register, str], object]


def _states(register: Register, value: str) -> None:
    for code in value.split(","):
        find_state(register.tables, code.strip())


#: What a parameter's value must be, by its name; an empty value stands for the default.
RULES: dict[str, Rule] = {
    "region": lambda register, value: find_region(register.tables, value),
    "treaty": lambda register, value: find_treaty(register.tables, value),
    "state": lambda register, value: find_state(register.tables, value),
    "towards": _states,
    "as_of": lambda _, value: to_day(value),
    "compare_to": lambda _, value: to_day(value),
    "scenario": lambda _, value: read_exits(value, ""),
}
#: Parameters that may be left empty: as of the data's vintage; no comparison; no border;
#: nothing assumed.
OPTIONAL = ("as_of", "compare_to", "towards", "scenario")


def declared_parameters(notebook: Path) -> dict[str, str]:
    """Return the parameters a notebook declares, with their defaults.

    Raises ``ParameterFaults`` if the notebook has no parameters cell.
    """
    found = papermill.inspect_notebook(str(notebook))
    if not found:
        raise ParameterFaults(f"{notebook.name} has no cell tagged 'parameters'")
    return {name: str(entry["default"]).strip("'\"") for name, entry in found.items()}


def check_parameters(
    register: Register, notebook: Path, given: Mapping[str, Any]
) -> dict[str, str]:
    """Return all parameters of a run, defaults filled in and ``as_of`` resolved.

    Raises ``ParameterFaults`` that lists everything wrong at once:
    unknown names, values of the wrong type, names that are not in the register (each with the
    nearest valid one) and days in the wrong order.
    """
    declared = declared_parameters(notebook)
    faults = [_unknown(name, declared, notebook) for name in given if name not in declared]
    values = {name: given.get(name, default) for name, default in declared.items()}
    for name, value in values.items():
        faults.extend(_faults_of(register, name, value))
    if not faults:
        values["as_of"] = values.get("as_of") or _default_day(register, values)
        faults.extend([*_faults_of_days(values), *_faults_of_scenario(register, values)])
    if faults:
        listed = "\n".join(f"- {fault}" for fault in faults)
        raise ParameterFaults(f"{notebook.name} cannot run with these parameters:\n{listed}")
    return values


def _unknown(name: str, declared: Mapping[str, str], notebook: Path) -> str:
    near = difflib.get_close_matches(name, declared, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(declared)}"
    return f"{notebook.name} has no parameter {name!r}; {hint}"


def _faults_of(register: Register, name: str, value: Any) -> list[str]:
    if not isinstance(value, str):
        kind = type(value).__name__
        return [f"{name}: {value!r} is of type {kind}; write it as text in quotes"]
    if not value:
        return [] if name in OPTIONAL else [f"{name}: a value is needed"]
    try:
        if rule := RULES.get(name):
            rule(register, value)
    except RollbackError as error:
        return [f"{name}: {error}"]
    return []


def _faults_of_days(values: Mapping[str, str]) -> list[str]:
    before, day = values.get("compare_to", ""), values["as_of"]
    if before and before >= day:
        return [f"compare_to: {before} is not before as_of, {day}"]
    return []


def _default_day(register: Register, values: Mapping[str, str]) -> str:
    """Return the vintage or, where notices are assumed, the day of the last one if it is later."""
    assumed = [day for *_, day in read_exits(values.get("scenario", ""), "")]
    return f"{max([register.tables.vintage, *assumed]):%Y-%m-%d}"


def _faults_of_scenario(register: Register, values: Mapping[str, str]) -> list[str]:
    exits = read_exits(values.get("scenario", ""), values.get("treaty", ""))
    if not exits:
        return []
    last = f"{max(day for *_, day in exits):%Y-%m-%d}"
    if last > values["as_of"]:
        return [f"scenario: the notice of {last} lies after as_of, {values['as_of']}"]
    try:
        with_hypothetical(register.tables, exits)
    except RollbackError as error:
        return [f"scenario: {error}"]
    return []
