"""Briefings about one subject that lead to one another: the four pages and their annex."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.briefings.parameters import Parameters
from analysis.briefings.registry import find_kind
from analysis.export.names import scenario_name
from analysis.language.days import format_date
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
    """Return the briefings that one leads to, by their short names, and the words of the links.

    That is the one that stands beside it, and the newest about the same where that is a later one.
    Empty where the catalogue has none about the same.
    """
    kind, words = parameters.companion
    slug = known.get((kind, tuple(parameters.written().items())))
    beside = {slug: words} if slug else {}
    return {**beside, **_newest(parameters, known)}


def _newest(parameters: Parameters, known: Known) -> dict[str, str]:
    """Return the briefing about the same on the latest day, where that is later than its own."""
    own = parameters.written()
    later = [
        (given["as_of"], slug)
        for (kind, about), slug in known.items()
        if kind == parameters.name and _is_same(given := dict(about), own)
        if given["as_of"] > own["as_of"]
    ]
    if not later:
        return {}
    day, slug = max(later)
    return {slug: f"Newest version: as of {format_date(day)}"}


def _is_same(given: Mapping[str, str], own: Mapping[str, str]) -> bool:
    """Say whether two briefings are about the same, whatever day and whatever day before it."""
    return all(given[name] == own[name] for name in own if name not in ("as_of", "compare_to"))
