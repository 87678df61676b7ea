"""What an executed notebook shows, read as the blocks of a briefing.

A cell that ends with a block gives that block back. Markdown, tables of pandas, pictures and
plain output are turned into blocks too, so that any notebook of the package can be exported. A
briefing is one run, or it is refused; whatever is not set as it stands is accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.export.account import Account, Entry, refuse_losses
from analysis.export.document import day_of
from analysis.export.lettering import lettering_of
from analysis.export.markup import blocks_of_markdown
from analysis.export.onerun import (
    check_citations,
    check_executed,
    check_one_run,
    source_of,
    was_run,
)
from analysis.export.outputs import blocks_of_output, clean_print, joined, verbatim
from analysis.export.wide import parts_of
from analysis.store.hidden import hidden_by
from analysis.terms.errors import BriefingFailed

Data = dict[str, Any]
#: Cells whose outputs a reader never sees: the tags of papermill and of nbconvert.
_HIDDEN = frozenset({"parameters", "injected-parameters", "remove", "remove-cell"})
_META = ("title", "as_of", "data_version", "subject", "lang", "author", "regenerate")


@dataclass(frozen=True, slots=True)
class Reading:
    """A notebook as read: its blocks, what became of each cell, and the run, if it is one."""

    blocks: list[Data]
    entries: tuple[Entry, ...]
    run: Data | None


def read_notebook(
    nb: Mapping[str, Any],
    *,
    folder: Path | None = None,
    strict: bool = False,
    paper: bool = False,
) -> Reading:
    """Return the blocks that an executed notebook shows, in order, and the account of its cells.

    ``folder`` is where its pictures lie; on ``paper`` the account says too which letters no face
    has and which tables are divided. Code is never shown. Cells tagged ``remove``,
    ``remove-cell``, ``parameters`` or ``injected-parameters`` show nothing; ``remove-output``
    hides what a cell put out. Raises ``BriefingFailed``, naming the cell, when a cell ended with
    an error or holds a broken block, when a briefing is not one whole run, when a citation has no
    source, and, if ``strict``, when anything would be lost.
    """
    for number, cell in enumerate(nb["cells"], start=1):
        _refuse_errors(cell, number)
    check_executed(nb)
    account = Account(folder=folder)
    shown = [
        (number, block)
        for number, cell in enumerate(nb["cells"], start=1)
        for block in _blocks(cell, account.at(number, cell.get("attachments")))
    ]
    run = check_one_run(nb, shown)
    check_citations(shown)
    if paper:
        account.entries.extend([*lettering_of(shown), *_divided(shown)])
        account.entries.sort(key=lambda entry: entry.cell)
    if strict:
        refuse_losses(account.entries)
    return Reading([block for _, block in shown], tuple(account.entries), run)


def blocks_of(nb: Mapping[str, Any]) -> list[Data]:
    """Return the blocks that an executed notebook shows, in order; see :func:`read_notebook`."""
    return read_notebook(nb).blocks


def account_of(nb: Mapping[str, Any], *, folder: Path | None = None) -> tuple[Entry, ...]:
    """Return what an export sets, converts and leaves out, cell by cell."""
    return read_notebook(nb, folder=folder).entries


def meta_of(nb: Mapping[str, Any], name: str = "") -> Data:
    """Return what the metadata of a notebook say about the briefing.

    Keys: those of ``metadata.disarmament_rollback``, ``as_of_day`` (ISO 8601, from there or
    from the parameters of papermill) and ``name``, the notebook's own.
    """
    metadata = nb.get("metadata", {})
    own = metadata.get("disarmament_rollback", {})
    parameters = metadata.get("papermill", {}).get("parameters", {})
    known: Data = {key: str(own[key]) for key in _META if own.get(key)}
    known["name"] = re.sub(r"[_-]+", " ", name).strip().capitalize()
    day = day_of(str(own.get("as_of_day") or own.get("as_of") or parameters.get("as_of") or ""))
    if day:
        known["as_of_day"] = day
        known.setdefault("as_of", day)
    return known


def _refuse_errors(cell: Mapping[str, Any], number: int) -> None:
    for output in cell.get("outputs", ()):
        if output["output_type"] == "error":
            message = clean_print(str(output["evalue"]))
            message += hidden_by(message)
            raise BriefingFailed(f"Cell {number} failed with {output['ename']}: {message}")


def _divided(shown: Sequence[tuple[int, Data]]) -> Iterator[Entry]:
    for number, block in shown:
        count = len(parts_of(block)) if block["kind"] == "table" else 1
        if count > 1:
            what = f"table of {len(block['columns'])} columns"
            yield Entry(number, what, "converted", f"in {count} parts, for it is wide")


def _blocks(cell: Mapping[str, Any], account: Account) -> list[Data]:
    """Return the blocks of one cell, and write down what became of it."""
    tags = set(cell.get("metadata", {}).get("tags", ()))
    kind = cell["cell_type"]
    if tags & _HIDDEN:
        hidden = ", ".join(sorted(tags & _HIDDEN))
        account.left_out(kind, f"its tag is {hidden}", loss=False)
        return []
    if kind == "markdown":
        blocks = blocks_of_markdown(source_of(cell), account)
    elif kind == "code":
        blocks = _code(cell, account, hidden="remove-output" in tags)
    else:
        blocks = []
        if source_of(cell).strip():
            account.left_out("raw cell", "make it Markdown, or tag it remove-cell")
    account.was_set(block["kind"] for block in blocks)
    return blocks


def _code(cell: Mapping[str, Any], account: Account, *, hidden: bool) -> list[Data]:
    outputs: Sequence[Mapping[str, Any]] = cell.get("outputs", ())
    if hidden:
        account.left_out("outputs", "its tag is remove-output", loss=False)
        return []
    if not was_run(cell):
        account.left_out("code", "it was not executed")
    elif not outputs and source_of(cell).strip():
        account.left_out("code", "it has no output, and code is never shown", loss=False)
    blocks: list[Data] = []
    printed = ""
    for place, output in enumerate(outputs, start=1):
        if output["output_type"] == "stream":
            printed += _printed(output, account)
            continue
        blocks += verbatim(printed)
        printed = ""
        blocks += blocks_of_output(cell, output, account, f"cell {account.cell}, output {place}")
    return [*blocks, *verbatim(printed)]


def _printed(output: Mapping[str, Any], account: Account) -> str:
    if output["name"] == "stdout":
        return joined(output["text"])
    # What goes to stderr are warnings for whoever runs the notebook.
    account.left_out("stderr", "warnings are for whoever runs the notebook", loss=False)
    return ""
