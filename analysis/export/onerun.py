"""Whether a notebook shows one run: executed whole, of one subject on one day, from one opening.

A briefing is a notebook that opens one. What it shows was computed by its cells in one go, or it
is refused with the cell that says otherwise; cells of a user's own are as welcome as the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.terms.errors import BriefingFailed

Data = dict[str, Any]
#: A block that a cell shows, with the number of the cell.
Placed = tuple[int, Data]
_OPENS = re.compile(r"^[^#\n]*\bopen_briefing\s*\(", re.MULTILINE)
#: Tags of cells that are never run, or whose outputs nobody sees.
_UNRUN = frozenset(("skip-execution", "remove", "remove-cell"))
_AGAIN = "Restart the kernel, run all cells, save the notebook, and export it again."
_PARTS = {
    "kind": "the kind of briefing",
    "subject": "the subject",
    "day": "the day",
    "data": "the version of the data",
    "digest": "the parameters or the data",
    "opening": "the opening of the briefing",
}


def is_briefing(nb: Mapping[str, Any]) -> bool:
    """Say whether a notebook is one of the package: its metadata or its cells show it."""
    if nb.get("metadata", {}).get("disarmament_rollback"):
        return True
    return any(_OPENS.search(source_of(cell)) for _, cell in _code(nb))


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the source of a cell, which a file may hold as a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def was_run(cell: Mapping[str, Any]) -> bool:
    """Say whether a code cell was executed, or holds nothing to execute."""
    lines = (line.strip() for line in source_of(cell).splitlines())
    idle = all(not line or line.startswith("#") for line in lines)
    return idle or cell.get("execution_count") is not None or bool(cell.get("outputs"))


def check_executed(nb: Mapping[str, Any]) -> None:
    """Refuse a briefing that was not executed, or not whole, or in two sessions of a kernel.

    Raises ``BriefingFailed`` that names the cells. Other notebooks may be as they like.
    """
    if not is_briefing(nb):
        return
    # Cells without code count for neither side.
    known = [(number, cell) for number, cell in _code(nb) if source_of(cell).strip()]
    waiting = [(number, cell) for number, cell in known if not was_run(cell)]
    waiting = [one for one in waiting if not _UNRUN & _tags(one[1])]
    if waiting:
        done = any(cell.get("execution_count") or cell.get("outputs") for _, cell in known)
        how = "was executed only in part" if done else "was not executed"
        raise BriefingFailed(f"This notebook {how}: {_listed(waiting)} did not run. {_AGAIN}")
    counts: dict[int, int] = {}
    for number, cell in known:
        count = cell.get("execution_count")
        if count is not None and counts.setdefault(count, number) != number:
            raise BriefingFailed(
                f"Cells {counts[count]} and {number} both were the {_ordinal(count)} to run, so "
                f"they come from two sessions of the kernel. {_AGAIN}"
            )


def check_one_run(nb: Mapping[str, Any], shown: Sequence[Placed]) -> Data | None:
    """Refuse blocks of different runs or subjects, and return the run, if any block has one.

    Raises ``BriefingFailed`` that names two cells and what differs between them.
    """
    stamped = [(number, block) for number, block in shown if block.get("run")]
    for number, block in shown:
        if block["kind"] == "front" and not block.get("run") and (stamped or is_briefing(nb)):
            raise BriefingFailed(
                f"Cell {number} shows a front that does not say which run it comes from: an "
                f"earlier version of the package made it. {_AGAIN}"
            )
    for number, block in stamped[1:]:
        first, found = stamped[0][1]["run"], block["run"]
        if found != first:
            raise BriefingFailed(
                f"Cells {stamped[0][0]} and {number} come from different runs: "
                f"{_difference(first, found)}. A briefing is one run. {_AGAIN}"
            )
    return dict(stamped[0][1]["run"]) if stamped else None


def check_citations(shown: Sequence[Placed]) -> None:
    """Refuse a citation that no list of sources has, naming the cell and the number."""
    known = {entry["number"] for _, block in shown for entry in block.get("entries", ())}
    for number, block in shown:
        missing = sorted(set(_cited(block)) - known)
        if missing:
            cited = ", ".join(map(str, missing))
            raise BriefingFailed(
                f"Cell {number} cites source {cited}, which no list of sources in the notebook "
                "has. Show the list of sources, the last section of the briefing, in the last"
                f" cell, after everything that cites. {_AGAIN}"
            )


def _cited(value: Any) -> Iterator[int]:
    """Yield the numbers that the spans anywhere in a block cite."""
    if isinstance(value, Mapping):
        yield from value.get("cite") or ()
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for item in value:
        yield from _cited(item)


def _difference(first: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    for key, words in _PARTS.items():
        if first.get(key) != found.get(key):
            return f"{words} differs ({first.get(key)!r} and {found.get(key)!r})"
    return "their stamps differ"


def _code(nb: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, cell in enumerate(nb["cells"], start=1):
        if cell["cell_type"] == "code":
            yield number, cell


def _tags(cell: Mapping[str, Any]) -> set[str]:
    return set(cell.get("metadata", {}).get("tags", ()))


def _listed(cells: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    """Name cells by number, with the first line of the first."""
    numbers = [number for number, _ in cells]
    first = source_of(cells[0][1]).strip().splitlines()[0]
    if len(numbers) == 1:
        return f"cell {numbers[0]} ({first})"
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return f"cells {', '.join(named)} (the first: {first})"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
