"""A file of the user's that hides the package: Python finds `analysis.py` beside a notebook first.

Whoever runs the notebook then reads that a name cannot be imported. Here the file is found, and
named as the cause.
"""

from __future__ import annotations

import re
from pathlib import Path

from analysis.store.folder import PACKAGE

#: How Python says that a name could not be imported, and from which file of this name.
_NOT_FOUND = re.compile(r"'analysis(?:\.\w+)*'.*?\((?P<path>[^()]*analysis[^()]*)\)")
_NO_PACKAGE = "'analysis' is not a package"


def hidden_by(message: str) -> str:
    """Return what to add to the message of an import that failed: the file that hides the package.

    Empty where the message tells of no such file.

    >>> hidden_by("cannot import name 'table' from 'analysis' (/home/me/analysis.py)")
    '; /home/me/analysis.py hides the package analysis: rename it'
    >>> hidden_by("No module named 'pandas'")
    ''
    """
    found = _NOT_FOUND.search(message)
    if found and not Path(found["path"]).is_relative_to(PACKAGE):
        return f"; {found['path']} hides the package analysis: rename it"
    if _NO_PACKAGE in message:
        return "; a file analysis.py hides the package analysis: rename it"
    return ""


def find_hiding(folder: Path) -> Path | None:
    """Return what hides the package from a notebook in a folder: ``analysis.py`` or ``analysis/``.

    Not the package itself, in its own checkout.
    """
    for found in (folder / "analysis.py", folder / "analysis"):
        if found.exists() and found.resolve() != PACKAGE:
            return found
    return None
