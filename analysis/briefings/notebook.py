"""The notebook of a kind, written from its model: parameters, opening, a cell for each section.

The notebooks that come with the package are what this writes; a test holds them against it.
"""

from __future__ import annotations

from typing import Any

import nbformat

from analysis.briefings.registry import Kind

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook_of(kind: Kind) -> Any:
    """Return the notebook of a kind, without outputs, as ``nbformat`` holds it."""
    cells = [_cell("parameters", _parameters(kind), tags=["parameters"])]
    cells.append(_cell("opening", _opening(kind)))
    for section in kind.sections:
        name = section if isinstance(section, str) else section.name
        cells.append(_cell(name.replace(".", "-"), f'briefing.show("{name}")'))
    return nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    )


def _parameters(kind: Kind) -> str:
    """Declare each parameter with its default and what it may hold."""
    fields = kind.model_fields
    return "\n".join(
        f'{name}: str = "{default}"  # {fields[name].description}'
        for name, default in kind.declared().items()
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
