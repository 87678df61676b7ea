"""Where files lie: the package, its data and its notebooks, in a checkout and in a wheel."""

from __future__ import annotations

import os
from pathlib import Path

#: The folder of the package itself.
PACKAGE = Path(__file__).resolve().parents[1]
PACKAGE_FILE = "datapackage.json"
#: Overrides the data folder of every process that is given none, such as a notebook kernel.
FOLDER_VARIABLE = "ROLLBACK_DATA"


def default_folder() -> Path:
    """Return the data folder: that of ``ROLLBACK_DATA``, the wheel's, or the checkout's."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    return _beside("data")


def notebooks_folder() -> Path:
    """Return the folder of notebooks: the wheel's, or the checkout's."""
    return _beside("notebooks")


def _beside(name: str) -> Path:
    packed = PACKAGE / f"_{name}"
    return packed if packed.is_dir() else PACKAGE.parent / name
