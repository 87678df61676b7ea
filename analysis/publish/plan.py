"""From catalogue entries to jobs: every parameter of every briefing checked before any runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analysis.publish.catalogue import Entry, notebooks_folder
from analysis.publish.parameters import check_parameters
from analysis.publish.run import Job
from analysis.register import load_register
from analysis.terms.errors import ParameterFaults


def plan_jobs(
    entries: Iterable[Entry], data: Path | None = None, *, as_of: str | None = None
) -> list[Job]:
    """Return a job for each entry; ``as_of`` overrides the day of all of them.

    Raises ``ParameterFaults`` with the faults of every entry at once,
    and ``DataFaults`` if the data break their rules.
    """
    register = load_register(data)
    jobs, faults = [], []
    for entry in entries:
        notebook = notebooks_folder() / entry.notebook
        given = {**entry.parameters, **({"as_of": as_of} if as_of else {})}
        try:
            parameters = check_parameters(register, notebook, given)
        except ParameterFaults as fault:
            faults.append(f"{entry.slug}: {fault}")
            continue
        jobs.append(Job(entry.slug, notebook, parameters, register.tables.folder.resolve()))
    if faults:
        raise ParameterFaults("\n".join(faults))
    return jobs
