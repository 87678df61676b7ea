"""From catalogue entries to jobs: every parameter of every briefing checked before any runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.briefings.parameters import Parameters
from analysis.briefings.registry import find_kind
from analysis.publish.catalogue import (
    Catalogue,
    Entry,
    find_notebook,
    load_catalogue,
    read_catalogue,
    with_faults,
)
from analysis.publish.limits import MEMORY_LIMIT
from analysis.publish.matrix import faults_of, name_in_matrix
from analysis.publish.related import index_entries, name_of, related_to
from analysis.publish.run import TIME_LIMIT, Job
from analysis.register import Register, load_register
from analysis.terms.errors import ParameterFaults, RollbackError


def plan_jobs(
    entries: Iterable[Entry],
    data: Path | None = None,
    *,
    as_of: str | None = None,
    limit: float = TIME_LIMIT,
    memory: float = MEMORY_LIMIT,
    known: Iterable[Entry] | None = None,
    register: Register | None = None,
    listed_in: Path | None = None,
) -> list[Job]:
    """Return a job for each entry; ``as_of`` overrides the day of all of them.

    ``limit`` is how long each notebook may run, in seconds, ``memory`` how much it may use, in MiB.
    ``known`` are the briefings of which one leads to the other that is about the same: those of
    the catalogue, matrices among them, unless others are named. ``register`` is that of the data,
    if it was loaded before; ``listed_in`` the file of the catalogue, beside which notebooks of its
    own lie.

    The short name of a scenario says that it is one. Raises ``ParameterFaults`` with the faults of
    every entry at once, and ``DataFaults`` if the data break their rules.
    """
    register = register or load_register(data)
    jobs, faults = [], []
    if known is None:
        catalogue = load_catalogue(listed_in, data)
    else:
        catalogue = Catalogue(briefing=[*known], flagships=[])
    index = index_entries(catalogue.briefing, register, as_of=as_of)
    for entry in entries:
        given = {**entry.parameters, **({"as_of": as_of} if as_of else {})}
        try:
            parameters = find_kind(entry.kind).checked(register, given)
        except RollbackError as fault:
            faults.append(f"{entry.slug}: {fault}")
            continue
        notebook = find_notebook(entry, listed_in)
        folder = register.tables.folder.resolve()
        slug, related = name_of(entry, parameters), related_to(parameters, index)
        related = related or _in_matrix(parameters, catalogue, register)
        about = (slug, notebook, parameters.written(), folder, entry.kind)
        jobs.append(Job(*about, limit, memory, related))
    slugs = [job.slug for job in jobs]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    faults += [f"{slug}: two briefings would have this name; rename one" for slug in twice]
    if faults:
        raise ParameterFaults("\n".join(faults))
    return jobs


def checked_catalogue(
    register: Register, *, as_of: str | None = None, listed_in: Path | None = None
) -> Catalogue:
    """Read the catalogue; raises ``RollbackError`` with all that is wrong in it, if anything is.

    ``listed_in`` is its file: that of the register's folder if left out, else the package's.
    """
    catalogue, faults = read_catalogue(listed_in, register.tables.folder)
    if faults:
        raise with_faults([*faults, *faults_of(catalogue, register, as_of=as_of)])
    return catalogue


def _in_matrix(parameters: Parameters, catalogue: Catalogue, register: Register) -> dict[str, str]:
    """Return the briefing that stands beside one, where a matrix of the catalogue has it."""
    kind, words = parameters.companion
    slug = name_in_matrix(catalogue.matrix, register, kind, parameters) if kind else ""
    return {slug: words} if slug else {}
