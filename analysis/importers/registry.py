"""Which importers there are: those of this package, and those that others have installed.

Each is an entry point of the group ``rollback.importers`` that leads to an object with the shape of
:class:`analysis.importers.protocol.Importer`, or to a class that makes one without arguments.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from analysis.importers.protocol import GROUP, Importer
from analysis.law.names import unknown
from analysis.terms.errors import RollbackError

#: Those of this package, as pyproject.toml registers them: an environment that is older than its
#: checkout has them too.
OWN = (
    EntryPoint("csv", "analysis.importers.mapped:MappedCsv", GROUP),
    EntryPoint("series", "analysis.importers.series:SavedSeries", GROUP),
    EntryPoint("untc", "analysis.importers.statuspage:SavedStatusPage", GROUP),
)


def importer_names() -> list[str]:
    """Return the names of all importers, in order; nothing is loaded."""
    return sorted(_entries())


def find_importer(name: str) -> Importer:
    """Return an importer by its name.

    Raises ``UnknownName``, and ``RollbackError`` for one that cannot be loaded or is none.
    """
    entries = _entries()
    if name not in entries:
        raise unknown("importer", name, entries)
    (entry, *others) = entries[name]
    if others:
        values = " and ".join(one.value for one in entries[name])
        raise RollbackError(
            f"two importers are called {name!r}: {values}. Uninstall one of the packages."
        )
    try:
        loaded = entry.load()
        importer = loaded() if isinstance(loaded, type) else loaded
    except Exception as error:
        # Whatever the code of others raises: the command goes on, and says whose fault it is.
        raise RollbackError(
            f"the importer {name!r} ({entry.value}) cannot be loaded:"
            f" {type(error).__name__}: {error}. Install its package anew, or uninstall it."
        ) from error
    if not isinstance(importer, Importer):
        raise RollbackError(
            f"{entry.value}, registered as the importer {name!r}, is none: it needs summary,"
            " source, options, details and propose (analysis/importers/protocol.py)."
        )
    return importer


def _entries() -> dict[str, list[EntryPoint]]:
    """Return the entry points by name; the same one registered twice is one."""
    found: dict[str, list[EntryPoint]] = {}
    for entry in (*OWN, *entry_points(group=GROUP)):
        same = found.setdefault(entry.name, [])
        if entry.value not in {other.value for other in same}:
            same.append(entry)
    return found
