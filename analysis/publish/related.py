"""Briefings about one subject that lead to one another: the four pages and their annex."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.briefings.parameters import Parameters
from analysis.briefings.registry import find_kind
from analysis.export.names import scenario_name
from analysis.publish.catalogue import Entry
from analysis.register import Register
from analysis.terms.errors import RollbackError

#: The short name of each briefing by its kind and its parameters.
Known = Mapping[tuple[str, tuple[tuple[str, str], ...]], str]


def index_entries(
    entries: Iterable[Entry], register: Register, *, as_of: str | None = None
) -> Known:
    """Return the short names of the briefings of a catalogue by what they are about.

    One with wrong parameters is left out: whoever builds it is told.
    """
    found = {}
    for entry in entries:
        given = {**entry.parameters, **({"as_of": as_of} if as_of else {})}
        try:
            parameters = find_kind(entry.kind).checked(register, given)
        except RollbackError:
            continue
        found[entry.kind, tuple(parameters.written().items())] = name_of(entry, parameters)
    return found


def name_of(entry: Entry, parameters: Parameters) -> str:
    """Return the short name of a briefing; that of a scenario says that it is one."""
    return scenario_name(entry.slug) if parameters.given("scenario") else entry.slug


def related_to(parameters: Parameters, known: Known) -> dict[str, str]:
    """Return the briefing that stands beside one, by its short name, and the words that lead to it.

    Empty where the catalogue has none about the same.
    """
    kind, words = parameters.companion
    slug = known.get((kind, tuple(parameters.written().items())))
    return {slug: words} if slug else {}
