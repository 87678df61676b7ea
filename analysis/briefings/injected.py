"""What papermill has put into a notebook under a name that nothing in it reads.

papermill writes the parameters that it is given into a cell of their own and runs on, also where
a name is misspelt. The opening cell therefore looks at that cell, and refuses such a name.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Sequence
from typing import Any

#: How the cell begins that papermill writes.
_FIRST_LINE = "# Parameters\n"


def passed_in_vain(declared: Collection[str]) -> dict[str, Any]:
    """Return what papermill was given under names that no other cell so far has set.

    ``declared`` are the parameters of the briefing. Empty outside a notebook, and where the cell
    stands behind no cell that sets them: then it is the user's own.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return {}
    names = unread(shell.user_ns.get("In", ()), declared)
    return {name: shell.user_ns[name] for name in names if name in shell.user_ns}


def unread(cells: Sequence[str], declared: Collection[str]) -> list[str]:
    """Return the names that only the cell of papermill sets, in the order in which it does.

    >>> cells = ["region = 'nato'", "# Parameters\\nregoin = 'baltic'\\n", "open(region)"]
    >>> unread(cells, ["region"])
    ['regoin']
    """
    sets = [_set_in(cell) for cell in cells]
    written = [at for at, cell in enumerate(cells) if cell.startswith(_FIRST_LINE)]
    if not written or not any(set(declared) <= set(one) for one in sets[: written[-1]]):
        return []
    others = {name for at, one in enumerate(sets) if at not in written for name in one}
    return [name for name in sets[written[-1]] if name not in {*others, *declared}]


def _set_in(cell: str) -> list[str]:
    """Return the names that a cell assigns at its top level; none if it is no plain Python."""
    try:
        body = ast.parse(cell).body
    except SyntaxError:
        return []
    found = []
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        found += [one.id for one in targets if isinstance(one, ast.Name)]
    return found
