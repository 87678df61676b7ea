"""Putting briefings in place: all files of one at once, and the index page over all of them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from analysis.publish.cluster import on_cluster
from analysis.publish.index import check_index, forget_failure, note_failure, write_index
from analysis.publish.inputs import Snapshot, differences, key_of
from analysis.publish.lock import locked
from analysis.publish.manifest import Damaged, Foreign, faults_of, read_manifest
from analysis.publish.outcome import UNMOVED, Outcome
from analysis.publish.place import check_places, prepare, put, sweep
from analysis.publish.run import Briefing, Job, make_briefing
from analysis.publish.warm import cores, warm_for
from analysis.publish.watcher import Watcher
from analysis.publish.workers import Make, Result, attempt, in_workers
from analysis.terms.errors import RollbackError

__all__ = ["Outcome", "build", "is_current", "publish", "reasons", "write_index"]


def build(
    jobs: Sequence[Job], out: Path, *, processes: int | None = 1, force: bool = False,
    make: Make | None = None, cluster: str = "", watcher: Watcher | None = None,
    overview: Callable[[], Mapping[str, Any]] | None = None,
) -> Generator[Outcome, None, None]:  # fmt: skip
    """Build briefings into a folder, one outcome each; one that fails leaves the others alone.

    So many ``processes`` work at once; with the address of a Dask scheduler as ``cluster`` it is
    that one's workers, so many jobs at a time, or as many as it has threads. ``watcher`` is told
    how it goes on, ``overview`` asked once for what the index says beside the briefings.

    A briefing whose inputs are those of the files in place is left as it is, unless forced. A
    failed build leaves what was published before, and the index says that it failed. Before any
    work, raises ``RollbackError`` where the folder cannot be written to, where another build is at
    work in it, or where something lies in a place that no build has put there.
    """
    # Refused before anything is made or left there.
    if out.exists():
        _check(jobs, out)
    prepare(out)
    with locked(out):
        sweep(out)
        _check(jobs, out)
        beside = cache(overview) if overview else None
        try:
            how = _Way(processes, make, cluster, watcher or Watcher(), beside)
            yield from _build(jobs, out, force, how)
        finally:
            _index(out, beside)


def is_current(job: Job, out: Path) -> bool:
    """Say whether the files in place are those that the job would make."""
    return not reasons(job, out)


def reasons(job: Job, out: Path, at: Snapshot | None = None) -> tuple[str, ...]:
    """Say what makes the files in place stale, each with its name; nothing if they are current.

    ``at`` holds the digests of files that were read already.
    """
    folder = out / job.slug
    try:
        faults = faults_of(folder)
        manifest = read_manifest(folder)
    except (Damaged, OSError) as error:
        return (str(error),)
    except Foreign:
        return ("it is not published yet",)
    inputs = job.inputs(at or Snapshot())
    if manifest["key"] != key_of(inputs):
        faults += differences(manifest, inputs)
    return tuple(faults)


def publish(briefing: Briefing, out: Path) -> None:
    """Replace a briefing's folder in one step, so that no reader meets half of it.

    Raises ``RollbackError`` where something else lies there, or it cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        put(briefing.slug, briefing.files, out)
    except Foreign as error:
        raise RollbackError(f"{briefing.slug}: {error}") from None
    except OSError as error:
        reason = error.strerror or error
        raise RollbackError(f"{briefing.slug}: cannot be put into {out}: {reason}") from None


def _check(jobs: Sequence[Job], out: Path) -> None:
    if not out.is_dir():
        raise RollbackError(f"{out} is not a folder")
    check_places(out, [job.slug for job in jobs])
    check_index(out)


@dataclass(frozen=True, slots=True)
class _Way:
    """How the jobs of a build are run."""

    processes: int | None
    make: Make | None
    cluster: str
    watcher: Watcher
    overview: Callable[[], Mapping[str, Any]] | None


def _build(
    jobs: Sequence[Job], out: Path, force: bool, how: _Way
) -> Generator[Outcome, None, None]:
    at, stale, why = Snapshot(), [], {}
    for job in jobs:
        found = ("it is asked for",) if force else reasons(job, out, at)
        why[job.slug] = found
        if found:
            stale.append(job)
            continue
        forget_failure(out, job.slug)
        yield Outcome(job.slug, "unchanged", 0.0, why=UNMOVED)
    how.watcher.counted(len(stale))
    # Closed by hand: whatever stops this build is to stop what works for it, now.
    with contextlib.closing(_results(stale, how)) as results:
        for result in results:
            yield replace(_settle(result, out), why=why[result.slug])


def _results(jobs: Sequence[Job], how: _Way) -> Generator[Result, None, None]:
    make, processes = how.make or make_briefing, how.processes or cores()
    if how.cluster:
        yield from on_cluster(jobs, how.cluster, make, at_once=how.processes, watcher=how.watcher)
    elif how.make is not None and processes == 1:
        for job in jobs:
            how.watcher.began(job.slug)
            yield attempt(job, make)
    elif jobs:
        # One job too: whatever ends the process that exports it does not end the build.
        with warm_for(jobs) if how.make is None else contextlib.nullcontext():
            _look_ahead(jobs, how)
            yield from in_workers(jobs, processes, make, how.watcher)


def _look_ahead(jobs: Sequence[Job], how: _Way) -> None:
    """Do what can be done while the first kernel is made ready, before workers are forked.

    The modules of each kind are read once, and workers have them from here; what the index says
    is found out.
    """
    for job in {job.kind: job for job in jobs}.values():
        # What is wrong is told of the job itself.
        with contextlib.suppress(RollbackError, OSError):
            job.inputs(Snapshot())
    if how.overview:
        # What is wrong is told in the end.
        with contextlib.suppress(RollbackError, OSError):
            how.overview()


def _settle(result: Result, out: Path) -> Outcome:
    """Publish what a job has made, or note that it failed."""
    started, error = time.perf_counter(), result.error
    if result.briefing is not None:
        try:
            publish(result.briefing, out)
            forget_failure(out, result.slug)
        except (RollbackError, OSError) as fault:
            error = str(fault)
    seconds = result.seconds + time.perf_counter() - started
    if not error:
        return Outcome(result.slug, "built", seconds)
    noted = _quietly(lambda: note_failure(out, result.slug, error, result.executed))
    return Outcome(result.slug, "failed", seconds, error, notebook=noted)


def _index(out: Path, overview: Callable[[], Mapping[str, Any]] | None) -> None:
    try:
        write_index(out, overview() if overview else None)
    except OSError as error:
        raise RollbackError(f"the index of {out} cannot be written: {error.strerror}") from None


def _quietly(note: Callable[[], str]) -> str:
    """Note a failure if the disk lets us: that it cannot be noted must not end the others."""
    try:
        return note()
    except OSError:
        return ""
