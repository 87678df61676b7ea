"""Which rows of the data a briefing reads: those that can change a word or a line of it.

A briefing that keeps to one treaty reads the events of that treaty and of those of its family,
whoever's: who is bound by a treaty on a day follows from the acts of all. Events after its day
are unseen. Other briefings read every event. That nothing else is read is proven by composing
briefings from these rows alone (``tests/test_reads.py``), which must change nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.store.folder import PACKAGE_FILE
from analysis.store.loading import TABLES, RawTables, read_tables

#: What a kind of briefing reads of the events: all, or those of a treaty and its family.
Scope = Literal["all", "family"]
#: Tables that no briefing reads: what the data are checked against.
UNREAD = frozenset({"totals", "published"})
#: What of the package stands in a briefing: how its pages name the data.
PACKAGE_KEYS = ("name", "title", "version", "vintage")

Mask = npt.NDArray[np.bool_]


class Reading:
    """The rows of a data folder, each with a digest, to be chosen from for many briefings.

    ``raw`` are the tables as text, as :func:`analysis.store.loading.read_tables` returns them.
    """

    def __init__(self, raw: RawTables) -> None:
        self.frames = {name: frame for name, frame in raw.frames.items() if name not in UNREAD}
        package = {key: raw.package.get(key) for key in PACKAGE_KEYS}
        self._package = hashlib.sha256(repr(package).encode()).hexdigest()
        self._known: dict[tuple[str, str], dict[str, str]] = {}

    def digests(self, parameters: Mapping[str, str], scope: Scope = "all") -> dict[str, str]:
        """Return a digest of the rows that a briefing reads of each file, by its parameters."""
        treaty = parameters.get("treaty", "") if scope == "family" else ""
        about = treaty, parameters.get("as_of", "")
        if about not in self._known:
            found = {PACKAGE_FILE: self._package}
            for name, rows in self.rows(*about).items():
                chosen = repr(list(self.frames[name])).encode() + self._hashes[name][rows].tobytes()
                found[f"{name}.csv"] = hashlib.sha256(chosen).hexdigest()
            self._known[about] = found
        return self._known[about]

    def rows(self, treaty: str = "", day: str = "") -> dict[str, Mask]:
        """Return which rows of each table a briefing reads, as masks.

        ``treaty`` is the one that it keeps to, empty for all; ``day`` its day, as ``YYYY-MM-DD``.
        """
        found = {name: np.ones(len(frame), dtype=bool) for name, frame in self.frames.items()}
        if not {"events", "treaties", "sources"} <= set(found):
            return found
        if treaty:
            found["events"] = self._of_family(treaty)
        if day:
            found["events"] = found["events"] & self._by_day(day)
        found["sources"] = self._cited(found)
        return found

    def _of_family(self, treaty: str) -> Mask:
        treaties, events = self.frames["treaties"], self.frames["events"]
        family = treaties.loc[treaties["code"] == treaty, "family"]
        codes = treaties.loc[treaties["family"].isin(family), "code"]
        return np.asarray(events["treaty"].isin([treaty, *codes]))

    def _by_day(self, day: str) -> Mask:
        """Return the events that are not surely later; a month or a year may be earlier."""
        dates = self.frames["events"]["date"]
        return np.asarray([date <= day[: len(date)] for date in dates], dtype=bool)

    def _cited(self, rows: Mapping[str, Mask]) -> Mask:
        cited: set[str] = set()
        for name, keys, owners in self._citing:
            cited.update(keys[rows[name][owners]])
        return np.asarray(self.frames["sources"]["source"].isin(cited))

    @cached_property
    def _citing(self) -> list[tuple[str, npt.NDArray[np.object_], npt.NDArray[np.intp]]]:
        """Return the keys that each table cites, and the place of the row that cites each."""
        found = []
        for name, frame in self.frames.items():
            for column in (one for one in frame.columns if one.endswith(("source", "sources"))):
                keys = frame[column].str.split(";").reset_index(drop=True).explode()
                if name != "sources":
                    found.append((name, keys.to_numpy(dtype=object), keys.index.to_numpy()))
        return found

    @cached_property
    def _hashes(self) -> dict[str, npt.NDArray[np.uint64]]:
        """Return a digest of each row of each table."""
        return {
            name: np.asarray(pd.util.hash_pandas_object(frame, index=False), dtype=np.uint64)
            for name, frame in self.frames.items()
        }


def read_rows(folder: Path) -> Reading:
    """Return the rows of a data folder as they are now; read again only when a file has changed."""
    paths = [folder / PACKAGE_FILE, *(folder / f"{name}.csv" for name in TABLES)]
    states = [(path, path.stat()) for path in paths if path.is_file()]
    return _read(folder, tuple((path.name, one.st_mtime_ns, one.st_size) for path, one in states))


@lru_cache(maxsize=4)
def _read(folder: Path, _: tuple[tuple[str, int, int], ...]) -> Reading:
    # The time and the size of each file only say when to read it again.
    return Reading(read_tables(folder))
