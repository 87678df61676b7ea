"""The notebook of a kind, written from its model: parameters, opening, a cell for each section.

The notebooks that come with the package are what this writes; a test holds them against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import nbformat

from analysis.briefings.registry import Kind
from analysis.law.names import find_state, find_treaty
from analysis.law.regions import find_region, list_regions
from analysis.register import Register
from analysis.store.loading import Tables
from analysis.terms.errors import UnknownName

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook_of(kind: Kind, register: Register | None = None) -> Any:
    """Return the notebook of a kind, without outputs, as ``nbformat`` holds it.

    Where the ``register`` does not know what a parameter begins with, the notebook begins with
    the first that it knows.
    """
    declared = kind.declared() if register is None else known_to(kind, register)
    cells = [_cell("parameters", _parameters(kind, declared), tags=["parameters"])]
    cells.append(_cell("opening", _opening(kind)))
    for section in kind.sections:
        name = section if isinstance(section, str) else section.name
        cells.append(_cell(name.replace(".", "-"), f'briefing.show("{name}")'))
    return nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    )


def known_to(kind: Kind, register: Register) -> dict[str, str]:
    """Return the parameters of a kind, each with its default or the first that a register has."""
    tables = register.tables
    # A group of the register's own says more than a part of the world.
    groups = [str(group) for group in tables.groups["group"].unique()]
    first = {
        "treaty": list(tables.treaties["code"]),
        "region": groups or [region.slug for region in list_regions(tables)],
        "state": [one for one in register.events["state"] if one != "INT"],
        "story": list(tables.claims["story"]),
    }
    chosen = kind.declared()
    for name, value in chosen.items():
        known = [*first.get(name, ()), *({"world"} if name == "region" else ())]
        if value and known and value not in known and not _finds(name, tables, value):
            chosen[name] = known[0]
    return chosen


def _finds(name: str, tables: Tables, value: str) -> bool:
    """Return whether a register finds what a parameter names."""
    find: Callable[[Tables, str], object] | None = {
        "treaty": find_treaty, "region": find_region, "state": find_state
    }.get(name)  # fmt: skip
    if find is None:
        return False
    try:
        find(tables, value)
    except UnknownName:
        return False
    return True


def _parameters(kind: Kind, declared: Mapping[str, str]) -> str:
    """Declare each parameter with its default and what it may hold."""
    fields = kind.model_fields
    return "\n".join(
        f'{name}: str = "{default}"  # {fields[name].description}'
        for name, default in declared.items()
    )


def _opening(kind: Kind) -> str:
    given = "\n".join(f"    {name}={name}," for name in kind.declared())
    return (
        "from analysis import open_briefing\n\n"
        f'briefing = open_briefing(\n    "{kind.name}",\n{given}\n)'
    )


def _cell(name: str, source: str, tags: list[str] | None = None) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {"tags": tags} if tags else {},
        "outputs": [],
        "source": source,
    }
