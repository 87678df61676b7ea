"""Where files lie: the package, its data and its notebooks, in a checkout and in a wheel."""

from __future__ import annotations

import os
from pathlib import Path

#: The folder of the package itself.
PACKAGE = Path(__file__).resolve().parents[1]
PACKAGE_FILE = "datapackage.json"
#: Where briefings are listed, with their parameters.
CATALOGUE = "catalogue.toml"
#: Overrides the data folder of every process that is given none, such as a notebook kernel.
FOLDER_VARIABLE = "ROLLBACK_DATA"


def default_folder() -> Path:
    """Return the data folder: that of ``ROLLBACK_DATA``, the wheel's, or the checkout's."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    return _beside("data")


def own_data_folder() -> Path:
    """Return the folder of the data that come with the package, whatever else is named."""
    return _beside("data")


def notebooks_folder() -> Path:
    """Return the folder of notebooks: the wheel's, or the checkout's."""
    return _beside("notebooks")


def catalogue_file(named: Path | None = None, data: Path | None = None) -> Path:
    """Return the file of a catalogue: the one named, that of the data folder, or the package's."""
    if named is not None:
        return named / CATALOGUE if named.is_dir() else named
    own = (data or default_folder()) / CATALOGUE
    return own if own.is_file() else notebooks_folder() / CATALOGUE


def are_packed() -> bool:
    """Return whether the package came as a wheel, with its data and its notebooks inside it."""
    return (PACKAGE / "_notebooks").is_dir()


def _beside(name: str) -> Path:
    packed = PACKAGE / f"_{name}"
    return packed if packed.is_dir() else PACKAGE.parent / name
