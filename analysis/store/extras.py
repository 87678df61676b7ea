"""Libraries that only some forms of writing need: loaded when asked for, and named if missing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from analysis.terms.errors import RollbackError

#: The forms that need a library beyond those of the package, with its name.
LIBRARIES: Mapping[str, str] = {"xlsx": "openpyxl", "parquet": "arro3"}


def needed(form: str) -> None:
    """Refuse a form whose library is missing, before anything is computed for it.

    Raises ``RollbackError``, which names the remedy.
    """
    library = LIBRARIES.get(form)
    if library is not None and find_spec(library) is None:
        raise RollbackError(
            f"{form} needs {library}, which is not installed:"
            " pip install 'disarmament-rollback[formats]'"
        )


def library_of(form: str, part: str = "") -> Any:
    """Return the library of a form, or a part of it. Raises ``RollbackError`` if it is missing."""
    needed(form)
    return import_module(f"{LIBRARIES[form]}{part}")
