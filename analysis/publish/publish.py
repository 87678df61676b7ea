"""Putting briefings in place: all files of one at once, and the index page over all of them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.publish.index import check_index, forget_failure, note_failure, write_index
from analysis.publish.inputs import Snapshot, differences, key_of
from analysis.publish.lock import locked
from analysis.publish.manifest import Damaged, Foreign, faults_of, read_manifest
from analysis.publish.place import check_places, prepare, put, sweep
from analysis.publish.run import Briefing, Job, make_briefing
from analysis.publish.warm import warm_for
from analysis.publish.workers import Make, Result, attempt, in_workers
from analysis.terms.errors import RollbackError

__all__ = ["Outcome", "build", "is_current", "publish", "reasons", "write_index"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one job ended: built, unchanged, or failed with a reason.

    ``why`` says what made it stale, or that nothing did.
    """

    slug: str
    state: str
    seconds: float
    error: str = ""
    why: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether a good briefing is in place."""
        return self.state != "failed"


def build(
    jobs: Sequence[Job], out: Path, *, processes: int = 1, force: bool = False,
    make: Make | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Build briefings into a folder, one outcome each; one that fails leaves the others alone.

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
        try:
            yield from _build(jobs, out, processes, force, make)
        finally:
            _index(out)


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


def _build(
    jobs: Sequence[Job], out: Path, processes: int, force: bool, make: Make | None
) -> Iterator[Outcome]:
    at, stale, why = Snapshot(), [], {}
    for job in jobs:
        found = ("it is asked for",) if force else reasons(job, out, at)
        why[job.slug] = found
        if found:
            stale.append(job)
            continue
        forget_failure(out, job.slug)
        yield Outcome(job.slug, "unchanged", 0.0, why=("nothing that it depends on changed",))
    for result in _results(stale, processes, make):
        yield replace(_settle(result, out), why=why[result.slug])


def _results(jobs: Sequence[Job], processes: int, make: Make | None) -> Iterator[Result]:
    with contextlib.ExitStack() as stack:
        if jobs and make is None:
            stack.enter_context(warm_for(jobs))
        how = make or make_briefing
        if processes > 1 and len(jobs) > 1:
            yield from in_workers(jobs, processes, how)
        else:
            yield from (attempt(job, how) for job in jobs)


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
    _quietly(lambda: note_failure(out, result.slug, error, result.executed))
    return Outcome(result.slug, "failed", seconds, error)


def _index(out: Path) -> None:
    try:
        write_index(out)
    except OSError as error:
        raise RollbackError(f"the index of {out} cannot be written: {error.strerror}") from None


def _quietly(note: Callable[[], None]) -> None:
    """Note a failure if the disk lets us: that it cannot be noted must not end the others."""
    try:
        note()
    except OSError:
        return
