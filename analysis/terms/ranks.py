"""Who speaks in a source, best first: one order for every place in which sources are listed."""

from __future__ import annotations

from collections.abc import Mapping

#: Who speaks, as ``sources.csv`` says it, best first.
RANKS = (
    "official",
    "intergovernmental",
    "ngo",
    "press_of_record",
    "press",
    "state_media",
    "blog",
)
PLACE: Mapping[str, int] = {kind: rank for rank, kind in enumerate(RANKS)}
