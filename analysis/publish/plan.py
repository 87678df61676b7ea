"""From catalogue entries to jobs: every parameter of every briefing checked before any runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.briefings.registry import find_kind
from analysis.publish.catalogue import Entry, find_notebook, load_catalogue
from analysis.publish.limits import MEMORY_LIMIT
from analysis.publish.related import index_entries, name_of, related_to
from analysis.publish.run import TIME_LIMIT, Job
from analysis.register import load_register
from analysis.terms.errors import ParameterFaults, RollbackError


def plan_jobs(
    entries: Iterable[Entry],
    data: Path | None = None,
    *,
    as_of: str | None = None,
    limit: float = TIME_LIMIT,
    memory: float = MEMORY_LIMIT,
    known: Iterable[Entry] | None = None,
    catalogue: Path | None = None,
) -> list[Job]:
    """Return a job for each entry; ``as_of`` overrides the day of all of them.

    ``limit`` is how long each notebook may run, in seconds, ``memory`` how much it may use, in MiB.
    ``known`` are the briefings of which one leads to the other that is about the same: those of
    the catalogue unless others are named. ``catalogue`` is the file that the entries come from:
    notebooks of their own lie beside it.

    The short name of a scenario says that it is one. Raises ``ParameterFaults`` with the faults of
    every entry at once, and ``DataFaults`` if the data break their rules.
    """
    register = load_register(data)
    jobs, faults = [], []
    every = load_catalogue(catalogue, data).briefing if known is None else known
    index = index_entries(every, register, as_of=as_of)
    for entry in entries:
        given = {**entry.parameters, **({"as_of": as_of} if as_of else {})}
        try:
            parameters = find_kind(entry.kind).checked(register, given)
        except RollbackError as fault:
            faults.append(f"{entry.slug}: {fault}")
            continue
        notebook = find_notebook(entry, catalogue)
        folder = register.tables.folder.resolve()
        slug, related = name_of(entry, parameters), related_to(parameters, index)
        about = (slug, notebook, parameters.written(), folder, entry.kind)
        jobs.append(Job(*about, limit, memory, related))
    slugs = [job.slug for job in jobs]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    faults += [f"{slug}: two briefings would have this name; rename one" for slug in twice]
    if faults:
        raise ParameterFaults("\n".join(faults))
    return jobs
