"""Matrices of the catalogue, written out with the register: which briefings they come to.

What has nothing to say is left out, each with the reason
(:meth:`analysis.briefings.parameters.Parameters.silence`), and so is what the catalogue lists by
itself. Nothing of this is worked out before a matrix is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from analysis.briefings.parameters import Parameters
from analysis.briefings.refusals import not_text
from analysis.briefings.registry import Kind, find_kind
from analysis.law.names import find_state, find_treaty, unknown
from analysis.law.regions import find_region, list_regions
from analysis.law.regions import slug as plain
from analysis.publish.catalogue import EVERY, Catalogue, Entry, Matrix, with_faults
from analysis.publish.related import Known, index_entries, name_of
from analysis.register import Register
from analysis.store.loading import Tables
from analysis.terms.errors import ParameterFaults, RollbackError

#: A longer short name is cut, and told from others by a digest.
_READABLE = 80
#: Why what the catalogue lists by itself is not made a second time.
LISTED = "the catalogue lists it by itself"


@dataclass(frozen=True, slots=True)
class Left:
    """A briefing that a matrix leaves out: its kind, what it would be about, and why."""

    kind: str
    about: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """All briefings of a catalogue, those listed first, and what its matrices leave out."""

    entries: tuple[Entry, ...]
    left: tuple[Left, ...] = ()


def write_out(catalogue: Catalogue, register: Register, *, as_of: str | None = None) -> Atlas:
    """Return all briefings of a catalogue; ``as_of`` overrides the day of all of them.

    What stands in the list wins over what a matrix comes to: by its name, and by what it is about.
    Raises ``RollbackError`` with every fault of the catalogue at once, if a matrix has any.
    """
    asked = ("atlas", catalogue.model_dump_json(), as_of)
    return register.keep(asked, lambda: _written_out(catalogue, register, as_of))


def _written_out(catalogue: Catalogue, register: Register, as_of: str | None) -> Atlas:
    entries, left = list(catalogue.briefing), []
    slugs = {entry.slug for entry in entries}
    listed = index_entries(entries, register, as_of=as_of) if catalogue.matrix else {}
    over = {"as_of": as_of} if as_of else {}
    for matrix in catalogue.matrix:
        try:
            found = _combined(matrix, register)
        except RollbackError:
            raise with_faults(faults_of(catalogue, register, as_of=as_of)) from None
        kind = find_kind(matrix.kind)
        for given in found:
            why = kind.silence(register, {**kind.declared(), **given, **over})
            entry = None if why else _named(matrix, kind, register, given)
            if entry and (entry.slug in slugs or _is_listed(entry, register, over, listed)):
                entry, why = None, LISTED
            if entry is None:
                left.append(Left(matrix.kind, {name: given[name] for name in matrix.through}, why))
            else:
                slugs.add(entry.slug)
                entries.append(entry)
    return Atlas(tuple(entries), tuple(left))


def faults_of(catalogue: Catalogue, register: Register, *, as_of: str | None = None) -> list[str]:
    """Return what of the parameters of a catalogue is refused, in its list and its matrices."""
    faults = []
    for entry in catalogue.briefing:
        given = {**entry.parameters, **({"as_of": as_of} if as_of else {})}
        try:
            find_kind(entry.kind).checked(register, given)
        except RollbackError as fault:
            faults.append(f"{entry.slug}: {fault}")
    for matrix in catalogue.matrix:
        try:
            _combined(matrix, register)
        except RollbackError as fault:
            faults.append(f"matrix ({matrix.kind}): {fault}")
    return faults


def select(
    catalogue: Catalogue, register: Register, slugs: Sequence[str] = (), *,
    everything: bool = False, as_of: str | None = None,
) -> list[Entry]:  # fmt: skip
    """Return the briefings with some names, in their order; all of them, or else the flagships.

    Matrices are written out only where a name is not in the list. Raises ``UnknownName`` with the
    nearest valid name.
    """
    if everything:
        return list(write_out(catalogue, register, as_of=as_of).entries)
    wanted = tuple(slugs) or tuple(catalogue.flagships)
    entries = {entry.slug: entry for entry in catalogue.briefing}
    if not set(wanted) <= set(entries):
        entries = {e.slug: e for e in write_out(catalogue, register, as_of=as_of).entries}
    for slug in wanted:
        if slug not in entries:
            raise unknown("briefing", slug, entries)
    return [entries[slug] for slug in dict.fromkeys(wanted)]


def name_in_matrix(
    matrices: Iterable[Matrix], register: Register, kind: str, parameters: Parameters
) -> str:
    """Return the short name under which a matrix has a briefing of a kind, empty if none has.

    ``parameters`` are those of the briefing; nothing else of the matrix is written out.
    """
    own = parameters.written()
    for matrix in (one for one in matrices if one.kind == kind):
        model = find_kind(kind)
        through = {name: own.get(name, "") for name in matrix.through}
        try:
            fixed = _fixed(matrix, model, register)
            has = all(own.get(n) in _values(register, n, v) for n, v in matrix.through.items())
            alike = model.checked(register, {**fixed, **through}).written() == own
        except RollbackError:
            continue
        if has and alike and not model.silence(register, own):
            return name_of(_named(matrix, model, register, {**fixed, **through}), parameters)
    return ""


def _combined(matrix: Matrix, register: Register) -> list[dict[str, str]]:
    """Return the parameters of each combination, names as the register has them.

    Raises ``RollbackError`` where the kind refuses any of what they have in common.
    """
    kind = find_kind(matrix.kind)
    fixed = _fixed(matrix, kind, register)
    order = [name for name in kind.declared() if name in matrix.through]
    values = [_values(register, name, matrix.through[name]) for name in order]
    return [{**fixed, **dict(zip(order, one, strict=True))} for one in product(*values)]


def _fixed(matrix: Matrix, kind: Kind, register: Register) -> dict[str, str]:
    """Return the parameters with one value, names as the register has them.

    Raises ``ParameterFaults`` with all that the kind refuses of the matrix.
    """
    # What it goes through is tried as well: whether the kind has it.
    tried = {name: first for name in matrix.through if (first := _values(register, name, EVERY)[0])}
    found = kind.read(register, {**tried, **matrix.fixed})
    return {name: found.given(name) for name in matrix.fixed if found.given(name)}


def _values(register: Register, name: str, written: Any) -> list[str]:
    """Return the values that a parameter goes through, as the register has them."""
    tables = register.tables
    if written != EVERY:
        if odd := [one for one in written if not isinstance(one, str)]:
            raise ParameterFaults("; ".join(not_text(name, one) for one in odd))
        return list(dict.fromkeys(_FIND[name](tables, one) for one in written))
    if name == "treaty":
        return register.codes()
    if name == "region":
        return [region.slug for region in list_regions(tables)]
    states = tables.states[tables.states["un_status"] != "organisation"]
    return states.sort_values("short_name")["state"].tolist()


_FIND: Mapping[str, Callable[[Tables, str], str]] = {
    "treaty": find_treaty,
    "region": lambda tables, name: find_region(tables, name).slug,
    "state": find_state,
}


def _named(matrix: Matrix, kind: Kind, register: Register, given: Mapping[str, str]) -> Entry:
    """Return the entry of one combination: its name is its kind and its values, in their order."""
    states = register.keep("short names", lambda: _short_names(register.tables))
    parts = [
        plain(states.get(value, value) if name == "state" else value)
        for name in kind.declared()
        if (value := given.get(name))
    ]
    return Entry.model_construct(
        slug=_short("-".join(filter(None, [plain(matrix.kind), *parts]))),
        kind=matrix.kind,
        title=kind.headline(register, {**kind.declared(), **given}),
        notebook=matrix.notebook,
        parameters=dict(given),
    )


def _short_names(tables: Tables) -> dict[str, str]:
    return dict(zip(tables.states["state"], tables.states["short_name"], strict=True))


def _short(slug: str) -> str:
    """Cut a name that is too long to be read, and tell it from others that begin alike.

    >>> len(_short("regional-" + "-".join(["latvia"] * 40)))
    80
    """
    if len(slug) <= _READABLE:
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:8]
    return f"{slug[: _READABLE - 9].rstrip('-')}-{digest}"


def _is_listed(entry: Entry, register: Register, over: Mapping[str, str], listed: Known) -> bool:
    """Say whether the list has a briefing of the same kind about the same."""
    given = {**entry.parameters, **over}
    alike = [dict(own) for kind, own in listed if kind == entry.kind]
    # All of its parameters are worked out only where one has those that were named.
    if not any(own.items() >= given.items() for own in alike):
        return False
    try:
        return find_kind(entry.kind).checked(register, given).written() in alike
    except RollbackError:
        return False
